//! What moves the clock of the trial: suspension, extension, restarts, entrusted mediation, conversion.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use chrono::NaiveDate;

use crate::domain::act::ActRule;
use crate::domain::act::filing::{self, FailureCause, Procedure};
use crate::domain::award;
use crate::domain::case::{Case, Entrusted, Joined, Suspended, Trial, TrialExtension, TrialStart};
use crate::domain::claim::Claim;
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::{TRIAL_EXTENSION, days_of};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::EntryNo;
use crate::domain::law::r33;
use crate::domain::party::{Party, PersonRef, Side};
use crate::domain::refusal::words;
use crate::domain::service_of_process::Document;
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
            label("worker_died", "劳动者死亡,等待继承人表明意愿", "The worker died"),
        ),
        (
            SuspensionGround::WorkerIncapacitated,
            label("worker_incapacitated", "劳动者丧失行为能力", "The worker lost capacity"),
        ),
        (
            SuspensionGround::EmployerDissolved,
            label("employer_dissolved", "用人单位终止,承继者未定", "The employer ceased, no successor yet"),
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
        let Some(trial) = &case.trial else { return };
        let longest = days_of(TRIAL_EXTENSION, trial.since.on);
        if self.days == 0 || self.days > longest {
            findings.over_limit(
                "extension_too_long",
                "/days",
                r33("45"),
                words(format!("延期应为1至{longest}日"), format!("an extension is of 1 to {longest} days")),
            );
        }
        if trial.extension.is_some() {
            findings.unlawful(
                "extended_once",
                r33("45"),
                words(
                    "审理期限只能延长一次,本案已延长",
                    "the trial period is extended once, and was extended already",
                ),
            );
        }
        let due = deadline::trial_due(case, at.book).and_then(|due| due.unextended_due_on);
        if due.is_some_and(|due| at.on > due) {
            findings.unlawful(
                "extension_too_late",
                r33("45"),
                words(
                    "审理期限已届满,不能再批准延期",
                    "the trial period has run out; it can no longer be extended",
                ),
            );
        }
        check_restart(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(trial) = &mut case.trial {
            trial.extension = Some(TrialExtension { approved: at.dated(), days: self.days });
        }
    }
}

fn restart(case: &mut Case, cause: TrialStart, at: &Moment<'_>) {
    case.trial = Some(Trial { since: at.dated(), cause, extension: None });
}

/// What moves the trial period is not dated before its start.
fn check_restart(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.trial.as_ref().is_some_and(|trial| at.on < trial.since.on) {
        findings.impossible(
            "before_trial_period",
            Some(r33("46")),
            words("该日期早于现审理期限的起算日", "this lies before the start of the trial period that runs"),
        );
    }
}

fn check_new_numbers<'a>(known: impl Iterator<Item = &'a Claim>, claims: &[Claim], findings: &mut Findings) {
    let known: Vec<_> = known.map(|claim| claim.no).collect();
    for (index, claim) in claims.iter().enumerate() {
        if known.contains(&claim.no) {
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
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_restart(case, at, findings);
        for (index, party) in self.parties.iter().enumerate() {
            let twice = self.parties.iter().filter(|other| other.no == party.no).count() > 1;
            if twice || case.party(party.no).is_some() {
                findings.invalid(
                    "party_no_taken",
                    &format!("/parties/{index}/no"),
                    words("当事人序号已被占用", "this number is taken by another party"),
                );
            }
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.joined.extend(self.parties.iter().map(|party| Joined { party: party.no, at: at.dated() }));
        case.parties.extend(self.parties);
        restart(case, TrialStart::PartyJoined, at);
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
}

impl ActRule for ClaimAmendment {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_restart(case, at, findings);
        filing::check_claims(&self.claims, &case.parties, "/claims", findings);
        for (index, claim) in self.claims.iter().enumerate() {
            if case.party(claim.claimant).is_some_and(|party| party.side != Side::Applicant) {
                findings.invalid(
                    "not_an_applicant",
                    &format!("/claims/{index}/claimant"),
                    words("变更请求由申请人提出", "amended claims are the applicants'"),
                );
            }
        }
        award::check_settled_stay(case, &self.claims, findings);
        let stays = |claim: &&Claim| case.party(claim.claimant).is_some_and(|p| p.side != Side::Applicant);
        check_new_numbers(case.claims.iter().filter(stays), &self.claims, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let applicant = |claim: &Claim| case.party(claim.claimant).is_some_and(|p| p.side == Side::Applicant);
        let mut claims: Vec<Claim> = case.claims.iter().filter(|claim| !applicant(claim)).cloned().collect();
        claims.extend(self.claims);
        case.claims = claims;
        restart(case, TrialStart::ClaimsAmended, at);
    }
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

impl ActRule for CounterclaimAcceptance {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_restart(case, at, findings);
        filing::check_claims(&self.claims, &case.parties, "/claims", findings);
        check_new_numbers(case.claims.iter(), &self.claims, findings);
        if self.filed_on > at.on {
            findings.invalid(
                "filed_after_acceptance",
                "/filed_on",
                words("反申请日期晚于受理日期", "the counterclaim was filed after it was accepted"),
            );
        }
        for (index, claim) in self.claims.iter().enumerate() {
            let Some(party) = case.party(claim.claimant) else { continue };
            if party.side != Side::Respondent {
                findings.invalid(
                    "not_a_respondent",
                    &format!("/claims/{index}/claimant"),
                    words("反申请由被申请人提出", "a counterclaim is the respondent's"),
                );
            }
            let served = case.service_of(Document::ApplicationCopy, party.no);
            let due = served.map(|service| deadline::defence_due(service.served_on, at.book));
            if due.is_some_and(|due| self.filed_on > due) {
                findings.over_limit(
                    "counterclaim_too_late",
                    "/filed_on",
                    r33("36"),
                    words("反申请应当在答辩期内提出,逾期另行申请", "a counterclaim comes within the period for defence; later, it is an application of its own"),
                );
            }
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.claims.extend(self.claims);
        restart(case, TrialStart::CounterclaimAccepted, at);
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
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if case.hearings.iter().any(|hearing| hearing.state.opened().is_some()) {
            findings.unlawful(
                "heard_already",
                r33("70"),
                words("委托调解应当在开庭前进行", "mediation is entrusted before the hearing"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.entrustments.push(Entrusted { from: at.dated(), body: self.body, until: None });
    }
}

/// 委托调解结束 without agreement: the hearing must be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntrustedMediationEnd {
    /// Why it ended.
    pub cause: FailureCause,
}

impl ActRule for EntrustedMediationEnd {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(entrusted) = case.entrustments.last() else { return };
        let due = deadline::entrusted_due(entrusted.from.on, at.book);
        if self.cause == FailureCause::Lapsed && at.on <= due {
            findings.unlawful(
                "mediation_period_runs",
                r33("70"),
                words(format!("委托调解期限至{due}才届满"), format!("entrusted mediation runs until {due}")),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(entrusted) = case.entrustments.last_mut() {
            entrusted.until = Some(at.dated());
        }
    }
}

/// 简易转一般: before the trial period ends; it keeps its start (R33 61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureConversion {}

impl ActRule for ProcedureConversion {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if case.procedure != Some(Procedure::Simplified) {
            findings.unlawful(
                "not_simplified",
                r33("61"),
                words("本案不是简易处理的案件", "the case is not in the simplified procedure"),
            );
        }
        let due = deadline::trial_due(case, at.book).and_then(|due| due.due_on);
        if due.is_some_and(|due| at.on > due) {
            findings.unlawful(
                "conversion_too_late",
                r33("61"),
                words("应当在审理期限届满前转为一般程序", "a case is converted before its trial period ends"),
            );
        }
    }

    fn apply(self, case: &mut Case, _at: &Moment<'_>) {
        case.procedure = Some(Procedure::Ordinary);
    }
}
