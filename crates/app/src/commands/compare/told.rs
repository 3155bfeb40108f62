//! What a run says on standard error: progress on a terminal, and a summary at the end.

use super::rejects::unread_value;
use super::tally::Tally;
use super::view::View;
use crate::messages::Catalogue;
use base::message::{Message, Speak};
use indicatif::{ProgressBar, ProgressStyle};
use linkage::{Progress, Stage};
use screening::{Ledger, Unread};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Ledgers with problems that the summary names.
const LEDGERS_SHOWN: usize = 3;

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
        self.problems(view);
        say(&Message::new("compare-never-a-decision"));
    }
}

impl Told<'_> {
    /// The ledgers with the most problems, the first of each in full.
    fn problems(&self, view: &View<'_>) {
        let given = &view.run.given.ledgers;
        let count = |(ledger, unread): &(&Ledger, &Vec<Unread>)| {
            ledger.table.problems.total() + unread.len()
        };
        let mut wrong: Vec<_> = given.iter().zip(&view.run.unread).collect();
        wrong.retain(|one| count(one) > 0);
        wrong.sort_by_key(|one| std::cmp::Reverse(count(one)));
        for one in wrong.iter().take(LEDGERS_SHOWN) {
            let (ledger, unread) = one;
            let first = ledger.table.problems.kept().first().map(Speak::message);
            let first = first.or_else(|| unread.first().map(unread_value));
            let sheet = ledger.table.sheet.as_ref().map(|s| format!(" [{s}]"));
            let said = Message::new("compare-problems")
                .with(
                    "file",
                    format!("{}{}", ledger.name, sheet.unwrap_or_default()),
                )
                .with("count", count(one))
                .with(
                    "first",
                    first.map_or(String::new(), |m| self.catalogue.say(&m)),
                );
            eprintln!("{}", self.catalogue.say(&said));
        }
        if wrong.len() > LEDGERS_SHOWN {
            let said =
                Message::new("compare-problems-more").with("count", wrong.len() - LEDGERS_SHOWN);
            eprintln!("{}", self.catalogue.say(&said));
        }
        for ledger in given {
            for remark in &ledger.table.remarks {
                eprintln!("{}: {}", ledger.name, self.catalogue.say(&remark.message()));
            }
        }
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
