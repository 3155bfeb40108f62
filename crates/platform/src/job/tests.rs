//! Jobs are done once, go on after a restart, and give up aloud.

use super::*;
use crate::testing::platform;
use crate::{Platform, Who};
use base::Fault;
use db::Db;
use serde_json::json;

fn count(work: &Work<'_>) -> Result<String, Fault> {
    for i in 1..=3 {
        work.step(i, 3)?;
    }
    Ok("counted".to_owned())
}

fn refuse(_: &Work<'_>) -> Result<String, Fault> {
    Err(Fault::refused("no"))
}

fn queue(platform: &Platform) -> std::sync::Arc<Queue> {
    Queue::new(platform.clone(), vec![("count", count), ("refuse", refuse)]).unwrap()
}

fn want(platform: &Platform, kind: &'static str, once: Option<&str>) -> bool {
    let who = Who::Operator("test");
    platform
        .write(&who, platform.request(), |ctx| {
            ask(ctx, kind, once, &json!({}))
        })
        .unwrap()
        .is_some()
}

engines::both_engines!(
    whoever_asked_for_a_job_sees_it_and_others_do_not,
    |db: &Db| {
        let (platform, _) = platform(db);
        let clerk = crate::testing::person(crate::Role::WindowClerk, "500153104");
        let other = crate::testing::person(crate::Role::TownReviewer, "500153104");
        let id = platform.write(&clerk, platform.request(), |ctx| {
            ask(ctx, "count", None, &json!({}))
        });
        let id = id.unwrap().unwrap();
        let see = |who: &Who| platform.read(who, platform.request(), |ctx| get(ctx, id));
        assert_eq!(see(&clerk).unwrap().state, State::Queued);
        assert!(matches!(see(&other), Err(Fault::NotFound)));
        let admin = crate::testing::person(crate::Role::SystemAdministrator, "500153");
        assert!(see(&admin).is_ok());
    }
);

fn jobs(platform: &Platform) -> Vec<Job> {
    platform
        .read(&Who::Operator("test"), platform.request(), |ctx| {
            list(ctx, 10)
        })
        .unwrap()
}

engines::both_engines!(
    a_job_is_done_once_however_often_it_is_asked_for,
    |db: &Db| {
        let (platform, _) = platform(db);
        assert!(want(&platform, "count", Some("2020-03")));
        assert!(!want(&platform, "count", Some("2020-03")));
        let queue = queue(&platform);
        assert!(queue.run_one().unwrap());
        assert!(!queue.run_one().unwrap());
        let jobs = jobs(&platform);
        assert_eq!(jobs.len(), 1);
        assert_eq!(
            (jobs[0].state, jobs[0].progress, jobs[0].total),
            (State::Done, 3, 3)
        );
        assert_eq!(jobs[0].outcome.as_deref(), Some("counted"));
    }
);

engines::both_engines!(what_a_dead_worker_held_is_taken_up_again, |db: &Db| {
    let (platform, clock) = platform(db);
    want(&platform, "count", None);
    let id = jobs(&platform)[0].id;
    let now = platform.clock().now();
    db.write(|tx| store::job_take(tx, id, "gone", now)).unwrap();
    clock.advance(600);
    let queue = queue(&platform);
    assert!(queue.run_one().unwrap());
    let job = &jobs(&platform)[0];
    assert_eq!((job.state, job.attempts), (State::Done, 2));
    // The one that was thought dead cannot spoil the outcome.
    let late = db.write(|tx| store::job_finish(tx, id, "gone", State::Failed, "late", now));
    assert!(matches!(late, Err(db::DbError::Stale)));
});

engines::both_engines!(
    a_failing_job_is_tried_again_later_and_then_given_up,
    |db: &Db| {
        let (platform, clock) = platform(db);
        want(&platform, "refuse", None);
        let queue = queue(&platform);
        for _ in 0..3 {
            assert!(queue.run_one().unwrap());
            assert!(!queue.run_one().unwrap(), "not at once");
            clock.advance(600);
        }
        let job = &jobs(&platform)[0];
        assert_eq!((job.state, job.attempts), (State::Failed, 3));
        assert!(job.outcome.as_deref().unwrap().contains("refused"));
    }
);

engines::both_engines!(a_stopped_server_leaves_its_job_for_the_next, |db: &Db| {
    let (platform, _) = platform(db);
    want(&platform, "count", None);
    let stopping = queue(&platform);
    stopping.stop();
    assert!(stopping.run_one().unwrap());
    assert_eq!(jobs(&platform)[0].state, State::Queued);
    assert!(queue(&platform).run_one().unwrap());
    assert_eq!(jobs(&platform)[0].state, State::Done);
});

engines::both_engines!(two_workers_never_have_the_same_job, |db: &Db| {
    let (platform, _) = platform(db);
    for _ in 0..12 {
        want(&platform, "count", None);
    }
    let (a, b) = (queue(&platform), queue(&platform));
    std::thread::scope(|s| {
        for queue in [&a, &b] {
            s.spawn(move || while queue.run_one().unwrap() {});
        }
    });
    let all = platform.read(&Who::Operator("test"), platform.request(), |ctx| {
        list(ctx, 50)
    });
    assert!(
        all.unwrap()
            .iter()
            .all(|j| j.state == State::Done && j.attempts == 1)
    );
});
