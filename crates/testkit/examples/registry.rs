//! Writes a synthetic registry: `registry KIND --rows N --seed S -o FOLDER`.

use std::path::Path;
use std::process::ExitCode;
use testkit::registry::{Kind, generate};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        args.windows(2)
            .find(|w| w[0] == name)
            .map(|w| w[1].as_str())
    };
    let number = |name: &str, usual: u64| option(name).map_or(Some(usual), |n| n.parse().ok());
    let kind = args.first().and_then(|name| Kind::named(name));
    let folder = option("-o").unwrap_or("target/registry");
    let (Some(kind), Some(rows), Some(seed)) = (kind, number("--rows", 1000), number("--seed", 1))
    else {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|(name, _)| *name).collect();
        eprintln!(
            "registry KIND [--rows N] [--seed S] [-o FOLDER]\nkinds: {}",
            kinds.join(", ")
        );
        return ExitCode::from(2);
    };
    match generate(kind, rows as usize, seed, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{folder}: {why}");
            ExitCode::FAILURE
        }
    }
}
