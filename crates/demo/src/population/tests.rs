//! The population file as it is read again: the same from the same seed, whole households, incomes on
//! both sides of the standards.

use super::*;
use crate::world::Options;

fn written(seed: u64, people: usize, name: &str) -> String {
    let world = World::build(&Options {
        people,
        seed,
        ..Options::default()
    });
    let file = std::env::temp_dir().join(format!("population-{name}-{}.csv", std::process::id()));
    let headers = Headers {
        town: "镇街".into(),
        village: "村".into(),
    };
    let target = file.to_string_lossy().into_owned();
    let rows = write(&world, &headers, &target, &Cover::default()).unwrap();
    assert_eq!(rows, world.people.len());
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    text
}

#[test]
fn the_same_seed_gives_the_same_file_and_another_another() {
    assert_eq!(written(3, 900, "a"), written(3, 900, "b"));
    assert_ne!(written(3, 900, "c"), written(4, 900, "d"));
}

#[test]
fn incomes_a_head_lie_on_both_sides_of_the_standards_without_a_gap() {
    let world = World::build(&Options {
        people: 30_000,
        ..Options::default()
    });
    let registers = Registers::new(&world);
    let mut classes = [0u32; 10];
    for home in 0..world.households.len() {
        let means = Means::of(&world, &registers, home);
        let head = means.income / u32::from(world.households[home].size);
        if let Some(class) = classes.get_mut((head / 100) as usize) {
            *class += 1;
        }
    }
    assert!(classes[1..].iter().all(|n| *n > 25), "{classes:?}");
    let poor: u32 = classes[..5].iter().sum();
    let share = f64::from(poor) / world.households.len() as f64;
    assert!((0.04..0.12).contains(&share), "{share}: {classes:?}");
}
