//! Where a right reaches: divisions by the beginning of their codes, and sections of the bureau.
//!
//! Whoever reads or writes rows of a division asks [`crate::Ctx::may`] first and is handed a
//! [`Scope`]; store functions that list rows take one, so a list without a scope does not compile.

use base::division::{DivisionCode, Level};
use db::Param;
use std::borrow::Cow;

/// A division as rows name it: the digits that name it and no zeros behind them, so that whatever
/// lies in it begins with them. What a right code is, [`DivisionCode`] says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Division(String);

impl From<DivisionCode> for Division {
    fn from(code: DivisionCode) -> Self {
        Self(code.prefix())
    }
}

impl Division {
    /// Reads a code as people and ledgers write it, see [`DivisionCode::parse`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        DivisionCode::parse(code).ok().map(Self::from)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// 1 for a province to 5 for a village; 0 for everything.
    #[must_use]
    pub fn level(&self) -> i64 {
        match DivisionCode::parse(&self.0).map(DivisionCode::level) {
            Ok(Level::Province) => 1,
            Ok(Level::City) => 2,
            Ok(Level::District) => 3,
            Ok(Level::Town) => 4,
            Ok(Level::Village) => 5,
            Err(_) => 0,
        }
    }

    /// The division it lies in.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let code = DivisionCode::parse(&self.0).ok()?;
        code.parent().map(Self::from)
    }

    /// Whether another division is this one or lies in it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

/// The divisions and sections that a right reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    areas: Vec<Area>,
}

/// One division, in it everything or one section's matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The division and all that lies in it.
    pub division: Division,
    /// Only this section's matters, if any.
    pub section: Option<String>,
}

impl Scope {
    /// A scope of areas; one that lies in another is dropped.
    #[must_use]
    pub fn new(areas: Vec<Area>) -> Self {
        let wider = |a: &Area, b: &Area| {
            a.division.holds(&b.division) && (a.section.is_none() || a.section == b.section)
        };
        let mut kept: Vec<Area> = Vec::new();
        for area in areas {
            if kept.iter().any(|k| wider(k, &area)) {
                continue;
            }
            kept.retain(|k| !wider(&area, k));
            kept.push(area);
        }
        Self { areas: kept }
    }

    /// A scope that reaches everything: for commands and jobs, never for a person.
    #[must_use]
    pub(crate) fn everything() -> Self {
        Self {
            areas: vec![Area {
                division: Division(String::new()),
                section: None,
            }],
        }
    }

    /// Whether it reaches nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Its areas.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Whether a row of a division, and of a section if it has one, is within reach.
    #[must_use]
    pub fn covers(&self, division: &Division, section: Option<&str>) -> bool {
        self.areas.iter().any(|area| {
            let ours = area.section.is_none() || area.section.as_deref() == section;
            area.division.holds(division) && ours
        })
    }

    /// Whether a row that belongs to no section lies in a division within reach, whatever sections
    /// the reader is of: as [`condition`](Self::condition) has it.
    #[must_use]
    pub fn holds(&self, division: &Division) -> bool {
        self.areas.iter().any(|area| area.division.holds(division))
    }

    /// The condition for rows whose `column` holds a division's code, with parameters numbered
    /// from `first`.
    #[must_use]
    pub fn condition(&self, column: &str, first: usize) -> (String, Vec<Param<'static>>) {
        if self.areas.is_empty() {
            return ("1 = 0".to_owned(), Vec::new());
        }
        let mut parts = Vec::new();
        let mut params = Vec::new();
        for (i, area) in self.areas.iter().enumerate() {
            parts.push(format!("{column} LIKE ?{}", first + i));
            params.push(Param::Text(Cow::Owned(format!(
                "{}%",
                area.division.code()
            ))));
        }
        (format!("({})", parts.join(" OR ")), params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str, section: Option<&str>) -> Area {
        Area {
            division: Division::parse(code).unwrap(),
            section: section.map(str::to_owned),
        }
    }

    #[test]
    fn codes_have_the_lengths_of_the_standard() {
        let village = Division::parse("500153104201").unwrap();
        assert_eq!(village.level(), 5);
        assert_eq!(village.parent().unwrap().code(), "500153104");
        assert!(Division::parse("50015").is_none() && Division::parse("5001x3").is_none());
        let town = Division::parse("500153104000").unwrap();
        assert_eq!(
            (town.code(), town.level()),
            ("500153104", 4),
            "zeros name nothing"
        );
        let province = Division::parse("500000").unwrap();
        assert!(province.code() == "50" && province.holds(&village) && province.parent().is_none());
    }

    #[test]
    fn a_village_worker_sees_the_village_and_nothing_beside_it() {
        let scope = Scope::new(vec![area("500153104201", None)]);
        let at = |code: &str| Division::parse(code).unwrap();
        assert!(scope.covers(&at("500153104201"), None));
        assert!(!scope.covers(&at("500153104202"), None));
        assert!(
            !scope.covers(&at("500153104"), None),
            "not even the town itself"
        );
    }

    #[test]
    fn a_section_sees_its_own_matters_of_the_district() {
        let scope = Scope::new(vec![area("500153", Some("relief"))]);
        let town = Division::parse("500153104").unwrap();
        assert!(scope.covers(&town, Some("relief")));
        assert!(!scope.covers(&town, Some("funds")) && !scope.covers(&town, None));
    }

    #[test]
    fn what_lies_in_a_wider_area_is_dropped() {
        let town = area("500153104", None);
        let scope = Scope::new(vec![area("500153104201", None), town.clone(), town.clone()]);
        assert_eq!(scope.areas(), [town]);
        let (sql, params) = scope.condition("division", 3);
        assert_eq!(sql, "(division LIKE ?3)");
        assert_eq!(params, [Param::Text("500153104%".into())]);
    }
}
