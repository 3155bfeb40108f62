//! Files kept with something, as a panel of its page: what is there, what was taken away and why, a
//! form to add one; and the handlers behind it. The slice makes sure that whoever asks may see and
//! change the thing itself, and gives the acts.

use crate::form::Form;
use crate::html::{Html, escape};
use crate::kit::{Tone, badge};
use crate::page::Say;
use crate::reply::{Answer, Download, Reply};
use crate::request::Request;
use base::Fault;
use base::id::FileId;
use platform::Act;
use platform::attachment::{self, Filed, NewFile, Subject};

/// The files of one thing.
pub struct Shelf {
    /// What they are kept with.
    pub subject: Subject,
    /// Address of the thing's page; the files stand below it, at `/files`.
    pub path: String,
    /// What seeing them takes.
    pub see: Act,
    /// What adding and taking away takes.
    pub keep: Act,
    /// What a file may be: code and words. Empty: anything.
    pub parts: Vec<(String, String)>,
}

/// Kinds that are kept, for the browser's chooser.
const KINDS: &str = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.doc,.xls,.txt";

/// A size for the eye.
fn sized(bytes: i64) -> String {
    match bytes {
        b if b < 1 << 20 => format!("{} kB", (b + 1023) >> 10),
        b => format!("{}.{} MB", b >> 20, ((b & 0xf_ffff) * 10) >> 20),
    }
}

impl Shelf {
    fn line(&self, t: Say<'_>, f: &Form<'_>, file: &Filed, keeps: bool) -> String {
        let name = escape(&file.name);
        let name = match (&file.bytes, &file.ended) {
            (Some(_), None) => {
                format!(
                    "<a href=\"{}/files/{}\" download>{name}</a>",
                    self.path, file.id
                )
            }
            (None, None) => format!("{name} {}", badge(Tone::Plain, &t.text("file-paper"))),
            (_, Some(_)) => format!("<del>{name}</del>"),
        };
        let part = self.parts.iter().find(|(code, _)| *code == file.part);
        let size = file.bytes.as_ref().map(|(_, bytes)| sized(*bytes));
        let about = [
            part.map(|(_, words)| words.clone()),
            Some(file.note.clone()).filter(|n| !n.is_empty()),
            size,
            Some(t.time(&file.added_at)),
            Some(file.added_by.clone()),
            file.ended.as_ref().map(|(at, by, why)| {
                format!("{} {} {by}: {why}", t.text("file-ended"), t.time(at))
            }),
        ];
        let about: Vec<String> = about.into_iter().flatten().collect();
        let about = escape(&about.join(" · ")).to_string();
        let away = match keeps && file.ended.is_none() {
            false => String::new(),
            true => format!(
                "<details class=\"inline no-print\"><summary>{0}</summary>\
                 <form method=\"post\" action=\"{1}/files/{2}/end\">{3}\
                 <label class=\"form-label\" for=\"why-{2}\">{4}</label>\
                 <input class=\"form-control\" id=\"why-{2}\" name=\"reason\" required> \
                 <button class=\"btn btn-sm\">{0}</button></form></details>",
                escape(&t.text("file-end")),
                self.path,
                file.id,
                f.token(),
                escape(&t.text("file-why")),
            ),
        };
        format!("<li>{name} <span class=\"quiet\">{about}</span> {away}</li>")
    }

    /// The panel. `f` is the page's form, with what was wrong when it came back.
    ///
    /// # Errors
    /// A right that is missing.
    pub fn panel(&self, request: &Request<'_>, f: &Form<'_>) -> Result<Html, Fault> {
        let t = Say(request.catalogue());
        let keeps = request.who.can(self.keep);
        let all = request.read(|ctx| attachment::filed(ctx, self.see, &self.subject))?;
        let mut out = format!(
            "<section class=\"panel files\"><h2>{}</h2>",
            escape(&t.text("files"))
        );
        match all.is_empty() {
            true => {
                let none = escape(&t.text("files-none")).to_string();
                out.push_str(&format!("<p class=\"quiet\">{none}</p>"));
            }
            false => {
                let lines: String = all
                    .iter()
                    .map(|file| self.line(t, f, file, keeps))
                    .collect();
                out.push_str(&format!("<ul>{lines}</ul>"));
            }
        }
        if keeps {
            let part = match self.parts.is_empty() {
                true => Html::default(),
                false => f.choice("part", "file-part", &self.parts),
            };
            out.push_str(&format!(
                "<details class=\"more-form no-print\"{}><summary>{}</summary>\
                 <form method=\"post\" action=\"{}/files\" enctype=\"multipart/form-data\">\
                 {}{}{}{}<button class=\"btn btn-primary\">{}</button></form></details>",
                f.open(&["file", "about", "part"]),
                escape(&t.text("file-add")),
                self.path,
                f.token(),
                part,
                f.file("file", "file-which", "file-kinds", KINDS),
                f.text("about", "file-note", ""),
                escape(&t.text("file-add")),
            ));
        }
        out.push_str("</section>");
        Ok(Html::markup(out))
    }

    /// Keeps the file of the form.
    ///
    /// # Errors
    /// What is wrong with it, at its field.
    pub fn add(&self, request: &Request<'_>) -> Result<(), Fault> {
        let upload = request.file("file").ok_or_else(none)?;
        let new = NewFile {
            part: request.form.get("part"),
            name: &upload.name,
            note: request.form.get("about"),
            content: Some(&upload.content),
        };
        request
            .write(|ctx| attachment::file(ctx, self.keep, &self.subject, &new))
            .map(|_| ())
    }

    /// Hands a file out.
    ///
    /// # Errors
    /// One that is not there, or whose bytes were changed on disk.
    pub fn fetch(&self, request: &Request<'_>) -> Answer {
        let id: FileId = request.param("file")?;
        let file = request.read(|ctx| attachment::one(ctx, self.see, &self.subject, id))?;
        let (hash, _) = file.bytes.ok_or(Fault::NotFound)?;
        let (_, body) = attachment::fetch(request.platform(), &hash)?;
        Ok(Reply::File(Download {
            name: file.name,
            // What a browser would show or run is left to the system's own programs.
            media_type: "application/octet-stream",
            body,
        }))
    }

    /// Takes a file away.
    ///
    /// # Errors
    /// No reason given, at its field.
    pub fn end(&self, request: &Request<'_>) -> Result<(), Fault> {
        let id: FileId = request.param("file")?;
        let reason = request.form.get("reason");
        request.write(|ctx| attachment::take_away(ctx, self.keep, &self.subject, (id, reason)))
    }
}

fn none() -> Fault {
    Fault::field("file", base::message::Message::new("file-none"))
}

#[cfg(test)]
mod tests {
    use super::sized;

    #[test]
    fn sizes_are_short() {
        assert_eq!(sized(1), "1 kB");
        assert_eq!(sized(1 << 20), "1.0 MB");
        assert_eq!(sized(2_621_440), "2.5 MB");
    }
}
