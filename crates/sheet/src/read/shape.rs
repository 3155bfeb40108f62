//! What all parts of one ledger share: its columns with their meanings, decided by the first part,
//! and the rules that values are held to.

use super::check::Rules;
use super::{Format, ReadOptions};
use crate::table::{Column, RowNumbers, Table};
use crate::{Problem, Problems, Remark, SheetError, columns, remark};
use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;

/// Values looked at for the meaning of a column.
const SAMPLE: usize = 400;

/// The columns of a ledger and what is said of it as a whole.
pub(super) struct Shape {
    file: String,
    format: Format,
    pub(super) sheet: Option<String>,
    pub(super) other_sheets: Vec<String>,
    headers: Vec<String>,
    roles: Vec<Option<ColumnRole>>,
    /// For each column of the file its place in the table; columns with neither header nor values
    /// are left out.
    places: Vec<Option<usize>>,
    rules: Rules,
    /// Said with the first part only.
    notes: Vec<String>,
    remarks: Vec<Remark>,
}

impl Shape {
    /// Decides by headers and first values.
    pub(super) fn decide(
        file: &str,
        format: Format,
        headers: Vec<String>,
        values: &[StringViewArray],
        options: &ReadOptions,
    ) -> Result<Self, SheetError> {
        let samples: Vec<Vec<&str>> = values
            .iter()
            .map(|v| v.iter().take(SAMPLE).flatten().collect())
            .collect();
        let mut roles = columns::recognise(&headers, &samples);
        given(file, &headers, &options.columns, &mut roles)?;
        let mut next = 0..;
        let places: Vec<Option<usize>> = headers
            .iter()
            .zip(values)
            .map(|(header, values)| {
                let empty = header.is_empty() && values.null_count() == values.len();
                if empty { None } else { next.next() }
            })
            .collect();
        let kept = || places.iter().map(Option::is_some);
        let kept_roles: Vec<_> = roles
            .iter()
            .zip(kept())
            .filter(|(_, k)| *k)
            .map(|(r, _)| *r)
            .collect();
        let named = headers
            .iter()
            .zip(kept())
            .filter(|(_, k)| *k)
            .map(|(h, _)| h.as_str());
        Ok(Self {
            file: file.to_owned(),
            format,
            sheet: None,
            other_sheets: Vec::new(),
            remarks: remark::repeated(named),
            rules: Rules::new(kept_roles),
            notes: Vec::new(),
            headers,
            roles,
            places,
        })
    }

    /// Adds notes and remarks to be said with the first part.
    pub(super) fn saying(&mut self, notes: Vec<String>, remarks: Vec<Remark>) {
        self.notes.extend(notes);
        self.remarks.extend(remarks);
    }

    /// A part as a table, its values checked; `problems` name columns by their place in the file.
    pub(super) fn table(
        &mut self,
        values: Vec<StringViewArray>,
        rows: RowNumbers,
        problems: Vec<Problem>,
    ) -> Table {
        let all = self
            .headers
            .iter()
            .zip(values)
            .zip(&self.roles)
            .zip(&self.places);
        let columns = all
            .filter(|(_, place)| place.is_some())
            .map(|(((header, values), role), _)| Column {
                header: header.clone(),
                role: *role,
                values,
            })
            .collect();
        let mut table = Table {
            file: self.file.clone(),
            format: self.format,
            sheet: self.sheet.clone(),
            other_sheets: self.other_sheets.clone(),
            columns,
            rows,
            problems: Problems::default(),
            notes: std::mem::take(&mut self.notes),
            remarks: std::mem::take(&mut self.remarks),
        };
        for mut problem in problems {
            if let Some(at) = problem.column {
                problem.column = self.places.get(at).copied().flatten();
                problem.header = self.headers.get(at).cloned().unwrap_or_default();
            }
            table.problems.push(problem);
        }
        self.rules.apply(&mut table);
        table
    }
}

/// Roles given by hand replace what was recognised.
fn given(
    file: &str,
    headers: &[String],
    wanted: &[(ColumnRole, String)],
    roles: &mut [Option<ColumnRole>],
) -> Result<(), SheetError> {
    let mut places = Vec::new();
    for (role, header) in wanted {
        let exact = headers.iter().position(|h| h == header.trim());
        let plain = columns::plain(header);
        let found = exact.or_else(|| headers.iter().position(|h| columns::plain(h) == plain));
        let Some(at) = found else {
            return Err(SheetError::NoSuchColumn {
                file: file.to_owned(),
                header: header.clone(),
                present: headers.join("、"),
            });
        };
        places.push((at, *role));
    }
    for (at, (role, _)) in wanted.iter().enumerate() {
        let twice = wanted.iter().take(at).any(|(r, _)| r == role);
        if twice && *role != ColumnRole::Text {
            let role = role.code().to_owned();
            return Err(SheetError::ColumnTwice {
                file: file.to_owned(),
                role,
            });
        }
    }
    for slot in roles.iter_mut() {
        if slot.is_some_and(|r| places.iter().any(|(_, role)| *role == r)) {
            *slot = None;
        }
    }
    for (at, role) in places {
        if let Some(slot) = roles.get_mut(at) {
            *slot = Some(role);
        }
    }
    Ok(())
}
