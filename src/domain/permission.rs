//! Who may do what (权限表): role × operation, one table. `docs/permissions.md` is printed from it,
//! and a test walks every cell over HTTP. Beneath the role stands the assignment to the case.

mod acts;
mod rows;

use crate::domain::act::kind::ActKind;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::code::Label;
use crate::domain::code::label;
use crate::domain::role::Role;

/// How far a role may go with an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permit {
    /// In every case of the office.
    Office,
    /// In cases assigned to the person.
    Assigned,
    /// In the cases of the role's own desk (本股室案件): of its kind, and for reading also those referred to it.
    Desk,
    /// Not at all.
    No,
}

/// Something that a person asks the system for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Performing an act.
    Perform(ActKind),
    /// Answering a referral for a channel, taking the dispute on or declining it: beside the act.
    AnswerReferral(CaseKind),
    /// Correcting an entry of an open case: of an act that the person may do, a supervisor any.
    Correct,
    /// Correcting an entry of a closed case.
    CorrectClosed,
    /// Reading a case, its docket and its deadlines, and finding it in lists.
    ReadCase,
    /// Seeing personal data unmasked; each time is recorded.
    ReadPersonalData,
    /// Seeing to whom personal data of a case was shown.
    ReadUnmaskings,
    /// Adding a file to a case.
    AddFile,
    /// Reading a file of a case, and its name; each time is recorded.
    ReadFile,
    /// Reading what lies in the secondary volume (副卷) of a case, beside reading its files.
    ReadSecondaryVolume,
    /// Handing out a copy of the main volume (正卷) for a party (R33 23); each time is recorded.
    CopyMainVolume,
    /// Making a paper of a case, which shows personal data; each time is recorded.
    MakePaper,
    /// Putting templates of papers in the place of those in force.
    ManagePaperTemplates,
    /// Reading figures.
    ReadFigures,
    /// Reading the list of cases behind a figure, without personal data.
    ReadFigureCases,
    /// Reading the wage-arrears figures and the cases behind them, without personal data.
    ReadArrearsFigures,
    /// Reading rules, calendars and code lists.
    ReadRules,
    /// Importing a year of the working-day calendar, which moves deadlines of the whole office.
    ImportCalendar,
    /// Reading who works in the office: names and roles, for assigning and for showing.
    ReadStaff,
    /// Reading one's own notices and marking them as read.
    ReadNotices,
    /// Keeping one's own diary on the cases that one may read.
    KeepDiary,
    /// Seeing how the watch over the deadlines stands.
    ReadWatch,
    /// Reading the audit log.
    ReadAudit,
    /// Managing people.
    ManageUsers,
    /// Reading which hearing rooms there are.
    ReadRooms,
    /// Adding and retiring hearing rooms.
    ManageRooms,
    /// Making and revoking a calendar feed of one's own hearings, which is read without logging in.
    MakeOwnFeed,
    /// Making and revoking calendar feeds of rooms and of others.
    MakeFeed,
    /// Bringing ledgers, and having their rows made cases: beside the act.
    ImportLedger,
    /// Handing a party the code by which it asks how its case stands, and the link by which it rates it.
    ServeParties,
    /// Reading ratings one by one; no party is shown with them.
    ReadRatings,
    /// Recording what was found and done about a bad rating.
    AnswerRating,
    /// Reading the figures of ratings and the cases behind them, without personal data.
    ReadRatingFigures,
    /// Keeping saved views of the list of cases, and reading those that are shared.
    KeepViews,
    /// Sharing a saved view with the office.
    ShareView,
    /// Publishing the figures of a period.
    PublishPeriod,
    /// Reading the feed of changes, without personal data.
    ReadChanges,
    /// Reading the indicator register.
    ReadIndicators,
    /// Entering indicators, and correcting them.
    KeepIndicators,
    /// Having the annual report and its workbook written, without personal data.
    ReadReport,
}

impl Operation {
    /// The operations that are no acts, for printing.
    pub const OTHERS: &'static [Operation] = &[
        Operation::AnswerReferral(CaseKind::Arbitration),
        Operation::AnswerReferral(CaseKind::Mediation),
        Operation::AnswerReferral(CaseKind::Inspection),
        Operation::AnswerReferral(CaseKind::Petition),
        Operation::Correct,
        Operation::CorrectClosed,
        Operation::ReadCase,
        Operation::ReadPersonalData,
        Operation::ReadUnmaskings,
        Operation::AddFile,
        Operation::ReadFile,
        Operation::ReadSecondaryVolume,
        Operation::CopyMainVolume,
        Operation::MakePaper,
        Operation::ManagePaperTemplates,
        Operation::ReadFigures,
        Operation::ReadFigureCases,
        Operation::ReadArrearsFigures,
        Operation::ReadRules,
        Operation::ImportCalendar,
        Operation::ReadStaff,
        Operation::ReadNotices,
        Operation::KeepDiary,
        Operation::ReadWatch,
        Operation::ReadAudit,
        Operation::ManageUsers,
        Operation::ReadRooms,
        Operation::ManageRooms,
        Operation::MakeOwnFeed,
        Operation::MakeFeed,
        Operation::ImportLedger,
        Operation::ServeParties,
        Operation::ReadRatings,
        Operation::AnswerRating,
        Operation::ReadRatingFigures,
        Operation::KeepViews,
        Operation::ShareView,
        Operation::PublishPeriod,
        Operation::ReadChanges,
        Operation::ReadIndicators,
        Operation::KeepIndicators,
        Operation::ReadReport,
    ];

    /// Whether it is refused to somebody whose recusal is asked for or was upheld: who takes no part in a case sees
    /// neither who its parties are nor its files, brings none, and hands nobody anything (R33 11). Acts and corrections are refused where they are
    /// decided; the case itself, with its masks, is read by everyone in the office who reads cases.
    #[must_use]
    pub fn is_barred_by_recusal(self) -> bool {
        match self {
            Operation::ReadPersonalData
            | Operation::ReadFile
            | Operation::AddFile
            | Operation::ReadSecondaryVolume
            | Operation::CopyMainVolume
            | Operation::MakePaper
            | Operation::ServeParties => true,
            Operation::Perform(_)
            | Operation::AnswerReferral(_)
            | Operation::Correct
            | Operation::CorrectClosed
            | Operation::ReadCase
            | Operation::ReadUnmaskings
            | Operation::ReadFigures
            | Operation::ReadFigureCases
            | Operation::ReadArrearsFigures
            | Operation::ReadRules
            | Operation::ImportCalendar
            | Operation::ReadStaff
            | Operation::ReadNotices
            | Operation::KeepDiary
            | Operation::ReadWatch
            | Operation::ReadAudit
            | Operation::ManageUsers
            | Operation::ReadRooms
            | Operation::ManageRooms
            | Operation::MakeOwnFeed
            | Operation::MakeFeed
            | Operation::ImportLedger
            | Operation::ManagePaperTemplates
            | Operation::ReadRatings
            | Operation::AnswerRating
            | Operation::ReadRatingFigures
            | Operation::KeepViews
            | Operation::ShareView
            | Operation::PublishPeriod
            | Operation::ReadChanges
            | Operation::ReadIndicators
            | Operation::KeepIndicators
            | Operation::ReadReport => false,
        }
    }

    /// What it is called.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each operation")]
    pub fn label(self) -> Label {
        match self {
            Operation::Perform(act) => *act.label(),
            Operation::AnswerReferral(channel) => rows::answer_label(channel),
            Operation::Correct => label(
                "correct",
                "更正登记（未结案，限本人可办事项）",
                "Correct an entry, open case, of an act one may do",
            ),
            Operation::CorrectClosed => {
                label("correct_closed", "更正登记（已结案）", "Correct an entry, closed case")
            }
            Operation::ReadCase => label("read_case", "查看案件", "Read cases"),
            Operation::ReadPersonalData => {
                label("read_personal_data", "查看个人信息原文", "Read personal data unmasked")
            }
            Operation::ReadUnmaskings => {
                label("read_unmaskings", "查看个人信息原文的查看记录", "See to whom personal data was shown")
            }
            Operation::AddFile => label("add_file", "上传材料文件", "Add a file to a case"),
            Operation::ReadFile => label("read_file", "查看材料文件", "Read a file of a case"),
            Operation::ReadSecondaryVolume => {
                label("read_secondary_volume", "查阅副卷", "Read the secondary volume of a case")
            }
            Operation::CopyMainVolume => label(
                "copy_main_volume",
                "向当事人提供正卷复制件",
                "Hand out a copy of the main volume for a party",
            ),
            Operation::MakePaper => label("make_paper", "制作文书", "Make a paper of a case"),
            Operation::ManagePaperTemplates => {
                label("manage_paper_templates", "更换文书模板", "Put templates of papers")
            }
            Operation::ReadFigures => label("read_figures", "查看统计", "Read figures"),
            Operation::ReadArrearsFigures => {
                label("read_arrears_figures", "查看根治欠薪统计", "Read the wage-arrears figures")
            }
            Operation::ReadFigureCases => {
                label("read_figure_cases", "查看统计所列案件", "Read the cases behind a figure")
            }
            Operation::ReadRules => {
                label("read_rules", "查看期限规则、日历、代码表", "Read rules, calendars and code lists")
            }
            Operation::ImportCalendar => {
                label("import_calendar", "导入年度放假安排", "Import a year of the calendar")
            }
            Operation::ReadStaff => label("read_staff", "查看办案人员名单", "Read the staff list"),
            Operation::ReadNotices => label("read_notices", "查看本人提醒", "Read one's own notices"),
            Operation::KeepDiary => label("keep_diary", "本人待办事项", "Keep one's own diary"),
            Operation::ReadWatch => {
                label("read_watch", "查看期限监视运行情况", "See how the watch over the deadlines stands")
            }
            Operation::ReadAudit => label("read_audit", "查看审计日志", "Read the audit log"),
            Operation::ManageUsers => label("manage_users", "管理人员账号", "Manage people"),
            Operation::ReadRooms => label("read_rooms", "查看仲裁庭名录", "Read the list of hearing rooms"),
            Operation::ManageRooms => label("manage_rooms", "管理仲裁庭", "Add and retire hearing rooms"),
            Operation::MakeOwnFeed => {
                label("make_own_feed", "订阅本人开庭日历", "Make a calendar feed of one's own hearings")
            }
            Operation::ImportLedger => label("import_ledger", "导入台账", "Import a ledger"),
            Operation::MakeFeed => {
                label("make_feed", "订阅仲裁庭或他人开庭日历", "Make calendar feeds of rooms and of others")
            }
            Operation::ServeParties => label(
                "serve_parties",
                "发放查询码和评价链接",
                "Hand a party the code to ask how its case stands, and the link to rate it",
            ),
            Operation::ReadRatings => label("read_ratings", "查看评价", "Read ratings one by one"),
            Operation::AnswerRating => {
                label("answer_rating", "差评核实与整改", "Verify and rectify a bad rating")
            }
            Operation::ReadRatingFigures => {
                label("read_rating_figures", "查看好差评统计", "Read the figures of ratings")
            }
            Operation::KeepViews => label("keep_views", "本人常用筛选", "Keep one's own saved views"),
            Operation::ShareView => {
                label("share_view", "向全单位共享常用筛选", "Share a saved view with the office")
            }
            Operation::PublishPeriod => {
                label("publish_period", "公布期间统计", "Publish the figures of a period")
            }
            Operation::ReadChanges => label("read_changes", "读取变更流", "Read the feed of changes"),
            Operation::ReadIndicators => {
                label("read_indicators", "查看指标台账", "Read the indicator register")
            }
            Operation::KeepIndicators => {
                label("keep_indicators", "填报和更正指标", "Enter and correct indicators")
            }
            Operation::ReadReport => label(
                "read_report",
                "生成年度报告和统计工作簿",
                "Have the annual report and its workbook written",
            ),
        }
    }
}

/// The table.
///
/// ```
/// use sikuai::domain::act::kind::ActKind;
/// use sikuai::domain::permission::{Operation, Permit, permit};
/// use sikuai::domain::role::Role;
/// assert_eq!(permit(Role::Arbitrator, Operation::Perform(ActKind::Award)), Permit::Assigned);
/// assert_eq!(permit(Role::Admin, Operation::ReadCase), Permit::No);
/// ```
#[must_use]
pub fn permit(role: Role, operation: Operation) -> Permit {
    match operation {
        Operation::Perform(act) => acts::permit_act(role, act),
        Operation::ImportLedger => acts::permit_act(role, ActKind::LedgerEntry),
        Operation::AnswerReferral(channel) => rows::permit_answer(role, channel),
        Operation::Correct => match role {
            Role::Clerk | Role::Supervisor => Permit::Office,
            Role::Arbitrator | Role::Mediator => Permit::Assigned,
            Role::Inspector => Permit::Desk,
            Role::Report | Role::Admin => Permit::No,
        },
        // Those who are rated see no rating (ADR 25).
        Operation::CorrectClosed
        | Operation::ImportCalendar
        | Operation::ReadUnmaskings
        | Operation::ReadRatings
        | Operation::ShareView
        | Operation::PublishPeriod
        | Operation::KeepIndicators
        | Operation::AnswerRating => rows::permit_supervision(role),
        // Notices, diaries and saved views are about cases, so whoever reads cases has them.
        Operation::ReadCase | Operation::ReadNotices | Operation::KeepDiary | Operation::KeepViews => {
            match role {
                Role::Clerk | Role::Supervisor | Role::Arbitrator | Role::Mediator => Permit::Office,
                Role::Inspector => Permit::Desk,
                Role::Report | Role::Admin => Permit::No,
            }
        }
        Operation::MakeOwnFeed | Operation::MakeFeed => rows::permit_feed(role, operation),
        // Rooms and templates are settings of the office, and the supervisors' concern; nobody is the only reader of the log
        // of what they do themselves (ADR 13).
        Operation::ReadWatch
        | Operation::ReadAudit
        | Operation::ManageRooms
        | Operation::ManagePaperTemplates => match role {
            Role::Supervisor | Role::Admin => Permit::Office,
            Role::Clerk | Role::Arbitrator | Role::Mediator | Role::Report | Role::Inspector => Permit::No,
        },
        Operation::AddFile
        | Operation::ReadFile
        | Operation::ReadPersonalData
        | Operation::MakePaper
        | Operation::ServeParties => rows::permit_personal(role, operation),
        Operation::ReadSecondaryVolume | Operation::CopyMainVolume => rows::permit_volume(role, operation),
        Operation::ReadFigures
        | Operation::ReadFigureCases
        | Operation::ReadArrearsFigures
        | Operation::ReadRatingFigures => rows::permit_figures(role, operation),
        // The report tells the figures of ratings, which the rated do not see (ADR 25).
        Operation::ReadIndicators | Operation::ReadReport => {
            rows::permit_figures(role, Operation::ReadRatingFigures)
        }
        Operation::ReadRules => Permit::Office,
        Operation::ReadStaff | Operation::ReadRooms => rows::permit_staff(role),
        Operation::ReadChanges => rows::permit_changes(role),
        Operation::ManageUsers => match role {
            Role::Admin => Permit::Office,
            Role::Clerk
            | Role::Arbitrator
            | Role::Mediator
            | Role::Supervisor
            | Role::Report
            | Role::Inspector => Permit::No,
        },
    }
}
