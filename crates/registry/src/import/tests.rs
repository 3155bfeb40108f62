//! A file into a register and back again: nothing half, nothing lost, and the way back.

use super::*;
use crate::register::{self, Query, list};
use crate::register::{Declared, Listed};
use crate::testing::{act, district, officer, register as put};
use base::Fault;
use base::id::BatchId;
use db::Db;
use platform::Platform;

const VILLAGE: &str = "500153104201";

fn declared() -> Declared {
    register::tests::declared()
}

/// Brings a file as somebody, takes the columns as they are recognised, and has it checked.
fn read_whole(platform: &Platform, text: &str, whole: bool) -> BatchId {
    let who = officer();
    let id = act(platform, &who, |ctx| {
        let declared = declared();
        let given = ("独居老人.csv", text.as_bytes());
        let id = bring(ctx, &declared, "alone", given, None)?;
        let (batch, table) = table(ctx, &declared, id)?;
        let (columns, _) = columns(ctx, &declared, &batch, &table)?;
        tell(ctx, &declared, (id, batch.version), (&columns, whole))?;
        Ok(id)
    })
    .unwrap();
    let request = platform.request();
    checked(platform, (&who, request), &declared(), id, &|_, _| Ok(())).unwrap();
    id
}

fn read(platform: &Platform, text: &str) -> BatchId {
    read_whole(platform, text, false)
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
        assert_eq!(see(&platform, id).counts, [2, 0, 0, 0, 1, 0]);
        assert_eq!(kept(&platform).total, 0, "reading changes nothing");
        let wrong = platform
            .read(&officer(), platform.request(), |ctx| {
                rows(ctx, &declared(), id, (Outcome::Rejected, 0, 10))
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
        assert_eq!(see(&platform, id).state, State::Undone);
        let people = platform.read(&officer(), platform.request(), |ctx| {
            let mut names = Vec::new();
            crate::person::store::person_each_plain(ctx.tx(), |a, _, _| names.push(a.name))?;
            Ok(names)
        });
        assert_eq!(
            people.unwrap(),
            ["王秀英"],
            "who came with the file is gone with it"
        );
    }
);

engines::both_engines!(a_file_that_comes_back_says_what_changed, |db: &Db| {
    let platform = district(db);
    let id = read(&platform, &file());
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    let again = read(&platform, &file());
    assert_eq!(
        see(&platform, again).counts,
        [0, 0, 2, 0, 1, 0],
        "the same as it stands"
    );
    let edited = file().replace("全自理,,3", "全自理,,4");
    let id = read(&platform, &edited);
    assert_eq!(see(&platform, id).counts, [0, 1, 1, 0, 1, 0]);
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
    assert!(!candidate.steps.is_empty(), "and why");
    act(&platform, &officer(), |ctx| {
        choose(ctx, &declared(), (id, unsure[0].row), Choice::Same(known))
    })
    .unwrap();
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    assert_eq!(kept(&platform).records[0].person, Some(known));
});

engines::both_engines!(
    a_record_changed_since_the_check_stops_the_whole_file,
    |db: &Db| {
        let platform = district(db);
        let id = read(&platform, &file());
        act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
        let edited = file().replace("全自理,,3", "全自理,,4");
        let id = read(&platform, &edited);
        let record = kept(&platform).records;
        let record = record.iter().find(|r| r.title == "王秀英").unwrap();
        act(&platform, &officer(), |ctx| {
            register::confirm(ctx, &declared(), ("alone", record.id, record.version))
        })
        .unwrap();
        let refused = act(&platform, &officer(), |ctx| apply(ctx, &declared(), id));
        let Err(Fault::Refused(message)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(message.code, "import-changed-since");
    }
);

engines::both_engines!(a_whole_file_ends_who_is_not_in_it, |db: &Db| {
    let platform = district(db);
    let id = read(&platform, &file());
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    let shorter: Vec<String> = file().lines().take(2).map(str::to_owned).collect();
    let id = read_whole(&platform, &shorter.join("\n"), true);
    assert_eq!(see(&platform, id).counts, [0, 0, 1, 0, 0, 1]);
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    assert_eq!(kept(&platform).total, 1);
    act(&platform, &officer(), |ctx| undo(ctx, &declared(), id)).unwrap();
    assert_eq!(kept(&platform).total, 2, "and back again");
});

engines::both_engines!(somebody_used_since_stays_when_the_file_goes, |db: &Db| {
    let platform = district(db);
    let id = read(&platform, &file());
    act(&platform, &officer(), |ctx| apply(ctx, &declared(), id)).unwrap();
    let person = kept(&platform).records.iter().find_map(|r| r.person);
    act(&platform, &officer(), |ctx| {
        let change = crate::person::Change {
            written: crate::testing::written("王秀英花", "", VILLAGE),
            renamed: true,
            reason: "改名".to_owned(),
        };
        crate::person::change(ctx, person.unwrap(), 1, &change)
    })
    .unwrap();
    act(&platform, &officer(), |ctx| undo(ctx, &declared(), id)).unwrap();
    let told = see(&platform, id).told.unwrap();
    assert_eq!(told.code, "import-undo-people-stay");
});
