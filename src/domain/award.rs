//! The award (裁决) by its items: which may be final, whether every claim is decided, and what the
//! items together say about the manner of closing and the result.

use std::collections::{HashMap, HashSet};

use crate::domain::act::decision::{Award, AwardItem, Decision, Finality, Scope};
use crate::domain::case::{Case, Outcome};
use crate::domain::claim::{Claim, ClaimItem};
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{ClaimNo, PartyNo};
use crate::domain::law::{law, r33};
use crate::domain::money::Fen;
use crate::domain::refusal::{Words, words};
use crate::domain::stage::Manner;

/// An item for money is final up to this many monthly minimum wages (LAW 47).
pub const FINAL_MONTHS: i64 = 12;

/// Whether the law makes an item final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalByLaw {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The region's minimum wage on the day of filing is not known.
    MinimumWageUnknown,
}

/// Asks the law whether an item is final: pay, medical costs, severance or damages up to twelve
/// monthly minimum wages each, or a national labour standard (LAW 47, R33 50).
///
/// ```
/// use sikuai::domain::award::{FinalByLaw, final_by_law};
/// use sikuai::domain::claim::ClaimItem;
/// use sikuai::domain::money::Fen;
/// let wage = Some(Fen::from_yuan(1_410));
/// assert_eq!(final_by_law(ClaimItem::Wages, Fen::from_yuan(16_920), wage), FinalByLaw::Yes);
/// assert_eq!(final_by_law(ClaimItem::Wages, Fen::from_yuan(16_921), wage), FinalByLaw::No);
/// ```
#[must_use]
pub fn final_by_law(item: ClaimItem, amount: Fen, minimum_wage: Option<Fen>) -> FinalByLaw {
    match item {
        ClaimItem::WorkingTimeStandard | ClaimItem::SocialInsuranceStandard => FinalByLaw::Yes,
        ClaimItem::Wages | ClaimItem::InjuryMedicalCosts | ClaimItem::SeverancePay | ClaimItem::Damages => {
            match minimum_wage {
                None => FinalByLaw::MinimumWageUnknown,
                Some(wage) if amount.0 <= wage.0.saturating_mul(FINAL_MONTHS) => FinalByLaw::Yes,
                Some(_) => FinalByLaw::No,
            }
        }
        ClaimItem::InjuryBenefits
        | ClaimItem::Relationship
        | ClaimItem::Reinstatement
        | ClaimItem::Certificates
        | ClaimItem::Other => FinalByLaw::No,
    }
}

/// The claims that an earlier award decided, or a mediation document that all have signed settled.
#[derive(Debug, Clone, Default)]
pub struct Settled(HashSet<ClaimNo>);

impl Settled {
    /// Those of a case.
    #[must_use]
    pub fn of(case: &Case) -> Settled {
        let signed = case.mediation_papers.iter().filter(|paper| case.is_signed(paper));
        let agreed = signed.flat_map(|paper| paper.claims.iter().copied());
        let decided = case.awards.iter().flat_map(|earlier| earlier.items.iter().map(|item| item.claim));
        Settled(agreed.chain(decided).collect())
    }

    /// Whether a claim is among them.
    #[must_use]
    pub fn holds(&self, claim: ClaimNo) -> bool {
        self.0.contains(&claim)
    }
}

/// What a mediation document would settle is neither settled nor decided in another way while it waits for its
/// signatures: the money would be counted twice (R33 72).
pub(crate) fn say_awaits_signatures(claim: ClaimNo, field: &str, findings: &mut Findings) {
    let text = words(
        format!("第{claim}项请求已写入待签收的调解书；当事人反悔的，应当先登记反悔"),
        format!(
            "claim {claim} stands in a mediation document that waits for its signatures; a party that backs out is recorded first"
        ),
    );
    findings.over_limit("claim_awaits_signatures", field, r33("72"), text);
}

/// Refuses new claims that leave out or change one that is decided or settled.
pub fn check_settled_stay(case: &Case, claims: &[Claim], findings: &mut Findings) {
    let settled = Settled::of(case);
    let kept: HashMap<ClaimNo, &Claim> = claims.iter().map(|claim| (claim.no, claim)).collect();
    let mut settled = case.claims.iter().filter(|claim| settled.holds(claim.no));
    if settled.any(|claim| kept.get(&claim.no) != Some(&claim)) {
        findings.invalid(
            "settled_claim_changed",
            "/claims",
            words("已裁决或已调解的请求不得变更", "a claim that is decided or settled stays as it was"),
        );
    }
}

/// Checks the items of an award against the claims and the law of finality.
pub fn check_items(award: &Award, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let (settled, waiting) = (Settled::of(case), case.claims_in_open_papers());
    let claims: HashMap<ClaimNo, &Claim> = case.claims.iter().map(|claim| (claim.no, claim)).collect();
    let mut seen = HashSet::new();
    for (index, item) in award.items.iter().enumerate() {
        let here = format!("/items/{index}");
        let twice = !seen.insert(item.claim);
        if twice || settled.holds(item.claim) {
            findings.invalid(
                "claim_decided_twice",
                &format!("{here}/claim"),
                words("该请求已裁决", "this claim is decided already"),
            );
        }
        if waiting.contains(&item.claim) {
            say_awaits_signatures(item.claim, &format!("{here}/claim"), findings);
        }
        let wage = at.book.region.minimum_wage(case.received.on);
        check_item(item, &here, (claims.get(&item.claim).copied(), wage), findings);
    }
    if award.scope == Scope::Whole {
        check_all_decided(&seen, &settled, case, findings);
    }
}

fn check_item(
    item: &AwardItem,
    here: &str,
    (claim, minimum_wage): (Option<&Claim>, Option<Fen>),
    findings: &mut Findings,
) {
    let Some(claim) = claim else {
        findings.invalid(
            "claim_unknown",
            &format!("{here}/claim"),
            words("没有这一请求", "there is no such claim"),
        );
        return;
    };
    if item.decision == Decision::Dismissed && item.amount != Fen::ZERO {
        findings.invalid(
            "dismissed_with_amount",
            &format!("{here}/amount"),
            words("驳回的请求不应有金额", "a dismissed claim carries no amount"),
        );
    }
    check_amount(item, here, claim, findings);
    check_finality(item, here, (claim, minimum_wage), findings);
}

/// A claim that is granted is granted in full, one granted in part in part: the result of the case follows from it. More than
/// was asked for is awarded of nothing; what runs on may have grown since it was asked for, and a person is asked (our choice).
fn check_amount(item: &AwardItem, here: &str, claim: &Claim, findings: &mut Findings) {
    // Contributions that are paid to a fund, or a day's leave, are awarded without an amount.
    let counted = |_: &Fen| claim.item.is_for_money() || item.amount > Fen::ZERO;
    let Some(claimed) = claim.amount.filter(counted) else { return };
    let (no, awarded, decision) = (item.claim, item.amount, item.decision.label());
    let field = format!("{here}/amount");
    if awarded > claimed && claim.item.runs_on() && item.decision == Decision::Granted {
        let text = words(
            format!("第{no}项请求裁决{awarded}元，超过请求的{claimed}元；仅限裁决时已持续发生的部分，请核对"),
            format!(
                "claim {no}: CNY {awarded} is awarded where CNY {claimed} was claimed; only what went on falling due \
                 since can be more, please check"
            ),
        );
        findings.warn("grown_since_claimed", Some(r33("44")), text);
    } else if awarded > claimed {
        let text = words(
            format!("第{no}项请求裁决{awarded}元，超过请求的{claimed}元"),
            format!("claim {no}: CNY {awarded} is awarded, more than the CNY {claimed} that was claimed"),
        );
        findings.invalid("more_than_claimed", &field, text);
    } else if item.decision == Decision::Granted && awarded < claimed {
        let text = words(
            format!("第{no}项请求{claimed}元，裁决{awarded}元，应当为“部分支持”而不是“{}”", decision.zh),
            format!(
                "claim {no}: CNY {awarded} of CNY {claimed} is granted in part, not \u{201c}{}\u{201d}",
                decision.en
            ),
        );
        findings.invalid("granted_below_claim", &field, text);
    } else if item.decision == Decision::PartlyGranted && awarded == claimed {
        let text = words(
            format!("第{no}项请求全额裁决{awarded}元，应当为“支持”而不是“{}”", decision.zh),
            format!(
                "claim {no}: CNY {awarded} is all of it, granted and not \u{201c}{}\u{201d}",
                decision.en
            ),
        );
        findings.invalid("partly_granted_in_full", &field, text);
    } else if item.decision == Decision::PartlyGranted && awarded == Fen::ZERO {
        let text = words(
            format!("第{no}项请求未裁决金额，应当为“驳回”而不是“{}”", decision.zh),
            format!(
                "claim {no}: nothing of it is awarded, which dismisses it; not \u{201c}{}\u{201d}",
                decision.en
            ),
        );
        findings.invalid("partly_granted_nothing", &field, text);
    }
}

/// What the law makes final is marked so, and nothing else (LAW 47).
fn check_finality(
    item: &AwardItem,
    here: &str,
    (claim, minimum_wage): (&Claim, Option<Fen>),
    findings: &mut Findings,
) {
    let no = item.claim;
    let by_law = final_by_law(claim.item, item.amount, minimum_wage);
    match (item.finality, by_law) {
        (Finality::Final, FinalByLaw::No) => {
            let why = limit(claim.item, item.amount, minimum_wage);
            let text = words(
                format!("第{no}项{}，不符合终局裁决的条件", why.zh),
                format!("claim {no} cannot be final: {}", why.en),
            );
            findings.over_limit("not_final_by_law", &format!("{here}/finality"), law("47"), text);
        }
        (Finality::NonFinal, FinalByLaw::Yes) => {
            let why = limit(claim.item, item.amount, minimum_wage);
            let text = words(
                format!("第{no}项{}，依法应为终局，却标为非终局", why.zh),
                format!("claim {no} is marked as not final, and the law makes it so: {}", why.en),
            );
            findings.warn("final_by_law", Some(law("47")), text);
        }
        (_, FinalByLaw::MinimumWageUnknown) => {
            let text = words(
                format!("设置中没有收件之日的最低工资标准，无法核对第{no}项是否终局"),
                format!(
                    "the minimum wage of the day of filing is not in the settings; whether claim {no} is final cannot \
                     be checked"
                ),
            );
            findings.warn("minimum_wage_unknown", Some(law("47")), text);
        }
        (Finality::Final, FinalByLaw::Yes) | (Finality::NonFinal, FinalByLaw::No) => {}
    }
}

/// An item beside what the law holds it against: the amount and the limit, or the kind of thing it is.
fn limit(item: ClaimItem, amount: Fen, minimum_wage: Option<Fen>) -> Words {
    let label = item.label();
    let by_amount = matches!(
        item,
        ClaimItem::Wages | ClaimItem::InjuryMedicalCosts | ClaimItem::SeverancePay | ClaimItem::Damages
    );
    let most = minimum_wage.map(|wage| Fen(wage.0.saturating_mul(FINAL_MONTHS))).filter(|_| by_amount);
    match most {
        Some(most) => words(
            format!(
                "（{}）裁决{amount}元，终局限额为{most}元（收件之日最低工资标准的{FINAL_MONTHS}个月）",
                label.zh
            ),
            format!(
                "{}, CNY {amount} against a limit of CNY {most}, {FINAL_MONTHS} minimum wages of the month of filing",
                label.en
            ),
        ),
        None => words(
            format!("（{}）按请求事项的种类判断", label.zh),
            format!("{}, by the kind of thing that is asked for", label.en),
        ),
    }
}

fn check_all_decided(decided: &HashSet<ClaimNo>, settled: &Settled, case: &Case, findings: &mut Findings) {
    let is_open = |claim: &&Claim| !decided.contains(&claim.no) && !settled.holds(claim.no);
    let open: Vec<String> = case.claims.iter().filter(is_open).map(|claim| claim.no.to_string()).collect();
    if !open.is_empty() {
        let open = open.join(", ");
        findings.invalid(
            "claims_undecided",
            "/items",
            words(format!("尚有请求未裁决：{open}"), format!("claims are left undecided: {open}")),
        );
    }
}

/// What the awards of a case together say: the manner of closing, and for whom it went.
#[must_use]
pub fn result(case: &Case) -> (Manner, Outcome) {
    let items: Vec<&AwardItem> = case.awards.iter().flat_map(|award| &award.items).collect();
    let any = |finality: Finality| items.iter().any(|item| item.finality == finality);
    let manner = match (any(Finality::Final), any(Finality::NonFinal)) {
        (true, true) => Manner::AwardMixed,
        (true, false) => Manner::AwardFinal,
        (false, _) => Manner::AwardNonFinal,
    };
    let claims: HashMap<ClaimNo, &Claim> = case.claims.iter().map(|claim| (claim.no, claim)).collect();
    let workers: HashMap<PartyNo, bool> =
        case.parties.iter().map(|party| (party.no, party.is_worker())).collect();
    let winner = |item: &AwardItem| {
        let claimant = claims.get(&item.claim).and_then(|claim| workers.get(&claim.claimant));
        let worker_claims = claimant.is_none_or(|is_worker| *is_worker);
        // What is granted goes to who claimed it; what is dismissed, to the other side.
        match (item.decision, worker_claims) {
            (Decision::Granted, true) | (Decision::Dismissed, false) => Outcome::Worker,
            (Decision::Granted, false) | (Decision::Dismissed, true) => Outcome::Employer,
            (Decision::PartlyGranted, _) => Outcome::Partly,
        }
    };
    // What decides nothing goes for nobody.
    let won = |outcome: Outcome| !items.is_empty() && items.iter().all(|item| winner(item) == outcome);
    let outcome = [Outcome::Worker, Outcome::Employer].into_iter().find(|outcome| won(*outcome));
    (manner, outcome.unwrap_or(Outcome::Partly))
}
