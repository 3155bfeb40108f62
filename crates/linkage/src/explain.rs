//! Why two rows are taken for one person: a waterfall from the prior over each field's evidence to
//! the probability, as data, as text and as a drawing.

use std::fmt::Write;

/// The evidence of one field.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Step {
    /// The field.
    pub field: String,
    /// The level of agreement; `missing` when either side has none.
    pub level: String,
    /// The value on the left, as compared.
    pub left: String,
    /// The value on the right, as compared.
    pub right: String,
    /// Evidence in bits: positive for one person, negative against.
    pub bits: f64,
}

/// The whole evidence of a pair.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Waterfall {
    /// Row on the left.
    pub left: u32,
    /// Row on the right.
    pub right: u32,
    /// Odds in bits before anything is compared.
    pub prior_bits: f64,
    /// Fields in the order of the model.
    pub steps: Vec<Step>,
    /// Odds in bits with everything.
    pub total_bits: f64,
    /// Probability that both are one person.
    pub probability: f64,
}

impl Waterfall {
    /// Lines of text, one a field; `label` names fields and levels in the reader's language.
    pub fn text(&self, label: impl Fn(&str) -> String) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{:>8.2}  {}", self.prior_bits, label("prior"));
        for step in &self.steps {
            let bar = "█".repeat((step.bits.abs().round() as usize).min(30));
            let sign = if step.bits < 0.0 { "-" } else { "+" };
            let _ = writeln!(
                out,
                "{:>+8.2}  {}: {} | {} ({}) {sign}{bar}",
                step.bits,
                label(&step.field),
                step.left,
                step.right,
                label(&step.level),
            );
        }
        let _ = writeln!(out, "{:>8.2}  {:.4}", self.total_bits, self.probability);
        out
    }

    /// A drawing 640 units wide, complete in itself; texts through `label`, values escaped.
    pub fn svg(&self, label: impl Fn(&str) -> String) -> String {
        const ROW: f64 = 22.0;
        let mut at = self.prior_bits;
        let (mut low, mut high) = (at.min(0.0), at.max(0.0));
        for step in &self.steps {
            at += step.bits;
            low = low.min(at);
            high = high.max(at);
        }
        let place = |bits: f64| 330.0 + (bits - low) / (high - low).max(1.0) * 300.0;
        let height = ROW * (self.steps.len() as f64 + 2.0) + 6.0;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 {height}\" role=\"img\" \
             font-size=\"12\" font-family=\"sans-serif\"><title>{:.4}</title>",
            self.probability
        );
        let mut from = 0.0;
        let prior = (label("prior"), String::new(), self.prior_bits);
        let steps = self.steps.iter().map(|s| {
            let values = format!("{} | {}", s.left, s.right);
            (
                format!("{} · {}", label(&s.field), label(&s.level)),
                values,
                s.bits,
            )
        });
        for (row, (name, values, bits)) in std::iter::once(prior).chain(steps).enumerate() {
            let y = ROW * row as f64 + 4.0;
            let (a, b) = (place(from), place(from + bits));
            from += bits;
            let colour = if bits < 0.0 { "#c2410c" } else { "#15803d" };
            let _ = write!(
                out,
                "<text x=\"4\" y=\"{ty}\">{name}</text>\
                 <rect x=\"{x:.1}\" y=\"{y}\" width=\"{w:.1}\" height=\"14\" fill=\"{colour}\">\
                 <title>{values}</title></rect>\
                 <text x=\"322\" y=\"{ty}\" text-anchor=\"end\">{bits:+.1}</text>",
                ty = y + 11.0,
                name = escape(&name),
                values = escape(&values),
                x = a.min(b),
                w = (a - b).abs().max(1.0),
            );
        }
        let y = ROW * (self.steps.len() as f64 + 1.0) + 15.0;
        let _ = write!(
            out,
            "<text x=\"4\" y=\"{y}\" font-weight=\"bold\">{:.4}</text><text x=\"322\" y=\"{y}\" \
             text-anchor=\"end\" font-weight=\"bold\">{:+.1}</text></svg>",
            self.probability, self.total_bits
        );
        out
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waterfall_is_drawn_and_escaped() {
        let waterfall = Waterfall {
            left: 0,
            right: 1,
            prior_bits: -10.0,
            steps: vec![Step {
                field: "surname".into(),
                level: "same".into(),
                left: "<b>".into(),
                right: "王".into(),
                bits: 12.5,
            }],
            total_bits: 2.5,
            probability: 0.85,
        };
        let text = waterfall.text(str::to_owned);
        assert!(text.contains("+12.50  surname: <b> | 王 (same)"), "{text}");
        let svg = waterfall.svg(str::to_owned);
        assert!(svg.contains("&lt;b>") && svg.ends_with("</svg>"));
    }
}
