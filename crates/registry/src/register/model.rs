//! What a record is.

use base::id::{HouseholdId, PersonId, RecordId};
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use policy::cel::Datum;
use policy::register::{Class, Reader, Register};
use serde_json::{Map, Value, json};

/// Whether a record counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is kept.
    Kept,
    /// It has ended: the person left the programme, the home was closed.
    Ended,
    /// It should never have been; the import that made it was undone.
    Void,
}

impl State {
    /// As the database and addresses write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Ended => "ended",
            Self::Void => "void",
        }
    }

    pub(crate) fn of(code: &str) -> Option<Self> {
        [Self::Kept, Self::Ended, Self::Void]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

/// A record with what is sensitive left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// For two people who edit at once.
    pub version: i64,
    /// The register.
    pub register: String,
    /// Whether it counts.
    pub state: State,
    /// Where it belongs.
    pub division: Division,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// Which household it is about.
    pub household: Option<HouseholdId>,
    /// The person's name, or what the record is called.
    pub title: String,
    /// A value for each field of the register; sensitive ones are missing here.
    pub values: Vec<Datum>,
    /// Names of the sensitive fields that have a value.
    pub secrets: Vec<String>,
    /// How many doubts its checks have.
    pub warnings: i64,
    /// Since when it is kept.
    pub since: Date,
    /// When somebody last said that it is right.
    pub confirmed_on: Date,
    /// The first day on which it is stale.
    pub stale_on: Option<Date>,
    /// The next reminder, and its day.
    pub remind: Option<(String, Date)>,
    /// When it ended.
    pub ended_on: Option<Date>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// Where it came from: `form`, `import ID`.
    pub source: String,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Who changed it.
    pub changed_by: String,
}

impl Record {
    /// Whether it should have been confirmed again.
    #[must_use]
    pub fn is_stale(&self, today: Date) -> bool {
        self.state == State::Kept && self.stale_on.is_some_and(|day| day <= today)
    }

    /// What the past and the journal keep: nothing sensitive.
    pub(crate) fn data(&self, register: &Register) -> Value {
        json!({
            "state": self.state.code(),
            "division": self.division.code(),
            "values": written(register, &self.values, Class::Ordinary),
            "secrets": self.secrets.join(","),
            "confirmed_on": self.confirmed_on.to_string(),
            "ended_on": self.ended_on.map(|d| d.to_string()),
            "end_reason": self.end_reason,
        })
    }
}

/// The values of a class as the store writes them.
pub(crate) fn written(register: &Register, values: &[Datum], class: Class) -> Map<String, Value> {
    let mut out = Map::new();
    for (field, value) in register.fields.iter().zip(values) {
        if field.class == class
            && let Some(text) = field.written(value)
        {
            out.insert(field.id.clone(), Value::String(text));
        }
    }
    out
}

/// Values as the store wrote them, put into their places. What the register no longer has is left.
pub(crate) fn read_into(register: &Register, from: &Map<String, Value>, values: &mut [Datum]) {
    for (field, place) in register.fields.iter().zip(values) {
        if let Some(Value::String(text)) = from.get(&field.id) {
            *place = field.read_as(text, Reader::Store).unwrap_or(Datum::Missing);
        }
    }
}
