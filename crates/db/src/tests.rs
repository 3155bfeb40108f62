//! The same promises on both engines. PostgreSQL's half runs where `PG_TEST_URL` names a server
//! (`cargo x test` starts one).

use crate::migrate::{self, statements};
use crate::migrations::SCHEMA;
use crate::{Db, DbError, Engine, MIGRATIONS, Migration, Param, Target, backup, dump, schema};
use jiff::Timestamp;
use std::borrow::Cow;
use std::path::Path;

fn now() -> Timestamp {
    "2020-03-18T01:02:03.004Z".parse().unwrap()
}

/// An empty database on a server, dropped when done.
struct Server {
    admin: String,
    name: String,
    url: String,
}

impl Server {
    fn new(name: &str) -> Option<Self> {
        let admin = std::env::var("PG_TEST_URL").ok()?;
        let name = format!("db_{name}_{}", std::process::id());
        let (base, _) = admin.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        let mut client = postgres::Client::connect(&admin, postgres::NoTls).unwrap();
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))
            .unwrap();
        let create = "LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8' TEMPLATE template0";
        client
            .batch_execute(&format!("CREATE DATABASE {name} {create}"))
            .unwrap();
        Some(Self { admin, name, url })
    }

    fn target(&self) -> Target {
        Target::parse(&self.url).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut client = postgres::Client::connect(&self.admin, postgres::NoTls).unwrap();
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        client.batch_execute(&drop).unwrap();
    }
}

/// Runs a story on SQLite, and on PostgreSQL where there is one.
fn both(name: &str, story: impl Fn(&Db)) {
    let dir = tempfile::tempdir().unwrap();
    let file = Target::File(dir.path().join("test.db"));
    story(&Db::open(&file, 4).unwrap());
    match Server::new(name) {
        Some(server) => {
            let db = Db::open(&server.target(), 4).unwrap();
            story(&db);
        }
        None => eprintln!("{name}: PostgreSQL NOT RUN, PG_TEST_URL is not set (cargo x test)"),
    }
}

const TABLE: Migration = Migration {
    version: 1,
    name: "0001_test",
    sql: "CREATE TABLE note (id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT, \
          n BIGINT CHECK (n >= 0), weight DOUBLE PRECISION, body BYTEA, \
          parent TEXT REFERENCES note (id) DEFERRABLE, version BIGINT NOT NULL DEFAULT 1, \
          UNIQUE (owner, title));",
};

fn with_table(db: &Db) {
    migrate::run(db, &[TABLE], now(), |_, _| Ok(())).unwrap();
}

fn add(db: &Db, id: &str, owner: &str, title: Option<&str>, n: Option<i64>) -> crate::Result<u64> {
    let sql = "INSERT INTO note (id, owner, title, n) VALUES (?1, ?2, ?3, ?4)";
    db.write(|tx| tx.execute(sql, &[&id, &owner, &title, &n]))
}

#[test]
fn values_come_back_as_they_went_in_nothing_known_included() {
    both("values", |db| {
        with_table(db);
        let body: Vec<u8> = vec![0, 9, 10, 13, 92, 255];
        let date: jiff::civil::Date = "2020-02-29".parse().unwrap();
        let sql = "INSERT INTO note (id, owner, title, n, weight, body) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        db.write(|tx| {
            tx.execute(
                sql,
                &[&"a", &date, &"tab\tand\n中文", &i64::MAX, &0.25, &body],
            )?;
            let none: Option<i64> = None;
            tx.execute(
                sql,
                &[
                    &"b",
                    &now(),
                    &None::<String>,
                    &none,
                    &None::<f64>,
                    &None::<Vec<u8>>,
                ],
            )
        })
        .unwrap();
        let query = "SELECT * FROM note ORDER BY id";
        type Found = (
            String,
            Option<String>,
            Option<i64>,
            Option<f64>,
            Option<Vec<u8>>,
        );
        let found: Vec<Found> = db
            .read(|tx| {
                tx.rows(query, &[], |r| {
                    Ok((
                        r.get("owner")?,
                        r.get("title")?,
                        r.get("n")?,
                        r.get("weight")?,
                        r.get("body")?,
                    ))
                })
            })
            .unwrap();
        assert_eq!(found[0].0, "2020-02-29");
        assert_eq!(found[0].1.as_deref(), Some("tab\tand\n中文"));
        assert_eq!((found[0].2, found[0].3), (Some(i64::MAX), Some(0.25)));
        assert_eq!(found[0].4.as_deref(), Some(body.as_slice()));
        assert_eq!(
            found[1],
            (
                "2020-03-18T01:02:03.004Z".to_owned(),
                None,
                None,
                None,
                None
            )
        );
    });
}

#[test]
fn numbered_placeholders_bind_by_number_and_may_repeat() {
    both("placeholders", |db| {
        let sql = "SELECT CAST(?2 AS TEXT) || CAST(?1 AS TEXT) || CAST(?2 AS TEXT)";
        let text: String = db.read(|tx| tx.value(sql, &[&"a", &"b"])).unwrap();
        assert_eq!(text, "bab");
    });
}

#[test]
fn errors_say_what_was_violated_and_never_a_value() {
    both("errors", |db| {
        with_table(db);
        add(db, "a", "town", Some("张三"), Some(1)).unwrap();
        let twice = add(db, "b", "town", Some("张三"), None).unwrap_err();
        assert!(twice.is_unique("note", &["owner", "title"]), "{twice:?}");
        assert!(!format!("{twice:?}").contains("张三"));
        let key = add(db, "a", "x", None, None).unwrap_err();
        assert!(key.is_unique("note", &["id"]), "{key:?}");
        let negative = add(db, "c", "x", None, Some(-1)).unwrap_err();
        assert!(matches!(negative, DbError::Check { .. }), "{negative:?}");
        let sql = "UPDATE note SET parent = ?1 WHERE id = ?2";
        let orphan = db.write(|tx| tx.execute(sql, &[&"zzz", &"a"])).unwrap_err();
        assert!(matches!(orphan, DbError::Reference { .. }), "{orphan:?}");
        let missing = db.read(|tx| tx.value::<i64>("SELECT n FROM note WHERE id = 'q'", &[]));
        assert!(matches!(missing, Err(DbError::NotFound)));
        let kind = db.read(|tx| tx.value::<i64>("SELECT title FROM note WHERE id = 'a'", &[]));
        assert!(matches!(kind, Err(DbError::WrongKind { .. })), "{kind:?}");
    });
}

#[test]
fn of_two_clerks_with_the_same_version_the_second_is_told() {
    both("stale", |db| {
        with_table(db);
        add(db, "a", "town", None, None).unwrap();
        let sql =
            "UPDATE note SET title = ?1, version = version + 1 WHERE id = ?2 AND version = ?3";
        let edit =
            |title: &str, version: i64| db.write(|tx| tx.change(sql, &[&title, &"a", &version]));
        edit("first", 1).unwrap();
        assert!(matches!(edit("second", 1), Err(DbError::Stale)));
        edit("second, knowing of the first", 2).unwrap();
    });
}

#[test]
fn an_error_undoes_the_whole_transaction_and_an_attempt_only_itself() {
    both("undo", |db| {
        with_table(db);
        let sql = "INSERT INTO note (id, owner) VALUES (?1, 'x')";
        let failed: Result<(), DbError> = db.write(|tx| {
            tx.execute(sql, &[&"a"])?;
            Err(DbError::NotFound)
        });
        assert!(failed.is_err());
        db.write(|tx| {
            tx.execute(sql, &[&"b"])?;
            let twice = tx.attempt(|| tx.execute(sql, &[&"b"]));
            assert!(twice.is_err());
            tx.execute(sql, &[&"c"])
        })
        .unwrap();
        let ids: Vec<String> = db
            .read(|tx| tx.rows("SELECT id FROM note ORDER BY id", &[], |r| r.at(0)))
            .unwrap();
        assert_eq!(ids, ["b", "c"]);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _: Result<(), DbError> = db.write(|tx| {
                tx.execute(sql, &[&"d"])?;
                panic!("in the middle");
            });
        }));
        assert!(panicked.is_err());
        assert_eq!(count(db), 2, "and the database is usable afterwards");
    });
}

fn count(db: &Db) -> i64 {
    db.read(|tx| tx.value("SELECT COUNT(*) FROM note", &[]))
        .unwrap()
}

#[test]
fn readers_do_not_write_and_statements_do_not_nest() {
    both("reading", |db| {
        with_table(db);
        add(db, "a", "x", None, None).unwrap();
        let refused = db.read(|tx| tx.execute("DELETE FROM note", &[]));
        assert!(matches!(refused, Err(DbError::ReadOnly)));
        let nested = db.read(|tx| {
            tx.each("SELECT id FROM note", &[], |_| {
                tx.value::<i64>("SELECT COUNT(*) FROM note", &[])
                    .map(|_| ())
            })
        });
        assert!(matches!(nested, Err(DbError::Nested)));
        if db.engine() == Engine::Sqlite {
            let inner = db.write(|_| db.write(|_| Ok::<_, DbError>(())));
            assert!(matches!(inner, Err(DbError::Nested)));
        }
    });
}

#[test]
fn a_reader_sees_one_moment_while_others_write() {
    both("snapshot", |db| {
        with_table(db);
        add(db, "a", "x", None, None).unwrap();
        let (before, after) = db
            .read(|tx| {
                let sql = "SELECT COUNT(*) FROM note";
                let before: i64 = tx.value(sql, &[])?;
                std::thread::scope(|s| {
                    s.spawn(|| add(db, "b", "x", None, None).unwrap());
                });
                Ok::<_, DbError>((before, tx.value::<i64>(sql, &[])?))
            })
            .unwrap();
        assert_eq!((before, after), (1, 1));
        assert_eq!(count(db), 2);
    });
}

#[test]
fn named_locks_make_writers_wait_for_each_other() {
    both("locks", |db| {
        with_table(db);
        add(db, "a", "x", None, Some(0)).unwrap();
        let raise = || {
            db.write(|tx| {
                tx.lock("counter")?;
                let n: i64 = tx.value("SELECT n FROM note WHERE id = 'a'", &[])?;
                tx.execute("UPDATE note SET n = ?1 WHERE id = 'a'", &[&(n + 1)])
            })
            .unwrap()
        };
        std::thread::scope(|s| {
            for _ in 0..4 {
                s.spawn(|| {
                    (0..10).for_each(|_| {
                        raise();
                    })
                });
            }
        });
        let n: i64 = db.read(|tx| tx.value("SELECT n FROM note", &[])).unwrap();
        assert_eq!(n, 40);
    });
}

#[test]
fn many_rows_go_in_at_once_and_a_bad_one_keeps_all_out() {
    both("bulk", |db| {
        with_table(db);
        let row = |i: i64| {
            vec![
                Param::Text(Cow::Owned(format!("id{i:06}"))),
                Param::Text(Cow::Borrowed("o\\w\tner\r\n")),
                if i % 2 == 0 {
                    Param::Null
                } else {
                    Param::Int(i)
                },
                Param::Bytes(Cow::Owned(vec![0, 255])),
            ]
        };
        let columns = ["id", "owner", "n", "body"];
        let added = db.write(|tx| tx.insert_all("note", &columns, (0..5_000).map(row)));
        assert_eq!(added.unwrap(), 5_000);
        let again = db.write(|tx| tx.insert_all("note", &columns, (4_999..6_000).map(row)));
        assert!(again.unwrap_err().is_unique("note", &["id"]));
        assert_eq!(count(db), 5_000);
        let owner: String = db
            .read(|tx| tx.value("SELECT owner FROM note WHERE n = 4999", &[]))
            .unwrap();
        assert_eq!(owner, "o\\w\tner\r\n");
    });
}

#[test]
fn prefixes_are_matched_by_case_and_to_the_letter() {
    both("prefix", |db| {
        with_table(db);
        for id in ["5001_53", "5001x53", "A1", "a1"] {
            add(db, id, "x", None, None).unwrap();
        }
        let sql = "SELECT COUNT(*) FROM note WHERE id LIKE ?1 ESCAPE '\\'";
        let like = |prefix: &str| {
            let pattern = crate::prefix_pattern(prefix);
            db.read(|tx| tx.value::<i64>(sql, &[&pattern])).unwrap()
        };
        assert_eq!((like("5001_"), like("a"), like("50")), (1, 1, 2));
    });
}

#[test]
fn migrations_run_once_in_order_with_a_copy_before() {
    both("migrations", |db| {
        let second = Migration {
            version: 2,
            name: "0002_more",
            sql: "ALTER TABLE note ADD COLUMN place TEXT;",
        };
        let copied = std::cell::Cell::new(0);
        let copy = |_: &Db, from: i64| {
            copied.set(copied.get() + from);
            Ok(())
        };
        let first = migrate::run(db, &[TABLE], now(), copy).unwrap();
        assert_eq!((first.from, first.to, copied.get()), (0, 1, 0));
        migrate::run(db, &[TABLE, second], now(), copy).unwrap();
        assert_eq!(copied.get(), 1, "a database with data is copied first");
        let idle = migrate::run(db, &[TABLE, second], now(), copy).unwrap();
        assert_eq!((idle.from, copied.get()), (2, 1));
        let older = migrate::run(db, &[TABLE], now(), copy).unwrap_err();
        assert!(
            matches!(older, DbError::Newer { found: 2, known: 1 }),
            "{older:?}"
        );
        let edited = Migration {
            sql: "ALTER TABLE note ADD COLUMN places TEXT;",
            ..second
        };
        let refused = migrate::run(db, &[TABLE, edited], now(), copy).unwrap_err();
        assert!(matches!(refused, DbError::EditedMigration { version: 2 }));
    });
}

#[test]
fn a_migration_that_fails_leaves_nothing_of_itself() {
    both("halfway", |db| {
        with_table(db);
        let broken = Migration {
            version: 2,
            name: "0002_broken",
            sql: "CREATE TABLE half (id TEXT PRIMARY KEY); INSERT INTO nowhere VALUES (1);",
        };
        let failed = migrate::run(db, &[TABLE, broken], now(), |_, _| Ok(())).unwrap_err();
        assert!(matches!(
            failed,
            DbError::MigrationFailed { version: 2, .. }
        ));
        let tables = db.read(schema::tables).unwrap();
        assert_eq!(tables, ["note", "schema_migration"]);
    });
}

#[test]
fn the_schema_file_says_what_the_migrations_make() {
    both("migrated", |db| {
        migrate::run(db, MIGRATIONS, now(), |_, _| Ok(())).unwrap();
        let made = db.read(schema::describe).unwrap();
        let whole = |stated: &Db| {
            stated
                .write(|tx| {
                    tx.batch(&statements(SCHEMA, tx.engine()))?;
                    tx.batch("CREATE TABLE schema_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)")?;
                    schema::describe(tx)
                })
                .unwrap()
        };
        let stated = match db.engine() {
            Engine::Sqlite => whole(&Db::memory().unwrap()),
            Engine::Postgres => {
                let server = Server::new("stated").unwrap();
                whole(&Db::open(&server.target(), 1).unwrap())
            }
        };
        assert!(made.len() > 80, "{}", made.len());
        assert_eq!(made, stated);
    });
}

#[test]
fn every_reference_can_wait_for_the_end_of_a_restore_and_numbers_rise() {
    assert!(MIGRATIONS.is_sorted_by(|a, b| a.version < b.version));
    for migration in MIGRATIONS {
        let waits = migration.sql.matches("DEFERRABLE").count();
        assert_eq!(migration.sql.matches("REFERENCES").count(), waits);
    }
}

fn filled(db: &Db) {
    with_table(db);
    db.write(|tx| {
        let sql = "INSERT INTO note (id, owner, title, weight, body, n) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        for i in 0..300i64 {
            let body: Option<Vec<u8>> = (i % 3 == 0).then(|| vec![i as u8, 0, 92]);
            let weight = (i % 5 == 0).then_some(i as f64 / 7.0);
            let title = format!("行\t{i}\\n\\.");
            tx.execute(
                sql,
                &[&format!("{i:04}"), &"\\N", &title, &weight, &body, &i],
            )?;
        }
        // A row that refers to a later one: loading must not depend on order.
        tx.execute("UPDATE note SET parent = '0299' WHERE id = '0000'", &[])
    })
    .unwrap();
}

/// A dump without its head and hash, which hold the time and the migrations.
fn rows_of(db: &Db) -> String {
    let mut out = Vec::new();
    dump::write(db, now(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_copy_brought_back_is_the_same_on_either_engine() {
    both("copies", |db| {
        filled(db);
        let dir = tempfile::tempdir().unwrap();
        let copy = dir.path().join("copy.dump.gz");
        let taken = backup::backup(db, &copy, now()).unwrap();
        assert_eq!((taken.rows(), taken.version), (300, 1));
        assert_eq!(backup::verify(&copy).unwrap(), taken);
        let back = Target::File(dir.path().join("back.db"));
        backup::restore(&back, &copy, &[TABLE], now()).unwrap();
        let again = Db::open(&back, 1).unwrap();
        assert_eq!(rows_of(&again), rows_of(db));
        let refused = backup::restore(&back, &copy, &[TABLE], now()).unwrap_err();
        assert!(matches!(refused, DbError::NotEmpty));
        if let Some(server) = Server::new("restored") {
            let there = Db::open(&server.target(), 2).unwrap();
            backup::transfer(db, &there, &[TABLE], now()).unwrap();
            assert_eq!(rows_of(&there), rows_of(db));
        }
    });
}

#[test]
fn a_copy_of_the_file_is_whole_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&Target::File(dir.path().join("live.db")), 2).unwrap();
    filled(&db);
    let copy = dir.path().join("copy.db");
    let taken = backup::backup(&db, &copy, now()).unwrap();
    assert_eq!(taken.tables, [("note".to_owned(), 300)]);
    let back = dir.path().join("back.db");
    backup::restore(&Target::File(back.clone()), &copy, &[TABLE], now()).unwrap();
    assert_eq!(
        rows_of(&Db::open(&Target::File(back), 1).unwrap()),
        rows_of(&db)
    );
    assert!(
        backup::backup(&db, &copy, now()).is_err(),
        "a copy is not overwritten"
    );
}

#[test]
fn any_damage_to_a_dump_is_found() {
    let db = Db::memory().unwrap();
    filled(&db);
    let whole = rows_of(&db);
    assert!(dump::verify(whole.as_bytes()).is_ok());
    let damaged = [
        whole.replacen("0123", "0124", 1),
        whole.replace("end 1 300", "end 1 299"),
        whole.chars().take(whole.chars().count() - 10).collect(),
        whole.lines().take(100).map(|l| format!("{l}\n")).collect(),
        whole.replacen("taken 2020", "taken 2021", 1),
        String::new(),
    ];
    for text in damaged {
        let found = dump::verify(text.as_bytes()).unwrap_err();
        assert!(matches!(found, DbError::DumpDamaged { .. }), "{found:?}");
    }
}

#[test]
fn a_database_that_sorts_otherwise_is_refused() {
    let Ok(url) = std::env::var("PG_TEST_URL") else {
        return eprintln!("PostgreSQL NOT RUN, PG_TEST_URL is not set (cargo x test)");
    };
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let name = format!("db_sorted_{}", std::process::id());
    let other: Option<String> = client
        .query(
            "SELECT collname::text FROM pg_collation WHERE collname LIKE 'en_US.utf8'",
            &[],
        )
        .unwrap()
        .first()
        .map(|r| r.get(0));
    let Some(locale) = other else {
        return eprintln!("this server has no other collation to try");
    };
    let create = format!(
        "CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE '{locale}' LC_CTYPE '{locale}'"
    );
    client.batch_execute(&create).unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    let opened = Db::open(&Target::parse(&format!("{base}/{name}")).unwrap(), 1);
    client
        .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .unwrap();
    assert!(matches!(opened, Err(DbError::Collation(_))));
}

#[test]
fn addresses_are_shown_without_their_password() {
    let target = Target::parse("postgres://clerk:secret@host/db").unwrap();
    assert_eq!(target.to_string(), "postgres://clerk@host/db");
    assert_eq!(
        Target::parse("data/doudi.db").unwrap(),
        Target::File("data/doudi.db".into())
    );
    assert!(Target::parse("mysql://x").is_err());
    assert!(Path::new(&Target::Memory.to_string()).is_relative());
}
