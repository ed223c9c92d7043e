//! The deadlines of an inspection case (监察案件的期限): law notes §1.10.

use super::rule::RuleId;
use super::{Deadline, begun};
use crate::domain::act::inspection::ClueSource;
use crate::domain::case::{Case, InspectionCase};
use crate::domain::office::LawBook;

pub(super) fn push(case: &Case, inspection: &InspectionCase, book: &LawBook, all: &mut Vec<Deadline>) {
    let decided = inspection.opened.or(case.closing.map(|closing| closing.at));
    let rule = if inspection.source == ClueSource::Complaint { RuleId::W01 } else { RuleId::W03 };
    all.extend(begun(rule, case.received, book).map(|due| due.met_by(decided, case)));
}
