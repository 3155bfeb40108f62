//! One run from ledgers to scored pairs: encode, block, train, score; and the three ways of
//! asking for it ([`link`], [`dedupe`], [`cluster()`]).

use crate::block::{Blocks, Rule, Span, choose, seen_before};
use crate::cluster::{Parts, cautious, one_to_one};
use crate::compare::{Comparer, MISSING};
use crate::encode::{Encoded, keys_in_row};
use crate::error::Error;
use crate::explain::{Step, Waterfall};
use crate::model::Model;
use crate::outcome::{ClusterOutcome, DedupeOutcome, LinkOutcome, Pairs, RunReport};
use crate::records::Records;
use crate::score::{NO_HOMES, Scorer, all_pairs, bits, home_bits, probability};
use crate::settings::{Clustering, ModelSource, Progress, Settings, Stage};
use crate::train;
use rayon::prelude::*;

/// A pair with its evidence in bits.
type Scored = (u32, u32, f32);

/// Explains any pair of a finished run.
pub struct Explainer {
    encoded: Encoded,
    scorer: Scorer,
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
        Ok(waterfall(how, (left, a, &self.encoded, a), (right, b)))
    }
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

struct Run {
    encoded: Encoded,
    scorer: Scorer,
    model: Model,
    report: RunReport,
    prior_bits: f64,
    scored: Vec<Scored>,
}

fn check(progress: &dyn Progress, stage: Stage, done: u64, total: u64) -> Result<(), Error> {
    if progress.at(stage, done, total) {
        Ok(())
    } else {
        Err(Error::Cancelled)
    }
}

fn run(
    tables: &[&Records],
    span: Span,
    source: &ModelSource,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Run, Error> {
    check(progress, Stage::Encode, 0, 1)?;
    let mut encoded = Encoded::new(tables)?;
    check(progress, Stage::Block, 0, 1)?;
    let most = keys_in_row(encoded.rows());
    let rules = choose(&encoded, span, settings.candidates_max, most, 1);
    let mut blocks: Vec<Blocks> = Vec::with_capacity(rules.len());
    for (at, rule) in rules.iter().enumerate() {
        check(progress, Stage::Block, at as u64, rules.len() as u64)?;
        blocks.push(Blocks::build(&mut encoded, span, rule, at));
    }
    check(progress, Stage::Train, 0, 1)?;
    let mut model = trained(&encoded, span, source, settings, &rules, &blocks);
    let comparer = Comparer::new(&encoded, &settings.nicknames);
    let home = home_bits(&encoded, &comparer, span, &model);
    let mut scorer = Scorer::new(&encoded, &model, home, 1.0);
    let mut candidates = 0;
    let mut scored = score(
        &encoded,
        span,
        &blocks,
        &scorer,
        settings,
        progress,
        &mut candidates,
    )?;
    let mut prior = prior(&encoded, span, &scored);
    let repeats = repeats(&encoded, span, prior);
    let cleaned = span == Span::Within
        && !matches!(source, ModelSource::Saved(_))
        && train::without_matches(&mut model, prior);
    if cleaned || repeats > 1.5 {
        scorer = Scorer::new(&encoded, &model, home, repeats);
        scored = score(
            &encoded,
            span,
            &blocks,
            &scorer,
            settings,
            progress,
            &mut candidates,
        )?;
        prior = self::prior(&encoded, span, &scored);
    }
    model.prior = prior;
    let report = RunReport {
        rows: tables.iter().map(|t| t.rows()).collect(),
        rules: blocks.into_iter().map(|b| b.report).collect(),
        candidate_pairs: candidates,
        prior,
        ..RunReport::default()
    };
    let prior_bits = bits(prior);
    Ok(Run {
        encoded,
        scorer,
        model,
        report,
        prior_bits,
        scored,
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

/// Evidence below which no prior that the ledgers allow makes a pair worth keeping.
fn floor(encoded: &Encoded, span: Span, settings: &Settings) -> f32 {
    let most = most_matches(encoded, span);
    let prior = bits((most / all_pairs(encoded, span)).clamp(1e-15, 0.5));
    (bits(settings.near_miss_from.clamp(1e-6, 0.5)) - prior) as f32
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

fn most_matches(encoded: &Encoded, span: Span) -> f64 {
    let rows = encoded.rows() as f64;
    match span {
        Span::Across => {
            let left = encoded.starts.get(1).copied().unwrap_or_default() as f64;
            left.max(rows - left)
        }
        Span::Within => rows * 10.0,
    }
}

fn score(
    encoded: &Encoded,
    span: Span,
    blocks: &[Blocks],
    scorer: &Scorer,
    settings: &Settings,
    progress: &dyn Progress,
    candidates: &mut u64,
) -> Result<Vec<Scored>, Error> {
    let comparer = Comparer::new(encoded, &settings.nicknames);
    let floor = floor(encoded, span, settings);
    let mut found: Vec<Scored> = Vec::new();
    *candidates = 0;
    for (at, rule) in blocks.iter().enumerate() {
        check(progress, Stage::Score, at as u64, blocks.len() as u64)?;
        let earlier = &blocks[..at];
        let parts: Vec<(u64, Vec<Scored>)> = rule
            .tasks(span)
            .into_par_iter()
            .map(|task| {
                let mut kept = Vec::new();
                let mut compared = 0;
                rule.pairs(task, span, |l, r| {
                    let (a, b) = (encoded.row(l), encoded.row(r));
                    if seen_before(encoded, earlier, a, b) {
                        return;
                    }
                    compared += 1;
                    if let Some(sum) = scorer.evidence(encoded, &comparer, a, b, floor) {
                        kept.push((l, r, sum));
                    }
                });
                (compared, kept)
            })
            .collect();
        for (compared, kept) in parts {
            *candidates += compared;
            found.extend(kept);
        }
    }
    found.par_sort_unstable_by_key(|(l, r, _)| (*l, *r));
    Ok(found)
}

/// The prior at which the expected number of matches agrees with itself.
fn prior(encoded: &Encoded, span: Span, scored: &[Scored]) -> f64 {
    const BINS: f32 = 8.0;
    let mut histogram: std::collections::BTreeMap<i32, f64> = std::collections::BTreeMap::new();
    for (_, _, sum) in scored {
        *histogram.entry((sum * BINS).round() as i32).or_default() += 1.0;
    }
    let all = all_pairs(encoded, span);
    let most = most_matches(encoded, span);
    let mut matches = most.min(encoded.rows() as f64 / 4.0).max(1.0);
    for _ in 0..30 {
        let prior_bits = bits((matches / all).clamp(1e-15, 0.5));
        let expected =
            |(bin, count): (&i32, &f64)| count * probability(*bin as f32 / BINS, prior_bits);
        matches = histogram.iter().map(expected).sum::<f64>().clamp(0.5, most);
    }
    (matches / all).clamp(1e-15, 0.5)
}

impl Run {
    /// Splits the scored pairs into links and near misses.
    fn resolve(&mut self, settings: &Settings) -> (Vec<Scored>, Vec<Scored>) {
        let (mut links, mut near) = (Vec::new(), Vec::new());
        for pair in std::mem::take(&mut self.scored) {
            let p = probability(pair.2, self.prior_bits);
            if p >= settings.threshold {
                links.push(pair);
            } else if p >= settings.near_miss_from {
                near.push(pair);
            }
        }
        near.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        near.truncate(settings.near_miss_max);
        near.sort_unstable_by_key(|(l, r, _)| (*l, *r));
        (links, near)
    }

    fn pairs(&self, scored: &[Scored], settings: &Settings) -> Pairs {
        let comparer = Comparer::new(&self.encoded, &settings.nicknames);
        let fields = self.encoded.fields.len();
        let by_field: Vec<[f32; crate::compare::FIELDS_MAX]> = scored
            .par_iter()
            .with_min_len(1024)
            .map(|(l, r, _)| {
                let (a, b) = (self.encoded.row(*l), self.encoded.row(*r));
                self.scorer.by_field(&self.encoded, &comparer, a, b).0
            })
            .collect();
        Pairs {
            left: scored.iter().map(|p| p.0).collect(),
            right: scored.iter().map(|p| p.1).collect(),
            probability: scored
                .iter()
                .map(|p| probability(p.2, self.prior_bits) as f32)
                .collect(),
            fields: self.encoded.fields.iter().map(|f| f.name.clone()).collect(),
            weights: (0..fields)
                .map(|field| by_field.iter().map(|weights| weights[field]).collect())
                .collect(),
        }
    }

    fn expected(&self, scored: &[Scored]) -> f64 {
        scored
            .iter()
            .map(|p| probability(p.2, self.prior_bits))
            .sum()
    }

    fn explainer(self, settings: &Settings) -> Explainer {
        let (encoded, scorer, prior_bits) = (self.encoded, self.scorer, self.prior_bits);
        Explainer {
            encoded,
            scorer,
            settings: settings.clone(),
            prior_bits,
        }
    }

    /// Joins links into people.
    fn joined(&self, links: &[Scored], settings: &Settings) -> Parts {
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
                cautious(self.encoded.rows(), &pairs, |a, b| {
                    let (a, b) = (self.encoded.row(a), self.encoded.row(b));
                    let floor = f32::NEG_INFINITY;
                    let sum = self.scorer.evidence(&self.encoded, &comparer, a, b, floor);
                    sum.unwrap_or_default() + prior
                })
            }
        }
    }
}

/// Links the people of two ledgers.
///
/// # Errors
/// [`Error::NothingToCompare`], [`Error::TooManyRows`], [`Error::Cancelled`].
///
/// ```
/// use arrow_array::StringViewArray;
/// use base::column::ColumnRole;
/// use linkage::{ModelSource, Records, Settings, Silent, link};
///
/// let ledger = |names: [&str; 2], born: [&str; 2]| {
///     Records::new(vec![
///         (ColumnRole::Name, StringViewArray::from_iter_values(names)),
///         (ColumnRole::BirthDate, StringViewArray::from_iter_values(born)),
///     ])
/// };
/// let left = ledger(["王小明", "李四"], ["1951-04-03", "1960-01-02"])?;
/// let right = ledger(["张三", "王晓明"], ["1970-05-05", "1951-04-03"])?;
/// let found = link(&left, &right, &ModelSource::BuiltIn, &Settings::default(), &Silent)?;
/// assert_eq!((found.pairs.left, found.pairs.right), (vec![0], vec![1]));
/// # Ok::<(), linkage::Error>(())
/// ```
pub fn link(
    left: &Records,
    right: &Records,
    source: &ModelSource,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<LinkOutcome, Error> {
    let mut run = run(&[left, right], Span::Across, source, settings, progress)?;
    check(progress, Stage::Resolve, 0, 1)?;
    let (mut links, near) = run.resolve(settings);
    if settings.one_to_one {
        one_to_one(&mut links);
    }
    let second = u32::try_from(left.rows()).unwrap_or(u32::MAX);
    let own = |mut pairs: Pairs| {
        pairs.right.iter_mut().for_each(|row| *row -= second);
        pairs
    };
    let pairs = own(run.pairs(&links, settings));
    let near_misses = own(run.pairs(&near, settings));
    let mut report = std::mem::take(&mut run.report);
    report.links = links.len() as u64;
    report.expected_matches = run.expected(&links);
    let model = run.model.clone();
    Ok(LinkOutcome {
        pairs,
        near_misses,
        model,
        report,
        explainer: run.explainer(settings),
    })
}

/// Finds the records of one ledger that are the same person.
///
/// # Errors
/// As [`link`].
pub fn dedupe(
    records: &Records,
    source: &ModelSource,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<DedupeOutcome, Error> {
    let found = cluster(&[records], source, settings, progress)?;
    let ClusterOutcome {
        mut entity,
        entities,
        pairs,
        near_misses,
        model,
        report,
        explainer,
    } = found;
    let cluster = entity.pop().unwrap_or_default();
    Ok(DedupeOutcome {
        cluster,
        clusters: entities,
        pairs,
        near_misses,
        model,
        report,
        explainer,
    })
}

/// Finds who is who across several ledgers, each of which may hold a person more than once.
///
/// # Errors
/// As [`link`].
pub fn cluster(
    tables: &[&Records],
    source: &ModelSource,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<ClusterOutcome, Error> {
    let mut run = run(tables, Span::Within, source, settings, progress)?;
    check(progress, Stage::Resolve, 0, 1)?;
    let (links, near) = run.resolve(settings);
    let (numbers, entities) = run.joined(&links, settings).numbered();
    let mut entity = Vec::with_capacity(tables.len());
    let mut rest = numbers.as_slice();
    for table in tables {
        let (own, others) = rest.split_at(table.rows().min(rest.len()));
        entity.push(own.to_vec());
        rest = others;
    }
    let pairs = run.pairs(&links, settings);
    let near_misses = run.pairs(&near, settings);
    let mut report = std::mem::take(&mut run.report);
    report.links = links.len() as u64;
    report.expected_matches = run.expected(&links);
    let model = run.model.clone();
    let explainer = run.explainer(settings);
    Ok(ClusterOutcome {
        entity,
        entities,
        pairs,
        near_misses,
        model,
        report,
        explainer,
    })
}
