//! The message catalogue: every sentence a user reads, in Chinese and in English (Fluent).

pub(crate) use platform::messages::{Catalogue, Language};
use std::ffi::OsString;

/// A file of the catalogue in both languages, found by its topic in `messages/`.
macro_rules! topic {
    ($name:literal) => {
        (
            include_str!(concat!("../messages/zh-CN/", $name, ".ftl")),
            include_str!(concat!("../messages/en/", $name, ".ftl")),
        )
    };
}

/// The catalogue's files: one a crate, and one for each large command.
const SOURCES: &[(&str, &str)] = &[
    topic!("base"),
    topic!("sheet"),
    topic!("linkage"),
    topic!("ledger"),
    topic!("paper"),
    topic!("linking"),
    topic!("policy"),
    topic!("app"),
    topic!("pack"),
    topic!("pack_show"),
    topic!("register"),
    topic!("import"),
    topic!("simulate"),
    topic!("compare"),
    topic!("decide"),
    topic!("ledgers"),
    topic!("db"),
    topic!("platform"),
    topic!("webkit"),
    topic!("figure"),
    topic!("admin"),
    topic!("serve"),
    topic!("migrate"),
    topic!("who"),
    topic!("registry"),
    topic!("taskboard"),
    topic!("findings"),
    topic!("insight"),
    topic!("treasury"),
    topic!("reserve"),
    topic!("watch"),
    topic!("report"),
    topic!("casework"),
    topic!("demo"),
    topic!("road"),
];

/// The language asked for with `--lang`, else that of the environment (`LC_ALL`, `LC_MESSAGES`,
/// `LANG`), else English.
pub(crate) fn asked(args: impl Iterator<Item = OsString>) -> Language {
    let mut asked = None;
    let mut next = false;
    for arg in args {
        let text = arg.to_string_lossy();
        if next {
            asked = Some(text.clone().into_owned());
        }
        next = text == "--lang";
        if let Some(value) = text.strip_prefix("--lang=") {
            asked = Some(value.to_owned());
        }
    }
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let from = asked.or_else(|| ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set));
    from.map_or(Language::English, |tag| Language::of_tag(&tag))
}

fn source(language: Language) -> String {
    let texts = SOURCES.iter().map(|(chinese, english)| match language {
        Language::Chinese => *chinese,
        Language::English => *english,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The sentences of a language.
pub(crate) fn catalogue(language: Language) -> Catalogue {
    Catalogue::new(language, source(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::message::Message;
    use fluent_bundle::FluentResource;
    use std::collections::{BTreeMap, BTreeSet};

    /// Keys of a catalogue with the names of the arguments that each uses.
    fn entries(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in source.lines().filter(|l| !l.starts_with('#')) {
            if !line.starts_with(' ')
                && let Some((name, _)) = line.split_once(" =")
            {
                key = name.to_owned();
                assert!(
                    found.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{key} twice"
                );
            }
            for part in line.split('$').skip(1) {
                let end = part
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(part.len());
                found
                    .entry(key.clone())
                    .or_default()
                    .insert(part[..end].to_owned());
            }
        }
        found
    }

    /// The message codes of all crates.
    fn codes() -> Vec<&'static str> {
        [
            base::CODES,
            sheet::CODES,
            linkage::CODES,
            ledger::CODES,
            paper::CODES,
            policy::CODES,
            screening::CODES,
            db::CODES,
            platform::CODES,
            webkit::CODES,
            registry::CODES,
            taskboard::CODES,
            findings::CODES,
            insight::CODES,
            treasury::CODES,
            casework::CODES,
        ]
        .concat()
    }

    /// All source text below a folder.
    fn sources(folder: &std::path::Path) -> String {
        let mut text = String::new();
        if !folder.exists() {
            return text;
        }
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                text += &sources(&path);
            } else {
                text += &std::fs::read_to_string(&path).unwrap();
            }
        }
        text
    }

    #[test]
    fn both_catalogues_parse_and_say_the_same_things() {
        for language in [Language::Chinese, Language::English] {
            assert!(
                FluentResource::try_new(source(language)).is_ok(),
                "{language:?}"
            );
        }
        assert_eq!(
            entries(&source(Language::Chinese)),
            entries(&source(Language::English))
        );
    }

    #[test]
    fn every_code_of_every_crate_has_a_sentence() {
        let present = entries(&source(Language::English));
        let missing: Vec<&str> = codes()
            .into_iter()
            .filter(|code| !present.contains_key(*code))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn no_sentence_is_there_for_nobody() {
        let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut code = sources(&here.join("src"));
        for part in [
            "webkit/src",
            "webkit/templates",
            "signon/src",
            "admin/src",
            "admin/templates",
            "registry/src",
            "registry/templates",
            "taskboard/src",
            "taskboard/templates",
            "casework/src",
            "casework/templates",
            "findings/src",
            "findings/templates",
            "insight/src",
            "insight/templates",
            "treasury/src",
            "treasury/templates",
        ] {
            code += &sources(&here.join("..").join(part));
        }
        for key in entries(&source(Language::English)).keys() {
            let used = codes().contains(&key.as_str())
                || ["label-", "done-"].iter().any(|p| key.starts_with(p))
                || key.starts_with("fault-")
                || code.contains(&format!("\"{key}\""));
            assert!(used, "{key} is used nowhere");
        }
    }

    #[test]
    fn messages_within_messages_are_said_too() {
        let catalogue = catalogue(Language::English);
        let inner = Message::new("base-date-empty");
        let text = catalogue.say(
            &Message::new("sheet-date-wrong")
                .with("row", 1_234i64)
                .with("column", "dob")
                .with("value", "x")
                .with("why", inner),
        );
        assert!(
            text.contains("1,234") && text.contains("no date is written"),
            "{text}"
        );
    }

    #[test]
    fn the_language_asked_for_wins() {
        let args = |list: &[&str]| {
            list.iter()
                .map(OsString::from)
                .collect::<Vec<_>>()
                .into_iter()
        };
        assert_eq!(asked(args(&["link", "--lang", "zh-CN"])), Language::Chinese);
        assert_eq!(asked(args(&["--lang=en", "link"])), Language::English);
    }
}
