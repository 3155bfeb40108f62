//! Accounts: people who can sign in, the roles they hold, their passwords and second factors.
//!
//! The system administrator makes accounts, the security administrator gives them roles, and
//! nobody does both ([`crate::Role::goes_with`]). Start at [`create`] and [`grant`].

mod actions;
mod model;
mod password;
pub(crate) mod store;
mod totp;

pub use actions::{
    Created, NewAccount, NewGrant, change_password, close, create, end_grant, get, grant, has_totp,
    list, remove_totp, reopen, reset_password, set_preferences, start_totp, unlock, update,
    verify_totp,
};
pub use model::{Account, State};
pub use password::Rules;
pub(crate) use password::{compare, spend};
pub use store::figures;
pub(crate) use totp::fitting_step;
pub use totp::{Secret, code_at};

use crate::crypto::SealedColumn;

/// The sealed columns of this noun.
pub const SEALED: &[SealedColumn] = &[
    SealedColumn {
        table: "account",
        id: "id",
        column: "id_number_sealed",
    },
    SealedColumn {
        table: "account",
        id: "id",
        column: "totp_sealed",
    },
];

pub(crate) const ID_NUMBER: SealedColumn = SealedColumn {
    table: "account",
    id: "id",
    column: "id_number_sealed",
};

pub(crate) const TOTP: SealedColumn = SealedColumn {
    table: "account",
    id: "id",
    column: "totp_sealed",
};

#[cfg(test)]
mod tests;
