//! The bank's answer in ISO 20022: pain.002 (what became of each payment) and camt.054 (what was
//! booked, what came back). Payments are known again by the reference of the file and the number of
//! the line, which the file carried out as their end-to-end identification.
//!
//! What is still on its way is passed over: the bank answers for it later.

use super::answer::{AnswerError, Told};
use base::money::written;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Deeper than any message of the standard.
const DEPTH_MAX: usize = 64;

/// What is known of a payment while its element is read.
#[derive(Default)]
struct Draft {
    number: String,
    amount: String,
    status: String,
    reason: String,
    words: String,
    file: String,
    returned: bool,
}

/// What holds for the payments that follow.
#[derive(Default)]
struct Around {
    file: String,
    on: Option<Date>,
    credit: bool,
}

fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// Reads a message.
///
/// # Errors
/// Text that is no XML, or no answer of those two kinds; a payment without the number of a line.
pub(super) fn read(text: &str, today: Date) -> Result<Vec<Told>, AnswerError> {
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let (mut around, mut draft) = (Around::default(), None::<Draft>);
    let (mut told, mut known) = (Vec::new(), false);
    loop {
        let event = reader
            .read_event()
            .map_err(|_| AnswerError::Xml(reader.buffer_position()))?;
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                known |= matches!(name.as_str(), "CstmrPmtStsRpt" | "BkToCstmrDbtCdtNtfctn");
                match name.as_str() {
                    "TxInfAndSts" | "TxDtls" => draft = Some(Draft::default()),
                    "RtrInf" => {
                        if let Some(draft) = &mut draft {
                            draft.returned = true;
                        }
                    }
                    _ => {}
                }
                path.push(name);
                if path.len() > DEPTH_MAX {
                    return Err(AnswerError::Xml(reader.buffer_position()));
                }
            }
            Event::Text(text) => {
                let text: &str = &text;
                take(&path, text, &mut around, &mut draft);
            }
            Event::GeneralRef(entity) => {
                let entity: &str = &entity;
                take(&path, meant(entity), &mut around, &mut draft);
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                if matches!(name.as_str(), "TxInfAndSts" | "TxDtls")
                    && let Some(draft) = draft.take()
                {
                    told.extend(finished(draft, &around, today)?);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match known && path.is_empty() {
        true => Ok(told),
        false => Err(AnswerError::Xml(reader.buffer_position())),
    }
}

/// The text of an entity of XML itself; others say nothing here.
fn meant(entity: &str) -> &'static str {
    match entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

/// Puts a piece of text where it belongs.
fn take(path: &[String], text: &str, around: &mut Around, draft: &mut Option<Draft>) {
    let ends = |tail: &[&str]| {
        let from = path.len().checked_sub(tail.len());
        from.is_some_and(|at| path[at..].iter().zip(tail).all(|(a, b)| a == b))
    };
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let Some(draft) = draft else {
        if ends(&["OrgnlMsgId"]) || ends(&["OrgnlPmtInfId"]) {
            text.clone_into(&mut around.file);
        } else if ends(&["GrpHdr", "CreDtTm"]) || ends(&["BookgDt", "Dt"]) {
            around.on = day(text).or(around.on);
        } else if ends(&["Ntry", "CdtDbtInd"]) {
            around.credit = text == "CRDT";
        }
        return;
    };
    if ends(&["OrgnlEndToEndId"]) || ends(&["Refs", "EndToEndId"]) {
        draft.number.push_str(text);
    } else if ends(&["InstdAmt"]) || ends(&["TxDtls", "Amt"]) || ends(&["TxAmt", "Amt"]) {
        text.clone_into(&mut draft.amount);
    } else if ends(&["TxSts"]) {
        draft.status.push_str(text);
    } else if ends(&["Rsn", "Cd"]) || ends(&["Rsn", "Prtry"]) {
        draft.reason.push_str(text);
    } else if ends(&["StsRsnInf", "AddtlInf"]) || ends(&["RtrInf", "AddtlInf"]) {
        draft.words.push_str(text);
    } else if ends(&["Refs", "PmtInfId"]) || ends(&["Refs", "MsgId"]) {
        text.clone_into(&mut draft.file);
    }
}

/// A payment that is settled or came back; `None` while it is on its way.
fn finished(draft: Draft, around: &Around, today: Date) -> Result<Option<Told>, AnswerError> {
    let paid = match draft.status.as_str() {
        // camt.054: booked out of our account, or returned into it.
        "" => !(draft.returned || around.credit),
        "ACSC" | "ACCC" => true,
        "RJCT" => false,
        _ => return Ok(None),
    };
    let wrong = |what: &'static str| AnswerError::Payment {
        number: draft.number.clone(),
        what,
    };
    let number = draft.number.parse().map_err(|_| wrong("EndToEndId"))?;
    let amount = match draft.amount.as_str() {
        "" => None,
        text => Some(written::parse(text).map_err(|_| wrong("Amt"))?),
    };
    let why = [draft.reason.as_str(), draft.words.as_str()];
    let why: Vec<&str> = why.into_iter().filter(|w| !w.is_empty()).collect();
    let file = match draft.file.is_empty() {
        true => around.file.clone(),
        false => draft.file,
    };
    Ok(Some(Told {
        number,
        amount,
        failure: (!paid).then(|| why.join(" ")),
        on: around.on.unwrap_or(today),
        file,
    }))
}
