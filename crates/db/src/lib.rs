//! The database: one [`Db`] and one [`Tx`] over SQLite (embedded, the default) and PostgreSQL.
//!
//! The only crate that knows a driver. One SQL text serves both engines: placeholders are written
//! `?1`, types `TEXT`, `BIGINT`, `DOUBLE PRECISION` and `BYTEA`; docs/decisions/0002-database.md
//! says why and lists what to avoid. A transaction is a plain, blocking function: what it returns
//! decides between commit and rollback.
//!
//! Must not know: what the tables mean, who is asking, or what time it is.
//!
//! Start at [`Db::open`], then [`Tx`]; the schema's history is [`migrate`], copies are [`backup`].

pub mod backup;
mod bulk;
mod connect;
pub mod dump;
mod error;
pub mod migrate;
mod migrations;
mod pool;
mod postgres;
mod row;
pub mod schema;
mod sql;
mod sqlite;
mod tx;
mod value;

#[cfg(test)]
mod literals_tests;
#[cfg(test)]
mod tests;

pub use connect::{Db, Engine, Target, administer};
pub use error::{CODES, DbError};
pub use migrate::{Applied, Migration};
pub use migrations::MIGRATIONS;
pub use row::{FromColumn, Row};
pub use sql::prefix_pattern;
pub use tx::Tx;
pub use value::{Cell, Param, ToParam};

/// What most functions here return.
pub type Result<T, E = DbError> = std::result::Result<T, E>;
