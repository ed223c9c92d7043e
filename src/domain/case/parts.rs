//! What a case is made of (案件的组成): the things that entries make, as they stand. Not here: the case that
//! holds them, and the acts that make them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::after::ChallengeKind;
use crate::domain::act::decision::{AwardItem, Finality, Scope};
use crate::domain::act::hearing::Ground;
use crate::domain::act::pause::SuspensionGround;
use crate::domain::act::service::DefenceKind;
use crate::domain::act::tribunal::{Member, RecusalGround, RecusalOutcome};
use crate::domain::claim::Claim;
use crate::domain::code::{Coded, Label, label};
use crate::domain::hearing_room::Room;
use crate::domain::id::{ClaimNo, EntryNo, PartyNo, UserId};
use crate::domain::money::Fen;
use crate::domain::stage::{Manner, Stage};

/// A day and the entry that stands behind it, in the order of the days and then of the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Dated {
    /// The legal date.
    pub on: NaiveDate,
    /// The entry.
    pub by: EntryNo,
    /// The day on which it was written down; later than `on`, the delay of recording shows.
    pub recorded_on: NaiveDate,
}

/// The clock of the decision on acceptance (A03): since when it runs, and whether it stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptClock {
    /// The day that starts it, and the entry.
    pub since: Dated,
    /// Stopped while the applicant corrects or mediates.
    pub stopped: Option<Dated>,
}

/// A correction notice (补正通知).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Correction {
    /// When it was given.
    pub notice: Dated,
    /// The designated day until which the applicant may correct.
    pub due_on: NaiveDate,
    /// When the materials were complete.
    pub completed: Option<Dated>,
}

/// A deferral of acceptance for mediation (暂缓受理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Deferral {
    /// The applicant's consent.
    pub consent: Dated,
    /// Who mediates.
    pub body: String,
    /// When it ended.
    pub ended: Option<Dated>,
}

/// The tribunal (仲裁庭).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tribunal {
    /// When it was formed.
    pub formed: Dated,
    /// When it was changed, in the order of the entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Dated>,
    /// When the parties were told in writing, where the formation or a change of it says so; else the services of the notice
    /// tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
    /// Its members.
    pub members: Vec<Member>,
}

/// What became of a hearing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum HearingState {
    /// 待开庭.
    Scheduled,
    /// 已延期: another hearing takes its place.
    Postponed {
        /// Why.
        ground: Ground,
    },
    /// 开庭: open or resting between sittings.
    Open {
        /// When it was opened.
        opened: Dated,
        /// Parties who stayed away.
        absent: Vec<PartyNo>,
    },
    /// 休庭: adjourned to another sitting.
    Adjourned {
        /// When it was opened.
        opened: Dated,
        /// Parties who stayed away.
        absent: Vec<PartyNo>,
    },
    /// 闭庭.
    Closed {
        /// When it was opened.
        opened: Dated,
        /// Parties who stayed away.
        absent: Vec<PartyNo>,
        /// When it was closed.
        closed: Dated,
    },
}

impl HearingState {
    /// When the hearing was opened, if it was.
    #[must_use]
    pub fn opened(&self) -> Option<Dated> {
        match self {
            HearingState::Scheduled | HearingState::Postponed { .. } => None,
            HearingState::Open { opened, .. }
            | HearingState::Adjourned { opened, .. }
            | HearingState::Closed { opened, .. } => Some(*opened),
        }
    }

    /// The parties who stayed away.
    #[must_use]
    pub fn absent(&self) -> &[PartyNo] {
        match self {
            HearingState::Scheduled | HearingState::Postponed { .. } => &[],
            HearingState::Open { absent, .. }
            | HearingState::Adjourned { absent, .. }
            | HearingState::Closed { absent, .. } => absent,
        }
    }

    /// When the hearing was closed, if it was.
    #[must_use]
    pub fn closed(&self) -> Option<Dated> {
        match self {
            HearingState::Scheduled
            | HearingState::Postponed { .. }
            | HearingState::Open { .. }
            | HearingState::Adjourned { .. } => None,
            HearingState::Closed { closed, .. } => Some(*closed),
        }
    }
}

/// A hearing or sitting (庭审).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hearing {
    /// The written notice; its entry is the number of the hearing.
    pub notice: Dated,
    /// The day of the hearing.
    pub held_on: NaiveDate,
    /// The time of day, `HH:MM`.
    pub time: Option<String>,
    /// How many minutes it is expected to take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// The room.
    pub room: Option<Room>,
    /// Whether notice under LAW 35 was due: not for a further sitting announced in the hearing.
    pub notice_required: bool,
    /// What became of it.
    pub state: HearingState,
}

/// A party that joined later (追加当事人): what its side is owed counts from that day, not from the acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Joined {
    /// Which party.
    pub party: PartyNo,
    /// The decision.
    pub at: Dated,
}

/// A defence, or the waiver of the period for it (答辩/放弃答辩期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Defended {
    /// Which respondent.
    pub party: PartyNo,
    /// Filed or waived.
    pub kind: DefenceKind,
    /// When.
    pub at: Dated,
}

/// What the applicants claimed until an amendment (变更前的请求).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsBefore {
    /// The amendment.
    pub amended: Dated,
    /// The claims that stood until then.
    pub claims: Vec<Claim>,
}

/// A counterclaim (反申请) that was accepted and joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counterclaim {
    /// Who filed it; in a case that was split off nobody, for its claims stay with the first.
    pub parties: Vec<PartyNo>,
    /// When the respondent filed it.
    pub filed_on: NaiveDate,
    /// The acceptance.
    pub accepted: Dated,
}

/// A suit, or an application to set the award aside (起诉、申请撤销).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Challenged {
    /// By whom.
    pub party: PartyNo,
    /// How.
    pub kind: ChallengeKind,
    /// Over the final award, or the one that is not.
    pub over: Finality,
    /// Over which award, where there are several: that of a part of the case has its own terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award: Option<EntryNo>,
    /// Against which workers; all of them if nobody is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<PartyNo>,
    /// When.
    pub at: Dated,
}

/// A suspension (中止审理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suspended {
    /// The decision; its entry is the number of the suspension.
    pub from: Dated,
    /// Which of R33 47 (1)-(7).
    pub ground: SuspensionGround,
    /// The stage to go back to.
    pub stage: Stage,
    /// When it was lifted.
    pub until: Option<Dated>,
}

/// A mediation entrusted to a body outside (委托调解).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Entrusted {
    /// The consent of both.
    pub from: Dated,
    /// Who mediates.
    pub body: String,
    /// When it ended.
    pub until: Option<Dated>,
}

/// A mediation document (调解书) on its way to two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MediationPaper {
    /// When it was made; its entry is its number.
    pub made: Dated,
    /// The whole case or part of it.
    pub scope: Scope,
    /// The claims it settles.
    pub claims: Vec<ClaimNo>,
    /// What is to be paid.
    pub amount: Fen,
    /// Who signed for receipt, and when.
    pub signed: Vec<Signature>,
    /// The representatives who sign for all whom they represent, with their consent (R33 63).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub represented_by: Vec<PartyNo>,
    /// When the last party signed; a party that joins later does not undo it.
    pub completed: Option<Dated>,
    /// When a party backed out.
    pub repudiated: Option<Dated>,
}

/// A party's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Signature {
    /// Who.
    pub party: PartyNo,
    /// When.
    pub on: NaiveDate,
}

/// An award (裁决) as made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Awarded {
    /// When it was made; its entry is its number.
    pub made: Dated,
    /// The whole case or part of it.
    pub scope: Scope,
    /// What was decided on each claim.
    pub items: Vec<AwardItem>,
    /// Third parties to whom it gives or on whom it lays something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub binds: Vec<PartyNo>,
}

/// A request to recuse (回避申请).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recusal {
    /// The request; its entry is its number.
    pub requested: Dated,
    /// Against whom.
    pub member: UserId,
    /// Which party asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyNo>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<RecusalGround>,
    /// The end of the argument after which it came: it stops nobody (R33 11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_since: Option<NaiveDate>,
    /// What was decided, once it was.
    pub outcome: Option<RecusalOutcome>,
    /// When it was decided.
    pub decided: Option<Dated>,
}

/// For whom the case went (处理结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 用人单位胜诉.
    Employer,
    /// 劳动者胜诉.
    Worker,
    /// 双方部分胜诉.
    Partly,
}

impl Coded for Outcome {
    const LIST: &'static str = "outcome";
    const ROWS: &'static [(Self, Label)] = &[
        (Outcome::Employer, label("employer", "用人单位胜诉", "For the employer")),
        (Outcome::Worker, label("worker", "劳动者胜诉", "For the worker")),
        (Outcome::Partly, label("partly", "双方部分胜诉", "Partly for each")),
    ];
}

/// The closing (结案).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Closing {
    /// The day and the entry.
    pub at: Dated,
    /// How.
    pub manner: Manner,
    /// For whom, where there is a winner to name.
    pub outcome: Option<Outcome>,
}

/// Money that reached a worker (追回).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recovered {
    /// The day and the entry.
    pub at: Dated,
    /// How much.
    pub amount: Fen,
}
