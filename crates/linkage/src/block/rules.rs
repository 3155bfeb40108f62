//! Blocking rules: which keys, in which order, and how many a run can afford.

use super::Span;
use crate::encode::Encoded;
use crate::encode::mix;
use crate::encode::values::{id_head, id_tail};
use crate::field::Kind;
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

    /// The key of a row; 0 when it has none.
    #[inline]
    fn key(self, encoded: &Encoded, row: &[u32], extra: Option<&Encoded>) -> u64 {
        let field = self.field();
        let at = encoded.at[field];
        let word = row[at];
        let wide = || u64::from(word) << 32 | u64::from(row[at + 1]);
        match self {
            Self::Same(_) if encoded.fields[field].kind.words() == 2 => wide(),
            Self::Same(_) if encoded.fields[field].kind == Kind::Date => {
                if word.is_multiple_of(100) {
                    0
                } else {
                    word.into()
                }
            }
            Self::Same(_) => word.into(),
            Self::Sound(_) => encoded
                .entry(field, word, extra)
                .map_or(0, |entry| entry.sound.into()),
            Self::Year(_) => (word / 10_000).into(),
            Self::MonthDay(_) => {
                if word.is_multiple_of(100) {
                    0
                } else {
                    u64::from(word % 10_000)
                }
            }
            Self::IdHead(_) => id_head(wide()),
            Self::IdTail(_) => id_tail(wide()),
        }
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

    /// The key of a row; 0 when any of its parts is missing. Surname and given name are added, not
    /// chained, so that crossed names meet.
    #[inline]
    pub(crate) fn key(&self, encoded: &Encoded, row: u32) -> u64 {
        self.key_of(encoded, encoded.row(row), None)
    }

    /// The key of any words; `extra` holds the values that the dictionaries do not.
    #[inline]
    pub(crate) fn key_of(&self, encoded: &Encoded, words: &[u32], extra: Option<&Encoded>) -> u64 {
        let mut key = 0u64;
        for (at, atom) in self.atoms.iter().enumerate() {
            let part = atom.key(encoded, words, extra);
            if part == 0 {
                return 0;
            }
            let salt = if matches!(atom, Atom::Sound(_)) {
                0
            } else {
                at as u64 + 1
            };
            key = key.wrapping_add(mix(part ^ salt << 56));
        }
        key | 1 << 63
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

/// Rows a key is sampled by: one key in so many.
const SAMPLED: u64 = 16;

/// The rules of a run: from the most telling down, as long as they bring few enough pairs. Rules
/// with fewer than `pairs_min` are left out: a run wants one pair at least, an index none, because
/// who will be asked for is not in it yet.
pub(crate) fn choose(
    encoded: &Encoded,
    span: Span,
    candidates_max: Option<u64>,
    most: usize,
    pairs_min: u64,
) -> Vec<Rule> {
    let rows = encoded.rows() as u64;
    let budget = candidates_max.unwrap_or(rows * 8 + 4_000_000);
    let each = budget / 3;
    let pool = pool(encoded);
    let mut chosen = Vec::new();
    let mut spent = 0;
    for chunk in pool.chunks(4) {
        let counts: Vec<u64> = chunk
            .par_iter()
            .map(|rule| estimate(encoded, span, rule))
            .collect();
        for (rule, count) in chunk.iter().zip(counts) {
            if chosen.len() < most && count >= pairs_min && count <= each && spent + count <= budget
            {
                spent += count;
                chosen.push(rule.clone());
            }
        }
        if chosen.len() >= most {
            break;
        }
    }
    if chosen.is_empty() {
        chosen.extend(pool.into_iter().next());
    }
    chosen
}

/// About how many pairs a rule brings together, from a sample of its keys; oversized blocks, which
/// would be left out, do not count.
fn estimate(encoded: &Encoded, span: Span, rule: &Rule) -> u64 {
    let rows = u32::try_from(encoded.rows()).unwrap_or(u32::MAX);
    let share = if rows < 100_000 { 1 } else { SAMPLED };
    let mut keyed: Vec<u64> = (0..rows)
        .map(|row| (rule.key(encoded, row), row))
        .filter(|(key, _)| *key != 0 && (key >> 8).is_multiple_of(share))
        .map(|(key, row)| super::keyed(key, row))
        .collect();
    keyed.sort_unstable();
    let blocks = super::Blocks::of(
        &keyed,
        encoded.starts.get(1).copied().unwrap_or_default(),
        span,
        rule,
    );
    (blocks.report.pairs - blocks.report.dropped_pairs) * share
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
