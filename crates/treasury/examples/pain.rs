//! Prints a pain.001 whose names, banks and purposes are as odd as registers hold them: what
//! `cargo x payments` holds against the published schema.

use base::Fen;
use jiff::civil::date;
use std::io::Write;
use treasury::bank::{Batch, Payment, pain_001};

fn main() -> std::io::Result<()> {
    let batch = Batch {
        reference: "01m88ws7krzw65q43c52xgp417".to_owned(),
        made_at: "2020-03-09T10:00:00".to_owned(),
        pay_on: date(2020, 3, 10),
        payer: "青山区民政局".to_owned(),
        payer_account: "NOTPROVIDED".to_owned(),
    };
    let odd = [
        ("李兰", "农村商业银行", "低保 2020-03"),
        ("阿卜杜拉·买买提", "", "D-1 <&> \"'"),
        ("㛃𬱖", "邮储银行\u{7}", "\t"),
        ("欧阳娜娜", " ", ""),
    ];
    let long = "长".repeat(200);
    let names = odd.iter().copied().chain([(&*long, &*long, &*long)]);
    let payments: Vec<Payment> = (1..)
        .zip(names)
        .map(|(number, (name, bank, purpose))| Payment {
            number,
            name: name.to_owned(),
            account: format!("62170000000000{number:05}"),
            bank: bank.to_owned(),
            amount: Fen::new(number * 44_050 + 1),
            purpose: purpose.to_owned(),
        })
        .collect();
    std::io::stdout().write_all(&pain_001(&batch, &payments))
}
