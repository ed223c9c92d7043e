//! Configuration (配置): read once, typed, and handed down. Defaults, then `sikuai.toml`, then
//! the environment (`SIKUAI_…`), then the command line; the later wins. An unknown key or value
//! stops the start with its name, and everything that is wrong is said at once.
//! Not here: what the settings do.

use std::collections::BTreeSet;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use figment::error::Kind;
use figment::providers::{Env, Format as _, Serialized, Toml};
use figment::{Figment, Provider, Source};
use serde::{Deserialize, Serialize};

use crate::domain::figures::Rounding;
use crate::domain::free_slot::{Span, are_apart};
use crate::domain::period::NoticeCounting;
use crate::domain::schedule::HEARING_MINUTES;

mod files;

pub use files::{Credentials, FilesPlace};

/// Every variable of ours starts so.
const ENV_PREFIX: &str = "SIKUAI_";
/// Variables of the test suite, which the program does not read.
const ENV_OF_TESTS: &str = "test_";
/// The file that is read when none is named, if it is there.
const DEFAULT_FILE: &str = "sikuai.toml";
/// So many distances of notices can be set.
const NOTICE_DISTANCES_MAX: usize = 10;
/// The longest period of the law in working days is 60.
const NOTICE_DISTANCE_WORKING_DAYS_MAX: u16 = 60;

/// The form of the log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For people.
    Text,
}

/// Everything that an office can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The address to serve on.
    pub bind: SocketAddr,
    /// The file with the master keys; beside an SQLite file unless it is set.
    #[serde(default)]
    pub key_file: Option<PathBuf>,
    /// Where the files of cases are: a directory, or `s3://BUCKET/PREFIX`; beside an SQLite file unless it is set.
    #[serde(default)]
    pub files: Option<PathBuf>,
    /// The address of the store of that bucket.
    #[serde(default)]
    pub files_endpoint: Option<String>,
    /// The region of the bucket.
    pub files_region: String,
    /// Whether the store may be reached without TLS.
    pub files_allow_http: bool,
    /// Whether the bucket stands in the path of an address, or before its host.
    pub files_path_style: bool,
    /// A file of certificates (PEM) by which the store may prove itself, beside those of the system.
    #[serde(default)]
    pub files_ca: Option<PathBuf>,
    /// A file with the credentials of the store; they are in the environment unless it is set.
    #[serde(default)]
    pub files_credentials: Option<PathBuf>,
    /// How many MiB a file may have.
    pub file_mebibytes_max: u32,
    /// The folder of the fonts by which papers are printed; those of the system unless it is set.
    #[serde(default)]
    pub fonts: Option<PathBuf>,
    /// The region of the office: `province/county`.
    pub region: String,
    /// The file of a region that is not built in, in the form of `data/regions`.
    #[serde(default)]
    pub region_file: Option<PathBuf>,
    /// How case numbers are written (案号); has `{year}` and `{number}` or `{number:04}`.
    pub case_number_template: String,
    /// Whether the office has a public page (公众查询页), where parties ask how their case stands and rate it.
    pub public_page: bool,
    /// The address of this service as parties reach it, `http://HOST` or `https://HOST`: it is printed on what they are handed.
    #[serde(default)]
    pub public_address: Option<String>,
    /// The proxies that pass requests on, by their addresses: whom they name in `X-Forwarded-For` is whoever called.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether a case discussion (合议) must stand in the docket before an award.
    pub discussion_before_award: bool,
    /// How the notice of a hearing is counted.
    pub hearing_notice: NoticeCounting,
    /// How many minutes a hearing takes when its notice does not say.
    pub hearing_minutes: u16,
    /// The parts of a working day in which hearings are held, as `09:00-12:00`.
    pub hearing_hours: Vec<Span>,
    /// How rates are rounded for display.
    pub rate_rounding: Rounding,
    /// How long an access token is good for.
    pub access_token_minutes: u32,
    /// How long a session lives without being renewed.
    pub session_days: u32,
    /// The form of the log lines.
    pub log_format: LogFormat,
    /// How often a login may be tried from one address.
    pub login_attempts_per_minute: u32,
    /// How often a program may call with its key.
    pub key_requests_per_minute: u32,
    /// How often those who have no login may ask how a case stands, or rate, from one address.
    pub public_requests_per_minute: u32,
    /// How long a stop waits for what was begun.
    pub shutdown_seconds: u32,
    /// How often the deadlines are watched; 0: not by this instance.
    pub watch_minutes: u32,
    /// How many working days before the last day of a deadline people are told; 0 is the last day itself.
    pub notice_distances: Vec<u16>,
    /// How long the answer to a POST is kept, to be given again under its `Idempotency-Key`.
    pub idempotency_days: u32,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            database: "sqlite:sikuai.db".to_owned(),
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            key_file: None,
            files: None,
            files_endpoint: None,
            files_region: "us-east-1".to_owned(),
            files_allow_http: false,
            files_path_style: true,
            files_ca: None,
            files_credentials: None,
            file_mebibytes_max: 100,
            fonts: None,
            region: "guangdong/xuwen".to_owned(),
            region_file: None,
            case_number_template: "徐劳人仲案字〔{year}〕{number}号".to_owned(),
            public_page: false,
            public_address: None,
            trusted_proxies: Vec::new(),
            discussion_before_award: true,
            hearing_notice: NoticeCounting::Statutory,
            hearing_minutes: 120,
            hearing_hours: ["09:00-12:00", "14:30-17:30"]
                .into_iter()
                .filter_map(|span| Span::try_from(span.to_owned()).ok())
                .collect(),
            rate_rounding: Rounding::Truncate,
            access_token_minutes: 10,
            session_days: 7,
            log_format: LogFormat::default(),
            login_attempts_per_minute: 10,
            key_requests_per_minute: 300,
            public_requests_per_minute: 60,
            shutdown_seconds: 30,
            watch_minutes: 10,
            notice_distances: vec![10, 5, 3, 1],
            idempotency_days: 30,
        }
    }
}

/// What the command line says; it wins over everything else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Overrides {
    /// `--database`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// `--bind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bind: Option<String>,
    /// `--key-file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
}

/// Why the program does not start with this configuration: every reason.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigError(pub Vec<String>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "配置有误 configuration: {}", self.0.join("; "))
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the configuration. `file` is the one that was named; without it `sikuai.toml` is
    /// read where it exists.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(file: Option<&Path>, overrides: &Overrides) -> Result<Config, ConfigError> {
        let file = match file {
            Some(file) if !file.is_file() => {
                return Err(ConfigError(vec![format!("没有这个文件 no such file: {}", file.display())]));
            }
            Some(file) => Figment::from(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).is_file() => Figment::from(Toml::file_exact(DEFAULT_FILE)),
            None => Figment::new(),
        };
        let environment = Env::prefixed(ENV_PREFIX)
            .filter(|name| !name.as_str().to_lowercase().starts_with(ENV_OF_TESTS))
            .map(|name| if name == "database_url" { "database".into() } else { name.into() });
        Config::from_sources(file, environment, overrides)
    }

    /// Puts the sources together, the later over the earlier.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn from_sources(
        file: impl Provider,
        environment: impl Provider,
        overrides: &Overrides,
    ) -> Result<Config, ConfigError> {
        let defaults = Figment::from(Serialized::defaults(Config::default()));
        let figment = defaults.merge(file).merge(environment).merge(Serialized::defaults(overrides));
        let config: Config = figment
            .extract()
            .map_err(|errors| ConfigError(errors.into_iter().map(|error| wrong(&error)).collect()))?;
        let violations = config.violations();
        if violations.is_empty() { Ok(config) } else { Err(ConfigError(violations)) }
    }

    /// What is wrong with the values, each named by its key.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        let known_database = self.sqlite_file().is_some() || self.is_postgres();
        let (_, county) = self.region.split_once('/').unwrap_or((&self.region, ""));
        let checks = [
            (known_database, "database: 应为 sqlite:PATH 或 postgres://… must be one of these"),
            (
                self.key_file.is_some() || !self.is_postgres(),
                "key_file: 使用 PostgreSQL 时必填 must be given with PostgreSQL",
            ),
            (!county.is_empty(), "region: 应为 省/县 must be province/county"),
            (
                is_case_number_template(&self.case_number_template),
                "case_number_template: 须含 {year} 和 {number} 各一次 must have {year} and {number} once each",
            ),
            (
                self.public_address.is_some() || !self.public_page,
                "public_address: 开启 public_page 时必填 must be given with public_page",
            ),
            (
                self.public_address.as_deref().is_none_or(is_address),
                "public_address: 应为 http(s)://主机，不带路径和末尾的斜杠 must be http(s)://HOST, without a path or a slash behind it",
            ),
            (HEARING_MINUTES.contains(&self.hearing_minutes), "hearing_minutes: 15..720"),
            (
                !self.hearing_hours.is_empty() && are_apart(&self.hearing_hours),
                "hearing_hours: 至少一段，依次排列，互不重叠 at least one, in order, apart from each other",
            ),
            ((1..=4096).contains(&self.file_mebibytes_max), "file_mebibytes_max: 1..4096"),
            ((1..=60).contains(&self.access_token_minutes), "access_token_minutes: 1..60"),
            ((1..=90).contains(&self.session_days), "session_days: 1..90"),
            ((1..=1000).contains(&self.login_attempts_per_minute), "login_attempts_per_minute: 1..1000"),
            ((1..=60_000).contains(&self.key_requests_per_minute), "key_requests_per_minute: 1..60000"),
            ((1..=60_000).contains(&self.public_requests_per_minute), "public_requests_per_minute: 1..60000"),
            ((1..=600).contains(&self.shutdown_seconds), "shutdown_seconds: 1..600"),
            (self.watch_minutes <= 1440, "watch_minutes: 0..1440"),
            ((1..=3660).contains(&self.idempotency_days), "idempotency_days: 1..3660"),
            (
                are_notice_distances(&self.notice_distances),
                "notice_distances: 至多10个0至60之间互不相同的数 at most 10 different numbers, 0..60 each",
            ),
        ];
        checks
            .into_iter()
            .chain(self.files_violations())
            .filter(|(good, _)| !good)
            .map(|(_, said)| said.to_owned())
            .collect()
    }

    /// The file of an SQLite database.
    #[must_use]
    pub fn sqlite_file(&self) -> Option<&Path> {
        self.database.strip_prefix("sqlite:").filter(|path| !path.is_empty()).map(Path::new)
    }

    /// Where the master keys are: the file that is set, else beside the SQLite file.
    #[must_use]
    pub fn key_path(&self) -> Option<PathBuf> {
        self.key_file.clone().or_else(|| self.beside(".key"))
    }

    /// Where the files of cases are: where it is set, else beside the SQLite file.
    #[must_use]
    pub fn files_place(&self) -> Option<FilesPlace> {
        match &self.files {
            Some(said) => FilesPlace::parse(said),
            None => self.beside(".files").map(FilesPlace::Directory),
        }
    }

    /// The directory of the SQLite file.
    #[must_use]
    pub fn beside_database(&self) -> Option<PathBuf> {
        let directory = self.sqlite_file()?.parent()?.to_path_buf();
        Some(if directory.as_os_str().is_empty() { PathBuf::from(".") } else { directory })
    }

    fn beside(&self, ending: &str) -> Option<PathBuf> {
        let mut beside = self.sqlite_file()?.as_os_str().to_owned();
        beside.push(ending);
        Some(PathBuf::from(beside))
    }

    fn is_postgres(&self) -> bool {
        ["postgres://", "postgresql://"].iter().any(|scheme| self.database.starts_with(scheme))
    }
}

/// What the sources do not give as it should be, by the key and where it stands, in our own words.
fn wrong(error: &figment::Error) -> String {
    let key = match &error.kind {
        Kind::UnknownField(key, _) => key.clone(),
        Kind::MissingField(key) => key.to_string(),
        _ => error.path.join("."),
    };
    let said = match &error.kind {
        Kind::UnknownField(..) => "未知的配置项 there is no such key".to_owned(),
        Kind::MissingField(_) => "缺少 missing".to_owned(),
        Kind::UnknownVariant(given, known) => {
            format!("{given} 不在下列值之中 is none of: {}", known.join(", "))
        }
        Kind::InvalidType(given, wanted) | Kind::InvalidValue(given, wanted) => {
            format!("值有误 wrong value: {given}; 应为 expected: {wanted}")
        }
        Kind::Message(_) if key == "bind" => {
            "应为 IP:PORT 的形式，如 127.0.0.1:8080 must be ADDRESS:PORT, such as 127.0.0.1:8080".to_owned()
        }
        other => format!("值有误 wrong value: {other}"),
    };
    // Where the program itself put it, a place in its source says nothing to anybody.
    let source = error.metadata.as_ref().map(|metadata| match &metadata.source {
        Some(Source::File(path)) => format!(" ({})", path.display()),
        Some(Source::Code(_)) | None if metadata.name.contains(ENV_PREFIX) => {
            " （环境变量 environment）".to_owned()
        }
        Some(_) | None => String::new(),
    });
    format!("{key}: {said}{}", source.unwrap_or_default())
}

/// Whether these can be distances of notices: few, not far, and none twice.
fn are_notice_distances(distances: &[u16]) -> bool {
    let different: BTreeSet<&u16> = distances.iter().collect();
    distances.len() <= NOTICE_DISTANCES_MAX
        && different.len() == distances.len()
        && distances.iter().all(|distance| *distance <= NOTICE_DISTANCE_WORKING_DAYS_MAX)
}

/// Whether it is where a service is reached, `http://HOST[:PORT]` or `https://HOST[:PORT]`, and nothing behind it.
fn is_address(given: &str) -> bool {
    let host = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://")).unwrap_or_default();
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    host.contains(|c: char| c.is_ascii_alphanumeric()) && host.chars().all(is_of_host)
}

/// Whether a template has `{year}` and `{number}` (or `{number:04}`) once each, and no other brace.
fn is_case_number_template(template: &str) -> bool {
    let mut years = 0;
    let mut numbers = 0;
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { return false };
        match name.split_once(':') {
            None if name == "year" => years += 1,
            None if name == "number" => numbers += 1,
            Some(("number", width)) if is_padding(width) => numbers += 1,
            _ => return false,
        }
        if before.contains('}') {
            return false;
        }
        rest = tail;
    }
    years == 1 && numbers == 1 && !rest.contains('}')
}

/// `04`: zeros up to a width of one digit.
fn is_padding(width: &str) -> bool {
    matches!(width.as_bytes(), [b'0', b'1'..=b'9'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(toml: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let environment = environment
            .iter()
            .fold(Figment::new(), |figment, (key, value)| figment.merge(Serialized::default(key, value)));
        Config::from_sources(Toml::string(toml), environment, &Overrides::default())
    }

    #[test]
    fn defaults_are_good() {
        let config = load("", &[]).unwrap();
        assert_eq!(config, Config::default());
        assert_eq!(config.key_path(), Some(PathBuf::from("sikuai.db.key")));
        assert_eq!(config.files_place(), Some(FilesPlace::Directory("sikuai.db.files".into())));
        let postgres = Config { database: "postgres://h/d".to_owned(), ..Config::default() };
        assert_eq!(postgres.files_place(), None);
        assert_eq!(load("", &[("fonts", "/fonts")]).unwrap().fonts, Some(PathBuf::from("/fonts")));
        for bad in ["0", "4097"] {
            let error = load(&format!("file_mebibytes_max = {bad}"), &[]).unwrap_err();
            assert!(error.to_string().contains("file_mebibytes_max"), "{bad}: {error}");
        }
    }

    #[test]
    fn the_later_source_wins() {
        let overrides = Overrides { database: Some("sqlite:c.db".to_owned()), ..Overrides::default() };
        let file = Toml::string("database = 'sqlite:a.db'\nsession_days = 3\nbind = '0.0.0.0:1'");
        let environment = Serialized::default("bind", "0.0.0.0:2");
        let config = Config::from_sources(file, environment, &overrides).unwrap();
        assert_eq!(config.database, "sqlite:c.db");
        assert_eq!(config.session_days, 3);
        assert_eq!(config.bind, SocketAddr::from(([0, 0, 0, 0], 2)));
    }

    #[test]
    fn an_unknown_key_or_value_is_named() {
        let error = load("sesion_days = 3", &[]).unwrap_err();
        assert!(error.to_string().contains("sesion_days"), "{error}");
        let error = load("hearing_notice = 'maybe'", &[]).unwrap_err();
        assert!(
            error.to_string().contains("maybe") && error.to_string().contains("hearing_notice"),
            "{error}"
        );
        let error = load("", &[("colour", "red")]).unwrap_err();
        assert!(error.to_string().contains("colour"), "{error}");
    }

    #[test]
    fn every_wrong_value_is_said_at_once() {
        let error = load("session_days = 0\nregion = 'x'\ndatabase = 'postgres://h/d'", &[]).unwrap_err();
        assert_eq!(error.0.len(), 3, "{error}");
        assert!(error.to_string().contains("key_file"), "{error}");
    }

    #[test]
    fn distances_of_notices_are_few_different_and_near() {
        let set = load("notice_distances = [7, 0]\nwatch_minutes = 0", &[]).unwrap();
        assert_eq!((set.notice_distances, set.watch_minutes), (vec![7, 0], 0));
        for bad in ["[61]", "[3, 3]", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "['x']", "[-1]"] {
            let error = load(&format!("notice_distances = {bad}"), &[]).unwrap_err();
            assert!(error.to_string().contains("notice_distances"), "{bad}: {error}");
        }
        assert!(load("notice_distances = []", &[]).is_ok(), "only when a deadline is missed");
        assert!(load("watch_minutes = 1441", &[]).unwrap_err().to_string().contains("watch_minutes"));
        assert_eq!(load("", &[]).unwrap().idempotency_days, 30);
        for bad in ["0", "3661"] {
            let error = load(&format!("idempotency_days = {bad}"), &[]).unwrap_err();
            assert!(error.to_string().contains("idempotency_days"), "{bad}: {error}");
        }
    }

    #[test]
    fn hours_of_hearings_are_in_order_and_apart() {
        let hours = |set: &str| load(&format!("hearing_hours = {set}"), &[]);
        let set = hours("['08:30-12:00', '12:00-24:00']").unwrap().hearing_hours;
        assert_eq!(set.iter().map(ToString::to_string).collect::<Vec<_>>(), ["08:30-12:00", "12:00-24:00"]);
        for bad in ["[]", "['9-12']", "['12:00-09:00']", "['14:00-17:00', '09:00-12:00']", "['09:00-25:00']"]
        {
            let error = hours(bad).unwrap_err();
            assert!(error.to_string().contains("hearing_hours"), "{bad}: {error}");
        }
        assert!(load("hearing_minutes = 10", &[]).unwrap_err().to_string().contains("hearing_minutes"));
    }

    #[test]
    fn a_public_page_has_an_address_that_can_be_printed() {
        let page = |address: &str| load(&format!("public_page = true\npublic_address = '{address}'"), &[]);
        for good in ["https://ldzc.xuwen.gov.cn", "http://10.1.2.3:8080", "http://[::1]:80"] {
            assert_eq!(page(good).unwrap().public_address.as_deref(), Some(good));
        }
        for bad in
            ["ldzc.xuwen.gov.cn", "https://", "https://a/", "https://a/b", "ftp://a", "https://a b", ""]
        {
            let error = page(bad).unwrap_err();
            assert!(error.to_string().contains("public_address"), "{bad}: {error}");
        }
        assert!(load("public_page = true", &[]).unwrap_err().to_string().contains("public_address"));
    }

    #[test]
    fn proxies_are_named_by_their_addresses() {
        let set = load("trusted_proxies = ['127.0.0.1', '::1']", &[]).unwrap().trusted_proxies;
        assert_eq!(set.iter().map(ToString::to_string).collect::<Vec<_>>(), ["127.0.0.1", "::1"]);
        let error = load("trusted_proxies = ['proxy']", &[]).unwrap_err();
        assert!(error.to_string().contains("trusted_proxies"), "{error}");
        for bad in ["0", "60001"] {
            let error = load(&format!("public_requests_per_minute = {bad}"), &[]).unwrap_err();
            assert!(error.to_string().contains("public_requests_per_minute"), "{bad}: {error}");
        }
    }

    #[test]
    fn a_template_needs_year_and_number_once() {
        for good in ["{year}-{number}", "案〔{year}〕{number:04}号"] {
            assert!(is_case_number_template(good), "{good}");
        }
        for bad in [
            "{year}",
            "{number}",
            "{year}{number}{number}",
            "{year}{number:4}",
            "{year}{number",
            "}{year}{number}",
        ] {
            assert!(!is_case_number_template(bad), "{bad}");
        }
    }
}
