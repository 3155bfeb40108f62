//! The page of `doudi pack show`: sections as tables, the road as a picture, fit for A4.

use super::show::Section;
use crate::commands::explain_page::escape;
use crate::commands::road::Words;
use crate::messages::Catalogue;
use base::date::Date;
use policy::pack::Pack;
use policy::programme::{Road, RoadStep};
use std::fmt::Write;

const STYLE: &str = "body{font:16px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;margin:2rem auto;\
max-width:980px;padding:0 1rem;color:#111827;background:#fff}h1{font-size:30px;text-align:center;\
margin:0}h1+p{text-align:center;font-size:18px;color:#374151}h2{font-size:20px;margin:1.8rem 0 \
.4rem;border-left:6px solid #b91c1c;padding-left:.6rem}table{border-collapse:collapse;width:100%}\
td{padding:.4rem .6rem;border-bottom:1px solid #e5e7eb;vertical-align:top}td:first-child{width:26%;\
font-weight:600}td:nth-child(2){white-space:pre-line;font-variant-numeric:tabular-nums}\
td:last-child{width:24%;color:#6b7280;font-size:13px}.meta{color:#6b7280;font-size:13px;\
overflow-wrap:anywhere}svg{width:100%;height:auto}svg text{font:14px system-ui,'Noto Sans CJK SC',\
sans-serif}tr,svg{break-inside:avoid}@page{size:A4;margin:14mm}@media print{body{margin:0;\
max-width:none;font-size:12px}}";

/// The whole page.
pub(crate) fn page(
    catalogue: &Catalogue,
    pack: &Pack,
    (title, summary): (&str, &str),
    sections: &[Section],
    road: Option<(&Road, Words<'_>)>,
    on: Option<Date>,
) -> String {
    let language = catalogue.language().tag();
    let mut page = format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{0}</title><style>{STYLE}</style><h1>{0}</h1><p>{1}</p>",
        escape(title),
        escape(summary)
    );
    if let Some((road, words)) = &road {
        let _ = write!(page, "<h2>{}</h2>", catalogue.text("show-road"));
        picture(catalogue, words, (road, on), &mut page);
    }
    // What each step asks stands below the picture of the road, under the same heading.
    let drawn = road.as_ref().map(|_| catalogue.text("show-road"));
    let is_drawn = |s: &&Section| Some(&s.heading) == drawn.as_ref();
    let (steps, others): (Vec<_>, Vec<_>) = sections.iter().partition(is_drawn);
    for section in steps.into_iter().chain(others) {
        if !is_drawn(&section) {
            let _ = write!(page, "<h2>{}</h2>", escape(&section.heading));
        }
        let _ = write!(page, "<table>");
        for row in &section.rows {
            let [label, content, source] = row.each_ref().map(|cell| escape(cell));
            let _ = write!(
                page,
                "<tr><td>{label}</td><td>{content}</td><td>{source}</td></tr>"
            );
        }
        let _ = write!(page, "</table>");
    }
    let _ = write!(
        page,
        "<p class=\"meta\">{} · {}</p>",
        escape(pack.title.of(language)),
        pack.version
    );
    page
}

/// The steps from top to bottom, each with who acts and how long it may take or hangs out. The
/// ordinary way is joined by arrows; the turns a case may take stand aside.
fn picture(
    catalogue: &Catalogue,
    words: &Words<'_>,
    (road, on): (&Road, Option<Date>),
    page: &mut String,
) {
    let steps = road.steps.iter();
    // Without a day the newest version of each step.
    let steps: Vec<&RoadStep> = steps
        .filter(|s| match on {
            Some(on) => s.days.contain(on),
            None => road
                .steps
                .iter()
                .rfind(|r| r.id == s.id)
                .is_some_and(|r| std::ptr::eq(r, *s)),
        })
        .collect();
    let mut ordinary: Vec<&str> = vec![&road.start];
    while let Some(last) = ordinary.last()
        && let Some(step) = steps.iter().find(|s| s.id == **last)
        && let Some(next) = step.next.first()
        && !ordinary.contains(&next.as_str())
    {
        ordinary.push(next);
    }
    let (main, aside): (Vec<&RoadStep>, Vec<&RoadStep>) = steps
        .into_iter()
        .partition(|s| ordinary.contains(&s.id.as_str()));
    let language = catalogue.language().tag();
    let height = (main.len() + aside.len()) * 64 + 8;
    let _ = write!(page, "<svg viewBox=\"0 0 980 {height}\" role=\"img\">");
    for (at, step) in main.iter().chain(&aside).enumerate() {
        let top = at * 64 + 4;
        if at > 0 && at < main.len() {
            let _ = write!(
                page,
                "<path d=\"M300 {} v14 m-5 -6 l5 6 l5 -6\" stroke=\"#9ca3af\" stroke-width=\"2\" fill=\"none\"/>",
                top - 16
            );
        }
        let look = if at < main.len() {
            "fill=\"#fef2f2\" stroke=\"#b91c1c\""
        } else {
            "fill=\"#fff\" stroke=\"#9ca3af\" stroke-dasharray=\"5 4\""
        };
        let _ = write!(
            page,
            "<rect x=\"120\" y=\"{top}\" width=\"360\" height=\"46\" rx=\"8\" {look}/>\
             <text x=\"300\" y=\"{0}\" text-anchor=\"middle\" fill=\"#111827\">{1}</text>\
             <text x=\"108\" y=\"{0}\" text-anchor=\"end\" fill=\"#374151\">{2}</text>\
             <text x=\"496\" y=\"{0}\" fill=\"#b91c1c\">{3}</text>\
             <text x=\"660\" y=\"{0}\" fill=\"#6b7280\">{4}</text>",
            top + 29,
            escape(step.label.of(language)),
            escape(&catalogue.label(&step.actor)),
            escape(&words.takes(step)),
            escape(&crate::packs::cited(&step.cite))
        );
    }
    let _ = write!(page, "</svg>");
}
