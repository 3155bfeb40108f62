//! From text to nodes.

use super::piece::{is_name, pieces, syntax};
use super::{Condition, Line, Mark, Node, Template};
use crate::{Align, Column, Error, Style};

/// An open `{#each}` or `{#if}`.
struct Open {
    line: usize,
    kind: Kind,
    nodes: Vec<Node>,
}

enum Kind {
    Root,
    Each(String),
    If(Condition),
    Else(Condition, Vec<Node>),
}

/// Loops within loops deeper than this are refused.
const DEEPEST: usize = 8;

pub(super) fn read(text: &str) -> Result<Template, Error> {
    let mut style = Style::default();
    let mut stack = vec![Open {
        line: 0,
        kind: Kind::Root,
        nodes: Vec::new(),
    }];
    for (at, raw) in text.lines().enumerate() {
        let line = at + 1;
        let source = raw.trim_end();
        if let Some(name) = source.strip_prefix("@style ") {
            style = named(name.trim()).ok_or_else(|| syntax(line, source))?;
            continue;
        }
        if let Some(inside) = control(source) {
            turn(&mut stack, line, inside)?;
            continue;
        }
        let node = node(line, source)?;
        if let Some(top) = stack.last_mut() {
            top.nodes.push(node);
        }
    }
    match (stack.pop(), stack.is_empty()) {
        (Some(root), true) => Ok(Template {
            style,
            nodes: root.nodes,
        }),
        (Some(open), false) => Err(syntax(open.line, "{#")),
        (None, _) => Err(syntax(0, "")),
    }
}

fn named(name: &str) -> Option<Style> {
    Some(match name {
        "letter" => Style::Letter,
        "form" => Style::Form,
        "poster" => Style::Poster,
        _ => return None,
    })
}

/// `{#…}` or `{/…}` alone on its line.
fn control(source: &str) -> Option<&str> {
    let inside = source.trim().strip_prefix('{')?.strip_suffix('}')?;
    (inside.starts_with('#') || inside.starts_with('/')).then_some(inside)
}

fn turn(stack: &mut Vec<Open>, line: usize, inside: &str) -> Result<(), Error> {
    let wrong = || syntax(line, inside);
    let mut words = inside.split_whitespace();
    let (word, name) = (words.next().unwrap_or(""), words.next());
    if words.next().is_some() {
        return Err(wrong());
    }
    match (word, name) {
        ("#each", Some(name)) if is_name(name) => open(stack, line, Kind::Each(name.to_owned())),
        ("#if", Some(name)) if is_name(name.trim_start_matches('!')) => {
            let condition = Condition {
                line,
                name: name.trim_start_matches('!').to_owned(),
                negated: name.starts_with('!'),
            };
            open(stack, line, Kind::If(condition))
        }
        ("#else", None) => match stack.last_mut() {
            Some(Open { kind, nodes, .. }) => match std::mem::replace(kind, Kind::Root) {
                Kind::If(condition) => {
                    *kind = Kind::Else(condition, std::mem::take(nodes));
                    Ok(())
                }
                _ => Err(wrong()),
            },
            None => Err(wrong()),
        },
        ("/each" | "/if", None) => {
            let (Some(top), Some(below)) = (stack.pop(), stack.last_mut()) else {
                return Err(wrong());
            };
            below.nodes.push(match (word, top.kind) {
                ("/each", Kind::Each(name)) => Node::Each(top.line, name, top.nodes),
                ("/if", Kind::If(condition)) => Node::If(condition, top.nodes, Vec::new()),
                ("/if", Kind::Else(condition, yes)) => Node::If(condition, yes, top.nodes),
                _ => return Err(wrong()),
            });
            Ok(())
        }
        _ => Err(wrong()),
    }
}

fn open(stack: &mut Vec<Open>, line: usize, kind: Kind) -> Result<(), Error> {
    if stack.len() > DEEPEST {
        return Err(syntax(line, "{#"));
    }
    stack.push(Open {
        line,
        kind,
        nodes: Vec::new(),
    });
    Ok(())
}

fn node(line: usize, source: &str) -> Result<Node, Error> {
    if source.starts_with('|') {
        return row(line, source);
    }
    let (mark, rest) = mark(source);
    Ok(Node::Line(Line {
        line,
        mark,
        pieces: pieces(line, rest)?,
    }))
}

fn mark(source: &str) -> (Mark, &str) {
    match source.trim() {
        "" => return (Mark::Blank, ""),
        "----" => return (Mark::Rule, ""),
        "====" => return (Mark::Break, ""),
        "~" => return (Mark::Gap, ""),
        _ => {}
    }
    for (head, mark) in [
        ("# ", Mark::Title),
        ("## ", Mark::Heading(1)),
        ("### ", Mark::Heading(2)),
        ("! ", Mark::Flush),
        ("^ ", Mark::Centred),
        ("> ", Mark::Signed),
    ] {
        if let Some(rest) = source.strip_prefix(head) {
            return (mark, rest.trim_start());
        }
    }
    (Mark::Indented, source.trim_start())
}

/// `| a | b |`, or the dashes under a head: `|---|-----:|`, whose counts are shares of the width.
fn row(line: usize, source: &str) -> Result<Node, Error> {
    let inside = source
        .strip_prefix('|')
        .and_then(|rest| rest.strip_suffix('|'))
        .ok_or_else(|| syntax(line, source))?;
    let cells: Vec<&str> = inside.split('|').map(str::trim).collect();
    let dashes = |cell: &&str| {
        let bare = cell.trim_matches(':');
        !bare.is_empty() && bare.chars().all(|c| c == '-')
    };
    if cells.iter().all(dashes) {
        let columns = cells
            .iter()
            .map(|cell| Column {
                share: u16::try_from(cell.matches('-').count()).unwrap_or(u16::MAX),
                align: match (cell.starts_with(':'), cell.ends_with(':')) {
                    (true, true) => Align::Centre,
                    (false, true) => Align::Right,
                    _ => Align::Left,
                },
            })
            .collect();
        return Ok(Node::Columns(line, columns));
    }
    let cells: Result<Vec<_>, Error> = cells.iter().map(|cell| pieces(line, cell)).collect();
    Ok(Node::Row(line, cells?))
}
