//! Distinct values numbered from 1, each with what comparing needs: its characters, how it
//! sounds, a sketch of its letter pairs, and how often it occurs.

use base::name::{fold_char, syllable_of};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Characters of a value that are looked at one by one.
pub(crate) const CHARS_MAX: usize = 6;

/// One distinct value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entry {
    start: u32,
    length: u32,
    /// How many rows hold it.
    pub(crate) count: u32,
    /// Number of characters, at most 255.
    pub(crate) chars: u8,
    /// Written in Chinese characters.
    pub(crate) chinese: bool,
    /// First characters, variants folded.
    pub(crate) folded: [u32; CHARS_MAX],
    /// Their syllables plus one, tones left out; 0 for none.
    pub(crate) sounds: [u16; CHARS_MAX],
    /// How the whole value sounds: equal for values that may be misheard for each other.
    pub(crate) sound: u32,
    /// One bit for each pair of neighbouring characters.
    pub(crate) sketch: u128,
}

/// Distinct values and their features.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    text: String,
    entries: Vec<Entry>,
    /// Hash and number of every value.
    table: HashTable<(u32, u32)>,
    hasher: FixedState,
    /// Rows with a value.
    pub(crate) total: u64,
    names: bool,
}

impl Dictionary {
    /// The number of a value, counting this occurrence; 0 for the empty value.
    pub(crate) fn number(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return 0;
        }
        self.total += 1;
        let hash = self.hasher.hash_one(value) as u32;
        let (text, entries) = (&self.text, &self.entries);
        let same =
            |(h, n): &(u32, u32)| *h == hash && text_of(text, &entries[*n as usize - 1]) == value;
        if let Some((_, number)) = self.table.find(spread(hash), same) {
            self.entries[*number as usize - 1].count += 1;
            return *number;
        }
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
        self.text.push_str(value);
        self.entries.push(Entry {
            start,
            length,
            count: 1,
            ..Entry::default()
        });
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.table
            .insert_unique(spread(hash), (hash, number), |(h, _)| spread(*h));
        number
    }

    /// Computes the features of all values; called once when all are numbered.
    /// Only `names` need to be known by their sound.
    pub(crate) fn finish(&mut self, names: bool, kept: bool) {
        use rayon::prelude::*;
        let text = &self.text;
        self.entries
            .par_iter_mut()
            .with_min_len(1024)
            .for_each(|entry| {
                let value = text_of(text, entry).to_owned();
                describe(entry, &value, names);
            });
        self.names = names;
        if !kept {
            self.table = HashTable::new();
        }
    }

    /// The number of a value that is already held; 0 for others. Needs a dictionary kept open.
    pub(crate) fn held(&self, value: &str) -> u32 {
        let hash = self.hasher.hash_one(value) as u32;
        let same = |(h, n): &(u32, u32)| *h == hash && self.text(*n) == value;
        self.table.find(spread(hash), same).map_or(0, |(_, n)| *n)
    }

    /// The number of a value, held from now on; as [`Self::number`] for a finished dictionary.
    pub(crate) fn add(&mut self, value: &str) -> u32 {
        let before = self.entries.len();
        let number = self.number(value);
        if let Some(entry) = self.entries.get_mut(before) {
            describe(entry, value, self.names);
        }
        number
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Whether most values are written in Chinese characters.
    pub(crate) fn is_chinese(&self) -> bool {
        let chinese = self.entries.iter().filter(|e| e.chinese).count();
        2 * chinese > self.entries.len()
    }

    /// The value of a number above 0.
    pub(crate) fn text(&self, number: u32) -> &str {
        self.entry(number)
            .map_or("", |entry| text_of(&self.text, entry))
    }

    /// The features of a number above 0.
    #[inline]
    pub(crate) fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get((number as usize).wrapping_sub(1))
    }

    /// All entries; number n stands at n − 1.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// The table wants 64 bits with the upper ones mixed.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn text_of<'a>(text: &'a str, entry: &Entry) -> &'a str {
    text.get(entry.start as usize..(entry.start + entry.length) as usize)
        .unwrap_or_default()
}

/// Whether a character is a Chinese one, of any plane, or a private-use stand-in for one.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0xE000..=0xFAFF | 0x20000..=0x3FFFF | 0x3007)
}

fn describe(entry: &mut Entry, value: &str, name: bool) {
    entry.chars = u8::try_from(value.chars().count()).unwrap_or(u8::MAX);
    entry.chinese = value.chars().any(is_chinese);
    if name {
        hear(entry, value);
    } else {
        sketch(entry, value);
    }
}

/// Characters, syllables and sound of a name.
fn hear(entry: &mut Entry, value: &str) {
    let mut sound = Sound::default();
    for (at, c) in value.chars().enumerate() {
        if !entry.chinese {
            if c == ' ' && sound.first {
                break;
            }
            sound.latin(c);
            continue;
        }
        let folded = fold_char(c);
        let letters = syllable_of(folded).map(|s| s.letters());
        if at < CHARS_MAX {
            entry.folded[at] = u32::from(folded);
            entry.sounds[at] = letters.map_or(0, |l| (hash_str(l) as u16) | 1);
        }
        sound.chinese(letters.map_or(u32::from(folded), |l| hash_str(l) | 1));
    }
    entry.sound = sound.finish();
}

/// One bit for each pair of neighbouring characters within words.
fn sketch(entry: &mut Entry, value: &str) {
    let mut previous = ' ';
    for c in value.chars() {
        let bit = mix(u64::from(u32::from(previous)) << 32 | u64::from(u32::from(c)));
        entry.sketch |= 1u128 << (bit % 128);
        previous = c;
    }
}

/// A short code of how a value sounds: syllables for Chinese, first letter and the groups of the
/// following consonants for Latin (after Russell's Soundex, without its length limit of four).
#[derive(Default)]
struct Sound {
    hash: u64,
    first: bool,
    last: u8,
    length: u8,
}

impl Sound {
    fn chinese(&mut self, heard: u32) {
        self.hash = mix(self.hash.wrapping_mul(31).wrapping_add(u64::from(heard)));
    }

    fn latin(&mut self, c: char) {
        let group = match c {
            'b' | 'f' | 'p' | 'v' => 1,
            'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => 2,
            'd' | 't' => 3,
            'l' => 4,
            'm' | 'n' => 5,
            'r' => 6,
            'h' | 'w' => return,
            _ => 0,
        };
        if !self.first {
            self.first = true;
            self.hash = u64::from(u32::from(c));
            self.last = group;
            return;
        }
        if group != 0 && group != self.last && self.length < 4 {
            self.length += 1;
            self.hash = self.hash * 8 + u64::from(group);
        }
        self.last = group;
    }

    fn finish(self) -> u32 {
        mix(self.hash) as u32 | 1
    }
}

fn hash_str(text: &str) -> u32 {
    mix(text
        .bytes()
        .fold(0u64, |h, b| h.wrapping_mul(257).wrapping_add(u64::from(b)))) as u32
}

/// Spreads the bits of a number (the finisher of splitmix64, Steele et al. 2014).
#[inline]
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
