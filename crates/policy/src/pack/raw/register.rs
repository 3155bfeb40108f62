//! Registers, sections and code lists as they are written in a pack.

use crate::pack::{Citation, Label};
use crate::register::{CheckLevel, Class, Level, Mark, SubjectKind};
use serde::Deserialize;
use toml::Spanned;

/// A section of the bureau that answers for registers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionEntry {
    pub(crate) id: Spanned<String>,
    #[serde(default)]
    pub(crate) overrides: Option<Citation>,
    pub(crate) label: Label,
}

/// Words that several fields share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeListEntry {
    pub(crate) id: Spanned<String>,
    #[serde(default)]
    pub(crate) overrides: Option<Citation>,
    pub(crate) codes: Vec<WordEntry>,
    #[serde(default)]
    pub(crate) cite: Option<Citation>,
}

/// One word of a code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordEntry {
    pub(crate) code: Spanned<String>,
    pub(crate) zh: String,
    pub(crate) en: String,
    /// Other spellings that ledgers use.
    #[serde(default)]
    pub(crate) also: Vec<String>,
}

/// A register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterEntry {
    pub(crate) id: Spanned<String>,
    #[serde(default)]
    pub(crate) overrides: Option<Citation>,
    pub(crate) label: Label,
    pub(crate) purpose: Label,
    pub(crate) section: Spanned<String>,
    pub(crate) subject: SubjectKind,
    /// What standing in it means.
    #[serde(default)]
    pub(crate) mark: Option<Mark>,
    /// Items of the work plan that ask for it, such as 三（三）3.
    #[serde(default)]
    pub(crate) plan: Vec<String>,
    /// Fields that make a record one; without them a subject has one record.
    #[serde(default)]
    pub(crate) key: Vec<Spanned<String>>,
    pub(crate) keepers: Vec<KeeperEntry>,
    #[serde(default)]
    pub(crate) update: Option<UpdateEntry>,
    #[serde(default)]
    pub(crate) group: Vec<GroupEntry>,
    pub(crate) field: Vec<FieldEntry>,
    #[serde(default)]
    pub(crate) check: Vec<CheckEntry>,
    #[serde(default)]
    pub(crate) reminder: Vec<ReminderEntry>,
    #[serde(default)]
    pub(crate) statistic: Vec<StatisticEntry>,
    pub(crate) cite: Vec<Citation>,
}

/// What a lower layer adds to a register, or has otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmendRegisterEntry {
    pub(crate) register: Spanned<String>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) update: Option<UpdateEntry>,
    #[serde(default)]
    pub(crate) field: Vec<FieldEntry>,
    #[serde(default)]
    pub(crate) check: Vec<CheckEntry>,
    #[serde(default)]
    pub(crate) reminder: Vec<ReminderEntry>,
    #[serde(default)]
    pub(crate) statistic: Vec<StatisticEntry>,
}

/// Who keeps the records.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeeperEntry {
    pub(crate) role: Spanned<String>,
    pub(crate) level: Level,
}

/// How often a record is confirmed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateEntry {
    /// Days, as a whole number or an expression.
    pub(crate) days: Spanned<String>,
    pub(crate) cite: Citation,
}

/// A heading of the form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// A field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldEntry {
    pub(crate) id: Spanned<String>,
    #[serde(rename = "type")]
    pub(crate) of: Spanned<String>,
    pub(crate) zh: String,
    pub(crate) en: String,
    #[serde(default)]
    pub(crate) hint: Option<Label>,
    #[serde(default)]
    pub(crate) unit: Option<Label>,
    #[serde(default)]
    pub(crate) group: Option<Spanned<String>>,
    /// The name of a code list.
    #[serde(default)]
    pub(crate) list_of: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) codes: Vec<WordEntry>,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) required_when: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) shown_when: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) class: Class,
    #[serde(default)]
    pub(crate) list: bool,
    #[serde(default)]
    pub(crate) filter: bool,
    #[serde(default)]
    pub(crate) column: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) headers: Vec<String>,
    #[serde(default)]
    pub(crate) min: Option<i64>,
    #[serde(default)]
    pub(crate) max: Option<i64>,
}

/// What is wrong, or doubtful, when it holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) when: Spanned<String>,
    #[serde(default)]
    pub(crate) level: CheckLevel,
    /// The field beside which it is said.
    pub(crate) field: Spanned<String>,
    pub(crate) zh: String,
    pub(crate) en: String,
    #[serde(default)]
    pub(crate) cite: Option<Citation>,
}

/// A day on which somebody has to look at the record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReminderEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) on: Spanned<String>,
    /// How many days ahead it is shown.
    #[serde(default)]
    pub(crate) ahead: u32,
    pub(crate) zh: String,
    pub(crate) en: String,
    #[serde(default)]
    pub(crate) cite: Option<Citation>,
}

/// A count or a sum by the words of a field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatisticEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) zh: String,
    pub(crate) en: String,
    #[serde(default)]
    pub(crate) by: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) sum: Option<Spanned<String>>,
}
