//! The bank's answer: a workbook or text in any usual encoding with a header that names the columns
//! and a line a payment, or ISO 20022. Fixed widths are the layout's ([`super::Layout::read`]).

use base::Fen;
use base::message::{Message, Speak};
use base::money::written;
use jiff::civil::Date;
use sheet::{ReadOptions, Source};

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
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AnswerError {
    /// No workbook and no text that is known, as the reader of files says.
    #[error("the file cannot be read: {0:?}")]
    File(Message),
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
            Self::File(message) => message.clone(),
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

/// Whether the bank's word is that it paid: `None` for a word that is not known.
pub(super) fn paid(word: &str) -> Option<bool> {
    let word = word.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|w| word == *w);
    match (is(GOOD), is(BAD)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Reads an answer, whichever it is; rows without anything, titles and totals are passed over.
///
/// # Errors
/// A column that is missing, or the first cell or element that cannot be read.
pub fn read(bytes: &[u8], on: Date) -> Result<Vec<Told>, AnswerError> {
    let text = String::from_utf8_lossy(bytes.get(..512.min(bytes.len())).unwrap_or_default());
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
    {
        let text = String::from_utf8_lossy(bytes);
        return super::xml::read(text.trim_start_matches('\u{feff}').trim_start(), on);
    }
    let source = Source::Bytes {
        name: String::new(),
        bytes: bytes.to_vec(),
    };
    let table =
        sheet::read(source, &ReadOptions::default()).map_err(|e| AnswerError::File(e.message()))?;
    let at = |names: &[&str]| {
        let named = |c: &sheet::Column| {
            let header = c.header.trim();
            names.iter().any(|n| header.eq_ignore_ascii_case(n))
        };
        table.columns.iter().position(named)
    };
    let number = at(NUMBER).ok_or(AnswerError::Column("序号"))?;
    let amount = at(AMOUNT).ok_or(AnswerError::Column("金额"))?;
    let result = at(RESULT).ok_or(AnswerError::Column("结果"))?;
    let why = at(WHY);
    let mut said = Vec::new();
    for record in 0..table.len() {
        let get = |at: usize| table.value(at, record).unwrap_or_default().trim();
        let wrong = |what| AnswerError::Cell {
            row: i64::from(table.rows.row(record)),
            what,
        };
        let failure = match paid(get(result)) {
            Some(true) => None,
            Some(false) => {
                let reason = why.map(get).filter(|w| !w.is_empty());
                Some(reason.unwrap_or(get(result)).to_owned())
            }
            None => return Err(wrong("结果")),
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
