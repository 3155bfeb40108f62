//! The table `plan`.

use super::actions::Published;
use crate::task::store::unreadable;
use base::id::PlanId;
use db::{Result, Row, Tx};
use jiff::Timestamp;

fn published(row: &Row<'_>) -> Result<Published> {
    let body: String = row.get("body")?;
    Ok(Published {
        id: row.get("id")?,
        edition: row.get("edition")?,
        fingerprint: row.get("fingerprint")?,
        published_at: row.get("published_at")?,
        published_by: row.get("published_by")?,
        plan: serde_json::from_str(&body).map_err(|_| unreadable("body"))?,
    })
}

pub(super) fn plan_insert(tx: &Tx<'_>, new: &Published, body: &str, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO plan (id, code, edition, document, issued, ends, body, fingerprint, \
               published_at, published_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    tx.execute(
        sql,
        &[
            &new.id,
            &new.plan.id,
            &new.edition,
            &new.plan.document,
            &new.plan.issued,
            &new.plan.ends,
            &body,
            &new.fingerprint,
            &now,
            &new.published_by,
        ],
    )?;
    Ok(())
}

/// The plan that began last, in its newest edition.
pub(super) fn plan_latest(tx: &Tx<'_>) -> Result<Option<Published>> {
    let sql = "SELECT id, edition, fingerprint, published_at, published_by, body FROM plan \
               ORDER BY issued DESC, code DESC, edition DESC LIMIT 1";
    tx.optional(sql, &[], published)
}

/// The newest edition of a plan.
pub(super) fn plan_by_code(tx: &Tx<'_>, code: &str) -> Result<Option<Published>> {
    let sql = "SELECT id, edition, fingerprint, published_at, published_by, body FROM plan \
               WHERE code = ?1 ORDER BY edition DESC LIMIT 1";
    tx.optional(sql, &[&code], published)
}

pub(super) fn plan_fetch(tx: &Tx<'_>, id: PlanId) -> Result<Published> {
    let sql = "SELECT id, edition, fingerprint, published_at, published_by, body FROM plan \
               WHERE id = ?1";
    tx.row(sql, &[&id], published)
}
