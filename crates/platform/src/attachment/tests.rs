//! Files are kept once, by what they are, and a changed one is noticed.

use super::{fetch, keep, media_type, path};
use crate::crypto::Keyring;
use crate::{Platform, Settings, SystemRandom, Who};
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
