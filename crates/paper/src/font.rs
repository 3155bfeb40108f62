//! Fonts: which glyph a character has and how wide it is.

use crate::Error;
use krilla::text::{Font, GlyphId};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};
use std::collections::HashMap;
use std::io::Read as _;

/// Noto Serif SC Regular (SIL Open Font License, `assets/OFL.txt`): 30,928 characters, those of
/// rare names in the extended planes among them. Kept compressed, opened once a press.
static NOTO: &[u8] = include_bytes!("../assets/NotoSerifSC-Regular.ttf.gz");

/// The font that is always there.
///
/// # Errors
/// [`Error::Font`] if the binary was damaged.
pub fn embedded() -> Result<Face, Error> {
    let mut bytes = Vec::with_capacity(15_000_000);
    flate2::read::GzDecoder::new(NOTO)
        .read_to_end(&mut bytes)
        .map_err(|_| Error::Font)?;
    Face::new(bytes)
}

/// A font ready for setting text.
pub struct Face {
    pub(crate) font: Font,
    glyphs: HashMap<char, Glyph>,
}

/// A character's glyph, and its width in parts of the font size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u32,
    pub(crate) width: f32,
}

impl Face {
    /// Reads a font file (TrueType or OpenType; of a collection, the first).
    ///
    /// # Errors
    /// [`Error::Font`].
    pub fn new(bytes: Vec<u8>) -> Result<Self, Error> {
        let mut glyphs = HashMap::new();
        {
            let face = FontRef::from_index(&bytes, 0).map_err(|_| Error::Font)?;
            let metrics = face.glyph_metrics(Size::unscaled(), LocationRef::default());
            let em = f32::from(
                face.metrics(Size::unscaled(), LocationRef::default())
                    .units_per_em,
            );
            if em <= 0.0 {
                return Err(Error::Font);
            }
            for (code, glyph) in face.charmap().mappings() {
                if let (Some(character), Some(width)) =
                    (char::from_u32(code), metrics.advance_width(glyph))
                {
                    let id = glyph.to_u32();
                    glyphs.insert(
                        character,
                        Glyph {
                            id,
                            width: width / em,
                        },
                    );
                }
            }
        }
        let font = Font::new(bytes.into(), 0).ok_or(Error::Font)?;
        Ok(Self { font, glyphs })
    }

    pub(crate) fn glyph(&self, character: char) -> Option<Glyph> {
        self.glyphs.get(&character).copied()
    }
}

/// Krilla's number of a glyph.
pub(crate) fn number(glyph: Glyph) -> GlyphId {
    GlyphId::new(glyph.id)
}
