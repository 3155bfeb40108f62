//! From two ledgers to a finding that is closed by somebody else, on both databases.

use super::*;
use crate::comparison::{self, State as Progress};
use base::Fault;
use base::clock::FixedClock;
use base::id::{AccountId, ComparisonId, FindingId, GrantId, PersonId};
use db::Db;
use jiff::civil::date;
use platform::testing::{person as somebody, platform};
use platform::{Ctx, Division, Platform, Role, Who};
use policy::pack::Pack;
use registry::person::{Register, Written, register};
use registry::register::{Declared, Given, Subject, fill};
use std::sync::Arc;

const HEAD: &str = "id = \"t\"\njurisdiction = \"500153\"\ntitle = {zh = \"试\", en = \"Trial\"}\n";

const CONTENT: &str = r#"
[[section]]
id = "relief"
label = {zh = "救助", en = "Relief"}

[[register]]
id = "allowance"
label = {zh = "补助台账", en = "Allowance"}
purpose = {zh = "在册人员", en = "Who is on it"}
section = "relief"
subject = "person"
plan = []
keepers = [{role = "section-officer", level = "district"}]
group = [{id = "g", zh = "基本", en = "Basic"}]
field = [
  {id = "state", type = "code", group = "g", zh = "状态", en = "State", codes = [{code = "paid", zh = "在享", en = "Paid"}, {code = "ended", zh = "退出", en = "Ended"}]},
  {id = "amount", type = "money", group = "g", zh = "月金额", en = "Amount"},
]
cite = [{document = "试"}]

[[role]]
id = "roll"
label = {zh = "补助花名册", en = "roll"}
provider = {zh = "民政", en = "civil affairs"}
register = {id = "allowance", when = "self.state == 'paid'"}
field = [
  {id = "name", type = "text", column = "name", headers = ["姓名"]},
  {id = "id_number", type = "text", column = "id_number", headers = ["公民身份号码"]},
  {id = "town", type = "text", column = "division", headers = ["镇街"]},
  {id = "amount", type = "money", headers = ["月金额"]},
]
[[role]]
id = "deaths"
label = {zh = "死亡名单", en = "deaths"}
provider = {zh = "公安", en = "police"}
field = [
  {id = "name", type = "text", column = "name", headers = ["姓名"]},
  {id = "id_number", type = "text", column = "id_number", headers = ["身份证号"]},
  {id = "day", type = "date", headers = ["死亡日期"]},
]
[[role]]
id = "cars"
label = {zh = "车辆", en = "cars"}
provider = {zh = "车管", en = "vehicles"}
field = [{id = "id_number", type = "text", column = "id_number", headers = ["身份证号"]}]

[[screen]]
id = "dead"
title = {zh = "死亡仍领", en = "paid after death"}
direction = "exit"
flag = "STOP"
subject = ["roll"]
when = "deaths.exists(d, d.day < on)"
rests_on = ["deaths"]
cite = {document = "某办法", article = "第一条"}
message = {zh = "{self.name}已死亡", en = "{self.name} has died"}
next = {zh = "核实", en = "verify"}
days = 5
[[screen]]
id = "car"
title = {zh = "有车", en = "a car"}
direction = "exit"
flag = "SUSPECT"
subject = ["roll"]
when = "cars.size() > 0"
rests_on = ["cars"]
cite = {document = "某办法", article = "第二条"}
message = {zh = "{self.name}有车", en = "{self.name} has a car"}
next = {zh = "核实", en = "verify"}
days = 5
"#;

fn declared() -> Declared {
    let files = [("pack.toml", HEAD), ("a.toml", CONTENT)];
    let files: Vec<(String, String)> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    Declared::new(Pack::load(&files).unwrap())
}

/// A right number for a birth date: the check digit is reckoned.
fn number(birth: &str, order: u16) -> String {
    let body = format!("510231{birth}{order:03}");
    let fits = |c: &char| base::CitizenId::parse(&format!("{body}{c}")).is_ok();
    let last = "0123456789X".chars().find(fits).unwrap();
    format!("{body}{last}")
}

fn officer(role: Role, number: u128, place: &str) -> Who {
    let mut who = somebody(role, place);
    if let Who::Person(person) = &mut who {
        person.id = AccountId::from_bits(100 + number);
        person.name = format!("officer {number}");
        for grant in &mut person.grants {
            grant.id = GrantId::from_bits(100 + number);
        }
    }
    who
}

fn section() -> Who {
    officer(Role::SectionOfficer, 1, "500153")
}

fn town() -> Who {
    officer(Role::TownReviewer, 2, "500153104")
}

fn worker() -> Who {
    officer(Role::VillageWorker, 3, "500153104201")
}

fn act<T>(
    platform: &Platform,
    who: &Who,
    f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    platform.write(who, platform.request(), f)
}

/// Two people on the register in one village, one who has left it, and everybody's account.
fn filled(db: &Db) -> (Platform, [PersonId; 3]) {
    let (platform, ids, _) = clocked(db);
    (platform, ids)
}

/// The same with the clock.
fn clocked(db: &Db) -> (Platform, [PersonId; 3], Arc<FixedClock>) {
    let (platform, clock) = platform(db);
    for who in [section(), town(), worker()] {
        let Who::Person(person) = &who else { continue };
        let sql = "INSERT INTO account (id, login, name, state, password_hash, password_set_at, \
                   password_expired, created_at) VALUES (?1, ?2, ?3, 'active', '', \
                   '2020-01-01T00:00:00Z', 0, '2020-01-01T00:00:00Z')";
        platform
            .db()
            .write(|tx| tx.execute(sql, &[&person.id, &person.id.to_string(), &person.name]))
            .unwrap();
    }
    let system = Who::Operator("test");
    let places = [
        ("500153", "青山区"),
        ("500153104", "双河镇"),
        ("500153104201", "石桥村"),
    ];
    let places: Vec<(Division, String)> = places
        .iter()
        .map(|(code, name)| (Division::parse(code).unwrap(), (*name).to_owned()))
        .collect();
    let people = [
        ("张三", "19500101"),
        ("李四", "19550202"),
        ("王五", "19600303"),
    ];
    let ids = act(&platform, &system, |ctx| {
        registry::place::load(ctx, &places)?;
        let mut ids = Vec::new();
        for (name, birth) in people {
            let written = Written {
                name: name.to_owned(),
                number: number(birth, 123),
                division: "500153104201".to_owned(),
                ..Written::default()
            };
            let checked = Register {
                written,
                ..Register::default()
            };
            ids.push(register(ctx, &checked)?);
        }
        let states = ["paid", "paid", "ended"];
        let given: Vec<Given> = ids
            .iter()
            .zip(states)
            .map(|(id, state)| Given {
                subject: Subject::Person(*id),
                division: Division::parse("500153104201").unwrap(),
                written: vec![
                    ("state".to_owned(), state.to_owned()),
                    ("amount".to_owned(), "300".to_owned()),
                ],
                since: date(2020, 1, 1),
                confirmed_on: date(2020, 1, 1),
            })
            .collect();
        fill(ctx, &declared(), "allowance", &given, "test")?;
        Ok(ids)
    })
    .unwrap();
    (platform, ids.try_into().unwrap(), clock)
}

/// A comparison of the register with those who died.
fn compared(platform: &Platform, deaths: &str) -> ComparisonId {
    let declared = declared();
    let pack = declared.pack();
    let id = act(platform, &section(), |ctx| {
        let id = comparison::draft(ctx, pack, date(2020, 3, 18))?;
        let file = ("死亡.csv", deaths.as_bytes());
        comparison::bring(ctx, pack, (id, 1), "deaths", file)?;
        comparison::start(ctx, (id, 2))?;
        Ok(id)
    })
    .unwrap();
    comparison::carry_out(platform, &section(), &declared, id, &|_, _| Ok(())).unwrap();
    // Done twice, it is done once.
    comparison::carry_out(platform, &section(), &declared, id, &|_, _| Ok(())).unwrap();
    id
}

/// Two who died: one on the register, one who had left it.
fn dead() -> String {
    let (one, other) = (number("19500101", 123), number("19600303", 123));
    format!("姓名,身份证号,死亡日期\n张三,{one},2020-01-05\n王五,{other},2020-02-01\n")
}

fn only(platform: &Platform) -> Finding {
    let all = act(platform, &section(), |ctx| {
        find(ctx, &Wanted::default(), 10, 0)
    });
    let [one] = all.unwrap().try_into().unwrap();
    one
}

fn refused<T: std::fmt::Debug>(result: Result<T, Fault>) -> &'static str {
    match result {
        Err(Fault::Refused(message)) => message.code,
        other => panic!("{other:?}"),
    }
}

fn at(platform: &Platform, id: FindingId) -> (FindingId, i64) {
    let found = act(platform, &section(), |ctx| get(ctx, id)).unwrap();
    (id, found.0.version)
}

engines::both_engines!(who_is_on_the_register_and_dead_is_found_once, |db: &Db| {
    let (platform, people) = filled(db);
    let id = compared(&platform, &dead());
    let one = only(&platform);
    // Who has left the register is not on the roll.
    assert_eq!((one.name.as_str(), one.person), ("张三", Some(people[0])));
    assert_eq!(one.division.code(), "500153104201");
    assert_eq!(one.message[0], "张三已死亡");
    let (_, rows) = act(&platform, &worker(), |ctx| get(ctx, one.id)).unwrap();
    let roles: Vec<&str> = rows.iter().map(|r| r.role.as_str()).collect();
    assert_eq!(roles, ["roll", "deaths"]);
    assert!(
        rows[1]
            .values
            .contains(&("死亡日期".to_owned(), "2020-01-05".to_owned()))
    );
    let done = act(&platform, &section(), |ctx| comparison::get(ctx, id)).unwrap();
    assert_eq!(done.state, Progress::Done);
    assert_eq!((done.found, done.fresh, done.gone), (1, 1, 0));
    let missing: Vec<(&str, &[String])> = done
        .not_run
        .iter()
        .map(|m| (m.screen.as_str(), m.needs.as_slice()))
        .collect();
    assert_eq!(missing, [("car", ["cars".to_owned()].as_slice())]);
    // Found again it is the same finding.
    let again = compared(&platform, &dead());
    let done = act(&platform, &section(), |ctx| comparison::get(ctx, again)).unwrap();
    assert_eq!((done.found, done.fresh, done.gone), (1, 0, 0));
    assert_eq!(only(&platform).id, one.id);
});

engines::both_engines!(another_closes_what_one_has_verified, |db: &Db| {
    let (platform, _) = filled(db);
    compared(&platform, &dead());
    let id = only(&platform).id;
    let close_it = |who: &Who| {
        let at = at(&platform, id);
        act(&platform, who, |ctx| close(ctx, at, "次月停发"))
    };
    assert_eq!(refused(close_it(&town())), "finding-not-verified");
    let seen = at(&platform, id);
    act(&platform, &town(), |ctx| {
        verify(ctx, seen, "true", "入户核实，已于1月5日去世")
    })
    .unwrap();
    assert_eq!(refused(close_it(&town())), "finding-own-close");
    let before = at(&platform, id);
    act(&platform, &section(), |ctx| {
        give_back(ctx, before, "请附火化证明")
    })
    .unwrap();
    let stale = act(&platform, &worker(), |ctx| {
        verify(ctx, before, "true", "说明")
    });
    assert!(matches!(stale, Err(Fault::Stale)));
    let seen = at(&platform, id);
    let bare = act(&platform, &worker(), |ctx| {
        verify(ctx, seen, "maybe", "说明")
    });
    assert!(matches!(bare, Err(Fault::Invalid(_))));
    act(&platform, &worker(), |ctx| {
        verify(ctx, seen, "true", "已附火化证明")
    })
    .unwrap();
    close_it(&section()).unwrap();
    let (closed, _) = act(&platform, &section(), |ctx| get(ctx, id)).unwrap();
    assert_eq!(closed.state, State::Closed);
    let steps: Vec<Step> = act(&platform, &section(), |ctx| events(ctx, id))
        .unwrap()
        .iter()
        .map(|e| e.step)
        .collect();
    let wanted = [
        Step::Found,
        Step::Verify,
        Step::Return,
        Step::Verify,
        Step::Close,
    ];
    assert_eq!(steps, wanted);
    let [quality] = act(&platform, &section(), quality)
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!((quality.right, quality.precision()), (1, Some(1000)));
    assert_eq!(quality.proposal(), None);
});

engines::both_engines!(
    what_was_put_right_and_is_there_again_is_opened,
    |db: &Db| {
        let (platform, _) = filled(db);
        compared(&platform, &dead());
        let id = only(&platform).id;
        for (who, step) in [(worker(), true), (section(), false)] {
            let seen = at(&platform, id);
            act(&platform, &who, |ctx| match step {
                true => verify(ctx, seen, "true", "属实"),
                false => close(ctx, seen, "已停发"),
            })
            .unwrap();
        }
        // Closed and found again at once: nobody has had the time to take him off the roll.
        compared(&platform, &dead());
        assert_eq!(only(&platform).state, State::Closed);
        // Gone, and there again.
        compared(&platform, "姓名,身份证号,死亡日期\n赵六,,2020-01-05\n");
        assert!(!only(&platform).seen);
        compared(&platform, &dead());
        let again = only(&platform);
        assert_eq!((again.state, again.outcome), (State::Open, None));
    }
);

engines::both_engines!(
    nobody_sees_beyond_their_place_or_without_the_key,
    |db: &Db| {
        let (platform, _) = filled(db);
        compared(&platform, &dead());
        let one = only(&platform);
        let elsewhere = officer(Role::TownReviewer, 2, "500153105");
        let hidden = act(&platform, &elsewhere, |ctx| get(ctx, one.id));
        assert!(matches!(hidden, Err(Fault::NotFound)));
        let none = act(&platform, &elsewhere, |ctx| count(ctx, &Wanted::default()));
        assert_eq!(none.unwrap(), 0);
        let forbidden = act(&platform, &town(), |ctx| {
            comparison::draft(ctx, declared().pack(), date(2020, 3, 18))
        });
        assert!(matches!(forbidden, Err(Fault::Forbidden | Fault::NotFound)));
        let number = number("19500101", 123);
        let sql = "SELECT COUNT(*) FROM finding WHERE message_zh LIKE ?1 OR finding_key LIKE ?1";
        let seen: i64 = platform
            .db()
            .read(|tx| tx.value(sql, &[&format!("%{number}%")]))
            .unwrap();
        assert_eq!(seen, 0);
    }
);

engines::both_engines!(whoever_reaches_a_part_compares_nothing, |db: &Db| {
    let (platform, _) = filled(db);
    let part = officer(Role::SectionOfficer, 1, "500153104");
    let tried = act(&platform, &part, |ctx| {
        comparison::draft(ctx, declared().pack(), date(2020, 3, 18))
    });
    assert!(matches!(tried, Err(Fault::Forbidden)), "{tried:?}");
});

engines::both_engines!(a_file_in_which_nobody_can_be_told_is_refused, |db: &Db| {
    let (platform, _) = filled(db);
    let declared = declared();
    let pack = declared.pack();
    let id = act(&platform, &section(), |ctx| {
        comparison::draft(ctx, pack, date(2020, 3, 18))
    })
    .unwrap();
    let bad = act(&platform, &section(), |ctx| {
        comparison::bring(ctx, pack, (id, 1), "deaths", ("x.csv", b"a,b\n1,2\n"))
    });
    assert!(matches!(bad, Err(Fault::Invalid(_))), "{bad:?}");
    let few = act(&platform, &section(), |ctx| comparison::start(ctx, (id, 1)));
    assert_eq!(refused(few), "comparison-too-few");
});

engines::both_engines!(a_comparison_comes_back_by_itself_once_a_month, |db: &Db| {
    let (platform, _, clock) = clocked(db);
    compared(&platform, &dead());
    let declared = declared();
    let pack = declared.pack();
    act(&platform, &section(), |ctx| comparison::set(ctx, "month")).unwrap();
    let next = |platform: &Platform| {
        let found = act(platform, &section(), comparison::schedule).unwrap();
        found.unwrap().next
    };
    assert_eq!(next(&platform), Some(date(2020, 4, 18)));
    let count = |platform: &Platform| {
        let all = act(platform, &section(), |ctx| comparison::list(ctx, 10, 0));
        all.unwrap().len()
    };
    let tick = |platform: &Platform, version: i64| {
        act(platform, &section(), |ctx| {
            comparison::due(ctx, pack, version)
        })
        .unwrap();
    };
    tick(&platform, 1);
    assert_eq!(count(&platform), 1, "not before its day");
    clock.advance(31 * 86_400);
    tick(&platform, 2);
    assert_eq!(
        count(&platform),
        1,
        "another schedule than the one that stands"
    );
    tick(&platform, 1);
    tick(&platform, 1);
    assert_eq!(count(&platform), 2, "once, however often it is asked");
    assert_eq!(next(&platform), Some(date(2020, 5, 18)));
    let newest = act(&platform, &section(), |ctx| comparison::list(ctx, 1, 0)).unwrap();
    let id = newest[0].id;
    comparison::carry_out(&platform, &section(), &declared, id, &|_, _| Ok(())).unwrap();
    let done = act(&platform, &section(), |ctx| comparison::get(ctx, id)).unwrap();
    assert_eq!(
        (done.found, done.fresh),
        (1, 0),
        "with the ledger of the last one"
    );
    act(&platform, &section(), |ctx| comparison::set(ctx, "never")).unwrap();
    clock.advance(62 * 86_400);
    tick(&platform, 1);
    assert_eq!(count(&platform), 2, "nobody asks any more");
});
