//! What each column means: by its header, by what stands in it, or because the user said so.
//!
//! Headers are compared without spaces, brackets and case ([`plain`]); synonyms stand in
//! `synonyms`. Where two columns claim one role the surer one gets it and the other stays without.

mod synonyms;

#[cfg(test)]
mod tests;

use base::citizen_id::CitizenId;
use base::column::ColumnRole;
use base::sex::Sex;
use synonyms::SYNONYMS;

/// How many values of a column are looked at.
const SAMPLE: usize = 200;

/// A header without white space, brackets and what stands in them, separators and case.
pub fn plain(header: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::with_capacity(header.len());
    for c in header.chars() {
        match c {
            '(' | '（' | '[' | '【' | '<' | '《' => depth += 1,
            ')' | '）' | ']' | '】' | '>' | '》' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() => {}
            '_' | '-' | '.' | ':' | '：' | '*' | '＊' | '、' | '/' | '·' | '#' | '\u{feff}' => {
            }
            'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => {
                let half = char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
                out.extend(half.to_lowercase());
            }
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Whether a cell is a header that is known by heart.
pub(crate) fn is_known(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty() && cell.chars().count() <= 24 && by_header(cell).is_some()
}

/// The role of a header and how sure it is (lower rank = surer).
fn by_header(header: &str) -> Option<(ColumnRole, usize)> {
    let whole = plain(header);
    let exact = |text: &str| {
        let found = SYNONYMS.iter().find_map(|(role, words)| {
            words
                .iter()
                .position(|word| *word == text)
                .map(|rank| (*role, rank))
        });
        found.map(|(role, rank)| (role, rank + aside(role, text)))
    };
    if let Some(found) = exact(&whole) {
        return Some(found);
    }
    // Of a grouped header the last part speaks, and it is less sure.
    if let Some((_, last)) = header.rsplit_once('/')
        && let Some((role, rank)) = exact(&plain(last))
    {
        return Some((role, rank + 20));
    }
    if let Some(found) = by_words(header) {
        return Some(found);
    }
    // 本人姓名, 户籍地址1 and so on: a known Chinese word at the end.
    let stem = whole.trim_end_matches(|c: char| c.is_ascii_digit());
    let ends = SYNONYMS.iter().flat_map(|(role, words)| {
        let long = words
            .iter()
            .filter(|w| !w.is_ascii() && stem.ends_with(**w));
        long.map(|w| (w.chars().count(), *role))
    });
    let (length, role) = ends.max_by_key(|(length, _)| *length)?;
    (length >= 2 && stem.chars().count() <= length + 6)
        .then_some((role, 60 - length + aside(role, stem)))
}

/// What a Chinese header loses because it speaks of somebody beside the person: the holder of the
/// account, who may be any of the family, or a relative. It is the person only where no other
/// column claims to be.
fn aside(role: ColumnRole, header: &str) -> usize {
    let holder = role == ColumnRole::Name && ACCOUNT.iter().any(|word| header.ends_with(word));
    let relative = RELATIVES.iter().any(|word| header.starts_with(word));
    if holder || relative { 100 } else { 0 }
}

/// Endings of headers that name the holder of an account or who draws the money.
const ACCOUNT: &[&str] = &["户名", "收款人", "领取人"];
/// Beginnings of headers that tell of a relative or guardian.
const RELATIVES: &[&str] = &[
    "监护人",
    "父亲",
    "母亲",
    "配偶",
    "联系人",
    "经办人",
    "代办人",
];

/// Words that say too little beside others (place name, first visit), and words of other people.
const LOOSE: &[&str] = &[
    "name",
    "first",
    "last",
    "middle",
    "place",
    "location",
    "region",
    "state",
    "date",
    "birth",
    "id",
    "no",
    "sn",
    "race",
    "job",
    "trade",
    "by",
    "bm",
    "bd",
    "nom",
    "nome",
    "ort",
    "tel",
    "mail",
    "mob",
    "parish",
    "district",
    "village",
    "county",
    "residence",
];
const OTHERS: &[&str] = &[
    "father",
    "mother",
    "spouse",
    "husband",
    "wife",
    "head",
    "kin",
    "guardian",
    "contact",
    "emergency",
    "doctor",
    "gp",
    "agent",
    "company",
    "school",
    "employer",
    "parent",
    "child",
    "partner",
    "owner",
    "old",
    "previous",
    "former",
];

/// A known phrase among the words of an English header: `patient_first_name`, `dob_clean`.
fn by_words(header: &str) -> Option<(ColumnRole, usize)> {
    let mut spaced = String::new();
    let mut before = ' ';
    for c in header.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if c.is_alphanumeric() { c } else { ' ' });
        before = c;
    }
    let lower = spaced.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let usual = (2..=5).contains(&words.len()) && words.iter().all(|w| w.is_ascii());
    if !usual || words.iter().any(|w| OTHERS.contains(w)) {
        return None;
    }
    // address_2 is a line of an address, not the address.
    let numbered = words.iter().any(|w| w.bytes().all(|b| b.is_ascii_digit()));
    let mut best: Option<(usize, ColumnRole)> = None;
    for from in 0..words.len() {
        for to in from + 1..=words.len() {
            let phrase = words[from..to].concat();
            let line = numbered && phrase.starts_with("addr");
            if words.len() - (to - from) > 2 || line || LOOSE.contains(&phrase.as_str()) {
                continue;
            }
            let known = SYNONYMS
                .iter()
                .find(|(_, known)| known.contains(&phrase.as_str()));
            if let Some((role, _)) = known
                && best.is_none_or(|(length, _)| phrase.len() > length)
            {
                best = Some((phrase.len(), *role));
            }
        }
    }
    best.map(|(length, role)| (role, 90 - length.min(40)))
}

/// The share of written values that a test accepts, of a sample of at least five.
fn share<'a>(values: impl Iterator<Item = &'a str>, test: impl Fn(&str) -> bool) -> f64 {
    let (mut good, mut all) = (0u32, 0u32);
    for value in values.take(SAMPLE) {
        all += 1;
        good += u32::from(test(value));
    }
    if all < 5 {
        0.0
    } else {
        f64::from(good) / f64::from(all)
    }
}

/// The role that the values themselves speak for, when the header does not.
fn by_values(values: &[&str]) -> Option<ColumnRole> {
    let all = || values.iter().copied();
    if share(all(), |v| CitizenId::parse(v).is_ok()) > 0.6 {
        return Some(ColumnRole::IdNumber);
    }
    if share(all(), |v| base::codes::parse_disability_cert(v).is_ok()) > 0.6 {
        return Some(ColumnRole::DisabilityCert);
    }
    if share(all(), |v| {
        v.len() == 11 && base::codes::parse_phone(v).is_ok()
    }) > 0.8
    {
        return Some(ColumnRole::Phone);
    }
    if share(all(), |v| v.contains('@') && v.contains('.')) > 0.8 {
        return Some(ColumnRole::Email);
    }
    let is_sex = |v: &str| !v.bytes().all(|b| b.is_ascii_digit()) && Sex::parse(v).is_some();
    (share(all(), is_sex) > 0.9).then_some(ColumnRole::Sex)
}

/// The role of every column. `samples` holds some written values of each.
///
/// A role goes to the surest column; [`ColumnRole::Text`] is never given unasked.
pub fn recognise(headers: &[String], samples: &[Vec<&str>]) -> Vec<Option<ColumnRole>> {
    let mut claims: Vec<(usize, usize, ColumnRole)> = Vec::new();
    for (at, header) in headers.iter().enumerate() {
        let values = samples.get(at).map(Vec::as_slice).unwrap_or_default();
        if let Some((role, rank)) = by_header(header) {
            if fits(role, values) {
                claims.push((rank, at, role));
            }
        } else if let Some(role) = by_values(values) {
            claims.push((100, at, role));
        }
    }
    claims.sort_unstable();
    let mut roles: Vec<Option<ColumnRole>> = vec![None; headers.len()];
    for (_, at, role) in claims {
        let free = !roles.contains(&Some(role));
        if let Some(slot) = roles.get_mut(at)
            && free
            && slot.is_none()
        {
            *slot = Some(role);
        }
    }
    settle(&mut roles);
    roles
}

/// Whether values contradict a header: an ID column without digits is none.
fn fits(role: ColumnRole, values: &[&str]) -> bool {
    let digits = |v: &str| v.bytes().filter(u8::is_ascii_digit).count();
    match role {
        ColumnRole::IdNumber => {
            values.len() < 5 || share(values.iter().copied(), |v| digits(v) >= 4) > 0.3
        }
        ColumnRole::Phone => {
            values.len() < 5 || share(values.iter().copied(), |v| digits(v) >= 5) > 0.3
        }
        _ => true,
    }
}

/// A household head's name in a ledger without any other name is the person's own name.
fn settle(roles: &mut [Option<ColumnRole>]) {
    let has = |roles: &[Option<ColumnRole>], role| roles.contains(&Some(role));
    let named = [ColumnRole::Name, ColumnRole::Surname, ColumnRole::GivenName];
    if !named.iter().any(|role| has(roles, *role)) {
        for slot in roles
            .iter_mut()
            .filter(|r| **r == Some(ColumnRole::HouseholdHead))
        {
            *slot = Some(ColumnRole::Name);
        }
    }
}
