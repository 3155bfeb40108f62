//! Accounts and what they hold: the list, one account, and what the two administrators do there.

use askama::Template;
use base::Fault;
use base::id::{AccountId, GrantId};
use platform::account::{self, Account, NewAccount, NewGrant, State};
use platform::{Act, Division, Role, session};
use webkit::kit::{Tone, badge};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Fields, Form, Found, Html, Page, Reply, Request, Say};

/// The state of an account.
fn state(t: Say<'_>, account: &Account, now: jiff::Timestamp) -> Html {
    let (tone, code) = if account.state == State::Closed {
        (Tone::Plain, "account-closed")
    } else if account.is_locked(now) {
        (Tone::Bad, "account-locked")
    } else if account.grants.is_empty() {
        (Tone::Warn, "account-no-role")
    } else {
        (Tone::Good, "account-active")
    };
    badge(tone, &t.text(code))
}

/// The list, by sign-in name, a page at a time.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let wanted = Filter::Text;
    let columns = vec![
        Column::new("login", t.text("account-login")).filtered(wanted),
        Column::new("name", t.text("account-name")),
        Column::new("state", t.text("account-state")),
        Column::new("roles", t.text("account-roles")).wide(),
        Column::new("division", t.text("account-division")).wide(),
        Column::new("totp", t.text("account-totp"))
            .wide()
            .on_demand(),
        Column::new("made", t.text("account-made")).whole().wide(),
    ];
    let mut list = List::new(request, "accounts", "/accounts", columns)?;
    let (wanted, after) = (list.wanted("login"), list.after());
    let mut accounts = request.read(|ctx| account::list(ctx, wanted, after, PAGE_ROWS + 1))?;
    let more = accounts.len() as i64 > PAGE_ROWS;
    accounts.truncate(PAGE_ROWS as usize);
    let next = accounts.last().filter(|_| more).map(|a| a.login.clone());
    let now = request.platform().clock().now();
    for account in &accounts {
        let roles = account.grants.iter().map(|g| t.text(g.role.label()));
        let mut divisions: Vec<&Division> = account.grants.iter().map(|g| &g.division).collect();
        divisions.dedup();
        let divisions = divisions.into_iter().map(|d| request.division(d));
        let totp = if account.has_totp { "yes" } else { "no" };
        let row = Row::to(format!("/accounts/{}", account.id))
            .text(&account.login)
            .text(&account.name)
            .html(state(t, account, now))
            .text(roles.collect::<Vec<_>>().join("、"))
            .text(divisions.collect::<Vec<_>>().join("、"))
            .text(t.text(totp))
            .text(t.time(&account.created_at));
        list.push(row);
    }
    let mut page = Page::of(request, "accounts", &list.paged(Pager::After(next)).show()?);
    if request.who.can(Act::AccountsKeep) {
        page = page.button(request, "account-new", "/accounts/new");
    }
    Ok(page.into())
}

/// Accounts for the search box.
pub(crate) fn find(request: &Request<'_>, text: &str, most: i64) -> Result<Vec<Found>, Fault> {
    let accounts = request.read(|ctx| account::list(ctx, text, "", most))?;
    let found = accounts.into_iter().map(|a| Found {
        path: format!("/accounts/{}", a.id),
        title: a.name,
        about: a.login,
    });
    Ok(found.collect())
}

#[derive(Template)]
#[template(path = "account_new.html")]
struct New<'a> {
    t: Say<'a>,
    f: Form<'a>,
}

fn new_page(request: &Request<'_>, f: Form<'_>) -> Result<Page, Fault> {
    let content = New {
        t: Say(request.catalogue()),
        f,
    };
    let page = Page::new(request, "account-new", &content)?;
    Ok(page.under(request, "accounts", "/accounts"))
}

/// The form for a new account.
pub(crate) fn new_form(request: &Request<'_>) -> Answer {
    new_page(request, Form::new(request)).map(Reply::Page)
}

#[derive(Template)]
#[template(path = "account_password.html")]
struct Handover<'a> {
    t: Say<'a>,
    password: String,
    login: String,
    id: AccountId,
}

fn handover(request: &Request<'_>, id: AccountId, login: &str, password: String) -> Answer {
    let content = Handover {
        t: Say(request.catalogue()),
        password,
        login: login.to_owned(),
        id,
    };
    let page = Page::new(request, "account-handover", &content)?;
    Ok(page.under(request, "accounts", "/accounts").into())
}

/// Makes an account and shows its password once.
pub(crate) fn create(request: &Request<'_>) -> Answer {
    let new = NewAccount {
        login: request.form.get("login").to_owned(),
        name: request.form.get("name").to_owned(),
        id_number: request.form.get("id_number").to_owned(),
    };
    match request.write(|ctx| account::create(ctx, &new)) {
        Ok(created) => handover(request, created.id, &new.login, created.password),
        Err(fault) => new_page(request, Form::again(request, fault)?).map(Reply::Again),
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    account: Account,
    keeps: bool,
    grants: bool,
    myself: bool,
    now: jiff::Timestamp,
    roles: Vec<(String, String)>,
}

impl Show<'_> {
    fn state(&self) -> Html {
        state(self.t, &self.account, self.now)
    }
}

fn show_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: AccountId = request.param("id")?;
    let account = request.read(|ctx| account::get(ctx, id))?;
    let t = Say(request.catalogue());
    let person = request.who.person();
    let division = person
        .and_then(|p| p.grants.first())
        .map(|g| g.division.code());
    let values = Fields::default()
        .with("name", &account.name)
        .with("version", &account.version.to_string())
        .with("division", division.unwrap_or_default());
    let name = account.name.clone();
    let content = Show {
        t,
        f: form.unwrap_or_else(|| Form::new(request).with(values)),
        keeps: request.who.can(Act::AccountsKeep),
        grants: request.who.can(Act::RightsGrant),
        myself: person.is_some_and(|p| p.id == id),
        now: request.platform().clock().now(),
        roles: Role::ALL
            .into_iter()
            .map(|role| (role.code().to_owned(), t.text(role.label())))
            .collect(),
        account,
    };
    let page = Page::new(request, "account", &content)?.titled(&name);
    Ok(page.under(request, "accounts", "/accounts"))
}

/// One account.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    show_page(request, None).map(Reply::Page)
}

/// After an action: back to the account, or its page again with what is wrong.
pub(crate) fn after<T>(request: &Request<'_>, result: Result<T, Fault>, done: &str) -> Answer {
    let id: AccountId = request.param("id")?;
    match result {
        Ok(_) => Ok(Reply::See(format!("/accounts/{id}?done={done}"))),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Renames.
pub(crate) fn rename(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let version = request
        .form
        .get("version")
        .parse()
        .map_err(|_| Fault::Stale)?;
    let name = request.form.get("name");
    let done = request.write(|ctx| account::update(ctx, id, version, name));
    after(request, done, "saved")
}

/// Closes.
pub(crate) fn close(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let reason = request.form.get("reason");
    let done = request.write(|ctx| account::close(ctx, id, reason));
    after(request, done, "saved")
}

/// Opens again.
pub(crate) fn reopen(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let done = request.write(|ctx| account::reopen(ctx, id));
    after(request, done, "saved")
}

/// A new temporary password, shown once.
pub(crate) fn reset(request: &Request<'_>) -> Answer {
    let id: AccountId = request.param("id")?;
    let (password, login) = request.write(|ctx| {
        let login = account::get(ctx, id)?.login;
        Ok((account::reset_password(ctx, id)?, login))
    })?;
    handover(request, id, &login, password)
}

/// Grants a role.
pub(crate) fn grant(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let role: Role = request
        .form
        .get("role")
        .parse()
        .map_err(|_| Fault::NotFound)?;
    let new = NewGrant {
        role,
        division: request.form.get("division").to_owned(),
        section: request.form.get("section").to_owned(),
    };
    let done = request.write(|ctx| account::grant(ctx, id, &new));
    after(request, done, "saved")
}

/// Ends a role.
pub(crate) fn end_grant(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let grant: GrantId = request.param("grant")?;
    let done = request.write(|ctx| account::end_grant(ctx, id, grant));
    after(request, done, "saved")
}

/// Unlocks.
pub(crate) fn unlock(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let done = request.write(|ctx| account::unlock(ctx, id));
    after(request, done, "unlocked")
}

/// Ends all sessions of somebody.
pub(crate) fn sign_out(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let done = request.write(|ctx| session::end(ctx, id));
    after(request, done, "ended")
}
