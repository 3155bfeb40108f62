//! What cells of the treasury's tables stand for, read the same way by every noun.

use base::date::Month;
use db::{DbError, Result, Row};
use platform::Division;

/// A cell holds what the model does not know: the database was changed behind our back.
pub(crate) fn unreadable(column: &str) -> DbError {
    DbError::WrongKind {
        column: column.to_owned(),
        found: "text",
        wanted: "a value of the model",
    }
}

/// A month of a row.
pub(crate) fn month(row: &Row<'_>, column: &str) -> Result<Month> {
    let text: String = row.get(column)?;
    Month::parse(&text).ok_or_else(|| unreadable(column))
}

/// A month that may be missing.
pub(crate) fn month_or_none(row: &Row<'_>, column: &str) -> Result<Option<Month>> {
    let text: Option<String> = row.get(column)?;
    text.map(|t| Month::parse(&t).ok_or_else(|| unreadable(column)))
        .transpose()
}

/// The division of a row.
pub(crate) fn division(row: &Row<'_>) -> Result<Division> {
    let code: String = row.get("division")?;
    Division::parse(&code).ok_or_else(|| unreadable("division"))
}
