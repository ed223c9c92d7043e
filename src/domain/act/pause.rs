//! What moves the clock of the trial: suspension, extension, entrusted mediation, conversion. Not here: what starts
//! it anew, which is in `restart`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::{FailureCause, Procedure};
use crate::domain::case::{Case, Dated, Entrusted, HearingState, Suspended, TrialExtension};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::{RuleId, TRIAL_EXTENSION};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::EntryNo;
use crate::domain::law::r33;
use crate::domain::refusal::words;
use crate::domain::stage::Stage;

/// Why a trial is suspended: R33 47 (1)-(7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionGround {
    /// (1) 劳动者死亡,等待继承人.
    WorkerDied,
    /// (2) 劳动者丧失行为能力,未确定法定代理人.
    WorkerIncapacitated,
    /// (3) 用人单位终止,未确定权利义务承继者.
    EmployerDissolved,
    /// (4) 不可抗力.
    ForceMajeure,
    /// (5) 以其他案件的结果为依据.
    DependsOnOtherCase,
    /// (6) 等待工伤认定、伤残等级、其他鉴定结论.
    AwaitsAppraisal,
    /// (7) 其他.
    Other,
}

impl Coded for SuspensionGround {
    const LIST: &'static str = "suspension_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            SuspensionGround::WorkerDied,
            label("worker_died", "劳动者死亡，等待继承人表明意愿", "The worker died"),
        ),
        (
            SuspensionGround::WorkerIncapacitated,
            label("worker_incapacitated", "劳动者丧失行为能力", "The worker lost capacity"),
        ),
        (
            SuspensionGround::EmployerDissolved,
            label("employer_dissolved", "用人单位终止，承继者未定", "The employer ceased, no successor yet"),
        ),
        (SuspensionGround::ForceMajeure, label("force_majeure", "不可抗力", "Force majeure")),
        (
            SuspensionGround::DependsOnOtherCase,
            label("depends_on_other_case", "须以其他案件结果为依据", "Depends on another case"),
        ),
        (
            SuspensionGround::AwaitsAppraisal,
            label("awaits_appraisal", "等待工伤认定、鉴定结论", "Awaits an injury finding or appraisal"),
        ),
        (SuspensionGround::Other, label("other", "其他应当中止的情形", "Other")),
    ];
}

/// 中止审理: approved by the person who records it; the trial period stands still from this day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// Which ground.
    pub ground: SuspensionGround,
}

impl ActRule for Suspension {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let (from, ground, stage) = (at.dated(), self.ground, case.stage);
        case.suspensions.push(Suspended { from, ground, stage, until: None });
        case.move_to(Stage::Suspended, at.on);
    }
}

/// 恢复审理: the cause is gone; back to the stage before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionEnd {
    /// The suspension, by the number of its entry.
    pub suspension: EntryNo,
}

impl ActRule for SuspensionEnd {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        let running = case.suspensions.iter().any(|s| s.from.by == self.suspension && s.until.is_none());
        if !running {
            findings.invalid(
                "no_such_suspension",
                "/suspension",
                words("没有这一正在进行的中止", "there is no such running suspension"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let found = case.suspensions.iter_mut().find(|s| s.from.by == self.suspension && s.until.is_none());
        let Some(suspension) = found else { return };
        suspension.until = Some(at.dated());
        let stage = suspension.stage;
        case.move_to(stage, at.on);
    }
}

/// 延期审理: once for each trial period, capped, approved by the person who records it (LAW 43, R33 45).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Calendar days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
}

impl ActRule for Extension {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(trial) = case.trial_at(at.dated()) else { return check_extendable(case, at, findings) };
        let longest = at.book.length(TRIAL_EXTENSION, trial.since.on).map_or(0, |length| length.count);
        if self.days == 0 || self.days > longest {
            findings.over_limit(
                "extension_too_long",
                "/days",
                r33("45"),
                words(format!("延期应为1至{longest}日"), format!("an extension is of 1 to {longest} days")),
            );
        }
        check_extendable(case, at, findings);
    }

    /// One that came too late, or was the second, moves nothing. Which came first, and which trial period ran then, is for
    /// the legal dates to say, whatever was written down first.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.extend_trial(TrialExtension { approved: at.dated(), days: self.days });
    }
}

/// Whether the trial period can be extended at all, by however many days (R33 45). What was approved in time may be written
/// down when the case is suspended or closed; nothing is approved while the period stands still or is over.
pub(super) fn check_extendable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let Some(trial) = case.trial_at(at.dated()) else {
        let text = words("本案未受理，没有审理期限", "the case was not accepted: no trial period runs");
        findings.impossible("no_trial_period", Some(r33("45")), text);
        return;
    };
    let closed = case.closing.map(|closing| closing.at.on).filter(|closed| at.on > *closed);
    let stands_still = |suspension: &&Suspended| {
        at.on > suspension.from.on && suspension.until.is_none_or(|until| at.on < until.on)
    };
    let suspended = case.suspensions.iter().find(stands_still).map(|suspension| suspension.from.on);
    if let Some(stopped) = closed.into_iter().chain(suspended).min() {
        let text = words(
            format!("案件已于{stopped}中止或者结案，此后不能批准延期"),
            format!("the case was suspended or closed on {stopped}; no extension is approved after that"),
        );
        findings.impossible("period_does_not_run", Some(r33("45")), text);
    }
    if trial.extension.is_some() {
        let text = words(
            "审理期限只能延长一次，本案已延长",
            "the trial period is extended once, and was extended already",
        );
        findings.breach(at, at.on, "extended_once", (r33("45"), text));
    }
    if deadline::unextended_due(case, trial, at.book).is_some_and(|due| at.on > due) {
        let text = words(
            "审理期限已届满，不能再批准延期",
            "the trial period has run out; it can no longer be extended",
        );
        findings.breach(at, at.on, "extension_too_late", (r33("45"), text));
    }
}

/// 委托调解: both agree, before the hearing; the trial period runs on (R33 70).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntrustedMediation {
    /// Who mediates.
    #[schema(min_length = 1, max_length = 200)]
    pub body: String,
}

impl ActRule for EntrustedMediation {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_unheard(case, at, findings);
        if !case.entrustments.is_empty() {
            let text = words(
                "本案已委托调解过；再次委托重新计算委托调解期限，审理期限照常进行，请核对",
                "mediation was entrusted before; another has a period of its own while the trial period runs on",
            );
            findings.warn("entrusted_before", Some(r33("70")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.entrustments.push(Entrusted { from: at.dated(), body: self.body, until: None });
    }
}

/// Mediation is entrusted before the hearing (R33 70).
pub(super) fn check_unheard(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.hearings.iter().any(|hearing| hearing.state.opened().is_some()) {
        let text = words("委托调解应当在开庭前进行", "mediation is entrusted before the hearing");
        findings.breach(at, at.on, "heard_already", (r33("70"), text));
    }
}

/// 委托调解结束 without agreement: the hearing must be held. Where the parties settled (调解成功) it ends with the mediation
/// document (调解书, the act `mediation_document`, posted to `settlements`), and not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntrustedMediationEnd {
    /// Why it ended.
    pub cause: FailureCause,
}

impl ActRule for EntrustedMediationEnd {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(entrusted) = case.entrustments.last() else { return };
        let due = deadline::due_of(RuleId::A24, entrusted.from.on, at.book);
        if self.cause == FailureCause::Lapsed && at.on <= due {
            findings.unlawful(
                "mediation_period_runs",
                r33("70"),
                words(format!("委托调解期限至{due}才届满"), format!("entrusted mediation runs until {due}")),
            );
        }
    }

    /// What ran out ended by itself, on its last day (R33 70), however late that is told.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(entrusted) = case.entrustments.last_mut() {
            let last = deadline::due_of(RuleId::A24, entrusted.from.on, at.book);
            let on = if self.cause == FailureCause::Lapsed { at.on.min(last) } else { at.on };
            entrusted.until = Some(Dated { on, ..at.dated() });
        }
    }
}

/// 简易转一般: before the trial period ends; it keeps its start (R33 61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureConversion {}

impl ActRule for ProcedureConversion {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_convertible(case, at, findings);
    }

    /// A hearing ahead needs the notice of the ordinary procedure from now on (LAW 35), unless it is the next sitting of
    /// one that was adjourned: that was told in the hearing.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.procedure = Some(Procedure::Ordinary);
        case.converted = Some(at.dated());
        let mut adjourned = false;
        for hearing in &mut case.hearings {
            hearing.notice_required |= hearing.state == HearingState::Scheduled && !adjourned;
            adjourned = matches!(hearing.state, HearingState::Adjourned { .. });
        }
    }
}

/// Only a simplified case is converted, before its trial period ends (R33 61).
pub(super) fn check_convertible(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.procedure != Some(Procedure::Simplified) {
        findings.unlawful(
            "not_simplified",
            r33("61"),
            words("本案不是简易处理的案件", "the case is not in the simplified procedure"),
        );
    }
    let due = deadline::trial_due(case, at.book).and_then(|due| due.due_on);
    if due.is_some_and(|due| at.on > due) {
        let text =
            words("应当在审理期限届满前转为一般程序", "a case is converted before its trial period ends");
        findings.breach(at, at.on, "conversion_too_late", (r33("61"), text));
    }
}
