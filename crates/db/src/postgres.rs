//! PostgreSQL: how a connection is opened, and how its values and errors are ours.

use crate::sql::postgres_placeholders;
use crate::value::{Cell, Param, ToParam};
use crate::{DbError, Result, Row};
use ::postgres::error::SqlState;
use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::{FromSql, IsNull, ToSql, Type};
use ::postgres::{Client, NoTls, Statement};
use bytes::BytesMut;
use std::collections::HashMap;
use std::time::Duration;

/// Statements kept ready per connection.
const STATEMENTS: usize = 400;

/// A connection with the statements prepared on it.
pub(crate) struct Session {
    pub(crate) client: Client,
    statements: HashMap<String, Statement>,
}

impl Session {
    /// Connects; the database must sort by bytes, so that lists agree with SQLite.
    pub(crate) fn open(url: &str) -> Result<Self> {
        let cannot = |e: ::postgres::Error| DbError::Connect(connect_words(&e));
        let mut config: ::postgres::Config =
            url.parse().map_err(|_| DbError::Address(hidden(url)))?;
        config
            .connect_timeout(Duration::from_secs(10))
            .application_name("doudi");
        let mut client = config.connect(NoTls).map_err(cannot)?;
        client
            .batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages = warning")
            .map_err(cannot)?;
        let row = client
            .query_one(
                "SELECT datcollate FROM pg_database WHERE datname = current_database()",
                &[],
            )
            .map_err(cannot)?;
        let collation: String = row.get(0);
        if !matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            return Err(DbError::Collation(collation));
        }
        Ok(Self {
            client,
            statements: HashMap::new(),
        })
    }

    fn statement(&mut self, sql: &str) -> Result<Statement> {
        if let Some(found) = self.statements.get(sql) {
            return Ok(found.clone());
        }
        let statement = self
            .client
            .prepare(&postgres_placeholders(sql))
            .map_err(error)?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Runs a statement that returns no rows; how many rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, params: &[&dyn ToParam]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let params: Vec<Param<'_>> = params.iter().map(|p| p.to_param()).collect();
        let bound = bound(&statement, &params)?;
        let bound: Vec<&(dyn ToSql + Sync)> =
            bound.iter().map(|b| b as &(dyn ToSql + Sync)).collect();
        self.client.execute(&statement, &bound).map_err(error)
    }

    /// Hands each row of a query to `take`, until it says stop.
    pub(crate) fn query(
        &mut self,
        sql: &str,
        params: &[&dyn ToParam],
        take: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        let statement = self.statement(sql)?;
        let params: Vec<Param<'_>> = params.iter().map(|p| p.to_param()).collect();
        let bound = bound(&statement, &params)?;
        let bound = bound.iter().map(|b| b as &dyn ToSql);
        let mut rows = self.client.query_raw(&statement, bound).map_err(error)?;
        while let Some(row) = rows.next().map_err(error)? {
            if !take(&Row::postgres(&row))? {
                break;
            }
        }
        Ok(())
    }

    /// Prepares a statement and forgets it: does the engine accept it?
    pub(crate) fn check(&mut self, sql: &str) -> Result<()> {
        self.client
            .prepare(&postgres_placeholders(sql))
            .map(|_| ())
            .map_err(error)
    }
}

/// The values beside the types that the engine inferred, or which of them does not fit.
fn bound<'a>(statement: &Statement, params: &'a [Param<'a>]) -> Result<Vec<Bound<'a>>> {
    let types = statement.params();
    if types.len() != params.len() {
        return Err(DbError::Statement {
            engine: "postgres",
            what: format!("{} placeholders, {} parameters", types.len(), params.len()),
        });
    }
    let pairs = params.iter().zip(types).enumerate();
    for (i, (param, wanted)) in pairs {
        let fits = match param {
            Param::Null => true,
            Param::Int(n) => match *wanted {
                Type::INT8 => true,
                Type::INT4 => i32::try_from(*n).is_ok(),
                _ => false,
            },
            Param::Real(_) => *wanted == Type::FLOAT8,
            Param::Text(_) => <&str as ToSql>::accepts(wanted),
            Param::Bytes(_) => *wanted == Type::BYTEA,
        };
        if !fits {
            let kind = match param {
                Param::Null => "null",
                Param::Int(_) => "integer",
                Param::Real(_) => "real",
                Param::Text(_) => "text",
                Param::Bytes(_) => "bytes",
            };
            return Err(DbError::WrongParam {
                position: i + 1,
                kind,
                wanted: wanted.name().to_owned(),
            });
        }
    }
    Ok(params.iter().map(Bound).collect())
}

#[derive(Debug)]
struct Bound<'a>(&'a Param<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(n) if *ty == Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
            Param::Int(n) => n.to_sql(ty, out),
            Param::Real(x) => x.to_sql(ty, out),
            Param::Text(t) => t.as_ref().to_sql(ty, out),
            Param::Bytes(b) => b.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        self.to_sql(ty, out)
    }
}

/// A column's bytes as the engine sent them.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The value of a column.
pub(crate) fn cell(row: &::postgres::Row, index: usize) -> Result<Cell<'_>> {
    let Some(column) = row.columns().get(index) else {
        return Err(DbError::NoColumn(format!("#{index}")));
    };
    let raw: Option<Raw<'_>> = row.try_get(index).map_err(error)?;
    let Some(Raw(raw)) = raw else {
        return Ok(Cell::Null);
    };
    let wrong = || DbError::WrongKind {
        column: column.name().to_owned(),
        found: "a PostgreSQL type without a kind here (cast it in the query)",
        wanted: "bigint, double precision, text or bytea",
    };
    let ty = column.type_();
    Ok(match *ty {
        Type::INT8 => Cell::Int(i64::from_sql(ty, raw).map_err(|_| wrong())?),
        Type::INT4 => Cell::Int(i64::from(i32::from_sql(ty, raw).map_err(|_| wrong())?)),
        Type::FLOAT8 => Cell::Real(f64::from_sql(ty, raw).map_err(|_| wrong())?),
        Type::BYTEA => Cell::Bytes(raw),
        _ if <&str as FromSql>::accepts(ty) => {
            Cell::Text(std::str::from_utf8(raw).map_err(|_| wrong())?)
        }
        _ => return Err(wrong()),
    })
}

/// PostgreSQL's error in our kinds. Its `DETAIL` holds values; only the columns are taken from it.
pub(crate) fn error(e: ::postgres::Error) -> DbError {
    let Some(db) = e.as_db_error() else {
        let what = e.to_string();
        return if e.is_closed() {
            DbError::Connect(what)
        } else {
            DbError::Statement {
                engine: "postgres",
                what,
            }
        };
    };
    let constraint = db.constraint().or(db.column()).map(str::to_owned);
    match db.code() {
        c if *c == SqlState::UNIQUE_VIOLATION => {
            let key = db.detail().and_then(|d| d.split_once('('));
            let key = key.and_then(|(_, rest)| rest.split_once(")=("));
            let columns = key.map_or_else(Vec::new, |(list, _)| {
                list.split(", ").map(str::to_owned).collect()
            });
            DbError::Unique {
                table: db.table().unwrap_or_default().to_owned(),
                columns,
            }
        }
        c if *c == SqlState::FOREIGN_KEY_VIOLATION => DbError::Reference { constraint },
        c if *c == SqlState::CHECK_VIOLATION
            || *c == SqlState::NOT_NULL_VIOLATION
            || *c == SqlState::RAISE_EXCEPTION =>
        {
            DbError::Check { constraint }
        }
        c if *c == SqlState::T_R_SERIALIZATION_FAILURE
            || *c == SqlState::T_R_DEADLOCK_DETECTED
            || *c == SqlState::LOCK_NOT_AVAILABLE =>
        {
            DbError::Busy
        }
        c if *c == SqlState::READ_ONLY_SQL_TRANSACTION => DbError::ReadOnly,
        _ => DbError::Statement {
            engine: "postgres",
            what: db.message().to_owned(),
        },
    }
}

fn connect_words(e: &::postgres::Error) -> String {
    e.as_db_error()
        .map_or_else(|| e.to_string(), |db| db.message().to_owned())
}

/// An address without its password.
pub(crate) fn hidden(url: &str) -> String {
    match url.split_once("://").and_then(|(scheme, rest)| {
        rest.rsplit_once('@')
            .map(|(user, host)| (scheme, user, host))
    }) {
        Some((scheme, user, host)) => {
            let name = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{host}")
        }
        None => url.to_owned(),
    }
}
