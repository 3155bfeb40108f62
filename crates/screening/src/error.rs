//! Why ledgers cannot be compared.

use base::message::{Message, Speak};

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "screening-no-field",
    "screening-no-column",
    "screening-no-identity",
];

/// Why ledgers cannot be compared.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A field was given a column, and the role has no such field.
    #[error("{role} has no field {field}")]
    NoField {
        /// The role.
        role: String,
        /// The field as given.
        field: String,
        /// The fields there are.
        present: String,
    },
    /// A field was given a column that the ledger does not have.
    #[error("{file} has no column {header}")]
    NoColumn {
        /// The ledger.
        file: String,
        /// The header as given.
        header: String,
        /// The headers there are.
        present: String,
    },
    /// A ledger has neither names nor ID numbers.
    #[error("{file} has neither a column of names nor one of ID numbers")]
    NoIdentity {
        /// The ledger.
        file: String,
        /// The headers there are.
        present: String,
    },
    /// Linking was refused.
    #[error(transparent)]
    Linkage(#[from] linkage::Error),
}

impl Speak for Error {
    fn message(&self) -> Message {
        match self {
            Self::NoField {
                role,
                field,
                present,
            } => Message::new("screening-no-field")
                .with("role", role.as_str())
                .with("field", field.as_str())
                .with("present", present.as_str()),
            Self::NoColumn {
                file,
                header,
                present,
            } => Message::new("screening-no-column")
                .with("file", file.as_str())
                .with("header", header.as_str())
                .with("present", present.as_str()),
            Self::NoIdentity { file, present } => Message::new("screening-no-identity")
                .with("file", file.as_str())
                .with("present", present.as_str()),
            Self::Linkage(e) => e.message(),
        }
    }
}
