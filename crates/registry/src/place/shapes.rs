//! The shapes that maps are drawn from: `places.geojson` of the data folder where the bureau has put
//! one (every feature with `properties.code`), else a point for each town and village, in the middle
//! of what the place registers say lies in it.

use crate::register::{Declared, declared, each};
use base::Fault;
use platform::Ctx;
use policy::cel::Datum;
use policy::register::{Class, Kind, SubjectKind};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use webkit::{Answer, Reply, Request};

/// The kind of what is answered.
const KIND: &str = "application/geo+json";

/// Largest file of shapes.
const BYTES_MAX: u64 = 16 << 20;

/// What lies in a place: how many points, and the sums of longitudes and latitudes.
type Middles = BTreeMap<String, (f64, f64, f64)>;

/// Longitude and latitude in degrees, as registers write them; nothing where they are none.
fn degrees(text: &str) -> Option<(f64, f64)> {
    let (east, north) = text.split_once(',')?;
    let (east, north): (f64, f64) = (east.trim().parse().ok()?, north.trim().parse().ok()?);
    let fits = (-180.0..=180.0).contains(&east) && (-90.0..=90.0).contains(&north);
    fits.then_some((east, north))
}

/// The middles of towns and villages, from every place register with a point that may be seen.
fn middles(ctx: &Ctx<'_>, declared: &Declared) -> Result<Middles, Fault> {
    let mut all = Middles::new();
    for register in &declared.pack().registers {
        let point =
            |f: &policy::register::Field| f.kind == Kind::Point && f.class == Class::Ordinary;
        let field = register.fields.iter().position(point);
        let Some(at) = field.filter(|_| register.subject == SubjectKind::Place) else {
            continue;
        };
        let seen = each(
            ctx,
            declared,
            &register.id,
            (ctx.today(), false),
            |record, _| {
                let written = record.values.get(at).map(Datum::shown);
                let Some((east, north)) = written.as_deref().and_then(degrees) else {
                    return;
                };
                for length in [9, 12] {
                    if let Some(code) = record.division.code().get(..length) {
                        let of = all.entry(code.to_owned()).or_default();
                        *of = (of.0 + 1.0, of.1 + east, of.2 + north);
                    }
                }
            },
        );
        match seen {
            Ok(()) | Err(Fault::NotFound | Fault::Forbidden) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(all)
}

fn collection(all: &Middles) -> Value {
    // Six decimals of a degree are a step on the ground.
    let round = |v: f64| (v * 1e6).round() / 1e6;
    let features = all.iter().map(|(code, (count, east, north))| {
        json!({
            "type": "Feature",
            "properties": { "code": code },
            "geometry": {
                "type": "Point",
                "coordinates": [round(east / count), round(north / count)],
            },
        })
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}

/// `/places/shapes`: what maps fetch.
pub(crate) fn shapes(request: &Request<'_>) -> Answer {
    let file = request.platform().settings().data.join("places.geojson");
    let small = std::fs::metadata(&file).is_ok_and(|m| m.len() <= BYTES_MAX);
    if small && let Ok(bytes) = std::fs::read(&file) {
        return Ok(Reply::Data(KIND, bytes));
    }
    let all = match declared() {
        Ok(declared) => request.read(|ctx| middles(ctx, declared))?,
        Err(_) => Middles::new(),
    };
    Ok(Reply::Data(KIND, collection(&all).to_string().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_drawn_in_the_middle_of_what_lies_in_it() {
        let mut all = Middles::new();
        all.insert("500153104".to_owned(), (2.0, 211.0, 59.0));
        let drawn = collection(&all);
        let point = &drawn["features"][0];
        assert_eq!(point["properties"]["code"], "500153104");
        assert_eq!(point["geometry"]["coordinates"], json!([105.5, 29.5]));
    }

    #[test]
    fn what_is_no_place_on_earth_is_not_drawn() {
        assert_eq!(degrees("105.62623,29.50525"), Some((105.62623, 29.50525)));
        for text in ["", "105.6", "205,29", "105;29", "NaN,29"] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }
}
