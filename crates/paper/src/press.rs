//! The press: documents become the bytes of one PDF, with a text layer, an outline and its fonts.

use crate::font::{Face, number};
use crate::layout::line::{Line, Set};
use crate::layout::{Item, Letter, Page, Widths, pages};
use crate::{Document, Error};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::KrillaGlyph;
use std::collections::BTreeSet;

/// Fonts at hand, the preferred first. Opening a large font takes a moment: keep a press.
pub struct Press {
    faces: Vec<Face>,
}

/// What came off the press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that no font has; they print as empty boxes. Tell the user which.
    pub missing: BTreeSet<char>,
}

impl Press {
    /// A press with the embedded font alone.
    ///
    /// # Errors
    /// [`Error::Font`].
    pub fn new() -> Result<Self, Error> {
        Ok(Self {
            faces: vec![crate::embedded()?],
        })
    }

    /// A press that prefers another font, such as the FangSong of official letters that a bureau
    /// has a licence for, and takes from the embedded one what that lacks.
    ///
    /// # Errors
    /// [`Error::Font`].
    pub fn preferring(face: Face) -> Result<Self, Error> {
        Ok(Self {
            faces: vec![face, crate::embedded()?],
        })
    }

    /// Prints documents into one file, each beginning on a new page. Of one document the page
    /// numbers run from 1; a file of several carries an outline.
    ///
    /// # Errors
    /// [`Error::Print`].
    pub fn print(&self, documents: &[Document]) -> Result<Print, Error> {
        let mut pdf = krilla::Document::new();
        let mut outline = Outline::new();
        let mut missing = BTreeSet::new();
        let mut count = 0;
        for document in documents {
            let top = XyzDestination::new(count, Point::from_xy(0.0, 0.0));
            outline.push_child(OutlineNode::new(document.title.clone(), top));
            for page in pages(document, self) {
                self.missed(&page, &mut missing);
                self.page(&mut pdf, &page)?;
                count += 1;
            }
        }
        if documents.len() > 1 {
            pdf.set_outline(outline);
        }
        if let Some(first) = documents.first() {
            pdf.set_metadata(
                Metadata::new()
                    .title(first.title.clone())
                    .language("zh-CN".to_owned()),
            );
        }
        let bytes = pdf.finish().map_err(|e| Error::Print(format!("{e:?}")))?;
        Ok(Print {
            bytes,
            pages: count,
            missing,
        })
    }

    fn page(&self, pdf: &mut krilla::Document, page: &Page) -> Result<(), Error> {
        let (width, height) = crate::layout::PAPER;
        let settings = PageSettings::from_wh(width, height)
            .ok_or_else(|| Error::Print("page size".to_owned()))?;
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        for item in &page.items {
            match item {
                Item::Text { x, y, size, line } => self.line(&mut surface, (*x, *y), *size, line),
                Item::Rule { from, to, weight } => rule(&mut surface, *from, *to, *weight),
            }
        }
        surface.finish();
        sheet.finish();
        Ok(())
    }

    fn line(&self, surface: &mut Surface<'_>, at: (f32, f32), size: f32, line: &Line) {
        for stretch in line
            .sets
            .chunk_by(|a, b| a.letter.face == b.letter.face && a.bold == b.bold)
        {
            let Some(first) = stretch.first() else {
                continue;
            };
            let Some(face) = self.faces.get(first.letter.face) else {
                continue;
            };
            surface.set_fill(Some(black()));
            surface.set_stroke(first.bold.then(|| Stroke {
                width: size * 0.028,
                ..ink()
            }));
            let (text, glyphs) = glyphs(stretch, line, size);
            let start = Point::from_xy(at.0 + first.x, at.1);
            surface.draw_glyphs(start, &glyphs, face.font.clone(), &text, size, false);
        }
        for blank in line.sets.chunk_by(|a, b| a.underlined == b.underlined) {
            if let (Some(first), Some(last)) = (blank.first(), blank.last())
                && first.underlined
            {
                let y = at.1 + size * 0.2;
                let (from, to) = (at.0 + first.x, at.0 + last.x + last.width);
                rule(surface, (from, y), (to, y), 0.6);
            }
        }
    }

    fn missed(&self, page: &Page, missing: &mut BTreeSet<char>) {
        for item in &page.items {
            if let Item::Text { line, .. } = item {
                let lacking = line.sets.iter().map(|set| set.character);
                missing
                    .extend(lacking.filter(|c| self.faces.iter().all(|f| f.glyph(*c).is_none())));
            }
        }
    }
}

impl Widths for Press {
    fn letter(&self, character: char) -> Letter {
        let found = self
            .faces
            .iter()
            .enumerate()
            .find_map(|(face, one)| one.glyph(character).map(|glyph| Letter { face, glyph }));
        let empty = crate::font::Glyph { id: 0, width: 1.0 };
        found.unwrap_or(Letter {
            face: self.faces.len().saturating_sub(1),
            glyph: empty,
        })
    }
}

/// The glyphs of a stretch, each as far from the next as the line was set.
fn glyphs(stretch: &[Set], line: &Line, size: f32) -> (String, Vec<KrillaGlyph>) {
    let mut text = String::new();
    let mut glyphs = Vec::with_capacity(stretch.len());
    for (at, set) in stretch.iter().enumerate() {
        let from = text.len();
        text.push(set.character);
        let end = stretch.get(at + 1).map_or(line.width, |next| next.x);
        let advance = ((end - set.x) / size).max(0.0);
        let glyph = number(set.letter.glyph);
        glyphs.push(KrillaGlyph::new(
            glyph,
            advance,
            0.0,
            0.0,
            0.0,
            from..text.len(),
            None,
        ));
    }
    (text, glyphs)
}

fn black() -> Fill {
    Fill {
        paint: rgb::Color::black().into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }
}

fn ink() -> Stroke {
    Stroke {
        paint: rgb::Color::black().into(),
        ..Stroke::default()
    }
}

fn rule(surface: &mut Surface<'_>, from: (f32, f32), to: (f32, f32), weight: f32) {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            width: weight,
            ..ink()
        }));
        surface.draw_path(&path);
    }
}
