//! A transaction: the statements that slices write, the same on both engines.
//!
//! On SQLite a writing transaction is alone. On PostgreSQL it runs at READ COMMITTED beside
//! others: a row that may be edited by two people carries a version ([`Tx::change`]), and what
//! spans several rows takes a named lock ([`Tx::lock`]).

use crate::connect::Engine;
use crate::postgres::Session;
use crate::value::ToParam;
use crate::{DbError, FromColumn, Result, Row, sqlite};
use std::cell::{Cell, RefCell};

/// A transaction in progress. Dropped without an end, it is rolled back.
pub struct Tx<'c> {
    on: On<'c>,
    write: bool,
    /// Rows of a query are being handed out: no other statement may run meanwhile. PostgreSQL
    /// could not, so SQLite must not either.
    reading: Cell<bool>,
    open: Cell<bool>,
    changes: Cell<u64>,
}

pub(crate) enum On<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c RefCell<Session>),
}

impl<'c> Tx<'c> {
    pub(crate) fn sqlite(
        connection: &'c rusqlite::Connection,
        begin: &str,
        write: bool,
    ) -> Result<Self> {
        connection.execute_batch(begin).map_err(sqlite::error)?;
        Ok(Self::new(On::Sqlite(connection), write))
    }

    pub(crate) fn postgres(session: &'c RefCell<Session>, write: bool) -> Self {
        Self::new(On::Postgres(session), write)
    }

    fn new(on: On<'c>, write: bool) -> Self {
        Self {
            on,
            write,
            reading: Cell::new(false),
            open: Cell::new(true),
            changes: Cell::new(0),
        }
    }

    /// Runs the work and ends the transaction by its outcome.
    pub(crate) fn finish<T, E: From<DbError>>(
        self,
        f: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let value = f(&self)?;
        self.batch("COMMIT")?;
        self.open.set(false);
        Ok(value)
    }

    /// Which engine this runs on. For the few things that only one of them has.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.on {
            On::Sqlite(_) => Engine::Sqlite,
            On::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether writing is allowed.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.write
    }

    /// Inserts, updates, deletes; how many rows changed.
    pub fn execute(&self, sql: &str, params: &[&dyn ToParam]) -> Result<u64> {
        if !self.write {
            return Err(DbError::ReadOnly);
        }
        self.free()?;
        let changed = match &self.on {
            On::Sqlite(connection) => sqlite::execute(connection, sql, params),
            On::Postgres(session) => session.borrow_mut().execute(sql, params),
        }?;
        self.count(changed);
        Ok(changed)
    }

    /// How many rows this transaction has changed so far.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.get()
    }

    pub(crate) fn count(&self, changed: u64) {
        self.changes.set(self.changes.get() + changed);
    }

    /// Changes exactly one row: [`DbError::Stale`] when its version is no longer the one that
    /// was read (`… WHERE id = ?1 AND version = ?2`).
    pub fn change(&self, sql: &str, params: &[&dyn ToParam]) -> Result<()> {
        match self.execute(sql, params)? {
            1 => Ok(()),
            0 => Err(DbError::Stale),
            _ => Err(DbError::SeveralRows),
        }
    }

    /// Hands each row to `take`, without holding them all.
    pub fn each(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        mut take: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        self.query(sql, params, &mut |row| take(row).map(|()| true))
    }

    /// All rows.
    pub fn rows<T>(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        mut map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, |row| {
            found.push(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The row, if there is one; several are an error.
    pub fn optional<T>(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        mut map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, params, |row| {
            if found.is_some() {
                return Err(DbError::SeveralRows);
            }
            found = Some(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The one row.
    pub fn row<T>(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.optional(sql, params, map)?.ok_or(DbError::NotFound)
    }

    /// The first column of the one row: a count, a sum, an existence.
    pub fn value<T: FromColumn>(&self, sql: &str, params: &[&dyn ToParam]) -> Result<T> {
        self.row(sql, params, |row| row.at(0))
    }

    /// Holds a name until the end of the transaction: whoever asks for the same name waits. On
    /// SQLite a writer is alone already.
    pub fn lock(&self, name: &str) -> Result<()> {
        if self.engine() == Engine::Postgres {
            let sql = "SELECT 1::bigint FROM pg_advisory_xact_lock(hashtextextended(?1, 0))";
            self.query(sql, &[&name], &mut |_| Ok(true))?;
        }
        Ok(())
    }

    /// Work that may fail without spoiling the transaction: its changes are undone, the rest
    /// stays.
    pub fn attempt<T, E: From<DbError>>(&self, f: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.batch("SAVEPOINT attempt")?;
        let result = f();
        match &result {
            Ok(_) => self.batch("RELEASE SAVEPOINT attempt")?,
            Err(_) => self.batch("ROLLBACK TO SAVEPOINT attempt")?,
        }
        result
    }

    /// Does the engine accept this statement? For the test that asks it of every literal.
    pub fn check(&self, sql: &str) -> Result<()> {
        match &self.on {
            On::Sqlite(connection) => connection.prepare(sql).map(|_| ()).map_err(sqlite::error),
            On::Postgres(session) => session.borrow_mut().check(sql),
        }
    }

    /// Statements without parameters, such as those of a migration.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.free()?;
        match &self.on {
            On::Sqlite(connection) => connection.execute_batch(sql).map_err(sqlite::error),
            On::Postgres(session) => session
                .borrow_mut()
                .client
                .batch_execute(sql)
                .map_err(crate::postgres::error),
        }
    }

    pub(crate) fn on(&self) -> &On<'c> {
        &self.on
    }

    fn free(&self) -> Result<()> {
        if self.reading.get() {
            return Err(DbError::Nested);
        }
        Ok(())
    }

    fn query(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        take: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        self.free()?;
        self.reading.set(true);
        let result = match &self.on {
            On::Sqlite(connection) => sqlite::query(connection, sql, params, take),
            On::Postgres(session) => session.borrow_mut().query(sql, params, take),
        };
        self.reading.set(false);
        result
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.open.get() {
            self.reading.set(false);
            // Nothing to tell anyone: a connection that cannot roll back is closed and replaced.
            let _ = self.batch("ROLLBACK");
        }
    }
}
