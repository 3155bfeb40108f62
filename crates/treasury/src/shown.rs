//! How pages of this slice write money and programmes.

use base::Fen;
use webkit::Request;

/// Money with separators and two decimals.
pub(crate) fn money(amount: Fen) -> String {
    let fen = amount.get();
    let digits = (fen.unsigned_abs() / 100).to_string();
    let mut whole = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    let sign = if fen < 0 { "−" } else { "" };
    format!("{sign}{whole}.{:02}", fen.unsigned_abs() % 100)
}

/// A programme as the pack calls it; its code where the pack has none of that name.
pub(crate) fn programme(request: &Request<'_>, code: &str) -> String {
    let declared = registry::register::declared().ok();
    let found = declared.and_then(|d| d.pack().programme(code));
    found
        .map_or(code, |p| p.title.of(request.language.tag()))
        .to_owned()
}
