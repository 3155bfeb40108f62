//! What stops a command, and the exit code it ends with.

use crate::messages::Catalogue;
use base::message::{Message, Speak};
use std::process::ExitCode;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file could not be read or written.
    Sheet(sheet::SheetError),
    /// A saved mapping could not be read.
    Mapping(String, sheet::MappingError),
    /// Linking was refused.
    Linkage(linkage::Error),
    /// Anything else with a message of its own; the second is the exit code.
    Said(Message, u8),
    /// No command given.
    Usage,
}

impl Failure {
    /// The sentence for the user.
    pub(crate) fn text(&self, catalogue: &Catalogue) -> String {
        let message = match self {
            Self::Sheet(e) => e.message(),
            Self::Mapping(file, e) => e.message().with("file", file.as_str()),
            Self::Linkage(e) => e.message(),
            Self::Said(message, _) => message.clone(),
            Self::Usage => Message::new("app-no-command"),
        };
        format!("doudi: {}", catalogue.say(&message))
    }

    /// 2 for the command line, 3 for files, 4 for what the data does not allow.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Sheet(sheet::SheetError::UnknownEnding { .. }) | Self::Usage => 2,
            Self::Sheet(sheet::SheetError::NoSuchColumn { .. }) => 2,
            Self::Sheet(sheet::SheetError::ColumnTwice { .. }) => 2,
            Self::Sheet(_) | Self::Mapping(..) => 3,
            Self::Linkage(_) => 4,
            Self::Said(_, code) => *code,
        })
    }
}

impl From<sheet::SheetError> for Failure {
    fn from(e: sheet::SheetError) -> Self {
        Self::Sheet(e)
    }
}

impl From<linkage::Error> for Failure {
    fn from(e: linkage::Error) -> Self {
        Self::Linkage(e)
    }
}
