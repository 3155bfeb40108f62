//! Files into registers from the command line: what went out comes back as it was, for every
//! register of the pack; what is edited is what changes; and whoever pulls the plug loses nothing.

use crate::moving::{Place, after, killed, rows};
use crate::{Desk, stderr, stdout};
use db::{Db, Target};
use std::time::Instant;

const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/rongchang-2020");

/// A demonstration with every register of the pack filled.
fn district(name: &str, people: &str) -> Desk {
    let desk = Desk::new(name);
    let args = ["demo", "--data", "d", "--pack", PACK, "--people", people];
    let filled = desk.run(&[&args[..], &["--fill-only"]].concat());
    assert!(filled.status.success(), "{}", stderr(&filled));
    desk
}

fn import(desk: &Desk, register: &str, file: &str, more: &[&str]) -> String {
    let args = ["import", register, file, "--data", "d", "--pack", PACK];
    let output = desk.run(&[&args[..], more].concat());
    let said = stdout(&output);
    assert!(!said.is_empty(), "{register} {file}: {}", stderr(&output));
    said.lines().next().unwrap().to_owned()
}

fn export(desk: &Desk, register: &str, file: &str, login: &str) -> usize {
    let args = ["export", register, "-o", file, "--as", login];
    let output = desk.run(&[&args[..], &["--data", "d", "--pack", PACK]].concat());
    assert!(output.status.success(), "{register}: {}", stderr(&output));
    let said = stderr(&output);
    said.split_whitespace().next().unwrap().parse().unwrap()
}

/// The registers of the pack, each with the account of the demonstration that keeps it.
fn kept() -> Vec<(String, &'static str)> {
    let folders = ["china", "chongqing", "rongchang-2020"];
    let mut found = Vec::new();
    for folder in folders {
        let folder = format!("{PACK}/../{folder}/registers");
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for register in text.split("[[register]]").skip(1) {
                let line = |start: &str| register.lines().find(|l| l.starts_with(start)).unwrap();
                let id = line("id").split('"').nth(1).unwrap().to_owned();
                let roles = [("section-officer", "section"), ("town-reviewer", "town")];
                let keepers = line("keepers");
                let login = roles.iter().find(|(role, _)| keepers.contains(role));
                found.push((id, login.map_or("village", |(_, login)| *login)));
            }
        }
    }
    found
}

#[test]
fn every_register_goes_out_and_comes_back_as_it_was() {
    let desk = district("round", "1500");
    let registers = kept();
    assert_eq!(registers.len(), 26);
    let mut filled = 0;
    for (register, login) in &registers {
        for ending in ["xlsx", "csv"] {
            let file = format!("{register}.{ending}");
            let count = export(&desk, register, &file, login);
            if count == 0 {
                continue;
            }
            filled += 1;
            let said = import(&desk, register, &file, &["--as", login, "--whole"]);
            let wanted = format!(
                "{file}: 0 new, 0 changed, {count} unchanged, 0 unsure, 0 rejected, 0 gone"
            );
            assert_eq!(said, wanted);
        }
    }
    assert!(filled >= 40, "only {filled} files had anything in them");
}

#[test]
fn what_is_edited_in_the_file_is_what_changes() {
    let desk = district("edited", "600");
    let count = export(&desk, "place_names", "a.csv", "section");
    let text = desk.read("a.csv");
    let header = text.lines().next().unwrap();
    let at = header.split(',').position(|h| h == "Name").unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut cells: Vec<&str> = lines[1].split(',').collect();
    cells[at] = "新安老街";
    lines[1] = cells.join(",");
    lines.truncate(count); // The last record is left out, and the list is not said to be whole.
    desk.file("a.csv", lines.join("\n"));
    let said = import(
        &desk,
        "place_names",
        "a.csv",
        &["--as", "section", "--apply"],
    );
    let same = count - 2;
    let wanted = format!("a.csv: 0 new, 1 changed, {same} unchanged, 0 unsure, 0 rejected, 0 gone");
    assert_eq!(said, wanted);
    assert_eq!(export(&desk, "place_names", "b.csv", "section"), count);
    assert!(desk.read("b.csv").contains("新安老街"));
}

#[test]
fn who_may_not_and_what_is_not_there_are_said() {
    let desk = district("maynot", "300");
    desk.file("a.csv", "姓名,残疾类别\n王芳,视力\n");
    let said = |args: &[&str]| {
        let all = [args, &["--data", "d", "--pack", PACK]].concat();
        let output = desk.run(&all);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        stderr(&output)
    };
    let told = said(&["import", "nothing", "a.csv", "--as", "section"]);
    assert!(told.contains("place_names"), "what there is: {told}");
    let told = said(&["import", "place_names", "a.csv", "--as", "window"]);
    assert!(told.contains("section-officer"), "who keeps it: {told}");
    let told = said(&["import", "place_names", "a.csv", "--as", "nobody"]);
    assert!(told.contains("nobody"), "{told}");
}

/// A file of place names that nobody has yet.
fn new_names(count: usize) -> String {
    let line = |n: usize| format!("X{n:06},第{n}号桥,Di {n} Hao Qiao,other,current,500153104\n");
    let lines: String = (0..count).map(line).collect();
    format!("地名代码,标准名称,汉语拼音,类别,使用状态,区划代码\n{lines}")
}

/// Kills an import at many moments: either all of the file is there, or nothing of it.
fn killed_while_it_imports(name: &str, url: Option<&str>) {
    const COUNT: usize = 3_000;
    let desk = Desk::new(name);
    let place = url.map_or(vec![], |url| vec!["--database", url]);
    let base = [&["--data", "d", "--pack", PACK][..], &place].concat();
    let filled = desk.run(&[&["demo", "--people", "300", "--fill-only"], &base[..]].concat());
    assert!(filled.status.success(), "{}", stderr(&filled));
    desk.file("names.csv", new_names(COUNT));
    let args = [
        "import",
        "place_names",
        "names.csv",
        "--as",
        "section",
        "--apply",
    ];
    let args = [&args[..], &base].concat();
    let target = match url {
        Some(url) => Target::Server(url.to_owned()),
        None => Target::File(desk.path("d/doudi.db")),
    };
    let count = |db: &Db| -> (i64, i64) {
        let sql = "SELECT COUNT(*) FROM register_record \
                   WHERE register = 'place_names' AND source LIKE 'import %'";
        let records: i64 = db.read(|tx| tx.value(sql, &[])).unwrap();
        let sql = "SELECT COUNT(*) FROM register_batch WHERE state = 'applied'";
        (records, db.read(|tx| tx.value(sql, &[])).unwrap())
    };
    // How long a whole run takes decides when the plug is pulled.
    let dry = [&args[..5], &base[..]].concat();
    let start = Instant::now();
    assert!(desk.run(&dry).status.code().is_some());
    let whole = start.elapsed();
    let (mut before, mut after_it) = (0, 0);
    for step in 2..=40u32 {
        let ended = killed(&desk, &args, after(whole * step / 10));
        let db = Db::open(&target, 2).unwrap();
        let (records, applied) = count(&db);
        assert_eq!(records, applied * COUNT as i64, "step {step}: half a file");
        assert!(applied <= 1);
        assert!(rows(&db, "journal") > 0);
        match applied {
            0 => before += 1,
            _ => after_it += 1,
        }
        if ended || applied == 1 {
            break;
        }
    }
    eprintln!("{name}: {before} kills before the end, {after_it} after it");
    assert!(before > 2, "nothing was killed in time");
    // Whoever comes again finds the file as it was left, and the journal whole.
    let db = Db::open(&target, 2).unwrap();
    if count(&db).1 == 0 {
        assert!(desk.run(&args).status.success());
    }
    assert_eq!(count(&db), (COUNT as i64, 1));
    let again = desk.run(&args);
    assert!(
        stdout(&again).contains("3,000 unchanged"),
        "{}",
        stdout(&again)
    );
    let journal = desk.run(&[&["journal", "verify"], &base[..]].concat());
    assert!(journal.status.success(), "{}", stdout(&journal));
}

#[test]
fn an_import_killed_at_any_moment_is_whole_or_not_there_on_sqlite() {
    killed_while_it_imports("import-sqlite", None);
}

#[test]
fn an_import_killed_at_any_moment_is_whole_or_not_there_on_postgresql() {
    if let Some(place) = Place::new("imports") {
        killed_while_it_imports("import-postgres", Some(&place.url()));
    }
}
