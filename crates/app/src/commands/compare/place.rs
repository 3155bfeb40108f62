//! Where a comparison is written: looked at before the run, so that nobody waits for a result that
//! has no place.

use crate::commands::{required, text};
use crate::failure::Failure;
use clap::ArgMatches;
use sheet::{Cover, SheetError, Writer};
use std::io;
use std::path::Path;

/// The places that a command line names.
pub(super) struct Places<'a> {
    /// The findings.
    pub(super) out: &'a str,
    /// The page.
    pub(super) page: Option<&'a str>,
    /// The folder of rows that cannot be read.
    pub(super) rejects: Option<&'a str>,
}

impl<'a> Places<'a> {
    /// The places, each tried; the folder of rejects is made.
    pub(super) fn new(args: &'a ArgMatches) -> Result<Self, Failure> {
        let places = Self {
            out: required(args, "output")?,
            page: text(args, "html").map(String::as_str),
            rejects: text(args, "rejects").map(String::as_str),
        };
        drop(Writer::create(places.out, &Cover::default())?);
        for file in [Some(places.out), places.page].into_iter().flatten() {
            if Path::new(file).is_dir() {
                let why = io::Error::from(io::ErrorKind::IsADirectory);
                return Err(unwritable(file, &why).into());
            }
        }
        if let Some(file) = places.page {
            let beside = beside(file);
            let tried = std::fs::write(&beside, "").and_then(|()| std::fs::remove_file(&beside));
            tried.map_err(|e| unwritable(file, &e))?;
        }
        if let Some(folder) = places.rejects {
            std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
        }
        Ok(places)
    }

    /// Whether the findings become a workbook of several sheets.
    pub(super) fn workbook(&self) -> bool {
        self.out.to_lowercase().ends_with(".xlsx")
    }
}

/// Writes the page; it is complete or absent.
pub(super) fn page(file: &str, html: &str) -> Result<(), SheetError> {
    let beside = beside(file);
    let written = std::fs::write(&beside, html).and_then(|()| std::fs::rename(&beside, file));
    written.map_err(|e| {
        let _ = std::fs::remove_file(&beside);
        unwritable(file, &e)
    })
}

fn beside(file: &str) -> String {
    format!("{file}.part")
}

fn unwritable(file: &str, why: &io::Error) -> SheetError {
    SheetError::Unwritable {
        file: file.to_owned(),
        why: why.to_string(),
    }
}
