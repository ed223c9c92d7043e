//! What comes up while a case is tried and after it (审理中和结案后的事项): objections to jurisdiction, terms for evidence,
//! counterclaims that came in or were refused, rulings of the courts, the day to perform by. The acts are in `act::proceeding`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, Dated};
use crate::domain::act::decision::Finality;
use crate::domain::act::proceeding::{CourtRulingKind, JurisdictionOutcome};
use crate::domain::id::{EntryNo, PartyNo};

/// An objection to the jurisdiction (管辖异议); the entry that made it is its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Objected {
    /// When it was made.
    pub made: Dated,
    /// By whom.
    pub party: PartyNo,
    /// What was decided, once it was.
    pub outcome: Option<JurisdictionOutcome>,
    /// When it was decided.
    pub decided: Option<Dated>,
}

/// A term for evidence (举证期限); the entry that set it is its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceTermSet {
    /// When it was set.
    pub set: Dated,
    /// For whom; for everyone, if nobody is named.
    pub party: Option<PartyNo>,
    /// The designated day, as it was last extended.
    pub due_on: NaiveDate,
    /// When it was last extended.
    pub extended: Option<Dated>,
}

/// A counterclaim that came in (收到反申请); whether it was decided on since, `Case::pending_counterclaims` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CounterclaimReceived {
    /// By whom it was filed.
    pub party: PartyNo,
    /// When it came in.
    pub received: Dated,
}

/// A counterclaim that was not taken up (反申请不予受理、另行申请).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CounterclaimRefused {
    /// By whom it was filed.
    pub party: PartyNo,
    /// When.
    pub filed_on: NaiveDate,
    /// The refusal.
    pub refused: Dated,
}

/// A ruling of a court, as one party received it (法院裁定).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CourtRuled {
    /// What it did.
    pub kind: CourtRulingKind,
    /// Which party received it.
    pub party: PartyNo,
    /// Over which award.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award: Option<EntryNo>,
    /// Over the final document of that award, or over the one that is not.
    #[serde(default = "over_the_final_one")]
    pub over: Finality,
    /// When.
    pub received: Dated,
}

/// A suit that a ruling ended, where the ruling says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SuitEnded {
    /// The entry of the suit.
    pub suit: EntryNo,
    /// The entry of the ruling.
    pub by: EntryNo,
}

/// Rulings were only ever of final awards before they said of which.
fn over_the_final_one() -> Finality {
    Finality::Final
}

/// The last day of the time to perform (履行期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PerformanceDue {
    /// The award or the mediation document of a part of the case that it is of; none of what closed the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<EntryNo>,
    /// Of which of the two documents of a mixed award.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Finality>,
    /// The day that the document names.
    pub due_on: NaiveDate,
    /// When it was put on record.
    pub stated: Dated,
}

/// A party's application to a court to enforce a document (申请执行).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnforcementAsked {
    /// When.
    pub asked: Dated,
    /// By whom.
    pub parties: Vec<PartyNo>,
    /// Of which award or mediation document; none of a confirmed mediation agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<EntryNo>,
    /// Of which of the documents of that award; of each, if none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Finality>,
}

impl Case {
    /// The counterclaims that came in and were neither accepted nor refused.
    pub fn pending_counterclaims(&self) -> impl Iterator<Item = &CounterclaimReceived> {
        self.counterclaims_received.iter().filter(|it| {
            let is_it = |filed_on: NaiveDate| filed_on == it.received.on;
            let mut accepted =
                self.counterclaims.iter().filter(|own| is_it(own.filed_on)).flat_map(|own| &own.parties);
            let mut refused =
                self.counterclaims_refused.iter().filter(|own| is_it(own.filed_on)).map(|own| own.party);
            !accepted.any(|party| *party == it.party) && !refused.any(|party| party == it.party)
        })
    }
}
