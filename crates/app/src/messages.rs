//! The message catalogue: every sentence a user reads, in Chinese and in English (Fluent).

use base::message::{Arg, Message};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
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
    topic!("policy"),
    topic!("app"),
    topic!("pack"),
    topic!("pack_show"),
    topic!("simulate"),
    topic!("compare"),
    topic!("decide"),
    topic!("ledgers"),
];

/// The languages there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The language asked for with `--lang`, else that of the environment (`LC_ALL`,
    /// `LC_MESSAGES`, `LANG`), else English.
    pub(crate) fn of(args: impl Iterator<Item = OsString>) -> Self {
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
        match from {
            Some(text) if text.to_lowercase().starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }

    /// The tag of it: `zh-CN` or `en`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    fn source(self) -> String {
        let texts = SOURCES.iter().map(|(chinese, english)| match self {
            Self::Chinese => *chinese,
            Self::English => *english,
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}

/// The sentences of one language.
pub(crate) struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The catalogue of a language.
    pub(crate) fn new(language: Language) -> Self {
        // A broken line of a catalogue is found by the tests; whatever parses is used.
        let resource = match FluentResource::try_new(language.source()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let tags = language.tag().parse().into_iter().collect();
        let mut bundle = FluentBundle::new(tags);
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        Self { language, bundle }
    }

    /// The language.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The tag of the language, `zh-CN` or `en`.
    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The sentence of a message; the bare message when the catalogue lacks it.
    pub(crate) fn say(&self, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            match value {
                Arg::Text(text) => args.set(*name, text.clone()),
                Arg::Number(n) => args.set(*name, self.number(*n)),
                Arg::Both { zh, en } => args.set(
                    *name,
                    match self.language {
                        Language::Chinese => zh.clone(),
                        Language::English => en.clone(),
                    },
                ),
                Arg::Message(inner) => args.set(*name, self.say(inner)),
            }
        }
        let found = self
            .bundle
            .get_message(message.code)
            .and_then(|m| m.value());
        let Some(pattern) = found else {
            return message.to_string();
        };
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }

    /// A sentence without arguments.
    pub(crate) fn text(&self, code: &'static str) -> String {
        self.say(&Message::new(code))
    }

    /// The name of a field or a level; the code itself when it has none.
    pub(crate) fn label(&self, code: &str) -> String {
        let key = format!(
            "label-{}",
            code.replace('_', "-").trim_end_matches(char::is_numeric)
        );
        let found = self.bundle.get_message(&key).and_then(|m| m.value());
        found.map_or_else(
            || code.to_owned(),
            |pattern| {
                self.bundle
                    .format_pattern(pattern, None, &mut Vec::new())
                    .into_owned()
            },
        )
    }

    /// A whole number with separators.
    pub(crate) fn number(&self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if n < 0 { format!("-{out}") } else { out }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            policy::CODES,
            screening::CODES,
        ]
        .concat()
    }

    /// All source text below a folder.
    fn sources(folder: &std::path::Path) -> String {
        let mut text = String::new();
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
                FluentResource::try_new(language.source()).is_ok(),
                "{language:?}"
            );
        }
        assert_eq!(
            entries(&Language::Chinese.source()),
            entries(&Language::English.source())
        );
    }

    #[test]
    fn every_code_of_every_crate_has_a_sentence() {
        let present = entries(&Language::English.source());
        let missing: Vec<&str> = codes()
            .into_iter()
            .filter(|code| !present.contains_key(*code))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn no_sentence_is_there_for_nobody() {
        let code = sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        for key in entries(&Language::English.source()).keys() {
            let used = codes().contains(&key.as_str())
                || key.starts_with("label-")
                || code.contains(&format!("\"{key}\""));
            assert!(used, "{key} is used nowhere");
        }
    }

    #[test]
    fn messages_within_messages_are_said_too() {
        let catalogue = Catalogue::new(Language::English);
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
        assert_eq!(
            Language::of(args(&["link", "--lang", "zh-CN"])),
            Language::Chinese
        );
        assert_eq!(
            Language::of(args(&["--lang=en", "link"])),
            Language::English
        );
    }
}
