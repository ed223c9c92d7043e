//! The heading of a ledger (表头): the row, or the two rows, in which most columns are named, below titles and above the
//! first case. A cell that is merged over several columns stands over each of them.

use std::collections::BTreeMap;

use super::{COLUMNS_MAX, Options, problem_at};
use crate::documents::wage_list::Problem;
use crate::domain::code::Coded as _;
use crate::domain::ledger::{Cell, Cells, Column, Mapping, ReadColumn, Unit, letters};
use crate::domain::refusal::words;

/// A row in which fewer columns are named is no heading.
const COLUMNS_MIN: usize = 3;
/// The columns without which there is no ledger.
const REQUIRED: &[Column] = &[Column::Number, Column::Applicant, Column::Respondent, Column::Cause];

/// A heading that was found.
pub(super) struct Heading {
    /// Its row, the lower one of two.
    pub(super) row: u32,
    pub(super) mapping: Mapping,
    pub(super) columns: Vec<ReadColumn>,
}

/// What stands in the heading of a column, and what it names.
type Named = BTreeMap<u32, (String, Option<Column>)>;

/// Finds the heading.
pub(super) fn find(first: &[(u32, Cells)], options: &Options) -> Result<Heading, Vec<Problem>> {
    let known = |named: &Named| named.values().filter(|(_, column)| column.is_some()).count();
    let single = first.iter().map(|(row, cells)| (*row, one(cells)));
    let double = first.windows(2).filter_map(|pair| match pair {
        [(_, over), (row, under)] => Some((*row, two(over, under))),
        _ => None,
    });
    // The first of the best: a heading in two rows must name more than either of them.
    let mut best: Option<(usize, u32, Named)> = None;
    for (row, named) in single.chain(double) {
        let count = known(&named);
        if best.as_ref().is_none_or(|(most, ..)| count > *most) {
            best = Some((count, row, named));
        }
    }
    match best {
        Some((count, row, named)) if count >= COLUMNS_MIN || !options.columns.is_empty() => {
            checked(row, &named, (first, options))
        }
        Some(_) | None => {
            let text = words(
                "前30行没有表头（案号、申请人、被申请人、案由、受理日期等）",
                "the first 30 rows name no columns such as 案号、申请人、被申请人、案由、受理日期",
            );
            Err(vec![Problem { row: None, column: None, code: "no_heading", words: text }])
        }
    }
}

/// Units of money that a ledger is not taken in.
const OTHER_UNITS: [&str; 6] = ["千元", "百元", "亿元", "美元", "港元", "港币"];

fn said(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Text(text)) => text.trim().to_owned(),
        Some(Cell::Number(_) | Cell::Day(_) | Cell::Formula | Cell::Other) | None => String::new(),
    }
}

fn one(cells: &Cells) -> Named {
    let named = cells.iter().map(|(at, cell)| (*at, said(Some(cell)))).filter(|(_, said)| !said.is_empty());
    named
        .filter(|(at, _)| *at < COLUMNS_MAX)
        .map(|(at, said)| (at, (said.clone(), Column::of(&said))))
        .collect()
}

fn two(over: &Cells, under: &Cells) -> Named {
    let last = over.keys().chain(under.keys()).max().map_or(0, |last| last + 1);
    let (mut named, mut wide) = (Named::new(), String::new());
    for at in 0..last.min(COLUMNS_MAX) {
        let (own, below) = (said(over.get(&at)), said(under.get(&at)));
        if !own.is_empty() {
            wide.clone_from(&own);
        }
        // An empty cell beside a merged one is under it, as long as something stands below.
        let above = if own.is_empty() && !below.is_empty() { wide.as_str() } else { own.as_str() };
        if !above.is_empty() || !below.is_empty() {
            named.insert(at, (format!("{above}{below}"), Column::of_two(above, &below)));
        }
    }
    named
}

fn checked(
    row: u32,
    named: &Named,
    (first, options): (&[(u32, Cells)], &Options),
) -> Result<Heading, Vec<Problem>> {
    let titles = first.iter().take_while(|(title, _)| *title <= row).flat_map(|(_, cells)| cells.values());
    let titles: Vec<String> = titles.map(|cell| said(Some(cell))).collect();
    let said_units = || titles.iter().flat_map(|title| title_units(title));
    let in_ten_thousand = said_units().any(|unit| unit.starts_with('万'));
    let mut findings = Vec::new();
    if said_units().any(|unit| OTHER_UNITS.iter().any(|other| unit.starts_with(other))) {
        findings.push(unit_not_taken(row, None));
    }
    let mut mapping = Mapping::default();
    let mut columns = Vec::new();
    let also =
        options.columns.keys().filter(|at| !named.contains_key(at)).map(|at| (*at, (String::new(), None)));
    let all: Named = named.iter().map(|(at, it)| (*at, it.clone())).chain(also).collect();
    for (at, (heading, found)) in all {
        let column = options.columns.get(&at).copied().unwrap_or(found);
        let unit = unit_of(&heading, in_ten_thousand);
        if let Some(column) = column {
            if unit.is_none() && column.is_amount() {
                findings.push(unit_not_taken(row, Some(letters(at))));
            }
            if let Some((earlier, _)) = mapping.places.insert(column, (at, unit.unwrap_or_default())) {
                findings.push(twice(row, at, (column, earlier)));
            }
        }
        let heading = with_unit(heading, (column, unit));
        columns.push(ReadColumn { letters: letters(at), heading, column });
    }
    findings.extend(missing(row, &mapping));
    if findings.is_empty() { Ok(Heading { row, mapping, columns }) } else { Err(findings) }
}

fn twice(row: u32, at: u32, (column, earlier): (Column, u32)) -> Problem {
    let (label, first) = (column.label(), letters(earlier));
    let text = words(
        format!("与{first}列都是“{}”；导入时可用 columns 指明", label.zh),
        format!("this and column {first} are both \u{201c}{}\u{201d}; say which with `columns`", label.en),
    );
    problem_at(row, Some(letters(at)), "duplicate_column", text)
}

fn missing(row: u32, mapping: &Mapping) -> Vec<Problem> {
    let has = |column: &Column| mapping.places.contains_key(column);
    let mut lacking: Vec<Column> = REQUIRED.iter().filter(|column| !has(column)).copied().collect();
    if !has(&Column::AcceptedOn) && !has(&Column::ReceivedOn) {
        lacking.push(Column::AcceptedOn);
    }
    let finding = |column: Column| {
        let label = column.label();
        let text = words(
            format!("缺少“{}”列", label.zh),
            format!("the column \u{201c}{}\u{201d} is missing", label.en),
        );
        problem_at(row, None, "missing_column", text)
    };
    lacking.into_iter().map(finding).collect()
}

/// What stands behind each 单位 of a title: the unit of the amounts, or the office that keeps the ledger.
fn title_units(title: &str) -> impl Iterator<Item = &str> {
    title.split("单位").skip(1).map(|unit| unit.trim_start_matches([':', '：', ' ']))
}

fn unit_not_taken(row: u32, column: Option<String>) -> Problem {
    let text = words("金额单位应为元或万元", "amounts must be in yuan or ten thousand yuan");
    problem_at(row, column, "unit_not_taken", text)
}

/// The heading of a column with the unit that it has from the title, so that it says by itself what its amounts are.
fn with_unit(heading: String, (column, unit): (Option<Column>, Option<Unit>)) -> String {
    let is_amount = column.is_some_and(Column::is_amount);
    let says_less = unit == Some(Unit::TenThousandYuan) && Unit::of(&heading) != unit;
    if is_amount && says_less { format!("{heading}（万元）") } else { heading }
}

/// The unit of a column: its own, or that of the whole table.
fn unit_of(heading: &str, in_ten_thousand: bool) -> Option<Unit> {
    let own = Unit::of(heading)?;
    let says_yuan = ['(', '（', '[', '【'].iter().any(|bracket| heading.contains(&format!("{bracket}元")));
    if in_ten_thousand && own == Unit::Yuan && !says_yuan { Some(Unit::TenThousandYuan) } else { Some(own) }
}
