//! What a case holds of its representatives, of cases tried with it, of what was split from it, and of applicants who
//! gave up. Not here: what is served on representatives, which is `service_of_process`'s.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, Dated};
use crate::domain::claim::Claim;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::party::Side;

/// The workers who represent the others (代表人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Represented {
    /// Since when.
    pub since: Dated,
    /// Until when: others were chosen, one of them left, or the dispute was no longer collective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Dated>,
    /// Who.
    pub parties: Vec<PartyNo>,
}

impl Represented {
    /// Whether they represented the others when something happened: from the day of the choice to what ended it.
    #[must_use]
    pub fn stood_at(&self, at: Dated) -> bool {
        self.since.on <= at.on && !self.was_over(at)
    }

    /// Whether they represented nobody any more when something happened.
    #[must_use]
    pub fn was_over(&self, at: Dated) -> bool {
        self.until.is_some_and(|until| (until.on, until.by) <= (at.on, at.by))
    }
}

impl Case {
    /// Everyone who was chosen to represent the workers, in the order of the choices; those who do now last.
    #[must_use]
    pub fn representations(&self) -> impl DoubleEndedIterator<Item = &Represented> {
        self.former_representations.iter().chain(&self.representation)
    }

    /// Who of those that a sitting was told to lack cannot be held to have stayed away: in a collective dispute the workers
    /// whose representatives came, or one of them, for they act for all (R33 63; that one is enough is our choice). `at` is
    /// the opening. The others.
    #[must_use]
    pub fn stayed_away(&self, lacking: &[PartyNo], at: Dated) -> HashSet<PartyNo> {
        let mut away: HashSet<PartyNo> = lacking.iter().copied().collect();
        let chosen = self.representations().rfind(|chosen| chosen.stood_at(at));
        let Some(chosen) = chosen.filter(|chosen| !chosen.parties.iter().all(|no| away.contains(no))) else {
            return away;
        };
        // Also those who have given up since.
        let others = self.parties.iter().filter(|it| it.side == Side::Applicant && it.is_worker());
        for worker in others.map(|party| party.no).filter(|no| !chosen.parties.contains(no)) {
            away.remove(&worker);
        }
        away
    }

    /// These represent the workers from now on, or nobody does; those before them are kept.
    pub(crate) fn represent(&mut self, parties: Option<Vec<PartyNo>>, at: Dated) {
        let former = self.representation.take();
        self.former_representations.extend(former.map(|former| Represented { until: Some(at), ..former }));
        self.representation = parties.map(|parties| Represented { since: at, until: None, parties });
    }
}

/// Another case that is tried together with this one (合并审理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Joint {
    /// The other case.
    pub case: CaseId,
    /// Since when.
    pub at: Dated,
}

/// Applicants who went on in a case of their own (分案).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SplitOff {
    /// When.
    pub at: Dated,
    /// Who left.
    pub parties: Vec<PartyNo>,
    /// The case in which they go on.
    pub case: Option<CaseId>,
}

/// How an applicant left a case that goes on without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GivingUp {
    /// 撤回: it may apply again (R33 35).
    Withdrawn,
    /// 按撤回处理: it may not (R33 39).
    DeemedWithdrawn,
}

/// Applicants who left a case that goes on with the others (部分申请人撤回、按撤回处理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GaveUp {
    /// When.
    pub at: Dated,
    /// How.
    pub how: GivingUp,
    /// Who.
    pub parties: Vec<PartyNo>,
    /// The claims that ended with it.
    pub claims: Vec<Claim>,
}
