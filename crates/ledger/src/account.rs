//! An account: a number, what it may never become, and its four sums.

use base::Fen;

/// Number of an account; what it stands for is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(pub u64);

/// What an account's sums may never become. Money that is held counts as already gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No limit: where money comes from or ends, such as an appropriation or a payee.
    Open,
    /// Money at hand: what left or is held to leave never exceeds what came in.
    Assets,
    /// Money owed: what was settled or is held to be settled never exceeds what is owed.
    Claims,
}

/// An account with its sums; each sum only grows, except the held ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub number: AccountNumber,
    /// Its guard, fixed when it is opened.
    pub guard: Guard,
    /// Debits that happened.
    pub debits: Fen,
    /// Credits that happened.
    pub credits: Fen,
    /// Debits held and neither settled nor released.
    pub debits_held: Fen,
    /// Credits held and neither settled nor released.
    pub credits_held: Fen,
}

/// The two sides of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Debit,
    Credit,
}

impl Account {
    /// An account on which nothing has happened.
    #[must_use]
    pub const fn new(number: AccountNumber, guard: Guard) -> Self {
        Self {
            number,
            guard,
            debits: Fen::ZERO,
            credits: Fen::ZERO,
            debits_held: Fen::ZERO,
            credits_held: Fen::ZERO,
        }
    }

    /// Debits less credits that happened: money at hand, or (negative) money owed.
    #[must_use]
    pub fn balance(&self) -> Fen {
        // Both sums are kept within 0..=i64::MAX, so that their difference fits.
        self.debits
            .checked_sub(self.credits)
            .unwrap_or_else(|| unreachable!("both sums are at least zero"))
    }

    /// What may still leave an account of money at hand, or be settled of money owed; `None` for an
    /// account without a limit.
    #[must_use]
    pub fn free(&self) -> Option<Fen> {
        let (came, went, held) = match self.guard {
            Guard::Open => return None,
            Guard::Assets => (self.debits, self.credits, self.credits_held),
            Guard::Claims => (self.credits, self.debits, self.debits_held),
        };
        came.checked_sub(went)?.checked_sub(held)
    }

    /// Whether no sum is negative and the guard holds.
    pub(crate) fn is_sound(&self) -> bool {
        let sums = [
            self.debits,
            self.credits,
            self.debits_held,
            self.credits_held,
        ];
        sums.iter().all(|sum| *sum >= Fen::ZERO)
            && (self.guard == Guard::Open || self.free().is_some_and(|free| free >= Fen::ZERO))
    }

    /// Adds to what happened on a side; `None` past what an `i64` of fen holds.
    pub(crate) fn post(&mut self, side: Side, amount: Fen) -> Option<()> {
        let sum = match side {
            Side::Debit => &mut self.debits,
            Side::Credit => &mut self.credits,
        };
        *sum = sum.checked_add(amount)?;
        Some(())
    }

    /// Adds to what is held on a side.
    pub(crate) fn hold(&mut self, side: Side, amount: Fen) -> Option<()> {
        let sum = self.held(side);
        *sum = sum.checked_add(amount)?;
        Some(())
    }

    /// Takes from what is held on a side.
    pub(crate) fn free_up(&mut self, side: Side, amount: Fen) -> Option<()> {
        let sum = self.held(side);
        *sum = sum.checked_sub(amount)?;
        Some(())
    }

    fn held(&mut self, side: Side) -> &mut Fen {
        match side {
            Side::Debit => &mut self.debits_held,
            Side::Credit => &mut self.credits_held,
        }
    }
}
