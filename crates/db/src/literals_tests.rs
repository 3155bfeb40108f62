//! Every SQL text that a slice writes is prepared on both engines, so that a query nobody has a
//! test for still cannot be one that only SQLite understands.

use crate::{Db, MIGRATIONS, Target, migrate};
use std::path::{Path, PathBuf};

/// A statement and where it stands.
#[derive(Debug, PartialEq, Eq)]
struct Literal {
    file: String,
    line: usize,
    sql: String,
}

/// String literals of a source text that are statements.
fn statements(file: &str, text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if text[at..].starts_with("//") {
            at += text[at..].find('\n').unwrap_or(text.len() - at);
            continue;
        }
        // A character literal must not open a string.
        if text[at..].starts_with("'\"'") {
            at += 3;
            continue;
        }
        if bytes[at] != b'"' {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let raw = at > 0 && (bytes[at - 1] == b'r' || bytes[at - 1] == b'#');
        let line = text[..at].matches('\n').count() + 1;
        let (value, length) = string(&text[at + 1..], raw);
        at += 1 + length;
        let first = value.split_whitespace().next().unwrap_or_default();
        if ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first) {
            found.push(Literal {
                file: file.to_owned(),
                line,
                sql: value,
            });
        }
    }
    found
}

/// The value of a literal after its opening quote, and the length up to behind its closing one.
fn string(text: &str, raw: bool) -> (String, usize) {
    let mut value = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        match c {
            '"' => return (value, i + 1),
            '\\' if !raw => match chars.next() {
                Some((_, '\n')) => {
                    while chars.peek().is_some_and(|(_, c)| c.is_whitespace()) {
                        chars.next();
                    }
                }
                Some((_, 'n')) => value.push('\n'),
                Some((_, other)) => value.push(other),
                None => break,
            },
            other => value.push(other),
        }
    }
    (value, text.len())
}

/// The files that may hold SQL.
fn stores(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            stores(&path, found);
        } else if path
            .file_name()
            .is_some_and(|n| n == "store.rs" || n == "query.rs")
        {
            found.push(path);
        }
    }
}

fn all() -> Vec<Literal> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    stores(crates, &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(crates).unwrap().display().to_string();
        statements(&name, &std::fs::read_to_string(path).unwrap())
    };
    files.iter().flat_map(read).filter(is_whole).collect()
}

/// Whether a literal is a statement by itself. A `query.rs` puts some together from what is asked
/// for; those are held by the tests of its slice, which run on both engines.
fn is_whole(literal: &Literal) -> bool {
    let assembled = literal.sql.contains('{') || !literal.sql.contains(" FROM ");
    !(assembled && literal.file.ends_with("query.rs"))
}

/// Statements that an engine refuses.
fn refused(db: &Db) -> Vec<String> {
    let now = jiff::Timestamp::UNIX_EPOCH;
    migrate::run(db, MIGRATIONS, now, |_, _| Ok(())).unwrap();
    let mut refused = Vec::new();
    for literal in all() {
        // A transaction each: on PostgreSQL an error spoils the rest of it.
        let said = db.write(|tx| tx.check(&literal.sql));
        if let Err(e) = said {
            refused.push(format!(
                "{}:{}: {e}\n  {}",
                literal.file, literal.line, literal.sql
            ));
        }
    }
    refused
}

#[test]
fn every_statement_of_every_store_is_accepted_by_sqlite() {
    let refused = refused(&Db::memory().unwrap());
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn every_statement_of_every_store_is_accepted_by_postgresql() {
    let Ok(admin) = std::env::var("PG_TEST_URL") else {
        return eprintln!("PostgreSQL NOT RUN, PG_TEST_URL is not set (cargo x test)");
    };
    let name = format!("literals_{}", std::process::id());
    let mut client = postgres::Client::connect(&admin, postgres::NoTls).unwrap();
    client
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        .unwrap();
    let (base, _) = admin.rsplit_once('/').unwrap();
    let db = Db::open(&Target::parse(&format!("{base}/{name}")).unwrap(), 1).unwrap();
    let refused = refused(&db);
    drop(db);
    client
        .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .unwrap();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn statements_are_found_whichever_way_they_are_written() {
    let text = "let a = \"SELECT 1 \\\n      FROM t\"; // \"SELECT no\"\nlet c = '\"';\n\
                let b = r#\"WITH x\"#; let d = \"not SQL\";";
    let found: Vec<(usize, String)> = statements("f", text)
        .into_iter()
        .map(|l| (l.line, l.sql))
        .collect();
    assert_eq!(
        found,
        [(1, "SELECT 1 FROM t".to_owned()), (4, "WITH x".to_owned())]
    );
}
