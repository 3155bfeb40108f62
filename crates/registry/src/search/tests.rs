//! Clerks look for people in every way they know.

use super::*;
use crate::reach::{NewContact, add_contact};
use crate::testing::{act, district, officer, register, worker};
use db::Db;
use platform::{Platform, Who};

const VILLAGE: &str = "500153104201";
const NEXT: &str = "500153104202";
const FAR: &str = "500153105201";

/// Names of those found, in order.
fn names(platform: &Platform, who: &Who, typed: &str) -> Vec<String> {
    let found = platform
        .read(who, platform.request(), |ctx| find(ctx, typed, 20))
        .unwrap();
    found.hits.into_iter().map(|h| h.person.name).collect()
}

fn full(db: &Db) -> Platform {
    let platform = district(db);
    register(&platform, "王芳", "50015319000101003X", VILLAGE);
    register(&platform, "王芳华", "500153190001010013", NEXT);
    register(&platform, "王小芳", "", FAR);
    register(&platform, "单雄信", "", VILLAGE);
    register(&platform, "欧阳娜娜", "", FAR);
    let anna = register(&platform, "Anna Smith", "", FAR);
    let new = NewContact {
        person: anna,
        number: "138 1234 5678".to_owned(),
        whose: String::new(),
    };
    act(&platform, &officer(), |ctx| add_contact(ctx, &new)).unwrap();
    platform
}

engines::both_engines!(names_are_found_whole_then_begun_then_in_part, |db: &Db| {
    let platform = full(db);
    let who = officer();
    assert_eq!(names(&platform, &who, "王芳"), ["王芳", "王芳华"]);
    assert_eq!(names(&platform, &who, "芳"), ["王芳", "王小芳", "王芳华"]);
    assert_eq!(names(&platform, &who, "王 芳"), ["王芳", "王芳华"]);
    assert_eq!(names(&platform, &who, "smith"), ["Anna Smith"]);
    assert_eq!(names(&platform, &who, "100%"), Vec::<String>::new());
});

engines::both_engines!(names_are_found_by_sound_and_first_letters, |db: &Db| {
    let platform = full(db);
    let who = officer();
    assert_eq!(names(&platform, &who, "wangfang"), ["王芳", "王芳华"]);
    assert_eq!(names(&platform, &who, "wxf"), ["王小芳"]);
    // As a surname 单 is Shàn.
    assert_eq!(names(&platform, &who, "shanx"), ["单雄信"]);
    assert_eq!(names(&platform, &who, "oynn"), ["欧阳娜娜"]);
    assert_eq!(names(&platform, &who, "nana"), ["欧阳娜娜"]);
});

engines::both_engines!(
    numbers_are_found_whole_by_their_end_and_by_their_beginning,
    |db: &Db| {
        let platform = full(db);
        let who = officer();
        for typed in [
            "50015319000101003x",
            "003X",
            "01003X",
            "王芳 003x",
            "50015319000101003",
        ] {
            assert_eq!(names(&platform, &who, typed), ["王芳"], "{typed}");
        }
        for typed in ["19000101", "1900-01-01", "5001531900"] {
            assert_eq!(names(&platform, &who, typed), ["王芳", "王芳华"], "{typed}");
        }
        assert_eq!(names(&platform, &who, "13812345678"), ["Anna Smith"]);
        assert_eq!(names(&platform, &who, "5678"), ["Anna Smith"]);
        assert_eq!(names(&platform, &who, "王 1900"), ["王芳", "王芳华"]);
        assert!(names(&platform, &who, "王芳 1901").is_empty());
    }
);

engines::both_engines!(a_place_narrows_and_a_scope_hides, |db: &Db| {
    let platform = full(db);
    let who = officer();
    assert_eq!(names(&platform, &who, "王 石桥"), ["王芳"]);
    assert_eq!(names(&platform, &who, "wang 双河镇"), ["王芳", "王芳华"]);
    assert_eq!(names(&platform, &who, "500153105201").len(), 3);
    let here = worker(VILLAGE);
    assert_eq!(names(&platform, &here, "王"), ["王芳"]);
    for typed in ["王 梨园村", "500153105201", "13812345678", "nana"] {
        assert!(names(&platform, &here, typed).is_empty(), "{typed}");
    }
    let found = platform
        .read(&who, platform.request(), |ctx| find(ctx, "石桥", 20))
        .unwrap();
    assert_eq!(found.places.len(), 1);
});
