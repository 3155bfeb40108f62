//! One's own second factor: a secret for an authenticator app, shown as a code to photograph and as
//! text to type; it counts once the app has made a right code of it.

use askama::Template;
use base::Fault;
use base::id::AccountId;
use platform::account::{self, Secret};
use qrcode::{Color, QrCode};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

#[derive(Template)]
#[template(path = "factor.html")]
struct Factor<'a> {
    t: Say<'a>,
    f: Form<'a>,
    code: Html,
    secret: String,
    has: bool,
}

/// A text as a QR code: black squares on white with the quiet margin that readers need.
fn qr(text: &str, label: &str) -> Result<Html, Fault> {
    const MARGIN: usize = 4;
    let code = QrCode::new(text).map_err(|e| Fault::Internal(Box::new(e)))?;
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let (x, y) = (at % width + MARGIN, at / width + MARGIN);
            path += &format!("M{x} {y}h1v1h-1z");
        }
    }
    let side = width + 2 * MARGIN;
    Ok(Html::markup(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {side} {side}\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/>\
         </svg>",
        webkit::escape(label)
    )))
}

fn page<'a>(request: &Request<'a>, f: Form<'a>, secret: &Secret) -> Result<Page, Fault> {
    let person = request.who.person().ok_or(Fault::NotFound)?;
    let t = Say(request.catalogue());
    let content = Factor {
        t,
        f,
        code: qr(&secret.address(&person.login), &t.text("factor-code"))?,
        secret: secret.text(),
        has: request.read(account::has_totp)?,
    };
    let page = Page::new(request, "factor", &content)?;
    Ok(page.under(request, "me", "/me"))
}

/// A new secret each time it is opened; nothing is kept until the app has proved that it has it.
pub(crate) fn form(request: &Request<'_>) -> Answer {
    let secret = request.read(account::start_totp)?;
    page(request, Form::new(request), &secret).map(Reply::Page)
}

/// Keeps the secret when the code fits.
pub(crate) fn save(request: &Request<'_>) -> Answer {
    let secret = Secret::parse(request.form.get("secret")).ok_or(Fault::NotFound)?;
    let code = request.form.get("code");
    let password = request.form.raw("password");
    match request.write(|ctx| account::verify_totp(ctx, &secret, code, password)) {
        Ok(()) => Ok(Reply::See("/me?done=factor".to_owned())),
        Err(fault) => page(request, Form::again(request, fault)?, &secret).map(Reply::Again),
    }
}

/// Takes somebody's away, when the phone is lost.
pub(crate) fn remove(request: &Request<'_>) -> Answer {
    let id: AccountId = request.param("id")?;
    let reason = request.form.get("lost");
    let done = request.write(|ctx| account::remove_totp(ctx, id, reason));
    crate::accounts::after(request, done, "saved")
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_code_has_its_three_corners_and_a_margin() {
        let drawn = qr(
            "otpauth://totp/Doudi:li?secret=GEZDGNBV&issuer=Doudi",
            "<x>",
        )
        .unwrap();
        let drawn = drawn.as_str();
        assert!(drawn.contains("aria-label=\"&lt;x&gt;\""));
        // The top row of the first corner: seven dark squares, then a light one.
        let dark = |x: usize| drawn.contains(&format!("M{} 4h1", x + 4));
        assert!((0..7).all(dark) && !dark(7));
        assert!(
            !drawn.contains("M3 ") && !drawn.contains(" 3h1"),
            "the margin is quiet"
        );
    }
}
