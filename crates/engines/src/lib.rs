//! Runs a test's story on every database engine, each time on a new database with the current
//! schema.
//!
//! Must not know: what the story is about. Start at [`both_engines!`]: it makes a module of two
//! tests, `sqlite` and `postgres`, so that a failure names its engine. PostgreSQL is the server of
//! `PG_TEST_URL`, which `cargo x test` starts; under a bare `cargo test` without it, that half says
//! aloud that it did not run.
//!
//! ```
//! // The schema is there, and the database is the story's own.
//! engines::on_sqlite(|db| assert_eq!(db.engine(), db::Engine::Sqlite));
//! ```

use db::{Db, MIGRATIONS, Target, migrate};
use std::sync::atomic::{AtomicU64, Ordering};

/// `both_engines!(name, |db: &Db| { … });`
#[macro_export]
macro_rules! both_engines {
    ($name:ident, $story:expr) => {
        mod $name {
            #[expect(unused_imports, reason = "a story may use nothing of its file")]
            use super::*;
            #[test]
            fn sqlite() {
                $crate::on_sqlite($story);
            }
            #[test]
            fn postgres() {
                $crate::on_postgres(stringify!($name), $story);
            }
        }
    };
}

fn migrated(db: &Db) {
    let at = jiff::Timestamp::UNIX_EPOCH;
    if let Err(e) = migrate::run(db, MIGRATIONS, at, |_, _| Ok(())) {
        panic!("the schema cannot be made: {e}");
    }
}

/// A story on a SQLite file of its own.
pub fn on_sqlite(story: impl FnOnce(&Db)) {
    on_sqlite_at(|db, _| story(db));
}

/// The same for a story that starts processes of its own: the database's address too.
pub fn on_sqlite_at(story: impl FnOnce(&Db, &str)) {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(e) => panic!("no temporary folder: {e}"),
    };
    let file = folder.path().join("test.db");
    let address = file.to_string_lossy().into_owned();
    match Db::open(&Target::File(file), 4) {
        Ok(db) => {
            migrated(&db);
            story(&db, &address);
        }
        Err(e) => panic!("SQLite cannot be opened: {e}"),
    }
}

/// A story on a PostgreSQL database of its own.
pub fn on_postgres(name: &str, story: impl FnOnce(&Db)) {
    on_postgres_at(name, |db, _| story(db));
}

/// The same for a story that starts processes of its own: the database's address too.
pub fn on_postgres_at(name: &str, story: impl FnOnce(&Db, &str)) {
    let Ok(admin) = std::env::var("PG_TEST_URL") else {
        return eprintln!("{name}: PostgreSQL NOT RUN, PG_TEST_URL is not set (cargo x test)");
    };
    let server = Server::new(admin);
    let address = server.url();
    match Target::parse(&address).and_then(|target| Db::open(&target, 6)) {
        Ok(db) => {
            migrated(&db);
            story(&db, &address);
        }
        Err(e) => panic!("PostgreSQL cannot be opened: {e}"),
    }
}

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A database on the test server, dropped in the end.
struct Server {
    admin: String,
    name: String,
}

impl Server {
    fn new(admin: String) -> Self {
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("story_{}_{count}", std::process::id());
        if let Err(e) = db::administer(
            &admin,
            &format!("CREATE DATABASE {name} TEMPLATE template0"),
        ) {
            panic!("no test database: {e}");
        }
        Self { admin, name }
    }

    fn url(&self) -> String {
        let base = self.admin.rsplit_once('/').map_or("", |(base, _)| base);
        format!("{base}/{}", self.name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if let Err(e) = db::administer(&self.admin, &drop) {
            eprintln!("{} stays behind: {e}", self.name);
        }
    }
}
