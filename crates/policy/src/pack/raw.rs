//! The files of a pack as they are written, before anything is checked.

use super::{Citation, Direction, Label};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackFile {
    pub(super) id: String,
    pub(super) title: Label,
    pub(super) jurisdiction: String,
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
    pub(super) role: Vec<RoleEntry>,
    #[serde(default)]
    pub(super) screen: Vec<ScreenEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParameterEntry {
    pub(super) id: Spanned<String>,
    pub(super) label: Label,
    #[serde(rename = "type")]
    pub(super) of: Spanned<String>,
    pub(super) value: Vec<ValueEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueEntry {
    pub(super) from: Spanned<String>,
    #[serde(default)]
    pub(super) to: Option<Spanned<String>>,
    pub(super) is: Spanned<String>,
    pub(super) cite: Citation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    pub(super) id: Spanned<String>,
    pub(super) label: Label,
    pub(super) provider: Label,
    pub(super) field: Vec<FieldEntry>,
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
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScreenEntry {
    pub(super) id: Spanned<String>,
    pub(super) title: Label,
    pub(super) direction: Direction,
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
pub(super) struct Messages {
    pub(super) zh: Spanned<String>,
    pub(super) en: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExemptEntry {
    pub(super) when: Spanned<String>,
    pub(super) label: Label,
    pub(super) cite: Citation,
}
