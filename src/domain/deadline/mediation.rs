//! The deadlines of a mediation case (调解案件的期限): law notes §1.1, and the enforcement of
//! what the commission confirmed (P06). Not here: mediation within an arbitration case
//! (`filing`, `proceedings`), and M06, for which the law sets no period.

use super::award::{Begins, Debt, Enforceable, Pursued};
use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::act::mediation::ReviewResult;
use crate::domain::case::{Agreement, Case, Dated, MediationCase, Review};
use crate::domain::money::Fen;
use crate::domain::office::LawBook;

pub(super) fn push(case: &Case, mediation: &MediationCase, book: &LawBook, all: &mut Vec<Deadline>) {
    let closed = case.closing.map(|closing| closing.at);
    // Taken up or refused, the body has answered (M02).
    all.extend(
        begun(RuleId::M02, case.received, book).map(|due| due.met_by(mediation.started.or(closed), case)),
    );
    // The period of the law runs from the receipt, not from the start (our choice: law notes §11.1).
    let begun = begun(RuleId::M03, case.received, book);
    let prolonged = mediation.prolonged.map(Into::into);
    // What ran out ended by itself on its last day (LAW 14), whenever that was put on record.
    let ended = closed.map(|closed| Dated { on: mediation.lapsed_on.unwrap_or(closed.on), ..closed });
    all.extend(begun.map(|due| due.extended_by(prolonged, book).met_by(ended, case)));
    if let Some(agreement) = mediation.agreement {
        review_request(case, (mediation, agreement), book, all);
    }
    all.extend(confirmed(case, mediation, book).map(|confirmed| confirmed.term));
    for review in &mediation.reviews {
        review_itself(review, book, all);
    }
}

/// M04: the parties' term to ask for a review, from the day of effect. An agreement that was performed within it, or a
/// dispute that went on, needs none (our choice).
fn review_request(
    case: &Case,
    (mediation, agreement): (&MediationCase, Agreement),
    book: &LawBook,
    all: &mut Vec<Deadline>,
) {
    let Some(begun) = begun(RuleId::M04, agreement.at, book) else { return };
    let met = mediation.reviews.iter().map(|review| review.requested).min_by_key(|requested| requested.on);
    let over = mediation.performed.into_iter().chain(case.gone_to_arbitration());
    let needs_none = begun.due_on().is_some_and(|due| over.into_iter().any(|over| over.on <= due));
    let state = match met {
        Some(_) => State::Met,
        None if needs_none => State::Ended,
        None => State::Open,
    };
    all.push(Deadline { state, met, ..begun });
}

/// P06: once the commission made a mediation document of the agreement it is enforced like one (R33 77, LAW 51): from the
/// last day to perform that was agreed, or from the effect of the document where none was agreed, or that day was over
/// (our choice).
pub(super) fn confirmed(case: &Case, mediation: &MediationCase, book: &LawBook) -> Option<Enforceable> {
    let agreement = mediation.agreement.filter(|agreement| agreement.amount > Fen::ZERO)?;
    let mut ends = mediation.reviews.iter().filter_map(|review| review.ended);
    let confirmed = ends.find(|end| end.result == ReviewResult::Confirmed)?.at;
    let stated = agreement.perform_by.map(|on| Dated { on, ..agreement.at });
    let claimants = case.claims.iter().map(|claim| claim.claimant).collect();
    let creditors = Some(claimants).filter(|it| case.are_of_one_side(it)).unwrap_or_default();
    let debt = Debt { of: None, over: None, creditors, amount: agreement.amount };
    let due = Pursued::of(case).enforcement(Begins::by(confirmed, stated, None), debt, book)?;
    let met = due.term.met.into_iter().chain(mediation.performed).min_by_key(|met| (met.on, met.by));
    let state = if met.is_some() { State::Met } else { State::Open };
    Some(Enforceable { term: Deadline { state, met, ..due.term }, ..due })
}

/// M05: the review is done with the first document made of the agreement, its denial, or its withdrawal. It runs
/// after the closing of the mediation, which the agreement was.
fn review_itself(review: &Review, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(begun) = review.accepted.and_then(|accepted| begun(RuleId::M05, accepted, book)) else { return };
    let met = review.document.or(review.ended.map(|end| end.at));
    let state = if met.is_some() { State::Met } else { State::Open };
    let extended = begun.extended_by(review.extended.map(Into::into), book);
    all.push(Deadline { state, met, ..extended });
}
