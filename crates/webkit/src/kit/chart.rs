//! A chart: bars, lines or a waterfall, drawn by scripting from values that stand beside it as a
//! table. Without scripting, on paper and for a screen reader the table is the chart.
//!
//! Start at [`Chart::bars`], [`Chart::lines`], [`Chart::waterfall`]; end with [`Chart::show`].

use crate::html::{Html, escape};
use crate::page::Say;
use base::Fen;
use base::message::Message;
use base::money::written::grouped;
use serde_json::{Value, json};

/// What the numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// Things counted.
    #[default]
    Count,
    /// Amounts in fen, shown in yuan.
    Money,
    /// Shares in hundredths of a per cent: 10,000 is all of it.
    Share,
}

impl Measure {
    /// A value as one reads it, `12,345`, `1,234.50`, `87.5%`.
    #[must_use]
    pub fn shown(self, value: i64) -> String {
        match self {
            Self::Count => grouped(&value.to_string()),
            Self::Money => grouped(&Fen::new(value).to_string()),
            Self::Share => {
                let sign = if value < 0 { "-" } else { "" };
                let value = value.unsigned_abs();
                let text = format!("{sign}{}.{:02}", value / 100, value % 100);
                let text = text.trim_end_matches('0').trim_end_matches('.');
                format!("{text}%")
            }
        }
    }

    /// By what the drawing divides, and what it writes behind.
    fn scale(self) -> (i64, &'static str) {
        match self {
            Self::Count => (1, ""),
            Self::Money => (100, ""),
            Self::Share => (100, "%"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bars,
    Lines,
    Waterfall,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Bars => "bars",
            Self::Lines => "lines",
            Self::Waterfall => "waterfall",
        }
    }
}

/// A row of values under one name.
#[derive(Debug, Clone)]
struct Series {
    name: String,
    values: Vec<Option<i64>>,
}

/// A chart in the making. All text comes in finished, in the reader's language.
#[derive(Debug, Clone)]
pub struct Chart {
    kind: Kind,
    title: String,
    measure: Measure,
    /// What the labels are: towns, months.
    axis: String,
    labels: Vec<String>,
    links: Vec<String>,
    series: Vec<Series>,
    marks: Vec<(String, i64)>,
    stacked: bool,
    lying: bool,
}

impl Chart {
    fn new(kind: Kind, title: &str, axis: &str, measure: Measure) -> Self {
        Self {
            kind,
            title: title.to_owned(),
            measure,
            axis: axis.to_owned(),
            labels: Vec::new(),
            links: Vec::new(),
            series: Vec::new(),
            marks: Vec::new(),
            stacked: false,
            lying: false,
        }
    }

    /// Bars side by side. `axis` is the heading of the labels: "Town", "Month".
    #[must_use]
    pub fn bars(title: &str, axis: &str, measure: Measure) -> Self {
        Self::new(Kind::Bars, title, axis, measure)
    }

    /// Lines: something that goes on in time.
    #[must_use]
    pub fn lines(title: &str, axis: &str, measure: Measure) -> Self {
        Self::new(Kind::Lines, title, axis, measure)
    }

    /// A waterfall: from what was, through what came and went, to what is. `steps` are the changes
    /// with their names; the last bar is their sum and is named `end`.
    #[must_use]
    pub fn waterfall(
        title: &str,
        axis: &str,
        measure: Measure,
        begin: (&str, i64),
        steps: &[(&str, i64)],
        end: &str,
    ) -> Self {
        let mut chart = Self::new(Kind::Waterfall, title, axis, measure);
        let sum = steps
            .iter()
            .fold(begin.1, |sum, (_, change)| sum.saturating_add(*change));
        let all = std::iter::once(begin).chain(steps.iter().copied());
        let (labels, values): (Vec<_>, Vec<_>) = all
            .chain([(end, sum)])
            .map(|(label, value)| (label.to_owned(), Some(value)))
            .unzip();
        chart.labels = labels;
        chart.series.push(Series {
            name: title.to_owned(),
            values,
        });
        chart
    }

    /// The labels, and where each leads when it is clicked (empty: nowhere).
    #[must_use]
    pub fn labels<T: Into<String>, P: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = (T, P)>,
    ) -> Self {
        let pairs = labels.into_iter().map(|(t, p)| (t.into(), p.into()));
        (self.labels, self.links) = pairs.unzip();
        self
    }

    /// One row of values, as many as there are labels; `None` where nothing is known.
    #[must_use]
    pub fn series(mut self, name: &str, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        self.series.push(Series {
            name: name.to_owned(),
            values: values.into_iter().collect(),
        });
        self
    }

    /// A line across: a target, a bound of the law.
    #[must_use]
    pub fn mark(mut self, name: &str, value: i64) -> Self {
        self.marks.push((name.to_owned(), value));
        self
    }

    /// The rows of values upon one another.
    #[must_use]
    pub fn stacked(mut self) -> Self {
        self.stacked = true;
        self
    }

    /// Bars from left to right: for labels that are long or many.
    #[must_use]
    pub fn lying(mut self) -> Self {
        self.lying = true;
        self
    }

    /// The figure: caption, what it says in words, the values as a table.
    #[must_use]
    pub fn show(&self, t: Say<'_>) -> Html {
        let words: Vec<String> = self.series.iter().filter_map(|s| self.said(t, s)).collect();
        Html::markup(format!(
            "<figure class=\"figure chart\" data-figure=\"chart\"><figcaption>{}</figcaption>\
             <div class=\"drawing\" aria-hidden=\"true\"></div>\
             <p class=\"visually-hidden\">{}</p>\
             <details class=\"values\" open><summary>{}</summary>{}</details>\
             <script type=\"application/json\">{}</script></figure>",
            escape(&self.title),
            escape(&words.join(" ")),
            escape(&t.text("figure-values")),
            self.table(),
            in_script(&self.drawn()),
        ))
    }

    /// What a series says: where it is highest and lowest.
    fn said(&self, t: Say<'_>, series: &Series) -> Option<String> {
        let known = || {
            let pairs = self.labels.iter().zip(&series.values);
            pairs.filter_map(|(label, value)| value.map(|v| (label, v)))
        };
        let (most_at, most) = known().max_by_key(|(_, v)| *v)?;
        let (least_at, least) = known().min_by_key(|(_, v)| *v)?;
        let message = Message::new("figure-says")
            .with("name", series.name.as_str())
            .with("most", self.measure.shown(most))
            .with("most_at", most_at.as_str())
            .with("least", self.measure.shown(least))
            .with("least_at", least_at.as_str());
        Some(t.say(&message))
    }

    fn table(&self) -> String {
        let mut out = String::from("<table class=\"list\"><thead><tr>");
        out += &format!("<th scope=\"col\">{}</th>", escape(&self.axis));
        for series in &self.series {
            out += &format!(
                "<th scope=\"col\" class=\"n\">{}</th>",
                escape(&series.name)
            );
        }
        out += "</tr></thead><tbody>";
        for (at, label) in self.labels.iter().enumerate() {
            let label = match self.links.get(at).filter(|link| !link.is_empty()) {
                Some(link) => Html::link(link, label),
                None => Html::text(label),
            };
            out += &format!("<tr><th scope=\"row\">{label}</th>");
            for series in &self.series {
                let value = series.values.get(at).copied().flatten();
                let shown = value.map_or_else(|| "–".to_owned(), |v| self.measure.shown(v));
                out += &format!("<td class=\"n\">{}</td>", escape(&shown));
            }
            out += "</tr>";
        }
        out += "</tbody>";
        if !self.marks.is_empty() {
            out += "<tfoot>";
            for (name, value) in &self.marks {
                let shown = escape(&self.measure.shown(*value));
                let width = self.series.len().max(1);
                out += &format!(
                    "<tr><th scope=\"row\">{}</th><td class=\"n\" colspan=\"{width}\">{shown}</td></tr>",
                    escape(name)
                );
            }
            out += "</tfoot>";
        }
        out + "</table>"
    }

    fn drawn(&self) -> Value {
        let (divide, behind) = self.measure.scale();
        let series = self.series.iter().map(|s| {
            let shown = |v: &Option<i64>| v.map(|v| self.measure.shown(v));
            let shown: Vec<Option<String>> = s.values.iter().map(shown).collect();
            json!({"name": s.name, "values": s.values, "shown": shown})
        });
        let marks = self.marks.iter().map(|(name, value)| {
            json!({"name": name, "value": value, "shown": self.measure.shown(*value)})
        });
        json!({
            "kind": self.kind.name(),
            "divide": divide,
            "behind": behind,
            "stacked": self.stacked,
            "lying": self.lying,
            "labels": self.labels,
            "links": self.links,
            "series": series.collect::<Vec<_>>(),
            "marks": marks.collect::<Vec<_>>(),
        })
    }
}

/// JSON inside a script element: nothing in it can end the element.
pub(super) fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::messages::{Catalogue, Language};

    fn catalogue() -> Catalogue {
        let text = "figure-values = 数值\nfigure-says = {$name} 最高 {$most_at} {$most} 最低 {$least_at} {$least}\n";
        Catalogue::new(Language::Chinese, text.to_owned())
    }

    #[test]
    fn numbers_are_shown_as_their_measure_wants() {
        assert_eq!(Measure::Count.shown(-1_234_567), "-1,234,567");
        assert_eq!(Measure::Money.shown(123_456_789), "1,234,567.89");
        assert_eq!(Measure::Money.shown(-5), "-0.05");
        assert_eq!(Measure::Share.shown(8_750), "87.5%");
        assert_eq!(Measure::Share.shown(10_000), "100%");
    }

    #[test]
    fn the_table_holds_every_value_of_the_drawing_and_says_what_is_unknown() {
        let catalogue = catalogue();
        let shown = Chart::bars("各镇低保户", "镇街", Measure::Count)
            .labels([("甲镇", "/a"), ("乙镇", "")])
            .series("户", [Some(1_200), None])
            .mark("目标", 1_500)
            .show(Say(&catalogue));
        let page = shown.as_str();
        assert!(
            page.contains("<a href=\"/a\">甲镇</a></th><td class=\"n\">1,200</td>"),
            "{page}"
        );
        assert!(page.contains("乙镇</th><td class=\"n\">–</td>"), "{page}");
        assert!(page.contains("户 最高 甲镇 1,200"), "{page}");
        assert!(
            page.contains("目标</th><td class=\"n\" colspan=\"1\">1,500</td>"),
            "{page}"
        );
    }

    #[test]
    fn a_waterfall_ends_with_the_sum_of_its_steps() {
        let steps = [("新增", 300), ("退出", -450)];
        let chart = Chart::waterfall(
            "本月",
            "项",
            Measure::Money,
            ("上月", 1_000),
            &steps,
            "本月",
        );
        let values: Vec<_> = chart.series[0].values.iter().flatten().copied().collect();
        assert_eq!(values, [1_000, 300, -450, 850]);
        assert_eq!(chart.labels, ["上月", "新增", "退出", "本月"]);
    }

    #[test]
    fn what_people_wrote_cannot_leave_the_script_element() {
        let catalogue = catalogue();
        let shown = Chart::lines("</script><b>", "月", Measure::Count)
            .labels([("</script>", "")])
            .series("<!--", [Some(1)])
            .show(Say(&catalogue));
        assert_eq!(shown.as_str().matches("</script>").count(), 1, "{shown}");
        assert!(!shown.as_str().contains("<!--"));
    }
}
