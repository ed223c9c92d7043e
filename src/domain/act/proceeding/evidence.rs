//! The term for evidence (举证期限, A13): designated, and extended when a party asks (R33 15). Until its end the applicants
//! may add to their claims or change them (A14, R33 44).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, EvidenceTermSet};
use crate::domain::deadline::evidence_due;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::r33;
use crate::domain::party::Side;
use crate::domain::refusal::words;

/// 指定举证期限: the day until which evidence is to be there; the law sets no length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTerm {
    /// The designated day.
    pub due_on: NaiveDate,
    /// For whom; for everyone, if nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyNo>,
}

impl ActRule for EvidenceTerm {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if let Some(party) = self.party {
            check_party(case, party, "/party", findings);
        }
        if self.due_on < at.on {
            let text = words("举证期限早于指定之日", "the designated day lies before the designation");
            findings.invalid("due_before_designation", "/due_on", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let EvidenceTerm { due_on, party } = self;
        case.evidence_terms.push(EvidenceTermSet { set: at.dated(), party, due_on, extended: None });
    }
}

/// 延长举证期限: a party asked, because it has difficulties with its evidence (R33 15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTermExtension {
    /// The term, by the number of its entry.
    pub term: EntryNo,
    /// The new day.
    pub due_on: NaiveDate,
}

impl ActRule for EvidenceTermExtension {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(term) = case.evidence_terms.iter().find(|term| term.set.by == self.term) else {
            let text = words("没有这一举证期限", "there is no such term for evidence");
            findings.invalid("no_such_term", "/term", text);
            return;
        };
        if self.due_on <= term.due_on {
            let text = words("延长后的期限应当晚于原期限", "an extended term ends later than before");
            findings.over_limit("not_later", "/due_on", r33("15"), text);
        }
        let due = evidence_due(term, at.book).due_on;
        if at.on > due {
            let text = words(
                format!("举证期限已于{due}届满，请核对是否在期限内申请延长"),
                format!("the term ended on {due}; check whether the extension was asked for within it"),
            );
            findings.warn("evidence_term_over", Some(r33("15")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(term) = case.evidence_terms.iter_mut().find(|term| term.set.by == self.term) {
            term.due_on = self.due_on;
            term.extended = Some(at.dated());
        }
    }
}

/// Claims are added to or changed before the term for evidence of the applicants has run out; later they are an
/// application of their own (R33 44). Where none was designated, none ran out.
pub(in crate::domain::act) fn check_amendable(
    case: &Case,
    asked_on: NaiveDate,
    at: &Moment<'_>,
    findings: &mut Findings,
) {
    let applicant = |no: PartyNo| case.party(no).is_some_and(|party| party.side == Side::Applicant);
    let theirs = case.evidence_terms.iter().filter(|term| term.party.is_none_or(applicant));
    let last = theirs.map(|term| evidence_due(term, at.book).due_on).max();
    if let Some(due) = last.filter(|due| asked_on > *due) {
        let text = words(
            format!("举证期限已于{due}届满，增加、变更请求应当另行申请仲裁"),
            format!(
                "the term for evidence ended on {due}; new or changed claims are an application of their own"
            ),
        );
        findings.breach(at, at.on, "amendment_too_late", (r33("44"), text));
    }
}
