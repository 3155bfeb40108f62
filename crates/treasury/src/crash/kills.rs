//! The power fails: a process that does the month's work is killed (SIGKILL) at any moment, and
//! another goes on.

use super::month::{Chance, Hand, Step, filled};
use db::{Db, Target};
use platform::crypto::Keyring;
use platform::{Platform, Settings, SystemRandom};
use std::io::BufRead;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// By these the process learns where it works.
const AT: [&str; 3] = ["MONEY_DATABASE", "MONEY_FOLDER", "MONEY_SEED"];

/// How long a transaction is held open before its end: most kills shall fall within one.
const SLOW: Duration = Duration::from_millis(2);

fn office(db: Db, folder: &Path) -> Platform {
    let data = folder.to_string_lossy().into_owned();
    let settings = Settings::read(None, std::iter::empty(), &[("data", data)]).unwrap();
    let keys = folder.join("keys");
    if !keys.exists() {
        let fresh = Keyring::generate(&SystemRandom).unwrap();
        fresh.create(&keys).unwrap();
    }
    Platform::new(db, Keyring::read(&keys).unwrap(), settings)
}

/// The process that is killed: this very test, started by the stories below with a place to work.
#[test]
fn hand() {
    let [Ok(address), Ok(folder), Ok(seed)] = AT.map(std::env::var) else {
        return;
    };
    let db = Db::open(&Target::parse(&address).unwrap(), 2).unwrap();
    let platform = office(db, Path::new(&folder));
    let hand = Hand {
        platform: &platform,
        seed: seed.parse().unwrap(),
        slow: SLOW,
    };
    println!("\nat work");
    while hand.step().unwrap() == Step::Done {}
}

fn started(address: &str, folder: &Path, seed: u64) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::kills::hand", "--exact", "--nocapture"])
        .env(AT[0], address)
        .env(AT[1], folder)
        .env(AT[2], seed.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    let at_work = lines.any(|line| line.is_ok_and(|l| l == "at work"));
    assert!(at_work, "the hand does not begin");
    // Whatever is said after it must find somebody who reads.
    std::thread::spawn(move || lines.count());
    child
}

/// Kills the work again and again until it is done; how often it was killed before its end.
fn killed(db: &Db, address: &str, seed: u64) -> usize {
    let folder = tempfile(seed, address);
    let platform = office(db.clone(), &folder);
    filled(&platform, seed);
    let look = Hand {
        platform: &platform,
        seed,
        slow: Duration::ZERO,
    };
    let mut chance = Chance::of(seed);
    let mut kills = 0;
    for round in 0..200 {
        let mut child = started(address, &folder, seed);
        // Longer and longer, so that on a slow machine too the work comes to its end.
        let lasts = Duration::from_micros(chance.below(12_000 + 1_000 * round));
        let begun = Instant::now();
        while begun.elapsed() < lasts && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(50));
        }
        // Whoever has ended by itself takes no harm.
        child.kill().unwrap();
        let status = child.wait().unwrap();
        look.agrees();
        if status.success() {
            break;
        }
        assert_eq!(status.code(), None, "the hand failed by itself: {status}");
        kills += 1;
    }
    look.whole();
    let _ = std::fs::remove_dir_all(&folder);
    kills
}

/// A folder for the keys of a district.
fn tempfile(seed: u64, address: &str) -> std::path::PathBuf {
    let name = format!("money-{}-{seed}-{}", std::process::id(), address.len());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn killed_at_any_moment_the_month_goes_on_and_pays_everybody_once_on_sqlite() {
    let seeds = 40..46;
    let kills: usize = seeds
        .map(|seed| {
            let mut kills = 0;
            engines::on_sqlite_at(|db, address| kills = killed(db, address, seed));
            kills
        })
        .sum();
    assert!(kills > 12, "only {kills} kills");
}

#[test]
fn killed_at_any_moment_the_month_goes_on_and_pays_everybody_once_on_postgresql() {
    for seed in 50..53 {
        engines::on_postgres_at("kills", |db, address| {
            let kills = killed(db, address, seed);
            assert!(kills > 1, "only {kills} kills");
        });
    }
}
