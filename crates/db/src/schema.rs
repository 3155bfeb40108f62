//! What a database consists of, asked of the engine itself: for copies, and for the test that
//! holds `schema.sql` and the migrations equal.

use crate::{Engine, Result, Tx};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// The kinds of columns there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// Measures.
    Real,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// Our tables, by name.
pub fn tables(tx: &Tx<'_>) -> Result<Vec<String>> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' \
             ESCAPE '\\' ORDER BY name"
        }
        Engine::Postgres => {
            "SELECT table_name::text AS name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY name"
        }
    };
    tx.rows(sql, &[], |row| row.at(0))
}

/// The columns of a table, in their order.
pub fn columns(tx: &Tx<'_>, table: &str) -> Result<Vec<Column>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid",
        Engine::Postgres => {
            "SELECT column_name::text AS name, data_type::text AS type \
             FROM information_schema.columns WHERE table_schema = current_schema() \
             AND table_name = ?1 ORDER BY ordinal_position"
        }
    };
    tx.rows(sql, &[&table], |row| {
        let kind: String = row.at(1)?;
        Ok(Column {
            name: row.at(0)?,
            kind: match kind.to_lowercase().as_str() {
                "integer" | "bigint" | "int" => Kind::Int,
                "real" | "double precision" => Kind::Real,
                "blob" | "bytea" => Kind::Bytes,
                _ => Kind::Text,
            },
        })
    })
}

/// The columns of a table's primary key, in the key's order.
pub(crate) fn key(tx: &Tx<'_>, table: &str) -> Result<Vec<String>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
        Engine::Postgres => {
            "SELECT k.column_name::text FROM information_schema.key_column_usage k \
             JOIN information_schema.table_constraints c USING (constraint_schema, constraint_name) \
             WHERE c.constraint_type = 'PRIMARY KEY' AND k.table_schema = current_schema() \
             AND k.table_name = ?1 ORDER BY k.ordinal_position"
        }
    };
    tx.rows(sql, &[&table], |row| row.at(0))
}

/// The whole schema in lines that can be compared: columns, keys, indexes, checks, triggers.
pub fn describe(tx: &Tx<'_>) -> Result<Vec<String>> {
    let queries: &[&str] = match tx.engine() {
        Engine::Sqlite => &[
            "SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || \
             COALESCE(c.dflt_value, '-') || ' ' || c.pk \
             FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE t.type = 'table'",
            "SELECT t.name || ' -> ' || f.\"table\" || ' (' || f.\"from\" || ', ' || \
             COALESCE(f.\"to\", '-') || ') ' || f.on_delete \
             FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
            "SELECT t.name || ' index ' || i.origin || i.\"unique\" || ' ' || c.seqno || ' ' || \
             COALESCE(c.name, '-') FROM sqlite_master t, pragma_index_list(t.name) i, \
             pragma_index_info(i.name) c WHERE t.type = 'table'",
            "SELECT type || ' ' || name || ' ' || sql FROM sqlite_master \
             WHERE type IN ('trigger', 'view', 'index') AND sql IS NOT NULL",
        ],
        Engine::Postgres => &[
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable \
             || ' ' || COALESCE(column_default, '-') FROM information_schema.columns \
             WHERE table_schema = current_schema()",
            "SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) \
             FROM pg_constraint WHERE connamespace = current_schema()::regnamespace",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()",
            "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
             WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
            "SELECT viewname || ' ' || definition FROM pg_views WHERE schemaname = current_schema()",
        ],
    };
    let mut lines = Vec::new();
    for sql in queries {
        tx.each(sql, &[], |row| {
            let line: Option<String> = row.at(0)?;
            let line = line.unwrap_or_default();
            lines.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
            Ok(())
        })?;
    }
    lines.sort();
    Ok(lines)
}
