//! How well findings agree with the truth, screen by screen.
//!
//! Findings are the flat table of `doudi compare` (csv, parquet or xlsx): columns `screen`,
//! `standing` and `subject_rows` (`FILE:ROW|FILE:ROW`). Start at [`score`].

use sheet::{ReadOptions, SheetError, Source, Table};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Counts of one screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Findings that should be there.
    pub wanted: usize,
    /// Of those, how many were found.
    pub found: usize,
    /// Findings given.
    pub given: usize,
    /// Of those, how many are right.
    pub right: usize,
    /// Exempt cases that were taken for findings.
    pub exempt_found: usize,
}

impl Score {
    /// Adds the counts of another screen.
    pub fn add(&mut self, other: &Score) {
        self.wanted += other.wanted;
        self.found += other.found;
        self.given += other.given;
        self.right += other.right;
        self.exempt_found += other.exempt_found;
    }

    /// Share of what should be found that was; 1 where nothing should be.
    pub fn recall(&self) -> f64 {
        share(self.found, self.wanted)
    }

    /// Share of the findings that are right; 1 where there are none.
    pub fn precision(&self) -> f64 {
        share(self.right, self.given)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// A row of a ledger: file without folder and ending, and row.
type Place = (String, u32);

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The screen.
    pub screen: String,
    /// The rows it is about.
    pub rows: Vec<Place>,
}

/// The truth as `truth.csv` tells it: by screen and row, the finding and whether it is exempt.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    rows: HashMap<(String, Place), (String, bool)>,
}

fn stem(file: &str) -> String {
    Path::new(file)
        .file_stem()
        .map_or_else(|| file.to_owned(), |s| s.to_string_lossy().into_owned())
}

fn table(file: &Path) -> Result<Table, SheetError> {
    sheet::read(Source::Path(file.to_owned()), &ReadOptions::default())
}

/// Columns by header.
fn columns<const N: usize>(table: &Table, headers: [&str; N]) -> Result<[usize; N], SheetError> {
    let mut found = [0; N];
    for (slot, header) in found.iter_mut().zip(headers) {
        let at = table.columns.iter().position(|c| c.header == header);
        *slot = at.ok_or_else(|| SheetError::NoSuchColumn {
            file: table.file.clone(),
            header: header.to_owned(),
            present: table
                .columns
                .iter()
                .map(|c| c.header.as_str())
                .collect::<Vec<_>>()
                .join("、"),
        })?;
    }
    Ok(found)
}

impl Truth {
    /// Reads `truth.csv`.
    ///
    /// # Errors
    /// What [`sheet::read`] says, or a column that is not there.
    pub fn read(file: &Path) -> Result<Self, SheetError> {
        let table = table(file)?;
        let names = ["screen", "finding", "file", "row", "should_be_found"];
        let [screen, finding, name, row, wanted] = columns(&table, names)?;
        let mut rows = HashMap::new();
        for at in 0..table.len() {
            let value = |column| table.value(column, at).unwrap_or_default().to_owned();
            let place = (stem(&value(name)), value(row).parse().unwrap_or_default());
            let exempt = value(wanted) == "exempt";
            rows.insert((value(screen), place), (value(finding), exempt));
        }
        Ok(Self { rows })
    }
}

/// Reads findings; exempt ones are none.
///
/// # Errors
/// What [`sheet::read`] says, or a column that is not there.
pub fn findings(file: &Path) -> Result<Vec<Finding>, SheetError> {
    let table = table(file)?;
    let [screen, standing, rows] = columns(&table, ["screen", "standing", "subject_rows"])?;
    let mut found = Vec::new();
    for at in 0..table.len() {
        let value = |column| table.value(column, at).unwrap_or_default();
        if value(standing) == "exempt" {
            continue;
        }
        let places = value(rows).split('|').filter_map(|text| {
            let (name, row) = text.rsplit_once(':')?;
            Some((stem(name), row.trim().parse().ok()?))
        });
        found.push(Finding {
            screen: value(screen).to_owned(),
            rows: places.collect(),
        });
    }
    Ok(found)
}

/// The score of every screen that is in the truth or in the findings.
pub fn score(truth: &Truth, findings: &[Finding]) -> BTreeMap<String, Score> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut wanted: HashSet<(&str, &str)> = HashSet::new();
    let mut got: HashSet<(&str, &str)> = HashSet::new();
    for ((screen, _), (finding, exempt)) in &truth.rows {
        if !exempt && wanted.insert((screen, finding)) {
            scores.entry(screen.clone()).or_default().wanted += 1;
        }
    }
    for finding in findings {
        let score = scores.entry(finding.screen.clone()).or_default();
        score.given += 1;
        let known = finding.rows.iter().filter_map(|place| {
            truth
                .rows
                .get_key_value(&(finding.screen.clone(), place.clone()))
        });
        let (mut right, mut exempt) = (false, false);
        for ((screen, _), (name, is_exempt)) in known {
            right |= !is_exempt;
            exempt |= is_exempt;
            if !is_exempt && got.insert((screen, name)) {
                score.found += 1;
            }
        }
        score.right += usize::from(right);
        score.exempt_found += usize::from(exempt && !right);
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_counts_once_however_many_rows_it_rests_on() {
        let place = |row| ("roll".to_owned(), row);
        let mut truth = Truth::default();
        for (row, finding, exempt) in [
            (2, "a", false),
            (3, "a", false),
            (4, "b", false),
            (5, "c", true),
        ] {
            truth
                .rows
                .insert(("M05".to_owned(), place(row)), (finding.to_owned(), exempt));
        }
        let given = |rows: &[u32]| Finding {
            screen: "M05".to_owned(),
            rows: rows.iter().map(|r| place(*r)).collect(),
        };
        let scores = score(&truth, &[given(&[2, 3]), given(&[5]), given(&[9])]);
        let score = &scores["M05"];
        assert_eq!(
            (score.wanted, score.found, score.given, score.right),
            (2, 1, 3, 1)
        );
        assert_eq!(score.exempt_found, 1);
        assert!((score.recall() - 0.5).abs() < 1e-9);
        assert!((score.precision() - 1.0 / 3.0).abs() < 1e-9);
    }
}
