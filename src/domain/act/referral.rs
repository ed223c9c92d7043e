//! Referrals between the channels (移交、转介): a dispute is offered to another channel, which takes it, and so opens a
//! case of its own kind in the same matter, or declines it with a reason. Both are entries of the case that was
//! referred; nobody is sent away without one. With what a channel takes a dispute on is in `intake`.
//! Not here: how long an answer may take (`deadline::referral`), and who answers for which channel (`permission`).

mod intake;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::Channel;
use crate::domain::act::kind::ActKind;
use crate::domain::act::mediation::check_leads_on;
use crate::domain::case::{Case, ReferralAnswer, ReferralState, Referred};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::refusal::words;

pub use intake::{
    ArbitrationIntake, InspectionIntake, Intake, MediationIntake, PetitionIntake, interruptions,
};

/// The acts of a referral, as the docket of the case that is referred holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum ReferralAct {
    Referral(Referral),
    ReferralAcceptance(ReferralAcceptance),
    ReferralDecline(ReferralDecline),
    ReferralWithdrawal(ReferralWithdrawal),
}

impl ReferralAct {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            ReferralAct::Referral(_) => ActKind::Referral,
            ReferralAct::ReferralAcceptance(_) => ActKind::ReferralAcceptance,
            ReferralAct::ReferralDecline(_) => ActKind::ReferralDecline,
            ReferralAct::ReferralWithdrawal(_) => ActKind::ReferralWithdrawal,
        }
    }

    /// The referral that it answers for the receiving channel; none for an act of the side that offers.
    #[must_use]
    pub fn answers(&self) -> Option<EntryNo> {
        match self {
            ReferralAct::ReferralAcceptance(act) => Some(act.referral),
            ReferralAct::ReferralDecline(act) => Some(act.referral),
            ReferralAct::Referral(_) | ReferralAct::ReferralWithdrawal(_) => None,
        }
    }
}

impl ActRule for ReferralAct {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            ReferralAct::Referral(act) => act.check(case, at, findings),
            ReferralAct::ReferralAcceptance(act) => act.check(case, at, findings),
            ReferralAct::ReferralDecline(act) => act.check(case, at, findings),
            ReferralAct::ReferralWithdrawal(act) => act.check(case, at, findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            ReferralAct::Referral(act) => act.apply(case, at),
            ReferralAct::ReferralAcceptance(act) => act.apply(case, at),
            ReferralAct::ReferralDecline(act) => act.apply(case, at),
            ReferralAct::ReferralWithdrawal(act) => act.apply(case, at),
        }
    }
}

/// 移交: the dispute is offered to another channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// To which channel.
    pub to: CaseKind,
    /// Why it belongs there, without personal data.
    #[schema(min_length = 1, max_length = 1_000)]
    pub ground: String,
}

impl ActRule for Referral {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_ground(&self.ground, findings);
        if self.to == case.kind {
            let text = words("不能移交给本渠道", "a dispute is not referred to the channel that has it");
            findings.invalid("referred_to_itself", "/to", text);
        }
        let to_it =
            |state| case.referrals.iter().any(|referred| referred.to == self.to && referred.state() == state);
        if to_it(ReferralState::Open) {
            let text = words(
                format!("已移交{}渠道,尚待答复", self.to.label().zh),
                format!("a referral to this channel waits for its answer: {}", self.to.label().en),
            );
            findings.impossible("referral_waits", None, text);
        }
        check_goes_on(case, self.to, findings);
        let handed_over = case.inspection.as_ref().is_some_and(|own| own.onward.is_some());
        if to_it(ReferralState::Taken) || handed_over {
            let text = words(
                "该渠道已接收过本纠纷,请核对",
                "the channel has taken this dispute before; please check",
            );
            findings.warn("taken_before", None, text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let Referral { to, ground } = self;
        case.referrals.push(Referred { offered: at.dated(), to, ground, answer: None });
    }
}

/// 接收移交: the channel takes the dispute on, as a case of its own kind in the same matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralAcceptance {
    /// The referral, by the number of its entry.
    pub referral: EntryNo,
    /// How the dispute came to the channel.
    pub channel: Channel,
    /// What the new case begins with, beside what it takes over.
    pub intake: Intake,
    /// The case that it opened; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub opened: Option<CaseId>,
}

impl ActRule for ReferralAcceptance {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_waits(case, self.referral, at, findings);
        let to = case.referral(self.referral).map(|referred| referred.to);
        if to.is_some_and(|to| to != self.intake.kind()) {
            let text = words("接收材料与移交的渠道不符", "this is not what the channel begins a case with");
            findings.invalid("another_channel", "/intake", text);
        }
        check_goes_on(case, self.intake.kind(), findings);
        if self.intake.claims(case).is_some_and(<[Claim]>::is_empty) {
            let text = words("缺少请求事项", "what is claimed is missing");
            findings.invalid("claims_missing", "/intake", text);
        }
        // A transfer between commissions starts the trial period (R33 46); a referral is none.
        if self.channel == Channel::TransferredIn {
            let text = words("移交不是仲裁委之间的案件移送", "a referral is no transfer between commissions");
            findings.invalid("referral_is_no_transfer", "/channel", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        answer(case, self.referral, at, (ReferralState::Taken, None, self.opened));
    }
}

/// 退回移交: the channel does not take the dispute on; it is the referring desk's again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralDecline {
    /// The referral, by the number of its entry.
    pub referral: EntryNo,
    /// Why, without personal data.
    #[schema(min_length = 1, max_length = 1_000)]
    pub ground: String,
}

impl ActRule for ReferralDecline {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_waits(case, self.referral, at, findings);
        check_ground(&self.ground, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        answer(case, self.referral, at, (ReferralState::Declined, Some(self.ground), None));
    }
}

/// 撤回移交: whoever offered the dispute keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralWithdrawal {
    /// The referral, by the number of its entry.
    pub referral: EntryNo,
}

impl ActRule for ReferralWithdrawal {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_waits(case, self.referral, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        answer(case, self.referral, at, (ReferralState::Withdrawn, None, None));
    }
}

fn answer(
    case: &mut Case,
    no: EntryNo,
    at: &Moment<'_>,
    (state, ground, opened): (ReferralState, Option<String>, Option<CaseId>),
) {
    if let Some(referred) = case.referrals.iter_mut().find(|referred| referred.offered.by == no) {
        referred.answer = Some(ReferralAnswer { at: at.dated(), state, ground, opened });
    }
}

/// From mediation to arbitration goes what may go on without a referral too, and once.
fn check_goes_on(case: &Case, to: CaseKind, findings: &mut Findings) {
    if to == CaseKind::Arbitration {
        check_leads_on(case, findings);
    }
}

fn check_ground(ground: &str, findings: &mut Findings) {
    if ground.trim().is_empty() {
        findings.invalid("ground_blank", "/ground", words("理由不能为空白", "the reason is not blank"));
    }
}

/// A referral that is there, not dated after its answer, and has none yet: of two answers the second is refused.
fn check_waits(case: &Case, no: EntryNo, at: &Moment<'_>, findings: &mut Findings) {
    let Some(referred) = case.referral(no) else {
        let text = words("没有这一移交", "there is no such referral");
        findings.impossible_at("no_such_referral", "/referral", None, text);
        return;
    };
    if referred.answer.is_some() {
        let text = words("该移交已有答复或已撤回", "the referral was answered or withdrawn already");
        findings.impossible_at("referral_answered", "/referral", None, text);
    }
    if at.on < referred.offered.on {
        let text = words("答复早于移交", "the answer is dated before the referral");
        findings.impossible_at("before_what_it_depends_on", "/on", None, text);
    }
}

/// There is a referral to answer or to take back.
pub(super) fn check_some_open(case: &Case, findings: &mut Findings) {
    if !has_open(case) {
        findings.impossible(
            "no_such_referral",
            None,
            words("没有待答复的移交", "no referral waits for an answer"),
        );
    }
}

/// A file with a referral that nobody answered is not put away: it would be lost.
pub(super) fn check_none_open(case: &Case, findings: &mut Findings) {
    if has_open(case) {
        let text = words(
            "有待答复的移交,不能归档",
            "a referral waits for its answer; the file is not put away before",
        );
        findings.impossible("referral_waits", None, text);
    }
}

fn has_open(case: &Case) -> bool {
    case.referrals.iter().any(|referred| referred.answer.is_none())
}

/// Nobody is sent away between the channels: whoever is told that this one is not competent should have been referred
/// to the one that is, where there is one.
pub(super) fn check_not_turned_away(case: &Case, findings: &mut Findings) {
    let kept = |referred: &Referred| matches!(referred.state(), ReferralState::Open | ReferralState::Taken);
    if !case.referrals.iter().any(kept) {
        let text = words(
            "未向调解、仲裁、监察、信访任一渠道移交,请核对是否应当先移交",
            "the dispute was not referred to another channel; check whether it should be first",
        );
        findings.warn("not_referred", None, text);
    }
}
