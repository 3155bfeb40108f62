//! What should be known about a file as a whole: nothing is wrong with a row, yet a reader of the
//! result must be told.

use base::message::{Message, Speak};

/// Something worth knowing about a file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Several columns have one header; a role goes to the first of them.
    HeaderTwice {
        /// The header.
        header: String,
        /// How many columns have it.
        columns: usize,
    },
    /// A column of lists or records, which no text can stand for.
    ColumnLeftOut {
        /// Its name.
        header: String,
    },
    /// The rows come from a sheet that is hidden in the workbook.
    SheetHidden {
        /// Its name.
        sheet: String,
    },
}

impl Remark {
    /// The catalogue code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::HeaderTwice { .. } => "sheet-header-twice",
            Self::ColumnLeftOut { .. } => "sheet-column-left-out",
            Self::SheetHidden { .. } => "sheet-hidden",
        }
    }
}

impl Speak for Remark {
    fn message(&self) -> Message {
        let said = Message::new(self.code());
        match self {
            Self::HeaderTwice { header, columns } => said
                .with("header", header.as_str())
                .with("columns", *columns),
            Self::ColumnLeftOut { header } => said.with("header", header.as_str()),
            Self::SheetHidden { sheet } => said.with("sheet", sheet.as_str()),
        }
    }
}

/// The headers that several columns have.
pub(crate) fn repeated<'a>(headers: impl Iterator<Item = &'a str> + Clone) -> Vec<Remark> {
    let mut counts = std::collections::BTreeMap::new();
    for header in headers.clone().filter(|h| !h.is_empty()) {
        *counts.entry(header).or_insert(0usize) += 1;
    }
    let mut found = Vec::new();
    for header in headers {
        if let Some(columns) = counts.remove(header).filter(|n| *n > 1) {
            found.push(Remark::HeaderTwice {
                header: header.to_owned(),
                columns,
            });
        }
    }
    found
}
