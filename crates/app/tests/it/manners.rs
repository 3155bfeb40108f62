//! Help, version, languages, pipes, exit codes.

use super::{Desk, stderr, stdout};

#[test]
fn help_speaks_the_language_of_the_system() {
    let desk = Desk::new("help");
    let english = stdout(&desk.run(&["--help"]));
    assert!(
        english.contains("Commands:") && english.contains("Exit codes: 0 done"),
        "{english}"
    );
    let chinese = stdout(&desk.run_with(&["link", "--help"], "zh_CN.UTF-8", ""));
    assert!(
        chinese.contains("用法: doudi link") && chinese.contains("例：doudi link"),
        "{chinese}"
    );
    let asked = stdout(&desk.run_with(&["--lang", "en", "link", "--help"], "zh_CN.UTF-8", ""));
    assert!(asked.contains("Example: doudi link"), "{asked}");
}

#[test]
fn the_version_names_the_commit() {
    let desk = Desk::new("version");
    let text = stdout(&desk.run(&["--version"]));
    assert!(
        text.starts_with("doudi 0.1.0 (") && text.trim_end().ends_with(')'),
        "{text}"
    );
}

#[test]
fn wrong_command_lines_end_with_two() {
    let desk = Desk::new("usage");
    desk.file("a.csv", "name\nAnn\n");
    for args in [
        &["nonsense"][..],
        &["link", "a.csv"],
        &["link", "a.csv", "a.csv", "-o", "x.csv", "--threshold", "7"],
        &["dedupe", "a.csv", "-o", "x.doc"],
        &["dedupe", "a.csv", "-o", "x.csv", "--id", "none"],
        &["completions", "cobol"],
    ] {
        let out = desk.run(args);
        assert_eq!(out.status.code(), Some(2), "{args:?}: {}", stderr(&out));
        assert!(!stderr(&out).is_empty());
    }
}

#[test]
fn completions_are_written_for_every_shell() {
    let desk = Desk::new("completions");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let out = desk.run(&["completions", shell]);
        assert!(
            out.status.success() && stdout(&out).contains("dedupe"),
            "{shell}"
        );
    }
}
