//! Citations of the shipped packs against the table of articles in docs/law: a rule that names a
//! law must name an article that the law has, and a rule that claims to be confirmed must rest on
//! a text that was read or on figures that were published.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the packs must fail"
)]

mod dates;
mod table;
mod worked;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Law {
    title: BTreeMap<String, String>,
    names: Vec<String>,
    rank: String,
    from: String,
    to: Option<String>,
    last: u32,
    articles: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    names: Vec<String>,
    title: String,
    from: String,
    to: Option<String>,
    known: String,
    #[serde(default)]
    sections: Vec<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Papers {
    paper: Vec<Paper>,
}

struct Cited {
    file: String,
    document: String,
    article: String,
    verified: bool,
    /// Names a whole document as the basis of a programme.
    whole: bool,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(path);
        }
    }
    found.sort();
}

fn laws() -> Vec<Law> {
    let mut found = Vec::new();
    files(&root().join("docs/law/articles"), &mut found);
    let read = |path: &PathBuf| toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    found.iter().map(read).collect()
}

fn papers() -> Vec<Paper> {
    let text = fs::read_to_string(root().join("docs/law/papers.toml")).unwrap();
    toml::from_str::<Papers>(&text).unwrap().paper
}

/// Every table with a `document`, wherever it stands.
fn citations(file: &str, value: &toml::Value, found: &mut Vec<Cited>) {
    match value {
        toml::Value::Table(table) => {
            if let Some(document) = table.get("document").and_then(toml::Value::as_str) {
                let text = |key| table.get(key).and_then(toml::Value::as_str);
                found.push(Cited {
                    file: file.to_owned(),
                    document: document.to_owned(),
                    article: text("article").unwrap_or_default().to_owned(),
                    whole: table.contains_key("title"),
                    verified: table.get("verified").and_then(toml::Value::as_bool) == Some(true),
                });
            }
            for value in table.values() {
                citations(file, value, found);
            }
        }
        toml::Value::Array(items) => {
            for item in items {
                citations(file, item, found);
            }
        }
        _ => {}
    }
}

fn cited() -> Vec<Cited> {
    let packs = root().join("packs");
    let mut paths = Vec::new();
    files(&packs, &mut paths);
    let mut found = Vec::new();
    for path in paths {
        let file = path.strip_prefix(&packs).unwrap().display().to_string();
        let text = fs::read_to_string(&path).unwrap();
        citations(
            &file,
            &toml::Value::Table(toml::from_str(&text).unwrap()),
            &mut found,
        );
    }
    found
}

/// 第二十一条第二款、第三十条 is 21 and 30.
fn articles(text: &str) -> Vec<u32> {
    let starts = text.match_indices('第').map(|(at, mark)| at + mark.len());
    let numbers = starts.filter_map(|at| {
        let written = text.get(at..)?.split_once('条')?.0;
        number(written)
    });
    numbers.collect()
}

fn number(written: &str) -> Option<u32> {
    if let Ok(n) = written.parse() {
        return Some(n);
    }
    let digit = |c| "零一二三四五六七八九".chars().position(|d| d == c);
    let (mut total, mut last) = (0, 0);
    for c in written.chars() {
        match (c, digit(c)) {
            ('百', _) => (total, last) = (total + last * 100, 0),
            ('十', _) => (total, last) = (total + last.max(1) * 10, 0),
            (_, Some(d)) => last = u32::try_from(d).ok()?,
            _ => return None,
        }
    }
    Some(total + last)
}

/// Programmes, parameters and constraints of the district's three layers: what is owed. Screens
/// only point.
fn owed(cited: &&Cited) -> bool {
    let layers = ["china/", "chongqing/", "rongchang-2020/"];
    layers.iter().any(|layer| cited.file.starts_with(layer))
        && !cited.file.contains("/screens")
        && !cited.file.contains("/roles")
}

#[test]
fn chinese_article_numbers_are_read() {
    assert_eq!(articles("第一百零三条"), [103]);
    assert_eq!(articles("第十条第二款、第二十一条"), [10, 21]);
    assert_eq!(articles("第3条"), [3]);
    assert!(articles("二（一）").is_empty());
}

#[test]
fn the_tables_are_sound() {
    for law in laws() {
        assert!(
            !law.rank.is_empty() && law.title.contains_key("zh") && law.title.contains_key("en")
        );
        assert!(law.to.is_none_or(|to| to > law.from), "{:?}", law.names);
        for (number, about) in &law.articles {
            let number: u32 = number.parse().unwrap();
            assert!((1..=law.last).contains(&number), "{:?} {number}", law.names);
            assert!(about.contains_key("zh") && about.contains_key("en"));
        }
    }
    for paper in papers() {
        assert!(
            ["read", "quoted", "named"].contains(&paper.known.as_str()),
            "{}",
            paper.title
        );
        assert_eq!(
            paper.known == "read",
            !paper.sections.is_empty(),
            "{}",
            paper.title
        );
        assert!(paper.to.is_none_or(|to| to > paper.from), "{}", paper.title);
        assert!(paper.note.is_none_or(|note| note.ends_with('.')));
    }
}

#[test]
fn every_cited_article_exists() {
    let (laws, mut wrong) = (laws(), Vec::new());
    for cited in cited() {
        let Some(law) = laws.iter().find(|l| l.names.contains(&cited.document)) else {
            continue;
        };
        for number in articles(&cited.article) {
            let listed = law.articles.contains_key(&number.to_string()) || !owed(&&cited);
            if !(1..=law.last).contains(&number) || !listed {
                wrong.push(format!(
                    "{}: {} {}",
                    cited.file, cited.document, cited.article
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "no such article:\n{}", wrong.join("\n"));
}

#[test]
fn every_document_that_something_is_owed_by_is_in_the_tables() {
    let (laws, papers, mut wrong) = (laws(), papers(), Vec::new());
    for cited in cited().iter().filter(owed) {
        let say = |what: &str| {
            format!(
                "{}: {} {} {what}",
                cited.file, cited.document, cited.article
            )
        };
        if laws.iter().any(|l| l.names.contains(&cited.document)) {
            if articles(&cited.article).is_empty() && cited.verified && !cited.whole {
                wrong.push(say("is a law: name the article"));
            }
            continue;
        }
        match papers.iter().find(|p| p.names.contains(&cited.document)) {
            None => wrong.push(say("is in no table")),
            Some(paper) if paper.known == "named" && cited.verified => {
                wrong.push(say("was never read and cannot be confirmed"));
            }
            Some(paper) if !paper.sections.is_empty() && !cited.article.is_empty() => {
                let known = |s: &str| paper.sections.iter().any(|have| have == s);
                if !cited.article.split('、').all(known) {
                    wrong.push(say("is no section of it"));
                }
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "citations:\n{}", wrong.join("\n"));
}
