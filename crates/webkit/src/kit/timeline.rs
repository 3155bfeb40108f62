//! What happened, in order: newest first or oldest first, as the caller has it.

use super::state::{Tone, sign};
use crate::html::{Html, escape};

/// Something that happened.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// When, as one reads it.
    pub when: String,
    /// What.
    pub what: String,
    /// Who did it, if anybody.
    pub who: String,
    /// More, in HTML.
    pub more: Html,
    /// What it means.
    pub tone: Tone,
}

/// A course of events.
#[must_use]
pub fn timeline(events: &[Event]) -> Html {
    if events.is_empty() {
        return Html::default();
    }
    let mut out = String::from("<ol class=\"timeline\">");
    for event in events {
        let who = match event.who.is_empty() {
            true => String::new(),
            false => format!(" <span class=\"quiet\">{}</span>", escape(&event.who)),
        };
        let more = match event.more.is_empty() {
            true => String::new(),
            false => format!("<div>{}</div>", event.more),
        };
        out += &format!(
            "<li class=\"{}\">{}<time>{}</time><div><b>{}</b>{who}{more}</div></li>",
            event.tone.class(),
            sign(event.tone.sign()),
            escape(&event.when),
            escape(&event.what),
        );
    }
    Html::markup(out + "</ol>")
}
