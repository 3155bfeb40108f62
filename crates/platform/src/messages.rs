//! The message catalogue: sentences by code, in Chinese and in English (Fluent).
//!
//! The sentences themselves belong to the binary (`crates/app/messages`); everything below speaks
//! in [`Message`]s. One catalogue serves all threads.

use base::message::{Arg, Message};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

/// The languages there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The tag of the language, as documents and settings write it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of a tag: Chinese for anything that begins with `zh`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        if tag.to_lowercase().starts_with("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }
}

/// The sentences of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The catalogue of a language from its source text.
    #[must_use]
    pub fn new(language: Language, source: String) -> Self {
        // A broken line of a catalogue is found by the tests; whatever parses is used.
        let resource = match FluentResource::try_new(source) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let tags = language.tag().parse().into_iter().collect();
        let mut bundle = FluentBundle::new_concurrent(tags);
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        Self { language, bundle }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The tag of the language, `zh-CN` or `en`.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The sentence of a message; the bare message when the catalogue lacks it.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
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
    #[must_use]
    pub fn text(&self, code: &str) -> String {
        self.found(code).unwrap_or_else(|| code.to_owned())
    }

    /// A sentence without arguments, if there is one.
    fn found(&self, code: &str) -> Option<String> {
        let pattern = self.bundle.get_message(code).and_then(|m| m.value())?;
        let text = self.bundle.format_pattern(pattern, None, &mut Vec::new());
        Some(text.into_owned())
    }

    /// The name of a field or a level; the code itself when it has none.
    #[must_use]
    pub fn label(&self, code: &str) -> String {
        let key = format!(
            "label-{}",
            code.replace('_', "-").trim_end_matches(char::is_numeric)
        );
        self.found(&key).unwrap_or_else(|| code.to_owned())
    }

    /// A whole number with separators.
    #[must_use]
    pub fn number(&self, n: i64) -> String {
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
