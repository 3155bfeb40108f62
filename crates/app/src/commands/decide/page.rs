//! Decisions as one page that stands alone and prints well.

use super::report::{Section, Writer};
use crate::messages::Catalogue;
use policy::decide::{All, Decision, Outcome};
use policy::fact::Case;
use policy::pack::Pack;
use std::fmt::Write as _;

const STYLE: &str = "body{font:15px/1.6 'Noto Sans CJK SC','Microsoft YaHei',system-ui,sans-serif;\
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2937}h1{font-size:1.35rem;margin:2rem 0 .5rem}\
h2{font-size:1rem;margin:1.2rem 0 .3rem;color:#374151}.end{padding:.6rem .9rem;border-left:5px solid;\
background:#f8fafc}.granted{border-color:#15803d}.refused{border-color:#b91c1c}\
.needs_fact{border-color:#b45309}.not_in_force{border-color:#6b7280}\
table{border-collapse:collapse;width:100%}td{padding:.3rem .5rem;border-bottom:1px solid #e5e7eb;\
vertical-align:top}td.m{width:1.2rem;text-align:center}td.l{width:24%}\
td.c{width:26%;color:#4b5563;font-size:.85rem;overflow-wrap:anywhere}\
td.t{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}\
footer{margin-top:2rem;color:#4b5563;font-size:.85rem;overflow-wrap:anywhere}\
summary{font-weight:600;color:#374151;margin:1.2rem 0 .3rem;cursor:pointer}\
.sum{font-size:1.1rem;padding:.8rem 1rem;background:#eff6ff;border-radius:.4rem}\
ul.all{list-style:none;padding:0;margin:0}ul.all li{padding:.45rem .8rem;margin:.35rem 0;\
border-left:4px solid;border-color:inherit;background:#f8fafc;break-inside:avoid}ul.all span{color:#4b5563}\
@media(max-width:40rem){td{display:block;border:0;padding:.1rem .5rem}\
td.m,td.l,td.c{width:auto;text-align:left}td.m,td.l{display:inline-block}td.l{font-weight:600}tr{display:block;border-bottom:1px solid #e5e7eb}}\
@media print{@page{size:A4;margin:14mm}\
details::details-content{content-visibility:visible;block-size:auto}body{margin:0;max-width:none;font-size:10.5pt}article{break-inside:auto}tr,h2,summary{break-inside:avoid}\
h2,summary{break-after:avoid}article+article{break-before:page}}";

/// The page.
pub(super) fn page(
    catalogue: &Catalogue,
    pack: &Pack,
    case: &Case,
    (decisions, all): (&[Decision], Option<&All>),
    more: Option<Section>,
) -> String {
    let writer = Writer {
        catalogue,
        pack,
        case,
    };
    let heading = catalogue.text("decide-page");
    let mut out = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{heading}</title>\
         <style>{STYLE}</style><main>",
        catalogue.tag()
    );
    if let Some(all) = all {
        glance(&writer, catalogue, all, &mut out);
    }
    for told in writer.told((decisions, all.is_some()), more) {
        let _ = write!(
            out,
            "<article><h1>{}</h1><p class=\"end {}\">{}</p>",
            escape(&writer.title(told.decision, &told.who)),
            class(told.decision.outcome),
            escape(&writer.conclusion(told.decision))
        );
        for section in &told.sections {
            write_section(catalogue, section, all.is_none(), &mut out);
        }
        out.push_str("</article>");
    }
    let footer = escape(&writer.footer());
    let _ = write!(out, "</main><footer>{footer}</footer></html>");
    out.push('\n');
    out
}

fn class(outcome: Outcome) -> &'static str {
    outcome.word()
}

/// What is owed, open and not owed on the first page; what is not owed is folded away.
fn glance(writer: &Writer<'_>, catalogue: &Catalogue, all: &All, out: &mut String) {
    let overview = writer.overview(all);
    let heading = catalogue.text("decide-page");
    let summary = escape(&overview.summary);
    let _ = write!(
        out,
        "<article><h1>{heading}</h1><p class=\"sum\">{summary}</p>"
    );
    for group in &overview.groups {
        let heading = catalogue.text(group.heading);
        let folded = group.outcome == Outcome::Refused;
        out.push_str(&if folded {
            format!(
                "<details><summary>{heading} ({})</summary>",
                group.lines.len()
            )
        } else {
            format!("<h2>{heading}</h2>")
        });
        let _ = write!(out, "<ul class=\"all {}\">", class(group.outcome));
        for line in &group.lines {
            let _ = write!(
                out,
                "<li><b>{}</b> <span>{}</span><br>{}</li>",
                escape(&line.title),
                escape(&line.who),
                escape(&line.said)
            );
        }
        out.push_str(if folded { "</ul></details>" } else { "</ul>" });
    }
    out.push_str("</article>");
}

fn write_section(catalogue: &Catalogue, section: &Section, open: bool, out: &mut String) {
    let heading = catalogue.text(section.heading);
    let open = if open || !section.looked_up {
        " open"
    } else {
        ""
    };
    let _ = write!(out, "<details{open}><summary>{heading}</summary><table>");
    for row in &section.rows {
        let label = if row.label.is_empty() {
            String::new()
        } else {
            format!("<td class=\"l\">{}</td>", escape(&row.label))
        };
        let wide = if row.label.is_empty() {
            " colspan=\"2\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<tr><td class=\"m\">{}</td>{label}<td class=\"t\"{wide}>{}</td>\
             <td class=\"c\">{}</td></tr>",
            row.mark,
            escape(&row.text),
            escape(&row.cite)
        );
    }
    out.push_str("</table></details>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
