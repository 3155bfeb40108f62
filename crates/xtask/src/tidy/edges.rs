//! Floors: which crate may stand on which. Reads `cargo metadata` and holds every edge between our
//! own crates, and a few heavy outside ones, against the tables here.

use super::Flaw;
use crate::run::{cargo, output, root};
use serde_json::Value;

/// Crate, and what it may use besides itself. Arrows point down only (ARCHITECTURE.md).
const ALLOWED: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("policy", &["base"]),
    ("linkage", &["base"]),
    ("ledger", &["base"]),
    ("sheet", &["base"]),
    ("paper", &["base"]),
    ("demo", &["base", "sheet"]),
    ("db", &["base"]),
    ("engines", &["db"]),
    ("platform", &["base", "db"]),
    ("screening", &["base", "policy", "linkage", "sheet"]),
    ("webkit", &["base", "platform"]),
    ("signon", &["base"]),
    ("admin", &["base", "platform", "signon", "webkit"]),
    (
        "registry",
        &[
            "base", "policy", "linkage", "sheet", "db", "platform", "webkit",
        ],
    ),
    (
        "taskboard",
        &["base", "policy", "sheet", "db", "platform", "webkit"],
    ),
    (
        "insight",
        &[
            "base",
            "policy",
            "db",
            "platform",
            "webkit",
            "registry",
            "taskboard",
            "findings",
        ],
    ),
    (
        "treasury",
        &[
            "base", "ledger", "policy", "sheet", "db", "platform", "webkit", "registry",
        ],
    ),
    (
        "casework",
        &[
            "base", "paper", "policy", "db", "platform", "webkit", "registry", "treasury",
        ],
    ),
    (
        "findings",
        &[
            "base",
            "policy",
            "linkage",
            "sheet",
            "db",
            "platform",
            "screening",
            "webkit",
            "registry",
        ],
    ),
    (
        "app",
        &[
            "casework",
            "findings",
            "base",
            "policy",
            "linkage",
            "ledger",
            "sheet",
            "paper",
            "demo",
            "screening",
            "db",
            "platform",
            "webkit",
            "admin",
            "registry",
            "taskboard",
            "insight",
            "treasury",
        ],
    ),
    ("testkit", &["base", "policy", "linkage", "sheet", "demo"]),
    ("xtask", &["base", "testkit"]),
];

/// Crates that only tests and benchmarks of the others may use.
const FOR_TESTS: &[&str] = &["testkit", "demo", "engines"];

/// Heavy or telling dependencies, and the only crates that may name them.
const RESERVED: &[(&str, &[&str])] = &[
    ("calamine", &["sheet"]),
    ("rust_xlsxwriter", &["sheet"]),
    ("parquet", &["sheet"]),
    ("krilla", &["paper"]),
    ("clap", &["app"]),
    ("cel", &["policy"]),
    ("rusqlite", &["db"]),
    ("postgres", &["db"]),
    ("axum", &["webkit"]),
    ("tokio", &["webkit", "app"]),
    ("ureq", &["signon"]),
    ("ring", &["signon"]),
];

/// More outside packages than this in Cargo.lock needs a decision (docs/decisions/0015-sign-on.md).
const LOCKED_MAX: usize = 340;

/// Every edge that the tables do not allow.
pub(crate) fn check() -> Result<Vec<Flaw>, String> {
    let text = output(&mut cargo(&[
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
    ]))?;
    let metadata: Value = serde_json::from_slice(&text).map_err(|e| e.to_string())?;
    let mut found = edges(&metadata);
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).map_err(|e| e.to_string())?;
    let locked = lock.matches("\nsource = ").count();
    if locked > LOCKED_MAX {
        found.push(Flaw {
            file: "Cargo.lock".to_owned(),
            line: 0,
            what: format!("{locked} outside packages, more than {LOCKED_MAX}: drop one or decide"),
        });
    }
    Ok(found)
}

fn edges(metadata: &Value) -> Vec<Flaw> {
    let none = Vec::new();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_else(|| none.clone());
    let mut found = Vec::new();
    for package in list(&metadata["packages"]) {
        let name = package["name"].as_str().unwrap_or_default().to_owned();
        let flaw = |what: String| Flaw {
            file: format!("crates/{name}/Cargo.toml"),
            line: 0,
            what,
        };
        let Some((_, allowed)) = ALLOWED.iter().find(|(crate_name, _)| *crate_name == name) else {
            found.push(flaw(
                "a new crate: give it its floor in tidy/edges.rs".to_owned(),
            ));
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            let to = dependency["name"].as_str().unwrap_or_default();
            let for_tests = dependency["kind"].as_str() == Some("dev");
            let ours = ALLOWED.iter().any(|(crate_name, _)| *crate_name == to);
            if ours && !allowed.contains(&to) && !(for_tests && FOR_TESTS.contains(&to)) {
                found.push(flaw(format!("{name} must not stand on {to} (floors)")));
            }
            let reserved = RESERVED.iter().find(|(crate_name, _)| *crate_name == to);
            if let Some((_, users)) = reserved
                && !for_tests
                && !users.contains(&name.as_str())
            {
                found.push(flaw(format!("{to} belongs to {users:?} alone")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(from: &str, to: &str, kind: Value) -> Value {
        serde_json::json!({
            "packages": [{"name": from, "dependencies": [{"name": to, "kind": kind}]}]
        })
    }

    #[test]
    fn an_engine_may_not_stand_on_a_reader_of_files() {
        assert_eq!(edges(&metadata("linkage", "sheet", Value::Null)).len(), 1);
        assert!(edges(&metadata("app", "sheet", Value::Null)).is_empty());
    }

    #[test]
    fn test_builders_stay_out_of_products() {
        assert_eq!(edges(&metadata("linkage", "testkit", Value::Null)).len(), 1);
        assert!(edges(&metadata("linkage", "testkit", "dev".into())).is_empty());
    }

    #[test]
    fn heavy_crates_stay_in_their_leaf() {
        assert_eq!(edges(&metadata("app", "calamine", Value::Null)).len(), 1);
        assert_eq!(edges(&metadata("attic", "serde", Value::Null)).len(), 1);
    }
}
