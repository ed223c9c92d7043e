//! Whether a mediation document still waits for signatures (待签收的调解书), which signing and repudiating it both ask.

use crate::domain::case::Case;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::EntryNo;
use crate::domain::law::{law, r33};
use crate::domain::refusal::words;

pub(super) fn check_open_paper(case: &Case, document: EntryNo, at: &Moment<'_>, findings: &mut Findings) {
    let paper = case.mediation_papers.iter().find(|paper| paper.made.by == document);
    match paper {
        None => findings.invalid(
            "no_such_document",
            "/document",
            words("没有这一调解书", "there is no such mediation document"),
        ),
        Some(paper) if paper.repudiated.is_some() || case.is_signed(paper) => findings.impossible(
            "document_is_settled",
            Some(r33("72")),
            words("该调解书已生效或已被反悔", "this mediation document was signed by all or repudiated"),
        ),
        Some(paper) if at.on < paper.made.on => findings.impossible(
            "signed_before_made",
            Some(law("42")),
            words("签收日期早于调解书制作日期", "the document was signed before it was made"),
        ),
        Some(_) => {}
    }
}
