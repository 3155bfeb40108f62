//! The report on one page: counts in both directions side by side, towns, the findings to look at
//! first with their evidence, what was exempt, open or not looked at. One file, no scripts, fit for
//! print. ID numbers are masked.

mod chart;
mod finding;
mod style;

use super::outline;
use super::tally::{DIRECTIONS, Tally};
use super::view::View;
use crate::messages::Language;
use chart::{Bar, COLOURS, bars, named_bars};
use policy::pack::Screen;
use std::fmt::Write;

/// Classes of the four directions.
const CLASSES: [&str; 4] = ["exit", "entry", "adjust", "check"];

/// The whole page.
pub(super) fn page(view: &View<'_>, tally: &Tally) -> String {
    let tag = match view.catalogue.language() {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let title = view.say("compare-title");
    let pack = view.run.given.pack;
    let never = escape(&view.say("compare-never-a-decision"));
    let mut out = format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{title} {on}</title><style>{}</style>\
         </head><body><main><h1>{title}</h1>\
         <p class=\"soft\">{} · {}</p><p class=\"notice\">{never}</p>",
        style::STYLE,
        escape(view.label(&pack.title)),
        view.run.given.on,
        on = view.run.given.on,
        title = escape(&title),
    );
    facts(view, &mut out);
    cards(view, tally, &mut out);
    screens(view, tally, &mut out);
    towns(view, tally, &mut out);
    finding::first(view, &mut out);
    rest(view, tally, &mut out);
    let _ = write!(
        out,
        "<footer>{} · doudi {} ({}) · {}</footer></main></body></html>",
        escape(&view.say("compare-confidential")),
        env!("CARGO_PKG_VERSION"),
        env!("BUILT_FROM"),
        escape(pack.version.get(..16).unwrap_or(&pack.version)),
    );
    out
}

fn facts(view: &View<'_>, out: &mut String) {
    let shown = outline::facts(view);
    let wanted = shown.iter().filter(|(label, _)| {
        [
            view.say("compare-fact-ledgers"),
            view.say("compare-fact-people"),
        ]
        .contains(label)
    });
    for (label, value) in wanted {
        let _ = write!(
            out,
            "<p><span class=\"soft\">{}</span> {}</p>",
            escape(label),
            escape(value)
        );
    }
}

fn cards(view: &View<'_>, tally: &Tally, out: &mut String) {
    const ABOUT: [&str; 4] = [
        "compare-exit-about",
        "compare-entry-about",
        "compare-adjust-about",
        "compare-check-about",
    ];
    out.push_str("<section class=\"cards\">");
    for (at, direction) in DIRECTIONS.into_iter().enumerate() {
        let _ = write!(
            out,
            "<div class=\"card {}\"><span>{}</span><b>{}</b><small>{}</small></div>",
            CLASSES[at],
            escape(&view.direction(direction)),
            number(view, tally.direction(at)),
            escape(&view.say(ABOUT[at])),
        );
    }
    out.push_str("</section>");
}

fn screens(view: &View<'_>, tally: &Tally, out: &mut String) {
    let most = tally.screens.iter().map(|s| s.findings).max().unwrap_or(1);
    let _ = write!(
        out,
        "<h2>{}</h2><p class=\"soft\">{}</p><section class=\"two\">",
        escape(&view.say("compare-by-screen")),
        escape(&view.say("compare-by-screen-lead")),
    );
    for (at, direction) in DIRECTIONS.into_iter().enumerate() {
        let mut own: Vec<(&Screen, usize)> = view
            .run
            .given
            .pack
            .screens
            .iter()
            .zip(&tally.screens)
            .filter(|(screen, of)| screen.direction == direction && !of.not_run)
            .map(|(screen, of)| (screen, of.findings))
            .collect();
        own.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let all: Vec<Bar> = own
            .iter()
            .map(|(screen, n)| Bar {
                name: format!("{} {}", screen.id, view.label(&screen.title)),
                parts: vec![(*n, COLOURS[at])],
            })
            .collect();
        let _ = write!(
            out,
            "<div class=\"{}\"><h3>{} · {}</h3>{}</div>",
            CLASSES[at],
            escape(&view.direction(direction)),
            number(view, tally.direction(at)),
            named_bars(&all, most),
        );
    }
    out.push_str("</section>");
}

fn towns(view: &View<'_>, tally: &Tally, out: &mut String) {
    let name = |town: &super::tally::OfTown| {
        if town.name.is_empty() {
            view.say("compare-no-town")
        } else {
            town.name.clone()
        }
    };
    let most = tally
        .towns
        .iter()
        .map(super::tally::OfTown::total)
        .max()
        .unwrap_or(1);
    let all: Vec<Bar> = tally
        .towns
        .iter()
        .map(|town| Bar {
            name: name(town),
            parts: town.by_direction.iter().copied().zip(COLOURS).collect(),
        })
        .collect();
    let _ = write!(
        out,
        "<h2 class=\"new\">{}</h2><section class=\"towns\"><div>{}</div><table><tr><th>{}</th>",
        escape(&view.say("compare-by-town")),
        bars(&all, most, 96.0),
        escape(&view.say("compare-col-town")),
    );
    for direction in DIRECTIONS {
        let _ = write!(
            out,
            "<th class=\"n\">{}</th>",
            escape(&view.direction(direction))
        );
    }
    let _ = write!(
        out,
        "<th class=\"n\">{}</th></tr>",
        escape(&view.say("compare-sum"))
    );
    for town in &tally.towns {
        let _ = write!(out, "<tr><td>{}</td>", escape(&name(town)));
        for n in town.by_direction {
            let _ = write!(out, "<td class=\"n\">{}</td>", number(view, n));
        }
        let _ = write!(
            out,
            "<td class=\"n\"><b>{}</b></td></tr>",
            number(view, town.total())
        );
    }
    out.push_str("</table></section>");
}

/// Exempt and open cases by screen, what was not looked at, and the ledgers.
fn rest(view: &View<'_>, tally: &Tally, out: &mut String) {
    let quiet: Vec<(&Screen, usize, usize)> = view
        .run
        .given
        .pack
        .screens
        .iter()
        .zip(&tally.screens)
        .filter(|(_, of)| of.exempt + of.open > 0)
        .map(|(screen, of)| (screen, of.exempt, of.open))
        .collect();
    if !quiet.is_empty() {
        let _ = write!(
            out,
            "<h2>{}</h2><p class=\"soft\">{}</p><table><tr><th>{}</th><th class=\"n\">{}</th>\
             <th class=\"n\">{}</th><th>{}</th></tr>",
            escape(&view.say("compare-exempt-open")),
            escape(&view.say("compare-exempt-open-lead")),
            escape(&view.say("compare-col-screen")),
            escape(&view.say("compare-col-exempt")),
            escape(&view.say("compare-col-open")),
            escape(&view.say("compare-col-exempt-why")),
        );
        for (screen, exempt, open) in quiet {
            let why: Vec<String> = screen
                .exemptions
                .iter()
                .map(|(label, cite)| format!("{}（{}）", view.label(label), view.cite(cite)))
                .collect();
            let _ = write!(
                out,
                "<tr><td>{} {}</td><td class=\"n\">{exempt}</td><td class=\"n\">{open}</td>\
                 <td>{}</td></tr>",
                escape(&screen.id),
                escape(view.label(&screen.title)),
                escape(&why.join("；")),
            );
        }
        out.push_str("</table>");
    }
    let gaps = outline::gaps(view);
    if !gaps.is_empty() {
        let _ = write!(
            out,
            "<h2>{}</h2><p class=\"soft\">{}</p><table>",
            escape(&view.say("compare-gaps")),
            escape(&view.say("compare-gaps-lead")),
        );
        for (what, why) in gaps {
            let _ = write!(
                out,
                "<tr><td>{}</td><td>{}</td></tr>",
                escape(&what),
                escape(&why)
            );
        }
        out.push_str("</table>");
    }
    let _ = write!(
        out,
        "<h2>{}</h2><table><tr><th>{}</th><th>{}</th><th>{}</th><th class=\"n\">{}</th>\
         <th class=\"n\">{}</th></tr>",
        escape(&view.say("compare-tab-ledgers")),
        escape(&view.say("compare-col-ledger")),
        escape(&view.say("compare-col-provider")),
        escape(&view.say("compare-col-file")),
        escape(&view.say("compare-col-rows")),
        escape(&view.say("compare-col-problems")),
    );
    for line in outline::ledgers(view) {
        let _ = write!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&line.role),
            escape(&line.provider),
            escape(&line.file),
            number(view, line.rows),
            number(view, line.problems),
        );
    }
    out.push_str("</table>");
}

fn number(view: &View<'_>, n: usize) -> String {
    view.catalogue.number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Text within a page.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
