//! The audit log (审计日志): who logged in, failed to, changed people or the calendar; a chain of hashes, so
//! that nothing can be taken out or altered unseen. Not here: acts on cases; they are in dockets.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::app::audit_details::unnamed;
use crate::app::error::Error;
use crate::app::ids::hex;
use crate::domain::code::{Coded, Label, label};
use crate::domain::id::{CaseId, UserId};
use crate::storage::audit::{self, AuditHead, AuditRow};
use crate::storage::{Store, Tx};

/// How many entries are verified at a time.
const PAGE_ENTRIES: i64 = 1000;

/// What the audit log tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditEvent {
    /// A login succeeded (登录).
    LoggedIn,
    /// A login failed (登录失败).
    LoginFailed,
    /// A session was ended by its person (退出).
    LoggedOut,
    /// A refresh token was used twice, and its session ended (令牌重用).
    TokenReused,
    /// A person was added (新增用户).
    UserCreated,
    /// A password was set (设置密码).
    PasswordSet,
    /// A person was deactivated (停用用户).
    UserDeactivated,
    /// A person who was deactivated may log in again (恢复用户).
    UserReactivated,
    /// A person got another role (变更角色).
    RoleChanged,
    /// Personal data was shown in the clear (查看个人信息).
    PersonalDataShown,
    /// A year of the calendar was imported (导入放假安排).
    CalendarImported,
    /// A key was made for the key file (新增密钥).
    KeyAdded,
    /// Everything was sealed, or indexed, again with a new key (重新加密).
    Resealed,
    /// A key that nothing needs was dropped (停用密钥).
    KeyRetired,
    /// A hearing room was added (新增仲裁庭).
    RoomAdded,
    /// A hearing room was retired (停用仲裁庭).
    RoomRetired,
    /// A calendar feed was made (新建日历订阅).
    FeedMade,
    /// A calendar feed was revoked (撤销日历订阅).
    FeedRevoked,
    /// A file was added to a case (新增材料文件).
    FileAdded,
    /// What a file of a case is was stated (材料归类).
    MaterialStated,
    /// The rows of a ledger were made cases (台账导入).
    LedgerImported,
    /// Cases were written as a ledger (台账导出).
    LedgerExported,
    /// The rows of a ledger that waited were dropped (清除台账暂存).
    LedgerDropped,
    /// A template of a paper was put (更换文书模板).
    PaperTemplatePut,
    /// A paper was made (制作文书).
    PaperMade,
    /// A link to rate a case was made (发放评价链接).
    RatingLinkMade,
    /// A code to ask how a case stands was made (发放查询码).
    EnquiryCodeMade,
    /// A period was published (公布期间).
    PeriodPublished,
    /// A key for a program was issued (发放接口密钥).
    ApiKeyMade,
    /// A key for a program was revoked (撤销接口密钥).
    ApiKeyRevoked,
    /// An indicator was entered (填报指标).
    IndicatorEntered,
    /// The value of an indicator was corrected (更正指标).
    IndicatorCorrected,
    /// A template of the annual report was put (更换年度报告模板).
    ReportTemplatePut,
}

impl Coded for AuditEvent {
    const LIST: &'static str = "audit_event";
    const ROWS: &'static [(Self, Label)] = &[
        (AuditEvent::LoggedIn, label("logged_in", "登录", "logged in")),
        (AuditEvent::LoginFailed, label("login_failed", "登录失败", "login failed")),
        (AuditEvent::LoggedOut, label("logged_out", "退出", "logged out")),
        (AuditEvent::TokenReused, label("token_reused", "令牌重用", "refresh token used twice")),
        (AuditEvent::UserCreated, label("user_created", "新增用户", "user created")),
        (AuditEvent::PasswordSet, label("password_set", "设置密码", "password set")),
        (AuditEvent::UserDeactivated, label("user_deactivated", "停用用户", "user deactivated")),
        (AuditEvent::UserReactivated, label("user_reactivated", "恢复用户", "user reactivated")),
        (AuditEvent::RoleChanged, label("role_changed", "变更角色", "role changed")),
        (AuditEvent::PersonalDataShown, label("personal_data_shown", "查看个人信息", "personal data shown")),
        (
            AuditEvent::CalendarImported,
            label("calendar_imported", "导入放假安排", "a year of the calendar imported"),
        ),
        (AuditEvent::KeyAdded, label("key_added", "新增密钥", "key added")),
        (AuditEvent::Resealed, label("resealed", "重新加密", "everything sealed again with a new key")),
        (AuditEvent::KeyRetired, label("key_retired", "停用密钥", "key retired")),
        (AuditEvent::RoomAdded, label("room_added", "新增仲裁庭", "a hearing room added")),
        (AuditEvent::RoomRetired, label("room_retired", "停用仲裁庭", "a hearing room retired")),
        (AuditEvent::FeedMade, label("feed_made", "新建日历订阅", "a calendar feed made")),
        (AuditEvent::FeedRevoked, label("feed_revoked", "撤销日历订阅", "a calendar feed revoked")),
        (AuditEvent::FileAdded, label("file_added", "新增材料文件", "a file added to a case")),
        (AuditEvent::MaterialStated, label("material_stated", "材料归类", "what a file is was stated")),
        (AuditEvent::LedgerImported, label("ledger_imported", "台账导入", "a ledger taken over")),
        (AuditEvent::LedgerExported, label("ledger_exported", "台账导出", "cases written as a ledger")),
        (
            AuditEvent::LedgerDropped,
            label("ledger_dropped", "清除台账暂存", "waiting rows of a ledger dropped"),
        ),
        (
            AuditEvent::PaperTemplatePut,
            label("paper_template_put", "更换文书模板", "a template of a paper put"),
        ),
        (AuditEvent::PaperMade, label("paper_made", "制作文书", "a paper made")),
        (AuditEvent::RatingLinkMade, label("rating_link_made", "发放评价链接", "a link to rate a case made")),
        (
            AuditEvent::EnquiryCodeMade,
            label("enquiry_code_made", "发放查询码", "a code to ask how a case stands made"),
        ),
        (AuditEvent::PeriodPublished, label("period_published", "公布期间", "a period published")),
        (AuditEvent::ApiKeyMade, label("api_key_made", "发放接口密钥", "a key for a program issued")),
        (AuditEvent::ApiKeyRevoked, label("api_key_revoked", "撤销接口密钥", "a key for a program revoked")),
        (AuditEvent::IndicatorEntered, label("indicator_entered", "填报指标", "an indicator entered")),
        (AuditEvent::IndicatorCorrected, label("indicator_corrected", "更正指标", "an indicator corrected")),
        (
            AuditEvent::ReportTemplatePut,
            label("report_template_put", "更换年度报告模板", "a template of the annual report put"),
        ),
    ];
}

/// One thing to put down.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// What happened.
    pub event: AuditEvent,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; none for the command line, and for a login that failed.
    pub actor: Option<UserId>,
    /// The case it was about.
    pub case: Option<CaseId>,
    /// Ids and codes; no personal data.
    pub body: Value,
}

/// Appends an entry, in the transaction of what it tells of.
///
/// # Errors
/// That the database does not answer.
pub fn record(tx: &mut Tx, entry: &AuditEntry) -> Result<(), Error> {
    record_all(tx, std::slice::from_ref(entry))
}

/// Appends entries in their order, in the transaction of what they tell of: the same few statements for all of them.
///
/// # Errors
/// That the database does not answer.
pub fn record_all(tx: &mut Tx, entries: &[AuditEntry]) -> Result<(), Error> {
    let mut head = audit::head(tx)?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let unnamed = unnamed(&entry.body);
        debug_assert!(unnamed.is_none(), "the audit log has no words for {unnamed:?}");
        let row = row(entry, head);
        head = AuditHead { no: row.no, hash: row.hash.clone() };
        rows.push(row);
    }
    Ok(audit::append(tx, &rows)?)
}

/// The row of an entry that follows the end of the chain.
fn row(entry: &AuditEntry, head: AuditHead) -> AuditRow {
    let mut row = AuditRow {
        no: head.no + 1,
        recorded_at: entry.at.timestamp_micros(),
        actor_id: entry.actor.map(|actor| actor.to_string()),
        event: entry.event.code().to_owned(),
        case_id: entry.case.map(|case| case.to_string()),
        body: entry.body.to_string(),
        prev_hash: head.hash,
        hash: String::new(),
    };
    row.hash = hash(&row);
    row
}

/// Reads the whole chain and names the first entry that is not as it was written. Blocks.
///
/// # Errors
/// That the database does not answer.
pub fn verify(store: &Store) -> Result<Option<String>, Error> {
    let (mut no, mut prev_hash) = (0, String::new());
    loop {
        let rows = store.read_blocking(|c| Ok::<_, Error>(audit::page(c, no, PAGE_ENTRIES)?))?;
        if rows.is_empty() {
            return Ok(None);
        }
        for row in rows {
            if row.no != no + 1 || row.prev_hash != prev_hash || row.hash != hash(&row) {
                return Ok(Some(format!("audit entry {} is not as it was written", no + 1)));
            }
            (no, prev_hash) = (row.no, row.hash);
        }
    }
}

/// The hash of an entry: over everything else in it, the hash of the one before included.
fn hash(row: &AuditRow) -> String {
    let text =
        json!([row.no, row.recorded_at, row.actor_id, row.event, row.case_id, row.body, row.prev_hash])
            .to_string();
    hex(&Sha256::digest(text))
}
