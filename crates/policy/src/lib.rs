//! Policy packs: rules written as data, checked before they run and explained when they have.
//!
//! Today: typed expressions ([`cel`]), and packs of roles and screens ([`pack`]) that are held
//! against people found in several ledgers ([`screen`]). Must not know: files, clocks, the names of
//! programmes or places. A pack comes in as texts and goes out as findings. Start at
//! [`pack::Pack::load`].

pub mod batch;
pub mod cel;
pub mod decide;
pub mod fact;
pub mod indicator;
pub mod journey;
pub mod pack;
pub mod paper;
pub mod plan;
pub mod programme;
pub mod register;
pub mod screen;
pub mod simulate;

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "policy-toml",
    "policy-expression",
    "policy-missing-file",
    "policy-duplicate",
    "policy-unknown-role",
    "policy-unknown-type",
    "policy-date",
    "policy-value",
    "policy-overlap",
    "policy-gap",
    "policy-unused-parameter",
    "policy-template",
    "policy-certainty",
    "policy-layer-missing",
    "policy-layer-cycle",
    "policy-override-unknown",
    "policy-override-near",
    "policy-override-silent",
    "policy-override-type",
    "policy-lacks",
    "policy-key",
    "policy-key-near",
    "policy-constraint",
    "policy-reference",
    "policy-reference-near",
    "policy-no-programme",
    "policy-circle",
    "policy-not-in-force",
    "policy-unreachable",
    "policy-may-not-publish",
    "policy-case",
    "policy-number-of-law",
    "policy-example",
    "policy-not-tried",
    "policy-never-fails",
    "policy-quote",
    "policy-unasked",
    "cel-character",
    "cel-text-open",
    "cel-number",
    "cel-expected",
    "cel-too-large",
    "cel-unknown-name",
    "cel-unknown-name-near",
    "cel-unknown-function",
    "cel-type",
    "cel-mismatch",
    "cel-literal",
    "case-json",
    "case-type",
    "case-unknown",
    "case-unknown-near",
    "case-code",
    "case-value",
    "case-money",
    "case-no-members",
    "case-no-id",
    "case-twice-id",
    "case-no-such",
    "case-no-day",
    "register-bad-kind",
    "register-bad-word",
    "register-bad-bounds",
    "register-bad-long",
];
