//! A file into a register and back again: nothing half, nothing lost, and the way back.

use super::*;
use crate::register::{self, Query, list};
use crate::register::{Declared, Listed};
use crate::testing::{act, district, officer, register as put};
use base::Fault;
use base::id::BatchId;
use db::Db;
use platform::Platform;
use sheet::{ReadOptions, Source, Table};

const VILLAGE: &str = "500153104201";

fn table(text: &str) -> Table {
    let source = Source::Bytes {
        name: "独居老人.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    sheet::read(source, &ReadOptions::default()).unwrap()
}

fn declared() -> Declared {
    register::tests::declared()
}

fn read(platform: &Platform, text: &str) -> BatchId {
    act(platform, &officer(), |ctx| {
        read_in(ctx, &declared(), "alone", (&table(text), None))
    })
    .unwrap()
}

fn see(platform: &Platform, id: BatchId) -> Batch {
    let found = platform.read(&officer(), platform.request(), |ctx| {
        batch(ctx, &declared(), id)
    });
    found.unwrap()
}

fn kept(platform: &Platform) -> Listed {
    let query = Query {
        most: 100,
        ..Query::default()
    };
    let found = platform.read(&officer(), platform.request(), |ctx| {
        list(ctx, &declared(), "alone", &query)
    });
    found.unwrap()
}

fn number(body: &str) -> String {
    let bytes: [u8; 17] = body.as_bytes().try_into().unwrap();
    let check = base::citizen_id::check_character_of(&bytes).unwrap();
    format!("{body}{check}")
}

/// Two who are right, one whose number is wrong, one who has no helper.
fn file() -> String {
    format!(
        "姓名,身份证号,区划代码,自理能力,照料人,走访次数\n\
         王秀英,{},{VILLAGE},全自理,,3\n\
         李国强,{},{VILLAGE},全护理,邻居,5\n\
         张桂芳,{},{VILLAGE},全护理,,1\n",
        number("50015319400101001"),
        number("50015319400202001"),
        number("50015319420303002"),
    )
}

engines::both_engines!(
    a_file_is_read_applied_and_taken_back_as_a_whole,
    |db: &Db| {
        let platform = district(db);
        let known = put(&platform, "王秀英", &number("50015319400101001"), VILLAGE);
        let id = read(&platform, &file());
        assert_eq!(see(&platform, id).counts, [2, 0, 0, 0, 1]);
        assert_eq!(kept(&platform).total, 0, "reading changes nothing");
        let wrong = platform
            .read(&officer(), platform.request(), |ctx| {
                rejected(ctx, &declared(), id)
            })
            .unwrap();
        assert_eq!((wrong[0].row, wrong[0].wrong[0].0.as_str()), (4, "helper"));
        act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
        let found = kept(&platform).records;
        assert_eq!(found.len(), 2);
        assert!(
            found.iter().any(|r| r.person == Some(known)),
            "known by the number"
        );
        let twice = act(&platform, &officer(), |ctx| apply(ctx, &declared(), id));
        assert!(matches!(twice, Err(Fault::Stale)));
        act(&platform, &officer(), |ctx| undo(ctx, &declared(), id)).unwrap();
        assert_eq!(kept(&platform).total, 0);
        assert_eq!(see(&platform, id).state, "undone");
    }
);

engines::both_engines!(a_file_that_comes_back_says_what_changed, |db: &Db| {
    let platform = district(db);
    let id = read(&platform, &file());
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    let again = read(&platform, &file());
    assert_eq!(
        see(&platform, again).counts,
        [0, 0, 2, 0, 1],
        "the same as it stands"
    );
    let edited = file().replace("全自理,,3", "全自理,,4");
    let id = read(&platform, &edited);
    assert_eq!(see(&platform, id).counts, [0, 1, 1, 0, 1]);
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    let visits = |platform: &Platform| -> Vec<String> {
        let records = kept(platform).records;
        records.iter().map(|r| r.values[3].shown()).collect()
    };
    assert_eq!(visits(&platform), ["5", "4"]);
    act(&platform, &officer(), |ctx| undo(ctx, &declared(), id)).unwrap();
    assert_eq!(visits(&platform), ["5", "3"], "as it was before");
});

engines::both_engines!(somebody_without_a_number_is_looked_for, |db: &Db| {
    let platform = district(db);
    let known = put(&platform, "王秀英", &number("50015319400101001"), VILLAGE);
    for i in 0..30u32 {
        let name = format!(
            "李{}",
            ["国强", "建华", "桂芳", "秀兰", "明"][i as usize % 5]
        );
        let body = format!("5001531950{:02}{:02}{:03}", i % 9 + 1, i % 18 + 10, i + 1);
        put(&platform, &name, &number(&body), VILLAGE);
    }
    let text =
        format!("姓名,性别,出生日期,区划代码,自理能力\n王秀瑛,女,1940-01-01,{VILLAGE},全自理\n");
    let id = read(&platform, &text);
    let unsure = platform
        .read(&officer(), platform.request(), |ctx| {
            rows(ctx, &declared(), id, (Outcome::Unsure, 0, 10))
        })
        .unwrap();
    assert_eq!(unsure.len(), 1, "{:?}", see(&platform, id));
    let candidate = &unsure[0].said.candidates[0];
    assert_eq!(candidate.person, known.to_string());
    assert!(!candidate.evidence.is_empty(), "and why");
    act(&platform, &officer(), |ctx| {
        choose(ctx, &declared(), (id, unsure[0].row), Choice::Same(known))
    })
    .unwrap();
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    assert_eq!(kept(&platform).records[0].person, Some(known));
});
