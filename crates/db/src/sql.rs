//! Just enough of SQL's spelling to carry one text to both engines: placeholders, and the types of
//! table definitions. Strings, quoted names and comments are left alone.

/// A stretch of SQL text: code, or something to leave as it is.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Code(&'a str),
    Opaque(&'a str),
}

/// Cuts a text into code and the rest (strings, quoted names, comments, dollar-quoted bodies).
fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = sql.get(at..).filter(|r| !r.is_empty()) {
        let Some(length) = opaque(rest) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if start < at {
            found.push(Piece::Code(&sql[start..at]));
        }
        found.push(Piece::Opaque(&sql[at..at + length]));
        at += length;
        start = at;
    }
    if start < sql.len() {
        found.push(Piece::Code(&sql[start..]));
    }
    found
}

/// The length of what must be left alone at the beginning of a text, if it begins with such.
fn opaque(rest: &str) -> Option<usize> {
    let until = |skip: usize, end: &str| {
        let found = rest.get(skip..).and_then(|r| r.find(end));
        found.map_or(rest.len(), |i| skip + i + end.len())
    };
    if rest.starts_with('\'') {
        Some(until(1, "'"))
    } else if rest.starts_with('"') {
        Some(until(1, "\""))
    } else if rest.starts_with("--") {
        Some(rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        Some(until(2, "*/"))
    } else if rest.starts_with("$$") {
        Some(until(2, "$$"))
    } else {
        None
    }
}

/// `?1` as PostgreSQL writes it: `$1`.
pub(crate) fn postgres_placeholders(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for piece in pieces(sql) {
        match piece {
            Piece::Opaque(text) => out.push_str(text),
            Piece::Code(text) => {
                let mut chars = text.chars().peekable();
                while let Some(c) = chars.next() {
                    let numbered = c == '?' && chars.peek().is_some_and(char::is_ascii_digit);
                    out.push(if numbered { '$' } else { c });
                }
            }
        }
    }
    out
}

/// A table definition as SQLite takes it: its names of the types, and every table STRICT.
pub(crate) fn sqlite_ddl(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut table = Table::default();
    for piece in pieces(sql) {
        match piece {
            Piece::Opaque(text) => out.push_str(text),
            Piece::Code(text) => {
                let text = text.replace("DOUBLE PRECISION", "REAL");
                for word in words(&text) {
                    match word {
                        "BIGINT" => out.push_str("INTEGER"),
                        "BYTEA" => out.push_str("BLOB"),
                        other => table.copy(other, &mut out),
                    }
                }
            }
        }
    }
    out
}

/// Follows the parentheses of a CREATE TABLE to the one that closes it.
#[derive(Default)]
struct Table {
    create: bool,
    inside: bool,
    depth: usize,
}

impl Table {
    fn copy(&mut self, word: &str, out: &mut String) {
        out.push_str(word);
        match word {
            "CREATE" => self.create = true,
            "TABLE" if self.create => {
                self.inside = true;
                self.depth = 0;
            }
            ";" => *self = Self::default(),
            "(" if self.inside => self.depth += 1,
            ")" if self.inside => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    out.push_str(" STRICT");
                    *self = Self::default();
                }
            }
            other if !other.trim().is_empty() && !self.inside => self.create = false,
            _ => {}
        }
    }
}

/// Words and single other characters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        rest = after;
        Some(word)
    })
}

/// The part of a migration that is meant for an engine. A line `-- @sqlite`, `-- @postgres` or
/// `-- @both` says for whom the following lines are.
pub(crate) fn for_engine(sql: &str, engine: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut ours = true;
    for line in sql.lines() {
        if let Some(mark) = line.strip_prefix("-- @") {
            let mark = mark.trim();
            ours = mark == "both" || mark == engine;
            continue;
        }
        if ours {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A LIKE pattern for "begins with", whatever the text contains. Use with `ESCAPE '\'`.
#[must_use]
pub fn prefix_pattern(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn placeholders_are_rewritten_outside_strings_and_comments_only() {
        let sql = "SELECT '?1', \"a?2\" FROM t -- ?3\nWHERE a = ?1 AND b = ?12 /* ?4 */";
        assert_eq!(
            postgres_placeholders(sql),
            "SELECT '?1', \"a?2\" FROM t -- ?3\nWHERE a = $1 AND b = $12 /* ?4 */"
        );
    }

    #[test]
    fn tables_become_strict_and_types_are_translated() {
        let sql = "CREATE TABLE t (\n  id TEXT PRIMARY KEY, -- BIGINT here is a word\n  n BIGINT \
                   CHECK (n IN (0, 1)),\n  w DOUBLE PRECISION, b BYTEA\n);\nCREATE INDEX i ON t (n);";
        let lite = sqlite_ddl(sql);
        assert!(lite.contains("n INTEGER CHECK (n IN (0, 1)),"), "{lite}");
        assert!(lite.contains("w REAL, b BLOB\n) STRICT;"), "{lite}");
        assert!(lite.contains("-- BIGINT here"), "{lite}");
        assert!(lite.ends_with("ON t (n);"), "{lite}");
    }

    #[test]
    fn sections_of_a_migration_reach_their_engine_only() {
        let sql = "a;\n-- @sqlite\nb;\n-- @postgres\nc;\n-- @both\nd;\n";
        assert_eq!(for_engine(sql, "sqlite"), "a;\nb;\nd;\n");
        assert_eq!(for_engine(sql, "postgres"), "a;\nc;\nd;\n");
    }

    #[test]
    fn a_prefix_is_taken_literally() {
        assert_eq!(prefix_pattern("5001_53%"), "5001\\_53\\%%");
    }

    proptest! {
        #[test]
        fn cutting_loses_nothing(sql in "[a-z?1'\"\\-/* \n$(中)]{0,60}") {
            let joined: String = pieces(&sql)
                .into_iter()
                .map(|p| match p { Piece::Code(t) | Piece::Opaque(t) => t })
                .collect();
            prop_assert_eq!(joined, sql);
        }
    }
}
