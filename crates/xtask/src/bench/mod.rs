//! `cargo x bench NAME`: measures against the best alternative, in one run on one machine, and
//! writes the figures into docs/benchmarks.md. Speed is measured here and never by tests.

mod policy;

use crate::{Command, Outcome};

/// The benchmarks.
const BENCHES: &[Command] = &[(
    "policy",
    "a programme over populations, beside OpenFisca",
    policy::policy,
)];

/// Runs the benchmark named first.
pub(crate) fn bench(args: &[String]) -> Outcome {
    let found = args
        .split_first()
        .and_then(|(name, rest)| Some((BENCHES.iter().find(|(n, ..)| n == name)?, rest)));
    match found {
        Some(((_, _, run), rest)) => run(rest),
        None => {
            let names: Vec<&str> = BENCHES.iter().map(|(name, ..)| *name).collect();
            Err(format!("name a benchmark: {}", names.join(", ")))
        }
    }
}
