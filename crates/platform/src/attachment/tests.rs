//! Files are kept once, by what they are, and a changed one is noticed.

use super::{NewFile, Subject, check, fetch, file, filed, keep, media_type, path, take_away};
use crate::crypto::Keyring;
use crate::testing::person;
use crate::{Act, Platform, Role, Settings, SystemRandom, Who};
use base::Fault;
use db::Db;

fn on_disk(db: &Db) -> (tempfile::TempDir, Platform) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let flags = [("data", data), ("upload_megabytes", "1".to_owned())];
    let settings = Settings::read(None, std::iter::empty(), &flags).unwrap();
    let keys = Keyring::generate(&SystemRandom).unwrap();
    (folder, Platform::new(db.clone(), keys, settings))
}

engines::both_engines!(a_file_is_kept_once_and_comes_back, |db: &Db| {
    let (folder, platform) = on_disk(db);
    let put = |content: &[u8]| {
        platform.write(&Who::Operator("test"), platform.request(), |ctx| {
            keep(ctx, content)
        })
    };
    let hash = put(b"%PDF-1.7 agreement").unwrap();
    assert_eq!(put(b"%PDF-1.7 agreement").unwrap(), hash);
    let (kind, content) = fetch(&platform, &hash).unwrap();
    assert_eq!(
        (kind.as_str(), content.as_slice()),
        ("application/pdf", &b"%PDF-1.7 agreement"[..])
    );
    std::fs::write(path(folder.path(), &hash), b"%PDF-1.7 another").unwrap();
    assert!(matches!(fetch(&platform, &hash), Err(Fault::Internal(_))));
    assert!(matches!(
        fetch(&platform, "../../etc/passwd"),
        Err(Fault::NotFound)
    ));
    assert!(matches!(put(b"<html>"), Err(Fault::Refused(m)) if m.code == "attachment-kind"));
    assert!(matches!(put(&vec![b'a'; 2 << 20]), Err(Fault::Refused(_))));
});

#[test]
fn what_a_browser_would_run_is_no_kind() {
    for content in ["<svg onload=x>", "\u{feff} <!doctype html>", "a\0b", ""] {
        assert_eq!(media_type(content.as_bytes()), None, "{content:?}");
    }
    assert_eq!(media_type("普通文字\n".as_bytes()), Some("text/plain"));
}

engines::both_engines!(
    what_is_kept_with_something_stays_with_it_and_is_taken_away_with_a_reason,
    |db: &Db| {
        let (folder, platform) = on_disk(db);
        let clerk = person(Role::WindowClerk, "500153104");
        let home = |id: &str| Subject {
            kind: "household",
            id: id.to_owned(),
        };
        let put = |of: &Subject, new: NewFile<'_>| {
            platform.write(&clerk, platform.request(), |ctx| {
                file(ctx, Act::PeopleKeep, of, &new)
            })
        };
        let all = |of: &Subject| {
            platform
                .read(&clerk, platform.request(), |ctx| {
                    filed(ctx, Act::PeopleSee, of)
                })
                .unwrap()
        };
        let scan = NewFile {
            name: "户口簿.pdf",
            note: "全户",
            content: Some(b"%PDF-1.7 book"),
            ..NewFile::default()
        };
        let id = put(&home("1"), scan.clone()).unwrap();
        let paper = NewFile {
            name: "授权书",
            part: "authorisation",
            ..NewFile::default()
        };
        put(&home("1"), paper).unwrap();
        assert_eq!(all(&home("1")).len(), 2);
        assert!(all(&home("2")).is_empty());

        let wrong = |result: Result<_, Fault>, code: &str| match result {
            Err(Fault::Invalid(errors)) => errors.iter().any(|(_, m)| m.code == code),
            _ => false,
        };
        let page = NewFile {
            content: Some(b"<html>"),
            ..scan.clone()
        };
        assert!(wrong(put(&home("1"), page).map(|_| ()), "attachment-kind"));
        assert!(wrong(
            put(&home("1"), NewFile::default()).map(|_| ()),
            "file-none"
        ));
        let stranger = person(Role::AuditAdministrator, "500153");
        let refused = platform.write(&stranger, platform.request(), |ctx| {
            file(ctx, Act::PeopleKeep, &home("1"), &scan)
        });
        assert!(matches!(refused, Err(Fault::NotFound | Fault::Forbidden)));

        let away = |of: &Subject, reason: &str| {
            platform.write(&clerk, platform.request(), |ctx| {
                take_away(ctx, Act::PeopleKeep, of, (id, reason))
            })
        };
        assert!(wrong(away(&home("1"), " "), "file-reason"));
        assert!(matches!(away(&home("2"), "放错了"), Err(Fault::NotFound)));
        away(&home("1"), "放错了").unwrap();
        assert!(matches!(away(&home("1"), "再次"), Err(Fault::Stale)));
        let gone = all(&home("1")).into_iter().find(|f| f.id == id).unwrap();
        assert_eq!(gone.ended.unwrap().2, "放错了");

        assert!(check(db, folder.path()).unwrap().is_empty());
        let (hash, _) = gone.bytes.unwrap();
        std::fs::write(path(folder.path(), &hash), b"%PDF-1.7 other").unwrap();
        assert_eq!(check(db, folder.path()).unwrap(), [hash]);
    }
);
