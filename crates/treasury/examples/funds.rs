//! A month of so many awards, measured: built, signed twice, handed to the bank, answered, verified.
//! `cargo run --release -p treasury --example funds -- fill FOLDER AWARDS`, then `… month FOLDER`,
//! each a process of its own, so that the peak of memory is that of the month alone.
//! `cargo x bench funds` does both and writes the figures down.

use base::date::Month;
use base::id::{AccountId, GrantId};
use base::{Fault, Fen};
use db::{Db, MIGRATIONS, Target, migrate};
use jiff::civil::date;
use platform::crypto::Keyring;
use platform::{Ctx, Division, Grant as Held, Person, Platform, Role, Settings, SystemRandom, Who};
use registry::person::{self, Checked, Written};
use registry::{place, reach};
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use treasury::award::{self, Area, Cadence, Decided, Grant, Many};
use treasury::bank::{self, Payment};
use treasury::book::{self, Appropriation};
use treasury::roll::{self, Said};

type Outcome<T> = Result<T, Box<dyn Error>>;

const DISTRICT: &str = "500153";
const VILLAGES: usize = 150;
/// Awards of one transaction while filling.
const CHUNK: usize = 50_000;
const OFFICE: Who = Who::Operator("bench");

fn office(folder: &Path) -> Outcome<Platform> {
    std::fs::create_dir_all(folder)?;
    let keys = folder.join("keys");
    if !keys.exists() {
        Keyring::generate(&SystemRandom)?.create(&keys)?;
    }
    let data = folder.to_string_lossy().into_owned();
    let settings = Settings::read(None, std::iter::empty(), &[("data", data)])?;
    let db = Db::open(&Target::File(folder.join("funds.db")), 2)?;
    migrate::run(&db, MIGRATIONS, jiff::Timestamp::UNIX_EPOCH, |_, _| Ok(()))?;
    Ok(Platform::new(db, Keyring::read(&keys)?, settings))
}

fn signer(number: u128, role: Role) -> Outcome<Who> {
    let division = Division::parse(DISTRICT).ok_or("no division")?;
    Ok(Who::Person(Box::new(Person {
        id: AccountId::from_bits(number),
        login: number.to_string(),
        name: role.code().to_owned(),
        grants: vec![Held {
            id: GrantId::from_bits(number),
            role,
            division,
            section: None,
        }],
        language: "en".to_owned(),
        theme: "auto".to_owned(),
        session: String::new(),
        password_expired: false,
    })))
}

fn write<T>(
    platform: &Platform,
    who: &Who,
    f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
) -> Outcome<T> {
    let done = platform.write(who, platform.request(), f);
    done.map_err(|fault| format!("{fault:?}").into())
}

/// A card number with its check digit.
fn card(number: usize) -> String {
    let body = format!("621700{number:012}");
    let digits = || body.bytes().rev().map(|b| u32::from(b - b'0'));
    let sum: u32 = digits()
        .enumerate()
        .map(|(at, d)| match at % 2 {
            0 if d > 4 => d * 2 - 9,
            0 => d * 2,
            _ => d,
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// A name of three characters, many of them different.
fn name(number: usize) -> String {
    let pick = |of: &str, at: usize| of.chars().nth(at % of.chars().count());
    let (first, given) = ("李王张刘陈杨黄赵吴周", "明兰芳强国华秀英建平文波玉梅春林");
    [
        pick(first, number),
        pick(given, number / 10),
        pick(given, number / 160),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn month() -> Outcome<Month> {
    Ok(Month::new(2020, 3).ok_or("no month")?)
}

fn village(at: usize) -> String {
    format!("{DISTRICT}{:03}{:03}", 100 + at / 10, 201 + at % 10)
}

fn fill(folder: &Path, awards: usize) -> Outcome<()> {
    let platform = office(folder)?;
    let mut places = vec![(DISTRICT.to_owned(), "青山区".to_owned())];
    for at in 0..VILLAGES {
        if at % 10 == 0 {
            places.push((village(at)[..9].to_owned(), format!("第{}镇", at / 10)));
        }
        places.push((village(at), format!("第{at}村")));
    }
    let places = places.into_iter();
    let rows = places.filter_map(|(code, name)| Some((Division::parse(&code)?, name)));
    let rows: Vec<(Division, String)> = rows.collect();
    write(&platform, &OFFICE, |ctx| place::load(ctx, &rows))?;
    for number in [1, 2] {
        let id = AccountId::from_bits(number);
        let sql = "INSERT INTO account (id, login, name, state, password_hash, password_set_at, \
                   password_expired, created_at) VALUES (?1, ?2, ?2, 'active', '', \
                   '2020-01-01T00:00:00Z', 0, '2020-01-01T00:00:00Z')";
        let login = number.to_string();
        platform.db().write(|tx| tx.execute(sql, &[&id, &login]))?;
    }
    let from = month()?;
    let amount = |at: usize| Fen::new(30_000 + (at as i64 * 7_919) % 60_000);
    let sum: i64 = (0..awards).map(|at| amount(at).get()).sum();
    let money = Appropriation {
        source: "district".to_owned(),
        programme: "allowance".to_owned(),
        amount: Fen::new(sum * 12),
        month: from,
        document: "bench".to_owned(),
    };
    write(&platform, &OFFICE, |ctx| book::appropriate(ctx, &money))?;
    for begin in (0..awards).step_by(CHUNK) {
        let those = begin..awards.min(begin + CHUNK);
        let people: Result<Vec<Checked>, _> = those
            .clone()
            .map(|at| {
                let written = Written {
                    name: name(at),
                    division: village(at % VILLAGES),
                    ..Written::default()
                };
                written.check(date(2020, 3, 1))
            })
            .collect();
        let people = people.map_err(|e| format!("{e:?}"))?;
        write(&platform, &OFFICE, |ctx| {
            let ids = person::register_all(ctx, &people, "bench")?;
            let cards = ids
                .iter()
                .zip(those.clone())
                .map(|(id, at)| reach::NewAccount {
                    person: *id,
                    bank: "农村商业银行".to_owned(),
                    holder: name(at),
                    number: card(at),
                });
            let accounts = reach::add_accounts(ctx, &cards.collect::<Vec<_>>(), "bench")?;
            let grants = ids.iter().zip(accounts).zip(those.clone());
            let grants: Vec<Grant> = grants
                .filter_map(|((payee, account), at)| {
                    Some(Grant {
                        programme: "allowance".to_owned(),
                        case_number: format!("D-{at:07}"),
                        part: String::new(),
                        household: None,
                        payee: *payee,
                        account: Some(account),
                        division: Division::parse(&village(at % VILLAGES))?,
                        area: Area::Rural,
                        cadence: Cadence::Monthly,
                        persons: 1 + at as i64 % 4,
                        from,
                        amount: amount(at),
                        supplements: Vec::new(),
                        decided: Decided {
                            on: date(2020, 2, 20),
                            decision: "bench".to_owned(),
                            reason: String::new(),
                        },
                    })
                })
                .collect();
            let many = Many {
                grants: &grants,
                source: "bench",
            };
            award::grant_all(ctx, many)
        })?;
    }
    Ok(())
}

/// Does one step and prints a row of the table: what, seconds.
fn timed<T>(what: &str, f: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let begun = Instant::now();
    let value = f()?;
    println!("| {what} | {:.1} |", begun.elapsed().as_secs_f64());
    Ok(value)
}

/// The peak of this process's memory in MB, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kb: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1024)
}

fn run(folder: &Path) -> Outcome<()> {
    let platform = office(folder)?;
    let (officer, leader) = (
        signer(1, Role::SectionOfficer)?,
        signer(2, Role::BureauLeader)?,
    );
    let of = month()?;
    let id = timed("roll built and checked", || {
        write(&platform, &officer, |ctx| {
            roll::build(ctx, of, date(2020, 3, 10))
        })
    })?;
    for (what, who) in [("first signature", &officer), ("second signature", &leader)] {
        timed(what, || {
            write(&platform, who, |ctx| {
                let now = roll::get(ctx, id)?;
                roll::sign(ctx, (id, now.version))
            })
        })?;
    }
    let size = timed("file for the bank", || {
        write(&platform, &officer, |ctx| {
            let (_, lines) = roll::paid_lines(ctx, id)?;
            let accounts: Vec<_> = lines.iter().filter_map(|l| l.account).collect();
            let numbers = reach::numbers(ctx, &accounts, "bench")?;
            let pay = |(line, (account, bank)): (roll::Line, (String, String))| Payment {
                number: line.number,
                name: line.payee_name,
                account,
                bank,
                amount: line.pay,
                purpose: line.case_number,
            };
            let payments: Vec<Payment> = lines.into_iter().zip(numbers).map(pay).collect();
            let file = bank::text(&payments);
            roll::record_file(ctx, id, "text", &file)?;
            Ok(file.len())
        })
    })?;
    let answered = timed(
        "answer of the bank, one line in a hundred sent back",
        || {
            write(&platform, &officer, |ctx| {
                let (_, lines) = roll::paid_lines(ctx, id)?;
                let said = lines.iter().map(|line| Said {
                    number: line.number,
                    amount: line.pay,
                    failure: (line.number % 100 == 0).then(|| "closed".to_owned()),
                    on: date(2020, 3, 11),
                });
                roll::answer(ctx, id, &said.collect::<Vec<_>>())
            })
        },
    )?;
    let found = timed("books and roll verified anew", || {
        let read = platform.read(&officer, platform.request(), book::verify);
        read.map_err(|fault| format!("{fault:?}").into())
    })?;
    println!(
        "\n{} payments, {} sent back, {} flaws; file of {} MB; peak of memory {} MB.",
        answered.paid,
        answered.failed,
        found.flaws.len(),
        size / 1_000_000,
        peak().map_or_else(|| "?".to_owned(), |mb| mb.to_string()),
    );
    match found.flaws.is_empty() {
        true => Ok(()),
        false => Err("the books do not agree".into()),
    }
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fill", folder, awards] => fill(Path::new(folder), awards.parse()?),
        ["month", folder] => run(Path::new(folder)),
        _ => Err("fill FOLDER AWARDS, or month FOLDER".into()),
    }
}
