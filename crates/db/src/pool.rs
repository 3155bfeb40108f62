//! A small pool: so many connections at most, opened when first needed, handed out one at a time.

use crate::Result;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Connections of one kind.
pub(crate) struct Pool<C> {
    open: Box<dyn Fn() -> Result<C> + Send + Sync>,
    state: Mutex<State<C>>,
    freed: Condvar,
    max: usize,
}

struct State<C> {
    idle: Vec<C>,
    /// Connections that exist, idle or lent.
    count: usize,
}

/// A connection on loan. Dropping it without [`Loan::keep`] closes it: a caller who cannot say
/// that it is in order must not hand it to the next one.
pub(crate) struct Loan<'p, C> {
    pool: &'p Pool<C>,
    connection: Option<C>,
}

impl<C> Pool<C> {
    pub(crate) fn new(max: usize, open: impl Fn() -> Result<C> + Send + Sync + 'static) -> Self {
        Self {
            open: Box::new(open),
            state: Mutex::new(State {
                idle: Vec::new(),
                count: 0,
            }),
            freed: Condvar::new(),
            max,
        }
    }

    fn state(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection; waits for one when all are lent.
    pub(crate) fn lend(&self) -> Result<Loan<'_, C>> {
        let mut state = self.state();
        loop {
            if let Some(connection) = state.idle.pop() {
                return Ok(self.loan(connection));
            }
            if state.count < self.max {
                state.count += 1;
                break;
            }
            state = self
                .freed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        match (self.open)() {
            Ok(connection) => Ok(self.loan(connection)),
            Err(e) => {
                self.gone();
                Err(e)
            }
        }
    }

    fn loan(&self, connection: C) -> Loan<'_, C> {
        Loan {
            pool: self,
            connection: Some(connection),
        }
    }

    fn gone(&self) {
        self.state().count -= 1;
        self.freed.notify_one();
    }
}

impl<C> Loan<'_, C> {
    /// Gives the connection back in order.
    pub(crate) fn keep(mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.state().idle.push(connection);
            self.pool.freed.notify_one();
        }
    }

    /// The connection; `None` only after [`Loan::keep`], which consumes the loan.
    pub(crate) fn get(&mut self) -> Option<&mut C> {
        self.connection.as_mut()
    }
}

impl<C> Drop for Loan<'_, C> {
    fn drop(&mut self) {
        if self.connection.take().is_some() {
            self.pool.gone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_than_so_many_are_ever_open() {
        let open = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&open);
        let pool = Arc::new(Pool::new(2, move || {
            Ok(counted.fetch_add(1, Ordering::SeqCst))
        }));
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let pool = Arc::clone(&pool);
                std::thread::spawn(move || {
                    for _ in 0..50 {
                        pool.lend().unwrap().keep();
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(open.load(Ordering::SeqCst) <= 2);
    }

    #[test]
    fn a_connection_that_was_dropped_makes_room_for_a_new_one() {
        let pool = Pool::new(1, || Ok(String::from("fresh")));
        let mut first = pool.lend().unwrap();
        first.get().unwrap().push_str(" and used");
        drop(first);
        assert_eq!(pool.lend().unwrap().get().unwrap(), "fresh");
    }
}
