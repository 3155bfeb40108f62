//! Copies of a database: taken while it is in use, proved whole, brought back.
//!
//! A copy whose name ends in `.db` is SQLite's own file (quickest to bring back); any other is a
//! compressed [`crate::dump`], which either engine can load. Copies are written under another name
//! and renamed when whole: a file with the right name is a whole copy.

use crate::dump::{self, Contents};
use crate::migrate::Migration;
use crate::{Db, DbError, Result, Target, sqlite};
use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

fn file(path: &Path) -> impl Fn(std::io::Error) -> DbError {
    move |e| DbError::File {
        path: path.display().to_string(),
        why: e.to_string(),
    }
}

/// Takes a copy and says what it holds. An existing file is not overwritten.
pub fn backup(db: &Db, path: &Path, now: Timestamp) -> Result<Contents> {
    if path.exists() {
        return Err(DbError::File {
            path: path.display().to_string(),
            why: "exists already".to_owned(),
        });
    }
    let part = part_name(path);
    let result = match path.extension() {
        Some(ending) if ending == "db" => copy_file(db, &part),
        _ => dump_file(db, &part, now),
    };
    let result = result.and_then(|()| {
        let contents = verify(&part)?;
        std::fs::rename(&part, path).map_err(file(path))?;
        Ok(contents)
    });
    if result.is_err() {
        // What is half written must not look like a copy.
        let _ = std::fs::remove_file(&part);
    }
    result
}

fn part_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn dump_file(db: &Db, path: &Path, now: Timestamp) -> Result<()> {
    let out = File::create(path).map_err(file(path))?;
    let mut out = GzEncoder::new(BufWriter::new(out), Compression::fast());
    dump::write(db, now, &mut out)?;
    let mut out = out.finish().map_err(file(path))?;
    out.flush().map_err(file(path))?;
    out.get_ref().sync_all().map_err(file(path))
}

/// SQLite's online copy: pages are copied while others read; a writer waits for a moment.
fn copy_file(db: &Db, path: &Path) -> Result<()> {
    let copied = db.sqlite_writer(|connection| {
        let mut to = rusqlite::Connection::open(path).map_err(sqlite::error)?;
        let copy = rusqlite::backup::Backup::new(connection, &mut to).map_err(sqlite::error)?;
        copy.run_to_completion(4096, std::time::Duration::ZERO, None)
            .map_err(sqlite::error)
    });
    copied.unwrap_or_else(|| {
        Err(DbError::File {
            path: path.display().to_string(),
            why: "a PostgreSQL database is copied as a dump; choose another ending than .db"
                .to_owned(),
        })
    })?;
    let file_handle = File::open(path).map_err(file(path))?;
    file_handle.sync_all().map_err(file(path))
}

fn is_sqlite(path: &Path) -> Result<bool> {
    let mut head = [0; 16];
    let mut input = File::open(path).map_err(file(path))?;
    let read = input.read(&mut head).map_err(file(path))?;
    Ok(head.get(..read) == Some(SQLITE_MAGIC))
}

fn open_dump(path: &Path) -> Result<impl std::io::BufRead> {
    let input = File::open(path).map_err(file(path))?;
    Ok(BufReader::with_capacity(
        1 << 16,
        MultiGzDecoder::new(BufReader::new(input)),
    ))
}

/// Proves a copy whole, and says what it holds.
pub fn verify(path: &Path) -> Result<Contents> {
    if !is_sqlite(path)? {
        return dump::verify(open_dump(path)?);
    }
    let db = Db::open(&Target::File(path.to_owned()), 1)?;
    integrity(&db)?;
    let contents = contents(&db);
    drop(db);
    // Opening in WAL mode leaves two small companions; a copy is one file.
    for ending in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let _ = std::fs::remove_file(name);
    }
    contents
}

/// Asks the engine whether the live database is whole: pages, indexes and references. PostgreSQL
/// keeps its own checksums; there every row is read.
pub fn integrity(db: &Db) -> Result<()> {
    if db.engine() == crate::Engine::Postgres {
        return dump::write(db, Timestamp::UNIX_EPOCH, std::io::sink()).map(|_| ());
    }
    let said = db.read(|tx| {
        let mut said: Vec<String> = tx.rows("PRAGMA integrity_check", &[], |row| row.at(0))?;
        said.retain(|line| line != "ok");
        let sql = "SELECT \"table\" || ' refers to a missing row of ' || parent \
                   FROM pragma_foreign_key_check";
        said.extend(tx.rows(sql, &[], |row| row.at::<String>(0))?);
        Ok::<_, DbError>(said)
    })?;
    match said.into_iter().next() {
        None => Ok(()),
        Some(what) => Err(DbError::DumpDamaged { line: 0, what }),
    }
}

/// Tables and numbers of rows of a live database.
pub fn contents(db: &Db) -> Result<Contents> {
    db.read(|tx| {
        let mut found = Contents {
            version: crate::migrate::ran(tx)?.last().map_or(0, |r| r.version),
            ..Contents::default()
        };
        for table in crate::schema::tables(tx)? {
            if table == "schema_migration" {
                continue;
            }
            let rows: i64 = tx.value(&format!("SELECT COUNT(*) FROM {table}"), &[])?;
            found.tables.push((table, rows.unsigned_abs()));
        }
        Ok(found)
    })
}

/// Brings a copy back into a target that has no data yet, and says what it holds.
pub fn restore(
    target: &Target,
    path: &Path,
    list: &[Migration],
    now: Timestamp,
) -> Result<Contents> {
    if let (true, Target::File(to)) = (is_sqlite(path)?, target) {
        if to.exists() {
            return Err(DbError::NotEmpty);
        }
        let whole = verify(path)?;
        let part = part_name(to);
        std::fs::copy(path, &part).map_err(file(&part))?;
        std::fs::rename(&part, to).map_err(file(to))?;
        return Ok(whole);
    }
    if is_sqlite(path)? {
        // Across engines by way of a dump in memory-bounded form: a pipe between two threads.
        let from = Db::open(&Target::File(path.to_owned()), 1)?;
        let to = Db::open(target, 2)?;
        return transfer(&from, &to, list, now);
    }
    let db = Db::open(target, 2)?;
    dump::restore(&db, list, now, open_dump(path)?)
}

/// Moves everything from one database into another, empty one; rows and hashes are compared as
/// with any dump.
pub fn transfer(from: &Db, to: &Db, list: &[Migration], now: Timestamp) -> Result<Contents> {
    let (reader, writer) = std::io::pipe().map_err(file(Path::new("pipe")))?;
    std::thread::scope(|scope| {
        let sent = scope.spawn(move || {
            let mut out = BufWriter::with_capacity(1 << 16, writer);
            let sent = dump::write(from, now, &mut out)?;
            out.flush().map_err(file(Path::new("pipe")))?;
            Ok::<_, DbError>(sent)
        });
        let loaded = dump::restore(to, list, now, BufReader::with_capacity(1 << 16, reader));
        let sent = sent.join().unwrap_or(Err(DbError::NotFound));
        match (loaded, sent) {
            (Ok(loaded), Ok(_)) => Ok(loaded),
            (Err(e), _) | (_, Err(e)) => Err(e),
        }
    })
}
