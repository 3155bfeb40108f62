//! What the pack's parameters say about money. Must not know: any programme's name, any number of
//! the law. Without a pack, or where no value is in force, there is no value: whoever asks says so.

use base::Fen;
use jiff::civil::Date;
use policy::cel::Datum;

/// What a town may pay from its reserve at once.
pub(crate) const RESERVE_CEILING: &str = "relief_town_limit";

/// By which day of the month money is to be there.
pub(crate) const PAY_BY_DAY: &str = "pay_by_day";

/// From which share of the ceiling on, in hundredths, a payment from a reserve lies just under it.
pub(crate) const RESERVE_NEAR: &str = "reserve_near_ceiling_percent";

/// After how many months without a payment a reserve lies idle.
pub(crate) const RESERVE_IDLE: &str = "reserve_idle_months";

fn value(id: &str, on: Date) -> Option<Datum> {
    let pack = registry::register::declared().ok()?.pack();
    let parameter = pack.parameters.iter().find(|p| p.id == id)?;
    Some(parameter.on(on)?.value.clone())
}

/// An amount in force on a day, in whole fen.
pub(crate) fn money(id: &str, on: Date) -> Option<Fen> {
    match value(id, on)? {
        Datum::Money(amount) => amount.exact(),
        _ => None,
    }
}

/// A whole number in force on a day.
pub(crate) fn number(id: &str, on: Date) -> Option<i64> {
    match value(id, on)? {
        Datum::Int(number) => Some(number),
        _ => None,
    }
}
