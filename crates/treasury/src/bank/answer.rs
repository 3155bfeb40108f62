//! The bank's answer: as text with a header that names the columns and a line a payment, or as ISO
//! 20022.

use base::Fen;
use base::message::{Message, Speak};
use base::money::written;
use jiff::civil::Date;

/// What an answer tells of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Number of the line.
    pub number: i64,
    /// The amount, where the bank names it.
    pub amount: Option<Fen>,
    /// Why it was not paid; `None` when it was.
    pub failure: Option<String>,
    /// The day.
    pub on: Date,
    /// The reference of the file that it answers; empty where the bank does not name it.
    pub file: String,
}

/// Why an answer cannot be read; rows count from 1 with the header.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// A column that is needed is not there.
    #[error("no column for {0}")]
    Column(&'static str),
    /// A cell that cannot be read.
    #[error("row {row}: {what}")]
    Cell {
        /// The row.
        row: i64,
        /// The column.
        what: &'static str,
    },
    /// No XML, or no answer that is known: the place in the file.
    #[error("no message at {0}")]
    Xml(u64),
    /// A payment of a message that cannot be read.
    #[error("payment {number}: {what}")]
    Payment {
        /// Its end-to-end identification.
        number: String,
        /// The element.
        what: &'static str,
    },
}

impl Speak for AnswerError {
    fn message(&self) -> Message {
        match self {
            Self::Column(what) => Message::new("answer-column").with("column", *what),
            Self::Cell { row, what } => Message::new("answer-cell")
                .with("row", *row)
                .with("column", *what),
            Self::Xml(at) => {
                Message::new("answer-xml").with("at", i64::try_from(*at).unwrap_or(i64::MAX))
            }
            Self::Payment { number, what } => Message::new("answer-payment")
                .with("number", number.clone())
                .with("what", *what),
        }
    }
}

const NUMBER: &[&str] = &["序号", "行号", "number", "line"];
const AMOUNT: &[&str] = &["金额", "amount"];
const RESULT: &[&str] = &["结果", "处理结果", "状态", "result"];
const WHY: &[&str] = &["原因", "失败原因", "说明", "reason"];
const GOOD: &[&str] = &["成功", "已入账", "ok", "paid", "success"];
const BAD: &[&str] = &["失败", "退回", "failed", "returned", "reject"];

/// Cells of a line; quotes as spreadsheets write them.
fn cells(line: &str) -> Vec<String> {
    let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut cell).trim().to_owned()),
            other => cell.push(other),
        }
    }
    out.push(cell.trim().to_owned());
    out
}

/// Reads an answer, whichever it is; lines without anything are passed over.
///
/// # Errors
/// A column that is missing, or the first cell or element that cannot be read.
pub fn read(bytes: &[u8], on: Date) -> Result<Vec<Told>, AnswerError> {
    let text = String::from_utf8_lossy(bytes);
    let begin = text.trim_start_matches('\u{feff}').trim_start();
    if begin.starts_with('<') {
        return super::xml::read(begin, on);
    }
    let mut lines = (1i64..).zip(text.trim_start_matches('\u{feff}').lines());
    let header = lines.next().map(|(_, l)| cells(l)).unwrap_or_default();
    let at = |names: &[&str]| {
        let named = |h: &String| names.iter().any(|n| h.eq_ignore_ascii_case(n));
        header.iter().position(named)
    };
    let number = at(NUMBER).ok_or(AnswerError::Column("序号"))?;
    let amount = at(AMOUNT).ok_or(AnswerError::Column("金额"))?;
    let result = at(RESULT).ok_or(AnswerError::Column("结果"))?;
    let why = at(WHY);
    let mut said = Vec::new();
    for (row, line) in lines.filter(|(_, l)| !l.trim().is_empty()) {
        let found = cells(line);
        let get = |at: usize| found.get(at).map_or("", String::as_str);
        let wrong = |what| AnswerError::Cell { row, what };
        let is = |words: &[&str]| {
            let word = get(result).to_lowercase();
            words.iter().any(|w| word == *w)
        };
        let failure = match (is(GOOD), is(BAD)) {
            (true, _) => None,
            (_, true) => Some(
                why.map(get)
                    .filter(|w| !w.is_empty())
                    .unwrap_or(get(result))
                    .to_owned(),
            ),
            _ => return Err(wrong("结果")),
        };
        said.push(Told {
            number: get(number).parse().map_err(|_| wrong("序号"))?,
            amount: Some(written::parse(get(amount)).map_err(|_| wrong("金额"))?),
            failure,
            on,
            file: String::new(),
        });
    }
    Ok(said)
}
