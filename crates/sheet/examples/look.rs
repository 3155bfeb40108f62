//! Shows how a file is read: `cargo run -p sheet --example look -- FILE`.

use sheet::{ReadOptions, Source, read};

fn main() -> Result<(), sheet::SheetError> {
    let source = match std::env::args().nth(1) {
        Some(path) => Source::from_argument(&path),
        None => Source::Bytes {
            name: "example.csv".to_owned(),
            bytes: "姓名,身份证号\n张三,500153190001010013\n"
                .as_bytes()
                .to_vec(),
        },
    };
    let table = read(source, &ReadOptions::default())?;
    println!(
        "{}: {} records, {} problems",
        table.file,
        table.len(),
        table.problems.total()
    );
    for column in &table.columns {
        let role = column.role.map_or("-", base::column::ColumnRole::code);
        println!("  {} = {role}", column.header);
    }
    Ok(())
}
