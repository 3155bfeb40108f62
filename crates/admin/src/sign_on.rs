//! Signing on with the provider that the settings name: the browser leaves for it and comes back
//! with a code. Without a provider neither page exists.

use crate::entrance;
use base::message::{Message, Speak};
use platform::session::{self, Entrance};
use signon::{Asked, Provider};
use webkit::{Answer, Reply, Request};

/// Where the provider sends browsers back to.
const BACK: &str = "/sign-on/back";

/// The provider, if the settings name one.
pub(crate) fn provider(request: &Request<'_>) -> Option<Provider> {
    let given = request.platform().settings().sign_on.as_ref()?;
    Some(Provider {
        issuer: given.issuer.clone(),
        client: given.client.clone(),
        secret: given.secret.clone(),
        authority: given.authority.clone(),
        claim: given.claim.clone(),
    })
}

/// The page for signing in, with what went wrong and how it is put right.
fn told(request: &Request<'_>, message: &Message) -> Answer {
    let wrong = request.catalogue().say(message);
    entrance::again(request, wrong)
}

/// Sends the browser to the provider.
pub(crate) fn leave(request: &Request<'_>) -> Answer {
    let Some(provider) = provider(request) else {
        return Ok(Reply::See("/sign-in".to_owned()));
    };
    let asked = Asked::of(request.secret(), &crate::inside(request.query.get("then")));
    let back = format!("{}{BACK}", request.origin());
    match provider.discover() {
        Ok(at) => Ok(Reply::See(provider.address(&at, &asked, &back))),
        Err(e) => {
            note(&e);
            told(request, &e.message())
        }
    }
}

/// Takes the browser back in, if what it brings is true.
pub(crate) fn back(request: &Request<'_>) -> Answer {
    let Some(provider) = provider(request) else {
        return Ok(Reply::See("/sign-in".to_owned()));
    };
    let state = request.query.get("state");
    let then = crate::inside(&Asked::then(state));
    let asked = Asked::of(request.secret(), &then);
    if !asked.answers(state) {
        return told(request, &Message::new("sign-on-elsewhere"));
    }
    let refusal = request.query.get("error");
    if !refusal.is_empty() {
        let short: String = refusal.chars().take(60).collect();
        return told(request, &Message::new("sign-on-refused").with("why", short));
    }
    let address = format!("{}{BACK}", request.origin());
    let now = request.platform().clock().now().as_second();
    let name = match provider.redeem(&asked, (request.query.get("code"), &address), now) {
        Ok(name) => name,
        Err(e) => {
            note(&e);
            return told(request, &e.message());
        }
    };
    let entered = request.write(|ctx| session::sign_on(ctx, &name, &request.visitor))?;
    match entered {
        Entrance::Open(token) => Ok(Reply::Enter(Some(token), then)),
        Entrance::CodeWanted(token) => entrance::ask_code(request, token, then),
        Entrance::Locked(_) => told(request, &entrance::locked(request, &entered)),
        Entrance::Wrong => told(request, &Message::new("sign-on-unknown").with("name", name)),
    }
}

/// What the provider did goes to the log: the visitor learns only what to do.
fn note(e: &signon::SignOnError) {
    platform::log::error("sign-on", &[("why", platform::log::chain(e))]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site_after_it() {
        let asked = Asked::of("secret", "https://evil.example/");
        assert_eq!(crate::inside(&Asked::then(&asked.state())), "/");
    }
}
