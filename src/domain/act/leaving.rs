//! Some of several applicants leave (部分申请人撤回或按撤回处理): only their claims end, and the case goes on with the others.
//! Not here: the acts themselves (`closing`), and who goes on in a case of their own (`collective`).

use std::collections::HashSet;

use crate::domain::act::collective::REPRESENTATIVES;
use crate::domain::act::decision::last_claim;
use crate::domain::act::proceeding;
use crate::domain::act::table::Since;
use crate::domain::award::Settled;
use crate::domain::case::{Case, GaveUp, GivingUp};
use crate::domain::claim::Claim;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::r33;
use crate::domain::party::Side;
use crate::domain::refusal::words;

/// Asks whether these applicants can leave; nobody named is everybody.
pub(super) fn check(case: &Case, leavers: &[PartyNo], findings: &mut Findings) {
    let named: HashSet<PartyNo> = leavers.iter().copied().collect();
    let applicants: HashSet<PartyNo> = case.side(Side::Applicant).map(|party| party.no).collect();
    let settled = Settled::of(case);
    let open = case.claims.iter().filter(|claim| !settled.holds(claim.no));
    let claimants: HashSet<PartyNo> = open.map(|claim| claim.claimant).collect();
    let mut seen = HashSet::new();
    for (index, no) in leavers.iter().enumerate() {
        let field = format!("/parties/{index}");
        if !applicants.contains(no) {
            let text = words("不是本案申请人", "not an applicant in the case");
            findings.invalid("not_an_applicant", &field, text);
        } else if !claimants.contains(no) {
            let text = words("该申请人没有未处理的请求", "this applicant has no open claim");
            findings.invalid("nothing_to_give_up", &field, text);
        }
        if !seen.insert(*no) {
            findings.invalid("party_twice", &field, words("当事人重复", "this party is named twice"));
        }
    }
    if !named.is_empty() && !is_everybody(case, leavers) {
        check_documents(case, &named, findings);
        warn_of_few_representatives(case, &named, findings);
    }
}

/// When the applicants have given up, the counterclaim of a respondent ends with the case: the law is silent, and a person is
/// asked to look (R33 36; our choice). The respondent may apply by itself.
pub(super) fn warn_of_counterclaims(case: &Case, leavers: &[PartyNo], findings: &mut Findings) {
    if !is_everybody(case, leavers) {
        return;
    }
    proceeding::warn_of_pending(case, findings);
    let respondents: HashSet<PartyNo> = case.side(Side::Respondent).map(|party| party.no).collect();
    let settled = Settled::of(case);
    let of_respondent = |claim: &Claim| respondents.contains(&claim.claimant) && !settled.holds(claim.no);
    if case.claims.iter().any(of_respondent) {
        let text = words(
            "被申请人的反申请尚未处理，将随本案一并结案；被申请人可以另行申请，请核对其意见",
            "a counterclaim is not decided and ends with the case; the respondent may apply by itself: please ask",
        );
        findings.warn("counterclaim_undecided", Some(r33("36")), text);
    }
}

/// Whether nobody who still claims something would stay.
pub(super) fn is_everybody(case: &Case, leavers: &[PartyNo]) -> bool {
    let named: HashSet<PartyNo> = leavers.iter().copied().collect();
    named.is_empty() || case.side(Side::Applicant).all(|party| named.contains(&party.no))
}

/// Says that they take the last open claim of a case of which parts were decided or settled before. With everybody a
/// counterclaim ends too. What closes the case is not dated before what led there; some who leave a case that goes on may be
/// written down late.
pub(super) fn check_last_claim(case: &Case, leavers: &[PartyNo], at: &Moment<'_>, findings: &mut Findings) {
    let named: HashSet<PartyNo> = leavers.iter().copied().collect();
    let all = is_everybody(case, leavers);
    let takes_last = last_claim::warn(case, |claim| !all && !named.contains(&claim.claimant), findings);
    if all || (takes_last && last_claim::closes(at)) {
        case.check_since(Since::Closing, at.on, findings);
    }
}

/// These applicants leave, and the case goes on, or is closed by what was made of its parts; not where they are all that
/// there is of it.
pub(super) fn leave_the_rest(case: &mut Case, leavers: &[PartyNo], how: GivingUp, at: &Moment<'_>) -> bool {
    if !is_everybody(case, leavers) {
        leave(case, leavers.to_vec(), how, at);
        last_claim::close_if_last(case, at);
        return true;
    }
    if case.closes_by_parts().is_none() || !last_claim::was_told(at) {
        return false;
    }
    let all = case.side(Side::Applicant).map(|party| party.no).collect();
    leave(case, all, how, at);
    last_claim::close(case, at);
    true
}

/// Their open claims end; what was decided or settled for them stays. They are no longer asked to come or to sign.
fn leave(case: &mut Case, leavers: Vec<PartyNo>, how: GivingUp, at: &Moment<'_>) {
    let (named, settled): (HashSet<PartyNo>, _) = (leavers.iter().copied().collect(), Settled::of(case));
    let ends = |claim: &Claim| named.contains(&claim.claimant) && !settled.holds(claim.no);
    let (ended, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut case.claims).into_iter().partition(ends);
    case.claims = stay;
    case.gave_up.push(GaveUp { at: at.dated(), how, parties: leavers, claims: ended });
    drop_representatives(case, &named, at);
}

/// A document that waits for the signature of one who leaves would never be complete, or settle a claim that is gone.
pub(super) fn check_documents(case: &Case, leavers: &HashSet<PartyNo>, findings: &mut Findings) {
    let theirs = |no: PartyNo| leavers.contains(&no);
    if case.open_papers().any(|paper| case.signatories_of(paper).any(theirs)) {
        let text = words(
            "有调解书待其签收；应当先签收，或者登记反悔",
            "a mediation document waits for the signature of one who leaves: it is signed first, or recorded as repudiated",
        );
        findings.unlawful("document_awaits_leaver", r33("72"), text);
    }
}

/// Who leaves represents nobody; with fewer than three representatives others are to be chosen (R33 63).
pub(super) fn warn_of_few_representatives(case: &Case, leavers: &HashSet<PartyNo>, findings: &mut Findings) {
    let Some(chosen) = &case.representation else { return };
    let stay = chosen.parties.iter().filter(|no| !leavers.contains(no)).count();
    let workers = case.represented().filter(|no| !leavers.contains(no)).count();
    let loses_one = stay < chosen.parties.len();
    if loses_one && stay < *REPRESENTATIVES.start() && Case::makes_collective(workers) {
        let text = words(
            format!("离开后代表人仅余{stay}人，应当另行推举至三至五人"),
            format!("only {stay} representatives would stay; others are to be chosen, three to five in all"),
        );
        findings.warn("few_representatives", Some(r33("63")), text);
    }
}

/// The representatives without those who left; none where the dispute is no longer collective.
pub(super) fn drop_representatives(case: &mut Case, leavers: &HashSet<PartyNo>, at: &Moment<'_>) {
    let is_collective = case.is_collective();
    let Some(chosen) = &case.representation else { return };
    let stay: Vec<PartyNo> = chosen.parties.iter().filter(|no| !leavers.contains(no)).copied().collect();
    if is_collective && stay.len() == chosen.parties.len() {
        return;
    }
    case.represent(Some(stay).filter(|stay| is_collective && !stay.is_empty()), at.dated());
}
