//! The files of others that pages carry: fetched by the lock file of `crates/webkit/assets`, cut down
//! to what pages use, and written there; or, with `--check`, compared with what is committed.

use crate::Outcome;
use crate::e2e::fetch;
use crate::run::root;
use std::path::Path;
use std::process::Command;

/// The families of Tabler's classes that pages may use: the part of a name before its first hyphen.
/// Everything else has a look of our own in `app.css`.
const FAMILIES: &[&str] = &[
    "alert", "btn", "form", "input", "invalid", "is", "valid", "visually", "was",
];

/// Makes the files, or with `--check` says which differ.
pub(crate) fn assets(args: &[String]) -> Outcome {
    let check = args.iter().any(|a| a == "--check");
    let folder = root().join("crates/webkit/assets");
    fetch(&folder)?;
    let package = |path: &str| read(&folder.join("node_modules").join(path));
    let bundled = bundle(&folder)?;
    let files = [
        ("echarts.min.js", bundled),
        ("echarts.LICENSE", package("echarts/LICENSE")?),
        ("echarts.NOTICE", package("echarts/NOTICE")?),
        ("zrender.LICENSE", package("zrender/LICENSE")?),
        (
            "leaflet.min.js",
            unmapped(&package("leaflet/dist/leaflet.js")?),
        ),
        ("leaflet.css", package("leaflet/dist/leaflet.css")?),
        ("leaflet.LICENSE", package("leaflet/LICENSE")?),
        ("htmx.min.js", package("htmx.org/dist/htmx.min.js")?),
        ("htmx.LICENSE", package("htmx.org/LICENSE")?),
        ("bootstrap.LICENSE", package("bootstrap/LICENSE")?),
        (
            "tabler.min.css",
            subset(&package("@tabler/core/dist/css/tabler.min.css")?),
        ),
    ];
    let mut differ = Vec::new();
    for (name, wanted) in files {
        let path = folder.join(name);
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        if there == wanted {
            continue;
        }
        differ.push(name);
        if !check {
            std::fs::write(&path, wanted).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    match (differ.is_empty(), check) {
        (true, _) => eprintln!("assets: as the lock file has them"),
        (false, false) => eprintln!("assets: written {}", differ.join(", ")),
        (false, true) => {
            return Err(format!(
                "{} differ from the lock file: run cargo x assets",
                differ.join(", ")
            ));
        }
    }
    Ok(())
}

/// The parts of ECharts that `echarts.mjs` names, in one file, by the esbuild of the lock file.
fn bundle(folder: &Path) -> Result<String, String> {
    let mut bundler = Command::new("node");
    bundler.current_dir(folder);
    bundler.arg("node_modules/esbuild/bin/esbuild");
    bundler.args(["echarts.mjs", "--bundle", "--minify", "--format=iife"]);
    bundler.args(["--global-name=echarts", "--legal-comments=none"]);
    bundler.args(["--target=es2018", "--log-level=error"]);
    let made = bundler.output().map_err(|e| format!("node: {e}"))?;
    match made.status.success() {
        true => String::from_utf8(made.stdout).map_err(|e| e.to_string()),
        false => Err(String::from_utf8_lossy(&made.stderr).into_owned()),
    }
}

/// Without the pointer to a source map that nobody serves.
fn unmapped(script: &str) -> String {
    let lines = script.lines().filter(|l| !l.starts_with("//# source"));
    lines.map(|line| format!("{line}\n")).collect()
}

fn read(path: &Path) -> Result<String, String> {
    // Git keeps line feeds; some packages come with the line ends of another system.
    let text = std::fs::read_to_string(path).map(|text| text.replace("\r\n", "\n"));
    text.map_err(|e| format!("{}: {e}", path.display()))
}

/// A style sheet with only those rules whose classes all belong to the families.
fn subset(css: &str) -> String {
    let mut out = String::with_capacity(css.len() / 4);
    let mut rest = css;
    while let Some(open) = rest.find(['{', ';']) {
        let (head, tail) = rest.split_at(open);
        if tail.starts_with(';') {
            // `@charset` and the like.
            out += head;
            out.push(';');
            rest = tail.get(1..).unwrap_or_default();
            continue;
        }
        let end = closing(tail);
        let body = tail.get(1..end).unwrap_or_default();
        rest = tail.get(end + 1..).unwrap_or_default();
        // Comments stand before rules; the licence has its own place (LICENSES.md).
        let head = head.rsplit("*/").next().unwrap_or_default().trim();
        if head.starts_with("@media") || head.starts_with("@supports") {
            let inner = subset(body);
            if !inner.is_empty() {
                out += &format!("{head}{{{inner}}}");
            }
        } else if !head.starts_with('@') {
            let kept: Vec<&str> = selectors(head).into_iter().filter(|s| ours(s)).collect();
            if !kept.is_empty() {
                out += &format!("{}{{{body}}}", kept.join(","));
            }
        }
    }
    out
}

/// Where the brace that a text begins with is closed.
fn closing(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The selectors of a list; commas within brackets separate nothing.
fn selectors(list: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let split = list.split(|c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    split.collect()
}

/// Whether all classes that a selector names belong to the families.
fn ours(selector: &str) -> bool {
    let mut parts = selector.split('.');
    // Before the first full stop there is no class.
    parts.next();
    parts.all(|part| {
        let family = part.split(|c: char| !c.is_ascii_alphanumeric()).next();
        family.is_some_and(|f| FAMILIES.contains(&f))
    })
}

#[cfg(test)]
mod tests {
    use super::subset;

    #[test]
    fn only_rules_of_the_families_stay() {
        let css = "@charset \"UTF-8\";/* x */:root,[data-bs-theme=light]{--a:1}.btn,.card{x:1}\
                   .btn:not(.card,.btn-lg){y:2}@media print{.card{z:3}}\
                   @media (min-width:1px){.btn-sm,.form-control.is-invalid{z:4}}\
                   @keyframes spin{to{a:b}}.navbar .btn{q:5}";
        assert_eq!(
            subset(css),
            "@charset \"UTF-8\";:root,[data-bs-theme=light]{--a:1}.btn{x:1}\
             @media (min-width:1px){.btn-sm,.form-control.is-invalid{z:4}}"
        );
    }
}
