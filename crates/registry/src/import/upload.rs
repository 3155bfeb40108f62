//! A file as it comes: kept sealed, read, and its columns told.

use super::columns::Columns;
use super::look::{Batch, State, batch_of, seen};
use super::store::{self, Kept};
use super::{CONTENT, OUTCOMES};
use crate::register::Declared;
use crate::register::declared::reach;
use crate::seal::internal;
use base::Fault;
use base::id::BatchId;
use base::message::{Message, Speak};
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use serde_json::json;
use sheet::{ReadOptions, Source, Table};

/// Takes a file in. What is no ledger is refused and nothing is kept.
pub fn bring(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    (name, content): (&str, &[u8]),
    sheet: Option<&str>,
) -> Result<BatchId, Fault> {
    let register = declared.register(register)?;
    let scope = reach(ctx, Act::RegistersImport, register)?;
    let most = ctx.settings().upload_bytes;
    if content.len() > most {
        let megabytes = most >> 20;
        return Err(Fault::Refused(
            Message::new("attachment-too-large").with("megabytes", megabytes),
        ));
    }
    let file: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let table = parsed((&file, content), sheet)?;
    let home = Division::parse(&declared.pack().jurisdiction).ok_or(Fault::NotFound)?;
    let area = scope.areas().first().map(|a| a.division.clone());
    let id: BatchId = ctx.id();
    let place = CONTENT.place(&id.to_string());
    let sealed = ctx.keys().seal(&place, content, ctx.random());
    let batch = Kept {
        id,
        version: 1,
        register: register.id.clone(),
        file,
        sheet: table.sheet.clone(),
        state: State::Uploaded.code().to_owned(),
        columns: String::new(),
        whole: false,
        // Whoever reaches everything has no division of their own.
        division: area.filter(|d| !d.code().is_empty()).unwrap_or(home),
        told: String::new(),
        job: None,
        counts: [0; OUTCOMES.len()],
        created_at: ctx.now(),
        created_by: ctx.who().actor(),
        applied_at: None,
        applied_by: None,
        undone_at: None,
    };
    store::batch_insert(ctx.tx(), &batch, &sealed.map_err(internal)?)?;
    ctx.tell(
        Entry::named("import.bring", "batch", id)
            .division(&batch.division)
            .after(json!({ "register": register.id, "rows": table.len() })),
    );
    Ok(id)
}

/// Reads bytes as a ledger.
pub(crate) fn parsed((name, content): (&str, &[u8]), sheet: Option<&str>) -> Result<Table, Fault> {
    let source = Source::Bytes {
        name: name.to_owned(),
        bytes: content.to_vec(),
    };
    let options = ReadOptions {
        sheet: sheet.map(str::to_owned),
        columns: Vec::new(),
    };
    sheet::read(source, &options).map_err(|e| Fault::Refused(e.message()))
}

/// The file of a batch, read again.
pub fn table(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<(Batch, Table), Fault> {
    let kept = seen(ctx, declared, id)?;
    let table = opened(ctx, &kept)?;
    Ok((batch_of(kept), table))
}

pub(crate) fn opened(ctx: &Ctx<'_>, kept: &Kept) -> Result<Table, Fault> {
    let sealed = store::batch_content(ctx.tx(), kept.id)?.ok_or(Fault::NotFound)?;
    let place = CONTENT.place(&kept.id.to_string());
    let content = ctx.keys().open(&place, &sealed).map_err(internal)?;
    parsed((&kept.file, &content), kept.sheet.as_deref())
}

/// What the columns of a file are: as told for it, else as last told for these headers, else what
/// can be recognised. `true` when somebody told it before.
pub fn columns(
    ctx: &Ctx<'_>,
    declared: &Declared,
    batch: &Batch,
    table: &Table,
) -> Result<(Columns, bool), Fault> {
    let register = declared.register(&batch.register)?;
    if !batch.kept.columns.is_empty() {
        let told = serde_json::from_str(&batch.kept.columns).map_err(internal)?;
        return Ok((told, true));
    }
    let key = Columns::key(table);
    match store::mapping_fetch(ctx.tx(), &register.id, &key)? {
        Some(text) => Ok((serde_json::from_str(&text).map_err(internal)?, true)),
        None => Ok((Columns::recognised(register, table), false)),
    }
}

/// Says what the columns are, and whether the file has everything of the places in it; the file
/// waits to be checked from then on. Another sheet may be named.
pub fn tell(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (id, version): (BatchId, i64),
    (columns, whole): (&Columns, bool),
) -> Result<(), Fault> {
    let mut kept = seen(ctx, declared, id)?;
    let state = State::of(&kept.state);
    if kept.version != version || !matches!(state, State::Uploaded | State::Read) {
        return Err(Fault::Stale);
    }
    let table = opened(ctx, &kept)?;
    let text = serde_json::to_string(columns).map_err(internal)?;
    let key = Columns::key(&table);
    store::mapping_put(ctx.tx(), (&kept.register, &key), &text, ctx.now())?;
    kept.columns = text;
    kept.whole = whole;
    kept.told = String::new();
    State::Checking.code().clone_into(&mut kept.state);
    store::batch_told(ctx.tx(), &kept)?;
    ctx.tell(
        Entry::named("import.tell", "batch", id)
            .division(&kept.division)
            .after(json!({ "columns": columns, "whole": whole })),
    );
    Ok(())
}

/// Takes another sheet of the workbook.
pub(crate) fn turn(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (id, version): (BatchId, i64),
    sheet: &str,
) -> Result<(), Fault> {
    let mut kept = seen(ctx, declared, id)?;
    if kept.version != version || State::of(&kept.state) != State::Uploaded {
        return Err(Fault::Stale);
    }
    kept.sheet = Some(sheet.to_owned());
    kept.columns = String::new();
    opened(ctx, &kept)?;
    store::batch_told(ctx.tx(), &kept)?;
    ctx.tell(Entry::named("import.sheet", "batch", id).division(&kept.division));
    Ok(())
}

/// Puts a file aside that was not applied: it is not asked about any more.
pub fn leave(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (id, version): (BatchId, i64),
) -> Result<(), Fault> {
    let mut kept = seen(ctx, declared, id)?;
    let state = State::of(&kept.state);
    if kept.version != version || !matches!(state, State::Uploaded | State::Read) {
        return Err(Fault::Stale);
    }
    State::Left.code().clone_into(&mut kept.state);
    store::batch_told(ctx.tx(), &kept)?;
    // What was not taken in is not kept either.
    store::line_delete_all(ctx.tx(), id)?;
    store::content_clear(ctx.tx(), id)?;
    ctx.tell(Entry::named("import.leave", "batch", id).division(&kept.division));
    Ok(())
}
