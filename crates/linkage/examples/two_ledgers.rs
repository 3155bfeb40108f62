//! Links two small ledgers and says why each pair is one person.

use arrow_array::StringViewArray;
use base::column::ColumnRole;
use linkage::{ModelSource, Records, Settings, Silent, link};

fn ledger(names: &[&str], ids: &[&str], born: &[&str]) -> Result<Records, linkage::Error> {
    Records::new(vec![
        (ColumnRole::Name, StringViewArray::from_iter_values(names)),
        (ColumnRole::IdNumber, StringViewArray::from_iter_values(ids)),
        (
            ColumnRole::BirthDate,
            StringViewArray::from_iter_values(born),
        ),
    ])
}

fn main() -> Result<(), linkage::Error> {
    let left = ledger(
        &["王小明", "李四"],
        &["500153190001010013", ""],
        &["1900-01-01", "1960-01-02"],
    )?;
    let right = ledger(
        &["李肆", "王晓明"],
        &["", "500153190001010018"],
        &["1960-01-02", "1900.1.1"],
    )?;
    let found = link(
        &left,
        &right,
        &ModelSource::BuiltIn,
        &Settings::default(),
        &Silent,
    )?;
    let second = left.rows() as u32;
    for (l, r) in found.pairs.left.iter().zip(&found.pairs.right) {
        println!(
            "{}",
            found.explainer.explain(*l, r + second)?.text(str::to_owned)
        );
    }
    Ok(())
}
