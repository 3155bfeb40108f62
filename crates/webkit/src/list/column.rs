//! What a list can show, sort and filter.

/// How the values of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Text, to the left.
    #[default]
    Text,
    /// Numbers and money, to the right.
    Number,
    /// Dates and codes, kept on one line.
    Whole,
}

/// How a column is filtered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Filter {
    /// Not at all.
    #[default]
    None,
    /// By a text; what it means (begins with, contains) is the slice's.
    Text,
    /// By one of these values, each with its name.
    Choice(Vec<(String, String)>),
    /// From a day until a day.
    Days,
}

/// A column. Build it by [`Column::new`] and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) kind: Kind,
    pub(crate) filter: Filter,
    pub(crate) sorts: bool,
    pub(crate) shown: bool,
    pub(crate) wide: bool,
}

impl Column {
    /// A column of text that is shown. The key is for addresses and for what is kept (letters,
    /// digits, `-`, `_`); the title is in the reader's language.
    #[must_use]
    pub fn new(key: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            title: title.into(),
            kind: Kind::Text,
            filter: Filter::None,
            sorts: false,
            shown: true,
            wide: false,
        }
    }

    /// Of numbers or money.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.kind = Kind::Number;
        self
    }

    /// Of dates or codes, kept on one line.
    #[must_use]
    pub fn whole(mut self) -> Self {
        self.kind = Kind::Whole;
        self
    }

    /// Sorts the list.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.sorts = true;
        self
    }

    /// Filters the list.
    #[must_use]
    pub fn filtered(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Shown only to those who choose it.
    #[must_use]
    pub fn on_demand(mut self) -> Self {
        self.shown = false;
        self
    }

    /// Left out on a phone.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    pub(crate) fn class(&self) -> &'static str {
        match (self.kind, self.wide) {
            (Kind::Text, false) => "",
            (Kind::Text, true) => "wide-cell",
            (Kind::Whole, false) => "nowrap",
            (Kind::Whole, true) => "nowrap wide-cell",
            (Kind::Number, false) => "n",
            (Kind::Number, true) => "n wide-cell",
        }
    }
}
