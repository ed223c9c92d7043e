//! Whether the document that is served is there (文书是否已作出), and which of several it is. Not here: how it is served.

use super::ServiceOfProcess;
use crate::domain::act::decision::Finality;
use crate::domain::act::service::DefenceKind;
use crate::domain::case::{Case, Dated, HearingState, TrialStart, Tribunal};
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::EntryNo;
use crate::domain::law::r33;
use crate::domain::refusal::words;
use crate::domain::service_of_process::Document;

impl ServiceOfProcess {
    /// What it is about. A hearing notice that names no hearing is of the one that is ahead.
    pub(super) fn about(&self, case: &Case) -> Option<EntryNo> {
        if self.of.is_some() || self.document != Document::HearingNotice {
            return self.of;
        }
        hearing_ahead(case)
    }

    /// A document is served once it is there, and not before it was made (R33 20).
    pub(super) fn check_document(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let there = made(case, self.document);
        if there.is_empty() {
            self.check_absent(case, findings);
            return;
        }
        let about = self.about(case);
        if self.document == Document::HearingNotice && about.is_none() {
            let text = words(
                "没有或不止一次待开庭的庭审，请载明是哪一次开庭的通知",
                "there is no hearing ahead, or more than one: name the hearing that the notice is of",
            );
            findings.invalid("hearing_not_named", "/of", text);
            return;
        }
        let named = |it: &&Dated| !is_named(self.document) || about.is_none_or(|of| it.by == of);
        let known = about.is_none_or(|of| of.0 > 0 && of < at.entry);
        match there.iter().filter(named).map(|it| it.on).min() {
            Some(made_on) if known && at.on >= made_on => {}
            Some(_) if known => self.check_made(case, at, findings),
            Some(_) | None => {
                let name = self.document.label();
                let text = words(
                    format!("所指登记不是本案的“{}”", name.zh),
                    format!("this entry of the case is no \u{201c}{}\u{201d}", name.en),
                );
                findings.invalid("names_no_document", "/of", text);
            }
        }
    }

    /// Nothing of its kind is there. Where something near it is, an earlier version took the one for the other: what it
    /// recorded is read as it is.
    fn check_absent(&self, case: &Case, findings: &mut Findings) {
        if near(case, self.document).is_none() {
            not_yet(findings);
            return;
        }
        let name = self.document.label();
        let text = words(
            format!("本案没有“{}”", name.zh),
            format!("there is no \u{201c}{}\u{201d} in this case", name.en),
        );
        findings.invalid("no_such_document", "/document", text);
    }

    /// Served before it was made: impossible, unless an earlier version asked for less.
    fn check_made(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if near(case, self.document).is_some_and(|near| at.on >= near.on) {
            let text = words("送达日期早于文书作出日期", "the document was made after this date");
            findings.unlawful("served_before_made", r33("20"), text);
        } else {
            not_yet(findings);
        }
    }
}

fn not_yet(findings: &mut Findings) {
    let text = words(
        "文书尚未作出，或送达日期早于作出日期",
        "the document is not there yet, or was made after this date",
    );
    findings.impossible("served_before_made", Some(r33("20")), text);
}

/// The one hearing that is ahead, if there is one and no other.
pub(crate) fn hearing_ahead(case: &Case) -> Option<EntryNo> {
    let mut ahead = case.hearings.iter().filter(|hearing| hearing.state == HearingState::Scheduled);
    match (ahead.next(), ahead.next()) {
        (Some(hearing), None) => Some(hearing.notice.by),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

/// Every document of a kind, by the day and the entry that made it.
pub(crate) fn made(case: &Case, document: Document) -> Vec<Dated> {
    match document {
        Document::ApplicationCopy | Document::AcceptanceNotice | Document::DecisionNotice => {
            case.acceptance.iter().map(|acceptance| acceptance.at).collect()
        }
        Document::AmendedApplicationCopy => {
            let amends =
                |cause| matches!(cause, TrialStart::ClaimsAmended | TrialStart::CounterclaimAccepted);
            case.trials().filter(|trial| amends(trial.cause)).map(|trial| trial.since).collect()
        }
        Document::TribunalNotice => {
            let seated = |tribunal: &Tribunal| [&[tribunal.formed], tribunal.changed.as_slice()].concat();
            case.tribunal.as_ref().map(seated).unwrap_or_default()
        }
        Document::HearingNotice => case.hearings.iter().map(|hearing| hearing.notice).collect(),
        Document::DefenceCopy => {
            let filed = case.defences.iter().filter(|defence| defence.kind == DefenceKind::Filed);
            filed.map(|defence| defence.at).collect()
        }
        Document::AwardFinal => awards(case, Finality::Final),
        Document::AwardNonFinal => awards(case, Finality::NonFinal),
        Document::MediationDocument => case.mediation_papers.iter().map(|paper| paper.made).collect(),
        Document::ClosingDecision | Document::NonAcceptanceNotice => {
            let closing = case.closing.filter(|_| case.closing_documents().contains(&document));
            closing.iter().map(|closing| closing.at).collect()
        }
    }
}

/// The awards that have something of a finality in them: of a mixed one, two documents are made (R33 50).
fn awards(case: &Case, finality: Finality) -> Vec<Dated> {
    let of_it = case.awards.iter().filter(|award| award.has(finality));
    of_it.map(|award| award.made).collect()
}

/// What an earlier version was content with: any award for either kind, any closing for each of its papers, the
/// acceptance for a defence.
fn near(case: &Case, document: Document) -> Option<Dated> {
    match document {
        Document::DefenceCopy => case.acceptance.as_ref().map(|acceptance| acceptance.at),
        Document::AwardFinal | Document::AwardNonFinal => {
            case.awards.iter().map(|award| award.made).min_by_key(|made| made.on)
        }
        Document::ClosingDecision | Document::NonAcceptanceNotice => case.closing.map(|closing| closing.at),
        Document::ApplicationCopy
        | Document::AcceptanceNotice
        | Document::DecisionNotice
        | Document::AmendedApplicationCopy
        | Document::TribunalNotice
        | Document::HearingNotice
        | Document::MediationDocument => None,
    }
}

/// Whether a document is made by one entry, which `of` names; of the others `of` may name any entry of the case.
fn is_named(document: Document) -> bool {
    match document {
        Document::AmendedApplicationCopy
        | Document::HearingNotice
        | Document::DefenceCopy
        | Document::AwardFinal
        | Document::AwardNonFinal
        | Document::MediationDocument
        | Document::ClosingDecision
        | Document::NonAcceptanceNotice => true,
        Document::ApplicationCopy
        | Document::AcceptanceNotice
        | Document::TribunalNotice
        | Document::DecisionNotice => false,
    }
}
