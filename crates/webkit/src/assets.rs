//! Files that pages need, in the binary, under names that change with their content: browsers keep
//! them for ever and never see an old one.

use flate2::Compression;
use flate2::write::GzEncoder;
use platform::crypto::{hex, sm3};
use std::io::Write;
use std::sync::OnceLock;

/// A file in the binary.
pub struct Asset {
    /// Its name in templates.
    pub name: &'static str,
    /// Its kind.
    pub media_type: &'static str,
    /// Its content.
    pub content: &'static [u8],
    /// Every page names it; the others are named by pages that have a chart or a map.
    pub always: bool,
    made: OnceLock<Made>,
}

struct Made {
    address: String,
    compressed: Vec<u8>,
}

macro_rules! asset {
    ($name:literal, $kind:literal) => {
        asset!($name, $kind, true)
    };
    ($name:literal, $kind:literal, $always:literal) => {
        Asset {
            name: $name,
            media_type: $kind,
            always: $always,
            content: include_bytes!(concat!("../assets/", $name)),
            made: OnceLock::new(),
        }
    };
}

/// All of them.
pub static ASSETS: [Asset; 12] = [
    asset!("tabler.min.css", "text/css; charset=utf-8"),
    asset!("app.css", "text/css; charset=utf-8"),
    asset!("htmx.min.js", "text/javascript; charset=utf-8"),
    asset!("app.js", "text/javascript; charset=utf-8"),
    asset!("icons.svg", "image/svg+xml"),
    asset!("icon.svg", "image/svg+xml"),
    asset!("figures.css", "text/css; charset=utf-8", false),
    asset!("charts.js", "text/javascript; charset=utf-8", false),
    asset!("echarts.min.js", "text/javascript; charset=utf-8", false),
    asset!("maps.js", "text/javascript; charset=utf-8", false),
    asset!("leaflet.min.js", "text/javascript; charset=utf-8", false),
    asset!("leaflet.css", "text/css; charset=utf-8", false),
];

impl Asset {
    fn made(&self) -> &Made {
        self.made.get_or_init(|| {
            let hash = hex(&sm3(self.content));
            let short = hash.get(..12).unwrap_or_default();
            Made {
                address: format!("/assets/{short}/{}", self.name),
                compressed: compressed(self.content, Compression::best()),
            }
        })
    }

    /// Where browsers find it.
    pub fn address(&self) -> &str {
        &self.made().address
    }

    /// Its content, compressed.
    pub fn compressed(&self) -> &[u8] {
        &self.made().compressed
    }
}

/// The address of an asset by its name.
pub(crate) fn address(name: &str) -> &'static str {
    let found = ASSETS.iter().find(|a| a.name == name);
    found.map_or("", Asset::address)
}

/// Bytes as gzip.
pub(crate) fn compressed(content: &[u8], level: Compression) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::with_capacity(content.len() / 3), level);
    // Writing into memory does not fail; an empty answer would be seen at once.
    let _ = out.write_all(content);
    out.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_page_stays_under_a_hundred_kilobytes() {
        let first = ASSETS.iter().filter(|a| a.always);
        let all: usize = first.map(|a| a.compressed().len()).sum();
        assert!(all < 95_000, "{all} bytes before the page itself");
    }
}
