//! The places of the district: its towns, its villages, and addresses in them.
//!
//! Start at [`Places::load`]; the tables stand in `packs/rongchang-2020/places` and say there what
//! is real and what is invented.

use crate::names::words::STREETS;
use crate::random::Random;

/// A town or street with its nine-digit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Town {
    /// Nine digits.
    pub code: &'static str,
    /// As written in ledgers.
    pub name: &'static str,
}

/// A village or community with its twelve-digit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Village {
    /// Twelve digits.
    pub code: &'static str,
    /// As written in ledgers.
    pub name: &'static str,
    /// Its town, an index of [`Places::towns`].
    pub town: u8,
    /// A community of residents (社区) rather than a village.
    pub urban: bool,
    /// How many people live there, relative to the others.
    weight: u32,
}

/// All towns and villages.
#[derive(Debug, Clone)]
pub struct Places {
    /// By code.
    pub towns: Vec<Town>,
    /// By code.
    pub villages: Vec<Village>,
    cumulated: Vec<u32>,
}

/// Where a household lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Address {
    /// An index of [`Places::villages`].
    pub village: u16,
    /// Villagers' group, or the street of a community.
    pub group: u8,
    /// House number.
    pub house: u16,
    /// Flat of a house, 0 for a house of its own.
    pub flat: u16,
}

/// The name of the district as addresses begin.
pub const DISTRICT: &str = "重庆市荣昌区";

/// What the district lies in, and the district: code and name.
pub const ABOVE: [(&str, &str); 3] = [("50", "重庆市"), ("5001", "市辖区"), ("500153", "荣昌区")];

const DIVISIONS: &str = include_str!("../../../packs/rongchang-2020/places/divisions.tsv");
const VILLAGES: &str = include_str!("../../../packs/rongchang-2020/places/villages.tsv");

impl Places {
    /// The places of the district.
    pub fn load() -> Self {
        let mut towns = Vec::new();
        let mut weights = Vec::new();
        for line in DIVISIONS.lines().skip(1) {
            let mut fields = line.split('\t');
            if let (Some(code), Some(name), weight) = (fields.next(), fields.next(), fields.next())
            {
                towns.push(Town { code, name });
                weights.push(weight.and_then(|w| w.parse().ok()).unwrap_or(1));
            }
        }
        let mut villages: Vec<Village> = Vec::new();
        for line in VILLAGES.lines().skip(1) {
            let found = line.split_once('\t').and_then(|(code, name)| {
                let town = towns.iter().position(|t| code.starts_with(t.code))?;
                Some((code, name, town))
            });
            let Some((code, name, town)) = found else {
                continue;
            };
            let urban = name.ends_with("社区");
            let weight = weights.get(town).copied().unwrap_or(1) * if urban { 13 } else { 10 };
            villages.push(Village {
                code,
                name,
                town: town as u8,
                urban,
                weight,
            });
        }
        // A town's weight is shared by its villages.
        let counts: Vec<u32> = (0..towns.len())
            .map(|t| villages.iter().filter(|v| usize::from(v.town) == t).count() as u32)
            .collect();
        let mut sum = 0;
        let mut cumulated = Vec::new();
        for village in &mut villages {
            let count = counts.get(usize::from(village.town)).copied().unwrap_or(1);
            village.weight = (village.weight * 10 / count.max(1)).max(1);
            sum += village.weight;
            cumulated.push(sum);
        }
        Self {
            towns,
            villages,
            cumulated,
        }
    }

    /// A village, by how many live there.
    pub fn draw(&self, random: &mut Random) -> u16 {
        let total = self.cumulated.last().copied().unwrap_or(1);
        let draw = random.below(total as usize) as u32;
        self.cumulated.partition_point(|sum| *sum <= draw) as u16
    }

    /// An address in a village.
    pub fn address(&self, random: &mut Random, village: u16) -> Address {
        let urban = self.village(village).urban;
        let (group, house) = if urban {
            (
                random.below(STREETS.len()) as u8,
                random.between(1, 300) as u16,
            )
        } else {
            (random.between(1, 12) as u8, random.between(1, 160) as u16)
        };
        let flat = if urban && random.chance(0.7) {
            (random.between(1, 4) * 10_000 / 10 + random.between(1, 18) * 10 + random.between(1, 4))
                as u16
        } else {
            0
        };
        Address {
            village,
            group,
            house,
            flat,
        }
    }

    /// A village by index; the first one for an index there is not.
    pub fn village(&self, at: u16) -> &Village {
        static NOWHERE: Village = Village {
            code: "",
            name: "",
            town: 0,
            urban: false,
            weight: 0,
        };
        self.villages.get(usize::from(at)).unwrap_or(&NOWHERE)
    }

    /// The name of an address' town.
    pub fn town_name(&self, village: u16) -> &'static str {
        let town = usize::from(self.village(village).town);
        self.towns.get(town).map_or("", |t| t.name)
    }

    /// The address below the town: village and group, or street and flat.
    pub fn local(&self, address: Address) -> String {
        let village = self.village(address.village);
        if !village.urban {
            return format!("{}{}组{}号", village.name, address.group, address.house);
        }
        let street = STREETS.get(usize::from(address.group)).unwrap_or(&"");
        let Address { house, flat, .. } = address;
        match flat {
            0 => format!("{}{street}{house}号", village.name),
            flat => format!(
                "{}{street}{house}号{}幢{}-{}",
                village.name,
                flat / 1000,
                flat % 1000 / 10,
                flat % 10
            ),
        }
    }

    /// The whole address.
    pub fn full(&self, address: Address) -> String {
        format!(
            "{DISTRICT}{}{}",
            self.town_name(address.village),
            self.local(address)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_one_towns_and_a_hundred_and_fifty_six_villages() {
        let places = Places::load();
        assert_eq!((places.towns.len(), places.villages.len()), (21, 156));
        let mut codes: Vec<&str> = places.villages.iter().map(|v| v.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 156);
        assert!(
            codes.iter().all(|c| c.len() == 12 && &c[9..10] == "9"),
            "invented codes end in 9nn"
        );
    }

    #[test]
    fn an_address_reads_as_people_write_it() {
        let places = Places::load();
        let village = places.villages.iter().position(|v| !v.urban).unwrap() as u16;
        let address = Address {
            village,
            group: 3,
            house: 45,
            flat: 0,
        };
        let text = places.full(address);
        assert!(
            text.starts_with("重庆市荣昌区") && text.ends_with("村3组45号"),
            "{text}"
        );
    }
}
