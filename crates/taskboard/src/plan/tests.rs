//! The plan of 2020, published: its tasks by section and month, and its next edition.

use super::*;
use crate::task::{self, Tally, Wanted};
use crate::testing::{act, leader, officer, refused};
use db::Db;
use jiff::civil::date;
use platform::testing::platform;
use platform::{Division, Platform};
use policy::pack::{Layer, Pack};
use policy::plan::Plan;

fn of_2020() -> Plan {
    let head = "id = \"t\"\njurisdiction = \"500153\"\ntitle = {zh = \"试\", en = \"Trial\"}\n";
    let text = include_str!("../../../../packs/rongchang-2020/plans/2020.toml");
    let files = [("pack.toml", head), ("plans/2020.toml", text)]
        .map(|(path, text)| (path.to_owned(), text.to_owned()));
    let layer = Layer {
        name: String::new(),
        files: files.to_vec(),
    };
    Pack::load_layers(&[layer]).unwrap().plans.remove(0)
}

fn published(platform: &Platform, plan: &Plan) -> Result<base::id::PlanId, base::Fault> {
    let district = Division::parse("500153").unwrap();
    act(platform, &leader(), |ctx| publish(ctx, plan, &district))
}

engines::both_engines!(every_item_becomes_tasks_of_those_who_answer, |db: &Db| {
    let (platform, _) = platform(db);
    let plan = of_2020();
    let id = published(&platform, &plan).unwrap();
    let counts = act(&platform, &leader(), |ctx| task::counts(ctx, id)).unwrap();
    assert_eq!(counts.len(), plan.items().count());
    let of = |item: &str| counts.iter().find(|(id, _)| id == item).unwrap().1;
    // One meeting a month from March to December, two sections for weddings and funerals.
    assert_eq!(of("4.2b").all, 10);
    assert_eq!(of("3.5.2d").all, 2);
    assert_eq!(
        of("3.2.4b"),
        Tally {
            all: 1,
            open: 1,
            ..Tally::default()
        }
    );
    let kept = act(&platform, &leader(), latest).unwrap().unwrap();
    assert_eq!((&kept.plan, kept.edition), (&plan, 1));

    let relief = officer(1, "relief");
    let wanted = Wanted {
        item: Some((id, "4.2b".to_owned())),
        ..Wanted::default()
    };
    let found = act(&platform, &leader(), |ctx| task::find(ctx, &wanted, 50, 0)).unwrap();
    assert_eq!(found.tasks[0].due, date(2020, 3, 31));
    assert_eq!(found.tasks[9].due, date(2020, 12, 31));
    let hers = act(&platform, &relief, |ctx| task::find(ctx, &wanted, 50, 0)).unwrap();
    assert!(
        hers.tasks.is_empty(),
        "the leading group's meetings are not hers"
    );
    let all = Wanted {
        plan: Some(id),
        ..Wanted::default()
    };
    let hers = act(&platform, &relief, |ctx| task::find(ctx, &all, 200, 0)).unwrap();
    assert!(
        hers.tasks
            .iter()
            .all(|t| t.section == "relief" || t.section == "all")
    );
    assert!(hers.tasks.len() > 20);
});

engines::both_engines!(another_edition_sets_only_what_is_new, |db: &Db| {
    let (platform, _) = platform(db);
    let mut plan = of_2020();
    published(&platform, &plan).unwrap();
    assert_eq!(refused(published(&platform, &plan)), "plan-same");
    let mut added = plan.parts[3].items[0].clone();
    added.id = "3.2.7".to_owned();
    plan.parts[3].items.push(added);
    let second = published(&platform, &plan).unwrap();
    let counts = act(&platform, &leader(), |ctx| task::counts(ctx, second)).unwrap();
    let items: Vec<&str> = counts.iter().map(|(item, _)| item.as_str()).collect();
    assert_eq!(items, ["3.2.7"]);
    assert_eq!(
        act(&platform, &leader(), latest).unwrap().unwrap().edition,
        2
    );
});
