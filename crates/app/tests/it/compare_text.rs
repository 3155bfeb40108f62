//! What a comparison says and how its workbook stands: the sentence of every screen, the summary and
//! the page in both languages, held by snapshots. `UPDATE_EXPECT=1 cargo test -p app` writes them
//! anew; read what changed.

use super::compare::{DEATHS, ROLL, pack};
use super::{Desk, stderr, stdout};
use expect_test::expect_file;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Read;

const CHINESE: &str = "zh_CN.UTF-8";
const ENGLISH: &str = "en_US.UTF-8";

/// A comparison of the files of a list, and what was written.
fn compared(desk: &Desk, list: &str, out: &str, lang: &str, more: &[&str]) -> String {
    let pack = pack();
    let base = [
        "compare",
        "--pack",
        &pack,
        "--on",
        "2020-05-31",
        "--ledgers",
        list,
        "-o",
        out,
    ];
    let run = desk.run_with(&[&base, more].concat(), lang, "");
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    stderr(&run)
}

#[test]
fn every_screen_speaks_in_both_languages() {
    let desk = Desk::new("text-screens");
    let args = [
        "ledgers", "-o", "d", "--people", "12000", "--seed", "2", "-q",
    ];
    let made = desk.run(&args);
    assert!(made.status.success(), "{}", stderr(&made));
    let mut silent = Vec::new();
    let mut counts = Vec::new();
    for (lang, out) in [(CHINESE, "zh"), (ENGLISH, "en")] {
        let file = format!("{out}.json");
        compared(&desk, "d/ledgers.toml", &file, lang, &["-q"]);
        let cases: Vec<Value> = serde_json::from_str(&desk.read(&file)).unwrap();
        let mut said = String::new();
        let mut screens: Vec<&str> = cases
            .iter()
            .map(|c| c["screen"].as_str().unwrap())
            .collect();
        screens.sort_unstable();
        screens.dedup();
        for screen in &screens {
            let of = |standing: &str| {
                let one = |c: &&Value| c["screen"] == *screen && c["standing"] == standing;
                cases.iter().find(one)
            };
            let Some(case) = of("finding") else {
                silent.push((*screen).to_owned());
                continue;
            };
            let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
            let _ = writeln!(said, "{screen} {} · {}", text("title"), text("direction"));
            for key in ["message", "link", "rule", "next"] {
                assert!(!text(key).is_empty(), "{screen} has no {key}");
                let _ = writeln!(said, "    {}", text(key));
            }
            if let Some(exempt) = of("exempt") {
                let _ = writeln!(said, "    - {}", exempt["exemption"].as_str().unwrap());
            }
        }
        counts.push(screens.len());
        expect_file![format!("./snapshots/findings-{out}.txt")].assert_eq(&said);
    }
    assert!(silent.is_empty(), "no finding of {silent:?}");
    assert_eq!(counts, [61, 61], "every screen of the pack has one");
}

/// A comparison small enough to be read whole.
fn small(name: &str) -> Desk {
    let desk = Desk::new(name);
    desk.file("低保名册.csv", ROLL)
        .file("死亡名单.csv", DEATHS)
        .file("车辆.csv", "机动车所有人,身份证明号码,车辆类型,机动车状态\n张三,500153195104030012,小型轿车,正常\n")
        .file(
            "list.toml",
            "[[ledger]]\nrole = 'dibao'\nfile = '低保名册.csv'\n[[ledger]]\nrole = 'deaths'\nfile = '死亡名单.csv'\n\
             [[ledger]]\nrole = 'vehicles'\nfile = '车辆.csv'\n",
        );
    desk
}

/// The words of a page, a line for each piece, without what changes from build to build.
fn words(page: &str) -> String {
    let (head, body) = page.split_once("<style>").unwrap();
    let body = body.split_once("</style>").unwrap().1;
    let body = body.split_once("<footer>").unwrap().0;
    let mut text = String::new();
    for piece in [head, body].concat().split('<') {
        let words = piece
            .split_once('>')
            .map_or(piece, |(_, words)| words)
            .trim();
        if !words.is_empty() {
            let _ = writeln!(text, "{words}");
        }
    }
    text.replace("&lt;", "<")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[test]
fn summary_and_page_speak_in_both_languages() {
    for (lang, out) in [(CHINESE, "zh"), (ENGLISH, "en")] {
        let desk = small(&format!("text-page-{out}"));
        let said = compared(&desk, "list.toml", "f.csv", lang, &["--html", "r.html"]);
        let (before, rest) = said.split_once('\n').unwrap();
        // The time it took is the last of the first line.
        let timeless = before.trim_end_matches(|c: char| !matches!(c, ',' | '，'));
        let page = desk.read("r.html");
        assert!(page.contains("<footer>"));
        let all = format!("{timeless} …\n{rest}\n{}", words(&page));
        expect_file![format!("./snapshots/compare-{out}.txt")].assert_eq(&all);
    }
}

/// One part of a workbook.
fn part(desk: &Desk, book: &str, name: &str) -> String {
    let file = std::fs::File::open(desk.path(book)).unwrap();
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn the_workbook_is_read_filtered_printed_and_leads_from_its_cover() {
    let desk = small("text-book");
    for (lang, book, tabs) in [
        (
            CHINESE,
            "疑点.xlsx",
            [
                "说明",
                "分项汇总",
                "分镇街汇总",
                "疑点线索",
                "依据明细",
                "豁免清单",
                "未判定清单",
                "台账情况",
            ],
        ),
        (
            ENGLISH,
            "f.xlsx",
            [
                "About",
                "By screen",
                "By town",
                "Findings",
                "Evidence",
                "Exempt",
                "Open",
                "Ledgers",
            ],
        ),
    ] {
        compared(&desk, "list.toml", book, lang, &[]);
        let outline = part(&desk, book, "xl/workbook.xml");
        let names: Vec<&str> = outline
            .split("<sheet name=\"")
            .skip(1)
            .map(|s| s.split('"').next().unwrap())
            .collect();
        assert_eq!(names, tabs);
        assert!(
            outline.contains("_xlnm.Print_Titles"),
            "the header is printed on every page"
        );
        let cover = part(&desk, book, "xl/worksheets/sheet1.xml");
        for tab in &tabs[1..] {
            assert!(
                cover.contains(&format!("location=\"'{tab}'!A1\"")),
                "{tab}: {cover}"
            );
        }
        let findings = part(&desk, book, "xl/worksheets/sheet4.xml");
        for there in [
            "<pane ",
            "state=\"frozen\"",
            "<autoFilter ",
            "orientation=\"landscape\"",
            "fitToHeight=\"0\"",
            "paperSize=\"9\"",
        ] {
            assert!(findings.contains(there), "{there}");
        }
        assert!(
            findings.contains(&format!("location=\"'{}'!A1\"", tabs[0])),
            "the way back"
        );
        // An ID number is a text, not a number, wherever it stands.
        assert!(!findings.contains("<v>500153195104030012</v>"));
        assert!(findings.contains("500153195104030012"));
        let read = stdout(&desk.run(&["inspect", book, "--sheet", tabs[3]]));
        let records = read
            .lines()
            .find(|l| l.contains(" records, "))
            .unwrap()
            .to_owned();
        assert!(!records.contains(" 0 records"), "{read}");
    }
}
