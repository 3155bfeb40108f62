use crate::cel::Datum;
use crate::indicator::{Figure, Indicator};
use crate::pack::Pack;
use jiff::civil::Date;

const DAY: Date = Date::constant(2020, 6, 1);

fn indicator(more: &str) -> Result<Indicator, String> {
    let head = "id = \"t\"\ntitle = {zh = \"包\", en = \"pack\"}\njurisdiction = \"500153\"\n";
    let text = format!(
        "[[indicator]]\nid = \"done\"\nlabel = {{zh = \"率\", en = \"share\"}}\n{more}\n\
         cite = [{{document = \"计划\"}}]\n"
    );
    let files = [("pack.toml", head), ("a.toml", text.as_str())];
    let files: Vec<(String, String)> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let pack = Pack::load(&files);
    let mut pack =
        pack.map_err(|found| found.iter().map(|d| format!("{d}\n")).collect::<String>())?;
    pack.indicators.pop().ok_or_else(String::new)
}

/// Tasks by state, day and the day on which they were closed out.
fn figure(indicator: &Indicator, tasks: &[(&str, Date, Option<Date>)]) -> Figure {
    let mut figure = Figure::default();
    for (state, due, closed) in tasks {
        let own = vec![
            Datum::Text((*state).into()),
            Datum::Text("relief".into()),
            Datum::Missing,
            Datum::Date(*due),
            closed.map_or(Datum::Missing, Datum::Date),
            Datum::Bool(true),
            Datum::Text("500153101".into()),
        ];
        figure.add(indicator.weigh_plain(DAY, &Vec::new(), &own));
    }
    figure
}

#[test]
fn a_share_is_of_those_that_are_meant_and_tells_what_it_cannot_know() {
    let done = indicator(
        "over = \"tasks\"\nmeasure = \"share\"\ntarget = 90\n\
         of = \"self.due <= on && self.state != 'withdrawn'\"\n\
         counts = \"self.state == 'closed' && self.closed_on <= self.due\"",
    )
    .unwrap();
    let may = Date::constant(2020, 5, 31);
    let july = Date::constant(2020, 7, 1);
    let figure = figure(
        &done,
        &[
            ("closed", may, Some(may)),
            ("closed", may, Some(DAY)),
            ("doing", may, None),
            ("withdrawn", may, None),
            ("open", july, None),
            ("closed", may, None),
        ],
    );
    let shown = (figure.meant, figure.count, figure.unknown);
    assert_eq!(shown, (4, 1, 1));
    assert_eq!(done.value(&figure), Some(2_500));
    assert_eq!(done.reached(&figure), Some(false));
    assert_eq!(done.value(&Figure::default()), None);
}

#[test]
fn fewer_can_be_better() {
    let open = indicator(
        "over = \"tasks\"\nmeasure = \"count\"\ntarget = 0\nbetter = \"less\"\n\
         counts = \"self.state != 'closed'\"",
    )
    .unwrap();
    let day = Date::constant(2020, 5, 31);
    assert_eq!(
        open.reached(&figure(&open, &[("closed", day, None)])),
        Some(true)
    );
    assert_eq!(
        open.reached(&figure(&open, &[("open", day, None)])),
        Some(false)
    );
}

#[test]
fn mistakes_are_named() {
    for (more, wanted) in [
        ("over = \"tasks\"\nmeasure = \"average\"", "average"),
        ("over = \"task\"\nmeasure = \"count\"", "task"),
        (
            "over = \"tasks\"\nmeasure = \"count\"\ncounts = \"self.stat == 'x'\"",
            "state",
        ),
        (
            "over = \"tasks\"\nmeasure = \"count\"\ncounts = \"self.due\"",
            "bool",
        ),
    ] {
        let said = indicator(more).map(|_| ()).unwrap_err();
        assert!(said.contains("a.toml:") && said.contains(wanted), "{said}");
    }
}
