//! The case (案件), of arbitration or of another kind: what its docket says, put together. Every field is the
//! consequence of an entry; nothing here is set by hand. The acts that set them are in `act`.

mod accepted;
mod closing_papers;
mod collective;
mod effect;
mod elements;
mod inspection;
mod instruments;
mod ledger;
mod mediation;
mod parts;
mod petition;
mod proceeding;
mod referral;
mod suits;
mod trial;

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::act::decision::Scope;
use crate::domain::act::filing::{Channel, Prior, Procedure};
use crate::domain::act::opening::Origin;
use crate::domain::act::tribunal::Assignee;
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, Claim};
use crate::domain::id::{CaseId, ClaimNo, EntryNo, PartyNo};
use crate::domain::limitation::LimitationFacts;
use crate::domain::money::Fen;
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::service_of_process::{ServedProof, Service};
use crate::domain::stage::Stage;

pub use accepted::Accepted;
pub use collective::{GaveUp, GivingUp, Joint, Represented, SplitOff};
pub use effect::Effect;
pub(crate) use effect::Effects;
pub use elements::{ElementsConfirmed, ElementsStated};
pub use inspection::{
    Commission, Delivered, HandlingExtension, Hazard, InspectionCase, InspectionPaper, InspectionPause,
    MassIncidentNoted, Ordered, WageBalance, WagePaid, WageTotals,
};
pub(crate) use instruments::AwardsMade;
pub use instruments::{AwardReceived, Payable};
pub use ledger::ToldByLedger;
pub use mediation::{Agreement, MediationCase, OnwardTo, Prolonged, Review, ReviewEnd};
pub use petition::{PetitionAnswered, PetitionCase, PetitionExtended, PetitionRedirected};
pub use proceeding::{
    CounterclaimReceived, CounterclaimRefused, CourtRuled, EnforcementAsked, EvidenceTermSet, Objected,
    PerformanceDue, SuitEnded,
};
pub use referral::{ReferralAnswer, ReferralState, Referred};

pub(crate) use suits::{AwardDocument, Courts, Ruling, Suits};

pub use parts::{
    Awarded, Challenged, ClaimsBefore, Closing, Correction, Counterclaim, Dated, Defended, Deferral,
    Entrusted, Hearing, HearingState, Joined, MediationPaper, Outcome, ReceiptClock, Recovered, Recusal,
    Signature, Suspended, Tribunal,
};
pub use trial::{FormerTrial, Trial, TrialExtension, TrialStart};

/// A case. What only one kind of case has is empty in the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What kind of case it is.
    #[serde(default)]
    pub kind: CaseKind,
    /// The proceeding of the same matter that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// How many entries its docket has.
    pub version: u32,
    /// The region whose rules apply.
    pub region: String,
    /// How the application came in.
    pub channel: Channel,
    /// Where it stands.
    pub stage: Stage,
    /// Since which legal date.
    pub stage_since: NaiveDate,
    /// 收件.
    pub received: Dated,
    /// The clock of A03.
    pub receipt_clock: ReceiptClock,
    /// Its clocks before, each stopped by a correction notice or a deferral.
    pub former_receipt_clocks: Vec<ReceiptClock>,
    /// The main cause.
    pub cause: Cause,
    /// Causes beside it.
    pub other_causes: Vec<Cause>,
    /// The parties.
    pub parties: Vec<Party<PersonRef>>,
    /// Which of the parties joined later, and when.
    pub joined: Vec<Joined>,
    /// The claims.
    pub claims: Vec<Claim>,
    /// What the application says of limitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limitation: Option<LimitationFacts>,
    /// An earlier case of the same dispute.
    pub prior: Option<Prior>,
    /// Who works on it.
    pub people: Vec<Assignee>,
    /// The last correction notice.
    pub correction: Option<Correction>,
    /// Those before it, which is irregular: corrections are asked for once. Left out of a written case where there is
    /// none, so that cases written by earlier versions read the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_corrections: Vec<Correction>,
    /// Deferrals for mediation.
    pub deferrals: Vec<Deferral>,
    /// The acceptance.
    pub acceptance: Option<Accepted>,
    /// 一般/简易.
    pub procedure: Option<Procedure>,
    /// When it was converted from 简易 to 一般.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted: Option<Dated>,
    /// The trial period that runs now.
    pub trial: Option<Trial>,
    /// The trial periods before it.
    pub former_trials: Vec<FormerTrial>,
    /// Extensions that move nothing, because the trial period of their day had one already, which is irregular.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub idle_extensions: Vec<TrialExtension>,
    /// The tribunal.
    pub tribunal: Option<Tribunal>,
    /// Recusals asked for.
    pub recusals: Vec<Recusal>,
    /// Hearings, in the order of their entries.
    pub hearings: Vec<Hearing>,
    /// Services of process.
    pub services: Vec<Service>,
    /// What proves them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proofs: Vec<ServedProof>,
    /// Defences.
    pub defences: Vec<Defended>,
    /// What the applicants claimed before each amendment, in the order in which these were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims_before: Vec<ClaimsBefore>,
    /// Counterclaims that were accepted.
    pub counterclaims: Vec<Counterclaim>,
    /// Suspensions.
    pub suspensions: Vec<Suspended>,
    /// Entrusted mediations.
    pub entrustments: Vec<Entrusted>,
    /// Case discussions.
    pub discussions: Vec<Dated>,
    /// Mediation documents.
    pub mediation_papers: Vec<MediationPaper>,
    /// Awards.
    pub awards: Vec<Awarded>,
    /// Orders to pay at once (先予执行).
    pub interim_payments: Vec<Dated>,
    /// The workers who represent the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representation: Option<Represented>,
    /// Those before them, in the order in which they were chosen: what was served on them then still counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_representations: Vec<Represented>,
    /// Cases that are tried together with this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint_trials: Vec<Joint>,
    /// What was split from the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split_off: Vec<SplitOff>,
    /// Applicants who left while the case goes on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gave_up: Vec<GaveUp>,
    /// Objections to the jurisdiction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objected>,
    /// Terms for evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence_terms: Vec<EvidenceTermSet>,
    /// Counterclaims that came in, where that was recorded before the decision on them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counterclaims_received: Vec<CounterclaimReceived>,
    /// Counterclaims that were not taken up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counterclaims_refused: Vec<CounterclaimRefused>,
    /// Rulings of courts, as each party received them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<CourtRuled>,
    /// Which suits they ended, where they say so; else those of who received them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suits_ended: Vec<SuitEnded>,
    /// The numbers under which courts have it (法院案号), in the order of the entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub court_numbers: Vec<String>,
    /// What the parties state of the elements, in the order of the entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub element_statements: Vec<ElementsStated>,
    /// Elements that were confirmed to be undisputed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements_confirmed: Vec<ElementsConfirmed>,
    /// The last day to perform, where one was put on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performance: Option<PerformanceDue>,
    /// The same of documents about a part of the case, and of the two documents of a mixed award, which each have their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partial_performances: Vec<PerformanceDue>,
    /// Applications to a court to enforce, which the office was told of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enforcement_requests: Vec<EnforcementAsked>,
    /// What only a mediation case has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediation: Option<MediationCase>,
    /// What only an inspection case has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspection: Option<InspectionCase>,
    /// What only a petition case has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petition: Option<PetitionCase>,
    /// What it has from a ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<ToldByLedger>,
    /// Referrals to other channels, in the order of their entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referrals: Vec<Referred>,
    /// The closing.
    pub closing: Option<Closing>,
    /// Since when the closing document has effect.
    pub effective_on: Option<NaiveDate>,
    /// Suits and applications to set aside.
    pub challenges: Vec<Challenged>,
    /// Money recovered.
    pub recoveries: Vec<Recovered>,
    /// When it went into the archive.
    pub archived: Option<Dated>,
    /// Under which number (档案号); none while it is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
}

impl Case {
    /// The matter (纠纷) to which the case belongs, by the id of its first proceeding.
    #[must_use]
    pub fn matter(&self) -> CaseId {
        self.origin.map_or(self.id, |origin| origin.matter)
    }

    /// The parties but for applicants who gave up.
    pub fn present(&self) -> impl Iterator<Item = &Party<PersonRef>> {
        let gone: HashSet<PartyNo> =
            self.gave_up.iter().flat_map(|left| left.parties.iter().copied()).collect();
        self.parties.iter().filter(move |party| !gone.contains(&party.no))
    }

    /// The parties of one side, but for applicants who gave up.
    pub fn side(&self, side: Side) -> impl Iterator<Item = &Party<PersonRef>> {
        self.present().filter(move |party| party.side == side)
    }

    /// The workers who apply: in a collective dispute their representatives act for them (R33 63).
    pub fn represented(&self) -> impl Iterator<Item = PartyNo> {
        self.side(Side::Applicant).filter(|party| party.is_worker()).map(|party| party.no)
    }

    /// The party with a number.
    #[must_use]
    pub fn party(&self, no: PartyNo) -> Option<&Party<PersonRef>> {
        self.parties.iter().find(|party| party.no == no)
    }

    /// The claim with a number.
    #[must_use]
    pub fn claim(&self, no: ClaimNo) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.no == no)
    }

    /// The hearing with a number.
    #[must_use]
    pub fn hearing(&self, no: EntryNo) -> Option<&Hearing> {
        self.hearings.iter().find(|hearing| hearing.notice.by == no)
    }

    /// How many workers are parties, or a ledger says are concerned.
    #[must_use]
    pub fn workers(&self) -> usize {
        let named = self.parties.iter().filter(|party| party.is_worker()).count();
        named.max(self.ledger.as_ref().map_or(0, ToldByLedger::workers))
    }

    /// When the parties were first told of a hearing, in this case or in the one from which it was split.
    #[must_use]
    pub fn first_told_of_hearing(&self) -> Option<Dated> {
        let before = self.acceptance.as_ref().and_then(|accepted| accepted.hearing_told);
        self.hearings.iter().map(|hearing| hearing.notice).chain(before).min_by_key(|notice| notice.on)
    }

    /// Its correction notices in their order.
    pub fn corrections(&self) -> impl Iterator<Item = &Correction> {
        self.former_corrections.iter().chain(&self.correction)
    }

    /// What is claimed in all.
    #[must_use]
    pub fn claimed(&self) -> Fen {
        self.claims.iter().filter_map(|claim| claim.amount).sum()
    }

    /// What was awarded or agreed in all. A mediation document of a mediation case is its agreement once more.
    #[must_use]
    pub fn awarded(&self) -> Fen {
        if let Some(mediation) = &self.mediation {
            return mediation.agreed();
        }
        let awards = self.awards.iter().flat_map(|award| award.items.iter().map(|item| item.amount));
        let agreed =
            self.mediation_papers.iter().filter(|paper| self.is_signed(paper)).map(|paper| paper.amount);
        let told = self.ledger.as_ref().and_then(|told| told.awarded);
        awards.chain(agreed).chain(told).sum()
    }

    /// The parties whose signature a mediation document needs: applicants and respondents (LAW 42).
    pub fn signatories(&self) -> impl Iterator<Item = PartyNo> {
        self.present().filter(|party| party.side != Side::ThirdParty).map(|party| party.no)
    }

    /// The parties whose signature one mediation document needs: of one about some claims, those who made them and the
    /// side that they are made against (R33 73).
    pub fn signatories_of<'a>(&'a self, paper: &'a MediationPaper) -> impl Iterator<Item = PartyNo> + 'a {
        let of_all = paper.scope == Scope::Whole || paper.claims.is_empty();
        let named: HashSet<ClaimNo> = paper.claims.iter().copied().collect();
        let claims = self.claims.iter().filter(|claim| named.contains(&claim.no));
        let claimants: HashSet<PartyNo> = claims.map(|claim| claim.claimant).collect();
        let made_by = self.parties.iter().filter(|party| claimants.contains(&party.no));
        let mut sides: Vec<Side> = made_by.map(|party| party.side).collect();
        sides.dedup();
        let against = move |side: Side| sides.iter().any(|claims| *claims != side);
        let parties = self.present().filter(|party| party.side != Side::ThirdParty);
        let needed =
            move |party: &&Party<PersonRef>| of_all || claimants.contains(&party.no) || against(party.side);
        parties.filter(needed).map(|party| party.no)
    }

    /// Whether everyone has signed a mediation document and nobody backed out.
    #[must_use]
    pub fn is_signed(&self, paper: &MediationPaper) -> bool {
        paper.completed.is_some()
    }

    /// Moves the case to a stage on a legal date.
    pub(crate) fn move_to(&mut self, stage: Stage, on: NaiveDate) {
        self.stage = stage;
        self.stage_since = on;
    }
}
