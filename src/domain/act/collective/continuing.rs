//! What a case that is split off takes over from the first (分案承接): what was decided and served in the first counts for
//! those who leave it too. Its docket tells that again, each act on its legal date, so that no clock gains or loses by the
//! split, and each can be corrected there; who joined and what was claimed later, too, so that it can be asked how the new
//! case stood on any day. Not here: the substance of the new case (`CaseSplit::receipt`).

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::CaseSplit;
use crate::domain::act::Act;
use crate::domain::act::filing::Receipt;
use crate::domain::act::proceeding::ProceedingAct;
use crate::domain::act::service::ServiceOfProcess;
use crate::domain::case::{Case, Recusal, TrialStart};
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::docket::Counted;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::party::{Party, Side};
use crate::domain::service_of_process::{Document, Service, ServiceManner, SpokenFor};

/// With what an acceptance goes on that was given in another case: what it does not say by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Continued {
    /// The day that started the trial period that runs. In dockets from before restarts were told by themselves, the last
    /// restart; since then the acceptance.
    pub trial_since: NaiveDate,
    /// What started it.
    pub cause: TrialStart,
    /// Who joined after the acceptance, and when: since joinders are told by themselves, applicants alone, without whom the
    /// new case would begin with nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<(PartyNo, NaiveDate)>,
    /// How many workers applied with these, and stayed in the first case.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub others: usize,
    /// When the parties were told of a hearing there for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing_told_on: Option<NaiveDate>,
    /// Announcements there that nothing here tells of, because the paper or the party stayed: the days that the trial period
    /// left out for them, from the first to the one after the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<(NaiveDate, NaiveDate)>,
}

impl Continued {
    /// Whether it says nothing that an acceptance does not say by itself.
    fn is_plain(&self) -> bool {
        let unmoved = matches!(self.cause, TrialStart::Acceptance | TrialStart::TransferReceived);
        unmoved && self.joined.is_empty() && self.others == 0 && self.left_out.is_empty()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks it by reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// How the docket of a case that was split off begins and goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// What stands in it after its receipt, each act on its legal date.
    pub acts: Vec<(NaiveDate, Act)>,
    /// The numbers that these have in the first docket, in the same order.
    pub told: Vec<EntryNo>,
    /// The claims of those who leave, as they applied.
    claims: Vec<Claim>,
    /// Who joined later, of which the docket tells.
    later: HashSet<PartyNo>,
}

impl Continuation {
    /// The application as it came in: with whom it named and what they claimed then. What came later the acts tell.
    #[must_use]
    pub fn began<P>(&self, receipt: Receipt<P>) -> Receipt<P> {
        let Receipt { parties, .. } = receipt;
        let parties = parties.into_iter().filter(|party| !self.later.contains(&party.no)).collect();
        Receipt { parties, claims: self.claims.clone(), ..receipt }
    }
}

/// What the case that is split off takes over from the docket of the first.
#[must_use]
pub fn continued(split: &CaseSplit, case: &Case, docket: &[Counted]) -> Continuation {
    let leavers: HashSet<PartyNo> = split.parties.iter().copied().collect();
    let goes = |party: &&Party<_>| party.side != Side::Applicant || leavers.contains(&party.no);
    let parties: HashSet<PartyNo> = case.parties.iter().filter(goes).map(|party| party.no).collect();
    let joined = case.joined.iter().map(|joined| joined.party);
    let later = joined.filter(|no| parties.contains(no) && !leavers.contains(no)).collect();
    let through = through_others(case, &leavers);
    let mut telling = Telling { case, leavers, parties, later, through, renumbered: HashMap::new() };
    let (mut acts, mut told): (Vec<(NaiveDate, Act)>, Vec<EntryNo>) = (Vec::new(), Vec::new());
    for counted in docket {
        let Some(act) = telling.again(counted) else { continue };
        // The receipt is the first entry.
        let no = u32::try_from(acts.len()).unwrap_or(u32::MAX).saturating_add(2);
        telling.renumbered.insert(counted.no, EntryNo(no));
        acts.push((counted.on, act));
        told.push(counted.no);
    }
    let accepted = acts.iter_mut().find_map(|(_, act)| {
        let Act::Acceptance(acceptance) = act else { return None };
        Some(acceptance)
    });
    if let Some(acceptance) = accepted {
        acceptance.continued = telling.continued().filter(|continued| !continued.is_plain());
    }
    let claims = docket.iter().find_map(|counted| {
        let Act::Receipt(receipt) = &counted.act else { return None };
        Some(telling.own(&receipt.claims))
    });
    let claims = claims.unwrap_or_else(|| telling.own(&case.claims));
    Continuation { acts, told, claims, later: telling.later }
}

/// Which entry reached each of those who leave through the representatives: the one with which all of these had a document, and
/// again for each time that they did.
fn through_others(case: &Case, leavers: &HashSet<PartyNo>) -> HashMap<(Document, EntryNo), Vec<PartyNo>> {
    let spoken_for = SpokenFor::of(case);
    let mut all: HashMap<(Document, EntryNo), Vec<PartyNo>> = HashMap::new();
    let mut in_turn: Vec<PartyNo> = leavers.iter().copied().collect();
    in_turn.sort_unstable();
    for (document, _) in Document::ROWS {
        for leaver in &in_turn {
            let mut after = EntryNo(0);
            let since = |after: EntryNo| {
                spoken_for.reached(*leaver, |service| {
                    let is_it = service.document == *document && service.made.by > after;
                    is_it.then_some((service.served_on, service.made.by))
                })
            };
            while let Some((_, by)) = since(after) {
                all.entry((*document, by)).or_default().push(*leaver);
                after = by;
            }
        }
    }
    all
}

struct Telling<'a> {
    case: &'a Case,
    /// The applicants of the new case.
    leavers: HashSet<PartyNo>,
    /// Who is in the new case.
    parties: HashSet<PartyNo>,
    /// Who of them joined later, but for applicants.
    later: HashSet<PartyNo>,
    /// Whom a service on those who represented them reached: who leaves takes it along as its own (R33 63).
    through: HashMap<(Document, EntryNo), Vec<PartyNo>>,
    /// The numbers that entries of the first docket have in the new one.
    renumbered: HashMap<EntryNo, EntryNo>,
}

impl Telling<'_> {
    /// The act as the new docket tells it; none if it stays with the first case.
    fn again(&self, counted: &Counted) -> Option<Act> {
        if !self.goes_along(counted) {
            return None;
        }
        let act = self.of_the_clock(counted)?;
        if let Act::Service(service) = act {
            return self.service(counted.no, service).map(Act::Service);
        }
        if let Act::ServiceProof(mut proof) = act {
            let of = proof.service;
            proof.service = self.now(of)?;
            let of_some = !proof.parties.is_empty();
            proof.parties.retain(|party| self.is_here(*party));
            if of_some && proof.parties.is_empty() {
                // What proves it for the representatives proves it for those whom it reached through them.
                proof.parties.extend(self.reached_by(of));
            }
            let of_nobody = of_some && proof.parties.is_empty();
            return Some(Act::ServiceProof(proof)).filter(|_| !of_nobody);
        }
        if let Act::Proceeding(act) = act {
            return self.proceeding(act).map(Act::Proceeding);
        }
        Some(act)
    }

    /// What starts or stops the trial period, as the new docket tells it; anything else as it is.
    fn of_the_clock(&self, counted: &Counted) -> Option<Act> {
        let mut act = counted.act.clone();
        if let Act::Acceptance(acceptance) = &mut act {
            acceptance.number = None;
        }
        if let Act::SuspensionEnd(end) = &mut act {
            end.suspension = self.now(end.suspension)?;
        }
        if let Act::PartyJoinder(joinder) = &mut act {
            // Applicants are told of with the acceptance. Where nobody is left, the period started anew all the same.
            let later = joinder.parties.iter().filter(|party| self.later.contains(&party.no));
            joinder.parties = later.filter_map(|party| self.case.party(party.no)).cloned().collect();
        }
        if let Act::ClaimAmendment(amendment) = &mut act {
            amendment.claims = self.own(&amendment.claims);
            amendment.restarted = Some(self.case.trials().any(|trial| trial.since.by == counted.no));
        }
        if let Act::CounterclaimAcceptance(accepted) = &mut act {
            // Its claims are the first case's; that it started the trial period anew is told in both.
            accepted.claims = Vec::new();
        }
        Some(act)
    }

    fn service(&self, no: EntryNo, mut service: ServiceOfProcess) -> Option<ServiceOfProcess> {
        service.parties.retain(|party| self.is_here(*party));
        let reached = self.through.get(&(service.document, no)).into_iter().flatten();
        let others: Vec<PartyNo> = reached.filter(|no| !service.parties.contains(no)).copied().collect();
        service.parties.extend(others);
        if let Some(of) = service.of {
            service.of = Some(self.now(of)?);
        }
        let on_nobody = service.parties.is_empty();
        Some(service).filter(|_| !on_nobody)
    }

    /// Whom a service on the representatives reached, of those who leave.
    fn reached_by(&self, service: EntryNo) -> impl Iterator<Item = PartyNo> + '_ {
        let by_it = self.through.iter().filter(move |((_, by), _)| *by == service);
        by_it.flat_map(|(_, parties)| parties.iter().copied())
    }

    /// Terms for evidence, objections to the jurisdiction and element statements, of those who are in the new case.
    fn proceeding(&self, mut act: ProceedingAct) -> Option<ProceedingAct> {
        let goes = match &mut act {
            ProceedingAct::EvidenceTerm(term) => term.party.is_none_or(|no| self.is_here(no)),
            ProceedingAct::EvidenceTermExtension(extension) => {
                extension.term = self.now(extension.term)?;
                true
            }
            ProceedingAct::JurisdictionObjection(objection) => self.is_here(objection.party),
            ProceedingAct::JurisdictionRuling(ruling) => {
                ruling.objection = self.now(ruling.objection)?;
                true
            }
            // Of whom the new case is; what was confirmed was confirmed at a hearing of the first.
            ProceedingAct::ElementStatement(statement) => {
                self.is_here(statement.party) && statement.worker.is_none_or(|no| self.is_here(no))
            }
            ProceedingAct::ElementConfirmation(_)
            | ProceedingAct::CounterclaimReceipt(_)
            | ProceedingAct::CounterclaimRefusal(_)
            | ProceedingAct::AgentAppointment(_)
            | ProceedingAct::AgentEnd(_)
            | ProceedingAct::CourtRuling(_)
            | ProceedingAct::PerformanceTerm(_)
            | ProceedingAct::EnforcementRequest(_) => false,
        };
        goes.then_some(act)
    }

    fn is_here(&self, party: PartyNo) -> bool {
        self.parties.contains(&party)
    }

    fn now(&self, entry: EntryNo) -> Option<EntryNo> {
        self.renumbered.get(&entry).copied()
    }

    /// The claims of those who leave.
    fn own(&self, claims: &[Claim]) -> Vec<Claim> {
        claims.iter().filter(|claim| self.leavers.contains(&claim.claimant)).cloned().collect()
    }

    /// What stays: hearings and what came of them, mediation, recusals, counterclaims that wait or were refused, and whom the
    /// workers chose to represent them.
    fn goes_along(&self, counted: &Counted) -> bool {
        if let Act::Service(service) = &counted.act {
            return self.is_of_both(service.document);
        }
        if let Act::Defence(defence) = &counted.act {
            return self.is_here(defence.party);
        }
        if matches!(counted.act, Act::TribunalFormation(_) | Act::TribunalChange(_)) {
            return self.tribunal_goes_along();
        }
        matches!(
            counted.act,
            Act::CorrectionNotice(_)
                | Act::CorrectionCompletion(_)
                | Act::MediationDeferral(_)
                | Act::MediationFailure(_)
                | Act::Acceptance(_)
                | Act::Assignment(_)
                | Act::ServiceProof(_)
                | Act::Suspension(_)
                | Act::SuspensionEnd(_)
                | Act::Extension(_)
                | Act::ProcedureConversion(_)
                | Act::PartyJoinder(_)
                | Act::ClaimAmendment(_)
                | Act::CounterclaimAcceptance(_)
                | Act::Proceeding(_)
        )
    }

    /// Whoever may not sit in the first case does not sit in the second.
    fn tribunal_goes_along(&self) -> bool {
        !self.case.recusals.iter().any(Recusal::stands)
    }

    /// Whether what a document tells of is told again: not a hearing, nor what was decided or agreed for those who stay.
    fn is_of_both(&self, document: Document) -> bool {
        match document {
            Document::ApplicationCopy
            | Document::AmendedApplicationCopy
            | Document::AcceptanceNotice
            | Document::DefenceCopy
            | Document::DecisionNotice => true,
            Document::TribunalNotice => self.tribunal_goes_along(),
            Document::HearingNotice
            | Document::AwardFinal
            | Document::AwardNonFinal
            | Document::MediationDocument
            | Document::ClosingDecision
            | Document::NonAcceptanceNotice => false,
        }
    }

    /// With what the acceptance goes on, where the acts alone do not say it. Whatever an acceptance went on with that was
    /// itself told again stays.
    fn continued(&self) -> Option<Continued> {
        let first = self.case.trials().next()?;
        // Of restarts that are told by themselves nothing is said here.
        let (trial_since, cause) = (first.since.on, first.cause);
        let joined = self.case.joined.iter().filter(|joined| self.leavers.contains(&joined.party));
        let joined: Vec<_> = joined.map(|joined| (joined.party, joined.at.on)).collect();
        let own = self.case.parties.iter().filter(|party| {
            let applied = self.case.joined.iter().all(|joined| joined.party != party.no);
            party.is_worker() && applied && self.leavers.contains(&party.no)
        });
        let others = self.case.workers_accepted().saturating_sub(own.count());
        let hearing_told_on = self.case.first_told_of_hearing().map(|told| told.on);
        let others = if Case::makes_collective(self.case.workers_accepted()) { others } else { 0 };
        let left_out = self.left_out();
        Some(Continued { trial_since, cause, joined, others, hearing_told_on, left_out })
    }

    /// What the first trial period left out for announcements that are not told again.
    fn left_out(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let untold = |service: &&Service| {
            service.manner == ServiceManner::Announcement && !self.renumbered.contains_key(&service.made.by)
        };
        let untold = self.case.services.iter().filter(untold);
        let before = self.case.acceptance.iter().flat_map(|accepted| accepted.left_out.iter().copied());
        let days: BTreeSet<_> =
            untold.map(|service| (service.made.on, service.served_on)).chain(before).collect();
        days.into_iter().collect()
    }
}
