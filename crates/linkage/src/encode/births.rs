//! Birth dates and sexes of every row: from their own column, from three columns, or from a valid
//! citizen ID number where the ledger says nothing else.

use super::values;
use crate::field::Kind;
use crate::records::Records;
use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;

/// More first-of-January dates than this share are years written as dates.
const NEW_YEARS_MAX: f64 = 0.04;

/// Where the first of January stands far too often, only the year of such a date is known. Dates
/// stand in every `stride`th word from `at` on.
pub(super) fn years_alone(words: &mut [u32], stride: usize, at: usize) {
    let new_year = |day: &u32| day % 10_000 == 101;
    let days = || words.iter().skip(at).step_by(stride);
    let all = days().filter(|day| **day != 0).count();
    let found = days().filter(|day| new_year(day)).count();
    if all >= 100 && found as f64 > NEW_YEARS_MAX * all as f64 {
        let days = words.iter_mut().skip(at).step_by(stride);
        for day in days.filter(|day| new_year(day)) {
            *day -= 101;
        }
    }
}

/// The columns of one ledger that say birth dates or sexes.
pub(super) struct Source<'a> {
    kind: Kind,
    own: Option<&'a StringViewArray>,
    parts: [Option<&'a StringViewArray>; 3],
    id: Option<&'a StringViewArray>,
}

impl<'a> Source<'a> {
    pub(super) fn new(table: &'a Records, kind: Kind) -> Self {
        let (role, parts) = match kind {
            Kind::Date => (
                ColumnRole::BirthDate,
                [
                    ColumnRole::BirthYear,
                    ColumnRole::BirthMonth,
                    ColumnRole::BirthDay,
                ]
                .map(|role| table.column(role, 0)),
            ),
            _ => (ColumnRole::Sex, [None; 3]),
        };
        Self {
            kind,
            own: table.column(role, 0),
            parts,
            id: table.column(ColumnRole::IdNumber, 0),
        }
    }

    /// The word of a row; 0 when nothing says it.
    pub(super) fn word(&self, row: usize) -> u32 {
        let own = at(self.own, row).map_or(0, |value| match self.kind {
            Kind::Date => values::date(value),
            _ => values::sex(value),
        });
        if own != 0 {
            return own;
        }
        let number = |part: usize| {
            let text = at(self.parts[part], row)?.trim();
            text.trim_end_matches(".0").parse::<u32>().ok()
        };
        if let Some(year) = number(0).filter(|y| values::YEARS.contains(y)) {
            let month = number(1).filter(|m| (1..=12).contains(m));
            let day = number(2).filter(|d| (1..=31).contains(d));
            let day = month.and(day).unwrap_or(0);
            return year * 10_000 + month.unwrap_or(0) * 100 + day;
        }
        match (self.kind, at(self.id, row).map(values::id)) {
            (_, None | Some(0)) => 0,
            (Kind::Date, Some(id)) => values::id_birth(id),
            (_, Some(id)) => values::id_sex(id),
        }
    }
}

fn at(column: Option<&StringViewArray>, row: usize) -> Option<&str> {
    let column = column?;
    (row < column.len() && column.is_valid(row)).then(|| column.value(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(columns: &[(ColumnRole, &str)]) -> Records {
        let column = |v: &str| StringViewArray::from_iter([(!v.is_empty()).then_some(v)]);
        Records::new(columns.iter().map(|(r, v)| (*r, column(v))).collect()).unwrap()
    }

    fn encode(tables: &[&Records], kind: Kind) -> Vec<u32> {
        let words = |table: &&Records| {
            let source = Source::new(table, kind);
            (0..table.rows()).map(|row| source.word(row)).collect()
        };
        tables
            .iter()
            .flat_map(|t| -> Vec<u32> { words(t) })
            .collect()
    }

    #[test]
    fn a_birth_date_in_three_columns_is_one_date() {
        let parts = ledger(&[
            (ColumnRole::BirthYear, "1951"),
            (ColumnRole::BirthMonth, "4"),
            (ColumnRole::BirthDay, "03"),
        ]);
        assert_eq!(encode(&[&parts], Kind::Date), [19_510_403]);
        let year = ledger(&[
            (ColumnRole::BirthYear, "1951"),
            (ColumnRole::BirthMonth, ""),
            (ColumnRole::BirthDay, "3"),
        ]);
        assert_eq!(encode(&[&year], Kind::Date), [19_510_000]);
    }

    #[test]
    fn old_books_have_dates_too() {
        for (written, word) in [
            ("1780", 17_800_000),
            ("1551-04-03", 15_510_403),
            ("3.4.1799", 17_990_403),
        ] {
            let book = ledger(&[(ColumnRole::BirthDate, written)]);
            assert_eq!(encode(&[&book], Kind::Date), [word]);
        }
        let year = ledger(&[(ColumnRole::BirthYear, "1780")]);
        assert_eq!(encode(&[&year], Kind::Date), [17_800_000]);
    }

    #[test]
    fn a_first_of_january_too_common_is_a_year() {
        let mut days = vec![19_510_403; 95];
        days.extend([19_300_101; 5]);
        years_alone(&mut days, 1, 0);
        assert_eq!(days[99], 19_300_000);
        let mut few = vec![19_510_403; 98];
        few.extend([19_300_101; 2]);
        years_alone(&mut few, 1, 0);
        assert_eq!(few[99], 19_300_101);
    }

    #[test]
    fn a_valid_id_number_says_what_the_ledger_does_not() {
        let bare = ledger(&[(ColumnRole::IdNumber, "500153195104030012")]);
        assert_eq!(
            encode(&[&bare], Kind::Date),
            [0],
            "the check digit is wrong"
        );
        let valid = ledger(&[(ColumnRole::IdNumber, "500153190001010013")]);
        assert_eq!(encode(&[&valid], Kind::Date), [19_000_101]);
        assert_eq!(encode(&[&valid], Kind::Sex), [1]);
        let said = ledger(&[
            (ColumnRole::IdNumber, "500153190001010013"),
            (ColumnRole::BirthDate, "1900-01-02"),
        ]);
        assert_eq!(encode(&[&said], Kind::Date), [19_000_102]);
    }
}
