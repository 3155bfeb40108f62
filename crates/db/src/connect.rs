//! Opening a database, and the two ways to use it: [`Db::read`] and [`Db::write`].

use crate::pool::Pool;
use crate::postgres::Session;
use crate::tx::Tx;
use crate::{DbError, Result, sqlite};
use std::cell::RefCell;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ThreadId;

/// Which engine a database runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in this process.
    Sqlite,
    /// A PostgreSQL server, or one that speaks its protocol.
    Postgres,
}

impl Engine {
    /// The name that migrations use for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A file.
    File(PathBuf),
    /// In memory, for tests.
    Memory,
    /// The address of a server, with its password if it has one.
    Server(String),
}

impl Target {
    /// Reads `postgres://…`, or else takes the text for a path.
    pub fn parse(text: &str) -> Result<Self> {
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Server(text.to_owned())),
            Some(("sqlite", path)) => Ok(Self::File(path.into())),
            Some(_) => Err(DbError::Address(crate::postgres::hidden(text))),
            None if text.is_empty() => Err(DbError::Address(String::new())),
            None => Ok(Self::File(text.into())),
        }
    }
}

/// Never shows a password.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Memory => f.write_str("memory"),
            Self::Server(url) => f.write_str(&crate::postgres::hidden(url)),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A database. Cheap to clone; shared by all threads.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    target: Target,
    engine: Connections,
    /// The thread that writes on SQLite: it must not ask to write again.
    writing: Mutex<Option<ThreadId>>,
}

enum Connections {
    Sqlite {
        writer: Mutex<rusqlite::Connection>,
        /// None in memory, where there is but one connection.
        readers: Option<Pool<rusqlite::Connection>>,
    },
    Postgres(Pool<RefCell<Session>>),
}

impl Db {
    /// Opens a database with at most so many connections (readers on SQLite).
    pub fn open(target: &Target, connections: usize) -> Result<Self> {
        let engine = match target {
            Target::Memory => Connections::Sqlite {
                writer: Mutex::new(sqlite::open(None, true)?),
                readers: None,
            },
            Target::File(path) => {
                let writer = sqlite::open(Some(path), true)?;
                let path = path.clone();
                let open = move || sqlite::open(Some(&path), false);
                Connections::Sqlite {
                    writer: Mutex::new(writer),
                    readers: Some(Pool::new(connections.max(1), open)),
                }
            }
            Target::Server(url) => {
                let url = url.clone();
                let pool = Pool::new(connections.max(1), move || {
                    Session::open(&url).map(RefCell::new)
                });
                pool.lend()?.keep();
                Connections::Postgres(pool)
            }
        };
        Ok(Self {
            inner: Arc::new(Inner {
                target: target.clone(),
                engine,
                writing: Mutex::new(None),
            }),
        })
    }

    /// An empty database in memory.
    pub fn memory() -> Result<Self> {
        Self::open(&Target::Memory, 1)
    }

    /// Which engine it runs on.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.inner.engine {
            Connections::Sqlite { .. } => Engine::Sqlite,
            Connections::Postgres(_) => Engine::Postgres,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.inner.target
    }

    /// The file, on SQLite.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.inner.target {
            Target::File(path) => Some(path),
            _ => None,
        }
    }

    /// Reads from one consistent state. Writing is refused.
    pub fn read<T, E: From<DbError>>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.inner.engine {
            Connections::Sqlite {
                readers: Some(pool),
                ..
            } => {
                let mut loan = pool.lend()?;
                let result = match loan.get() {
                    Some(connection) => {
                        let tx = Tx::sqlite(connection, "BEGIN", false)?;
                        tx.finish(f)
                    }
                    None => Err(DbError::NotFound.into()),
                };
                loan.keep();
                result
            }
            Connections::Sqlite { writer, .. } => self.alone(writer, false, f),
            Connections::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                on_server(pool, begin, false, f)
            }
        }
    }

    /// Changes data: all of it when `f` returns `Ok`, nothing otherwise.
    pub fn write<T, E: From<DbError>>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.inner.engine {
            Connections::Sqlite { writer, .. } => self.alone(writer, true, f),
            Connections::Postgres(pool) => on_server(pool, "BEGIN", true, f),
        }
    }

    /// The one writer of SQLite: others wait their turn here.
    fn alone<T, E: From<DbError>>(
        &self,
        writer: &Mutex<rusqlite::Connection>,
        write: bool,
        f: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let me = std::thread::current().id();
        let writing = || {
            self.inner
                .writing
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if *writing() == Some(me) {
            return Err(DbError::Nested.into());
        }
        let connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
        *writing() = Some(me);
        let done = Done(&self.inner.writing);
        let begin = if write { "BEGIN IMMEDIATE" } else { "BEGIN" };
        let result = Tx::sqlite(&connection, begin, write)
            .map_err(E::from)
            .and_then(|tx| tx.finish(f));
        drop(done);
        result
    }

    /// The connection that writes on SQLite, outside any transaction: for copies of the file.
    pub(crate) fn sqlite_writer<T>(
        &self,
        f: impl FnOnce(&rusqlite::Connection) -> Result<T>,
    ) -> Option<Result<T>> {
        match &self.inner.engine {
            Connections::Sqlite { writer, .. } => {
                let connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
                Some(f(&connection))
            }
            Connections::Postgres(_) => None,
        }
    }
}

/// Says that this thread writes no more, also when it panics.
struct Done<'a>(&'a Mutex<Option<ThreadId>>);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn on_server<T, E: From<DbError>>(
    pool: &Pool<RefCell<Session>>,
    begin: &str,
    write: bool,
    f: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // A connection that the server or the network has closed is replaced once; a second failure
    // is told.
    for attempt in 0..2 {
        let mut loan = pool.lend()?;
        let Some(session) = loan.get() else {
            break;
        };
        let client = &mut session.get_mut().client;
        if client.is_closed() {
            continue;
        }
        match client.batch_execute(begin) {
            Ok(()) => {}
            Err(e) if attempt == 0 && e.is_closed() => continue,
            Err(e) => return Err(crate::postgres::error(e).into()),
        }
        let result = Tx::postgres(session, write).finish(f);
        let sound = loan.get().is_some_and(|s| !s.get_mut().client.is_closed());
        if sound {
            loan.keep();
        }
        return result;
    }
    Err(DbError::Connect("the server closed the connection".to_owned()).into())
}

/// A statement on a server outside any transaction: making and dropping databases.
pub fn administer(url: &str, sql: &str) -> Result<()> {
    let mut session = Session::open(url)?;
    session
        .client
        .batch_execute(sql)
        .map_err(crate::postgres::error)
}
