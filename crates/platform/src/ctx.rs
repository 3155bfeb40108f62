//! The platform, and what an action is given: who asks, a transaction, the time, ids, keys.
//!
//! [`Platform::read`] and [`Platform::write`] are the only ways to the data. What a write changed
//! without telling the journal is undone.

use crate::act::Act;
use crate::crypto::Keyring;
use crate::journal::{Anchor, Entry, append};
use crate::scope::Scope;
use crate::settings::Settings;
use crate::system::{Random, SystemClock, SystemIds, SystemRandom};
use crate::who::Who;
use base::id::RequestId;
use base::{Clock, Fault, Id, IdGen};
use db::{Db, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use std::cell::RefCell;
use std::sync::Arc;

/// Everything that stays the same from request to request. Cheap to clone.
#[derive(Clone)]
pub struct Platform {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
    random: Arc<dyn Random>,
    keys: Keyring,
    settings: Settings,
    anchor: Option<Anchor>,
}

/// A change that no journal entry tells of: a fault of ours, and undone.
#[derive(Debug, thiserror::Error)]
#[error("{changes} rows were changed and the journal was told nothing")]
struct Unjournalled {
    changes: u64,
}

impl Platform {
    /// A platform on the machine's own clock, ids and randomness.
    #[must_use]
    pub fn new(db: Db, keys: Keyring, settings: Settings) -> Self {
        let anchor = Anchor::new(settings.data.join("journal.anchor"));
        Self::assembled(
            db,
            Arc::new(SystemClock),
            Arc::new(SystemIds::default()),
            Arc::new(SystemRandom),
            keys,
            settings,
            Some(anchor),
        )
    }

    pub(crate) fn assembled(
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
        random: Arc<dyn Random>,
        keys: Keyring,
        settings: Settings,
        anchor: Option<Anchor>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                db,
                clock,
                ids,
                random,
                keys,
                settings,
                anchor,
            }),
        }
    }

    /// The database, for what is no change of records: sessions seen, beats of jobs, copies.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &Keyring {
        &self.inner.keys
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Randomness for tokens.
    #[must_use]
    pub fn random(&self) -> &dyn Random {
        self.inner.random.as_ref()
    }

    /// Where the journal's end is kept outside the database.
    #[must_use]
    pub fn anchor(&self) -> Option<&Anchor> {
        self.inner.anchor.as_ref()
    }

    /// A name for a request or a command.
    #[must_use]
    pub fn request(&self) -> RequestId {
        self.inner.ids.next()
    }

    /// Reads for somebody, from one moment.
    pub fn read<T>(
        &self,
        who: &Who,
        request: RequestId,
        f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.inner.db.read(|tx| f(&self.ctx(who, request, tx)))
    }

    /// Changes something for somebody: the change and what the journal says of it, or neither.
    pub fn write<T>(
        &self,
        who: &Who,
        request: RequestId,
        f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let (value, end) = self.inner.db.write(|tx| {
            let ctx = self.ctx(who, request, tx);
            let value = f(&ctx)?;
            let entries = ctx.entries.take();
            if entries.is_empty() && tx.changes() > 0 {
                let changes = tx.changes();
                return Err(Fault::Internal(Box::new(Unjournalled { changes })));
            }
            let end = append(&ctx, &entries)?;
            Ok::<_, Fault>((value, end))
        })?;
        if let (Some(anchor), Some(end)) = (&self.inner.anchor, end) {
            anchor.note(&end);
        }
        Ok(value)
    }

    fn ctx<'a>(&'a self, who: &'a Who, request: RequestId, tx: &'a Tx<'a>) -> Ctx<'a> {
        Ctx {
            platform: self,
            who,
            request,
            tx,
            now: self.inner.clock.now(),
            entries: RefCell::default(),
        }
    }
}

/// What an action is given.
pub struct Ctx<'a> {
    platform: &'a Platform,
    who: &'a Who,
    request: RequestId,
    tx: &'a Tx<'a>,
    now: Timestamp,
    entries: RefCell<Vec<Entry>>,
}

impl<'a> Ctx<'a> {
    /// Who asks.
    #[must_use]
    pub fn who(&self) -> &'a Who {
        self.who
    }

    /// The transaction.
    #[must_use]
    pub fn tx(&self) -> &'a Tx<'a> {
        self.tx
    }

    /// The instant of the whole transaction.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The date on the office wall.
    #[must_use]
    pub fn today(&self) -> Date {
        base::clock::china(self.now).date()
    }

    /// The request's or command's name.
    #[must_use]
    pub fn request(&self) -> RequestId {
        self.request
    }

    /// A new id.
    #[must_use]
    pub fn id<K>(&self) -> Id<K> {
        self.platform.inner.ids.next()
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &'a Keyring {
        &self.platform.inner.keys
    }

    /// Randomness.
    #[must_use]
    pub fn random(&self) -> &'a dyn Random {
        self.platform.inner.random.as_ref()
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &'a Settings {
        &self.platform.inner.settings
    }

    /// Where whoever asks may do this; [`Fault::NotFound`] if nowhere.
    pub fn may(&self, act: Act) -> Result<Scope, Fault> {
        self.who.may(act)
    }

    /// Tells the journal what is being done; it is written with the change or not at all.
    pub fn tell(&self, entry: Entry) {
        self.entries.borrow_mut().push(entry);
    }
}
