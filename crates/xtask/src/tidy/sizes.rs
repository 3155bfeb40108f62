//! Sizes: a file past 600 lines usually hides two ideas, a function past 100 usually three.

use super::{Flaw, Source};

const FILE_LINES_MAX: usize = 600;
const TEST_FILE_LINES_MAX: usize = 1000;
const FUNCTION_LINES_MAX: usize = 100;

/// Files and functions that are too long.
pub(crate) fn check(source: &Source) -> Vec<Flaw> {
    let mut found = Vec::new();
    let lines = if source.is_test() {
        source.text.lines().count()
    } else {
        source.product_lines().count()
    };
    let limit = if source.is_test() {
        TEST_FILE_LINES_MAX
    } else {
        FILE_LINES_MAX
    };
    if lines > limit {
        found.push(source.flaw(
            0,
            format!("{lines} lines, more than {limit}: split by noun"),
        ));
    }
    for (start, length) in functions(&source.text) {
        if length > FUNCTION_LINES_MAX {
            let what = format!("a function of {length} lines, more than {FUNCTION_LINES_MAX}");
            found.push(source.flaw(start, what));
        }
    }
    found
}

/// First line and length of each function, by rustfmt's indentation: it ends at the first closing
/// brace that stands as deep as its `fn`.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let head = line
            .trim_start()
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ");
        let head = head
            .trim_start_matches("const ")
            .trim_start_matches("async ");
        if !head.starts_with("fn ") || line.trim_end().ends_with(['}', ';']) {
            continue;
        }
        let closes =
            |l: &&str| l.len() - l.trim_start().len() == indent && l.trim_start().starts_with('}');
        if let Some(length) = lines.iter().skip(start).position(closes) {
            found.push((start + 1, length + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::{check, functions};

    #[test]
    fn the_length_of_a_function_is_counted_to_its_closing_brace() {
        let text = "fn a() {\n    if b {\n    }\n}\n\n    pub(crate) fn c() {\n    }\n";
        assert_eq!(functions(text), [(1, 4), (6, 2)]);
    }

    #[test]
    fn long_files_and_functions_are_flaws() {
        let long = format!("//! A.\nfn a() {{\n{}}}\n", "    b();\n".repeat(120));
        assert_eq!(check(&source("crates/a/src/b.rs", &long)).len(), 1);
        let file = "//! A\n".repeat(601);
        assert_eq!(check(&source("crates/a/src/b.rs", &file)).len(), 1);
        assert!(check(&source("crates/a/tests/b.rs", &file)).is_empty());
    }
}
