//! Fields of forms: label, value, hint and what is wrong with it, the same everywhere and readable
//! by a screen reader.

use crate::request::{Fields, Request};
use base::{Fault, FieldErrors};
use platform::messages::Catalogue;

/// Text as HTML shows it.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A form in the making: what was typed so far and what is wrong.
pub struct Form<'a> {
    catalogue: &'a Catalogue,
    values: Fields,
    errors: FieldErrors,
    token: String,
}

impl<'a> Form<'a> {
    /// An empty form.
    #[must_use]
    pub fn new(request: &Request<'a>) -> Self {
        Self {
            catalogue: request.catalogue(),
            values: Fields::default(),
            errors: FieldErrors::new(),
            token: request.form_token(),
        }
    }

    /// The form as it was sent, with what is wrong in it; any other fault goes on.
    pub fn again(request: &Request<'a>, fault: Fault) -> Result<Self, Fault> {
        match fault {
            Fault::Invalid(errors) => Ok(Self {
                values: request.form.clone(),
                errors,
                ..Self::new(request)
            }),
            other => Err(other),
        }
    }

    /// The same with values to begin with.
    #[must_use]
    pub fn with(mut self, values: Fields) -> Self {
        self.values = values;
        self
    }

    /// The hidden field that every form carries.
    #[must_use]
    pub fn token(&self) -> String {
        format!(
            "<input type=\"hidden\" name=\"_form\" value=\"{}\">",
            self.token
        )
    }

    /// A line of text. `label` is a message code; `LABEL-hint`, if `hint`, explains it.
    #[must_use]
    pub fn text(&self, name: &str, label: &str, hint: &str) -> String {
        self.input(name, label, hint, "text", "autocomplete=\"off\"")
    }

    /// A required line of text.
    #[must_use]
    pub fn required(&self, name: &str, label: &str, hint: &str) -> String {
        self.input(name, label, hint, "text", "required autocomplete=\"off\"")
    }

    /// A date.
    #[must_use]
    pub fn date(&self, name: &str, label: &str) -> String {
        self.input(name, label, "", "date", "")
    }

    /// A password; `complete` is what a browser may offer (`current-password`, `new-password`).
    #[must_use]
    pub fn password(&self, name: &str, label: &str, hint: &str, complete: &str) -> String {
        let more = format!("required autocomplete=\"{}\"", escape(complete));
        self.input(name, label, hint, "password", &more)
    }

    /// A choice among values with their names.
    #[must_use]
    pub fn choice(&self, name: &str, label: &str, options: &[(String, String)]) -> String {
        let chosen = self.values.get(name);
        let options: String = options
            .iter()
            .map(|(value, text)| {
                let selected = if value == chosen { " selected" } else { "" };
                let (value, text) = (escape(value), escape(text));
                format!("<option value=\"{value}\"{selected}>{text}</option>")
            })
            .collect();
        let (class, told) = self.told(name, "");
        format!(
            "<div class=\"field\"><label class=\"form-label\" for=\"f-{name}\">{}</label>\
             <select class=\"form-select{class}\" id=\"f-{name}\" name=\"{name}\"{}>{options}\
             </select>{}</div>",
            escape(&self.catalogue.text(label)),
            described(name, &told),
            told
        )
    }

    fn input(&self, name: &str, label: &str, hint: &str, kind: &str, more: &str) -> String {
        let value = match kind {
            "password" => String::new(),
            _ => format!(" value=\"{}\"", escape(self.values.get(name))),
        };
        let (class, told) = self.told(name, hint);
        format!(
            "<div class=\"field\"><label class=\"form-label\" for=\"f-{name}\">{}</label>\
             <input class=\"form-control{class}\" id=\"f-{name}\" name=\"{name}\" type=\"{kind}\"\
             {value} {more}{}>{told}</div>",
            escape(&self.catalogue.text(label)),
            described(name, &told),
        )
    }

    /// The class of a field, and what is said below it.
    fn told(&self, name: &str, hint: &str) -> (&'static str, String) {
        if let Some(message) = self.errors.of(name) {
            let text = escape(&self.catalogue.say(message));
            let told = format!("<div class=\"invalid-feedback\" id=\"t-{name}\">{text}</div>");
            return (" is-invalid", told);
        }
        if hint.is_empty() {
            return ("", String::new());
        }
        let text = escape(&self.catalogue.text(hint));
        (
            "",
            format!("<small class=\"form-hint\" id=\"t-{name}\">{text}</small>"),
        )
    }
}

fn described(name: &str, told: &str) -> String {
    if told.is_empty() {
        return String::new();
    }
    let invalid = if told.contains("invalid-feedback") {
        " aria-invalid=\"true\" autofocus"
    } else {
        ""
    };
    format!(" aria-describedby=\"t-{name}\"{invalid}")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_that_was_typed_becomes_markup() {
        assert_eq!(
            escape("<a href='x'>&\""),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"
        );
    }
}
