//! What lasted how long, as bars over the same years: which assistance a household had, in which
//! registers somebody stood. Each line says the same in words, so that the picture is an addition.

use super::state::Tone;
use crate::html::{Html, escape};
use crate::page::Say;
use jiff::civil::Date;

/// Something that lasts or lasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its page; none when empty.
    pub path: String,
    /// Its name.
    pub text: String,
    /// More in a few words: an amount, for whom.
    pub about: String,
    /// First day.
    pub from: Date,
    /// Last day; none while it lasts.
    pub to: Option<Date>,
    /// What it means.
    pub tone: Tone,
}

/// Width of the picture in its own units.
const WIDTH: i32 = 1000;

/// Years that are shown at most; what began before them begins at the edge.
const YEARS_MAX: i16 = 12;

/// The first day that is shown: the beginning of the year of the first span, within reason.
fn first(spans: &[Span], today: Date) -> Date {
    let earliest = spans.iter().map(|s| s.from.year()).min();
    let earliest = earliest.unwrap_or_else(|| today.year());
    let year = earliest.clamp(today.year() - YEARS_MAX, today.year());
    Date::new(year, 1, 1).unwrap_or(today)
}

/// Where a day lies between the first day and the day after today.
fn place(day: Date, first: Date, today: Date) -> i32 {
    let days = |to: Date| (to - first).get_days();
    let all = days(today).max(1);
    (days(day).clamp(0, all) * WIDTH) / all
}

/// The bars, the newest first. Nothing when there are none.
#[must_use]
pub fn bars(t: Say<'_>, spans: &[Span], today: Date) -> Html {
    if spans.is_empty() {
        return Html::default();
    }
    let first = first(spans, today);
    let mut spans: Vec<&Span> = spans.iter().collect();
    spans.sort_by_key(|span| std::cmp::Reverse((span.to.is_none(), span.from)));
    let years: String = (first.year()..=today.year())
        .filter_map(|year| Date::new(year, 1, 1).ok())
        .map(|day| {
            let x = place(day, first, today);
            format!("<line x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"20\"/>")
        })
        .collect();
    let mut out = format!(
        "<table class=\"bars\"><thead><tr><th scope=\"col\">{}</th>\
         <th scope=\"col\" class=\"wide-cell\"><span class=\"axis\"><span>{}</span><span>{}</span>\
         </span></th><th scope=\"col\">{}</th></tr></thead><tbody>",
        escape(&t.text("span-what")),
        first.year(),
        escape(&t.text("span-today")),
        escape(&t.text("span-when")),
    );
    for span in spans {
        let from = place(span.from, first, today);
        let to = place(span.to.unwrap_or(today), first, today);
        let name = match span.path.is_empty() {
            true => Html::text(&span.text),
            false => Html::link(&span.path, &span.text),
        };
        let about = match span.about.is_empty() {
            true => String::new(),
            false => format!(" <span class=\"quiet\">{}</span>", escape(&span.about)),
        };
        let until = span
            .to
            .map_or_else(|| t.text("span-now"), |d| d.to_string());
        out += &format!(
            "<tr><th scope=\"row\">{name}{about}</th><td class=\"wide-cell\"><svg class=\"bar {}\" \
             viewBox=\"0 0 {WIDTH} 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{years}\
             <rect x=\"{from}\" y=\"4\" width=\"{}\" height=\"12\"/></svg></td>\
             <td class=\"nowrap quiet\">{} – {}</td></tr>",
            span.tone.class(),
            (to - from).max(6),
            span.from,
            escape(&until),
        );
    }
    Html::markup(out + "</tbody></table>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_lie_between_the_first_year_and_today() {
        let (first, today) = (day("2018-01-01"), day("2020-01-01"));
        assert_eq!(place(first, first, today), 0);
        assert_eq!(place(day("2019-01-01"), first, today), 500);
        assert_eq!(place(day("2030-01-01"), first, today), WIDTH);
    }

    #[test]
    fn what_began_in_the_last_century_begins_at_the_edge() {
        let span = Span {
            path: String::new(),
            text: "x".to_owned(),
            about: String::new(),
            from: day("1956-03-02"),
            to: None,
            tone: Tone::Good,
        };
        assert_eq!(first(&[span], day("2020-05-31")), day("2008-01-01"));
    }
}
