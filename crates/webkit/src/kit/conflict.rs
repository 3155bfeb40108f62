//! Two people changed one record: both values side by side, and a choice for each that differs.
//! Nothing that either typed is lost.

use crate::html::{Html, escape};
use crate::page::Say;

/// A field in which the two differ.
#[derive(Debug, Clone)]
pub struct Differing {
    /// Its name in the form.
    pub field: String,
    /// Its name for people.
    pub label: String,
    /// What I sent.
    pub mine: String,
    /// What stands there now.
    pub theirs: String,
}

/// A conflict and the form that ends it.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Who saved meanwhile.
    pub by: String,
    /// When.
    pub at: String,
    /// Fields that differ.
    pub differing: Vec<Differing>,
    /// Everything else that the form must carry: fields that do not differ, the version that
    /// stands now.
    pub kept: Vec<(String, String)>,
    /// Where the choice is sent: the same path as the form that met the conflict.
    pub path: String,
}

impl Conflict {
    /// The choice. `token` is [`crate::Form::token`].
    #[must_use]
    pub fn show(&self, t: Say<'_>, token: &Html) -> Html {
        self.show_as(t, token, &|_, value| value.to_owned())
    }

    /// The choice where values are codes: `word` says what the value of a field is called.
    #[must_use]
    pub fn show_as(&self, t: Say<'_>, token: &Html, word: &dyn Fn(&str, &str) -> String) -> Html {
        let say = |code: &str| escape(&t.text(code));
        let mut out = format!(
            "<div class=\"alert alert-warning\" role=\"alert\"><b>{}</b> {} {}</div>\
             <form class=\"panel conflict\" method=\"post\" action=\"{}\">{token}",
            say("conflict-title"),
            escape(&self.by),
            escape(&self.at),
            escape(&self.path)
        );
        for (name, value) in &self.kept {
            let (name, value) = (escape(name), escape(value));
            out += &format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }
        out += &format!("<p class=\"quiet\">{}</p>", say("conflict-help"));
        for (at, field) in self.differing.iter().enumerate() {
            let choice = |which: &str, title: &str, value: &str, checked: &str| {
                let shown = match value.is_empty() {
                    true => format!("<i>{}</i>", say("fact-unknown")),
                    false => escape(&word(&field.field, value)),
                };
                format!(
                    "<label class=\"choice\" for=\"c{at}-{which}\"><input type=\"radio\" \
                     id=\"c{at}-{which}\" name=\"{}\" value=\"{}\"{checked}> \
                     <span class=\"quiet\">{title}</span><b>{shown}</b></label>",
                    escape(&field.field),
                    escape(value)
                )
            };
            out += &format!(
                "<fieldset><legend>{}</legend>{}{}</fieldset>",
                escape(&field.label),
                choice("mine", &say("conflict-mine"), &field.mine, " checked"),
                choice("theirs", &say("conflict-theirs"), &field.theirs, "")
            );
        }
        out += &format!(
            "<button class=\"btn btn-primary\">{}</button></form>",
            say("conflict-save")
        );
        Html::markup(out)
    }
}
