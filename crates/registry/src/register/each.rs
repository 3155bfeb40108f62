//! Every record of a register, with the values that expressions over it read: for figures that are
//! computed from the records.

use super::actions::{about_of, record_of};
use super::declared::{Declared, reach};
use super::{Record, store};
use base::Fault;
use jiff::civil::Date;
use platform::{Act, Ctx};
use policy::cel::Value;
use policy::register::{Mark, Register};

/// Takes every kept record that whoever asks may see, with the values of the names that a rule
/// over the register may use on a day. With `subject`, what is known of the person is looked up.
pub fn each(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    (on, subject): (Date, bool),
    mut take: impl FnMut(&Record, &[Value<'_>]),
) -> Result<(), Fault> {
    let register = declared.register(register)?;
    let scope = reach(ctx, Act::RegistersSee, register)?;
    let parameters = declared.parameters(on);
    let mut rows = Vec::new();
    store::record_each(ctx.tx(), &register.id, |row| {
        if scope.covers(&row.division, None) {
            rows.push(row);
        }
    })?;
    for row in &rows {
        let record = record_of(register, row)?;
        let about = if subject { about_of(ctx, row)? } else { None };
        let person = about.as_ref().map(super::row::About::told);
        let days = (Some(row.since), Some(row.confirmed_on), row.division.code());
        register.named(&record.values, days, person, &parameters, on, |names| {
            take(&record, names);
        });
    }
    Ok(())
}

/// Takes every kept record of the registers that the pack marks; whether it marks any.
///
/// # Errors
/// A right that is missing.
pub fn marked(
    ctx: &Ctx<'_>,
    mark: Mark,
    mut take: impl FnMut(&Register, &Record),
) -> Result<bool, Fault> {
    let Ok(declared) = super::declared() else {
        return Ok(false);
    };
    let all = declared.pack().registers.iter();
    let all: Vec<&Register> = all.filter(|r| r.mark == Some(mark)).collect();
    for register in &all {
        each(ctx, declared, &register.id, (ctx.today(), false), |r, _| {
            take(register, r);
        })?;
    }
    Ok(!all.is_empty())
}
