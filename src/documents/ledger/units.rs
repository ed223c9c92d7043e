//! In what the amounts under a heading are (金额单位): a unit may stand in the heading of a column, in the wider one over it,
//! or above the heading, for the whole table or for the columns under it. All that is said of a column must be the same.
//! Not here: what a text says (`domain::ledger::Unit`).

use super::heading::said;
use super::merged::{Merged, Reach};
use super::{COLUMNS_MAX, problem_at};
use crate::documents::wage_list::Problem;
use crate::domain::ledger::{Cell, Cells, Unit, letters};
use crate::domain::refusal::words;

/// How a title ends that stands over its whole table.
const TITLES: [&str; 5] = ["台账", "表", "册", "簿", "台帐"];

/// A unit that a cell says, and over which columns.
struct Said {
    /// Where it stands: `F2`.
    place: String,
    columns: std::ops::Range<u32>,
    unit: Option<Unit>,
}

/// The units in the rows from the first one to the heading.
pub(super) struct Units {
    /// The row of the heading, the lowest one of several.
    row: u32,
    all: Vec<Said>,
}

impl Units {
    /// Looks for them; `tall` says how many rows the heading has.
    pub(super) fn find((above, merged): (&[(u32, Cells)], &Merged), (row, tall): (u32, usize)) -> Units {
        let heading_from = above.len().saturating_sub(tall);
        let rows = above.iter().enumerate();
        let all = rows.flat_map(|(index, (no, cells))| {
            let kind = match index {
                _ if index < heading_from => Line::Above,
                _ if index + 1 < above.len() => Line::Wide,
                _ if tall == 1 => Line::Heading,
                _ => Line::Under,
            };
            in_row((*no, kind), cells, merged)
        });
        Units { row, all: all.collect() }
    }

    /// The unit of a column of amounts; yuan where nothing says it.
    pub(super) fn of(&self, at: u32) -> Result<Unit, Problem> {
        let mut here = self.all.iter().filter(|said| said.columns.contains(&at));
        let Some(first) = here.next() else { return Ok(Unit::Yuan) };
        let (Some(unit), None) = (first.unit, here.clone().find(|other| other.unit.is_none())) else {
            return Err(self.not_taken(at));
        };
        match here.find_map(|other| other.unit.filter(|it| *it != unit).map(|it| (other, it))) {
            None => Ok(unit),
            Some((other, otherwise)) => Err(self.contradict(at, (first, unit), (other, otherwise))),
        }
    }

    fn not_taken(&self, at: u32) -> Problem {
        let text = words("金额单位应为元或万元", "amounts must be in yuan or ten thousand yuan");
        problem_at(self.row, Some(letters(at)), "unit_not_taken", text)
    }

    fn contradict(&self, at: u32, (one, unit): (&Said, Unit), (other, otherwise): (&Said, Unit)) -> Problem {
        let (here, name, there, named) = (&one.place, unit.name(), &other.place, otherwise.name());
        let text = words(
            format!("金额单位不一致：{here}写明{name}，{there}写明{named}；请改成一致"),
            format!("two units: {here} says {name}, {there} says {named}; let both say the same"),
        );
        problem_at(self.row, Some(letters(at)), "units_contradict", text)
    }
}

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Above the heading.
    Above,
    /// One above the lowest of a heading in several rows.
    Wide,
    /// The lowest one: each cell is its column's own.
    Under,
    /// The heading, in one row.
    Heading,
}

fn in_row((row, line): (u32, Line), cells: &Cells, merged: &Merged) -> Vec<Said> {
    let filled: Vec<(u32, String)> = cells
        .iter()
        .map(|(at, cell)| (*at, said(Some(cell))))
        .filter(|(at, text)| *at < COLUMNS_MAX && !text.is_empty())
        .collect();
    let is_alone = filled.len() == 1 && line == Line::Above;
    let next = filled.iter().skip(1).map(|(at, _)| *at).chain([COLUMNS_MAX]);
    let of_cell = |((at, text), next): (&(u32, String), u32)| {
        let columns = match line {
            _ if is_alone || is_of_table(text, line) => 0..COLUMNS_MAX,
            Line::Heading | Line::Under => *at..*at + 1,
            Line::Above | Line::Wide => match merged.reach(row, *at) {
                Reach::Before(end) => *at..end,
                Reach::NextFilled => *at..next,
            },
        };
        let place = format!("{}{row}", letters(*at));
        Unit::said_in(text)
            .into_iter()
            .map(|unit| Said { place: place.clone(), columns: columns.clone(), unit })
            .collect::<Vec<_>>()
    };
    filled.iter().zip(next).flat_map(of_cell).collect()
}

/// Whether a cell speaks of the whole table: it says a unit and nothing else, or it is a title.
fn is_of_table(text: &str, line: Line) -> bool {
    let rest = Unit::left_out_of(text);
    match line {
        Line::Above => {
            rest.is_empty() || rest.contains("单位") || TITLES.iter().any(|end| rest.ends_with(end))
        }
        Line::Heading => rest.is_empty(),
        Line::Wide | Line::Under => rest.is_empty() && text.contains("单位"),
    }
}

/// Whether a row says units and nothing else: it belongs to the heading above it.
pub(super) fn are_alone(cells: &Cells) -> bool {
    let texts: Vec<String> =
        cells.values().map(|cell| said(Some(cell))).filter(|it| !it.is_empty()).collect();
    let are_texts = cells.values().all(|cell| matches!(cell, Cell::Text(_)));
    are_texts && !texts.is_empty() && texts.iter().all(|text| Unit::is_alone(text))
}

/// The rows above a heading that say a unit, as they must stand above it again: of a title, the unit alone.
pub(super) fn lines((above, merged): (&[(u32, Cells)], &Merged)) -> Vec<Vec<String>> {
    let line = |(row, cells): &(u32, Cells)| {
        let all = in_row((*row, Line::Above), cells, merged);
        if all.is_empty() {
            return None;
        }
        match all.iter().find(|said| said.columns.start == 0 && said.columns.end == COLUMNS_MAX) {
            Some(Said { unit, .. }) => Some(vec![format!("金额单位：{}", unit.unwrap_or_default().name())]),
            None => Some(texts(cells)),
        }
    };
    above.iter().filter_map(line).collect()
}

/// The texts of a row, each in its place.
fn texts(cells: &Cells) -> Vec<String> {
    let last = cells.keys().filter(|at| **at < COLUMNS_MAX).max().map_or(0, |last| last + 1);
    (0..last).map(|at| said(cells.get(&at))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use crate::documents::ledger::{Options, Stopped, Totals, read};
    use crate::domain::ledger::{LedgerFile, LedgerRow};

    /// The good rows of a table with a line between its cells, or what is wrong with its head.
    fn table(text: &str) -> Result<(LedgerFile, Vec<LedgerRow>), Vec<String>> {
        let options = Options {
            sheet: None,
            columns: BTreeMap::new(),
            totals: Totals::Refuse,
            unsaid: None,
            today: "2021-12-10".parse().unwrap(),
        };
        let mut rows = Vec::new();
        let file = read::<Infallible>(text.replace('|', ",").as_bytes(), &options, &mut |row, _| {
            rows.push(row.read.unwrap_or_else(|wrong| panic!("{wrong:?}")));
            Ok(())
        });
        file.map(|file| (file, rows)).map_err(|stopped| match stopped {
            Stopped::Taker(never) => match never {},
            Stopped::File(problems) => problems
                .into_iter()
                .map(|it| format!("{} {} {}", it.column.unwrap_or_default(), it.code, it.words.zh))
                .collect(),
        })
    }

    /// What the first row claims, was awarded, and recovered, in fen.
    fn fen(text: &str) -> [i64; 3] {
        let entry = &table(text).unwrap_or_else(|wrong| panic!("{wrong:?}")).1[0].entry;
        let awarded = entry.closed.and_then(|closed| closed.amount);
        [entry.claimed, awarded, entry.recovered.map(|it| it.amount)].map(|fen| fen.map_or(0, |fen| fen.0))
    }

    /// The columns before the amounts, and those of a row.
    const BEFORE: &str = "案号|立案日期|申请人|被申请人|案由|程序|结案日期|结案方式";
    const ROW: &str = "1号|2021-03-05|符永祥|某公司|工资|简易|2021-04-10|调解";

    #[test]
    fn a_unit_holds_wherever_it_stands() {
        let wan = [3_000_000, 2_000_000, 1_500_000];
        let yuan = wan.map(|fen| fen / 10_000);
        let rows = format!("{ROW}|3|2|1.5\n");
        for (head, expected) in [
            // A group over what each amount is, merged; the other columns above or below.
            (format!("{BEFORE}|金额（万元）||\n||||||||申请|裁决|追回\n"), wan),
            (format!("{BEFORE}|金额||\n||||||||申请（万元）|裁决（万元）|追回（万元）\n"), wan),
            (format!("||||||||金额（单位：万元）||\n{BEFORE}|申请金额|裁决金额|追回金额\n"), wan),
            (format!("{BEFORE}|金额（元）||\n||||||||申请|裁决|追回\n"), yuan),
            (format!("{BEFORE}|金额||\n||||||||申请|裁决|追回\n"), yuan),
            // Above the heading.
            (format!("||||||||||单位：万元\n{BEFORE}|申请金额|裁决金额|追回金额\n"), wan),
            (format!("2021年案件台账||||||||||（万元）\n{BEFORE}|申请金额|裁决金额|追回金额\n"), wan),
            (format!("2021年案件台账（万元）||填表：陈某\n{BEFORE}|申请金额|裁决金额|追回金额\n"), wan),
            (format!("填报单位：万宁市仲裁院\n{BEFORE}|申请金额|裁决金额|追回金额\n"), yuan),
            (format!("标的10万元以上案件台账\n{BEFORE}|申请金额|裁决金额|追回金额\n"), yuan),
            // Below it, and in each column.
            (format!("{BEFORE}|申请金额|裁决金额|追回金额\n||||||||万元|万元|万元\n"), wan),
            (format!("{BEFORE}|申请金额/万元|裁决金额万元|追回金额（单位：万元）\n"), wan),
            (format!("{BEFORE}|申请金额（万元）|裁决金额（元）|追回金额\n"), [wan[0], yuan[1], yuan[2]]),
        ] {
            assert_eq!(fen(&format!("{head}{rows}")), expected, "{head}");
        }
    }

    #[test]
    fn two_units_of_one_column_are_refused_by_their_places() {
        let refused = |head: &str| table(&format!("{head}{ROW}|3|2|1.5\n")).unwrap_err();
        let wrong = refused(&format!("单位：万元\n{BEFORE}|申请金额|裁决金额（元）|追回金额\n"));
        let said = "J units_contradict 金额单位不一致：A1写明万元，J2写明元；请改成一致";
        assert_eq!(wrong, [said]);
        let wrong = refused(&format!("{BEFORE}|金额（元）||\n||||||||申请|裁决|追回（万元）\n"));
        assert_eq!(wrong, ["K units_contradict 金额单位不一致：I1写明元，K2写明万元；请改成一致"]);
        let wrong = refused(&format!("{BEFORE}|金额（千元）||\n||||||||申请|裁决|追回\n"));
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(wrong.iter().all(|it| it.contains("unit_not_taken")), "{wrong:?}");
    }

    /// The head that is kept reads as the one that came, and names nobody.
    #[test]
    fn the_head_that_is_kept_means_the_same() {
        let amounts = "\n||||||||申请|裁决|追回\n";
        let head = format!("2021年台账|填表人：陈某|单位：万元\n{BEFORE}|金额（万元）||{amounts}");
        let (file, rows) = table(&format!("{head}{ROW}|3|2|1.5\n")).unwrap();
        assert_eq!(file.head.len(), 3);
        assert_eq!(file.head[0], ["金额单位：万元"]);
        let lines: Vec<String> = file.head.iter().map(|line| line.join("|")).collect();
        assert!(!lines.concat().contains("陈某"));
        let again = table(&format!("{}\n{ROW}|3|2|1.5\n", lines.join("\n"))).unwrap();
        assert_eq!(again.1[0].entry, rows[0].entry);
    }
}
