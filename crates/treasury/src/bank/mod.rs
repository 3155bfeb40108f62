//! What the bank is told and answers, as files: text that any bank reads, ISO 20022 pain.001; the
//! answer as text, pain.002 or camt.054.
//!
//! Must not know: databases. The same lines make the same bytes, so that a file asked for twice is
//! one file.

mod answer;
mod layout;
mod pain;
#[cfg(test)]
mod tests;
mod xml;

pub use answer::{AnswerError, Told, read};
pub use layout::{Layout, LayoutError};
pub use pain::pain_001;

use base::Fen;
use jiff::civil::Date;
use sheet::Cell;
use std::path::Path;

/// Who pays, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Never used twice: by it the bank knows a batch that comes again.
    pub reference: String,
    /// The instant at which the roll was approved, as ISO 8601 without a zone.
    pub made_at: String,
    /// The day on which money is to arrive.
    pub pay_on: Date,
    /// Who pays.
    pub payer: String,
    /// The account that is paid from.
    pub payer_account: String,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Number of the roll's line.
    pub number: i64,
    /// Who is paid.
    pub name: String,
    /// Account number.
    pub account: String,
    /// The bank.
    pub bank: String,
    /// How much.
    pub amount: Fen,
    /// What for, as the account's holder reads it.
    pub purpose: String,
}

/// An amount with two decimals and nothing between the digits.
fn yuan(amount: Fen) -> String {
    let fen = amount.get();
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The columns of the text: line, name, account, bank, amount in yuan, purpose. With a byte order
/// mark, by which a spreadsheet knows the encoding.
#[must_use]
pub fn text(payments: &[Payment]) -> Vec<u8> {
    let mut out = String::from("\u{feff}序号,户名,账号,开户行,金额,用途\r\n");
    for p in payments {
        // A tab keeps a spreadsheet from rounding a long number.
        let cells = [
            p.number.to_string(),
            cell(&p.name),
            format!("\t{}", p.account),
            cell(&p.bank),
            yuan(p.amount),
            cell(&p.purpose),
        ];
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// The same columns as a workbook; the same lines make the same bytes.
///
/// # Errors
/// A folder that cannot be written into.
pub fn workbook(path: &Path, payments: &[Payment]) -> Result<(), sheet::SheetError> {
    let header = ["序号", "户名", "账号", "开户行", "金额", "用途"];
    let page = sheet::Page {
        header: header.map(str::to_owned).to_vec(),
        ..sheet::Page::default()
    };
    let rows = payments.iter().map(|p| -> Vec<Cell> {
        vec![
            Cell::Number(p.number as f64),
            p.name.as_str().into(),
            p.account.as_str().into(),
            p.bank.as_str().into(),
            // As text, so that no spreadsheet rounds it.
            yuan(p.amount).into(),
            p.purpose.as_str().into(),
        ]
    });
    sheet::write_page_xlsx(path, &page, rows)
}

fn cell(text: &str) -> String {
    // What a spreadsheet would run as a formula is kept text.
    let plain = match text.starts_with(['=', '+', '-', '@']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match plain.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", plain.replace('"', "\"\"")),
        false => plain,
    }
}
