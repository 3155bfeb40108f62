//! Numbers are given once, whoever comes at the same time and whatever fails.

use super::*;
use crate::journal::Entry;
use crate::testing::{person, platform};
use crate::{Platform, Role};
use db::Db;

fn taken(platform: &Platform, name: &str, used: i64, fails: bool) -> Result<i64, Fault> {
    let who = person(Role::SectionOfficer, "500153");
    platform.write(&who, platform.request(), |ctx| {
        let number = next(ctx, name, used)?;
        ctx.tell(Entry::named("test.numbered", "test", number));
        match fails {
            true => Err(Fault::NotFound),
            false => Ok(number),
        }
    })
}

engines::both_engines!(
    a_number_is_given_once_and_goes_back_when_the_record_fails,
    |db: &Db| {
        let (platform, _) = platform(db);
        assert_eq!(taken(&platform, "a", 0, false).unwrap(), 1);
        assert!(taken(&platform, "a", 0, true).is_err());
        assert_eq!(taken(&platform, "a", 0, false).unwrap(), 2);
        assert_eq!(
            taken(&platform, "b", 41, false).unwrap(),
            42,
            "after 41 that were counted"
        );
        assert_eq!(taken(&platform, "b", 7, false).unwrap(), 43);
    }
);

engines::both_engines!(
    many_at_once_get_numbers_without_gap_or_repetition,
    |db: &Db| {
        let (platform, _) = platform(db);
        let mut all = Vec::new();
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| {
                    let one = || (0..10).map(|_| taken(&platform, "many", 0, false).unwrap());
                    scope.spawn(move || one().collect::<Vec<_>>())
                })
                .collect();
            for thread in threads {
                all.extend(thread.join().unwrap());
            }
        });
        all.sort_unstable();
        assert_eq!(all, (1..=40).collect::<Vec<_>>());
    }
);
