//! An application that may have been filed already (重复申请): an earlier arbitration of the same two sides over a common
//! cause that is open, has decided, or was deemed withdrawn (R33 34, 39). Whether it is the same dispute is for the office
//! to see. Not here: how the earlier cases are found (`app::filed_already`).

use std::collections::{HashMap, HashSet};

use crate::domain::act::filing::Receipt;
use crate::domain::case::{Case, GivingUp};
use crate::domain::case_kind::CaseKind;
use crate::domain::id::{PartyNo, VaultId};
use crate::domain::law::{Article, r33};
use crate::domain::party::{Employer, Party, Side, Who};
use crate::domain::same_person;
use crate::domain::stage::Manner;

/// How an earlier case stands to a new application, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Earlier {
    /// 按撤回处理: it is not accepted again.
    DeemedWithdrawn,
    /// 已裁决或已调解.
    Decided,
    /// 已出具不予受理通知书.
    NotAccepted,
    /// 尚在办理.
    Open,
}

impl Earlier {
    /// The article that it rests on.
    #[must_use]
    pub fn article(self) -> Article {
        match self {
            Earlier::DeemedWithdrawn => r33("39"),
            Earlier::Decided | Earlier::NotAccepted | Earlier::Open => r33("34"),
        }
    }
}

/// How a case stands to an application, one of whose workers was `found` in it; none where it is of other sides or causes,
/// or ended so that one may apply again.
#[must_use]
pub(crate) fn earlier<P>(receipt: &Receipt<P>, found: &HashSet<VaultId>, case: &Case) -> Option<Earlier> {
    if case.kind != CaseKind::Arbitration || !has_common_cause(receipt, case) {
        return None;
    }
    let workers = case.parties.iter().filter(|party| match &party.who {
        Who::Worker(person) => found.contains(&person.vault),
        Who::Employer(_) => false,
    });
    // Asked once for a side, and put together once: a collective case has thousands of workers.
    let is_same_side = |side: Side| {
        let stands = |party: &Party<P>| party.is_worker() && party.side == side;
        receipt.parties.iter().any(stands) && has_common_employer(receipt, case, side)
    };
    let same: Vec<Side> = [Side::Applicant, Side::Respondent, Side::ThirdParty]
        .into_iter()
        .filter(|side| is_same_side(*side))
        .collect();
    let left: HashMap<PartyNo, GivingUp> =
        case.gave_up.iter().rev().flat_map(|left| left.parties.iter().map(|no| (*no, left.how))).collect();
    let workers = workers.filter(|worker| same.contains(&worker.side));
    workers.filter_map(|worker| stands_for(case, left.get(&worker.no).copied())).min()
}

fn has_common_cause<P>(receipt: &Receipt<P>, case: &Case) -> bool {
    let theirs = |cause| cause == &case.cause || case.other_causes.contains(cause);
    std::iter::once(&receipt.cause).chain(&receipt.other_causes).any(theirs)
}

/// Whether an employer who stands against the workers of a side is the same one in both.
fn has_common_employer<P>(receipt: &Receipt<P>, case: &Case, workers: Side) -> bool {
    let theirs = || employers(&case.parties, workers);
    employers(&receipt.parties, workers).any(|employer| theirs().any(|other| is_same(employer, other)))
}

fn employers<P>(parties: &[Party<P>], against: Side) -> impl Iterator<Item = &Employer<P>> {
    parties.iter().filter_map(move |party| match &party.who {
        Who::Employer(employer) if party.side != against && party.side != Side::ThirdParty => Some(employer),
        Who::Employer(_) | Who::Worker(_) => None,
    })
}

/// By the credit code where both give it, else by the name.
fn is_same<P, Q>(one: &Employer<P>, other: &Employer<Q>) -> bool {
    match (&one.credit_code, &other.credit_code) {
        (Some(one), Some(other)) => one == other,
        (None, _) | (_, None) => same_person::letters(&one.name) == same_person::letters(&other.name),
    }
}

/// How the case stands for one of its workers, who may have left it.
fn stands_for(case: &Case, left: Option<GivingUp>) -> Option<Earlier> {
    let manner = case.closing.map(|closing| closing.manner);
    match (left, manner) {
        (Some(GivingUp::DeemedWithdrawn), _) | (None, Some(Manner::DeemedWithdrawn)) => {
            Some(Earlier::DeemedWithdrawn)
        }
        (Some(GivingUp::Withdrawn), _) => None,
        (None, None) => Some(Earlier::Open),
        (None, Some(manner)) if manner.is_award() || manner == Manner::Mediated => Some(Earlier::Decided),
        (None, Some(Manner::Rejected)) => Some(Earlier::NotAccepted),
        (None, Some(_)) => None,
    }
}
