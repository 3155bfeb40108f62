//! What a report says before its findings: facts of the run, the ledgers, the screens that did not
//! run. The same for workbook and page.

use super::view::View;
use base::message::Message;
use policy::cel::Datum;

/// Label and value, line by line.
pub(super) type Lines = Vec<(String, String)>;

/// A ledger of the run in words.
pub(super) struct LedgerLine {
    /// Name of the role.
    pub(super) role: String,
    /// Who keeps it.
    pub(super) provider: String,
    /// File and sheet.
    pub(super) file: String,
    /// Records.
    pub(super) rows: usize,
    /// Rows with problems and values that could not be read.
    pub(super) problems: usize,
    /// Fields without a column, by their first headers.
    pub(super) missing: String,
}

/// What was compared, when, by which rules.
pub(super) fn facts(view: &View<'_>) -> Lines {
    let (run, pack) = (view.run, view.run.given.pack);
    let rows: usize = run.given.ledgers.iter().map(|l| l.table.len()).sum();
    let number = |n: usize| view.catalogue.number(i64::try_from(n).unwrap_or(i64::MAX));
    let layers: Vec<&str> = pack.layers.iter().map(|l| view.label(&l.title)).collect();
    let line = |code: &'static str, value: String| (view.say(code), value);
    vec![
        line("compare-fact-on", run.given.on.to_string()),
        line("compare-fact-pack", view.label(&pack.title).to_owned()),
        line("compare-fact-layers", layers.join(" → ")),
        line("compare-fact-version", pack.version.clone()),
        line(
            "compare-fact-ledgers",
            view.catalogue.say(
                &Message::new("compare-fact-ledgers-value")
                    .with("ledgers", run.given.ledgers.len())
                    .with("rows", rows),
            ),
        ),
        line(
            "compare-fact-people",
            view.catalogue.say(
                &Message::new("compare-fact-people-value")
                    .with("people", run.people.count)
                    .with("likely", run.people.likely)
                    .with("doubtful", run.people.doubtful.len()),
            ),
        ),
        line("compare-fact-open", number(run.findings.open.len())),
        line(
            "compare-fact-program",
            format!(
                "doudi {} ({})",
                env!("CARGO_PKG_VERSION"),
                env!("BUILT_FROM")
            ),
        ),
    ]
}

/// Values of the law that the screens use, as in force on the day.
pub(super) fn parameters(view: &View<'_>) -> Lines {
    let (run, pack) = (view.run, view.run.given.pack);
    let used: Vec<usize> = pack
        .screens
        .iter()
        .flat_map(|s| &s.subjects)
        .flat_map(|s| s.parameters.clone())
        .collect();
    let shown = pack
        .parameters
        .iter()
        .enumerate()
        .filter(|(at, _)| used.contains(at));
    shown
        .map(|(_, parameter)| {
            let label = view.label(&parameter.label).to_owned();
            let value = match parameter.on(run.given.on) {
                Some(dated) => {
                    format!("{} · {}", datum(&dated.value), view.cite(&dated.cite))
                }
                None => view.say("compare-not-in-force"),
            };
            (label, value)
        })
        .collect()
}

fn datum(value: &Datum) -> String {
    value.shown()
}

/// The ledgers.
pub(super) fn ledgers(view: &View<'_>) -> Vec<LedgerLine> {
    let run = view.run;
    let lines = run
        .given
        .ledgers
        .iter()
        .zip(&run.unread)
        .map(|(ledger, unread)| {
            let role = run.given.pack.roles.get(ledger.role);
            let missing: Vec<&str> = role
                .into_iter()
                .flat_map(|r| r.fields.iter().zip(&ledger.columns))
                .filter(|(_, column)| column.is_none() && !ledger.table.columns.is_empty())
                .map(|(field, _)| {
                    field
                        .headers
                        .first()
                        .map_or(field.id.as_str(), String::as_str)
                })
                .collect();
            let sheet = ledger.table.sheet.as_ref().map(|s| format!(" [{s}]"));
            LedgerLine {
                role: view.role(ledger.role).to_owned(),
                provider: role.map_or("", |r| view.label(&r.provider)).to_owned(),
                file: format!("{}{}", ledger.name, sheet.unwrap_or_default()),
                rows: ledger.table.len(),
                problems: ledger.table.problems.total() + unread.len(),
                missing: missing.join("、"),
            }
        });
    lines.collect()
}

/// Screens and exemptions that could not be looked at: what, and why.
pub(super) fn gaps(view: &View<'_>) -> Lines {
    let (run, pack) = (view.run, view.run.given.pack);
    let named = |screen: usize, role: usize| {
        let screen = pack.screens.get(screen);
        let title = screen.map_or("", |s| view.label(&s.title));
        let id = screen.map_or("", |s| s.id.as_str());
        format!("{id} {title} · {}", view.role(role))
    };
    let needs = |missing: &[policy::pack::Need]| {
        let all: Vec<String> = missing.iter().map(|m| view.need(*m)).collect();
        all.join("；")
    };
    let mut lines: Lines = run
        .findings
        .not_run
        .iter()
        .map(|n| (named(n.screen, n.role), needs(&n.missing)))
        .collect();
    for untested in &run.findings.untested {
        let label = pack
            .screens
            .get(untested.screen)
            .and_then(|s| s.exemptions.get(untested.exemption))
            .map_or("", |(label, _)| view.label(label));
        let said = Message::new("compare-untested")
            .with("exemption", label)
            .with("missing", needs(&untested.missing));
        lines.push((
            named(untested.screen, untested.role),
            view.catalogue.say(&said),
        ));
    }
    lines
}
