//! What a file is, by its first bytes: only kinds that a case needs, none that a browser runs.

/// First bytes and media type.
const KINDS: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/x-ole-storage",
    ),
];

/// The kind of a file; `None` for one that is not kept. Plain text must be UTF-8 without control
/// characters and must not begin like a page or a drawing.
#[must_use]
pub fn media_type(content: &[u8]) -> Option<&'static str> {
    if let Some((_, kind)) = KINDS.iter().find(|(first, _)| content.starts_with(first)) {
        return Some(kind);
    }
    let webp = content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP");
    if webp {
        return Some("image/webp");
    }
    let text = std::str::from_utf8(content).ok()?;
    let plain = !text.is_empty()
        && !text
            .chars()
            .any(|c| c.is_control() && !"\t\r\n".contains(c));
    let page = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    (plain && !page).then_some("text/plain")
}
