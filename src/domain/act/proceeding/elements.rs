//! The element form (要素式): what a party states of the facts that are asked of both (要素表), and what the tribunal confirms
//! of them at the hearing (无争议事实确认). Which elements there are, and when the parties agree, is in `elements`.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::tribunal;
use crate::domain::case::{Case, Dated, ElementsConfirmed, ElementsStated};
use crate::domain::code::Coded as _;
use crate::domain::elements::answers::{ElementAnswer, ElementAnswers};
use crate::domain::elements::confirmed::{all_confirmed, sitting_then};
use crate::domain::elements::element::Element;
use crate::domain::elements::standing::{Standing, asked_parties, workers};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::refusal::{Words, words};

/// So many workers are named where an element is refused.
const NAMED_WORKERS_MAX: usize = 5;

/// 填写要素表: the answers of one party. A later statement amends an earlier one, answer by answer; none is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ElementStatement {
    /// Whose statement it is. A worker speaks of the own employment.
    pub party: PartyNo,
    /// About which worker, where an employer speaks of one alone; about all of them, if nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<PartyNo>,
    /// The answers.
    pub answers: ElementAnswers,
}

impl ActRule for ElementStatement {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_not_over(case, at, findings);
        if self.answers.is_empty() {
            let text = words("没有填写任何要素", "no element is answered");
            findings.invalid("nothing_answered", "/answers", text);
        }
        check_past(&self.answers, at.on, findings);
        let Ok(worker) = self.check_of_whom(case, findings) else { return };
        // Of a statement about all, what is said of everyone goes before.
        let standing = Standing::of(case);
        let before = worker.map(|worker| standing.answers(self.party, worker));
        let amended = before.unwrap_or_else(|| standing.of_all(self.party)).amended_by(&self.answers);
        self.check_void(&amended, findings);
        self.check_spans(&amended, findings);
        self.warn_of_confirmed(case, worker, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let ElementStatement { party, worker, answers } = self;
        let worker = worker.filter(|worker| *worker != party);
        case.element_statements.push(ElementsStated { stated: at.dated(), party, worker, answers });
    }
}

impl ElementStatement {
    /// Who speaks, and of whom: the worker it is about, none inside for all, an error when something was found wrong.
    fn check_of_whom(&self, case: &Case, findings: &mut Findings) -> Result<Option<PartyNo>, ()> {
        let Some(party) = asked_parties(case).find(|party| party.no == self.party) else {
            let text = words(
                "要素表由申请或者被申请的劳动者和用人单位填写",
                "the form is for workers who apply or answer, and for employers",
            );
            findings.invalid("party_not_asked", "/party", text);
            return Err(());
        };
        if party.is_worker() {
            if self.worker.is_some_and(|worker| worker != self.party) {
                let text = words("劳动者只陈述本人的要素", "a worker speaks of the own employment alone");
                findings.invalid("speaks_for_itself", "/worker", text);
                return Err(());
            }
            return Ok(Some(self.party));
        }
        if let Some(worker) = self.worker
            && workers(case).all(|known| known != worker)
        {
            findings.invalid("worker_unknown", "/worker", not_a_worker());
            return Err(());
        }
        Ok(self.worker)
    }

    /// What hangs on another answer is not told where that one is no; what the party said before counts too.
    fn check_void(&self, amended: &ElementAnswers, findings: &mut Findings) {
        for element in amended.void().into_iter().filter(|element| self.answers.get(*element).is_some()) {
            let name = element.label();
            let text = words(
                format!("与其他要素的回答矛盾，不应填写“{}”", name.zh),
                format!("by another answer there is nothing to say of this: {}", name.en),
            );
            findings.invalid("answers_contradict", &pointer(element), text);
        }
    }

    /// What begins does not end before, also where the party said one of the two days earlier.
    fn check_spans(&self, amended: &ElementAnswers, findings: &mut Findings) {
        let spans = [
            ((Element::HiredOn, amended.hired_on), (Element::EndedOn, amended.ended_on)),
            (
                (Element::ContractFrom, amended.contract_from),
                (Element::ContractUntil, amended.contract_until),
            ),
            ((Element::UnpaidFrom, amended.unpaid_from), (Element::UnpaidUntil, amended.unpaid_until)),
        ];
        for ((first, from), (last, until)) in spans {
            let said_now = [last, first].into_iter().find(|element| self.answers.get(*element).is_some());
            let is_wrong = from.zip(until).is_some_and(|(from, until)| until < from);
            if let Some(element) = said_now.filter(|_| is_wrong) {
                let text = words("截止日期早于起始日期", "it ends before it begins");
                findings.invalid("ends_before_it_begins", &pointer(element), text);
            }
        }
    }

    /// What was confirmed stays confirmed: a statement that says otherwise is recorded, and changes nothing of it.
    fn warn_of_confirmed(&self, case: &Case, worker: Option<PartyNo>, findings: &mut Findings) {
        if case.elements_confirmed.is_empty() {
            return;
        }
        let confirmed = all_confirmed(case);
        let of_whom = |of: PartyNo| worker.is_none_or(|worker| worker == of);
        let differs = |((of, element), answer): (&(PartyNo, Element), &ElementAnswer)| {
            let said = self.answers.get(*element).filter(|_| of_whom(*of))?;
            (!said.agrees_with(answer)).then_some(*element)
        };
        let facts = confirmed.iter().map(|(key, fact)| (key, &fact.answer));
        let mut elements: Vec<Element> = facts.filter_map(differs).collect();
        elements.sort_unstable();
        elements.dedup();
        if !elements.is_empty() {
            let (zh, en) = names(&elements);
            let text = words(
                format!("与庭审中已确认的无争议事实不一致：{zh}；已确认的事实不因此改变"),
                format!("it says otherwise than what was confirmed at the hearing, which stays: {en}"),
            );
            findings.warn("contradicts_confirmed", None, text);
        }
    }
}

/// 确认无争议事实: at the hearing the tribunal confirms what the parties agree on, or what one admits whom it is against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ElementConfirmation {
    /// Which elements: what is confirmed of each is what the statements say.
    #[schema(min_items = 1, max_items = 25)]
    pub elements: Vec<Element>,
    /// Of which workers; of all, if nobody is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_000)]
    pub workers: Vec<PartyNo>,
    /// Who admits at the hearing what the others say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitted_by: Option<PartyNo>,
}

impl ActRule for ElementConfirmation {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_heard(case, findings);
        self.check_sitting(case, at, findings);
        check_each_once(&self.elements, "/elements", findings);
        check_each_once(&self.workers, "/workers", findings);
        let known: HashSet<PartyNo> = workers(case).collect();
        let unknown = self.workers.iter().enumerate().filter(|(_, worker)| !known.contains(worker));
        for (index, _) in unknown {
            findings.invalid("worker_unknown", &format!("/workers/{index}"), not_a_worker());
        }
        self.check_undisputed(case, (&known, at.dated()), findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let of = self.of_whom(case);
        let ElementConfirmation { elements, admitted_by, .. } = self;
        case.elements_confirmed.push(ElementsConfirmed {
            confirmed: at.dated(),
            elements,
            workers: of,
            admitted_by,
        });
    }
}

impl ElementConfirmation {
    fn of_whom(&self, case: &Case) -> Vec<PartyNo> {
        if self.workers.is_empty() { workers(case).collect() } else { self.workers.clone() }
    }

    /// It is done while a sitting goes on, before those who came to it.
    fn check_sitting(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(sitting) = sitting_then(case, at.dated()) else {
            let text = words("该日没有正在进行的庭审", "no sitting was going on that day");
            findings.invalid("no_sitting_then", "/on", text);
            return;
        };
        let Some(by) = self.admitted_by else { return };
        if asked_parties(case).all(|party| party.no != by) {
            let text = words("不是填写要素表的当事人", "not a party of whom the form is asked");
            findings.invalid("party_not_asked", "/admitted_by", text);
        } else if sitting.state.absent().contains(&by) {
            let text =
                words("该当事人未到庭，不能当庭承认", "the party stayed away and admits nothing there");
            findings.invalid("absent_admits_nothing", "/admitted_by", text);
        }
    }

    fn check_undisputed(
        &self,
        case: &Case,
        (known, at): (&HashSet<PartyNo>, Dated),
        findings: &mut Findings,
    ) {
        let (standing, confirmed) = (Standing::when(case, at), all_confirmed(case));
        let of: Vec<_> = self.of_whom(case).into_iter().filter(|worker| known.contains(worker)).collect();
        let said: Vec<_> = of.iter().map(|worker| (*worker, standing.of_worker(*worker))).collect();
        for (index, element) in self.elements.iter().enumerate() {
            let field = format!("/elements/{index}");
            let again = of.iter().filter(|worker| confirmed.contains_key(&(**worker, *element)));
            refuse(("confirmed_already", &field), *element, again.copied(), findings);
            let open = said.iter().filter(|(worker, said)| {
                let is_open = said.undisputed(*element, self.admitted_by).is_none();
                is_open && !confirmed.contains_key(&(*worker, *element))
            });
            refuse(("still_disputed", &field), *element, open.map(|(worker, _)| *worker), findings);
        }
    }
}

/// Refuses an element of these workers, if there are any.
fn refuse(
    (code, field): (&'static str, &str),
    element: Element,
    of: impl Iterator<Item = PartyNo>,
    findings: &mut Findings,
) {
    let of: Vec<String> = of.take(NAMED_WORKERS_MAX).map(|worker| worker.to_string()).collect();
    if of.is_empty() {
        return;
    }
    let (name, of) = (element.label(), of.join(", "));
    let text = if code == "confirmed_already" {
        words(
            format!("“{}”已经确认（当事人{of}）", name.zh),
            format!("confirmed already, of the parties {of}: {}", name.en),
        )
    } else {
        words(
            format!("“{}”各方陈述不一致或者未全部填写，也没有一方承认（当事人{of}）", name.zh),
            format!(
                "not all say the same, and nobody admits what the others say, of the parties {of}: {}",
                name.en
            ),
        )
    };
    findings.invalid(code, field, text);
}

/// The form is filled in until the last hearing is closed.
pub(in crate::domain::act) fn check_not_over(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if let Some(ended) = tribunal::hearings_over(case).filter(|ended| at.on > *ended) {
        let text = words(
            format!("庭审已于{ended}结束，不再填写要素表"),
            format!("the hearing was closed on {ended}: no statement comes after it"),
        );
        findings.invalid("hearing_over", "/on", text);
    }
}

/// Nothing is confirmed before a hearing was opened.
pub(in crate::domain::act) fn check_heard(case: &Case, findings: &mut Findings) {
    if case.hearings.iter().all(|hearing| hearing.state.opened().is_none()) {
        let text = words("尚未开庭", "no hearing was opened yet");
        findings.impossible("not_heard_yet", None, text);
    }
}

/// What has happened lies behind.
fn check_past(answers: &ElementAnswers, on: NaiveDate, findings: &mut Findings) {
    let past = [(Element::HiredOn, answers.hired_on), (Element::InjuredOn, answers.injured_on)];
    for (element, day) in past {
        if day.is_some_and(|day| day > on) {
            let text = words("晚于填写之日", "it lies after the day of the statement");
            findings.invalid("answer_in_the_future", &pointer(element), text);
        }
    }
}

fn check_each_once<T: PartialEq>(all: &[T], field: &str, findings: &mut Findings) {
    for (index, one) in all.iter().enumerate() {
        if all.iter().take(index).any(|other| other == one) {
            findings.invalid("named_twice", &format!("{field}/{index}"), words("重复", "named twice"));
        }
    }
}

fn pointer(element: Element) -> String {
    format!("/answers/{}", element.code())
}

fn not_a_worker() -> Words {
    words("不是申请或者被申请的劳动者", "no worker who applies or answers")
}

fn names(elements: &[Element]) -> (String, String) {
    let labels = || elements.iter().map(|element| element.label());
    let zh: Vec<&str> = labels().map(|label| label.zh).collect();
    let en: Vec<&str> = labels().map(|label| label.en).collect();
    (zh.join("、"), en.join(", "))
}
