//! Tables: columns by their shares, rows as high as their highest cell, the head on every page.

use super::Widths;
use super::line::{Line, Measure, lines};
use super::page::Setting;
use crate::{Align, Cell, Run, Table};

/// Room between text and rule.
const PAD: f32 = 4.0;

/// A cell's lines, at their left edge and width.
struct Box {
    left: f32,
    width: f32,
    align: Align,
    lines: Vec<Line>,
}

pub(super) fn set(setting: &mut Setting, table: &Table, widths: &impl Widths) {
    let edges = edges(table, setting.look.left, setting.look.width);
    let size = setting.look.table;
    let pitch = size * 1.45;
    let boxes = |row: &Vec<Cell>, head: bool| boxes(row, table, &edges, size, head, widths);
    let head: Vec<Vec<Box>> = table.head.iter().map(|row| boxes(row, true)).collect();
    let head_height: f32 = head.iter().map(|row| height(row, pitch)).sum();
    setting.y += PAD;
    let whole = setting.look.height;
    for (at, row) in table.rows.iter().enumerate() {
        let mut row = boxes(row, false);
        let first = if at == 0 { head_height } else { 0.0 };
        if setting.left() < height(&row, pitch) + first
            && setting.y > setting.look.top + head_height + PAD
        {
            setting.turn();
            place_all(setting, &head, pitch);
        } else if at == 0 {
            place_all(setting, &head, pitch);
        }
        // A row higher than a page goes on over the next ones.
        while height(&row, pitch) > setting.left().min(whole) && setting.left() > pitch + 2.0 * PAD
        {
            let fits = ((setting.left() - 2.0 * PAD) / pitch).floor().max(1.0) as usize;
            let rest = row
                .iter_mut()
                .map(|cell| Box {
                    lines: cell.lines.split_off(fits.min(cell.lines.len())),
                    ..*cell
                })
                .collect();
            place(setting, &row, pitch);
            row = rest;
            setting.turn();
            place_all(setting, &head, pitch);
        }
        place(setting, &row, pitch);
    }
    if table.rows.is_empty() {
        setting.room(head_height);
        place_all(setting, &head, pitch);
    }
    setting.y += PAD;
}

/// The left edges of the columns, and the right edge of the last.
fn edges(table: &Table, left: f32, width: f32) -> Vec<f32> {
    let total: f32 = table
        .columns
        .iter()
        .map(|c| f32::from(c.share.max(1)))
        .sum();
    let mut x = left;
    let mut out = vec![x];
    for column in &table.columns {
        x += width * f32::from(column.share.max(1)) / total.max(1.0);
        out.push(x);
    }
    out
}

fn boxes(
    row: &[Cell],
    table: &Table,
    edges: &[f32],
    size: f32,
    head: bool,
    widths: &impl Widths,
) -> Vec<Box> {
    let last = row.len().saturating_sub(1);
    row.iter()
        .enumerate()
        .filter_map(|(at, cell)| {
            let left = *edges.get(at)?;
            // The last cell of a short row takes what is left.
            let right = if at == last {
                edges.last()
            } else {
                edges.get(at + 1)
            };
            let width = right? - left;
            let align = if head {
                Align::Centre
            } else {
                table.columns.get(at).map_or(Align::Left, |c| c.align)
            };
            let runs: Vec<Run> = cell
                .runs
                .iter()
                .map(|run| Run {
                    bold: run.bold || head,
                    ..run.clone()
                })
                .collect();
            let measure = Measure {
                size,
                width: (width - 2.0 * PAD).max(size),
                indent: 0.0,
                justified: false,
            };
            Some(Box {
                left,
                width,
                align,
                lines: lines(&runs, measure, widths),
            })
        })
        .collect()
}

fn height(row: &[Box], pitch: f32) -> f32 {
    let most = row.iter().map(|cell| cell.lines.len()).max().unwrap_or(1);
    most.max(1) as f32 * pitch + 2.0 * PAD
}

fn place_all(setting: &mut Setting, rows: &[Vec<Box>], pitch: f32) {
    for row in rows {
        place(setting, row, pitch);
    }
}

fn place(setting: &mut Setting, row: &[Box], pitch: f32) {
    let (top, high) = (setting.y, height(row, pitch));
    let bottom = top + high;
    for cell in row {
        let right = cell.left + cell.width;
        for (from, to) in [
            ((cell.left, top), (right, top)),
            ((cell.left, bottom), (right, bottom)),
            ((cell.left, top), (cell.left, bottom)),
            ((right, top), (right, bottom)),
        ] {
            setting.rule(from, to, 0.5);
        }
        let size = setting.look.table;
        let mut y = top + (high - cell.lines.len() as f32 * pitch) / 2.0;
        for line in &cell.lines {
            let spare = cell.width - 2.0 * PAD - line.width;
            let x = cell.left
                + PAD
                + match cell.align {
                    Align::Left => 0.0,
                    Align::Centre => spare / 2.0,
                    Align::Right => spare,
                };
            setting.line(x, y, size, pitch, line.clone());
            y += pitch;
        }
    }
    setting.y = bottom;
}
