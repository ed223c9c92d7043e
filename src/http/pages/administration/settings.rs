//! The settings in force, in words (现行设置): what each is and what it does, for reading alone. They are set in the configuration
//! file (`config`). Where something lies on the machine, and what opens it, is not shown. Not here: the page (`standing`).

use crate::config::{Config, FilesPlace, LogFormat};
use crate::domain::code::Coded as _;
use crate::http::pages::frame::Frame;

/// A setting as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The name under which it is set.
    pub key: &'static str,
    /// What it is set to.
    pub value: String,
    /// What it does.
    pub does: String,
}

/// Every setting.
#[must_use]
pub fn settings(f: &Frame, config: &Config) -> Vec<Setting> {
    let of_office = [of_cases(f, config), of_parties(f, config), of_hearings(f, config)].concat();
    [of_office, of_files(f, config), of_service(f, config)].concat()
}

/// What is done with cases.
fn of_cases(f: &Frame, config: &Config) -> Vec<Setting> {
    let numbers: Vec<String> = config.notice_distances.iter().map(ToString::to_string).collect();
    let rows = [
        (
            "region",
            config.region.clone(),
            "地区：期限、工资标准和机关名称按它",
            "The region: its deadlines, wages and names of authorities",
        ),
        (
            "region_file",
            set(f, config.region_file.is_some()),
            "本单位自己的地区文件",
            "The office's own file of its region",
        ),
        (
            "case_number_template",
            config.case_number_template.clone(),
            "案号的写法；改后只影响新案号",
            "How case numbers are written; a change is for new ones",
        ),
        (
            "discussion_before_award",
            yes(f, config.discussion_before_award),
            "裁决前是否必须有案件讨论的登记",
            "Whether a discussion must be in the docket before an award",
        ),
        (
            "rate_rounding",
            f.label(config.rate_rounding.label()).to_owned(),
            "比率显示时怎样取舍",
            "How rates are rounded when they are shown",
        ),
        (
            "watch_minutes",
            off_at_zero(f, config.watch_minutes),
            "每隔多少分钟检查一次期限并发提醒；0为不检查",
            "Every how many minutes deadlines are watched and people are told; 0 is never",
        ),
        (
            "notice_distances",
            numbers.join(f.say("、", ", ")),
            "期限届满前几个工作日提醒承办人",
            "How many working days before its last day people are told of a deadline",
        ),
    ];
    rows.map(|row| setting(f, row)).to_vec()
}

/// What parties have of it, who have no login.
fn of_parties(f: &Frame, config: &Config) -> Vec<Setting> {
    let rows = [
        (
            "public_page",
            yes(f, config.public_page),
            "是否开启公众查询页，供当事人凭查询码看案件进度、评价服务",
            "Whether there is a public page where parties see how their case stands, by a code, and rate it",
        ),
        (
            "public_address",
            config.public_address.clone().unwrap_or_else(|| set(f, false)),
            "当事人打开公众查询页的网址，印在发给当事人的纸条上",
            "The address at which parties reach the public page; it is printed on what they are handed",
        ),
        (
            "trusted_proxies",
            set(f, !config.trusted_proxies.is_empty()),
            "转发请求的代理服务器；限速按代理报出的来访地址计",
            "The proxies that pass requests on: limits count by the address of the caller that they name",
        ),
        (
            "public_requests_per_minute",
            config.public_requests_per_minute.to_string(),
            "同一地址每分钟最多在公众查询页查询、评价多少次",
            "How often a minute those without a login may ask or rate from one address",
        ),
    ];
    rows.into_iter().map(|row| setting(f, row)).collect()
}

/// How hearings are set.
fn of_hearings(f: &Frame, config: &Config) -> Vec<Setting> {
    let hours: Vec<String> = config.hearing_hours.iter().map(ToString::to_string).collect();
    let rows = [
        (
            "hearing_notice",
            f.label(config.hearing_notice.label()).to_owned(),
            "开庭通知提前的天数怎样计算",
            "How the days of a hearing's notice are counted",
        ),
        (
            "hearing_minutes",
            config.hearing_minutes.to_string(),
            "开庭通知没有写时长的，按多少分钟排庭",
            "How many minutes a hearing takes where its notice does not say",
        ),
        (
            "hearing_hours",
            hours.join(f.say("、", ", ")),
            "每天哪些时段可以排庭",
            "In which hours hearings are set",
        ),
    ];
    rows.map(|row| setting(f, row)).to_vec()
}

/// Where files and fonts are.
fn of_files(f: &Frame, config: &Config) -> Vec<Setting> {
    let files = match config.files_place() {
        Some(FilesPlace::Directory(_)) => f.say("本机目录", "a directory of this machine"),
        Some(FilesPlace::Bucket { .. }) => f.say("对象存储", "a bucket"),
        None => f.say("未设置", "not set"),
    };
    let rows = [
        ("files", files.to_owned(), "材料文件存放在哪里", "Where the files of cases are kept"),
        (
            "files_endpoint",
            set(f, config.files_endpoint.is_some()),
            "对象存储的地址",
            "The address of the store of the bucket",
        ),
        ("files_region", config.files_region.clone(), "对象存储的区域", "The region of the bucket"),
        (
            "files_allow_http",
            yes(f, config.files_allow_http),
            "与对象存储的连接是否可以不加密",
            "Whether the store may be reached without TLS",
        ),
        (
            "files_path_style",
            yes(f, config.files_path_style),
            "存储桶的名称是否写在路径中",
            "Whether the bucket stands in the path of an address",
        ),
        (
            "files_ca",
            set(f, config.files_ca.is_some()),
            "验证对象存储用的证书",
            "The certificates by which the store may prove itself",
        ),
        (
            "files_credentials",
            set(f, config.files_credentials.is_some()),
            "对象存储的凭据文件",
            "The file with the credentials of the store",
        ),
        (
            "file_mebibytes_max",
            config.file_mebibytes_max.to_string(),
            "上传文件最大多少 MiB",
            "How many MiB a file may have",
        ),
        (
            "fonts",
            set(f, config.fonts.is_some()),
            "打印文书的字体目录；未设置的用系统字体",
            "The folder of the fonts of papers; those of the system unless it is set",
        ),
    ];
    rows.map(|row| setting(f, row)).to_vec()
}

/// How the program is reached and runs.
fn of_service(f: &Frame, config: &Config) -> Vec<Setting> {
    let database = if config.sqlite_file().is_some() { "SQLite" } else { "PostgreSQL" };
    let log = match config.log_format {
        LogFormat::Json => "JSON",
        LogFormat::Text => f.say("文字", "text"),
    };
    let rows = [
        (
            "database",
            database.to_owned(),
            "数据库的种类（地址不显示）",
            "The kind of database; its address is not shown",
        ),
        ("bind", config.bind.to_string(), "程序在哪个地址提供服务", "The address on which it serves"),
        (
            "key_file",
            set(f, config.key_file.is_some()),
            "主密钥文件；未设置的在数据库文件旁边",
            "The file of the master keys; beside the SQLite file unless it is set",
        ),
        (
            "access_token_minutes",
            config.access_token_minutes.to_string(),
            "程序登录后令牌有效多少分钟",
            "How many minutes an access token is good",
        ),
        (
            "session_days",
            config.session_days.to_string(),
            "多少天不使用的登录自动退出",
            "After how many days without use one is signed out",
        ),
        (
            "login_attempts_per_minute",
            config.login_attempts_per_minute.to_string(),
            "每分钟最多尝试登录多少次，防猜密码",
            "How often a minute a login may be tried, against guessing",
        ),
        (
            "key_requests_per_minute",
            config.key_requests_per_minute.to_string(),
            "一个接口密钥每分钟最多请求多少次",
            "How often a minute a program may call with its key",
        ),
        ("log_format", log.to_owned(), "运行日志的格式", "The form of the log lines"),
        (
            "shutdown_seconds",
            config.shutdown_seconds.to_string(),
            "停止时最多等待多少秒",
            "How many seconds a stop waits for what was begun",
        ),
        (
            "idempotency_days",
            config.idempotency_days.to_string(),
            "重复提交多少天内得到同样的答复",
            "For how many days what is sent again gets the first answer",
        ),
    ];
    rows.map(|row| setting(f, row)).to_vec()
}

fn setting(f: &Frame, (key, value, zh, en): (&'static str, String, &str, &str)) -> Setting {
    Setting { key, value, does: f.say(zh, en).to_owned() }
}

fn yes(f: &Frame, is_so: bool) -> String {
    if is_so { f.say("是", "yes") } else { f.say("否", "no") }.to_owned()
}

fn off_at_zero(f: &Frame, minutes: u32) -> String {
    if minutes == 0 { f.say("0（不检查）", "0 (never)").to_owned() } else { minutes.to_string() }
}

/// Whether something is set, and not to what: it says where things lie.
fn set(f: &Frame, is_set: bool) -> String {
    if is_set { f.say("已设置（不显示）", "set (not shown)") } else { f.say("未设置", "not set") }.to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::http::language::Language;

    fn frame() -> Frame {
        Frame { language: Language::Zh, person: None, token: String::new(), here: String::new(), back: None }
    }

    #[test]
    fn every_setting_is_shown_and_says_what_it_does() {
        let config = serde_json::to_value(Config::default()).unwrap();
        let keys: BTreeSet<&str> = config.as_object().unwrap().keys().map(String::as_str).collect();
        let shown = settings(&frame(), &Config::default());
        assert_eq!(shown.iter().map(|setting| setting.key).collect::<BTreeSet<_>>(), keys);
        assert_eq!(shown.len(), keys.len());
    }

    #[test]
    fn nothing_shows_where_things_lie_or_what_opens_them() {
        let config = Config {
            database: "postgres://office:secret-word@host/db".to_owned(),
            key_file: Some("/secret-place/key".into()),
            files: Some("s3://secret-bucket/x".into()),
            files_endpoint: Some("https://secret-host".to_owned()),
            files_credentials: Some("/secret-place/c".into()),
            ..Config::default()
        };
        let shown = settings(&frame(), &config);
        assert!(shown.iter().all(|setting| !setting.value.contains("secret")), "{shown:?}");
        let value = |key: &str| shown.iter().find(|setting| setting.key == key).unwrap().value.clone();
        assert_eq!(
            [value("database"), value("files"), value("key_file")],
            ["PostgreSQL", "对象存储", "已设置（不显示）"]
        );
    }
}
