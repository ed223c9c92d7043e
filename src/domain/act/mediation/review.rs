//! The review of a mediation agreement by the commission (仲裁审查), which makes of it an arbitral mediation document:
//! R33 74-79. The document is signed and repudiated like every other (`decision`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::agreement::check_signed_by_all;
use super::onward::check_not_gone_on;
use crate::domain::act::ActRule;
use crate::domain::act::decision::Scope;
use crate::domain::case::{Case, Dated, MediationPaper, Prolonged, Review, ReviewEnd};
use crate::domain::claim::{Cause, ClaimItem};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::{law, r33};
use crate::domain::refusal::words;

/// How a review ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewResult {
    /// 不予受理.
    Rejected,
    /// 不予制作调解书.
    Denied,
    /// 撤回审查申请.
    Withdrawn,
    /// 调解书经双方签收.
    Confirmed,
}

impl Coded for ReviewResult {
    const LIST: &'static str = "review_result";
    const ROWS: &'static [(Self, Label)] = &[
        (ReviewResult::Rejected, label("rejected", "不予受理", "Not accepted")),
        (ReviewResult::Denied, label("denied", "不予制作调解书", "No mediation document is made")),
        (ReviewResult::Withdrawn, label("withdrawn", "撤回审查申请", "The application was withdrawn")),
        (ReviewResult::Confirmed, label("confirmed", "调解书经双方签收", "Confirmed, and signed by both")),
    ];
}

impl Case {
    /// The review that has not ended, if there is one.
    fn review(&self) -> Option<&Review> {
        self.mediation.as_ref()?.reviews.iter().find(|review| review.ended.is_none())
    }

    fn review_mut(&mut self) -> Option<&mut Review> {
        self.mediation.as_mut()?.reviews.iter_mut().find(|review| review.ended.is_none())
    }

    /// Ends the review that runs; a document that waits for signatures is void with it (our choice).
    pub(crate) fn end_review(&mut self, result: ReviewResult, at: Dated) {
        if let Some(review) = self.review_mut() {
            review.ended = Some(ReviewEnd { at, result });
        }
        let open = |paper: &&mut MediationPaper| paper.repudiated.is_none() && paper.completed.is_none();
        for paper in self.mediation_papers.iter_mut().filter(open) {
            paper.repudiated = Some(at);
        }
    }

    /// The last day to apply for the review, once there is an agreement (R33 74).
    fn review_term(&self, at: &Moment<'_>) -> Option<chrono::NaiveDate> {
        let agreement = self.mediation.as_ref()?.agreement?;
        Some(deadline::due_of(RuleId::M04, agreement.at.on, at.book))
    }
}

/// 申请仲裁审查: both sides together (R33 74). What comes late comes in, and is then not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    /// Who applies: every applicant and respondent of the mediation.
    #[schema(min_items = 1, max_items = 5_100)]
    pub applicants: Vec<PartyNo>,
}

impl ActRule for ReviewRequest {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_signed_by_all(case, &self.applicants, ("/applicants", r33("74")), findings);
        check_not_gone_on(case, r33("74"), findings);
        if let Some(due) = case.review_term(at).filter(|due| at.on > *due) {
            let text = words(
                format!("审查申请期限已于{due}届满，应当不予受理"),
                format!("the term to apply ended on {due}; the application is not to be accepted"),
            );
            findings.warn("review_term_ended", Some(r33("74")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let requested = at.dated();
        let review = Review { requested, accepted: None, extended: None, document: None, ended: None };
        super::own(case, |mediation| mediation.reviews.push(review));
    }
}

/// Why an application for review is not accepted: R33 75 (1)-(5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewRejectionGround {
    /// (1) 不属于仲裁委员会受理争议范围.
    OutOfScope,
    /// (2) 不属于本仲裁委员会管辖.
    NoJurisdiction,
    /// (3) 超出规定的仲裁审查申请期间.
    OutOfTime,
    /// (4) 确认劳动关系.
    Relationship,
    /// (5) 调解协议已经人民法院司法确认.
    ConfirmedByCourt,
}

impl Coded for ReviewRejectionGround {
    const LIST: &'static str = "review_rejection_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            ReviewRejectionGround::OutOfScope,
            label("out_of_scope", "不属于受理争议范围", "Outside the scope of the commission"),
        ),
        (
            ReviewRejectionGround::NoJurisdiction,
            label("no_jurisdiction", "不属于本委管辖", "No jurisdiction of this commission"),
        ),
        (
            ReviewRejectionGround::OutOfTime,
            label("out_of_time", "超出审查申请期间", "After the term to apply"),
        ),
        (
            ReviewRejectionGround::Relationship,
            label("relationship", "确认劳动关系", "It confirms an employment"),
        ),
        (
            ReviewRejectionGround::ConfirmedByCourt,
            label("confirmed_by_court", "已经人民法院司法确认", "A court has confirmed it already"),
        ),
    ];
}

/// 审查申请不予受理 (R33 75): the agreement stays a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewRejection {
    /// Which ground.
    pub ground: ReviewRejectionGround,
}

impl ActRule for ReviewRejection {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let requested = case.review().map(|review| review.requested.on);
        let in_time = requested.zip(case.review_term(at)).is_some_and(|(on, due)| on <= due);
        if self.ground == ReviewRejectionGround::OutOfTime && in_time {
            let text = words("审查申请在期限内提出", "the application came in time");
            findings.unlawful("requested_in_time", r33("75(3)"), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.end_review(ReviewResult::Rejected, at.dated());
    }
}

/// 受理审查申请: the five working days begin (R33 76).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewAcceptance {}

impl ActRule for ReviewAcceptance {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_requested_in_time(case, at, findings);
        let confirms = case.claims.iter().any(|claim| claim.item == ClaimItem::Relationship);
        if confirms || case.cause == Cause::Relationship {
            let text = words(
                "确认劳动关系的协议不予受理审查，请核对",
                "an agreement that confirms an employment is not reviewed; please check",
            );
            findings.warn("confirms_employment", Some(r33("75(4)")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(review) = case.review_mut() {
            review.accepted = Some(at.dated());
        }
    }
}

/// What came after its term is not accepted (R33 75(3)).
pub(in crate::domain::act) fn check_requested_in_time(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let requested = case.review().map(|review| review.requested.on);
    let Some((on, due)) = requested.zip(case.review_term(at)) else { return };
    if on > due {
        let text = words(
            format!("审查申请应当不迟于{due}提出，逾期不予受理"),
            format!("the review was to be asked for by {due}; what comes later is not accepted"),
        );
        findings.breach(at, at.on, "review_requested_late", (r33("75(3)"), text));
    }
}

/// 延长审查期限: approved by the person who records it, once (R33 76).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewExtension {
    /// Working days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
}

impl ActRule for ReviewExtension {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let accepted = case.review().and_then(|review| review.accepted).map_or(at.on, |accepted| accepted.on);
        let rule = at.book.rule(RuleId::M05, accepted);
        let longest = rule.and_then(|rule| rule.extension).map_or(0, |length| length.count);
        if self.days == 0 || self.days > longest {
            let text = words(
                format!("审查期限的延长应为1至{longest}个工作日"),
                format!("a review is extended by 1 to {longest} working days"),
            );
            findings.over_limit("extension_too_long", "/days", r33("76"), text);
        }
        check_review_extendable(case, at, findings);
    }

    /// One that came too late, or was the second by its legal date, moves nothing.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let Some(review) = case.review_mut() else { return };
        if review.extended.is_none_or(|known| at.on < known.at.on) {
            review.extended = Some(Prolonged { at: at.dated(), days: self.days });
        }
    }
}

/// Whether a review can be extended at all, by however many days.
pub(in crate::domain::act) fn check_review_extendable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let Some(review) = case.review() else { return };
    if review.extended.is_some() {
        let text = words("审查期限只能延长一次，本次审查已延长", "the review was extended already");
        findings.breach(at, at.on, "extended_once", (r33("76"), text));
    }
    let due = review.accepted.map(|accepted| deadline::due_of(RuleId::M05, accepted.on, at.book));
    if due.is_some_and(|due| at.on > due) {
        let text =
            words("审查期限已届满，不能再批准延长", "the review has run out; it can no longer be extended");
        findings.breach(at, at.on, "extension_too_late", (r33("76"), text));
    }
}

/// Why no mediation document is made of an agreement: R33 78 (1)-(6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DenialGround {
    /// (1) 违反法律、行政法规强制性规定.
    Unlawful,
    /// (2) 损害国家利益、社会公共利益或者他人合法权益.
    HarmsOthers,
    /// (3) 证据材料有弄虚作假嫌疑.
    FalseEvidence,
    /// (4) 违反自愿原则.
    Involuntary,
    /// (5) 内容不明确.
    Unclear,
    /// (6) 其他.
    Other,
}

impl Coded for DenialGround {
    const LIST: &'static str = "denial_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (DenialGround::Unlawful, label("unlawful", "违反强制性规定", "Against mandatory law")),
        (
            DenialGround::HarmsOthers,
            label("harms_others", "损害国家、公共利益或他人权益", "Harms the state, the public or others"),
        ),
        (
            DenialGround::FalseEvidence,
            label("false_evidence", "证据材料有弄虚作假嫌疑", "The evidence may be false"),
        ),
        (DenialGround::Involuntary, label("involuntary", "违反自愿原则", "Not of free will")),
        (DenialGround::Unclear, label("unclear", "内容不明确", "Its content is unclear")),
        (DenialGround::Other, label("other", "其他不能制作调解书的情形", "Other")),
    ];
}

/// 不予制作调解书: in writing (R33 78). The review is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewDenial {
    /// Which ground.
    pub ground: DenialGround,
}

impl ActRule for ReviewDenial {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.end_review(ReviewResult::Denied, at.dated());
    }
}

/// 撤回审查申请: the review is over (R33 79).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewWithdrawal {}

impl ActRule for ReviewWithdrawal {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.end_review(ReviewResult::Withdrawn, at.dated());
    }
}

/// 制作审查调解书: the agreement as it is, made an arbitral mediation document (R33 77). It has effect once both have
/// signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewConfirmation {}

impl ActRule for ReviewConfirmation {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_no_open_paper(case, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let made = at.dated();
        if let Some(review) = case.review_mut() {
            review.document.get_or_insert(made);
        }
        let amount = case.awarded();
        case.mediation_papers.push(MediationPaper {
            made,
            scope: Scope::Whole,
            claims: Vec::new(),
            amount,
            signed: Vec::new(),
            represented_by: Vec::new(),
            completed: None,
            repudiated: None,
        });
    }
}

/// Another document is made when the one before is settled.
pub(in crate::domain::act) fn check_no_open_paper(case: &Case, findings: &mut Findings) {
    let open = |paper: &MediationPaper| paper.repudiated.is_none() && paper.completed.is_none();
    if case.mediation_papers.iter().any(open) {
        let text = words("调解书正待双方签收", "a mediation document waits for its signatures already");
        findings.unlawful("document_awaits_signatures", law("42"), text);
    }
}
