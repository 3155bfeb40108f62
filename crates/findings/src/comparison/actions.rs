//! Preparing a comparison: which ledgers and registers are held against each other.

use super::model::{Comparison, Part, State};
use super::work::{internal, parsed, recognised};
use super::{CONTENT, store};
use base::Fault;
use base::id::{ComparisonId, Id, JobId, kind};
use base::message::Message;
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division, job};
use policy::pack::{Label, Pack};
use serde_json::json;

/// Ledgers needed: one alone has nothing to be held against.
const LEDGERS_MIN: usize = 2;

/// A role of the pack, and what plays it in a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The role.
    pub id: String,
    /// Its name.
    pub label: Label,
    /// Who has such ledgers.
    pub provider: Label,
    /// What plays it.
    pub part: Option<Part>,
    /// Whether a register of the bureau can.
    pub living: bool,
}

/// Begins a comparison on a day: every register that the pack lets stand for a ledger is in it.
///
/// # Errors
/// Somebody who does not reach the whole jurisdiction: what lies outside would count as gone.
pub fn draft(ctx: &Ctx<'_>, pack: &Pack, on: Date) -> Result<ComparisonId, Fault> {
    whole(ctx, pack)?;
    let new = Comparison {
        id: ctx.id(),
        version: 1,
        on,
        state: State::Draft,
        pack: String::new(),
        told: String::new(),
        people: 0,
        found: 0,
        fresh: 0,
        gone: 0,
        not_run: Vec::new(),
        job: None,
        created_at: ctx.now(),
        created_by: ctx.who().actor(),
        done_at: None,
    };
    store::comparison_insert(ctx.tx(), &new)?;
    for role in &pack.roles {
        if let Some(living) = &role.living {
            let id: Id<kind::Comparison> = ctx.id();
            let part = Part {
                id: id.to_string(),
                role: role.id.clone(),
                name: living.register.clone(),
                records: 0,
                register: true,
            };
            store::ledger_insert(ctx.tx(), new.id, &part, None)?;
        }
    }
    ctx.tell(
        Entry::new(Act::ComparisonsRun, "comparison", new.id)
            .after(json!({ "on": on.to_string() })),
    );
    Ok(new.id)
}

/// Asks for the right to compare, in the whole jurisdiction of a pack.
pub(super) fn whole(ctx: &Ctx<'_>, pack: &Pack) -> Result<(), Fault> {
    let scope = ctx.may(Act::ComparisonsRun)?;
    let home = Division::parse(&pack.jurisdiction).ok_or(Fault::NotFound)?;
    match scope.holds(&home) {
        true => Ok(()),
        false => Err(Fault::Forbidden),
    }
}

/// One comparison.
pub fn get(ctx: &Ctx<'_>, id: ComparisonId) -> Result<Comparison, Fault> {
    ctx.may(Act::FindingsSee)?;
    Ok(store::comparison_fetch(ctx.tx(), id)?)
}

/// Comparisons, the newest first.
pub fn list(ctx: &Ctx<'_>, limit: i64, offset: i64) -> Result<Vec<Comparison>, Fault> {
    ctx.may(Act::FindingsSee)?;
    Ok(store::comparison_list(ctx.tx(), limit, offset)?)
}

/// What a comparison is made of.
pub fn ledgers(ctx: &Ctx<'_>, id: ComparisonId) -> Result<Vec<Part>, Fault> {
    ctx.may(Act::FindingsSee)?;
    Ok(store::ledger_list(ctx.tx(), id)?)
}

/// Every role of the pack and what plays it.
pub fn roles(ctx: &Ctx<'_>, pack: &Pack, id: ComparisonId) -> Result<Vec<Role>, Fault> {
    let parts = ledgers(ctx, id)?;
    let of = |role: &policy::pack::Role| Role {
        id: role.id.clone(),
        label: role.label.clone(),
        provider: role.provider.clone(),
        part: parts.iter().find(|p| p.role == role.id).cloned(),
        living: role.living.is_some(),
    };
    Ok(pack.roles.iter().map(of).collect())
}

/// A comparison that was seen at a version and may still be put together.
fn open(ctx: &Ctx<'_>, (id, version): (ComparisonId, i64)) -> Result<Comparison, Fault> {
    ctx.may(Act::ComparisonsRun)?;
    let found = store::comparison_fetch(ctx.tx(), id)?;
    let fits = matches!(found.state, State::Draft | State::Failed);
    match fits && found.version == version {
        true => Ok(found),
        false => Err(Fault::Stale),
    }
}

/// Takes a file in for a role; what stood in its place is replaced. A file in which the role cannot
/// be recognised is refused with what it lacks, and nothing is kept.
///
/// # Errors
/// A role that the pack has not; a file that is no ledger, or in which nobody can be told.
pub fn bring(
    ctx: &Ctx<'_>,
    pack: &Pack,
    seen: (ComparisonId, i64),
    role: &str,
    (name, content): (&str, &[u8]),
) -> Result<(), Fault> {
    let comparison = open(ctx, seen)?;
    let most = ctx.settings().upload_bytes;
    if content.len() > most {
        let told = Message::new("attachment-too-large").with("megabytes", most >> 20);
        return Err(Fault::field("file", told));
    }
    let known = pack.role(role);
    let place = known.ok_or_else(|| Fault::field("role", Message::new("comparison-no-role")))?;
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let wrong = |message: Message| Fault::field("file", message);
    let table = parsed(&name, content).map_err(wrong)?;
    let ledger = recognised(pack, place, table, &name).map_err(wrong)?;
    let id: Id<kind::Comparison> = ctx.id();
    let part = Part {
        id: id.to_string(),
        role: role.to_owned(),
        name,
        records: i64::try_from(ledger.table.len()).unwrap_or(i64::MAX),
        register: false,
    };
    let at = CONTENT.place(&part.id);
    let sealed = ctx.keys().seal(&at, content, ctx.random());
    store::ledger_delete(ctx.tx(), comparison.id, role)?;
    store::ledger_insert(
        ctx.tx(),
        comparison.id,
        &part,
        Some(&sealed.map_err(internal)?),
    )?;
    store::comparison_update(ctx.tx(), &comparison)?;
    ctx.tell(
        Entry::new(Act::ComparisonsRun, "comparison", comparison.id)
            .after(json!({ "role": role, "records": part.records })),
    );
    Ok(())
}

/// Takes a ledger out again; where a register can stand for it, the register does.
pub fn leave(
    ctx: &Ctx<'_>,
    pack: &Pack,
    seen: (ComparisonId, i64),
    role: &str,
) -> Result<(), Fault> {
    let comparison = open(ctx, seen)?;
    let parts = store::ledger_list(ctx.tx(), comparison.id)?;
    let was = parts.iter().find(|p| p.role == role);
    store::ledger_delete(ctx.tx(), comparison.id, role)?;
    let living = pack
        .role(role)
        .and_then(|at| pack.roles.get(at)?.living.as_ref());
    // A register that is taken out stays out, until it is asked for again.
    if let Some(living) = living.filter(|_| was.is_none_or(|p| !p.register)) {
        let id: Id<kind::Comparison> = ctx.id();
        let part = Part {
            id: id.to_string(),
            role: role.to_owned(),
            name: living.register.clone(),
            records: 0,
            register: true,
        };
        store::ledger_insert(ctx.tx(), comparison.id, &part, None)?;
    }
    store::comparison_update(ctx.tx(), &comparison)?;
    ctx.tell(
        Entry::new(Act::ComparisonsRun, "comparison", comparison.id)
            .after(json!({ "without": role })),
    );
    Ok(())
}

/// Starts it as a job.
///
/// # Errors
/// Fewer than two ledgers.
pub fn start(ctx: &Ctx<'_>, seen: (ComparisonId, i64)) -> Result<JobId, Fault> {
    let mut comparison = open(ctx, seen)?;
    if store::ledger_list(ctx.tx(), comparison.id)?.len() < LEDGERS_MIN {
        return Err(Fault::refused("comparison-too-few"));
    }
    let payload = json!({ "comparison": comparison.id.to_string(), "by": ctx.who().actor() });
    let job = job::ask(ctx, "comparison.run", None, &payload)?.ok_or(Fault::Stale)?;
    comparison.state = State::Running;
    comparison.told = String::new();
    comparison.job = Some(job);
    store::comparison_update(ctx.tx(), &comparison)?;
    ctx.tell(
        Entry::new(Act::ComparisonsRun, "comparison", comparison.id)
            .after(json!({ "state": "running" })),
    );
    Ok(job)
}
