//! Templates: text with marks at the heads of lines and names in braces. The marks are listed in
//! `docs/documents.md`; a template knows only names, never where the facts come from.

mod fill;
mod piece;
mod read;

use crate::{Document, Error, Fields, Style};
use piece::Piece;
use std::collections::BTreeSet;

/// A line of a template, read. `line` counts from 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) line: usize,
    pub(crate) mark: Mark,
    pub(crate) pieces: Vec<Piece>,
}

/// What the head of a line says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Title,
    Heading(u8),
    Indented,
    Flush,
    Centred,
    Signed,
    Rule,
    Gap,
    Break,
    /// A paragraph ends here.
    Blank,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Line(Line),
    /// One row of a table: the pieces of each cell.
    Row(usize, Vec<Vec<Piece>>),
    /// The line of dashes under a table's head.
    Columns(usize, Vec<crate::Column>),
    Each(usize, String, Vec<Node>),
    If(Condition, Vec<Node>, Vec<Node>),
}

/// `{#if name}` or `{#if !name}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) negated: bool,
}

/// A template, read and found well formed.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    style: Style,
    nodes: Vec<Node>,
}

impl Template {
    /// Reads a template. Everything wrong with its form is found here; whether its names exist is
    /// found by [`Template::names`] against what the caller offers, or at the latest by filling.
    ///
    /// # Errors
    /// [`Error::Syntax`] with the line.
    pub fn parse(text: &str) -> Result<Self, Error> {
        read::read(text)
    }

    /// Every name that the template asks for, those of a list's items as `list.name`.
    pub fn names(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        fill::names(&self.nodes, "", &mut out);
        out
    }

    /// The document that the facts make of it.
    ///
    /// # Errors
    /// [`Error::UnknownName`] and [`Error::WrongKind`] with the line.
    pub fn fill(&self, facts: &Fields) -> Result<Document, Error> {
        fill::fill(self.style, &self.nodes, facts)
    }
}

#[cfg(test)]
mod tests;
