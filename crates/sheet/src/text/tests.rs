//! Encodings, delimiters and quotes.

use super::*;
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

proptest! {
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
