//! Households through the years: founding, joining, dividing, death of the head, moving.

use super::*;
use crate::person;
use crate::testing::{act, district, officer, register as put, worker, wrong};
use base::Fault;
use base::id::{HouseholdId, PersonId};
use db::Db;
use jiff::civil::{Date, date};
use platform::Platform;

const VILLAGE: &str = "500153104201";
const NEXT: &str = "500153104202";
const FAR: &str = "500153105201";

fn joining(person: PersonId, relation: Relation) -> Joining {
    Joining { person, relation }
}

fn home(division: &str, members: Vec<Joining>, on: Date) -> Found {
    Found {
        number: String::new(),
        division: division.to_owned(),
        address: "3组12号".to_owned(),
        kind: Kind::Rural,
        on,
        members,
        source: "入户调查".to_owned(),
    }
}

/// 王家: a head, her husband, a son.
fn family(platform: &Platform) -> (HouseholdId, [PersonId; 3]) {
    let people = ["王芳", "李强", "李小明"].map(|name| put(platform, name, "", VILLAGE));
    let members = people
        .iter()
        .zip([Relation::Head, Relation::Spouse, Relation::Son])
        .map(|(person, relation)| joining(*person, relation))
        .collect();
    let new = home(VILLAGE, members, date(2010, 1, 1));
    let id = act(platform, &officer(), |ctx| found(ctx, &new)).unwrap();
    (id, people)
}

fn living(platform: &Platform, id: HouseholdId) -> Vec<(PersonId, Relation)> {
    let all = act(platform, &officer(), |ctx| members(ctx, id)).unwrap();
    let now = all.into_iter().filter(|m| m.to.is_none());
    now.map(|m| (m.person, m.relation)).collect()
}

engines::both_engines!(a_household_has_one_head_and_nobody_twice, |db: &Db| {
    let platform = district(db);
    let (one, two) = (
        put(&platform, "甲乙", "", VILLAGE),
        put(&platform, "丙丁", "", VILLAGE),
    );
    for (members, code) in [
        (vec![], "household-no-member"),
        (vec![joining(one, Relation::Spouse)], "household-head"),
        (
            vec![joining(one, Relation::Head), joining(two, Relation::Head)],
            "household-head",
        ),
        (
            vec![joining(one, Relation::Head), joining(one, Relation::Son)],
            "household-member-twice",
        ),
    ] {
        let new = home(VILLAGE, members, date(2020, 1, 1));
        assert_eq!(
            wrong(
                act(&platform, &officer(), |ctx| found(ctx, &new)),
                "members"
            ),
            code
        );
    }
});

engines::both_engines!(
    whoever_joins_another_household_leaves_the_one_before,
    |db: &Db| {
        let platform = district(db);
        let (id, [_, _, son]) = family(&platform);
        let bride = put(&platform, "陈静", "", FAR);
        let new = home(FAR, vec![joining(bride, Relation::Head)], date(2015, 5, 1));
        let theirs = act(&platform, &officer(), |ctx| found(ctx, &new)).unwrap();
        act(&platform, &officer(), |ctx| {
            join(
                ctx,
                theirs,
                1,
                &joining(son, Relation::Spouse),
                date(2019, 10, 1),
                "结婚证",
            )
        })
        .unwrap();
        assert_eq!(living(&platform, id).len(), 2);
        assert_eq!(living(&platform, theirs).len(), 2);
        // He now belongs to the other village; the old one sees him no more.
        let unseen = act(&platform, &worker(VILLAGE), |ctx| person::get(ctx, son));
        assert!(matches!(unseen, Err(Fault::NotFound)));
        let lives = act(&platform, &worker(FAR), |ctx| memberships_of(ctx, son)).unwrap();
        assert_eq!(lives[1].to, Some(date(2019, 9, 30)));
        assert_eq!(lives[1].end, Some(End::Left));
        // Nobody lives in two households at once: the database would not take it either.
        let twice = db.write(|tx| {
        let sql = "INSERT INTO membership (id, household_id, person_id, relation, from_on, source, \
                   created_at, created_by) VALUES ('x', ?1, ?2, 'son', '2020-01-01', 't', 't', 't')";
        tx.execute(sql, &[&id, &son])
    });
        assert!(matches!(twice, Err(db::DbError::Unique { .. })));
    }
);

engines::both_engines!(
    the_death_of_the_head_leaves_the_household_without_one,
    |db: &Db| {
        let platform = district(db);
        let (id, [head, husband, son]) = family(&platform);
        let who = officer();
        let version = act(&platform, &who, |ctx| person::get(ctx, head))
            .unwrap()
            .version;
        act(&platform, &who, |ctx| {
            person::mark_dead(ctx, head, version, date(2020, 2, 1), "火化证明")
        })
        .unwrap();
        let now = act(&platform, &who, |ctx| get(ctx, id)).unwrap();
        assert_eq!((now.head, now.ended_on, now.version), (None, None, 2));
        let told = [
            joining(husband, Relation::Head),
            joining(son, Relation::Son),
        ];
        act(&platform, &who, |ctx| {
            set_head(ctx, id, 2, &told, date(2020, 2, 2), "户主死亡")
        })
        .unwrap();
        assert_eq!(
            living(&platform, id),
            [(son, Relation::Son), (husband, Relation::Head)]
        );
        // The dead join nobody.
        let joined = act(&platform, &who, |ctx| {
            join(
                ctx,
                id,
                3,
                &joining(head, Relation::Spouse),
                date(2020, 3, 1),
                "x",
            )
        });
        assert_eq!(wrong(joined, "members"), "household-dead");
        let past = act(&platform, &who, |ctx| history(ctx, id)).unwrap();
        assert_eq!(past[1].data["head"], head.to_string());
    }
);

engines::both_engines!(a_divided_household_leaves_somebody_behind, |db: &Db| {
    let platform = district(db);
    let (id, [head, husband, son]) = family(&platform);
    let who = officer();
    let all = [head, husband, son].map(|p| {
        joining(
            p,
            if p == head {
                Relation::Head
            } else {
                Relation::Other
            },
        )
    });
    let new = home(VILLAGE, all.to_vec(), date(2020, 1, 1));
    assert_eq!(
        wrong(
            act(&platform, &who, |ctx| split(ctx, id, 1, &new)),
            "members"
        ),
        "household-all-leave"
    );
    let new = home(
        VILLAGE,
        vec![joining(son, Relation::Head)],
        date(2020, 1, 1),
    );
    let own = act(&platform, &who, |ctx| split(ctx, id, 1, &new)).unwrap();
    assert_eq!(living(&platform, own), [(son, Relation::Head)]);
    let before = act(&platform, &who, |ctx| memberships_of(ctx, son)).unwrap();
    assert_eq!(
        (before[1].end, before[1].to),
        (Some(End::Split), Some(date(2019, 12, 31)))
    );
});

engines::both_engines!(a_household_that_moves_takes_everybody_along, |db: &Db| {
    let platform = district(db);
    let (id, people) = family(&platform);
    let mut to = home(NEXT, Vec::new(), date(2020, 1, 1));
    to.address = "易地扶贫搬迁点2栋".to_owned();
    // The worker of a village cannot send a household to another's.
    let worker_says = act(&platform, &worker(VILLAGE), |ctx| {
        change(ctx, id, 1, &to, "搬迁")
    });
    assert_eq!(wrong(worker_says, "division"), "person-division");
    act(&platform, &officer(), |ctx| change(ctx, id, 1, &to, "搬迁")).unwrap();
    for person in people {
        act(&platform, &worker(NEXT), |ctx| person::get(ctx, person)).unwrap();
    }
    let stale = act(&platform, &officer(), |ctx| change(ctx, id, 1, &to, "搬迁"));
    assert!(matches!(stale, Err(Fault::Stale)));
});

engines::both_engines!(the_last_to_leave_ends_the_household, |db: &Db| {
    let platform = district(db);
    let one = put(&platform, "独居", "", VILLAGE);
    let new = home(
        VILLAGE,
        vec![joining(one, Relation::Head)],
        date(2012, 1, 1),
    );
    let id = act(&platform, &officer(), |ctx| found(ctx, &new)).unwrap();
    let who = worker(VILLAGE);
    act(&platform, &who, |ctx| {
        leave(ctx, id, one, date(2020, 3, 1), End::Moved, "电话核实")
    })
    .unwrap();
    let over = act(&platform, &who, |ctx| get(ctx, id)).unwrap();
    assert_eq!((over.ended_on, over.head), (Some(date(2020, 3, 1)), None));
    let again = act(&platform, &who, |ctx| {
        join(
            ctx,
            id,
            over.version,
            &joining(one, Relation::Head),
            date(2020, 3, 2),
            "x",
        )
    });
    assert!(matches!(again, Err(Fault::Refused(m)) if m.code == "household-ended"));
});

engines::both_engines!(merged_people_live_where_one_of_them_lived, |db: &Db| {
    let platform = district(db);
    let (id, [head, ..]) = family(&platform);
    let other = put(&platform, "王方", "", VILLAGE);
    let who = officer();
    act(&platform, &who, |ctx| {
        person::merge(ctx, (other, 1), (head, 1), "同一人")
    })
    .unwrap();
    assert_eq!(
        act(&platform, &who, |ctx| get(ctx, id)).unwrap().head,
        Some(other)
    );
    assert_eq!(living(&platform, id).len(), 3);
    act(&platform, &who, |ctx| {
        person::split(ctx, head, "不是同一人")
    })
    .unwrap();
    let now = act(&platform, &who, |ctx| get(ctx, id)).unwrap();
    assert_eq!((now.head, now.ended_on), (Some(head), None));
    assert!(living(&platform, id).contains(&(head, Relation::Head)));
    assert!(
        act(&platform, &who, |ctx| current_of(ctx, other))
            .unwrap()
            .is_none()
    );
});
