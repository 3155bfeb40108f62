//! A pack: the roles that ledgers play, the parameters of the law with their dates, and the
//! screens that hold ledgers against each other. Loaded from texts, checked whole.
//!
//! Packs lie in layers: national rules, below them a municipality's values, below them a
//! district's. [`stack`] finds the layers, [`Pack::load_layers`] merges them; what a lower layer
//! changes is kept beside what it became.

mod constraint;
mod diagnostic;
mod diff;
mod layer;
mod load;
mod parameter;
mod raw;

#[cfg(test)]
mod tests;

pub use constraint::{Constraint, Severity, Violation};
pub use diagnostic::{Diagnostic, Problem};
pub use diff::{Difference, Rule, RuleChange, ValueChange, between};
pub use layer::{Files, Layer, LayerHead, Override, OverrideKind, stack};
pub use load::datum;
pub use parameter::{Dated, Gap, Parameter, values_on as parameters_on};

use crate::cel::{Expression, Record, Scope, Type};
use crate::fact::Facts;
use crate::indicator::Indicator;
use crate::paper::Paper;
use crate::plan::Plan;
use crate::programme::{Formula, Programme, Stacking};
use crate::register::{Register, Section};
use crate::screen::Template;
use base::column::ColumnRole;
use jiff::civil::Date;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Label {
    /// The text of a language: Chinese for `zh…`, else English.
    pub fn of(&self, language: &str) -> &str {
        if language.starts_with("zh") {
            &self.zh
        } else {
            &self.en
        }
    }
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Document number or title.
    pub document: String,
    /// Article, when there is one.
    #[serde(default)]
    pub article: String,
    /// Whether the text was read and agrees.
    #[serde(default)]
    pub verified: bool,
    /// What of it is not confirmed, where it is not verified.
    #[serde(default)]
    pub doubt: Option<Label>,
}

/// A pack, checked and ready.
#[derive(Debug)]
pub struct Pack {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Division code it is made for.
    pub jurisdiction: String,
    /// Fingerprint of all its texts, layer by layer, for replay (SM3, hexadecimal).
    pub version: String,
    /// Its layers, the highest-ranking first; this pack itself is the last.
    pub layers: Vec<LayerHead>,
    /// What lower layers change in higher ones.
    pub overrides: Vec<Override>,
    /// Values of the law.
    pub parameters: Vec<Parameter>,
    /// What the law says of its values.
    pub constraints: Vec<Constraint>,
    /// What is doubtful but does not keep the pack from running.
    pub warnings: Vec<Diagnostic>,
    /// What ledgers can be.
    pub roles: Vec<Role>,
    /// What is looked for.
    pub screens: Vec<Screen>,
    /// What its programmes ask of a household.
    pub facts: Facts,
    /// Assistance programmes.
    pub programmes: Vec<Programme>,
    /// How they go together.
    pub stackings: Vec<Stacking>,
    /// What the bureau has set out to do.
    pub plans: Vec<Plan>,
    /// Sections of the bureau.
    pub sections: Vec<Section>,
    /// Registers that the bureau keeps.
    pub registers: Vec<Register>,
    /// Templates of what is printed.
    pub papers: Vec<Paper>,
    /// Figures that are computed from the records.
    pub indicators: Vec<Indicator>,
}

/// What a ledger can be: who provides it and which fields it has.
#[derive(Debug, Clone)]
pub struct Role {
    /// Name on the command line and in expressions.
    pub id: String,
    /// Label.
    pub label: Label,
    /// Who keeps the ledger.
    pub provider: Label,
    /// Fields.
    pub fields: Vec<Field>,
    /// The register that stands for the ledger where none is brought.
    pub living: Option<Living>,
}

/// A register in the place of a ledger.
#[derive(Debug, Clone)]
pub struct Living {
    /// The register.
    pub register: String,
    /// Which of its records stand on the ledger; all without it.
    pub when: Option<Formula>,
}

/// One field of a role's records.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name in expressions.
    pub id: String,
    /// Type.
    pub of: Type,
    /// The column role it is read from.
    pub column: Option<ColumnRole>,
    /// Headers it may have, in the order of preference.
    pub headers: Vec<String>,
    /// Accepted spellings of coded values: (value, spellings).
    pub codes: Vec<(String, Vec<String>)>,
    /// A ledger without such a column says that it is empty for everybody; else a screen that reads
    /// it cannot run.
    pub optional: bool,
    /// The ID number of somebody of the person's family: it helps to find a person whose own number
    /// is missing.
    pub kin: bool,
}

/// Fields that every record has besides its own: where it stands and how sure it is that it
/// belongs to the person.
pub const BUILT_IN: [(&str, Type); 3] = [
    ("file", Type::Text),
    ("row", Type::Int),
    ("certainty", Type::Decimal),
];

impl Role {
    /// The type of the role's records: its fields, then [`BUILT_IN`].
    pub fn record(&self) -> Type {
        let own = self.fields.iter().map(|f| (f.id.clone(), f.of.clone()));
        let built_in = BUILT_IN
            .iter()
            .map(|(name, of)| ((*name).to_owned(), of.clone()));
        Type::Record(own.chain(built_in).collect::<Vec<_>>().into())
    }
}

/// Which way a finding points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Someone may have to leave a programme (应退尽退).
    Exit,
    /// Someone may be missed (应保尽保).
    Entry,
    /// An amount or household may have to change.
    Adjust,
    /// Data to be put right.
    Check,
}

/// What the hits of a screen are put together by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// All hits of one person are one finding.
    #[default]
    Person,
    /// All hits of one household of a ledger are one finding.
    Household,
}

/// One thing looked for in the ledgers.
#[derive(Debug)]
pub struct Screen {
    /// Stable name, such as M01.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Which way its findings point.
    pub direction: Direction,
    /// What its hits are put together by.
    pub per: Per,
    /// Flag word of the catalogue (STOP, SUSPECT, OPPORTUNITY …).
    pub flag: String,
    /// The roles whose records it looks at: role, and what is compiled for it.
    pub subjects: Vec<Subject>,
    /// Field of the subject by which records become each other's `peers`.
    pub peers_by: Option<String>,
    /// The least certainty of a record it rests on.
    pub certainty_min: f64,
    /// Where the rule stands.
    pub cite: Citation,
    /// What to do next.
    pub next: Label,
    /// Working days for it.
    pub days: u32,
    /// Labels and citations of its exemptions, in order.
    pub exemptions: Vec<(Label, Citation)>,
}

/// A screen compiled for one role.
#[derive(Debug)]
pub struct Subject {
    /// Place of the role in the pack.
    pub role: usize,
    /// The names of its expressions.
    pub scope: Scope,
    /// When it hits.
    pub when: Expression,
    /// The records a hit rests on, besides the subject's own.
    pub rests_on: Vec<Expression>,
    /// When a hit is exempt, in the order of [`Screen::exemptions`].
    pub exempt: Vec<Expression>,
    /// The sentence in Chinese and English.
    pub message: [Template; 2],
    /// What the condition reads: without it the screen cannot run.
    pub needs: Vec<Need>,
    /// What each exemption reads besides, in the order of `exempt`.
    pub exempt_needs: Vec<Vec<Need>>,
    /// Places of the parameters that it reads.
    pub parameters: Vec<usize>,
}

/// A ledger, or a column of it, that an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Need {
    /// Place of the role in the pack.
    pub role: usize,
    /// Place of the field in the role; `None` for the ledger as such.
    pub field: Option<usize>,
}

impl Subject {
    /// Whether any of its expressions uses the name at a place of the scope.
    pub(crate) fn uses(&self, place: usize) -> bool {
        let expressions = self.rests_on.iter().chain(&self.exempt).chain([&self.when]);
        expressions.into_iter().any(|e| e.uses(place)) || self.message.iter().any(|t| t.uses(place))
    }
}

impl Pack {
    /// Loads a pack that lies below no other from its files, given as path within the pack and
    /// text.
    ///
    /// # Errors
    /// Everything that is wrong with it, file by file.
    pub fn load(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        let (name, files) = (String::new(), files.to_vec());
        Self::load_layers(&[Layer { name, files }])
    }

    /// Loads a pack with the layers above it, the highest-ranking first, as [`stack`] gives them.
    ///
    /// # Errors
    /// Everything that is wrong with any of them, file by file.
    pub fn load_layers(layers: &[Layer]) -> Result<Self, Vec<Diagnostic>> {
        load::load(layers)
    }

    /// The values in force on a day, in the order of the parameters.
    pub fn values_on(&self, day: Date) -> Record {
        parameter::values_on(&self.parameters, day)
    }

    /// A programme.
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.programmes.iter().find(|p| p.id == id)
    }

    /// A register.
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.iter().find(|r| r.id == id)
    }

    /// The number that a span means on a day.
    pub fn span_on(&self, span: &crate::programme::Span, day: Date) -> Option<u32> {
        match span {
            crate::programme::Span::Of(number) => Some(*number),
            crate::programme::Span::Parameter(place) => {
                match self.parameters.get(*place)?.on(day)?.value {
                    crate::cel::Datum::Int(n) => u32::try_from(n).ok().filter(|n| *n <= 36_500),
                    _ => None,
                }
            }
        }
    }

    /// The place of a role.
    pub fn role(&self, id: &str) -> Option<usize> {
        self.roles.iter().position(|role| role.id == id)
    }
}
