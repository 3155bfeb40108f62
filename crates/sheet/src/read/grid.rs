//! Where the table stands on a sheet: title rows above it, one or two header rows, the records,
//! and totals and signatures below.

/// A sheet as rows of text; missing cells are empty.
pub(crate) type Rows = [Vec<String>];

/// Where the header was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// First row of records, from 0.
    pub(crate) first: usize,
    /// The headers, grouped ones joined with `/`.
    pub(crate) headers: Vec<String>,
    /// What stands above the header.
    pub(crate) titles: Vec<String>,
}

/// How far down a header is looked for.
pub(crate) const HEADER_ROWS_MAX: usize = 40;

/// Finds the header: the row with the most known headers, else the first row that is as wide as
/// the table and holds words rather than figures.
pub(crate) fn layout(rows: &Rows) -> Option<Layout> {
    let head = rows
        .get(..rows.len().min(HEADER_ROWS_MAX))
        .unwrap_or_default();
    let filled = |row: &[String]| row.iter().filter(|c| !c.trim().is_empty()).count();
    let width = head
        .iter()
        .map(|row| filled(row))
        .max()
        .filter(|w| *w > 0)?;
    let known = |row: &[String]| row.iter().filter(|c| crate::columns::is_known(c)).count();
    let best = head.iter().map(|row| known(row)).max().unwrap_or_default();
    let by_words = |row: &Vec<String>| filled(row) * 2 > width && known(row) == best && best > 0;
    let at = head.iter().position(by_words).or_else(|| {
        let wordy = |row: &Vec<String>| {
            let words = row.iter().filter(|c| is_word(c)).count();
            let one = row.windows(2).all(|pair| pair.first() == pair.last());
            filled(row) * 2 > width && words * 2 > filled(row) && (!one || width == 1)
        };
        head.iter().position(wordy)
    })?;
    let mut first = at + 1;
    let mut above_header = at;
    let mut headers: Vec<String> = rows.get(at)?.iter().map(|c| tidy_header(c)).collect();
    let grouped = headers
        .windows(2)
        .any(|pair| pair.first() == pair.last() || blank(pair));
    if let Some(second) = rows
        .get(at + 1)
        .filter(|row| grouped && is_sub_header(row, &headers))
    {
        join(&mut headers, second);
        first += 1;
    } else if at > 0
        && let Some(above) = rows
            .get(at - 1)
            .filter(|row| is_group_row(row, filled(row), width))
    {
        headers = group_over(above, &headers);
        above_header = at - 1;
    }
    let titles = rows
        .get(..above_header)?
        .iter()
        .flatten()
        .map(|c| c.trim().to_owned());
    let mut titles: Vec<String> = titles.filter(|c| !c.is_empty()).collect();
    titles.dedup();
    Some(Layout {
        first,
        headers,
        titles,
    })
}

/// How much a sheet looks like the ledger among others: headers known by heart first, then the
/// number of cells; covers and code lists are smaller.
pub(crate) fn rank(layout: &Layout, rows: usize) -> (bool, usize) {
    let known = layout.headers.iter().any(|h| crate::columns::is_known(h));
    (known, layout.headers.len() * rows)
}

fn blank(pair: &[String]) -> bool {
    matches!(pair, [first, second] if !first.is_empty() && second.is_empty())
}

fn is_word(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty() && cell.chars().any(char::is_alphabetic) && cell.chars().count() <= 40
}

/// A second header row: under a grouped header, words that are known headers themselves.
fn is_sub_header(row: &[String], above: &[String]) -> bool {
    let under: Vec<&String> = row.iter().filter(|c| !c.trim().is_empty()).collect();
    let fresh = under.iter().filter(|c| !above.contains(c)).count();
    let known = under.iter().filter(|c| crate::columns::is_known(c)).count();
    fresh > 0 && known > 0 && under.iter().all(|c| is_word(c) && c.chars().count() <= 12)
}

/// A row of group names above the header: some words, several columns wide each.
fn is_group_row(row: &[String], filled: usize, width: usize) -> bool {
    let mut distinct: Vec<&String> = row.iter().filter(|c| !c.trim().is_empty()).collect();
    distinct.dedup();
    distinct.len() > 1 && (filled < width || distinct.len() < filled) && {
        distinct
            .iter()
            .all(|c| is_word(c) && c.chars().count() <= 12)
    }
}

fn join(headers: &mut [String], second: &[String]) {
    let mut group = String::new();
    for (at, header) in headers.iter_mut().enumerate() {
        let below = second.get(at).map(|c| tidy_header(c)).unwrap_or_default();
        if !header.is_empty() {
            group.clone_from(header);
        }
        *header = match (below.is_empty(), header.is_empty()) {
            (true, _) => header.clone(),
            (false, _) if group.is_empty() || group == below => below,
            (false, _) => format!("{group}/{below}"),
        };
    }
}

fn group_over(above: &[String], headers: &[String]) -> Vec<String> {
    let mut group = String::new();
    let named = headers.iter().enumerate().map(|(at, header)| {
        let over = above.get(at).map(|c| tidy_header(c)).unwrap_or_default();
        if !over.is_empty() {
            group.clone_from(&over);
        }
        if header.is_empty() {
            // A header that stands in the upper row alone; a column without any stays so.
            over
        } else if group.is_empty() || group == *header {
            header.clone()
        } else {
            format!("{group}/{header}")
        }
    });
    named.collect()
}

/// A header on one line, without spaces around it.
fn tidy_header(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row's texts on one line.
pub(crate) fn joined(row: &[String]) -> String {
    let cells = row.iter().map(|c| c.trim());
    let mut cells: Vec<&str> = cells.filter(|c| !c.is_empty()).collect();
    cells.dedup();
    cells.join(" ")
}

/// Whether a row below the records is a total or a signature rather than a record.
pub(crate) fn is_note(row: &[String]) -> bool {
    const MARKS: [&str; 12] = [
        "合计",
        "总计",
        "小计",
        "共计",
        "制表",
        "填表",
        "审核人",
        "负责人",
        "备注:",
        "说明",
        "注:",
        "total",
    ];
    let mut cells = row.iter().map(|c| c.trim()).filter(|c| !c.is_empty());
    let Some(first) = cells.next() else {
        return false;
    };
    let plain: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace('：', ":").to_lowercase();
    let marked = MARKS.iter().any(|mark| plain.starts_with(mark));
    let filled = cells.count() + 1;
    marked && filled * 2 <= row.len().max(4)
}
