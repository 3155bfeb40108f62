//! Distinct values numbered from 1, each with what comparing needs: its characters, how it
//! sounds, a sketch of its letter pairs, and how often it occurs.

use base::name::{fold_char, syllable_of};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Characters of a value that are looked at one by one.
pub(crate) const CHARS_MAX: usize = 6;

/// One distinct value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    start: u32,
    length: u32,
    /// How many rows hold it.
    pub(crate) count: u32,
}

/// What comparing names needs of one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Heard {
    /// First characters, variants folded.
    pub(crate) folded: [u32; CHARS_MAX],
    /// Their syllables plus one, tones left out; 0 for none.
    pub(crate) sounds: [u16; CHARS_MAX],
    /// How the whole value sounds: equal for values that may be misheard for each other.
    pub(crate) sound: u32,
    /// Number of characters, at most 255.
    pub(crate) chars: u8,
    /// Written in Chinese characters.
    pub(crate) chinese: bool,
}

/// What comparing words needs of some.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sketch {
    /// One bit for each pair of neighbouring characters.
    pub(crate) bits: [u64; 2],
    /// Number of characters, at most 255.
    pub(crate) chars: u8,
    /// Written in Chinese characters.
    pub(crate) chinese: bool,
}

/// Distinct values and their features: small ones apart from each other, because comparing reads
/// them in no order.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    text: String,
    entries: Vec<Entry>,
    /// One for each entry of a dictionary of names; else empty.
    heard: Vec<Heard>,
    /// The sounds of the same, once more: blocking keys are made of them alone.
    sounds: Vec<u32>,
    /// One for each entry of other dictionaries.
    sketches: Vec<Sketch>,
    /// Hash and number of every value.
    table: HashTable<(u32, u32)>,
    /// Rows with a value.
    pub(crate) total: u64,
    names: bool,
}

/// The hash of a value, by which dictionaries find it.
#[inline]
pub(super) fn hash_of(value: &str) -> u32 {
    FixedState::default().hash_one(value) as u32
}

impl Dictionary {
    /// The number of a value, counting this occurrence; 0 for the empty value.
    pub(crate) fn number(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return 0;
        }
        self.hashed(value, hash_of(value), 1)
    }

    /// As [`Self::number`] for a value whose hash is known, occurring so many times.
    pub(super) fn hashed(&mut self, value: &str, hash: u32, times: u32) -> u32 {
        self.total += u64::from(times);
        let (text, entries) = (&self.text, &self.entries);
        let same =
            |(h, n): &(u32, u32)| *h == hash && text_of(text, &entries[*n as usize - 1]) == value;
        if let Some((_, number)) = self.table.find(spread(hash), same) {
            self.entries[*number as usize - 1].count += times;
            return *number;
        }
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
        self.text.push_str(value);
        self.entries.push(Entry {
            start,
            length,
            count: times,
        });
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.table
            .insert_unique(spread(hash), (hash, number), |(h, _)| spread(*h));
        number
    }

    /// Takes in another's values and answers their numbers here, in the order of its own.
    pub(super) fn absorb(&mut self, other: &Self) -> Vec<u32> {
        let own = other.entries.iter().map(|entry| {
            let value = text_of(&other.text, entry);
            self.hashed(value, hash_of(value), entry.count)
        });
        own.collect()
    }

    /// Dictionaries that have no value in common as one: the numbers of each begin behind those of
    /// the ones before.
    pub(super) fn of_parts(parts: Vec<Self>) -> Self {
        let mut whole = Self {
            text: String::with_capacity(parts.iter().map(|p| p.text.len()).sum()),
            entries: Vec::with_capacity(parts.iter().map(|p| p.entries.len()).sum()),
            ..Self::default()
        };
        for part in parts {
            let before = u32::try_from(whole.text.len()).unwrap_or(u32::MAX);
            whole.text.push_str(&part.text);
            whole.entries.extend(part.entries.iter().map(|e| Entry {
                start: e.start.saturating_add(before),
                ..*e
            }));
            whole.total += part.total;
        }
        whole
    }

    /// Computes the features of all values; called once when all are numbered.
    /// Only `names` need to be known by their sound.
    pub(crate) fn finish(&mut self, names: bool, kept: bool) {
        use rayon::prelude::*;
        let text = &self.text;
        let all = self.entries.par_iter().with_min_len(1024);
        self.names = names;
        if names {
            self.heard = all.map(|entry| hear(text_of(text, entry))).collect();
            self.sounds = self.heard.iter().map(|heard| heard.sound).collect();
        } else {
            self.sketches = all.map(|entry| sketch(text_of(text, entry))).collect();
        }
        if !kept {
            self.table = HashTable::new();
        } else if self.table.len() != self.entries.len() {
            self.table = HashTable::with_capacity(self.entries.len());
            for (entry, number) in self.entries.iter().zip(1..) {
                let hash = hash_of(text_of(text, entry));
                self.table
                    .insert_unique(spread(hash), (hash, number), |(h, _)| spread(*h));
            }
        }
    }

    /// The number of a value that is already held; 0 for others. Needs a dictionary kept open.
    pub(crate) fn held(&self, value: &str) -> u32 {
        let hash = hash_of(value);
        let same = |(h, n): &(u32, u32)| *h == hash && self.text(*n) == value;
        self.table.find(spread(hash), same).map_or(0, |(_, n)| *n)
    }

    /// The number of a value, held from now on; as [`Self::number`] for a finished dictionary.
    pub(crate) fn add(&mut self, value: &str) -> u32 {
        let before = self.entries.len();
        let number = self.number(value);
        if self.entries.len() > before {
            if self.names {
                let heard = hear(value);
                self.sounds.push(heard.sound);
                self.heard.push(heard);
            } else {
                self.sketches.push(sketch(value));
            }
        }
        number
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Whether most values are written in Chinese characters.
    pub(crate) fn is_chinese(&self) -> bool {
        let heard = self.heard.iter().map(|h| h.chinese);
        let chinese = heard.chain(self.sketches.iter().map(|s| s.chinese));
        2 * chinese.filter(|c| *c).count() > self.entries.len()
    }

    /// The value of a number above 0.
    pub(crate) fn text(&self, number: u32) -> &str {
        self.entries
            .get(at(number))
            .map_or("", |entry| text_of(&self.text, entry))
    }

    /// How the name of a number above 0 is written and sounds.
    #[inline]
    pub(crate) fn heard(&self, number: u32) -> Option<&Heard> {
        self.heard.get(at(number))
    }

    /// How the name of a number sounds; 0 for a missing one.
    #[inline]
    pub(crate) fn sound(&self, number: u32) -> u32 {
        self.sounds.get(at(number)).copied().unwrap_or_default()
    }

    /// Reads a number's features for no other end than to have them at hand soon after; answers
    /// something of them, so that they are really read.
    #[inline]
    pub(crate) fn glance(&self, number: u32) -> u64 {
        let at = at(number);
        match self.sketches.get(at) {
            Some(sketch) => sketch.bits[0],
            None => self.heard.get(at).map_or(0, |heard| heard.sound.into()),
        }
    }

    /// The sketch of a number above 0.
    #[inline]
    pub(crate) fn sketch(&self, number: u32) -> Option<&Sketch> {
        self.sketches.get(at(number))
    }

    /// All entries; number n stands at n − 1.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// Where a number stands; nowhere for 0.
#[inline]
fn at(number: u32) -> usize {
    (number as usize).wrapping_sub(1)
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

fn chars_of(value: &str) -> u8 {
    u8::try_from(value.chars().count()).unwrap_or(u8::MAX)
}

/// Characters, syllables and sound of a name.
fn hear(value: &str) -> Heard {
    let mut heard = Heard {
        chars: chars_of(value),
        chinese: value.chars().any(is_chinese),
        ..Heard::default()
    };
    let mut sound = Sound::default();
    for (at, c) in value.chars().enumerate() {
        if !heard.chinese {
            if c == ' ' && sound.first {
                break;
            }
            sound.latin(c);
            continue;
        }
        let folded = fold_char(c);
        let letters = syllable_of(folded).map(|s| s.letters());
        if at < CHARS_MAX {
            heard.folded[at] = u32::from(folded);
            heard.sounds[at] = letters.map_or(0, |l| (hash_str(l) as u16) | 1);
        }
        sound.chinese(letters.map_or(u32::from(folded), |l| hash_str(l) | 1));
    }
    heard.sound = sound.finish();
    heard
}

/// One bit for each pair of neighbouring characters within words.
fn sketch(value: &str) -> Sketch {
    let mut sketch = Sketch::default();
    let mut chars = 0usize;
    let mut previous = ' ';
    for c in value.chars() {
        let bit = mix(u64::from(u32::from(previous)) << 32 | u64::from(u32::from(c))) % 128;
        sketch.bits[bit as usize / 64] |= 1 << (bit % 64);
        sketch.chinese |= is_chinese(c);
        chars += 1;
        previous = c;
    }
    sketch.chars = u8::try_from(chars).unwrap_or(u8::MAX);
    sketch
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
