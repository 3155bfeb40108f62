//! Latin-script persons: the columns and faults of public test data, made anew.
//!
//! [`Style::Contacts`] has split names, birth date, city and email; [`Style::Historical`] has
//! whole and split names, place of birth, post code, sex and occupation in clusters of up to 20;
//! [`Style::Addresses`] has street addresses of the Australian kind.

use super::latin_names as tables;
use crate::random::Random;

/// Which columns and which faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Contacts,
    Historical,
    Addresses,
}

/// A true person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    first: String,
    middle: String,
    last: String,
    man: bool,
    birth: (u32, u32, u32),
    city: String,
    district: String,
    postcode: String,
    calling: String,
    email: String,
    house: String,
    street: String,
    estate: String,
    state: String,
    number: String,
}

/// The nth person of a seed.
pub(super) fn person(seed: u64, style: Style, n: usize) -> Person {
    let mut r = Random::new(seed, &[10, n as u64]);
    let man = r.chance(if style == Style::Historical { 0.8 } else { 0.5 });
    let firsts = if man { tables::MEN } else { tables::WOMEN };
    let mut first = || firsts[r.zipf(firsts.len(), 6.0)].to_owned();
    let (a, b) = (first(), first());
    // Most surnames are known ones; the rest are made of two parts, so that rare names are many.
    let last = if r.chance(0.7) {
        tables::SURNAMES[r.zipf(tables::SURNAMES.len(), 12.0)].to_owned()
    } else {
        let head = r.pick(&[
            "ash", "black", "brad", "carl", "dun", "east", "fair", "hal", "har", "kirk", "lang",
            "mel", "nor", "old", "pen", "rad", "shel", "thorn", "wal", "whit",
        ]);
        let tail = r.pick(&[
            "bourne", "by", "combe", "den", "field", "ford", "ham", "hurst", "ley", "man", "more",
            "shaw", "stead", "ston", "thorpe", "ton", "well", "wick", "wood", "worth",
        ]);
        format!("{head}{tail}")
    };
    let years = if style == Style::Historical {
        (1800, 1960)
    } else {
        (1920, 2005)
    };
    let birth = (
        r.between(years.0, years.1),
        r.between(1, 12),
        r.between(1, 28),
    );
    let places = if style == Style::Addresses {
        tables::SUBURBS
    } else {
        tables::CITIES
    };
    let city = places[r.zipf(places.len(), 3.0)].to_owned();
    let district = if city == "london" && r.chance(0.7) {
        r.pick(tables::DISTRICTS).to_owned()
    } else {
        city.clone()
    };
    let postcode = match style {
        Style::Addresses => format!("{}{:03}", r.between(2, 7), r.zipf(900, 60.0)),
        _ => british_postcode(&city, &mut r),
    };
    let calling = tables::OCCUPATIONS[r.zipf(tables::OCCUPATIONS.len(), 1.5)].to_owned();
    let host = r.pick(tables::MAIL);
    let email = match r.below(3) {
        0 => format!("{}{}@{host}", a, r.below(99)),
        1 => format!("{}.{}@{host}", &a[..1], last.replace([' ', '\''], "")),
        _ => format!("{}{}@{host}", last.replace([' ', '\''], ""), r.below(99)),
    };
    let middle = if r.chance(0.4) { b } else { String::new() };
    Person {
        first: a,
        middle,
        last,
        man,
        birth,
        city,
        district,
        postcode,
        calling,
        email,
        house: (1 + r.zipf(300, 20.0)).to_string(),
        street: r.pick(tables::STREETS).to_owned(),
        estate: if r.chance(0.4) {
            r.pick(tables::HOUSE_NAMES).to_owned()
        } else {
            String::new()
        },
        state: tables::STATES[r.zipf(8, 1.0)].to_owned(),
        number: format!("{:07}", 1_000_000 + r.below(9_000_000)),
    }
}

fn british_postcode(city: &str, r: &mut Random) -> String {
    let area: String = city
        .chars()
        .filter(char::is_ascii_alphabetic)
        .take(2)
        .collect();
    let letter = |r: &mut Random| char::from(b'a' + r.below(22) as u8);
    let (area, out, inward) = (area, r.between(1, 25), r.between(1, 9));
    format!("{area}{out} {inward}{}{}", letter(r), letter(r))
}

/// Columns of a style's files.
pub(super) fn header(style: Style) -> &'static [&'static str] {
    match style {
        Style::Contacts => &["first_name", "surname", "dob", "city", "email"],
        Style::Historical => &[
            "full_name",
            "first_name",
            "surname",
            "dob",
            "birth_place",
            "postcode",
            "gender",
            "occupation",
        ],
        Style::Addresses => &[
            "given_name",
            "surname",
            "street_number",
            "address_1",
            "address_2",
            "suburb",
            "postcode",
            "state",
            "date_of_birth",
            "soc_sec_id",
        ],
    }
}

/// The row of a person. `faults` scales every chance of an error: 0 copies the person.
pub(super) fn row(
    p: &Person,
    other: &Person,
    style: Style,
    faults: f64,
    r: &mut Random,
) -> Vec<String> {
    match style {
        Style::Contacts => contacts(p, faults, r),
        Style::Historical => historical(p, other, faults, r),
        Style::Addresses => addresses(p, other, faults, r),
    }
}

fn contacts(p: &Person, f: f64, r: &mut Random) -> Vec<String> {
    let (mut first, mut last) = (given(&p.first, 0.06 * f, r), p.last.clone());
    typo(&mut first, 0.10 * f, r);
    typo(&mut last, 0.12 * f, r);
    if r.chance(0.05 * f) {
        std::mem::swap(&mut first, &mut last);
    }
    let mut email = p.email.clone();
    typo(&mut email, 0.12 * f, r);
    let mut city = p.city.clone();
    typo(&mut city, 0.12 * f, r);
    let birth = date(p.birth, 0.16 * f, r);
    let mut fields = vec![first, last, birth, city, email];
    blank(&mut fields, &[0.15, 0.15, 0.0, 0.17, 0.19], f, r);
    fields
}

fn historical(p: &Person, other: &Person, f: f64, r: &mut Random) -> Vec<String> {
    let (mut first, mut last) = (given(&p.first, 0.15 * f, r), p.last.clone());
    typo(&mut first, 0.07 * f, r);
    typo(&mut last, 0.08 * f, r);
    if !p.man && r.chance(0.08 * f) {
        last.clone_from(&other.last);
    }
    if r.chance(0.04 * f) {
        first = first.chars().take(1).collect();
    }
    let middle = if r.chance(0.5 * f) {
        ""
    } else {
        p.middle.as_str()
    };
    let title = match p.last.len() % 9 {
        0 => format!("sir {first} {middle} {last}"),
        1 if r.chance(0.5) => format!("{first} {middle} {last}, 1st baron {last}"),
        _ => format!("{first} {middle} {last}"),
    };
    let mut whole = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if r.chance(0.03 * f) {
        whole = format!("{last}, {first}");
    }
    let birth = if r.chance(0.10 * f) {
        format!("{}-01-01", p.birth.0)
    } else {
        date(p.birth, 0.10 * f, r)
    };
    let mut place = if r.chance(0.4 * f) {
        p.city.clone()
    } else {
        p.district.clone()
    };
    if r.chance(0.05 * f) {
        place.clone_from(&other.city);
    }
    typo(&mut place, 0.04 * f, r);
    let mut postcode = p.postcode.clone();
    if r.chance(0.10 * f) {
        postcode.truncate(postcode.len() - 3);
        postcode += &other.postcode[other.postcode.len() - 3..];
    } else if r.chance(0.12 * f) {
        postcode.clone_from(&other.postcode);
    }
    let kin = tables::CALLINGS
        .iter()
        .find(|g| g.contains(&p.calling.as_str()));
    let calling = match kin {
        Some(group) if r.chance(0.25 * f) => (*r.pick(group)).to_owned(),
        _ => p.calling.clone(),
    };
    let sex = if p.man == r.chance(0.01 * f) {
        "female"
    } else {
        "male"
    };
    let mut fields = vec![
        whole,
        first,
        last,
        birth,
        place,
        postcode,
        sex.to_owned(),
        calling,
    ];
    blank(
        &mut fields,
        &[0.0, 0.0, 0.0, 0.12, 0.08, 0.15, 0.10, 0.30],
        f,
        r,
    );
    fields
}

fn addresses(p: &Person, other: &Person, f: f64, r: &mut Random) -> Vec<String> {
    let (mut first, mut last) = (given(&p.first, 0.05 * f, r), p.last.clone());
    typo(&mut first, 0.12 * f, r);
    typo(&mut last, 0.15 * f, r);
    if r.chance(0.05 * f) {
        std::mem::swap(&mut first, &mut last);
    }
    let moved = r.chance(0.10 * f);
    let home = if moved { other } else { p };
    let [mut house, mut street, mut estate, mut suburb, mut postcode] = [
        &home.house,
        &home.street,
        &home.estate,
        &home.city,
        &home.postcode,
    ]
    .map(Clone::clone);
    for text in [
        &mut house,
        &mut street,
        &mut estate,
        &mut suburb,
        &mut postcode,
    ] {
        typo(text, 0.10 * f, r);
    }
    if r.chance(0.08 * f) {
        std::mem::swap(&mut street, &mut estate);
    }
    let birth = date(p.birth, 0.10 * f, r).replace('-', "");
    let mut number = p.number.clone();
    typo(&mut number, 0.06 * f, r);
    let mut fields = vec![
        first,
        last,
        house,
        street,
        estate,
        suburb,
        postcode,
        home.state.clone(),
        birth,
        number,
    ];
    blank(
        &mut fields,
        &[0.05, 0.03, 0.06, 0.04, 0.10, 0.02, 0.01, 0.06, 0.08, 0.0],
        f,
        r,
    );
    fields
}

pub(super) fn given(name: &str, chance: f64, r: &mut Random) -> String {
    let group = tables::NICKNAMES.iter().find(|g| g[0] == name);
    match group {
        Some(group) if r.chance(chance) => r.pick(&group[1..]).to_owned(),
        _ => name.to_owned(),
    }
}

pub(super) fn date((year, month, day): (u32, u32, u32), chance: f64, r: &mut Random) -> String {
    let (mut y, mut m, mut d) = (year, month, day);
    if r.chance(chance) {
        match r.below(4) {
            0 if d <= 12 => (m, d) = (d, m),
            0 | 1 => d = d % 28 + 1,
            2 => m = m % 12 + 1,
            _ => y = y - 5 + r.between(0, 10),
        }
    }
    format!("{y:04}-{m:02}-{d:02}")
}

/// One slip of the fingers: a letter lost, doubled, exchanged with its neighbour or replaced.
pub(super) fn typo(text: &mut String, chance: f64, r: &mut Random) {
    if !r.chance(chance) || text.is_empty() {
        return;
    }
    let mut chars: Vec<char> = text.chars().collect();
    let at = r.below(chars.len());
    let digits = chars[at].is_ascii_digit();
    let any = if digits {
        char::from(b'0' + r.below(10) as u8)
    } else {
        char::from(b'a' + r.below(26) as u8)
    };
    match r.below(4) {
        0 if chars.len() > 1 => {
            chars.remove(at);
        }
        1 => chars.insert(at, any),
        2 if at + 1 < chars.len() => chars.swap(at, at + 1),
        _ => chars[at] = any,
    }
    *text = chars.into_iter().collect();
}

pub(super) fn blank(fields: &mut [String], chances: &[f64], f: f64, r: &mut Random) {
    for (field, chance) in fields.iter_mut().zip(chances) {
        if r.chance(chance * f) {
            field.clear();
        }
    }
}

/// How many records a person has, by style.
pub(super) fn copies(seed: u64, style: Style, n: usize) -> usize {
    let mut r = Random::new(seed, &[11, n as u64]);
    match style {
        Style::Contacts => 1 + r.zipf(8, 2.0),
        Style::Historical => 1 + r.below(20).min(r.below(20)),
        Style::Addresses => 1 + r.zipf(6, 1.0),
    }
}
