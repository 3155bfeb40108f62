//! What a person is found by: the keys of `person_key`, made from names alone.
//!
//! A key is a letter for its kind and then the text, so that "begins with" on one index answers
//! for names, parts of names, pinyin and initials alike. Numbers have indexes of their own.

use base::name::{MIDDLE_DOT, fold_variants, initials, is_han, pinyin_key};
use std::collections::BTreeSet;

/// Kinds of keys, in the order of their rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// The name from its beginning.
    Name,
    /// The pinyin from its beginning.
    Pinyin,
    /// The first letters of the syllables.
    Initials,
    /// The name from a later character.
    PartOfName,
    /// The pinyin from a later syllable.
    PartOfPinyin,
}

impl KeyKind {
    const fn letter(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Pinyin => 'p',
            Self::Initials => 'i',
            Self::PartOfName => 'm',
            Self::PartOfPinyin => 'q',
        }
    }

    /// The key of a text.
    pub(crate) fn key(self, text: &str) -> String {
        format!("{}{text}", self.letter())
    }
}

/// A text as names are compared: variants folded, small letters, no dots.
pub(crate) fn folded(text: &str) -> String {
    fold_variants(text)
        .chars()
        .filter(|c| *c != MIDDLE_DOT)
        .flat_map(char::to_lowercase)
        .collect()
}

/// All keys of a person's names.
pub(crate) fn keys<'n>(names: impl IntoIterator<Item = &'n str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in names {
        let text = folded(name);
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        for (i, (at, c)) in chars.iter().enumerate() {
            let Some(rest) = text.get(*at..) else {
                continue;
            };
            let begins = i == 0 || chars.get(i - 1).is_some_and(|(_, before)| *before == ' ');
            match i {
                0 => found.insert(KeyKind::Name.key(rest)),
                _ if is_han(*c) || begins => found.insert(KeyKind::PartOfName.key(rest)),
                _ => false,
            };
        }
        let spelled = pinyin_key(name);
        let syllables: Vec<&str> = spelled.split(' ').filter(|s| !s.is_empty()).collect();
        for at in 0..syllables.len() {
            let kind = match at {
                0 => KeyKind::Pinyin,
                _ => KeyKind::PartOfPinyin,
            };
            found.insert(kind.key(&syllables.get(at..).unwrap_or_default().concat()));
        }
        let short = initials(name);
        if short.chars().count() > 1 {
            found.insert(KeyKind::Initials.key(&short));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_parts_its_sound_and_its_letters() {
        let keys = keys(["欧阳娜娜"]);
        for key in ["n欧阳娜娜", "m娜娜", "pouyangnana", "qnana", "ioynn"] {
            assert!(keys.contains(key), "{key} in {keys:?}");
        }
    }

    #[test]
    fn surnames_sound_as_surnames_and_variants_are_one() {
        let keys = keys(["单峯", "阿卜杜拉·买买提", "Anna Smith"]);
        for key in ["pshanfeng", "n单峰", "m买买提", "nanna smith", "msmith"] {
            assert!(keys.contains(key), "{key} in {keys:?}");
        }
    }
}
