//! Declared registers (台账): which records a bureau keeps of whom, with which fields, who keeps
//! them, how often they are confirmed, and what is wrong with one.
//!
//! A register comes from a pack; values come in as they were typed ([`Field::read`]) and are held
//! against the declaration ([`Register::examine`]). Must not know: where records are stored, how
//! pages look. Start at [`Register`].

mod examine;
mod value;

#[cfg(test)]
mod tests;

pub use examine::{Examined, Wrong};
pub use value::{BadValue, Reader};

use crate::cel::{Scope, Type};
use crate::pack::{Citation, Label};
use crate::programme::Formula;
use base::column::ColumnRole;
use std::sync::Arc;

/// The roles that may keep a register, as the platform names them (a test in `app` compares).
pub const KEEPERS: [&str; 4] = [
    "village-worker",
    "window-clerk",
    "town-reviewer",
    "section-officer",
];

/// What it means to stand in a register, for the parts of the system that must know it by its
/// meaning and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Close kin of somebody who handles or decides cases: what they receive is looked at again.
    KinOfOfficials,
    /// Deaths as others report them, one record a source: two sources that say the same hold a
    /// payment. The field `source` says who reports.
    Deaths,
}

/// The field of a register of deaths that says who reports.
pub const DEATH_SOURCE: &str = "source";

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A person known to the bureau.
    Person,
    /// A household known to the bureau.
    Household,
    /// An organisation, named by a field.
    Organisation,
    /// A place, named by a field.
    Place,
    /// Nothing but itself: a meeting, a visit, an activity.
    None,
}

impl SubjectKind {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Household => "household",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::None => "none",
        }
    }
}

/// How carefully a value is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Seen by whoever may see the record.
    #[default]
    Ordinary,
    /// Sealed at rest, masked on lists, shown for a reason (个人信息保护法).
    Sensitive,
}

/// The division that a keeper works in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 村、社区.
    Village,
    /// 镇、街道.
    Town,
    /// 区县.
    District,
}

impl Level {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Town => "town",
            Self::District => "district",
        }
    }
}

/// Whether what a check finds keeps the record from being saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckLevel {
    /// It cannot be so.
    Error,
    /// It may be so, but somebody should look.
    #[default]
    Warning,
}

/// The type of a field, as forms and files know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// Several lines of text.
    Note,
    /// A whole number.
    Int,
    /// A number with decimals.
    Decimal,
    /// Money.
    Money,
    /// A day.
    Date,
    /// Yes or no.
    Bool,
    /// One word of a list.
    Code,
    /// Several words of a list.
    Codes,
    /// A telephone number.
    Phone,
    /// A citizen ID number of somebody other than the subject.
    IdNumber,
    /// A disability-certificate number.
    Certificate,
    /// A unified social credit code.
    CreditCode,
    /// A bank account.
    Account,
    /// A division's code.
    Division,
    /// A place on the map: longitude and latitude in degrees (CGCS2000).
    Point,
    /// A picture, by the name of an attachment.
    Photo,
}

impl Kind {
    /// Every kind with its word.
    pub const ALL: [(Self, &'static str); 17] = [
        (Self::Text, "text"),
        (Self::Note, "note"),
        (Self::Int, "int"),
        (Self::Decimal, "decimal"),
        (Self::Money, "money"),
        (Self::Date, "date"),
        (Self::Bool, "bool"),
        (Self::Code, "code"),
        (Self::Codes, "codes"),
        (Self::Phone, "phone"),
        (Self::IdNumber, "id_number"),
        (Self::Certificate, "certificate"),
        (Self::CreditCode, "credit_code"),
        (Self::Account, "account"),
        (Self::Division, "division"),
        (Self::Point, "point"),
        (Self::Photo, "photo"),
    ];

    /// Its word.
    pub fn code(self) -> &'static str {
        let found = Self::ALL.iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, code)| code)
    }

    /// The kind of a word.
    pub fn of(code: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == code);
        found.map(|(kind, _)| *kind)
    }

    /// Whether it is a number or an amount.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Decimal | Self::Money)
    }
}

/// One word of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is stored.
    pub code: String,
    /// As it is shown.
    pub label: Label,
    /// Other spellings that are understood.
    pub also: Vec<String>,
}

/// A section of the bureau.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Stable name; an account may be granted for one section.
    pub id: String,
    /// Label.
    pub label: Label,
}

/// Words that several fields share.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// Name.
    pub id: String,
    /// Words in their order.
    pub words: Vec<Word>,
    /// Where the words stand.
    pub cite: Option<Citation>,
}

/// One field of a register's records.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name in expressions and in stored values.
    pub id: String,
    /// Type.
    pub kind: Kind,
    /// Label, which is also its column's header.
    pub label: Label,
    /// What to write there.
    pub hint: Option<Label>,
    /// What a number counts.
    pub unit: Option<Label>,
    /// Place of its heading in [`Register::groups`].
    pub group: usize,
    /// The words of a code.
    pub words: Vec<Word>,
    /// Whether it must be filled in always.
    pub required: bool,
    /// When it must be filled in.
    pub required_when: Option<Formula>,
    /// When it makes sense at all.
    pub shown_when: Option<Formula>,
    /// How carefully it is kept.
    pub class: Class,
    /// Whether it is a column of the list.
    pub list: bool,
    /// Whether lists can be narrowed and sorted by it.
    pub filter: bool,
    /// The meaning of its column in files from outside.
    pub column: Option<ColumnRole>,
    /// Other headers that it has in files from outside.
    pub headers: Vec<String>,
    /// The least value of a number.
    pub min: Option<i64>,
    /// The greatest value of a number.
    pub max: Option<i64>,
}

/// Who keeps a register's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeper {
    /// One of [`KEEPERS`].
    pub role: String,
    /// Where.
    pub level: Level,
}

/// How often a record has to be confirmed.
#[derive(Debug, Clone)]
pub struct Update {
    /// Days, for one record.
    pub days: Formula,
    /// Where it stands.
    pub cite: Citation,
}

/// Something wrong or doubtful.
#[derive(Debug, Clone)]
pub struct Check {
    /// Name.
    pub id: String,
    /// When it is found.
    pub when: Formula,
    /// How bad it is.
    pub level: CheckLevel,
    /// Place of the field beside which it is said.
    pub field: usize,
    /// What is said.
    pub message: Label,
    /// Where it stands.
    pub cite: Option<Citation>,
}

/// A day on which somebody has to look at a record.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// Name.
    pub id: String,
    /// The day, or nothing.
    pub on: Formula,
    /// How many days ahead it is shown.
    pub ahead: u32,
    /// What is to be done.
    pub label: Label,
    /// Where it stands.
    pub cite: Option<Citation>,
}

/// A count or a sum.
#[derive(Debug, Clone)]
pub struct Statistic {
    /// Name.
    pub id: String,
    /// What it says.
    pub label: Label,
    /// Place of the field by whose words is counted; by division without it.
    pub by: Option<usize>,
    /// Place of the field that is summed; records are counted without it.
    pub sum: Option<usize>,
}

/// A register, checked and ready.
#[derive(Debug, Clone)]
pub struct Register {
    /// Stable name, also in addresses and file names.
    pub id: String,
    /// Label.
    pub label: Label,
    /// What it is for, in a sentence.
    pub purpose: Label,
    /// The section that answers for it.
    pub section: String,
    /// What a record is about.
    pub subject: SubjectKind,
    /// What standing in it means.
    pub mark: Option<Mark>,
    /// Items of the work plan that ask for it.
    pub plan: Vec<String>,
    /// Places of the fields that make a record one.
    pub key: Vec<usize>,
    /// Who keeps it.
    pub keepers: Vec<Keeper>,
    /// How often records are confirmed.
    pub update: Option<Update>,
    /// Headings of its form.
    pub groups: Vec<(String, Label)>,
    /// Fields, in the order of form and file.
    pub fields: Vec<Field>,
    /// What may be wrong.
    pub checks: Vec<Check>,
    /// What is to be remembered.
    pub reminders: Vec<Reminder>,
    /// What is counted.
    pub statistics: Vec<Statistic>,
    /// Where it stands that it is kept.
    pub cite: Vec<Citation>,
    /// Place of the layer that declares it.
    pub layer: usize,
}

/// Fields that every record has after its own: since when it is kept, when it was last confirmed,
/// and the code of its division.
pub const BUILT_IN: [(&str, Type); 3] = [
    ("since", Type::Date),
    ("updated", Type::Date),
    ("division", Type::Text),
];

/// Place of the day in a register's expressions; then the parameters, the record, the subject.
pub(crate) const ON: &str = "on";

/// The type of what is known of a subject person.
pub(crate) fn subject_type() -> Type {
    let words: Arc<[Arc<str>]> = ["male".into(), "female".into()].into();
    Type::Record(Arc::new(vec![
        ("name".to_owned(), Type::Text),
        ("sex".to_owned(), Type::Code(words)),
        ("birth_date".to_owned(), Type::Date),
        ("age".to_owned(), Type::Int),
    ]))
}

/// The type of a field's values in expressions.
pub(crate) fn value_type(kind: Kind, words: &[Word]) -> Type {
    match kind {
        Kind::Int => Type::Int,
        Kind::Decimal => Type::Decimal,
        Kind::Money => Type::Money,
        Kind::Date => Type::Date,
        Kind::Bool => Type::Bool,
        // The list is unknown: what hangs on it is not wrong too.
        Kind::Code if words.is_empty() => Type::Any,
        Kind::Code => Type::Code(words.iter().map(|w| w.code.as_str().into()).collect()),
        _ => Type::Text,
    }
}

/// The names of a register's expressions, in the order in which `examine` gives their values.
pub(crate) fn scope(param: Type, fields: &[(String, Type)], subject: SubjectKind) -> Scope {
    let own = fields.iter().cloned();
    let built_in = BUILT_IN.iter().map(|(n, of)| ((*n).to_owned(), of.clone()));
    let scope = Scope::default()
        .with(ON, Type::Date)
        .with("param", param)
        .with(
            "self",
            Type::Record(Arc::new(own.chain(built_in).collect())),
        );
    if subject == SubjectKind::Person {
        scope.with("subject", subject_type())
    } else {
        scope
    }
}

impl Register {
    /// The place of a field.
    pub fn field(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.id == id)
    }

    /// Whether a role keeps it.
    pub fn kept_by(&self, role: &str) -> bool {
        self.keepers.iter().any(|k| k.role == role)
    }

    /// Whether it has sealed fields.
    pub fn has_sensitive(&self) -> bool {
        self.fields.iter().any(|f| f.class == Class::Sensitive)
    }

    /// The field that names a record that is about no person: the first of its key, else its first.
    pub fn title_field(&self) -> Option<&Field> {
        self.key
            .first()
            .and_then(|at| self.fields.get(*at))
            .or_else(|| self.fields.first())
    }
}
