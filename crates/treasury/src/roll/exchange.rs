//! What goes to the bank and comes from it, by the page of a roll: the file in a format, the answer.

use super::pages::{after, show_page};
use crate::bank::{self, Batch, Layout, Payment};
use base::Fault;
use base::id::RollId;
use base::message::{Message, Speak};
use platform::{Ctx, Settings};
use webkit::{Answer, Download, Form, Reply, Request, Say};

/// The layout that this installation declares for its bank, if it does.
///
/// # Errors
/// A declaration that cannot be read.
pub(super) fn declared(settings: &Settings) -> Result<Option<Layout>, Fault> {
    match std::fs::read_to_string(settings.data.join("bank.toml")) {
        Ok(text) => Layout::parse(&text)
            .map(Some)
            .map_err(|e| Fault::Refused(e.message())),
        Err(_) => Ok(None),
    }
}

/// The bank's file of a roll in a format, written down as handed over.
fn file(ctx: &Ctx<'_>, id: RollId, (format, payer): (&str, &str)) -> Result<Vec<u8>, Fault> {
    let (roll, lines) = super::paid_lines(ctx, id)?;
    let accounts: Vec<_> = lines.iter().filter_map(|l| l.account).collect();
    let numbers = registry::reach::numbers(ctx, &accounts, &format!("roll {id}"))?;
    let payments: Vec<Payment> = lines
        .into_iter()
        .zip(numbers)
        .map(|(line, (account, bank))| Payment {
            number: line.number,
            name: line.payee_name,
            account,
            bank,
            amount: line.pay,
            purpose: format!("{} {}", line.case_number, roll.month),
        })
        .collect();
    let made = roll.second.as_ref().map_or(roll.built_at, |(_, _, at)| *at);
    let bytes = match format {
        "pain.001" => bank::pain_001(
            &Batch {
                reference: id.to_string(),
                made_at: base::clock::china(made)
                    .strftime("%Y-%m-%dT%H:%M:%S")
                    .to_string(),
                pay_on: roll.pay_on,
                payer: payer.to_owned(),
                payer_account: "NOTPROVIDED".to_owned(),
            },
            &payments,
        ),
        "layout" => declared(ctx.settings())?
            .ok_or(Fault::NotFound)?
            .write(roll.pay_on, &payments)
            .map_err(|e| Fault::Refused(e.message()))?,
        "xlsx" => {
            let folder = ctx.settings().data.join("out");
            let internal = |e: std::io::Error| Fault::Internal(Box::new(e));
            std::fs::create_dir_all(&folder).map_err(internal)?;
            let path = folder.join(format!("{}.xlsx", ctx.request()));
            let done = bank::workbook(&path, &payments);
            let bytes = done
                .map_err(|e| Fault::Refused(e.message()))
                .and_then(|()| std::fs::read(&path).map_err(internal));
            let _ = std::fs::remove_file(&path);
            bytes?
        }
        _ => bank::text(&payments),
    };
    super::record_file(ctx, id, format, &bytes)?;
    Ok(bytes)
}

/// Hands the bank's file out.
pub(crate) fn download(request: &Request<'_>) -> Answer {
    let id: RollId = request.param("id")?;
    let (format, extension, media_type) = match request.form.get("format") {
        "pain.001" => ("pain.001", "xml", "application/xml"),
        "xlsx" => ("xlsx", "xlsx", crate::shown::WORKBOOK),
        "layout" => ("layout", "txt", "text/plain"),
        _ => ("text", "csv", "text/csv; charset=utf-8"),
    };
    let payer = Say(request.catalogue()).text("roll-payer");
    match request.write(|ctx| file(ctx, id, (format, &payer))) {
        Ok(body) => Ok(Reply::File(Download {
            name: format!("{id}.{extension}"),
            media_type,
            body,
        })),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Takes the bank's answer in.
pub(crate) fn answer(request: &Request<'_>) -> Answer {
    let id: RollId = request.param("id")?;
    let done = request
        .file("answer")
        .ok_or_else(|| Fault::field("answer", Message::new("answer-none")))
        .and_then(|upload| {
            request.write(|ctx| {
                let fixed = declared(ctx.settings())?
                    .and_then(|layout| layout.read(&upload.content, ctx.today()));
                let told = fixed
                    .unwrap_or_else(|| bank::read(&upload.content, ctx.today()))
                    .map_err(|e| Fault::field("answer", e.message()))?;
                super::answer_told(ctx, id, told)
            })
        });
    // What the file says wrongly is said at the field, so that the page comes back with it.
    let done = done.map_err(crate::shown::at_field("answer"));
    after(request, done)
}
