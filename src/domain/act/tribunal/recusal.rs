//! Recusal (回避): who asks for it, until when, and what is decided. A member whose recusal is asked for takes no part in
//! the case meanwhile (R33 11). Not here: that the tribunal sits lawfully (`tribunal`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_formed;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, HearingState, Recusal};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo, UserId};
use crate::domain::law::r33;
use crate::domain::refusal::words;

/// Why a member should not sit (LAW 33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecusalGround {
    /// (1) 当事人或近亲属.
    PartyOrRelative,
    /// (2) 利害关系.
    Interest,
    /// (3) 其他关系,可能影响公正.
    OtherRelation,
    /// (4) 私自会见或接受请客送礼.
    PrivateMeeting,
}

impl Coded for RecusalGround {
    const LIST: &'static str = "recusal_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            RecusalGround::PartyOrRelative,
            label("party_or_relative", "当事人或其近亲属", "A party or a relative"),
        ),
        (RecusalGround::Interest, label("interest", "有利害关系", "An interest in the case")),
        (RecusalGround::OtherRelation, label("other_relation", "有其他关系可能影响公正", "Another relation")),
        (
            RecusalGround::PrivateMeeting,
            label("private_meeting", "私自会见、接受请客送礼", "Private meeting or gifts"),
        ),
    ];
}

/// 回避申请.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecusalRequest {
    /// Against whom.
    pub member: UserId,
    /// Which party asks.
    pub party: PartyNo,
    /// Why.
    pub ground: RecusalGround,
}

impl ActRule for RecusalRequest {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_formed(case, at, findings);
        if let Some(ended) = argument_ended(case, at.on) {
            let text = words(
                format!("庭审辩论已于{ended}终结，逾期提出的回避申请只作登记，不影响仲裁程序"),
                format!(
                    "the argument ended on {ended}: a request that comes later is recorded and stops nobody"
                ),
            );
            findings.warn("recusal_too_late", Some(r33("11")), text);
        }
        let asked = |it: &&Recusal| {
            (it.member, it.party, it.ground) == (self.member, Some(self.party), Some(self.ground))
        };
        if case.recusals.iter().any(|recusal| asked(&recusal)) {
            let text = words(
                "该当事人已以同一事由申请过其回避，请核对",
                "this party asked for the same recusal on the same ground before; please check",
            );
            findings.warn("recusal_repeated", Some(r33("11")), text);
        }
        if case.party(self.party).is_none() {
            findings.invalid("party_unknown", "/party", words("不是本案当事人", "not a party to the case"));
        }
        if !case.people.iter().any(|person| person.user == self.member) {
            findings.invalid(
                "member_unknown",
                "/member",
                words("不是本案办案人员", "does not work on the case"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let late_since = argument_ended(case, at.on);
        case.recusals.push(Recusal {
            requested: at.dated(),
            member: self.member,
            party: Some(self.party),
            ground: Some(self.ground),
            late_since,
            outcome: None,
            decided: None,
        });
    }
}

/// The end of the argument (辩论终结), if a request on this day comes after it: every hearing was closed by then, and no
/// other is open or ahead (R33 11).
fn argument_ended(case: &Case, on: NaiveDate) -> Option<NaiveDate> {
    hearings_over(case).filter(|ended| *ended <= on)
}

/// The day on which the last hearing was closed, if no other is open or ahead.
pub(in crate::domain::act) fn hearings_over(case: &Case) -> Option<NaiveDate> {
    let goes_on = |state: &HearingState| matches!(state, HearingState::Scheduled | HearingState::Open { .. });
    if case.hearings.iter().any(|hearing| goes_on(&hearing.state)) {
        return None;
    }
    case.hearings.iter().filter_map(|hearing| hearing.state.closed()).map(|closed| closed.on).max()
}

impl Recusal {
    /// Whether the member takes no part in the case: until the request is decided on, and once it is upheld. One that
    /// came too late stops nobody, unless it is upheld all the same.
    #[must_use]
    pub fn stands(&self) -> bool {
        match self.outcome {
            None => self.late_since.is_none(),
            Some(RecusalOutcome::Upheld) => true,
            Some(RecusalOutcome::Rejected) => false,
        }
    }
}

/// What was decided on a recusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecusalOutcome {
    /// 准许回避.
    Upheld,
    /// 驳回.
    Rejected,
}

impl Coded for RecusalOutcome {
    const LIST: &'static str = "recusal_outcome";
    const ROWS: &'static [(Self, Label)] = &[
        (RecusalOutcome::Upheld, label("upheld", "准许回避", "Upheld")),
        (RecusalOutcome::Rejected, label("rejected", "驳回", "Rejected")),
    ];
}

/// 回避决定.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecusalDecision {
    /// The entry of the request.
    pub request: EntryNo,
    /// What was decided.
    pub outcome: RecusalOutcome,
}

impl ActRule for RecusalDecision {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let request = case.recusals.iter().find(|recusal| recusal.requested.by == self.request);
        match request {
            Some(request) if request.outcome.is_none() && at.on >= request.requested.on => {}
            Some(_) | None => findings.impossible_at(
                "no_open_request",
                "/request",
                Some(r33("11")),
                words(
                    "没有待决定的回避申请，或决定早于申请",
                    "there is no open request, or the decision lies before it",
                ),
            ),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let request = case.recusals.iter_mut().find(|recusal| recusal.requested.by == self.request);
        if let Some(request) = request {
            request.outcome = Some(self.outcome);
            request.decided = Some(at.dated());
        }
    }
}
