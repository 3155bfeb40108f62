//! Counts: per screen, per town, per direction.

use policy::pack::Direction;
use screening::{Run, Standing};
use std::collections::BTreeMap;

/// The four directions in the order of all tables.
pub(super) const DIRECTIONS: [Direction; 4] = [
    Direction::Exit,
    Direction::Entry,
    Direction::Adjust,
    Direction::Check,
];

/// Place of a direction in [`DIRECTIONS`].
pub(super) fn place(direction: Direction) -> usize {
    DIRECTIONS.iter().position(|d| *d == direction).unwrap_or(3)
}

/// Counts of one screen.
#[derive(Debug, Clone, Default)]
pub(super) struct OfScreen {
    /// Cases to work off.
    pub(super) findings: usize,
    /// Cases that an exemption makes void.
    pub(super) exempt: usize,
    /// Rows whose condition stayed open.
    pub(super) open: usize,
    /// Rows looked at.
    pub(super) looked: usize,
    /// Whether no row could be looked at.
    pub(super) not_run: bool,
}

/// Counts of one town, by direction.
#[derive(Debug, Clone, Default)]
pub(super) struct OfTown {
    /// Its name.
    pub(super) name: String,
    /// Cases to work off, by direction.
    pub(super) by_direction: [usize; 4],
}

impl OfTown {
    /// All cases.
    pub(super) fn total(&self) -> usize {
        self.by_direction.iter().sum()
    }
}

/// All counts of a run.
#[derive(Debug)]
pub(super) struct Tally {
    /// By screen, in the order of the pack.
    pub(super) screens: Vec<OfScreen>,
    /// By town, the most cases first; cases without one last, under an empty name.
    pub(super) towns: Vec<OfTown>,
    /// Exempt cases.
    pub(super) exempt: usize,
    by_direction: [usize; 4],
}

impl Tally {
    /// Counts a run.
    pub(super) fn new(run: &Run<'_>) -> Self {
        let pack = run.given.pack;
        let mut screens = vec![OfScreen::default(); pack.screens.len()];
        let mut towns: BTreeMap<String, OfTown> = BTreeMap::new();
        let mut by_direction = [0; 4];
        for case in &run.cases {
            let Some(of) = screens.get_mut(case.screen) else {
                continue;
            };
            if case.standing != Standing::Finding {
                of.exempt += 1;
                continue;
            }
            of.findings += 1;
            let direction = pack
                .screens
                .get(case.screen)
                .map_or(3, |s| place(s.direction));
            by_direction[direction] += 1;
            let town = towns.entry(case.town.clone()).or_default();
            town.name.clone_from(&case.town);
            town.by_direction[direction] += 1;
        }
        for open in &run.findings.open {
            if let Some(of) = screens.get_mut(open.screen) {
                of.open += 1;
            }
        }
        for (of, looked) in screens.iter_mut().zip(&run.findings.looked) {
            of.looked = *looked;
        }
        for none in &run.findings.not_run {
            if let Some(of) = screens.get_mut(none.screen) {
                of.not_run = of.looked == 0;
            }
        }
        let mut towns: Vec<OfTown> = towns.into_values().collect();
        towns.sort_by_key(|t| {
            (
                t.name.is_empty(),
                std::cmp::Reverse(t.total()),
                t.name.clone(),
            )
        });
        Self {
            exempt: screens.iter().map(|s| s.exempt).sum(),
            screens,
            towns,
            by_direction,
        }
    }

    /// Cases to work off in a direction, by its place in [`DIRECTIONS`].
    pub(super) fn direction(&self, at: usize) -> usize {
        self.by_direction.get(at).copied().unwrap_or_default()
    }

    /// Screens that looked at nothing.
    pub(super) fn not_run(&self) -> usize {
        self.screens.iter().filter(|s| s.not_run).count()
    }
}
