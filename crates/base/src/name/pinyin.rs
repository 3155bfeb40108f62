//! Mandarin readings: syllable numbers for comparing, keys for blocking and sorting.
//!
//! One reading a character, the commonest, but surnames are read as surnames (单 Shàn, 尉迟
//! Yùchí). Data: `data/syllables.txt` (made by `data/build_characters.py`) and
//! `data/surname_readings.txt`.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU16;
use std::sync::LazyLock;

use super::surname::split_name;
use super::table::CharTable;
use super::variant::fold_char;

/// A Mandarin syllable with its tone, as a number: equal numbers sound the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SyllableId(NonZeroU16);

impl SyllableId {
    /// The same syllable whatever its tone: a number under 512.
    pub const fn toneless(self) -> u16 {
        self.0.get() >> 3
    }

    /// Tone 1–4, or 5 for the neutral tone.
    pub const fn tone(self) -> u8 {
        (self.0.get() & 7) as u8
    }

    /// The letters without tone, ü as v.
    pub fn letters(self) -> &'static str {
        READINGS
            .letters
            .get(usize::from(self.toneless()))
            .copied()
            .unwrap_or_default()
    }

    /// Whether the two sound alike except for what southern speakers merge: zh/z, ch/c, sh/s,
    /// n/l, f/h at the start, ng/n at the end; tones are not looked at.
    pub fn is_near(self, other: Self) -> bool {
        self.toneless() == other.toneless()
            || READINGS.near[usize::from(self.toneless())]
                == READINGS.near[usize::from(other.toneless())]
    }
}

impl fmt::Debug for SyllableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.letters(), self.tone())
    }
}

struct Readings {
    /// `toneless << 3 | tone`; 0 where there is no reading.
    by_char: CharTable<u16>,
    /// Readings as a surname, single and compound, by folded first character.
    surnames: HashMap<char, Vec<(&'static str, Vec<SyllableId>)>>,
    /// Letters by toneless number; number 0 is unused.
    letters: Vec<&'static str>,
    /// For each toneless number, the smallest number that sounds near to it.
    near: Vec<u16>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(load);

fn load() -> Readings {
    let mut by_char = CharTable::new();
    let mut letters = vec![""];
    for line in include_str!("../../data/syllables.txt").lines() {
        if let Some((spelled, characters)) = line.split_once(' ')
            && let Some((word, tone)) = spelled.split_at_checked(spelled.len().saturating_sub(1))
        {
            if letters.last() != Some(&word) {
                letters.push(word);
            }
            let code = ((letters.len() - 1) as u16) << 3 | tone.parse::<u16>().unwrap_or(5);
            characters.chars().for_each(|c| by_char.set(c, code));
        }
    }
    let near = near_numbers(&letters);
    let surnames = load_surnames(&letters);
    Readings {
        by_char,
        surnames,
        letters,
        near,
    }
}

fn load_surnames(letters: &[&'static str]) -> HashMap<char, Vec<(&'static str, Vec<SyllableId>)>> {
    let mut surnames: HashMap<_, Vec<_>> = HashMap::new();
    for line in include_str!("../../data/surname_readings.txt").lines() {
        let mut words = line.split_whitespace();
        let Some(surname) = words.next() else {
            continue;
        };
        let spoken: Vec<_> = words.filter_map(|w| number_of(letters, w)).collect();
        if let Some(first) = surname.chars().next() {
            surnames.entry(first).or_default().push((surname, spoken));
        }
    }
    for readings in surnames.values_mut() {
        readings.sort_by_key(|(surname, _)| std::cmp::Reverse(surname.len()));
    }
    surnames
}

fn number_of(letters: &[&str], spelled: &str) -> Option<SyllableId> {
    let (word, tone) = spelled.split_at_checked(spelled.len().checked_sub(1)?)?;
    let toneless = letters.iter().position(|l| *l == word)?;
    NonZeroU16::new((toneless as u16) << 3 | tone.parse::<u16>().ok()?).map(SyllableId)
}

fn near_numbers(letters: &[&str]) -> Vec<u16> {
    let merged: Vec<String> = letters.iter().map(|word| merge(word)).collect();
    merged
        .iter()
        .map(|m| {
            merged
                .iter()
                .position(|other| other == m)
                .unwrap_or_default() as u16
        })
        .collect()
}

fn merge(word: &str) -> String {
    let start = [
        ("zh", "z"),
        ("ch", "c"),
        ("sh", "s"),
        ("l", "n"),
        ("hu", "f"),
        ("f", "f"),
    ];
    let mut merged = word.to_owned();
    for (from, to) in start {
        if let Some(rest) = word.strip_prefix(from)
            && !rest.is_empty()
        {
            merged = format!("{to}{rest}");
            break;
        }
    }
    for final_ng in ["ang", "eng", "ing"] {
        if merged.ends_with(final_ng) {
            merged.pop();
        }
    }
    merged
}

/// The commonest reading of a character.
pub fn syllable_of(c: char) -> Option<SyllableId> {
    if c < '\u{2E80}' {
        return None;
    }
    NonZeroU16::new(READINGS.by_char.get(c)).map(SyllableId)
}

/// The readings of a name in normal form, character by character; `None` for characters without
/// one (letters, dots, private-use characters). Nothing is allocated.
pub fn syllables(name: &str) -> Syllables<'_> {
    let spoken = surname_reading(name);
    Syllables {
        rest: name.chars(),
        spoken,
        at: 0,
    }
}

/// Iterator of [`syllables`].
#[derive(Debug, Clone)]
pub struct Syllables<'a> {
    rest: std::str::Chars<'a>,
    spoken: &'static [SyllableId],
    at: usize,
}

impl Iterator for Syllables<'_> {
    type Item = Option<SyllableId>;

    fn next(&mut self) -> Option<Self::Item> {
        let c = self.rest.next()?;
        let surname = self.spoken.get(self.at).copied();
        self.at += 1;
        Some(surname.or_else(|| syllable_of(c)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rest.size_hint()
    }
}

/// The special reading of the surname that the name begins with, if it has one.
fn surname_reading(name: &str) -> &'static [SyllableId] {
    let Some(first) = name.chars().next().map(fold_char) else {
        return &[];
    };
    let Some(readings) = READINGS.surnames.get(&first) else {
        return &[];
    };
    let surname = split_name(name).surname;
    // A ledger's surname column holds the surname alone.
    let surname = if surname.is_empty() { name } else { surname };
    readings
        .iter()
        .find(|(written, _)| written.chars().eq(surname.chars().map(fold_char)))
        .map_or(&[], |(_, spoken)| spoken.as_slice())
}

/// Toneless syllables with spaces between, other characters in lower case: `ou yang na na`.
pub fn pinyin_key(name: &str) -> String {
    spell(name, |syllable, key| key.push_str(syllable.letters()))
}

/// Syllables with tones, then the name itself: sorts names as Chinese registers do, surnames by
/// their surname reading.
pub fn sort_key(name: &str) -> String {
    let mut key = spell(name, |syllable, key| {
        key.push_str(syllable.letters());
        key.push(char::from(b'0' + syllable.tone()));
    });
    key.push('\u{1}');
    key.push_str(name);
    key
}

/// First letters of the syllables: `zs` for 张三; other characters in lower case as they are.
pub fn initials(name: &str) -> String {
    name.chars()
        .zip(syllables(name))
        .flat_map(|(c, syllable)| match syllable {
            Some(syllable) => syllable.letters().chars().next(),
            None if c.is_alphanumeric() => c.to_lowercase().next(),
            None => None,
        })
        .collect()
}

fn spell(name: &str, write: impl Fn(SyllableId, &mut String)) -> String {
    let mut key = String::with_capacity(name.len() * 2);
    let mut after_syllable = false;
    for (c, syllable) in name.chars().zip(syllables(name)) {
        if (after_syllable || syllable.is_some()) && !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
        match syllable {
            Some(syllable) => write(syllable, &mut key),
            None if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            None => {}
        }
        after_syllable = syllable.is_some();
        if syllable.is_none() && !c.is_alphanumeric() && !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}
