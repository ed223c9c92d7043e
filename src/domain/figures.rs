//! The figures (统计指标): what each counts, by which formula, and on what that rests. A figure is a
//! sum over reporting rows; which rows is said here once, in words and as a predicate.
//! `storage` counts the same rows in SQL, and a test holds the two against each other.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::tribunal::{Duty, Seat};
use crate::domain::case::{Case, HearingState, Outcome};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::id::{EntryNo, UserId};
use crate::domain::money::Fen;
use crate::domain::office::LawBook;
use crate::domain::stage::Manner;

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
            received_on: case.received.on,
            accepted_on,
            first_hearing_on: case.hearings.iter().filter_map(|hearing| opened(&hearing.state)).min(),
            closed_on: case.closing.map(|closing| closing.at.on),
            archived_on: case.archived.map(|archived| archived.on),
            manner: case.closing.map(|closing| closing.manner),
            outcome: case.closing.and_then(|closing| closing.outcome),
            in_time: deadline::closed_in_time(case, book),
            due_on: deadline::trial_due(case, book).and_then(|due| due.due_on),
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

/// A figure of the closure report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 受理.
    Accepted,
    /// 结案.
    Closed,
    /// 期初未结.
    CarriedIn,
    /// 期末未结.
    CarriedOut,
    /// 当期受理且已结.
    CohortClosed,
    /// 当期收件, accepted or not.
    Received,
    /// 当期有追回款项的已受理案件.
    Recovered,
    /// 当期在受理前即有追回款项的案件.
    RecoveredBeforeAcceptance,
}

impl Coded for Measure {
    const LIST: &'static str = "measure";
    const ROWS: &'static [(Self, Label)] = &[
        (Measure::Accepted, label("accepted", "受理", "Accepted")),
        (Measure::Closed, label("closed", "结案", "Closed")),
        (Measure::CarriedIn, label("carried_in", "期初未结", "Carried in")),
        (Measure::CarriedOut, label("carried_out", "期末未结", "Carried out")),
        (
            Measure::CohortClosed,
            label("cohort_closed", "当期受理并结案", "Accepted in the period and closed by its end"),
        ),
        (Measure::Received, label("received", "收件", "Received")),
        (Measure::Recovered, label("recovered", "追回款项", "Recovered")),
        (
            Measure::RecoveredBeforeAcceptance,
            label("recovered_before_acceptance", "受理前追回款项", "Recovered before acceptance"),
        ),
    ];
}

impl Measure {
    /// Which cases it counts, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        match self {
            Measure::Accepted => {
                label("accepted", "受理日期在本期内的案件数", "cases whose acceptance lies in the period")
            }
            Measure::Closed => label(
                "closed",
                "已受理案件中结案日期在本期内的案件数",
                "accepted cases, whenever accepted, whose closing lies in the period",
            ),
            Measure::CarriedIn => label(
                "carried_in",
                "本期之前受理、期初尚未结案的案件数",
                "cases accepted before the period and not closed before it",
            ),
            Measure::CarriedOut => label(
                "carried_out",
                "期末之前受理、期末尚未结案的案件数",
                "cases accepted by the end of the period and not closed by then",
            ),
            Measure::CohortClosed => label(
                "cohort_closed",
                "本期受理且在期末之前结案的案件数",
                "cases accepted in the period and closed by its end",
            ),
            Measure::Received => {
                label("received", "收件日期在本期内的案件数", "cases whose receipt lies in the period")
            }
            Measure::Recovered => label(
                "recovered",
                "已受理案件中日期在本期内的追回款项之和",
                "the sum of recoveries dated in the period on accepted cases",
            ),
            Measure::RecoveredBeforeAcceptance => label(
                "recovered_before_acceptance",
                "受理之前、日期在本期内的追回款项之和(另列,不计入追回款项)",
                "the sum of recoveries dated in the period before acceptance; apart from the recoveries above",
            ),
        }
    }

    /// Whether a row is counted.
    #[must_use]
    pub fn counts(self, row: &ReportingRow, period: Period) -> bool {
        let accepted_in = row.accepted_on.is_some_and(|on| period.contains(on));
        let closed_in = row.closed_on.is_some_and(|on| period.contains(on));
        let recovered = |phase: RecoveryPhase| {
            row.recoveries.iter().any(|recovery| recovery.phase == phase && period.contains(recovery.on))
        };
        match self {
            Measure::Accepted => accepted_in,
            Measure::Closed => row.accepted_on.is_some() && closed_in,
            Measure::CarriedIn => {
                row.accepted_on.is_some_and(|on| on < period.from)
                    && row.closed_on.is_none_or(|on| on >= period.from)
            }
            Measure::CarriedOut => {
                row.accepted_on.is_some_and(|on| on <= period.to)
                    && row.closed_on.is_none_or(|on| on > period.to)
            }
            Measure::CohortClosed => accepted_in && row.closed_on.is_some_and(|on| on <= period.to),
            Measure::Received => period.contains(row.received_on),
            Measure::Recovered => recovered(RecoveryPhase::Accepted),
            Measure::RecoveredBeforeAcceptance => recovered(RecoveryPhase::BeforeAcceptance),
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
            for recovery in row.recoveries.iter().filter(|recovery| period.contains(recovery.on)) {
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
            Rate::CaseloadClosure => {
                label("caseload_closure_rate", "结案 ÷ (期初未结 + 受理)", "closed / (carried in + accepted)")
            }
        }
    }
}
