//! What an account is.

use crate::who::Grant;
use base::id::AccountId;
use jiff::Timestamp;

/// Whether somebody can sign in with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In use.
    Active,
    /// Closed: kept for what the journal says of it.
    Closed,
}

impl State {
    pub(crate) fn of(code: &str) -> Self {
        if code == "active" {
            Self::Active
        } else {
            Self::Closed
        }
    }
}

/// An account with what it holds; no secret in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Whether it is in use.
    pub state: State,
    /// Locked until then, after wrong passwords.
    pub locked_until: Option<Timestamp>,
    /// The password must be changed at the next sign-in.
    pub password_expired: bool,
    /// A second factor is set.
    pub has_totp: bool,
    /// An ID number is kept (sealed).
    pub has_id_number: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// For two people who edit at once.
    pub version: i64,
    /// Roles now.
    pub grants: Vec<Grant>,
}

impl Account {
    /// Whether it is locked at an instant.
    #[must_use]
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }
}
