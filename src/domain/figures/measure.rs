//! The measures of the closure report (统计口径): which cases each counts, in words and as a predicate.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Period, RecoveryPhase, ReportingRow};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};

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
                "受理之前、日期在本期内的追回款项之和（另列，不计入追回款项）",
                "the sum of recoveries dated in the period before acceptance; apart from the recoveries above",
            ),
        }
    }

    /// Whether a row is counted.
    #[must_use]
    pub fn counts(self, row: &ReportingRow, period: Period) -> bool {
        let accepted_in = row.accepted_on.is_some_and(|on| period.contains(on));
        let closed_in = row.closed_on.is_some_and(|on| period.contains(on));
        let is_arbitration = row.kind == CaseKind::Arbitration;
        let recovered = |phase: RecoveryPhase| {
            is_arbitration && row.recoveries.iter().any(|it| it.phase == phase && period.contains(it.on))
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
            Measure::Received => is_arbitration && period.contains(row.received_on),
            Measure::Recovered => recovered(RecoveryPhase::Accepted),
            Measure::RecoveredBeforeAcceptance => recovered(RecoveryPhase::BeforeAcceptance),
        }
    }
}
