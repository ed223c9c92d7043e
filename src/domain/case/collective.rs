//! Whether a case is collective, and what it holds of its representatives, of cases tried with it, of what was split from it,
//! and of applicants who gave up. Not here: what is served on representatives, which is `service_of_process`'s.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, Dated, ToldByLedger};
use crate::domain::claim::Claim;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::party::{COLLECTIVE_WORKERS_MIN, Side};

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
    /// Whether the dispute is collective (集体争议): ten or more workers apply together. That they share
    /// a claim is taken from their applying in one case (our choice). A ledger may say so, or count them.
    #[must_use]
    pub fn is_collective(&self) -> bool {
        self.is_collective_by_ledger() || Case::makes_collective(self.represented().count())
    }

    /// Whether the figures count it as collective: once accepted, as it was then, whoever joins or leaves later. Who stayed in
    /// the case from which this one was split is counted there (our choice).
    #[must_use]
    pub fn counts_as_collective(&self) -> bool {
        match &self.acceptance {
            None => self.is_collective(),
            Some(accepted) => {
                self.is_collective_by_ledger() || Case::makes_collective(self.applied_by(Some(accepted.at)))
            }
        }
    }

    fn is_collective_by_ledger(&self) -> bool {
        let says = |told: &ToldByLedger| told.collective.unwrap_or(Case::makes_collective(told.workers()));
        self.ledger.as_ref().is_some_and(says)
    }

    /// Whether so many workers who apply together make a dispute collective.
    #[must_use]
    pub fn makes_collective(workers: usize) -> bool {
        workers >= COLLECTIVE_WORKERS_MIN
    }

    /// Whether it was collective when it was accepted, with those who stayed in the case from which this one was split.
    #[must_use]
    pub fn was_collective(&self) -> bool {
        Case::makes_collective(self.workers_accepted())
    }

    /// How many workers applied together when it was accepted, with those who stayed in the case from which this one was
    /// split.
    #[must_use]
    pub fn workers_accepted(&self) -> usize {
        let accepted = self.acceptance.as_ref();
        let others = accepted.and_then(|accepted| accepted.others).unwrap_or(0);
        self.applied_by(accepted.map(|accepted| accepted.at)) + others
    }

    /// How many workers applied together at a moment, or do so now: whoever joined then or later is left out, whoever left later
    /// is counted.
    fn applied_by(&self, moment: Option<Dated>) -> usize {
        let is_after = |at: Dated| moment.is_some_and(|moment| at > moment);
        let came_later: HashSet<PartyNo> = self
            .joined
            .iter()
            .filter(|joined| moment.is_some_and(|moment| joined.at >= moment))
            .map(|joined| joined.party)
            .collect();
        let left = self.gave_up.iter().filter(|gone| !is_after(gone.at)).flat_map(|gone| &gone.parties);
        let had_left: HashSet<PartyNo> = left.copied().collect();
        let applied = self.parties.iter().filter(|party| party.side == Side::Applicant && party.is_worker());
        let split_off =
            self.split_off.iter().filter(|split| is_after(split.at)).flat_map(|split| &split.parties);
        let applied = applied.map(|party| party.no).chain(split_off.copied());
        applied.filter(|no| !came_later.contains(no) && !had_left.contains(no)).count()
    }

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
