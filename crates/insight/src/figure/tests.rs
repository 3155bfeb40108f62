//! Figures against an independent count over the same records, on both databases.

use super::{all, of};
use base::Fault;
use db::Db;
use jiff::civil::date;
use platform::testing::{person, platform};
use platform::{Ctx, Division, Platform, Role, Who};
use policy::indicator::Weight;
use policy::pack::Pack;
use registry::register::{Declared, Given, fill};
use taskboard::problem;

const HEAD: &str = "id = \"t\"\njurisdiction = \"500153\"\ntitle = {zh = \"试\", en = \"Trial\"}\n";

const CONTENT: &str = r#"
[[section]]
id = "grassroots"
label = {zh = "基层", en = "Villages"}

[[register]]
id = "markers"
label = {zh = "界桩", en = "Markers"}
purpose = {zh = "界桩巡查", en = "Markers and their rounds"}
section = "grassroots"
subject = "place"
plan = []
keepers = [{role = "section-officer", level = "district"}]
key = ["number"]
group = [{id = "g", zh = "基本", en = "Basic"}]
field = [
  {id = "number", type = "text", group = "g", zh = "编号", en = "Number", required = true},
  {id = "state", type = "code", group = "g", zh = "状态", en = "State", codes = [{code = "good", zh = "完好", en = "Good"}, {code = "lost", zh = "缺失", en = "Lost"}]},
  {id = "steps", type = "int", group = "g", zh = "步数", en = "Steps"},
]
cite = [{document = "试"}]

[[indicator]]
id = "good"
label = {zh = "完好率", en = "Good"}
over = "markers"
measure = "share"
counts = "self.state == 'good'"
target = 60
cite = [{document = "试"}]
[[indicator]]
id = "steps"
label = {zh = "步数", en = "Steps"}
over = "markers"
measure = "sum"
sum = "self.steps"
counts = "self.state != 'lost'"
cite = [{document = "试"}]
[[indicator]]
id = "problems"
label = {zh = "未销号", en = "Open"}
over = "problems"
measure = "count"
counts = "self.state != 'closed'"
target = 0
better = "less"
cite = [{document = "试"}]
"#;

fn declared() -> Declared {
    let files = [("pack.toml", HEAD), ("a.toml", CONTENT)];
    let files: Vec<(String, String)> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    Declared::new(Pack::load(&files).unwrap())
}

/// Markers in two towns: number, place, state, steps.
const MARKERS: [(&str, &str, &str, &str); 5] = [
    ("1", "500153101", "good", "10"),
    ("2", "500153101", "lost", "7"),
    ("3", "500153102", "good", "5"),
    ("4", "500153102", "good", ""),
    ("5", "500153102", "", "3"),
];

fn filled(db: &Db) -> Platform {
    let (platform, _) = platform(db);
    let given: Vec<Given> = MARKERS
        .iter()
        .map(|(number, town, state, steps)| Given {
            subject: registry::register::Subject::Other,
            division: Division::parse(town).unwrap(),
            written: [("number", number), ("state", state), ("steps", steps)]
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(name, text)| (name.to_owned(), (*text).to_owned()))
                .collect(),
            since: date(2020, 1, 1),
            confirmed_on: date(2020, 1, 1),
        })
        .collect();
    let system = Who::Operator("test");
    platform
        .write(&system, platform.request(), |ctx| {
            fill(ctx, &declared(), "markers", &given, "test")
        })
        .unwrap();
    platform
}

fn read<T>(platform: &Platform, who: &Who, f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>) -> T {
    platform.read(who, platform.request(), f).unwrap()
}

engines::both_engines!(figures_are_what_the_records_say, |db: &Db| {
    let platform = filled(db);
    let declared = declared();
    let leader = person(Role::BureauLeader, "500153");
    let found = read(&platform, &leader, |ctx| all(ctx, &declared));
    let shown: Vec<_> = found
        .iter()
        .map(|c| {
            let f = c.figure;
            let value = c.indicator.value(&f);
            let reached = c.indicator.reached(&f);
            (
                c.indicator.id.as_str(),
                value,
                f.count,
                f.meant,
                f.unknown,
                reached,
            )
        })
        .collect();
    // Counted by hand from MARKERS.
    assert_eq!(
        shown,
        [
            ("good", Some(6_000), 3, 5, 1, Some(true)),
            ("steps", Some(15), 2, 5, 2, None),
            ("problems", Some(0), 0, 0, 0, Some(true)),
        ]
    );
    let towns = &found[0].towns;
    assert_eq!((towns["500153101"].count, towns["500153101"].meant), (1, 2));
    assert_eq!((towns["500153102"].count, towns["500153102"].meant), (2, 3));
});

engines::both_engines!(
    a_figure_is_of_what_one_may_see_and_names_its_records,
    |db: &Db| {
        let platform = filled(db);
        let declared = declared();
        let town = person(Role::TownReviewer, "500153102");
        let (computed, records) = read(&platform, &town, |ctx| of(ctx, &declared, "good"));
        assert_eq!((computed.figure.count, computed.figure.meant), (2, 3));
        let mut shown: Vec<(&str, Weight)> = records
            .iter()
            .map(|met| (met.title.as_str(), met.weight))
            .collect();
        shown.sort_by_key(|(title, _)| *title);
        assert_eq!(
            shown,
            [
                ("3", Weight::Counts(1)),
                ("4", Weight::Counts(1)),
                ("5", Weight::Unknown),
            ]
        );
        assert!(
            records
                .iter()
                .all(|met| met.path.starts_with("/registers/markers/"))
        );
        let none = platform.read(&town, platform.request(), |ctx| {
            of(ctx, &declared, "nothing").map(|_| ())
        });
        assert!(matches!(none, Err(Fault::NotFound)));
    }
);

engines::both_engines!(a_problem_that_is_entered_moves_the_figure, |db: &Db| {
    let platform = filled(db);
    let declared = declared();
    let leader = person(Role::BureauLeader, "500153");
    let new = problem::New {
        source: "self".to_owned(),
        title: "界桩缺失".to_owned(),
        detail: "第二号界桩缺失".to_owned(),
        found_on: "2020-01-02".to_owned(),
        division: "500153101".to_owned(),
        section: "grassroots".to_owned(),
        due: "2099-12-31".to_owned(),
        ..problem::New::default()
    };
    platform
        .write(&leader, platform.request(), |ctx| problem::raise(ctx, &new))
        .unwrap();
    let (computed, _) = read(&platform, &leader, |ctx| of(ctx, &declared, "problems"));
    assert_eq!(computed.indicator.reached(&computed.figure), Some(false));
    assert_eq!(computed.towns["500153101"].count, 1);
});
