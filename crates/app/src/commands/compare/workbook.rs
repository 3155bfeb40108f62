//! The workbook: cover, counts per screen and town, findings, evidence row by row, exempt and open
//! cases, ledgers.

use super::outline;
use super::tally::{DIRECTIONS, Tally, place};
use super::view::{View, tone};
use crate::commands::made;
use base::column::ColumnRole;
use base::message::Message;
use screening::{Case, Standing};
use sheet::report::{Cell, Column, Leaf, Report, Tone};

/// Colours of the bars, by direction.
const BARS: [u32; 4] = [0xF2_B8_A5, 0xA9_D9_BA, 0xF3_D9_8B, 0xA9_C4_E4];

/// The whole workbook.
pub(super) fn report(view: &View<'_>, tally: &Tally, mask: bool) -> Report {
    let mut leaves = vec![Leaf::default(), screens(view, tally), towns(view, tally)];
    leaves.push(findings(view, mask));
    leaves.push(evidence(view, mask));
    leaves.push(exempt(view, mask));
    leaves.push(open(view, mask));
    leaves.push(ledgers(view));
    let cover = cover(view, tally, &leaves, mask);
    let back = format!("← {}", cover.name);
    if let Some(first) = leaves.first_mut() {
        *first = cover;
    }
    Report { leaves, back }
}

/// What was compared, when, by which rules; what was found; where the rest stands.
fn cover(view: &View<'_>, tally: &Tally, leaves: &[Leaf], mask: bool) -> Leaf {
    let number = |n: usize| view.catalogue.number(i64::try_from(n).unwrap_or(i64::MAX));
    let line = |label: String, value: String| vec![Cell::text(label), Cell::text(value)];
    let gap = || vec![Cell::Empty, Cell::Empty];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (made, at) = made(view.catalogue);
    rows.push(line(made, at));
    for (label, value) in outline::facts(view) {
        rows.push(line(label, value));
    }
    if mask {
        rows.push(line(
            view.say("compare-col-id-number"),
            view.say("compare-fact-masked"),
        ));
    }
    rows.push(gap());
    for (at, direction) in DIRECTIONS.into_iter().enumerate() {
        rows.push(vec![
            Cell::Tag(view.direction(direction), tone(direction)),
            Cell::text(number(tally.direction(at))),
        ]);
    }
    rows.push(vec![
        Cell::Tag(view.say("compare-exempt"), Tone::Grey),
        Cell::text(number(tally.exempt)),
    ]);
    rows.push(gap());
    for (at, leaf) in leaves.iter().enumerate().skip(1) {
        let shown = leaf.rows.len() - usize::from(leaf.sum).min(leaf.rows.len());
        let rows_of = Message::new("compare-tab-rows")
            .with("about", leaf.lead.last().map_or("", String::as_str))
            .with("rows", shown);
        rows.push(vec![
            Cell::Lead(leaf.name.clone(), at),
            Cell::text(view.catalogue.say(&rows_of)),
        ]);
    }
    rows.push(gap());
    for (label, value) in outline::parameters(view) {
        rows.push(line(label, value));
    }
    let gaps = outline::gaps(view);
    if !gaps.is_empty() {
        rows.push(gap());
        rows.push(line(
            view.say("compare-gaps"),
            view.say("compare-gaps-lead"),
        ));
        for (what, why) in gaps {
            rows.push(line(what, why));
        }
    }
    Leaf {
        name: view.say("compare-tab-cover"),
        title: view.say("compare-title"),
        lead: vec![
            view.say("compare-never-a-decision"),
            view.say("compare-confidential"),
        ],
        columns: vec![Column::long("", 42.0), Column::long("", 92.0)],
        rows,
        plain: true,
        ..Leaf::default()
    }
}

fn lead(view: &View<'_>, about: &'static str) -> Vec<String> {
    vec![view.say("compare-never-a-decision"), view.say(about)]
}

fn screens(view: &View<'_>, tally: &Tally) -> Leaf {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut sums = [0u64; 4];
    // Who should leave and who should be let in stand first, side by side.
    for direction in DIRECTIONS {
        for (screen, of) in view.run.given.pack.screens.iter().zip(&tally.screens) {
            if screen.direction != direction {
                continue;
            }
            let counts = [of.findings, of.exempt, of.open, of.looked].map(|n| n as u64);
            for (sum, n) in sums.iter_mut().zip(counts) {
                *sum += n;
            }
            let mut row = vec![
                Cell::text(screen.id.clone()),
                Cell::text(view.label(&screen.title)),
                Cell::Tag(view.direction(direction), tone(direction)),
            ];
            if of.not_run {
                row.push(Cell::Tag(view.say("compare-state-not-run"), Tone::Grey));
                row.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
            } else {
                row.extend(counts.map(Cell::Count));
            }
            row.push(Cell::text(view.cite(&screen.cite)));
            row.push(Cell::text(view.label(&screen.next)));
            row.push(Cell::Count(screen.days.into()));
            rows.push(row);
        }
    }
    let mut sum = vec![
        Cell::text(view.say("compare-sum")),
        Cell::Empty,
        Cell::Empty,
    ];
    sum.extend(sums.map(Cell::Count));
    sum.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
    rows.push(sum);
    Leaf {
        name: view.say("compare-tab-screens"),
        title: view.say("compare-tab-screens"),
        lead: lead(view, "compare-screens-lead"),
        columns: vec![
            Column::short(view.say("compare-col-screen"), 8.0),
            Column::long(view.say("compare-col-title"), 36.0),
            Column::short(view.say("compare-col-direction"), 12.0),
            Column::bars(view.say("compare-col-findings"), 12.0, BARS[3]),
            Column::short(view.say("compare-col-exempt"), 9.0),
            Column::short(view.say("compare-col-open"), 11.0),
            Column::short(view.say("compare-col-looked"), 11.0),
            Column::long(view.say("compare-col-rule"), 34.0),
            Column::long(view.say("compare-col-next"), 56.0),
            Column::short(view.say("compare-col-days"), 9.0),
        ],
        rows,
        frozen: 2,
        sum: true,
        ..Leaf::default()
    }
}

fn towns(view: &View<'_>, tally: &Tally) -> Leaf {
    let mut sums = [0u64; 5];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for town in &tally.towns {
        let name = if town.name.is_empty() {
            view.say("compare-no-town")
        } else {
            town.name.clone()
        };
        let [a, b, c, d] = town.by_direction.map(|n| n as u64);
        let counts = [a, b, c, d, town.total() as u64];
        for (sum, n) in sums.iter_mut().zip(counts) {
            *sum += n;
        }
        rows.push(
            [Cell::text(name)]
                .into_iter()
                .chain(counts.map(Cell::Count))
                .collect(),
        );
    }
    rows.push(
        [Cell::text(view.say("compare-sum"))]
            .into_iter()
            .chain(sums.map(Cell::Count))
            .collect(),
    );
    let mut columns = vec![Column::short(view.say("compare-col-town"), 20.0)];
    for (direction, colour) in DIRECTIONS.into_iter().zip(BARS) {
        columns.push(Column::bars(view.direction(direction), 18.0, colour));
    }
    columns.push(Column::bars(view.say("compare-sum"), 18.0, 0xC9_CE_D6));
    Leaf {
        name: view.say("compare-tab-towns"),
        title: view.say("compare-tab-towns"),
        lead: lead(view, "compare-towns-lead"),
        columns,
        rows,
        frozen: 1,
        sum: true,
        ..Leaf::default()
    }
}

fn person_columns(view: &View<'_>) -> Vec<Column> {
    vec![
        Column::short(view.say("compare-col-id"), 15.0),
        Column::short(view.say("compare-col-direction"), 11.0),
        Column::long(view.say("compare-col-title"), 22.0),
        Column::short(view.say("compare-col-town"), 11.0),
        Column::short(view.say("compare-col-name"), 10.0),
        Column::short(view.say("compare-col-id-number"), 20.5),
    ]
}

fn person_cells(view: &View<'_>, case: &Case, mask: bool) -> Vec<Cell> {
    let screen = view.screen(case);
    let (title, direction) = screen.map_or((String::new(), Cell::Empty), |s| {
        (
            view.label(&s.title).to_owned(),
            Cell::Tag(view.direction(s.direction), tone(s.direction)),
        )
    });
    vec![
        Cell::text(case.id.clone()),
        direction,
        Cell::text(title),
        Cell::text(case.town.clone()),
        Cell::text(case.name.clone()),
        Cell::text(view.id(&case.id_number, mask)),
    ]
}

fn findings(view: &View<'_>, mask: bool) -> Leaf {
    let mut cases: Vec<&Case> = view
        .run
        .cases
        .iter()
        .filter(|c| c.standing == Standing::Finding)
        .collect();
    let key = |c: &Case| {
        view.screen(c)
            .map_or((9, 0), |s| (place(s.direction), s.days))
    };
    cases.sort_by_key(|c| key(c));
    let rows = cases.into_iter().map(|case| {
        let mut row = person_cells(view, case, mask);
        let screen = view.screen(case);
        let rests: Vec<String> = case
            .evidence
            .iter()
            .take(6)
            .map(|e| view.place(e))
            .collect();
        row.extend([
            Cell::text(view.message(case)),
            Cell::text(screen.map_or(String::new(), |s| view.cite(&s.cite))),
            Cell::text(screen.map_or("", |s| view.label(&s.next))),
            case.due.map_or(Cell::Empty, Cell::Day),
            Cell::Empty,
            Cell::Empty,
            Cell::Share(view.sure(case)),
            Cell::text(view.why_sure(case)),
            Cell::text(case.household.clone()),
            Cell::text(rests.join("\n")),
        ]);
        row
    });
    let rows = rows.collect();
    let mut columns = person_columns(view);
    columns.extend([
        Column::long(view.say("compare-col-message"), 42.0),
        Column::long(view.say("compare-col-rule"), 22.0),
        Column::long(view.say("compare-col-next"), 36.0),
        Column::short(view.say("compare-col-due"), 12.0),
        Column::short(view.say("compare-col-result"), 12.0),
        Column::short(view.say("compare-col-officer"), 10.0),
    ]);
    // Whoever goes out to verify takes these along; the others are for the desk.
    let printed = columns.len();
    columns.extend([
        Column::short(view.say("compare-col-certainty"), 9.0),
        Column::long(view.say("compare-col-link"), 24.0),
        Column::short(view.say("compare-col-household"), 15.0),
        Column::long(view.say("compare-col-rests"), 48.0),
    ]);
    Leaf {
        name: view.say("compare-tab-findings"),
        title: view.say("compare-tab-findings"),
        lead: vec![
            view.say("compare-never-a-decision"),
            view.say("compare-findings-lead"),
        ],
        columns,
        rows,
        frozen: 5,
        printed: Some(printed),
        ..Leaf::default()
    }
}

fn evidence(view: &View<'_>, mask: bool) -> Leaf {
    let mut rows = Vec::new();
    for case in &view.run.cases {
        for evidence in &case.evidence {
            let Some(ledger) = view.run.given.ledgers.get(evidence.ledger) else {
                continue;
            };
            let looked = if evidence.subject {
                Cell::Tag(view.say("compare-subject"), Tone::Cool)
            } else {
                Cell::Tag(view.say("compare-beside"), Tone::Grey)
            };
            rows.push(vec![
                Cell::text(case.id.clone()),
                looked,
                Cell::text(view.role(ledger.role)),
                Cell::text(ledger.name.to_string()),
                Cell::Count(ledger.row(evidence.record).into()),
                Cell::text(view.text(evidence, ColumnRole::Name)),
                Cell::text(view.id(view.text(evidence, ColumnRole::IdNumber), mask)),
                Cell::Share(View::sure_link(evidence.link)),
                Cell::text(view.link(evidence.link)),
                Cell::text(view.details(evidence)),
            ]);
        }
    }
    Leaf {
        name: view.say("compare-tab-evidence"),
        title: view.say("compare-tab-evidence"),
        lead: vec![
            view.say("compare-never-a-decision"),
            view.say("compare-evidence-lead"),
        ],
        columns: vec![
            Column::short(view.say("compare-col-id"), 15.0),
            Column::short(view.say("compare-col-looked-at"), 10.0),
            Column::short(view.say("compare-col-ledger"), 22.0),
            Column::short(view.say("compare-col-file"), 26.0),
            Column::short(view.say("compare-col-row"), 8.0),
            Column::short(view.say("compare-col-name"), 10.0),
            Column::short(view.say("compare-col-id-number"), 20.5),
            Column::short(view.say("compare-col-certainty"), 9.0),
            Column::long(view.say("compare-col-link"), 24.0),
            Column::long(view.say("compare-col-details"), 80.0),
        ],
        rows,
        frozen: 1,
        ..Leaf::default()
    }
}

fn exempt(view: &View<'_>, mask: bool) -> Leaf {
    let cases = view.run.cases.iter();
    let rows = cases
        .filter(|c| c.standing != Standing::Finding)
        .map(|case| {
            let mut row = person_cells(view, case, mask);
            let (why, cite) = view.exemption(case).unwrap_or_default();
            row.extend([
                Cell::text(view.message(case)),
                Cell::text(why),
                Cell::text(cite),
            ]);
            row
        });
    let mut columns = person_columns(view);
    let rows = rows.collect();
    columns.extend([
        Column::long(view.say("compare-col-message"), 52.0),
        Column::long(view.say("compare-col-exempt-why"), 32.0),
        Column::long(view.say("compare-col-rule"), 30.0),
    ]);
    Leaf {
        name: view.say("compare-tab-exempt"),
        title: view.say("compare-tab-exempt"),
        lead: vec![view.say("compare-exempt-lead")],
        columns,
        rows,
        frozen: 5,
        ..Leaf::default()
    }
}

fn open(view: &View<'_>, mask: bool) -> Leaf {
    let run = view.run;
    let rows = run.findings.open.iter().filter_map(|open| {
        let (ledger, record) = *run.places.get(open.role)?.get(open.record)?;
        let screen = run.given.pack.screens.get(open.screen)?;
        let found = run.given.ledgers.get(ledger as usize)?;
        let text = |role| {
            found
                .text(run.given.pack, record as usize, role)
                .unwrap_or_default()
        };
        Some(vec![
            Cell::text(screen.id.clone()),
            Cell::text(view.label(&screen.title)),
            Cell::text(view.role(found.role)),
            Cell::text(found.name.to_string()),
            Cell::Count(found.row(record as usize).into()),
            Cell::text(text(ColumnRole::Name)),
            Cell::text(view.id(text(ColumnRole::IdNumber), mask)),
            Cell::text(text(ColumnRole::Division)),
            Cell::text(why_open(view, open.certainty)),
        ])
    });
    let rows = rows.collect();
    Leaf {
        name: view.say("compare-tab-open"),
        title: view.say("compare-tab-open"),
        lead: vec![view.say("compare-open-lead")],
        columns: vec![
            Column::short(view.say("compare-col-screen"), 8.0),
            Column::long(view.say("compare-col-title"), 36.0),
            Column::short(view.say("compare-col-ledger"), 24.0),
            Column::short(view.say("compare-col-file"), 28.0),
            Column::short(view.say("compare-col-row"), 8.0),
            Column::short(view.say("compare-col-name"), 10.0),
            Column::short(view.say("compare-col-id-number"), 20.5),
            Column::short(view.say("compare-col-town"), 12.0),
            Column::long(view.say("compare-col-why-open"), 36.0),
        ],
        rows,
        ..Leaf::default()
    }
}

fn why_open(view: &View<'_>, certainty: Option<f64>) -> String {
    certainty.map_or_else(
        || view.say("compare-open-fact"),
        |sure| {
            let percent = format!("{:.0}", sure * 100.0);
            let said = Message::new("compare-open-unsure").with("percent", percent);
            view.catalogue.say(&said)
        },
    )
}

fn ledgers(view: &View<'_>) -> Leaf {
    let rows = outline::ledgers(view).into_iter().map(|line| {
        vec![
            Cell::text(line.role),
            Cell::text(line.provider),
            Cell::text(line.file),
            Cell::Count(line.rows as u64),
            Cell::Count(line.problems as u64),
            Cell::text(line.missing),
        ]
    });
    let rows = rows.collect();
    let note = view.catalogue.say(
        &Message::new("compare-ledgers-lead").with("doubtful", view.run.people.doubtful.len()),
    );
    Leaf {
        name: view.say("compare-tab-ledgers"),
        title: view.say("compare-tab-ledgers"),
        lead: vec![note],
        columns: vec![
            Column::long(view.say("compare-col-ledger"), 30.0),
            Column::long(view.say("compare-col-provider"), 26.0),
            Column::long(view.say("compare-col-file"), 40.0),
            Column::bars(view.say("compare-col-rows"), 12.0, BARS[3]),
            Column::short(view.say("compare-col-problems"), 10.0),
            Column::long(view.say("compare-col-missing"), 50.0),
        ],
        rows,
        ..Leaf::default()
    }
}
