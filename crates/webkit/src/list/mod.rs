//! Lists: a table that sorts, filters, pages, keeps its columns and views for each person, and goes
//! out to a spreadsheet. A slice declares the columns, asks the list what is wanted, and hands it
//! the rows; everything else is here. Works without scripts: each choice is a link or a form.
//!
//! Start at [`List::new`]; docs/web.md shows a whole page.

mod column;
mod view;

pub use column::{Column, Filter, Kind};
pub use view::Pager;

use crate::html::Html;
use crate::request::{Fields, Request};
use base::Fault;
use platform::preference;

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// A row in the making.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The page of the record; the first shown cell links to it.
    pub path: Option<String>,
    /// One cell for each declared column, in that order.
    pub cells: Vec<Html>,
}

impl Row {
    /// A row that leads to a page.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self {
            path: Some(path.into()),
            cells: Vec::new(),
        }
    }

    /// With the next cell as text.
    #[must_use]
    pub fn text(self, text: impl AsRef<str>) -> Self {
        self.html(Html::text(text))
    }

    /// With the next cell.
    #[must_use]
    pub fn html(mut self, cell: Html) -> Self {
        self.cells.push(cell);
        self
    }
}

/// A list of a page: what is wanted, and then how it looks.
pub struct List<'a, 'r> {
    request: &'r Request<'a>,
    name: String,
    path: String,
    columns: Vec<Column>,
    query: Fields,
    chosen: Vec<usize>,
    views: Vec<(String, String)>,
    rows: Vec<Row>,
    pager: Pager,
    export: Option<String>,
    nothing: Html,
}

impl<'a, 'r> List<'a, 'r> {
    /// A list under a name that stays the same for ever (its columns and views are kept under it):
    /// letters, digits, `-`. `path` is the page's own.
    pub fn new(
        request: &'r Request<'a>,
        name: &str,
        path: &str,
        columns: Vec<Column>,
    ) -> Result<Self, Fault> {
        let prefix = format!("list.{name}.");
        let kept = request.read(|ctx| preference::list(ctx, &prefix))?;
        let mut chosen = Vec::new();
        let mut views = Vec::new();
        for (key, value) in &kept {
            let key = key.get(prefix.len()..).unwrap_or_default();
            if key == "columns" {
                chosen = (value.split(','))
                    .filter_map(|key| columns.iter().position(|c| c.key == key))
                    .collect();
            } else if let Some(view) = key.strip_prefix("view.") {
                views.push((view.to_owned(), value.clone()));
            }
        }
        if chosen.is_empty() {
            chosen = (0..columns.len())
                .filter(|i| columns.get(*i).is_some_and(|c| c.shown))
                .collect();
        }
        Ok(Self {
            request,
            name: name.to_owned(),
            path: path.to_owned(),
            columns,
            query: request.query.clone(),
            chosen,
            views,
            rows: Vec::new(),
            pager: Pager::None,
            export: None,
            nothing: Html::default(),
        })
    }

    /// The column to sort by and whether downwards: as asked for, or the first that sorts.
    #[must_use]
    pub fn order(&self) -> (&str, bool) {
        let asked = self.query.get("sort");
        let (key, down) = match asked.strip_prefix('-') {
            Some(key) => (key, true),
            None => (asked, false),
        };
        let sorts = |c: &&Column| c.sorts;
        let found = self.columns.iter().filter(sorts).find(|c| c.key == key);
        match found.or_else(|| self.columns.iter().find(sorts)) {
            Some(column) => (&column.key, down && column.key == key),
            None => ("", false),
        }
    }

    /// What a column is filtered by; empty when it is not, or when the value is none of its choices.
    #[must_use]
    pub fn wanted(&self, key: &str) -> &str {
        let value = self.query.get(&format!("f.{key}"));
        let column = self.columns.iter().find(|c| c.key == key);
        match column.map(|c| &c.filter) {
            Some(Filter::Choice(all)) if !all.iter().any(|(v, _)| v == value) => "",
            Some(Filter::None | Filter::Days) | None => "",
            _ => value,
        }
    }

    /// The first and the last day that a column is filtered by.
    #[must_use]
    pub fn days(&self, key: &str) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
        let day = |end: &str| self.query.get(&format!("f.{key}.{end}")).parse().ok();
        (day("from"), day("until"))
    }

    /// Whether anything is filtered.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        let given = self.query.pairs();
        given
            .iter()
            .any(|(name, value)| name.starts_with("f.") && !value.is_empty())
    }

    /// The page asked for, from 1, for lists that count theirs ([`Pager::Pages`]).
    #[must_use]
    pub fn page(&self) -> i64 {
        self.query.get("page").parse().unwrap_or(1).max(1)
    }

    /// Where the page before ended, for lists that go on from a row ([`Pager::After`]).
    #[must_use]
    pub fn after(&self) -> &str {
        self.query.get("after")
    }

    /// Adds a row.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// With what lies before and behind this page.
    #[must_use]
    pub fn paged(mut self, pager: Pager) -> Self {
        self.pager = pager;
        self
    }

    /// With a button that downloads what was searched for: `path` gets the same query.
    #[must_use]
    pub fn exported(mut self, path: &str) -> Self {
        self.export = Some(path.to_owned());
        self
    }

    /// With what stands there when there is nothing at all ([`crate::kit::empty`]). A filter that
    /// finds nothing is told by the list itself.
    #[must_use]
    pub fn or_nothing(mut self, nothing: Html) -> Self {
        self.nothing = nothing;
        self
    }
}

#[cfg(test)]
mod tests;
