//! Referrals between the channels (移交、转介): a dispute is offered to another channel, which takes it, and so opens a
//! case of its own kind in the same matter, or declines it with a reason. Both are entries of the case that was
//! referred; nobody is sent away without one. With what a channel takes a dispute on is in `intake`.
//! Not here: how long an answer may take (`deadline::referral`), and who answers for which channel (`permission`).

mod intake;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::filing::{Channel, check_no_transfer};
use crate::domain::act::inspection::closing::gone_on_already;
use crate::domain::act::kind::ActKind;
use crate::domain::act::mediation::{check_leads_on, check_stands_to_go_on, is_given_up, reason_missing};
use crate::domain::act::{Act, ActRule};
use crate::domain::case::{Case, ReferralAnswer, ReferralState, Referred};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::party::{Party, PersonRef};
use crate::domain::refusal::words;

pub use intake::{ArbitrationIntake, InspectionIntake, Intake, MediationIntake, PetitionIntake};

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

impl Act {
    /// The referral that it answers for the receiving channel, if it answers one.
    #[must_use]
    pub fn answers(&self) -> Option<EntryNo> {
        let Act::Referral(act) = self else { return None };
        act.answers()
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
                format!("已移交{}渠道，尚待答复", self.to.label().zh),
                format!("a referral to this channel waits for its answer: {}", self.to.label().en),
            );
            findings.impossible("referral_waits", None, text);
        }
        check_goes_on(case, self.to, findings);
        if to_it(ReferralState::Taken) {
            let text = words(
                "该渠道已接收过本纠纷，请核对",
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
#[serde(deny_unknown_fields, bound(deserialize = "P: Deserialize<'de>"))]
pub struct ReferralAcceptance<P = PersonRef> {
    /// The referral, by the number of its entry.
    pub referral: EntryNo,
    /// How the dispute came to the channel, if not by the referral.
    #[serde(default = "Channel::other_proceeding")]
    pub channel: Channel,
    /// What the new case begins with, beside what it takes over.
    pub intake: Intake,
    /// The parties of the new case, where they are others than of the case that is referred: a petition need not know its
    /// employer. Who is a party to both keeps the number. They stand in the docket of the case that they are parties to, not in this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 5_000)]
    pub parties: Option<Vec<Party<P>>>,
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
        self.check_still_disputed(case, at, findings);
        if self.intake.claims(case).is_some_and(<[Claim]>::is_empty) {
            let text = words("缺少请求事项", "what is claimed is missing");
            findings.invalid("claims_missing", "/intake", text);
        }
        check_no_transfer(self.channel, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        answer(case, self.referral, at, (ReferralState::Taken, None, self.opened));
    }
}

impl<P> ReferralAcceptance<P> {
    /// As the docket of the case that is referred holds it, and the parties that it brings.
    #[must_use]
    pub fn apart(self) -> (ReferralAcceptance, Option<Vec<Party<P>>>) {
        let ReferralAcceptance { referral, channel, intake, parties, opened } = self;
        (ReferralAcceptance { referral, channel, intake, parties: None, opened }, parties)
    }
}

impl ReferralAcceptance {
    /// A dispute that ended after it was offered is not taken on unseen. A mediation goes on to arbitration as by its own
    /// act: from where that leads on, and after a settlement or a withdrawal only for a reason.
    fn check_still_disputed(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.intake.kind() == CaseKind::Arbitration {
            check_stands_to_go_on(case, at, findings);
        }
        let offered = case.referral(self.referral).map(|referred| referred.offered.by);
        let meanwhile = case.closing.filter(|closing| offered.is_some_and(|offered| offered < closing.at.by));
        let Some(closing) = meanwhile.filter(|closing| closing.manner.ends_the_dispute()) else { return };
        if let Intake::Arbitration(intake) = &self.intake
            && case.mediation.is_some()
        {
            if is_given_up(case) && intake.ground.is_none() {
                reason_missing("/intake/arbitration/ground", findings);
            }
            return;
        }
        let (on, manner) = (closing.at.on, closing.manner.label());
        let text = words(
            format!("移交后原案件已于{on}以“{}”结案，请核对纠纷是否仍然存在", manner.zh),
            format!(
                "after the offer the case was closed on {on} ({}); check whether a dispute is left",
                manner.en
            ),
        );
        findings.warn("ended_meanwhile", None, text);
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

/// From mediation to arbitration goes what may go on without a referral too, and once; what an inspection handed over
/// to mediation or to arbitration goes to neither again.
fn check_goes_on(case: &Case, to: CaseKind, findings: &mut Findings) {
    if to == CaseKind::Arbitration {
        check_leads_on(case, findings);
    }
    let handed_over = case.inspection.as_ref().is_some_and(|own| own.onward.is_some());
    if handed_over && matches!(to, CaseKind::Arbitration | CaseKind::Mediation) {
        gone_on_already(findings);
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
            "有待答复的移交，不能归档",
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
            "未向调解、仲裁、监察、信访任一渠道移交，请核对是否应当先移交",
            "the dispute was not referred to another channel; check whether it should be first",
        );
        findings.warn("not_referred", None, text);
    }
}
