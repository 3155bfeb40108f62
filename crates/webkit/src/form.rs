//! Fields of forms: label, value, hint and what is wrong with it, the same everywhere and readable
//! by a screen reader.

use crate::html::{Html, escape};
use crate::request::{Fields, Request, form_token};
use base::{Fault, FieldErrors};
use platform::messages::Catalogue;

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

    /// An empty form for a browser that holds another secret from this answer on
    /// ([`crate::Reply::EnterPage`]).
    #[must_use]
    pub fn of_secret(request: &Request<'a>, secret: &str) -> Self {
        Self {
            token: form_token(secret),
            ..Self::new(request)
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
    pub fn token(&self) -> Html {
        Html::markup(format!(
            "<input type=\"hidden\" name=\"_form\" value=\"{}\">",
            self.token
        ))
    }

    /// A hidden field with a value of its own.
    #[must_use]
    pub fn hidden(&self, name: &str, value: &str) -> Html {
        let (name, value) = (escape(name), escape(value));
        Html::markup(format!(
            "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"
        ))
    }

    /// What is wrong in all, when a form comes back: said at its top and read out at once. Each
    /// line leads to its field.
    #[must_use]
    pub fn summary(&self) -> Html {
        if self.errors.is_empty() {
            return Html::default();
        }
        let line = |(name, message): &(std::borrow::Cow<'static, str>, _)| {
            let text = escape(&self.catalogue.say(message));
            format!("<li><a href=\"#f-{}\">{text}</a></li>", escape(name))
        };
        let lines: String = self.errors.iter().map(line).collect();
        Html::markup(format!(
            "<div class=\"alert alert-danger\" role=\"alert\"><b>{}</b><ul>{lines}</ul></div>",
            escape(&self.catalogue.text("form-wrong"))
        ))
    }

    /// For a form that is folded away: ` open` when something is wrong in one of its fields, so that
    /// what was typed and why it was refused are seen.
    #[must_use]
    pub fn open(&self, fields: &[&str]) -> Html {
        match fields.iter().any(|name| self.errors.of(name).is_some()) {
            true => Html::markup(" open".to_owned()),
            false => Html::default(),
        }
    }

    /// A line of text. `label` and `hint` are message codes, or texts of a pack in the reader's
    /// language; an empty hint is none.
    #[must_use]
    pub fn text(&self, name: &str, label: &str, hint: &str) -> Html {
        self.input(name, label, hint, "text", "autocomplete=\"off\"")
    }

    /// A required line of text.
    #[must_use]
    pub fn required(&self, name: &str, label: &str, hint: &str) -> Html {
        self.input(name, label, hint, "text", "required autocomplete=\"off\"")
    }

    /// A whole number or an amount: figures only on a phone's keyboard.
    #[must_use]
    pub fn number(&self, name: &str, label: &str, hint: &str) -> Html {
        let more = "inputmode=\"decimal\" autocomplete=\"off\"";
        self.input(name, label, hint, "text", more)
    }

    /// A date.
    #[must_use]
    pub fn date(&self, name: &str, label: &str) -> Html {
        self.input(name, label, "", "date", "")
    }

    /// A password; `complete` is what a browser may offer (`current-password`, `new-password`).
    #[must_use]
    pub fn password(&self, name: &str, label: &str, hint: &str, complete: &str) -> Html {
        let more = format!("required autocomplete=\"{}\"", escape(complete));
        self.input(name, label, hint, "password", &more)
    }

    /// A one-time code.
    #[must_use]
    pub fn code(&self, name: &str, label: &str, hint: &str) -> Html {
        let more = "required inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"8\"";
        self.input(name, label, hint, "text", more)
    }

    /// A file. The form needs `enctype="multipart/form-data"`; `accept` is a list such as
    /// `.xlsx,.csv`.
    #[must_use]
    pub fn file(&self, name: &str, label: &str, hint: &str, accept: &str) -> Html {
        let more = format!("required accept=\"{}\"", escape(accept));
        self.input(name, label, hint, "file", &more)
    }

    /// Several lines of text.
    #[must_use]
    pub fn area(&self, name: &str, label: &str, hint: &str) -> Html {
        let value = escape(self.values.get(name));
        let (class, told) = self.told(name, hint);
        let name = escape(name);
        // A text area drops the first line end of its content.
        let control = format!(
            "<textarea class=\"form-control{class}\" id=\"f-{name}\" name=\"{name}\" rows=\"3\"{}>\
             \n{value}</textarea>",
            described(&name, &told),
        );
        self.field(&name, label, &control, &told)
    }

    /// A box to tick; its value is `1`.
    #[must_use]
    pub fn check(&self, name: &str, label: &str, hint: &str) -> Html {
        let checked = if self.values.get(name) == "1" {
            " checked"
        } else {
            ""
        };
        let (class, told) = self.told(name, hint);
        let name = escape(name);
        Html::markup(format!(
            "<div class=\"field\"><label class=\"check\"><input type=\"checkbox\" \
             class=\"form-check-input{class}\" id=\"f-{name}\" name=\"{name}\" value=\"1\"{checked}{}> \
             {}</label>{told}</div>",
            described(&name, &told),
            escape(&self.catalogue.text(label)),
        ))
    }

    /// A choice among values with their names.
    #[must_use]
    pub fn choice(&self, name: &str, label: &str, options: &[(String, String)]) -> Html {
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
        let name = escape(name);
        let control = format!(
            "<select class=\"form-select{class}\" id=\"f-{name}\" name=\"{name}\"{}>{options}</select>",
            described(&name, &told),
        );
        self.field(&name, label, &control, &told)
    }

    fn input(&self, name: &str, label: &str, hint: &str, kind: &str, more: &str) -> Html {
        let value = match kind {
            "password" | "file" => String::new(),
            _ => format!(" value=\"{}\"", escape(self.values.get(name))),
        };
        let (class, told) = self.told(name, hint);
        let name = escape(name);
        let control = format!(
            "<input class=\"form-control{class}\" id=\"f-{name}\" name=\"{name}\" type=\"{kind}\"\
             {value} {more}{}>",
            described(&name, &told),
        );
        self.field(&name, label, &control, &told)
    }

    /// Label, control, and what is said below it.
    fn field(&self, name: &str, label: &str, control: &str, told: &str) -> Html {
        Html::markup(format!(
            "<div class=\"field\"><label class=\"form-label\" for=\"f-{name}\">{}</label>\
             {control}{told}</div>",
            escape(&self.catalogue.text(label)),
        ))
    }

    /// The class of a field, and what is said below it.
    fn told(&self, name: &str, hint: &str) -> (&'static str, String) {
        if let Some(message) = self.errors.of(name) {
            let text = escape(&self.catalogue.say(message));
            let name = escape(name);
            let told = format!("<div class=\"invalid-feedback\" id=\"t-{name}\">{text}</div>");
            return (" is-invalid", told);
        }
        if hint.is_empty() {
            return ("", String::new());
        }
        let text = escape(&self.catalogue.text(hint));
        let name = escape(name);
        let told = format!("<small class=\"form-hint\" id=\"t-{name}\">{text}</small>");
        ("", told)
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
