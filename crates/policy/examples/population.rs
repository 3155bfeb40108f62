//! Decides a programme for a drawn population and says how long it took: our side of
//! `cargo x bench policy`. The population is that of `openfisca_rules.py`, number by number.
//!
//! `population PACK_FOLDER HOUSEHOLDS MONTHS OUT.bin [--rows N]`

use base::date::Date;
use policy::batch::{Population, Question, run};
use policy::cel::columns::{Cells, Column, RowsColumn, Table, packed};
use policy::pack::Pack;
use rayon::prelude::*;
use std::io::Write;
use std::time::Instant;

type Failed = Box<dyn std::error::Error>;

fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, households, months, out] = args.as_slice() else {
        return Err("PACK_FOLDER HOUSEHOLDS MONTHS OUT".into());
    };
    let (households, months): (usize, i32) = (households.parse()?, months.parse()?);
    let mut files = Vec::new();
    for name in [
        "pack.toml",
        "facts.toml",
        "parameters.toml",
        "programme.toml",
    ] {
        files.push((
            name.to_owned(),
            std::fs::read_to_string(format!("{folder}/{name}"))?,
        ));
    }
    let pack = Pack::load(&files).map_err(|found| {
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        said.join("\n")
    })?;
    let programme = pack.programmes.first().ok_or("no programme")?;
    let population = draw(households);
    let day = |month: i32| {
        Date::new(
            i16::try_from(2020 + (2 + month) / 12).unwrap_or(2020),
            i8::try_from((2 + month) % 12 + 1).unwrap_or(1),
            18,
        )
    };
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let mut all = Vec::new();
    for month in 0..months {
        let on = day(month)?;
        let law = pack.values_on(on);
        let question = Question {
            programme,
            law: &law,
            on,
            conditions: false,
            beside: None,
        };
        all.push(run(&question, &population));
    }
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let fen: Vec<i64> = all
        .iter()
        .flat_map(|v| v.amount.iter().map(|a| a.map_or(0, |a| a.get())))
        .collect();
    let mut file = std::io::BufWriter::new(std::fs::File::create(out)?);
    for amount in &fen {
        file.write_all(&amount.to_le_bytes())?;
    }
    file.flush()?;
    let by_row: usize = all.iter().map(|v| v.by_row).sum();
    let peak = peak_mb();
    println!(
        "{{\"wall\": {wall}, \"cpu\": {cpu}, \"peak_mb\": {peak}, \"total_fen\": {}, \"granted\": {}, \
         \"by_row\": {by_row}, \"bytes\": {}, \"read\": {}}}",
        fen.iter().sum::<i64>(),
        fen.iter().filter(|a| **a > 0).count(),
        bytes(&population),
        read(&population)
    );
    Ok(())
}

/// Seconds that a plain read of the same columns takes with as many threads: the best of five.
fn read(population: &Population) -> f64 {
    fn sum<T: Copy + Sync>(values: &[T], of: impl Fn(T) -> i64 + Sync) -> i64 {
        let parts = values.par_chunks(1 << 15);
        let sum = |part: &[T]| part.iter().map(|v| of(*v)).fold(0, i64::wrapping_add);
        parts.map(sum).reduce(|| 0, i64::wrapping_add)
    }
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        let tables = [&population.household, &population.members.table];
        for column in tables.iter().flat_map(|t| &t.columns) {
            let found = match column {
                Column::Bool(cells) => sum(&cells.values, i64::from),
                Column::Int(cells) | Column::Money(cells) => sum(&cells.values, |v| v),
                Column::Date(cells) => sum(&cells.values, i64::from),
                _ => 0,
            };
            std::hint::black_box(found);
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// Seconds of processor time so far, where the system tells (Linux).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> = after
        .split_whitespace()
        .filter_map(|f| f.parse().ok())
        .collect();
    // User and system time, in hundredths; the state letter is not among the numbers.
    fields
        .get(10..12)
        .map_or(0.0, |t| t.iter().sum::<f64>() / 100.0)
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// How much memory a month reads: every value of every column once.
fn bytes(population: &Population) -> usize {
    let of = |table: &Table| -> usize {
        let size = |column: &Column| match column {
            Column::Bool(cells) => cells.values.len(),
            Column::Int(cells) | Column::Money(cells) => cells.values.len() * 8,
            Column::Date(cells) => cells.values.len() * 4,
            _ => 0,
        };
        table.columns.iter().map(size).sum()
    };
    of(&population.household) + of(&population.members.table)
}

/// Number `n` of a kind (splitmix64).
fn number(kind: u64, n: usize, limit: u64) -> i64 {
    let mut z = (n as u64 + (kind << 40) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) % limit) as i64
}

fn draw(households: usize) -> Population {
    fn cells<T: Copy + Default>(values: Vec<T>) -> Cells<T> {
        Cells {
            values,
            valid: None,
        }
    }
    let fen = |values: Vec<i64>| Column::Money(cells(values.iter().map(|f| f * 10_000).collect()));
    let size = |home: usize| 1 + number(0, home, 5);
    let rural: Vec<bool> = (0..households).map(|h| number(1, h, 10) < 7).collect();
    let deposits = |h: usize| {
        if number(2, h, 3) == 0 {
            number(3, h, 4_000_000)
        } else {
            0
        }
    };
    let homes: Vec<usize> = (0..households)
        .flat_map(|h| std::iter::repeat_n(h, usize::try_from(size(h)).unwrap_or(1)))
        .collect();
    let people = homes.len();
    let year = |p: usize| 1935 + number(4, p, 85);
    let years = |p: usize| 2020 - year(p);
    let working = |p: usize| (18..60).contains(&years(p));
    let birth = |p: usize| {
        let (month, day) = (1 + number(5, p, 12), 1 + number(6, p, 28));
        let day = Date::new(
            i16::try_from(year(p)).unwrap_or(1935),
            i8::try_from(month).unwrap_or(1),
            i8::try_from(day).unwrap_or(1),
        );
        day.map_or(0, packed)
    };
    let wage = |p: usize| {
        if working(p) && number(7, p, 2) == 0 {
            number(8, p, 200_000)
        } else {
            0
        }
    };
    let pension = |p: usize| if years(p) >= 60 { 11_500 } else { 0 };
    let farm = |p: usize| {
        let farms = rural[homes[p]] && working(p) && number(9, p, 4) == 0;
        if farms { number(10, p, 600_000) } else { 0 }
    };
    let grade = |p: usize| {
        if number(11, p, 20) == 0 {
            1 + number(12, p, 4)
        } else {
            0
        }
    };
    let student = |p: usize| (6..18).contains(&years(p)) || number(14, p, 40) == 0;
    let all = 0..people;
    let person = vec![
        Column::Missing,
        Column::Missing,
        Column::Date(cells(all.clone().map(birth).collect())),
        fen(all.clone().map(wage).collect()),
        fen(all.clone().map(pension).collect()),
        fen(all.clone().map(farm).collect()),
        Column::Int(cells(all.clone().map(grade).collect())),
        Column::Bool(cells(all.clone().map(|p| number(13, p, 25) == 0).collect())),
        Column::Bool(cells(all.map(student).collect())),
    ];
    let mut offsets = vec![0u32];
    for home in 0..households {
        let last = offsets.last().copied().unwrap_or(0);
        offsets.push(last + u32::try_from(size(home)).unwrap_or(1));
    }
    let household = vec![
        Column::Missing,
        Column::Bool(cells(rural.clone())),
        fen((0..households).map(deposits).collect()),
    ];
    Population {
        household: Table {
            rows: households,
            columns: household,
        },
        members: RowsColumn {
            offsets,
            valid: None,
            table: Table {
                rows: people,
                columns: person,
            },
        },
        held: RowsColumn {
            offsets: vec![0; households + 1],
            ..RowsColumn::default()
        },
    }
}
