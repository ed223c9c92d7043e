//! The statements of the parties side by side (要素对照): of each worker, what each party says of each element, as amended
//! last, and whether they agree. Not here: what was confirmed of it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::case::{Case, Dated, ElementsStated};
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::PartyNo;
use crate::domain::party::{Party, PersonRef, Side};

use super::answers::{ElementAnswer, ElementAnswers};
use super::element::Element;

/// How the answers to an element stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ElementStatus {
    /// 陈述一致: the worker and every employer say the same, and nobody else.
    Agreed,
    /// 陈述不一致.
    Differs,
    /// 仅部分当事人填写: nobody contradicts, and not everyone who is asked has answered.
    PartlyAnswered,
    /// 均未填写.
    Unanswered,
}

impl Coded for ElementStatus {
    const LIST: &'static str = "element_status";
    const ROWS: &'static [(Self, Label)] = &[
        (ElementStatus::Agreed, label("agreed", "陈述一致", "All say the same")),
        (ElementStatus::Differs, label("differs", "陈述不一致", "They differ")),
        (
            ElementStatus::PartlyAnswered,
            label("partly_answered", "仅部分当事人填写", "Answered by some only"),
        ),
        (ElementStatus::Unanswered, label("unanswered", "均未填写", "Answered by nobody")),
    ];
}

/// The workers whose employment a case is about, in the order of their numbers in it: those who apply or answer.
pub fn workers(case: &Case) -> impl Iterator<Item = PartyNo> + '_ {
    case.present().filter(|party| is_asked_worker(party)).map(|party| party.no)
}

/// The parties of whom statements are asked: these workers, and everyone who is no worker.
pub fn asked_parties(case: &Case) -> impl Iterator<Item = &Party<PersonRef>> {
    case.present().filter(|party| is_asked_worker(party) || !party.is_worker())
}

fn is_asked_worker(party: &Party<PersonRef>) -> bool {
    party.is_worker() && party.side != Side::ThirdParty
}

/// What everyone says, each statement amended by those after it.
#[derive(Debug, Default)]
pub struct Standing {
    /// By the party, and by the worker whom it names.
    lines: HashMap<(PartyNo, Option<PartyNo>), ElementAnswers>,
    /// Who is no worker, and whether nothing is agreed without it.
    others: Vec<(PartyNo, Need)>,
}

/// Whether there is agreement without a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Needed,
    Heard,
}

impl Standing {
    /// As it stands now.
    #[must_use]
    pub fn of(case: &Case) -> Standing {
        let mut standing = Standing::default();
        case.element_statements.iter().for_each(|stated| standing.take(stated));
        standing.ask(case.present());
        standing
    }

    /// As it stood when something happened, among those who were in the case then: what was said by that day, and was on
    /// record. A confirmation may be written down after the sitting, and rests on nothing that was said between.
    #[must_use]
    pub fn when(case: &Case, at: Dated) -> Standing {
        let mut standing = Standing::default();
        let said = |stated: &&ElementsStated| stated.stated.by < at.by && stated.stated.on <= at.on;
        case.element_statements.iter().filter(said).for_each(|stated| standing.take(stated));
        standing.ask(case.present_at(at.by));
        standing
    }

    /// Adds a statement, which amends what its party said before.
    pub(super) fn take(&mut self, ElementsStated { party, worker, answers, .. }: &ElementsStated) {
        let line = self.lines.entry((*party, *worker)).or_default();
        *line = std::mem::take(line).amended_by(answers);
    }

    /// Says who is asked, in place of who was: those who are in the case.
    pub(super) fn ask<'a>(&mut self, parties: impl Iterator<Item = &'a Party<PersonRef>>) {
        let need = |side: Side| if side == Side::ThirdParty { Need::Heard } else { Need::Needed };
        let others = parties.filter(|party| !party.is_worker()).map(|party| (party.no, need(party.side)));
        self.others = others.collect();
    }

    /// What an employer says of all workers, or a worker of the own employment.
    #[must_use]
    pub fn of_all(&self, party: PartyNo) -> ElementAnswers {
        self.lines.get(&(party, None)).cloned().unwrap_or_default()
    }

    /// What a party says of a worker; what an employer says of this one goes before what it says of all.
    #[must_use]
    pub fn answers(&self, party: PartyNo, worker: PartyNo) -> ElementAnswers {
        match self.lines.get(&(party, Some(worker))) {
            Some(named) => self.of_all(party).amended_by(named),
            None => self.of_all(party),
        }
    }

    /// What everyone says of a worker.
    #[must_use]
    pub fn of_worker(&self, worker: PartyNo) -> OfWorker {
        let own = std::iter::once((worker, Need::Needed));
        let asked: Vec<(PartyNo, Need)> = own.chain(self.others.iter().copied()).collect();
        let said = asked.iter().map(|(party, _)| (*party, self.answers(*party, worker))).collect();
        OfWorker { asked, said }
    }
}

/// What everyone says of one worker.
#[derive(Debug)]
pub struct OfWorker {
    asked: Vec<(PartyNo, Need)>,
    said: Vec<(PartyNo, ElementAnswers)>,
}

impl OfWorker {
    /// Who answers an element, and how: the worker first.
    #[must_use]
    pub fn answers(&self, element: Element) -> Vec<(PartyNo, ElementAnswer)> {
        self.said.iter().filter_map(|(party, said)| Some((*party, said.get(element)?))).collect()
    }

    /// Who is asked an element and has not answered; of third parties nothing is awaited.
    #[must_use]
    pub fn unanswered_by(&self, element: Element) -> Vec<PartyNo> {
        let answered: Vec<PartyNo> = self.answers(element).into_iter().map(|(party, _)| party).collect();
        self.needed().filter(|party| !answered.contains(party)).collect()
    }

    /// How the answers to an element stand to one another.
    #[must_use]
    pub fn status(&self, element: Element) -> ElementStatus {
        let answers = self.answers(element);
        let Some(((_, first), rest)) = answers.split_first() else { return ElementStatus::Unanswered };
        if rest.iter().any(|(_, other)| !other.agrees_with(first)) {
            ElementStatus::Differs
        } else if self.has_two_sides() && self.unanswered_by(element).is_empty() {
            ElementStatus::Agreed
        } else {
            ElementStatus::PartlyAnswered
        }
    }

    /// The answer that is undisputed: what all say, or what all but one say whom it is against and who admits it.
    #[must_use]
    pub fn undisputed(&self, element: Element, admitted_by: Option<PartyNo>) -> Option<ElementAnswer> {
        if admitted_by.is_some_and(|by| self.asked.iter().all(|(party, _)| *party != by)) {
            return None;
        }
        let is_other = |party: PartyNo| Some(party) != admitted_by;
        let answers: Vec<_> =
            self.answers(element).into_iter().filter(|(party, _)| is_other(*party)).collect();
        let silent = self.unanswered_by(element).into_iter().any(is_other);
        let ((_, first), rest) = answers.split_first()?;
        let one_voice = rest.iter().all(|(_, other)| other.agrees_with(first));
        (one_voice && !silent && self.has_two_sides()).then(|| first.clone())
    }

    fn needed(&self) -> impl Iterator<Item = PartyNo> + '_ {
        self.asked.iter().filter(|(_, need)| *need == Need::Needed).map(|(party, _)| *party)
    }

    /// A worker alone agrees with nobody.
    fn has_two_sides(&self) -> bool {
        self.needed().nth(1).is_some()
    }
}
