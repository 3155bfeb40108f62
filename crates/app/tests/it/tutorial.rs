//! docs/pack-authoring.md and its Chinese page, followed word by word as a policy officer would:
//! files written, commands run, answers compared. What comes out is packs/tutorial.

use crate::{Desk, stdout};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A block of the page: what its first line says, and its text.
struct Block {
    kind: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(kind), None) => {
                open = Some(Block {
                    kind: kind.to_owned(),
                    text: String::new(),
                });
            }
            (None, Some(block)) => block.text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The lines with `-` give way to those with `+`.
fn edited(text: &str, diff: &str) -> String {
    let lines = |sign: char| -> String {
        let lines = diff.lines().filter_map(|l| l.strip_prefix(sign));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(text.matches(&lines('-')).count(), 1, "{diff}");
    text.replacen(&lines('-'), &lines('+'), 1)
}

/// The files of a folder with their texts.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    found
}

fn follow(page: &str, locale: &str) {
    let desk = Desk::new(&format!("tutorial-{locale}"));
    for pack in ["china", "chongqing", "rongchang-2020"] {
        copy(
            &root().join("packs").join(pack),
            &desk.path(&format!("packs/{pack}")),
        );
    }
    let text = fs::read_to_string(root().join("docs").join(page)).unwrap();
    let mut said = String::new();
    for block in blocks(&text) {
        let file = block.kind.split_once("file=").map(|(_, f)| desk.path(f));
        match (block.kind.split(' ').next(), file) {
            (Some("diff"), Some(file)) => {
                let text = fs::read_to_string(&file).unwrap();
                fs::write(&file, edited(&text, &block.text)).unwrap();
            }
            (Some(_), Some(file)) => {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, &block.text).unwrap();
            }
            (Some("sh"), None) => {
                let args: Vec<&str> = block.text.split_whitespace().collect();
                assert_eq!(args.first(), Some(&"doudi"));
                let run = desk.run_with(args.get(1..).unwrap(), locale, "");
                said = stdout(&run);
            }
            (Some("text"), None) => {
                for line in block.text.lines() {
                    assert!(said.contains(line), "{page}: {line}\n{said}");
                }
            }
            _ => panic!("{page}: a block of {}", block.kind),
        }
    }
    let relative = |folder: &Path| -> Vec<(PathBuf, String)> {
        let files = texts(folder).into_iter();
        let files = files.map(|(p, t)| (p.strip_prefix(folder).unwrap().to_owned(), t));
        files.collect()
    };
    let made = relative(&desk.path("packs/tutorial"));
    assert_eq!(made, relative(&root().join("packs/tutorial")));
    let shown = fs::read_to_string(desk.path("winter.html")).unwrap();
    assert!(shown.contains("<svg"), "{shown}");
}

#[test]
fn the_page_on_packs_can_be_followed_word_by_word() {
    follow("pack-authoring.md", "C.UTF-8");
}

#[test]
fn the_chinese_page_makes_the_same_pack() {
    follow("pack-authoring.zh-CN.md", "zh_CN.UTF-8");
}
