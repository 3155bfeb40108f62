//! What can be done with accounts: right, rule, write and journal in one transaction each.

use super::model::{Account, State};
use super::password::{self, Rules};
use super::store;
use super::totp::{Secret, fitting_step};
use super::{ID_NUMBER, TOTP};
use crate::act::Act;
use crate::ctx::Ctx;
use crate::journal::Entry;
use crate::role::Role;
use crate::scope::Division;
use crate::who::{Grant, Who};
use base::id::{AccountId, GrantId};
use base::message::{Message, Speak};
use base::{CitizenId, Fault, FieldErrors};
use serde_json::json;

/// What a new account is made from.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    /// Name to sign in with: lower-case letters, digits, dots and hyphens.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// ID number, which keeps one person to one account; may be empty.
    pub id_number: String,
}

/// A new account and the password to be handed over.
#[derive(Debug, Clone)]
pub struct Created {
    /// The account.
    pub id: AccountId,
    /// To be changed at the first sign-in; shown once, kept nowhere.
    pub password: String,
}

/// A role to be granted.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// Where.
    pub division: String,
    /// For one section only, if not empty.
    pub section: String,
}

fn internal(e: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::Internal(Box::new(e))
}

/// Accounts whose sign-in name or name begins so, after one of them.
pub fn list(ctx: &Ctx<'_>, search: &str, after: &str, limit: i64) -> Result<Vec<Account>, Fault> {
    ctx.may(Act::AccountsSee)?;
    Ok(store::account_list(ctx.tx(), search, after, limit)?)
}

/// One account.
pub fn get(ctx: &Ctx<'_>, id: AccountId) -> Result<Account, Fault> {
    ctx.may(Act::AccountsSee)?;
    Ok(store::account_fetch(ctx.tx(), id)?)
}

/// Makes an account without any role.
pub fn create(ctx: &Ctx<'_>, new: &NewAccount) -> Result<Created, Fault> {
    ctx.may(Act::AccountsKeep)?;
    let mut errors = FieldErrors::new();
    let login = new.login.trim();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    if !(2..=32).contains(&login.len()) || !login.chars().all(fits) {
        errors.add("login", Message::new("account-login-form"));
    }
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        errors.add("name", Message::new("account-name-form"));
    }
    let mut number = None;
    if !new.id_number.trim().is_empty() {
        match CitizenId::parse(new.id_number.trim()) {
            Ok(id) => number = Some(id.to_string()),
            Err(e) => errors.add("id_number", e.message()),
        }
    }
    errors.done()?;
    let id: AccountId = ctx.id();
    let place = ID_NUMBER.place(&id.to_string());
    let sealed = match &number {
        Some(number) => {
            let sealed = ctx.keys().seal(&place, number.as_bytes(), ctx.random());
            Some(sealed.map_err(internal)?)
        }
        None => None,
    };
    let password = password::temporary(ctx.random()).map_err(internal)?;
    let hash = password::hash(&password, ctx.random()).map_err(internal)?;
    let row = store::New {
        id,
        login,
        name,
        password_hash: &hash,
        id_number_sealed: sealed,
        id_number_index: number.map(|n| ctx.keys().index("id-number", &n)),
        language: &ctx.settings().language,
        now: ctx.now(),
    };
    store::account_insert(ctx.tx(), &row).map_err(|e| {
        if e.is_unique("account", &["login"]) {
            Fault::field("login", Message::new("account-login-taken"))
        } else if e.is_unique("account", &["id_number_index"]) {
            Fault::field("id_number", Message::new("account-person-taken"))
        } else {
            e.into()
        }
    })?;
    let after = json!({ "login": login, "name": name, "id_number": row.id_number_index.is_some() });
    ctx.tell(Entry::named("account.create", "account", id).after(after));
    Ok(Created { id, password })
}

/// Changes a person's name.
pub fn update(ctx: &Ctx<'_>, id: AccountId, version: i64, name: &str) -> Result<(), Fault> {
    ctx.may(Act::AccountsKeep)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Fault::field("name", Message::new("account-name-form")));
    }
    let old = store::account_fetch(ctx.tx(), id)?;
    store::account_rename(ctx.tx(), id, version, name)?;
    ctx.tell(
        Entry::named("account.rename", "account", id)
            .before(json!({ "name": old.name }))
            .after(json!({ "name": name })),
    );
    Ok(())
}

/// Closes an account: its sessions end, its record stays.
pub fn close(ctx: &Ctx<'_>, id: AccountId, reason: &str) -> Result<(), Fault> {
    ctx.may(Act::AccountsKeep)?;
    not_oneself(ctx, id)?;
    store::account_set_state(ctx.tx(), id, State::Closed)?;
    crate::session::store::session_end_all(ctx.tx(), id, "", ctx.now())?;
    ctx.tell(Entry::named("account.close", "account", id).reason(reason));
    Ok(())
}

/// Opens a closed account again.
pub fn reopen(ctx: &Ctx<'_>, id: AccountId) -> Result<(), Fault> {
    ctx.may(Act::AccountsKeep)?;
    store::account_set_state(ctx.tx(), id, State::Active)?;
    ctx.tell(Entry::named("account.reopen", "account", id));
    Ok(())
}

/// A new temporary password; all sessions end.
pub fn reset_password(ctx: &Ctx<'_>, id: AccountId) -> Result<String, Fault> {
    ctx.may(Act::AccountsKeep)?;
    let password = password::temporary(ctx.random()).map_err(internal)?;
    let hash = password::hash(&password, ctx.random()).map_err(internal)?;
    store::account_set_password(ctx.tx(), id, &hash, true, ctx.now())?;
    crate::session::store::session_end_all(ctx.tx(), id, "", ctx.now())?;
    ctx.tell(Entry::named("account.reset", "account", id));
    Ok(password)
}

/// Grants a role. Nobody grants to themselves, and an administrator holds nothing else.
pub fn grant(ctx: &Ctx<'_>, id: AccountId, new: &NewGrant) -> Result<GrantId, Fault> {
    ctx.may(Act::RightsGrant)?;
    not_oneself(ctx, id)?;
    let division = Division::parse(new.division.trim())
        .ok_or_else(|| Fault::field("division", Message::new("account-division-form")))?;
    let account = store::account_fetch(ctx.tx(), id)?;
    if let Some(held) = account.grants.iter().find(|g| !g.role.goes_with(new.role)) {
        let message = Message::new("account-roles-apart")
            .with("held", Message::new(held.role.label()))
            .with("wanted", Message::new(new.role.label()));
        return Err(Fault::field("role", message));
    }
    let section = Some(new.section.trim().to_owned()).filter(|s| !s.is_empty());
    let grant = Grant {
        id: ctx.id(),
        role: new.role,
        division: division.clone(),
        section,
    };
    let same = |g: &Grant| g.role == grant.role && g.division == division;
    if account
        .grants
        .iter()
        .any(|g| same(g) && g.section == grant.section)
    {
        return Err(Fault::field("role", Message::new("account-role-held")));
    }
    store::grant_insert(ctx.tx(), id, &grant, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("account.grant", "account", id)
            .division(&division)
            .after(
                json!({ "role": grant.role.code(), "division": division.code(),
                           "section": grant.section }),
            ),
    );
    Ok(grant.id)
}

/// Ends a role; it works from the next request on.
pub fn end_grant(ctx: &Ctx<'_>, id: AccountId, grant: GrantId) -> Result<(), Fault> {
    ctx.may(Act::RightsGrant)?;
    not_oneself(ctx, id)?;
    let account = store::account_fetch(ctx.tx(), id)?;
    let held = account.grants.iter().find(|g| g.id == grant);
    let held = held.ok_or(Fault::NotFound)?;
    store::grant_end(ctx.tx(), grant, ctx.now())?;
    ctx.tell(
        Entry::named("account.end-grant", "account", id)
            .division(&held.division)
            .before(
                json!({ "role": held.role.code(), "division": held.division.code(),
                            "section": held.section }),
            ),
    );
    Ok(())
}

/// Lets somebody in again after too many wrong passwords.
pub fn unlock(ctx: &Ctx<'_>, id: AccountId) -> Result<(), Fault> {
    ctx.may(Act::RightsGrant)?;
    store::account_set_failures(ctx.tx(), id, 0, None)?;
    ctx.tell(Entry::named("account.unlock", "account", id));
    Ok(())
}

fn not_oneself(ctx: &Ctx<'_>, id: AccountId) -> Result<(), Fault> {
    match ctx.who().person() {
        Some(person) if person.id == id => Err(Fault::refused("account-not-oneself")),
        _ => Ok(()),
    }
}

fn oneself(ctx: &Ctx<'_>) -> Result<AccountId, Fault> {
    ctx.may(Act::OwnAccount)?;
    match ctx.who() {
        Who::Person(person) => Ok(person.id),
        _ => Err(Fault::NotFound),
    }
}

/// Changes one's own password; other sessions end.
pub fn change_password(ctx: &Ctx<'_>, old: &str, new: &str, again: &str) -> Result<(), Fault> {
    let id = oneself(ctx)?;
    let mine = store::credentials_fetch(ctx.tx(), id)?;
    if !password::compare(old, &mine.password_hash).map_err(internal)? {
        return Err(Fault::field("old", Message::new("password-wrong")));
    }
    let rules = Rules {
        length: ctx.settings().password_length,
    };
    rules
        .check(new, &mine.login, &mine.name)
        .map_err(|m| Fault::field("new", m))?;
    if new != again {
        return Err(Fault::field("again", Message::new("password-differs")));
    }
    let mut earlier = store::password_list(ctx.tx(), id, password::REMEMBERED - 1)?;
    earlier.push(mine.password_hash);
    for hash in &earlier {
        if password::compare(new, hash).map_err(internal)? {
            return Err(Fault::field("new", Message::new("password-used")));
        }
    }
    let hash = password::hash(new, ctx.random()).map_err(internal)?;
    store::account_set_password(ctx.tx(), id, &hash, false, ctx.now())?;
    let keep = ctx.who().person().map_or("", |p| p.session.as_str());
    crate::session::store::session_end_all(ctx.tx(), id, keep, ctx.now())?;
    ctx.tell(Entry::named("account.password", "account", id));
    Ok(())
}

/// A secret for an authenticator app; it counts once [`verify_totp`] has seen a code of it.
pub fn start_totp(ctx: &Ctx<'_>) -> Result<Secret, Fault> {
    oneself(ctx)?;
    let bytes: [u8; 20] = ctx.random().bytes().map_err(internal)?;
    Ok(Secret(bytes.to_vec()))
}

/// Whether one has a second factor.
pub fn has_totp(ctx: &Ctx<'_>) -> Result<bool, Fault> {
    let id = oneself(ctx)?;
    Ok(store::account_fetch(ctx.tx(), id)?.has_totp)
}

/// Sets the second factor, having seen that the app makes the right codes and that it is the
/// account's owner who sits there.
pub fn verify_totp(
    ctx: &Ctx<'_>,
    secret: &Secret,
    code: &str,
    password: &str,
) -> Result<(), Fault> {
    let id = oneself(ctx)?;
    let mine = store::credentials_fetch(ctx.tx(), id)?;
    if !password::compare(password, &mine.password_hash).map_err(internal)? {
        return Err(Fault::field("password", Message::new("password-wrong")));
    }
    let Some(step) = fitting_step(secret, code, ctx.now(), 0) else {
        return Err(Fault::field("code", Message::new("totp-wrong")));
    };
    let place = TOTP.place(&id.to_string());
    let sealed = ctx.keys().seal(&place, &secret.0, ctx.random());
    store::account_set_totp(ctx.tx(), id, Some(sealed.map_err(internal)?))?;
    store::account_use_step(ctx.tx(), id, step)?;
    ctx.tell(Entry::named("account.totp", "account", id));
    Ok(())
}

/// Takes somebody's second factor away, when the phone is lost.
pub fn remove_totp(ctx: &Ctx<'_>, id: AccountId, reason: &str) -> Result<(), Fault> {
    ctx.may(Act::RightsGrant)?;
    not_oneself(ctx, id)?;
    if reason.trim().is_empty() {
        return Err(Fault::field("lost", Message::new("unmask-reason-form")));
    }
    store::account_set_totp(ctx.tx(), id, None)?;
    ctx.tell(Entry::named("account.totp-removed", "account", id).reason(reason));
    Ok(())
}

/// One's own language and theme.
pub fn set_preferences(ctx: &Ctx<'_>, language: &str, theme: &str) -> Result<(), Fault> {
    let id = oneself(ctx)?;
    let known = ["zh-CN", "en"].contains(&language) && ["auto", "light", "dark"].contains(&theme);
    if !known {
        return Err(Fault::NotFound);
    }
    store::account_set_preferences(ctx.tx(), id, language, theme)?;
    let after = json!({ "language": language, "theme": theme });
    ctx.tell(Entry::named("account.preferences", "account", id).after(after));
    Ok(())
}
