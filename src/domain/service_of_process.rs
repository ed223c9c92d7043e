//! Service of process (送达): the lawful manners, and the date on which each counts as served.
//! Proof as files comes with the papers; the date and the manner are here.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::calendar::Calendar;
use crate::domain::case::Dated;
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::{Article, Law, r33};

/// Working days after which service by leaving or posting counts (R33 20, 80).
pub const LEAVING_WORKING_DAYS: u16 = 3;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// 仲裁申请书副本.
    ApplicationCopy,
    /// 变更后的申请书、反申请书副本: starts a new period for defence.
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
        (Document::AwardFinal, label("award_final", "裁决书(终局)", "Award, final")),
        (Document::AwardNonFinal, label("award_non_final", "裁决书(非终局)", "Award, not final")),
        (Document::MediationDocument, label("mediation_document", "仲裁调解书", "Mediation document")),
        (Document::ClosingDecision, label("closing_decision", "结案决定书", "Closing decision")),
    ];
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

/// Calendar days from publication to deemed service, and the article, by the day of publication.
/// 60 days before 2022-01-01, 30 days since (the amendment of 2021; from memory).
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::service_of_process::announcement_days;
/// assert_eq!(announcement_days(NaiveDate::from_ymd_opt(2021, 12, 31).unwrap()).0, 60);
/// assert_eq!(announcement_days(NaiveDate::from_ymd_opt(2022, 1, 1).unwrap()).0, 30);
/// ```
#[must_use]
pub fn announcement_days(published_on: NaiveDate) -> (u64, Article) {
    ANNOUNCEMENT_PERIODS
        .iter()
        .rev()
        .find(|period| period.from <= published_on)
        .map_or((60, CPL_2017_92), |period| (period.days, period.article))
}

struct AnnouncementPeriod {
    from: NaiveDate,
    days: u64,
    article: Article,
}

const CPL_2017_92: Article = Article { law: Law::CivilProcedureLaw2017, number: "92" };
const ANNOUNCEMENT_PERIODS: [AnnouncementPeriod; 3] = [
    AnnouncementPeriod { from: day(2017, 7), days: 60, article: CPL_2017_92 },
    AnnouncementPeriod {
        from: day(2022, 1),
        days: 30,
        article: Article { law: Law::CivilProcedureLaw2021, number: "95" },
    },
    AnnouncementPeriod {
        from: day(2024, 1),
        days: 30,
        article: Article { law: Law::CivilProcedureLaw2023, number: "95" },
    },
];

const fn day(year: i32, month: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The day on which a service counts (R33 20). An announcement is not rolled to a working day (our choice).
#[must_use]
pub fn served_on(manner: ServiceManner, made_on: NaiveDate, calendar: &Calendar) -> NaiveDate {
    match manner {
        ServiceManner::Direct | ServiceManner::Post | ServiceManner::Electronic | ServiceManner::Simple => {
            made_on
        }
        ServiceManner::Leaving => calendar.nth_working_day_after(made_on, LEAVING_WORKING_DAYS),
        ServiceManner::Announcement => {
            made_on.checked_add_days(Days::new(announcement_days(made_on).0)).unwrap_or(NaiveDate::MAX)
        }
    }
}

/// The article on electronic service in the text of the day (the number of 2017 from memory).
fn electronic_article(made_on: NaiveDate) -> Article {
    let (law, number) = if made_on < day(2022, 1) {
        (Law::CivilProcedureLaw2017, "87")
    } else if made_on < day(2024, 1) {
        (Law::CivilProcedureLaw2021, "90")
    } else {
        (Law::CivilProcedureLaw2023, "90")
    };
    Article { law, number }
}

/// The article that a manner of service rests on.
#[must_use]
pub fn article(manner: ServiceManner, made_on: NaiveDate) -> Article {
    match manner {
        ServiceManner::Direct | ServiceManner::Post | ServiceManner::Leaving => r33("20"),
        ServiceManner::Electronic => electronic_article(made_on),
        ServiceManner::Simple => r33("59"),
        ServiceManner::Announcement => announcement_days(made_on).1,
    }
}
