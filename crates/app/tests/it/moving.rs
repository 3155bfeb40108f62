//! A bureau moves from one database to another, and from one version to the next, while somebody
//! pulls the plug: what is killed leaves the old state or the new one, never half of either.

use crate::{Desk, stderr, stdout};
use db::{Db, MIGRATIONS, Param, Target, migrate, schema};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A database of its own on the test server, gone in the end; none without a server.
pub(crate) struct Place {
    admin: String,
    name: String,
}

impl Place {
    pub(crate) fn new(name: &str) -> Option<Self> {
        let Ok(admin) = std::env::var("PG_TEST_URL") else {
            eprintln!("{name}: PostgreSQL NOT RUN, PG_TEST_URL is not set (cargo x test)");
            return None;
        };
        let name = format!("{name}_{}", std::process::id());
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0");
        db::administer(&admin, &sql).unwrap();
        Some(Self { admin, name })
    }

    pub(crate) fn url(&self) -> String {
        let (server, _) = self.admin.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if let Err(e) = db::administer(&self.admin, &sql) {
            eprintln!("{} stays behind: {e}", self.name);
        }
    }
}

/// Starts a command and kills it (SIGKILL) as soon as `now` says so; whether it ended before.
pub(crate) fn killed(desk: &Desk, args: &[&str], now: impl Fn() -> bool) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_doudi"))
        .args(args)
        .current_dir(desk.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let patience = Instant::now();
    while patience.elapsed() < Duration::from_secs(60) {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        if now() {
            child.kill().unwrap();
            child.wait().unwrap();
            return false;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("{args:?} hangs");
}

pub(crate) fn after(delay: Duration) -> impl Fn() -> bool {
    let start = Instant::now();
    move || start.elapsed() >= delay
}

pub(crate) fn rows(db: &Db, table: &str) -> i64 {
    let count = |tx: &db::Tx<'_>| tx.value(&format!("SELECT COUNT(*) FROM {table}"), &[]);
    db.read(count).unwrap()
}

/// The lines of `--tables`: name, rows, sum.
fn tables(output: &std::process::Output) -> Vec<String> {
    assert!(output.status.success(), "{}", stderr(output));
    let text = stdout(output);
    let lines = text.lines().filter(|l| l.len() > 80 && !l.contains(": "));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_bureau_moves_to_the_server_and_back_and_nothing_is_lost_or_changed() {
    let desk = Desk::new("moves");
    let filled = desk.run(&["demo", "--data", "d", "--people", "400", "--fill-only"]);
    assert!(filled.status.success(), "{}", stderr(&filled));
    let Some(mut place) = Place::new("moves") else {
        return;
    };
    let mut url = place.url();
    let there = ["migrate", "--data", "d", "--to", &url, "--tables"];

    // The plug is pulled again and again: the target holds nothing that counts.
    let db = Db::open(&Target::Server(url.clone()), 2).unwrap();
    let mut broken = 0;
    for delay in [20, 60, 120, 200, 300, 450, 700, 1_000] {
        let ended = killed(&desk, &there, after(Duration::from_millis(delay)));
        if ended {
            break;
        }
        broken += 1;
        let made = db.read(schema::tables).unwrap();
        if made.iter().any(|t| t == "person") && rows(&db, "person") > 0 {
            break;
        }
    }
    assert!(broken > 0, "nothing was killed");
    let made = db.read(schema::tables).unwrap();
    let whole = made.iter().any(|t| t == "person") && rows(&db, "person") > 0;
    drop(db);
    if whole {
        // The last kill came after the end of the move: the comparison has a place of its own.
        place = Place::new("moves_again").unwrap();
        url = place.url();
    }
    let there = ["migrate", "--data", "d", "--to", &url, "--tables"];

    let moved = tables(&desk.run(&there));
    assert!(moved.len() > 20, "{moved:?}");
    assert!(moved.iter().any(|l| l.starts_with("person ")), "{moved:?}");
    let again = desk.run(&there);
    assert!(!again.status.success());
    assert!(
        stderr(&again).contains("data at the target"),
        "{}",
        stderr(&again)
    );

    let whole = desk.run(&["journal", "verify", "--data", "d", "--database", &url]);
    assert!(whole.status.success(), "{}", stdout(&whole));
    let back = [
        "migrate",
        "--data",
        "d",
        "--database",
        &url,
        "--to",
        "back.db",
        "--tables",
    ];
    assert_eq!(tables(&desk.run(&back)), moved, "the way back");
    let whole = desk.run(&["journal", "verify", "--data", "d", "--database", "back.db"]);
    assert!(whole.status.success(), "{}", stdout(&whole));
}

/// An installation of the first version with divisions in it.
fn first_version(target: &Target, count: usize) {
    let db = Db::open(target, 2).unwrap();
    let at = jiff::Timestamp::UNIX_EPOCH;
    migrate::run(&db, &MIGRATIONS[..1], at, |_, _| Ok(())).unwrap();
    let row = |n: usize| {
        vec![
            Param::Text(format!("{n:012}").into()),
            Param::Text(format!("第{n}村").into()),
            Param::Int(5),
        ]
    };
    db.write(|tx| tx.insert_all("division", &["code", "name", "level"], (0..count).map(row)))
        .unwrap();
}

/// The whole copies and the unfinished ones of a folder.
fn copies(folder: &Path) -> (Vec<std::path::PathBuf>, bool) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return (Vec::new(), false);
    };
    let all: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    let ending = |p: &Path, e: &str| p.extension().is_some_and(|x| x == e);
    let part = all.iter().any(|p| ending(p, "part"));
    let whole = all
        .into_iter()
        .filter(|p| ending(p, "db") || ending(p, "gz"));
    (whole.collect(), part)
}

fn killed_while_it_grows(name: &str, target: &Target, address: &str) {
    const COUNT: usize = 30_000;
    let desk = Desk::new(name);
    first_version(target, COUNT);
    let args = ["verify", "--data", "d", "--database", address];
    let backup = desk.path("d/backup");
    let mut states = Vec::new();
    // While the copy is written; when it is there; and a little later each time.
    for round in 0..12_u64 {
        let begun = copies(&backup).0.len();
        let seen = std::cell::Cell::new(None);
        let ended = killed(&desk, &args, || {
            let (whole, part) = copies(&backup);
            if round < 2 {
                return part;
            }
            if whole.len() > begun && seen.get().is_none() {
                seen.set(Some(Instant::now()));
            }
            let wait = Duration::from_millis((round - 2) * 3);
            seen.get().is_some_and(|at| at.elapsed() >= wait)
        });
        for copy in copies(&backup).0 {
            db::backup::verify(&copy).unwrap();
        }
        let db = Db::open(target, 2).unwrap();
        let state = migrate::check(&db, MIGRATIONS).unwrap();
        assert_eq!(rows(&db, "division"), COUNT as i64, "round {round}");
        states.push(state.from);
        if ended || state.from == state.to {
            break;
        }
    }
    eprintln!("{name}: versions after each kill {states:?}");
    assert_eq!(states.first(), Some(&1), "killed before the first change");
    let done = desk.run(&args);
    assert!(done.status.success(), "{}", stderr(&done));

    // What came of it is what a new installation has, and the first copy is the old state.
    let db = Db::open(target, 2).unwrap();
    let state = migrate::check(&db, MIGRATIONS).unwrap();
    assert_eq!(state.from, state.to);
    assert_eq!(rows(&db, "division"), COUNT as i64);
    if let Target::File(_) = target {
        let fresh = Db::memory().unwrap();
        migrate::run(&fresh, MIGRATIONS, jiff::Timestamp::UNIX_EPOCH, |_, _| {
            Ok(())
        })
        .unwrap();
        let described = |db: &Db| db.read(schema::describe).unwrap();
        assert_eq!(described(&db), described(&fresh));
    }
    let (whole, _) = copies(&backup);
    let kept = whole.iter().map(|copy| db::backup::verify(copy).unwrap());
    let first = kept.min_by_key(|c| c.version).unwrap();
    assert_eq!(first.version, 1);
    assert!(
        first
            .tables
            .contains(&("division".to_owned(), COUNT as u64))
    );
}

#[test]
fn a_new_version_killed_at_any_moment_loses_nothing_on_sqlite() {
    let desk = Desk::new("grows-file");
    let file = desk.path("bureau.db");
    let address = file.display().to_string();
    killed_while_it_grows("grows-sqlite", &Target::File(file), &address);
}

#[test]
fn a_new_version_killed_at_any_moment_loses_nothing_on_postgresql() {
    let Some(place) = Place::new("grows") else {
        return;
    };
    let url = place.url();
    killed_while_it_grows("grows-postgres", &Target::Server(url.clone()), &url);
}
