//! Encodings, delimiters and quotes.

use super::delimited::{Delimited, fields, record_ends, sniff_delimiter};
use super::encoding::decode;
use super::*;
use crate::read::ReadOptions;
use crate::read::input::Input;
use crate::{SheetError, Table};
use bytes::Bytes;
use encoding_rs::GB18030;
use proptest::prelude::*;

#[test]
fn encodings_are_told_apart() {
    let text = "姓名,村\n张三,清江\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf16).collect();
    let gbk = GB18030.encode(text).0.into_owned();
    let bom: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(text.bytes()).collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (bom, Encoding::Utf8Bom),
        (marked, Encoding::Utf16Le),
        (gbk, Encoding::Gb18030),
    ] {
        assert_eq!(decode(bytes), Ok((text.to_owned(), encoding)));
    }
    assert_eq!(decode(vec![b'a', 0x81, 0xFF, 0xFF]), Err(2));
}

#[test]
fn the_delimiter_is_the_one_that_cuts_evenly() {
    assert_eq!(sniff_delimiter("a,b\n1,2\n"), b',');
    assert_eq!(sniff_delimiter("a\tb\n1,5\t2\n"), b'\t');
    assert_eq!(sniff_delimiter("a;b;c\n1,5;2;3\n"), b';');
    assert_eq!(sniff_delimiter("a|b\n\"x,y\"|2\n"), b'|');
}

#[test]
fn quoted_fields_hold_delimiters_line_ends_and_quotes() {
    let text = "\"a,\"\"b\"\"\nc\", d \n,\n";
    assert_eq!(record_ends(text, 9), [16, 18, 18]);
    let parsed = Delimited::read(text, 0, b',', 2);
    assert_eq!(parsed.records, 2);
    assert_eq!(parsed.unquoted, "a,\"b\"\nc".as_bytes());
    assert_eq!(fields(&text[..16], b','), ["a,\"b\"\nc", "d"]);
}

#[test]
fn uneven_and_blank_records_are_noted() {
    let parsed = Delimited::read("1,2\n\n3\n4,5,6\n", 0, b',', 2);
    assert_eq!((parsed.records, parsed.blank_before), (3, vec![1]));
    assert_eq!(parsed.uneven, [(1, 1), (2, 3)]);
}

#[test]
fn chunks_give_the_same_as_one_pass() {
    let line = "姓名很长很长很长的一个人,500153190001010013,x\n";
    let text = line.repeat(80_000);
    let whole = Delimited::read(&text, 0, b',', 3);
    assert_eq!(whole.records, 80_000);
    let quoted = format!("{text}\"a\",b,c\n");
    let single = Delimited::read(&quoted, 0, b',', 3);
    for (a, b) in whole.columns.iter().zip(&single.columns) {
        assert_eq!(a[..], b[..80_000]);
    }
}

/// A text read in small blocks, and its tables put together again.
fn in_blocks(bytes: &[u8], block: usize, records: usize) -> Result<Vec<Table>, SheetError> {
    let mut parts = Vec::new();
    let input = Input::Bytes(Bytes::copy_from_slice(bytes));
    let mut each = |table: Table| {
        parts.push(table);
        std::ops::ControlFlow::Continue(())
    };
    let options = ReadOptions::default();
    stream::in_blocks(&input, "册.csv", &options, (block, records), &mut each)?;
    Ok(parts)
}

/// Row and values of every record.
fn records(tables: &[Table]) -> Vec<(u32, Vec<Option<String>>)> {
    let rows = |table: &Table| -> Vec<_> {
        let value = |r| move |c| table.value(c, r).map(str::to_owned);
        (0..table.len())
            .map(|r| {
                (
                    table.rows.row(r),
                    (0..table.columns.len()).map(value(r)).collect(),
                )
            })
            .collect()
    };
    tables.iter().flat_map(rows).collect()
}

#[test]
fn a_gbk_text_that_begins_in_ascii_is_told_late() {
    let mut text = "name,place\n".to_owned();
    text += &"Ann,Leeds\n".repeat(40);
    text += &"张三,清江\n".repeat(40);
    let gbk = GB18030.encode(&text).0.into_owned();
    let parts = in_blocks(&gbk, 128, 7).unwrap();
    assert_eq!(
        records(&parts)[60].1,
        [Some("张三".to_owned()), Some("清江".to_owned())]
    );
    let utf8_then_gbk: Vec<u8> = [text.as_bytes(), &gbk[11..]].concat();
    let at = text.len() + 400;
    let refused = in_blocks(&utf8_then_gbk, 128, 7).map(|_| ());
    assert!(
        matches!(refused, Err(SheetError::Encoding { at: found, .. }) if found >= at),
        "{refused:?}"
    );
}

#[test]
fn a_quote_never_closed_ends_the_reading_and_is_told() {
    let text = format!("姓名,村\n张三,\"甲村\n{}", "李四,乙村\n".repeat(100));
    let parts = in_blocks(text.as_bytes(), 64, 10).unwrap();
    let codes: Vec<_> = parts
        .iter()
        .flat_map(|t| t.problems.counts().to_vec())
        .collect();
    assert_eq!(codes, [("sheet-quote-open", 1)]);
}

fn any_record() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[张李王a-c]{0,3},[甲乙0-9 ]{0,4},[0-9]{0,2}",
        2 => "\"[张a,\n]{0,6}(\"\")?\",[a-c]{0,3},1",
        1 => Just(String::new()),
        1 => Just(",,".to_owned()),
        1 => "[张a]{1,2},[0-9]",
        1 => "[张a]{1,2},1,2,3",
    ]
}

proptest! {
    #[test]
    fn blocks_give_the_same_as_the_whole(
        lines in proptest::collection::vec(any_record(), 1..60),
        end in prop_oneof![Just(""), Just("合计,3,\n"), Just("\n制表人：某,,")],
        (block, size) in (16usize..400, 1usize..20),
        quoted in any::<bool>(),
        gbk in any::<bool>(),
    ) {
        let lines: Vec<String> = match quoted {
            true => lines,
            false => lines.iter().map(|l| l.replace(['"', '\n'], "")).collect(),
        };
        let text = format!("姓名,村,金额\n{}\n{end}", lines.join("\n"));
        let bytes = if gbk { GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        let whole = whole(bytes.clone(), "册.csv", &ReadOptions::default());
        let parts = in_blocks(&bytes, block, size);
        match (whole, parts) {
            (Ok(whole), Ok(parts)) => {
                prop_assert!(parts.iter().all(|part| part.len() <= size));
                let notes: Vec<_> = parts.iter().flat_map(|t| t.notes.clone()).collect();
                prop_assert_eq!(&notes, &whole.notes);
                let problems = |tables: &[Table]| -> Vec<_> {
                    let all = tables.iter().flat_map(|t| t.problems.kept().to_vec());
                    let mut all: Vec<_> = all.map(|p| (p.row, p.reason.code())).collect();
                    all.sort_unstable();
                    all
                };
                let whole = [whole];
                prop_assert_eq!(records(&parts), records(&whole));
                prop_assert_eq!(problems(&parts), problems(&whole));
            }
            (whole, parts) => {
                prop_assert_eq!(whole.map(|_| ()).err(), parts.map(|_| ()).err());
            }
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok((text, _)) = decode(bytes) {
            let parsed = Delimited::read(&text, 0, sniff_delimiter(&text), 3);
            prop_assert!(parsed.columns.iter().all(|c| c.len() == parsed.records as usize));
        }
    }

    #[test]
    fn quoted_text_is_read_back(values in proptest::collection::vec("[a-z\",\n张 ]{0,12}", 1..6)) {
        let quoted: Vec<String> =
            values.iter().map(|v| format!("\"{}\"", v.replace('"', "\"\""))).collect();
        let wanted: Vec<String> = values.iter().map(|v| v.trim().to_owned()).collect();
        prop_assert_eq!(fields(&quoted.join(","), b','), wanted);
    }
}
