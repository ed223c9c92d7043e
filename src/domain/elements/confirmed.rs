//! What the tribunal confirmed of the elements (无争议事实), and what is left in dispute (争议焦点). What was confirmed stays so,
//! whatever is said later: only the correction of the entry takes it back. Not here: the act that confirms.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use crate::domain::case::{Case, Dated, ElementsConfirmed, Hearing, HearingState};
use crate::domain::code::Coded as _;
use crate::domain::id::PartyNo;

use super::answers::ElementAnswer;
use super::element::{Element, asked};
use super::standing::{ElementStatus, OfWorker, Standing, workers};

/// An undisputed fact about a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedFact {
    /// The worker.
    pub worker: PartyNo,
    /// The element.
    pub element: Element,
    /// What is undisputed of it.
    pub answer: ElementAnswer,
    /// The confirmation.
    pub confirmed: Dated,
    /// Who admitted what the others say.
    pub admitted_by: Option<PartyNo>,
}

/// An element of one worker, with all that is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedElement {
    /// Which.
    pub element: Element,
    /// Who says what: the worker first.
    pub answers: Vec<(PartyNo, ElementAnswer)>,
    /// Who has not answered yet.
    pub unanswered_by: Vec<PartyNo>,
    /// How the answers stand to one another.
    pub status: ElementStatus,
    /// What was confirmed of it.
    pub confirmed: Option<ConfirmedFact>,
}

impl ComparedElement {
    /// Whether the tribunal confirmed it, or may.
    #[must_use]
    pub fn is_undisputed(&self) -> bool {
        self.confirmed.is_some() || self.status == ElementStatus::Agreed
    }

    /// Whether it is what the hearing is about.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.confirmed.is_none() && self.status == ElementStatus::Differs
    }
}

/// A worker with every element that is asked, or that somebody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerElements {
    /// The worker.
    pub worker: PartyNo,
    /// The elements, in the order of the form.
    pub elements: Vec<ComparedElement>,
}

/// What was confirmed so far of those who are still in the case, worker by worker, in the order of the form.
#[must_use]
pub fn undisputed(case: &Case) -> Vec<ConfirmedFact> {
    undisputed_of(case, workers(case))
}

/// The same of these workers.
pub(in crate::domain) fn undisputed_of(case: &Case, of: impl Iterator<Item = PartyNo>) -> Vec<ConfirmedFact> {
    let of: HashSet<PartyNo> = of.collect();
    all_confirmed(case).into_values().filter(|fact| of.contains(&fact.worker)).collect()
}

/// What everyone says of these workers, side by side.
#[must_use]
pub fn side_by_side(case: &Case, of: &[PartyNo]) -> Vec<WorkerElements> {
    let (standing, asked, mut confirmed) = (Standing::of(case), asked(case), all_confirmed(case));
    let mut compare = |worker: PartyNo, said: &OfWorker, element: Element| {
        let answers = said.answers(element);
        if answers.is_empty() && !asked.contains(&element) {
            return None;
        }
        Some(ComparedElement {
            element,
            answers,
            unanswered_by: said.unanswered_by(element),
            status: said.status(element),
            confirmed: confirmed.remove(&(worker, element)),
        })
    };
    let mut of_worker = |worker: PartyNo| {
        let said = standing.of_worker(worker);
        let elements = Element::ROWS.iter().filter_map(|(element, _)| compare(worker, &said, *element));
        WorkerElements { worker, elements: elements.collect() }
    };
    of.iter().map(|worker| of_worker(*worker)).collect()
}

/// Everything that was confirmed; of what was confirmed twice, the first. Of each day the statements, which stand in the order
/// of their entries, are gone through once, because a collective case has thousands.
pub(in crate::domain) fn all_confirmed(case: &Case) -> BTreeMap<(PartyNo, Element), ConfirmedFact> {
    let mut of_days: BTreeMap<NaiveDate, Vec<&ElementsConfirmed>> = BTreeMap::new();
    for entry in &case.elements_confirmed {
        of_days.entry(entry.confirmed.on).or_default().push(entry);
    }
    let mut facts = BTreeMap::new();
    for (day, entries) in of_days {
        let mut standing = Standing::default();
        let mut statements = case.element_statements.iter().filter(|it| it.stated.on <= day).peekable();
        for entry in entries {
            while let Some(earlier) = statements.next_if(|it| it.stated.by < entry.confirmed.by) {
                standing.take(earlier);
            }
            standing.ask(case.present_at(entry.confirmed.by));
            add(&mut facts, entry, &standing);
        }
    }
    facts
}

/// Adds what an entry confirmed, unless an earlier one did.
fn add(
    facts: &mut BTreeMap<(PartyNo, Element), ConfirmedFact>,
    entry: &ElementsConfirmed,
    standing: &Standing,
) {
    let (confirmed, admitted_by) = (entry.confirmed, entry.admitted_by);
    for worker in &entry.workers {
        let said = standing.of_worker(*worker);
        for element in &entry.elements {
            let before = facts.get(&(*worker, *element)).map(|fact| fact.confirmed.by);
            let Some(answer) = said.undisputed(*element, admitted_by) else { continue };
            // Nobody admits what all had said.
            let is_agreed = said.status(*element) == ElementStatus::Agreed;
            let admitted_by = admitted_by.filter(|_| !is_agreed);
            if before.is_none_or(|before| confirmed.by < before) {
                let fact =
                    ConfirmedFact { worker: *worker, element: *element, answer, confirmed, admitted_by };
                facts.insert((*worker, *element), fact);
            }
        }
    }
}

/// The sitting that was going on when something was done: opened by then, and not closed or adjourned before that day. Of two
/// on one day it is the one that was opened last by then.
#[must_use]
pub fn sitting_then(case: &Case, at: Dated) -> Option<&Hearing> {
    case.hearings.iter().enumerate().rev().find_map(|(index, hearing)| {
        let opened = hearing.state.opened().filter(|opened| opened.by < at.by)?;
        let next = case.hearings.get(index.saturating_add(1)).map(|next| next.notice.on);
        let until = match &hearing.state {
            HearingState::Scheduled | HearingState::Postponed { .. } => return None,
            HearingState::Open { .. } => None,
            // The next sitting was announced when this one was adjourned.
            HearingState::Adjourned { .. } => next,
            HearingState::Closed { closed, .. } => Some(closed.on),
        };
        (opened.on <= at.on && until.is_none_or(|until| at.on <= until)).then_some(hearing)
    })
}
