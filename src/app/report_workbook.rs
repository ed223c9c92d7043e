//! The workbook of a period (统计工作簿): its figures, and page by page the cases behind them, all at one moment. Not here: its
//! sheets (`documents`).

use std::collections::{BTreeMap, HashMap};

use crate::app::annual_report::by_code;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::statistics::{self, CasesBehind, Question};
use crate::domain::code::Coded as _;
use crate::domain::figures::{Asked, Dimension, Measure, Period, Rounding};
use crate::domain::money::Fen;
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::domain::report::workbook::{CaseLine, WorkbookFigures, WorkbookList};
use crate::storage::bridge::{self, Place};
use crate::storage::case_list::{self, CaseCursor, CaseFilter, CasePage, CaseSort, Direction};
use crate::storage::reporting::{self, ReportingRow};
use crate::storage::{Connection, StorageError, Visibility};

/// How many cases are read at a time.
const PAGE_CASES: i64 = 500;
/// So many cases a workbook takes; nothing is left out, so more are refused.
pub const WORKBOOK_CASES_MAX: i64 = 200_000;

/// Gives the next cases of a list; none when there are no more.
pub type NextCases<'n> = dyn FnMut(WorkbookList) -> Result<Vec<CaseLine>, Error> + 'n;

impl Register {
    /// Has a workbook written of a period: whoever writes it is given the figures, and asks for the cases list by list.
    /// Blocks: not for async code.
    ///
    /// # Errors
    /// That the caller's role has no reports; more cases than a workbook takes; what the writing comes to.
    pub fn report_workbook<T>(
        &self,
        caller: &Caller,
        (period, rounding): (Period, Rounding),
        write: impl FnOnce(&WorkbookFigures, &mut NextCases<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        ensure(caller, Operation::ReadReport, None)?;
        let visibility = caller.visibility_for(Operation::ReadReport);
        self.store.snapshot_blocking(|c| {
            let figures = self.workbook_figures(c, (period, rounding), &visibility)?;
            ensure_bounded(&figures)?;
            let mut lists: BTreeMap<WorkbookList, Reading> = BTreeMap::new();
            let mut next = |list: WorkbookList| {
                let reading = lists.entry(list).or_default();
                reading.next(c, (list, period), &visibility)
            };
            write(&figures, &mut next)
        })
    }

    fn workbook_figures(
        &self,
        c: &mut Connection,
        (period, rounding): (Period, Rounding),
        visibility: &Visibility,
    ) -> Result<WorkbookFigures, Error> {
        let measures: Vec<Measure> = Measure::ROWS.iter().map(|(measure, _)| *measure).collect();
        let causes = by_code(c, (Measure::Accepted, Dimension::Cause), period, visibility)?;
        Ok(WorkbookFigures {
            bureau: self.books.region().bureau_zh.to_owned(),
            period,
            on: self.clock.today(),
            rounding,
            totals: statistics::totals(c, &measures, &Question::of(Asked::of(period)), visibility)?,
            causes: causes.into_iter().collect(),
            mediations: by_code(c, (Measure::MediationClosed, Dimension::Manner), period, visibility)?,
        })
    }
}

fn ensure_bounded(figures: &WorkbookFigures) -> Result<(), Error> {
    let cases: i64 = WorkbookList::ALL.iter().map(|list| figures.total(list.measure())).sum();
    if cases <= WORKBOOK_CASES_MAX {
        return Ok(());
    }
    let words = words(
        format!("清单共{cases}件，超过{WORKBOOK_CASES_MAX}件，请缩短期间"),
        format!("The lists have {cases} cases, more than {WORKBOOK_CASES_MAX}: ask for a shorter period."),
    );
    Err(Error::Conflict { code: "too_many_cases", words })
}

/// How far a list was read.
#[derive(Default)]
struct Reading {
    after: Option<CaseCursor>,
    ended: bool,
}

impl Reading {
    fn next(
        &mut self,
        c: &mut Connection,
        (list, period): (WorkbookList, Period),
        visibility: &Visibility,
    ) -> Result<Vec<CaseLine>, Error> {
        if self.ended {
            return Ok(Vec::new());
        }
        let definition = list.measure().definition(Asked::of(period));
        let filter = CaseFilter { counted: Some(CasesBehind::counted(definition)), ..CaseFilter::default() };
        let (sort, direction) = (sorted_by(list), Direction::Ascending);
        let page = CasePage { sort, direction, after: self.after.take(), limit: PAGE_CASES };
        let listed = case_list::list(c, &filter, &page, visibility)?;
        self.after = listed.last().and_then(|last| last.cursor(sort));
        self.ended = self.after.is_none();
        let ids: Vec<&str> = listed.iter().map(|row| row.id.as_str()).collect();
        let rows = reporting::of_cases(c, &ids)?;
        let rows: HashMap<&str, &ReportingRow> = rows.iter().map(|row| (row.case_id.as_str(), row)).collect();
        let line = |listed: &case_list::CaseListRow| {
            let row = rows.get(listed.id.as_str()).ok_or_else(|| StorageError::Inconsistent {
                table: "reporting",
                key: listed.id.clone(),
                what: "a case has no row".to_owned(),
            })?;
            Ok(line(listed.number.clone(), row)?.as_closed_by(period.to))
        };
        listed.iter().map(line).collect()
    }
}

/// By a day that every case of the list has: sorted by another, it would lack those without.
fn sorted_by(list: WorkbookList) -> CaseSort {
    match list {
        WorkbookList::CarriedIn
        | WorkbookList::Accepted
        | WorkbookList::Closed
        | WorkbookList::CarriedOut => CaseSort::AcceptedOn,
        WorkbookList::MediationClosed => CaseSort::ReceivedOn,
    }
}

fn line(number: Option<String>, row: &ReportingRow) -> Result<CaseLine, Error> {
    let place = |column| Place { table: "reporting", key: &row.case_id, column };
    let workers = u32::try_from(row.workers).map_err(|_| StorageError::Inconsistent {
        table: "reporting",
        key: row.case_id.clone(),
        what: "the number of workers cannot be".to_owned(),
    })?;
    Ok(CaseLine {
        number,
        cause: bridge::parse(&row.cause, place("cause"))?,
        procedure: bridge::parse_opt(row.procedure.as_deref(), place("procedure"))?,
        received_on: row.received_on,
        accepted_on: row.accepted_on,
        closed_on: row.closed_on,
        manner: bridge::parse_opt(row.manner.as_deref(), place("manner"))?,
        outcome: bridge::parse_opt(row.result.as_deref(), place("result"))?,
        is_collective: row.collective,
        workers,
        claimed: Fen(row.claimed_fen),
        awarded: Fen(row.awarded_fen),
    })
}
