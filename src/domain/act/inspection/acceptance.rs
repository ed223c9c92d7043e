//! What is decided about what came in (监察受理): opened, refused, passed on, or withdrawn. Not here: the investigation.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::referral::check_not_turned_away;
use crate::domain::case::{Case, InspectionCase};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::{Law, article, gdls};
use crate::domain::office::LawBook;
use crate::domain::party::Side;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

impl Case {
    /// Whether the complaint counts as accepted from its receipt, because nothing was said about it in time (W02, GDLS 39).
    #[must_use]
    pub(crate) fn counts_as_accepted(&self, on: NaiveDate, book: &LawBook) -> bool {
        let complains = self.inspection.as_ref().is_some_and(InspectionCase::is_complaint);
        let has_term = book.length(RuleId::W02, self.received.on).is_some();
        complains && has_term && on > deadline::due_of(RuleId::W02, self.received.on, book)
    }
}

/// Why a complaint is not accepted (不予受理理由).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InspectionRefusalGround {
    /// 已由仲裁或者诉讼处理 (GDLS 39(4)).
    BeforeAnotherForum,
    /// 超过查处时效 (LSR 20).
    OutOfTime,
    /// 不属监察范围.
    OutOfScope,
    /// 其他.
    Other,
}

impl Coded for InspectionRefusalGround {
    const LIST: &'static str = "inspection_refusal_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            InspectionRefusalGround::BeforeAnotherForum,
            label("before_another_forum", "已由仲裁或者诉讼处理", "Arbitrated or before a court already"),
        ),
        (
            InspectionRefusalGround::OutOfTime,
            label("out_of_time", "超过查处时效", "Too late to be investigated"),
        ),
        (
            InspectionRefusalGround::OutOfScope,
            label("out_of_scope", "不属监察范围", "Not for the inspectorate"),
        ),
        (InspectionRefusalGround::Other, label("other", "其他", "Other")),
    ];
}

/// 不予受理: the complainant is told in writing (GDLS 39).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionRefusal {
    /// Why.
    pub ground: InspectionRefusalGround,
}

impl ActRule for InspectionRefusal {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_not_accepted_by_lapse(case, at, findings);
        if self.ground == InspectionRefusalGround::OutOfScope {
            check_not_turned_away(case, findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::InspectionNotAccepted, None, at);
    }
}

/// A complaint about which nothing was said in time (W02) counts as accepted: it is opened, and leaves by no other door
/// before that (GDLS 39).
pub(in crate::domain::act) fn check_not_accepted_by_lapse(
    case: &Case,
    at: &Moment<'_>,
    findings: &mut Findings,
) {
    if case.counts_as_accepted(at.on, at.book) {
        let text = words(
            "逾期未告知，视为自收到投诉之日受理，应当立案，不得再不予受理、移送或者未立案即结案",
            "nothing was said in time: the complaint counts as accepted on receipt, and is neither refused, passed on nor closed unopened",
        );
        findings.breach(at, at.on, "counts_as_accepted", (gdls("39"), text));
    }
}

/// 移送有管辖权的部门 (GDLS 33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionRedirection {
    /// The competent authority.
    #[schema(min_length = 1, max_length = 200)]
    pub to: String,
}

impl ActRule for InspectionRedirection {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_not_accepted_by_lapse(case, at, findings);
        check_not_turned_away(case, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::InspectionRedirected, None, at);
    }
}

/// 监察立案 (GDLS 32, 36).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionOpening {}

impl ActRule for InspectionOpening {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_openable(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(inspection) = &mut case.inspection {
            inspection.opened = Some(at.dated());
        }
    }
}

/// What a commission or a court has is not taken up, nor what ended more than two years ago.
pub(in crate::domain::act) fn check_openable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let Some(inspection) = &case.inspection else { return };
    if inspection.also_before.is_some() {
        let text = words(
            "已由仲裁或者诉讼处理，不予受理",
            "an arbitration commission or a court has the matter: the complaint is not accepted",
        );
        findings.breach(at, at.on, "before_another_forum", (gdls("39(4)"), text));
    }
    // A complaint in time keeps the time (our choice): it is asked of the day of receipt.
    let ended = inspection.violation_ended_on;
    let due = ended.map(|ended| deadline::due_of(RuleId::W09, ended, at.book));
    if let Some(due) = due.filter(|due| case.received.on > *due) {
        let text = words(
            format!("查处时效已于{due}届满"),
            format!("the time in which it is investigated ended on {due}"),
        );
        findings.breach(
            at,
            at.on,
            "too_late_to_investigate",
            (article(Law::InspectionRegulations, "20"), text),
        );
    }
}

/// 撤回投诉: before the opening, or after it, when the case is revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComplaintWithdrawal {}

impl ActRule for ComplaintWithdrawal {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_complained(case, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let opened = case.inspection.as_ref().is_some_and(|own| own.opened.is_some());
        let manner = if opened { Manner::InspectionRevoked } else { Manner::WithdrawnBeforeAcceptance };
        case.close(manner, None, at);
    }
}

/// Only what somebody complained of can be withdrawn.
pub(in crate::domain::act) fn check_complained(case: &Case, findings: &mut Findings) {
    if case.side(Side::Applicant).next().is_none() {
        let text = words("本案没有投诉人", "nobody complained in this case");
        findings.impossible("nobody_complained", None, text);
    }
}
