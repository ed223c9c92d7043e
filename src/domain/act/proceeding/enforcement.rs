//! A party's application to a court to enforce (申请执行, LAW 51, P06): the office puts it on record, the court decides on it.
//! Not here: until when it is to be made, which is `deadline::award`'s.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::act::decision::Finality;
use crate::domain::case::{Case, EnforcementAsked};
use crate::domain::deadline::{Deadline, Enforceable, enforcements};
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
    /// Which of the two documents of a mixed award, where both can be enforced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Finality>,
    /// The court, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub court: Option<String>,
}

/// A document that an application may be meant to enforce.
struct Meant {
    of: Option<EntryNo>,
    over: Option<Finality>,
    /// To whom it orders a payment.
    creditors: BTreeSet<PartyNo>,
    /// The time of those for whom it has effect.
    terms: Vec<Enforceable>,
}

impl Meant {
    /// Those of a case.
    fn all(case: &Case, book: &LawBook) -> Vec<Meant> {
        let mut terms: BTreeMap<(Option<EntryNo>, Option<Finality>), Vec<Enforceable>> = BTreeMap::new();
        for term in enforcements(case, book) {
            terms.entry((term.of, term.over)).or_default().push(term);
        }
        if case.mediation.is_some() {
            let of_it = |((of, over), terms): (_, Vec<Enforceable>)| {
                let creditors = terms.iter().flat_map(|it| it.creditors.iter().copied()).collect();
                Meant { of, over, creditors, terms }
            };
            return terms.into_iter().map(of_it).collect();
        }
        let payables = case.payables().into_iter().map(|payable| {
            let (of, over, creditors) = (Some(payable.no), payable.finality, payable.creditors);
            Meant { of, over, creditors, terms: terms.remove(&(of, over)).unwrap_or_default() }
        });
        payables.collect()
    }

    /// Who applies if nobody is named: everyone for whom it has effect, and before that everyone to whom it orders a payment.
    fn applicants(&self) -> Vec<PartyNo> {
        let in_effect: Vec<PartyNo> = self.terms.iter().flat_map(|it| it.creditors.iter().copied()).collect();
        if self.terms.is_empty() { self.creditors.iter().copied().collect() } else { in_effect }
    }

    /// Whether it has effect for all of those who apply, who are creditors; the court decides on what comes before it.
    fn is_in_effect_for(&self, parties: &[PartyNo]) -> bool {
        let known: HashSet<PartyNo> = self.terms.iter().flat_map(|it| it.creditors.iter().copied()).collect();
        let mut owed = parties.iter().filter(|party| self.creditors.contains(party));
        !self.terms.is_empty() && owed.all(|party| known.contains(party))
    }

    /// The terms of those who apply: of everyone for whom it has effect, if nobody is named.
    fn terms_of(&self, parties: &[PartyNo]) -> impl Iterator<Item = &Deadline> {
        let named: HashSet<PartyNo> = parties.iter().copied().collect();
        let own = move |it: &&Enforceable| {
            named.is_empty() || it.creditors.is_empty() || it.creditors.iter().any(|no| named.contains(no))
        };
        self.terms.iter().filter(own).map(|it| &it.term)
    }
}

impl EnforcementRequest {
    /// What it may be meant to enforce: one document, if it says enough; of several those that have effect, if any has.
    fn documents(&self, case: &Case, book: &LawBook) -> Vec<Meant> {
        let of_it = |it: &Meant| self.of.is_none_or(|of| it.of == Some(of));
        let is_it = |it: &Meant| of_it(it) && self.over.is_none_or(|over| it.over == Some(over));
        let meant = Meant::all(case, book).into_iter().filter(is_it);
        let (in_effect, others): (Vec<Meant>, Vec<Meant>) = meant.partition(|it| !it.terms.is_empty());
        if in_effect.is_empty() { others } else { in_effect }
    }
}

impl ActRule for EnforcementRequest {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        for (index, party) in self.parties.iter().enumerate() {
            check_party(case, *party, &format!("/parties/{index}"), findings);
        }
        check_something_to_enforce(case, at, findings);
        let documents = self.documents(case, at.book);
        let [document] = documents.as_slice() else {
            if is_something_to_enforce(case, at.book) {
                let text = words(
                    "不止一份可执行的文书，或者没有这一份，应当写明申请执行哪一份（混合裁决的终局或非终局裁决书）",
                    "there are several documents to enforce, the two of a mixed award among them, or this is none of them: \
                     say which it is",
                );
                findings.invalid("document_not_named", "/of", text);
            }
            return;
        };
        check_creditors(&self.parties, &document.creditors, findings);
        self.check_time(document, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let documents = self.documents(case, at.book);
        let (mut of, mut over, mut parties) = (self.of, self.over, self.parties);
        // In an old docket nobody told the two documents of a mixed award apart: it is of both.
        let one = documents.first().filter(|first| documents.iter().all(|it| it.of == first.of));
        if let Some(document) = one {
            of = document.of;
            over = if documents.len() == 1 { document.over } else { over };
            if parties.is_empty() {
                parties.extend(documents.iter().flat_map(Meant::applicants).collect::<BTreeSet<_>>());
            }
        }
        case.enforcement_requests.push(EnforcementAsked { asked: at.dated(), parties, of, over });
    }
}

impl EnforcementRequest {
    /// The court decides on what comes too early or too late.
    fn check_time(&self, document: &Meant, at: &Moment<'_>, findings: &mut Findings) {
        if !document.is_in_effect_for(&self.parties) {
            let text = words(
                "按登记的情况，文书对申请人尚未生效，是否受理由人民法院决定，请核对",
                "by what is on record the document has no effect yet for who applies; the court decides, please check",
            );
            findings.warn("not_in_effect", Some(law("51")), text);
        }
        let begins = document.terms_of(&self.parties).map(|term| term.trigger.on).max();
        if let Some(begins) = begins.filter(|begins| at.on < *begins) {
            let text = words(
                format!("文书自{begins}起才可申请执行，是否受理由人民法院决定，请核对"),
                format!("it can be enforced from {begins} on; the court decides, please check"),
            );
            findings.warn("not_yet_to_enforce", Some(law("51")), text);
        }
        let ends = document.terms_of(&self.parties).filter_map(Deadline::due_on).min();
        if let Some(due) = ends.filter(|due| at.on > *due) {
            let text = words(
                format!("申请执行的期间已于{due}届满，是否受理由人民法院决定，请核对"),
                format!("the time to apply ended on {due}; the court decides, please check"),
            );
            findings.warn("enforcement_term_ended", Some(law("51")), text);
        }
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

/// A document that orders a payment is enforced (LAW 51); whether one has effect, a court may see otherwise than the register. Of
/// a mediation case it is the document that the commission made of the agreement.
fn is_something_to_enforce(case: &Case, book: &LawBook) -> bool {
    if case.mediation.is_some() { !enforcements(case, book).is_empty() } else { !case.payables().is_empty() }
}

/// Where no document orders a payment there is nothing to enforce.
pub(in crate::domain::act) fn check_something_to_enforce(
    case: &Case,
    at: &Moment<'_>,
    findings: &mut Findings,
) {
    if !is_something_to_enforce(case, at.book) {
        let text = words(
            "本案没有给付内容的文书可供执行",
            "no document of the case orders a payment that could be enforced",
        );
        findings.unlawful("nothing_to_enforce", law("51"), text);
    }
}
