//! One row of a file: what it says, and what is wrong with it. Looked at again whenever it is shown,
//! so that a sentence is always in the reader's language.

use crate::register::actions::read_all;
use crate::register::row::{About, Making};
use base::FieldErrors;
use base::message::Message;
use platform::Division;
use policy::cel::Datum;
use serde::{Deserialize, Serialize};

/// What one field says for or against: what the file says on the left.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The field, as the linkage engine names it.
    pub field: String,
    /// What the file says.
    pub left: String,
    /// What is known; of a number only what the file says too.
    pub right: String,
    /// How that was judged.
    pub level: String,
    /// Its weight.
    pub bits: f64,
}

impl Step {
    /// A number that is known is not kept beside the row.
    pub(crate) fn of(step: linkage::explain::Step) -> Self {
        let right = match step.field.contains("number") {
            true => super::who::against(&step.right, &step.left),
            false => step.right,
        };
        Self {
            field: step.field,
            left: step.left,
            right,
            level: step.level,
            bits: step.bits,
        }
    }
}

/// Somebody known who may be meant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The person's id.
    pub person: String,
    /// How likely it is.
    pub probability: f64,
    /// Odds in bits before anything was compared.
    #[serde(default)]
    pub prior: f64,
    /// Why.
    pub steps: Vec<Step>,
}

/// What a row says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// The record's number.
    #[serde(default)]
    pub record: String,
    /// Name, ID number, sex and birth of the person, as written.
    #[serde(default)]
    pub name: String,
    /// ID number.
    #[serde(default)]
    pub number: String,
    /// Sex.
    #[serde(default)]
    pub sex: String,
    /// Day of birth.
    #[serde(default)]
    pub birth: String,
    /// Code of the division, once it was understood.
    #[serde(default)]
    pub division: String,
    /// The place as written.
    #[serde(default)]
    pub place: String,
    /// Texts by the names of fields.
    pub fields: Vec<(String, String)>,
    /// Who may be meant, where that is not sure.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
}

impl Said {
    /// What is written of the person, as a registration takes it.
    pub(crate) fn person(&self, division: &Division) -> crate::person::Written {
        crate::person::Written {
            name: self.name.clone(),
            number: self.number.clone(),
            sex: self.sex.clone(),
            birth: self.birth.clone(),
            division: division.code().to_owned(),
            ..crate::person::Written::default()
        }
    }
}

/// Why a row cannot be taken, besides what its fields say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// Nothing; the fields say it.
    Fields,
    /// The record's number is none of this register, or out of reach.
    NoRecord,
    /// No name, or no division.
    NoPerson,
    /// The division is not known, or out of reach.
    Division,
    /// Another row of the file is about the same.
    Twice,
    /// Somebody left it out.
    Left,
    /// The person is registered where whoever asks does not reach.
    Elsewhere,
    /// Whoever asks may not register people there.
    NoRight,
    /// A spreadsheet damaged a value of the row before it came.
    Damaged,
}

impl Why {
    pub(crate) const ALL: [(Self, &'static str, &'static str); 9] = [
        (Self::Fields, "fields", "import-fields"),
        (Self::NoRecord, "no-record", "import-no-record"),
        (Self::NoPerson, "no-person", "import-no-person"),
        (Self::Division, "division", "import-division"),
        (Self::Twice, "twice", "import-twice"),
        (Self::Left, "left", "import-left"),
        (Self::Elsewhere, "elsewhere", "import-elsewhere"),
        (Self::NoRight, "no-right", "import-no-right"),
        (Self::Damaged, "damaged", "import-damaged"),
    ];

    pub(crate) fn code(self) -> &'static str {
        let found = Self::ALL.iter().find(|(why, ..)| *why == self);
        found.map_or("", |(_, code, _)| code)
    }

    pub(crate) fn message(code: &str) -> Option<Message> {
        let found = Self::ALL.iter().find(|(_, known, _)| *known == code);
        found
            .filter(|(why, ..)| *why != Self::Fields)
            .map(|(_, _, message)| Message::new(message))
    }
}

/// Whether a row says just what is kept. A record that a check doubts already comes back as it went
/// out; only what somebody writes has to be right.
pub(crate) fn stands(making: &Making<'_>, said: &Said, before: &[Datum]) -> bool {
    let mut values = before.to_vec();
    let mut errors = FieldErrors::new();
    read_all(making.register, &said.fields, &mut values, &mut errors);
    errors.done().is_ok() && values == before
}

/// The values of a row over those that are kept, and what is wrong with them.
pub(crate) fn values(
    making: &Making<'_>,
    said: &Said,
    kept: Option<Vec<Datum>>,
    about: Option<&About>,
    division: &Division,
    since: jiff::civil::Date,
) -> (Vec<Datum>, FieldErrors) {
    let mut values = kept.unwrap_or_else(|| vec![Datum::Missing; making.register.fields.len()]);
    let mut errors = FieldErrors::new();
    read_all(making.register, &said.fields, &mut values, &mut errors);
    let days = (since, making.today, division);
    crate::register::actions::told(making, &values, about, days, &mut errors);
    (values, errors)
}
