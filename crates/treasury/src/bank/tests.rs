//! Files of the bank: the same lines make the same bytes, and answers are read or refused by row.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn payment(number: i64, name: &str, fen: i64) -> Payment {
    Payment {
        number,
        name: name.to_owned(),
        account: "6217000000000000019".to_owned(),
        bank: "农村商业银行".to_owned(),
        amount: Fen::new(fen),
        purpose: "低保 2020-03".to_owned(),
    }
}

#[test]
fn a_name_cannot_become_a_formula_or_another_column() {
    let file = String::from_utf8(text(&[payment(1, "=1+1,\"x\"", 80_505)])).unwrap();
    assert!(
        file.contains("1,\"'=1+1,\"\"x\"\"\",\t6217000000000000019,"),
        "{file}"
    );
    assert!(file.contains(",805.05,"), "{file}");
}

#[test]
fn the_same_payments_make_the_same_workbook_and_no_account_is_rounded() {
    let folder = std::env::temp_dir().join(format!("bank-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let all = [payment(1, "李兰", 80_505), payment(2, "王芳", 95_400)];
    let made = ["a.xlsx", "b.xlsx"].map(|name| {
        let path = folder.join(name);
        workbook(&path, &all).unwrap();
        (std::fs::read(&path).unwrap(), path)
    });
    assert_eq!(made[0].0, made[1].0);
    let table = sheet::read(
        sheet::Source::Path(made[0].1.clone()),
        &sheet::ReadOptions::default(),
    );
    let table = format!("{:?}", table.unwrap());
    assert!(table.contains("6217000000000000019"), "{table}");
    assert!(table.contains("805.05"), "{table}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn pain_carries_count_and_control_sum() {
    let batch = Batch {
        reference: "R202003".to_owned(),
        made_at: "2020-03-09T10:00:00".to_owned(),
        pay_on: date(2020, 3, 10),
        payer: "青山区民政局".to_owned(),
        payer_account: "1001".to_owned(),
    };
    let all = [payment(1, "李<兰", 80_500), payment(2, "王芳", 95_400)];
    let xml = String::from_utf8(pain_001(&batch, &all)).unwrap();
    assert!(xml.contains("<NbOfTxs>2</NbOfTxs><CtrlSum>1759.00</CtrlSum>"));
    assert!(xml.contains("<Nm>李&lt;兰</Nm>"));
}

#[test]
fn an_answer_is_read_by_its_header() {
    let file = "\u{feff}序号,户名,金额,结果,失败原因\r\n1,李兰,805.00,成功,\r\n\r\n2,王芳,\"1,954.00\",失败,账户已销户\r\n";
    let said = read(file.as_bytes(), date(2020, 3, 11)).unwrap();
    assert_eq!(said.len(), 2);
    assert_eq!(said[1].amount, Some(Fen::new(195_400)));
    assert_eq!(said[1].failure.as_deref(), Some("账户已销户"));
    let bad = "序号,金额,结果\n1,805,也许\n";
    let error = AnswerError::Cell {
        row: 2,
        what: "结果",
    };
    assert_eq!(read(bad.as_bytes(), date(2020, 3, 11)), Err(error));
    let other = "甲,乙\n1,2\n".as_bytes();
    assert_eq!(
        read(other, date(2020, 3, 11)),
        Err(AnswerError::Column("序号"))
    );
}

#[test]
fn an_answer_comes_as_banks_write_it_titles_totals_and_all() {
    let said = [
        Told {
            number: 1,
            amount: Some(Fen::new(80_500)),
            failure: None,
            on: date(2020, 3, 11),
            file: String::new(),
        },
        Told {
            number: 2,
            amount: Some(Fen::new(195_400)),
            failure: Some("账户已销户".to_owned()),
            on: date(2020, 3, 11),
            file: String::new(),
        },
    ];
    let rows = "序号\t户名\t金额\t结果\t原因\n1\t李兰\t805.00\t成功\t\n2\t王芳\t1954.00\t失败\t账户已销户\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(rows);
    assert_eq!(read(&gbk, date(2020, 3, 11)).unwrap(), said, "GBK, by tabs");

    let folder = std::env::temp_dir().join(format!("answer-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.xlsx");
    let page = sheet::Page {
        header: ["序号", "户名", "金额", "结果", "原因"]
            .map(str::to_owned)
            .to_vec(),
        ..sheet::Page::default()
    };
    let cells = |row: [&str; 5]| -> Vec<Cell> { row.iter().map(|c| (*c).into()).collect() };
    let all = [
        cells(["1", "李兰", "805.00", "成功", ""]),
        cells(["2", "王芳", "1954.00", "失败", "账户已销户"]),
        cells(["合计", "", "2759.00", "", ""]),
    ];
    sheet::write_page_xlsx(&path, &page, all.into_iter()).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(read(&bytes, date(2020, 3, 11)).unwrap(), said, "a workbook");
    let cut = read(&bytes[..bytes.len() / 2], date(2020, 3, 11));
    assert!(matches!(cut, Err(AnswerError::File(_))), "{cut:?}");
}

/// A status report: one settled, one refused, one still on its way.
const PAIN_002: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>B1</MsgId><CreDtTm>2020-03-11T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>R1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>R1</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>1</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>销户 &amp; 停用</AddtlInf></StsRsnInf><OrgnlTxRef><Amt><InstdAmt Ccy="CNY">954.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>3</OrgnlEndToEndId><TxSts>PDNG</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"#;

/// A notification: one booked, one that came back.
const CAMT_054: &str = r#"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>B2</MsgId><CreDtTm>2020-03-12T09:00:00</CreDtTm></GrpHdr><Ntfctn><Id>N</Id>
<Ntry><Amt Ccy="CNY">805.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2020-03-10</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><MsgId>R1</MsgId><EndToEndId>1</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="CNY">805.00</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">954.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2020-03-13</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><MsgId>R1</MsgId><EndToEndId>2</EndToEndId></Refs><Amt Ccy="CNY">954.00</Amt><RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"#;

fn told(number: i64, fen: Option<i64>, failure: Option<&str>, on: (i8, i8)) -> Told {
    Told {
        number,
        amount: fen.map(Fen::new),
        failure: failure.map(str::to_owned),
        on: date(2020, on.0, on.1),
        file: "R1".to_owned(),
    }
}

#[test]
fn a_status_report_tells_what_is_settled_and_passes_over_what_is_on_its_way() {
    let said = read(PAIN_002.as_bytes(), date(2020, 3, 20)).unwrap();
    let failed = told(2, Some(95_400), Some("AC04 销户&停用"), (3, 11));
    assert_eq!(said, [told(1, None, None, (3, 11)), failed]);
}

#[test]
fn a_notification_tells_what_was_booked_and_what_came_back() {
    let said = read(CAMT_054.as_bytes(), date(2020, 3, 20)).unwrap();
    assert_eq!(
        said,
        [
            told(1, Some(80_500), None, (3, 10)),
            told(2, Some(95_400), Some("AC01"), (3, 13)),
        ]
    );
}

#[test]
fn what_is_no_answer_is_refused_and_says_where() {
    for text in ["<html><body>502</body></html>", "<Document>", "<a></b>"] {
        let read = read(text.as_bytes(), date(2020, 3, 20));
        assert!(matches!(read, Err(AnswerError::Xml(_))), "{text}: {read:?}");
    }
    let strange = PAIN_002.replace("<OrgnlEndToEndId>2<", "<OrgnlEndToEndId>zwei<");
    let wrong = AnswerError::Payment {
        number: "zwei".to_owned(),
        what: "EndToEndId",
    };
    assert_eq!(read(strange.as_bytes(), date(2020, 3, 20)), Err(wrong));
}

proptest! {
    #[test]
    fn no_message_makes_the_reader_fall(at in 0..2_000usize, with in "[<>/&;a-zA-Z0-9\"]{0,6}") {
        let mut text = PAIN_002.to_owned();
        let at = (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        text.insert_str(at, &with);
        let _ = read(text.as_bytes(), date(2020, 3, 20));
    }

    #[test]
    fn no_answer_makes_the_reader_fall(bytes: Vec<u8>, tail in "(序号,金额,结果\n)?[0-9,\"成功失败\n.]*") {
        let _ = read(&bytes, date(2020, 3, 11));
        let _ = read(tail.as_bytes(), date(2020, 3, 11));
    }
}
