//! When is a decision due, and how is its amount written on the notice?

use base::money::{capital, written};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let accepted = date(2020, 4, 29);
    let due = base::calendar::working_days_after(accepted, 10)?;
    let amount = written::parse("1,230.5")?;
    println!(
        "accepted {accepted}, due {due}, amount {amount}: {}",
        capital::write(amount)
    );
    Ok(())
}
