//! What can go wrong in a database, in kinds that callers act on. No value of a row ever stands in
//! an error: errors are logged, and rows are people.

use base::message::{Message, Speak};

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "db-address",
    "db-connect",
    "db-busy",
    "db-unique",
    "db-reference",
    "db-check",
    "db-stale",
    "db-not-found",
    "db-collation",
    "db-newer",
    "db-edited-migration",
    "db-migration-failed",
    "db-file",
    "db-dump-damaged",
    "db-not-empty",
    "db-not-the-same",
    "db-statement",
];

/// Why the database refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address is neither a file nor `postgres://…`.
    #[error("not a database address: {0}")]
    Address(String),
    /// The server or the file cannot be opened.
    #[error("cannot open the database: {0}")]
    Connect(String),
    /// Another writer holds the database longer than we wait.
    #[error("the database is busy")]
    Busy,
    /// A value that must be unique is there already.
    #[error("{table} ({}) must be unique", columns.join(", "))]
    Unique {
        /// The table.
        table: String,
        /// Its columns; empty when the engine names only an index over expressions.
        columns: Vec<String>,
    },
    /// A row refers to one that is not there, or is referred to.
    #[error("a reference between tables would break{}", at(constraint))]
    Reference {
        /// Name of the constraint, where the engine tells it.
        constraint: Option<String>,
    },
    /// A CHECK or NOT NULL constraint refused the row.
    #[error("a check of the table refused the row{}", at(constraint))]
    Check {
        /// Name of the constraint or column, where the engine tells it.
        constraint: Option<String>,
    },
    /// The row was changed by someone else since it was read.
    #[error("the row was changed meanwhile")]
    Stale,
    /// A row that must be there is not.
    #[error("no row")]
    NotFound,
    /// A query that must give one row gave several.
    #[error("several rows where one was expected")]
    SeveralRows,
    /// The result has no such column.
    #[error("the result has no column {0}")]
    NoColumn(String),
    /// A column holds another kind of value than the code expects.
    #[error("column {column} holds {found}, not {wanted}")]
    WrongKind {
        /// The column's name.
        column: String,
        /// What it holds.
        found: &'static str,
        /// The Rust type asked for.
        wanted: &'static str,
    },
    /// A parameter does not fit what the statement expects of it.
    #[error("parameter {position}: {kind} does not fit {wanted}")]
    WrongParam {
        /// Counted from 1.
        position: usize,
        /// What was given.
        kind: &'static str,
        /// The type that PostgreSQL inferred.
        wanted: String,
    },
    /// A statement inside the reading of another's rows, or a write inside a write.
    #[error("a statement within another: collect the rows first")]
    Nested,
    /// A write in a transaction that was opened for reading.
    #[error("a write in a reading transaction")]
    ReadOnly,
    /// The PostgreSQL database does not sort by bytes, so lists would differ between engines.
    #[error("the database sorts by {0}, not by C")]
    Collation(String),
    /// The database was made by a newer program.
    #[error("the schema has version {found}, this program knows {known}")]
    Newer {
        /// Version in the database.
        found: i64,
        /// Newest version known here.
        known: i64,
    },
    /// A migration that has run is not the one this program carries.
    #[error("migration {version} differs from the one that has run")]
    EditedMigration {
        /// Its number.
        version: i64,
    },
    /// A migration failed and was rolled back.
    #[error("migration {version} failed")]
    MigrationFailed {
        /// Its number.
        version: i64,
        /// Why.
        #[source]
        why: Box<DbError>,
    },
    /// A copy cannot be read or written.
    #[error("{path}: {why}")]
    File {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// A dump is cut short or was changed.
    #[error("the dump is damaged at line {line}: {what}")]
    DumpDamaged {
        /// Line of the dump, counted from 1.
        line: u64,
        /// What is wrong there.
        what: String,
    },
    /// The database to restore into has data.
    #[error("the database is not empty")]
    NotEmpty,
    /// What was loaded is not what was sent; nothing was kept.
    #[error("table {table}: {sent} rows sent, {found} found, or their content differs")]
    NotTheSame {
        /// The table.
        table: String,
        /// Rows that came.
        sent: u64,
        /// Rows that stand there.
        found: u64,
    },
    /// Anything else an engine says: a fault in our statement, not in the data.
    #[error("{engine}: {what}")]
    Statement {
        /// Which engine.
        engine: &'static str,
        /// Its own words (statements, never values).
        what: String,
    },
}

fn at(constraint: &Option<String>) -> String {
    constraint
        .as_ref()
        .map(|c| format!(" ({c})"))
        .unwrap_or_default()
}

impl DbError {
    /// Whether the same transaction may succeed when tried again.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy)
    }

    /// Whether a unique constraint over exactly these columns refused the row.
    #[must_use]
    pub fn is_unique(&self, table: &str, columns: &[&str]) -> bool {
        matches!(self, Self::Unique { table: t, columns: c } if t == table && c == columns)
    }
}

impl Speak for DbError {
    fn message(&self) -> Message {
        let number = |n: i64| n;
        match self {
            Self::Address(text) => Message::new("db-address").with("address", text.as_str()),
            Self::Connect(why) => Message::new("db-connect").with("why", why.as_str()),
            Self::Busy => Message::new("db-busy"),
            Self::Unique { table, columns } => Message::new("db-unique")
                .with("table", table.as_str())
                .with("columns", columns.join(", ")),
            Self::Reference { constraint } => Message::new("db-reference")
                .with("constraint", constraint.as_deref().unwrap_or("-")),
            Self::Check { constraint } => {
                Message::new("db-check").with("constraint", constraint.as_deref().unwrap_or("-"))
            }
            Self::Stale => Message::new("db-stale"),
            Self::NotFound => Message::new("db-not-found"),
            Self::Collation(found) => Message::new("db-collation").with("found", found.as_str()),
            Self::Newer { found, known } => Message::new("db-newer")
                .with("found", number(*found))
                .with("known", number(*known)),
            Self::EditedMigration { version } => {
                Message::new("db-edited-migration").with("version", number(*version))
            }
            Self::MigrationFailed { version, why } => Message::new("db-migration-failed")
                .with("version", number(*version))
                .with("why", why.message()),
            Self::File { path, why } => Message::new("db-file")
                .with("file", path.as_str())
                .with("why", why.as_str()),
            Self::DumpDamaged { line, what } => Message::new("db-dump-damaged")
                .with("line", i64::try_from(*line).unwrap_or(i64::MAX))
                .with("what", what.as_str()),
            Self::NotEmpty => Message::new("db-not-empty"),
            Self::NotTheSame { table, sent, found } => Message::new("db-not-the-same")
                .with("table", table.as_str())
                .with("sent", i64::try_from(*sent).unwrap_or(i64::MAX))
                .with("found", i64::try_from(*found).unwrap_or(i64::MAX)),
            other => Message::new("db-statement").with("what", other.to_string()),
        }
    }
}

/// For actions: a row changed meanwhile is the user's matter, a missing one too; the rest is ours.
impl From<DbError> for base::Fault {
    fn from(e: DbError) -> Self {
        match e {
            DbError::Stale => Self::Stale,
            DbError::NotFound => Self::NotFound,
            DbError::Busy => Self::Refused(e.message()),
            other => Self::Internal(Box::new(other)),
        }
    }
}
