//! A platform for tests: a clock that stands still, counted ids, keys that are made once a run.

use crate::crypto::Keyring;
use crate::ctx::Platform;
use crate::scope::Division;
use crate::settings::Settings;
use crate::system::{Random, SystemRandom};
use crate::who::{Grant, Person, Who};
use crate::{Role, system::NoRandomness};
use base::clock::FixedClock;
use base::id::{AccountId, CountedIds, GrantId};
use db::Db;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that count up: tests want the same tokens every time.
#[derive(Debug, Default)]
struct Counted(AtomicU64);

impl Random for Counted {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in buffer.chunks_mut(8) {
            let next = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let bytes = next.to_be_bytes();
            chunk.copy_from_slice(bytes.get(..chunk.len()).unwrap_or_default());
        }
        Ok(())
    }
}

/// A platform on a database, and the clock that moves it. It is the morning of 18 March 2020.
///
/// # Panics
/// When the defaults of the settings do not fit, which a test would want to know.
#[must_use]
pub fn platform(db: &Db) -> (Platform, Arc<FixedClock>) {
    let now = "2020-03-18T01:00:00Z".parse();
    let clock = Arc::new(FixedClock::new(now.unwrap_or(jiff::Timestamp::UNIX_EPOCH)));
    let (Ok(settings), Ok(keys)) = (
        Settings::read(None, std::iter::empty(), &[]),
        Keyring::generate(&SystemRandom),
    ) else {
        panic!("the defaults do not fit");
    };
    let platform = Platform::assembled(
        db.clone(),
        clock.clone(),
        Arc::new(CountedIds::default()),
        Arc::new(Counted::default()),
        keys,
        settings,
        None,
    );
    (platform, clock)
}

/// Somebody who holds a role in a division.
///
/// # Panics
/// When the code is no division's.
#[must_use]
pub fn person(role: Role, division: &str) -> Who {
    let Some(division) = Division::parse(division) else {
        panic!("{division} is no division's code");
    };
    let number = role as u128 + 9_000;
    Who::Person(Box::new(Person {
        id: AccountId::from_bits(number),
        login: role.code().to_owned(),
        name: role.code().to_owned(),
        grants: vec![Grant {
            id: GrantId::from_bits(number),
            role,
            division,
            section: None,
        }],
        language: "zh-CN".to_owned(),
        theme: "auto".to_owned(),
        session: String::new(),
        password_expired: false,
    }))
}
