//! SQLite: how a connection is opened, and how its values and errors are ours.

use crate::value::{Cell, Param, ToParam};
use crate::{DbError, Result, Row};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ffi};
use std::path::Path;
use std::time::Duration;

/// Statements kept ready per connection.
const STATEMENTS: usize = 400;

/// How long one waits for another program's transaction.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// A connection to a file (`None`: in memory), for writing or for reading only.
pub(crate) fn open(path: Option<&Path>, write: bool) -> Result<Connection> {
    let cannot = |e: rusqlite::Error| DbError::Connect(plain(&e));
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
    if write {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = match path {
        Some(path) => Connection::open_with_flags(path, flags),
        None => Connection::open_in_memory(),
    };
    let connection = connection.map_err(cannot)?;
    connection.busy_timeout(BUSY_WAIT).map_err(cannot)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // WAL: readers never wait for the writer. NORMAL is safe against a crash of the program and
    // keeps the file whole in a power cut; FULL also keeps the last commits, which money needs.
    let set = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
               PRAGMA case_sensitive_like = ON; PRAGMA cache_size = -16000; \
               PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";
    connection.execute_batch(set).map_err(cannot)?;
    if !write {
        let query_only = "PRAGMA query_only = ON; PRAGMA mmap_size = 268435456;";
        connection.execute_batch(query_only).map_err(cannot)?;
    }
    Ok(connection)
}

/// Runs a statement that returns no rows; how many rows it changed.
pub(crate) fn execute(c: &Connection, sql: &str, params: &[&dyn ToParam]) -> Result<u64> {
    let mut statement = c.prepare_cached(sql).map_err(error)?;
    bind(&mut statement, params)?;
    let changed = statement.raw_execute().map_err(error)?;
    Ok(changed as u64)
}

/// Hands each row of a query to `take`, until it says stop.
pub(crate) fn query(
    c: &Connection,
    sql: &str,
    params: &[&dyn ToParam],
    take: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
) -> Result<()> {
    let mut statement = c.prepare_cached(sql).map_err(error)?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(error)? {
        if !take(&Row::sqlite(row))? {
            break;
        }
    }
    Ok(())
}

fn bind(statement: &mut rusqlite::CachedStatement<'_>, params: &[&dyn ToParam]) -> Result<()> {
    if statement.parameter_count() != params.len() {
        return Err(DbError::Statement {
            engine: "sqlite",
            what: format!(
                "{} placeholders, {} parameters",
                statement.parameter_count(),
                params.len()
            ),
        });
    }
    for (i, param) in params.iter().enumerate() {
        let param = param.to_param();
        statement
            .raw_bind_parameter(i + 1, Bound(&param))
            .map_err(error)?;
    }
    Ok(())
}

pub(crate) struct Bound<'a>(pub(crate) &'a Param<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Param::Null => ValueRef::Null,
            Param::Int(n) => ValueRef::Integer(*n),
            Param::Real(x) => ValueRef::Real(*x),
            Param::Text(t) => ValueRef::Text(t.as_bytes()),
            Param::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}

/// The value of a column.
pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'a>, index: usize) -> Result<Cell<'a>> {
    Ok(match row.get_ref(index).map_err(error)? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Real(x) => Cell::Real(x),
        ValueRef::Text(t) => {
            Cell::Text(std::str::from_utf8(t).map_err(|_| DbError::WrongKind {
                column: format!("#{index}"),
                found: "bytes that are not UTF-8",
                wanted: "text",
            })?)
        }
        ValueRef::Blob(b) => Cell::Bytes(b),
    })
}

/// SQLite's error in our kinds.
pub(crate) fn error(e: rusqlite::Error) -> DbError {
    let rusqlite::Error::SqliteFailure(code, text) = &e else {
        return DbError::Statement {
            engine: "sqlite",
            what: plain(&e),
        };
    };
    let text = text.as_deref().unwrap_or_default();
    let after = text.split_once(": ").map(|(_, what)| what.to_owned());
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => unique(text),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => DbError::Reference { constraint: None },
        ffi::SQLITE_CONSTRAINT_CHECK
        | ffi::SQLITE_CONSTRAINT_NOTNULL
        | ffi::SQLITE_CONSTRAINT_TRIGGER
        | ffi::SQLITE_CONSTRAINT_DATATYPE => DbError::Check { constraint: after },
        _ => match code.code {
            rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked => {
                DbError::Busy
            }
            rusqlite::ErrorCode::ReadOnly => DbError::ReadOnly,
            _ => DbError::Statement {
                engine: "sqlite",
                what: text.to_owned(),
            },
        },
    }
}

/// `UNIQUE constraint failed: account.name, account.division`, or `… index 'i'`.
fn unique(text: &str) -> DbError {
    let list = text.split_once(": ").map_or("", |(_, list)| list);
    let mut table = String::new();
    let mut columns = Vec::new();
    for (t, column) in list.split(", ").filter_map(|part| part.split_once('.')) {
        t.clone_into(&mut table);
        columns.push(column.to_owned());
    }
    DbError::Unique { table, columns }
}

/// The engine's words without the statement's values.
fn plain(e: &rusqlite::Error) -> String {
    match e {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    }
}
