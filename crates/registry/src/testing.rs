//! A small district for the tests of this crate: two towns, three villages, people by their names.

use crate::person::{self, Register, Written};
use crate::place;
use base::Fault;
use base::id::PersonId;
use db::Db;
use platform::testing::{person as somebody, platform};
use platform::{Ctx, Division, Platform, Role, Who};

/// The district and its places.
pub(crate) const PLACES: [(&str, &str); 6] = [
    ("500153", "青山区"),
    ("500153104", "双河镇"),
    ("500153104201", "石桥村"),
    ("500153104202", "白云村"),
    ("500153105", "清水镇"),
    ("500153105201", "梨园村"),
];

/// A platform whose divisions are in place.
pub(crate) fn district(db: &Db) -> Platform {
    let (platform, _) = platform(db);
    let rows: Vec<(Division, String)> = PLACES
        .iter()
        .map(|(code, name)| (Division::parse(code).unwrap(), (*name).to_owned()))
        .collect();
    let who = Who::Operator("test");
    platform
        .write(&who, platform.request(), |ctx| place::load(ctx, &rows))
        .unwrap();
    platform
}

/// An officer of the district.
pub(crate) fn officer() -> Who {
    somebody(Role::SectionOfficer, "500153")
}

/// The worker of a village.
pub(crate) fn worker(village: &str) -> Who {
    somebody(Role::VillageWorker, village)
}

/// Does something as somebody.
pub(crate) fn act<T>(
    platform: &Platform,
    who: &Who,
    f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    platform.write(who, platform.request(), f)
}

/// What is written of somebody.
pub(crate) fn written(name: &str, number: &str, village: &str) -> Written {
    Written {
        name: name.to_owned(),
        number: number.to_owned(),
        division: village.to_owned(),
        ..Written::default()
    }
}

/// Registers somebody.
pub(crate) fn register(platform: &Platform, name: &str, number: &str, village: &str) -> PersonId {
    let new = Register {
        written: written(name, number, village),
        source: "window".to_owned(),
        ..Register::default()
    };
    act(platform, &officer(), |ctx| person::register(ctx, &new)).unwrap()
}

/// The code of what is wrong with a field.
pub(crate) fn wrong<T: std::fmt::Debug>(result: Result<T, Fault>, field: &str) -> &'static str {
    match result {
        Err(Fault::Invalid(errors)) => errors.of(field).map_or("-", |m| m.code),
        other => panic!("{other:?}"),
    }
}
