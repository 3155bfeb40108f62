//! From the text of a cell to the value that an expression reads.

use base::CitizenId;
use base::column::ColumnRole;
use base::date::{Month, parse_date};
use policy::cel::{Datum, Type};
use policy::pack::{Field, datum};

/// The value of a field; `None` when something is written that the field's type does not take.
pub(crate) fn value(text: &str, field: &Field) -> Option<Datum> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Datum::Missing);
    }
    if let Some(code) = code(text, field) {
        return datum(code, &field.of);
    }
    match &field.of {
        Type::Text | Type::Code(_) => Some(Datum::Text(match field.column {
            Some(ColumnRole::IdNumber) => id_text(text).into(),
            Some(ColumnRole::BankAccount) => account(text).into(),
            _ => text.into(),
        })),
        Type::Date => parse_date(text)
            .ok()
            .or_else(|| Month::parse(text).map(Month::first_day))
            .map(Datum::Date),
        Type::Int => {
            let plain = base::name::normalise(text).text;
            let digits = plain.trim_end_matches(|c: char| !c.is_ascii_digit());
            let whole = digits.split_once('.').map_or(digits, |(whole, part)| {
                if part.bytes().all(|b| b == b'0') {
                    whole
                } else {
                    digits
                }
            });
            datum(whole, &field.of)
        }
        Type::Decimal => {
            let plain = base::name::normalise(text).text.replace(',', "");
            datum(
                plain.trim_end_matches(|c: char| !c.is_ascii_digit()),
                &field.of,
            )
        }
        of => datum(text, of),
    }
}

/// The code that a spelling stands for.
fn code<'a>(text: &str, field: &'a Field) -> Option<&'a str> {
    if field.codes.is_empty() {
        return None;
    }
    let same = |spelling: &str| spelling == text || plain(spelling) == plain(text);
    field
        .codes
        .iter()
        .find(|(code, spellings)| same(code) || spellings.iter().any(|s| same(s)))
        .map(|(code, _)| code.as_str())
}

fn plain(text: &str) -> String {
    let text = base::name::normalise(text).text;
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A number in the form by which numbers are compared; what is no number stays as written.
fn id_text(text: &str) -> String {
    CitizenId::parse(text).map_or_else(|_| text.to_owned(), |id| id.to_string())
}

/// Letters and digits of an account.
fn account(text: &str) -> String {
    let plain = base::name::normalise(text).text;
    plain.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(of: Type, codes: &[(&str, &[&str])]) -> Field {
        let own = |s: &&str| (*s).to_owned();
        Field {
            id: "f".to_owned(),
            of,
            column: None,
            headers: Vec::new(),
            optional: false,
            kin: false,
            codes: codes
                .iter()
                .map(|(code, all)| ((*code).to_owned(), all.iter().map(own).collect()))
                .collect(),
        }
    }

    #[test]
    fn cells_become_values() {
        let grade = field(Type::Int, &[("1", &["一级"]), ("2", &["二级", "贰级"])]);
        for (text, wanted) in [("一级", 1), (" 贰 级", 2), ("2", 2), ("3人", 3), ("4.0", 4)] {
            assert_eq!(value(text, &grade), Some(Datum::Int(wanted)), "{text}");
        }
        assert_eq!(value("无", &grade), None);
        assert_eq!(value("  ", &grade), Some(Datum::Missing));
        let day = field(Type::Date, &[]);
        let first = jiff::civil::date(2020, 3, 1);
        for text in ["2020年3月1日", "2020-03", "202003", "2020.3.1"] {
            assert_eq!(value(text, &day), Some(Datum::Date(first)), "{text}");
        }
        let area = field(Type::Decimal, &[]);
        assert_eq!(
            value("1,089.50㎡", &area),
            Some(Datum::Decimal(1_089_500_000))
        );
    }

    #[test]
    fn numbers_are_compared_in_one_form() {
        let mut id = field(Type::Text, &[]);
        id.column = Some(ColumnRole::IdNumber);
        let wanted = Some(Datum::Text("50015319000101003X".into()));
        assert_eq!(value("５００１５３19000101003x", &id), wanted);
        let mut account = field(Type::Text, &[]);
        account.column = Some(ColumnRole::BankAccount);
        let wanted = Some(Datum::Text("6217001234".into()));
        assert_eq!(value("6217 0012 34", &account), wanted);
    }
}
