//! Signing in, being recognised, signing out.

use super::store::{self, Session};
use crate::account::store as accounts;
use crate::account::{Secret, State, TOTP, compare, fitting_step, spend};
use crate::act::Act;
use crate::crypto::{hex, sm3};
use crate::ctx::{Ctx, Platform};
use crate::journal::Entry;
use crate::who::{Person, Who};
use base::Fault;
use base::id::AccountId;
use db::DbError;
use jiff::{SignedDuration, Timestamp};

/// What is known of whoever knocks.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// Network address.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// How signing in went. Only the first two open anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entrance {
    /// In, with the token for the browser.
    Open(String),
    /// The password is right; a code of the second factor must follow, with this token.
    CodeWanted(String),
    /// Name, password or code are wrong; which of them is not told.
    Wrong,
    /// Locked until then.
    Locked(Timestamp),
}

/// Longest lock.
const LOCK_MAX_SECONDS: i64 = 3600;

fn internal(e: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::Internal(Box::new(e))
}

fn seconds(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}

/// Checks a name and a password. Wrong ones count: after some of them the account is locked for a
/// minute, then two, four … up to an hour.
pub fn sign_in(
    ctx: &Ctx<'_>,
    login: &str,
    password: &str,
    visitor: &Visitor,
) -> Result<Entrance, Fault> {
    ctx.may(Act::SessionStart)?;
    let login = login.trim().to_lowercase();
    let tx = ctx.tx();
    let found = accounts::credentials_by_login(tx, &login)?;
    let Some(mine) = found.filter(|c| c.state == State::Active) else {
        spend(password).map_err(internal)?;
        return Ok(Entrance::Wrong);
    };
    if let Some(until) = mine.locked_until.filter(|until| *until > ctx.now()) {
        return Ok(Entrance::Locked(until));
    }
    if !compare(password, &mine.password_hash).map_err(internal)? {
        return wrong(ctx, mine.id, mine.failures);
    }
    opened(ctx, &mine, visitor, false)
}

/// Signs on whoever the provider of single sign-on vouches for: the account of that name. Nobody
/// gets an account by it; a lock holds here too, and a second factor is asked for as ever.
pub fn sign_on(ctx: &Ctx<'_>, login: &str, visitor: &Visitor) -> Result<Entrance, Fault> {
    ctx.may(Act::SessionStart)?;
    let login = login.trim().to_lowercase();
    let found = accounts::credentials_by_login(ctx.tx(), &login)?;
    let Some(mine) = found.filter(|c| c.state == State::Active) else {
        return Ok(Entrance::Wrong);
    };
    if let Some(until) = mine.locked_until.filter(|until| *until > ctx.now()) {
        return Ok(Entrance::Locked(until));
    }
    opened(ctx, &mine, visitor, true)
}

/// A session for whoever has proved who they are, waiting for the code where a second factor is set.
fn opened(
    ctx: &Ctx<'_>,
    mine: &accounts::Credentials,
    visitor: &Visitor,
    by_provider: bool,
) -> Result<Entrance, Fault> {
    let token = hex(&ctx.random().bytes::<32>().map_err(internal)?);
    let pending = mine.totp_sealed.is_some();
    let session = Session {
        id: hex(&sm3(token.as_bytes())),
        account: mine.id,
        started_at: ctx.now(),
        seen_at: ctx.now(),
        address: visitor.address.clone(),
        agent: visitor.agent.chars().take(200).collect(),
        pending,
        by_provider,
    };
    store::session_insert(ctx.tx(), &session)?;
    let (first, whole) = match by_provider {
        true => ("session.provider", "session.start-provider"),
        false => ("session.password", "session.start"),
    };
    if pending {
        ctx.tell(Entry::named(first, "account", mine.id));
        return Ok(Entrance::CodeWanted(token));
    }
    accounts::account_set_failures(ctx.tx(), mine.id, 0, None)?;
    ctx.tell(Entry::named(whole, "account", mine.id));
    Ok(Entrance::Open(token))
}

/// Counts a failure and locks when there are too many.
fn wrong(ctx: &Ctx<'_>, id: AccountId, failures: i64) -> Result<Entrance, Fault> {
    let failures = failures + 1;
    let over = failures - ctx.settings().lockout_failures;
    let until = (over >= 0).then(|| {
        let wait = 60i64 << over.min(6);
        seconds(ctx.now(), wait.min(LOCK_MAX_SECONDS))
    });
    accounts::account_set_failures(ctx.tx(), id, failures, until)?;
    let entry = Entry::named("session.refused", "account", id);
    ctx.tell(entry.after(serde_json::json!({ "failures": failures, "locked": until.is_some() })));
    Ok(until.map_or(Entrance::Wrong, Entrance::Locked))
}

/// Checks the code of the second factor for a session that waits for it.
pub fn confirm(ctx: &Ctx<'_>, token: &str, code: &str) -> Result<Entrance, Fault> {
    ctx.may(Act::SessionStart)?;
    let tx = ctx.tx();
    let session = store::session_fetch(tx, &hex(&sm3(token.as_bytes())))?;
    let session = session.filter(|s| s.pending).ok_or(Fault::NotFound)?;
    let mine = accounts::credentials_fetch(tx, session.account)?;
    if let Some(until) = mine.locked_until.filter(|until| *until > ctx.now()) {
        return Ok(Entrance::Locked(until));
    }
    let sealed = mine.totp_sealed.ok_or(Fault::NotFound)?;
    let place = TOTP.place(&mine.id.to_string());
    let secret = Secret(ctx.keys().open(&place, &sealed).map_err(internal)?);
    let Some(step) = fitting_step(&secret, code, ctx.now(), mine.totp_step) else {
        return wrong(ctx, mine.id, mine.failures);
    };
    accounts::account_use_step(tx, mine.id, step)?;
    store::session_confirm(tx, &session.id)?;
    accounts::account_set_failures(tx, mine.id, 0, None)?;
    ctx.tell(Entry::named("session.start", "account", mine.id));
    Ok(Entrance::Open(token.to_owned()))
}

/// Who holds a token; [`Who::Public`] when it has ended, idled too long or was never given.
pub fn resume(platform: &Platform, token: &str) -> Result<Who, DbError> {
    let now = platform.clock().now();
    let settings = platform.settings();
    let id = hex(&sm3(token.as_bytes()));
    let found = platform.db().read(|tx| {
        let Some(session) = store::session_fetch(tx, &id)? else {
            return Ok::<_, DbError>(None);
        };
        let idle = seconds(session.seen_at, settings.session_idle_minutes * 60);
        let over = seconds(session.started_at, settings.session_hours * 3600);
        if session.pending || now >= idle || now >= over {
            return Ok(None);
        }
        let mine = accounts::credentials_fetch(tx, session.account)?;
        let grants = accounts::grant_list(tx, mine.id)?;
        Ok(Some((session, mine, grants)))
    })?;
    let Some((session, mine, grants)) = found else {
        return Ok(Who::Public);
    };
    if mine.state == State::Closed {
        return Ok(Who::Public);
    }
    // Once a minute is often enough to know that somebody is there.
    if now >= seconds(session.seen_at, 60) {
        platform
            .db()
            .write(|tx| store::session_touch(tx, &session.id, now))?;
    }
    let old = settings.password_days > 0
        && now >= seconds(mine.password_set_at, settings.password_days * 86_400);
    Ok(Who::Person(Box::new(Person {
        id: mine.id,
        login: mine.login,
        name: mine.name,
        grants,
        language: mine.language,
        theme: mine.theme,
        session: session.id.clone(),
        // Whoever the provider vouches for needs no password here.
        password_expired: !session.by_provider && (mine.password_expired || old),
    })))
}

fn own(ctx: &Ctx<'_>) -> Result<(AccountId, String), Fault> {
    ctx.may(Act::OwnAccount)?;
    let person = ctx.who().person().ok_or(Fault::NotFound)?;
    Ok((person.id, person.session.clone()))
}

/// One's own open sessions.
pub fn list(ctx: &Ctx<'_>) -> Result<Vec<Session>, Fault> {
    let (id, _) = own(ctx)?;
    Ok(store::session_list(ctx.tx(), id)?)
}

/// Ends one's session here.
pub fn sign_out(ctx: &Ctx<'_>) -> Result<(), Fault> {
    let (id, session) = own(ctx)?;
    store::session_end(ctx.tx(), &session, ctx.now())?;
    ctx.tell(Entry::named("session.end", "account", id));
    Ok(())
}

/// Ends one's sessions everywhere else.
pub fn end_others(ctx: &Ctx<'_>) -> Result<u64, Fault> {
    let (id, session) = own(ctx)?;
    let ended = store::session_end_all(ctx.tx(), id, &session, ctx.now())?;
    ctx.tell(Entry::named("session.end-others", "account", id));
    Ok(ended)
}

/// Ends one of one's own sessions.
pub fn end_own(ctx: &Ctx<'_>, session: &str) -> Result<(), Fault> {
    let (id, _) = own(ctx)?;
    let mine = store::session_list(ctx.tx(), id)?;
    if !mine.iter().any(|s| s.id == session) {
        return Err(Fault::NotFound);
    }
    store::session_end(ctx.tx(), session, ctx.now())?;
    ctx.tell(Entry::named("session.end", "account", id));
    Ok(())
}

/// Ends all of one's sessions, this one too.
pub fn end_everywhere(ctx: &Ctx<'_>) -> Result<u64, Fault> {
    let (id, _) = own(ctx)?;
    let ended = store::session_end_all(ctx.tx(), id, "", ctx.now())?;
    ctx.tell(Entry::named("session.end-everywhere", "account", id));
    Ok(ended)
}

/// Ends all sessions of somebody.
pub fn end(ctx: &Ctx<'_>, account: AccountId) -> Result<u64, Fault> {
    ctx.may(Act::RightsGrant)?;
    let ended = store::session_end_all(ctx.tx(), account, "", ctx.now())?;
    ctx.tell(Entry::named("session.end-all", "account", account));
    Ok(ended)
}
