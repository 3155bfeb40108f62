//! A document before it is set: blocks of text and tables in reading order.

use std::fmt::Write as _;

/// How a document looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// An official letter after GB/T 9704-2012: 22 lines of 28 characters in size 3 (16 pt), left
    /// margin 28 mm, page number between dashes at the outer edge.
    #[default]
    Letter,
    /// A form or record: 11 pt, narrow margins, tables ruled.
    Form,
    /// A notice for the village board, read at two metres: 20 pt.
    Poster,
}

/// Where text stands in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// A stretch of text in one look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The text; `\n` breaks the line.
    pub text: String,
    /// Printed bold.
    pub bold: bool,
    /// Underlined, as a filled-in blank is.
    pub underlined: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What stands in it.
    pub runs: Vec<Run>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its share of the width, relative to the others.
    pub share: u16,
    /// How its cells are aligned.
    pub align: Align,
}

/// A ruled table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its head, repeated on every page; may be empty.
    pub head: Vec<Vec<Cell>>,
    /// Its rows; a row with fewer cells than columns gives its last cell the rest of the width.
    pub rows: Vec<Vec<Cell>>,
}

/// One block, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The document's title, centred, large.
    Title(Vec<Run>),
    /// A heading; level 1 or 2.
    Heading(u8, Vec<Run>),
    /// A paragraph; `indent` is two characters at its first line.
    Paragraph {
        /// Its text.
        runs: Vec<Run>,
        /// Where it stands.
        align: Align,
        /// Whether the first line is indented.
        indent: bool,
    },
    /// A table.
    Table(Table),
    /// A line across the page.
    Rule,
    /// An empty line.
    Gap,
    /// A new page.
    Break,
}

/// A filled document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its look.
    pub style: Style,
    /// Its title, for the reader's window and for the dossier's index.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The document as plain text: for tests, for search, for a preview without a PDF.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            match block {
                Block::Title(runs) => line(&mut out, "# ", runs),
                Block::Heading(level, runs) => {
                    line(&mut out, if *level == 1 { "## " } else { "### " }, runs);
                }
                Block::Paragraph { runs, align, .. } => {
                    let mark = match align {
                        Align::Left => "",
                        Align::Centre => "^ ",
                        Align::Right => "> ",
                    };
                    line(&mut out, mark, runs);
                }
                Block::Table(table) => {
                    for row in table.head.iter().chain(&table.rows) {
                        let cells: Vec<String> = row.iter().map(|cell| plain(&cell.runs)).collect();
                        let _ = writeln!(out, "| {} |", cells.join(" | ").replace('\n', " "));
                    }
                }
                Block::Rule => out.push_str("----\n"),
                Block::Gap => out.push('\n'),
                Block::Break => out.push_str("====\n"),
            }
        }
        out
    }
}

fn line(out: &mut String, mark: &str, runs: &[Run]) {
    let _ = writeln!(out, "{mark}{}", plain(runs));
}

/// The text of runs without their look.
pub(crate) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
