//! What the proceedings of one matter (纠纷) say together, for the next one that is opened in it: how long limitation
//! runs, whether arbitration has had the dispute, whether an inspection is barred. Not here: how they follow from each
//! other (`act::opening`), and that they are loaded (`app::onward`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::act::filing::Prior;
use crate::domain::act::inspection::receipt::{ClueSource, Forum};
use crate::domain::act::opening::Opening;
use crate::domain::case::{Case, GaveUp, GivingUp, MediationCase};
use crate::domain::case_kind::CaseKind;
use crate::domain::id::PartyNo;
use crate::domain::party::{Party, Side};
use crate::domain::stage::Manner;

impl<P> Opening<P> {
    /// The same, received on a day, with what the proceedings of its matter say of it: one answer for every door that
    /// leads from one proceeding to the next. `from` is the one that leads there.
    #[must_use]
    pub fn in_matter(self, proceedings: &[Case], from: &Case, on: NaiveDate) -> Opening<P> {
        let applicants = applicants_of(self.parties(), from);
        match self {
            Opening::Arbitration(mut receipt) => {
                receipt.interrupted_on = interruptions(proceedings, on);
                receipt.prior = earlier_arbitration(proceedings, &applicants);
                Opening::Arbitration(receipt)
            }
            Opening::Inspection(mut receipt) => {
                receipt.also_before = receipt.also_before.or_else(|| also_before(proceedings, &applicants));
                Opening::Inspection(receipt)
            }
            Opening::Mediation(_) | Opening::Petition(_) | Opening::Ledger(_) => self,
        }
    }
}

/// The days up to a day on which the proceedings interrupted the limitation, in order: each time somebody asked for help
/// (LAW 27, R33 27), and what a mediation itself says.
#[must_use]
pub fn interruptions(proceedings: &[Case], until: NaiveDate) -> Vec<NaiveDate> {
    let days = proceedings.iter().flat_map(|case| match case.kind {
        CaseKind::Mediation => case.interruptions(),
        CaseKind::Inspection => Some(case.received.on).filter(|_| is_complaint(case)).into_iter().collect(),
        CaseKind::Arbitration | CaseKind::Petition => vec![case.received.on],
    });
    days.filter(|on| *on <= until).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether workers asked the inspectorate for help: what it found by itself, or a third person reported, is no claim of
/// theirs.
fn is_complaint(case: &Case) -> bool {
    let asked = case.inspection.as_ref().is_some_and(|own| match own.source {
        ClueSource::Complaint
        | ClueSource::Hotline
        | ClueSource::ArrearsPlatform
        | ClueSource::Petition
        | ClueSource::Transferred => true,
        ClueSource::Report | ClueSource::OwnInspection => false,
    });
    asked && case.side(Side::Applicant).any(Party::is_worker)
}

/// The arbitration case of these applicants that the next application is held against: one that was deemed withdrawn bars it
/// (R33 39); one that is open, or has decided, may make it a second application (R33 34).
#[must_use]
pub fn earlier_arbitration(proceedings: &[Case], applicants: &BTreeSet<PartyNo>) -> Option<Prior> {
    let manner = |case: &Case| case.closing.map(|closing| closing.manner);
    let gave_up = |left: &GaveUp| {
        left.how == GivingUp::DeemedWithdrawn && left.parties.iter().any(|no| applicants.contains(no))
    };
    let deemed =
        |case: &Case| manner(case) == Some(Manner::DeemedWithdrawn) || case.gave_up.iter().any(gave_up);
    let decided = |manner: Manner| manner.is_award() || manner == Manner::Mediated;
    let rank = |case: &Case| match manner(case) {
        _ if deemed(case) => Some(0),
        None => Some(1),
        Some(manner) => decided(manner).then_some(2),
    };
    let cases = proceedings.iter().filter(|case| case.kind == CaseKind::Arbitration);
    let cases = cases.filter(|case| is_of(case, applicants));
    let ranked = cases.filter_map(|case| rank(case).map(|rank| (rank, case)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, case)| Prior {
        case: case.id,
        manner: manner(case),
        barred: None,
    })
}

/// Who has the matter of these applicants already, so that a complaint of it is not accepted (GDLS 39(4)): a court that an
/// award was taken to, or that has the suit over an arbitration out of time; else a commission that accepted it, and
/// still has it or has decided, or that confirmed a mediation agreement.
#[must_use]
pub fn also_before(proceedings: &[Case], applicants: &BTreeSet<PartyNo>) -> Option<Forum> {
    let forums = || proceedings.iter().filter(|case| is_of(case, applicants)).filter_map(forum_of);
    forums().find(|forum| *forum == Forum::Court).or_else(|| forums().next())
}

fn forum_of(case: &Case) -> Option<Forum> {
    let closing = case.closing.map(|closing| closing.manner);
    if !case.challenges.is_empty() || closing == Some(Manner::Terminated) {
        return Some(Forum::Court);
    }
    let has_or_decided = closing.is_none_or(|manner| manner.is_award() || manner == Manner::Mediated);
    let accepted = case.acceptance.is_some() && has_or_decided;
    let confirmed = case.mediation.as_ref().is_some_and(MediationCase::is_confirmed);
    (accepted || confirmed).then_some(Forum::Arbitration)
}

/// Whether a case is of an applicant of these: after a split, each goes its own way.
fn is_of(case: &Case, applicants: &BTreeSet<PartyNo>) -> bool {
    case.side(Side::Applicant).any(|party| applicants.contains(&party.no))
}

/// The applicants of the next proceeding by their numbers, which parties keep from one of a matter to the next. Where it
/// brings others, it is of those too from whom it came: what they have done is not undone by another number.
fn applicants_of<P>(parties: &[Party<P>], from: &Case) -> BTreeSet<PartyNo> {
    let applies = parties.iter().filter(|party| party.side == Side::Applicant);
    let mut own: BTreeSet<PartyNo> = applies.map(|party| party.no).collect();
    let of_from: BTreeSet<PartyNo> = from.side(Side::Applicant).map(|party| party.no).collect();
    if !own.is_subset(&of_from) {
        own.extend(of_from);
    }
    own
}
