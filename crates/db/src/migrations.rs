//! The schema's history: one forward list for the whole product, one line a migration. A released
//! migration is never edited; a new one goes to the end and into `migrations/schema.sql`.

use crate::Migration;

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sql: include_str!(concat!("../../../migrations/", $name, ".sql")),
        }
    };
}

/// All migrations, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_platform"),
    migration!(2, "0002_registry"),
    migration!(3, "0003_preference"),
    migration!(4, "0004_taskboard"),
    migration!(5, "0005_register"),
    migration!(6, "0006_import"),
    migration!(8, "0008_platform"),
    migration!(9, "0009_casework"),
    migration!(10, "0010_treasury"),
    migration!(12, "0012_treasury"),
    migration!(14, "0014_findings"),
    migration!(15, "0015_treasury"),
    migration!(16, "0016_platform"),
    migration!(17, "0017_platform"),
    migration!(18, "0018_treasury"),
];

/// The whole current schema in one text; a test holds it equal to the migrations.
#[cfg(test)]
pub(crate) const SCHEMA: &str = include_str!("../../../migrations/schema.sql");
