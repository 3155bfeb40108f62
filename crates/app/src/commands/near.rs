//! What a person should look at after a run: near misses and the least sure links, as a sheet
//! behind the result and as JSON for `--explain OUT.json`. The page of `--explain OUT.html` is in
//! `explain_page`.

use super::explain_page;
use super::reading::{Ledger, Ledgers};
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use linkage::{Explainer, Pairs, Waterfall};
use serde_json::{Value, json};
use sheet::{Frame, SheetError, Values};
use std::path::Path;

/// Links that `--explain` shows: the least sure ones.
pub(crate) const LEAST_SURE: usize = 200;

/// The least sure links of a run, gathered piece by piece.
#[derive(Default)]
pub(crate) struct LeastSure {
    /// Left row, right row, probability; the least sure first once gathered.
    pub(crate) pairs: Vec<(u32, u32, f32)>,
    /// How many links there were.
    pub(crate) all: usize,
}

impl LeastSure {
    /// Takes further links.
    pub(crate) fn take(&mut self, links: &Pairs) {
        self.all += links.len();
        let rows = links.left.iter().zip(&links.right).zip(&links.probability);
        self.pairs.extend(rows.map(|((l, r), p)| (*l, *r, *p)));
        self.pairs
            .sort_by(|a, b| a.2.total_cmp(&b.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        self.pairs.truncate(LEAST_SURE);
    }
}

/// A finished run and the ledgers it came from.
pub(crate) struct Evidence<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) links: &'a LeastSure,
    pub(crate) near_misses: &'a Pairs,
    pub(crate) explainer: &'a Explainer,
    /// First row of the right ledger in the explainer's numbering.
    pub(crate) offset: u32,
    pub(crate) ledgers: &'a Ledgers,
    pub(crate) left: &'a Ledger,
    pub(crate) right: &'a Ledger,
    /// Label and value of what the run was, as on the cover.
    pub(crate) about: &'a [(String, String)],
}

impl Evidence<'_> {
    /// The evidence of a pair.
    pub(crate) fn waterfall(&self, left: u32, right: u32) -> Result<Waterfall, Failure> {
        Ok(self.explainer.explain(left, right + self.offset)?)
    }

    /// The near misses, the likeliest first.
    pub(crate) fn near(&self) -> Vec<(u32, u32, f32)> {
        let near = self.near_misses;
        let rows = near.left.iter().zip(&near.right).zip(&near.probability);
        let mut rows: Vec<(u32, u32, f32)> = rows.map(|((l, r), p)| (*l, *r, *p)).collect();
        rows.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        rows
    }

    /// A field in the reader's words; a text column goes by its header.
    pub(crate) fn label(&self, field: &str) -> String {
        let text = field.strip_prefix("text").map(|n| n.parse().unwrap_or(1));
        text.and_then(|n: usize| self.ledgers.text_header(n - 1))
            .map_or_else(|| self.catalogue.label(field), str::to_owned)
    }

    /// A value in the reader's words.
    pub(crate) fn value(&self, field: &str, value: &str) -> String {
        match (field, value) {
            ("sex", "M") => self.catalogue.text("value-man"),
            ("sex", "F") => self.catalogue.text("value-woman"),
            _ => value.to_owned(),
        }
    }

    /// Writes what `--explain` asks for.
    pub(crate) fn write(&self, target: &Target) -> Result<(), Failure> {
        let (file, text) = match target {
            Target::Page(file) => (file, explain_page::page(self)?),
            Target::Json(file) => (file, self.json()?.to_string() + "\n"),
        };
        std::fs::write(file, text).map_err(|e| unwritable(file, &e.to_string()).into())
    }

    fn json(&self) -> Result<Value, Failure> {
        let told = |pairs: &[(u32, u32, f32)]| {
            let all = pairs.iter().map(|(l, r, p)| {
                let evidence = self.waterfall(*l, *r)?;
                Ok(json!({
                    "left_id": self.left.naming.shown(*l),
                    "right_id": self.right.naming.shown(*r),
                    "probability": (f64::from(*p) * 1e6).round() / 1e6,
                    "prior_bits": evidence.prior_bits,
                    "total_bits": evidence.total_bits,
                    "fields": evidence.steps,
                }))
            });
            all.collect::<Result<Vec<Value>, Failure>>()
        };
        Ok(json!({
            "left": self.left.file,
            "right": self.right.file,
            "links": self.links.all,
            "least_sure_links": told(&self.links.pairs)?,
            "near_misses": told(&self.near())?,
        }))
    }

    /// The near misses with both values of each field; those that speak against are marked.
    pub(crate) fn frame(&self) -> Result<Frame, Failure> {
        let rows = self.near();
        let fields: Vec<String> = self.near_misses.fields.clone();
        let mut columns: Vec<Vec<Option<String>>> =
            vec![Vec::with_capacity(rows.len()); fields.len()];
        let mut marked = Vec::new();
        for (at, (l, r, _)) in rows.iter().enumerate() {
            let steps = self.waterfall(*l, *r)?.steps.into_iter();
            for (field, step) in steps.take(fields.len()).enumerate() {
                if step.bits < -0.05 {
                    marked.push((at, field + 3));
                }
                let (a, b) = (
                    self.value(&step.field, &step.left),
                    self.value(&step.field, &step.right),
                );
                let both = match () {
                    () if a.is_empty() && b.is_empty() => None,
                    () if a == b => Some(a),
                    () => Some(format!("{a} | {b}")),
                };
                if let Some(column) = columns.get_mut(field) {
                    column.push(both);
                }
            }
        }
        let mut frame = Frame::default()
            .with("left_id", self.left.naming.values(rows.iter().map(|p| p.0)))
            .with(
                "right_id",
                self.right.naming.values(rows.iter().map(|p| p.1)),
            )
            .with(
                "probability",
                Values::Decimal(rows.iter().map(|p| p.2).collect(), 4),
            );
        for (field, column) in fields.iter().zip(columns) {
            frame = frame.with(self.label(field), Values::Text(column));
        }
        Ok(frame.marking(marked))
    }
}

/// Where `--explain` goes.
pub(crate) enum Target {
    /// A page.
    Page(String),
    /// Data for scripts.
    Json(String),
}

impl Target {
    /// Known by its ending; refused before the run rather than after it.
    pub(crate) fn of(file: &str) -> Result<Self, Failure> {
        let path = Path::new(file);
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        let target = match ending.as_deref() {
            Some("html" | "htm") => Self::Page(file.to_owned()),
            Some("json") => Self::Json(file.to_owned()),
            _ => {
                let said = Message::new("app-explain-ending").with("file", file);
                return Err(Failure::Said(said, 2));
            }
        };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        match folder {
            Some(folder) if !folder.is_dir() => {
                let why =
                    Message::new("app-no-folder").with("folder", folder.display().to_string());
                Err(Failure::Said(why, 3))
            }
            _ => Ok(target),
        }
    }
}

fn unwritable(file: &str, why: &str) -> SheetError {
    SheetError::Unwritable {
        file: file.to_owned(),
        why: why.to_owned(),
    }
}
