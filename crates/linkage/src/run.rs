//! One run from ledgers taken in to scored pairs: block, train, score. What is asked of it stands in
//! `ask`.

use crate::block::{self, Blocks, Rule, Span, choose};
use crate::cluster::{Parts, cautious};
use crate::compare::{Comparer, MISSING};
use crate::encode::{Encoded, Intake, keys_in_row};
use crate::error::Error;
use crate::explain::{Step, Waterfall};
use crate::model::Model;
use crate::outcome::{Pairs, RunReport};
use crate::rivals::Rivals;
use crate::score::{NO_HOMES, Scorer, all_pairs, bits, home_bits, probability};
use crate::settings::{Clustering, ModelSource, Progress, Settings, Stage};
use crate::train;
use crate::weigh::{Scored, Weighed, Weighing, most_matches};
use rayon::prelude::*;

/// Pairs whose weights by field one thread works out at a time.
const TOGETHER: usize = 512;

/// Explains any pair of a finished run.
pub struct Explainer {
    encoded: Encoded,
    scorer: Scorer,
    rivals: Rivals,
    settings: Settings,
    prior_bits: f64,
}

impl std::fmt::Debug for Explainer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Explainer")
            .field("rows", &self.encoded.rows())
            .finish_non_exhaustive()
    }
}

impl Explainer {
    /// The evidence of two rows, numbered through all ledgers of the run, the first ledger first.
    ///
    /// # Errors
    /// [`Error::RowAbsent`].
    pub fn explain(&self, left: u32, right: u32) -> Result<Waterfall, Error> {
        let rows = self.encoded.rows();
        if let Some(row) = [left, right].into_iter().find(|r| *r as usize >= rows) {
            return Err(Error::RowAbsent {
                row: row as usize,
                rows,
            });
        }
        let comparer = Comparer::new(&self.encoded, &self.settings.nicknames);
        let (a, b) = (self.encoded.row(left), self.encoded.row(right));
        let how = (&self.encoded, &self.scorer, &comparer, self.prior_bits);
        let mut found = waterfall(how, (left, a, &self.encoded, a), (right, b));
        let evidence = (found.total_bits - found.prior_bits) as f32;
        let how = (&self.encoded, &self.scorer);
        let pair = (left, right, evidence);
        let lost = against(&self.rivals, pair, how, &comparer, self.prior_bits);
        if lost > 0.0 {
            found.steps.push(Step {
                field: RIVAL.to_owned(),
                level: RIVAL.to_owned(),
                left: String::new(),
                right: String::new(),
                bits: -f64::from(lost),
            });
            found.total_bits -= f64::from(lost);
            found.probability = probability(evidence - lost, self.prior_bits);
        }
        Ok(found)
    }
}

/// The step of a waterfall that says that a record has a likelier partner.
const RIVAL: &str = "rival";

/// Two records of one ledger are one person entered twice, not namesakes, from this probability on.
const SURELY_SAME: f64 = 0.99;

/// What the likelier pairs of its records take from a pair, in bits.
fn against(
    rivals: &Rivals,
    pair: Scored,
    (encoded, scorer): (&Encoded, &Scorer),
    comparer: &Comparer<'_>,
    prior_bits: f64,
) -> f32 {
    rivals.against(pair, prior_bits, |a, b| {
        let (a, b) = (encoded.row(a), encoded.row(b));
        let floor = (bits(SURELY_SAME) - prior_bits) as f32;
        scorer.evidence(encoded, comparer, a, b, floor).is_some()
    })
}

/// The evidence of two rows: the left one as it is weighed and as it is shown, which differ when it
/// comes from outside.
pub(crate) fn waterfall(
    (encoded, scorer, comparer, prior_bits): (&Encoded, &Scorer, &Comparer<'_>, f64),
    (left, a, shown_by, shown): (u32, &[u32], &Encoded, &[u32]),
    (right, b): (u32, &[u32]),
) -> Waterfall {
    let (weights, levels) = scorer.by_field(encoded, comparer, a, b);
    let steps: Vec<Step> = (0..encoded.fields.len())
        .map(|field| {
            let names = encoded.fields[field].kind.levels();
            let level = names
                .get(levels[field] as usize)
                .filter(|_| levels[field] != MISSING);
            Step {
                field: encoded.fields[field].name.clone(),
                level: (*level.unwrap_or(&"missing")).to_owned(),
                left: shown_by.shown(field, shown),
                right: encoded.shown(field, b),
                bits: weights[field].into(),
            }
        })
        .collect();
    let evidence: f64 = steps.iter().map(|s| s.bits).sum();
    Waterfall {
        left,
        right,
        prior_bits,
        total_bits: prior_bits + evidence,
        probability: probability(evidence as f32, prior_bits),
        steps,
    }
}

pub(crate) struct Run<'a> {
    encoded: Encoded,
    span: Span,
    blocks: Vec<Blocks>,
    scorer: Scorer,
    pub(crate) model: Model,
    pub(crate) report: RunReport,
    prior_bits: f64,
    weighed: Weighed,
    settings: &'a Settings,
    progress: &'a dyn Progress,
}

pub(crate) fn check(
    progress: &dyn Progress,
    stage: Stage,
    done: u64,
    total: u64,
) -> Result<(), Error> {
    if progress.at(stage, done, total) {
        Ok(())
    } else {
        Err(Error::Cancelled)
    }
}

pub(crate) fn run<'a>(
    intake: Intake,
    span: Span,
    source: &ModelSource,
    settings: &'a Settings,
    progress: &'a dyn Progress,
) -> Result<Run<'a>, Error> {
    check(progress, Stage::Encode, 0, 1)?;
    let rows = intake.rows().to_vec();
    let mut encoded = intake.laid_out(false);
    check(progress, Stage::Block, 0, 1)?;
    let most = keys_in_row(encoded.rows());
    let chosen = choose(&encoded, span, settings.candidates_max, most, 1);
    check(progress, Stage::Block, 1, 2)?;
    let blocks = block::build(&mut encoded, span, &chosen);
    let rules: Vec<Rule> = chosen.into_iter().map(|c| c.rule).collect();
    check(progress, Stage::Train, 0, 1)?;
    let mut model = trained(&encoded, span, source, settings, &rules, &blocks);
    let comparer = Comparer::new(&encoded, &settings.nicknames);
    let home = home_bits(&encoded, &comparer, span, &model);
    let mut scorer = Scorer::new(&encoded, &model, home, 1.0);
    let weigh = |scorer: &Scorer| {
        let weighing = Weighing {
            encoded: &encoded,
            span,
            blocks: &blocks,
            scorer,
            settings,
            progress,
        };
        let weighed = weighing.all()?;
        let prior = weighing.prior(&weighed);
        Ok::<_, Error>((weighed, prior))
    };
    let (mut weighed, mut prior) = weigh(&scorer)?;
    let repeats = repeats(&encoded, span, prior);
    let cleaned = span == Span::Within
        && !matches!(source, ModelSource::Saved(_))
        && train::without_matches(&mut model, prior);
    if cleaned || repeats > 1.5 {
        drop(std::mem::take(&mut weighed));
        scorer = Scorer::new(&encoded, &model, home, repeats);
        (weighed, prior) = weigh(&scorer)?;
    }
    model.prior = prior;
    let report = RunReport {
        rows,
        rules: blocks.iter().map(|b| b.report.clone()).collect(),
        candidate_pairs: weighed.compared,
        prior,
        ..RunReport::default()
    };
    Ok(Run {
        prior_bits: bits(prior),
        encoded,
        span,
        blocks,
        scorer,
        model,
        report,
        weighed,
        settings,
        progress,
    })
}

fn trained(
    encoded: &Encoded,
    span: Span,
    source: &ModelSource,
    settings: &Settings,
    rules: &[Rule],
    blocks: &[Blocks],
) -> Model {
    let effort = match source {
        ModelSource::Saved(saved) => return Model::adapted(saved, &encoded.fields),
        ModelSource::BuiltIn => train::ADAPT,
        ModelSource::Train => train::TRAIN,
    };
    let comparer = Comparer::new(encoded, &settings.nicknames);
    let mut model = Model::built_in(&encoded.fields);
    train::chance(encoded, &comparer, span, effort, settings.seed, &mut model);
    train::personal_numbers(people_bits(encoded, span), &mut model);
    let pairs: Vec<(Rule, &Blocks)> = rules.iter().cloned().zip(blocks).collect();
    let homeless = home_bits(encoded, &comparer, span, &model) >= NO_HOMES;
    train::agreement(
        encoded, &comparer, span, &pairs, effort, homeless, &mut model,
    );
    if matches!(source, ModelSource::Train) {
        model.source = "trained".to_owned();
    }
    model
}

/// How many people the larger ledger could hold, in bits.
pub(crate) fn people_bits(encoded: &Encoded, span: Span) -> f64 {
    (all_pairs(encoded, span) / most_matches(encoded, span).max(1.0))
        .max(2.0)
        .log2()
}

/// How many records a person has, seen from a record, when every pair has this prior.
fn repeats(encoded: &Encoded, span: Span, prior: f64) -> f64 {
    match span {
        Span::Across => 1.0,
        Span::Within => {
            let matches = prior * all_pairs(encoded, span);
            1.0 + 2.0 * matches / encoded.rows().max(1) as f64
        }
    }
}

impl Run<'_> {
    fn weighing(&self) -> Weighing<'_> {
        Weighing {
            encoded: &self.encoded,
            span: self.span,
            blocks: &self.blocks,
            scorer: &self.scorer,
            settings: self.settings,
            progress: self.progress,
        }
    }

    /// Hands over the links piece by piece in the order of the rows, and answers the near misses.
    /// When not all pairs fit in memory, each piece is weighed anew.
    pub(crate) fn links(
        &mut self,
        each: &mut dyn FnMut(&Self, Vec<Scored>),
    ) -> Result<Vec<Scored>, Error> {
        let mut near = Vec::new();
        if self.weighed.is_whole() {
            let pairs = std::mem::take(&mut self.weighed.pairs);
            let links = self.parted(pairs, &mut near);
            each(self, links);
        } else {
            for rows in self.weighing().slices(&self.weighed) {
                let pairs = self.weighing().slice(rows)?;
                let links = self.parted(pairs, &mut near);
                each(self, links);
            }
        }
        near.sort_unstable_by_key(|(l, r, _)| (*l, *r));
        Ok(near)
    }

    /// The links among pairs; the likeliest near misses are added to `near`.
    fn parted(&self, pairs: Vec<Scored>, near: &mut Vec<Scored>) -> Vec<Scored> {
        let comparer = Comparer::new(&self.encoded, &self.settings.nicknames);
        let least = self.settings.near_miss_from.min(self.settings.threshold);
        let mut links = Vec::new();
        for mut pair in pairs {
            if probability(pair.2, self.prior_bits) < least {
                continue;
            }
            let (rivals, how) = (&self.weighed.rivals, (&self.encoded, &self.scorer));
            pair.2 -= against(rivals, pair, how, &comparer, self.prior_bits);
            let p = probability(pair.2, self.prior_bits);
            if p >= self.settings.threshold {
                links.push(pair);
            } else if p >= self.settings.near_miss_from {
                near.push(pair);
            }
        }
        near.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        near.truncate(self.settings.near_miss_max);
        links
    }

    pub(crate) fn pairs(&self, scored: &[Scored]) -> Pairs {
        let comparer = Comparer::new(&self.encoded, &self.settings.nicknames);
        let fields = self.encoded.fields.len();
        let mut weights = vec![vec![0f32; scored.len()]; fields];
        let mut columns: Vec<_> = weights.iter_mut().map(|c| c.chunks_mut(TOGETHER)).collect();
        let pieces: Vec<(&[Scored], Vec<&mut [f32]>)> = scored
            .chunks(TOGETHER)
            .map(|pairs| {
                let own = columns.iter_mut().filter_map(Iterator::next);
                (pairs, own.collect())
            })
            .collect();
        let stride = self.encoded.stride;
        pieces.into_par_iter().for_each(|(pairs, mut columns)| {
            let mut rows = Vec::with_capacity(pairs.len() * 2 * stride);
            let both = pairs.iter().flat_map(|(l, r, _)| [*l, *r]);
            self.encoded.gather(both, &mut rows);
            for (at, both) in rows.chunks_exact(2 * stride).enumerate() {
                let (a, b) = both.split_at(stride);
                let by_field = self.scorer.by_field(&self.encoded, &comparer, a, b).0;
                for (column, weight) in columns.iter_mut().zip(by_field) {
                    column[at] = weight;
                }
            }
        });
        Pairs {
            left: scored.iter().map(|p| p.0).collect(),
            right: scored.iter().map(|p| p.1).collect(),
            probability: scored
                .iter()
                .map(|p| probability(p.2, self.prior_bits) as f32)
                .collect(),
            fields: self.encoded.fields.iter().map(|f| f.name.clone()).collect(),
            weights,
        }
    }

    pub(crate) fn expected(&self, scored: &[Scored]) -> f64 {
        scored
            .iter()
            .map(|p| probability(p.2, self.prior_bits))
            .sum()
    }

    pub(crate) fn explainer(self) -> Explainer {
        let (encoded, scorer, prior_bits) = (self.encoded, self.scorer, self.prior_bits);
        Explainer {
            encoded,
            scorer,
            rivals: self.weighed.rivals,
            settings: self.settings.clone(),
            prior_bits,
        }
    }

    /// Joins links into people.
    pub(crate) fn joined(&self, links: &[Scored]) -> Parts {
        let settings = self.settings;
        let pairs: Vec<(u32, u32)> = links.iter().map(|(l, r, _)| (*l, *r)).collect();
        match settings.clustering {
            Clustering::Connected => {
                let mut parts = Parts::new(self.encoded.rows());
                for (l, r) in pairs {
                    parts.join(l, r);
                }
                parts
            }
            Clustering::Cautious => {
                let comparer = Comparer::new(&self.encoded, &settings.nicknames);
                let prior = self.prior_bits as f32 + bits(1.0 - settings.threshold) as f32;
                let fields = self.encoded.fields.len();
                cautious(self.encoded.rows(), &pairs, prior, |a, b| {
                    let (a, b) = (self.encoded.row(a), self.encoded.row(b));
                    let (bits, levels) = self.scorer.by_field(&self.encoded, &comparer, a, b);
                    let mut told = [None; crate::compare::FIELDS_MAX];
                    for field in (0..fields).filter(|field| levels[*field] != MISSING) {
                        told[field] = Some(bits[field]);
                    }
                    told
                })
            }
        }
    }
}
