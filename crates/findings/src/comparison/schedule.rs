//! Comparisons that begin by themselves: the registers as they are, with the ledgers of other bureaux
//! as they were brought last. Each run asks for the next one; a run whose schedule was changed since
//! does nothing, so that there is one chain at most. It survives restarts, because it stands in the
//! queue.

use super::model::{Comparison, Part, State};
use super::work::internal;
use super::{CONTENT, actions, store};
use base::Fault;
use base::clock::china;
use base::id::{ComparisonId, Id, JobId, kind};
use base::message::Message;
use base::words;
use jiff::civil::Date;
use jiff::{Timestamp, tz};
use platform::job::{self, Work};
use platform::journal::Entry;
use platform::{Act, Ctx};
use policy::pack::Pack;
use registry::register::declared;
use serde_json::json;

words! {
    /// How often.
    Every {
        /// Only when somebody begins one.
        Never = "never", "comparison-never";
        /// Every seven days.
        Week = "week", "comparison-week";
        /// On the same day of every month.
        Month = "month", "comparison-month";
    }
}

impl Every {
    /// The day of the next run after one.
    fn next(self, day: Date) -> Option<Date> {
        let span = match self {
            Self::Never => return None,
            Self::Week => jiff::Span::new().days(7),
            Self::Month => jiff::Span::new().months(1),
        };
        day.checked_add(span).ok()
    }
}

/// When comparisons begin by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Goes up with every change.
    pub version: i64,
    /// How often.
    pub every: Every,
    /// The day of the next one.
    pub next: Option<Date>,
    /// Whose rights they run with.
    pub login: String,
    /// When it was set.
    pub set_at: Timestamp,
}

/// The schedule, if one was ever set.
pub fn schedule(ctx: &Ctx<'_>) -> Result<Option<Schedule>, Fault> {
    ctx.may(Act::FindingsSee)?;
    Ok(store::schedule_fetch(ctx.tx())?)
}

/// Three in the morning of a day: the bureau sleeps, the registers of the day before are whole.
fn early(day: Date) -> Result<Timestamp, Fault> {
    tz::offset(8)
        .to_timestamp(day.at(3, 0, 0, 0))
        .map_err(internal)
}

fn ask(ctx: &Ctx<'_>, of: &Schedule) -> Result<Option<JobId>, Fault> {
    let Some(day) = of.next else { return Ok(None) };
    let payload = json!({ "schedule": of.version, "by": of.login, "on": day.to_string() });
    let key = format!("comparison-{}-{day}", of.version);
    job::ask_after(
        ctx,
        "comparison.scheduled",
        Some(&key),
        &payload,
        early(day)?,
    )
}

/// Sets how often comparisons begin by themselves, with the rights of whoever sets it.
///
/// # Errors
/// A word that is none.
pub fn set(ctx: &Ctx<'_>, every: &str) -> Result<(), Fault> {
    ctx.may(Act::ComparisonsRun)?;
    let unknown = || Fault::field("every", Message::new("comparison-every-form"));
    let every = Every::of(every).ok_or_else(unknown)?;
    let before = store::schedule_fetch(ctx.tx())?;
    let new = Schedule {
        version: before.as_ref().map_or(1, |b| b.version + 1),
        every,
        next: every.next(ctx.today()),
        login: ctx.who().actor(),
        set_at: ctx.now(),
    };
    store::schedule_put(ctx.tx(), &new)?;
    ask(ctx, &new)?;
    ctx.tell(
        Entry::new(Act::ComparisonsRun, "comparison", "schedule")
            .before(json!({ "every": before.map(|b| b.every.code()) }))
            .after(json!({ "every": every.code(), "next": new.next })),
    );
    Ok(())
}

/// A comparison of today with what the last one was made of, started.
fn begin(ctx: &Ctx<'_>, pack: &Pack) -> Result<JobId, Fault> {
    let id = actions::draft(ctx, pack, ctx.today())?;
    if let Some(last) = last(ctx)? {
        again(ctx, pack, last.id, id)?;
    }
    let version = store::comparison_fetch(ctx.tx(), id)?.version;
    actions::start(ctx, (id, version))
}

fn last(ctx: &Ctx<'_>) -> Result<Option<Comparison>, Fault> {
    let mut all = store::comparison_list(ctx.tx(), 50, 0)?.into_iter();
    Ok(all.find(|c| c.state == State::Done))
}

/// Takes the files of a comparison into another.
fn again(ctx: &Ctx<'_>, pack: &Pack, from: ComparisonId, to: ComparisonId) -> Result<(), Fault> {
    for part in store::ledger_list(ctx.tx(), from)? {
        let known = pack.role(&part.role).is_some();
        let sealed = store::ledger_content(ctx.tx(), &part.id)?;
        let (true, Some(sealed)) = (known, sealed) else {
            continue;
        };
        let content = ctx.keys().open(&CONTENT.place(&part.id), &sealed);
        let id: Id<kind::Comparison> = ctx.id();
        let new = Part {
            id: id.to_string(),
            ..part
        };
        let place = CONTENT.place(&new.id);
        let content = content.map_err(internal)?;
        let sealed = ctx.keys().seal(&place, &content, ctx.random());
        store::ledger_delete(ctx.tx(), to, &new.role)?;
        store::ledger_insert(ctx.tx(), to, &new, Some(&sealed.map_err(internal)?))?;
    }
    Ok(())
}

/// Begins the comparison that is due and asks for the next one, in one transaction.
pub(super) fn run(work: &Work<'_>) -> Result<String, Fault> {
    let payload: serde_json::Value = serde_json::from_str(&work.job.payload).map_err(internal)?;
    let version = payload["schedule"].as_i64().unwrap_or_default();
    let by = payload["by"].as_str().unwrap_or_default();
    let who = job::asker(work.platform, by)?;
    let pack = declared()?.pack();
    work.platform
        .write(&who, work.platform.request(), |ctx| due(ctx, pack, version))?;
    Ok(String::new())
}

/// What a due run does, if its schedule still stands and the day was not served already.
pub(crate) fn due(ctx: &Ctx<'_>, pack: &Pack, version: i64) -> Result<(), Fault> {
    ctx.may(Act::ComparisonsRun)?;
    let Some(now) = store::schedule_fetch(ctx.tx())? else {
        return Ok(());
    };
    let today = china(ctx.now()).date();
    if now.version != version || now.next.is_none_or(|day| day > today) {
        return Ok(());
    }
    begin(ctx, pack)?;
    // Days on which the house was closed are not made up for.
    let mut next = now.next;
    while let Some(day) = next.filter(|day| *day <= today) {
        next = now.every.next(day);
    }
    let later = Schedule { next, ..now };
    store::schedule_put(ctx.tx(), &later)?;
    ask(ctx, &later)?;
    Ok(())
}
