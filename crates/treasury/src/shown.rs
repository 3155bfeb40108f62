//! How pages of this slice write money and programmes.

use base::Fen;
use base::money::written;
use webkit::Request;

/// Money with separators and two decimals.
pub(crate) fn money(amount: Fen) -> String {
    written::grouped(&amount.to_string()).replace('-', "−")
}

/// A programme as the pack calls it; its code where the pack has none of that name.
pub(crate) fn programme(request: &Request<'_>, code: &str) -> String {
    let declared = registry::register::declared().ok();
    let found = declared.and_then(|d| d.pack().programme(code));
    found
        .map_or(code, |p| p.title.of(request.language.tag()))
        .to_owned()
}
