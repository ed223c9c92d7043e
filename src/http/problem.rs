//! What HTTP makes of an error: `application/problem+json` (RFC 9457) in the caller's language.
//! Not here: which status an error has (`fault`), and deciding; the app has decided.
//!
//! `type` is a stable path such as `/problems/unlawful`; clients compare it, they need not fetch it.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::error::{Error, Place, Violation};
use crate::domain::refusal::{Finding, Refusal, Severity, Words, words};
use crate::http::language::Language;
use crate::http::logs;
use crate::http::pages::faults;

/// The media type of every error answer.
pub const PROBLEM_JSON: &str = "application/problem+json";
/// What is busy or away is asked again after so long.
const AWAY_RETRY_SECONDS: u32 = 10;

pub use crate::http::fault::{Answer, Fault, Kind};

/// The body of every error answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable path that names the kind of problem: `/problems/unlawful`.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of problem in the caller's language.
    title: String,
    /// The status, once more.
    status: u16,
    /// What happened, in the caller's language.
    detail: String,
    /// The id of this request, to quote to whoever keeps the service.
    instance: String,
    /// The article that the worst finding rests on, where a law refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// Everything that is wrong, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violations: Vec<ProblemViolation>,
    /// The codes to acknowledge in order to go on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acknowledge: Vec<String>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct ProblemViolation {
    /// `body`, `query`, `path`, `header`; or `act` where it is about no one field.
    #[serde(rename = "in")]
    place: &'static str,
    /// JSON pointer into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// Name of the parameter or header.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Stable code of the rule.
    code: String,
    /// What is wrong, in the caller's language.
    detail: String,
    /// The article, where a law says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// How it stops the act: `impossible`, `unlawful`, `invalid`, `irregular`, `warning`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    severity: Option<Severity>,
}

impl ProblemViolation {
    fn of_violation(violation: &Violation, language: Language) -> ProblemViolation {
        let (place, pointer, name) = parts(violation.place.clone());
        ProblemViolation {
            place,
            pointer,
            name,
            code: violation.code.to_owned(),
            detail: language.of_words(&violation.words).to_owned(),
            article: None,
            severity: None,
        }
    }

    fn of_finding(finding: &Finding, place: &dyn Fn(&str) -> Place, language: Language) -> ProblemViolation {
        let (place, pointer, name) =
            finding.field.as_deref().map_or(("act", None, None), |field| parts(place(field)));
        ProblemViolation {
            place,
            pointer,
            name,
            code: finding.code.to_owned(),
            detail: language.of_words(&said(finding)).to_owned(),
            article: cite(finding, language),
            severity: Some(finding.severity),
        }
    }
}

/// What a place is called, and the pointer into the body or the name that says where in it.
fn parts(place: Place) -> (&'static str, Option<String>, Option<String>) {
    match place {
        Place::Body(pointer) => ("body", Some(pointer), None),
        Place::Query(name) => ("query", None, Some(name)),
        Place::Path(name) => ("path", None, Some(name)),
        Place::Header(name) => ("header", None, Some(name)),
    }
}

/// The fields of an act are those of its body.
fn in_body(field: &str) -> Place {
    Place::Body(field.to_owned())
}

/// The field of an act that its path fills stands there, and the others in the body.
fn in_path_or_body(pointer: &str, field: &str) -> Place {
    match pointer.strip_prefix('/') {
        Some(name) if name == field => Place::Path("entry".to_owned()),
        _ => in_body(pointer),
    }
}

/// What a finding says; where the stage or the kind of the case is the reason, also where the acts are that it takes.
fn said(finding: &Finding) -> Words {
    let Words { zh, en } = &finding.words;
    match finding.code {
        "stage_does_not_allow" | "kind_does_not_allow" => words(
            format!("{zh}。现在可办的事项见 GET /api/v1/cases/{{id}}/acts"),
            format!("{en}. GET /api/v1/cases/{{id}}/acts lists what may be done now"),
        ),
        _ => finding.words.clone(),
    }
}

fn cite(finding: &Finding, language: Language) -> Option<String> {
    finding.article.map(|article| match language {
        Language::Zh => article.zh(),
        Language::En => article.en(),
    })
}

impl Problem {
    /// The problem of a kind that has nothing more to say than its title.
    fn plain(kind: Kind, language: Language, instance: String) -> Problem {
        let row = kind.row();
        let title = language.of_words(&words(row.zh, row.en)).to_owned();
        Problem {
            kind: format!("/problems/{}", row.slug),
            status: row.status.as_u16(),
            detail: title.clone(),
            title,
            instance,
            article: None,
            violations: Vec::new(),
            acknowledge: Vec::new(),
        }
    }

    /// The problem that a fault is, in a language.
    #[must_use]
    pub fn of(fault: &Fault, language: Language, instance: String) -> Problem {
        let mut problem = Problem::plain(Kind::of(fault), language, instance);
        match fault {
            Fault::App(Error::Refused(refusal)) => problem.explain_refusal(refusal, &in_body, language),
            Fault::Unanswerable { refusal, place } => problem.explain_refusal(refusal, place, language),
            Fault::AboutEntry { refusal, field } => {
                problem.explain_refusal(refusal, &|pointer| in_path_or_body(pointer, field), language);
            }
            Fault::App(Error::Invalid(violations)) | Fault::Senseless(violations) => {
                problem.explain_violations(violations, language);
            }
            Fault::App(
                Error::Forbidden(words)
                | Error::Unauthenticated(words)
                | Error::NotYetKnown(words)
                | Error::OutOfStep(words)
                | Error::Unset(words)
                | Error::UnsupportedFile { words, .. },
            ) => {
                language.of_words(words).clone_into(&mut problem.detail);
            }
            Fault::App(Error::FileTooLarge { mebibytes_max }) => {
                let zh = format!("文件不得超过 {mebibytes_max} MiB");
                let said = words(zh, format!("A file may have {mebibytes_max} MiB at most."));
                language.of_words(&said).clone_into(&mut problem.detail);
            }
            Fault::App(Error::Conflict { code, words }) => problem.explain_conflict(code, words, language),
            // The kind says it all, and what broke is nobody's business outside.
            Fault::App(_)
            | Fault::TooLarge
            | Fault::UnsupportedMediaType(_)
            | Fault::YearUnseen
            | Fault::TemplateUnseen
            | Fault::NotReady => {}
        }
        if let Some(advice) = fault.advice() {
            language.of_words(&advice).clone_into(&mut problem.detail);
        }
        problem
    }

    fn explain_refusal(&mut self, refusal: &Refusal, place: &dyn Fn(&str) -> Place, language: Language) {
        if let Some(worst) = refusal.findings.iter().min_by_key(|finding| finding.severity) {
            let said = language.of_words(&said(worst)).to_owned();
            self.detail = match (refusal.findings.len(), language) {
                (0 | 1, _) => said,
                (count, Language::Zh) => format!("{said}（共{count}处，逐项列明）"),
                (count, Language::En) => format!("{said} ({count} findings in all, see violations)"),
            };
            self.article = cite(worst, language);
        }
        if Kind::of_refusal(refusal) == Kind::AcknowledgementRequired {
            if refusal.severity() == Severity::Irregular {
                let said = words(
                    "；如已实际发生，确认后可如实登记，逾期或瑕疵将予显示",
                    "; if it has happened, it can be recorded as it was once this is acknowledged, and what was late or irregular \
                     will show",
                );
                self.detail.push_str(language.of_words(&said));
            }
            self.acknowledge = refusal.findings.iter().map(|finding| finding.code.to_owned()).collect();
            self.acknowledge.sort_unstable();
            self.acknowledge.dedup();
        }
        let violation = |finding| ProblemViolation::of_finding(finding, place, language);
        self.violations = refusal.findings.iter().map(violation).collect();
        self.violations.sort();
    }

    fn explain_violations(&mut self, violations: &[Violation], language: Language) {
        let summary = match violations {
            [one] => one.words.clone(),
            all => {
                let count = all.len();
                words(format!("有{count}处不符合要求"), format!("{count} things are wrong."))
            }
        };
        language.of_words(&summary).clone_into(&mut self.detail);
        self.violations =
            violations.iter().map(|violation| ProblemViolation::of_violation(violation, language)).collect();
        self.violations.sort();
    }

    fn explain_conflict(&mut self, code: &str, words: &Words, language: Language) {
        language.of_words(words).clone_into(&mut self.detail);
        self.violations = vec![ProblemViolation {
            place: "act",
            pointer: None,
            name: None,
            code: code.to_owned(),
            detail: self.detail.clone(),
            article: None,
            severity: None,
        }];
    }
}

/// Middleware: every error answer leaves as a problem, whoever made it.
///
/// # Errors
/// What the inner service could not answer at all.
pub async fn dress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || faults::is_page(response.headers()) {
        return Ok(response);
    }
    let (request, bare) = response.into_parts();
    let language = Language::of(&request);
    let instance = logs::instance(&request);
    let fault = bare.error().and_then(|error| error.as_error::<Fault>());
    let problem = match fault {
        Some(fault) => Problem::of(fault, language, instance),
        None => Problem::plain(Kind::of_status(status), language, instance),
    };
    if faults::is_for_reader(&request) {
        let kind = fault.map_or_else(|| Kind::of_status(status), Kind::of);
        if kind.row().status == StatusCode::INTERNAL_SERVER_ERROR {
            let cause = bare.error().map_or_else(|| "a bare 500".to_owned(), ToString::to_string);
            tracing::error!(cause, "a page broke");
        }
        let page = faults::answer(&request, (fault, kind), logs::instance(&request));
        return Ok(ServiceResponse::new(request, page));
    }
    let is_away = matches!(fault, Some(Fault::App(Error::FilesAway(_))));
    if is_away || problem.status == StatusCode::INTERNAL_SERVER_ERROR.as_u16() {
        let cause = bare.error().map_or_else(|| "a bare 500".to_owned(), ToString::to_string);
        tracing::error!(cause, "a request broke");
    }
    let mut builder = HttpResponse::build(StatusCode::from_u16(problem.status).unwrap_or(status));
    add_headers(&mut builder, fault, language);
    if let Some(allow) = bare.headers().get(header::ALLOW) {
        builder.insert_header((header::ALLOW, allow.clone()));
    }
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    Ok(ServiceResponse::new(request, builder.content_type(PROBLEM_JSON).body(body)))
}

fn add_headers(builder: &mut HttpResponseBuilder, fault: Option<&Fault>, language: Language) {
    builder.insert_header((header::CONTENT_LANGUAGE, language.tag()));
    builder.insert_header((header::VARY, "Accept-Language"));
    match fault {
        Some(Fault::App(Error::Unauthenticated(_))) => {
            builder.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        Some(Fault::App(Error::TooMany { retry_after_seconds })) => {
            builder.insert_header((header::RETRY_AFTER, retry_after_seconds.to_string()));
        }
        Some(Fault::App(Error::Busy(_) | Error::FilesAway(_))) => {
            builder.insert_header((header::RETRY_AFTER, AWAY_RETRY_SECONDS.to_string()));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::law::law;

    fn finding(code: &'static str, severity: Severity) -> Finding {
        Finding {
            code,
            severity,
            field: Some("/on".to_owned()),
            article: Some(law("29")),
            words: words("中", "en"),
        }
    }

    fn of(severities: &[Severity]) -> Problem {
        let findings = severities.iter().map(|severity| finding("late", *severity)).collect();
        Problem::of(&Error::Refused(Refusal { findings }).into(), Language::En, String::new())
    }

    #[test]
    fn refusals_meet_their_statuses() {
        assert_eq!(of(&[Severity::Unlawful, Severity::Warning]).status, 409);
        assert_eq!(of(&[Severity::Invalid]).status, 422);
        assert_eq!(of(&[Severity::Invalid, Severity::Warning]).status, 422);
        assert_eq!(of(&[Severity::Impossible, Severity::Invalid]).status, 409);
        let asks = of(&[Severity::Irregular, Severity::Warning]);
        assert_eq!((asks.status, asks.kind.as_str()), (409, "/problems/acknowledgement-required"));
        assert_eq!(asks.acknowledge, ["late"]);
        // What has happened is no impossibility: it can be told as it was.
        assert!(asks.detail.contains("if it has happened, it can be recorded as it was"), "{}", asks.detail);
        for plain in [of(&[Severity::Warning]), of(&[Severity::Unlawful, Severity::Irregular])] {
            assert!(!plain.detail.contains("it can be recorded"), "{}", plain.detail);
        }
    }

    #[test]
    fn a_refusal_cites_its_article_in_the_callers_language() {
        let refusal = Refusal::of(finding("late", Severity::Unlawful));
        let problem = Problem::of(&Error::Refused(refusal).into(), Language::Zh, String::new());
        assert_eq!(problem.article.as_deref(), Some("《劳动争议调解仲裁法》第29条"));
        assert_eq!(problem.detail, "中");
    }

    #[test]
    fn what_broke_stays_inside() {
        let fault = Error::Broken("secret path".to_owned()).into();
        let problem = serde_json::to_string(&Problem::of(&fault, Language::En, String::new())).unwrap();
        assert!(!problem.contains("secret"), "{problem}");
    }
}
