//! The cases behind the figures (案件清单), a sheet for each list, and what they come to by their own columns. Nobody is named.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{Unwritten, file};
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::Measure;
use crate::domain::money::Fen;
use crate::domain::report::workbook::{CaseLine, WorkbookList};
use crate::domain::stage::Manner;

/// The columns, in their order; formulas name them by their letters.
const COLUMNS: [&str; 14] = [
    "序号",
    "案号",
    "案由",
    "程序",
    "收件日期",
    "受理日期",
    "结案日期",
    "结案方式",
    "统计方式",
    "处理结果",
    "集体争议",
    "劳动者人数",
    "请求金额（元）",
    "结案金额（元）",
];
/// The letters of those that formulas count.
pub(super) const NUMBER: char = 'A';
pub(super) const CAUSE: char = 'C';
pub(super) const ENDED: char = 'H';
pub(super) const MANNER: char = 'I';
pub(super) const RESULT: char = 'J';
pub(super) const COLLECTIVE: char = 'K';
pub(super) const WORKERS: char = 'L';
pub(super) const CLAIMED: char = 'M';
pub(super) const AWARDED: char = 'N';
/// What a collective dispute has in its column.
pub(super) const YES: &str = "是";
const WIDTH: f64 = 15.0;

/// What the cases of each list come to.
#[derive(Debug, Default)]
pub(super) struct Tallies(BTreeMap<WorkbookList, Tally>);

/// What the cases of a list come to.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub cases: i64,
    pub collective: i64,
    pub workers: i64,
    pub claimed: Fen,
    pub awarded: Fen,
    pub causes: BTreeMap<Cause, i64>,
    /// By how they ended.
    pub ended: BTreeMap<Manner, i64>,
    /// By the manner and by the result of the yearbook.
    pub measures: BTreeMap<Measure, i64>,
}

impl Tallies {
    pub(super) fn of(&self, list: WorkbookList) -> &Tally {
        const NONE: &Tally = &Tally {
            cases: 0,
            collective: 0,
            workers: 0,
            claimed: Fen::ZERO,
            awarded: Fen::ZERO,
            causes: BTreeMap::new(),
            ended: BTreeMap::new(),
            measures: BTreeMap::new(),
        };
        self.0.get(&list).unwrap_or(NONE)
    }
}

impl Tally {
    fn add(&mut self, case: &CaseLine) {
        self.cases += 1;
        self.collective += i64::from(case.is_collective);
        self.workers += i64::from(case.workers);
        self.claimed.0 += case.claimed.0;
        self.awarded.0 += case.awarded.0;
        *self.causes.entry(case.cause).or_default() += 1;
        if let Some(manner) = case.manner {
            *self.ended.entry(manner).or_default() += 1;
        }
        for measure in [case.yearbook_manner(), case.yearbook_result()].into_iter().flatten() {
            *self.measures.entry(measure).or_default() += 1;
        }
    }
}

/// What the sheet of a list is called.
pub(super) fn name(list: WorkbookList) -> &'static str {
    match list {
        WorkbookList::CarriedIn => "期初未结案件",
        WorkbookList::Accepted => "受理案件",
        WorkbookList::Closed => "结案案件",
        WorkbookList::CarriedOut => "期末未结案件",
        WorkbookList::MediationClosed => "调解结案案件",
    }
}

/// A column of a list, as formulas name it.
pub(super) fn range(list: WorkbookList, column: char, tallies: &Tallies) -> String {
    let last = (tallies.of(list).cases + 1).max(2);
    format!("'{}'!{column}2:{column}{last}", name(list))
}

/// Writes a list.
pub(super) fn write<E>(
    sheet: &mut Worksheet,
    list: WorkbookList,
    next: &mut dyn FnMut(WorkbookList) -> Result<Vec<CaseLine>, E>,
    tallies: &mut Tallies,
) -> Result<(), Unwritten<E>> {
    let tally = tallies.0.entry(list).or_default();
    let formats = begin(sheet, list).map_err(file)?;
    let mut row = 1;
    loop {
        let part = next(list).map_err(Unwritten::Cases)?;
        if part.is_empty() {
            return Ok(());
        }
        for case in &part {
            tally.add(case);
            line(sheet, row, (case, &formats)).map_err(file)?;
            row += 1;
        }
    }
}

struct Formats {
    day: Format,
    amount: Format,
}

fn begin(sheet: &mut Worksheet, list: WorkbookList) -> Result<Formats, XlsxError> {
    sheet.set_name(name(list))?;
    let bold = Format::new().set_bold();
    for (at, column) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, WIDTH)?;
        sheet.write_string_with_format(0, at, column, &bold)?;
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    Ok(Formats { day, amount: Format::new().set_num_format("0.00") })
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    (case, Formats { day, amount }): (&CaseLine, &Formats),
) -> Result<(), XlsxError> {
    sheet.write_number(row, 0, row)?;
    let texts = [
        (1, case.number.as_deref().unwrap_or_default()),
        (2, case.cause.label().zh),
        (3, case.procedure.map_or("", |procedure| procedure.label().zh)),
    ];
    for (column, text) in texts {
        sheet.write_string(row, column, text)?;
    }
    for (column, on) in (4..).zip([Some(case.received_on), case.accepted_on, case.closed_on]) {
        if let Some(on) = on {
            sheet.write_datetime_with_format(row, column, on, day)?;
        }
    }
    let texts = [
        (7, case.manner.map_or("", |manner| manner.label().zh)),
        (8, case.yearbook_manner().map_or("", |manner| manner.label().zh)),
        (9, case.yearbook_result().map_or("", |result| result.label().zh)),
        (10, if case.is_collective { YES } else { "否" }),
    ];
    for (column, text) in texts {
        sheet.write_string(row, column, text)?;
    }
    sheet.write_number(row, 11, case.workers)?;
    for (column, fen) in (12..).zip([case.claimed, case.awarded]) {
        let yuan: f64 = fen.to_string().parse().unwrap_or_default();
        sheet.write_number_with_format(row, column, yuan, amount)?;
    }
    Ok(())
}
