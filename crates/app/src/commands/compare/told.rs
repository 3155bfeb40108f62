//! What a run says on standard error: progress on a terminal, and a summary at the end.

use super::tally::Tally;
use super::view::View;
use crate::messages::Catalogue;
use base::message::Message;
use indicatif::{ProgressBar, ProgressStyle};
use linkage::{Progress, Stage};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Tells how far the run is.
pub(super) struct Told<'a> {
    catalogue: &'a Catalogue,
    start: Instant,
    quiet: bool,
    /// What threads share.
    pub(super) watch: Watch,
}

/// The line on the terminal; several threads may move it on.
pub(super) struct Watch {
    bar: Option<ProgressBar>,
    stages: [String; 5],
}

impl<'a> Told<'a> {
    /// Starts the watch; nothing is drawn unless standard error is a terminal.
    pub(super) fn start(catalogue: &'a Catalogue, quiet: bool) -> Self {
        let drawn = !quiet && std::io::stderr().is_terminal();
        let bar = drawn.then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(250));
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
            catalogue,
            start: Instant::now(),
            quiet,
            watch: Watch {
                bar,
                stages: stages.map(|s| catalogue.text(s)),
            },
        }
    }

    /// Enters a stage.
    pub(super) fn stage(&self, code: &'static str) {
        if let Some(bar) = &self.watch.bar {
            bar.set_message(self.catalogue.text(code));
        }
    }

    /// So many ledgers will be read.
    pub(super) fn reading(&self, count: usize) {
        if let Some(bar) = &self.watch.bar {
            bar.set_length(count as u64);
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos}/{len} {elapsed}")
            {
                bar.set_style(style);
            }
            bar.set_message(self.catalogue.text("stage-read"));
        }
    }

    /// Says what was compared and found.
    pub(super) fn finish(&self, view: &View<'_>, tally: &Tally) {
        if let Some(bar) = &self.watch.bar {
            bar.finish_and_clear();
        }
        if self.quiet {
            return;
        }
        let rows: usize = view.run.given.ledgers.iter().map(|l| l.table.len()).sum();
        let say = |message: &Message| eprintln!("{}", self.catalogue.say(message));
        say(&Message::new("compare-summary")
            .with("ledgers", view.run.given.ledgers.len())
            .with("rows", rows)
            .with("people", view.run.people.count)
            .with("likely", view.run.people.likely)
            .with("doubtful", view.run.people.doubtful.len())
            .with(
                "seconds",
                format!("{:.1}", self.start.elapsed().as_secs_f64()),
            ));
        say(&Message::new("compare-summary-found")
            .with("exit", tally.direction(0))
            .with("entry", tally.direction(1))
            .with("adjust", tally.direction(2))
            .with("check", tally.direction(3))
            .with("exempt", tally.exempt)
            .with("open", view.run.findings.open.len()));
        let (gone, ran) = (tally.not_run(), view.run.given.pack.screens.len());
        if gone > 0 {
            say(&Message::new("compare-summary-not-run")
                .with("count", gone)
                .with("all", ran));
        }
        for missing in view.columns_missing() {
            eprintln!("{missing}");
        }
        say(&Message::new("compare-never-a-decision"));
    }
}

impl Watch {
    /// One more ledger has been read.
    pub(super) fn read_one(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
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
