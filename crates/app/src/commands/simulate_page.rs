//! The page of a simulation: key figures, charts (inline SVG) and tables, in one file without
//! scripts, fit for print.

use super::explain_page::escape;
use super::simulate::{Run, name, subject};
use crate::messages::{Catalogue, Language};
use base::message::Message;
use policy::pack::Severity;
use policy::simulate::{Line, Scenario};
use std::fmt::Write;

const STYLE: &str = "body{font:15px/1.55 system-ui,'Noto Sans CJK SC',sans-serif;margin:2rem auto;\
max-width:1060px;padding:0 1rem;color:#1f2937;background:#fff}h1{font-size:24px;margin-bottom:.2rem}\
h2{font-size:18px;margin:2rem 0 .6rem;border-bottom:2px solid #1d4ed8;padding-bottom:.2rem}\
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.3rem \
.6rem;border-bottom:1px solid #e5e7eb;text-align:right}th{background:#f3f4f6;font-weight:600}\
th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}td,th{white-space:nowrap}\
td:first-child,th{white-space:normal;min-width:4em}td:first-child{min-width:8em}\
th[colspan]{text-align:center}thead tr+tr th:first-child{text-align:right}.wide svg{min-width:620px}.broken{border-left:4px solid #b91c1c;\
background:#fef2f2;padding:.6rem 1rem;margin:.6rem 0}.mild{border-color:#d97706;background:#fffbeb}.meta{color:#4b5563;font-size:13px;margin:0;\
overflow-wrap:anywhere}.plus{color:#b45309}.minus{color:#047857}svg{width:100%;height:auto;\
display:block;margin:.6rem 0}svg text{font:12px system-ui,'Noto Sans CJK SC',sans-serif;\
fill:#374151}.key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .3em 0 \
1em}tbody tr,.broken,svg{break-inside:avoid}@page{size:A4;margin:15mm}@media print{.wide{overflow:visible}\
.wide svg{min-width:0}td,th{white-space:normal;padding:.15rem .3rem}body{margin:0;\
max-width:none;font-size:11px}}";

/// The law as it is first, then the reforms.
const COLOURS: [&str; 6] = [
    "#6b7280", "#1d4ed8", "#b45309", "#047857", "#7c3aed", "#be123c",
];

fn colour(at: usize) -> &'static str {
    COLOURS[at % COLOURS.len()]
}

/// The whole page.
pub(crate) fn page(catalogue: &Catalogue, run: &Run<'_>) -> String {
    let say = |code| catalogue.text(code);
    let language = catalogue.language().tag();
    let title = say("simulate-title");
    let programme = escape(&subject(catalogue, run.simulation));
    let mut page = format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style>\
         <h1>{title} · {programme}</h1>"
    );
    let meta = [
        (say("batch-on"), run.simulation.on.to_string()),
        (
            say("simulate-households"),
            whole(catalogue, run.read.len() as u64),
        ),
        (say("batch-pack"), run.pack.title.of(language).to_owned()),
        (
            say("batch-version"),
            run.pack.version.chars().take(16).collect(),
        ),
    ];
    let meta: Vec<String> = meta
        .iter()
        .map(|(l, v)| format!("{l} {}", escape(v)))
        .collect();
    let _ = write!(page, "<p class=\"meta\">{}</p>", meta.join(" · "));
    for reform in run.simulation.reforms {
        let written: Vec<&str> = reform.changes.iter().map(|c| c.written.as_str()).collect();
        let _ = write!(
            page,
            "<p class=\"meta\"><b>{}</b>: {}</p>",
            escape(&reform.name),
            escape(&written.join("; "))
        );
    }
    broken(catalogue, run, &mut page);
    let _ = write!(page, "<h2>{}</h2>", say("simulate-figures"));
    figures(catalogue, run, &mut page);
    if run.simulation.months > 1 {
        let _ = write!(page, "<h2>{}</h2>", say("simulate-over-time"));
        legend(catalogue, run, &mut page);
        curve(catalogue.language(), run, &mut page);
    }
    let _ = write!(page, "<h2>{}</h2>", say("simulate-movement"));
    movement(catalogue, run, &mut page);
    let _ = write!(page, "<h2>{}</h2>", say("simulate-distribution"));
    distribution(catalogue, run, &mut page);
    if run.simulation.programmes.len() > 1 {
        programmes(catalogue, run, &mut page);
        moves(catalogue, run, &mut page);
    }
    for at in 0..run.read.groups.len() {
        groups(catalogue, run, at, &mut page);
    }
    let _ = write!(page, "<p class=\"meta\">{}</p>", say("simulate-note"));
    page
}

fn whole(catalogue: &Catalogue, n: u64) -> String {
    catalogue.number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// An amount in yuan without fen, with separators.
fn yuan(catalogue: &Catalogue, fen: i64) -> String {
    catalogue.number(fen.div_euclid(100) + i64::from(fen.rem_euclid(100) >= 50))
}

fn signed(text: String, value: i64) -> String {
    match value {
        1.. => format!("<span class=\"plus\">+{text}</span>"),
        0 => text,
        _ => format!("<span class=\"minus\">{text}</span>"),
    }
}

fn last(scenario: &Scenario) -> Line {
    scenario.months.last().map_or_else(Line::default, |m| m.all)
}

fn broken(catalogue: &Catalogue, run: &Run<'_>, page: &mut String) {
    let language = catalogue.language().tag();
    for scenario in run.scenarios {
        for broken in &scenario.broken {
            let _ = write!(
                page,
                "<div class=\"broken{}\"><b>{} · {}</b><br>{} {}<br><small>{}</small></div>",
                if broken.severity == Severity::Warning {
                    " mild"
                } else {
                    ""
                },
                escape(&scenario.name),
                escape(broken.label.of(language)),
                broken.from,
                escape(broken.text.of(language)),
                escape(&broken.cite)
            );
        }
    }
}

fn figures(catalogue: &Catalogue, run: &Run<'_>, page: &mut String) {
    let say = |code| catalogue.text(code);
    let heads = [
        "simulate-scenario",
        "simulate-granted",
        "simulate-people",
        "simulate-cost-month",
        "simulate-cost-year",
        "simulate-difference-year",
        "simulate-in",
        "simulate-out",
        "simulate-up",
        "simulate-down",
        "simulate-same",
        "simulate-open",
    ];
    let heads: String = heads
        .iter()
        .map(|h| format!("<th>{}</th>", say(h)))
        .collect();
    let _ = write!(
        page,
        "<div class=\"wide\"><table><thead><tr>{heads}</tr></thead><tbody>"
    );
    let base = run.scenarios.first().map_or(0, |s| s.year_fen);
    for (at, scenario) in run.scenarios.iter().enumerate() {
        let (line, cost) = (last(scenario), scenario.year_fen);
        let difference = cost - base;
        let count = |n: u64| {
            if at == 0 {
                "–".to_owned()
            } else {
                whole(catalogue, n)
            }
        };
        let cells = [
            escape(&name(catalogue, scenario)),
            whole(catalogue, line.granted),
            whole(catalogue, line.people),
            yuan(catalogue, line.cost_fen),
            yuan(catalogue, cost),
            if at == 0 {
                "–".to_owned()
            } else {
                signed(yuan(catalogue, difference), difference)
            },
            count(line.joined),
            count(line.left),
            count(line.up),
            count(line.down),
            count(line.same),
            whole(catalogue, line.open),
        ];
        let cells: String = cells.iter().map(|c| format!("<td>{c}</td>")).collect();
        let _ = write!(page, "<tr>{cells}</tr>");
    }
    let _ = write!(page, "</tbody></table></div>");
}

fn legend(catalogue: &Catalogue, run: &Run<'_>, page: &mut String) {
    let _ = write!(page, "<p class=\"meta\">");
    for (at, scenario) in run.scenarios.iter().enumerate() {
        let _ = write!(
            page,
            "<span class=\"key\" style=\"background:{}\"></span>{}",
            colour(at),
            escape(&name(catalogue, scenario))
        );
    }
    let _ = write!(page, "</p>");
}

/// A round number at or above, for an axis.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps
        .iter()
        .map(|s| s * power)
        .find(|s| *s >= value)
        .unwrap_or(value)
}

/// What is paid, month by month.
fn curve(language: Language, run: &Run<'_>, page: &mut String) {
    let (width, height, left, top) = (1000.0, 300.0, 90.0, 14.0);
    let costs = |s: &Scenario| -> Vec<f64> {
        s.months
            .iter()
            .map(|m| m.all.cost_fen as f64 / 100.0)
            .collect()
    };
    let most = run.scenarios.iter().flat_map(costs).fold(0.0, f64::max);
    let most = round_up(most);
    let months = run.scenarios.first().map_or(1, |s| s.months.len()).max(2);
    let x = |at: usize| left + (width - left - 45.0) * at as f64 / (months - 1) as f64;
    let y = |cost: f64| top + (height - top - 30.0) * (1.0 - cost / most);
    let _ = write!(
        page,
        "<div class=\"wide\"><svg viewBox=\"0 0 {width} {height}\" role=\"img\">"
    );
    for step in 0..=4 {
        let value = most * f64::from(step) / 4.0;
        let at = y(value);
        let _ = write!(
            page,
            "<line x1=\"{left}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#e5e7eb\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            width - 45.0,
            left - 8.0,
            at + 4.0,
            short(language, value)
        );
    }
    let every = months.div_ceil(12);
    if let Some(scenario) = run.scenarios.first() {
        for (at, month) in scenario
            .months
            .iter()
            .enumerate()
            .filter(|(at, _)| at % every == 0)
        {
            let day = month.day.map_or(String::new(), |d| d.to_string());
            let label = day.get(..7).unwrap_or_default();
            let _ = write!(
                page,
                "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
                x(at),
                height - 8.0
            );
        }
    }
    for (at, scenario) in run.scenarios.iter().enumerate() {
        let points: Vec<String> = costs(scenario)
            .iter()
            .enumerate()
            .map(|(month, cost)| format!("{:.1},{:.1}", x(month), y(*cost)))
            .collect();
        let dash = if at == 0 {
            " stroke-dasharray=\"6 4\""
        } else {
            ""
        };
        let _ = write!(
            page,
            "<polyline fill=\"none\" stroke-width=\"2.5\" stroke=\"{}\"{dash} points=\"{}\"/>",
            colour(at),
            points.join(" ")
        );
    }
    let _ = write!(page, "</svg></div>");
}

/// A number short enough for an axis, in the units of the language.
fn short(language: Language, value: f64) -> String {
    match (language, value.abs()) {
        (Language::Chinese, v) if v >= 1e8 => format!("{}亿", value / 1e8),
        (Language::Chinese, v) if v >= 1e4 => format!("{}万", value / 1e4),
        (Language::English, v) if v >= 1e6 => format!("{} m", value / 1e6),
        (Language::English, v) if v >= 1e4 => format!("{} k", value / 1e3),
        _ => format!("{value:.0}"),
    }
}

/// For each reform a bar of who joins, leaves, gains, loses or stays as they are.
fn movement(catalogue: &Catalogue, run: &Run<'_>, page: &mut String) {
    let parts = [
        ("simulate-in", "#1d4ed8"),
        ("simulate-up", "#60a5fa"),
        ("simulate-same", "#d1d5db"),
        ("simulate-down", "#fbbf24"),
        ("simulate-out", "#b91c1c"),
    ];
    let _ = write!(page, "<p class=\"meta\">");
    for (code, fill) in parts {
        let say = catalogue.text(code);
        let _ = write!(
            page,
            "<span class=\"key\" style=\"background:{fill}\"></span>{say}"
        );
    }
    let _ = write!(page, "</p>");
    for scenario in run.scenarios.iter().skip(1) {
        let line = last(scenario);
        let counts = [line.joined, line.up, line.same, line.down, line.left];
        let all = counts.iter().sum::<u64>().max(1) as f64;
        let _ = write!(
            page,
            "<div class=\"wide\"><svg viewBox=\"0 0 1000 58\" role=\"img\"><text x=\"0\" y=\"14\">{}</text>",
            escape(&scenario.name)
        );
        let mut at = 0.0;
        for ((_, fill), count) in parts.iter().zip(counts) {
            let width = 1000.0 * count as f64 / all;
            let _ = write!(
                page,
                "<rect x=\"{at:.1}\" y=\"22\" width=\"{width:.1}\" height=\"22\" fill=\"{fill}\"/>"
            );
            if width > 44.0 {
                let _ = write!(
                    page,
                    "<text x=\"{:.1}\" y=\"56\" text-anchor=\"middle\">{}</text>",
                    at + width / 2.0,
                    whole(catalogue, count)
                );
            }
            at += width;
        }
        let _ = write!(page, "</svg></div>");
    }
}

/// Upper bounds in yuan of the classes of change, and how they are written.
const CLASSES: [(i64, &str); 8] = [
    (-200, "< −200"),
    (-100, "−200…−100"),
    (-50, "−100…−50"),
    (0, "−50…0"),
    (50, "0…50"),
    (100, "50…100"),
    (200, "100…200"),
    (i64::MAX, "> 200"),
];

/// How many gain or lose how much a month.
fn distribution(catalogue: &Catalogue, run: &Run<'_>, page: &mut String) {
    let Some((base, reforms)) = run.scenarios.split_first() else {
        return;
    };
    let tally = |scenario: &Scenario| {
        let mut counts = [0u64; CLASSES.len()];
        for (old, new) in base.last.iter().zip(&scenario.last) {
            let fen = |a: &Option<base::Fen>| a.map_or(0, |a| a.get());
            let change = fen(new) - fen(old);
            let class = CLASSES.iter().position(|(to, _)| match change {
                0 => false,
                // A loss belongs to the class whose upper bound it is at or below.
                ..0 => change < to.saturating_mul(100),
                _ => change <= to.saturating_mul(100) && *to > 0,
            });
            if let Some(slot) = class.and_then(|at| counts.get_mut(at)) {
                *slot += 1;
            }
        }
        counts
    };
    let tallies: Vec<[u64; CLASSES.len()]> = reforms.iter().map(tally).collect();
    let most = tallies.iter().flatten().copied().max().unwrap_or(0) as f64;
    if most < 1.0 {
        let _ = write!(page, "<p>{}</p>", catalogue.text("simulate-nobody"));
        return;
    }
    legend(catalogue, run, page);
    let _ = write!(
        page,
        "<div class=\"wide\"><svg viewBox=\"0 0 1000 230\" role=\"img\">"
    );
    let slot = 1000.0 / CLASSES.len() as f64;
    let bar = (slot - 24.0) / tallies.len().max(1) as f64;
    for (class, (_, label)) in CLASSES.iter().enumerate() {
        let left = slot * class as f64;
        let some = tallies.iter().enumerate();
        for (at, counts) in some.filter(|(_, counts)| counts[class] > 0) {
            let (x, height) = (
                left + 12.0 + bar * at as f64,
                170.0 * counts[class] as f64 / most,
            );
            let _ = write!(
                page,
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" \
                 fill=\"{}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                195.0 - height,
                bar - 2.0,
                colour(at + 1),
                x + bar / 2.0,
                190.0 - height,
                whole(catalogue, counts[class])
            );
        }
        let _ = write!(
            page,
            "<text x=\"{:.1}\" y=\"215\" text-anchor=\"middle\">{}</text>",
            left + slot / 2.0,
            escape(label)
        );
    }
    let _ = write!(
        page,
        "<line x1=\"0\" x2=\"1000\" y1=\"195\" y2=\"195\" stroke=\"#9ca3af\"/></svg></div>"
    );
}

/// A table by programme, those first that cost most.
fn programmes(catalogue: &Catalogue, run: &Run<'_>, page: &mut String) {
    let language = catalogue.language().tag();
    let lines = |scenario: &Scenario| -> Vec<Line> {
        let month = scenario.months.last();
        month.map(|m| m.programmes.clone()).unwrap_or_default()
    };
    let all: Vec<Vec<Line>> = run.scenarios.iter().map(lines).collect();
    let titles = run.simulation.programmes.iter();
    let titles: Vec<String> = titles.map(|p| p.title.of(language).to_owned()).collect();
    let most = |at: usize| -> (i64, u64) {
        let own = all.iter().filter_map(|lines| lines.get(at));
        let cost = |l: &Line| (l.cost_fen, l.granted);
        own.map(cost).max().unwrap_or_default()
    };
    let mut order: Vec<usize> = (0..titles.len()).filter(|at| most(*at).1 > 0).collect();
    order.sort_by_key(|at| std::cmp::Reverse(most(*at)));
    let header = catalogue.text("batch-programme");
    table(catalogue, run, (&header, &titles, &order), &all, page);
}

/// Who leaves one programme for another.
fn moves(catalogue: &Catalogue, run: &Run<'_>, page: &mut String) {
    let say = |code| catalogue.text(code);
    let language = catalogue.language().tag();
    let title = |at: Option<usize>| {
        let programme = at.and_then(|at| run.simulation.programmes.get(at));
        programme.map_or_else(|| "—".to_owned(), |p| escape(p.title.of(language)))
    };
    if run.scenarios.iter().all(|s| s.moves.is_empty()) {
        return;
    }
    let _ = write!(
        page,
        "<h2>{}</h2><div class=\"wide\"><table><thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>",
        say("simulate-moves"),
        say("simulate-scenario"),
        say("simulate-from"),
        say("simulate-to"),
        say("simulate-households")
    );
    for scenario in run.scenarios {
        for step in &scenario.moves {
            let _ = write!(
                page,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(&scenario.name),
                title(step.from),
                title(step.to),
                whole(catalogue, step.households)
            );
        }
    }
    let _ = write!(page, "</tbody></table></div>");
}

/// A table by group: what is paid in the last month, and what each reform changes.
fn groups(catalogue: &Catalogue, run: &Run<'_>, at: usize, page: &mut String) {
    let Some(group) = run.read.groups.get(at) else {
        return;
    };
    let lines = |scenario: &Scenario| -> Vec<Line> {
        let month = scenario.months.last();
        month
            .and_then(|m| m.groups.get(at))
            .cloned()
            .unwrap_or_default()
    };
    let all: Vec<Vec<Line>> = run.scenarios.iter().map(lines).collect();
    let mut order: Vec<usize> = (0..group.words.len()).collect();
    order.sort_by(|a, b| group.words.get(*a).cmp(&group.words.get(*b)));
    let rows = (
        group.header.as_str(),
        group.words.as_slice(),
        order.as_slice(),
    );
    table(catalogue, run, rows, &all, page);
}

/// What is paid in the last month in each of some groups, and what each reform changes.
fn table(
    catalogue: &Catalogue,
    run: &Run<'_>,
    (header, words, order): (&str, &[String], &[usize]),
    all: &[Vec<Line>],
    page: &mut String,
) {
    let say = |code| catalogue.text(code);
    let Some((base, reforms)) = all.split_first() else {
        return;
    };
    let _ = write!(
        page,
        "<h2>{}</h2><div class=\"wide\"><table><thead><tr><th rowspan=\"2\">{}</th>\
         <th colspan=\"2\">{}</th>",
        escape(&catalogue.say(&Message::new("simulate-by").with("column", header))),
        escape(header),
        say("simulate-law")
    );
    let reformed = run.scenarios.iter().skip(1);
    for scenario in reformed.clone() {
        let _ = write!(page, "<th colspan=\"3\">{}</th>", escape(&scenario.name));
    }
    let _ = write!(
        page,
        "</tr><tr><th>{}</th><th>{}</th>",
        say("simulate-granted"),
        say("simulate-cost-month")
    );
    for _ in reformed {
        let _ = write!(
            page,
            "<th>{}</th><th>{}</th><th>{}</th>",
            say("simulate-difference"),
            say("simulate-in"),
            say("simulate-out")
        );
    }
    let _ = write!(page, "</tr></thead><tbody>");
    for word in order {
        let line = base.get(*word).copied().unwrap_or_default();
        let shown = words.get(*word).map_or("", String::as_str);
        let shown = if shown.is_empty() { "—" } else { shown };
        let _ = write!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td>",
            escape(shown),
            whole(catalogue, line.granted),
            yuan(catalogue, line.cost_fen)
        );
        for lines in reforms {
            let new = lines.get(*word).copied().unwrap_or_default();
            let difference = new.cost_fen - line.cost_fen;
            let _ = write!(
                page,
                "<td>{}</td><td>{}</td><td>{}</td>",
                signed(yuan(catalogue, difference), difference),
                whole(catalogue, new.joined),
                whole(catalogue, new.left)
            );
        }
        let _ = write!(page, "</tr>");
    }
    let _ = write!(page, "</tbody></table></div>");
}
