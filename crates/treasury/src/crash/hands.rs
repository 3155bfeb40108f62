//! Two officers who do the same work at the same time, each as if alone.

use super::month::{Chance, Hand, Step, filled};
use db::Db;
use platform::testing::platform;
use std::time::Duration;

fn two_at_once(db: &Db, seed: u64) {
    let (platform, _) = platform(db);
    filled(&platform, seed);
    let work = |at: u64| {
        let hand = Hand {
            platform: &platform,
            seed,
            slow: Duration::from_micros(100),
        };
        let mut chance = Chance::of(seed + at);
        for _ in 0..2_000 {
            // Whoever comes second is refused, and looks again where the work stands.
            match hand.step() {
                Ok(Step::Nothing) => return,
                Ok(Step::Done) | Err(_) => {}
            }
            std::thread::sleep(Duration::from_micros(chance.below(300)));
        }
        panic!("the work never ends");
    };
    std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| work(1)), scope.spawn(|| work(2)));
        one.join().unwrap();
        other.join().unwrap();
    });
    let hand = Hand {
        platform: &platform,
        seed,
        slow: Duration::ZERO,
    };
    hand.whole();
}

engines::both_engines!(
    two_who_do_the_whole_month_at_once_pay_everybody_once,
    |db: &Db| two_at_once(db, 3)
);

#[test]
fn the_same_over_many_districts() {
    for seed in 20..26 {
        engines::on_sqlite(|db| two_at_once(db, seed));
    }
}
