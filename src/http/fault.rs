//! Errors meet statuses (错误与状态码) here, in one match: [`Kind::of`].
//! Not here: the body of the answer (`problem`).

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::app::error::{Error, Place, Violation};
use crate::domain::refusal::{Refusal, Severity, Words, words};

/// What a handler gives.
pub type Answer = Result<HttpResponse, Fault>;

/// Why a request gets no good answer: the app's errors, and HTTP's own.
#[derive(Debug)]
pub enum Fault {
    /// The app said so.
    App(Error),
    /// What was asked without a body has no answer: the refusal, and where in the request each of its fields stands.
    Unanswerable {
        /// Why.
        refusal: Refusal,
        /// From a field of the refusal to its place in the request.
        place: fn(&str) -> Place,
    },
    /// An act about a thing that the path names by its entry was refused.
    AboutEntry {
        /// Why.
        refusal: Refusal,
        /// The field of the act that the path fills, and no body has.
        field: &'static str,
    },
    /// What was asked has the right form and means nothing: a period that ends before it begins, say.
    Senseless(Vec<Violation>),
    /// The caller did not say which year of the calendar they saw.
    YearUnseen,
    /// The caller did not say which template they saw.
    TemplateUnseen,
    /// The body is longer than [`crate::http::body::BODY_BYTES_MAX`].
    TooLarge,
    /// The body is by its `Content-Type` not of the one media type that the operation takes, or is encoded.
    UnsupportedMediaType(&'static str),
    /// The database does not answer.
    NotReady,
}

impl Fault {
    /// What to do about it, where the kind alone does not say.
    #[must_use]
    pub fn advice(&self) -> Option<Words> {
        match self {
            Fault::App(Error::Stale) => Some(words(
                "数据已被他人更新，请重新读取后再办理；If-Match 应为读取时得到的 ETag，弱标签（W/）不能匹配",
                "This has changed since you read it: read it again, and then go on. If-Match takes the ETag that came then; a weak tag (W/) never matches.",
            )),
            Fault::App(Error::PreconditionMissing) => Some(words(
                "缺少 If-Match：请带上读取案件时得到的 ETag",
                "If-Match is required: send the ETag that came when you read the case.",
            )),
            Fault::App(Error::Busy(_)) => Some(words(
                "数据库正忙（例如正在用命令行导入台账），本次未作登记；请稍后再试",
                "The database is busy, perhaps with a ledger that the command line imports; nothing was recorded: try \
                 again in a little while.",
            )),
            Fault::App(Error::FilesAway(_)) => Some(words(
                "材料文件的存储暂时无法使用，未作登记；请稍后再试",
                "The store of the files does not answer, and nothing was recorded: try again later.",
            )),
            Fault::App(Error::ContentLost(_)) => Some(words(
                "这份文件的内容在存放处已丢失或与存入时不符，没有提供。请用原件把同一文件再上传一次，各处即可恢复；并请管理员运行 sikuai check \
                 查明还有哪些文件受损",
                "The content of this file is lost, or is not what was stored, and was not given out. Bring the same file \
                 again from the original: that mends it wherever it is. Have an administrator run sikuai check, which names \
                 what else is damaged.",
            )),
            Fault::YearUnseen => Some(words(
                "缺少前置条件：替换已有年度用 If-Match，带上读取该年度时得到的 ETag；新建年度用 If-None-Match: *",
                "To replace a year send If-Match with the ETag that came when you read it; for a year that is new, \
                 If-None-Match: *.",
            )),
            Fault::TemplateUnseen => Some(words(
                "缺少前置条件：更换模板用 If-Match，带上读取该模板时得到的 ETag；本单位尚未更换过的，可用 If-None-Match: *",
                "To replace a template send If-Match with the ETag that came when you read it; where the office has put \
                 none yet, If-None-Match: * will do.",
            )),
            Fault::UnsupportedMediaType(media) => Some(words(
                format!("请以 Content-Type: {media} 发送，不得压缩编码"),
                format!("Send it with Content-Type: {media}, without an encoding."),
            )),
            Fault::App(_)
            | Fault::Unanswerable { .. }
            | Fault::AboutEntry { .. }
            | Fault::Senseless(_)
            | Fault::TooLarge
            | Fault::NotReady => None,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::App(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::App(error) => error.fmt(f),
            Fault::Unanswerable { refusal, .. } => write!(f, "unanswerable: {refusal:?}"),
            Fault::AboutEntry { refusal, .. } => write!(f, "refused: {refusal:?}"),
            Fault::Senseless(violations) => write!(f, "senseless: {violations:?}"),
            Fault::YearUnseen | Fault::TemplateUnseen => f.write_str("precondition missing"),
            Fault::TooLarge => f.write_str("body too large"),
            Fault::UnsupportedMediaType(_) => f.write_str("unsupported media type"),
            Fault::NotReady => f.write_str("not ready"),
        }
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        Kind::of(self).row().status
    }

    /// Only the status: `problem::dress` writes the body, for it knows the caller's language.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// The kinds of problem: one `type` each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request is malformed.
    InvalidRequest,
    /// No valid login.
    Unauthenticated,
    /// The role does not allow it.
    Forbidden,
    /// No such thing, or not for this caller to know.
    NotFound,
    /// The thing does not take this method.
    MethodNotAllowed,
    /// A clash with what is there.
    Conflict,
    /// Refused by a rule.
    Unlawful,
    /// Would be recorded once the findings are acknowledged.
    AcknowledgementRequired,
    /// The version in `If-Match` is not the current one.
    Stale,
    /// The body is too large.
    TooLarge,
    /// The body is not of the media type that is taken.
    UnsupportedMediaType,
    /// A file of no kind that is taken, or not what it is said to be.
    UnsupportedFile,
    /// A date or an amount breaks a rule.
    InvalidValue,
    /// `If-Match` is missing.
    PreconditionRequired,
    /// Too many attempts.
    TooManyRequests,
    /// Ours, and mute.
    Internal,
    /// The content of a file is lost or altered.
    ContentLost,
    /// The disk is full.
    NoRoom,
    /// The database does not answer.
    NotReady,
}

/// What is fixed for a kind of problem.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The last part of `type`.
    pub slug: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The title in Chinese.
    pub zh: &'static str,
    /// The title in English.
    pub en: &'static str,
}

const fn row(slug: &'static str, status: StatusCode, zh: &'static str, en: &'static str) -> Row {
    Row { slug, status, zh, en }
}

impl Kind {
    /// Whether whoever filled in a form can mend it there: it is said beside the form, and what was typed stays. The rest is
    /// said on a page of its own.
    #[must_use]
    pub fn is_of_the_form(self) -> bool {
        match self {
            Kind::InvalidRequest
            | Kind::InvalidValue
            | Kind::Unlawful
            | Kind::AcknowledgementRequired
            | Kind::Conflict
            | Kind::Stale
            | Kind::PreconditionRequired => true,
            Kind::Unauthenticated
            | Kind::Forbidden
            | Kind::NotFound
            | Kind::MethodNotAllowed
            | Kind::TooLarge
            | Kind::UnsupportedMediaType
            | Kind::UnsupportedFile
            | Kind::TooManyRequests
            | Kind::Internal
            | Kind::ContentLost
            | Kind::NoRoom
            | Kind::NotReady => false,
        }
    }

    /// The kind of problem that a fault is: the one place where errors meet statuses.
    #[must_use]
    pub fn of(fault: &Fault) -> Kind {
        match fault {
            Fault::App(Error::Refused(refusal))
            | Fault::Unanswerable { refusal, .. }
            | Fault::AboutEntry { refusal, .. } => Kind::of_refusal(refusal),
            Fault::App(Error::Invalid(_)) => Kind::InvalidRequest,
            Fault::Senseless(_) => Kind::InvalidValue,
            Fault::App(Error::NotFound | Error::NotYetKnown(_)) => Kind::NotFound,
            Fault::App(Error::Forbidden(_)) => Kind::Forbidden,
            Fault::App(Error::Unauthenticated(_)) => Kind::Unauthenticated,
            Fault::App(Error::Stale) => Kind::Stale,
            Fault::App(Error::PreconditionMissing) | Fault::YearUnseen | Fault::TemplateUnseen => {
                Kind::PreconditionRequired
            }
            Fault::App(Error::TooMany { .. }) => Kind::TooManyRequests,
            Fault::App(Error::Conflict { .. }) => Kind::Conflict,
            Fault::App(Error::Storage(_) | Error::Broken(_)) => Kind::Internal,
            Fault::TooLarge | Fault::App(Error::FileTooLarge { .. }) => Kind::TooLarge,
            Fault::App(Error::UnsupportedFile { .. }) => Kind::UnsupportedFile,
            Fault::UnsupportedMediaType(_) => Kind::UnsupportedMediaType,
            Fault::App(Error::ContentLost(_)) => Kind::ContentLost,
            Fault::App(Error::NoRoom(_)) => Kind::NoRoom,
            Fault::NotReady
            | Fault::App(Error::Busy(_) | Error::OutOfStep(_) | Error::Unset(_) | Error::FilesAway(_)) => {
                Kind::NotReady
            }
        }
    }

    /// A value that breaks a rule is 422 when nothing worse is found, what only needs
    /// acknowledging says so, and everything else is unlawful.
    pub(crate) fn of_refusal(refusal: &Refusal) -> Kind {
        let all = |wanted: fn(Severity) -> bool| {
            refusal.findings.iter().all(|finding| wanted(finding.severity)) && !refusal.findings.is_empty()
        };
        if all(|severity| severity >= Severity::Irregular) {
            Kind::AcknowledgementRequired
        } else if all(|severity| severity >= Severity::Invalid) {
            Kind::InvalidValue
        } else {
            Kind::Unlawful
        }
    }

    /// The kind of problem behind a bare status of the server's own.
    pub(crate) fn of_status(status: StatusCode) -> Kind {
        match status {
            StatusCode::NOT_FOUND => Kind::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Kind::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
            status if status.is_client_error() => Kind::InvalidRequest,
            _ => Kind::Internal,
        }
    }

    /// Slug, status and title.
    #[must_use]
    #[rustfmt::skip]
    pub fn row(self) -> Row {
        match self {
            Kind::InvalidRequest => row("invalid-request", StatusCode::BAD_REQUEST, "请求格式有误", "Malformed request"),
            Kind::Unauthenticated => row("unauthenticated", StatusCode::UNAUTHORIZED, "请先登录", "Please log in"),
            Kind::Forbidden => row("forbidden", StatusCode::FORBIDDEN, "无权办理", "Not allowed"),
            Kind::NotFound => row("not-found", StatusCode::NOT_FOUND, "未找到", "Not found"),
            Kind::MethodNotAllowed => row("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, "不支持该请求方法", "Method not allowed"),
            Kind::Conflict => row("conflict", StatusCode::CONFLICT, "与现有数据冲突", "Conflict"),
            Kind::Unlawful => row("unlawful", StatusCode::CONFLICT, "依规不予办理", "Refused by a rule"),
            Kind::AcknowledgementRequired => row("acknowledgement-required", StatusCode::CONFLICT, "请确认提示后再提交", "Acknowledgement required"),
            Kind::Stale => row("stale", StatusCode::PRECONDITION_FAILED, "数据已被他人更新", "Changed since you read it"),
            Kind::TooLarge => row("too-large", StatusCode::PAYLOAD_TOO_LARGE, "请求体过大", "Body too large"),
            Kind::UnsupportedMediaType => row("unsupported-media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "不支持该内容类型", "Unsupported media type"),
            Kind::UnsupportedFile => row("unsupported-file", StatusCode::UNSUPPORTED_MEDIA_TYPE, "不收这种文件", "File not taken"),
            Kind::InvalidValue => row("invalid-value", StatusCode::UNPROCESSABLE_ENTITY, "数值或日期不合规", "Invalid value"),
            Kind::PreconditionRequired => row("precondition-required", StatusCode::PRECONDITION_REQUIRED, "缺少前置条件", "A precondition is required"),
            Kind::TooManyRequests => row("too-many-requests", StatusCode::TOO_MANY_REQUESTS, "请求过于频繁", "Too many requests"),
            Kind::Internal => row("internal", StatusCode::INTERNAL_SERVER_ERROR, "系统内部错误", "Internal error"),
            Kind::ContentLost => row("content-lost", StatusCode::INTERNAL_SERVER_ERROR, "文件内容丢失或受损", "The content of the file is lost or damaged"),
            Kind::NoRoom => row(
                "no-room",
                StatusCode::INSUFFICIENT_STORAGE,
                "磁盘已满，未作登记；请管理员腾出空间后再办理",
                "The disk is full and nothing was recorded; try again once there is room",
            ),
            Kind::NotReady => row("not-ready", StatusCode::SERVICE_UNAVAILABLE, "服务尚未就绪", "Not ready"),
        }
    }
}
