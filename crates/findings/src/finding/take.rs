//! What a comparison found, taken in: known findings renewed, new ones added, those that are gone
//! told. Within the transaction of the comparison.

use super::EVIDENCE;
use super::model::{Event, Finding, Outcome, Row, State, Step};
use super::store;
use crate::comparison::{Comparison, internal};
use base::Fault;
use base::calendar::working_days_after;
use base::column::ColumnRole;
use base::id::{FindingId, PersonId};
use jiff::civil::Date;
use platform::{Ctx, Division};
use policy::pack::Pack;
use registry::{person, place};
use screening::people::Agreement;
use screening::{Case, Evidence, Link, Run, Standing};
use std::collections::{BTreeSet, HashMap};

/// What only looks likely is never called certain.
const LIKELY_MOST: f64 = 0.999;

/// Days in which something is done where no holiday notice of the year is known.
const DAYS: i64 = 14;

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) found: i64,
    pub(crate) fresh: i64,
    pub(crate) gone: i64,
}

/// Where people live by what ledgers say, if nobody known has the number.
struct Towns {
    names: HashMap<String, Division>,
    home: Division,
}

impl Towns {
    fn of(ctx: &Ctx<'_>, pack: &Pack) -> Result<Self, Fault> {
        let all = place::all(ctx.tx())?;
        let home = Division::parse(&pack.jurisdiction).ok_or(Fault::NotFound)?;
        let towns = all.into_iter().filter(|p| p.division.code().len() == 9);
        Ok(Self {
            names: towns.map(|p| (p.name, p.division)).collect(),
            home,
        })
    }

    fn named(&self, town: &str) -> Division {
        self.names.get(town).unwrap_or(&self.home).clone()
    }
}

fn link(of: Link) -> &'static str {
    match of {
        Link::Id(Agreement::Same | Agreement::Absent) => "finding-link-id",
        Link::Id(Agreement::Near) => "finding-link-id-near",
        Link::Id(Agreement::Different) => "finding-link-id-different",
        Link::Certificate(_) => "finding-link-certificate",
        Link::Likely { .. } => "finding-link-likely",
        Link::Alone => "finding-link-alone",
    }
}

fn thousandths(certainty: f64, likely: bool) -> i64 {
    let most = if likely { LIKELY_MOST } else { 1.0 };
    (certainty.clamp(0.0, most) * 1000.0).floor() as i64
}

/// A row as it is kept.
fn row(run: &Run<'_>, of: &Evidence) -> Option<Row> {
    let ledger = run.given.ledgers.get(of.ledger)?;
    let role = run.given.pack.roles.get(ledger.role)?;
    let mut values = Vec::new();
    let mut numbers = Vec::new();
    for (field, column) in role.fields.iter().zip(&ledger.columns) {
        let Some(column) = *column else { continue };
        let value = ledger.table.value(column, of.record).map_or("", str::trim);
        // Accounts and telephones prove nothing here.
        let beside = matches!(
            field.column,
            Some(ColumnRole::BankAccount | ColumnRole::Phone)
        );
        if value.is_empty() || beside {
            continue;
        }
        // The number of a certificate begins with its holder's.
        let number = matches!(
            field.column,
            Some(ColumnRole::IdNumber | ColumnRole::DisabilityCert)
        );
        if number || field.kin {
            numbers.push(values.len());
        }
        let header = ledger.table.columns.get(column);
        let header = header.map_or("", |c| c.header.rsplit('/').next().unwrap_or_default());
        values.push((header.to_owned(), value.to_owned()));
    }
    let likely = matches!(of.link, Link::Likely { .. });
    Some(Row {
        role: role.id.clone(),
        ledger: ledger.name.to_string(),
        row: ledger.row(of.record),
        link: link(of.link).to_owned(),
        certainty: thousandths(of.link.certainty(), likely),
        values,
        numbers,
    })
}

fn event(ctx: &Ctx<'_>, step: Step) -> Event {
    let person = ctx.who().person();
    Event {
        number: 0,
        step,
        day: ctx.today(),
        at: ctx.now(),
        outcome: None,
        note: String::new(),
        login: ctx.who().actor(),
        name: person.map_or_else(|| ctx.who().actor(), |p| p.name.clone()),
    }
}

/// Who a case is about among the people known, and where they live.
fn subject(
    ctx: &Ctx<'_>,
    towns: &Towns,
    case: &Case,
) -> Result<(Option<PersonId>, Division), Fault> {
    let known = person::numbered(ctx, &case.id_number)?;
    Ok(match known {
        Some(person) => (Some(person.id), person.division),
        None => (None, towns.named(&case.town)),
    })
}

/// Takes in what a comparison found.
pub(crate) fn take_in(
    ctx: &Ctx<'_>,
    comparison: &Comparison,
    run: &Run<'_>,
) -> Result<Counts, Fault> {
    let pack = run.given.pack;
    let towns = Towns::of(ctx, pack)?;
    let mut counts = Counts::default();
    for case in &run.cases {
        let Some(screen) = pack.screens.get(case.screen) else {
            continue;
        };
        let (person, division) = subject(ctx, &towns, case)?;
        let rows: Vec<Row> = case.evidence.iter().filter_map(|e| row(run, e)).collect();
        let rows = serde_json::to_vec(&rows).map_err(internal)?;
        let likely = |e: &Evidence| matches!(e.link, Link::Likely { .. });
        let exempt = match case.standing {
            Standing::Finding => String::new(),
            Standing::Exempt(at) => {
                let label = screen.exemptions.get(at).map(|(label, _)| label);
                serde_json::to_string(&label).map_err(internal)?
            }
        };
        counts.found += i64::from(exempt.is_empty());
        // From today: whoever compares an earlier day has not let it pass.
        let due = working_days_after(ctx.today(), screen.days).ok();
        let due = due.or_else(|| later(ctx.today(), DAYS));
        let new = Finding {
            id: ctx.id(),
            version: 1,
            key: format!("{}:{}", screen.id, case.id),
            screen: screen.id.clone(),
            name: case.name.clone(),
            person,
            division,
            certainty: thousandths(case.certainty, case.evidence.iter().any(likely)),
            message: case.message.clone(),
            exempt,
            due: due.unwrap_or(ctx.today()),
            state: State::Open,
            outcome: None,
            verified_by: None,
            seen: true,
            first: comparison.id,
            last: comparison.id,
            found_on: ctx.today(),
            closed_on: None,
        };
        match store::finding_by_key(ctx.tx(), &new.key)? {
            None => {
                store::finding_insert(ctx.tx(), &new, &sealed(ctx, new.id, &rows)?)?;
                store::event_insert(ctx.tx(), new.id, &event(ctx, Step::Found))?;
                counts.fresh += i64::from(new.exempt.is_empty());
            }
            Some(old) => renew(ctx, &old, new, &rows)?,
        }
    }
    counts.gone = gone(ctx, comparison, run)?;
    Ok(counts)
}

fn later(from: Date, days: i64) -> Option<Date> {
    from.checked_add(jiff::Span::new().days(days)).ok()
}

fn sealed(ctx: &Ctx<'_>, id: FindingId, rows: &[u8]) -> Result<Vec<u8>, Fault> {
    let place = EVIDENCE.place(&id.to_string());
    ctx.keys()
        .seal(&place, rows, ctx.random())
        .map_err(internal)
}

/// A known finding found again: closed as wrong it stays so; put right, and there again, it is open.
fn renew(ctx: &Ctx<'_>, old: &Finding, new: Finding, rows: &[u8]) -> Result<(), Fault> {
    let back = old.state == State::Closed && old.outcome != Some(Outcome::False) && !old.seen;
    let back = back && new.exempt.is_empty();
    let kept = match back {
        true => Finding {
            id: old.id,
            version: old.version,
            ..new
        },
        false => Finding {
            id: old.id,
            version: old.version,
            state: old.state,
            outcome: old.outcome,
            verified_by: old.verified_by,
            closed_on: old.closed_on,
            due: if old.state == State::Closed {
                new.due
            } else {
                old.due
            },
            ..new
        },
    };
    store::finding_renew(ctx.tx(), &kept, &sealed(ctx, old.id, rows)?)?;
    if back {
        store::event_insert(ctx.tx(), old.id, &event(ctx, Step::Again))?;
    }
    Ok(())
}

/// Findings of screens that ran and that this comparison has no more. What is not closed stays to
/// be looked at: that somebody is gone from a ledger may have other reasons.
fn gone(ctx: &Ctx<'_>, comparison: &Comparison, run: &Run<'_>) -> Result<i64, Fault> {
    let not_run: BTreeSet<usize> = run.findings.not_run.iter().map(|n| n.screen).collect();
    let mut count = 0;
    for (at, screen) in run.given.pack.screens.iter().enumerate() {
        if not_run.contains(&at) {
            continue;
        }
        for old in store::finding_left(ctx.tx(), &screen.id, comparison.id)? {
            count += i64::from(old.state != State::Closed);
            let left = Finding { seen: false, ..old };
            store::finding_update(ctx.tx(), &left)?;
            store::event_insert(ctx.tx(), left.id, &event(ctx, Step::Gone))?;
        }
    }
    Ok(count)
}
