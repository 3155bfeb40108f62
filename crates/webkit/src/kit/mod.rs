//! Parts that pages are put together from: states, facts, tabs, empty places, a course of events,
//! the choice between two people's changes, the progress of a job, charts and maps. Each is a value with a look of
//! its own; a template writes it with `{{ part }}`.
//!
//! Must not know: what any of it is about. All text comes in finished, in the reader's language.

mod bars;
pub mod chart;
mod conflict;
mod facts;
pub mod map;
mod progress;
mod state;
mod tabs;
mod timeline;

pub use bars::{Span, bars};
pub use conflict::{Conflict, Differing};
pub use facts::{Facts, masked};
pub use progress::progress;
pub use state::{Tone, badge, empty, number};
pub use tabs::{Tab, tabs};
pub use timeline::{Event, timeline};
