//! Latin-script households: people of one home share surname, address and post code, children may
//! be twins, wives may change their surname between two files. Faults are those of [`super::latin`].

use super::latin::{blank, date, given, typo};
use super::latin_names as tables;
use crate::random::Random;

/// Which columns a file of households has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A census: names, sex, birth date in three columns, address, post code.
    Census,
    /// A roll of voters: names, suburb, post code, no birth date.
    Voters,
    /// Names in four columns and a birth date in three, nothing else.
    NamesOnly,
    /// A practice's patients: names, birth date, whole address, city, phone.
    Patients,
    /// Members of a society over the years: moved, married, names exchanged, dates left out.
    Members,
    /// Two parish books: whole names, year of birth, parish, trade, street.
    Parish,
    /// Public figures: names in four forms, titles, birth dates often known by year alone.
    Figures,
}

/// Sizes of households in turn.
const SIZES: [usize; 8] = [1, 2, 4, 3, 5, 2, 1, 6];

/// A true person.
pub(super) struct Person {
    first: &'static str,
    middle: &'static str,
    last: String,
    maiden: Option<String>,
    man: bool,
    birth: (u32, u32, u32),
    house: u32,
    street: &'static str,
    city: &'static str,
    postcode: String,
    phone: String,
    calling: &'static str,
}

fn seat(n: usize) -> (usize, usize) {
    let (cycle, mut rest) = (n / 24, n % 24);
    for (at, size) in SIZES.iter().enumerate() {
        if rest < *size {
            return (cycle * SIZES.len() + at, rest);
        }
        rest -= size;
    }
    (cycle * SIZES.len(), 0)
}

fn surname(r: &mut Random) -> String {
    tables::SURNAMES[r.zipf(tables::SURNAMES.len(), 10.0)].to_owned()
}

/// The nth person of a seed.
pub(super) fn person(seed: u64, style: Style, n: usize) -> Person {
    let (household, place) = seat(n);
    let mut home = Random::new(seed, &[30, household as u64]);
    let head = surname(&mut home);
    let year = match style {
        Style::Figures => home.between(1700, 1930),
        Style::Parish => home.between(1780, 1860),
        _ => home.between(1930, 1985),
    };
    let cities = tables::CITIES;
    let city = cities[home.zipf(cities.len(), 3.0)];
    let (house, street) = (home.between(1, 150), home.pick(tables::STREETS));
    let letter = |r: &mut Random| char::from(b'a' + r.below(22) as u8);
    let postcode = format!(
        "{}{} {}{}{}",
        &city[..2],
        home.between(1, 30),
        home.between(1, 9),
        letter(&mut home),
        letter(&mut home)
    );
    let phone = format!("0{}", 1_000_000_000 + home.below(900_000_000));
    let twins = home.chance(0.06);
    let child = (year + 26, home.between(1, 12), home.between(1, 28));

    let mut own = Random::new(seed, &[31, n as u64]);
    let man = match place {
        0 => own.chance(0.7),
        1 => own.chance(0.3),
        _ => own.chance(0.5),
    };
    let firsts = if man { tables::MEN } else { tables::WOMEN };
    let (first, middle) = (
        firsts[own.zipf(firsts.len(), 5.0)],
        firsts[own.zipf(firsts.len(), 5.0)],
    );
    let day = |r: &mut Random, year: u32| (year, r.between(1, 12), r.between(1, 28));
    let birth = match place {
        0 => day(&mut own, year),
        1 => {
            let later = own.between(0, 4);
            day(&mut own, year + later)
        }
        2 => child,
        3 if twins => child,
        _ => day(&mut own, child.0 + 2 * (place as u32 - 2)),
    };
    // Of most public figures of early times only the year is known.
    let birth = match style {
        Style::Figures if own.chance(0.3) => (birth.0, 1, 1),
        _ => birth,
    };
    let maiden = (place == 1 && !man).then(|| surname(&mut own));
    let last = match (&maiden, own.chance(0.1)) {
        (Some(maiden), true) => maiden.clone(),
        _ => head,
    };
    Person {
        first,
        middle: if own.chance(0.5) { middle } else { "" },
        last,
        maiden,
        man,
        birth,
        house,
        street,
        city,
        postcode,
        phone: if own.chance(0.3) {
            format!("07{:09}", own.below(1_000_000_000))
        } else {
            phone
        },
        calling: tables::OCCUPATIONS[own.zipf(tables::OCCUPATIONS.len(), 1.5)],
    }
}

/// Columns of a style's files.
pub(super) fn header(style: Style) -> &'static [&'static str] {
    match style {
        Style::Census => &[
            "pername1", "pername2", "sex", "dob_day", "dob_mon", "dob_year", "enumcap", "enumpc",
        ],
        Style::Voters => &["givenname", "surname", "suburb", "postcode"],
        Style::NamesOnly => &[
            "fname_c1", "fname_c2", "lname_c1", "lname_c2", "by", "bm", "bd",
        ],
        Style::Patients => &[
            "First Name",
            "Middle Name",
            "Last Name",
            "Date of Birth",
            "Gender",
            "Address",
            "City",
            "Phone Number",
        ],
        Style::Members => &[
            "first_name",
            "last_name",
            "date_of_birth",
            "gender",
            "street",
            "town",
            "phone",
        ],
        Style::Parish => &["name", "year_of_birth", "parish", "trade", "lane"],
        Style::Figures => &[
            "full_name",
            "first_and_surname",
            "first_name",
            "surname",
            "dob",
            "birth_place",
            "postcode_fake",
            "gender",
            "occupation",
        ],
    }
}

/// The row of a person; `f` scales every chance of an error.
pub(super) fn row(p: &Person, other: &Person, style: Style, f: f64, r: &mut Random) -> Vec<String> {
    let (mut first, mut last) = (given(p.first, 0.08 * f, r), p.last.clone());
    if let Some(maiden) = &p.maiden
        && r.chance(0.15 * f)
    {
        last.clone_from(maiden);
    }
    typo(&mut first, 0.08 * f, r);
    typo(&mut last, 0.08 * f, r);
    if style == Style::Members && r.chance(0.05 * f) {
        std::mem::swap(&mut first, &mut last);
    }
    let home = if r.chance(0.12 * f) { other } else { p };
    let birth = date(p.birth, 0.08 * f, r);
    let mut address = format!("{} {}", home.house, home.street);
    typo(&mut address, 0.10 * f, r);
    let mut postcode = home.postcode.clone();
    typo(&mut postcode, 0.06 * f, r);
    let mut city = home.city.to_owned();
    typo(&mut city, 0.05 * f, r);
    let sex = if p.man == r.chance(0.01 * f) {
        "F"
    } else {
        "M"
    };
    let parts: Vec<&str> = birth.split('-').collect();
    let part = |at: usize| parts[at].trim_start_matches('0').to_owned();
    let (mut fields, missing): (Vec<String>, &[f64]) = match style {
        Style::Census => (
            vec![
                first,
                last,
                sex.into(),
                part(2),
                part(1),
                part(0),
                address,
                postcode,
            ],
            &[0.03, 0.03, 0.03, 0.04, 0.04, 0.03, 0.04, 0.03],
        ),
        Style::Voters => (
            vec![first, last, city, home.postcode.replace(' ', "")],
            &[0.01, 0.01, 0.03, 0.02],
        ),
        Style::NamesOnly => (
            vec![
                first,
                p.middle.into(),
                last,
                String::new(),
                part(0),
                part(1),
                part(2),
            ],
            &[0.0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0],
        ),
        Style::Patients => (
            vec![
                first,
                p.middle.into(),
                last,
                birth,
                sex.into(),
                address,
                city,
                home.phone.clone(),
            ],
            &[0.02, 0.3, 0.02, 0.06, 0.05, 0.1, 0.05, 0.3],
        ),
        Style::Members => (
            vec![
                first,
                last,
                birth,
                sex.into(),
                address,
                city,
                home.phone.clone(),
            ],
            &[0.04, 0.02, 0.25, 0.1, 0.15, 0.08, 0.35],
        ),
        Style::Parish => (
            vec![
                format!("{first} {last}"),
                part(0),
                city,
                calling(p, f, r),
                home.street.to_owned(),
            ],
            &[0.0, 0.08, 0.06, 0.25, 0.1],
        ),
        Style::Figures => return figure(p, other, (first, last), (birth, city, postcode), f, r),
    };
    blank(&mut fields, missing, f, r);
    fields
}

/// The trade, sometimes by a word of the same kind.
fn calling(p: &Person, f: f64, r: &mut Random) -> String {
    let kin = tables::CALLINGS.iter().find(|g| g.contains(&p.calling));
    match kin {
        Some(group) if r.chance(0.25 * f) => (*r.pick(group)).to_owned(),
        _ => p.calling.to_owned(),
    }
}

fn figure(
    p: &Person,
    other: &Person,
    (first, last): (String, String),
    (birth, city, postcode): (String, String, String),
    f: f64,
    r: &mut Random,
) -> Vec<String> {
    let title = match p.house % 7 {
        0 => format!("{first} {}, 1st baron {}", p.last, other.street),
        1 => format!("sir {first} {} {last}", p.middle),
        2 => format!("{first} {last} of {city}"),
        _ => format!("{first} {} {last}", p.middle),
    };
    let words: Vec<&str> = title.split_whitespace().collect();
    let kept: Vec<&str> = words
        .iter()
        .copied()
        .filter(|_| !r.chance(0.12 * f))
        .collect();
    let whole = if kept.len() < 2 { words } else { kept }.join(" ");
    let birth = if r.chance(0.1 * f) {
        format!("{}-01-01", p.birth.0)
    } else {
        birth
    };
    let calling = calling(p, f, r);
    let sex = if p.man { "male" } else { "female" };
    let both = format!("{first} {last}");
    let mut fields = vec![
        whole,
        both,
        first,
        last,
        birth,
        city,
        postcode,
        sex.into(),
        calling,
    ];
    blank(
        &mut fields,
        &[0.0, 0.02, 0.06, 0.06, 0.18, 0.2, 0.2, 0.25, 0.35],
        f,
        r,
    );
    fields
}

/// How many records a person has in a file of a style.
pub(super) fn copies(seed: u64, style: Style, n: usize) -> usize {
    let mut r = Random::new(seed, &[32, n as u64]);
    match style {
        Style::NamesOnly => 1 + usize::from(r.chance(0.11)),
        Style::Figures | Style::Members => 1 + r.below(20).min(r.below(20)),
        _ => 1 + r.zipf(5, 0.6),
    }
}
