//! For machines: does it live, can it work, how much does it hold.

use webkit::{Answer, Reply, Request};

/// The process answers.
pub(crate) fn live(_: &Request<'_>) -> Answer {
    Ok(Reply::Text("ok\n".to_owned()))
}

/// The database answers too.
pub(crate) fn ready(request: &Request<'_>) -> Answer {
    request.platform().db().read(platform::account::figures)?;
    Ok(Reply::Text("ready\n".to_owned()))
}

/// Numbers in the format of Prometheus. They tell nothing of anybody.
pub(crate) fn metrics(request: &Request<'_>) -> Answer {
    let sums = request.platform().db().read(platform::account::figures)?;
    let mut text = String::new();
    for (name, help, value) in sums {
        text += &format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
    }
    Ok(Reply::Text(text))
}
