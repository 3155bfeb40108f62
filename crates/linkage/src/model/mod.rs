//! The weights of a run: for each field and level, how often true pairs agree so (m) and how often
//! two people drawn at random do (u). The evidence of a level is log2(m/u) bits (Fellegi and
//! Sunter 1969).

mod builtin;

#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::field::{Field, Kind};

/// Version of the model file this crate writes.
const VERSION: u32 = 1;
const FORMAT: &str = "doudi-linkage-model";

/// The weights of one field.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FieldModel {
    /// The field, as [`Field::name`].
    pub field: String,
    /// How it is compared.
    pub kind: Kind,
    /// Share of the full weight that counts: below 1 for fields that repeat others' evidence.
    pub scale: f64,
    /// Agreement of true pairs by level, from different to the same; sums to 1.
    pub m: Vec<f64>,
    /// Agreement of random pairs by level; sums to 1.
    pub u: Vec<f64>,
}

/// The weights of all fields, and where they come from.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Model {
    format: String,
    version: u32,
    /// Where the numbers come from, in words.
    pub source: String,
    /// Probability that two rows drawn at random are one person.
    pub prior: f64,
    /// The fields.
    #[serde(rename = "field")]
    pub fields: Vec<FieldModel>,
}

impl Model {
    /// The built-in model of the fields, with u still to be taken from the data.
    pub(crate) fn built_in(fields: &[Field]) -> Self {
        let fields = fields.iter().map(builtin::field).collect();
        let (format, source) = (FORMAT.to_owned(), "built in".to_owned());
        Self {
            format,
            version: VERSION,
            source,
            prior: 0.0,
            fields,
        }
    }

    /// Reads the TOML form.
    ///
    /// # Errors
    /// [`Error::ModelUnreadable`], [`Error::ModelForeign`], [`Error::ModelNewer`],
    /// [`Error::ModelLevel`], [`Error::ModelNumber`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let unreadable = |e: toml::de::Error| Error::ModelUnreadable {
            reason: e.to_string(),
        };
        let head: toml::Table = toml::from_str(text).map_err(unreadable)?;
        let format = head
            .get("format")
            .and_then(|f| f.as_str())
            .unwrap_or_default();
        if format != FORMAT {
            return Err(Error::ModelForeign {
                found: format.to_owned(),
            });
        }
        let version = head
            .get("version")
            .and_then(toml::Value::as_integer)
            .unwrap_or_default();
        if version > i64::from(VERSION) {
            return Err(Error::ModelNewer {
                found: u32::try_from(version).unwrap_or(u32::MAX),
                known: VERSION,
            });
        }
        let model: Self = toml::from_str(text).map_err(unreadable)?;
        for field in &model.fields {
            let levels = field.kind.levels().len();
            if let Some(found) = [&field.m, &field.u]
                .into_iter()
                .map(Vec::len)
                .find(|n| *n != levels)
            {
                let field = field.field.clone();
                return Err(Error::ModelLevel {
                    field,
                    found,
                    expected: levels,
                });
            }
            let odd = |p: &&f64| !(**p > 0.0 && **p <= 1.0);
            let scale = Some(&field.scale).filter(|s| !(0.0..=2.0).contains(*s));
            if let Some(value) = field.m.iter().chain(&field.u).find(odd).or(scale) {
                let (field, value) = (field.field.clone(), value.to_string());
                return Err(Error::ModelNumber { field, value });
            }
        }
        Ok(model)
    }

    /// The TOML form, readable and correctable by hand.
    ///
    /// # Errors
    /// [`Error::ModelUnreadable`] if a number has no TOML form, which no model is known to have.
    pub fn write(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|e| Error::ModelUnreadable {
            reason: e.to_string(),
        })
    }

    /// The weights of a saved model for the fields of this run; fields it does not know keep the
    /// built-in ones.
    pub(crate) fn adapted(saved: &Self, fields: &[Field]) -> Self {
        let mut model = Self::built_in(fields);
        model.source.clone_from(&saved.source);
        for field in &mut model.fields {
            let same = |f: &&FieldModel| f.field == field.field && f.kind == field.kind;
            if let Some(known) = saved.fields.iter().find(same) {
                *field = known.clone();
            }
        }
        model
    }
}

impl FieldModel {
    /// Evidence of a level in bits, term frequency left aside.
    pub fn weight(&self, level: usize) -> f64 {
        match (self.m.get(level), self.u.get(level)) {
            (Some(m), Some(u)) => (m / u).log2().clamp(-12.0, 40.0) * self.scale,
            _ => 0.0,
        }
    }

    /// Makes the evidence rise with the level: neighbours out of order are pooled.
    pub(crate) fn order(&mut self) {
        for _ in 0..self.m.len() {
            for at in 1..self.m.len() {
                let ratio = |k: usize| self.m[k] / self.u[k];
                if ratio(at) < ratio(at - 1) {
                    let pooled = (self.m[at] + self.m[at - 1]) / (self.u[at] + self.u[at - 1]);
                    self.m[at] = pooled * self.u[at];
                    self.m[at - 1] = pooled * self.u[at - 1];
                }
            }
        }
    }
}
