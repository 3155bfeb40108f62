//! Lines: where text breaks, how wide it is, how the last bit of room is shared out.

use super::{Letter, Widths};
use crate::Run;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// A character in a line. `x` is its distance from the line's start.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Set {
    pub(crate) character: char,
    pub(crate) letter: Letter,
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) bold: bool,
    pub(crate) underlined: bool,
}

/// A line of text, broken and spaced.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) sets: Vec<Set>,
    pub(crate) width: f32,
}

/// How lines are made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Font size.
    pub(crate) size: f32,
    /// Room of a line.
    pub(crate) width: f32,
    /// What the first line stands in from the left.
    pub(crate) indent: f32,
    /// Whether full lines are stretched to the right edge.
    pub(crate) justified: bool,
}

/// Breaks text into lines. There is at least one, and none is wider than its room unless a single
/// character is.
pub(crate) fn lines(runs: &[Run], measure: Measure, widths: &impl Widths) -> Vec<Line> {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let sets = letters(runs, measure.size, widths);
    let mut may = vec![false; sets.len()];
    let mut must = vec![false; sets.len()];
    // Breaks are told by byte; characters are counted along.
    let mut at = 0_usize;
    let mut bytes = text
        .char_indices()
        .map(|(byte, _)| byte)
        .skip(1)
        .chain([text.len()]);
    for (byte, kind) in linebreaks(&text) {
        for end in bytes.by_ref() {
            at += 1;
            if end >= byte {
                break;
            }
        }
        if let Some(last) = at.checked_sub(1).filter(|last| *last < sets.len()) {
            may[last] = true;
            must[last] = kind == BreakOpportunity::Mandatory && at < sets.len();
        }
    }
    greedy(&sets, &may, &must, measure)
}

fn letters(runs: &[Run], size: f32, widths: &impl Widths) -> Vec<Set> {
    let mut sets = Vec::new();
    for run in runs {
        for character in run.text.chars() {
            let letter = widths.letter(character);
            let width = if character.is_control() {
                0.0
            } else {
                letter.glyph.width * size
            };
            sets.push(Set {
                character,
                letter,
                x: 0.0,
                width,
                bold: run.bold,
                underlined: run.underlined,
            });
        }
    }
    sets
}

fn greedy(sets: &[Set], may: &[bool], must: &[bool], measure: Measure) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut start, mut at, mut width) = (0, 0, 0.0f32);
    let mut last_break = None;
    let room = |out: &Vec<Line>| measure.width - if out.is_empty() { measure.indent } else { 0.0 };
    while at < sets.len() {
        let set = &sets[at];
        let hangs = set.character == ' ' || set.character.is_control();
        if width + set.width > room(&out) + 0.01 && at > start && !hangs {
            let end = last_break.map_or(at, |end: usize| end);
            let line = finished(&sets[start..end], Some(room(&out)), measure);
            out.push(line);
            (start, at, width, last_break) = (end, end, 0.0, None);
            continue;
        }
        width += set.width;
        at += 1;
        if must[at - 1] {
            out.push(finished(&sets[start..at], None, measure));
            (start, width, last_break) = (at, 0.0, None);
        } else if may[at - 1] {
            last_break = Some(at);
        }
    }
    if start < sets.len() || out.is_empty() {
        out.push(finished(&sets[start..], None, measure));
    }
    out
}

/// The characters of a line at their places; `fill` is the room that a full line is stretched to.
fn finished(sets: &[Set], fill: Option<f32>, measure: Measure) -> Line {
    let end = sets
        .iter()
        .rposition(|set| set.character != ' ' && !set.character.is_control())
        .map_or(0, |last| last + 1);
    let mut sets: Vec<Set> = sets[..end]
        .iter()
        .filter(|set| !set.character.is_control())
        .cloned()
        .collect();
    let natural: f32 = sets.iter().map(|set| set.width).sum();
    let gaps = sets.len().saturating_sub(1);
    // More than a quarter of a character between any two would tear the line apart.
    let stretch = match fill {
        Some(room) if measure.justified && gaps > 0 => {
            let each = (room - natural).max(0.0) / gaps as f32;
            if each <= measure.size / 4.0 {
                each
            } else {
                0.0
            }
        }
        _ => 0.0,
    };
    let mut x = 0.0;
    for set in &mut sets {
        set.x = x;
        x += set.width + stretch;
    }
    let width = sets.last().map_or(0.0, |set| set.x + set.width);
    Line { sets, width }
}
