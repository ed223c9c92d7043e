//! Until when a document is to be performed (履行期限), as it says itself: each document has its own. Not here: the time to ask
//! for enforcement that it starts (P06, `deadline`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::decision::Finality;
use crate::domain::case::{Case, Payable, PerformanceDue};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::EntryNo;
use crate::domain::law::law;
use crate::domain::refusal::words;

/// 履行期限: the last day on which a document is to be performed, as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PerformanceTerm {
    /// The day.
    pub due_on: NaiveDate,
    /// The award or the mediation document of a part of the case that says it, by the number of its entry; left out, the
    /// document that closed the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<EntryNo>,
    /// Which of the two documents of a mixed award says it (R33 50).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Finality>,
}

impl PerformanceTerm {
    /// The documents that may be meant: more than one of a mixed award, if it is not said which.
    fn documents(&self, case: &Case) -> Vec<Payable> {
        let of_it = |it: &Payable| self.of.map_or(it.closes, |of| it.no == of);
        let is_it = |it: &Payable| of_it(it) && self.over.is_none_or(|over| it.finality == Some(over));
        case.payables().into_iter().filter(is_it).collect()
    }
}

impl ActRule for PerformanceTerm {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        let documents = self.documents(case);
        check_something_to_perform(case, findings);
        if documents.is_empty() && !case.payables().is_empty() {
            let text = words(
                "应当载明是哪一份文书的履行期限：未载明的即结案文书，本案没有这样一份判令付款的文书",
                "say which document is to be performed by then: named is none of the case that orders a payment, and what names \
                 none is of the one that closed the case",
            );
            findings.invalid("document_not_named", "/of", text);
        }
        if documents.len() > 1 {
            let text = words(
                "裁决有终局和非终局两份裁决书，应当载明是哪一份的履行期限",
                "the award is two documents, one final and one not: say which of them is to be performed by then",
            );
            findings.invalid("document_not_named", "/over", text);
        }
        if documents.iter().any(|document| self.due_on < document.at.on) {
            let text = words(
                "履行期限早于文书作出或者生效之日",
                "the day to perform by lies before the document that says it",
            );
            findings.invalid("due_before_closing", "/due_on", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let documents = self.documents(case);
        let of_one = documents.first().filter(|_| documents.len() == 1);
        let is_of_two =
            |it: &&Payable| case.awards.iter().any(|award| award.made.by == it.no && award.is_mixed());
        let over = of_one.filter(is_of_two).and_then(|document| document.finality);
        // What closed the case by one document has its day beside it.
        let of = documents.first().filter(|it| !it.closes || over.is_some()).map(|document| document.no);
        let due = PerformanceDue { of, over, due_on: self.due_on, stated: at.dated() };
        if of.is_none() {
            case.performance = Some(due);
            return;
        }
        case.partial_performances.retain(|known| (known.of, known.over) != (of, over));
        case.partial_performances.push(due);
    }
}

impl Case {
    /// The day to perform by that is on record of a document; one that names none of the two documents of a mixed award is of
    /// both.
    #[must_use]
    pub fn performance_of(&self, document: &Payable) -> Option<PerformanceDue> {
        let of_it = |over: Option<Finality>| {
            let own = |due: &&PerformanceDue| due.of == Some(document.no) && due.over == over;
            self.partial_performances.iter().find(own).copied()
        };
        let closing = || self.performance.filter(|_| document.closes);
        of_it(document.finality).or_else(|| of_it(None)).or_else(closing)
    }
}

/// A day to perform by is that of a document which orders a payment.
pub(in crate::domain::act) fn check_something_to_perform(case: &Case, findings: &mut Findings) {
    if case.payables().is_empty() {
        let text = words("本案没有应当履行给付的文书", "no document of the case orders a payment");
        findings.unlawful("nothing_to_perform", law("51"), text);
    }
}
