//! The look-ups of a search, each bounded and by an index. Texts with a scope are put together
//! here, so the test of every statement cannot read them; the tests of this folder run them all on
//! both engines.

use crate::person::store::{Stored, stored};
use base::Fault;
use base::id::PersonId;
use db::{Param, ToParam};
use jiff::civil::Date;
use platform::{Ctx, Scope};
use std::borrow::Cow;

/// The columns of a person.
fn columns() -> &'static str {
    "p.id, p.version, p.name, p.sort_key, p.former_names, p.sex, p.birth, p.document, \
     p.id_number_sealed, p.id_number_index, p.id_last4, p.id_last6, p.division, p.state, \
     p.state_on, p.state_source, p.merged_into, p.source, p.created_at, p.created_by, p.changed_at"
}

fn text(value: impl Into<String>) -> Param<'static> {
    Param::Text(Cow::Owned(value.into()))
}

fn bytes(value: &[u8]) -> Param<'static> {
    Param::Bytes(Cow::Owned(value.to_vec()))
}

/// People of a condition within reach, merged records left out.
fn people(
    ctx: &Ctx<'_>,
    scope: &Scope,
    condition: &str,
    order: &str,
    mut params: Vec<Param<'static>>,
    limit: i64,
) -> Result<Vec<Stored>, Fault> {
    let (within, reach) = scope.condition("p.division", params.len() + 1);
    params.extend(reach);
    params.push(Param::Int(limit));
    let (columns, last) = (columns(), params.len());
    let sql = format!(
        "SELECT {columns} FROM person p WHERE {condition} AND {within} \
         AND p.merged_into IS NULL ORDER BY {order} LIMIT ?{last}"
    );
    let params: Vec<&dyn ToParam> = params.iter().map(|p| p as &dyn ToParam).collect();
    Ok(ctx.tx().rows(&sql, &params, stored)?)
}

pub(crate) fn by_number(
    ctx: &Ctx<'_>,
    scope: &Scope,
    index: &[u8],
    limit: i64,
) -> Result<Vec<Stored>, Fault> {
    people(
        ctx,
        scope,
        "p.id_number_index = ?1",
        "p.id",
        vec![bytes(index)],
        limit,
    )
}

/// By the index of the last four or six characters of a number.
pub(crate) fn by_tail(
    ctx: &Ctx<'_>,
    scope: &Scope,
    length: usize,
    index: &[u8],
    limit: i64,
) -> Result<Vec<Stored>, Fault> {
    let condition = match length {
        4 => "p.id_last4 = ?1",
        _ => "p.id_last6 = ?1",
    };
    people(ctx, scope, condition, "p.id", vec![bytes(index)], limit)
}

pub(crate) fn by_birth(
    ctx: &Ctx<'_>,
    scope: &Scope,
    (from, to): (Date, Date),
    limit: i64,
) -> Result<Vec<Stored>, Fault> {
    let params = vec![text(from.to_string()), text(to.to_string())];
    people(
        ctx,
        scope,
        "p.birth >= ?1 AND p.birth <= ?2",
        "p.birth, p.id",
        params,
        limit,
    )
}

/// Everybody within reach, by place and name.
pub(crate) fn by_place(ctx: &Ctx<'_>, scope: &Scope, limit: i64) -> Result<Vec<Stored>, Fault> {
    // A first and a last code let the index of places be used for one area.
    let first = scope.areas().first().map_or("", |a| a.division.code());
    let (condition, params) = match scope.areas().len() {
        1 => (
            "p.division >= ?1 AND p.division < ?2",
            vec![text(first), text(format!("{first}:"))],
        ),
        _ => ("1 = 1", Vec::new()),
    };
    people(
        ctx,
        scope,
        condition,
        "p.division, p.sort_key, p.id",
        params,
        limit,
    )
}

/// People by their ids, in no order.
pub(crate) fn by_ids(ctx: &Ctx<'_>, scope: &Scope, ids: &[PersonId]) -> Result<Vec<Stored>, Fault> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(200) {
        let marks: Vec<String> = (1..=part.len()).map(|i| format!("?{i}")).collect();
        let condition = format!("p.id IN ({})", marks.join(", "));
        let params = part.iter().map(|id| text(id.to_string())).collect();
        found.extend(people(ctx, scope, &condition, "p.id", params, 200)?);
    }
    Ok(found)
}

/// Keys that begin with a text, in their order, with the people they belong to.
pub(crate) fn by_key(
    ctx: &Ctx<'_>,
    scope: &Scope,
    key: &str,
    limit: i64,
) -> Result<Vec<(String, PersonId)>, Fault> {
    let mut params = vec![text(key), text(format!("{key}\u{10FFFF}"))];
    let (within, reach) = scope.condition("k.division", params.len() + 1);
    params.extend(reach);
    params.push(Param::Int(limit));
    let last = params.len();
    let sql = format!(
        "SELECT k.key, k.person_id FROM person_key k WHERE k.key >= ?1 AND k.key < ?2 \
         AND {within} ORDER BY k.key, k.division, k.person_id LIMIT ?{last}"
    );
    let params: Vec<&dyn ToParam> = params.iter().map(|p| p as &dyn ToParam).collect();
    let rows = ctx
        .tx()
        .rows(&sql, &params, |row| Ok((row.at(0)?, row.at(1)?)))?;
    Ok(rows)
}

/// People by the order of the keyed index of their numbers: a sample by chance, of everybody.
pub(crate) fn sample(ctx: &Ctx<'_>, limit: i64) -> Result<Vec<Stored>, Fault> {
    let columns = columns();
    let sql = format!(
        "SELECT {columns} FROM person p WHERE p.id_last6 IS NOT NULL AND p.merged_into IS NULL \
         ORDER BY p.id_last6 LIMIT ?1"
    );
    Ok(ctx.tx().rows(&sql, &[&limit], stored)?)
}

/// The condition that a column lies within reach, so written that an index is used.
fn reach(scope: &Scope, column: &str, first: usize) -> (String, Vec<Param<'static>>) {
    let mut parts = vec!["1 = 0".to_owned()];
    let mut params = Vec::new();
    for area in scope.areas() {
        let code = area.division.code();
        let at = first + params.len();
        parts.push(format!("({column} >= ?{at} AND {column} < ?{})", at + 1));
        // Behind the digits comes the colon.
        params.push(text(code));
        params.push(text(format!("{code}:")));
    }
    (format!("({})", parts.join(" OR ")), params)
}

/// One number of a condition within reach.
fn count(
    ctx: &Ctx<'_>,
    from: &str,
    within: &(String, Vec<Param<'static>>),
    condition: &str,
) -> Result<i64, Fault> {
    let params: Vec<&dyn ToParam> = within.1.iter().map(|p| p as &dyn ToParam).collect();
    let sql = format!(
        "SELECT COUNT(*) FROM {from} WHERE {} AND {condition}",
        within.0
    );
    Ok(ctx.tx().value(&sql, &params)?)
}

/// Figures of the start page.
pub(super) fn figures(ctx: &Ctx<'_>, scope: &Scope) -> Result<super::Figures, Fault> {
    let within = reach(scope, "division", 1);
    let newest = format!(
        "SELECT id, name FROM person WHERE {} AND merged_into IS NULL \
         ORDER BY changed_at DESC LIMIT 1",
        within.0
    );
    let headless = "head_id IS NULL AND ended_on IS NULL";
    let first = format!(
        "SELECT id FROM household WHERE {} AND {headless} ORDER BY id LIMIT 1",
        within.0
    );
    let params: Vec<&dyn ToParam> = within.1.iter().map(|p| p as &dyn ToParam).collect();
    Ok(super::Figures {
        people: count(ctx, "person", &within, "1 = 1")?,
        households: count(ctx, "household", &within, "1 = 1")?,
        newest: ctx
            .tx()
            .optional(&newest, &params, |row| Ok((row.at(0)?, row.at(1)?)))?,
        headless: count(ctx, "household", &within, headless)?,
        headless_first: ctx.tx().optional(&first, &params, |row| row.at(0))?,
    })
}
