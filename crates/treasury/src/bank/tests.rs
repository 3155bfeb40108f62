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
    assert_eq!(said[1].amount, Fen::new(195_400));
    assert_eq!(said[1].failure.as_deref(), Some("账户已销户"));
    let bad = "序号,金额,结果\n1,805,也许\n";
    let error = AnswerError::Cell {
        row: 2,
        what: "结果",
    };
    assert_eq!(read(bad.as_bytes(), date(2020, 3, 11)), Err(error));
    assert_eq!(
        read(b"a,b", date(2020, 3, 11)),
        Err(AnswerError::Column("序号"))
    );
}

proptest! {
    #[test]
    fn no_answer_makes_the_reader_fall(bytes: Vec<u8>, tail in "(序号,金额,结果\n)?[0-9,\"成功失败\n.]*") {
        let _ = read(&bytes, date(2020, 3, 11));
        let _ = read(tail.as_bytes(), date(2020, 3, 11));
    }
}
