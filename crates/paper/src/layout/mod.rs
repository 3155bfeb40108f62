//! Setting: a document's blocks become lines and rules at places on pages, in points from the top
//! left corner. Knows fonts only by [`Widths`]; draws nothing.

pub(crate) mod line;
mod page;
mod table;

pub(crate) use page::{PAPER, pages};

use crate::font::Glyph;

/// A character of the document, with the font that has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Letter {
    pub(crate) face: usize,
    pub(crate) glyph: Glyph,
}

/// Where widths come from: the first font that has a character.
pub(crate) trait Widths {
    /// The letter of a character; of a character that no font has, the empty box.
    fn letter(&self, character: char) -> Letter;
}

/// Text or a rule at its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    /// A line of text; `y` is its base line.
    Text {
        x: f32,
        y: f32,
        size: f32,
        line: line::Line,
    },
    /// A straight line of the given weight.
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        weight: f32,
    },
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Page {
    pub(crate) items: Vec<Item>,
}

#[cfg(test)]
mod tests;
