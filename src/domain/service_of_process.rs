//! Service of process (送达): the lawful manners, and the date on which each counts as served.
//! What proves it is in `proof`, what is not yet served in `pending`, for whom it counts besides in `spoken_for`.

pub mod pending;
mod proof;
mod spoken_for;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::decision::Finality;
use crate::domain::case::Dated;
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::rule::{RULES_FROM, RuleId};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Article, r33};
use crate::domain::office::LawBook;
use crate::domain::period;

pub use proof::{Proof, ProofKind, ServedProof};
pub(crate) use spoken_for::SpokenFor;

/// How a document was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceManner {
    /// 直接送达: the date on the signed return.
    Direct,
    /// 留置/张贴送达: counts after three working days.
    Leaving,
    /// 邮寄送达: the date on the receipt.
    Post,
    /// 电子送达: with consent; the date it reaches the recipient's system.
    Electronic,
    /// 公告送达: counts some days after publication; the days are out of the trial period.
    Announcement,
    /// 简易送达 (telephone, message, fax, mail): simplified procedure only, never an award or a mediation document.
    Simple,
}

impl Coded for ServiceManner {
    const LIST: &'static str = "service_manner";
    const ROWS: &'static [(Self, Label)] = &[
        (ServiceManner::Direct, label("direct", "直接送达", "In person")),
        (ServiceManner::Leaving, label("leaving", "留置/张贴送达", "By leaving or posting")),
        (ServiceManner::Post, label("post", "邮寄送达", "By post")),
        (ServiceManner::Electronic, label("electronic", "电子送达", "Electronic")),
        (ServiceManner::Announcement, label("announcement", "公告送达", "By announcement")),
        (ServiceManner::Simple, label("simple", "简易送达", "By simple means")),
    ];
}

/// What was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// 仲裁申请书副本.
    ApplicationCopy,
    /// 变更后的申请书、反申请书副本: of amended claims, it starts a new period for the respondents' defence.
    AmendedApplicationCopy,
    /// 受理通知书.
    AcceptanceNotice,
    /// 不予受理通知书, 无管辖权书面说明 or another notice that closes before acceptance.
    NonAcceptanceNotice,
    /// 组庭通知书.
    TribunalNotice,
    /// 开庭通知书; `of` names the hearing.
    HearingNotice,
    /// 答辩书副本.
    DefenceCopy,
    /// 中止、恢复、延期等决定通知.
    DecisionNotice,
    /// 裁决书(终局).
    AwardFinal,
    /// 裁决书(非终局).
    AwardNonFinal,
    /// 仲裁调解书.
    MediationDocument,
    /// 撤回、按撤回、撤销、移送、终止等结案文书.
    ClosingDecision,
}

impl Coded for Document {
    const LIST: &'static str = "document";
    const ROWS: &'static [(Self, Label)] = &[
        (Document::ApplicationCopy, label("application_copy", "仲裁申请书副本", "Copy of the application")),
        (
            Document::AmendedApplicationCopy,
            label(
                "amended_application_copy",
                "变更请求、反申请书副本",
                "Copy of the amended or counter application",
            ),
        ),
        (Document::AcceptanceNotice, label("acceptance_notice", "受理通知书", "Notice of acceptance")),
        (
            Document::NonAcceptanceNotice,
            label("non_acceptance_notice", "不予受理通知书/书面说明", "Notice of non-acceptance"),
        ),
        (Document::TribunalNotice, label("tribunal_notice", "组庭通知书", "Notice of the tribunal")),
        (Document::HearingNotice, label("hearing_notice", "开庭通知书", "Hearing notice")),
        (Document::DefenceCopy, label("defence_copy", "答辩书副本", "Copy of the defence")),
        (
            Document::DecisionNotice,
            label("decision_notice", "中止、恢复、延期等通知", "Notice of a decision"),
        ),
        (Document::AwardFinal, label("award_final", "裁决书（终局）", "Award, final")),
        (Document::AwardNonFinal, label("award_non_final", "裁决书（非终局）", "Award, not final")),
        (Document::MediationDocument, label("mediation_document", "仲裁调解书", "Mediation document")),
        (Document::ClosingDecision, label("closing_decision", "结案决定书", "Closing decision")),
    ];
}

impl Document {
    /// Of which finality it is, where it is an award.
    #[must_use]
    pub fn finality(self) -> Option<Finality> {
        match self {
            Document::AwardFinal => Some(Finality::Final),
            Document::AwardNonFinal => Some(Finality::NonFinal),
            Document::ApplicationCopy
            | Document::AmendedApplicationCopy
            | Document::AcceptanceNotice
            | Document::NonAcceptanceNotice
            | Document::TribunalNotice
            | Document::HearingNotice
            | Document::DefenceCopy
            | Document::DecisionNotice
            | Document::MediationDocument
            | Document::ClosingDecision => None,
        }
    }
}

/// One document served on one party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Service {
    /// When it was handed over, sent or published, and the entry.
    pub made: Dated,
    /// What.
    pub document: Document,
    /// The hearing, award or mediation document that it is about.
    pub of: Option<EntryNo>,
    /// On whom.
    pub party: PartyNo,
    /// How.
    pub manner: ServiceManner,
    /// The day on which it counts as served; may lie ahead (公告).
    pub served_on: NaiveDate,
}

/// The day on which a service counts (R33 20). An announcement is not rolled to a working day (our choice).
#[must_use]
pub fn served_on(manner: ServiceManner, made_on: NaiveDate, book: &LawBook) -> NaiveDate {
    // A service before the rules of today follows their first version.
    let length = book.length(rule_of(manner), made_on.max(RULES_FROM));
    length.map_or(made_on, |length| period::due(made_on, length, &book.calendar).natural_on)
}

/// The rule of a manner of service.
fn rule_of(manner: ServiceManner) -> RuleId {
    match manner {
        ServiceManner::Direct => RuleId::S01,
        ServiceManner::Leaving => RuleId::S02,
        ServiceManner::Post => RuleId::S03,
        ServiceManner::Electronic => RuleId::S04,
        ServiceManner::Announcement => RuleId::S05,
        ServiceManner::Simple => RuleId::S06,
    }
}

/// The article that a manner of service rests on, in the text of the day: the most special that the rule cites.
#[must_use]
pub fn article(manner: ServiceManner, made_on: NaiveDate, book: &LawBook) -> Article {
    let rule = book.rule(rule_of(manner), made_on.max(RULES_FROM));
    let cited = rule.and_then(|rule| match manner {
        ServiceManner::Electronic | ServiceManner::Announcement => rule.articles.last(),
        ServiceManner::Direct | ServiceManner::Leaving | ServiceManner::Post | ServiceManner::Simple => {
            rule.articles.first()
        }
    });
    cited.copied().unwrap_or(r33("20"))
}
