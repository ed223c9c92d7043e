//! What starts the trial period anew (审限重新计算, R33 46): parties that join, amended claims, a counterclaim.
//! Not here: what stops or extends it, which is in `pause`.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::collective::warn_of_consent;
use crate::domain::act::decision::last_claim;
use crate::domain::act::table::Since;
use crate::domain::act::{ActRule, filing, proceeding};
use crate::domain::award::{self, Settled};
use crate::domain::case::{Case, ClaimsBefore, Counterclaim, Joined, TrialStart};
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::deadline;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{ClaimNo, PartyNo};
use crate::domain::law::r33;
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::refusal::{listed, words};

/// New claims take no number of those that are known, nor of a claim that somebody else gave up: papers and awards name it.
fn check_new_numbers<'a>(
    case: &Case,
    known: impl Iterator<Item = &'a Claim>,
    claims: &[Claim],
    findings: &mut Findings,
) {
    let known: HashSet<ClaimNo> = known.map(|claim| claim.no).collect();
    let former = case.claims_before.iter().flat_map(|before| &before.claims);
    let former: HashMap<ClaimNo, PartyNo> = former.map(|claim| (claim.no, claim.claimant)).collect();
    for (index, claim) in claims.iter().enumerate() {
        let is_of_another = former.get(&claim.no).is_some_and(|whose| *whose != claim.claimant);
        if known.contains(&claim.no) || is_of_another {
            findings.invalid(
                "claim_no_taken",
                &format!("/claims/{index}/no"),
                words("请求序号已被占用", "this number is taken by another claim"),
            );
        }
    }
}

/// 追加当事人: the trial period starts anew on the day of the decision (R33 46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyJoinder<P> {
    /// The parties that join, with numbers of their own.
    #[schema(min_items = 1, max_items = 100)]
    pub parties: Vec<Party<P>>,
}

impl ActRule for PartyJoinder<PersonRef> {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        // What was served on one who went into another case names it by its number here still.
        let split_off: HashSet<PartyNo> =
            case.split_off.iter().flat_map(|split| &split.parties).copied().collect();
        for (index, party) in self.parties.iter().enumerate() {
            let twice = self.parties.iter().filter(|other| other.no == party.no).count() > 1;
            if twice || case.party(party.no).is_some() || split_off.contains(&party.no) {
                findings.invalid(
                    "party_no_taken",
                    &format!("/parties/{index}/no"),
                    words("当事人序号已被占用", "this number is taken by another party"),
                );
            }
        }
        filing::check_opposed(case.parties.iter().chain(&self.parties), findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.joined.extend(self.parties.iter().map(|party| Joined { party: party.no, at: at.dated() }));
        case.parties.extend(self.parties);
        case.restart_trial(TrialStart::PartyJoined, at.dated());
    }
}

/// 增加、变更请求: admitted on this day; the trial period starts anew, and the respondent has a new
/// period for defence once served (R33 44, 46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimAmendment {
    /// All claims of the applicants as they are from now on.
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Vec<Claim>,
    /// When the applicants asked for it, if that was before it was admitted: within the term for evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_on: Option<NaiveDate>,
    /// Whether it started the trial period anew in the case from which this one was split; written by the register, not by
    /// the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub restarted: Option<bool>,
}

impl ActRule for ClaimAmendment {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.filed_on.is_some_and(|filed| filed > at.on) {
            let text = words("提出日期晚于准许日期", "the amendment was filed after it was admitted");
            findings.invalid("filed_after_admission", "/filed_on", text);
        }
        proceeding::check_amendable(case, self.filed_on.unwrap_or(at.on), at, findings);
        warn_of_consent(case, findings);
        filing::check_claims(&self.claims, &case.parties, "/claims", findings);
        let sides: HashMap<PartyNo, Side> = case.parties.iter().map(|party| (party.no, party.side)).collect();
        let applicants: HashSet<PartyNo> = case.side(Side::Applicant).map(|party| party.no).collect();
        // What was settled for one who left stays its own.
        let kept: HashMap<ClaimNo, &Claim> = case.claims.iter().map(|claim| (claim.no, claim)).collect();
        for (index, claim) in self.claims.iter().enumerate() {
            let field = format!("/claims/{index}/claimant");
            match sides.get(&claim.claimant) {
                Some(Side::Respondent | Side::ThirdParty) => {
                    let text = words("变更请求由申请人提出", "amended claims are the applicants'");
                    findings.invalid("not_an_applicant", &field, text);
                }
                Some(Side::Applicant) if !applicants.contains(&claim.claimant) => {
                    if kept.get(&claim.no) != Some(&claim) {
                        let text = words("该申请人已撤回或按撤回处理", "this applicant has left the case");
                        findings.invalid("claimant_left", &field, text);
                    }
                }
                Some(Side::Applicant) | None => {}
            }
        }
        award::check_settled_stay(case, &self.claims, findings);
        let stays = |claim: &&Claim| sides.get(&claim.claimant).is_some_and(|side| *side != Side::Applicant);
        check_new_numbers(case, case.claims.iter().filter(stays), &self.claims, findings);
        if amended_since(case, at) {
            return;
        }
        self.warn_of_given_up(case, findings);
        let stays = |claim: &Claim| self.keeps(claim) || sides.get(&claim.claimant) != Some(&Side::Applicant);
        if self.leaves_nothing(case) && last_claim::warn(case, stays, findings) && last_claim::closes(at) {
            case.check_since(Since::Closing, at.on, findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let is_told_late = amended_since(case, at);
        let stood = self.take_place_after(case, at);
        let restarts = self.restarted.unwrap_or(!self.only_gives_up(&stood));
        case.claims_before.push(ClaimsBefore { amended: at.dated(), claims: stood });
        if !is_told_late {
            let own = applicants(case);
            case.claims.retain(|claim| !own.contains(&claim.claimant));
            case.claims.extend(self.claims);
        }
        if restarts {
            case.restart_trial(TrialStart::ClaimsAmended, at.dated());
        }
        if !is_told_late {
            last_claim::close_if_last(case, at);
        }
    }
}

/// Everyone who applies or applied.
fn applicants(case: &Case) -> HashSet<PartyNo> {
    case.parties.iter().filter(|party| party.side == Side::Applicant).map(|party| party.no).collect()
}

/// Whether the claims were amended after this day already: the later amendment says what they are from then on, and what
/// came before it, told late, only starts its own trial period.
fn amended_since(case: &Case, at: &Moment<'_>) -> bool {
    case.amended().is_some_and(|later| at.dated() < later)
}

impl ClaimAmendment {
    /// Whether it adds and changes nothing of what stood, so that no clock starts anew (R33 46).
    fn only_gives_up(&self, stood: &[Claim]) -> bool {
        let stood: HashMap<ClaimNo, &Claim> = stood.iter().map(|claim| (claim.no, claim)).collect();
        self.claims.iter().all(|claim| stood.get(&claim.no) == Some(&claim))
    }

    /// What the applicants claimed on its day; these claims stood from then until the next amendment, if that was told already.
    fn take_place_after(&self, case: &mut Case, at: &Moment<'_>) -> Vec<Claim> {
        let later = case.claims_before.iter_mut().filter(|before| at.dated() < before.amended);
        if let Some(next) = later.min_by_key(|before| before.amended) {
            return std::mem::replace(&mut next.claims, self.claims.clone());
        }
        let own = applicants(case);
        case.claims.iter().filter(|claim| own.contains(&claim.claimant)).cloned().collect()
    }

    /// Whether a claim is among those that go on.
    fn keeps(&self, claim: &Claim) -> bool {
        self.claims.iter().any(|kept| kept.no == claim.no)
    }

    /// Whether all of its claims are decided or settled already.
    fn leaves_nothing(&self, case: &Case) -> bool {
        let settled = Settled::of(case);
        self.claims.iter().all(|claim| settled.holds(claim.no))
    }

    /// The list is of all claims from now on: what is not in it is given up, and a person is asked whether that is meant.
    fn warn_of_given_up(&self, case: &Case, findings: &mut Findings) {
        let kept: HashSet<ClaimNo> = self.claims.iter().map(|claim| claim.no).collect();
        let applicants = applicants(case);
        let gone =
            case.claims.iter().filter(|it| applicants.contains(&it.claimant) && !kept.contains(&it.no));
        let (zh, en): (Vec<String>, Vec<String>) = gone.map(told).unzip();
        if !zh.is_empty() {
            let gone = listed(&zh, &en);
            let text = words(
                format!("变更后的请求未包括{}，将视为放弃，请确认；如系遗漏，请补入", gone.zh),
                format!("the amended claims leave out {}, which would be given up; please confirm", gone.en),
            );
            findings.warn("claims_given_up", Some(r33("44")), text);
        }
    }
}

/// A claim as a person finds it again.
fn told(claim: &Claim) -> (String, String) {
    let (no, item) = (claim.no, claim.item.label());
    let (zh, en) = claim
        .amount
        .map_or_else(Default::default, |amount| (format!("{amount}元"), format!(", CNY {amount}")));
    (format!("第{no}项（{}{zh}）", item.zh), format!("claim {no} ({}{en})", item.en))
}

/// 受理反申请并合并审理: the trial period starts anew (R33 36, 46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterclaimAcceptance {
    /// When the respondent filed it: within the period for defence.
    pub filed_on: NaiveDate,
    /// The claims of the respondent, with numbers of their own.
    #[schema(min_items = 1, max_items = 1_000)]
    pub claims: Vec<Claim>,
}

impl CounterclaimAcceptance {
    /// Who filed it.
    fn parties(&self) -> Vec<PartyNo> {
        let claimants: BTreeSet<PartyNo> = self.claims.iter().map(|claim| claim.claimant).collect();
        claimants.into_iter().collect()
    }
}

impl ActRule for CounterclaimAcceptance {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        filing::check_claims(&self.claims, &case.parties, "/claims", findings);
        check_new_numbers(case, case.claims.iter(), &self.claims, findings);
        proceeding::check_filed_on(case, self.filed_on, at, findings);
        proceeding::check_filed_as_received(case, &self.parties(), self.filed_on, findings);
        for (index, claim) in self.claims.iter().enumerate() {
            let Some(party) = case.party(claim.claimant) else { continue };
            if party.side != Side::Respondent {
                findings.invalid(
                    "not_a_respondent",
                    &format!("/claims/{index}/claimant"),
                    words("反申请由被申请人提出", "a counterclaim is the respondent's"),
                );
            }
            let due = deadline::defence_due(case, party.no, self.filed_on, at.book);
            if due.is_some_and(|due| self.filed_on > due) {
                let text = words(
                    "反申请应当在答辩期内提出，逾期另行申请",
                    "a counterclaim comes within the period for defence; later, it is an application of its own",
                );
                findings.breach(at, at.on, "counterclaim_too_late", (r33("36"), text));
            }
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let (parties, filed_on, accepted) = (self.parties(), self.filed_on, at.dated());
        case.claims.extend(self.claims);
        case.counterclaims.push(Counterclaim { parties, filed_on, accepted });
        case.restart_trial(TrialStart::CounterclaimAccepted, at.dated());
    }
}
