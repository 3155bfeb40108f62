//! Judges a result against the truth and prints JSON:
//! `measure link OUT LEFT-TRUTH RIGHT-TRUTH [THRESHOLD]` or `measure dedupe OUT TRUTH`.

use std::io;
use std::path::Path;
use std::process::ExitCode;
use testkit::measure::{Counts, clusters, links, truth};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let found = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["link", out, left, right] => link(out, left, right, 0.0),
        ["link", out, left, right, threshold] => {
            link(out, left, right, threshold.parse().unwrap_or(0.0))
        }
        ["dedupe", out, file] => truth(Path::new(file))
            .and_then(|t| clusters(Path::new(out), &t))
            .map(|(pairs, whole)| format!("{{{},\"cluster_f1\":{:.5}}}", shown(pairs), whole.f1())),
        _ => Err(io::Error::other(
            "measure link OUT LEFT RIGHT [THRESHOLD] | measure dedupe OUT TRUTH",
        )),
    };
    match found {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn link(out: &str, left: &str, right: &str, threshold: f64) -> io::Result<String> {
    let (left, right) = (truth(Path::new(left))?, truth(Path::new(right))?);
    Ok(format!(
        "{{{}}}",
        shown(links(Path::new(out), &left, &right, threshold)?)
    ))
}

fn shown(counts: Counts) -> String {
    let Counts {
        right,
        found,
        wanted,
    } = counts;
    let (p, r, f1) = (counts.precision(), counts.recall(), counts.f1());
    format!(
        "\"right\":{right},\"found\":{found},\"wanted\":{wanted},\
         \"precision\":{p:.5},\"recall\":{r:.5},\"f1\":{f1:.5}"
    )
}
