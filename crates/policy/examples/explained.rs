//! Decides every worked example of a pack again and again with its whole explanation and says how
//! long one takes: part of `cargo x bench policy`.
//!
//! `explained PACKS_FOLDER PACK`

use policy::decide::{decide, subjects};
use policy::pack::{Files, Pack, stack};
use std::path::Path;
use std::time::Instant;

type Failed = Box<dyn std::error::Error>;

/// Times each example is decided.
const TIMES: u32 = 200;

fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, name] = args.as_slice() else {
        return Err("PACKS_FOLDER PACK".into());
    };
    let mut unreadable = None;
    let layers = stack(name, &mut |name| {
        let read = files(&Path::new(folder).join(name));
        read.unwrap_or_else(|e| {
            unreadable = Some(e);
            None
        })
    });
    if let Some(e) = unreadable {
        return Err(e.into());
    }
    let said = |found: Vec<policy::pack::Diagnostic>| -> String {
        found.iter().map(ToString::to_string).collect()
    };
    let pack = Pack::load_layers(&layers.map_err(said)?).map_err(said)?;
    let (mut count, mut total, mut slowest) = (0u32, 0.0, (0.0, ""));
    for programme in &pack.programmes {
        for example in &programme.examples {
            for member in subjects(programme, &example.case) {
                let start = Instant::now();
                for _ in 0..TIMES {
                    std::hint::black_box(decide(
                        &pack,
                        programme,
                        &example.case,
                        member,
                        example.on,
                    ));
                }
                let micros = start.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES);
                count += 1;
                total += micros;
                if micros > slowest.0 {
                    slowest = (micros, programme.id.as_str());
                }
            }
        }
    }
    println!(
        "{{\"decisions\": {count}, \"mean_us\": {}, \"slowest_us\": {}, \"slowest\": \"{}\"}}",
        total / f64::from(count.max(1)),
        slowest.0,
        slowest.1
    );
    Ok(())
}

fn files(folder: &Path) -> Result<Option<Files>, std::io::Error> {
    if !folder.join("pack.toml").is_file() {
        return Ok(None);
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(Some(found))
}

fn walk(folder: &Path, prefix: &str, found: &mut Files) -> Result<(), std::io::Error> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let within = format!("{prefix}{name}");
        if path.is_dir() {
            walk(&path, &format!("{within}/"), found)?;
        } else if name.ends_with(".toml") {
            found.push((within, std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}
