//! A file of fixed widths as a bank asks for it, declared in a file of the installation (`bank.toml`
//! in its data folder) and not in code: columns with their bytes, how they are filled, the encoding.
//!
//! Nothing is ever cut off: what does not fit is refused with line and column. Start at
//! [`Layout::parse`]; docs/funds.md has an example.

use super::{AnswerError, Payment, Told, yuan};
use base::Fen;
use base::message::{Message, Speak};
use base::money::written;
use encoding_rs::GB18030;
use jiff::civil::Date;
use serde::Deserialize;

/// Why a layout cannot be read, or a payment does not fit into it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// The declaration.
    #[error("the layout cannot be read: {0}")]
    Declared(String),
    /// A value that is longer than its column; line 0 is the head or foot.
    #[error("line {line}: {column} has {bytes} bytes, {width} fit")]
    Wide {
        /// The payment's line.
        line: i64,
        /// The column.
        column: &'static str,
        /// Bytes of the value.
        bytes: usize,
        /// Bytes of the column.
        width: usize,
    },
    /// A character that the encoding does not have.
    #[error("line {line}: {column} has a character that the encoding lacks")]
    Character {
        /// The payment's line.
        line: i64,
        /// The column.
        column: &'static str,
    },
}

impl Speak for LayoutError {
    fn message(&self) -> Message {
        let count = |n: &usize| i64::try_from(*n).unwrap_or(i64::MAX);
        match self {
            Self::Declared(why) => Message::new("layout-declared").with("why", why.clone()),
            Self::Wide {
                line,
                column,
                bytes,
                width,
            } => Message::new("layout-wide")
                .with("line", *line)
                .with("column", *column)
                .with("bytes", count(bytes))
                .with("width", count(width)),
            Self::Character { line, column } => Message::new("layout-character")
                .with("line", *line)
                .with("column", *column),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Of {
    /// The line's number.
    Number,
    /// Who is paid.
    Name,
    /// The account.
    Account,
    /// The bank.
    Bank,
    /// Yuan with two decimals.
    Amount,
    /// The same in fen.
    Fen,
    /// What for.
    Purpose,
    /// How many payments; of head and foot.
    Count,
    /// All amounts in yuan; of head and foot.
    Sum,
    /// The day of payment as `20200310`.
    Day,
    /// The same text in every line; of an answer whatever the bank writes there.
    Text,
    /// Whether it was paid; of answers.
    Result,
    /// Why it was not; of answers.
    Reason,
}

impl Of {
    const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Name => "name",
            Self::Account => "account",
            Self::Bank => "bank",
            Self::Amount => "amount",
            Self::Fen => "fen",
            Self::Purpose => "purpose",
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Day => "day",
            Self::Text => "text",
            Self::Result => "result",
            Self::Reason => "reason",
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    of: Of,
    width: usize,
    /// The value stands at the right end.
    #[serde(default)]
    right: bool,
    /// What fills the rest: one character of one byte.
    #[serde(default = "blank")]
    fill: char,
    /// The text of a column that is the same in every line.
    #[serde(default)]
    text: String,
}

fn blank() -> char {
    ' '
}

/// A declared layout.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// How officers call it.
    pub name: String,
    /// `gb18030`, else UTF-8.
    #[serde(default)]
    encoding: String,
    #[serde(default)]
    head: Vec<Column>,
    column: Vec<Column>,
    #[serde(default)]
    foot: Vec<Column>,
    /// A line of the bank's answer.
    #[serde(default)]
    answer: Vec<Column>,
    /// Lines of an answer before the first payment.
    #[serde(default)]
    answer_head: usize,
    /// Lines of an answer after the last payment.
    #[serde(default)]
    answer_foot: usize,
    /// What the bank writes where it paid; any other word is a failure.
    #[serde(default)]
    paid: Vec<String>,
}

/// What a line is made of.
struct Line<'p> {
    payment: Option<&'p Payment>,
    count: usize,
    sum: Fen,
    on: Date,
}

impl Line<'_> {
    fn value(&self, column: &Column) -> String {
        let of = |value: fn(&Payment) -> String| self.payment.map_or_else(String::new, value);
        match column.of {
            Of::Number => of(|p| p.number.to_string()),
            Of::Name => of(|p| p.name.clone()),
            Of::Account => of(|p| p.account.clone()),
            Of::Bank => of(|p| p.bank.clone()),
            Of::Amount => of(|p| yuan(p.amount)),
            Of::Fen => of(|p| p.amount.get().to_string()),
            Of::Purpose => of(|p| p.purpose.clone()),
            Of::Count => self.count.to_string(),
            Of::Sum => yuan(self.sum),
            Of::Day => self.on.strftime("%Y%m%d").to_string(),
            Of::Text => column.text.clone(),
            // The declaration was checked: these stand in answers only.
            Of::Result | Of::Reason => String::new(),
        }
    }
}

impl Layout {
    /// Reads a declaration.
    ///
    /// # Errors
    /// Text that is no layout; an encoding that is not known; a column that could hold nothing.
    pub fn parse(text: &str) -> Result<Self, LayoutError> {
        let layout: Self =
            toml::from_str(text).map_err(|e| LayoutError::Declared(e.message().to_owned()))?;
        let known = ["", "utf-8", "gb18030"].contains(&layout.encoding.as_str());
        let sent = || layout.head.iter().chain(&layout.column).chain(&layout.foot);
        let all = || sent().chain(&layout.answer);
        let answers = |c: &Column| matches!(c.of, Of::Result | Of::Reason);
        let has = |of: Of| layout.answer.iter().any(|c| c.of == of);
        let read = has(Of::Number) && has(Of::Result) && !layout.paid.is_empty();
        if sent().any(answers) || !(layout.answer.is_empty() || read) {
            return Err(LayoutError::Declared("answer".to_owned()));
        }
        let sound = all().all(|c| c.width > 0 && c.fill.is_ascii() && !c.fill.is_control());
        match known && sound && !layout.column.is_empty() {
            true => Ok(layout),
            false => Err(LayoutError::Declared(layout.encoding)),
        }
    }

    /// Payments as lines of fixed widths, ended as Windows ends them.
    ///
    /// # Errors
    /// The first value that does not fit, or that the encoding cannot write.
    pub fn write(&self, on: Date, payments: &[Payment]) -> Result<Vec<u8>, LayoutError> {
        let sum: i64 = payments.iter().map(|p| p.amount.get()).sum();
        let line = |payment| Line {
            payment,
            count: payments.len(),
            sum: Fen::new(sum),
            on,
        };
        let mut out = Vec::new();
        if !self.head.is_empty() {
            self.put(&self.head, &line(None), &mut out)?;
        }
        for payment in payments {
            self.put(&self.column, &line(Some(payment)), &mut out)?;
        }
        if !self.foot.is_empty() {
            self.put(&self.foot, &line(None), &mut out)?;
        }
        Ok(out)
    }

    /// Reads the bank's answer, if an answer is declared and this is one: every line as long as its
    /// columns. `None` for a file of another kind.
    #[must_use]
    pub fn read(&self, bytes: &[u8], on: Date) -> Option<Result<Vec<Told>, AnswerError>> {
        let width: usize = self.answer.iter().map(|c| c.width).sum();
        let lines = bytes.split(|b| *b == b'\n');
        let lines = lines.map(|l| l.strip_suffix(b"\r").unwrap_or(l));
        let mut lines: Vec<(i64, &[u8])> = (1..).zip(lines).collect();
        lines.retain(|(_, l)| !l.is_empty());
        let last = lines.len().checked_sub(self.answer_foot)?;
        let lines = lines.get(self.answer_head..last)?;
        let ours = width > 0 && !lines.is_empty() && lines.iter().all(|(_, l)| l.len() == width);
        ours.then(|| lines.iter().map(|line| self.told(*line, on)).collect())
    }

    fn told(&self, (row, mut line): (i64, &[u8]), on: Date) -> Result<Told, AnswerError> {
        let wrong = |what| AnswerError::Cell { row, what };
        let mut told = Told {
            number: 0,
            amount: None,
            failure: None,
            on,
            file: String::new(),
        };
        let (mut paid, mut reason) = (false, String::new());
        for column in &self.answer {
            let (cell, rest) = line.split_at_checked(column.width).unwrap_or((line, &[]));
            line = rest;
            let text = match self.encoding.as_str() {
                "gb18030" => GB18030.decode(cell).0.into_owned(),
                _ => String::from_utf8_lossy(cell).into_owned(),
            };
            let text = match column.right {
                true => text.trim_start_matches(column.fill),
                false => text.trim_end_matches(column.fill),
            };
            let text = text.trim();
            match column.of {
                Of::Number => told.number = text.parse().map_err(|_| wrong("number"))?,
                Of::Amount => {
                    told.amount = Some(written::parse(text).map_err(|_| wrong("amount"))?);
                }
                Of::Fen => told.amount = Some(Fen::new(text.parse().map_err(|_| wrong("fen"))?)),
                Of::Result => paid = self.paid.iter().any(|word| word == text),
                Of::Reason => reason = text.to_owned(),
                _ => {}
            }
            if column.of == Of::Result && reason.is_empty() {
                reason = text.to_owned();
            }
        }
        told.failure = (!paid).then_some(reason);
        Ok(told)
    }

    fn put(&self, columns: &[Column], of: &Line<'_>, out: &mut Vec<u8>) -> Result<(), LayoutError> {
        let line = of.payment.map_or(0, |p| p.number);
        for column in columns {
            let value: String = of
                .value(column)
                .chars()
                .filter(|c| !c.is_control())
                .collect();
            let name = column.of.word();
            let bytes = match self.encoding.as_str() {
                "gb18030" => {
                    let (bytes, _, lacking) = GB18030.encode(&value);
                    if lacking {
                        return Err(LayoutError::Character { line, column: name });
                    }
                    bytes.into_owned()
                }
                _ => value.into_bytes(),
            };
            let Some(rest) = column.width.checked_sub(bytes.len()) else {
                return Err(LayoutError::Wide {
                    line,
                    column: name,
                    bytes: bytes.len(),
                    width: column.width,
                });
            };
            // One byte: the declaration was checked.
            let fill = u8::try_from(column.fill).unwrap_or(b' ');
            let filled = std::iter::repeat_n(fill, rest);
            match column.right {
                true => {
                    out.extend(filled);
                    out.extend(bytes);
                }
                false => {
                    out.extend(bytes);
                    out.extend(filled);
                }
            }
        }
        out.extend(b"\r\n");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const DECLARED: &str = r#"
name = "农商行代发"
encoding = "gb18030"
head = [{of = "text", width = 2, text = "H1"}, {of = "count", width = 6, right = true, fill = "0"}, {of = "sum", width = 14, right = true}, {of = "day", width = 8}]
foot = [{of = "text", width = 30, text = "END"}]

[[column]]
of = "number"
width = 6
right = true
fill = "0"

[[column]]
of = "name"
width = 12

[[column]]
of = "account"
width = 20

[[column]]
of = "fen"
width = 10
right = true
fill = "0"
"#;

    fn payment(number: i64, name: &str, fen: i64) -> Payment {
        Payment {
            number,
            name: name.to_owned(),
            account: "6217000000000000019".to_owned(),
            bank: "邮储".to_owned(),
            amount: Fen::new(fen),
            purpose: String::new(),
        }
    }

    #[test]
    fn columns_have_their_bytes_and_nothing_is_cut_off() {
        let layout = Layout::parse(DECLARED).unwrap();
        let on = date(2020, 3, 10);
        let file = layout.write(on, &[payment(1, "李兰", 80_505)]).unwrap();
        let (text, _, _) = GB18030.decode(&file);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "H1000001        805.0520200310");
        assert_eq!(lines[1], "000001李兰        6217000000000000019 0000080505");
        assert_eq!(lines[2].trim_end(), "END");
        let long = layout.write(on, &[payment(7, "阿卜杜拉买买提", 1)]);
        let wide = LayoutError::Wide {
            line: 7,
            column: "name",
            bytes: 14,
            width: 12,
        };
        assert_eq!(long, Err(wide));
    }

    #[test]
    fn a_declaration_that_cannot_be_is_refused() {
        for (was, becomes) in [
            ("gb18030", "ebcdic"),
            ("width = 12", "width = 0"),
            ("of = \"name\"", "of = \"salary\""),
            ("fill = \"0\"", "fill = \"零\""),
        ] {
            let text = DECLARED.replace(was, becomes);
            let read = Layout::parse(&text);
            assert!(matches!(read, Err(LayoutError::Declared(_))), "{becomes}");
        }
    }

    #[test]
    fn an_answer_of_fixed_widths_is_told_from_other_files_and_read() {
        let more = "answer_head = 1\npaid = [\"0000\"]\nanswer = [{of = \"number\", width = 6, right = true, \
                    fill = \"0\"}, {of = \"fen\", width = 10, right = true, fill = \"0\"}, \
                    {of = \"result\", width = 4}, {of = \"reason\", width = 12}]\n";
        let text = DECLARED.replacen("encoding", &format!("{more}encoding"), 1);
        let layout = Layout::parse(&text).unwrap();
        let (file, _, _) = GB18030.encode(
            "H1 2020\r\n00000100000805000000            \r\n00000200000954001004账户已销户  \r\n",
        );
        let on = date(2020, 3, 11);
        let told = layout.read(&file, on).unwrap().unwrap();
        assert_eq!(
            (told[0].number, told[0].amount),
            (1, Some(Fen::new(80_500)))
        );
        assert_eq!(told[0].failure, None);
        assert_eq!(told[1].failure.as_deref(), Some("账户已销户"));
        assert!(
            layout
                .read("序号,金额,结果\n1,805,成功\n".as_bytes(), on)
                .is_none()
        );
        let broken = file.iter().map(|b| if *b == b'8' { b'x' } else { *b });
        let broken: Vec<u8> = broken.collect();
        let wrong = AnswerError::Cell {
            row: 2,
            what: "fen",
        };
        assert_eq!(layout.read(&broken, on), Some(Err(wrong)));
        let deaf = Layout::parse(&text.replace("paid = [\"0000\"]", ""));
        assert!(matches!(deaf, Err(LayoutError::Declared(_))));
    }

    proptest! {
        #[test]
        fn every_line_is_as_long_as_its_columns(name in "[李王张㛃a-z]{0,6}", fen in 1..999_999_999i64) {
            let layout = Layout::parse(DECLARED).unwrap();
            if let Ok(file) = layout.write(date(2020, 3, 10), &[payment(1, &name, fen)]) {
                let lines: Vec<&[u8]> = file.split(|b| *b == b'\n').collect();
                prop_assert_eq!(lines[1].len(), 6 + 12 + 20 + 10 + 1);
                let amount = format!("{fen:010}\r");
                prop_assert!(lines[1].ends_with(amount.as_bytes()));
            }
        }
    }
}
