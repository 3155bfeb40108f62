//! Personal names as Chinese ledgers hold them: one normal form, doubts about quality, surname and
//! given name, variant characters and pinyin.
//!
//! Start at [`normalise`]. Variants and homophones are candidates for matching, never equality: two
//! people may differ in just one stroke. Folding and syllables are table look-ups without
//! allocation ([`fold_char`], [`syllable_of`], [`syllables`]).

mod confusable;
mod pinyin;
mod surname;
mod table;
mod variant;

pub use confusable::{are_confusable, confusables_of};
pub use pinyin::{SyllableId, Syllables, initials, pinyin_key, sort_key, syllable_of, syllables};
pub use surname::{SplitName, is_compound_surname, split_name};
pub use variant::{fold_char, fold_variants};

use crate::written::{half_width, is_invisible};

/// The middle dot between the parts of a transliterated name (GB 18030).
pub const MIDDLE_DOT: char = '\u{00B7}';

/// A name in normal form, with what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormalName {
    /// The normal form.
    pub text: String,
    /// What is doubtful about it.
    pub quality: NameQuality,
}

/// Doubts about a written name, as a set; empty means none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NameQuality(u8);

impl NameQuality {
    /// Nothing is written.
    pub const EMPTY: Self = Self(1);
    /// A private-use character: an old system's own glyph (自造字).
    pub const PRIVATE_USE: Self = Self(2);
    /// `?`, □ or U+FFFD stands for a character that was lost.
    pub const LOST_CHARACTER: Self = Self(4);
    /// A description stands for a character, or a remark was added: `张(王+月)`, `李四（户主）`.
    pub const DESCRIPTION: Self = Self(8);
    /// Stars or crosses hide a part: `张**`.
    pub const MASKED: Self = Self(16);
    /// Chinese characters and Latin letters together: pinyin stands for a rare character.
    pub const MIXED_SCRIPT: Self = Self(32);
    /// Digits or punctuation that no name has.
    pub const ODD_CHARACTER: Self = Self(64);
    /// One Chinese character alone, or over thirty characters.
    pub const ODD_LENGTH: Self = Self(128);

    const WORDS: [(Self, &'static str); 8] = [
        (Self::EMPTY, "empty"),
        (Self::PRIVATE_USE, "private-use"),
        (Self::LOST_CHARACTER, "lost-character"),
        (Self::DESCRIPTION, "description"),
        (Self::MASKED, "masked"),
        (Self::MIXED_SCRIPT, "mixed-script"),
        (Self::ODD_CHARACTER, "odd-character"),
        (Self::ODD_LENGTH, "odd-length"),
    ];

    /// Whether there is no doubt.
    pub const fn is_clean(self) -> bool {
        self.0 == 0
    }

    /// Whether all doubts of `other` are among these.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The doubts as stable words for files and messages.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Self::WORDS
            .into_iter()
            .filter(move |(flag, _)| self.contains(*flag))
            .map(|(_, word)| word)
    }

    const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Brings a written name to its normal form and tells what is doubtful about it.
///
/// Full-width to half-width, compatibility ideographs and radicals to the characters they stand
/// for, every dot between name parts to U+00B7, no invisible marks, no spaces between Chinese
/// characters (`张 三`), single spaces between Latin words. Letters keep their case and variants
/// stay as they are: for payment 喆 and 哲 are different names.
pub fn normalise(text: &str) -> NormalName {
    let mut normal = String::with_capacity(text.len());
    let mut gap = false;
    for raw in text.chars().filter(|c| !is_invisible(*c)) {
        let c = variant::compatible_char(half_width(raw));
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let c = if is_dot(c, &normal) { MIDDLE_DOT } else { c };
        if gap && needs_space(&normal, c) {
            normal.push(' ');
        }
        gap = false;
        let doubled = c == MIDDLE_DOT && normal.ends_with(MIDDLE_DOT);
        if !doubled {
            normal.push(c);
        }
    }
    let text = normal
        .trim_matches([MIDDLE_DOT, ' ', ',', '，', '、'])
        .to_owned();
    let quality = quality_of(&text);
    NormalName { text, quality }
}

/// Chinese characters of every plane, private-use ones left out.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{323AF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{2E80}'..='\u{2FDF}' | '\u{3007}')
}

const fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn is_dot(c: char, before: &str) -> bool {
    match c {
        '\u{00B7}' | '\u{2022}' | '\u{30FB}' | '\u{FF65}' | '\u{2027}' | '\u{22C5}'
        | '\u{2219}' | '\u{25CF}' | '\u{25E6}' | '\u{2024}' | '\u{0387}' => true,
        '.' | '\u{3002}' => before.chars().next_back().is_some_and(is_han),
        _ => false,
    }
}

fn needs_space(before: &str, next: char) -> bool {
    before.chars().next_back().is_some_and(|last| {
        last != MIDDLE_DOT && next != MIDDLE_DOT && !(is_han(last) && is_han(next))
    })
}

fn quality_of(text: &str) -> NameQuality {
    let mut quality = NameQuality::default();
    let (mut han, mut latin) = (0, 0);
    for c in text.chars() {
        match c {
            _ if is_han(c) => han += 1,
            _ if is_private_use(c) => quality.add(NameQuality::PRIVATE_USE),
            '?' | '□' | '\u{FFFD}' | '\u{FFFC}' => quality.add(NameQuality::LOST_CHARACTER),
            '*' | '×' | '※' => quality.add(NameQuality::MASKED),
            '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕' | '{' | '}' | '+' | '/' => {
                quality.add(NameQuality::DESCRIPTION);
            }
            '\u{2FF0}'..='\u{2FFF}' => quality.add(NameQuality::DESCRIPTION),
            MIDDLE_DOT | ' ' | '-' | '\'' | '.' | '’' => {}
            _ if c.is_alphabetic() => latin += 1,
            _ => quality.add(NameQuality::ODD_CHARACTER),
        }
    }
    if text.is_empty() {
        quality.add(NameQuality::EMPTY);
    }
    if han > 0 && latin > 0 {
        quality.add(NameQuality::MIXED_SCRIPT);
    }
    if (han == 1 && text.chars().count() == 1) || text.chars().count() > 30 {
        quality.add(NameQuality::ODD_LENGTH);
    }
    quality
}

#[cfg(test)]
mod tests;
