//! Deciding and settling (快调、快结): the case discussion, awards, interim payments; mediation documents are in
//! `settlement`.

pub(in crate::domain::act) mod last_claim;
mod settlement;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::proceeding;
use crate::domain::act::table::Since;
use crate::domain::act::tribunal;
use crate::domain::award;
use crate::domain::case::{Awarded, Case};
use crate::domain::claim::ClaimItem;
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{ClaimNo, PartyNo};
use crate::domain::law::{law, r33};
use crate::domain::money::Fen;
use crate::domain::office::DiscussionRule;
use crate::domain::party::Side;
use crate::domain::refusal::words;
use crate::domain::stage::Stage;

pub use settlement::{MediationDocument, MediationRepudiation, MediationSignature};

/// Whether a decision settles the whole case or part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 全部.
    Whole,
    /// 部分: 先行裁决 (R33 49), 部分调解 (R33 73); the case stays open.
    Part,
}

impl Coded for Scope {
    const LIST: &'static str = "scope";
    const ROWS: &'static [(Self, Label)] = &[
        (Scope::Whole, label("whole", "全部", "The whole case")),
        (Scope::Part, label("part", "部分（先行裁决、部分调解）", "Part of the case")),
    ];
}

/// 案件讨论: the tribunal's draft is discussed in the office before the award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Discussion {
    /// What came out of it, without personal data.
    #[schema(min_length = 1, max_length = 4_000)]
    pub conclusion: String,
}

impl ActRule for Discussion {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.discussions.push(at.dated());
    }
}

/// 先予执行: an order to pay at once, where the right is clear and the hardship real (R33 51). The case stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterimPayment {
    /// For which claim.
    pub claim: ClaimNo,
    /// How much, in fen.
    pub amount: Fen,
}

impl ActRule for InterimPayment {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let claim = case.claim(self.claim);
        if claim.is_some_and(|claim| !may_be_paid_at_once(claim.item)) {
            let text = words(
                "先予执行限于追索劳动报酬、工伤医疗费、经济补偿或者赔偿金的请求",
                "only pay, medical costs of a work injury, severance and damages can be ordered to be paid at once",
            );
            findings.breach(at, at.on, "not_for_interim_payment", (law("44"), text));
        }
        if claim.is_none() {
            findings.invalid("claim_unknown", "/claim", words("没有这一请求", "there is no such claim"));
        }
        if claim.and_then(|claim| claim.amount).is_some_and(|claimed| self.amount > claimed) {
            findings.over_limit(
                "more_than_claimed",
                "/amount",
                r33("51"),
                words("先予执行金额超过请求金额", "the interim payment is more than was claimed"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.interim_payments.push(at.dated());
    }
}

/// For what the law lets a tribunal order a payment at once (LAW 44, R33 51).
fn may_be_paid_at_once(item: ClaimItem) -> bool {
    match item {
        ClaimItem::Wages | ClaimItem::InjuryMedicalCosts | ClaimItem::SeverancePay | ClaimItem::Damages => {
            true
        }
        ClaimItem::WorkingTimeStandard
        | ClaimItem::SocialInsuranceStandard
        | ClaimItem::InjuryBenefits
        | ClaimItem::Relationship
        | ClaimItem::Reinstatement
        | ClaimItem::Certificates
        | ClaimItem::Other => false,
    }
}

/// What was decided on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 支持.
    Granted,
    /// 部分支持.
    PartlyGranted,
    /// 驳回.
    Dismissed,
}

impl Coded for Decision {
    const LIST: &'static str = "decision";
    const ROWS: &'static [(Self, Label)] = &[
        (Decision::Granted, label("granted", "支持", "Granted")),
        (Decision::PartlyGranted, label("partly_granted", "部分支持", "Granted in part")),
        (Decision::Dismissed, label("dismissed", "驳回", "Dismissed")),
    ];
}

/// Whether an award on an item is final (终局, LAW 47).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finality {
    /// 终局.
    Final,
    /// 非终局.
    NonFinal,
}

impl Coded for Finality {
    const LIST: &'static str = "finality";
    const ROWS: &'static [(Self, Label)] = &[
        (Finality::Final, label("final", "终局", "Final")),
        (Finality::NonFinal, label("non_final", "非终局", "Not final")),
    ];
}

/// The award on one claim (裁决事项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AwardItem {
    /// The claim.
    pub claim: ClaimNo,
    /// What was decided.
    pub decision: Decision,
    /// How much, in fen; zero where dismissed or not for money.
    pub amount: Fen,
    /// Final or not; the items of each kind make one document (R33 50).
    pub finality: Finality,
}

/// 裁决: of the whole case, which closes it, or of part of it (先行裁决), which does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// The whole case or part of it.
    pub scope: Scope,
    /// One item for each claim that is decided.
    #[schema(min_items = 1, max_items = 20_000)]
    pub items: Vec<AwardItem>,
    /// Third parties to whom it gives or on whom it lays something (裁决确认其权利或者判令其承担责任的第三人): they may go to court
    /// over it as the two sides may, and its effect waits for their terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_000)]
    pub binds: Vec<PartyNo>,
}

impl ActRule for Award {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self.scope {
            Scope::Whole => {
                case.check_since(Since::Closing, at.on, findings);
                proceeding::warn_of_pending(case, findings);
            }
            Scope::Part => check_heard(case, at.on, findings),
        }
        tribunal::check_sits_lawfully(case, at.on, at, findings);
        check_discussed(case, at, findings);
        award::check_items(self, case, at, findings);
        last_claim::check_something_left(case, findings);
        check_bound(&self.binds, case, findings);
        if self.scope == Scope::Part {
            last_claim::check_part(case, &self.items.iter().map(|item| item.claim).collect(), findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let scope = self.scope;
        case.awards.push(Awarded { made: at.dated(), scope, items: self.items, binds: self.binds });
        if scope == Scope::Whole {
            let (manner, outcome) = award::result(case);
            case.close(manner, Some(outcome), at);
            // What an award of a part decided before has effect by itself.
            if manner.is_award() && case.closing_award().is_some_and(|award| !award.has(Finality::NonFinal)) {
                case.effective_on = Some(at.on);
            }
        }
    }
}

/// Both sides are bound by an award without a word.
fn check_bound(binds: &[PartyNo], case: &Case, findings: &mut Findings) {
    for (index, no) in binds.iter().enumerate() {
        if case.party(*no).is_none_or(|party| party.side != Side::ThirdParty) {
            let text = words("不是本案第三人", "not a third party in the case");
            findings.invalid("not_a_third_party", &format!("/binds/{index}"), text);
        }
    }
}

/// A partial award, too, comes after a hearing.
fn check_heard(case: &Case, on: NaiveDate, findings: &mut Findings) {
    let mut opened = case.hearings.iter().filter_map(|hearing| hearing.state.opened());
    if !opened.any(|opened| opened.on <= on) {
        findings.impossible(
            "awarded_before_heard",
            Some(r33("49")),
            words("裁决日期早于开庭日期", "the award is dated before any hearing"),
        );
    }
}

/// Every case is discussed in the office after its last hearing and before its award, where the office says so.
pub(super) fn check_discussed(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let closed = case.hearings.iter().filter_map(|hearing| hearing.state.closed()).map(|closed| closed.on);
    let heard = closed.filter(|closed| *closed <= at.on).max();
    let discussed = case.discussions.iter().any(|d| d.on <= at.on && heard.is_none_or(|heard| d.on >= heard));
    if at.book.discussion == DiscussionRule::Required && !discussed {
        findings.against_house_rule(
            at,
            "discussion_missing",
            words(
                "裁决前应当召开案件讨论会（本委规定），庭审后的讨论记录尚未登记",
                "the office discusses every case before its award; no discussion since the hearing is in the docket",
            ),
        );
    }
}

/// The stages in which a mediation document can be made in the course of an arbitration.
pub(crate) const MEDIATION_STAGES: &[Stage] = &[
    Stage::Accepted,
    Stage::Tribunal,
    Stage::Scheduled,
    Stage::Hearing,
    Stage::Deliberation,
    Stage::Suspended,
    Stage::Entrusted,
];
