//! Why a command failed (失败原因): one plain line in Chinese and English.
//! Not here: what HTTP answers (`http::problem`); an operator may see what callers may not.

use std::fmt;
use std::io;

use crate::app::error::{Error, Place, Violation};
use crate::config::ConfigError;
use crate::domain::refusal::{Finding, Severity, Words};
use crate::storage::StorageError;

/// One line that says why.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure in these words.
    #[must_use]
    pub fn new(words: &Words) -> Failure {
        Failure(both(words))
    }

    /// A failure for several reasons, all of them said.
    #[must_use]
    pub fn of_all(errors: impl IntoIterator<Item = Error>) -> Failure {
        Failure(joined(errors.into_iter().map(|error| Failure::from(error).0)))
    }

    /// This failure, and another beside it.
    #[must_use]
    pub fn and(self, other: Failure) -> Failure {
        Failure(joined([self.0, other.0].into_iter()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace('\n', " "))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(match error {
            Error::Refused(refusal) => joined(refusal.findings.iter().map(finding)),
            Error::Invalid(violations) => joined(violations.iter().map(violation)),
            Error::Forbidden(words)
            | Error::Unauthenticated(words)
            | Error::NotYetKnown(words)
            | Error::OutOfStep(words)
            | Error::Unset(words)
            | Error::UnsupportedFile { words, .. }
            | Error::Conflict { words, .. } => both(&words),
            Error::NotFound => "未找到 not found".to_owned(),
            Error::Busy(error) | Error::NoRoom(error) | Error::Storage(error) => storage(&error),
            Error::FilesAway(why) => {
                format!("无法使用材料文件的对象存储 the store of the files cannot be used: {why}")
            }
            // What the program cannot go on with is the operator's to see, whatever it is.
            Error::Broken(why) | Error::ContentLost(why) => why,
            Error::Stale => {
                "数据已被他人更新，请重试 changed by somebody else meanwhile, run it again".to_owned()
            }
            other @ (Error::PreconditionMissing | Error::TooMany { .. } | Error::FileTooLarge { .. }) => {
                other.to_string()
            }
        })
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Failure {
        Failure(storage(&error))
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Failure {
        Failure(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure(format!("系统错误 {error}"))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure(error.to_string())
    }
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("; ")
}

fn both(words: &Words) -> String {
    format!("{} {}", words.zh, words.en)
}

fn violation(violation: &Violation) -> String {
    let place = match &violation.place {
        Place::Body(place) | Place::Query(place) | Place::Path(place) | Place::Header(place) => place,
    };
    format!("{place} {}", both(&violation.words)).trim_start().to_owned()
}

/// Of what may be acknowledged, also how.
fn finding(finding: &Finding) -> String {
    let field = finding.field.as_deref().unwrap_or_default();
    let how = match finding.severity {
        Severity::Irregular | Severity::Warning => {
            format!(" （确认请加 to acknowledge add: --acknowledge {}）", finding.code)
        }
        Severity::Impossible | Severity::Unlawful | Severity::Invalid => String::new(),
    };
    format!("{field} {}{how}", both(&finding.words)).trim_start().to_owned()
}

/// Storage speaks English; what an operator meets is said in Chinese before it.
fn storage(error: &StorageError) -> String {
    let zh = match error {
        StorageError::UnknownScheme { .. } => "数据库地址有误",
        StorageError::Missing { .. } => "数据库不存在，请先运行 sikuai migrate",
        StorageError::Unreachable { .. } => "无法连接数据库",
        StorageError::NewerSchema { .. } => "数据库由更新版本的程序升级过，请使用新版本",
        StorageError::Pending { .. } => "数据库需要升级，请先运行 sikuai migrate",
        StorageError::Migration { .. } => "数据库升级失败，未作任何改动",
        StorageError::Full => "磁盘空间不足",
        StorageError::Busy(_) => "数据库繁忙，请稍后重试",
        _ => "数据库错误",
    };
    format!("{zh} {error}")
}
