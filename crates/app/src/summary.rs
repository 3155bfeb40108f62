//! What a run says of itself on standard error.

use crate::messages::Catalogue;
use base::message::Message;
use indicatif::{ProgressBar, ProgressStyle};
use linkage::{Progress, RunReport, Stage};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// The watch of a run: says how far it is on a terminal, and at the end how long it took.
pub(crate) struct Watch {
    start: Instant,
    bar: Option<ProgressBar>,
    stages: [String; 5],
    quiet: bool,
}

impl Watch {
    /// Starts the watch; nothing is drawn unless standard error is a terminal.
    pub(crate) fn start(catalogue: &Catalogue, quiet: bool) -> Self {
        let drawn = !quiet && std::io::stderr().is_terminal();
        let bar = drawn.then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(250));
            bar.set_message(catalogue.text("stage-read"));
            bar
        });
        let stages = [
            "stage-encode",
            "stage-block",
            "stage-train",
            "stage-score",
            "stage-resolve",
        ];
        Self {
            start: Instant::now(),
            bar,
            stages: stages.map(|s| catalogue.text(s)),
            quiet,
        }
    }

    /// Shows how many records have been read.
    pub(crate) fn read(&self, catalogue: &Catalogue, records: usize) {
        if let Some(bar) = &self.bar {
            let said = Message::new("summary-read").with("records", records);
            bar.set_message(catalogue.say(&said));
        }
    }

    /// Takes the progress off the terminal.
    pub(crate) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Says what was read, compared and found.
    pub(crate) fn finish(&self, catalogue: &Catalogue, report: &RunReport) {
        self.clear();
        if self.quiet {
            return;
        }
        let rows: Vec<String> = report
            .rows
            .iter()
            .map(|n| catalogue.number(i64::try_from(*n).unwrap_or(i64::MAX)))
            .collect();
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let seconds = format!("{:.2}", self.start.elapsed().as_secs_f64());
        let said = Message::new("summary-run")
            .with("rows", rows.join(" + "))
            .with("pairs", count(report.candidate_pairs))
            .with("links", count(report.links))
            .with("seconds", seconds);
        eprintln!("{}", catalogue.say(&said));
        for rule in report.rules.iter().filter(|rule| rule.dropped_blocks > 0) {
            let said = Message::new("summary-dropped")
                .with("rule", rule.rule.as_str())
                .with("blocks", count(rule.dropped_blocks))
                .with("pairs", count(rule.dropped_pairs));
            eprintln!("{}", catalogue.say(&said));
        }
        if let Some(megabytes) = peak_megabytes() {
            eprintln!(
                "{}",
                catalogue.say(&Message::new("summary-memory").with("megabytes", megabytes))
            );
        }
    }
}

impl Progress for Watch {
    fn at(&self, stage: Stage, _: u64, _: u64) -> bool {
        if let Some(bar) = &self.bar {
            let at = match stage {
                Stage::Encode => 0,
                Stage::Block => 1,
                Stage::Train => 2,
                Stage::Score => 3,
                Stage::Resolve => 4,
            };
            bar.set_message(self.stages[at].clone());
        }
        true
    }
}

/// The most memory the process ever held, where the system tells (Linux).
fn peak_megabytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: i64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}
