//! What happens to a petition after its receipt (信访办理): accepted, not accepted or sent where it belongs; extended;
//! answered; withdrawn. Not here: how long each takes (`deadline::petition`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::referral::check_not_turned_away;
use crate::domain::case::{Case, PetitionAnswered, PetitionExtended, PetitionRedirected};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::{Article, ptr};
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

/// 信访受理.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionAcceptance {}

impl ActRule for PetitionAcceptance {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(petition) = &mut case.petition {
            petition.accepted = Some(at.dated());
        }
    }
}

/// Why a petition is not accepted (信访不予受理理由).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PetitionRejectionGround {
    /// 依法应当通过诉讼、仲裁、行政复议等法定途径解决 (PTR2005 21(1); since 2022 it goes there by PWR2022 31(2)).
    StatutoryPath,
    /// 已经受理或者正在办理 (PTR2005 16, PWR2022 19(3)).
    PendingElsewhere,
    /// 复核终结后以同一事实和理由再次提出 (PTR2005 35, PWR2022 36(3)).
    DecidedFinally,
}

impl Coded for PetitionRejectionGround {
    const LIST: &'static str = "petition_rejection_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            PetitionRejectionGround::StatutoryPath,
            label("statutory_path", "应当通过诉讼、仲裁等法定途径解决", "To be settled in a way of the law"),
        ),
        (
            PetitionRejectionGround::PendingElsewhere,
            label("pending_elsewhere", "已经受理或者正在办理", "Pending already"),
        ),
        (
            PetitionRejectionGround::DecidedFinally,
            label("decided_finally", "复核终结后再次提出", "Decided in the last instance before"),
        ),
    ];
}

/// 信访不予受理.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionRejection {
    /// Why.
    pub ground: PetitionRejectionGround,
}

impl ActRule for PetitionRejection {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.ground == PetitionRejectionGround::StatutoryPath {
            check_not_turned_away(case, findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::PetitionRejected, None, at);
    }
}

/// How a petition is sent where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RedirectionKind {
    /// 转送: passed on to the body that decides.
    Forwarded,
    /// 告知: the petitioner is told to which body to go.
    Advised,
}

impl Coded for RedirectionKind {
    const LIST: &'static str = "redirection_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (RedirectionKind::Forwarded, label("forwarded", "转送", "Passed on")),
        (RedirectionKind::Advised, label("advised", "告知", "Told where to go")),
    ];
}

/// 信访转送、告知: another body is competent. A channel of this office is offered the dispute by a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionRedirection {
    /// Passed on, or the petitioner told where to go.
    pub kind: RedirectionKind,
    /// To which body.
    #[schema(min_length = 1, max_length = 200)]
    pub to: String,
}

impl ActRule for PetitionRedirection {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.to.trim().is_empty() {
            let text = words("应当写明转送、告知的单位", "the body to which it goes is not blank");
            findings.invalid("body_blank", "/to", text);
        }
        check_not_turned_away(case, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(petition) = &mut case.petition {
            petition.redirected = Some(PetitionRedirected { at: at.dated(), kind: self.kind, to: self.to });
        }
        case.close(Manner::PetitionRedirected, None, at);
    }
}

/// 信访延期办理: once, approved by whoever leads the office before the time is over (PTR2005 33, PWR2022 34).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionExtension {
    /// By how many calendar days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
    /// Why; the petitioner is told.
    #[schema(min_length = 1, max_length = 500)]
    pub ground: String,
}

impl ActRule for PetitionExtension {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_extendable(case, at, findings);
        let (longest, article) = longest_extension(case, at);
        if !(1..=longest).contains(&self.days) {
            let text = words(
                format!("信访事项延长办理期限应为1至{longest}日"),
                format!("the handling of a petition is extended by 1 to {longest} days"),
            );
            findings.over_limit("extension_too_long", "/days", article, text);
        }
    }

    /// Of two extensions the one approved first counts, whichever was written down first.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let Some(petition) = &mut case.petition else { return };
        if petition.extension.as_ref().is_none_or(|known| at.on < known.approved.on) {
            let PetitionExtension { days, ground } = self;
            petition.extension = Some(PetitionExtended { approved: at.dated(), days, ground });
        }
    }
}

/// Whether the handling of a petition can be extended at all, by however many days.
pub(in crate::domain::act) fn check_extendable(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let Some(petition) = &case.petition else { return };
    let (_, article) = longest_extension(case, at);
    if petition.extension.is_some() {
        let text = words("信访事项办理期限已延长", "the handling of the petition was extended already");
        findings.breach(at, at.on, "extended_once", (article, text));
    }
    if deadline::petition_due(petition, at.book).is_some_and(|due| at.on > due) {
        let text = words(
            "信访事项办理期限已届满，不能再批准延长",
            "the time to handle the petition has run out; it can no longer be extended",
        );
        findings.breach(at, at.on, "extension_too_late", (article, text));
    }
}

/// By how many days the version of the rule in force lets it be extended, and where that stands.
fn longest_extension(case: &Case, at: &Moment<'_>) -> (u16, Article) {
    let accepted = case.petition.as_ref().and_then(|petition| petition.accepted);
    let rule = at.book.rule(RuleId::PT2, accepted.map_or(at.on, |accepted| accepted.on));
    let longest = rule.and_then(|rule| rule.extension).map_or(0, |length| length.count);
    let cited = rule.and_then(|rule| rule.articles.first()).copied();
    (longest, cited.unwrap_or(ptr("33")))
}

/// What is answered to a petition (PTR2005 32, PWR2022 32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PetitionOutcome {
    /// 予以支持.
    Supported,
    /// 解释说明: there is reason in it, and no law for it.
    Explained,
    /// 不予支持.
    NotSupported,
}

impl Coded for PetitionOutcome {
    const LIST: &'static str = "petition_outcome";
    const ROWS: &'static [(Self, Label)] = &[
        (PetitionOutcome::Supported, label("supported", "予以支持", "Supported")),
        (PetitionOutcome::Explained, label("explained", "解释说明", "Explained")),
        (PetitionOutcome::NotSupported, label("not_supported", "不予支持", "Not supported")),
    ];
}

/// 信访答复, in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionAnswer {
    /// Whether what was asked for is supported.
    pub outcome: PetitionOutcome,
    /// What is answered, without personal data.
    #[schema(min_length = 1, max_length = 5_000)]
    pub text: String,
}

impl ActRule for PetitionAnswer {
    fn check(&self, _case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.text.trim().is_empty() {
            findings.invalid("answer_blank", "/text", words("答复不能为空白", "the answer is not blank"));
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(petition) = &mut case.petition {
            let PetitionAnswer { outcome, text } = self;
            petition.answered = Some(PetitionAnswered { at: at.dated(), outcome, text });
        }
        case.close(Manner::PetitionAnswered, None, at);
    }
}

/// 撤回信访.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionWithdrawal {}

impl ActRule for PetitionWithdrawal {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::PetitionWithdrawn, None, at);
    }
}
