//! What happens to a person's data between the register and a ledger typed elsewhere.

use super::chinese::{Address, Person};
use crate::random::Random;
use demo::names::words::{SAME_SHAPE, SAME_SOUND, VARIANTS};

/// Chance of each error, per record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChineseErrors {
    /// No ID number.
    pub id_missing: f64,
    /// One digit typed wrong.
    pub id_digit: f64,
    /// Two neighbouring digits swapped.
    pub id_swapped: f64,
    /// The old number of 15 digits.
    pub id_old: f64,
    /// The last character lost (where it is X, four times as likely).
    pub id_cut: f64,
    /// A character of the same sound.
    pub name_sound: f64,
    /// A character that looks alike.
    pub name_shape: f64,
    /// A traditional or variant character.
    pub name_variant: f64,
    /// A character lost.
    pub name_short: f64,
    /// Another name altogether (childhood name, married name).
    pub name_other: f64,
    /// No birth date.
    pub birth_missing: f64,
    /// Day and month exchanged, a digit wrong, or a neighbouring year (lunar, guessed).
    pub birth_wrong: f64,
    /// Sex typed wrong.
    pub sex_wrong: f64,
    /// No phone.
    pub phone_missing: f64,
    /// Another phone.
    pub phone_changed: f64,
    /// A digit of the phone wrong.
    pub phone_digit: f64,
    /// Moved.
    pub moved: f64,
    /// Address in a shorter form.
    pub address_short: f64,
    /// No address.
    pub address_missing: f64,
}

impl ChineseErrors {
    /// A register in good order.
    pub const LIGHT: Self = Self {
        id_missing: 0.01,
        id_digit: 0.003,
        id_swapped: 0.002,
        id_old: 0.0,
        id_cut: 0.0,
        name_sound: 0.004,
        name_shape: 0.002,
        name_variant: 0.003,
        name_short: 0.0,
        name_other: 0.001,
        birth_missing: 0.01,
        birth_wrong: 0.004,
        sex_wrong: 0.002,
        phone_missing: 0.10,
        phone_changed: 0.05,
        phone_digit: 0.005,
        moved: 0.02,
        address_short: 0.15,
        address_missing: 0.01,
    };
    /// A ledger of a line department.
    pub const USUAL: Self = Self {
        id_missing: 0.08,
        id_digit: 0.02,
        id_swapped: 0.01,
        id_old: 0.02,
        id_cut: 0.005,
        name_sound: 0.025,
        name_shape: 0.01,
        name_variant: 0.02,
        name_short: 0.005,
        name_other: 0.005,
        birth_missing: 0.04,
        birth_wrong: 0.03,
        sex_wrong: 0.01,
        phone_missing: 0.20,
        phone_changed: 0.20,
        phone_digit: 0.02,
        moved: 0.10,
        address_short: 0.30,
        address_missing: 0.05,
    };
    /// A ledger typed from paper in a hurry.
    pub const HEAVY: Self = Self {
        id_missing: 0.35,
        id_digit: 0.06,
        id_swapped: 0.03,
        id_old: 0.08,
        id_cut: 0.02,
        name_sound: 0.07,
        name_shape: 0.03,
        name_variant: 0.04,
        name_short: 0.015,
        name_other: 0.01,
        birth_missing: 0.10,
        birth_wrong: 0.08,
        sex_wrong: 0.02,
        phone_missing: 0.35,
        phone_changed: 0.25,
        phone_digit: 0.04,
        moved: 0.20,
        address_short: 0.45,
        address_missing: 0.10,
    };
}

/// The row of a person, in the order of [`HEADER`], after errors.
pub(super) fn row(
    person: &Person,
    other: &Person,
    errors: &ChineseErrors,
    random: &mut Random,
) -> Vec<String> {
    let name = name(person, other, errors, random);
    let id = id_number(&person.id_number, errors, random);
    let birth = birth(person.birth, errors, random);
    let man = person.man != random.chance(errors.sex_wrong);
    let phone = phone(&person.phone, &other.phone, errors, random);
    let moved = random.chance(errors.moved);
    let home = if moved {
        &other.address
    } else {
        &person.address
    };
    let household = if moved {
        other.household
    } else {
        person.household
    };
    let address = address(home, errors, random);
    let sex = if man { "男" } else { "女" };
    vec![
        name,
        id,
        birth,
        sex.to_owned(),
        phone,
        address,
        home.town.to_owned(),
        format!("H{household}"),
    ]
}

/// Columns of [`row`].
pub(super) const HEADER: &[&str] = &[
    "姓名",
    "身份证号",
    "出生日期",
    "性别",
    "联系电话",
    "住址",
    "镇街",
    "户号",
];

fn name(person: &Person, other: &Person, errors: &ChineseErrors, random: &mut Random) -> String {
    let mut chars: Vec<char> = person.surname.chars().chain(person.given.chars()).collect();
    let at = random.below(chars.len());
    if random.chance(errors.name_other) {
        return format!("{}{}", person.surname, other.given);
    }
    if random.chance(errors.name_sound) {
        exchange(&mut chars, SAME_SOUND, random);
    } else if random.chance(errors.name_shape) {
        exchange(&mut chars, SAME_SHAPE, random);
    }
    if random.chance(errors.name_variant) {
        for c in &mut chars {
            if let Some((_, variant)) = VARIANTS.iter().find(|(plain, _)| plain == c) {
                *c = *variant;
            }
        }
    }
    if random.chance(errors.name_short) && chars.len() > 2 {
        chars.remove(at);
    }
    chars.into_iter().collect()
}

/// Exchanges one character for another of its group; the given name is hit before the surname.
fn exchange(chars: &mut [char], groups: &[&str], random: &mut Random) {
    for place in (0..chars.len()).rev() {
        if let Some(group) = groups.iter().find(|g| g.contains(chars[place])) {
            let others: Vec<char> = group.chars().filter(|c| *c != chars[place]).collect();
            chars[place] = others[random.below(others.len())];
            return;
        }
    }
}

fn id_number(id: &str, errors: &ChineseErrors, random: &mut Random) -> String {
    if random.chance(errors.id_missing) {
        return String::new();
    }
    let cut = if id.ends_with('X') { 4.0 } else { 1.0 } * errors.id_cut;
    if random.chance(cut) {
        return id[..17].to_owned();
    }
    if random.chance(errors.id_old) && &id[6..8] == "19" {
        return format!("{}{}", &id[..6], &id[8..17]);
    }
    let mut bytes = id.as_bytes().to_vec();
    if random.chance(errors.id_digit) {
        wrong_digit(&mut bytes[..17], random);
    }
    if random.chance(errors.id_swapped) {
        let at = random.below(16);
        bytes.swap(at, at + 1);
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn wrong_digit(digits: &mut [u8], random: &mut Random) {
    let at = random.below(digits.len());
    if digits[at].is_ascii_digit() {
        digits[at] = b'0' + (digits[at] - b'0' + random.between(1, 9) as u8) % 10;
    }
}

fn birth(birth: (u32, u32, u32), errors: &ChineseErrors, random: &mut Random) -> String {
    if random.chance(errors.birth_missing) {
        return String::new();
    }
    let (mut year, mut month, mut day) = birth;
    if random.chance(errors.birth_wrong) {
        match random.below(5) {
            0 if day <= 12 => (month, day) = (day, month),
            0 | 1 => day = day % 28 + 1,
            2 => month = month % 12 + 1,
            3 => year -= 1,
            _ => year = year - year % 10 + (year + random.between(1, 9)) % 10,
        }
    }
    match random.below(20) {
        0 => format!("{year}.{month}.{day}"),
        1 => format!("{year}年{month}月{day}日"),
        2 => format!("{year}{month:02}{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

fn phone(phone: &str, other: &str, errors: &ChineseErrors, random: &mut Random) -> String {
    if random.chance(errors.phone_missing) {
        return String::new();
    }
    if random.chance(errors.phone_changed) {
        return other.to_owned();
    }
    let mut bytes = phone.as_bytes().to_vec();
    if random.chance(errors.phone_digit) && bytes.len() == 11 {
        wrong_digit(&mut bytes[3..], random);
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn address(home: &Address, errors: &ChineseErrors, random: &mut Random) -> String {
    if random.chance(errors.address_missing) {
        return String::new();
    }
    let Address { town, place, house } = home;
    if random.chance(errors.address_short) {
        let bare = town.trim_end_matches('镇').trim_end_matches("街道");
        return match random.below(3) {
            0 => format!("{town}{place}{house}号"),
            1 => format!("{bare}{place}"),
            _ => format!("荣昌{bare}{place}{house}号"),
        };
    }
    format!("重庆市荣昌区{town}{place}{house}号")
}
