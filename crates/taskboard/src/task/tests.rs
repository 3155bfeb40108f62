//! A task from being set to being closed out, and what nobody may do with it.

use super::*;
use crate::testing::{act, at, inspector, leader, officer, refused, worker, wrong};
use base::Fault;
use base::id::TaskId;
use db::Db;
use jiff::civil::date;
use platform::testing::platform;
use platform::{Platform, Who};
use proptest::prelude::*;

fn new(section: &str) -> New {
    New {
        title: "更新留守老年人台账".to_owned(),
        division: "500153".to_owned(),
        section: section.to_owned(),
        due: "2020-04-30".to_owned(),
        ..New::default()
    }
}

fn set_one(platform: &Platform) -> TaskId {
    act(platform, &leader(), |ctx| set(ctx, &new("elderly"))).unwrap()
}

/// Takes a step at the version that stands.
fn take(platform: &Platform, who: &Who, id: TaskId, what: Step) -> Result<(), Fault> {
    act(platform, who, |ctx| {
        let version = super::store::task_fetch(ctx.tx(), id)?.version;
        step(ctx, (id, version), what, "说明", None)
    })
}

engines::both_engines!(a_task_is_closed_out_by_somebody_else, |db: &Db| {
    let (platform, _) = platform(db);
    let (id, care, chief) = (
        set_one(&platform),
        officer(1, "elderly"),
        officer(2, "elderly"),
    );
    take(&platform, &care, id, Step::Accept).unwrap();
    take(&platform, &care, id, Step::Progress).unwrap();
    assert_eq!(
        refused(take(&platform, &chief, id, Step::Report)),
        "task-not-owner"
    );
    take(&platform, &care, id, Step::Report).unwrap();
    assert_eq!(
        refused(take(&platform, &care, id, Step::Close)),
        "task-own-close"
    );
    take(&platform, &inspector(), id, Step::Return).unwrap();
    take(&platform, &care, id, Step::Report).unwrap();
    take(&platform, &chief, id, Step::Close).unwrap();
    let task = act(&platform, &leader(), |ctx| get(ctx, id)).unwrap();
    assert_eq!(
        (task.state, task.closed_on),
        (State::Closed, Some(date(2020, 3, 18)))
    );
    let steps: Vec<Step> = act(&platform, &leader(), |ctx| events(ctx, id))
        .unwrap()
        .into_iter()
        .map(|event| event.step)
        .collect();
    assert_eq!(
        steps,
        [
            Step::Set,
            Step::Accept,
            Step::Progress,
            Step::Report,
            Step::Return,
            Step::Report,
            Step::Close
        ]
    );
});

engines::both_engines!(
    another_section_does_not_see_it_until_it_is_handed_on,
    |db: &Db| {
        let (platform, _) = platform(db);
        let (id, care, relief) = (
            set_one(&platform),
            officer(1, "elderly"),
            officer(2, "relief"),
        );
        let seen = |who: &Who| act(&platform, who, |ctx| get(ctx, id)).is_ok();
        assert!(seen(&care) && seen(&leader()) && !seen(&relief) && !seen(&worker()));
        assert!(matches!(
            take(&platform, &relief, id, Step::Accept),
            Err(Fault::NotFound)
        ));
        act(&platform, &care, |ctx| {
            hand_on(ctx, (id, 1), ("500153", "relief"), "不属本科室")
        })
        .unwrap();
        assert!(!seen(&care) && seen(&relief));
        let everybody = act(&platform, &leader(), |ctx| set(ctx, &new("all"))).unwrap();
        for who in [&care, &relief] {
            assert!(act(&platform, who, |ctx| get(ctx, everybody)).is_ok());
            let found = act(&platform, who, |ctx| find(ctx, &Wanted::default(), 50, 0)).unwrap();
            assert!(found.tasks.iter().any(|t| t.id == everybody));
        }
    }
);

engines::both_engines!(two_at_one_task_are_told, |db: &Db| {
    let (platform, _) = platform(db);
    let (id, care) = (set_one(&platform), officer(1, "elderly"));
    act(&platform, &care, |ctx| {
        step(ctx, (id, 1), Step::Accept, "", None)
    })
    .unwrap();
    let late = act(&platform, &leader(), |ctx| {
        postpone(ctx, (id, 1), "2020-05-30", "等市局文件")
    });
    assert!(matches!(late, Err(Fault::Stale)));
});

engines::both_engines!(days_notes_and_places_are_checked, |db: &Db| {
    let (platform, _) = platform(db);
    let id = set_one(&platform);
    let mut bad = new("");
    bad.title = " ".to_owned();
    bad.due = "四月底".to_owned();
    bad.division = "500154".to_owned();
    let result = act(&platform, &leader(), |ctx| set(ctx, &bad));
    for (field, code) in [
        ("title", "task-title-form"),
        ("section", "task-section-form"),
        ("division", "task-division-form"),
        ("due", "task-due-form"),
    ] {
        assert_eq!(wrong(&result, field), code);
    }
    let sooner = act(&platform, &leader(), |ctx| {
        postpone(ctx, (id, 1), "2020-04-30", "为何")
    });
    assert_eq!(wrong(&sooner, "due"), "task-due-later");
    let silent = act(&platform, &leader(), |ctx| {
        step(ctx, (id, 1), Step::Withdraw, " ", None)
    });
    assert_eq!(wrong(&silent, "note"), "task-note-needed");
});

engines::both_engines!(what_is_late_is_counted_and_found, |db: &Db| {
    let (platform, clock) = platform(db);
    let (late, done, care) = (
        set_one(&platform),
        set_one(&platform),
        officer(1, "elderly"),
    );
    for what in [Step::Accept, Step::Report] {
        take(&platform, &care, done, what).unwrap();
    }
    take(&platform, &leader(), done, Step::Close).unwrap();
    let overdue = Wanted {
        overdue: true,
        ..Wanted::default()
    };
    let look = |wanted: &Wanted| {
        act(&platform, &care, |ctx| find(ctx, wanted, 10, 0))
            .unwrap()
            .tasks
    };
    assert!(look(&overdue).is_empty());
    at(&clock, 50);
    let found: Vec<TaskId> = look(&overdue).into_iter().map(|t| t.id).collect();
    assert_eq!(found, [late]);
    let tally = act(&platform, &care, |ctx| tally(ctx, &Wanted::default())).unwrap();
    let expected = Tally {
        all: 2,
        open: 1,
        closed: 1,
        overdue: 1,
        ..Tally::default()
    };
    assert_eq!(tally, expected);
    let words = Wanted {
        words: "留守".to_owned(),
        ..Wanted::default()
    };
    assert_eq!(look(&words).len(), 2);
    let none = Wanted {
        words: "100%".to_owned(),
        ..Wanted::default()
    };
    assert!(look(&none).is_empty());
});

fn any_step() -> impl Strategy<Value = Step> {
    prop::sample::select(Step::ALL.to_vec())
}

proptest! {
    /// Nothing is closed out that was not reported, and from every state that lives there is a way
    /// to the end.
    #[test]
    fn closed_out_is_only_what_was_reported(steps in prop::collection::vec(any_step(), 0..40)) {
        let (mut state, mut reported) = (State::Open, false);
        for step in steps {
            let Some(next) = state.after(step) else { continue };
            reported = match step {
                Step::Report => true,
                Step::Return | Step::Reopen => false,
                _ => reported,
            };
            state = next;
            prop_assert_eq!(state == State::Reported || state == State::Closed, reported && state != State::Doing && state != State::Open && state != State::Withdrawn);
            prop_assert!(state.is_alive() || state.after(Step::Reopen).is_some());
        }
        let way = [Step::Accept, Step::Report, Step::Close];
        for step in way {
            state = state.after(step).unwrap_or(state);
        }
        prop_assert!(!state.is_alive());
    }
}
