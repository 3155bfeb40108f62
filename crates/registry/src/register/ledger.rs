//! A register as the ledger that screens hold others against: the people of its records with their
//! ID numbers, each field under its own name. The numbers are opened here for the machine's
//! comparison, told once in the journal, and never shown by this.

use super::declared::{Declared, reach};
use super::{Record, actions::record_of, store};
use crate::place;
use crate::seal::{ID_NUMBER, internal};
use base::id::PersonId;
use base::{Fault, Sex};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx};
use policy::cel::Value;
use policy::register::Class;
use serde_json::json;
use std::collections::HashMap;

/// The rows of a register under headers as ledgers have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Headers.
    pub headers: Vec<String>,
    /// A value or nothing for each header.
    pub rows: Vec<Vec<String>>,
}

/// The headers of what is known of a person and of a place, as the country's ledgers have them.
const KNOWN: [&str; 6] = [
    "姓名",
    "公民身份号码",
    "性别",
    "出生日期",
    "镇街",
    "村(社区)",
];

/// Every kept record about a person that whoever asks may see and `fits`, with ordinary fields only.
///
/// # Errors
/// A register that there is none of, or out of reach.
pub fn ledger(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    on: Date,
    fits: impl Fn(&[Value<'_>]) -> bool,
) -> Result<Ledger, Fault> {
    let register = declared.register(register)?;
    let scope = reach(ctx, Act::ComparisonsRun, register)?;
    let parameters = declared.parameters(on);
    let mut people: HashMap<PersonId, store::Known> = HashMap::new();
    store::known_each(ctx.tx(), &register.id, |known| {
        people.insert(known.id, known);
    })?;
    let places = place::all(ctx.tx())?;
    let places: HashMap<&str, &str> = places
        .iter()
        .map(|p| (p.division.code(), p.name.as_str()))
        .collect();
    let name_of = |code: Option<&str>| {
        let found = code.and_then(|code| places.get(code));
        found.map_or(String::new(), |name| (*name).to_owned())
    };
    let mut rows = Vec::new();
    store::record_each(ctx.tx(), &register.id, |row| rows.push(row))?;
    let ordinary = || {
        let fields = register.fields.iter().enumerate();
        fields.filter(|(_, f)| f.class == Class::Ordinary)
    };
    let mut ledger = Ledger {
        headers: KNOWN.map(str::to_owned).to_vec(),
        rows: Vec::with_capacity(rows.len()),
    };
    let own = ordinary().map(|(_, f)| f.label.zh.clone());
    ledger.headers.extend(own);
    for row in rows.iter().filter(|row| scope.covers(&row.division, None)) {
        let record: Record = record_of(register, row)?;
        let Some(known) = record.person.and_then(|id| people.get(&id)) else {
            continue;
        };
        let days = (Some(row.since), Some(row.confirmed_on), row.division.code());
        let meant = register.named(&record.values, days, None, &parameters, on, |names| {
            fits(names)
        });
        if !meant {
            continue;
        }
        let number = match &known.sealed {
            Some(sealed) => {
                let place = ID_NUMBER.place(&known.id.to_string());
                let opened = ctx.keys().open(&place, sealed).map_err(internal)?;
                String::from_utf8_lossy(&opened).into_owned()
            }
            None => String::new(),
        };
        let code = record.division.code();
        let mut values = vec![
            record.title.clone(),
            number,
            known.sex.map_or(String::new(), |sex| {
                match sex {
                    Sex::Male => "男",
                    Sex::Female => "女",
                }
                .to_owned()
            }),
            known.birth.map_or(String::new(), |day| day.to_string()),
            name_of(code.get(..9)),
            if code.len() > 9 {
                name_of(Some(code))
            } else {
                String::new()
            },
        ];
        values.extend(ordinary().map(|(at, field)| {
            let value = record.values.get(at);
            value.map_or_else(String::new, |value| field.shown(value, "zh"))
        }));
        ledger.rows.push(values);
    }
    ctx.tell(
        Entry::new(Act::ComparisonsRun, "register", &register.id)
            .after(json!({ "opened": ledger.rows.len() })),
    );
    Ok(ledger)
}
