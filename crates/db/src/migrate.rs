//! Migrations: forward only, each in its own transaction, never edited once they have run.
//!
//! Before anything pending runs on a database that has data, the caller's copy is made
//! ([`run`]'s `before`). A database of a newer program is refused.

use crate::sql::{for_engine, sqlite_ddl};
use crate::{Db, DbError, Engine, Result, Tx};
use jiff::Timestamp;
use sm3::{Digest, Sm3};

/// A step of the schema's history.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number; those of a list rise, and may leave gaps.
    pub version: i64,
    /// Its file's name.
    pub name: &'static str,
    /// Its statements for both engines; `-- @sqlite`, `-- @postgres`, `-- @both` begin sections.
    pub sql: &'static str,
}

impl Migration {
    /// SM3 over the text, with the line ends of any system.
    #[must_use]
    pub fn checksum(&self) -> String {
        let text = self.sql.replace("\r\n", "\n");
        hex(&Sm3::digest(text.as_bytes()))
    }

    /// The statements as an engine takes them.
    fn statements(&self, engine: Engine) -> String {
        statements(self.sql, engine)
    }
}

/// Definitions in our spelling, as an engine takes them.
pub(crate) fn statements(sql: &str, engine: Engine) -> String {
    let ours = for_engine(sql, engine.name());
    match engine {
        Engine::Sqlite => sqlite_ddl(&ours),
        Engine::Postgres => ours,
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The version found, 0 for an empty database.
    pub from: i64,
    /// The version now.
    pub to: i64,
}

/// A migration that has run, as the database remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Its checksum then.
    pub checksum: String,
}

/// What has run on this database; empty when it is new.
pub fn ran(tx: &Tx<'_>) -> Result<Vec<Ran>> {
    if !crate::schema::tables(tx)?
        .iter()
        .any(|t| t == "schema_migration")
    {
        return Ok(Vec::new());
    }
    let sql = "SELECT version, name, checksum FROM schema_migration ORDER BY version";
    tx.rows(sql, &[], |row| {
        Ok(Ran {
            version: row.get("version")?,
            name: row.get("name")?,
            checksum: row.get("checksum")?,
        })
    })
}

/// The newest version of a list.
fn newest(list: &[Migration]) -> i64 {
    list.iter().map(|m| m.version).max().unwrap_or(0)
}

/// The database's version, having made sure that its history is this program's.
fn version(ran: &[Ran], list: &[Migration]) -> Result<i64> {
    let mut version = 0;
    for old in ran {
        let Some(ours) = list.iter().find(|m| m.version == old.version) else {
            return Err(DbError::Newer {
                found: ran.last().map_or(0, |r| r.version),
                known: newest(list),
            });
        };
        if ours.checksum() != old.checksum {
            return Err(DbError::EditedMigration {
                version: old.version,
            });
        }
        version = old.version;
    }
    Ok(version)
}

/// Makes sure that a database is of this program's version, without changing it.
pub fn check(db: &Db, list: &[Migration]) -> Result<Applied> {
    let from = version(&db.read(ran)?, list)?;
    Ok(Applied {
        from,
        to: newest(list),
    })
}

/// Brings a database to the newest version of the list. `before` is called once, before the first
/// change, if the database has any tables: the place for a copy.
pub fn run(
    db: &Db,
    list: &[Migration],
    now: Timestamp,
    before: impl FnOnce(&Db, i64) -> Result<()>,
) -> Result<Applied> {
    let state = check(db, list)?;
    if state.from == state.to {
        return Ok(state);
    }
    if state.from > 0 {
        before(db, state.from)?;
    }
    db.write(|tx| {
        tx.lock("migrate")?;
        tx.batch(
            "CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT PRIMARY KEY, \
             name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)",
        )
    })?;
    for migration in list {
        db.write(|tx| {
            tx.lock("migrate")?;
            let version = version(&ran(tx)?, list)?;
            if version >= migration.version {
                return Ok(());
            }
            apply(tx, migration, now).map_err(|why| DbError::MigrationFailed {
                version: migration.version,
                why: Box::new(why),
            })
        })?;
    }
    Ok(state)
}

fn apply(tx: &Tx<'_>, migration: &Migration, now: Timestamp) -> Result<()> {
    tx.batch(&migration.statements(tx.engine()))?;
    let sql = "INSERT INTO schema_migration (version, name, checksum, applied_at) \
               VALUES (?1, ?2, ?3, ?4)";
    let checksum = migration.checksum();
    tx.execute(sql, &[&migration.version, &migration.name, &checksum, &now])?;
    Ok(())
}
