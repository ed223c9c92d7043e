//! What the workbook of a period holds (统计工作簿): its figures, and the cases behind them. Not here: its sheets (`documents`).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::act::filing::Procedure;
use crate::domain::case::Outcome;
use crate::domain::claim::Cause;
use crate::domain::figures::{Asked, Condition, Measure, Period, Rounding};
use crate::domain::money::Fen;
use crate::domain::stage::Manner;

/// The figures of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookFigures {
    /// The name of the bureau in Chinese.
    pub bureau: String,
    /// The period.
    pub period: Period,
    /// The day on which it is written.
    pub on: NaiveDate,
    /// How rates are shown.
    pub rounding: Rounding,
    /// Every measure; what is not there is zero.
    pub totals: BTreeMap<Measure, i64>,
    /// Accepted by cause.
    pub causes: BTreeMap<Cause, u64>,
    /// Mediation cases closed, by how they ended.
    pub mediations: Vec<(Manner, u64)>,
}

impl WorkbookFigures {
    /// A measure.
    #[must_use]
    pub fn total(&self, measure: Measure) -> i64 {
        self.totals.get(&measure).copied().unwrap_or(0)
    }
}

/// A list of cases behind the figures (案件清单).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkbookList {
    /// 期初未结.
    CarriedIn,
    /// 受理.
    Accepted,
    /// 结案.
    Closed,
    /// 期末未结.
    CarriedOut,
    /// 调解结案: cases of the mediation bodies, which are never accepted.
    MediationClosed,
}

impl WorkbookList {
    /// All of them, in the order of the sheets.
    pub const ALL: [WorkbookList; 5] = [
        WorkbookList::CarriedIn,
        WorkbookList::Accepted,
        WorkbookList::Closed,
        WorkbookList::CarriedOut,
        WorkbookList::MediationClosed,
    ];

    /// Exactly the cases that this measure counts.
    #[must_use]
    pub fn measure(self) -> Measure {
        match self {
            WorkbookList::CarriedIn => Measure::CarriedIn,
            WorkbookList::Accepted => Measure::Accepted,
            WorkbookList::Closed => Measure::Closed,
            WorkbookList::CarriedOut => Measure::CarriedOut,
            WorkbookList::MediationClosed => Measure::MediationClosed,
        }
    }
}

/// A case on a list, without personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// 案号.
    pub number: Option<String>,
    /// 案由.
    pub cause: Cause,
    /// 程序.
    pub procedure: Option<Procedure>,
    /// 收件日期.
    pub received_on: NaiveDate,
    /// 受理日期.
    pub accepted_on: Option<NaiveDate>,
    /// 结案日期.
    pub closed_on: Option<NaiveDate>,
    /// 结案方式.
    pub manner: Option<Manner>,
    /// 处理结果.
    pub outcome: Option<Outcome>,
    /// 集体争议.
    pub is_collective: bool,
    /// 劳动者人数.
    pub workers: u32,
    /// 请求金额.
    pub claimed: Fen,
    /// 结案金额.
    pub awarded: Fen,
}

impl CaseLine {
    /// The same as it stood at the end of a day: a closing that came later is not told, nor what was awarded with it.
    #[must_use]
    pub fn as_closed_by(self, day: NaiveDate) -> CaseLine {
        if self.closed_on.is_none_or(|on| on <= day) {
            return self;
        }
        CaseLine { closed_on: None, manner: None, outcome: None, awarded: Fen::ZERO, ..self }
    }

    /// The manner of the yearbook (仲裁调解, 仲裁裁决, 其他方式), as the measure that counts it; none while it is open, and of a
    /// case that was never accepted, which the yearbook does not count.
    #[must_use]
    pub fn yearbook_manner(&self) -> Option<Measure> {
        let manner = self.accepted_on.and(self.manner)?;
        let ways = [Measure::ClosedByMediation, Measure::ClosedByAward, Measure::ClosedOtherwise];
        ways.into_iter().find(|way| manners(*way).contains(&manner))
    }

    /// The result of the yearbook, as the measure that counts it; none where there is no [`CaseLine::yearbook_manner`].
    #[must_use]
    pub fn yearbook_result(&self) -> Option<Measure> {
        self.accepted_on.and(self.closed_on)?;
        Some(match self.outcome {
            Some(Outcome::Worker) => Measure::ClosedForWorker,
            Some(Outcome::Employer) => Measure::ClosedForEmployer,
            Some(Outcome::Partly) => Measure::ClosedForBoth,
            None => Measure::ClosedWithoutResult,
        })
    }
}

/// The manners of closing that a measure counts: its own definition says which.
fn manners(measure: Measure) -> Vec<Manner> {
    let some = Period { from: NaiveDate::MIN, to: NaiveDate::MIN };
    let conditions = measure.definition(Asked::of(some)).when;
    let of = |condition| if let Condition::Manner(manners) = condition { manners } else { Vec::new() };
    conditions.into_iter().flat_map(of).collect()
}
