//! The figures (统计指标): what each counts, by which formula, and on what that rests. A figure is a
//! sum over reporting rows; which rows is said here once, in words and as a predicate.
//! `storage` counts the same rows in SQL, and a test holds the two against each other.

mod arrears;
mod measure;
mod ratings;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::tribunal::{Duty, Seat};
use crate::domain::case::{Case, HearingState, Outcome};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::id::{EntryNo, UserId};
use crate::domain::money::Fen;
use crate::domain::office::LawBook;
use crate::domain::quick_step::{self, QuickStep};
use crate::domain::stage::Manner;

pub use arrears::{ArrearsCounts, ArrearsMeasure, InspectionRow};
pub use measure::Measure;
pub use ratings::{RatingCounts, RatingMeasure};

/// A period of the report; both ends are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The narrow row of one case, from which every figure is counted. Its every column is computed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportingRow {
    /// What kind of case it is.
    pub kind: CaseKind,
    /// When the application came in.
    pub received_on: NaiveDate,
    /// When the case was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// When it was first heard.
    pub first_hearing_on: Option<NaiveDate>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// When it was archived.
    pub archived_on: Option<NaiveDate>,
    /// How it was closed.
    pub manner: Option<Manner>,
    /// For whom it went.
    pub outcome: Option<Outcome>,
    /// Whether it was closed within its trial period.
    pub in_time: Option<bool>,
    /// When its trial period ends.
    pub due_on: Option<NaiveDate>,
    /// Of each quick step, whether it was done within the office's target; none where it was not done.
    pub quick: QuickSteps,
    /// Whether ten or more workers apply together.
    pub is_collective: bool,
    /// How many workers are parties.
    pub workers: usize,
    /// What was claimed.
    pub claimed: Fen,
    /// What was awarded or agreed.
    pub awarded: Fen,
    /// The presiding or sole arbitrator.
    pub arbitrator: Option<UserId>,
    /// The mediator.
    pub mediator: Option<UserId>,
    /// Money recovered, entry by entry.
    pub recoveries: Vec<RecoveryRow>,
}

/// The quick steps (四快) of one case: each done in time, done late, or not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuickSteps {
    /// 快立.
    pub filing: Option<bool>,
    /// 快调(案前).
    pub mediation_before: Option<bool>,
    /// 快调.
    pub mediation: Option<bool>,
    /// 快审.
    pub hearing: Option<bool>,
    /// 快结.
    pub closing: Option<bool>,
}

impl QuickSteps {
    fn of(case: &Case, book: &LawBook) -> QuickSteps {
        let attained = |step| quick_step::attained(step, case, book);
        QuickSteps {
            filing: attained(QuickStep::Filing),
            mediation_before: attained(QuickStep::MediationBefore),
            mediation: attained(QuickStep::Mediation),
            hearing: attained(QuickStep::Hearing),
            closing: attained(QuickStep::Closing),
        }
    }
}

impl ReportingRow {
    /// Whether a step was done in a period, and if so whether within its target: what attainment counts.
    #[must_use]
    pub fn quick_step_in(&self, step: QuickStep, period: Period) -> Option<bool> {
        let (attained, done_on) = match step {
            QuickStep::Filing => (self.quick.filing, self.accepted_on),
            QuickStep::MediationBefore => (self.quick.mediation_before, self.closed_on),
            QuickStep::Mediation => (self.quick.mediation, self.closed_on),
            QuickStep::Hearing => (self.quick.hearing, self.first_hearing_on),
            QuickStep::Closing => (self.quick.closing, self.closed_on),
        };
        attained.filter(|_| done_on.is_some_and(|on| period.contains(on)))
    }
}

/// One recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryRow {
    /// Its entry.
    pub entry: EntryNo,
    /// Its day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Fen,
    /// Whether the case was accepted by then.
    pub phase: RecoveryPhase,
}

/// When money was recovered: the report counts what arbitration brought, mediation before acceptance is apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryPhase {
    /// Before the case was accepted, or without its ever being accepted.
    BeforeAcceptance,
    /// On an accepted case.
    Accepted,
}

impl ReportingRow {
    /// The row of a case.
    #[must_use]
    pub fn of(case: &Case, book: &LawBook) -> ReportingRow {
        let accepted_on = case.acceptance.as_ref().map(|acceptance| acceptance.at.on);
        let opened = |state: &HearingState| state.opened().map(|opened| opened.on);
        let phase = |on: NaiveDate| match accepted_on {
            Some(accepted) if accepted <= on => RecoveryPhase::Accepted,
            Some(_) | None => RecoveryPhase::BeforeAcceptance,
        };
        let presiding = case.tribunal.as_ref().and_then(|tribunal| {
            tribunal.members.iter().find(|member| member.seat != Seat::Member).map(|member| member.user)
        });
        let with =
            |duty: Duty| case.people.iter().find(|person| person.duty == duty).map(|person| person.user);
        ReportingRow {
            kind: case.kind,
            received_on: case.received.on,
            accepted_on,
            first_hearing_on: case.hearings.iter().filter_map(|hearing| opened(&hearing.state)).min(),
            closed_on: case.closing.map(|closing| closing.at.on),
            archived_on: case.archived.map(|archived| archived.on),
            manner: case.closing.map(|closing| closing.manner),
            outcome: case.closing.and_then(|closing| closing.outcome),
            in_time: deadline::closed_in_time(case, book),
            due_on: deadline::trial_due(case, book).and_then(|due| due.due_on),
            quick: QuickSteps::of(case, book),
            is_collective: case.is_collective(),
            workers: case.workers(),
            claimed: case.claimed(),
            awarded: case.awarded(),
            arbitrator: presiding.or_else(|| with(Duty::Arbitrator)),
            mediator: with(Duty::Mediator),
            recoveries: case
                .recoveries
                .iter()
                .map(|recovered| RecoveryRow {
                    entry: recovered.at.by,
                    on: recovered.at.on,
                    amount: recovered.amount,
                    phase: phase(recovered.at.on),
                })
                .collect(),
        }
    }
}

/// How the display of a rate is cut to two decimals. The rate itself is its two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 截断: never flatters; the report's own.
    Truncate,
    /// 四舍五入.
    HalfUp,
}

impl Coded for Rounding {
    const LIST: &'static str = "rounding";
    const ROWS: &'static [(Self, Label)] = &[
        (Rounding::Truncate, label("truncate", "截断", "Truncated")),
        (Rounding::HalfUp, label("half_up", "四舍五入", "Rounded half up")),
    ];
}

/// A rate in percent with two decimals; nothing where there is nothing to divide by.
///
/// ```
/// use sikuai::domain::figures::{Rounding, percent};
/// assert_eq!(percent(66, 71, Rounding::Truncate).as_deref(), Some("92.95"));
/// assert_eq!(percent(66, 71, Rounding::HalfUp).as_deref(), Some("92.96"));
/// assert_eq!(percent(1, 0, Rounding::Truncate), None);
/// ```
#[must_use]
pub fn percent(numerator: u64, denominator: u64, rounding: Rounding) -> Option<String> {
    let (numerator, denominator) = (u128::from(numerator), u128::from(denominator));
    let half = match rounding {
        Rounding::Truncate => 0,
        Rounding::HalfUp => denominator,
    };
    let hundredths = (numerator * 20_000 + half).checked_div(denominator * 2)?;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

/// What was counted for the closure report of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClosureCounts {
    /// [`Measure::Accepted`].
    pub accepted: u64,
    /// [`Measure::Closed`].
    pub closed: u64,
    /// [`Measure::CarriedIn`].
    pub carried_in: u64,
    /// [`Measure::CarriedOut`].
    pub carried_out: u64,
    /// [`Measure::CohortClosed`].
    pub cohort_closed: u64,
    /// Recovered on accepted cases, dated in the period.
    pub recovered: Fen,
    /// Recovered before acceptance, dated in the period.
    pub recovered_before_acceptance: Fen,
}

impl ClosureCounts {
    /// Counts rows one by one: the definition, against which the counting in SQL is held.
    #[must_use]
    pub fn of<'a>(rows: impl Iterator<Item = &'a ReportingRow>, period: Period) -> ClosureCounts {
        let mut counts = ClosureCounts::default();
        for row in rows {
            let add = |measure: Measure| u64::from(measure.counts(row, period));
            counts.accepted += add(Measure::Accepted);
            counts.closed += add(Measure::Closed);
            counts.carried_in += add(Measure::CarriedIn);
            counts.carried_out += add(Measure::CarriedOut);
            counts.cohort_closed += add(Measure::CohortClosed);
            let own = row.recoveries.iter().filter(|_| row.kind == CaseKind::Arbitration);
            for recovery in own.filter(|recovery| period.contains(recovery.on)) {
                match recovery.phase {
                    RecoveryPhase::Accepted => counts.recovered.0 += recovery.amount.0,
                    RecoveryPhase::BeforeAcceptance => {
                        counts.recovered_before_acceptance.0 += recovery.amount.0;
                    }
                }
            }
        }
        counts
    }

    /// The rates of the report, each with its two numbers.
    #[must_use]
    pub fn rate(&self, rate: Rate) -> (u64, u64) {
        match rate {
            Rate::Closure => (self.closed, self.accepted),
            Rate::CohortClosure => (self.cohort_closed, self.accepted),
            Rate::CaseloadClosure => (self.closed, self.carried_in + self.accepted),
        }
    }

    /// By how much the waterfall does not tie: carried in + accepted − closed − carried out. Zero unless rows disagree.
    #[must_use]
    pub fn waterfall_difference(&self) -> i64 {
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        signed(self.carried_in) + signed(self.accepted) - signed(self.closed) - signed(self.carried_out)
    }
}

/// A closure rate (结案率); each office means another, so each has its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rate {
    /// 结案率, the report's: closed / accepted. It can pass 100 %.
    Closure,
    /// 当期受理案件结案率.
    CohortClosure,
    /// 全部案件结案率.
    CaseloadClosure,
}

impl Rate {
    /// How it is computed, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        match self {
            Rate::Closure => label("closure_rate", "结案 ÷ 受理", "closed / accepted"),
            Rate::CohortClosure => label(
                "cohort_closure_rate",
                "当期受理并结案 ÷ 受理",
                "accepted in the period and closed by its end / accepted",
            ),
            Rate::CaseloadClosure => label(
                "caseload_closure_rate",
                "结案 ÷ （期初未结 + 受理）",
                "closed / (carried in + accepted)",
            ),
        }
    }
}
