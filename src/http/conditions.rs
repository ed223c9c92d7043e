//! Under which conditions an act is asked for (前置条件): `If-Match`, `Idempotency-Key`, `dry_run`; and the
//! tag of a case, which names the case and its version, so that the tag of one never passes for another.

use std::fmt::Display;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderMap, IF_MATCH, IF_NONE_MATCH, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::app::calendar::Expected;
use crate::app::error::{Error, Place, Violation};
use crate::app::idempotency::{self, IdempotencyKey};
use crate::app::ids::hex;
use crate::app::outcome::Performed;
use crate::app::register::{Conditions, Mode};
use crate::domain::refusal::{Words, words};
use crate::http::body::Body;
use crate::http::fault::Fault;
use crate::http::params::Params;

/// The header that makes a repeated POST harmless.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// The header of an answer that was given before.
pub const REPEATED: &str = "Idempotency-Replayed";
/// The longest key.
pub const KEY_CHARS_MAX: usize = 100;

/// The tag of a case, or of a line of the indicator register, in a version.
///
/// ```
/// use sikuai::domain::id::CaseId;
/// use sikuai::http::conditions::tag;
/// let id = CaseId(uuid::Uuid::nil());
/// assert_eq!(tag(id, 7), "\"00000000-0000-0000-0000-000000000000-7\"");
/// ```
#[must_use]
pub fn tag(id: impl Display + Copy, version: u32) -> String {
    format!("\"{id}-{version}\"")
}

/// Which version of a case the caller saw, by `If-Match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The header is missing, or says that any version will do, which is as good as missing.
    Unsaid,
    /// This version of this case.
    Version(u32),
    /// Something else: another case, or no tag of ours.
    Other,
}

/// Reads `If-Match`: one tag or a list of them, compared strongly (RFC 9110, 8.8.3.2 and 13.1.1), so that a weak one
/// never matches. Of several tags of the case the newest counts: no caller has seen a later one than there is.
#[must_use]
pub fn seen(request: &HttpRequest, id: impl Display + Copy) -> Seen {
    seen_in(text(request.headers(), IF_MATCH.as_str()), id)
}

fn seen_in(given: Option<&str>, id: impl Display + Copy) -> Seen {
    let Some(given) = given.filter(|given| *given != "*") else { return Seen::Unsaid };
    let version = |one: &str| {
        let version = one.strip_prefix(&format!("\"{id}-"))?.strip_suffix('"')?.parse().ok()?;
        Some(version).filter(|version| tag(id, *version) == one)
    };
    // No tag of ours has a comma in it.
    let newest = given.split(',').filter_map(|one| version(one.trim())).max();
    newest.map_or(Seen::Other, Seen::Version)
}

/// Whether the caller has this version already (`If-None-Match`).
#[must_use]
pub fn is_known(request: &HttpRequest, id: impl Display + Copy, version: u32) -> bool {
    has_tag(request, &tag(id, version))
}

/// Reads `Idempotency-Key` and `dry_run`; other query parameters are refused.
///
/// # Errors
/// Every violation at once.
pub fn of(request: &HttpRequest, body: &Body) -> Result<Conditions, Fault> {
    let mut params = Params::of(request);
    let mode = if params.flag("dry_run") { Mode::DryRun } else { Mode::Commit };
    params.finish()?;
    let idempotency = key(request, body.bytes().unwrap_or_default())?;
    Ok(Conditions { seen: None, idempotency, mode })
}

impl Seen {
    /// The version, for what compares it; one of another thing is stale for this one.
    #[must_use]
    pub fn version(self) -> Option<u32> {
        match self {
            Seen::Unsaid => None,
            Seen::Version(version) => Some(version),
            // Versions begin with 1.
            Seen::Other => Some(0),
        }
    }
}

impl Conditions {
    /// The same conditions, with the version that the caller saw. A tag of another case is no version of this one.
    #[must_use]
    pub fn seen_by(self, seen: Seen) -> Conditions {
        Conditions { seen: seen.version(), ..self }
    }
}

/// The tag of a year of the calendar.
#[must_use]
pub fn year_tag(year: i32, fingerprint: &str) -> String {
    format!("\"{year}-{fingerprint}\"")
}

/// That a caller sent both headers.
#[must_use]
pub fn contradiction() -> Fault {
    let said = words(
        "If-Match 与 If-None-Match 相互矛盾，只能用其一",
        "This contradicts If-Match: send one of the two.",
    );
    let place = Place::Header("If-None-Match".to_owned());
    Fault::Senseless(vec![Violation { place, code: "contradiction", words: said }])
}

/// Which year of the calendar the caller saw: by `If-Match` this one, by `If-None-Match: *` that there was none.
///
/// # Errors
/// Both headers: the caller cannot have seen the year and seen that there was none.
pub fn expected_year(request: &HttpRequest, year: i32) -> Result<Expected, Fault> {
    let headers = request.headers();
    if headers.contains_key(IF_MATCH) && headers.contains_key(IF_NONE_MATCH) {
        return Err(contradiction());
    }
    Ok(match text(headers, IF_MATCH.as_str()).filter(|given| *given != "*") {
        Some(given) => {
            let own = given.strip_prefix(&format!("\"{year}-")).and_then(|rest| rest.strip_suffix('"'));
            // What is no tag of this year is the tag of none that could be in force.
            Expected::Known(own.unwrap_or_default().to_owned())
        }
        None if text(headers, IF_NONE_MATCH.as_str()) == Some("*") => Expected::Unknown,
        None => Expected::Unsaid,
    })
}

/// Whether the caller of a read has what bears this tag already (`If-None-Match`): compared weakly, as proxies that compress
/// answers make tags weak; `*` is whatever there is (RFC 9110 13.1.2). Writes compare strongly, by [`seen`].
#[must_use]
pub fn has_tag(request: &HttpRequest, tag: &str) -> bool {
    let strong = |one: &str| one.strip_prefix("W/").unwrap_or(one).to_owned();
    let own = strong(tag);
    text(request.headers(), IF_NONE_MATCH.as_str())
        .is_some_and(|given| given == "*" || given.split(',').any(|one| strong(one.trim()) == own))
}

/// Reads `Idempotency-Key`, for a request with this body.
///
/// # Errors
/// A key of the wrong form.
pub fn key(request: &HttpRequest, body: &[u8]) -> Result<Option<IdempotencyKey>, Error> {
    let Some(value) = request.headers().get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let good = |key: &&str| {
        (1..=KEY_CHARS_MAX).contains(&key.len()) && key.chars().all(|character| character.is_ascii_graphic())
    };
    let said = words("应为1至100个可见ASCII字符", "Must be 1 to 100 visible ASCII characters.");
    let key = value.to_str().ok().filter(good).ok_or_else(|| wrong_key("format", said))?;
    Ok(Some(IdempotencyKey { key: key.to_owned(), fingerprint: fingerprint(request, body) }))
}

/// Refuses `Idempotency-Key` where answers hold tokens: they are never kept, so they cannot be given again.
///
/// # Errors
/// When there is one.
pub fn no_key(request: &HttpRequest) -> Result<(), Error> {
    if !request.headers().contains_key(IDEMPOTENCY_KEY) {
        return Ok(());
    }
    let said = words(
        "登录、续期、退出、新建日历订阅、评价链接和接口密钥不接受幂等键：令牌从不留存，应答无法重发",
        "Sessions, new calendar feeds, links to rate and API keys take no key: tokens are never kept, so no answer could be given again.",
    );
    Err(wrong_key("not_taken", said))
}

fn wrong_key(code: &'static str, words: Words) -> Error {
    Error::Invalid(vec![Violation { place: Place::Header(IDEMPOTENCY_KEY.to_owned()), code, words }])
}

/// What was asked, in one digest: the same key must not be used for something else.
fn fingerprint(request: &HttpRequest, body: &[u8]) -> String {
    let mut hasher = Sha256::new();
    for part in [request.method().as_str(), request.path(), request.query_string()] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.update(text(request.headers(), IF_MATCH.as_str()).unwrap_or_default());
    hasher.update([0]);
    hasher.update(body);
    hex(&hasher.finalize())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// The answer to an act: 201 with the tag of the case, or 200 for a dry run.
#[must_use]
pub fn answer(answer: &idempotency::Answer<Performed>) -> HttpResponse {
    let performed = &answer.given;
    let status = if performed.entry.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = once(status, answer);
    if performed.entry.is_some() {
        response.insert_header((ETAG, tag(performed.case_id, performed.version)));
        if performed.version == 1 {
            response.insert_header((LOCATION, format!("/api/v1/cases/{}", performed.case_id)));
        }
    }
    response.json(performed)
}

/// The beginning of an answer to a request that is answered once; it says when it was given before.
#[must_use]
pub fn once<T>(status: StatusCode, answer: &idempotency::Answer<T>) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    if answer.repeated {
        response.insert_header((REPEATED, "true"));
    }
    response
}

/// What a caller hears whose `{entry}` is no number.
#[must_use]
pub fn entry_words() -> Words {
    words("应为登记序号", "Must be the number of an entry.")
}

/// The parameters that every act takes, for the document.
#[must_use]
pub fn published_parameters() -> Vec<Value> {
    vec![
        json!({ "name": "dry_run", "in": "query", "required": false, "schema": { "type": "boolean" },
            "description": "true: show what would happen, write nothing" }),
        json!({ "name": IDEMPOTENCY_KEY, "in": "header", "required": false,
            "schema": { "type": "string", "pattern": "^[\\x21-\\x7e]{1,100}$" },
            "description": "A repeated request with the same key gets the first answer, as long as the office keeps it: 30 days unless it has set another number" }),
    ]
}

/// The answers that every act can give, for the document; the rest stands beside every operation.
#[must_use]
pub fn published_answers(schema: &str) -> Value {
    let content =
        json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } });
    let tag =
        json!({ "description": "The tag of the case in its new version", "schema": { "type": "string" } });
    json!({
        "200": { "description": "试算结果 What would happen (dry run)", "content": content },
        "201": { "description": "已登记 Recorded, durable", "content": content, "headers": { "ETag": tag } },
        "409": { "description": "依规不予办理，或需确认提示 Refused by a rule, or to be acknowledged" },
        "412": { "description": "案件已被他人更新 The case changed since the caller saw it" },
        "422": { "description": "日期或数值不合规 A date or an amount breaks a rule" },
        "428": { "description": "缺少 If-Match" },
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::domain::id::CaseId;

    #[test]
    fn a_list_of_tags_matches_by_any_and_a_weak_one_by_none() {
        let id = CaseId(uuid::Uuid::from_u128(7));
        let other = CaseId(uuid::Uuid::from_u128(8));
        let (three, five, foreign) = (tag(id, 3), tag(id, 5), tag(other, 9));
        let cases = [
            (None, Seen::Unsaid),
            (Some("*".to_owned()), Seen::Unsaid),
            (Some(three.clone()), Seen::Version(3)),
            (Some(format!("{three}, {five}")), Seen::Version(5)),
            (Some(format!("{foreign},{three} ,\"x\"")), Seen::Version(3)),
            (Some(format!("W/{three}")), Seen::Other),
            (Some(format!("W/{five}, {three}")), Seen::Version(3)),
            (Some(foreign), Seen::Other),
            (Some(three.replace('3', "03")), Seen::Other),
        ];
        for (given, expected) in cases {
            assert_eq!(seen_in(given.as_deref(), id), expected, "{given:?}");
        }
    }

    #[test]
    fn a_reader_has_a_version_by_its_weak_tag_too_and_by_the_star() {
        let known = |given: &str| {
            has_tag(&TestRequest::get().insert_header((IF_NONE_MATCH, given)).to_http_request(), "\"a1\"")
        };
        for given in ["\"a1\"", "W/\"a1\"", "*", "\"b2\", W/\"a1\"", "W/\"b2\",\"a1\""] {
            assert!(known(given), "{given}");
        }
        for given in ["", "\"b2\"", "W/\"b2\"", "a1", "w/\"a1\"", "W/", "\"*\"", "\"a1-csv\""] {
            assert!(!known(given), "{given}");
        }
        assert!(!has_tag(&TestRequest::get().to_http_request(), "\"a1\""));
    }
}
