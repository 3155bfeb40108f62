//! A page with every kind of chart and a map, to look at and to hold the browser tests against:
//! `cargo run -p webkit --example figures`. Its numbers and shapes are invented here.

use platform::crypto::Keyring;
use platform::messages::{Catalogue, Language};
use platform::{Act, Platform, Settings, SystemRandom};
use std::sync::Arc;
use webkit::kit::chart::{Chart, Measure};
use webkit::kit::map::{Map, Place};
use webkit::{Answer, Html, Module, Page, Reply, Request, Route, Say, Site};

const MESSAGES: &str = concat!(
    include_str!("../../app/messages/zh-CN/webkit.ftl"),
    include_str!("../../app/messages/zh-CN/figure.ftl")
);

const ENGLISH: &str = concat!(
    include_str!("../../app/messages/en/webkit.ftl"),
    include_str!("../../app/messages/en/figure.ftl")
);

const TOWNS: [(&str, &str, i64); 6] = [
    ("500153001", "东街街道", 1_204),
    ("500153002", "西街街道", 865),
    ("500153101", "河口镇", 412),
    ("500153102", "石桥镇", 1_630),
    ("500153103", "李家镇", 77),
    ("500153104", "高坪镇", 933),
];

const MONTHS: [&str; 6] = ["1 月", "2 月", "3 月", "4 月", "5 月", "6 月"];

fn page(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let towns = || TOWNS.map(|(_, name, _)| (name, format!("/?town={name}")));
    let months = || MONTHS.map(|m| (m, ""));
    let bars = Chart::bars("各镇街在保户数", "镇街", Measure::Count)
        .labels(towns())
        .series("户", TOWNS.map(|(_, _, n)| Some(n)))
        .mark("平均", 854);
    let lying = Chart::bars("各镇街按期办结率", "镇街", Measure::Share)
        .labels(towns())
        .series(
            "一季度",
            [9_120, 8_750, 10_000, 7_733, 9_940, 8_800].map(Some),
        )
        .series(
            "二季度",
            [9_500, 9_050, 10_000, 8_120, 9_990, 9_010].map(Some),
        )
        .lying();
    let stacked = Chart::bars("各月支出（元）", "月份", Measure::Money)
        .labels(months())
        .series(
            "城市",
            [
                81_234_500, 80_121_000, 82_000_000, 79_950_050, 79_000_000, 78_500_000,
            ]
            .map(Some),
        )
        .series(
            "农村",
            [
                41_234_500, 42_121_000, 43_000_000, 43_950_050, 44_000_000, 44_100_000,
            ]
            .map(Some),
        )
        .stacked();
    let lines = Chart::lines("各月新增与退出（户）", "月份", Measure::Count)
        .labels(months())
        .series(
            "新增",
            [Some(31), Some(28), None, Some(40), Some(22), Some(19)],
        )
        .series("退出", [12, 19, 44, 31, 25, 27].map(Some));
    let steps = [
        ("新纳入", 1_230_000),
        ("提标", 640_000),
        ("降标", -310_000),
        ("退出", -1_720_000),
    ];
    let waterfall = Chart::waterfall(
        "本月与上月发放额（元）",
        "变化",
        Measure::Money,
        ("上月", 12_340_000),
        &steps,
        "本月",
    );
    let map = Map::new("在保户数分布", "镇街", "户数", Measure::Count, "/shapes");
    let map = TOWNS
        .iter()
        .enumerate()
        .fold(map, |map, (at, (code, name, n))| {
            map.place(Place {
                code: (*code).to_owned(),
                name: (*name).to_owned(),
                value: (at != 4).then_some(*n),
                path: format!("/?town={code}"),
            })
        });
    let charts = [bars, lying, stacked, lines, waterfall];
    let content = charts
        .iter()
        .fold(map.show(t), |all, chart| all.and(&chart.show(t)));
    Ok(Page::of(request, "home", &content).into())
}

/// Six fields in two rows, one of them a mere point.
fn shapes(_: &Request<'_>) -> Answer {
    let features = TOWNS.iter().enumerate().map(|(at, (code, _, _))| {
        let (west, south) = (105.4 + (at % 3) as f64 * 0.1, 29.3 + (at / 3) as f64 * 0.1);
        let (east, north) = (west + 0.1, south + 0.1);
        let shape = match at {
            3 => format!(
                "{{\"type\":\"Point\",\"coordinates\":[{},{}]}}",
                west + 0.05,
                south + 0.05
            ),
            _ => format!(
                "{{\"type\":\"Polygon\",\"coordinates\":[[[{west},{south}],[{east},{south}],\
                 [{east},{north}],[{west},{north}],[{west},{south}]]]}}"
            ),
        };
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\"}},\"geometry\":{shape}}}"
        )
    });
    let features: Vec<String> = features.collect();
    let all = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
        features.join(",")
    );
    Ok(Reply::Data("application/geo+json", all.into_bytes()))
}

/// A page without figures: it must not load what figures need.
fn bare(request: &Request<'_>) -> Answer {
    Ok(Page::of(request, "me", &Html::text("没有图")).into())
}

const ROUTES: &[Route] = &[
    Route::get("/", Act::PageOpen, page),
    Route::get("/shapes", Act::PageOpen, shapes),
    Route::get("/bare", Act::PageOpen, bare),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut outcome = Ok(());
    engines::on_sqlite(|db| {
        let (Ok(settings), Ok(keys)) = (settings(), Keyring::generate(&SystemRandom)) else {
            return;
        };
        outcome = run(Platform::new(db.clone(), keys, settings));
    });
    outcome
}

fn settings() -> Result<Settings, platform::SettingsError> {
    let folder = std::env::temp_dir().join(format!("doudi-figures-{}", std::process::id()));
    let flags = [
        ("listen", "127.0.0.1:0".to_owned()),
        ("data", folder.display().to_string()),
    ];
    Settings::read(None, std::iter::empty(), &flags)
}

fn run(platform: Platform) -> Result<(), Box<dyn std::error::Error>> {
    let module = Module {
        routes: ROUTES,
        ..Module::NONE
    };
    let site = Site::new(
        platform,
        vec![module],
        Catalogue::new(Language::Chinese, MESSAGES.to_owned()),
        Catalogue::new(Language::English, ENGLISH.to_owned()),
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let running = webkit::serve(Arc::new(site)).await?;
        println!("http://{}", running.address);
        running.until(std::future::pending()).await
    })?;
    Ok(())
}
