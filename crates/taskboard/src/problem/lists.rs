//! The three lists of rectification (问题清单、任务清单、责任清单): as a page to be printed and as a workbook
//! of three sheets.

use super::pages::{Measure, measure_line};
use super::{Problem, Wanted, find, measures};
use crate::task::pages::Sections;
use askama::Template;
use base::Fault;
use base::message::Speak;
use platform::Act;
use sheet::report::{Cell, Column, Leaf, Report};
use webkit::{Answer, Download, Page, Reply, Request, Say};

/// Problems of a list at most.
const PRINTED_MAX: i64 = 2_000;

/// A line of the printed lists.
struct Line {
    problem: Problem,
    source: String,
    section: String,
    standing: String,
    measures: Vec<Measure>,
}

#[derive(Template)]
#[template(path = "problem_lists.html")]
struct Lists<'a> {
    t: Say<'a>,
    lines: Vec<Line>,
    on: String,
}

/// Every problem within reach with its measures.
fn gathered(request: &Request<'_>) -> Result<(Vec<Line>, String), Fault> {
    let t = Say(request.catalogue());
    let sections = Sections::of(request)?;
    let (found, today) = request.read(|ctx| {
        let (problems, _) = find(ctx, &Wanted::default(), PRINTED_MAX, 0)?;
        let mut found = Vec::with_capacity(problems.len());
        for problem in problems {
            let tasks = measures(ctx, problem.id)?;
            found.push((problem, tasks));
        }
        Ok((found, ctx.today()))
    })?;
    let lines = found.into_iter().map(|(problem, tasks)| Line {
        source: t.text(problem.source.label()),
        section: sections.name(&problem.section),
        standing: t.text(problem.standing.label()),
        measures: tasks
            .iter()
            .map(|m| measure_line(t, &sections, m, today))
            .collect(),
        problem,
    });
    Ok((lines.collect(), today.to_string()))
}

/// The three lists: problems, tasks, who answers; to be printed.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let (lines, on) = gathered(request)?;
    let content = Lists {
        t: Say(request.catalogue()),
        lines,
        on,
    };
    let page = Page::new(request, "problem-lists", &content)?;
    Ok(page.under(request, "problems", "/problems").into())
}

/// One sheet: its columns by message code and width, sentences where `long`.
fn leaf(t: Say<'_>, name: &str, on: &str, columns: &[(&str, f64, bool)]) -> Leaf {
    let column = |(code, width, long): &(&str, f64, bool)| match long {
        true => Column::long(t.text(code), *width),
        false => Column::short(t.text(code), *width),
    };
    Leaf {
        name: t.text(name),
        title: t.text(name),
        lead: vec![on.to_owned()],
        columns: columns.iter().map(column).collect(),
        ..Leaf::default()
    }
}

/// The three sheets without rows.
fn leaves(t: Say<'_>, on: &str) -> [Leaf; 3] {
    let problems = leaf(
        t,
        "list-of-problems",
        on,
        &[
            ("problem-number", 12.0, false),
            ("problem-source", 14.0, false),
            ("problem-title", 30.0, true),
            ("problem-detail", 44.0, true),
            ("problem-cause", 30.0, true),
            ("problem-found-on", 12.0, false),
        ],
    );
    let tasks = leaf(
        t,
        "list-of-tasks",
        on,
        &[
            ("problem-number", 12.0, false),
            ("problem-title", 34.0, true),
            ("problem-measures", 50.0, true),
            ("task-due", 12.0, false),
            ("task-state", 12.0, false),
        ],
    );
    let duties = leaf(
        t,
        "list-of-duties",
        on,
        &[
            ("problem-number", 12.0, false),
            ("problem-title", 34.0, true),
            ("task-section", 20.0, false),
            ("task-owner", 34.0, true),
            ("problem-due", 12.0, false),
            ("task-state", 12.0, false),
        ],
    );
    [problems, tasks, duties]
}

/// The same as a workbook.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    request.read(|ctx| ctx.may(Act::TasksSee).map(|_| ()))?;
    let t = Say(request.catalogue());
    let (lines, on) = gathered(request)?;
    let [mut problems, mut tasks, mut duties] = leaves(t, &on);
    let text = |text: &str| Cell::text(text);
    for line in &lines {
        let (of, number) = (&line.problem, text(&line.problem.number));
        problems.rows.push(vec![
            number.clone(),
            text(&line.source),
            text(&of.title),
            text(&of.detail),
            text(&of.cause),
            text(&of.found_on.to_string()),
        ]);
        for measure in &line.measures {
            tasks.rows.push(vec![
                number.clone(),
                text(&of.title),
                text(&measure.title),
                text(&measure.due),
                text(&measure.word),
            ]);
        }
        if line.measures.is_empty() {
            let none = text(&t.text("problem-measures-none"));
            let row = vec![
                number.clone(),
                text(&of.title),
                none,
                Cell::Empty,
                Cell::Empty,
            ];
            tasks.rows.push(row);
        }
        let owners = line.measures.iter().filter(|m| !m.owner.is_empty());
        let owners = owners.map(|m| format!("{}（{}）", m.owner, m.section));
        duties.rows.push(vec![
            number,
            text(&of.title),
            text(&line.section),
            text(&owners.collect::<Vec<_>>().join("、")),
            text(&of.due.to_string()),
            text(&line.standing),
        ]);
    }
    let report = Report {
        leaves: vec![problems, tasks, duties],
        back: String::new(),
    };
    let internal = |e: std::io::Error| Fault::Internal(Box::new(e));
    let folder = request.platform().settings().data.join("out");
    std::fs::create_dir_all(&folder).map_err(internal)?;
    let path = folder.join(format!("{}.xlsx", request.id));
    let done = report.write(&path.to_string_lossy());
    let body = done
        .map_err(|e| Fault::Refused(e.message()))
        .and_then(|()| std::fs::read(&path).map_err(internal));
    let _ = std::fs::remove_file(&path);
    Ok(Reply::File(Download {
        name: format!("{}-{on}.xlsx", t.text("problem-lists")),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body: body?,
    }))
}
