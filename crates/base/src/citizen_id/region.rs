//! Whether the six leading digits of an ID number were ever a division's code (GB/T 2260).
//!
//! A warning at most, never part of parsing: tables have gaps, and divisions were renumbered many
//! times. The table is `data/regions.tsv` (6,700 codes with years; source in `data/README.md`).

use std::sync::LazyLock;

use super::CitizenId;

/// One span of years in which a code stood for one division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Six digits.
    pub code: u32,
    /// First year, `None` when the table begins with it (1980 or before).
    pub from: Option<i16>,
    /// Last year, `None` while in force.
    pub to: Option<i16>,
    /// The division's own name, without the province's.
    pub name: &'static str,
}

/// What the table says about the region of an ID number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionStatus {
    /// In the table, and not abolished before the birth.
    Known(Region),
    /// In the table, but abolished before the holder was born.
    EndedBeforeBirth(Region),
    /// The province exists, the county is not in the table.
    UnknownCounty,
    /// No province ever had these two digits.
    UnknownProvince,
}

static TABLE: LazyLock<Vec<Region>> = LazyLock::new(|| {
    include_str!("../../data/regions.tsv")
        .lines()
        .filter_map(region)
        .collect()
});

fn region(line: &'static str) -> Option<Region> {
    let mut fields = line.split('\t');
    Some(Region {
        code: fields.next()?.parse().ok()?,
        from: fields.next()?.parse().ok(),
        to: fields.next()?.parse().ok(),
        name: fields.next()?,
    })
}

/// All spans of a code, oldest first; empty if it is not in the table.
pub fn spans(code: u32) -> &'static [Region] {
    let start = TABLE.partition_point(|r| r.code < code);
    let end = TABLE.partition_point(|r| r.code <= code);
    &TABLE[start..end]
}

/// Name of the province that the first two digits stand for.
pub fn province(code: u32) -> Option<&'static str> {
    spans(code / 10_000 * 10_000).last().map(|r| r.name)
}

/// What the table says about the region of the number.
pub fn status(id: CitizenId) -> RegionStatus {
    let spans = spans(id.region());
    let birth_year = id.birth_date().year();
    let alive = |r: &&Region| r.to.is_none_or(|to| to >= birth_year);
    match (spans.iter().find(alive), spans.last()) {
        (Some(region), _) => RegionStatus::Known(*region),
        (None, Some(region)) => RegionStatus::EndedBeforeBirth(*region),
        (None, None) if province(id.region()).is_some() => RegionStatus::UnknownCounty,
        (None, None) => RegionStatus::UnknownProvince,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn status_of(code: u32, year: i16) -> RegionStatus {
        status(CitizenId::from_parts(code, date(year, 7, 1), 1).unwrap())
    }

    #[test]
    fn one_county_had_three_codes() {
        for code in [510_231, 500_226, 500_153] {
            assert!(
                matches!(status_of(code, 1960), RegionStatus::Known(_)),
                "{code}"
            );
        }
        assert_eq!(province(500_153), Some("重庆市"));
        assert!(matches!(
            status_of(510_231, 2005),
            RegionStatus::EndedBeforeBirth(Region { to: Some(1996), .. })
        ));
    }

    #[test]
    fn an_unknown_county_is_less_strange_than_an_unknown_province() {
        assert_eq!(status_of(500_999, 1960), RegionStatus::UnknownCounty);
        assert_eq!(
            status_of(990_101 - 800_000, 1960),
            RegionStatus::UnknownProvince
        );
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(TABLE.is_sorted_by_key(|r| r.code));
        assert_eq!(
            TABLE.len(),
            include_str!("../../data/regions.tsv").lines().count()
        );
        let years = TABLE.iter().filter_map(|r| Some((r.from?, r.to?)));
        assert!(years.into_iter().all(|(from, to)| from <= to));
    }
}
