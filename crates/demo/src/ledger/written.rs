//! A person as a clerk wrote them down: the identity columns of one row, with the mistakes of that
//! ledger. The same row of the same seed is always written the same.

use crate::names::Name;
use crate::names::words::{SAME_SHAPE, SAME_SOUND};
use crate::numbers;
use crate::random::Random;
use crate::world::{NOBODY, Person, World};
use base::Sex;
use base::date::Date;

/// How often what goes wrong in a ledger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// No ID number.
    pub id_missing: f64,
    /// A digit of the ID number wrong.
    pub id_digit: f64,
    /// Neighbouring digits of the ID number swapped.
    pub id_swapped: f64,
    /// The old number of 15 digits.
    pub id_old: f64,
    /// Turned into a number by a spreadsheet.
    pub id_damaged: f64,
    /// Spaces, a small x, full-width digits: wrong only to the eye.
    pub id_untidy: f64,
    /// A character of the same sound.
    pub name_sound: f64,
    /// A character that looks alike.
    pub name_shape: f64,
    /// A traditional character.
    pub name_variant: f64,
    /// Another given name: a childhood name, or the name before it was changed.
    pub name_other: f64,
    /// Spaces in the name, another middle dot.
    pub name_untidy: f64,
    /// Another birth date.
    pub birth_wrong: f64,
    /// No birth date.
    pub birth_missing: f64,
    /// The other sex.
    pub sex_wrong: f64,
    /// An address left behind.
    pub moved: f64,
}

impl Quality {
    /// Registers that are checked by machine.
    pub const MACHINE: Self = Self {
        id_missing: 0.0,
        id_digit: 0.0006,
        id_swapped: 0.0002,
        id_old: 0.0,
        id_damaged: 0.0,
        id_untidy: 0.0,
        name_sound: 0.001,
        name_shape: 0.001,
        name_variant: 0.001,
        name_other: 0.0005,
        name_untidy: 0.0,
        birth_wrong: 0.0005,
        birth_missing: 0.0,
        sex_wrong: 0.0003,
        moved: 0.03,
    };
    /// Ledgers kept by hand in a bureau.
    pub const OFFICE: Self = Self {
        id_missing: 0.004,
        id_digit: 0.006,
        id_swapped: 0.003,
        id_old: 0.006,
        id_damaged: 0.002,
        id_untidy: 0.02,
        name_sound: 0.010,
        name_shape: 0.005,
        name_variant: 0.008,
        name_other: 0.003,
        name_untidy: 0.01,
        birth_wrong: 0.006,
        birth_missing: 0.02,
        sex_wrong: 0.004,
        moved: 0.08,
    };
    /// Lists typed from paper in a hurry.
    pub const PAPER: Self = Self {
        id_missing: 0.05,
        id_digit: 0.015,
        id_swapped: 0.006,
        id_old: 0.03,
        id_damaged: 0.01,
        id_untidy: 0.03,
        name_sound: 0.02,
        name_shape: 0.01,
        name_variant: 0.012,
        name_other: 0.004,
        name_untidy: 0.02,
        birth_wrong: 0.015,
        birth_missing: 0.06,
        sex_wrong: 0.008,
        moved: 0.15,
    };
}

/// Kinds of mistake, as `people.csv` names them.
pub mod mistake {
    /// Name and bit of each.
    pub const ALL: &[(u16, &str)] = &[
        (ID_MISSING, "id-missing"),
        (ID_WRONG, "id-digit"),
        (ID_SWAPPED, "id-swapped"),
        (ID_OLD, "id-15"),
        (ID_DAMAGED, "id-damaged"),
        (ID_UNTIDY, "id-untidy"),
        (ID_COPIED, "id-copied"),
        (NAME_SOUND, "name-sound"),
        (NAME_SHAPE, "name-shape"),
        (NAME_VARIANT, "name-variant"),
        (NAME_OTHER, "name-other"),
        (NAME_UNTIDY, "name-untidy"),
        (BIRTH_WRONG, "birth-wrong"),
        (BIRTH_MISSING, "birth-missing"),
        (SEX_WRONG, "sex-wrong"),
        (MOVED, "address-old"),
    ];
    pub(crate) const ID_MISSING: u16 = 1;
    pub(crate) const ID_WRONG: u16 = 2;
    pub(crate) const ID_SWAPPED: u16 = 4;
    pub(crate) const ID_OLD: u16 = 8;
    pub(crate) const ID_DAMAGED: u16 = 16;
    pub(crate) const ID_UNTIDY: u16 = 32;
    pub(crate) const ID_COPIED: u16 = 64;
    pub(crate) const NAME_SOUND: u16 = 128;
    pub(crate) const NAME_SHAPE: u16 = 256;
    pub(crate) const NAME_VARIANT: u16 = 512;
    pub(crate) const NAME_OTHER: u16 = 1024;
    pub(crate) const NAME_UNTIDY: u16 = 2048;
    pub(crate) const BIRTH_WRONG: u16 = 4096;
    pub(crate) const BIRTH_MISSING: u16 = 8192;
    pub(crate) const SEX_WRONG: u16 = 16384;
    pub(crate) const MOVED: u16 = 32768;
}

/// What stands in the identity columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Name.
    pub name: String,
    /// ID number as text; empty when missing or damaged.
    pub id: String,
    /// What the spreadsheet made of the number.
    pub damaged: Option<f64>,
    /// Sex.
    pub sex: Sex,
    /// Birth date.
    pub birth: Option<Date>,
    /// Whole address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Bits of [`mistake`].
    pub mistakes: u16,
}

/// The columns of one row. `ledger` numbers the ledger, `row` the row within it, and `id_of` is
/// whose number stands there, if not the person's own.
pub fn written(
    world: &World,
    (ledger, row): (u64, usize),
    person: u32,
    id_of: u32,
    quality: &Quality,
    errors: f64,
) -> Written {
    let facts = world.person(person);
    let mut clerk = Clerk {
        random: Random::new(world.seed, &[20, ledger, row as u64]),
        errors,
        mistakes: 0,
    };
    let name = clerk.name(facts, quality);
    let (id, damaged) = if id_of == NOBODY {
        clerk.number(facts, quality)
    } else {
        clerk.mistakes |= mistake::ID_COPIED;
        (world.person(id_of).id.to_string(), None)
    };
    let wrong_sex = clerk.errs(quality.sex_wrong, mistake::SEX_WRONG);
    let sex = match (facts.sex, wrong_sex) {
        (Sex::Male, false) | (Sex::Female, true) => Sex::Male,
        _ => Sex::Female,
    };
    let birth = if clerk.errs(quality.birth_missing, mistake::BIRTH_MISSING) {
        None
    } else if clerk.errs(quality.birth_wrong, mistake::BIRTH_WRONG) {
        Some(another_day(facts.birth, &mut clerk.random))
    } else {
        Some(facts.birth)
    };
    let mut address = world.home(person).address;
    if clerk.errs(quality.moved, mistake::MOVED) {
        let near = clerk.random.chance(0.7);
        let village = if near {
            address.village
        } else {
            world.places.draw(&mut clerk.random)
        };
        address = world.places.address(&mut clerk.random, village);
    }
    let young = facts.age(world.on) < 14;
    let phone = if young {
        String::new()
    } else {
        numbers::phone(world.seed, person)
    };
    let address = world.places.full(address);
    Written {
        name,
        id,
        damaged,
        sex,
        birth,
        address,
        phone,
        mistakes: clerk.mistakes,
    }
}

/// Whoever writes a row.
struct Clerk {
    random: Random,
    errors: f64,
    mistakes: u16,
}

impl Clerk {
    /// Whether a mistake happens; it is noted.
    fn errs(&mut self, chance: f64, bit: u16) -> bool {
        let made = self.random.chance(chance * self.errors);
        self.mistakes |= if made { bit } else { 0 };
        made
    }

    fn name(&mut self, facts: &Person, quality: &Quality) -> String {
        let mut name = facts.name.to_string();
        if self.errs(quality.name_other, mistake::NAME_OTHER) {
            let (surname, year) = (facts.name.surname(), facts.birth.year());
            let other = Name::draw(&mut self.random, surname, facts.sex, year).to_string();
            if other == name || facts.name.is_dotted() {
                self.mistakes &= !mistake::NAME_OTHER;
            } else {
                name = other;
            }
        }
        for (chance, groups, bit) in [
            (quality.name_sound, SAME_SOUND, mistake::NAME_SOUND),
            (quality.name_shape, SAME_SHAPE, mistake::NAME_SHAPE),
        ] {
            if self.random.chance(chance * self.errors)
                && let Some(changed) = exchanged(&name, groups, &mut self.random)
            {
                name = changed;
                self.mistakes |= bit;
            }
        }
        if self.random.chance(quality.name_variant * self.errors)
            && let Some(changed) = traditional(&name)
        {
            name = changed;
            self.mistakes |= mistake::NAME_VARIANT;
        }
        if self.errs(quality.name_untidy, mistake::NAME_UNTIDY) {
            name = untidy(&name);
        }
        name
    }

    /// The number as text, or what a spreadsheet made of it.
    fn number(&mut self, facts: &Person, quality: &Quality) -> (String, Option<f64>) {
        let id = facts.id.to_string();
        if self.errs(quality.id_missing, mistake::ID_MISSING) {
            return (String::new(), None);
        }
        if self.errs(quality.id_damaged, mistake::ID_DAMAGED) {
            return (String::new(), id.replace('X', "0").parse().ok());
        }
        if self.errs(quality.id_digit, mistake::ID_WRONG) {
            return (wrong_digit(&id, &mut self.random), None);
        }
        if self.errs(quality.id_swapped, mistake::ID_SWAPPED) {
            return (swapped(&id, &mut self.random), None);
        }
        if let Some(old) = facts.id.legacy_form().filter(|_| facts.birth.year() < 1980)
            && self.errs(quality.id_old * 3.0, mistake::ID_OLD)
        {
            return (old, None);
        }
        if self.errs(quality.id_untidy, mistake::ID_UNTIDY) {
            let untidy = match self.random.below(3) {
                0 => format!("{} {} {}", &id[..6], &id[6..14], &id[14..]),
                1 => id.to_lowercase() + " ",
                _ => id.chars().map(full_width).collect(),
            };
            return (untidy, None);
        }
        (id, None)
    }
}

/// One character of the name for another of its group; given names are hit before surnames.
fn exchanged(name: &str, groups: &[&str], random: &mut Random) -> Option<String> {
    let mut chars: Vec<char> = name.chars().collect();
    for at in (0..chars.len()).rev() {
        let Some(group) = groups.iter().find(|g| g.contains(chars[at])) else {
            continue;
        };
        let same = base::name::fold_char(chars[at]);
        let others: Vec<char> = group
            .chars()
            .filter(|c| base::name::fold_char(*c) != same)
            .collect();
        if !others.is_empty() {
            chars[at] = others[random.below(others.len())];
            return Some(chars.into_iter().collect());
        }
    }
    None
}

/// The name in traditional characters, if any of it has one.
fn traditional(name: &str) -> Option<String> {
    const PAIRS: &[(char, char)] = &[
        ('国', '國'),
        ('陈', '陳'),
        ('张', '張'),
        ('刘', '劉'),
        ('杨', '楊'),
        ('华', '華'),
        ('军', '軍'),
        ('丽', '麗'),
        ('红', '紅'),
        ('凤', '鳳'),
        ('龙', '龍'),
        ('贵', '貴'),
        ('荣', '榮'),
        ('伟', '偉'),
        ('强', '強'),
        ('兰', '蘭'),
        ('学', '學'),
        ('峰', '峯'),
        ('群', '羣'),
        ('吴', '吳'),
        ('黄', '黃'),
        ('郑', '鄭'),
        ('罗', '羅'),
        ('赵', '趙'),
        ('孙', '孫'),
        ('马', '馬'),
        ('谢', '謝'),
        ('泽', '澤'),
        ('东', '東'),
        ('庆', '慶'),
        ('万', '萬'),
        ('义', '義'),
        ('宝', '寶'),
        ('树', '樹'),
        ('卢', '盧'),
        ('邓', '鄧'),
        ('珍', '珎'),
        ('琼', '瓊'),
        ('银', '銀'),
        ('玲', '玲'),
    ];
    let changed: String = name
        .chars()
        .map(|c| {
            PAIRS
                .iter()
                .find(|(plain, _)| *plain == c)
                .map_or(c, |(_, old)| *old)
        })
        .collect();
    (changed != name).then_some(changed)
}

fn untidy(name: &str) -> String {
    if name.contains('·') {
        return name.replace('·', "•");
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(a), Some(b), None) => format!("{a}　{b}"),
        _ => format!(" {name} "),
    }
}

fn full_width(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32(u32::from(c) - 0x30 + 0xFF10).unwrap_or(c),
        _ => c,
    }
}

fn wrong_digit(id: &str, random: &mut Random) -> String {
    let mut bytes = id.as_bytes().to_vec();
    let at = random.below(17);
    bytes[at] = b'0' + (bytes[at] - b'0' + random.between(1, 9) as u8) % 10;
    String::from_utf8(bytes).unwrap_or_default()
}

fn swapped(id: &str, random: &mut Random) -> String {
    let mut bytes = id.as_bytes().to_vec();
    let start = random.below(16);
    let found = (0..16)
        .map(|step| (start + step) % 16)
        .find(|at| bytes[*at] != bytes[*at + 1]);
    if let Some(at) = found {
        bytes.swap(at, at + 1);
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn another_day(day: Date, random: &mut Random) -> Date {
    let moved = match random.below(4) {
        0 => day.with().year(day.year() - 1).build(),
        1 => day
            .with()
            .month(day.month() % 12 + 1)
            .day(day.day().min(28))
            .build(),
        2 => day.with().day(day.day() % 28 + 1).build(),
        // Day and month exchanged.
        _ => day.with().day(day.month()).month(day.day().min(12)).build(),
    };
    match moved {
        Ok(other) if other != day => other,
        _ => day.with().day(day.day() % 28 + 1).build().unwrap_or(day),
    }
}
