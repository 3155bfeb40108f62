//! What the registers have for the start page: figures of one's own area, each a link to the very
//! records behind it.

use crate::search;
use base::Fault;
use platform::Act;
use webkit::kit::Tone;
use webkit::{Request, Say, Tile};

/// People within reach, what was changed of late, and what is missing.
pub(super) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    if !request.who.can(Act::PeopleSee) {
        return Ok(Vec::new());
    }
    let t = Say(request.catalogue());
    let figures = request.read(search::figures)?;
    let number = |n: i64| Some(request.catalogue().number(n));
    let mut tiles = vec![Tile {
        path: "/people".to_owned(),
        title: t.text("home-people"),
        about: t.count("home-households", &figures.households),
        number: number(figures.people),
        tone: Tone::Plain,
    }];
    if let Some((id, name)) = &figures.newest {
        tiles.push(Tile {
            path: format!("/people/{id}"),
            title: t.text("home-newest"),
            about: name.clone(),
            number: None,
            tone: Tone::Plain,
        });
    }
    if let Some(id) = &figures.headless_first {
        tiles.push(Tile {
            path: format!("/households/{id}"),
            title: t.text("home-headless"),
            about: t.text("home-headless-about"),
            number: number(figures.headless),
            tone: Tone::Warn,
        });
    }
    Ok(tiles)
}
