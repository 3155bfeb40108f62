//! Paper: a template of a pack and the facts of a case become a document that can be printed,
//! posted on a village board, or kept in a dossier.
//!
//! Must not know: programmes, cases, databases, files. A template is text, facts are
//! [`Fields`], a font is bytes; what comes out is a [`Document`] (whose text tests can read) and,
//! through [`Press`], the bytes of a PDF.
//!
//! Start at [`Template::parse`], then [`Template::fill`], then [`Press::print`]. How a template is
//! written: `docs/documents.md`.
//!
//! ```
//! use paper::{Fields, Template, Value};
//!
//! let template = Template::parse("# {office}公告\n\n经审核，{name}户月补助{amount:capital}。\n")?;
//! let facts = Fields::new()
//!     .with("office", "某镇人民政府")
//!     .with("name", "张*")
//!     .with("amount", Value::Money(base::Fen::new(49_600)));
//! let document = template.fill(&facts)?;
//! assert!(document.text().contains("肆佰玖拾陆元整"));
//! # Ok::<(), paper::Error>(())
//! ```

mod document;
mod error;
mod fields;
mod font;
mod layout;
mod press;
mod template;

pub use document::{Align, Block, Cell, Column, Document, Run, Style, Table};
pub use error::{CODES, Error};
pub use fields::{Fields, Value};
pub use font::{Face, embedded};
pub use press::{Press, Print};
pub use template::Template;
