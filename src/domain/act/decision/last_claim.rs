//! The last open claim of a case (最后一项请求): what decides it, or takes it away, ends the case. An award or a settlement
//! of a part leaves something open; after such parts, whoever withdraws or gives up the rest, or signs for it, closes the
//! case with the manner of what was made (our choice). Not here: the documents themselves.

use std::collections::HashSet;

use super::Scope;
use crate::domain::award::{self, Settled};
use crate::domain::case::{Case, MediationPaper, Outcome};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment, Reading};
use crate::domain::id::ClaimNo;
use crate::domain::law::r33;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

/// The code of what a person is told before an act takes the last open claim. That it was acknowledged stands in the
/// entry, and is what closes the case: a docket from before this rule, where nobody was told, goes on as it did.
pub(in crate::domain::act) const TAKES_LAST_CLAIM: &str = "takes_last_claim";

/// A document of a part leaves a claim open; what decides all that is left is of the whole case (R33 49, 73).
pub(in crate::domain::act) fn check_part(case: &Case, decides: &HashSet<ClaimNo>, findings: &mut Findings) {
    let open: HashSet<ClaimNo> = open_claims(case).map(|claim| claim.no).collect();
    if !open.is_empty() && open.is_subset(decides) {
        let text = words(
            "本次处理后再无未处理的请求，不是部分裁决、部分调解；请以全案（scope 为 whole）作出，案件随之结案",
            "this decides all that is left, and is no part: make it of the whole case (scope whole), which closes it",
        );
        findings.over_limit("nothing_left_for_later", "/scope", r33("49"), text);
    }
}

/// A document of the whole case decides what is left, and so there must be something.
pub(in crate::domain::act) fn check_something_left(case: &Case, findings: &mut Findings) {
    // Of a case from a ledger no claims may be known.
    if !case.claims.is_empty() && open_claims(case).next().is_none() {
        let text = words(
            "本案请求均已裁决或已调解，没有可以再裁决、调解的请求；将最后一份部分文书更正为全案文书，或者登记撤回（withdrawals），即可结案",
            "every claim is decided or settled, nothing is left to decide; the case is closed by a withdrawal, or the last \
             document of a part is corrected into one of the whole case",
        );
        findings.over_limit("nothing_left", "/scope", r33("49"), text);
    }
}

/// Says that an act takes the last open claim, where something was awarded or settled before; `stays` picks the claims that
/// the act leaves as they are. Whether it does.
pub(in crate::domain::act) fn warn(
    case: &Case,
    stays: impl Fn(&Claim) -> bool,
    findings: &mut Findings,
) -> bool {
    let Some((manner, _)) = case.closes_by_parts() else { return false };
    warn_of(case, manner, stays, findings)
}

/// As [`warn`], of an act that itself makes the parts be of this manner.
pub(in crate::domain::act) fn warn_of(
    case: &Case,
    manner: Manner,
    stays: impl Fn(&Claim) -> bool,
    findings: &mut Findings,
) -> bool {
    if open_claims(case).any(stays) {
        return false;
    }
    let manner = manner.label();
    let text = words(
        format!("此后再无未处理的请求，本案按已作出的文书以“{}”结案，请确认", manner.zh),
        format!(
            "no claim is left open after this: the case is closed by what was made before, as \u{201c}{}\u{201d}; please \
             confirm",
            manner.en
        ),
    );
    findings.warn(TAKES_LAST_CLAIM, Some(r33("49")), text);
    true
}

/// Whether whoever recorded an act was told that it takes the last open claim.
pub(in crate::domain::act) fn was_told(at: &Moment<'_>) -> bool {
    at.acknowledged.iter().any(|code| code == TAKES_LAST_CLAIM)
}

/// Whether an act that takes the last open claim closes the case: it does, but for one of an old docket.
pub(in crate::domain::act) fn closes(at: &Moment<'_>) -> bool {
    at.reading == Reading::Decide || was_told(at)
}

/// Closes the case by the documents of its parts, if nothing is left and whoever recorded the act was told so.
pub(in crate::domain::act) fn close_if_last(case: &mut Case, at: &Moment<'_>) {
    if open_claims(case).next().is_none() {
        close(case, at);
    }
}

/// Closes the case by the documents of its parts, whatever respondents claimed, if whoever recorded the act was told so.
pub(in crate::domain::act) fn close(case: &mut Case, at: &Moment<'_>) {
    let Some((manner, outcome)) = case.closes_by_parts().filter(|_| was_told(at)) else { return };
    case.close(manner, Some(outcome), at);
    // Of what is before a court the office says itself when it has effect.
    let by_law = case.takes_effect_on(at.book).filter(|first| *first <= at.on);
    case.effective_on = by_law.filter(|_| !case.is_effect_before_court(at.book));
}

/// The claims that nothing decided or settled.
fn open_claims(case: &Case) -> impl Iterator<Item = &Claim> {
    let settled = Settled::of(case);
    case.claims.iter().filter(move |claim| !settled.holds(claim.no))
}

impl Case {
    /// How what was awarded and settled by parts closes the case once nothing is left: as an award where one was made, else as
    /// mediated; none where there is nothing of either.
    pub(in crate::domain::act) fn closes_by_parts(&self) -> Option<(Manner, Outcome)> {
        if self.kind != CaseKind::Arbitration {
            return None;
        }
        if !self.awards.is_empty() {
            return Some(award::result(self));
        }
        let settled = self.mediation_papers.iter().any(|paper| self.is_signed(paper));
        settled.then_some((Manner::Mediated, Outcome::Partly))
    }

    /// Whether it was closed by what took the last claim after documents of parts, and by no document of the whole case.
    #[must_use]
    pub fn was_closed_by_parts(&self) -> bool {
        let arbitrated = self.kind == CaseKind::Arbitration && !self.was_closed_in_ledger();
        let Some(closing) = self.closing.filter(|_| arbitrated) else { return false };
        let by_it = |paper: &&MediationPaper| paper.completed.is_some_and(|done| done.by == closing.at.by);
        let paper = self.mediation_papers.iter().find(by_it);
        let of_part = paper.is_none_or(|paper| paper.scope == Scope::Part);
        (closing.manner.is_award() && self.closing_award().is_none())
            || (closing.manner == Manner::Mediated && of_part)
    }
}
