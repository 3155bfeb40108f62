//! Which column of a file is what: by the labels of the register, by other headers that it names,
//! by what the reader of files recognised, or as somebody said.

use base::column::ColumnRole;
use base::message::Message;
use policy::register::{Class, Register, SubjectKind};
use serde::{Deserialize, Serialize};
use sheet::Table;

/// What the columns of a file are, each by its place in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// The record's number, from an export.
    pub record: Option<usize>,
    /// The person's name.
    pub name: Option<usize>,
    /// The person's ID number.
    pub number: Option<usize>,
    /// The person's sex.
    pub sex: Option<usize>,
    /// The person's day of birth.
    pub birth: Option<usize>,
    /// Division: a code, or the name of a village or town.
    pub division: Option<usize>,
    /// Town, where the village stands in a column of its own.
    pub town: Option<usize>,
    /// Name of each field and its column.
    pub fields: Vec<(String, usize)>,
}

/// Headers of what a file has besides the fields of the register.
const RECORD: [&str; 2] = ["记录编号", "Record number"];
const NAME: [&str; 3] = ["姓名", "Person’s name", "人员姓名"];
const DIVISION: [&str; 6] = [
    "区划代码",
    "Division code",
    "所在村",
    "村（社区）",
    "村(社区)",
    "村居",
];
const TOWN: [&str; 6] = ["镇街", "乡镇", "镇（街道）", "镇(街道)", "所属镇街", "街镇"];

fn plain(text: &str) -> String {
    sheet::columns::plain(text)
}

impl Columns {
    /// What can be recognised. Fields come first: a register may itself have a division or a date.
    #[must_use]
    pub fn recognised(register: &Register, table: &Table) -> Self {
        let headers: Vec<String> = table.columns.iter().map(|c| plain(&c.header)).collect();
        let mut taken = vec![false; headers.len()];
        let mut take = |wanted: &[&str]| -> Option<usize> {
            let wanted: Vec<String> = wanted.iter().map(|w| plain(w)).collect();
            let at = wanted
                .iter()
                .find_map(|w| headers.iter().position(|h| h == w))?;
            let place = taken.get_mut(at)?;
            let free = !*place;
            *place = true;
            free.then_some(at)
        };
        let mut found = Self {
            record: take(&RECORD),
            ..Self::default()
        };
        for field in &register.fields {
            let also = field.headers.iter().map(String::as_str);
            let wanted: Vec<&str> = [field.label.zh.as_str(), field.label.en.as_str()]
                .into_iter()
                .chain(also)
                .collect();
            if let Some(at) = take(&wanted) {
                found.fields.push((field.id.clone(), at));
            }
        }
        found.division = take(&DIVISION);
        found.town = take(&TOWN);
        found.name = take(&NAME);
        let mut by_role = |role: ColumnRole| -> Option<usize> {
            let at = table.columns.iter().position(|c| c.role == Some(role))?;
            let place = taken.get_mut(at)?;
            let free = !*place;
            *place = true;
            free.then_some(at)
        };
        found.name = found.name.or_else(|| by_role(ColumnRole::Name));
        found.number = by_role(ColumnRole::IdNumber);
        found.sex = by_role(ColumnRole::Sex);
        found.birth = by_role(ColumnRole::BirthDate);
        found.division = found.division.or_else(|| by_role(ColumnRole::Division));
        for field in &register.fields {
            let known = found.fields.iter().any(|(id, _)| *id == field.id);
            if let (false, Some(role)) = (known, field.column)
                && let Some(at) = by_role(role)
            {
                found.fields.push((field.id.clone(), at));
            }
        }
        found
    }

    /// What somebody told: the target of each column by its place. Two columns that are the same, or
    /// nothing that says whom or what a row is about, is wrong; what was told comes back with it.
    pub fn told<'t>(
        register: &Register,
        told: impl Iterator<Item = (usize, &'t str)>,
    ) -> Result<Self, Box<(Self, Message)>> {
        let mut columns = Self::default();
        let mut twice = None;
        for (at, target) in told {
            let place = match target {
                "record" => &mut columns.record,
                "name" => &mut columns.name,
                "number" => &mut columns.number,
                "sex" => &mut columns.sex,
                "birth" => &mut columns.birth,
                "division" => &mut columns.division,
                "town" => &mut columns.town,
                other => {
                    let field = other.strip_prefix("f.").and_then(|id| register.field(id));
                    if let Some(field) = field.and_then(|f| register.fields.get(f)) {
                        if columns.fields.iter().any(|(id, _)| *id == field.id) {
                            twice = twice.or(Some(at));
                        } else {
                            columns.fields.push((field.id.clone(), at));
                        }
                    }
                    continue;
                }
            };
            match place {
                Some(_) => twice = twice.or(Some(at)),
                None => *place = Some(at),
            }
        }
        if let Some(at) = twice {
            let message = Message::new("import-column-twice").with("column", at + 1);
            return Err(Box::new((columns, message)));
        }
        let person = register.subject == SubjectKind::Person;
        let named = columns.record.is_some() || columns.name.is_some() || columns.number.is_some();
        if (person && !named) || (columns.fields.is_empty() && columns.record.is_none() && !person)
        {
            return Err(Box::new((columns, Message::new("import-column-who"))));
        }
        Ok(columns)
    }

    /// What a column is, as forms write it; nothing for one that is left out.
    #[must_use]
    pub fn target(&self, at: usize) -> Option<String> {
        let own = [
            (self.record, "record"),
            (self.name, "name"),
            (self.number, "number"),
            (self.sex, "sex"),
            (self.birth, "birth"),
            (self.division, "division"),
            (self.town, "town"),
        ];
        let own = own.into_iter().find(|(place, _)| *place == Some(at));
        let field = self.fields.iter().find(|(_, place)| *place == at);
        own.map(|(_, code)| code.to_owned())
            .or_else(|| field.map(|(id, _)| format!("f.{id}")))
    }

    /// The headers of a file as one text, by which a mapping is remembered.
    #[must_use]
    pub fn key(table: &Table) -> String {
        let headers: Vec<String> = table.columns.iter().map(|c| plain(&c.header)).collect();
        headers.join("|")
    }

    /// Headers that are nothing yet.
    #[must_use]
    pub fn left<'t>(&self, table: &'t Table) -> Vec<&'t str> {
        let own = [
            self.record,
            self.name,
            self.number,
            self.sex,
            self.birth,
            self.division,
            self.town,
        ];
        let used = |at: usize| {
            own.contains(&Some(at)) || self.fields.iter().any(|(_, place)| *place == at)
        };
        let all = table.columns.iter().enumerate();
        all.filter(|(at, _)| !used(*at))
            .map(|(_, c)| c.header.as_str())
            .collect()
    }

    /// Fields that must be there for a new record and are not.
    #[must_use]
    pub fn lacking<'r>(&self, register: &'r Register) -> Vec<&'r policy::register::Field> {
        let has = |id: &str| self.fields.iter().any(|(name, _)| name == id);
        let lacking = register.fields.iter();
        lacking
            .filter(|f| f.required && f.class == Class::Ordinary && !has(&f.id))
            .collect()
    }
}
