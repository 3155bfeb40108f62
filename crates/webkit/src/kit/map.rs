//! A map whose places are coloured by a figure. The shapes come from an address that answers
//! GeoJSON (every feature with `properties.code`); the figures stand beside the map as a table, so
//! that the page says the same without scripting and on paper. Nothing is fetched from elsewhere.
//!
//! Start at [`Map::new`]; end with [`Map::show`].

use super::chart::{Measure, in_script};
use crate::html::{Html, escape};
use crate::page::Say;
use serde_json::{Value, json};

/// One place of a map.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// Its division code, as the shapes have it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its figure, if there is one.
    pub value: Option<i64>,
    /// Where it leads; empty for nowhere.
    pub path: String,
}

/// A map in the making. All text comes in finished, in the reader's language.
#[derive(Debug, Clone)]
pub struct Map {
    title: String,
    axis: String,
    figure: String,
    measure: Measure,
    shapes: String,
    places: Vec<Place>,
}

/// How many shades there are.
const SHADES: usize = 5;

impl Map {
    /// A map of what `figure` names. `axis` heads the places ("Town"), `shapes` is the address of
    /// the GeoJSON.
    #[must_use]
    pub fn new(title: &str, axis: &str, figure: &str, measure: Measure, shapes: &str) -> Self {
        Self {
            title: title.to_owned(),
            axis: axis.to_owned(),
            figure: figure.to_owned(),
            measure,
            shapes: shapes.to_owned(),
            places: Vec::new(),
        }
    }

    /// With a place.
    #[must_use]
    pub fn place(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    /// The figure: caption, map, what the shades mean, the figures as a table.
    #[must_use]
    pub fn show(&self, t: Say<'_>) -> Html {
        let bounds = self.bounds();
        let mut legend = String::new();
        for (at, (from, to)) in bounds.iter().enumerate() {
            let range = match from == to {
                true => self.measure.shown(*from),
                false => format!(
                    "{} – {}",
                    self.measure.shown(*from),
                    self.measure.shown(*to)
                ),
            };
            legend += &format!(
                "<li><i class=\"shade shade-{at}\"></i>{}</li>",
                escape(&range)
            );
        }
        if self.places.iter().any(|p| p.value.is_none()) {
            let unknown = escape(&t.text("figure-unknown"));
            legend += &format!("<li><i class=\"shade\"></i>{unknown}</li>");
        }
        Html::markup(format!(
            "<figure class=\"figure map\" data-figure=\"map\"><figcaption>{}</figcaption>\
             <div class=\"map-both\"><div class=\"drawing-side\"><div class=\"drawing\"></div>\
             <ul class=\"legend\">{legend}</ul></div>\
             <div class=\"values\">{}</div></div>\
             <script type=\"application/json\">{}</script></figure>",
            escape(&self.title),
            self.table(&bounds),
            in_script(&self.drawn(t, &bounds)),
        ))
    }

    /// The shades as ranges of values, lowest first: as many places in each as can be.
    fn bounds(&self) -> Vec<(i64, i64)> {
        let mut values: Vec<i64> = self.places.iter().filter_map(|p| p.value).collect();
        values.sort_unstable();
        let mut bounds: Vec<(i64, i64)> = Vec::new();
        let shades = SHADES.min(values.len());
        for at in 0..shades {
            let part = values.get(at * values.len() / shades..(at + 1) * values.len() / shades);
            let (Some(first), Some(last)) = (
                part.and_then(|p| p.first()).copied(),
                part.and_then(|p| p.last()).copied(),
            ) else {
                continue;
            };
            // Equal values have one shade.
            match bounds.last_mut() {
                Some((_, to)) if *to >= first => *to = last,
                _ => bounds.push((first, last)),
            }
        }
        bounds
    }

    fn shade(bounds: &[(i64, i64)], value: Option<i64>) -> Option<usize> {
        let value = value?;
        bounds.iter().position(|(_, to)| value <= *to)
    }

    fn table(&self, bounds: &[(i64, i64)]) -> String {
        let mut out = format!(
            "<table class=\"list\"><thead><tr><th scope=\"col\">{}</th>\
             <th scope=\"col\" class=\"n\">{}</th></tr></thead><tbody>",
            escape(&self.axis),
            escape(&self.figure)
        );
        let mut sorted: Vec<&Place> = self.places.iter().collect();
        sorted.sort_by_key(|p| std::cmp::Reverse(p.value));
        for place in sorted {
            let shade = Self::shade(bounds, place.value);
            let shade = shade.map_or_else(String::new, |at| format!(" shade-{at}"));
            let name = match place.path.is_empty() {
                true => Html::text(&place.name),
                false => Html::link(&place.path, &place.name),
            };
            let value = place.value.map(|v| self.measure.shown(v));
            out += &format!(
                "<tr data-code=\"{}\"><th scope=\"row\"><i class=\"shade{shade}\"></i>{name}</th>\
                 <td class=\"n\">{}</td></tr>",
                escape(&place.code),
                escape(value.as_deref().unwrap_or("–"))
            );
        }
        out + "</tbody></table>"
    }

    fn drawn(&self, t: Say<'_>, bounds: &[(i64, i64)]) -> Value {
        let places: serde_json::Map<String, Value> = self
            .places
            .iter()
            .map(|p| {
                let value = json!({
                    "name": p.name,
                    "shown": p.value.map(|v| self.measure.shown(v)),
                    "shade": Self::shade(bounds, p.value),
                    "path": p.path,
                });
                (p.code.clone(), value)
            })
            .collect();
        json!({
            "shapes": self.shapes,
            "closer": t.text("figure-closer"),
            "farther": t.text("figure-farther"),
            "places": places,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::messages::{Catalogue, Language};
    use proptest::prelude::*;

    fn map(values: &[Option<i64>]) -> Map {
        let map = Map::new("分布", "镇街", "户数", Measure::Count, "/shapes");
        values.iter().enumerate().fold(map, |map, (at, value)| {
            map.place(Place {
                code: format!("50015{at}"),
                name: format!("镇{at}"),
                value: *value,
                path: String::new(),
            })
        })
    }

    #[test]
    fn a_place_without_a_figure_is_listed_last_and_has_no_shade() {
        let catalogue = Catalogue::new(Language::Chinese, "figure-unknown = 无数据\n".to_owned());
        let shown = map(&[None, Some(3), Some(9)]).show(Say(&catalogue));
        let page = shown.as_str();
        assert!(page.find("镇2") < page.find("镇1") && page.find("镇1") < page.find("镇0"));
        assert!(page.contains("无数据"));
        assert!(
            page.contains("<i class=\"shade\"></i>镇0</th><td class=\"n\">–"),
            "{page}"
        );
    }

    proptest! {
        #[test]
        fn every_figure_has_the_shade_of_its_range(values in prop::collection::vec(-50i64..50, 0..40)) {
            let known: Vec<Option<i64>> = values.iter().map(|v| Some(*v)).collect();
            let bounds = map(&known).bounds();
            prop_assert!(bounds.len() <= SHADES);
            for value in &values {
                let shade = Map::shade(&bounds, Some(*value)).unwrap();
                let (from, to) = bounds[shade];
                prop_assert!(from <= *value && *value <= to);
            }
            prop_assert!(bounds.windows(2).all(|w| w[0].1 < w[1].0));
        }
    }
}
