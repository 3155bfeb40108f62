//! Whoever asked for a job, with the rights that they hold when it runs.

use crate::account;
use crate::{Person, Platform, Who};
use base::Fault;

/// The account of a login as somebody who acts: who lost a right meanwhile acts without it.
///
/// # Errors
/// An account that is there no more, or closed.
pub fn asker(platform: &Platform, login: &str) -> Result<Who, Fault> {
    let machine = Who::Machine("job");
    let found = platform.read(&machine, platform.request(), |ctx| {
        account::list(ctx, login, "", 50)
    })?;
    let account = found.into_iter().find(|a| a.login == login);
    let account = account.filter(|a| a.state == account::State::Active);
    let account = account.ok_or(Fault::Forbidden)?;
    Ok(Who::Person(Box::new(Person {
        id: account.id,
        login: account.login,
        name: account.name,
        grants: account.grants,
        language: String::new(),
        theme: String::new(),
        session: String::new(),
        password_expired: false,
    })))
}
