//! A programme's file as it is written. The format: docs/spec/programmes.md.

use super::{Citation, Label, Messages};
use crate::programme::Purse;
use serde::Deserialize;
use toml::Spanned;

type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactEntry {
    #[serde(default)]
    pub(crate) overrides: Option<Citation>,
    pub(crate) entity: Text,
    pub(crate) id: Text,
    #[serde(rename = "type")]
    pub(crate) of: Text,
    pub(crate) label: Label,
    #[serde(default)]
    pub(crate) meaning: Option<Label>,
    #[serde(default)]
    pub(crate) cite: Option<Citation>,
    pub(crate) source: Text,
    #[serde(default)]
    pub(crate) role: Option<Text>,
    #[serde(default)]
    pub(crate) sensitive: bool,
    #[serde(default)]
    pub(crate) absent: Option<Text>,
    #[serde(default)]
    pub(crate) codes: Vec<CodeEntry>,
    #[serde(default)]
    pub(crate) changes: Option<Text>,
    #[serde(default)]
    pub(crate) least: Option<Text>,
    #[serde(default)]
    pub(crate) most: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeEntry {
    pub(crate) code: Text,
    pub(crate) label: Label,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgrammeEntry {
    #[serde(default)]
    pub(crate) overrides: Option<Citation>,
    pub(crate) id: Text,
    pub(crate) title: Label,
    pub(crate) summary: Label,
    pub(crate) unit: Text,
    pub(crate) from: Text,
    #[serde(default)]
    pub(crate) to: Option<Text>,
    #[serde(default)]
    pub(crate) builds_on: Vec<Text>,
    #[serde(default)]
    pub(crate) shares: Vec<Text>,
    pub(crate) basis: Vec<BasisEntry>,
}

/// More of a programme whose head stands in another file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartEntry {
    pub(crate) programme: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmendEntry {
    pub(crate) programme: Text,
    pub(crate) cite: Citation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BasisEntry {
    pub(crate) document: String,
    pub(crate) title: Label,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
    #[serde(default)]
    pub(crate) verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeriveEntry {
    pub(crate) id: Text,
    pub(crate) entity: Text,
    pub(crate) label: Label,
    #[serde(rename = "type")]
    pub(crate) of: Text,
    pub(crate) is: Text,
    #[serde(default)]
    pub(crate) changes: Option<Text>,
    #[serde(default)]
    pub(crate) least: Option<Text>,
    #[serde(default)]
    pub(crate) most: Option<Text>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConditionEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    pub(crate) is: Text,
    pub(crate) holds: Messages,
    pub(crate) fails: Messages,
    #[serde(default)]
    pub(crate) unknown: Option<Messages>,
    #[serde(default)]
    pub(crate) reason: Option<String>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    #[serde(default)]
    pub(crate) any: Vec<Text>,
    #[serde(default)]
    pub(crate) all: Vec<Text>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    pub(crate) when: Text,
    pub(crate) instead_of: Vec<Text>,
    #[serde(default)]
    pub(crate) until: Option<Text>,
    #[serde(default)]
    pub(crate) amount: Option<Text>,
    pub(crate) sentence: Messages,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountEntry {
    pub(crate) period: Text,
    pub(crate) label: Label,
    pub(crate) step: Vec<AmountStepEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountStepEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    #[serde(default)]
    pub(crate) kind: Option<Text>,
    #[serde(default)]
    pub(crate) entity: Option<Text>,
    #[serde(default)]
    pub(crate) highest_of: Option<String>,
    #[serde(default)]
    pub(crate) when: Option<Text>,
    pub(crate) is: Text,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoadEntry {
    pub(crate) start: Text,
    #[serde(default)]
    pub(crate) total: Vec<TotalEntry>,
    pub(crate) step: Vec<StepEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TotalEntry {
    #[serde(default)]
    pub(crate) days: Option<u32>,
    #[serde(default)]
    pub(crate) days_param: Option<Text>,
    pub(crate) count: Text,
    pub(crate) after: Text,
    #[serde(default)]
    pub(crate) excludes: Vec<Text>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    pub(crate) actor: Text,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
    #[serde(default)]
    pub(crate) decides: bool,
    #[serde(default)]
    pub(crate) sitting: bool,
    #[serde(default)]
    pub(crate) pays_from: Option<Purse>,
    #[serde(default)]
    pub(crate) limit: Option<LimitEntry>,
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceEntry>,
    #[serde(default)]
    pub(crate) publicity: Option<PublicityEntry>,
    #[serde(default)]
    pub(crate) sampling: Option<SamplingEntry>,
    #[serde(default)]
    pub(crate) delegated: Option<DelegatedEntry>,
    #[serde(default)]
    pub(crate) next: Vec<Text>,
    #[serde(default)]
    pub(crate) branches: Vec<BranchEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitEntry {
    #[serde(default)]
    pub(crate) days: Option<u32>,
    #[serde(default)]
    pub(crate) days_param: Option<Text>,
    pub(crate) count: Text,
    pub(crate) after: Text,
    #[serde(default)]
    pub(crate) or_after: Vec<Text>,
    #[serde(default)]
    pub(crate) pauses: Vec<Text>,
    pub(crate) cite: Citation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceEntry {
    pub(crate) id: String,
    pub(crate) label: Label,
    #[serde(default)]
    pub(crate) signatures: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicityEntry {
    #[serde(default)]
    pub(crate) days: Option<u32>,
    #[serde(default)]
    pub(crate) days_param: Option<Text>,
    #[serde(default)]
    pub(crate) fields: Vec<Text>,
    #[serde(default)]
    pub(crate) forbidden: bool,
    pub(crate) cite: Citation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamplingEntry {
    #[serde(default)]
    pub(crate) percent: Option<u32>,
    #[serde(default)]
    pub(crate) percent_param: Option<Text>,
    #[serde(default)]
    pub(crate) always: Option<Label>,
    pub(crate) cite: Citation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DelegatedEntry {
    pub(crate) to: Text,
    pub(crate) cite: Citation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BranchEntry {
    pub(crate) id: String,
    pub(crate) label: Label,
    pub(crate) to: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    #[serde(default)]
    pub(crate) months: Option<u32>,
    #[serde(default)]
    pub(crate) months_param: Option<Text>,
    #[serde(default)]
    pub(crate) when: Option<Text>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    #[serde(default)]
    pub(crate) when: Option<Text>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstMonthEntry {
    pub(crate) rule: Text,
    #[serde(default)]
    pub(crate) applied: Option<Text>,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndEntry {
    pub(crate) id: Text,
    pub(crate) label: Label,
    pub(crate) effect: Text,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StackingEntry {
    #[serde(default)]
    pub(crate) overrides: Option<Citation>,
    pub(crate) id: Text,
    pub(crate) programme: Text,
    pub(crate) with: Vec<Text>,
    pub(crate) per: Text,
    pub(crate) rule: Text,
    pub(crate) sentence: Label,
    pub(crate) cite: Citation,
    #[serde(default)]
    pub(crate) from: Option<Text>,
    #[serde(default)]
    pub(crate) to: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleEntry {
    pub(crate) name: Text,
    pub(crate) on: Text,
    #[serde(default)]
    pub(crate) cite: Option<Citation>,
    #[serde(default)]
    pub(crate) member: Option<String>,
    pub(crate) expect: ExpectEntry,
    pub(crate) case: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectEntry {
    pub(crate) outcome: Text,
    #[serde(default)]
    pub(crate) amount: Option<Text>,
    #[serde(default)]
    pub(crate) status: Option<String>,
    #[serde(default)]
    pub(crate) until: Option<Text>,
    #[serde(default)]
    pub(crate) fails: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) missing: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) first_month: Option<String>,
}
