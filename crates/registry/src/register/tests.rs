//! A register that a pack declares: who keeps it, what it asks, what stays of the past.

use super::*;
use crate::testing::{act, district, officer, register as put, worker};
use base::Fault;
use base::id::RecordId;
use db::Db;
use platform::testing::person as somebody;
use platform::{Platform, Role, Who, journal};
use policy::pack::Pack;

const VILLAGE: &str = "500153104201";
const NEXT: &str = "500153104202";
const NUMBER: &str = "500153194001010011";

/// The register of those who live alone.
pub(crate) const ALONE: &str = r#"
[[section]]
id = "elderly"
label = {zh = "养老科", en = "elderly"}
[[register]]
id = "alone"
label = {zh = "独居老人", en = "living alone"}
purpose = {zh = "谁独居", en = "who lives alone"}
section = "elderly"
subject = "person"
keepers = [{role = "village-worker", level = "village"}, {role = "section-officer", level = "district"}]
update = {days = "self.care == 'none' ? 7 : 90", cite = {document = "某意见"}}
field = [
  {id = "care", type = "code", zh = "自理能力", en = "Self-care", required = true, filter = true, list = true, codes = [
    {code = "full", zh = "全自理", en = "cares for self"}, {code = "none", zh = "全护理", en = "needs care"}]},
  {id = "helper", type = "text", zh = "照料人", en = "Helper", required_when = "self.care == 'none'", filter = true},
  {id = "phone", type = "phone", zh = "联系电话", en = "Phone", class = "sensitive"},
  {id = "visits", type = "int", zh = "走访次数", en = "Visits", filter = true, min = 0},
]
check = [{id = "young", when = "subject.age < 60", field = "care", zh = "不满60岁", en = "under sixty"}]
cite = [{document = "某意见"}]
"#;

pub(crate) fn declared() -> Declared {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let head = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = '500153'\n";
    Declared::new(Pack::load(&[file("pack.toml", head), file("a.toml", ALONE)]).unwrap())
}

fn texts(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
        .collect()
}

fn new(
    platform: &Platform,
    who: &Who,
    name: &str,
    number: &str,
    written: &[(&str, &str)],
) -> Result<RecordId, Fault> {
    let person = put(platform, name, number, VILLAGE);
    let new = New {
        person: Some(person),
        written: texts(written),
        ..New::default()
    };
    act(platform, who, |ctx| add(ctx, &declared(), "alone", &new))
}

fn see(platform: &Platform, who: &Who, id: RecordId) -> Result<Record, Fault> {
    platform.read(who, platform.request(), |ctx| {
        get(ctx, &declared(), "alone", id)
    })
}

engines::both_engines!(who_keeps_a_register_keeps_it_in_the_village, |db: &Db| {
    let platform = district(db);
    let mine = worker(VILLAGE);
    let id = new(&platform, &mine, "王秀英", NUMBER, &[("care", "全自理")]).unwrap();
    let record = see(&platform, &mine, id).unwrap();
    assert_eq!((record.title.as_str(), record.version), ("王秀英", 1));
    assert_eq!(record.stale_on, Some(jiff::civil::date(2020, 6, 17)));
    let other = see(&platform, &worker(NEXT), id);
    assert!(matches!(other, Err(Fault::NotFound)), "the next village");
    let clerk = somebody(Role::WindowClerk, "500153104");
    assert!(see(&platform, &clerk, id).is_ok(), "the town's window sees");
    let ended = act(&platform, &clerk, |ctx| {
        confirm(ctx, &declared(), ("alone", id, 1))
    });
    assert!(
        matches!(ended, Err(Fault::NotFound)),
        "and does not keep it"
    );
});

engines::both_engines!(what_is_asked_is_said_beside_its_field, |db: &Db| {
    let platform = district(db);
    let bad = [("care", "全护理"), ("visits", "很多"), ("phone", "123")];
    match new(&platform, &officer(), "王秀英", NUMBER, &bad) {
        Err(Fault::Invalid(errors)) => {
            assert_eq!(errors.of("helper").unwrap().code, "register-needed");
            assert_eq!(errors.of("visits").unwrap().code, "register-bad-kind");
            assert!(errors.of("phone").is_some() && errors.of("care").is_none());
        }
        other => panic!("{other:?}"),
    }
});

engines::both_engines!(two_who_edit_at_once_lose_nothing, |db: &Db| {
    let platform = district(db);
    let who = officer();
    let id = new(
        &platform,
        &who,
        "王秀英",
        NUMBER,
        &[("care", "full"), ("visits", "1")],
    )
    .unwrap();
    let save = |version: i64, visits: &str| {
        act(&platform, &who, |ctx| {
            let written = texts(&[("visits", visits)]);
            change(ctx, &declared(), ("alone", id, version), &written, "走访")
        })
    };
    assert_eq!(save(1, "2").unwrap().version, 2);
    assert!(matches!(save(1, "3"), Err(Fault::Stale)));
    let past = platform.read(&who, platform.request(), |ctx| {
        history(ctx, &declared(), "alone", id)
    });
    let past = past.unwrap();
    assert_eq!(past[0].data["values"]["visits"], "1");
    assert_eq!(past[0].reason.as_deref(), Some("走访"));
    let again = new(
        &platform,
        &who,
        "王秀英",
        "500153194002020019",
        &[("care", "full")],
    );
    assert!(again.is_ok(), "another person of that name");
});

engines::both_engines!(a_phone_is_sealed_and_seen_with_a_reason, |db: &Db| {
    let platform = district(db);
    let who = officer();
    let written = [("care", "full"), ("phone", "13812345678")];
    let id = new(&platform, &who, "王秀英", NUMBER, &written).unwrap();
    let record = see(&platform, &who, id).unwrap();
    assert_eq!(record.secrets, ["phone"]);
    assert!(!format!("{record:?}").contains("13812345678"));
    let shown = act(&platform, &who, |ctx| {
        unmask(ctx, &declared(), ("alone", id), "回访")
    });
    assert_eq!(shown.unwrap()[2].shown(), "13812345678");
    let kept = act(&platform, &who, |ctx| {
        let written = texts(&[("phone", ""), ("visits", "4")]);
        change(ctx, &declared(), ("alone", id, 1), &written, "")
    });
    assert_eq!(
        kept.unwrap().secrets,
        ["phone"],
        "an empty field hides, it does not delete"
    );
    let auditor = somebody(Role::AuditAdministrator, "500153");
    let told = platform
        .read(&auditor, platform.request(), |ctx| {
            journal::list(ctx, &journal::Filter::default(), 20)
        })
        .unwrap();
    assert!(told.iter().any(|e| e.reason.as_deref() == Some("回访")));
    assert!(!format!("{told:?}").contains("13812345678"));
});

engines::both_engines!(a_list_is_narrowed_sorted_and_counted, |db: &Db| {
    let platform = district(db);
    let who = officer();
    let people = [
        ("王秀英", NUMBER, "full", "12"),
        ("李国强", "500153194002020019", "none", "3"),
        ("张桂芳", "50015319700303001X", "full", "7"),
    ];
    for (name, number, care, visits) in people {
        let written = [("care", care), ("visits", visits), ("helper", "邻居")];
        new(&platform, &who, name, number, &written).unwrap();
    }
    let found = |query: Query| -> Vec<String> {
        let listed = platform.read(&who, platform.request(), |ctx| {
            list(ctx, &declared(), "alone", &query)
        });
        listed
            .unwrap()
            .records
            .into_iter()
            .map(|r| r.title)
            .collect()
    };
    let page = Query {
        most: 50,
        ..Query::default()
    };
    assert_eq!(
        found(page.clone()),
        ["李国强", "王秀英", "张桂芳"],
        "as registers sort"
    );
    let by_visits = Query {
        sort: "visits".to_owned(),
        ..page.clone()
    };
    assert_eq!(found(by_visits), ["李国强", "张桂芳", "王秀英"], "3, 7, 12");
    let narrowed = Query {
        wanted: texts(&[("care", "full")]),
        title: "桂".to_owned(),
        ..page
    };
    assert_eq!(found(narrowed), ["张桂芳"]);
    let by = platform.read(&who, platform.request(), |ctx| {
        Numbers::by(ctx, &declared(), "alone", Some("care"))
    });
    let by: Vec<(String, i64)> = by.unwrap().into_iter().map(|c| (c.of, c.records)).collect();
    assert_eq!(by, [("full".to_owned(), 2), ("none".to_owned(), 1)]);
    let numbers = platform
        .read(&who, platform.request(), |ctx| {
            numbers(ctx, &declared(), "alone")
        })
        .unwrap();
    assert_eq!((numbers.kept, numbers.stale), (3, 0));
});

engines::both_engines!(what_has_ended_can_be_taken_up_again, |db: &Db| {
    let platform = district(db);
    let who = officer();
    let id = new(&platform, &who, "王秀英", NUMBER, &[("care", "full")]).unwrap();
    let today = jiff::civil::date(2020, 3, 18);
    let ended = act(&platform, &who, |ctx| {
        end(ctx, &declared(), ("alone", id, 1), (today, "子女返乡"))
    });
    assert_eq!(ended.unwrap().state, State::Ended);
    let back = act(&platform, &who, |ctx| {
        restore(ctx, &declared(), ("alone", id, 2), "又外出")
    });
    assert_eq!(back.unwrap().state, State::Kept);
});
