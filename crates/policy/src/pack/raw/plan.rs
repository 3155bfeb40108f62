//! A plan's file as it is written.

use crate::pack::Label;
use crate::plan::Every;
use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanFile {
    pub(crate) plan: PlanEntry,
    pub(crate) section: Vec<SectionEntry>,
    pub(crate) part: Vec<PartEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Label,
    pub(crate) document: String,
    pub(crate) issuer: Label,
    pub(crate) issued: Spanned<String>,
    pub(crate) ends: Spanned<String>,
    #[serde(default)]
    pub(crate) opening: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) label: Label,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartEntry {
    pub(crate) number: Spanned<String>,
    pub(crate) heading: Label,
    pub(crate) sections: Vec<Spanned<String>>,
    pub(crate) text: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) item: Vec<ItemEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) quote: Spanned<String>,
    pub(crate) title: Label,
    #[serde(default)]
    pub(crate) sections: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) due: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) every: Option<Every>,
    pub(crate) evidence: Label,
    pub(crate) indicator: Label,
    #[serde(default)]
    pub(crate) goal: String,
}
