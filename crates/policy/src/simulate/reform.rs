//! A reform: values of the law changed from a day on, as someone types them. Start at
//! `Reform::read`.

use crate::cel::{Datum, Type, nearest};
use crate::pack::{Citation, Dated, Pack, Parameter, datum};
use jiff::civil::Date;

/// One value changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Place of the parameter in the pack.
    pub parameter: usize,
    /// The key of a table.
    pub key: Option<usize>,
    /// The new value.
    pub value: Datum,
    /// The first day.
    pub from: Date,
    /// As it was typed.
    pub written: String,
}

/// Several values changed together.
#[derive(Debug, Clone, PartialEq)]
pub struct Reform {
    /// What it is called.
    pub name: String,
    /// The changes.
    pub changes: Vec<Change>,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReformError {
    /// Not `PARAM=VALUE` or `PARAM=VALUE@DATE`.
    #[error("{0:?} is not PARAM=VALUE or PARAM=VALUE@DATE")]
    Form(String),
    /// No such parameter, or no such key of a table.
    #[error("there is no {name:?}{}", .near.as_ref().map_or_else(String::new, |n| format!("; did you mean {n:?}?")))]
    Unknown {
        /// As typed.
        name: String,
        /// The nearest.
        near: Option<String>,
    },
    /// A table without its key.
    #[error("{name:?} has a value for each of {keys}; name one: {name}.KEY")]
    Key {
        /// The parameter.
        name: String,
        /// Its keys.
        keys: String,
    },
    /// Not a value of the parameter's type.
    #[error("{value:?} is no {expected}, which {name:?} is")]
    Value {
        /// The parameter.
        name: String,
        /// As typed.
        value: String,
        /// The type.
        expected: String,
    },
    /// No value of the table in force that could be changed.
    #[error("no value of {name:?} is in force on {day}")]
    NotInForce {
        /// The parameter.
        name: String,
        /// The day.
        day: String,
    },
}

impl Change {
    /// Reads `PARAM=VALUE`, `PARAM.KEY=VALUE`, each with `@DATE` or without; without, it is from
    /// `on`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(written: &str, pack: &Pack, on: Date) -> Result<Self, ReformError> {
        let form = || ReformError::Form(written.to_owned());
        let (name, rest) = written.split_once('=').ok_or_else(form)?;
        let (value, from) = match rest.rsplit_once('@') {
            Some((value, day)) => (value, base::date::parse_date(day).map_err(|_| form())?),
            None => (rest, on),
        };
        let name = name.trim().trim_start_matches("param.");
        let (id, key) = match name.split_once(['.', '[']) {
            Some((id, key)) => (id, Some(key.trim_matches(['\'', '"', ']', ' ']))),
            None => (name, None),
        };
        let place = pack.parameters.iter().position(|p| p.id == id);
        let found = place.and_then(|at| Some((at, pack.parameters.get(at)?)));
        let Some((parameter, declared)) = found else {
            let known = pack.parameters.iter().map(|p| p.id.as_str());
            return Err(ReformError::Unknown {
                name: id.to_owned(),
                near: nearest(id, known),
            });
        };
        let (of, key) = of_key(declared, key)?;
        let value = value.trim();
        let wrong = || ReformError::Value {
            name: name.to_owned(),
            value: value.to_owned(),
            expected: of.to_string(),
        };
        Ok(Self {
            parameter,
            key,
            value: datum(value, of).ok_or_else(wrong)?,
            from,
            written: written.to_owned(),
        })
    }
}

/// The type of what is changed, and the place of the key.
fn of_key<'p>(
    parameter: &'p Parameter,
    key: Option<&str>,
) -> Result<(&'p Type, Option<usize>), ReformError> {
    match (&parameter.of, key) {
        (Type::Table(keys, of), Some(key)) => match keys.names().iter().position(|k| k == key) {
            Some(at) => Ok((of, Some(at))),
            None => Err(ReformError::Unknown {
                name: format!("{}.{key}", parameter.id),
                near: nearest(key, keys.names().iter().map(String::as_str))
                    .map(|near| format!("{}.{near}", parameter.id)),
            }),
        },
        (Type::Table(keys, _), None) => Err(ReformError::Key {
            name: parameter.id.clone(),
            keys: keys.names().join(", "),
        }),
        (_, Some(key)) => Err(ReformError::Unknown {
            name: format!("{}.{key}", parameter.id),
            near: Some(parameter.id.clone()),
        }),
        (of, None) => Ok((of, None)),
    }
}

impl Reform {
    /// The pack's parameters as they would be.
    ///
    /// # Errors
    /// A table of which no value is in force on the day.
    pub fn apply(&self, pack: &Pack) -> Result<Vec<Parameter>, ReformError> {
        let mut parameters = pack.parameters.clone();
        for change in &self.changes {
            let Some(parameter) = parameters.get_mut(change.parameter) else {
                continue;
            };
            let value = match (change.key, parameter.on(change.from)) {
                (None, _) => change.value.clone(),
                (Some(key), Some(dated)) => changed(&dated.value, key, &change.value),
                (Some(_), None) => {
                    return Err(ReformError::NotInForce {
                        name: parameter.id.clone(),
                        day: change.from.to_string(),
                    });
                }
            };
            parameter.put(vec![Dated {
                from: change.from,
                to: None,
                value,
                cite: Citation {
                    document: self.name.clone(),
                    article: String::new(),
                    verified: false,
                    doubt: None,
                },
                layer: pack.layers.len(),
                over: Vec::new(),
            }]);
        }
        Ok(parameters)
    }
}

fn changed(table: &Datum, key: usize, value: &Datum) -> Datum {
    match table {
        Datum::Table(values) => {
            let mut values = values.to_vec();
            if let Some(slot) = values.get_mut(key) {
                slot.clone_from(value);
            }
            Datum::Table(values.into())
        }
        _ => value.clone(),
    }
}
