//! The heading of a ledger (表头): the row, or the two or three rows, in which most columns are named, below titles and above
//! the first case. A cell that is merged over several columns stands over each of them.

use std::collections::{BTreeMap, BTreeSet};

use super::merged::{Merged, Reach};
use super::units::{self, Units};
use super::{COLUMNS_MAX, FINDINGS_HEADING, Options, problem_at};
use crate::documents::wage_list::Problem;
use crate::domain::code::Coded as _;
use crate::domain::ledger::{Cell, Cells, Column, Mapping, ReadColumn, Unit, letters};
use crate::domain::refusal::words;

/// The most rows of a heading.
const HEADING_TALL_MAX: usize = 3;
/// The code of a table in which no heading is found.
pub(super) const NO_HEADING: &str = "no_heading";
/// A row in which fewer columns are named is no heading.
const COLUMNS_MIN: usize = 3;
/// What stands before the heading of a column that was left out though it is known.
const LEFT_OUT: &str = "不导入：";
/// The columns without which there is no ledger.
const REQUIRED: &[Column] = &[Column::Number, Column::Applicant, Column::Respondent, Column::Cause];

/// A heading that was found.
pub(super) struct Heading {
    /// Its row, the lowest one of several.
    pub(super) row: u32,
    pub(super) mapping: Mapping,
    pub(super) columns: Vec<ReadColumn>,
    /// Its rows, each column with all that stands over it, below those that say a unit; without the findings. A column that
    /// was said to be something else than its heading says, is called so.
    pub(super) lines: Vec<Vec<String>>,
    /// Where the findings of an earlier import stand.
    pub(super) findings: BTreeSet<u32>,
    /// How many cells its rows have, and those that were said to be columns.
    pub(super) width: u32,
}

/// What stands in the heading of a column, from the top, and what it names.
type Named = BTreeMap<u32, (Vec<String>, Option<Column>)>;

/// The first rows of a table, and what is merged in them.
type First<'f> = (&'f [(u32, Cells)], &'f Merged);

/// Finds the heading.
pub(super) fn find(
    first: &[(u32, Cells)],
    merged: &Merged,
    options: &Options,
) -> Result<Heading, Vec<Problem>> {
    // Each once: the same word over several columns, with the words that tell them apart below it, is one.
    let known =
        |named: &Named| named.values().filter_map(|(_, column)| *column).collect::<BTreeSet<_>>().len();
    // The first of the best: a heading in several rows must name more than fewer of them, or say its units in the lowest.
    let mut best: Option<(usize, (u32, usize), Named)> = None;
    for tall in 1..=HEADING_TALL_MAX {
        for rows in first.windows(tall) {
            let Some((row, lowest)) = rows.last() else { continue };
            let named = named((rows, merged));
            let count = known(&named) + usize::from(tall > 1 && units::are_alone(lowest));
            if best.as_ref().is_none_or(|(most, ..)| count > *most) {
                best = Some((count, (*row, tall), named));
            }
        }
    }
    match best {
        Some((count, place, named)) if count >= COLUMNS_MIN || !options.columns.is_empty() => {
            checked(place, &named, ((first, merged), options))
        }
        Some(_) | None => {
            let text = words(
                "前30行没有表头（案号、申请人、被申请人、案由、受理日期等）",
                "the first 30 rows name no columns such as 案号、申请人、被申请人、案由、受理日期",
            );
            Err(vec![Problem { row: None, column: None, code: NO_HEADING, words: text }])
        }
    }
}

/// What stands in a cell as text.
pub(super) fn said(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Text(text)) => text.trim().to_owned(),
        Some(Cell::Number(_) | Cell::Day(_) | Cell::Formula(_) | Cell::Other) | None => String::new(),
    }
}

/// What these rows name if they are a heading.
fn named((rows, merged): First<'_>) -> Named {
    let last = rows.iter().flat_map(|(_, cells)| cells.keys()).max().map_or(0, |last| last + 1);
    // From the lowest row up: what stands over a column depends on whether anything stands below.
    let mut parts: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (index, (row, cells)) in rows.iter().rev().enumerate() {
        let (mut wide, mut end) = (String::new(), 0);
        for at in 0..last.min(COLUMNS_MAX) {
            let own = said(cells.get(&at));
            if !own.is_empty() {
                wide.clone_from(&own);
                end = match merged.reach(*row, at) {
                    Reach::Before(end) => end,
                    Reach::NextFilled => COLUMNS_MAX,
                };
            }
            let is_under = index > 0 && at < end && !merged.hangs_down(*row, at) && parts.contains_key(&at);
            let here = if own.is_empty() && is_under { wide.clone() } else { own };
            if !here.is_empty() {
                parts.entry(at).or_default().insert(0, here);
            }
        }
    }
    let name = |parts: Vec<String>| {
        let column = Column::of_rows(&parts.iter().map(String::as_str).collect::<Vec<_>>());
        (parts, column)
    };
    parts.into_iter().map(|(at, parts)| (at, name(parts))).collect()
}

fn checked(
    (row, tall): (u32, usize),
    named: &Named,
    ((first, merged), options): (First<'_>, &Options),
) -> Result<Heading, Vec<Problem>> {
    let to_heading = first.iter().take_while(|(no, _)| *no <= row).count();
    let above = first.get(..to_heading).unwrap_or_default();
    let units = Units::find((above, merged), (row, tall));
    let (mut findings, mut mapping, mut columns) = (Vec::new(), Mapping::default(), Vec::new());
    let also =
        options.columns.keys().filter(|at| !named.contains_key(at)).map(|at| (*at, (Vec::new(), None)));
    let all: Named = named.iter().map(|(at, it)| (*at, it.clone())).chain(also).collect();
    for (at, (parts, found)) in all {
        let heading = parts.concat();
        let column = options.columns.get(&at).copied().unwrap_or(found);
        let is_amount = column.is_some_and(Column::is_amount);
        let unit = if is_amount { units.of(at) } else { Ok(Unit::Yuan) };
        let unit = unit.unwrap_or_else(|problem| {
            findings.push(problem);
            Unit::Yuan
        });
        if let Some(column) = column
            && let Some(earlier) = put(&mut mapping, (column, at, unit), named)
        {
            findings.push(twice(row, at, (column, earlier)));
        }
        columns.push(ReadColumn { letters: letters(at), heading: with_unit(heading, unit), column });
    }
    findings.extend(missing(row, &mapping));
    let ours = of_findings(named, &mapping);
    let mut theirs: Named =
        named.iter().filter(|(at, _)| !ours.contains(at)).map(|(at, it)| (*at, it.clone())).collect();
    theirs.extend(renamed(named, &mapping, options));
    let titles = above.get(..above.len().saturating_sub(tall)).unwrap_or_default();
    let mut lines = units::lines((titles, merged));
    lines.extend((0..tall).map(|index| line(&theirs, index)));
    let cells = above.iter().rev().take(tall).flat_map(|(_, cells)| cells.keys());
    let width = cells.chain(options.columns.keys()).max().map_or(0, |last| last + 1);
    let heading = Heading { row, mapping, columns, lines, findings: ours, width };
    if findings.is_empty() { Ok(heading) } else { Err(findings) }
}

/// Puts a column where it stands; gives the earlier place of one that stands twice, but for an amount that was awarded in one
/// and agreed in the other: a row has one of the two.
fn put(mapping: &mut Mapping, (column, at, unit): (Column, u32, Unit), named: &Named) -> Option<u32> {
    let Some((earlier, _)) = mapping.places.get(&column).copied() else {
        mapping.places.insert(column, (at, unit));
        return None;
    };
    let heading = |at: u32| named.get(&at).map(|(parts, _)| parts.concat()).unwrap_or_default();
    let says = |at, this: &str, other: &str| heading(at).contains(this) && !heading(at).contains(other);
    let (award, agreed) = ("裁决", "调解");
    let are_two = (says(earlier, award, agreed) && says(at, agreed, award))
        || (says(earlier, agreed, award) && says(at, award, agreed));
    if column == Column::Amount && are_two && mapping.other_amount.is_none() {
        mapping.other_amount = Some((at, unit));
        return None;
    }
    Some(earlier)
}

/// The headings of columns that were said to be something else than their heading says: what is kept says it itself, so that
/// rejected rows mean the same when they come again and nobody says it twice.
fn renamed(named: &Named, mapping: &Mapping, options: &Options) -> Named {
    let nothing = (Vec::new(), None);
    let mut all = Named::new();
    for (at, wanted) in &options.columns {
        let (parts, found) = named.get(at).unwrap_or(&nothing);
        if wanted == found {
            continue;
        }
        let said = match wanted {
            Some(column) => own_name(*column, (*at, &parts.concat()), mapping),
            None => format!("{LEFT_OUT}{}", parts.concat()),
        };
        all.insert(*at, (vec![said], *wanted));
    }
    all
}

/// What a column is called by us, with the unit of its amounts where that is not yuan. Where awards and what was agreed have
/// a column each, it says which of them it is.
fn own_name(column: Column, (at, heading): (u32, &str), mapping: &Mapping) -> String {
    let usual = column.label().zh.split('（').next().unwrap_or_default();
    let name = match mapping.other_amount {
        Some(_) if column == Column::Amount && heading.contains("调解") => "调解金额",
        Some(_) if column == Column::Amount => "裁决金额",
        Some(_) | None => usual,
    };
    let mut places = mapping.places.values().chain(&mapping.other_amount);
    let unit = places.find(|(place, _)| *place == at).map_or(Unit::Yuan, |(_, unit)| *unit);
    with_unit(name.to_owned(), unit)
}

/// The columns of findings that rejected rows came back with, unless they were said to be something else.
fn of_findings(named: &Named, mapping: &Mapping) -> BTreeSet<u32> {
    let is_ours = |parts: &Vec<String>| parts.last().is_some_and(|last| last == FINDINGS_HEADING);
    let ours = named.iter().filter(|(at, (parts, _))| is_ours(parts) && !mapping.has(**at));
    ours.map(|(at, _)| *at).collect()
}

/// A row of the heading as it is kept: nothing is merged in it, so what stands over several columns stands over each, and
/// what has nothing over it stands at the top. So no column falls under a group that it only lies beside.
fn line(named: &Named, index: usize) -> Vec<String> {
    let last = named.keys().max().map_or(0, |last| last + 1);
    let part = |at: u32| named.get(&at).and_then(|(parts, _)| parts.get(index)).cloned().unwrap_or_default();
    (0..last).map(part).collect()
}

fn twice(row: u32, at: u32, (column, earlier): (Column, u32)) -> Problem {
    let (label, first) = (column.label(), letters(earlier));
    let text = words(
        format!("与{first}列都是“{}”；导入时可指明各栏所在的列（columns）", label.zh),
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
