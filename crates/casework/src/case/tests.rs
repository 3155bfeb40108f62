//! A case from the window to its award, by those whom the road names; then by anybody in any order:
//! nothing is paid that was not decided, nothing decided before its notice has hung.

use super::{Answer, Casefile, Going, Paid, State, Verdict, events, get, turn, withdraw};
use crate::window::{Chosen, receive};
use base::clock::FixedClock;
use base::id::{CasefileId, HouseholdId, PersonId};
use base::{Fault, Fen};
use db::Db;
use jiff::civil::date;
use platform::testing::{person as somebody, platform};
use platform::{Ctx, Division, Platform, Role, Who};
use policy::pack::Pack;
use registry::household::{self, Found, Joining, Relation};
use registry::person::{self, Register, Written};
use registry::place;
use serde_json::json;
use std::sync::Arc;
use treasury::{award, reserve};

const TOWN: &str = "500153104";
pub(crate) const VILLAGE: &str = "500153104201";

const RULES: &str = r#"
[programme]
id = "help"
title = {zh = "帮助", en = "help"}
summary = {zh = "例", en = "example"}
unit = "household"
from = "2020-01-01"
basis = [{document = "例", title = {zh = "例", en = "example"}, from = "2020-01-01"}]
[[fact]]
entity = "household"
id = "income"
type = "money"
label = {zh = "收入", en = "income"}
source = "verification"
[[parameter]]
id = "line"
label = {zh = "标准", en = "line"}
type = "money"
value = [{from = "2020-01-01", is = "500", cite = {document = "例"}}]
[[condition]]
id = "poor"
label = {zh = "低收入", en = "poor"}
is = "household.income < param.line"
holds = {zh = "低于标准", en = "below the line"}
fails = {zh = "不低于标准", en = "not below the line"}
cite = {document = "例"}
[amount]
period = "month"
label = {zh = "金额", en = "amount"}
[[amount.step]]
id = "gap"
label = {zh = "补差", en = "gap"}
is = "param.line - household.income"
cite = {document = "例"}
[road]
start = "intake"
[[road.step]]
id = "intake"
label = {zh = "受理", en = "intake"}
actor = "town"
cite = {document = "例"}
next = ["publicity"]
[[road.step]]
id = "publicity"
label = {zh = "公示", en = "publicity"}
actor = "town"
cite = {document = "例"}
publicity = {days = 7, fields = ["name", "amount"], cite = {document = "例"}}
next = ["approval"]
[[road.step]]
id = "approval"
label = {zh = "审定", en = "approval"}
actor = "county"
decides = true
cite = {document = "例"}
limit = {days = 10, count = "working", after = "publicity", cite = {document = "例"}}
"#;

/// Help that a town pays on the spot.
const URGENT: &str = r#"
[programme]
id = "urgent"
title = {zh = "急难", en = "urgent"}
summary = {zh = "例", en = "example"}
unit = "household"
from = "2020-01-01"
basis = [{document = "例", title = {zh = "例", en = "example"}, from = "2020-01-01"}]
[[fact]]
entity = "household"
id = "loss"
type = "money"
label = {zh = "损失", en = "loss"}
source = "verification"
[[parameter]]
id = "relief_town_limit"
label = {zh = "限额", en = "limit"}
type = "money"
value = [{from = "2020-01-01", is = "2000", cite = {document = "例"}}]
[[condition]]
id = "lost"
label = {zh = "受灾", en = "lost"}
is = "has(household.loss)"
holds = {zh = "有损失", en = "a loss"}
fails = {zh = "无损失", en = "no loss"}
cite = {document = "例"}
[amount]
period = "once"
label = {zh = "金额", en = "amount"}
[[amount.step]]
id = "least"
label = {zh = "限额内", en = "within the limit"}
is = "min(household.loss, param.relief_town_limit)"
cite = {document = "例"}
[road]
start = "pay_first"
[[road.step]]
id = "pay_first"
label = {zh = "先行救助", en = "paid first"}
actor = "town"
decides = true
pays_from = "reserve"
cite = {document = "例"}
next = ["papers"]
[[road.step]]
id = "papers"
label = {zh = "补办手续", en = "papers"}
actor = "town"
cite = {document = "例"}
"#;

fn pack() -> Pack {
    let head = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = '500153'\n";
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    // The papers as they are shipped.
    let papers = include_str!("../../../../packs/china/papers/case.toml");
    let files = [
        file("pack.toml", head),
        file("a.toml", RULES),
        file("b.toml", URGENT),
        file("papers.toml", papers),
    ];
    match Pack::load(&files) {
        Ok(pack) => pack,
        Err(wrong) => panic!("{wrong:?}"),
    }
}

/// A household at the window of its town.
pub(crate) struct Bureau {
    pub(crate) platform: Platform,
    clock: Arc<FixedClock>,
    pub(crate) pack: Pack,
    home: HouseholdId,
    head: PersonId,
}

impl Bureau {
    pub(crate) fn new(db: &Db) -> Self {
        let (platform, clock) = platform(db);
        let places = [("500153", "区"), (TOWN, "镇"), (VILLAGE, "村")];
        let rows: Vec<(Division, String)> = places
            .iter()
            .map(|(code, name)| (Division::parse(code).unwrap(), (*name).to_owned()))
            .collect();
        let system = Who::Operator("test");
        let act = |f: &dyn Fn(&Ctx<'_>) -> Result<(), Fault>| {
            platform.write(&system, platform.request(), f).unwrap();
        };
        act(&|ctx| place::load(ctx, &rows));
        let new = Register {
            written: Written {
                name: "王秀英".to_owned(),
                number: "51023119491231244X".to_owned(),
                division: VILLAGE.to_owned(),
                ..Written::default()
            },
            source: "window".to_owned(),
            ..Register::default()
        };
        let (home, head) = platform
            .write(&section(), platform.request(), |ctx| {
                let head = person::register(ctx, &new)?;
                let found = Found {
                    number: String::new(),
                    division: VILLAGE.to_owned(),
                    address: "三组".to_owned(),
                    kind: household::Kind::Rural,
                    on: date(2020, 1, 1),
                    members: vec![Joining {
                        person: head,
                        relation: Relation::Head,
                    }],
                    source: "window".to_owned(),
                };
                Ok((household::found(ctx, &found)?, head))
            })
            .unwrap();
        Self {
            platform,
            clock,
            pack: pack(),
            home,
            head,
        }
    }

    pub(crate) fn act<T>(
        &self,
        who: &Who,
        f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.platform.write(who, self.platform.request(), f)
    }

    pub(crate) fn days(&self, days: i64) {
        self.clock.advance(days * 86_400);
    }

    /// An application with this income.
    pub(crate) fn receive(&self, income: &str) -> Result<CasefileId, Fault> {
        let facts = json!({"household": {
            "income": income, "members": [{"id": self.head.to_string(), "name": "王秀英"}]
        }});
        let sources = json!({"household.income": ["window", "2020-03-18"]});
        let chosen = Chosen {
            programme: "help".to_owned(),
            person: None,
        };
        self.act(&clerk(), |ctx| {
            let all = receive(ctx, &self.pack, self.home, (facts, sources), &[chosen])?;
            Ok(all.1[0])
        })
    }

    pub(crate) fn see(&self, id: CasefileId) -> Casefile {
        let read = |ctx: &Ctx<'_>| get(ctx, id);
        self.platform
            .read(&section(), self.platform.request(), read)
            .unwrap()
    }

    pub(crate) fn turn(
        &self,
        who: &Who,
        seen: (CasefileId, i64),
        step: Option<&str>,
        (note, answer): (&str, Option<Verdict>),
    ) -> Result<(), Fault> {
        let going = Going {
            step: step.map(str::to_owned),
            branch: None,
        };
        self.act(who, |ctx| {
            turn(
                ctx,
                &self.pack,
                seen,
                &going,
                (
                    note,
                    answer.map(|verdict| Answer {
                        verdict,
                        paid: None,
                    }),
                ),
            )
        })
    }

    fn awards(&self) -> Vec<(String, Fen)> {
        let read = |ctx: &Ctx<'_>| award::of_household(ctx, self.home);
        let all = self
            .platform
            .read(&section(), self.platform.request(), read)
            .unwrap();
        all.into_iter().map(|a| (a.case_number, a.amount)).collect()
    }
}

pub(crate) fn clerk() -> Who {
    somebody(Role::WindowClerk, TOWN)
}

pub(crate) fn reviewer() -> Who {
    somebody(Role::TownReviewer, TOWN)
}

pub(crate) fn section() -> Who {
    somebody(Role::SectionOfficer, "500153")
}

/// The code of a refusal.
fn refused<T: std::fmt::Debug>(result: Result<T, Fault>) -> &'static str {
    match result {
        Err(Fault::Refused(message)) => message.code,
        Err(Fault::Invalid(errors)) => errors.of("note").map_or("-", |m| m.code),
        other => panic!("{other:?}"),
    }
}

engines::both_engines!(who_reviews_does_not_decide_whatever_they_may, |db: &Db| {
    let bureau = Bureau::new(db);
    let id = bureau.receive("380").unwrap();
    let mut both = reviewer();
    if let (Who::Person(both), Who::Person(other)) = (&mut both, section()) {
        both.grants.extend(other.grants);
    }
    let none = ("", None);
    bureau
        .turn(&both, (id, 1), Some("publicity"), none)
        .unwrap();
    bureau.days(8);
    bureau.turn(&both, (id, 2), Some("approval"), none).unwrap();
    let right = Some(Verdict::Grant(Fen::new(12_000)));
    let own = bureau.turn(&both, (id, 3), None, ("", right));
    assert_eq!(refused(own), "case-two-hands");
    assert!(bureau.awards().is_empty());
    let mut other = section();
    if let Who::Person(other) = &mut other {
        other.login = "another".to_owned();
    }
    bureau.turn(&other, (id, 3), None, ("", right)).unwrap();
});

engines::both_engines!(
    an_applicant_sees_how_far_it_is_and_nobody_else,
    |db: &Db| {
        use crate::progress::find;
        let bureau = Bureau::new(db);
        let id = bureau.receive("380").unwrap();
        let ask = |number: &str, tail: &str| {
            let read = |ctx: &Ctx<'_>| find(ctx, &bureau.pack, number, tail);
            let platform = &bureau.platform;
            platform
                .read(&Who::Public, platform.request(), read)
                .unwrap()
        };
        let case = bureau.see(id);
        for number in ["500153-2020-000001", case.number.as_str()] {
            let [found] = ask(number, "244x").try_into().unwrap();
            assert_eq!(found.step.unwrap().zh, "受理");
            assert_eq!(found.town.code(), TOWN);
            assert!(ask(number, "2440").is_empty(), "another end");
            assert!(ask(number, "44X").is_empty(), "too short");
        }
        assert!(
            ask("500153-2020-000002", "244X").is_empty(),
            "another number"
        );
    }
);

engines::both_engines!(
    a_notice_hangs_for_its_days_and_says_what_it_may,
    |db: &Db| {
        use crate::papers::hanging;
        let bureau = Bureau::new(db);
        let id = bureau.receive("380").unwrap();
        let public = || {
            let read = |ctx: &Ctx<'_>| hanging(ctx, &bureau.pack, None);
            let platform = &bureau.platform;
            platform
                .read(&Who::Public, platform.request(), read)
                .unwrap()
        };
        assert!(public().is_empty(), "nothing before its step");
        bureau
            .turn(&clerk(), (id, 1), Some("publicity"), ("", None))
            .unwrap();
        for day in 0..8 {
            let [notice] = public().try_into().unwrap();
            assert_eq!(notice.amount, Some(Fen::new(12_000)), "day {day}");
            assert_eq!(notice.members, None, "its law names name and amount");
            assert_eq!(notice.division.code(), VILLAGE);
            bureau.days(1);
        }
        assert!(public().is_empty(), "not a day longer");
    }
);

engines::both_engines!(a_case_goes_from_the_window_to_its_award, |db: &Db| {
    let bureau = Bureau::new(db);
    let id = bureau.receive("380").unwrap();
    let again = refused(bureau.receive("380"));
    assert_eq!(again, "window-open-already");
    let to = |step| Some(step);
    let none = ("", None);
    let early = bureau.turn(&section(), (id, 1), to("publicity"), none);
    assert_eq!(refused(early), "case-not-yours");
    bureau
        .turn(&clerk(), (id, 1), to("publicity"), none)
        .unwrap();
    let stale = bureau.turn(&reviewer(), (id, 1), to("publicity"), none);
    assert!(matches!(stale, Err(Fault::Stale)), "another was quicker");
    bureau.days(6);
    let soon = bureau.turn(&reviewer(), (id, 2), to("approval"), none);
    assert_eq!(refused(soon), "case-turn-closed");
    bureau.days(2);
    bureau
        .turn(&reviewer(), (id, 2), to("approval"), none)
        .unwrap();
    let other = Some(Verdict::Grant(Fen::new(20_000)));
    let differs = bureau.turn(&section(), (id, 3), None, ("", other));
    assert_eq!(refused(differs), "case-reason-needed");
    assert!(
        bureau.awards().is_empty(),
        "nothing is paid before it is decided"
    );
    let right = Some(Verdict::Grant(Fen::new(12_000)));
    bureau.turn(&section(), (id, 3), None, ("", right)).unwrap();
    let case = bureau.see(id);
    assert_eq!(
        (case.state, case.amount),
        (State::Granted, Some(Fen::new(12_000)))
    );
    assert!(case.award.is_some());
    assert_eq!(bureau.awards(), [(case.number, Fen::new(12_000))]);
});

engines::both_engines!(what_is_refused_or_taken_back_pays_nothing, |db: &Db| {
    let bureau = Bureau::new(db);
    let id = bureau.receive("800").unwrap();
    bureau
        .turn(&clerk(), (id, 1), Some("publicity"), ("", None))
        .unwrap();
    bureau.days(8);
    bureau
        .turn(&reviewer(), (id, 2), Some("approval"), ("", None))
        .unwrap();
    bureau
        .turn(&section(), (id, 3), None, ("", Some(Verdict::Refuse)))
        .unwrap();
    assert_eq!(bureau.see(id).state, State::Refused);
    let over = bureau.turn(&section(), (id, 5), None, ("再看", Some(Verdict::Refuse)));
    assert!(matches!(over, Err(Fault::Refused(_) | Fault::Stale)));
    let id = bureau.receive("100").unwrap();
    bureau
        .act(&clerk(), |ctx| withdraw(ctx, (id, 1), "不再申请"))
        .unwrap();
    assert_eq!(bureau.see(id).state, State::Withdrawn);
    assert!(bureau.awards().is_empty());
});

/// Anybody tries anything in any order, days go by: what must never be never is.
fn walked(db: &Db, seed: u64) -> State {
    let bureau = Bureau::new(db);
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = |of: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % of
    };
    let income = ["100", "499.99", "500"][draw(3) as usize];
    let id = bureau.receive(income).unwrap();
    let mut hung_since = None;
    let mut today = 0;
    for _ in 0..40 {
        let days = draw(4) as i64;
        bureau.days(days);
        today += days;
        let who = [clerk(), reviewer(), section()][draw(3) as usize].clone();
        let step = [None, Some("publicity"), Some("approval"), Some("intake")][draw(4) as usize];
        let amounts = [0, 1, 40_000, 12_345];
        let answer = match draw(3) {
            0 => None,
            1 => Some(Verdict::Refuse),
            _ => Some(Verdict::Grant(Fen::new(amounts[draw(4) as usize]))),
        };
        let note = ["", "理由"][draw(2) as usize];
        let before = bureau.see(id);
        let seen = (id, before.version.saturating_sub(draw(2) as i64));
        let done = bureau.turn(&who, seen, step, (note, answer));
        let after = bureau.see(id);
        if done.is_err() {
            assert_eq!(after, before, "what was refused changed nothing");
        }
        if after.step.as_deref() == Some("publicity") && before.step != after.step {
            hung_since = Some(today);
        }
        if after.step.as_deref() == Some("approval") && before.step != after.step {
            let hung = hung_since.map(|since| today - since);
            assert!(
                hung.is_some_and(|days| days >= 7),
                "a notice hung {hung:?} days"
            );
        }
        let paid = bureau.awards();
        assert_eq!(paid.len(), usize::from(after.state == State::Granted));
        assert!(paid.iter().all(|(_, amount)| Some(*amount) == after.amount));
        let read = |ctx: &Ctx<'_>| events(ctx, id);
        let happened = bureau
            .platform
            .read(&section(), bureau.platform.request(), read)
            .unwrap();
        assert_eq!(
            happened.len() as i64,
            after.version,
            "every event is one version"
        );
    }
    bureau.see(id).state
}

engines::both_engines!(whoever_tries_whatever_may_get_nowhere, |db: &Db| {
    assert_eq!(walked(db, 1), State::Open);
});

engines::both_engines!(whoever_tries_whatever_may_be_refused, |db: &Db| {
    assert_eq!(walked(db, 6), State::Refused);
});

engines::both_engines!(whoever_tries_whatever_may_be_granted, |db: &Db| {
    assert_eq!(walked(db, 9), State::Granted);
});

engines::both_engines!(
    urgent_help_is_paid_from_the_reserve_with_its_decision_and_by_no_roll,
    |db: &Db| {
        let bureau = Bureau::new(db);
        // What a town may pay at once is the law of the installation.
        registry::register::install(pack());
        let money = treasury::book::Appropriation {
            source: "district".to_owned(),
            programme: "urgent".to_owned(),
            amount: Fen::from_yuan(9_000).unwrap(),
            month: base::date::Month::parse("2020-03").unwrap(),
            document: "1".to_owned(),
        };
        let filled = reserve::Granted {
            town: Division::parse(TOWN).unwrap(),
            kind: reserve::Kind::Grant,
            programme: "urgent".to_owned(),
            amount: Fen::from_yuan(2_500).unwrap(),
            on: date(2020, 3, 2),
            document: "2".to_owned(),
        };
        bureau
            .act(&section(), |ctx| {
                treasury::book::appropriate(ctx, &money)?;
                reserve::grant(ctx, &filled).map(|_| ())
            })
            .unwrap();
        let received = |bureau: &Bureau| {
            let facts = json!({"household": {
                "loss": "1500", "members": [{"id": bureau.head.to_string(), "name": "王秀英"}]
            }});
            let chosen = Chosen {
                programme: "urgent".to_owned(),
                person: None,
            };
            bureau.act(&clerk(), |ctx| {
                let all = receive(
                    ctx,
                    &bureau.pack,
                    bureau.home,
                    (facts, json!({})),
                    &[chosen],
                )?;
                Ok(all.1[0])
            })
        };
        let id = received(&bureau).unwrap();
        let pays = |seen, receipt: Option<&str>, yuan: i64| {
            let going = Going {
                step: Some("papers".to_owned()),
                branch: None,
            };
            let answer = Answer {
                verdict: Verdict::Grant(Fen::from_yuan(yuan).unwrap()),
                paid: receipt.map(|receipt| Paid {
                    way: reserve::Way::Cash,
                    receipt: receipt.to_owned(),
                    witness: "张强".to_owned(),
                }),
            };
            bureau.act(&reviewer(), |ctx| {
                turn(ctx, &bureau.pack, seen, &going, ("房屋失火", Some(answer)))
            })
        };
        let left = || {
            let read = |ctx: &Ctx<'_>| treasury::book::standings(ctx);
            let all = bureau
                .platform
                .read(&section(), bureau.platform.request(), read);
            let all = all.unwrap().into_iter();
            all.filter(|s| s.kind == treasury::book::Kind::Reserve)
                .map(|s| s.free.get() / 100)
                .sum::<i64>()
        };
        let wrong = |result: Result<(), Fault>, field: &str| match result {
            Err(Fault::Invalid(errors)) => errors.of(field).map_or("-", |m| m.code),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            wrong(pays((id, 1), None, 1_500), "receipt"),
            "case-paid-how"
        );
        assert_eq!(
            wrong(pays((id, 1), Some("R-1"), 2_001), "amount"),
            "reserve-ceiling"
        );
        let before = bureau.see(id);
        assert_eq!(
            (before.state, before.version, left()),
            (State::Open, 1, 2_500)
        );
        pays((id, 1), Some("R-1"), 1_500).unwrap();
        let after = bureau.see(id);
        assert_eq!((after.state, after.award), (State::Granted, None));
        assert_eq!((left(), bureau.awards()), (1_000, vec![]));
        // The same receipt pays nothing twice, and what is left is never less than nothing.
        let again = received(&bureau).unwrap();
        assert!(pays((again, 1), Some("R-1"), 500).is_err());
        assert!(pays((again, 1), Some("R-2"), 1_500).is_err());
        assert_eq!((bureau.see(again).state, left()), (State::Open, 1_000));
    }
);
