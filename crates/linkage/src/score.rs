//! Evidence of a pair: the sum of its fields' weights in bits, rare values counting for more, and
//! nothing computed beyond what decides.
//!
//! Two records that are not one person are weighed against two rivals: people drawn at random, and
//! people of one home, who share its address, often the surname, and if they are twins the birth
//! date. The evidence is that against the more plausible rival.

mod homes;
mod kin;
mod rarity;

use crate::block::Span;
use crate::compare::{Comparer, FIELDS_MAX, Levels, MISSING};
use crate::encode::values::phone_count;
use crate::encode::{Dictionary, Encoded};
use crate::field::Kind;
use crate::model::Model;
pub(crate) use homes::{NO_HOMES, home_bits};
use kin::role_of_home;
use rarity::day_slot;

/// Weights of a run, laid out for speed.
pub(crate) struct Scorer {
    /// Weight of each level of each field against people drawn at random.
    weights: Vec<[f32; 8]>,
    /// The most that each level weighs against people of one home.
    kin: Vec<[f32; 8]>,
    /// Weight of full agreement on each value, for fields with frequencies.
    frequencies: Vec<Vec<f32>>,
    /// Fields in the order they are looked at: cheap and telling ones first, names together.
    order: Vec<usize>,
    /// The most that the fields from each place of `order` on can add.
    remaining: Vec<f32>,
    /// The most that each field adds when it is not the same.
    unlike: Vec<f32>,
    names: Option<(usize, usize)>,
    /// The ID number, and the fields it already contains.
    id: Option<usize>,
    within_id: Vec<bool>,
    /// Fields that all people of one home share.
    shared: Vec<bool>,
    /// How much rarer it is to draw two people of one home than any two.
    home_bits: f32,
}

/// Whoever moves changes every part of the address at once: of several parts that differ, each says
/// less, by this power of their number. Between 0 (each by itself) and 1 (all together say as much as
/// one); chosen on the scenarios of testkit.
const MOVED: f32 = 0.75;

/// What a pair has shown so far.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Against people drawn at random, fields of the home left aside.
    person: f32,
    /// The same fields against people of one home.
    kin: f32,
    /// Fields of the home.
    home: f32,
    same_id: bool,
}

impl Scorer {
    /// `home_bits`: as [`home_bits()`] finds it. `repeats`: how many records a person has on average.
    pub(crate) fn new(encoded: &Encoded, model: &Model, home_bits: f32, repeats: f64) -> Self {
        let mut weights = Vec::new();
        let mut frequencies = Vec::new();
        let kinds = || model.fields.iter().map(|f| f.kind);
        let personal = kinds().any(|k| matches!(k, Kind::Given | Kind::Id | Kind::Date));
        let at_home = |role| role_of_home(role) && personal;
        let mut kin = Vec::new();
        let names = encoded.field_of(Kind::Given).and_then(|f| encoded.book(f));
        let chinese = names.is_some_and(Dictionary::is_chinese);
        let moving = encoded.fields.iter().filter(|f| kin::moves(f.role));
        let homes = moving.count() as f32;
        for (at, field) in model.fields.iter().enumerate() {
            let mut row = [0f32; 8];
            for (level, weight) in row.iter_mut().take(field.m.len()).enumerate() {
                *weight = field.weight(level) as f32;
            }
            if homes > 1.0 && kin::moves(encoded.fields[at].role) {
                let less = homes.powf(MOVED);
                row.iter_mut()
                    .filter(|w| **w < 0.0)
                    .for_each(|w| *w /= less);
            }
            kin.push(kin::weights(field, encoded.fields[at].role, chinese, &row));
            weights.push(row);
            frequencies.push(rarity::weights(encoded, at, field, repeats));
        }
        let order = order(model);
        let most = |at: &usize| {
            let levels = weights[*at].iter().copied().fold(0f32, f32::max);
            frequencies[*at].iter().copied().fold(levels, f32::max)
        };
        let unlike = weights.iter().zip(&model.fields).map(|(row, field)| {
            let full = field.m.len().saturating_sub(1);
            row.iter().take(full).copied().fold(0f32, f32::max)
        });
        let unlike = unlike.collect();
        let mut remaining = vec![0f32; order.len() + 1];
        for place in (0..order.len()).rev() {
            remaining[place] = remaining[place + 1] + most(&order[place]);
        }
        Self {
            weights,
            kin,
            frequencies,
            order,
            remaining,
            unlike,
            names: encoded
                .field_of(Kind::Surname)
                .zip(encoded.field_of(Kind::Given)),
            id: encoded.field_of(Kind::Id),
            within_id: kinds()
                .map(|k| matches!(k, Kind::Date | Kind::Sex))
                .collect(),
            shared: encoded.fields.iter().map(|f| at_home(f.role)).collect(),
            home_bits,
        }
    }

    /// Adds the evidence of a field.
    #[inline]
    fn add(&self, field: usize, level: u8, weight: f32, sums: &mut Sums) {
        if level == MISSING || (sums.same_id && self.within_id[field] && weight > 0.0) {
            return;
        }
        if self.shared[field] {
            sums.home += weight;
        } else {
            sums.person += weight;
            sums.kin += weight.min(self.kin[field][level as usize & 7]);
        }
    }

    /// The evidence against the more plausible rival (log2 of the mean likelihood of both).
    #[inline]
    fn total(&self, sums: Sums) -> f32 {
        let (random, home) = (sums.person + sums.home, sums.kin + self.home_bits);
        let apart = (random - home).abs();
        let least = random.min(home);
        if apart > 8.0 {
            least
        } else {
            least - (1.0 + (-apart).exp2()).log2()
        }
    }

    #[inline]
    fn weight(&self, encoded: &Encoded, field: usize, level: u8, left: &[u32]) -> f32 {
        if level == MISSING {
            return 0.0;
        }
        let weight = self.weights[field][level as usize & 7];
        let kind = encoded.fields[field].kind;
        if level as usize + 1 != kind.levels().len() {
            return weight;
        }
        let value = left[encoded.at[field]];
        let table = &self.frequencies[field];
        match kind {
            Kind::Phone => weight - (phone_count(value).max(1) - 1) as f32,
            Kind::Date => table.get(day_slot(value)).copied().unwrap_or(weight),
            _ if table.is_empty() => weight,
            _ => table
                .get((value as usize).wrapping_sub(1))
                .copied()
                .unwrap_or(weight),
        }
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
        let mut sums = Sums::default();
        let mut surname_level = MISSING;
        for (place, field) in self.order.iter().enumerate() {
            if sums.person + sums.home + self.remaining[place] < floor {
                return None;
            }
            // Words that differ are not looked up in vain.
            let at = encoded.at[*field];
            if matches!(encoded.fields[*field].kind, Kind::Text | Kind::Code)
                && left[at] != right[at]
                && sums.person + sums.home + self.unlike[*field] + self.remaining[place + 1] < floor
            {
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
                    self.add(surname, surname_level, weight, &mut sums);
                }
                _ => {}
            }
            sums.same_id |=
                self.id == Some(*field) && level == 4 && is_citizen(encoded, *field, left);
            let weight = self.weight(encoded, *field, level, left);
            self.add(*field, level, weight, &mut sums);
        }
        let sum = self.total(sums);
        (sum >= floor).then_some(sum)
    }

    /// The evidence of each field of a pair, and the levels. The weights add up to
    /// [`Self::evidence`]: where the pair could well be two people of one home, each field counts
    /// for what it says against that.
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
        let mut sums = Sums {
            same_id,
            ..Sums::default()
        };
        for (field, weight) in weights.iter_mut().take(encoded.fields.len()).enumerate() {
            *weight = self.weight(encoded, field, levels[field], left);
            self.add(field, levels[field], *weight, &mut sums);
            if same_id && self.within_id[field] {
                *weight = weight.min(0.0);
            }
        }
        let total = self.total(sums);
        let fields = encoded.fields.len();
        if sums.kin + self.home_bits < sums.person + sums.home {
            for (field, weight) in weights.iter_mut().take(fields).enumerate() {
                if !self.shared[field] && levels[field] != MISSING {
                    *weight = weight.min(self.kin[field][levels[field] as usize & 7]);
                }
            }
        }
        // What the other rival takes away is taken from what the home says.
        let told = |weights: &[f32; FIELDS_MAX], at_home: bool| -> f32 {
            let all = weights.iter().take(fields).enumerate();
            all.filter(|(field, _)| self.shared[*field] == at_home)
                .map(|(_, weight)| *weight)
                .sum()
        };
        let (own, home) = (told(&weights, false), told(&weights, true));
        let size: f32 = weights
            .iter()
            .take(fields)
            .zip(&self.shared)
            .filter(|(_, shared)| **shared)
            .map(|(weight, _)| weight.abs())
            .sum();
        if size > 0.01 {
            let less = (total - own - home) / size;
            for (weight, _) in weights
                .iter_mut()
                .take(fields)
                .zip(&self.shared)
                .filter(|(_, shared)| **shared)
            {
                *weight += less * weight.abs();
            }
        }
        (weights, levels)
    }
}

/// Fields in the order they are looked at.
fn order(model: &Model) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.fields.len()).collect();
    order.sort_by_key(|at| match model.fields[*at].kind {
        Kind::Id => 0,
        Kind::Date => 1,
        Kind::Surname => 2,
        Kind::Given => 3,
        Kind::Phone => 4,
        Kind::Sex => 5,
        Kind::Code => 6,
        Kind::Text => 7,
    });
    order
}

/// Pairs a run could look at without blocking.
pub(crate) fn all_pairs(encoded: &Encoded, span: Span) -> f64 {
    let rows = encoded.rows() as f64;
    match span {
        Span::Across => {
            let left = encoded.starts.get(1).copied().unwrap_or_default() as f64;
            (left * (rows - left)).max(1.0)
        }
        Span::Within => (rows * (rows - 1.0) / 2.0).max(1.0),
    }
}

/// Whether an ID number is a citizen number, which holds birth date and sex.
#[inline]
fn is_citizen(encoded: &Encoded, field: usize, row: &[u32]) -> bool {
    row[encoded.at[field]] < 1 << 30
}

/// Probability of evidence in bits on top of prior odds in bits.
pub(crate) fn probability(evidence: f32, prior_bits: f64) -> f64 {
    1.0 / (1.0 + (-(f64::from(evidence) + prior_bits)).exp2())
}

/// Odds in bits of a probability.
pub(crate) fn bits(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

#[cfg(test)]
mod tests;
