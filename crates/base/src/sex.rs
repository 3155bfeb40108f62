//! Sex as GB/T 2261.1 codes it and as ledgers write it.

use std::fmt;

/// Male or female; anything else in a ledger is a missing value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// 男, code 1.
    Male,
    /// 女, code 2.
    Female,
}

impl Sex {
    /// Reads 男, 女, 男性, 1, 2, M, F, male, female and the like; `None` for everything else,
    /// 未知 and the codes 0 and 9 included.
    pub fn parse(text: &str) -> Option<Self> {
        let word = crate::written::plain(text).to_ascii_lowercase();
        match word.as_str() {
            "男" | "男性" | "男的" | "1" | "1.0" | "01" | "m" | "male" | "1男" | "1-男" => {
                Some(Sex::Male)
            }
            "女" | "女性" | "女的" | "2" | "2.0" | "02" | "f" | "female" | "2女" | "2-女" => {
                Some(Sex::Female)
            }
            _ => None,
        }
    }

    /// GB/T 2261.1 code: 1 or 2.
    pub const fn code(self) -> u8 {
        match self {
            Sex::Male => 1,
            Sex::Female => 2,
        }
    }

    /// 男 or 女.
    pub const fn chinese(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.chinese())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ledgers_write_sex_in_many_ways() {
        for text in ["男", " 男性", "1", "１", "M", "Male"] {
            assert_eq!(Sex::parse(text), Some(Sex::Male), "{text}");
        }
        assert_eq!(Sex::parse("女\u{200B}"), Some(Sex::Female));
        for text in ["", "0", "9", "未知", "男女"] {
            assert_eq!(Sex::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_printed_is_read_back() {
        for sex in [Sex::Male, Sex::Female] {
            assert_eq!(Sex::parse(sex.chinese()), Some(sex));
            assert_eq!(Sex::parse(&sex.code().to_string()), Some(sex));
        }
    }
}
