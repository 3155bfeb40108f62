//! Ledgers as they really come: workbooks with titles and merged cells, text in any encoding.
//!
//! A file becomes a [`Table`]: columns of text with the meaning of each, the row of the file that
//! every record came from, and a list of [`Problem`]s. A bad row never stops a file; a file that
//! cannot be read says why ([`SheetError`]). Nothing damaged is guessed back.
//! Results are written from [`Frame`]s ([`write()`], [`Writer`]).
//!
//! Must not know: what a ledger is for, or who is in it. Start at [`read()`], or at [`stream()`] for
//! ledgers that do not fit into memory.

mod cell;
pub mod columns;
mod error;
mod mapping;
mod problem;
mod read;
mod remark;
mod table;
mod write;

pub use error::SheetError;
pub use mapping::{Mapping, MappingError};
pub use problem::{Problem, Problems, Reason};
pub use read::text::Encoding;
pub use read::{Format, ReadOptions, Source, read, stream};
pub use remark::Remark;
pub use table::{Column, RowNumbers, Table};
pub use write::{Cell, Page, PageText, write_page_text, write_page_xlsx};
pub use write::{Cover, Frame, Values, Writer, report, write};

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "sheet-not-found",
    "sheet-unreadable",
    "sheet-empty",
    "sheet-encrypted",
    "sheet-html",
    "sheet-xml",
    "sheet-archive",
    "sheet-pdf",
    "sheet-word",
    "sheet-binary",
    "sheet-broken",
    "sheet-encoding",
    "sheet-no-header",
    "sheet-no-rows",
    "sheet-no-such-sheet",
    "sheet-no-such-column",
    "sheet-column-twice",
    "sheet-too-large",
    "sheet-too-wide",
    "sheet-columns-differ",
    "sheet-unwritable",
    "sheet-unknown-ending",
    "sheet-mapping",
    "sheet-row-short",
    "sheet-row-long",
    "sheet-id-damaged",
    "sheet-id-wrong",
    "sheet-date-wrong",
    "sheet-cell-error",
    "sheet-quote-open",
    "sheet-header-twice",
    "sheet-column-left-out",
    "sheet-hidden",
];
