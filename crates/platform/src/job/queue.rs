//! The queue: asking, taking, telling how far, trying again.

use super::store::{self, Job, State};
use crate::act::Act;
use crate::ctx::{Ctx, Platform};
use crate::journal::Entry;
use base::Fault;
use base::id::JobId;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How often a job is tried.
const ATTEMPTS_MAX: i64 = 3;

/// A worker that has said nothing for so long is taken for gone.
const SILENCE_SECONDS: i64 = 120;

/// What does the jobs of a kind: what came of it in a few words, or why not.
pub type Handler = fn(&Work<'_>) -> Result<String, Fault>;

/// A job in a worker's hands.
pub struct Work<'a> {
    /// The platform.
    pub platform: &'a Platform,
    /// The job.
    pub job: &'a Job,
    owner: &'a str,
    stop: &'a AtomicBool,
}

impl Work<'_> {
    /// Tells how far the work is. An error means that it is to be left: the server stops, or the
    /// job was given to another worker.
    pub fn step(&self, done: i64, total: i64) -> Result<(), Fault> {
        if self.stop.load(Ordering::SeqCst) {
            return Err(Fault::Stale);
        }
        let now = self.platform.clock().now();
        let id = self.job.id;
        let told = |tx: &db::Tx<'_>| store::job_beat(tx, id, self.owner, (done, total), now);
        Ok(self.platform.db().write(told)?)
    }
}

/// Asks for a job within the transaction that makes it necessary. With a key, the same job is
/// done once however often it is asked for: then there is no second id.
pub fn ask(
    ctx: &Ctx<'_>,
    kind: &'static str,
    once: Option<&str>,
    payload: &serde_json::Value,
) -> Result<Option<JobId>, Fault> {
    ask_after(ctx, kind, once, payload, ctx.now())
}

/// As [`ask`], for a job that is not to be done before a moment.
pub fn ask_after(
    ctx: &Ctx<'_>,
    kind: &'static str,
    once: Option<&str>,
    payload: &serde_json::Value,
    after: Timestamp,
) -> Result<Option<JobId>, Fault> {
    let id: JobId = ctx.id();
    let new = store::New {
        id,
        kind,
        once,
        payload: &payload.to_string(),
        by: &ctx.who().actor(),
        now: ctx.now(),
        after,
    };
    if !store::job_insert(ctx.tx(), &new)? {
        return Ok(None);
    }
    let after = serde_json::json!({ "kind": kind });
    ctx.tell(Entry::named("job.ask", "job", id).after(after));
    Ok(Some(id))
}

/// One job: for whoever asked for it, and for whoever sees them all.
pub fn get(ctx: &Ctx<'_>, id: JobId) -> Result<Job, Fault> {
    let (job, by) = store::job_fetch(ctx.tx(), id)?;
    let mine = ctx.who().person().is_some() && by.as_deref() == Some(&ctx.who().actor());
    if !mine {
        ctx.may(Act::JobsSee)?;
    }
    Ok(job)
}

/// The newest jobs.
pub fn list(ctx: &Ctx<'_>, limit: i64) -> Result<Vec<Job>, Fault> {
    ctx.may(Act::JobsSee)?;
    Ok(store::job_list(ctx.tx(), limit)?)
}

/// The workers of this process.
pub struct Queue {
    platform: Platform,
    handlers: Vec<(&'static str, Handler)>,
    owner: String,
    stop: AtomicBool,
    sleeping: (Mutex<()>, Condvar),
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(at)
}

impl Queue {
    /// A queue with the handlers of all slices. On SQLite this process is the only one with
    /// workers, so whatever runs in the table was left by one that has gone.
    pub fn new(
        platform: Platform,
        handlers: Vec<(&'static str, Handler)>,
    ) -> Result<Arc<Self>, Fault> {
        let owner = platform.request().to_string();
        let now = platform.clock().now();
        let since = match platform.db().engine() {
            db::Engine::Sqlite => Timestamp::MAX,
            db::Engine::Postgres => later(now, -SILENCE_SECONDS),
        };
        platform.db().write(|tx| store::job_recover(tx, since))?;
        Ok(Arc::new(Self {
            platform,
            handlers,
            owner,
            stop: AtomicBool::new(false),
            sleeping: (Mutex::new(()), Condvar::new()),
        }))
    }

    /// Starts workers; they end soon after [`Queue::stop`].
    pub fn start(self: &Arc<Self>, workers: usize) -> Vec<std::thread::JoinHandle<()>> {
        let worker = |_| {
            let queue = Arc::clone(self);
            std::thread::spawn(move || queue.work())
        };
        (0..workers).map(worker).collect()
    }

    fn work(&self) {
        while !self.stop.load(Ordering::SeqCst) {
            match self.run_one() {
                Ok(true) => continue,
                Ok(false) => {}
                Err(e) => crate::log::error("job-queue", &[("why", crate::log::chain(&e))]),
            }
            let held = self
                .sleeping
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let wait = self.sleeping.1.wait_timeout(held, Duration::from_secs(1));
            drop(wait.unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Asks the workers to end; a job in their hands is left at its next step and taken up again
    /// after the next start.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
        self.sleeping.1.notify_all();
    }

    /// Does one job that is due, if there is one.
    pub fn run_one(&self) -> Result<bool, Fault> {
        let platform = &self.platform;
        let now = platform.clock().now();
        if platform.db().engine() == db::Engine::Postgres {
            let since = later(now, -SILENCE_SECONDS);
            platform.db().write(|tx| store::job_recover(tx, since))?;
        }
        let Some(job) = platform.db().read(|tx| store::job_due(tx, now))? else {
            return Ok(false);
        };
        let taken = platform
            .db()
            .write(|tx| store::job_take(tx, job.id, &self.owner, now))?;
        if !taken {
            return Ok(true);
        }
        let work = Work {
            platform,
            job: &job,
            owner: &self.owner,
            stop: &self.stop,
        };
        let handler = self.handlers.iter().find(|(kind, _)| *kind == job.kind);
        let result = match handler {
            Some((_, handler)) => handler(&work),
            None => Err(Fault::NotFound),
        };
        self.finish(&job, result)?;
        Ok(true)
    }

    fn finish(&self, job: &Job, result: Result<String, Fault>) -> Result<(), Fault> {
        let now = self.platform.clock().now();
        let owner = self.owner.as_str();
        let stopped = self.stop.load(Ordering::SeqCst);
        let ended = self.platform.db().write(|tx| match &result {
            Ok(outcome) => store::job_finish(tx, job.id, owner, State::Done, outcome, now),
            Err(_) if stopped => store::job_again(tx, job.id, owner, "", now),
            Err(e) if job.attempts + 1 < ATTEMPTS_MAX => {
                let wait = later(now, 60 << job.attempts.min(6));
                store::job_again(tx, job.id, owner, &e.to_string(), wait)
            }
            Err(e) => store::job_finish(tx, job.id, owner, State::Failed, &e.to_string(), now),
        });
        match ended {
            // Another worker has it: then this outcome does not count.
            Err(db::DbError::Stale) => Ok(()),
            other => Ok(other?),
        }
    }
}
