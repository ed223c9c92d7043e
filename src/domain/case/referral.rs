//! Referrals of a dispute to another channel (移交), as the case holds them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, Dated};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{CaseId, EntryNo};

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Referred {
    /// The offer; its entry is the number of the referral.
    pub offered: Dated,
    /// The channel to which the dispute is offered.
    pub to: CaseKind,
    /// Why.
    pub ground: String,
    /// What became of it, once something has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ReferralAnswer>,
}

/// What became of a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferralAnswer {
    /// When.
    pub at: Dated,
    /// What.
    pub state: ReferralState,
    /// Why, where it was declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// The case that it opened, where it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<CaseId>,
}

/// How a referral stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferralState {
    /// 待答复.
    Open,
    /// 已接收.
    Taken,
    /// 已退回.
    Declined,
    /// 已撤回.
    Withdrawn,
}

impl Coded for ReferralState {
    const LIST: &'static str = "referral_state";
    const ROWS: &'static [(Self, Label)] = &[
        (ReferralState::Open, label("open", "待答复", "Not answered")),
        (ReferralState::Taken, label("taken", "已接收", "Taken")),
        (ReferralState::Declined, label("declined", "已退回", "Declined")),
        (ReferralState::Withdrawn, label("withdrawn", "已撤回", "Withdrawn")),
    ];
}

impl Referred {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> ReferralState {
        self.answer.as_ref().map_or(ReferralState::Open, |answer| answer.state)
    }

    /// The case that it opened.
    #[must_use]
    pub fn opened(&self) -> Option<CaseId> {
        self.answer.as_ref().and_then(|answer| answer.opened)
    }

    /// On which day something became of it.
    #[must_use]
    pub fn answered_on(&self) -> Option<NaiveDate> {
        self.answer.as_ref().map(|answer| answer.at.on)
    }
}

impl Case {
    /// The referral with a number.
    #[must_use]
    pub fn referral(&self, no: EntryNo) -> Option<&Referred> {
        self.referrals.iter().find(|referred| referred.offered.by == no)
    }

    /// When the dispute went on from here to a channel, by whatever door: an act of the case's own kind that leads there,
    /// or a referral that was taken; the first of them.
    #[must_use]
    pub fn gone_on_to(&self, channel: CaseKind) -> Option<Dated> {
        let own = [
            self.mediation.as_ref().and_then(|own| own.onward),
            self.inspection.as_ref().and_then(|own| own.onward),
        ];
        let own = own.into_iter().flatten().filter(|onward| onward.kind == channel).map(|onward| onward.at);
        let is_taken =
            |referred: &&Referred| referred.to == channel && referred.state() == ReferralState::Taken;
        let taken = self.referrals.iter().filter(is_taken);
        own.chain(taken.filter_map(|referred| referred.answer.as_ref()).map(|answer| answer.at))
            .min_by_key(|at| (at.on, at.by))
    }

    /// When the dispute went on from here to arbitration, if it did.
    #[must_use]
    pub fn gone_to_arbitration(&self) -> Option<Dated> {
        self.gone_on_to(CaseKind::Arbitration)
    }

    /// Whether a channel has the dispute before it by a referral: not answered yet, or taken.
    #[must_use]
    pub fn is_before(&self, channel: CaseKind) -> bool {
        self.referrals.iter().any(|referred| {
            referred.to == channel && matches!(referred.state(), ReferralState::Open | ReferralState::Taken)
        })
    }
}
