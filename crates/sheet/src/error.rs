//! Why a file could not be read at all.

use base::message::{Message, Speak};

/// A file that gives no table; each reason has its own remedy in the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// No file at this path.
    #[error("{file}: not found")]
    NotFound {
        /// The path as given.
        file: String,
    },
    /// The system refused to read it.
    #[error("{file}: {why}")]
    Unreadable {
        /// The path as given.
        file: String,
        /// The system's own words.
        why: String,
    },
    /// No bytes, or nothing but white space.
    #[error("{file}: empty")]
    Empty {
        /// The path as given.
        file: String,
    },
    /// A workbook under a password.
    #[error("{file}: protected by a password")]
    Encrypted {
        /// The path as given.
        file: String,
    },
    /// A web page saved with a workbook's ending.
    #[error("{file}: a web page, not a workbook")]
    Html {
        /// The path as given.
        file: String,
    },
    /// An XML document saved with a workbook's ending.
    #[error("{file}: an XML document, not a workbook")]
    Xml {
        /// The path as given.
        file: String,
    },
    /// A compressed archive.
    #[error("{file}: an archive to be unpacked")]
    Archive {
        /// The path as given.
        file: String,
    },
    /// A PDF.
    #[error("{file}: a PDF")]
    Pdf {
        /// The path as given.
        file: String,
    },
    /// A word-processor document.
    #[error("{file}: a text document, not a workbook")]
    Word {
        /// The path as given.
        file: String,
    },
    /// Bytes of no format known here.
    #[error("{file}: not a workbook, csv or parquet file")]
    Binary {
        /// The path as given.
        file: String,
    },
    /// A workbook that is cut short or damaged.
    #[error("{file}: damaged: {why}")]
    Broken {
        /// The path as given.
        file: String,
        /// The reader's own words.
        why: String,
    },
    /// Text in no encoding known here.
    #[error("{file}: byte {at} fits no encoding known here")]
    Encoding {
        /// The path as given.
        file: String,
        /// Position of the first byte that fits none, from 0.
        at: usize,
    },
    /// No row looks like column headers.
    #[error("{file}: no header row found")]
    NoHeader {
        /// The path as given.
        file: String,
    },
    /// A header and nothing below it.
    #[error("{file}: no rows under the header")]
    NoRows {
        /// The path as given.
        file: String,
    },
    /// The sheet asked for is not in the workbook.
    #[error("{file}: no sheet {sheet:?}; there are {present}")]
    NoSuchSheet {
        /// The path as given.
        file: String,
        /// The sheet asked for.
        sheet: String,
        /// The sheets there are.
        present: String,
    },
    /// A header named in a mapping is not in the file.
    #[error("{file}: no column {header:?}; there are {present}")]
    NoSuchColumn {
        /// The path as given.
        file: String,
        /// The header asked for.
        header: String,
        /// The headers there are.
        present: String,
    },
    /// A role that only one column may have was given to two.
    #[error("{file}: role {role} given to two columns")]
    ColumnTwice {
        /// The path as given.
        file: String,
        /// The role's code.
        role: String,
    },
    /// The system refused to write it.
    #[error("{file}: cannot be written: {why}")]
    Unwritable {
        /// The path as given.
        file: String,
        /// The system's own words.
        why: String,
    },
    /// An ending that names no format results can be written in.
    #[error("{file}: the ending names no known format")]
    UnknownEnding {
        /// The path as given.
        file: String,
    },
    /// More columns than the format holds.
    #[error("{file}: {columns} columns, more than {most}")]
    TooWide {
        /// The path as given.
        file: String,
        /// How many there are.
        columns: usize,
        /// How many it holds.
        most: usize,
    },
    /// A later part of a result has other columns than the first.
    #[error("{file}: the columns are not those of the first part")]
    ColumnsDiffer {
        /// The path as given.
        file: String,
    },
    /// More than this reader holds.
    #[error("{file}: too large")]
    TooLarge {
        /// The path as given.
        file: String,
    },
}

impl SheetError {
    /// The file meant.
    pub fn file(&self) -> &str {
        match self {
            Self::NotFound { file }
            | Self::Unreadable { file, .. }
            | Self::Empty { file }
            | Self::Encrypted { file }
            | Self::Html { file }
            | Self::Xml { file }
            | Self::Archive { file }
            | Self::Pdf { file }
            | Self::Word { file }
            | Self::Binary { file }
            | Self::Broken { file, .. }
            | Self::Encoding { file, .. }
            | Self::NoHeader { file }
            | Self::NoRows { file }
            | Self::NoSuchSheet { file, .. }
            | Self::NoSuchColumn { file, .. }
            | Self::ColumnTwice { file, .. }
            | Self::Unwritable { file, .. }
            | Self::UnknownEnding { file }
            | Self::TooWide { file, .. }
            | Self::ColumnsDiffer { file }
            | Self::TooLarge { file } => file,
        }
    }
}

impl Speak for SheetError {
    fn message(&self) -> Message {
        let say = |code| Message::new(code).with("file", self.file());
        match self {
            Self::NotFound { .. } => say("sheet-not-found"),
            Self::Unreadable { why, .. } => say("sheet-unreadable").with("why", why.as_str()),
            Self::Empty { .. } => say("sheet-empty"),
            Self::Encrypted { .. } => say("sheet-encrypted"),
            Self::Html { .. } => say("sheet-html"),
            Self::Xml { .. } => say("sheet-xml"),
            Self::Archive { .. } => say("sheet-archive"),
            Self::Pdf { .. } => say("sheet-pdf"),
            Self::Word { .. } => say("sheet-word"),
            Self::Binary { .. } => say("sheet-binary"),
            Self::Broken { why, .. } => say("sheet-broken").with("why", why.as_str()),
            Self::Encoding { at, .. } => say("sheet-encoding").with("at", *at),
            Self::NoHeader { .. } => say("sheet-no-header"),
            Self::NoRows { .. } => say("sheet-no-rows"),
            Self::NoSuchSheet { sheet, present, .. } => say("sheet-no-such-sheet")
                .with("sheet", sheet.as_str())
                .with("present", present.as_str()),
            Self::NoSuchColumn {
                header, present, ..
            } => say("sheet-no-such-column")
                .with("header", header.as_str())
                .with("present", present.as_str()),
            Self::ColumnTwice { role, .. } => say("sheet-column-twice").with("role", role.as_str()),
            Self::Unwritable { why, .. } => say("sheet-unwritable").with("why", why.as_str()),
            Self::UnknownEnding { .. } => say("sheet-unknown-ending"),
            Self::TooWide { columns, most, .. } => say("sheet-too-wide")
                .with("columns", *columns)
                .with("most", *most),
            Self::ColumnsDiffer { .. } => say("sheet-columns-differ"),
            Self::TooLarge { .. } => say("sheet-too-large"),
        }
    }
}
