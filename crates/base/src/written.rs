//! Characters as people and programs write them, brought to one form before a parser looks.
//!
//! Must not know what is being parsed. Used by every parser of this crate, so that full-width
//! digits, invisible marks and spreadsheet residue are treated alike everywhere.

/// Full-width ASCII (U+FF01–FF5E) and the ideographic space to their plain forms.
pub(crate) const fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => (c as u32 - 0xFEE0) as u8 as char,
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Marks that print nothing: zero-width characters, direction marks, byte-order mark, soft hyphen,
/// variation selectors and control characters other than white space.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0100}'..='\u{E01EF}'
        | '\u{0000}'..='\u{0008}' | '\u{000E}'..='\u{001F}' | '\u{007F}'..='\u{0084}'
        | '\u{0086}'..='\u{009F}')
}

/// Every dash that stands for a hyphen in a number.
pub(crate) const fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// The quotation marks that spreadsheets and exports put around numbers kept as text.
pub(crate) const fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '`' | '\u{2018}'..='\u{201D}')
}

/// Trims white space, invisible marks and quotes, and the `=` of `="123"`.
pub(crate) fn trim_residue(text: &str) -> &str {
    let outer = |c: char| c.is_whitespace() || is_invisible(c) || is_quote(c);
    let inner = text.trim_matches(outer);
    match inner.strip_prefix('=') {
        Some(rest) if rest.starts_with(is_quote) => rest.trim_matches(outer),
        _ => inner,
    }
}

/// Whether the text is a number in scientific notation, as Excel shows long numbers.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mantissa_ok = match mantissa.split_once('.') {
        Some((whole, part)) => digits(whole) && (part.is_empty() || digits(part)),
        None => digits(mantissa),
    };
    mantissa_ok && digits(exponent)
}

/// The text with half-width characters and without invisible marks.
pub(crate) fn plain(text: &str) -> String {
    trim_residue(text)
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(half_width)
        .collect()
}
