//! What is known of one record, as names and values; sensitive ones masked until a reason is given.

use super::state::sign;
use crate::html::{Html, escape};
use crate::page::Say;

/// A list of names and values. A value that is not known is said to be so, never left blank.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    rows: Vec<(String, Html, String)>,
    unknown: String,
}

impl Facts {
    /// An empty list.
    #[must_use]
    pub fn new(t: Say<'_>) -> Self {
        Self {
            rows: Vec::new(),
            unknown: t.text("fact-unknown"),
        }
    }

    /// With a text.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Self {
        self.html(name, Html::text(value))
    }

    /// With finished HTML: a link, a state, a masked value.
    #[must_use]
    pub fn html(mut self, name: &str, value: Html) -> Self {
        self.rows.push((name.to_owned(), value, String::new()));
        self
    }

    /// With a text and where it comes from (a ledger and its date).
    #[must_use]
    pub fn sourced(mut self, name: &str, value: &str, source: &str) -> Self {
        let row = (name.to_owned(), Html::text(value), source.to_owned());
        self.rows.push(row);
        self
    }

    /// The list.
    #[must_use]
    pub fn show(&self) -> Html {
        let mut out = String::from("<dl class=\"facts\">");
        for (name, value, source) in &self.rows {
            let value = match value.is_empty() {
                true => format!("<span class=\"quiet\">{}</span>", escape(&self.unknown)),
                false => value.to_string(),
            };
            let source = match source.is_empty() {
                true => String::new(),
                false => format!(" <small class=\"source\">{}</small>", escape(source)),
            };
            out += &format!("<dt>{}</dt><dd>{value}{source}</dd>", escape(name));
        }
        Html::markup(out + "</dl>")
    }
}

/// A masked value with a way to see it: a reason is asked for and sent, with `field`, as a form to
/// `path`. `token` is [`crate::Form::token`]. The handler calls `platform::unmask` and shows the
/// page again with the value.
#[must_use]
pub fn masked(t: Say<'_>, token: &Html, shown: &str, field: &str, path: &str) -> Html {
    let id = escape(field);
    Html::markup(format!(
        "<span class=\"masked\">{}</span> <details class=\"unmask\"><summary>{}{}</summary>\
         <form method=\"post\" action=\"{}\">{token}<input type=\"hidden\" name=\"field\" \
         value=\"{id}\"><label class=\"form-label\" for=\"why-{id}\">{}</label>\
         <input class=\"form-control\" id=\"why-{id}\" name=\"reason\" required minlength=\"2\" \
         maxlength=\"200\" autocomplete=\"off\"><small class=\"form-hint\">{}</small>\
         <button class=\"btn btn-primary\">{}</button></form></details>",
        escape(shown),
        sign("eye"),
        escape(&t.text("unmask")),
        escape(path),
        escape(&t.text("unmask-reason")),
        escape(&t.text("unmask-reason-hint")),
        escape(&t.text("unmask-show")),
    ))
}
