//! Files that were cut short on the way or whose bytes were changed: reading one never panics and
//! never hangs, and what cannot be read says which file it is. `data/` holds one roll as a
//! spreadsheet program saves it in the old formats.
#![expect(clippy::unwrap_used, reason = "a failed test says where")]

use base::message::Speak;
use sheet::{Cover, Frame, ReadOptions, SheetError, Source, Table, Values, read};

/// A roll of some hundred people in a format of ours.
fn written(ending: &str) -> Vec<u8> {
    let text = |of: &dyn Fn(usize) -> String| -> Vec<Option<String>> {
        (0..120).map(|n| Some(of(n))).collect()
    };
    let frame = Frame::default()
        .with("姓名", Values::Text(text(&|n| format!("张{n}三"))))
        .with(
            "身份证号",
            Values::Text(text(&|n| format!("5001531990010100{n:02}"))),
        )
        .with(
            "地址",
            Values::Text(text(&|n| format!("昌元街道{}号", n / 3))),
        );
    // Tests run beside each other.
    let own = format!("{}-{:?}", std::process::id(), std::thread::current().id());
    let folder = std::env::temp_dir().join(format!("damaged-{own}-{ending}"));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("册.{ending}"));
    let target = file.to_string_lossy().into_owned();
    sheet::write(&target, &frame, &Cover::default()).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    bytes
}

/// A sample of each format, with the name that its ending gives it.
fn samples() -> Vec<(String, Vec<u8>)> {
    let mut samples: Vec<(String, Vec<u8>)> = ["xlsx", "csv", "parquet"]
        .iter()
        .map(|ending| (format!("册.{ending}"), written(ending)))
        .collect();
    let old = include_bytes!("data/roll.xls").to_vec();
    samples.push(("册.xls".to_owned(), old));
    let open = include_bytes!("data/roll.ods").to_vec();
    samples.push(("册.ods".to_owned(), open));
    samples
}

fn look(name: &str, bytes: Vec<u8>) -> Result<Table, SheetError> {
    let name = name.to_owned();
    read(Source::Bytes { name, bytes }, &ReadOptions::default())
}

/// The file is named by whatever is said of it.
fn names_its_file(name: &str, error: &SheetError) {
    let message = error.message();
    let told = format!("{message:?}");
    assert!(told.contains(name), "{name}: {told}");
}

#[test]
fn whole_files_of_every_format_are_read() {
    for (name, bytes) in samples() {
        let table = look(&name, bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            table.len() == 120 || table.len() == 3,
            "{name}: {}",
            table.len()
        );
    }
}

#[test]
fn files_cut_short_anywhere_are_read_or_refused_by_name() {
    for (name, bytes) in samples() {
        let mut refused = 0;
        for part in 0..60 {
            let kept = bytes.len() * part / 60;
            let cut = bytes[..kept].to_vec();
            if let Err(error) = look(&name, cut) {
                names_its_file(&name, &error);
                refused += 1;
            }
        }
        // A text may end anywhere; the old workbook ends in filling.
        let least = if name.ends_with("csv") { 1 } else { 50 };
        assert!(refused >= least, "{name}: only {refused} of 60 refused");
    }
}

#[test]
fn files_with_changed_bytes_are_read_or_refused_by_name() {
    for (name, bytes) in samples() {
        // The same changes in every run.
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        for run in 0..300 {
            let mut changed = bytes.clone();
            for _ in 0..=run % 8 {
                // Heads, tails and directories decide most: every other change is made there.
                let near_an_end = next(2) == 0;
                let at = if near_an_end {
                    let from_end = next(changed.len().min(512));
                    if next(2) == 0 {
                        from_end
                    } else {
                        changed.len() - 1 - from_end
                    }
                } else {
                    next(changed.len())
                };
                changed[at] ^= 1 << next(8);
            }
            if let Err(error) = look(&name, changed) {
                names_its_file(&name, &error);
            }
        }
    }
}
