//! The terms for evidence (举证期限, A13): each designated day, as it was last extended. It is the parties' term: one that
//! ran out is no fault of the office.

use super::rule::RuleId;
use super::{Counted, Deadline, State};
use crate::domain::act::kind::ActKind;
use crate::domain::case::{Case, EvidenceTermSet};
use crate::domain::code::{Coded as _, Label, label};
use crate::domain::office::LawBook;
use crate::domain::period::{self, Due};

/// The last day is not the one that was designated first.
const EXTENDED: Label = label(
    "evidence_term_extended",
    "指定举证期限（后经延长）",
    "the term for evidence, extended since it was set",
);

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    for term in &case.evidence_terms {
        let Some(rule) = book.rule(RuleId::A13, term.set.on) else { continue };
        let begun = Deadline {
            rule,
            trigger: term.set,
            anchor: term.set.by,
            cause: term.extended.map_or(ActKind::EvidenceTerm.label(), |_| &EXTENDED),
            party: term.party,
            counted: Counted::Plain(evidence_due(term, book)),
            state: State::Open,
            met: None,
        };
        all.push(begun.met_by(None, case));
    }
}

/// When a term for evidence ends: on the designated day, or, that being a rest day, on the next working day (R33 19).
#[must_use]
pub fn evidence_due(term: &EvidenceTermSet, book: &LawBook) -> Due {
    period::designated(term.due_on, &book.calendar)
}
