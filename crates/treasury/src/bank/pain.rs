//! ISO 20022 pain.001.001.03, the credit transfer initiation that banks have long read.

use super::{Batch, Payment, yuan};
use base::Fen;
use std::fmt::Write as _;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\">\n<CstmrCdtTrfInitn>\n";

/// Text as XML carries it, at most so many characters long as the schema allows.
fn text(value: &str, most: usize) -> String {
    let mut out = String::new();
    for c in value.chars().filter(|c| !c.is_control()).take(most) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    out
}

/// A batch as pain.001.
#[must_use]
pub fn pain_001(batch: &Batch, payments: &[Payment]) -> Vec<u8> {
    let sum: i64 = payments.iter().map(|p| p.amount.get()).sum();
    let (count, sum) = (payments.len(), yuan(Fen::new(sum)));
    let (reference, payer) = (text(&batch.reference, 35), text(&batch.payer, 140));
    let mut out = String::from(HEAD);
    // Writing into a String cannot fail.
    let _ = write!(
        out,
        "<GrpHdr><MsgId>{reference}</MsgId><CreDtTm>{}</CreDtTm><NbOfTxs>{count}</NbOfTxs>\
         <CtrlSum>{sum}</CtrlSum><InitgPty><Nm>{payer}</Nm></InitgPty></GrpHdr>\n\
         <PmtInf><PmtInfId>{reference}</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>{count}</NbOfTxs>\
         <CtrlSum>{sum}</CtrlSum><ReqdExctnDt>{}</ReqdExctnDt><Dbtr><Nm>{payer}</Nm></Dbtr>\
         <DbtrAcct><Id><Othr><Id>{}</Id></Othr></Id></DbtrAcct>\
         <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>\n",
        text(&batch.made_at, 30),
        batch.pay_on,
        text(&batch.payer_account, 34),
    );
    for p in payments {
        let agent = match text(&p.bank, 140) {
            // The schema knows no empty text.
            name if name.trim().is_empty() => "<Othr><Id>NOTPROVIDED</Id></Othr>".to_owned(),
            name => format!("<Nm>{name}</Nm>"),
        };
        let purpose = match text(&p.purpose, 140) {
            said if said.trim().is_empty() => String::new(),
            said => format!("<RmtInf><Ustrd>{said}</Ustrd></RmtInf>"),
        };
        let _ = writeln!(
            out,
            "<CdtTrfTxInf><PmtId><EndToEndId>{}</EndToEndId></PmtId>\
             <Amt><InstdAmt Ccy=\"CNY\">{}</InstdAmt></Amt>\
             <CdtrAgt><FinInstnId>{agent}</FinInstnId></CdtrAgt>\
             <Cdtr><Nm>{}</Nm></Cdtr><CdtrAcct><Id><Othr><Id>{}</Id></Othr></Id></CdtrAcct>\
             {purpose}</CdtTrfTxInf>",
            p.number,
            yuan(p.amount),
            text(&p.name, 140),
            text(&p.account, 34),
        );
    }
    out.push_str("</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n");
    out.into_bytes()
}
