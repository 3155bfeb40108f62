//! The browser tests: builds the binary, fetches what `e2e/package-lock.json` names, finds or
//! installs Chromium, and runs the stories of `e2e/`. Pictures of every page stay in `target/e2e`.

use crate::Outcome;
use crate::postgres::{Server, install};
use crate::run::{cargo, root, run, target};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names under which systems keep a Chromium.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Each a story with a server of its own.
const STORIES: [&str; 9] = [
    "house.mjs",
    "plan.mjs",
    "figures.mjs",
    "treasury.mjs",
    "casework.mjs",
    "findings.mjs",
    "registry.mjs",
    "household.mjs",
    "signon.mjs",
];

/// Runs those whose name contains a filter, or all. With `--postgres` the bureau's data stand on a
/// private PostgreSQL.
pub(crate) fn e2e(args: &[String]) -> Outcome {
    let postgres = args.iter().any(|a| a == "--postgres");
    let filters: Vec<&String> = args.iter().filter(|a| !a.starts_with("--")).collect();
    let wanted = |story: &&str| filters.is_empty() || filters.iter().any(|f| story.contains(*f));
    let stories: Vec<&str> = STORIES.into_iter().filter(wanted).collect();
    if stories.is_empty() {
        return Err(format!("no such story; there are {}", STORIES.join(", ")));
    }
    run(&mut cargo(&["build", "--quiet", "--locked", "-p", "app"]))?;
    let folder = root().join("e2e");
    fetch(&folder)?;
    let pictures = target().join("e2e");
    // Pictures of pages that are gone would lie.
    let _ = std::fs::remove_dir_all(&pictures);
    let program = |path: &str| {
        let name = format!("{path}{}", std::env::consts::EXE_SUFFIX);
        target().join("debug").join(name)
    };
    let server = match postgres {
        true => Some(Server::start()?),
        false => None,
    };
    let (browser, pack) = (browser()?, root().join("packs").join("rongchang-2020"));
    for story in stories {
        let mut tests = Command::new("node");
        tests.arg(folder.join(story));
        if story == "figures.mjs" {
            // This one looks at the kit itself, on a page of its own.
            let example = ["build", "--quiet", "--locked", "-p", "webkit"];
            run(cargo(&example).args(["--example", "figures"]))?;
            tests.arg(program("examples/figures"));
        } else {
            tests.arg(program("doudi"));
        }
        if let Some(server) = &server {
            let name = story.trim_end_matches(".mjs");
            tests.env("DOUDI_DATABASE", server.database(name)?);
        }
        tests.arg(&browser).arg(&pictures).arg(&pack);
        run(tests.current_dir(root()))?;
    }
    Ok(())
}

/// The packages of a folder by its lock file, unless they are there already.
pub(crate) fn fetch(folder: &Path) -> Outcome {
    let lock = folder.join("package-lock.json");
    let stamp = folder.join("node_modules").join(".fetched");
    let wanted = std::fs::read(&lock).map_err(|e| format!("{}: {e}", lock.display()))?;
    if std::fs::read(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    // On Windows npm is a script that only the shell finds.
    let mut npm = match cfg!(windows) {
        true => Command::new("cmd"),
        false => Command::new("npm"),
    };
    if cfg!(windows) {
        npm.args(["/c", "npm"]);
    }
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--silent",
    ]);
    run(npm.current_dir(folder))?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("{}: {e}", stamp.display()))
}

/// The browser that `CHROMIUM` names, or one of the path; installed where it can be.
fn browser() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    if let Some(found) = on_path() {
        return Ok(found);
    }
    install(
        "chromium",
        "the browser tests need Chromium: name one in CHROMIUM",
    )?;
    // Chinese pages without a Chinese font would be pictures of boxes.
    install("fonts-noto-cjk", "the pictures need a Chinese font")?;
    on_path().ok_or_else(|| "Chromium is installed, but not found on the path".to_owned())
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let places = BROWSERS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.exists())
}
