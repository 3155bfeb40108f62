//! Papers of a pack: a template for an occasion, of one programme or of all. Here it is text;
//! `paper` reads it, and `doudi pack check` holds it against the names that the occasion offers.

use crate::pack::{Citation, Label};

/// On what occasions papers are made.
pub const OCCASIONS: &[&str] = &[
    "application",
    "consent",
    "visit",
    "democratic-review",
    "publicity",
    "approval",
    "refusal",
    "change",
    "ending",
    "supplement",
    "receipt",
    "dossier",
    "letter",
    "roll",
];

/// A template of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Stable name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// One of [`OCCASIONS`].
    pub occasion: String,
    /// Programmes that it is for; none for all that have no other paper of the occasion.
    pub programmes: Vec<String>,
    /// The law that asks for it.
    pub cite: Citation,
    /// The template.
    pub text: String,
    /// File that it stands in, as messages name it.
    pub file: String,
    /// Line of the file before the template's first.
    pub line: usize,
}

/// The paper of an occasion for a programme: its own, or the one for all.
pub fn find<'a>(all: &'a [Paper], occasion: &str, programme: &str) -> Option<&'a Paper> {
    let of = |paper: &&Paper| paper.occasion == occasion;
    all.iter()
        .filter(of)
        .find(|paper| paper.programmes.iter().any(|p| p == programme))
        .or_else(|| {
            all.iter()
                .filter(of)
                .find(|paper| paper.programmes.is_empty())
        })
}
