//! Blocking rules: which keys, in which order, and how many a run can afford.

use super::Span;
use crate::encode::Encoded;
use crate::encode::mix;
use crate::encode::values::{id_head, id_tail};
use crate::field::Kind;
use crate::radix::by_upper_half;
use rayon::prelude::*;

/// One key of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Atom {
    /// The value of a field as it is.
    Same(usize),
    /// How a name sounds.
    Sound(usize),
    /// Year of a date.
    Year(usize),
    /// Month and day of a date.
    MonthDay(usize),
    /// Region and birth date of a citizen number.
    IdHead(usize),
    /// Birth month and day, sequence and check of a citizen number.
    IdTail(usize),
}

impl Atom {
    fn field(self) -> usize {
        match self {
            Self::Same(f) | Self::Sound(f) | Self::Year(f) | Self::MonthDay(f) => f,
            Self::IdHead(f) | Self::IdTail(f) => f,
        }
    }

    fn name(self, encoded: &Encoded) -> String {
        let field = &encoded.fields[self.field()].name;
        match self {
            Self::Same(_) => field.clone(),
            Self::Sound(_) => format!("{field}_sound"),
            Self::Year(_) => format!("{field}_year"),
            Self::MonthDay(_) => format!("{field}_month_day"),
            Self::IdHead(_) => format!("{field}_head"),
            Self::IdTail(_) => format!("{field}_tail"),
        }
    }

    /// Where and how the key stands in a row.
    fn ready<'a>(self, encoded: &'a Encoded, extra: Option<&'a Encoded>) -> Ready<'a> {
        let field = self.field();
        let kind = encoded.fields[field].kind;
        let what = match self {
            Self::Same(_) if kind.words() == 2 => What::Wide,
            Self::Same(_) if kind == Kind::Date => What::Day,
            Self::Same(_) => What::Word,
            Self::Sound(_) => What::Sound(encoded, extra, field),
            Self::Year(_) => What::Year,
            Self::MonthDay(_) => What::MonthDay,
            Self::IdHead(_) => What::IdHead,
            Self::IdTail(_) => What::IdTail,
        };
        Ready {
            at: encoded.at[field],
            what,
        }
    }
}

/// A key whose place is looked up once for all rows.
struct Ready<'a> {
    at: usize,
    what: What<'a>,
}

enum What<'a> {
    Word,
    Wide,
    Day,
    Year,
    MonthDay,
    IdHead,
    IdTail,
    Sound(&'a Encoded, Option<&'a Encoded>, usize),
}

impl Ready<'_> {
    /// The key of a row; 0 when it has none.
    #[inline]
    fn key(&self, row: &[u32]) -> u64 {
        let word = row[self.at];
        let wide = || u64::from(word) << 32 | u64::from(row[self.at + 1]);
        match self.what {
            What::Word => word.into(),
            What::Wide => wide(),
            What::Day if word.is_multiple_of(100) => 0,
            What::Day => word.into(),
            What::Year => (word / 10_000).into(),
            What::MonthDay if word.is_multiple_of(100) => 0,
            What::MonthDay => u64::from(word % 10_000),
            What::IdHead => id_head(wide()),
            What::IdTail => id_tail(wide()),
            What::Sound(encoded, extra, field) => encoded.sound(field, word, extra).into(),
        }
    }
}

/// A rule ready to give keys.
pub(crate) struct Keyer<'a> {
    parts: Vec<(Ready<'a>, u64)>,
}

impl Keyer<'_> {
    /// The key of a row; 0 when any of its parts is missing. Surname and given name are added, not
    /// chained, so that crossed names meet.
    #[inline]
    pub(crate) fn key(&self, row: &[u32]) -> u64 {
        let mut key = 0u64;
        for (ready, salt) in &self.parts {
            let part = ready.key(row);
            if part == 0 {
                return 0;
            }
            key = key.wrapping_add(mix(part ^ salt << 56));
        }
        key | 1 << 63
    }
}

/// Keys that must all agree.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    /// The keys' names joined with `+`.
    pub(crate) name: String,
    atoms: Vec<Atom>,
}

impl Rule {
    fn new(encoded: &Encoded, atoms: Vec<Atom>) -> Self {
        let names: Vec<String> = atoms.iter().map(|a| a.name(encoded)).collect();
        Self {
            name: names.join("+"),
            atoms,
        }
    }

    /// The rule for the rows of `encoded`; `extra` holds the values that the dictionaries do not.
    pub(crate) fn keyer<'a>(&self, encoded: &'a Encoded, extra: Option<&'a Encoded>) -> Keyer<'a> {
        let salted = self.atoms.iter().enumerate().map(|(at, atom)| {
            let salt = match atom {
                Atom::Sound(_) => 0,
                _ => at as u64 + 1,
            };
            (atom.ready(encoded, extra), salt)
        });
        Keyer {
            parts: salted.collect(),
        }
    }

    /// Whether agreement on the rule says something about a field by itself.
    pub(crate) fn fixes(&self, encoded: &Encoded, field: usize) -> bool {
        self.atoms.iter().any(|atom| {
            let by_id = matches!(atom, Atom::IdHead(_) | Atom::IdTail(_))
                && encoded.fields[field].kind == Kind::Date;
            atom.field() == field || by_id
        })
    }
}

/// Rows looked at together.
const PIECE: usize = 4096;

/// Rows a key is sampled by: one key in so many.
const SAMPLED: u64 = 16;

/// A rule of a run and the shortened key of each row; 0 where it has none.
pub(crate) struct Chosen {
    pub(crate) rule: Rule,
    pub(crate) keys: Vec<u32>,
}

/// The rules of a run: from the most telling down, as long as they bring few enough pairs. Rules
/// with fewer than `pairs_min` are left out: a run wants one pair at least, an index none, because
/// who will be asked for is not in it yet.
pub(crate) fn choose(
    encoded: &Encoded,
    span: Span,
    candidates_max: Option<u64>,
    most: usize,
    pairs_min: u64,
) -> Vec<Chosen> {
    let rows = encoded.rows() as u64;
    let budget = candidates_max.unwrap_or(rows * 8 + 4_000_000);
    let each = budget / 3;
    let pool = pool(encoded);
    let mut chosen = Vec::new();
    let mut spent = 0;
    for some in pool.chunks(4) {
        for (rule, (keys, count)) in some.iter().zip(keyed(encoded, span, some)) {
            if chosen.len() < most && count >= pairs_min && count <= each && spent + count <= budget
            {
                spent += count;
                let rule = rule.clone();
                chosen.push(Chosen { rule, keys });
            }
        }
        if chosen.len() >= most {
            break;
        }
    }
    if chosen.is_empty()
        && let Some(rule) = pool.into_iter().next()
    {
        let keys = keyed(encoded, span, std::slice::from_ref(&rule)).pop();
        let keys = keys.unwrap_or_default().0;
        chosen.push(Chosen { rule, keys });
    }
    chosen
}

/// For each rule the shortened keys of all rows, and about how many pairs it brings together, from a
/// sample of the keys; oversized blocks, which would be left out, do not count.
fn keyed(encoded: &Encoded, span: Span, rules: &[Rule]) -> Vec<(Vec<u32>, u64)> {
    let share = if encoded.rows() < 100_000 { 1 } else { SAMPLED };
    let keyers: Vec<Keyer<'_>> = rules.iter().map(|r| r.keyer(encoded, None)).collect();
    let mut keys: Vec<Vec<u32>> = rules.iter().map(|_| vec![0; encoded.rows()]).collect();
    // All rules look at a piece of the rows while it is in the nearest caches.
    let mut pieces: Vec<_> = keys.iter_mut().map(|k| k.chunks_mut(PIECE)).collect();
    let pieces: Vec<Vec<&mut [u32]>> = (0..encoded.rows().div_ceil(PIECE))
        .map(|_| pieces.iter_mut().filter_map(Iterator::next).collect())
        .collect();
    let samples: Vec<Vec<Vec<u64>>> = pieces
        .into_par_iter()
        .enumerate()
        .map(|(piece, slices)| {
            let first = u32::try_from(piece * PIECE).unwrap_or(u32::MAX);
            let of = |(keyer, slots): (&Keyer<'_>, &mut [u32])| {
                let mut sample = Vec::new();
                for (slot, row) in slots.iter_mut().zip(first..) {
                    let key = keyer.key(encoded.row(row));
                    if key != 0 {
                        *slot = super::short_key(key);
                        if (key >> 8).is_multiple_of(share) {
                            sample.push(super::entry(*slot, row));
                        }
                    }
                }
                sample
            };
            keyers.iter().zip(slices).map(of).collect()
        })
        .collect();
    let second = encoded.starts.get(1).copied().unwrap_or_default();
    let estimates: Vec<u64> = (0..rules.len())
        .into_par_iter()
        .map(|at| {
            let sample: Vec<u64> = samples.iter().flat_map(|s| &s[at]).copied().collect();
            let sorted = by_upper_half(sample);
            let report = super::Blocks::of(&sorted, second, span, &rules[at]).report;
            (report.pairs - report.dropped_pairs) * share
        })
        .collect();
    keys.into_iter().zip(estimates).collect()
}

/// Every rule the fields allow, the most telling first.
fn pool(encoded: &Encoded) -> Vec<Rule> {
    let one = |kind: Kind| encoded.field_of(kind);
    let of = |kind: Kind| {
        let fields = encoded.fields.iter().enumerate();
        fields
            .filter(move |(_, f)| f.kind == kind)
            .map(|(at, _)| at)
            .collect::<Vec<_>>()
    };
    let (surname, given) = (one(Kind::Surname), one(Kind::Given));
    let date = one(Kind::Date);
    let mut pool: Vec<Vec<Atom>> = Vec::new();
    let id = one(Kind::Id);
    pool.extend(id.map(|f| vec![Atom::Same(f)]));
    if let (Some(s), Some(g)) = (surname, given) {
        let (s, g) = (Atom::Sound(s), Atom::Sound(g));
        pool.extend(date.map(|d| vec![s, g, Atom::Year(d)]));
        pool.extend(date.map(|d| vec![s, Atom::Same(d)]));
        pool.extend(date.map(|d| vec![g, Atom::Same(d)]));
        pool.extend(one(Kind::Phone).map(|p| vec![Atom::Same(p)]));
        pool.push(vec![s, g]);
        pool.extend(date.map(|d| vec![s, g, Atom::MonthDay(d)]));
    } else {
        pool.extend(one(Kind::Phone).map(|p| vec![Atom::Same(p)]));
    }
    pool.extend(id.map(|f| vec![Atom::IdHead(f)]));
    pool.extend(id.map(|f| vec![Atom::IdTail(f)]));
    let (codes, texts) = (of(Kind::Code), of(Kind::Text));
    let places: Vec<usize> = texts.iter().chain(&codes).copied().collect();
    for at in &places {
        pool.extend(given.map(|g| vec![Atom::Sound(g), Atom::Same(*at)]));
        pool.extend(surname.map(|s| vec![Atom::Sound(s), Atom::Same(*at)]));
        // Whoever changed the whole name is still found by birth date and place.
        pool.extend(date.map(|d| vec![Atom::Same(d), Atom::Same(*at)]));
    }
    pool.extend(date.map(|d| vec![Atom::Same(d)]));
    for at in &places {
        pool.push(vec![Atom::Same(*at)]);
        for other in places.iter().filter(|other| *other > at) {
            pool.push(vec![Atom::Same(*at), Atom::Same(*other)]);
        }
    }
    pool.extend(surname.map(|s| vec![Atom::Sound(s)]));
    pool.extend(given.map(|g| vec![Atom::Sound(g)]));
    pool.into_iter()
        .map(|atoms| Rule::new(encoded, atoms))
        .collect()
}
