//! A party's application to a court to enforce (申请执行, LAW 51, P06): the office puts it on record, the court decides on it.
//! Not here: until when it is to be made, which is `deadline::award`'s.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, EnforcementAsked};
use crate::domain::deadline::{Deadline, enforcements};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::law;
use crate::domain::office::LawBook;
use crate::domain::refusal::words;

/// 申请执行: on the day on which the party applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnforcementRequest {
    /// Who applied.
    pub party: PartyNo,
    /// The award or the mediation document that is to be enforced, by the number of its entry, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<EntryNo>,
    /// The court, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub court: Option<String>,
}

impl EnforcementRequest {
    /// What it is to enforce: the document that it names, else the only one.
    fn document(&self, case: &Case, book: &LawBook) -> Option<(Option<EntryNo>, Deadline)> {
        let mut all = enforcements(case, book);
        match self.of {
            Some(of) => all.into_iter().find(|(no, _)| *no == Some(of)),
            None if all.len() > 1 => None,
            None => all.pop(),
        }
    }
}

impl ActRule for EnforcementRequest {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_party(case, self.party, "/party", findings);
        check_something_to_enforce(case, at, findings);
        let Some((_, term)) = self.document(case, at.book) else {
            if !enforcements(case, at.book).is_empty() {
                let text = words(
                    "不止一份可执行的文书，或者没有这一份，应当写明申请执行哪一份",
                    "there are several documents to enforce, or this is none of them: say which it is",
                );
                findings.invalid("document_not_named", "/of", text);
            }
            return;
        };
        if at.on < term.trigger.on {
            let text = words(
                format!("文书自{}起才可申请执行，是否受理由人民法院决定，请核对", term.trigger.on),
                format!("it can be enforced from {} on; the court decides, please check", term.trigger.on),
            );
            findings.warn("not_yet_to_enforce", Some(law("51")), text);
        }
        if let Some(due) = term.due_on().filter(|due| at.on > *due) {
            let text = words(
                format!("申请执行的期间已于{due}届满，是否受理由人民法院决定，请核对"),
                format!("the time to apply ended on {due}; the court decides, please check"),
            );
            findings.warn("enforcement_term_ended", Some(law("51")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let of = self.document(case, at.book).and_then(|(of, _)| of).or(self.of);
        case.enforcement_requests.push(EnforcementAsked { asked: at.dated(), party: self.party, of });
    }
}

/// A document that orders a payment and has effect is enforced (LAW 51).
pub(in crate::domain::act) fn check_something_to_enforce(
    case: &Case,
    at: &Moment<'_>,
    findings: &mut Findings,
) {
    if enforcements(case, at.book).is_empty() {
        let text = words(
            "本案没有已生效且有给付内容的文书",
            "no document of the case that orders a payment has effect",
        );
        findings.unlawful("nothing_to_enforce", law("51"), text);
    }
}
