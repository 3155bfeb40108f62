//! A saved column mapping: which header means what, so that next month's file needs no thought.

use base::column::{ColumnRole, UnknownColumnRole};
use base::message::{Message, Speak};
use std::collections::BTreeMap;

/// Headers by role, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Role and header.
    pub columns: Vec<(ColumnRole, String)>,
}

/// Why a saved mapping could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// Not TOML, or not of this shape.
    #[error("{0}")]
    Malformed(String),
    /// A role that does not exist.
    #[error(transparent)]
    Role(#[from] UnknownColumnRole),
}

impl Speak for MappingError {
    fn message(&self) -> Message {
        Message::new("sheet-mapping").with("why", self.to_string())
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct File {
    columns: BTreeMap<String, Headers>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Headers {
    One(String),
    Several(Vec<String>),
}

impl Mapping {
    /// Reads the TOML form: a table `[columns]` of role = header, or several headers for `text`.
    ///
    /// # Errors
    /// [`MappingError`] with the reader's own words.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let file: File =
            toml::from_str(text).map_err(|e| MappingError::Malformed(e.to_string()))?;
        let mut columns = Vec::new();
        for (role, headers) in file.columns {
            let role: ColumnRole = role.parse()?;
            match headers {
                Headers::One(header) => columns.push((role, header)),
                Headers::Several(all) => columns.extend(all.into_iter().map(|h| (role, h))),
            }
        }
        Ok(Self { columns })
    }

    /// The TOML form.
    ///
    /// # Errors
    /// [`MappingError::Malformed`] if the form cannot be written, which no mapping is known to do.
    pub fn write(&self) -> Result<String, MappingError> {
        let mut columns: BTreeMap<String, Headers> = BTreeMap::new();
        for role in ColumnRole::ALL {
            let headers = self
                .columns
                .iter()
                .filter(|(r, _)| r == role)
                .map(|(_, h)| h.clone());
            let mut headers: Vec<String> = headers.collect();
            match headers.len() {
                0 => {}
                1 => {
                    columns.insert(role.code().to_owned(), Headers::One(headers.remove(0)));
                }
                _ => {
                    columns.insert(role.code().to_owned(), Headers::Several(headers));
                }
            }
        }
        toml::to_string(&File { columns }).map_err(|e| MappingError::Malformed(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_read_back() {
        let mapping = Mapping {
            columns: vec![
                (ColumnRole::Name, "姓名".to_owned()),
                (ColumnRole::Text, "职业".to_owned()),
                (ColumnRole::Text, "备注".to_owned()),
            ],
        };
        assert_eq!(Mapping::parse(&mapping.write().unwrap()), Ok(mapping));
    }

    #[test]
    fn an_unknown_role_is_named() {
        let why = Mapping::parse("[columns]\nbirthday = \"生日\"\n").unwrap_err();
        assert!(why.to_string().contains("birthday"));
        assert!(Mapping::parse("columns = 3").is_err());
    }
}
