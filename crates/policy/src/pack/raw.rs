//! The files of a pack as they are written, before anything is checked.

pub(crate) mod plan;
pub(crate) mod programme;
pub(crate) mod register;

use super::{Citation, Direction, Label, Per, Severity};
use programme::{
    AmendEntry, AmountEntry, ConditionEntry, DeriveEntry, DocumentEntry, EndEntry, ExampleEntry,
    FactEntry, FirstMonthEntry, GroupEntry, PartEntry, ProgrammeEntry, ReviewEntry, RoadEntry,
    StackingEntry, StatusEntry,
};
use register::{AmendRegisterEntry, CodeListEntry, RegisterEntry, SectionEntry};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackFile {
    pub(super) id: String,
    pub(super) title: Label,
    pub(super) jurisdiction: String,
    /// The folder of the pack above, whose rules hold unless this one says otherwise.
    #[serde(default)]
    pub(super) below: Option<Spanned<String>>,
    /// Authority, languages and sources are for readers.
    #[serde(default, rename = "authority")]
    pub(super) _authority: Option<Label>,
    #[serde(default, rename = "sources")]
    pub(super) _sources: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentFile {
    #[serde(default)]
    pub(super) parameter: Vec<ParameterEntry>,
    #[serde(default)]
    pub(super) constraint: Vec<ConstraintEntry>,
    #[serde(default)]
    pub(super) role: Vec<RoleEntry>,
    #[serde(default)]
    pub(super) screen: Vec<ScreenEntry>,
    #[serde(default)]
    pub(super) fact: Vec<FactEntry>,
    #[serde(default)]
    pub(super) stacking: Vec<StackingEntry>,
    #[serde(default)]
    pub(super) programme: Option<ProgrammeEntry>,
    #[serde(default)]
    pub(super) amend: Option<AmendEntry>,
    #[serde(default)]
    pub(super) part: Option<PartEntry>,
    #[serde(default)]
    pub(super) derive: Vec<DeriveEntry>,
    #[serde(default)]
    pub(super) condition: Vec<ConditionEntry>,
    #[serde(default)]
    pub(super) group: Vec<GroupEntry>,
    #[serde(default)]
    pub(super) status: Vec<StatusEntry>,
    #[serde(default)]
    pub(super) amount: Option<AmountEntry>,
    #[serde(default)]
    pub(super) road: Option<RoadEntry>,
    #[serde(default)]
    pub(super) review: Vec<ReviewEntry>,
    #[serde(default)]
    pub(super) document: Vec<DocumentEntry>,
    #[serde(default)]
    pub(super) first_month: Vec<FirstMonthEntry>,
    #[serde(default)]
    pub(super) end: Vec<EndEntry>,
    #[serde(default)]
    pub(super) example: Vec<ExampleEntry>,
    #[serde(default)]
    pub(super) section: Vec<SectionEntry>,
    #[serde(default)]
    pub(super) code_list: Vec<CodeListEntry>,
    #[serde(default)]
    pub(super) paper: Vec<PaperEntry>,
    #[serde(default)]
    pub(super) indicator: Vec<IndicatorEntry>,
    #[serde(default)]
    pub(super) register: Vec<RegisterEntry>,
    #[serde(default)]
    pub(super) amend_register: Vec<AmendRegisterEntry>,
}

/// A figure that is computed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorEntry {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) overrides: Option<Citation>,
    pub(super) label: Label,
    #[serde(default)]
    pub(super) items: Vec<Spanned<String>>,
    /// A register, `tasks`, `problems` or `law`.
    pub(super) over: Spanned<String>,
    /// Which records are meant.
    #[serde(default)]
    pub(super) of: Option<Spanned<String>>,
    /// Which of them count.
    #[serde(default)]
    pub(super) counts: Option<Spanned<String>>,
    /// `count`, `share`, `sum` or `money`.
    pub(super) measure: Spanned<String>,
    #[serde(default)]
    pub(super) sum: Option<Spanned<String>>,
    /// In per cent, yuan or pieces.
    #[serde(default)]
    pub(super) target: Option<i64>,
    #[serde(default)]
    pub(super) better: crate::indicator::Better,
    pub(super) cite: Vec<Citation>,
}

/// A template of what is printed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperEntry {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) overrides: Option<Citation>,
    pub(super) label: Label,
    pub(super) occasion: Spanned<String>,
    #[serde(default)]
    pub(super) programmes: Vec<Spanned<String>>,
    pub(super) cite: Citation,
    pub(super) text: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParameterEntry {
    pub(super) id: Spanned<String>,
    /// By what right a layer changes what a layer above says.
    #[serde(default)]
    pub(super) overrides: Option<Citation>,
    #[serde(default)]
    pub(super) label: Option<Label>,
    #[serde(default, rename = "type")]
    pub(super) of: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) keys: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    pub(super) key_labels: BTreeMap<String, Label>,
    pub(super) value: Vec<ValueEntry>,
    #[serde(default)]
    pub(super) gap: Vec<GapEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueEntry {
    pub(super) from: Spanned<String>,
    #[serde(default)]
    pub(super) to: Option<Spanned<String>>,
    pub(super) is: Spanned<toml::Value>,
    pub(super) cite: Citation,
}

/// A time in which the law has no value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GapEntry {
    pub(super) from: Spanned<String>,
    pub(super) to: Spanned<String>,
    pub(super) cite: Citation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConstraintEntry {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) overrides: Option<Citation>,
    pub(super) label: Label,
    pub(super) holds: Spanned<String>,
    #[serde(default)]
    pub(super) severity: Severity,
    #[serde(default)]
    pub(super) from: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) to: Option<Spanned<String>>,
    pub(super) cite: Citation,
    pub(super) message: Messages,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) overrides: Option<Citation>,
    pub(super) label: Label,
    pub(super) provider: Label,
    #[serde(default)]
    pub(super) register: Option<RoleRegister>,
    pub(super) field: Vec<FieldEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleRegister {
    pub(super) id: Spanned<String>,
    pub(super) when: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldEntry {
    pub(super) id: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) of: Spanned<String>,
    #[serde(default)]
    pub(super) column: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) headers: Vec<String>,
    #[serde(default)]
    pub(super) codes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) optional: bool,
    #[serde(default)]
    pub(super) kin: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScreenEntry {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) overrides: Option<Citation>,
    pub(super) title: Label,
    pub(super) direction: Direction,
    #[serde(default)]
    pub(super) per: Per,
    pub(super) flag: String,
    pub(super) subject: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) peers_by: Option<Spanned<String>>,
    pub(super) when: Spanned<String>,
    #[serde(default)]
    pub(super) rests_on: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) certainty_min: Option<Spanned<f64>>,
    pub(super) cite: Citation,
    pub(super) message: Messages,
    pub(super) next: Label,
    pub(super) days: u32,
    #[serde(default)]
    pub(super) exempt: Vec<ExemptEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Messages {
    pub(crate) zh: Spanned<String>,
    pub(crate) en: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExemptEntry {
    pub(super) when: Spanned<String>,
    pub(super) label: Label,
    pub(super) cite: Citation,
}
