//! States as a word with a sign and a colour (never the colour alone), empty places that teach,
//! numbers that stand in a column.

use crate::assets::address;
use crate::html::{Html, escape};

/// What a state means for whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Neither good nor bad: waiting, ended.
    #[default]
    Plain,
    /// Under way.
    Active,
    /// As it should be.
    Good,
    /// Due soon, unsure, to be looked at.
    Warn,
    /// Overdue, wrong, blocked.
    Bad,
}

impl Tone {
    /// Its class.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain-state",
            Self::Active => "active",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// Its sign in `icons.svg`.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Plain => "dot",
            Self::Active => "going",
            Self::Good => "check",
            Self::Warn => "attention",
            Self::Bad => "cross",
        }
    }
}

/// A sign from `icons.svg`.
pub(crate) fn sign(name: &str) -> String {
    format!(
        "<svg class=\"sign\" aria-hidden=\"true\"><use href=\"{}#{name}\"/></svg>",
        address("icons.svg")
    )
}

/// A state: sign, word, colour.
#[must_use]
pub fn badge(tone: Tone, word: &str) -> Html {
    Html::markup(format!(
        "<span class=\"state {}\">{}{}</span>",
        tone.class(),
        sign(tone.sign()),
        escape(word)
    ))
}

/// A place where nothing is yet: what it is for, how something comes here, and a way to begin.
#[must_use]
pub fn empty(title: &str, teach: &str, way: Option<(&str, &str)>) -> Html {
    let way = way.map_or_else(String::new, |(path, text)| {
        let (path, text) = (escape(path), escape(text));
        format!("<p class=\"ways\"><a class=\"btn btn-primary\" href=\"{path}\">{text}</a></p>")
    });
    Html::markup(format!(
        "<div class=\"panel empty\"><b>{}</b>{}{way}</div>",
        escape(title),
        escape(teach)
    ))
}

/// A number or an amount, already formatted, set so that digits stand below one another.
#[must_use]
pub fn number(text: &str) -> Html {
    Html::markup(format!("<span class=\"n\">{}</span>", escape(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_a_word_and_a_sign_not_a_colour() {
        let shown = badge(Tone::Bad, "逾期 <3 天");
        assert!(shown.as_str().contains("#cross") && shown.as_str().contains("逾期 &lt;3 天"));
    }
}
