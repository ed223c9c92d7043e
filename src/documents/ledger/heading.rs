//! The heading of a ledger (表头): the row, or the two rows, in which most columns are named, below titles and above the
//! first case. A cell that is merged over several columns stands over each of them.

use std::collections::BTreeMap;

use super::units::{self, Units};
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
    /// Its rows as they stand, below those that say a unit.
    pub(super) lines: Vec<Vec<String>>,
}

/// What stands in the heading of a column, and what it names.
type Named = BTreeMap<u32, (String, Option<Column>)>;

/// Finds the heading.
pub(super) fn find(first: &[(u32, Cells)], options: &Options) -> Result<Heading, Vec<Problem>> {
    let known = |named: &Named| named.values().filter(|(_, column)| column.is_some()).count();
    let single = first.iter().map(|(row, cells)| ((*row, 1), one(cells), 0));
    let double = first.windows(2).filter_map(|pair| match pair {
        [(_, over), (row, under)] => {
            Some(((*row, 2), two(over, under), usize::from(units::are_alone(under))))
        }
        _ => None,
    });
    // The first of the best: a heading in two rows must name more than either of them, or say its units in the lower.
    let mut best: Option<(usize, (u32, usize), Named)> = None;
    for (place, named, more) in single.chain(double) {
        let count = known(&named) + more;
        if best.as_ref().is_none_or(|(most, ..)| count > *most) {
            best = Some((count, place, named));
        }
    }
    match best {
        Some((count, place, named)) if count >= COLUMNS_MIN || !options.columns.is_empty() => {
            checked(place, &named, (first, options))
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

/// What stands in a cell as text.
pub(super) fn said(cell: Option<&Cell>) -> String {
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
    (row, tall): (u32, usize),
    named: &Named,
    (first, options): (&[(u32, Cells)], &Options),
) -> Result<Heading, Vec<Problem>> {
    let to_heading = first.iter().take_while(|(no, _)| *no <= row).count();
    let above = first.get(..to_heading).unwrap_or_default();
    let units = Units::find(above, (row, tall));
    let (mut findings, mut mapping, mut columns) = (Vec::new(), Mapping::default(), Vec::new());
    let also =
        options.columns.keys().filter(|at| !named.contains_key(at)).map(|at| (*at, (String::new(), None)));
    let all: Named = named.iter().map(|(at, it)| (*at, it.clone())).chain(also).collect();
    for (at, (heading, found)) in all {
        let column = options.columns.get(&at).copied().unwrap_or(found);
        let is_amount = column.is_some_and(Column::is_amount);
        let unit = if is_amount { units.of(at) } else { Ok(Unit::Yuan) };
        let unit = unit.unwrap_or_else(|problem| {
            findings.push(problem);
            Unit::Yuan
        });
        if let Some(column) = column
            && let Some((earlier, _)) = mapping.places.insert(column, (at, unit))
        {
            findings.push(twice(row, at, (column, earlier)));
        }
        columns.push(ReadColumn { letters: letters(at), heading: with_unit(heading, unit), column });
    }
    findings.extend(missing(row, &mapping));
    let (titles, heading) = above.split_at(above.len().saturating_sub(tall));
    let mut lines = units::lines(titles);
    lines.extend(heading.iter().map(|(_, cells)| units::texts(cells)));
    if findings.is_empty() { Ok(Heading { row, mapping, columns, lines }) } else { Err(findings) }
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

/// The heading of a column with the unit that it has from elsewhere, so that it says by itself what its amounts are.
fn with_unit(heading: String, unit: Unit) -> String {
    let says_less = unit == Unit::TenThousandYuan && !Unit::said_in(&heading).contains(&Some(unit));
    if says_less { format!("{heading}（万元）") } else { heading }
}
