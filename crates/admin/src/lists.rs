//! What a person keeps of a list: its columns, its views. The list itself is webkit's.

use crate::inside;
use base::Fault;
use platform::preference;
use webkit::{Answer, Fields, Reply, Request};

/// The list's name; it becomes part of a key.
fn name(request: &Request<'_>) -> Result<String, Fault> {
    let name: String = request.param("list")?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    match !name.is_empty() && name.len() <= 60 && name.chars().all(fits) {
        true => Ok(name),
        false => Err(Fault::NotFound),
    }
}

fn back(request: &Request<'_>) -> Answer {
    Ok(Reply::See(inside(request.form.get("then"))))
}

/// Keeps which columns are shown, or goes back to those that are shown to everybody.
pub(crate) fn columns(request: &Request<'_>) -> Answer {
    let key = format!("list.{}.columns", name(request)?);
    let chosen = match request.form.get("reset") {
        "" => request.form.all("column").join(","),
        _ => String::new(),
    };
    request.write(|ctx| preference::set(ctx, &key, &chosen))?;
    back(request)
}

fn view(request: &Request<'_>) -> Result<String, Fault> {
    let view = request.form.get("view");
    match view.is_empty() || view.chars().count() > 40 {
        true => Err(Fault::NotFound),
        false => Ok(format!("list.{}.view.{view}", name(request)?)),
    }
}

/// Keeps the search as a view.
pub(crate) fn keep(request: &Request<'_>) -> Answer {
    let key = view(request)?;
    // Only names and values come back out, whatever was sent.
    let query = Fields::parse(request.form.get("query"))
        .without(&["after", "page", "done"])
        .to_query();
    let query = match query.is_empty() {
        true => "sort=".to_owned(),
        false => query,
    };
    request.write(|ctx| preference::set(ctx, &key, &query))?;
    back(request)
}

/// Forgets a view.
pub(crate) fn end(request: &Request<'_>) -> Answer {
    let key = view(request)?;
    request.write(|ctx| preference::set(ctx, &key, ""))?;
    back(request)
}
