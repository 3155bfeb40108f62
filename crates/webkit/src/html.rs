//! HTML that may stand in a page as it is. Everything else is text and is escaped by the template.

use askama::Template;
use base::Fault;
use std::fmt;

/// Finished HTML. Templates write it as it is: `{{ table }}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Text, escaped.
    #[must_use]
    pub fn text(text: impl AsRef<str>) -> Self {
        Self(escape(text.as_ref()))
    }

    /// Markup that was put together from escaped parts.
    #[must_use]
    pub fn markup(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// A link within the house.
    #[must_use]
    pub fn link(path: &str, text: &str) -> Self {
        Self(format!("<a href=\"{}\">{}</a>", escape(path), escape(text)))
    }

    /// What a template makes.
    pub fn of(template: &impl Template) -> Result<Self, Fault> {
        let made = template.render();
        made.map(Self).map_err(|e| Fault::Internal(Box::new(e)))
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This, and more behind it.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        self.0.push_str(&more.0);
        self
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl From<Html> for String {
    fn from(html: Html) -> Self {
        html.0
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_becomes_markup() {
        assert_eq!(
            escape("<a href='x'>&\""),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"
        );
        let link = Html::link("/people?q=\"", "<b>");
        assert_eq!(link.as_str(), "<a href=\"/people?q=&quot;\">&lt;b&gt;</a>");
    }
}
