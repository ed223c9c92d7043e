//! The deadlines of a petition case (信访案件的期限): law notes §11.1.

use chrono::NaiveDate;

use super::rule::{Rule, RuleId};
use super::{Counted, Deadline, State, begun};
use crate::domain::case::{Case, PetitionCase};
use crate::domain::office::LawBook;
use crate::domain::period::{DueWith, Extension, due_with};
use crate::domain::stage::Manner;

pub(super) fn push(case: &Case, petition: &PetitionCase, book: &LawBook, all: &mut Vec<Deadline>) {
    let decided = |manner| matches!(manner, Manner::PetitionRejected | Manner::PetitionRedirected);
    let closed = case.closing.filter(|closing| decided(closing.manner)).map(|closing| closing.at);
    // Accepted, redirected or not accepted: the office has decided.
    let decision = petition.accepted.or(closed);
    all.extend(begun(RuleId::PT1, case.received, book).map(|due| due.met_by(decision, case)));
    all.extend(handling(case, petition, book));
}

/// PT2, with its extension where one was approved in time.
fn handling(case: &Case, petition: &PetitionCase, book: &LawBook) -> Option<Deadline> {
    let accepted = petition.accepted?;
    let rule = book.rule(RuleId::PT2, accepted.on)?;
    let due = count(rule, petition, book)?;
    let counted = Counted::Trial(Box::new(due));
    let answered = petition.answered.as_ref().map(|answered| answered.at);
    let running = Deadline {
        rule,
        trigger: accepted,
        anchor: accepted.by,
        cause: &rule.trigger,
        party: None,
        counted,
        state: State::Open,
        met: None,
    };
    Some(running.met_by(answered, case))
}

fn count(rule: &Rule, petition: &PetitionCase, book: &LawBook) -> Option<DueWith> {
    let start = petition.accepted?.on;
    let extension = petition.extension.as_ref();
    let extension = extension.map(|known| Extension { approved_on: known.approved.on, days: known.days });
    Some(due_with(start, rule.length()?, &[], extension, &book.calendar))
}

/// The last day on which a petition is handled in time, before it is extended; none before its acceptance.
#[must_use]
pub fn petition_due(petition: &PetitionCase, book: &LawBook) -> Option<NaiveDate> {
    let rule = book.rule(RuleId::PT2, petition.accepted?.on)?;
    count(rule, petition, book)?.unextended.due_on
}
