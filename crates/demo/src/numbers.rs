//! Numbers of the invented: phones of a range that is not given out, bank cards with a right check
//! digit and an issuer that does not exist, credit codes, plates.

use crate::random::Random;
use crate::world::records::Account;

fn luhn(body: &str) -> char {
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let digit = u32::from(b.wrapping_sub(b'0'));
            let double = if at % 2 == 0 { digit * 2 } else { digit };
            if double > 9 { double - 9 } else { double }
        })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

/// The 19 digits of an account. Issuers begin with 3 to 6; this one begins with 9.
pub fn account(seed: u64, account: Account) -> String {
    let mut random = Random::new(
        seed,
        &[30, u64::from(account.holder), u64::from(account.nth)],
    );
    let body = format!(
        "9621{:08}{:06}",
        account.holder % 100_000_000,
        random.below(1_000_000)
    );
    let check = luhn(&body);
    format!("{body}{check}")
}

/// A mobile number with 154, a range that no operator gives to people.
pub fn phone(seed: u64, owner: u32) -> String {
    let mut random = Random::new(seed, &[31, u64::from(owner)]);
    format!("154{:08}", random.below(100_000_000))
}

/// A unified social credit code with a right check character.
pub fn credit_code(seed: u64, number: u64) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut random = Random::new(seed, &[32, number]);
    let mut code = String::from("91500153MA9");
    for _ in 0..6 {
        code.push(char::from(ALPHABET[random.below(31)]));
    }
    let (mut weight, mut sum) = (1, 0);
    for byte in code.bytes() {
        sum += ALPHABET.iter().position(|b| *b == byte).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    code.push(char::from(ALPHABET[(31 - sum % 31) % 31]));
    code
}

/// A number plate of the region, with a letter that it does not use.
pub fn plate(seed: u64, number: u64) -> String {
    let mut random = Random::new(seed, &[33, number]);
    format!("渝Z{:05}", random.below(100_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_well_formed_and_repeat() {
        for holder in 0..500 {
            let card = account(1, Account::of(holder));
            assert_eq!(
                base::codes::parse_bank_card(&card).as_deref(),
                Ok(card.as_str())
            );
            let code = credit_code(1, u64::from(holder));
            assert_eq!(
                base::codes::parse_credit_code(&code).as_deref(),
                Ok(code.as_str())
            );
            let mobile = phone(1, holder);
            assert_eq!(
                base::codes::parse_phone(&mobile).as_deref(),
                Ok(mobile.as_str())
            );
            assert_eq!(mobile, phone(1, holder));
        }
        let second = Account { holder: 1, nth: 1 };
        assert_ne!(account(1, Account::of(1)), account(1, second));
    }
}
