//! Mediation documents (调解书): made, signed by everyone whose signature they need, or repudiated before. Not here:
//! the review that makes one of a mediation agreement (`act::mediation`).

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Scope, last_claim};
use crate::domain::act::ActRule;
use crate::domain::act::collective::warn_of_consent;
use crate::domain::act::mediation::ReviewResult;
use crate::domain::act::open_paper::check_open_paper;
use crate::domain::act::table::Since;
use crate::domain::award::{self, Settled};
use crate::domain::case::{Case, Dated, MediationPaper, Outcome, Signature};
use crate::domain::case_kind::CaseKind;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{ClaimNo, EntryNo, PartyNo};
use crate::domain::law::{law, r33};
use crate::domain::money::Fen;
use crate::domain::refusal::words;
use crate::domain::stage::{Manner, Stage};

/// 制作调解书: it closes the case on the day the last party signs it (R33 72); until then nothing changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationDocument {
    /// The whole case or part of it.
    pub scope: Scope,
    /// The claims it settles; every open claim for a whole settlement may be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20_000)]
    pub claims: Vec<ClaimNo>,
    /// What is to be paid, in fen.
    pub amount: Fen,
}

impl MediationDocument {
    /// The claims that it settles: those it names; of the whole case, if it names none, every open one.
    fn settles(&self, case: &Case, settled: &Settled) -> Vec<ClaimNo> {
        if self.scope == Scope::Part || !self.claims.is_empty() {
            return self.claims.clone();
        }
        case.claims.iter().map(|claim| claim.no).filter(|no| !settled.holds(*no)).collect()
    }
}

impl ActRule for MediationDocument {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        warn_of_consent(case, findings);
        let (settled, waiting) = (Settled::of(case), case.claims_in_open_papers());
        let known: HashSet<ClaimNo> = case.claims.iter().map(|claim| claim.no).collect();
        for (index, claim) in self.claims.iter().enumerate() {
            let field = format!("/claims/{index}");
            if !known.contains(claim) {
                findings.invalid("claim_unknown", &field, words("没有这一请求", "there is no such claim"));
            } else if settled.holds(*claim) {
                let text = words("该请求已裁决或已调解", "this claim is decided or settled already");
                findings.invalid("claim_decided_twice", &field, text);
            }
        }
        let settles = self.settles(case, &settled);
        if let Some(claim) = settles.iter().find(|claim| waiting.contains(claim)) {
            award::say_awaits_signatures(*claim, "/claims", findings);
        }
        if self.scope == Scope::Part && self.claims.is_empty() {
            findings.over_limit(
                "part_without_claims",
                "/claims",
                r33("73"),
                words("部分调解应当载明所涉请求", "a partial mediation document names its claims"),
            );
        }
        last_claim::check_something_left(case, findings);
        match self.scope {
            Scope::Whole => check_whole(case, (&settles, &settled), findings),
            Scope::Part => last_claim::check_part(case, &settles.into_iter().collect(), findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let claims = self.settles(case, &Settled::of(case));
        // The consent was acknowledged with the document: the representatives sign for those they represent (R33 63).
        let represented_by = case.representation.iter().flat_map(|chosen| chosen.parties.clone()).collect();
        case.mediation_papers.push(MediationPaper {
            made: at.dated(),
            scope: self.scope,
            claims,
            amount: self.amount,
            signed: Vec::new(),
            represented_by,
            completed: None,
            repudiated: None,
        });
    }
}

/// A document of the whole case leaves no claim open.
fn check_whole(case: &Case, (settles, settled): (&[ClaimNo], &Settled), findings: &mut Findings) {
    let named: HashSet<ClaimNo> = settles.iter().copied().collect();
    let left: Vec<String> = case
        .claims
        .iter()
        .filter(|claim| !named.contains(&claim.no) && !settled.holds(claim.no))
        .map(|claim| claim.no.to_string())
        .collect();
    if !left.is_empty() {
        let left = left.join(", ");
        findings.invalid(
            "claims_left_open",
            "/claims",
            words(
                format!("全案调解书未包括下列请求：{left}；只调解部分请求的，制作部分调解书"),
                format!(
                    "a document of the whole case leaves these claims open: {left}; make one of part of it"
                ),
            ),
        );
    }
}

/// 调解书签收: by one or more parties on one day. The last signature gives it effect (LAW 42) and closes the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationSignature {
    /// The document, by the number of its entry.
    pub document: EntryNo,
    /// Who signed.
    #[schema(min_items = 1, max_items = 5_100)]
    pub parties: Vec<PartyNo>,
}

impl ActRule for MediationSignature {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_open_paper(case, self.document, at, findings);
        let paper = case.mediation_papers.iter().find(|paper| paper.made.by == self.document);
        let signatories: BTreeSet<PartyNo> = paper
            .into_iter()
            .flat_map(|paper| case.signatories_of(paper).chain(paper.represented_by.iter().copied()))
            .collect();
        for (index, party) in self.parties.iter().enumerate().filter(|_| paper.is_some()) {
            if !signatories.contains(party) {
                findings.invalid(
                    "not_a_signatory",
                    &format!("/parties/{index}"),
                    words("不是应当签收的当事人", "not a party whose signature the document needs"),
                );
            }
        }
        if let Some(paper) = paper.filter(|_| self.completes_on(case, at.on).is_some()) {
            check_still_open(case, paper, findings);
        }
        if let Some(last) = self.closes_on(case, at, findings) {
            case.check_since(Since::Closing, last, findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let completed_on = self.completes_on(case, at.on);
        let paper = case.mediation_papers.iter_mut().find(|paper| paper.made.by == self.document);
        let Some(paper) = paper else { return };
        let before: HashSet<PartyNo> = paper.signed.iter().map(|signature| signature.party).collect();
        let new = self.parties.into_iter().collect::<BTreeSet<_>>().into_iter();
        let new = new.filter(|party| !before.contains(party));
        paper.signed.extend(new.map(|party| Signature { party, on: at.on }));
        let scope = paper.scope;
        let Some(last) = completed_on else { return };
        paper.completed = Some(Dated { on: last, ..at.dated() });
        let at = Moment { on: last, ..*at };
        match scope {
            Scope::Whole => case.take_effect(&at),
            Scope::Part => last_claim::close_if_last(case, &at),
        }
    }
}

/// The last signature gives effect to what the document was made for: nothing in it was decided or given up meanwhile,
/// and of the whole case nothing came to it. The money would be counted twice, or a claim be closed undecided.
fn check_still_open(case: &Case, paper: &MediationPaper, findings: &mut Findings) {
    if case.kind == CaseKind::Mediation {
        return;
    }
    let settled = Settled::of(case);
    let open: HashSet<ClaimNo> =
        case.claims.iter().map(|claim| claim.no).filter(|no| !settled.holds(*no)).collect();
    let holds = paper.claims.iter().all(|claim| open.contains(claim));
    let whole = paper.scope == Scope::Part || open.len() == paper.claims.iter().collect::<HashSet<_>>().len();
    if !(holds && whole) {
        let text = words(
            "调解书制作后所涉请求已另行裁决、调解、变更或者放弃；应当登记反悔，另行制作调解书",
            "claims were decided, settled, amended or given up since the document was made; record it as repudiated and make another",
        );
        findings.unlawful("document_overtaken", r33("72"), text);
    }
}

impl Case {
    /// The mediation documents that wait for signatures.
    pub(crate) fn open_papers(&self) -> impl Iterator<Item = &MediationPaper> {
        self.mediation_papers.iter().filter(|paper| paper.repudiated.is_none() && paper.completed.is_none())
    }

    /// The claims that a mediation document would settle, once everyone has signed it.
    pub(crate) fn claims_in_open_papers(&self) -> HashSet<ClaimNo> {
        self.open_papers().flat_map(|paper| paper.claims.iter().copied()).collect()
    }

    /// The mediation document has effect: it closes an arbitration case; in a mediation case, which its agreement has
    /// closed, it confirms that (R33 77).
    fn take_effect(&mut self, at: &Moment<'_>) {
        self.effective_on = Some(at.on);
        match self.kind {
            CaseKind::Mediation => {
                self.end_review(ReviewResult::Confirmed, at.dated());
                self.move_to(Stage::AgreementConfirmed, at.on);
            }
            CaseKind::Arbitration | CaseKind::Inspection | CaseKind::Petition => {
                self.close(Manner::Mediated, Some(Outcome::Partly), at);
            }
        }
    }
}

impl MediationSignature {
    /// The day of the last signature, if these make the document complete: everyone has signed, or, of those who are
    /// represented, all their representatives for them.
    fn completes_on(&self, case: &Case, on: NaiveDate) -> Option<NaiveDate> {
        let paper = case.mediation_papers.iter().find(|paper| paper.made.by == self.document)?;
        let before = paper.signed.iter().map(|signature| signature.party);
        let signed: HashSet<PartyNo> = before.chain(self.parties.iter().copied()).collect();
        let chosen = &paper.represented_by;
        let by_all = !chosen.is_empty() && chosen.iter().all(|party| signed.contains(party));
        let represented: HashSet<PartyNo> = case.represented().filter(|_| by_all).collect();
        let complete =
            case.signatories_of(paper).all(|party| signed.contains(&party) || represented.contains(&party));
        complete.then(|| paper.signed.iter().map(|signature| signature.on).fold(on, NaiveDate::max))
    }

    /// The day on which these signatures close the case, if they do: of the whole case, or of the part that is left of it,
    /// which is said.
    fn closes_on(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) -> Option<NaiveDate> {
        let paper = case.mediation_papers.iter().find(|paper| paper.made.by == self.document)?;
        let last = self.completes_on(case, at.on)?;
        if paper.scope == Scope::Whole {
            return Some(last);
        }
        if case.kind != CaseKind::Arbitration {
            return None;
        }
        let manner = case.closes_by_parts().map_or(Manner::Mediated, |(manner, _)| manner);
        let is_last = last_claim::warn_of(case, manner, |claim| !paper.claims.contains(&claim.no), findings);
        Some(last).filter(|_| is_last && last_claim::closes(at))
    }
}

/// 调解书签收前反悔: the document is void, and the tribunal goes on (R33 72).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationRepudiation {
    /// The document, by the number of its entry.
    pub document: EntryNo,
    /// Who backed out.
    pub party: PartyNo,
}

impl ActRule for MediationRepudiation {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_open_paper(case, self.document, at, findings);
        let paper = case.mediation_papers.iter().find(|paper| paper.made.by == self.document);
        if paper.is_some_and(|paper| paper.signed.iter().any(|signature| signature.party == self.party)) {
            findings.unlawful(
                "signed_already",
                law("42"),
                words("该当事人已签收调解书", "this party has signed already"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let paper = case.mediation_papers.iter_mut().find(|paper| paper.made.by == self.document);
        if let Some(paper) = paper {
            paper.repudiated = Some(at.dated());
        }
    }
}
