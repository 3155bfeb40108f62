//! From values to the row that is kept: checked, sealed, with its days and the values that lists
//! go by.

use super::model::{State, written};
use base::id::{HouseholdId, PersonId, RecordId};
use base::mask::mask_name;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::crypto::{KeyError, Keyring, SealedColumn, hex};
use platform::{Division, Random};
use policy::cel::Datum;
use policy::register::{Class, Examined, Register, SubjectKind};
use serde_json::Value;

/// Where sensitive values of a record lie.
pub(crate) const SECRET: SealedColumn = SealedColumn {
    table: "register_record",
    id: "id",
    column: "secret_sealed",
};

/// How many fields lists can go by.
pub(crate) const SLOTS: usize = 16;

/// A row of `register_record`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) id: RecordId,
    pub(crate) version: i64,
    pub(crate) register: String,
    pub(crate) state: State,
    pub(crate) division: Division,
    pub(crate) person: Option<PersonId>,
    pub(crate) household: Option<HouseholdId>,
    pub(crate) title: String,
    pub(crate) sort_key: String,
    pub(crate) one_key: String,
    pub(crate) data: String,
    pub(crate) secret_names: String,
    pub(crate) secret: Option<Vec<u8>>,
    pub(crate) warnings: i64,
    pub(crate) since: Date,
    pub(crate) confirmed_on: Date,
    pub(crate) stale_on: Option<Date>,
    pub(crate) remind: Option<(String, Date)>,
    pub(crate) ended_on: Option<Date>,
    pub(crate) end_reason: Option<String>,
    pub(crate) source: String,
    pub(crate) created_at: Timestamp,
    pub(crate) created_by: String,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: String,
    pub(crate) slots: [Option<String>; SLOTS],
}

/// What is known of the person whom a record is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) sex: Option<&'static str>,
    pub(crate) birth: Option<Date>,
}

impl About {
    pub(crate) fn of(stored: &crate::person::store::Stored) -> Self {
        Self {
            id: stored.id,
            name: stored.name.clone(),
            sex: stored.sex.map(crate::person::sex_code),
            birth: stored.birth,
        }
    }

    pub(super) fn told(&self) -> (&str, Option<&str>, Option<Date>) {
        (&self.name, self.sex, self.birth)
    }
}

/// What a row is made with, the same for many rows.
pub(crate) struct Making<'a> {
    pub(crate) register: &'a Register,
    pub(crate) parameters: &'a policy::cel::Record,
    pub(crate) today: Date,
    pub(crate) keys: &'a Keyring,
    pub(crate) random: &'a dyn Random,
    /// Place of the field that stands in each slot.
    pub(crate) slots: &'a [usize],
}

impl Making<'_> {
    /// What the register says of values.
    pub(crate) fn examine(
        &self,
        values: &[Datum],
        about: Option<&About>,
        (since, confirmed, division): (Date, Date, &Division),
    ) -> Examined {
        self.register.examine(
            &values.to_vec(),
            (Some(since), Some(confirmed), division.code()),
            about.map(About::told),
            self.parameters,
            self.today,
        )
    }

    /// What makes a record one: nothing can be told from it.
    pub(crate) fn one_key(&self, values: &[Datum], about: Option<&About>, id: RecordId) -> String {
        let register = self.register;
        let mut parts: Vec<String> = about.map(|a| a.id.to_string()).into_iter().collect();
        for at in &register.key {
            let shown = values.get(*at).map_or_else(String::new, Datum::shown);
            parts.push(shown);
        }
        if parts.is_empty() {
            parts.push(id.to_string());
        }
        let index = self.keys.index("register-one", &parts.join("\u{1f}"));
        hex(index.get(..16).unwrap_or_default())
    }

    /// Fills in what follows from the values. `row` has id, state, division and the days already.
    pub(crate) fn fill(
        &self,
        row: &mut Stored,
        values: &[Datum],
        about: Option<&About>,
    ) -> Result<(), KeyError> {
        let register = self.register;
        let examined = self.examine(values, about, (row.since, row.confirmed_on, &row.division));
        row.warnings = i64::try_from(examined.warnings.len() + examined.errors.len()).unwrap_or(0);
        row.stale_on = examined.stale_on;
        // A reminder stays until somebody has confirmed the record after its day.
        let ahead = examined
            .reminders
            .iter()
            .filter(|(_, day)| *day >= row.confirmed_on);
        row.remind = ahead.min_by_key(|(_, day)| *day).and_then(|(at, day)| {
            let reminder = register.reminders.get(*at)?;
            Some((reminder.id.clone(), *day))
        });
        row.title = self.title(values, about);
        row.sort_key = base::name::sort_key(&row.title);
        row.person = about.map(|a| a.id);
        row.one_key = self.one_key(values, about, row.id);
        row.data = Value::Object(written(register, values, Class::Ordinary)).to_string();
        let secret = written(register, values, Class::Sensitive);
        let names: Vec<&str> = secret.keys().map(String::as_str).collect();
        row.secret_names = names.join(",");
        row.secret = match secret.is_empty() {
            true => None,
            false => {
                let text = Value::Object(secret).to_string();
                let place = SECRET.place(&row.id.to_string());
                Some(self.keys.seal(&place, text.as_bytes(), self.random)?)
            }
        };
        for (slot, field) in row.slots.iter_mut().zip(self.slots) {
            let of = register.fields.get(*field).zip(values.get(*field));
            *slot = of.and_then(|(field, value)| field.order(value));
        }
        Ok(())
    }

    fn title(&self, values: &[Datum], about: Option<&About>) -> String {
        if let Some(about) = about {
            return about.name.clone();
        }
        let register = self.register;
        let places: Vec<usize> = match register.subject {
            SubjectKind::Person => Vec::new(),
            _ if register.key.is_empty() => vec![0],
            _ => register.key.clone(),
        };
        let named = register
            .fields
            .iter()
            .position(|f| f.id == "name" || f.id == "title");
        let at = named.or_else(|| places.first().copied());
        let shown = at.and_then(|at| Some((register.fields.get(at)?, values.get(at)?)));
        match shown {
            Some((field, value)) if field.class == Class::Ordinary => field.shown(value, "zh"),
            Some((_, value)) => mask_name(&value.shown(), base::mask::NameMask::FirstOnly),
            None => String::new(),
        }
    }
}
