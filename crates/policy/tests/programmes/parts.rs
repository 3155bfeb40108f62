//! A programme in several files, and programmes that share what they derive.

use super::pack::files;
use policy::pack::{Files, Layer, Pack};

/// The files of the tests' pack, the programme's examples and road split off.
fn split() -> Files {
    let mut files = files();
    let mut examples = String::new();
    for (path, text) in &mut files {
        if path == "rural.toml" {
            let at = text.find("[[example]]").unwrap_or(text.len());
            examples = text.split_off(at);
        }
    }
    let part = "[part]\nprogramme = \"rural-dibao\"\n\n";
    // Sorts before the head.
    files.push(("a/examples.toml".to_owned(), format!("{part}{examples}")));
    files
}

fn said(files: Files) -> Vec<String> {
    match Pack::load(&files) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_programme_may_stand_in_several_files() {
    let whole = Pack::load(&files()).unwrap();
    let split = Pack::load(&split()).unwrap();
    let count = |pack: &Pack| pack.programme("rural-dibao").unwrap().examples.len();
    assert!(count(&whole) > 0);
    assert_eq!(count(&whole), count(&split));
}

#[test]
fn a_part_of_an_unknown_programme_is_named() {
    let mut files = files();
    let part = "[part]\nprogramme = \"rural-dibaos\"\n[[end]]\nid = \"e\"\nlabel = {zh = \"终\", en = \"end\"}\neffect = \"at_once\"\ncite = {document = \"某办法\"}\n";
    files.push(("end.toml".to_owned(), part.to_owned()));
    assert_eq!(
        said(files),
        ["end.toml:2:13: there is no rural-dibaos here (did you mean \"rural-dibao\"?)"]
    );
}

/// A lower layer may add examples, since it has the values; anything else needs its right.
#[test]
fn a_lower_layer_adds_examples_and_nothing_else_as_a_part() {
    let layers = |part: &str| {
        let head = "id = \"town\"\ntitle = {zh = \"镇\", en = \"town\"}\njurisdiction = \"500153100\"\nbelow = \"../upper\"\n";
        let lower = vec![
            ("pack.toml".to_owned(), head.to_owned()),
            ("part.toml".to_owned(), part.to_owned()),
        ];
        let upper = Layer {
            name: "upper".to_owned(),
            files: files(),
        };
        let lower = Layer {
            name: "town".to_owned(),
            files: lower,
        };
        Pack::load_layers(&[upper, lower])
    };
    let example = "[part]\nprogramme = \"rural-dibao\"\n[[example]]\nname = \"new\"\non = \"2018-01-01\"\nexpect = {outcome = \"not_in_force\"}\ncase.household = {members = [{id = \"p\"}]}\n";
    let added = layers(example).unwrap();
    let whole = Pack::load(&files()).unwrap();
    let count = |pack: &Pack| pack.programme("rural-dibao").unwrap().examples.len();
    assert_eq!(count(&added), count(&whole) + 1);
    let end = "[part]\nprogramme = \"rural-dibao\"\n[[end]]\nid = \"e\"\nlabel = {zh = \"终\", en = \"end\"}\neffect = \"at_once\"\ncite = {document = \"某办法\"}\n";
    let found = layers(end).err().unwrap_or_default();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("town/part.toml:2:13: rural-dibao stands in"),
        "{found:?}"
    );
}

#[test]
fn what_one_programme_derives_another_may_share() {
    let mut files = files();
    let edge = r#"
[programme]
id = "edge"
title = {zh = "边缘家庭", en = "edge household"}
summary = {zh = "略高于标准", en = "a little above"}
unit = "household"
from = "2020-01-01"
shares = ["rural-dibao"]
basis = [{document = "某办法", title = {zh = "某办法", en = "a paper"}}]
[[condition]]
id = "income"
label = {zh = "收入", en = "income"}
is = "household.per_capita >= param.rural_standard"
holds = {zh = "高于", en = "above"}
fails = {zh = "低于", en = "below"}
cite = {document = "某办法"}
"#;
    files.push(("edge.toml".to_owned(), edge.to_owned()));
    let pack = Pack::load(&files).unwrap();
    let derived = |id: &str| -> Vec<String> {
        let programme = pack.programme(id).unwrap();
        programme.derives.iter().map(|d| d.id.clone()).collect()
    };
    assert_eq!(derived("edge"), derived("rural-dibao"));
    let alone = edge.replace("shares = [\"rural-dibao\"]\n", "");
    files.pop();
    files.push(("edge.toml".to_owned(), alone));
    assert_eq!(said(files).len(), 1);
}
