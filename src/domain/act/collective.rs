//! Collective cases (集体劳动争议) and cases that belong together: the workers' representatives (R33 62-63), joint trial of
//! several cases (合并审理), and a case split in two (分案). Not here: from when a dispute is collective (`party`).

mod continuing;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::filing::Receipt;
use crate::domain::act::{ActRule, leaving};
use crate::domain::award::Settled;
use crate::domain::case::{Case, Joint, SplitOff};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::law::r33;
use crate::domain::party::{Party, Side};
use crate::domain::refusal::words;

pub use continuing::{Continuation, Continued, continued};

/// How many workers represent the others in a collective dispute (R33 63).
pub const REPRESENTATIVES: std::ops::RangeInclusive<usize> = 3..=5;

/// 推举代表人: workers of a collective dispute who act for all of them; the list replaces the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Representation {
    /// The workers who represent the others.
    #[schema(min_items = 1, max_items = 50)]
    pub parties: Vec<PartyNo>,
}

impl ActRule for Representation {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if !case.is_collective() {
            let text = words(
                "劳动者不足十人，不适用推举代表人的规定",
                "with fewer than ten workers there are no representatives in this sense",
            );
            findings.unlawful("not_collective", r33("62"), text);
        }
        // How many they are is set for arbitration alone.
        if case.kind == CaseKind::Arbitration && !REPRESENTATIVES.contains(&self.parties.len()) {
            let text = words("代表人应为三至五人", "there are three to five representatives");
            findings.over_limit("representatives_out_of_range", "/parties", r33("63"), text);
        }
        for (index, no) in self.parties.iter().enumerate() {
            let field = format!("/parties/{index}");
            let is_applicant = |party: &Party<_>| party.is_worker() && party.side == Side::Applicant;
            if !case.party(*no).is_some_and(is_applicant) {
                let text = words("不是本案申请人一方的劳动者", "not a worker on the applicants' side");
                findings.invalid("not_an_applicant", &field, text);
            }
            if self.parties.iter().take(index).any(|other| other == no) {
                findings.invalid("party_twice", &field, words("当事人重复", "this party is named twice"));
            }
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.represent(Some(self.parties), at.dated());
    }
}

/// What representatives change, waive, admit or settle needs the consent of those whom they represent (R33 63): a person
/// is asked to look before it is recorded.
pub(super) fn warn_of_consent(case: &Case, findings: &mut Findings) {
    if case.representation.is_some() {
        let text = words(
            "代表人变更、放弃请求，承认对方请求或者和解，应当经被代表的劳动者同意，请核对",
            "what representatives change, waive, admit or settle needs the consent of the represented; please check",
        );
        findings.warn("consent_of_the_represented", Some(r33("63")), text);
    }
}

/// 合并审理: several cases are tried together; each keeps its number, its clock and its closing (our choice). The entry stands
/// in the docket of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JointTrial {
    /// The other case.
    pub with: CaseId,
}

impl ActRule for JointTrial {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.with == case.id {
            let text = words("不能与本案自身合并", "a case is not joined with itself");
            findings.invalid("joined_with_itself", "/with", text);
        }
        if case.joint_trials.iter().any(|joint| joint.case == self.with) {
            let text = words("两案已合并审理", "the two cases are tried together already");
            findings.invalid("joined_already", "/with", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.joint_trials.push(Joint { case: self.with, at: at.dated() });
    }
}

/// 分案: some of the applicants go on in a case of their own, which keeps the day of the receipt and is accepted as the
/// first one was (our choice), so that no clock gains by the split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseSplit {
    /// The applicants who leave; their claims go with them.
    #[schema(min_items = 1, max_items = 5_100)]
    pub parties: Vec<PartyNo>,
    /// The case that it opened; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub opened: Option<CaseId>,
}

impl CaseSplit {
    fn leavers(&self) -> HashSet<PartyNo> {
        self.parties.iter().copied().collect()
    }

    /// The application that the new case begins with: who leaves and their claims, the other side as it is, and what was
    /// said of an earlier case and of limitation.
    #[must_use]
    pub fn receipt<P>(&self, case: &Case, parties: Vec<Party<P>>) -> Receipt<P> {
        let leavers = self.leavers();
        let goes = |party: &Party<P>| party.side != Side::Applicant || leavers.contains(&party.no);
        let claims = case.claims.iter().filter(|claim| leavers.contains(&claim.claimant));
        let limitation = case.limitation.clone().unwrap_or_default();
        Receipt {
            channel: case.channel,
            cause: case.cause,
            other_causes: case.other_causes.clone(),
            parties: parties.into_iter().filter(goes).collect(),
            claims: claims.cloned().collect(),
            infringed_on: limitation.infringed_on,
            employment_ended_on: limitation.employment_ended_on,
            interrupted_on: limitation.interrupted_on,
            obstacles: limitation.obstacles,
            prior: case.prior,
            origin: None,
        }
    }
}

impl ActRule for CaseSplit {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        let leavers = self.leavers();
        let applicants: HashSet<PartyNo> = case.side(Side::Applicant).map(|party| party.no).collect();
        for (index, no) in self.parties.iter().enumerate() {
            if !applicants.contains(no) {
                let text = words("不是本案申请人", "not an applicant in the case");
                findings.invalid("not_an_applicant", &format!("/parties/{index}"), text);
            }
        }
        if applicants.iter().all(|no| leavers.contains(no)) {
            let text = words("至少应留一名申请人", "at least one applicant stays");
            findings.invalid("nobody_stays", "/parties", text);
        }
        let own = || case.claims.iter().filter(|claim| leavers.contains(&claim.claimant));
        if own().next().is_none() {
            let text = words("分出的申请人没有请求", "those who leave have no claims");
            findings.invalid("nothing_to_split", "/parties", text);
        }
        let settled = Settled::of(case);
        if own().any(|claim| settled.holds(claim.no)) {
            let text = words(
                "分出的申请人有请求已裁决或已调解",
                "a claim of those who leave is decided or settled already",
            );
            findings.invalid("settled_claim_split", "/parties", text);
        }
        // Those who stay would have nothing left that could end their case.
        let open = |claim: &&Claim| !settled.holds(claim.no);
        let decided = case.claims.iter().any(|claim| settled.holds(claim.no));
        if decided
            && own().any(|claim| open(&claim))
            && !case.claims.iter().filter(open).any(|claim| !leavers.contains(&claim.claimant))
        {
            let text = words(
                "留在本案的申请人已没有未处理的请求，不必分案，请在本案继续办理",
                "those who stay have no open claim; there is nothing to split: go on in this case",
            );
            findings.invalid("nothing_stays_open", "/parties", text);
        }
        leaving::check_documents(case, &leavers, findings);
        leaving::warn_of_few_representatives(case, &leavers, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let leavers = self.leavers();
        case.parties.retain(|party| !leavers.contains(&party.no));
        case.claims.retain(|claim| !leavers.contains(&claim.claimant));
        leaving::drop_representatives(case, &leavers, at);
        case.split_off.push(SplitOff { at: at.dated(), parties: self.parties, case: self.opened });
    }
}
