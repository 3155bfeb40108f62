//! What a run says of itself on standard error.

use crate::messages::Catalogue;
use base::message::Message;
use indicatif::{ProgressBar, ProgressStyle};
use linkage::{Progress, RunReport, Stage};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The watch of a run: says how far it is on a terminal, and at the end how long it took.
pub(crate) struct Watch {
    start: Instant,
    bar: Option<ProgressBar>,
    stages: [String; 5],
    quiet: bool,
    verbose: bool,
    /// When each stage began, in order.
    begun: Mutex<Vec<(usize, Instant)>>,
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
            verbose: false,
            begun: Mutex::new(Vec::new()),
        }
    }

    /// Also says at the end how long each stage took and what each blocking rule brought.
    pub(crate) fn verbose(mut self, verbose: bool) -> Self {
        self.verbose = verbose;
        self
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
        if self.verbose {
            self.details(catalogue, report);
        }
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

impl Watch {
    fn details(&self, catalogue: &Catalogue, report: &RunReport) {
        let mut begun = match self.begun.lock() {
            Ok(begun) => begun.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        };
        let first = begun.first().map_or(self.start, |(_, at)| *at);
        let mut times = [0f64; 5];
        begun.push((0, Instant::now()));
        for pair in begun.windows(2) {
            times[pair[0].0] += (pair[1].1 - pair[0].1).as_secs_f64();
        }
        let line = |stage: String, seconds: f64| {
            let said = Message::new("summary-stage")
                .with("stage", stage)
                .with("seconds", format!("{seconds:.3}"));
            eprintln!("{}", catalogue.say(&said));
        };
        line(
            catalogue.text("stage-read"),
            (first - self.start).as_secs_f64(),
        );
        for (stage, seconds) in self.stages.iter().zip(times) {
            line(stage.clone(), seconds);
        }
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        for rule in &report.rules {
            let said = Message::new("summary-rule")
                .with("rule", rule.rule.as_str())
                .with("pairs", count(rule.pairs - rule.dropped_pairs));
            eprintln!("{}", catalogue.say(&said));
        }
        let said = Message::new("summary-prior")
            .with("prior", format!("{:.3e}", report.prior))
            .with("expected", report.expected_matches.round() as i64);
        eprintln!("{}", catalogue.say(&said));
    }
}

impl Progress for Watch {
    fn at(&self, stage: Stage, _: u64, _: u64) -> bool {
        let at = match stage {
            Stage::Encode => 0,
            Stage::Block => 1,
            Stage::Train => 2,
            Stage::Score => 3,
            Stage::Resolve => 4,
        };
        if self.verbose
            && let Ok(mut begun) = self.begun.lock()
            && begun.last().is_none_or(|(last, _)| *last != at)
        {
            begun.push((at, Instant::now()));
        }
        if let Some(bar) = &self.bar {
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
