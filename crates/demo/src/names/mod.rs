//! Personal names as they are given in the region: surnames by frequency and by village, given
//! names by generation, some rare characters and names with a middle dot.
//!
//! Start at [`Name`]; [`words`] holds the tables, `given` the fashion of each generation.

mod given;
pub mod words;

use crate::random::Random;
use base::Sex;
use std::fmt;
use std::sync::LazyLock;

/// A personal name in twelve bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name {
    surname: Surname,
    given: [char; 2],
}

/// A surname, by its place in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Surname(u16);

/// Surnames of [`Surname`] from this on are whole names with a middle dot.
const DOTTED: u16 = 10_000;

/// Mark of a character that is not there.
const NONE: char = '\0';

static CUMULATED: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut sum = 0;
    let weights = words::SURNAMES.iter().map(|(_, weight)| {
        sum += weight;
        sum
    });
    weights.collect()
});

impl Surname {
    /// One of the surnames, by frequency.
    pub fn draw(random: &mut Random) -> Self {
        let total = CUMULATED.last().copied().unwrap_or(1);
        let draw = random.below(total as usize) as u32;
        Self(CUMULATED.partition_point(|sum| *sum <= draw) as u16)
    }

    /// How it is written; empty for a name with a middle dot, which has none.
    pub fn text(self) -> &'static str {
        words::SURNAMES
            .get(usize::from(self.0))
            .map_or("", |(text, _)| *text)
    }
}

impl Name {
    /// A name in the fashion of the birth year.
    pub fn draw(random: &mut Random, surname: Surname, sex: Sex, birth_year: i16) -> Self {
        let given = given::draw(random, sex, birth_year);
        Self { surname, given }
    }

    /// A name whose first given character is shared with siblings.
    pub fn draw_sibling(random: &mut Random, elder: Name, sex: Sex, birth_year: i16) -> Self {
        let mut name = Self::draw(random, elder.surname, sex, birth_year);
        if elder.given[1] != NONE && random.chance(0.35) {
            let own = if name.given[1] == NONE {
                name.given[0]
            } else {
                name.given[1]
            };
            name.given = [elder.given[0], own];
        }
        name
    }

    /// A minority name with a middle dot.
    pub fn dotted(random: &mut Random, sex: Sex) -> Self {
        let table = given::dotted(sex);
        let at = random.below(table.len()) as u16 + if sex == Sex::Male { 0 } else { 1000 };
        Self {
            surname: Surname(DOTTED + at),
            given: [NONE; 2],
        }
    }

    /// The surname.
    pub fn surname(self) -> Surname {
        self.surname
    }

    /// Whether it is written with a middle dot.
    pub fn is_dotted(self) -> bool {
        self.surname.0 >= DOTTED
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.surname.0.checked_sub(DOTTED) {
            let (sex, at) = if at < 1000 {
                (Sex::Male, at)
            } else {
                (Sex::Female, at - 1000)
            };
            return f.write_str(given::dotted(sex).get(usize::from(at)).unwrap_or(&""));
        }
        f.write_str(self.surname.text())?;
        for c in self.given.iter().filter(|c| **c != NONE) {
            fmt::Write::write_char(f, *c)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn many(sex: Sex, year: i16) -> Vec<String> {
        let mut random = Random::new(3, &[]);
        let draw = |_| {
            let surname = Surname::draw(&mut random);
            Name::draw(&mut random, surname, sex, year).to_string()
        };
        (0..20_000).map(draw).collect()
    }

    #[test]
    fn common_surnames_are_as_common_as_in_the_tables() {
        let names = many(Sex::Male, 1960);
        let of = |s: &str| names.iter().filter(|n| n.starts_with(s)).count() as f64 / 20_000.0;
        let total: u32 = words::SURNAMES.iter().map(|(_, w)| w).sum();
        assert!((of("王") - 715.0 / f64::from(total)).abs() < 0.01);
        assert!(names.iter().any(|n| n.starts_with("欧阳")));
    }

    #[test]
    fn generations_are_named_differently() {
        let count =
            |names: &[String], text: &str| names.iter().filter(|n| n.contains(text)).count();
        let (old, young) = (many(Sex::Female, 1945), many(Sex::Female, 2014));
        assert!(count(&old, "秀") > 10 * count(&young, "秀").max(1));
        assert!(count(&young, "梓") > 10 * count(&old, "梓").max(1));
    }

    #[test]
    fn namesakes_occur_as_they_do_in_life() {
        let mut seen: HashMap<String, u32> = HashMap::new();
        for name in many(Sex::Male, 1965) {
            *seen.entry(name).or_default() += 1;
        }
        let most = seen.values().max().copied().unwrap_or_default();
        assert!((8..200).contains(&most), "{most}");
        assert!(seen.len() > 6000, "{}", seen.len());
    }

    #[test]
    fn dotted_names_have_their_dot() {
        let mut random = Random::new(1, &[]);
        for sex in [Sex::Male, Sex::Female] {
            let name = Name::dotted(&mut random, sex);
            assert!(name.is_dotted() && name.to_string().contains('·'));
        }
    }
}
