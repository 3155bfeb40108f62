//! The page of `doudi pack show`: sections as tables, the road as a picture, fit for A4.

use super::show::Section;
use crate::commands::explain_page::escape;
use crate::messages::Catalogue;
use base::date::Date;
use policy::pack::Pack;
use policy::programme::{Count, Road, Span};
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
    (road, on): (Option<&Road>, Option<Date>),
) -> String {
    let language = catalogue.language().tag();
    let mut page = format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{0}</title><style>{STYLE}</style><h1>{0}</h1><p>{1}</p>",
        escape(title),
        escape(summary)
    );
    if let Some(road) = road {
        let _ = write!(page, "<h2>{}</h2>", catalogue.text("show-road"));
        picture(catalogue, (road, on), &mut page);
    }
    let drawn = road.map(|_| catalogue.text("show-road"));
    for section in sections
        .iter()
        .filter(|s| Some(&s.heading) != drawn.as_ref())
    {
        let _ = write!(page, "<h2>{}</h2><table>", escape(&section.heading));
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

/// The steps from top to bottom, each with who acts and how long they may take.
fn picture(catalogue: &Catalogue, (road, on): (&Road, Option<Date>), page: &mut String) {
    let steps = road.steps.iter();
    let steps: Vec<_> = steps
        .filter(|s| on.is_none_or(|on| s.days.contain(on)))
        .collect();
    let language = catalogue.language().tag();
    let height = steps.len() * 64 + 8;
    let _ = write!(page, "<svg viewBox=\"0 0 980 {height}\" role=\"img\">");
    for (at, step) in steps.iter().enumerate() {
        let top = at * 64 + 4;
        if at > 0 {
            let _ = write!(
                page,
                "<path d=\"M300 {} v14 m-5 -6 l5 6 l5 -6\" stroke=\"#9ca3af\" stroke-width=\"2\" fill=\"none\"/>",
                top - 16
            );
        }
        let limit = step.limit.as_ref().map_or(String::new(), |limit| {
            let count = match limit.count {
                Count::Working => "show-working-days",
                Count::Calendar | Count::Full => "show-days",
            };
            match &limit.days_long {
                Span::Of(days) => format!("≤ {days} {}", catalogue.text(count)),
                Span::Parameter(_) => String::new(),
            }
        });
        let _ = write!(
            page,
            "<rect x=\"120\" y=\"{top}\" width=\"360\" height=\"46\" rx=\"8\" fill=\"#fef2f2\" \
             stroke=\"#b91c1c\"/><text x=\"300\" y=\"{0}\" text-anchor=\"middle\" fill=\"#111827\">{1}</text>\
             <text x=\"108\" y=\"{0}\" text-anchor=\"end\" fill=\"#374151\">{2}</text>\
             <text x=\"496\" y=\"{0}\" fill=\"#b91c1c\">{3}</text>\
             <text x=\"620\" y=\"{0}\" fill=\"#6b7280\">{4}</text>",
            top + 29,
            escape(step.label.of(language)),
            escape(&catalogue.label(&step.actor)),
            escape(&limit),
            escape(&crate::packs::cited(&step.cite))
        );
    }
    let _ = write!(page, "</svg>");
}
