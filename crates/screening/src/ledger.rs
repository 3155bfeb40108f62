//! A ledger in a role: which of its columns is which field of the role.

use crate::error::Error;
use crate::value::value;
use base::column::ColumnRole;
use policy::cel::Record;
use policy::pack::{Pack, Role};
use sheet::Table;
use sheet::columns::plain;
use std::sync::Arc;

/// A ledger read from a file, in the role it plays.
#[derive(Debug)]
pub struct Ledger {
    /// Place of the role in the pack.
    pub role: usize,
    /// The table as read.
    pub table: Table,
    /// The column of each field of the role, in the order of the fields.
    pub columns: Vec<Option<usize>>,
    /// The file's name without folders, as findings show it.
    pub name: Arc<str>,
}

/// A value that its field does not take: it counts as missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Row of the file, from 1.
    pub row: u32,
    /// Header of the column.
    pub header: String,
    /// Place of the field in the role.
    pub field: usize,
    /// The value as written.
    pub value: String,
}

impl Ledger {
    /// Finds the fields of a role in a table: by the columns given by hand (field and header),
    /// else by the first of the field's headers that the table has, else by the meaning that the
    /// column was read with. A column serves one field.
    ///
    /// # Errors
    /// A field or header given by hand that does not exist; a table without names and ID numbers.
    pub fn new(
        role: usize,
        declared: &Role,
        table: Table,
        given: &[(String, String)],
    ) -> Result<Self, Error> {
        let headers: Vec<String> = table.columns.iter().map(|c| plain(&c.header)).collect();
        let present = || {
            let all = table.columns.iter().map(|c| c.header.as_str());
            all.collect::<Vec<_>>().join("、")
        };
        let mut columns: Vec<Option<usize>> = vec![None; declared.fields.len()];
        for (field, header) in given {
            let Some(place) = declared.fields.iter().position(|f| f.id == *field) else {
                let fields = declared.fields.iter().map(|f| f.id.as_str());
                return Err(Error::NoField {
                    role: declared.id.clone(),
                    field: field.clone(),
                    present: fields.collect::<Vec<_>>().join("、"),
                });
            };
            let wanted = plain(header);
            let Some(column) = headers.iter().position(|h| *h == wanted) else {
                return Err(Error::NoColumn {
                    file: table.file.clone(),
                    header: header.clone(),
                    present: present(),
                });
            };
            columns[place] = Some(column);
        }
        for (place, field) in declared.fields.iter().enumerate() {
            if columns[place].is_none() {
                let found = field.headers.iter().find_map(|header| {
                    let wanted = plain(header);
                    let column = headers.iter().position(|h| *h == wanted)?;
                    (!columns.contains(&Some(column))).then_some(column)
                });
                columns[place] = found;
            }
        }
        for (place, field) in declared.fields.iter().enumerate() {
            if columns[place].is_none() && field.column.is_some() {
                let meant = table.columns.iter().position(|c| c.role == field.column);
                columns[place] = meant.filter(|at| !columns.contains(&Some(*at)));
            }
        }
        let name = table.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let ledger = Self {
            role,
            name: name.into(),
            columns,
            table,
        };
        let says_who = [ColumnRole::Name, ColumnRole::IdNumber]
            .iter()
            .any(|role| ledger.column_of(declared, *role).is_some());
        if says_who {
            return Ok(ledger);
        }
        let present = ledger.table.columns.iter().map(|c| c.header.as_str());
        Err(Error::NoIdentity {
            file: ledger.table.file.clone(),
            present: present.collect::<Vec<_>>().join("、"),
        })
    }

    /// A ledger without records: a list on which nobody stands. It counts as given, with all its
    /// fields.
    pub fn empty(role: usize, declared: &Role, file: &str) -> Self {
        let table = Table {
            file: file.to_owned(),
            format: sheet::Format::Workbook,
            sheet: None,
            other_sheets: Vec::new(),
            columns: Vec::new(),
            rows: sheet::RowNumbers::From(2),
            problems: sheet::Problems::default(),
            notes: Vec::new(),
            remarks: Vec::new(),
        };
        Self {
            role,
            name: file.rsplit(['/', '\\']).next().unwrap_or_default().into(),
            columns: vec![None; declared.fields.len()],
            table,
        }
    }

    /// Which fields have a column.
    pub fn has(&self) -> Vec<bool> {
        let empty = self.table.columns.is_empty();
        self.columns.iter().map(|c| empty || c.is_some()).collect()
    }

    /// The column of the first field with a meaning.
    pub fn column_of(&self, declared: &Role, role: ColumnRole) -> Option<usize> {
        let field = declared
            .fields
            .iter()
            .position(|f| f.column == Some(role))?;
        self.columns.get(field).copied().flatten()
    }

    /// What is written in a record for a meaning.
    pub fn text<'a>(&'a self, pack: &Pack, record: usize, role: ColumnRole) -> Option<&'a str> {
        let column = self.column_of(pack.roles.get(self.role)?, role)?;
        self.table.value(column, record).map(str::trim)
    }

    /// The row of the file that a record stands in.
    pub fn row(&self, record: usize) -> u32 {
        self.table.rows.row(record)
    }

    /// The fields of a record; values that their fields do not take are noted and count as missing.
    pub fn record(&self, declared: &Role, record: usize, unread: &mut Vec<Unread>) -> Record {
        let mut fields = Record::with_capacity(self.columns.len() + 5);
        for (place, (field, column)) in declared.fields.iter().zip(&self.columns).enumerate() {
            let text = column.and_then(|column| self.table.value(column, record));
            let read = text.map_or(Some(policy::cel::Datum::Missing), |t| value(t, field));
            if read.is_none() {
                let header = column.and_then(|at| self.table.columns.get(at));
                unread.push(Unread {
                    row: self.row(record),
                    header: header.map(|c| c.header.clone()).unwrap_or_default(),
                    field: place,
                    value: text.unwrap_or_default().to_owned(),
                });
            }
            fields.push(read.unwrap_or_default());
        }
        fields
    }
}
