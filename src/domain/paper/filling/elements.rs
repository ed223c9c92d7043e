//! What papers tell of the elements (要素式): the form, blank or as a party filled it in, and the undisputed facts in the record
//! of the hearing and in the award.

use crate::domain::case::ElementsStated;
use crate::domain::code::Coded as _;
use crate::domain::elements::answers::{ElementAnswer, ElementAnswers};
use crate::domain::elements::confirmed::{ConfirmedFact, sitting_then, undisputed_of};
use crate::domain::elements::element::{Element, ElementKind, asked};
use crate::domain::elements::standing::workers;
use crate::domain::id::PartyNo;
use crate::domain::paper::kind::CasePaper;

use super::Filling;

/// What stands for all workers of a case.
const ALL_WORKERS: &str = "全体劳动者";
/// What stands in a form that was filled in where nothing was answered.
const LEFT_OPEN: &str = "（未填写）";

/// The same fact of some workers.
struct Shared {
    element: Element,
    answer: ElementAnswer,
    of: Vec<PartyNo>,
}

impl Filling<'_> {
    pub(super) fn elements(&mut self) {
        if self.kind == CasePaper::ElementForm {
            self.element_form();
        } else if self.kind == CasePaper::HearingRecord {
            let opening = self.about.of.by;
            let here = |fact: &ConfirmedFact| {
                let opened = sitting_then(self.case(), fact.confirmed).and_then(|it| it.state.opened());
                opened.is_some_and(|opened| opened.by == opening)
            };
            let facts = self.confirmed().filter(here).collect();
            self.undisputed_facts(facts);
        } else if matches!(self.kind, CasePaper::AwardFinal | CasePaper::AwardNonFinal) {
            let award = self.about.of.by;
            let before = |fact: &ConfirmedFact| fact.confirmed.by < award;
            let facts = self.confirmed().filter(before).collect();
            self.undisputed_facts(facts);
        }
    }

    /// What was confirmed of those who were there when the paper tells of: who left since is in it.
    fn confirmed(&self) -> impl Iterator<Item = ConfirmedFact> + use<> {
        undisputed_of(self.case(), workers(self.then())).into_iter()
    }

    /// A form of the acceptance is blank; one of a statement has what the party said by then.
    fn element_form(&mut self) {
        let statements = &self.case().element_statements;
        let own = statements.iter().find(|stated| stated.stated.by == self.about.of.by);
        let answers = own.map(|own| as_amended(statements, own));
        let mut elements = asked(self.then());
        let beside = answers.iter().flat_map(|answers| answers.answered().map(|(element, _)| element));
        elements.extend(beside.collect::<Vec<_>>());
        elements.sort_unstable();
        elements.dedup();
        for (index, element) in (1_u32..).zip(elements) {
            let answer = match &answers {
                None => space_for(element),
                Some(answers) => {
                    answers.get(element).map_or_else(|| LEFT_OPEN.to_owned(), |it| it.written().zh)
                }
            };
            let row =
                [("no", index.to_string()), ("name", element.label().zh.to_owned()), ("answer", answer)];
            self.filled.push("elements", row);
        }
        let employers = self.about.party.and_then(|no| self.then().party(no)).filter(|it| !it.is_worker());
        if employers.is_some() && workers(self.then()).nth(1).is_some() {
            let named = own.and_then(|own| own.worker).and_then(|worker| self.name(worker));
            self.set("element_worker", Some(named.unwrap_or_else(|| ALL_WORKERS.to_owned())));
        }
    }

    fn undisputed_facts(&mut self, facts: Vec<ConfirmedFact>) {
        self.filled.no_rows("undisputed_facts");
        let all = workers(self.then()).count();
        for (index, Shared { element, answer, of }) in (1_u32..).zip(shared(facts)) {
            let (element, answer) = (element.label().zh, answer.written().zh);
            let whose = if all == 1 {
                None
            } else if of.len() == all {
                Some(ALL_WORKERS.to_owned())
            } else {
                self.names(of)
            };
            let text = match &whose {
                None => format!("{element}：{answer}"),
                Some(whose) => format!("{element}（{whose}）：{answer}"),
            };
            let row = [
                ("no", index.to_string()),
                ("workers", whose.unwrap_or_default()),
                ("element", element.to_owned()),
                ("answer", answer),
                ("text", text),
            ];
            self.filled.push("undisputed_facts", row);
        }
    }
}

/// What a party had said in its statements of the same workers when it gave one of them.
fn as_amended(statements: &[ElementsStated], own: &ElementsStated) -> ElementAnswers {
    let line = statements.iter().filter(|it| (it.party, it.worker) == (own.party, own.worker));
    let by_then = line.filter(|it| it.stated.by <= own.stated.by);
    by_then.fold(ElementAnswers::default(), |said, it| said.amended_by(&it.answers))
}

/// The facts in the order of the form, those that are the same of several workers as one.
fn shared(mut facts: Vec<ConfirmedFact>) -> Vec<Shared> {
    facts.sort_by_key(|fact| (fact.element, fact.worker));
    let mut all: Vec<Shared> = Vec::new();
    for ConfirmedFact { worker, element, answer, .. } in facts {
        let same = |it: &&mut Shared| it.answer.agrees_with(&answer);
        match all.iter_mut().rev().take_while(|it| it.element == element).find(same) {
            Some(same) => same.of.push(worker),
            None => all.push(Shared { element, answer, of: vec![worker] }),
        }
    }
    all
}

/// The space for an answer that is written by hand.
fn space_for(element: Element) -> String {
    match element.kind() {
        ElementKind::Date => "　　　　年　　月　　日".to_owned(),
        ElementKind::Money => "人民币　　　　　　　　元".to_owned(),
        ElementKind::Text => "（　　　　　　　　　　　　）".to_owned(),
        ElementKind::YesNo => "□是　□否".to_owned(),
        ElementKind::Months => "　　　　个月".to_owned(),
        ElementKind::Choice => {
            let choices = element.choices().into_iter().map(|choice| format!("□{}", choice.zh));
            choices.collect::<Vec<_>>().join("　")
        }
    }
}
