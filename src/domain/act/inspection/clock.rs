//! What moves the clock of an inspection (办案期限): the extension, audits and appraisals, suspension. Not here: the
//! counting (`deadline`), and announcements, which are deliveries (`papers`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::case::{Case, Commission, HandlingExtension, InspectionPause};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::EntryNo;
use crate::domain::law::gdls;
use crate::domain::refusal::words;
use crate::domain::stage::Stage;

/// 延长办案期限: once, capped, approved by the person who records it (GDLS 44, LSR 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionExtension {
    /// Working days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
}

impl ActRule for InspectionExtension {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(started) = deadline::handling_started(case, at.book) else { return };
        if at.on < started.on {
            let text = words(
                format!("办案期限自{}起算，此前不能批准延长", started.on),
                format!("the handling period runs from {}; no extension is approved before that", started.on),
            );
            findings.impossible("period_does_not_run", Some(gdls("44")), text);
        }
        let rule = at.book.rule(RuleId::W05, started.on);
        let longest = rule.and_then(|rule| rule.extension).map_or(0, |length| length.count);
        if self.days == 0 || self.days > longest {
            findings.over_limit(
                "extension_too_long",
                "/days",
                rule.and_then(|rule| rule.articles.first().copied()).unwrap_or(gdls("44")),
                words(
                    format!("延长应为1至{longest}个工作日"),
                    format!("an extension is of 1 to {longest} working days"),
                ),
            );
        }
        check_extendable(case, at, findings);
    }

    /// As with a trial period, the one extension is the earlier by its legal date.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let Some(inspection) = &mut case.inspection else { return };
        if inspection.extension.is_none_or(|known| at.on < known.approved.on) {
            inspection.extension = Some(HandlingExtension { approved: at.dated(), days: self.days });
        }
    }
}

/// Whether the handling period can be extended at all (GDLS 44).
pub(in crate::domain::act) fn check_extendable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.inspection.as_ref().is_some_and(|own| own.extension.is_some()) {
        let text = words("办案期限只能延长一次", "the handling period is extended once");
        findings.breach(at, at.on, "extended_once", (gdls("44"), text));
    }
    let due = deadline::handling_due(case, at.book).and_then(|due| due.unextended.due_on);
    if due.is_some_and(|due| at.on > due) {
        let text = words(
            "办案期限已届满，不能再批准延长",
            "the handling period has run out; it can no longer be extended",
        );
        findings.breach(at, at.on, "extension_too_late", (gdls("44"), text));
    }
}

/// What others are asked to make (委托事项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommissionKind {
    /// 委托审计.
    Audit,
    /// 委托鉴定.
    Appraisal,
}

impl Coded for CommissionKind {
    const LIST: &'static str = "commission_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (CommissionKind::Audit, label("audit", "委托审计", "Audit")),
        (CommissionKind::Appraisal, label("appraisal", "委托鉴定", "Appraisal")),
    ];
}

/// 委托审计、鉴定: the handling period leaves out the time until the result (GDLS 44).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionCommission {
    /// Audit or appraisal.
    pub kind: CommissionKind,
    /// Who makes it.
    #[schema(min_length = 1, max_length = 200)]
    pub body: String,
}

impl ActRule for InspectionCommission {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(inspection) = &mut case.inspection {
            let InspectionCommission { kind, body } = self;
            inspection.commissions.push(Commission { from: at.dated(), kind, body, until: None });
        }
    }
}

/// 审计、鉴定结果送达: the result is there, the clock runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionCommissionResult {
    /// The commission, by the number of its entry.
    pub commission: EntryNo,
}

impl ActRule for InspectionCommissionResult {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let known = case.inspection.as_ref().and_then(|own| {
            own.commissions.iter().find(|one| one.from.by == self.commission && one.until.is_none())
        });
        match known {
            None => findings.invalid(
                "no_such_commission",
                "/commission",
                words("没有这一未完成的委托", "there is no such open commission"),
            ),
            Some(commission) if at.on < commission.from.on => findings.impossible(
                "before_the_commission",
                Some(gdls("44")),
                words("结果日期早于委托日期", "the result is dated before the commission"),
            ),
            Some(_) => {}
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let own = case.inspection.as_mut();
        let found = own.and_then(|own| own.commissions.iter_mut().find(|one| one.from.by == self.commission));
        if let Some(commission) = found {
            commission.until = Some(at.dated());
        }
    }
}

/// Why an inspection is suspended (中止理由): GDLS 45.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseGround {
    /// 等待仲裁、诉讼结果.
    AwaitsDecision,
    /// 无法联系投诉人.
    ComplainantUnreachable,
    /// 其他.
    Other,
}

impl Coded for PauseGround {
    const LIST: &'static str = "inspection_suspension_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            PauseGround::AwaitsDecision,
            label("awaits_decision", "等待仲裁、诉讼结果", "Awaits a court or an award"),
        ),
        (
            PauseGround::ComplainantUnreachable,
            label("complainant_unreachable", "无法联系投诉人", "The complainant cannot be reached"),
        ),
        (PauseGround::Other, label("other", "其他", "Other")),
    ];
}

/// 中止调查: approved by the person who records it (GDLS 45).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionSuspension {
    /// Why.
    pub ground: PauseGround,
}

impl ActRule for InspectionSuspension {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(inspection) = &mut case.inspection {
            let pause =
                InspectionPause { from: at.dated(), ground: self.ground, notified: None, until: None };
            inspection.pauses.push(pause);
        }
    }
}

/// 告知中止: those concerned are told (GDLS 45).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionSuspensionNotice {
    /// The suspension, by the number of its entry.
    pub suspension: EntryNo,
}

impl ActRule for InspectionSuspensionNotice {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let pause = pause(case, self.suspension);
        if pause.is_none_or(|pause| pause.notified.is_some()) {
            findings.invalid("no_such_suspension", "/suspension", no_such_suspension());
        }
        if pause.is_some_and(|pause| at.on < pause.from.on) {
            findings.impossible(
                "before_the_suspension",
                Some(gdls("45")),
                words("告知日期早于中止日期", "the notice is dated before the suspension"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(pause) = pause_mut(case, self.suspension) {
            pause.notified = Some(at.dated());
        }
    }
}

/// 恢复调查: back to the investigation, or to the order to pay where one was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionSuspensionEnd {
    /// The suspension, by the number of its entry.
    pub suspension: EntryNo,
}

impl ActRule for InspectionSuspensionEnd {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if pause(case, self.suspension).is_none_or(|pause| pause.until.is_some()) {
            findings.invalid("no_such_suspension", "/suspension", no_such_suspension());
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(pause) = pause_mut(case, self.suspension) {
            pause.until = Some(at.dated());
        }
        let ordered = case.inspection.as_ref().is_some_and(|own| own.order().is_some());
        case.move_to(if ordered { Stage::PaymentOrdered } else { Stage::Investigating }, at.on);
    }
}

fn pause(case: &Case, no: EntryNo) -> Option<&InspectionPause> {
    case.inspection.as_ref()?.pauses.iter().find(|pause| pause.from.by == no)
}

fn pause_mut(case: &mut Case, no: EntryNo) -> Option<&mut InspectionPause> {
    case.inspection.as_mut()?.pauses.iter_mut().find(|pause| pause.from.by == no)
}

fn no_such_suspension() -> crate::domain::refusal::Words {
    words("没有这一中止，或者已办理", "there is no such suspension, or it was done already")
}
