//! What the proceedings of one matter (纠纷) say together, for the next one that is opened in it: how long limitation
//! runs, whether arbitration has had the dispute, whether an inspection is barred, whether another may give a title. Not here: how they follow from each
//! other (`act::opening`), and that they are loaded (`app::onward`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::act::filing::Prior;
use crate::domain::act::inspection::receipt::Forum;
use crate::domain::act::opening::Opening;
use crate::domain::case::{Case, GaveUp, GivingUp, InspectionCase, MediationCase};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::finding::Findings;
use crate::domain::id::PartyNo;
use crate::domain::limitation::LimitationFacts;
use crate::domain::party::{Party, Side};
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

impl<P> Opening<P> {
    /// The same, received on a day, with what the proceedings of its matter say of it: one answer for every door that
    /// leads from one proceeding to the next. `from` is the one that leads there.
    #[must_use]
    pub fn in_matter(self, proceedings: &[Case], from: &Case, on: NaiveDate) -> Opening<P> {
        let applicants = applicants_of(self.parties(), from);
        match self {
            Opening::Arbitration(mut receipt) => {
                let known = LimitationFacts::of(&receipt).unwrap_or_default();
                let facts = limitation(known, proceedings, (&applicants, on));
                receipt.infringed_on = facts.infringed_on;
                receipt.employment_ended_on = facts.employment_ended_on;
                receipt.interrupted_on = facts.interrupted_on;
                receipt.obstacles = facts.obstacles;
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

/// One title for one dispute (our choice): whoever opens an arbitration or a mediation is asked to look where another
/// proceeding of the same matter, of an applicant of it, may give one too, or has given it. By whichever door it is opened.
/// Of an earlier arbitration the acceptance of the next one warns (R33 34).
pub fn warn_of_another_title<P>(
    opening: &Opening<P>,
    proceedings: &[Case],
    from: &Case,
    findings: &mut Findings,
) {
    let beside: &[CaseKind] = match opening {
        Opening::Arbitration(_) => &[CaseKind::Mediation],
        Opening::Mediation(_) => &[CaseKind::Arbitration, CaseKind::Mediation],
        Opening::Inspection(_) | Opening::Petition(_) | Opening::Ledger(_) => return,
    };
    let applicants = applicants_of(opening.parties(), from);
    // The one that leads on is asked by its own act whether it may.
    let counts = |case: &&Case| case.id != from.id && (gave_title(case) || case.closing.is_none());
    let of_them = |case: &&Case| beside.contains(&case.kind) && is_of(case, &applicants);
    for kind in beside {
        let mut same = proceedings.iter().filter(of_them).filter(counts).filter(|case| case.kind == *kind);
        if same.next().is_some() {
            let name = kind.label();
            let text = words(
                format!("同一纠纷的{}程序尚在办理或者已有结果，一个纠纷只应有一个执行依据，请核对", name.zh),
                format!(
                    "another proceeding of this matter is open, or has given a title ({}); one dispute has one title, \
                     please check",
                    name.en
                ),
            );
            findings.warn("title_elsewhere", None, text);
        }
    }
}

/// Whether a proceeding ended in something that can be enforced, or in an agreement that holds.
fn gave_title(case: &Case) -> bool {
    let decided = case.closing.is_some_and(|it| it.manner.is_award() || it.manner == Manner::Mediated);
    decided || case.mediation.as_ref().is_some_and(MediationCase::gave_title)
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

/// What is known of the limitation of the claims of these applicants on a day: what is said now, what they said in earlier
/// proceedings of the matter, the last said first, and what these proceedings interrupted.
fn limitation(
    said: LimitationFacts,
    proceedings: &[Case],
    (applicants, on): (&BTreeSet<PartyNo>, NaiveDate),
) -> LimitationFacts {
    let theirs = proceedings.iter().rev().filter(|case| is_of(case, applicants));
    let earlier: Vec<&LimitationFacts> = theirs.filter_map(|case| case.limitation.as_ref()).collect();
    let days = earlier.iter().flat_map(|facts| facts.interrupted_on.iter().copied());
    let days: BTreeSet<NaiveDate> = days.filter(|day| *day <= on).collect();
    let days: BTreeSet<NaiveDate> =
        days.into_iter().chain(interruptions(proceedings, on)).chain(said.interrupted_on).collect();
    let mut obstacles = said.obstacles;
    for obstacle in earlier.iter().flat_map(|facts| &facts.obstacles) {
        let is_said = obstacles.iter().any(|known| known.from == obstacle.from);
        if !is_said && obstacle.from <= on && obstacle.until.is_none_or(|until| until <= on) {
            obstacles.push(*obstacle);
        }
    }
    obstacles.sort_by_key(|obstacle| obstacle.from);
    let first = |of: fn(&LimitationFacts) -> Option<NaiveDate>| {
        earlier.iter().find_map(|facts| of(facts)).filter(|day| *day <= on)
    };
    let infringed_on = said.infringed_on.or_else(|| first(|facts| facts.infringed_on));
    let employment_ended_on = said.employment_ended_on.or_else(|| first(|facts| facts.employment_ended_on));
    // What anybody said goes before what is inferred.
    let inferred = || violation_ended_on(proceedings, applicants).filter(|day| *day <= on);
    LimitationFacts {
        infringed_on: infringed_on.or_else(|| employment_ended_on.is_none().then(inferred).flatten()),
        employment_ended_on,
        interrupted_on: days.into_iter().collect(),
        obstacles,
    }
}

/// When a violation of these applicants' rights ended, as their last inspection has it: the latest day on which they came to
/// know of it, where nothing else is known (our choice).
fn violation_ended_on(proceedings: &[Case], applicants: &BTreeSet<PartyNo>) -> Option<NaiveDate> {
    let theirs = proceedings.iter().rev().filter(|case| is_of(case, applicants));
    theirs.filter_map(|case| case.inspection.as_ref()).find_map(|own| own.violation_ended_on)
}

/// Whether workers asked the inspectorate for help: what it found by itself, or a third person reported, is no claim of
/// theirs.
fn is_complaint(case: &Case) -> bool {
    case.inspection.as_ref().is_some_and(InspectionCase::is_complaint)
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
