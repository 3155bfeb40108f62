//! The whole demo in a folder: every ledger, the truth, who is who, and a README in two languages.

use crate::ledger::written::mistake;
use crate::ledger::{self, Ledger};
use crate::world::World;
use rayon::prelude::*;
use sheet::{Cell, Page, PageText, SheetError};
use std::path::Path;

/// Rows of one ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Role of the pack.
    pub role: &'static str,
    /// Name of the file.
    pub file: String,
    /// Number of records.
    pub rows: usize,
}

/// Writes everything into a folder, which is made if it is not there. `errors` scales the mistakes
/// of the clerks: 0 writes everyone as they are, 1 as often as real ledgers have it wrong.
///
/// # Errors
/// What the file system says.
pub fn write(world: &World, errors: f64, folder: &Path) -> Result<Vec<Count>, SheetError> {
    std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
    let ledgers: Vec<&Ledger> = ledger::all()
        .into_iter()
        .filter(|l| !l.is_empty(world))
        .collect();
    let written: Result<Vec<()>, SheetError> = ledgers
        .par_iter()
        .map(|l| ledger::write(world, l, errors, folder))
        .collect();
    written?;
    crate::truth::write(
        world,
        &crate::truth::hits(world, errors),
        &folder.join("truth.csv"),
    )?;
    people(world, &ledgers, errors, &folder.join("people.csv"))?;
    let counts: Vec<Count> = ledgers
        .iter()
        .map(|l| Count {
            role: l.role,
            file: l.file_name(),
            rows: l.len(world),
        })
        .collect();
    list(&counts, &folder.join("ledgers.toml"))?;
    readme(world, &counts, errors, &folder.join("README.txt"))?;
    Ok(counts)
}

fn unwritable(path: &Path, why: &std::io::Error) -> SheetError {
    SheetError::Unwritable {
        file: path.to_string_lossy().into_owned(),
        why: why.to_string(),
    }
}

/// Who is who: the person behind every record, and how the clerk got them wrong.
fn people(world: &World, ledgers: &[&Ledger], errors: f64, path: &Path) -> Result<(), SheetError> {
    let header = ["ledger", "file", "row", "person", "mistakes"];
    let page = Page {
        header: header.map(str::to_owned).to_vec(),
        ..Page::default()
    };
    let rows = ledgers.iter().flat_map(|l| {
        let file = l.file_name();
        (0..l.len(world)).map(move |row| {
            let bits = l.written(world, row, errors).mistakes;
            let made = mistake::ALL
                .iter()
                .filter(|(bit, _)| bits & bit != 0)
                .map(|(_, name)| *name);
            vec![
                Cell::from(l.role),
                Cell::from(file.as_str()),
                Cell::Number(f64::from(l.file_row(row))),
                Cell::Number(f64::from(l.person(world, row))),
                Cell::from(made.collect::<Vec<_>>().join(" ")),
            ]
        })
    });
    sheet::write_page_text(path, &page, PageText::Utf8Marked, rows)
}

/// The list that `doudi compare --ledgers` takes.
fn list(counts: &[Count], path: &Path) -> Result<(), SheetError> {
    let entries = counts.iter().map(|count| {
        let Count { role, file, .. } = count;
        format!("[[ledger]]\nrole = \"{role}\"\nfile = \"{file}\"\n")
    });
    let text = entries.collect::<Vec<String>>().join("\n");
    std::fs::write(path, text).map_err(|e| unwritable(path, &e))
}

fn readme(world: &World, counts: &[Count], errors: f64, path: &Path) -> Result<(), SheetError> {
    use std::fmt::Write as _;
    let (people, homes) = (world.people.len(), world.households.len());
    let (seed, on) = (world.seed, world.on);
    let mut text = format!(
        "荣昌区演示台账（全部为虚构人员）\r\n\r\n\
         本文件夹中的人员、身份证号、电话、银行账号、单位均由程序按种子 {seed} 生成，与任何真实人员无关；\
         若与真实人员相同，纯属巧合。镇街名称为真实名称，村（社区）名称和代码为虚构。\r\n\
         共 {people} 人、{homes} 户，数据截至 {on}，书写差错倍率 {errors}。\r\n\
         truth.csv 为各核对规则的正确答案；people.csv 说明每一行记录真正是谁、写错了什么。\r\n\r\n\
         Demo ledgers of Rongchang District (everyone is invented)\r\n\r\n\
         All people, ID numbers, phones, bank accounts and firms here were made by a program from seed\r\n\
         {seed}; any likeness to real people is chance. The towns are real, villages and their codes are\r\n\
         not. {people} people in {homes} households, as of {on}; clerks' mistakes times {errors}.\r\n\
         truth.csv holds the right answer to every screen; people.csv tells who each record truly is and\r\n\
         what was written wrongly.\r\n\r\n\
         role\trows\tfile\r\n"
    );
    for count in counts {
        let _ = write!(text, "{}\t{}\t{}\r\n", count.role, count.rows, count.file);
    }
    std::fs::write(path, text).map_err(|e| unwritable(path, &e))
}
