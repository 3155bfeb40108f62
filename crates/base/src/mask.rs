//! Masking for publicity and screens (domain rules §16.1 and §16.6).

/// What of a name of three characters and more stays visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameMask {
    /// The first character only: 欧***.
    FirstOnly,
    /// The first and the last: 欧**娜.
    FirstAndLast,
}

/// 张三 → 张*, longer names by the parameter. A single character is hidden whole.
pub fn mask_name(name: &str, mask: NameMask) -> String {
    let chars: Vec<char> = name.chars().collect();
    let last = chars.len().saturating_sub(1);
    let shown = |i: usize| {
        last > 0 && (i == 0 || (i == last && last > 1 && mask == NameMask::FirstAndLast))
    };
    chars
        .iter()
        .enumerate()
        .map(|(i, c)| if shown(i) { *c } else { '*' })
        .collect()
}

/// Six first and four last characters of an ID number; anything of another length is hidden whole.
pub fn mask_id(id: &str) -> String {
    match id.chars().count() {
        18 | 15 => keep(id, 6, 4),
        _ => keep(id, 0, 0),
    }
}

/// Four last characters of an account, and never more than half of it.
pub fn mask_account(account: &str) -> String {
    keep(account, 0, 4.min(account.chars().count() / 2))
}

/// 138****1234; shorter numbers show their last two digits.
pub fn mask_phone(phone: &str) -> String {
    match phone.chars().count() {
        11.. => keep(phone, 3, 4),
        n => keep(phone, 0, 2.min(n / 2)),
    }
}

/// An address down to its village or community (村, 社区, 居委会); hidden whole if none is named.
pub fn mask_address(address: &str) -> String {
    ["居委会", "社区", "村"]
        .iter()
        .filter_map(|mark| address.find(mark).map(|at| at + mark.len()))
        .min()
        .map_or_else(|| "***".to_owned(), |end| format!("{}***", &address[..end]))
}

fn keep(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let shown = |i: usize| i < first || i + last >= count;
    text.chars()
        .enumerate()
        .map(|(i, c)| if shown(i) { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_show_no_more_than_they_may() {
        assert_eq!(mask_name("张三", NameMask::FirstAndLast), "张*");
        assert_eq!(mask_name("欧阳娜娜", NameMask::FirstAndLast), "欧**娜");
        assert_eq!(mask_name("欧阳娜娜", NameMask::FirstOnly), "欧***");
        assert_eq!(mask_name("张", NameMask::FirstOnly), "*");
        assert_eq!(mask_id("50015319000101003X"), "500153********003X");
        assert_eq!(mask_id("123"), "***");
        assert_eq!(mask_account("6222021234567894"), "************7894");
        assert_eq!(mask_phone("13812341234"), "138****1234");
        assert_eq!(mask_phone("46731234"), "******34");
        assert_eq!(mask_address("某镇某村3组12号"), "某镇某村***");
        assert_eq!(mask_address("某路12号"), "***");
    }
}
