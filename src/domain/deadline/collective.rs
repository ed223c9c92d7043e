//! The one-time notice of a collective dispute (集体争议一次性通知, G03, R33 64): tribunal, defence, evidence, day and place of
//! the hearing, told at once. The day of the hearing is known last, so its notice is the one that completes it (our choice).

use super::rule::RuleId;
use super::{Deadline, begun};
use crate::domain::act::filing::Procedure;
use crate::domain::act::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::office::LawBook;

/// None in the simplified procedure (R33 62), nor in a case that began in it, or became collective only by who joined.
pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    let Some(accepted) = case.acceptance.as_ref().map(|acceptance| acceptance.at) else { return };
    // A ledger tells no notice of a hearing.
    if case.ledger.is_some() {
        return;
    }
    let is_ordinary = case.procedure == Some(Procedure::Ordinary) && case.converted.is_none();
    if !is_ordinary || !case.was_collective() {
        return;
    }
    let told = case.first_told_of_hearing();
    if let Some(begun) = begun(RuleId::G03, accepted, book) {
        all.push(Deadline { cause: ActKind::Acceptance.label(), ..begun.met_by(told, case) });
    }
}
