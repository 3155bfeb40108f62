//! Tabs: each is a page of its own with an address, so that it can be kept, sent and gone back to.

use crate::html::{Html, escape};

/// One tab.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Where it leads.
    pub path: String,
    /// Its name.
    pub text: String,
    /// How many things are behind it, if that helps.
    pub count: Option<String>,
    /// It is the one that is shown.
    pub here: bool,
}

/// A row of tabs; `name` says to a screen reader what they choose among.
#[must_use]
pub fn tabs(name: &str, tabs: &[Tab]) -> Html {
    let mut out = format!("<nav class=\"tabs\" aria-label=\"{}\">", escape(name));
    for tab in tabs {
        let here = if tab.here {
            " aria-current=\"page\""
        } else {
            ""
        };
        let count = tab.count.as_ref().map_or_else(String::new, |count| {
            format!(" <span class=\"count\">{}</span>", escape(count))
        });
        let (path, text) = (escape(&tab.path), escape(&tab.text));
        out += &format!("<a href=\"{path}\"{here}>{text}{count}</a>");
    }
    Html::markup(out + "</nav>")
}
