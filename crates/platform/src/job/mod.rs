//! Work for the machine that outlives the request that asked for it, and a restart.
//!
//! A job is asked for inside the transaction that makes it necessary ([`ask`]), taken by one
//! worker ([`Queue::run_one`]), tells how far it is, and is taken again when its worker has gone
//! silent. A handler may therefore run twice: what it writes must be the same the second time.

mod asker;
mod queue;
mod store;

pub use asker::asker;
pub use queue::{Handler, Queue, Work, ask, ask_after, get, list};
pub use store::{Job, State};

#[cfg(test)]
mod tests;
