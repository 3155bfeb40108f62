//! One cell: what is written in it as a value of its fact. Must not know columns. Start at
//! [`Reading::read`].

use super::problem::Reason;
use arrow_array::Array;
use base::money::written;
use policy::cel::columns::Dictionary;
use policy::cel::{Amount, Datum, Type};
use policy::fact::Fact;
use std::collections::HashMap;

/// A fact and how its words are spelt.
pub(super) struct Reading<'a> {
    pub(super) fact: &'a Fact,
    words: HashMap<String, u32>,
}

/// What a column has in a row, if anything.
pub(super) fn cell(column: &sheet::Column, record: usize) -> Option<&str> {
    let values = &column.values;
    let text = values.is_valid(record).then(|| values.value(record).trim());
    text.filter(|text| !text.is_empty())
}

/// Whether a cell says that nothing is known, whatever the pack would assume.
pub(super) fn unknown(text: &str) -> bool {
    matches!(text, "?" | "？" | "不详" | "未知")
}

impl<'a> Reading<'a> {
    pub(super) fn new(fact: &'a Fact) -> Self {
        let mut words = HashMap::new();
        for (place, (code, label)) in (0u32..).zip(&fact.codes) {
            for spelling in [code, &label.zh, &label.en] {
                words.insert(spelling.trim().to_lowercase(), place);
            }
        }
        Self { fact, words }
    }

    /// The fact's own words, in its order.
    pub(super) fn dictionary(&self) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for (code, _) in &self.fact.codes {
            dictionary.add(code);
        }
        dictionary
    }

    /// The value of a cell; what the pack assumes for an empty one.
    pub(super) fn read(&self, cell: Option<&str>) -> Result<Datum, Reason> {
        let Some(text) = cell else {
            return Ok(self.fact.absent.clone().unwrap_or_default());
        };
        if unknown(text) && !self.words.contains_key(text) {
            return Ok(Datum::Missing);
        }
        let value = match &self.fact.of {
            Type::Bool => truth(text).map(Datum::Bool).ok_or("households-bool"),
            Type::Int => whole(text).map(Datum::Int).ok_or("households-int"),
            Type::Decimal => policy::pack::datum(text, &Type::Decimal).ok_or("households-decimal"),
            Type::Money => written::parse(text)
                .ok()
                .and_then(Amount::of)
                .map(Datum::Money)
                .ok_or("households-money"),
            Type::Date => base::date::parse_date(text)
                .map(Datum::Date)
                .map_err(|_| "households-date"),
            Type::Code(_) => return self.code(text),
            _ => Ok(Datum::Text(text.into())),
        };
        value.map_err(Reason::Value)
    }

    fn code(&self, text: &str) -> Result<Datum, Reason> {
        let place = self
            .words
            .get(text)
            .or_else(|| self.words.get(&text.to_lowercase()));
        match place.and_then(|p| self.fact.codes.get(*p as usize)) {
            Some((code, _)) => Ok(Datum::Text(code.as_str().into())),
            None => {
                let words = self.fact.codes.iter().map(|(code, _)| code.as_str());
                Err(Reason::Code(words.collect::<Vec<_>>().join(", ")))
            }
        }
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "1" | "y" | "yes" | "是" | "有" | "√" => Some(true),
        "false" | "0" | "n" | "no" | "否" | "无" | "×" => Some(false),
        _ => None,
    }
}

/// A whole number, also as spreadsheets write it (`3.0`).
pub(super) fn whole(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    digits.replace(',', "").parse().ok()
}
