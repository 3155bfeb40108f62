//! What is asked of ledgers: the people of two of them ([`link`], [`link_each`]), the records of one
//! that are the same person ([`dedupe`]), who is who across several ([`cluster()`]); and the same of
//! ledgers that were taken in part by part.

use crate::block::Span;
use crate::cluster::one_to_one;
use crate::encode::Intake;
use crate::error::Error;
use crate::outcome::{ClusterOutcome, DedupeOutcome, LinkOutcome, Pairs};
use crate::records::Records;
use crate::run::{Run, check, run};
use crate::settings::{ModelSource, Progress, Settings, Stage};
use crate::weigh::Scored;

/// Pairs handed over at a time.
const PIECE: usize = 1 << 16;

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
    let mut all: Option<Pairs> = None;
    let mut found = link_each(
        left,
        right,
        source,
        settings,
        progress,
        &mut |piece| match &mut all {
            Some(pairs) => pairs.append(piece),
            None => all = Some(piece),
        },
    )?;
    found.pairs = all.unwrap_or_default();
    Ok(found)
}

/// As [`link`], but hands the links over piece by piece, sorted by (left, right) throughout, so that
/// a result of any length needs no more memory than [`Settings::memory_bytes`] beyond the encoded
/// columns; the outcome holds none. With [`Settings::one_to_one`] all links are held at once, at
/// twelve bytes each.
///
/// # Errors
/// As [`link`].
pub fn link_each(
    left: &Records,
    right: &Records,
    source: &ModelSource,
    settings: &Settings,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Pairs),
) -> Result<LinkOutcome, Error> {
    check(progress, Stage::Encode, 0, 1)?;
    let intake = Intake::whole(&[left, right])?;
    intake.link_each(source, settings, progress, each)
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
    check(progress, Stage::Encode, 0, 1)?;
    Intake::whole(&[records])?.dedupe(source, settings, progress)
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
    check(progress, Stage::Encode, 0, 1)?;
    Intake::whole(tables)?.cluster(source, settings, progress)
}

impl Intake {
    /// As [`link_each`], between the first ledger and the second.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn link_each(
        self,
        source: &ModelSource,
        settings: &Settings,
        progress: &dyn Progress,
        each: &mut dyn FnMut(Pairs),
    ) -> Result<LinkOutcome, Error> {
        let second = self.rows().first().copied().unwrap_or_default();
        let second = u32::try_from(second).unwrap_or(u32::MAX);
        let mut run = run(self, Span::Across, source, settings, progress)?;
        check(progress, Stage::Resolve, 0, 1)?;
        let own = |mut pairs: Pairs| {
            pairs.right.iter_mut().for_each(|row| *row -= second);
            pairs
        };
        let (mut count, mut expected) = (0, 0.0);
        let mut give = |run: &Run<'_>, links: &[Scored]| {
            count += links.len() as u64;
            expected += run.expected(links);
            for piece in links.chunks(PIECE) {
                each(own(run.pairs(piece)));
            }
        };
        let near = if settings.one_to_one {
            let mut all = Vec::new();
            let near = run.links(&mut |_, links| all.extend(links))?;
            one_to_one(&mut all);
            give(&run, &all);
            near
        } else {
            run.links(&mut |run, links| give(run, &links))?
        };
        let near_misses = own(run.pairs(&near));
        let mut report = std::mem::take(&mut run.report);
        (report.links, report.expected_matches) = (count, expected);
        Ok(LinkOutcome {
            pairs: Pairs::default(),
            near_misses,
            model: run.model.clone(),
            report,
            explainer: run.explainer(),
        })
    }

    /// As [`dedupe`].
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn dedupe(
        self,
        source: &ModelSource,
        settings: &Settings,
        progress: &dyn Progress,
    ) -> Result<DedupeOutcome, Error> {
        let found = self.cluster(source, settings, progress)?;
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

    /// As [`cluster()`].
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn cluster(
        self,
        source: &ModelSource,
        settings: &Settings,
        progress: &dyn Progress,
    ) -> Result<ClusterOutcome, Error> {
        let ledgers = self.rows().to_vec();
        let mut run = run(self, Span::Within, source, settings, progress)?;
        check(progress, Stage::Resolve, 0, 1)?;
        let mut links = Vec::new();
        let near = run.links(&mut |_, piece| links.extend(piece))?;
        let (numbers, entities) = run.joined(&links).numbered();
        let mut entity = Vec::with_capacity(ledgers.len());
        let mut rest = numbers.as_slice();
        for rows in ledgers {
            let (own, others) = rest.split_at(rows.min(rest.len()));
            entity.push(own.to_vec());
            rest = others;
        }
        let pairs = run.pairs(if settings.pairs { &links } else { &[] });
        let near_misses = run.pairs(&near);
        let mut report = std::mem::take(&mut run.report);
        report.links = links.len() as u64;
        report.expected_matches = run.expected(&links);
        let model = run.model.clone();
        let explainer = run.explainer();
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
}
