//! Evidence of a pair: the sum of its fields' weights in bits, rare values counting for more, and
//! nothing computed beyond what decides.

use crate::compare::{Comparer, FIELDS_MAX, Levels, MISSING};
use crate::encode::Encoded;
use crate::field::Kind;
use crate::model::Model;
use base::column::ColumnRole;

/// Weights of a run, laid out for speed.
pub(crate) struct Scorer {
    /// Weight of each level of each field.
    weights: Vec<[f32; 8]>,
    /// Weight of full agreement on each value, for fields with frequencies.
    frequencies: Vec<Vec<f32>>,
    /// Fields in the order they are looked at: cheap and telling ones first, names together.
    order: Vec<usize>,
    /// The most that the fields from each place of `order` on can add.
    remaining: Vec<f32>,
    names: Option<(usize, usize)>,
    /// The ID number, and the fields it already contains.
    id: Option<usize>,
    within_id: Vec<bool>,
    /// Fields that all people of one home share, and the most they may add together.
    shared: Vec<bool>,
    shared_max: f32,
}

/// People of one home that the evidence of a shared home cannot tell apart, in bits.
const HOME_BITS: f32 = 2.0;

/// What counts of a home's evidence beyond that.
const HOME_EXCESS: f32 = 0.35;

/// Values of an outside population that stand behind small ledgers: a name held twice among four
/// rows is not a name that every second person has.
const POPULATION: f64 = 1_000.0;

/// Rarity counts no further than this many bits.
const RARITY_BITS_MAX: f64 = 20.0;

impl Scorer {
    /// `people_bits`: how many people the ledgers could hold, in bits. A shared home narrows them
    /// down to its few members and no further.
    pub(crate) fn new(encoded: &Encoded, model: &Model, people_bits: f64) -> Self {
        let mut weights = Vec::new();
        let mut frequencies = Vec::new();
        for (at, field) in model.fields.iter().enumerate() {
            let mut row = [0f32; 8];
            for (level, weight) in row.iter_mut().take(field.m.len()).enumerate() {
                *weight = field.weight(level) as f32;
            }
            weights.push(row);
            let book = encoded.book(at).filter(|_| field.kind.has_frequencies());
            frequencies.push(book.map_or_else(Vec::new, |book| {
                let total = book.total.max(1) as f64;
                let full = field.m.last().copied().unwrap_or(0.5);
                let same = field.u.last().copied().unwrap_or(0.01).min(0.02);
                let weight = |count: u32| {
                    let seen = f64::from(count) + POPULATION * same * 0.3;
                    let chance = (seen / (total + POPULATION)).max(1.0 / total.max(POPULATION));
                    (full / chance).log2().min(RARITY_BITS_MAX) * field.scale
                };
                book.entries()
                    .iter()
                    .map(|e| weight(e.count) as f32)
                    .collect()
            }));
        }
        let mut order: Vec<usize> = (0..model.fields.len()).collect();
        let rank = |at: &usize| match model.fields[*at].kind {
            Kind::Id => 0,
            Kind::Date => 1,
            Kind::Surname => 2,
            Kind::Given => 3,
            Kind::Phone => 4,
            Kind::Sex => 5,
            Kind::Code => 6,
            Kind::Text => 7,
        };
        order.sort_by_key(rank);
        let most = |at: &usize| {
            let levels = weights[*at].iter().copied().fold(0f32, f32::max);
            frequencies[*at].iter().copied().fold(levels, f32::max)
        };
        let mut remaining = vec![0f32; order.len() + 1];
        for place in (0..order.len()).rev() {
            remaining[place] = remaining[place + 1] + most(&order[place]);
        }
        let names = encoded
            .field_of(Kind::Surname)
            .zip(encoded.field_of(Kind::Given));
        let kinds = || model.fields.iter().map(|f| f.kind);
        let personal = kinds().any(|k| matches!(k, Kind::Given | Kind::Id | Kind::Date));
        let at_home = |role| role_of_home(role) && personal;
        Self {
            weights,
            frequencies,
            order,
            remaining,
            names,
            id: encoded.field_of(Kind::Id),
            within_id: kinds()
                .map(|k| matches!(k, Kind::Date | Kind::Sex))
                .collect(),
            shared: encoded.fields.iter().map(|f| at_home(f.role)).collect(),
            shared_max: (people_bits as f32 - HOME_BITS).max(2.0),
        }
    }

    /// The evidence of a home: full up to what tells homes apart, a part of it beyond.
    #[inline]
    fn of_home(&self, home: f32) -> f32 {
        home.min(self.shared_max) + (home - self.shared_max).max(0.0) * HOME_EXCESS
    }

    /// Adds the evidence of a field to the sums of the person and of the home.
    #[inline]
    fn add(&self, field: usize, weight: f32, same_id: bool, person: &mut f32, home: &mut f32) {
        if self.shared[field] {
            *home += weight;
        } else if !(same_id && self.within_id[field] && weight > 0.0) {
            *person += weight;
        }
    }

    #[inline]
    fn weight(&self, encoded: &Encoded, field: usize, level: u8, left: &[u32]) -> f32 {
        if level == MISSING {
            return 0.0;
        }
        let table = &self.frequencies[field];
        if !table.is_empty() && level as usize + 1 == encoded.fields[field].kind.levels().len() {
            let value = left[encoded.at[field]] as usize;
            return table
                .get(value.wrapping_sub(1))
                .copied()
                .unwrap_or_default();
        }
        self.weights[field][level as usize & 7]
    }

    /// The evidence of a pair, or `None` as soon as it cannot reach `floor`.
    #[inline]
    pub(crate) fn evidence(
        &self,
        encoded: &Encoded,
        comparer: &Comparer<'_>,
        left: &[u32],
        right: &[u32],
        floor: f32,
    ) -> Option<f32> {
        let (mut person, mut home) = (0f32, 0f32);
        let mut surname_level = MISSING;
        let mut same_id = false;
        for (place, field) in self.order.iter().enumerate() {
            if person + self.of_home(home) + self.remaining[place] < floor {
                return None;
            }
            let mut level = comparer.level(*field, left, right);
            match self.names {
                Some((surname, _)) if surname == *field => {
                    surname_level = level;
                    continue;
                }
                Some((surname, given)) if given == *field => {
                    if comparer.crossed(left, right, surname_level, level) {
                        (surname_level, level) = (1, 1);
                    }
                    let weight = self.weight(encoded, surname, surname_level, left);
                    self.add(surname, weight, same_id, &mut person, &mut home);
                }
                _ => {}
            }
            same_id |= self.id == Some(*field) && level == 4 && is_citizen(encoded, *field, left);
            let weight = self.weight(encoded, *field, level, left);
            self.add(*field, weight, same_id, &mut person, &mut home);
        }
        let sum = person + self.of_home(home);
        (sum >= floor).then_some(sum)
    }

    /// The evidence of each field of a pair, and the levels.
    pub(crate) fn by_field(
        &self,
        encoded: &Encoded,
        comparer: &Comparer<'_>,
        left: &[u32],
        right: &[u32],
    ) -> ([f32; FIELDS_MAX], Levels) {
        let levels = comparer.levels(left, right);
        let mut weights = [0f32; FIELDS_MAX];
        let same_id = self
            .id
            .is_some_and(|id| levels[id] == 4 && is_citizen(encoded, id, left));
        let mut home = 0f32;
        for (field, weight) in weights.iter_mut().take(encoded.fields.len()).enumerate() {
            *weight = self.weight(encoded, field, levels[field], left);
            if self.shared[field] {
                home += *weight;
            } else if same_id && self.within_id[field] {
                *weight = weight.min(0.0);
            }
        }
        if home > self.shared_max {
            let share = self.of_home(home) / home;
            let fields = weights
                .iter_mut()
                .zip(&self.shared)
                .filter(|(_, shared)| **shared);
            fields.for_each(|(weight, _)| *weight *= share);
        }
        (weights, levels)
    }
}

/// Whether an ID number is a citizen number, which holds birth date and sex.
#[inline]
fn is_citizen(encoded: &Encoded, field: usize, row: &[u32]) -> bool {
    row[encoded.at[field]] < 1 << 30
}

/// Whether all people of one home have the same value there.
fn role_of_home(role: ColumnRole) -> bool {
    matches!(
        role,
        ColumnRole::Surname
            | ColumnRole::Phone
            | ColumnRole::Address
            | ColumnRole::HouseNumber
            | ColumnRole::Street
            | ColumnRole::Place
            | ColumnRole::State
            | ColumnRole::Postcode
            | ColumnRole::Division
            | ColumnRole::BankAccount
    )
}

/// Probability of evidence in bits on top of prior odds in bits.
pub(crate) fn probability(evidence: f32, prior_bits: f64) -> f64 {
    1.0 / (1.0 + (-(f64::from(evidence) + prior_bits)).exp2())
}

/// Odds in bits of a probability.
pub(crate) fn bits(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}
