//! Running a comparison: ledgers opened, registers read, people found, screens held against them,
//! and what comes of it written in one transaction that asks first whether it was done already.

use super::model::{Comparison, Missing, Part, State};
use super::{CONTENT, actions, store};
use crate::finding;
use base::Fault;
use base::id::ComparisonId;
use base::message::{Message, Speak};
use platform::job::{self, Handler, Work};
use platform::journal::Entry;
use platform::{Ctx, Platform, Who};
use policy::pack::{Need, Pack};
use registry::register::{self, Declared, declared};
use screening::{Given, Ledger, Run};
use serde_json::json;
use sheet::{ReadOptions, SheetError, Source, Table};

/// The jobs of this folder.
pub(crate) const JOBS: &[(&str, Handler)] = &[
    ("comparison.run", run),
    ("comparison.scheduled", super::schedule::run),
];

pub(crate) fn internal(e: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::Internal(Box::new(e))
}

/// Reads bytes as a ledger; one without rows is a list on which nobody stands.
pub(super) fn parsed(name: &str, content: &[u8]) -> Result<Option<Table>, Message> {
    let source = Source::Bytes {
        name: name.to_owned(),
        bytes: content.to_vec(),
    };
    match sheet::read(source, &ReadOptions::default()) {
        Ok(table) => Ok(Some(table)),
        Err(SheetError::NoRows { .. }) => Ok(None),
        Err(e) => Err(e.message()),
    }
}

/// A table in the role it plays.
pub(super) fn recognised(
    pack: &Pack,
    role: usize,
    table: Option<Table>,
    name: &str,
) -> Result<Ledger, Message> {
    let declared = pack.roles.get(role);
    let declared = declared.ok_or_else(|| Message::new("comparison-no-role"))?;
    match table {
        Some(table) => Ledger::new(role, declared, table, &[]).map_err(|e| e.message()),
        None => Ok(Ledger::empty(role, declared, name)),
    }
}

/// A register as a text file, so that it is read as any other ledger is.
fn text_of(ledger: &register::Ledger) -> Vec<u8> {
    let mut text = String::new();
    for row in std::iter::once(&ledger.headers).chain(&ledger.rows) {
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            text.push('"');
            text.push_str(&value.replace('"', "\"\""));
            text.push('"');
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// A ledger of a comparison, opened.
fn opened(
    ctx: &Ctx<'_>,
    declared: &Declared,
    comparison: &Comparison,
    part: &Part,
) -> Result<Ledger, Fault> {
    let pack = declared.pack();
    let gone = || Fault::refused("comparison-no-role");
    let role = pack.role(&part.role).ok_or_else(gone)?;
    let refused = |message: Message| Fault::Refused(message);
    if let Some(sealed) = store::ledger_content(ctx.tx(), &part.id)? {
        let content = ctx.keys().open(&CONTENT.place(&part.id), &sealed);
        let table = parsed(&part.name, &content.map_err(internal)?).map_err(refused)?;
        return recognised(pack, role, table, &part.name).map_err(refused);
    }
    let found = pack.roles.get(role);
    let living = found.and_then(|r| r.living.as_ref()).ok_or_else(gone)?;
    let rows = register::ledger(ctx, declared, &living.register, comparison.on, |names| {
        let when = living.when.as_ref();
        when.is_none_or(|w| w.expression.holds(names) == Some(true))
    })?;
    let name = declared.register(&living.register)?.label.zh.clone();
    let table = match rows.rows.is_empty() {
        true => None,
        false => parsed(&name, &text_of(&rows)).map_err(refused)?,
    };
    recognised(pack, role, table, &name).map_err(refused)
}

/// What a screen lacks, as `role` or `role.field`.
fn needs(pack: &Pack, missing: &[Need]) -> Vec<String> {
    let said = missing.iter().filter_map(|need| {
        let role = pack.roles.get(need.role)?;
        let field = need.field.and_then(|at| role.fields.get(at));
        Some(match field {
            Some(field) => format!("{}.{}", role.id, field.id),
            None => role.id.clone(),
        })
    });
    said.collect()
}

/// Carries a comparison out, unless that was done already.
///
/// # Errors
/// Rights that whoever asked has no more; a ledger that cannot be read.
pub(crate) fn carry_out(
    platform: &Platform,
    who: &Who,
    declared: &Declared,
    id: ComparisonId,
    step: &dyn Fn(i64, i64) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let pack = declared.pack();
    step(0, 4)?;
    // The journal of opened registers is written, hence not a mere reading.
    let (comparison, ledgers) = platform.write(who, platform.request(), |ctx| {
        let comparison = store::comparison_fetch(ctx.tx(), id)?;
        if comparison.state != State::Running {
            return Ok((comparison, Vec::new()));
        }
        actions::whole(ctx, pack)?;
        let mut ledgers = Vec::new();
        for part in store::ledger_list(ctx.tx(), id)? {
            ledgers.push(opened(ctx, declared, &comparison, &part)?);
        }
        Ok((comparison, ledgers))
    })?;
    if comparison.state != State::Running {
        return Ok(());
    }
    step(1, 4)?;
    let given = Given {
        pack,
        ledgers,
        on: comparison.on,
    };
    let run: Run<'_> =
        screening::run(given, &linkage::Silent).map_err(|e| Fault::Refused(e.message()))?;
    step(3, 4)?;
    platform.write(who, platform.request(), |ctx| {
        let now = store::comparison_fetch(ctx.tx(), id)?;
        if now.version != comparison.version {
            return Err(Fault::Stale);
        }
        let counts = finding::take_in(ctx, &comparison, &run)?;
        let not_run = run.findings.not_run.iter().filter_map(|n| {
            let screen = pack.screens.get(n.screen)?;
            Some(Missing {
                screen: screen.id.clone(),
                needs: needs(pack, &n.missing),
            })
        });
        let done = Comparison {
            state: State::Done,
            pack: pack.version.clone(),
            people: i64::try_from(run.people.count).unwrap_or(i64::MAX),
            found: counts.found,
            fresh: counts.fresh,
            gone: counts.gone,
            not_run: not_run.collect(),
            done_at: Some(ctx.now()),
            ..now
        };
        store::comparison_update(ctx.tx(), &done)?;
        ctx.tell(
            Entry::named("comparison.done", "comparison", id)
                .after(json!({ "found": counts.found, "fresh": counts.fresh })),
        );
        Ok(())
    })
}

fn run(work: &Work<'_>) -> Result<String, Fault> {
    let payload: serde_json::Value = serde_json::from_str(&work.job.payload).map_err(internal)?;
    let text = |name: &str| payload[name].as_str().unwrap_or_default();
    let id: ComparisonId = text("comparison").parse().map_err(internal)?;
    let step = |done: i64, total: i64| work.step(done, total);
    let tried = job::asker(work.platform, text("by"))
        .and_then(|who| carry_out(work.platform, &who, declared()?, id, &step));
    let fault = match tried {
        Ok(()) => return Ok(String::new()),
        Err(fault) => fault,
    };
    // A fault of the machine is tried again; the last time, people are told.
    let why = match &fault {
        Fault::Refused(_) => "comparison-unreadable",
        Fault::NotFound | Fault::Forbidden => "comparison-right-lost",
        _ if work.job.attempts + 1 < 3 => return Err(fault),
        _ => "comparison-broken",
    };
    let machine = Who::Machine("comparison");
    work.platform
        .write(&machine, work.platform.request(), |ctx| {
            let now = store::comparison_fetch(ctx.tx(), id)?;
            if now.state != State::Running {
                return Ok(());
            }
            let failed = Comparison {
                state: State::Failed,
                told: why.to_owned(),
                ..now
            };
            store::comparison_update(ctx.tx(), &failed)?;
            ctx.tell(Entry::named("comparison.fail", "comparison", id));
            Ok(())
        })?;
    Ok(String::new())
}
