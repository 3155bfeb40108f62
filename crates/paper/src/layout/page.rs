//! Pages: lines from top to bottom, a new page when one is full, headings never alone at its foot.

use super::line::{Line, Measure, lines};
use super::{Item, Page, Widths};
use crate::{Align, Block, Document, Run, Style};

/// A4 in points.
pub(crate) const PAPER: (f32, f32) = (595.28, 841.89);

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;

/// The measures of a style, in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) size: f32,
    pub(crate) pitch: f32,
    pub(crate) title: f32,
    pub(crate) table: f32,
}

impl Look {
    pub(crate) fn of(style: Style) -> Self {
        match style {
            // GB/T 9704-2012, 5.2: 156 mm by 225 mm, 37 mm above, 28 mm at the left; 22 lines of 28
            // characters of 16 pt.
            Style::Letter => Self {
                left: 28.0 * MM,
                top: 37.0 * MM,
                width: 156.0 * MM,
                height: 225.0 * MM,
                size: 15.78,
                pitch: 225.0 * MM / 22.0,
                title: 22.0,
                table: 12.0,
            },
            Style::Form => Self {
                left: 18.0 * MM,
                top: 18.0 * MM,
                width: 174.0 * MM,
                height: 255.0 * MM,
                size: 11.0,
                pitch: 18.0,
                title: 18.0,
                table: 10.5,
            },
            Style::Poster => Self {
                left: 20.0 * MM,
                top: 22.0 * MM,
                width: 170.0 * MM,
                height: 245.0 * MM,
                size: 20.0,
                pitch: 34.0,
                title: 32.0,
                table: 15.0,
            },
        }
    }
}

/// Sets a document.
pub(crate) fn pages(document: &Document, widths: &impl Widths) -> Vec<Page> {
    let look = Look::of(document.style);
    let mut setting = Setting {
        look,
        pages: vec![Page::default()],
        y: look.top,
    };
    for (at, block) in document.blocks.iter().enumerate() {
        setting.block(block, document.blocks.get(at + 1), widths);
    }
    let mut pages = setting.pages;
    numbers(&mut pages, document.style, look, widths);
    pages
}

pub(super) struct Setting {
    pub(super) look: Look,
    pages: Vec<Page>,
    pub(super) y: f32,
}

impl Setting {
    fn block(&mut self, block: &Block, next: Option<&Block>, widths: &impl Widths) {
        let look = self.look;
        match block {
            Block::Title(runs) => {
                let lines = self.lines(&bold(runs), look.title, 0.0, false, widths);
                self.text(&lines, look.title, look.title * 1.5, Align::Centre);
                self.y += look.pitch * 0.4;
            }
            Block::Heading(level, runs) => {
                let runs = if *level == 1 {
                    bold(runs)
                } else {
                    runs.clone()
                };
                let lines = self.lines(&runs, look.size, look.size * 2.0, false, widths);
                let keep = if next.is_some() { 2.0 } else { 0.0 };
                if self.left() < (lines.len() as f32 + keep) * look.pitch {
                    self.turn();
                }
                self.paragraph(&lines, look.size * 2.0);
            }
            Block::Paragraph {
                runs,
                align,
                indent,
            } => {
                let indent = if *indent { look.size * 2.0 } else { 0.0 };
                let justified = *align == Align::Left;
                let lines = self.lines(runs, look.size, indent, justified, widths);
                if justified {
                    self.paragraph(&lines, indent);
                } else {
                    self.text(&lines, look.size, look.pitch, *align);
                }
            }
            Block::Table(table) => super::table::set(self, table, widths),
            Block::Rule => {
                self.room(look.pitch);
                let y = self.y + look.pitch / 2.0;
                self.rule((look.left, y), (look.left + look.width, y), 0.7);
                self.y += look.pitch;
            }
            Block::Gap => self.y += look.pitch,
            Block::Break => self.turn(),
        }
    }

    fn lines(
        &self,
        runs: &[Run],
        size: f32,
        indent: f32,
        justified: bool,
        widths: &impl Widths,
    ) -> Vec<Line> {
        let measure = Measure {
            size,
            width: self.look.width,
            indent,
            justified,
        };
        lines(runs, measure, widths)
    }

    fn paragraph(&mut self, lines: &[Line], indent: f32) {
        for (at, line) in lines.iter().enumerate() {
            self.room(self.look.pitch);
            let x = self.look.left + if at == 0 { indent } else { 0.0 };
            self.line(x, self.y, self.look.size, self.look.pitch, line.clone());
            self.y += self.look.pitch;
        }
    }

    fn text(&mut self, lines: &[Line], size: f32, pitch: f32, align: Align) {
        for line in lines {
            self.room(pitch);
            let spare = self.look.width - line.width;
            let x = self.look.left
                + match align {
                    Align::Left => 0.0,
                    Align::Centre => spare / 2.0,
                    // A signature stands in from the right by two characters.
                    Align::Right => (spare - size * 2.0).max(0.0),
                };
            self.line(x, self.y, size, pitch, line.clone());
            self.y += pitch;
        }
    }

    /// What is left of the page.
    pub(super) fn left(&self) -> f32 {
        self.look.top + self.look.height - self.y + 0.01
    }

    /// Makes sure of room, turning the page if need be.
    pub(super) fn room(&mut self, height: f32) {
        if self.left() < height && self.y > self.look.top {
            self.turn();
        }
    }

    /// A new page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = self.look.top;
    }

    /// A line whose box of height `pitch` begins at `top`.
    pub(super) fn line(&mut self, x: f32, top: f32, size: f32, pitch: f32, line: Line) {
        let y = top + pitch / 2.0 + size * 0.36;
        self.put(Item::Text { x, y, size, line });
    }

    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), weight: f32) {
        self.put(Item::Rule { from, to, weight });
    }

    fn put(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(item);
        }
    }
}

fn bold(runs: &[Run]) -> Vec<Run> {
    let loud = |run: &Run| Run {
        bold: true,
        ..run.clone()
    };
    runs.iter().map(loud).collect()
}

/// Page numbers: of letters after GB/T 9704-2012, 7.5, between dashes at the outer edge in 14 pt; of
/// forms in the middle and only when there are several pages; posters have none.
fn numbers(pages: &mut [Page], style: Style, look: Look, widths: &impl Widths) {
    let count = pages.len();
    if style == Style::Poster || (style == Style::Form && count == 1) {
        return;
    }
    for (at, page) in pages.iter_mut().enumerate() {
        let (text, size) = match style {
            Style::Letter => (format!("— {} —", at + 1), 14.0),
            _ => (format!("{} / {count}", at + 1), 9.0),
        };
        let run = Run {
            text,
            ..Run::default()
        };
        let measure = Measure {
            size,
            width: look.width,
            indent: 0.0,
            justified: false,
        };
        for line in lines(&[run], measure, widths) {
            let x = match style {
                Style::Letter if at % 2 == 0 => look.left + look.width - line.width - size,
                Style::Letter => look.left + size,
                _ => look.left + (look.width - line.width) / 2.0,
            };
            let y = look.top
                + look.height
                + if style == Style::Letter {
                    7.0 * MM + size
                } else {
                    20.0
                };
            page.items.push(Item::Text { x, y, size, line });
        }
    }
}
