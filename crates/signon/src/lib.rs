//! Single sign-on by OpenID Connect (authorization code with PKCE): where to send the browser, and
//! whether what the provider says is true.
//!
//! Must not know: accounts, sessions, pages. Keeps nothing: the endpoints and keys are asked anew
//! at each sign-on, so that a provider may change its keys at any time. Start at [`Provider`].
//!
//! ```
//! // What proves that the browser that comes back is the one that left follows from its secret.
//! let asked = signon::Asked::of("the browser's secret", "/tasks");
//! assert!(asked.answers(&asked.state()));
//! assert_eq!(signon::Asked::then(&asked.state()), "/tasks");
//! assert!(!signon::Asked::of("another browser", "/tasks").answers(&asked.state()));
//! ```

mod asked;
mod provider;
mod token;

pub use asked::Asked;
pub use provider::{Endpoints, Provider};

use base::message::{Message, Speak};

/// Why nobody was signed on.
#[derive(Debug, thiserror::Error)]
pub enum SignOnError {
    /// The provider, or the file of its authority, cannot be reached or read.
    #[error("{what}: {why}")]
    Unreachable {
        /// What was asked for.
        what: &'static str,
        /// What stood in the way.
        why: String,
    },
    /// The provider says something that it must not say.
    #[error("the provider's {0} does not fit")]
    Untrue(&'static str),
    /// The provider refuses the code or the client.
    #[error("the provider refuses: {0}")]
    Refused(String),
}

impl Speak for SignOnError {
    fn message(&self) -> Message {
        match self {
            Self::Unreachable { what, .. } => {
                Message::new("sign-on-unreachable").with("what", *what)
            }
            Self::Untrue(what) => Message::new("sign-on-untrue").with("what", *what),
            Self::Refused(why) => Message::new("sign-on-refused").with("why", why.clone()),
        }
    }
}
