//! What stands within a line: text, bold, underline, names with filters.

use crate::Error;

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) bold: bool,
    pub(crate) underlined: bool,
    pub(crate) what: What,
}

/// Text as it stands, or a fact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    Text(String),
    Fact {
        line: usize,
        name: String,
        filter: Filter,
    },
}

/// How a fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    /// As its kind is usually written.
    Plain,
    /// Money in capitals: 肆佰玖拾陆元整.
    Capital,
    /// Money or a number with groups of three: 1,234.00.
    Grouped,
    /// A day in Chinese figures: 二〇二〇年三月十八日.
    Figures,
    /// A day as 2020-03-18.
    Iso,
}

impl Filter {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "capital" => Self::Capital,
            "grouped" => Self::Grouped,
            "figures" => Self::Figures,
            "iso" => Self::Iso,
            _ => return None,
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Capital => "capital",
            Self::Grouped => "grouped",
            Self::Figures => "figures",
            Self::Iso => "iso",
        }
    }
}

/// Whether a text can be a fact's name.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Reads the inside of a line. `**` turns bold on and off, `__` underline; four or more
/// underscores are a blank to be written on; `{{` is a brace.
pub(crate) fn pieces(line: usize, text: &str) -> Result<Vec<Piece>, Error> {
    let mut out = Vec::new();
    let (mut bold, mut underlined) = (false, false);
    let mut held = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("{{") {
            held.push('{');
            rest = after;
        } else if rest.starts_with("____") {
            // A blank to be written on: half a character for each line under it.
            let length = rest.bytes().take_while(|b| *b == b'_').count();
            keep(&mut out, &mut held, bold, underlined);
            held.extend(std::iter::repeat_n('\u{3000}', length.div_ceil(2)));
            keep(&mut out, &mut held, bold, true);
            rest = &rest[length..];
        } else if let Some(after) = rest.strip_prefix("**") {
            keep(&mut out, &mut held, bold, underlined);
            bold = !bold;
            rest = after;
        } else if let Some(after) = rest.strip_prefix("__") {
            keep(&mut out, &mut held, bold, underlined);
            underlined = !underlined;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let Some(end) = after.find('}') else {
                return Err(syntax(line, rest));
            };
            keep(&mut out, &mut held, bold, underlined);
            let what = fact(line, &after[..end]).ok_or_else(|| syntax(line, &rest[..end + 2]))?;
            out.push(Piece {
                bold,
                underlined,
                what,
            });
            rest = &after[end + 1..];
        } else {
            held.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    keep(&mut out, &mut held, bold, underlined);
    if bold || underlined {
        return Err(syntax(line, if bold { "**" } else { "__" }));
    }
    Ok(out)
}

fn fact(line: usize, inside: &str) -> Option<What> {
    let (name, filter) = match inside.split_once(':') {
        Some((name, filter)) => (name.trim(), Filter::named(filter.trim())?),
        None => (inside.trim(), Filter::Plain),
    };
    is_name(name).then(|| What::Fact {
        line,
        name: name.to_owned(),
        filter,
    })
}

fn keep(out: &mut Vec<Piece>, held: &mut String, bold: bool, underlined: bool) {
    if !held.is_empty() {
        out.push(Piece {
            bold,
            underlined,
            what: What::Text(std::mem::take(held)),
        });
    }
}

/// The error of a line, with a short piece of it.
pub(crate) fn syntax(line: usize, what: &str) -> Error {
    Error::Syntax {
        line,
        what: what.chars().take(60).collect(),
    }
}
