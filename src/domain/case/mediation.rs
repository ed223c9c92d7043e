//! What a mediation case holds beside what every case has (调解案件).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;
use crate::domain::act::mediation::{MediationBody, MediationRefusalGround, ReviewResult};
use crate::domain::case_kind::CaseKind;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::money::Fen;
use crate::domain::period::Extension;

/// A mediation case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationCase {
    /// Who mediates.
    pub body: MediationBody,
    /// The name of a body outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_name: Option<String>,
    /// When both sides had agreed and the mediation began.
    pub started: Option<Dated>,
    /// Why it was not taken up, where it was not.
    #[serde(default)]
    pub refused: Option<MediationRefusalGround>,
    /// The day of the written notice that it was not, where that is another than the day of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal_notified_on: Option<NaiveDate>,
    /// The one prolongation of the mediation (D17 29).
    #[serde(default)]
    pub prolonged: Option<Prolonged>,
    /// The last day of the period, where the mediation ended because that ran out.
    #[serde(default)]
    pub lapsed_on: Option<NaiveDate>,
    /// What the parties settled for by themselves, in fen.
    #[serde(default)]
    pub settled: Option<Fen>,
    /// The agreement.
    #[serde(default)]
    pub agreement: Option<Agreement>,
    /// When the agreement had been performed.
    #[serde(default)]
    pub performed: Option<Dated>,
    /// When it was not performed as agreed.
    #[serde(default)]
    pub defaulted: Option<Dated>,
    /// By whom it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defaulted_by: Option<PartyNo>,
    /// When a court was asked for an order to pay (LAW 16).
    #[serde(default)]
    pub payment_order: Option<Dated>,
    /// Reviews of the agreement by the commission.
    #[serde(default)]
    pub reviews: Vec<Review>,
    /// The arbitration case to which the dispute went on.
    pub onward: Option<OnwardTo>,
}

/// A mediation agreement (调解协议) in effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Agreement {
    /// The day on which it took effect.
    pub at: Dated,
    /// What is to be paid, in fen.
    pub amount: Fen,
    /// The last day to perform it, where one was agreed.
    pub perform_by: Option<NaiveDate>,
}

/// A period that was prolonged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Prolonged {
    /// The consent of both, or the approval.
    pub at: Dated,
    /// By how many days, of the unit of the period itself.
    pub days: u16,
}

impl From<Prolonged> for Extension {
    fn from(prolonged: Prolonged) -> Extension {
        Extension { approved_on: prolonged.at.on, days: prolonged.days }
    }
}

/// A review of the agreement (仲裁审查).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// The joint application.
    pub requested: Dated,
    /// Its acceptance.
    pub accepted: Option<Dated>,
    /// The one extension of the review.
    pub extended: Option<Prolonged>,
    /// The first mediation document that was made of the agreement.
    pub document: Option<Dated>,
    /// How it ended.
    pub ended: Option<ReviewEnd>,
}

/// The end of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewEnd {
    /// When.
    pub at: Dated,
    /// How.
    pub result: ReviewResult,
}

/// To which case a dispute went on, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OnwardTo {
    /// Of which kind that case is.
    #[serde(default, skip_serializing_if = "CaseKind::is_arbitration")]
    pub kind: CaseKind,
    /// The next case.
    pub case: CaseId,
    /// The act.
    pub at: Dated,
}

impl MediationCase {
    /// As it is when mediation is asked for.
    #[must_use]
    pub fn new(body: MediationBody, body_name: Option<String>) -> MediationCase {
        MediationCase {
            body,
            body_name,
            started: None,
            refused: None,
            refusal_notified_on: None,
            prolonged: None,
            lapsed_on: None,
            settled: None,
            agreement: None,
            performed: None,
            defaulted: None,
            defaulted_by: None,
            payment_order: None,
            reviews: Vec::new(),
            onward: None,
        }
    }

    /// What was agreed or settled for; nothing where there is neither.
    #[must_use]
    pub fn agreed(&self) -> Fen {
        self.agreement.map(|agreement| agreement.amount).or(self.settled).unwrap_or(Fen::ZERO)
    }

    /// Whether the commission looked at the agreement and would not confirm it (R33 78). Where it did not take the
    /// review up, the agreement stays the contract that it was.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.has_review_that_ended(ReviewResult::Denied)
    }

    /// Whether the commission confirmed the agreement, and both sides signed what it made of it (R33 77).
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.has_review_that_ended(ReviewResult::Confirmed)
    }

    /// Whether it ended in something that can be enforced, or in an agreement that holds: one that was not performed, or
    /// that the commission would not confirm, leaves the dispute open.
    #[must_use]
    pub fn gave_title(&self) -> bool {
        let holds = self.agreement.is_some() && self.defaulted.is_none() && !self.is_denied();
        self.is_confirmed() || holds
    }

    fn has_review_that_ended(&self, result: ReviewResult) -> bool {
        let mut ends = self.reviews.iter().filter_map(|review| review.ended);
        ends.any(|end| end.result == result)
    }
}
