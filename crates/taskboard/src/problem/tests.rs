//! Problems closed out item by item: two signatures, neither of whoever did the work.

use super::*;
use crate::task::{self, Step};
use crate::testing::{act, at, inspector, leader, officer, refused, wrong};
use base::Fault;
use base::id::{ProblemId, TaskId};
use db::Db;
use jiff::civil::date;
use platform::testing::platform;
use platform::{Platform, Who};

fn new() -> New {
    New {
        source: "assessment".to_owned(),
        title: "2户应保未保".to_owned(),
        detail: "国家考核反馈：未纳入低保".to_owned(),
        found_on: "2020-02-20".to_owned(),
        division: "500153".to_owned(),
        section: "relief".to_owned(),
        due: "2020-05-31".to_owned(),
        ..New::default()
    }
}

fn measure(platform: &Platform, problem: ProblemId) -> TaskId {
    let new = task::New {
        title: "入户核查并补办".to_owned(),
        division: "500153".to_owned(),
        section: "relief".to_owned(),
        due: "2020-04-15".to_owned(),
        ..task::New::default()
    };
    act(platform, &leader(), |ctx| add_measure(ctx, problem, &new)).unwrap()
}

fn take(platform: &Platform, who: &Who, id: TaskId, step: Step) {
    act(platform, who, |ctx| {
        let version = task::get(ctx, id)?.version;
        task::step(ctx, (id, version), step, "说明", None)
    })
    .unwrap();
}

fn signed(platform: &Platform, who: &Who, id: ProblemId) -> Result<Standing, Fault> {
    act(platform, who, |ctx| {
        let version = get(ctx, id)?.version;
        sign(ctx, (id, version), "已入户核实，档案在第3卷")
    })
}

engines::both_engines!(a_close_out_takes_two_who_did_not_do_the_work, |db: &Db| {
    let (platform, clock) = platform(db);
    let id = act(&platform, &leader(), |ctx| raise(ctx, &new())).unwrap();
    let doer = officer(1, "relief");
    assert_eq!(
        refused(signed(&platform, &leader(), id)),
        "problem-measures-open"
    );
    let work = measure(&platform, id);
    take(&platform, &doer, work, Step::Accept);
    take(&platform, &doer, work, Step::Report);
    assert_eq!(
        refused(signed(&platform, &leader(), id)),
        "problem-measures-open"
    );
    take(&platform, &inspector(), work, Step::Close);
    assert_eq!(refused(signed(&platform, &doer, id)), "problem-own-close");
    assert_eq!(
        signed(&platform, &leader(), id).unwrap(),
        Standing::Proposed
    );
    assert_eq!(refused(signed(&platform, &leader(), id)), "problem-signed");
    at(&clock, 10);
    assert_eq!(
        signed(&platform, &inspector(), id).unwrap(),
        Standing::Closed
    );
    let problem = act(&platform, &leader(), |ctx| get(ctx, id)).unwrap();
    assert_eq!(problem.closed_on, Some(date(2020, 3, 28)));
    assert!(!problem.is_overdue(date(2021, 1, 1)));
    assert_eq!(
        refused(signed(&platform, &inspector(), id)),
        "problem-signed"
    );

    act(&platform, &inspector(), |ctx| {
        reopen(ctx, (id, problem.version), "抽查发现未补发")
    })
    .unwrap();
    let standing = act(&platform, &leader(), |ctx| signatures(ctx, id)).unwrap();
    assert!(standing.len() == 2 && standing.iter().all(|s| s.revoked_at.is_some()));
    measure(&platform, id);
    assert_eq!(
        refused(signed(&platform, &leader(), id)),
        "problem-measures-open"
    );
});

engines::both_engines!(the_account_counts_by_source, |db: &Db| {
    let (platform, clock) = platform(db);
    for source in ["assessment", "assessment", "audit"] {
        let new = New {
            source: source.to_owned(),
            ..new()
        };
        act(&platform, &leader(), |ctx| raise(ctx, &new)).unwrap();
    }
    at(&clock, 80);
    let sums = act(&platform, &leader(), account).unwrap();
    let of = |source| sums.iter().find(|(s, _)| *s == source).unwrap().1;
    assert_eq!(
        of(Source::Assessment),
        Sum {
            all: 2,
            closed: 0,
            overdue: 2
        }
    );
    assert_eq!(of(Source::Petition), Sum::default());
    let (found, more) = act(&platform, &leader(), |ctx| {
        find(
            ctx,
            &Wanted {
                source: Some(Source::Audit),
                ..Wanted::default()
            },
            10,
            0,
        )
    })
    .unwrap();
    assert_eq!((found.len(), more), (1, false));
    assert_eq!(found[0].number, "2020-003");
    let others = act(&platform, &officer(1, "elderly"), |ctx| {
        find(ctx, &Wanted::default(), 10, 0)
    });
    assert!(others.unwrap().0.is_empty());
});

engines::both_engines!(what_is_missing_is_said_beside_the_field, |db: &Db| {
    let (platform, _) = platform(db);
    let bad = New {
        found_on: "2020-03-19".to_owned(),
        source: "rumour".to_owned(),
        ..new()
    };
    let result = act(&platform, &leader(), |ctx| raise(ctx, &bad));
    assert_eq!(wrong(&result, "found_on"), "task-due-form");
    assert_eq!(wrong(&result, "source"), "problem-source-form");
});
