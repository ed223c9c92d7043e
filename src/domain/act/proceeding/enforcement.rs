//! A party's application to a court to enforce (申请执行, LAW 51, P06): the office puts it on record, the court decides on it.
//! Not here: until when it is to be made, which is `deadline::award`'s.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::case::{Case, EnforcementAsked};
use crate::domain::deadline::{Enforceable, enforcements};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::law;
use crate::domain::office::LawBook;
use crate::domain::refusal::{listed, words};

/// 申请执行: on the day on which the party applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnforcementRequest {
    /// Who applied; if nobody is named, everyone to whom the document orders a payment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_000)]
    pub parties: Vec<PartyNo>,
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
    fn document(&self, case: &Case, book: &LawBook) -> Option<Enforceable> {
        let mut all = enforcements(case, book);
        match self.of {
            Some(of) => all.into_iter().find(|it| it.of == Some(of)),
            None if all.len() > 1 => None,
            None => all.pop(),
        }
    }
}

impl ActRule for EnforcementRequest {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        for (index, party) in self.parties.iter().enumerate() {
            check_party(case, *party, &format!("/parties/{index}"), findings);
        }
        check_something_to_enforce(case, at, findings);
        let Some(Enforceable { creditors, term, .. }) = self.document(case, at.book) else {
            if !enforcements(case, at.book).is_empty() {
                let text = words(
                    "不止一份可执行的文书，或者没有这一份，应当写明申请执行哪一份",
                    "there are several documents to enforce, or this is none of them: say which it is",
                );
                findings.invalid("document_not_named", "/of", text);
            }
            return;
        };
        check_creditors(&self.parties, &creditors, findings);
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
        let (mut of, mut parties) = (self.of, self.parties.clone());
        if let Some(document) = self.document(case, at.book) {
            of = document.of;
            if parties.is_empty() {
                parties.extend(document.creditors);
            }
        }
        case.enforcement_requests.push(EnforcementAsked { asked: at.dated(), parties, of });
    }
}

/// Who is owed nothing by the document has nothing to enforce of it; the court decides.
fn check_creditors(parties: &[PartyNo], creditors: &BTreeSet<PartyNo>, findings: &mut Findings) {
    let others = parties.iter().filter(|party| !creditors.contains(party));
    let others: Vec<String> = others.map(ToString::to_string).collect();
    if others.is_empty() || creditors.is_empty() {
        return;
    }
    let named = listed(&others, &others);
    let text = words(
        format!("文书没有判令向{}号当事人付款，请核对", named.zh),
        format!("the document orders no payment to party {}, please check", named.en),
    );
    findings.warn("not_a_creditor", Some(law("51")), text);
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
