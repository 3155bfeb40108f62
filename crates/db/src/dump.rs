//! A dump: the whole content of a database in one compressed text file that either engine can
//! write and either can load. Restoring one into the other engine is how a bureau moves.
//!
//! ```text
//! doudi-dump 1
//! taken <instant>
//! migration <version> <checksum>
//! table <name>\t<column>\t…
//! <a row as COPY writes it>
//! \.
//! end <tables> <rows>
//! sm3 <hash of all lines above>
//! ```

use crate::bulk::copy_line;
use crate::migrate::{Migration, Ran, hex, ran};
use crate::schema::{Column, Kind, columns, key, tables};
use crate::value::{Cell, Param};
use crate::{Db, DbError, Engine, Result, Row, Tx};
use jiff::Timestamp;
use sm3::{Digest, Sm3};
use std::borrow::Cow;
use std::io::{BufRead, Write};

/// First line of a dump of this format.
const HEAD: &str = "doudi-dump 1";

/// The table that the migrator keeps; a dump states it in its head instead.
const HISTORY: &str = "schema_migration";

/// What a dump holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// When it was taken.
    pub taken: Option<Timestamp>,
    /// Version of the schema.
    pub version: i64,
    /// Tables with their numbers of rows, by name.
    pub tables: Vec<(String, u64)>,
    /// Of each of those tables SM3 over its rows as a dump writes them; empty where rows were only
    /// counted.
    pub sums: Vec<String>,
}

impl Contents {
    /// All rows together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Writes lines and hashes them.
struct Hashed<W> {
    out: W,
    hash: Sm3,
}

impl<W: Write> Hashed<W> {
    fn line(&mut self, line: &str) -> Result<()> {
        self.hash.update(line.as_bytes());
        self.out
            .write_all(line.as_bytes())
            .map_err(|e| unwritable(&e))
    }
}

fn unwritable(e: &std::io::Error) -> DbError {
    DbError::File {
        path: "dump".to_owned(),
        why: e.to_string(),
    }
}

/// Writes everything that one moment holds.
pub fn write(db: &Db, now: Timestamp, out: impl Write) -> Result<Contents> {
    db.read(|tx| {
        let mut out = Hashed {
            out,
            hash: Sm3::new(),
        };
        let mut contents = Contents {
            taken: Some(now),
            ..Contents::default()
        };
        out.line(&format!("{HEAD}\ntaken {now:.3}\n"))?;
        for migration in ran(tx)? {
            out.line(&format!(
                "migration {} {}\n",
                migration.version, migration.checksum
            ))?;
            contents.version = migration.version;
        }
        for table in tables(tx)?.into_iter().filter(|t| t != HISTORY) {
            let columns = names(tx, &table)?;
            out.line(&format!("table {table}\t{}\n", columns.join("\t")))?;
            let (rows, sum) = table_out(tx, &table, &columns, |line| out.line(line))?;
            out.line("\\.\n")?;
            contents.tables.push((table, rows));
            contents.sums.push(sum);
        }
        out.line(&format!(
            "end {} {}\n",
            contents.tables.len(),
            contents.rows()
        ))?;
        let digest = hex(&out.hash.finalize_reset());
        out.line(&format!("sm3 {digest}\n"))?;
        out.out.flush().map_err(|e| unwritable(&e))?;
        Ok(contents)
    })
}

fn names(tx: &Tx<'_>, table: &str) -> Result<Vec<String>> {
    Ok(columns(tx, table)?.into_iter().map(|c| c.name).collect())
}

/// Hands the rows of a table to `take` as lines, in the order of its key; how many, and SM3 over
/// them. Both engines write the same rows as the same lines.
fn table_out(
    tx: &Tx<'_>,
    table: &str,
    columns: &[String],
    mut take: impl FnMut(&str) -> Result<()>,
) -> Result<(u64, String)> {
    let key = key(tx, table)?;
    let order = if key.is_empty() { columns } else { &key };
    let order: Vec<String> = order.iter().map(|c| format!("{c} NULLS FIRST")).collect();
    let sql = format!(
        "SELECT {} FROM {table} ORDER BY {}",
        columns.join(", "),
        order.join(", ")
    );
    let mut rows = 0;
    let mut hash = Sm3::new();
    let mut line = String::new();
    tx.each(&sql, &[], |row| {
        line.clear();
        copy_line(&params(row)?, &mut line);
        rows += 1;
        hash.update(line.as_bytes());
        take(&line)
    })?;
    Ok((rows, hex(&hash.finalize())))
}

fn params<'a>(row: &'a Row<'_>) -> Result<Vec<Param<'a>>> {
    let cell = |i| {
        Ok(match row.cell(i)? {
            Cell::Null => Param::Null,
            Cell::Int(n) => Param::Int(n),
            Cell::Real(x) => Param::Real(x),
            Cell::Text(t) => Param::Text(Cow::Borrowed(t)),
            Cell::Bytes(b) => Param::Bytes(Cow::Borrowed(b)),
        })
    };
    (0..row.width()).map(cell).collect()
}

/// Reads a dump line by line, hashing and counting.
struct Reader<R> {
    input: R,
    hash: Sm3,
    line: String,
    number: u64,
}

impl<R: BufRead> Reader<R> {
    fn new(input: R) -> Self {
        Self {
            input,
            hash: Sm3::new(),
            line: String::new(),
            number: 0,
        }
    }

    /// The next line without its end; it counts into the hash when the one after it is read.
    fn next(&mut self) -> Result<&str> {
        self.hash.update(self.line.as_bytes());
        self.line.clear();
        self.number += 1;
        match self.input.read_line(&mut self.line) {
            Ok(n) if n > 0 && self.line.ends_with('\n') => Ok(self.line.trim_end_matches('\n')),
            Ok(_) => Err(self.damaged("cut short")),
            Err(e) => Err(self.damaged(&e.to_string())),
        }
    }

    fn damaged(&self, what: &str) -> DbError {
        DbError::DumpDamaged {
            line: self.number,
            what: what.to_owned(),
        }
    }
}

/// What reading a dump calls for each table and row.
trait Take {
    fn head(&mut self, history: &[Ran]) -> Result<()>;
    fn table(&mut self, name: &str, columns: Vec<String>) -> Result<()>;
    fn row(&mut self, line: &str, number: u64) -> Result<()>;
    fn table_end(&mut self, rows: u64, sum: &str) -> Result<()>;
}

fn read<R: BufRead>(input: R, take: &mut impl Take) -> Result<Contents> {
    let mut reader = Reader::new(input);
    let mut contents = Contents::default();
    if reader.next()? != HEAD {
        return Err(reader.damaged("not a dump of this format"));
    }
    let taken = reader
        .next()?
        .strip_prefix("taken ")
        .and_then(|t| t.parse().ok());
    contents.taken = taken;
    let mut history = Vec::new();
    let mut headed = false;
    loop {
        let line = reader.next()?.to_owned();
        if let Some(rest) = line.strip_prefix("migration ") {
            let parsed = rest.split_once(' ');
            let version = parsed.and_then(|(v, _)| v.parse().ok());
            let (Some(version), Some((_, checksum))) = (version, parsed) else {
                return Err(reader.damaged("a migration without a number"));
            };
            contents.version = version;
            history.push(Ran {
                version,
                name: String::new(),
                checksum: checksum.to_owned(),
            });
            continue;
        }
        if !headed {
            take.head(&history)?;
            headed = true;
        }
        if let Some(rest) = line.strip_prefix("table ") {
            let mut parts = rest.split('\t').map(str::to_owned);
            let name = parts.next().unwrap_or_default();
            take.table(&name, parts.collect())?;
            let mut rows = 0;
            let mut hash = Sm3::new();
            loop {
                let number = reader.number + 1;
                let row = reader.next()?;
                if row == "\\." {
                    break;
                }
                hash.update(row.as_bytes());
                hash.update(b"\n");
                take.row(row, number)?;
                rows += 1;
            }
            let sum = hex(&hash.finalize());
            take.table_end(rows, &sum)?;
            contents.tables.push((name, rows));
            contents.sums.push(sum);
        } else if let Some(rest) = line.strip_prefix("end ") {
            let counted = format!("{} {}", contents.tables.len(), contents.rows());
            if rest != counted {
                return Err(reader.damaged(&format!("{rest} stated, {counted} found")));
            }
            break;
        } else {
            return Err(reader.damaged("neither a table nor the end"));
        }
    }
    let stated = reader.next()?.to_owned();
    let found = format!("sm3 {}", hex(&reader.hash.clone().finalize()));
    if stated != found {
        return Err(reader.damaged("the hash does not fit: the dump was changed"));
    }
    Ok(contents)
}

/// Takes nothing: reading alone proves the dump whole.
struct Count;

impl Take for Count {
    fn head(&mut self, _: &[Ran]) -> Result<()> {
        Ok(())
    }
    fn table(&mut self, _: &str, _: Vec<String>) -> Result<()> {
        Ok(())
    }
    fn row(&mut self, _: &str, _: u64) -> Result<()> {
        Ok(())
    }
    fn table_end(&mut self, _: u64, _: &str) -> Result<()> {
        Ok(())
    }
}

/// Proves a dump whole and unchanged, and says what it holds.
pub fn verify(input: impl BufRead) -> Result<Contents> {
    read(input, &mut Count)
}

/// Rows gathered before they are inserted together.
const BATCH: usize = 2_000;

/// Inserts the rows into a transaction.
struct Load<'t, 'c> {
    tx: &'t Tx<'c>,
    table: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Param<'static>>>,
}

/// Loads a dump into an empty database: all of it or nothing, read back and compared table by
/// table before it counts. The schema is brought to the dump's
/// version first; the caller migrates on from there.
pub fn restore(
    db: &Db,
    list: &[Migration],
    now: Timestamp,
    input: impl BufRead,
) -> Result<Contents> {
    let mut input = input;
    let mut head = Vec::new();
    // The head alone, to know the version before the schema is made.
    loop {
        let mut line = Vec::new();
        let n = input
            .read_until(b'\n', &mut line)
            .map_err(|e| unwritable(&e))?;
        let ours = line.starts_with(b"doudi-dump")
            || line.starts_with(b"taken ")
            || line.starts_with(b"migration ");
        head.push(line);
        if !ours || n == 0 {
            break;
        }
    }
    let version = head
        .iter()
        .filter_map(|l| std::str::from_utf8(l).ok()?.strip_prefix("migration "))
        .filter_map(|l| l.split(' ').next()?.parse::<i64>().ok())
        .max()
        .unwrap_or(0);
    // Tables without a row are what an earlier try left that was broken off.
    if db.read(has_rows)? {
        return Err(DbError::NotEmpty);
    }
    let upto: Vec<Migration> = list
        .iter()
        .filter(|m| m.version <= version)
        .copied()
        .collect();
    if version > 0 && !list.iter().any(|m| m.version == version) {
        return Err(DbError::Newer {
            found: version,
            known: list.iter().map(|m| m.version).max().unwrap_or(0),
        });
    }
    crate::migrate::run(db, &upto, now, |_, _| Ok(()))?;
    let input = std::io::Cursor::new(head.concat()).chain_buf(input);
    db.write(|tx| {
        match tx.engine() {
            Engine::Sqlite => tx.batch("PRAGMA defer_foreign_keys = ON")?,
            Engine::Postgres => tx.batch("SET CONSTRAINTS ALL DEFERRED")?,
        }
        let mut load = Load {
            tx,
            table: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
        };
        read(input, &mut load)
    })
}

/// Whether any table has a row.
fn has_rows(tx: &Tx<'_>) -> Result<bool> {
    for table in tables(tx)?.into_iter().filter(|t| t != HISTORY) {
        let sql = format!("SELECT 1 FROM {table} LIMIT 1");
        if !tx.rows(&sql, &[], |row| row.at::<i64>(0))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `chain` for buffered readers.
trait ChainBuf: BufRead + Sized {
    fn chain_buf<R: BufRead>(self, next: R) -> std::io::Chain<Self, R> {
        std::io::Read::chain(self, next)
    }
}

impl<T: BufRead> ChainBuf for T {}

impl Take for Load<'_, '_> {
    fn head(&mut self, history: &[Ran]) -> Result<()> {
        let ours = ran(self.tx)?;
        for theirs in history {
            let same = ours
                .iter()
                .any(|o| o.version == theirs.version && o.checksum == theirs.checksum);
            if !same {
                return Err(DbError::EditedMigration {
                    version: theirs.version,
                });
            }
        }
        Ok(())
    }

    fn table(&mut self, name: &str, names: Vec<String>) -> Result<()> {
        let known = columns(self.tx, name)?;
        name.clone_into(&mut self.table);
        self.columns = names
            .into_iter()
            .map(|column| {
                let found = known.iter().find(|c| c.name == column);
                found.cloned().ok_or(DbError::NoColumn(column))
            })
            .collect::<Result<_>>()?;
        // Rows that a migration put there come again with the dump.
        if self
            .tx
            .value::<i64>(&format!("SELECT COUNT(*) FROM {name}"), &[])?
            > 0
        {
            self.tx.execute(&format!("DELETE FROM {name}"), &[])?;
        }
        Ok(())
    }

    fn row(&mut self, line: &str, number: u64) -> Result<()> {
        let values: Option<Vec<Param<'static>>> = line
            .split('\t')
            .zip(&self.columns)
            .map(|(text, column)| value(text, column.kind))
            .collect();
        let values = values.filter(|v| {
            v.len() == self.columns.len() && line.split('\t').count() == self.columns.len()
        });
        let Some(values) = values else {
            return Err(DbError::DumpDamaged {
                line: number,
                what: format!("a row that does not fit table {}", self.table),
            });
        };
        self.rows.push(values);
        if self.rows.len() >= BATCH {
            self.flush()?;
        }
        Ok(())
    }

    /// What the database now holds must be what the dump says: read back before the end.
    fn table_end(&mut self, rows: u64, sum: &str) -> Result<()> {
        self.flush()?;
        let columns: Vec<String> = self.columns.iter().map(|c| c.name.clone()).collect();
        let (found, theirs) = table_out(self.tx, &self.table, &columns, |_| Ok(()))?;
        match found == rows && theirs == sum {
            true => Ok(()),
            false => Err(DbError::NotTheSame {
                table: self.table.clone(),
                sent: rows,
                found,
            }),
        }
    }
}

impl Load<'_, '_> {
    fn flush(&mut self) -> Result<()> {
        let names: Vec<&str> = self.columns.iter().map(|c| c.name.as_str()).collect();
        self.tx
            .insert_all(&self.table, &names, self.rows.drain(..))?;
        Ok(())
    }
}

/// A value of a row's text.
fn value(text: &str, kind: Kind) -> Option<Param<'static>> {
    if text == "\\N" {
        return Some(Param::Null);
    }
    Some(match kind {
        Kind::Int => Param::Int(text.parse().ok()?),
        Kind::Real => Param::Real(text.parse().ok()?),
        Kind::Bytes => Param::Bytes(Cow::Owned(unhex(text.strip_prefix("\\\\x")?)?)),
        Kind::Text => Param::Text(Cow::Owned(unescaped(text)?)),
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let pair = |i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(pair).collect()
}

fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next()? {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            '\\' => '\\',
            _ => return None,
        });
    }
    Some(out)
}
