//! The deadlines of a mediation case (调解案件的期限): law notes §1.1. Not here: mediation within an arbitration case
//! (`filing`, `proceedings`).

use super::rule::RuleId;
use super::{Deadline, begun};
use crate::domain::case::{Case, MediationCase};
use crate::domain::office::LawBook;

pub(super) fn push(case: &Case, mediation: &MediationCase, book: &LawBook, all: &mut Vec<Deadline>) {
    let closed = case.closing.map(|closing| closing.at);
    // Taken up or refused, the body has answered (M02).
    all.extend(
        begun(RuleId::M02, case.received, book).map(|due| due.met_by(mediation.started.or(closed), case)),
    );
    // The period of the law runs from the receipt, not from the start (our choice: law notes §11.1).
    all.extend(begun(RuleId::M03, case.received, book).map(|due| due.met_by(closed, case)));
}
