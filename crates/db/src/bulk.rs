//! Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite. Tens of thousands of
//! rows a second more than single inserts over a network (docs/decisions/0002-database.md).

use crate::tx::On;
use crate::value::{Param, ToParam};
use crate::{DbError, Result, Tx, postgres, sqlite};
use std::fmt::Write as _;
use std::io::Write;

/// Bytes gathered before they go to the server.
const CHUNK: usize = 1 << 16;

impl Tx<'_> {
    /// Inserts rows into a table; how many. A row has a value for each column, in their order.
    pub fn insert_all<'r>(
        &self,
        table: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = Vec<Param<'r>>>,
    ) -> Result<u64> {
        if !self.writes() {
            return Err(DbError::ReadOnly);
        }
        let names = columns.join(", ");
        let mut count = 0;
        match self.on() {
            On::Sqlite(connection) => {
                let marks: Vec<String> = (1..=columns.len()).map(|i| format!("?{i}")).collect();
                let sql = format!(
                    "INSERT INTO {table} ({names}) VALUES ({})",
                    marks.join(", ")
                );
                for row in rows {
                    let row: Vec<&dyn ToParam> = row.iter().map(|p| p as &dyn ToParam).collect();
                    count += sqlite::execute(connection, &sql, &row)?;
                }
            }
            On::Postgres(session) => {
                let mut session = session.borrow_mut();
                let sql = format!("COPY {table} ({names}) FROM STDIN");
                let mut copy = session.client.copy_in(&sql).map_err(postgres::error)?;
                let mut text = String::with_capacity(CHUNK + 1024);
                for row in rows {
                    if row.len() != columns.len() {
                        return Err(DbError::Statement {
                            engine: "postgres",
                            what: format!("{} columns, {} values", columns.len(), row.len()),
                        });
                    }
                    copy_line(&row, &mut text);
                    count += 1;
                    if text.len() >= CHUNK {
                        copy.write_all(text.as_bytes()).map_err(broken)?;
                        text.clear();
                    }
                }
                copy.write_all(text.as_bytes()).map_err(broken)?;
                copy.finish().map_err(postgres::error)?;
            }
        }
        self.count(count);
        Ok(count)
    }
}

fn broken(e: std::io::Error) -> DbError {
    // The writer wraps the server's error; unwrapped, a unique violation stays one.
    match e
        .into_inner()
        .map(|inner| inner.downcast::<::postgres::Error>())
    {
        Some(Ok(e)) => postgres::error(*e),
        Some(Err(e)) => DbError::Connect(e.to_string()),
        None => DbError::Connect("the copy was broken off".to_owned()),
    }
}

/// A row in the text format of COPY: tabs between values, `\N` for nothing known.
pub(crate) fn copy_line(row: &[Param<'_>], out: &mut String) {
    for (i, value) in row.iter().enumerate() {
        if i > 0 {
            out.push('\t');
        }
        copy_value(value, out);
    }
    out.push('\n');
}

fn copy_value(value: &Param<'_>, out: &mut String) {
    // Writing into a String cannot fail.
    match value {
        Param::Null => out.push_str("\\N"),
        Param::Int(n) => {
            let _ = write!(out, "{n}");
        }
        Param::Real(x) => {
            let _ = write!(out, "{x:?}");
        }
        Param::Bytes(bytes) => {
            out.push_str("\\\\x");
            for byte in bytes.iter() {
                let _ = write!(out, "{byte:02x}");
            }
        }
        Param::Text(text) => {
            for c in text.chars() {
                match c {
                    '\\' => out.push_str("\\\\"),
                    '\t' => out.push_str("\\t"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    other => out.push(other),
                }
            }
        }
    }
}
