//! Looking through a month as a job: it outlives a restart, and done twice it writes the same. It has
//! the rights that whoever asked for it holds when it runs.

use base::Fault;
use base::date::Month;
use base::id::JobId;
use platform::job::{self, Handler, Work};
use platform::{Act, Ctx};
use serde_json::json;

/// The jobs of this folder.
pub(crate) const JOBS: &[(&str, Handler)] = &[("funds.watch", work)];

/// Asks for a month to be looked through.
///
/// # Errors
/// A right that is missing.
pub fn ask(ctx: &Ctx<'_>, month: Month) -> Result<JobId, Fault> {
    ctx.may(Act::RollsMake)?;
    let payload = json!({ "month": month.to_string(), "by": ctx.who().actor() });
    job::ask(ctx, "funds.watch", None, &payload)?.ok_or(Fault::Stale)
}

fn work(work: &Work<'_>) -> Result<String, Fault> {
    let internal = |e: serde_json::Error| Fault::Internal(Box::new(e));
    let payload: serde_json::Value = serde_json::from_str(&work.job.payload).map_err(internal)?;
    let text = |name: &str| payload[name].as_str().unwrap_or_default();
    let month = Month::parse(text("month")).ok_or(Fault::NotFound)?;
    let who = job::asker(work.platform, text("by"))?;
    let platform = work.platform;
    let found = platform.write(&who, platform.request(), |ctx| super::run(ctx, month))?;
    Ok(found.to_string())
}
