//! A record against its register: what must be filled in, what is wrong, what is doubtful, when it
//! is due again.

use super::{BUILT_IN, CheckLevel, Register, SubjectKind};
use crate::cel::{Datum, Record, Value};
use crate::pack::Label;
use jiff::civil::Date;

/// Something wrong with a record, beside a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Place of the field.
    pub field: usize,
    /// What is said; `None` when the field must be filled in and is not.
    pub message: Option<Label>,
    /// Name of the check.
    pub check: Option<String>,
}

/// What there is to say of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// What keeps it from being saved.
    pub errors: Vec<Wrong>,
    /// What somebody should look at.
    pub warnings: Vec<Wrong>,
    /// Of each field, whether it must be filled in.
    pub required: Vec<bool>,
    /// Of each field, whether it makes sense.
    pub shown: Vec<bool>,
    /// The first day on which it is stale.
    pub stale_on: Option<Date>,
    /// Reminders that have a day: their places and days.
    pub reminders: Vec<(usize, Date)>,
}

impl Register {
    /// Everything there is to say of a record on a day. `record` has the values of the fields in
    /// their order; since when it is kept, when it was last confirmed and its division are given
    /// beside it. `subject` is what is known of the person: name, sex, birth date.
    pub fn examine(
        &self,
        record: &Record,
        (since, updated, division): (Option<Date>, Option<Date>, &str),
        subject: Option<(&str, Option<&str>, Option<Date>)>,
        parameters: &Record,
        on: Date,
    ) -> Examined {
        let given = (since, updated, division);
        self.named(record, given, subject, parameters, on, |names| {
            self.found(record, updated, names)
        })
    }

    /// The values of the names that the register's expressions, and those of indicators over it,
    /// may use; arguments as for [`Register::examine`].
    pub fn named<R>(
        &self,
        record: &Record,
        (since, updated, division): (Option<Date>, Option<Date>, &str),
        subject: Option<(&str, Option<&str>, Option<Date>)>,
        parameters: &Record,
        on: Date,
        take: impl FnOnce(&[Value<'_>]) -> R,
    ) -> R {
        let whole = self.whole(record, since, updated, division);
        let person = person(subject, on);
        let mut names = vec![
            Value::Date(on),
            Value::Record(parameters),
            Value::Record(&whole),
        ];
        if self.subject == SubjectKind::Person {
            names.push(Value::Record(&person));
        }
        take(&names)
    }

    fn found(&self, record: &Record, updated: Option<Date>, names: &[Value<'_>]) -> Examined {
        let mut found = Examined::default();
        for (at, field) in self.fields.iter().enumerate() {
            let value = record.get(at).unwrap_or(&Datum::Missing);
            // What hangs on something unknown is shown, and is not asked for.
            let shown = field
                .shown_when
                .as_ref()
                .is_none_or(|e| e.expression.holds(names) != Some(false));
            let asked = field
                .required_when
                .as_ref()
                .and_then(|e| e.expression.holds(names));
            let required = shown && (field.required || asked == Some(true));
            if required && *value == Datum::Missing {
                found.errors.push(Wrong {
                    field: at,
                    message: None,
                    check: None,
                });
            }
            found.required.push(required);
            found.shown.push(shown);
        }
        for check in &self.checks {
            if check.when.expression.holds(names) != Some(true) {
                continue;
            }
            let wrong = Wrong {
                field: check.field,
                message: Some(check.message.clone()),
                check: Some(check.id.clone()),
            };
            match check.level {
                CheckLevel::Error => found.errors.push(wrong),
                CheckLevel::Warning => found.warnings.push(wrong),
            }
        }
        if let (Some(update), Some(day)) = (&self.update, updated)
            && let Value::Int(days) = update.days.expression.evaluate(names)
        {
            let span = jiff::Span::new().try_days(days.saturating_add(1)).ok();
            found.stale_on = span.and_then(|span| day.checked_add(span).ok());
        }
        for (at, reminder) in self.reminders.iter().enumerate() {
            if let Value::Date(day) = reminder.on.expression.evaluate(names) {
                found.reminders.push((at, day));
            }
        }
        found
    }

    fn whole(
        &self,
        record: &Record,
        since: Option<Date>,
        updated: Option<Date>,
        division: &str,
    ) -> Record {
        let mut whole = Vec::with_capacity(self.fields.len() + BUILT_IN.len());
        whole.extend(record.iter().take(self.fields.len()).cloned());
        whole.resize(self.fields.len(), Datum::Missing);
        let day = |d: Option<Date>| d.map_or(Datum::Missing, Datum::Date);
        whole.push(day(since));
        whole.push(day(updated));
        whole.push(Datum::Text(division.into()));
        whole
    }
}

fn person(subject: Option<(&str, Option<&str>, Option<Date>)>, on: Date) -> Record {
    let Some((name, sex, birth)) = subject else {
        return vec![Datum::Missing; 4];
    };
    let age = |birth| Datum::Int(base::date::full_years(birth, on).into());
    vec![
        Datum::Text(name.into()),
        sex.map_or(Datum::Missing, |s| Datum::Text(s.into())),
        birth.map_or(Datum::Missing, Datum::Date),
        birth.map_or(Datum::Missing, age),
    ]
}
