//! Bars drawn in the page itself: no scripts, nothing to load, sharp in print.

use super::escape;
use std::fmt::Write;

/// Colours of the four directions.
pub(super) const COLOURS: [&str; 4] = ["#b4532a", "#2f7d4f", "#b58a12", "#3b6ea5"];

/// A bar with its name before it and its number behind it.
pub(super) struct Bar {
    pub(super) name: String,
    /// One part for each direction, or a single one.
    pub(super) parts: Vec<(usize, &'static str)>,
}

impl Bar {
    fn total(&self) -> usize {
        self.parts.iter().map(|(n, _)| n).sum()
    }
}

/// Horizontal bars one below the other, to one scale; `most` fixes the scale of several charts.
pub(super) fn bars(bars: &[Bar], most: usize, names: f64) -> String {
    const ROW: f64 = 21.0;
    const WIDE: f64 = 520.0;
    let height = ROW * bars.len() as f64 + 2.0;
    let scale = (WIDE - names - 46.0) / most.max(1) as f64;
    let mut out = format!("<svg viewBox=\"0 0 {WIDE} {height}\" role=\"img\" class=\"bars\">");
    for (row, bar) in bars.iter().enumerate() {
        let y = ROW * row as f64;
        let _ = write!(
            out,
            "<text x=\"{x}\" y=\"{ty}\" text-anchor=\"end\">{name}</text>",
            x = names - 8.0,
            ty = y + 14.5,
            name = escape(&short(&bar.name, names)),
        );
        let mut x = names;
        for (count, colour) in &bar.parts {
            let width = *count as f64 * scale;
            if *count > 0 {
                let _ = write!(
                    out,
                    "<rect x=\"{x:.1}\" y=\"{}\" width=\"{:.1}\" height=\"14\" rx=\"1.5\" \
                     fill=\"{colour}\"/>",
                    y + 3.0,
                    width.max(1.5),
                );
            }
            x += width;
        }
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{}\" class=\"n\">{}</text>",
            x + 6.0,
            y + 14.5,
            bar.total(),
        );
    }
    out + "</svg>"
}

/// Bars with their names above them, whole, to one scale: what stands in half a page stays legible
/// in print.
pub(super) fn named_bars(bars: &[Bar], most: usize) -> String {
    const WIDE: f64 = 340.0;
    const LINE: f64 = 13.5;
    let scale = (WIDE - 46.0) / most.max(1) as f64;
    let mut inner = String::new();
    let mut y = 0.0;
    for bar in bars {
        for line in lines(&bar.name, WIDE) {
            y += LINE;
            let _ = write!(
                inner,
                "<text x=\"0\" y=\"{}\">{}</text>",
                y - 3.0,
                escape(&line)
            );
        }
        let mut x = 0.0;
        for (count, colour) in bar.parts.iter().filter(|(count, _)| *count > 0) {
            let width = *count as f64 * scale;
            let _ = write!(
                inner,
                "<rect x=\"{x:.1}\" y=\"{}\" width=\"{:.1}\" height=\"8\" rx=\"1.5\" \
                 fill=\"{colour}\"/>",
                y + 1.0,
                width.max(1.5),
            );
            x += width;
        }
        let _ = write!(
            inner,
            "<text x=\"{:.1}\" y=\"{}\" class=\"n\">{}</text>",
            x + 6.0,
            y + 9.0,
            bar.total(),
        );
        y += 12.5;
    }
    format!("<svg viewBox=\"0 0 {WIDE} {y}\" role=\"img\" class=\"bars\">{inner}</svg>")
}

fn width(c: char) -> f64 {
    if c.is_ascii() { 6.4 } else { 12.0 }
}

/// A name in as many lines as it needs, broken between words, or between characters of a script
/// without spaces.
fn lines(name: &str, room: f64) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut used = 0.0;
    for word in name.split_inclusive(|c: char| c == ' ' || !c.is_ascii()) {
        let wide: f64 = word.trim_end().chars().map(width).sum();
        if used + wide > room && used > 0.0 {
            out.push(String::new());
            used = 0.0;
        }
        if let Some(line) = out.last_mut() {
            line.push_str(word);
        }
        used += word.chars().map(width).sum::<f64>();
    }
    out
}

/// What fits before the bars.
fn short(name: &str, room: f64) -> String {
    let mut used = 0.0;
    let mut out = String::new();
    for c in name.chars() {
        used += width(c);
        if used > room - 20.0 {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_share_one_scale_and_long_names_are_cut() {
        let all = [
            Bar {
                name: "一".repeat(40),
                parts: vec![(10, COLOURS[0])],
            },
            Bar {
                name: "<b>".to_owned(),
                parts: vec![(3, COLOURS[0]), (2, COLOURS[1])],
            },
        ];
        let svg = bars(&all, 10, 120.0);
        assert!(svg.contains("…") && svg.contains("&lt;b>"), "{svg}");
        assert!(
            svg.contains("width=\"354.0\"") && svg.contains(">5</text>"),
            "{svg}"
        );
    }
    #[test]
    fn names_above_the_bars_are_never_cut() {
        let name = "M19b divorced shortly before admission, still registered together";
        let all = [Bar {
            name: name.to_owned(),
            parts: vec![(4, COLOURS[0])],
        }];
        let svg = named_bars(&all, 8);
        for word in name.split(' ') {
            assert!(svg.contains(word), "{word}: {svg}");
        }
        assert_eq!(lines(name, 340.0).len(), 2);
        assert_eq!(lines(&"一".repeat(30), 340.0).concat(), "一".repeat(30));
    }
}
