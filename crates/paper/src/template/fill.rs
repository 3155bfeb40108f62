//! From nodes and facts to blocks. Facts are set as text and never read as marks, so that no name
//! or note that somebody typed can change a document's form.

use super::piece::{Filter, Piece, What};
use super::{Line, Mark, Node};
use crate::document::plain;
use crate::{Align, Block, Cell, Column, Document, Error, Fields, Run, Style, Table, Value};
use base::date::Date;
use base::money::capital;
use base::money::written::grouped;
use std::collections::BTreeSet;

/// What an unknown fact prints as: a line to be filled by hand.
const BLANK: &str = "\u{3000}\u{3000}\u{3000}\u{3000}";

/// Every name asked for, those within a loop as `list.name`.
pub(super) fn names(nodes: &[Node], list: &str, out: &mut BTreeSet<String>) {
    for node in nodes {
        match node {
            Node::Line(line) => asked(&line.pieces, list, out),
            Node::Row(_, cells) => cells.iter().for_each(|cell| asked(cell, list, out)),
            Node::Columns(..) => {}
            Node::Each(_, name, inner) => {
                let below = joined(list, name);
                names(inner, &below, out);
                out.insert(below);
            }
            Node::If(condition, yes, no) => {
                out.insert(joined(list, &condition.name));
                names(yes, list, out);
                names(no, list, out);
            }
        }
    }
}

fn asked(pieces: &[Piece], list: &str, out: &mut BTreeSet<String>) {
    for piece in pieces {
        if let What::Fact { name, .. } = &piece.what {
            out.insert(joined(list, name));
        }
    }
}

fn joined(list: &str, name: &str) -> String {
    if list.is_empty() {
        name.to_owned()
    } else {
        format!("{list}.{name}")
    }
}

pub(super) fn fill(style: Style, nodes: &[Node], facts: &Fields) -> Result<Document, Error> {
    let mut filling = Filling::default();
    filling.nodes(nodes, &mut vec![facts])?;
    filling.end_paragraph();
    filling.end_table();
    Ok(Document {
        style,
        title: filling.title,
        blocks: filling.blocks,
    })
}

#[derive(Default)]
struct Filling {
    title: String,
    blocks: Vec<Block>,
    /// Lines of a paragraph that may go on.
    paragraph: Vec<Run>,
    table: Option<Table>,
}

/// The facts in reach, the innermost last.
type Reach<'a> = Vec<&'a Fields>;

impl Filling {
    fn nodes<'a>(&mut self, nodes: &[Node], reach: &mut Reach<'a>) -> Result<(), Error> {
        for node in nodes {
            match node {
                Node::Line(line) => self.line(line, reach)?,
                Node::Row(_, cells) => self.row(cells, reach)?,
                Node::Columns(line, columns) => self.columns(*line, columns)?,
                Node::Each(line, name, inner) => {
                    match find(reach, *line, name)? {
                        Value::List(items) => {
                            for item in items {
                                reach.push(item);
                                let done = self.nodes(inner, reach);
                                reach.pop();
                                done?;
                            }
                        }
                        Value::Blank => {}
                        _ => return Err(wrong(*line, name, "each")),
                    };
                }
                Node::If(condition, yes, no) => {
                    let holds = find(reach, condition.line, &condition.name)?.holds();
                    let branch = if holds != condition.negated { yes } else { no };
                    self.nodes(branch, reach)?;
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &Line, reach: &Reach<'_>) -> Result<(), Error> {
        self.end_table();
        let runs = runs(&line.pieces, reach)?;
        if line.mark == Mark::Indented {
            let ends = self
                .paragraph
                .last()
                .and_then(|run| run.text.chars().last());
            let goes_on = runs.first().and_then(|run| run.text.chars().next());
            if let (Some(a), Some(b)) = (ends, goes_on)
                && a.is_ascii()
                && b.is_ascii()
            {
                self.paragraph.push(Run {
                    text: " ".to_owned(),
                    ..Run::default()
                });
            }
            self.paragraph.extend(runs);
            return Ok(());
        }
        self.end_paragraph();
        let paragraph = |align, indent| Block::Paragraph {
            runs: runs.clone(),
            align,
            indent,
        };
        let block = match line.mark {
            Mark::Title => {
                if self.title.is_empty() {
                    self.title = plain(&runs).replace('\n', "");
                }
                Block::Title(runs)
            }
            Mark::Heading(level) => Block::Heading(level, runs),
            Mark::Flush => paragraph(Align::Left, false),
            Mark::Centred => paragraph(Align::Centre, false),
            Mark::Signed => paragraph(Align::Right, false),
            Mark::Rule => Block::Rule,
            Mark::Gap => Block::Gap,
            Mark::Break => Block::Break,
            Mark::Indented | Mark::Blank => return Ok(()),
        };
        self.blocks.push(block);
        Ok(())
    }

    fn row(&mut self, cells: &[Vec<Piece>], reach: &Reach<'_>) -> Result<(), Error> {
        self.end_paragraph();
        let cells: Result<Vec<Cell>, Error> = cells
            .iter()
            .map(|cell| {
                Ok(Cell {
                    runs: runs(cell, reach)?,
                })
            })
            .collect();
        self.table.get_or_insert_default().rows.push(cells?);
        Ok(())
    }

    /// Rows before the dashes are the head.
    fn columns(&mut self, line: usize, columns: &[Column]) -> Result<(), Error> {
        let table = self.table.get_or_insert_default();
        if !table.columns.is_empty() {
            return Err(super::piece::syntax(line, "|---|"));
        }
        table.columns = columns.to_vec();
        table.head = std::mem::take(&mut table.rows);
        Ok(())
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            self.blocks.push(Block::Paragraph {
                runs: std::mem::take(&mut self.paragraph),
                align: Align::Left,
                indent: true,
            });
        }
    }

    fn end_table(&mut self) {
        if let Some(mut table) = self.table.take() {
            if table.columns.is_empty() {
                let widest = table.rows.iter().map(Vec::len).max().unwrap_or(1);
                table.columns = vec![
                    Column {
                        share: 1,
                        align: Align::Left,
                    };
                    widest
                ];
            }
            self.blocks.push(Block::Table(table));
        }
    }
}

fn find<'a>(reach: &Reach<'a>, line: usize, name: &str) -> Result<&'a Value, Error> {
    reach
        .iter()
        .rev()
        .find_map(|fields| fields.get(name))
        .ok_or_else(|| Error::UnknownName {
            line,
            name: name.to_owned(),
        })
}

fn wrong(line: usize, name: &str, filter: &str) -> Error {
    Error::WrongKind {
        line,
        name: name.to_owned(),
        filter: filter.to_owned(),
    }
}

fn runs(pieces: &[Piece], reach: &Reach<'_>) -> Result<Vec<Run>, Error> {
    pieces
        .iter()
        .map(|piece| {
            let mut run = Run {
                bold: piece.bold,
                underlined: piece.underlined,
                text: String::new(),
            };
            match &piece.what {
                What::Text(text) => run.text.clone_from(text),
                What::Fact { line, name, filter } => match find(reach, *line, name)? {
                    Value::Blank => {
                        BLANK.clone_into(&mut run.text);
                        run.underlined = true;
                    }
                    value => {
                        run.text = written(value, *filter)
                            .ok_or_else(|| wrong(*line, name, filter.name()))?;
                    }
                },
            }
            Ok(run)
        })
        .collect()
}

/// A fact as text; `None` when the filter does not fit it.
fn written(value: &Value, filter: Filter) -> Option<String> {
    Some(match (value, filter) {
        (Value::Text(text), Filter::Plain) => text.clone(),
        (Value::Number(number), Filter::Plain) => number.to_string(),
        (Value::Number(number), Filter::Grouped) => grouped(&number.to_string()),
        (Value::Money(amount), Filter::Plain) => amount.to_string(),
        (Value::Money(amount), Filter::Grouped) => grouped(&amount.to_string()),
        (Value::Money(amount), Filter::Capital) => capital::write(*amount),
        (Value::Day(day), Filter::Plain) => {
            format!("{}年{}月{}日", day.year(), day.month(), day.day())
        }
        (Value::Day(day), Filter::Figures) => figures(*day),
        (Value::Day(day), Filter::Iso) => day.to_string(),
        _ => return None,
    })
}

const FIGURES: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn figures(day: Date) -> String {
    let year: String = day
        .year()
        .to_string()
        .bytes()
        .filter_map(|b| FIGURES.get(usize::from(b.wrapping_sub(b'0'))))
        .collect();
    format!(
        "{year}年{}月{}日",
        counted(day.month().unsigned_abs()),
        counted(day.day().unsigned_abs())
    )
}

/// 1 to 31 as they are said: 十, 十八, 二十, 三十一.
fn counted(number: u8) -> String {
    let figure = |n: u8| FIGURES.get(usize::from(n)).copied().unwrap_or('〇');
    let mut out = String::new();
    let (tens, ones) = (number / 10, number % 10);
    if tens > 1 {
        out.push(figure(tens));
    }
    if tens > 0 {
        out.push('十');
    }
    if ones > 0 {
        out.push(figure(ones));
    }
    out
}
