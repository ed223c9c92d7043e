//! Errors as pages (出错页面): what happened and what to do, for whoever asked with a browser. Who is not signed in is
//! sent to where one signs in, and what they typed meanwhile goes along. Not here: which status an error has (`fault`), and errors of the API (`problem`).

use std::fmt::Write as _;

use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use askama::Template;

use crate::app::App;
use crate::http::fault::{Fault, Kind};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::posted::KeptForm;
use crate::http::pages::public;
use crate::http::pages::sign_in;

/// Programs ask below these, whatever they accept.
const FOR_PROGRAMS: [&str; 3] = ["/api/", "/docs", "/health/"];

/// The page of an error.
#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    f: Frame,
    title: String,
    notes: Vec<Note>,
    advice: &'static str,
    instance: String,
}

/// The same for those who have no login: it leads to no page of the office.
#[derive(Template)]
#[template(path = "public_fault.html")]
struct PublicFaultPage {
    f: Frame,
    title: String,
    notes: Vec<Note>,
    advice: &'static str,
    instance: String,
}

/// Whether an error is to be a page: whoever asked reads pages.
#[must_use]
pub fn is_for_reader(request: &HttpRequest) -> bool {
    let reads = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let is_programs = FOR_PROGRAMS.iter().any(|path| request.path().starts_with(path));
    !is_programs && reads.is_some_and(|reads| reads.contains("text/html"))
}

/// Whether an answer is a page already: a form that says what is wrong with it.
#[must_use]
pub fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|media| media.as_bytes().starts_with(b"text/html"))
}

/// The answer to whoever asked with a browser.
#[must_use]
pub fn answer(
    request: &HttpRequest,
    (fault, kind): (Option<&Fault>, Kind),
    instance: String,
) -> HttpResponse {
    if kind == Kind::Unauthenticated {
        let kept = request.extensions().get::<KeptForm>().cloned();
        let again = kept.and_then(|kept| sign_in::again(request, kept).ok());
        return again.unwrap_or_else(|| see_other(&sign_in_address(request)));
    }
    let f = Frame::plain(request);
    let (row, language) = (kind.row(), f.language);
    let title = f.say(row.zh, row.en).to_owned();
    let notes = fault.map(|fault| notes(fault, language)).unwrap_or_default();
    let shown = if is_of_public_page(request) {
        let (zh, en) = of_reading(request, kind).unwrap_or_else(|| public_advice(kind));
        page(
            row.status,
            language,
            &PublicFaultPage { title, notes, advice: language.say(zh, en), instance, f },
        )
    } else {
        let (zh, en) = of_reading(request, kind).unwrap_or_else(|| advice(kind));
        page(row.status, language, &FaultPage { title, notes, advice: language.say(zh, en), instance, f })
    };
    shown.unwrap_or_else(|_| HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR))
}

/// Whether somebody without a login asked for a page that is for them: where there is a public page at all.
fn is_of_public_page(request: &HttpRequest) -> bool {
    let app = request.app_data::<Data<App>>();
    public::is_below(request.path()) && app.is_some_and(|app| public::is_on(app).is_ok())
}

/// Where one signs in, and is sent on from there to what was asked for.
fn sign_in_address(request: &HttpRequest) -> String {
    let asked = Frame::plain(request).here;
    if request.method() != Method::GET || asked == "/" {
        return "/sign-in".to_owned();
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    asked.bytes().fold("/sign-in?to=".to_owned(), |mut to, byte| {
        // Writing to a string cannot fail.
        let _ = if plain(byte) { write!(to, "{}", char::from(byte)) } else { write!(to, "%{byte:02X}") };
        to
    })
}

/// What to do about what could not be shown: nothing was filled in there that could be lost.
fn of_reading(request: &HttpRequest, kind: Kind) -> Option<(&'static str, &'static str)> {
    if !request.method().is_safe() {
        return None;
    }
    match (kind, is_of_public_page(request)) {
        (Kind::Internal | Kind::ContentLost | Kind::NoRoom | Kind::NotReady, true) => Some((
            "现在无法显示。请稍后再试；仍然不行的，请把下面的编号告诉办案单位。",
            "This cannot be shown now. Try again later, or tell the office the number below.",
        )),
        (Kind::Internal | Kind::NoRoom | Kind::NotReady, false) => Some((
            "现在无法显示。请稍后再试；仍然不行的，请把下面的编号告诉管理员。",
            "This cannot be shown now. Try again later, or tell your administrator the number below.",
        )),
        (_, _) => None,
    }
}

/// What a party can do about it.
fn public_advice(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::NotFound => (
            "网址可能有误，或者已经换了新的。请与纸条核对，或者向办案单位索取新的。",
            "The address may be wrong, or another took its place. Look at your slip again, or ask the office for another.",
        ),
        Kind::Forbidden => {
            ("请从本页重新进入，再填写一次。", "Begin again from here, and fill it in once more.")
        }
        Kind::TooManyRequests => ("请稍候一分钟再试。", "Wait a minute and try again."),
        Kind::Internal | Kind::ContentLost | Kind::NoRoom | Kind::NotReady => (
            "所填内容没有收到。请稍后再试；仍然不行的，请把下面的编号告诉办案单位。",
            "What you sent was not received. Try again later, or tell the office the number below.",
        ),
        Kind::InvalidRequest
        | Kind::Unauthenticated
        | Kind::MethodNotAllowed
        | Kind::Conflict
        | Kind::Unlawful
        | Kind::AcknowledgementRequired
        | Kind::Stale
        | Kind::TooLarge
        | Kind::UnsupportedMediaType
        | Kind::UnsupportedFile
        | Kind::InvalidValue
        | Kind::PreconditionRequired => {
            ("请返回上一页，改正后再试。", "Go back, put it right, and try again.")
        }
    }
}

/// What to do about it.
fn advice(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::NotFound => (
            "地址可能有误，或者案件不在您可查看的范围内。可回到首页重新进入。",
            "The address may be wrong, or the case is not one that you may see. Go back to the first page.",
        ),
        Kind::Forbidden => (
            "如确需办理，请由有权限的人员办理，或请管理员核对您的岗位。",
            "Ask somebody who may do it, or have an administrator check your role.",
        ),
        Kind::TooManyRequests => ("请稍候一分钟再试。", "Wait a minute and try again."),
        Kind::Internal => (
            "所填内容没有登记。请把下面的编号告诉管理员。",
            "Nothing was recorded. Tell your administrator the number below.",
        ),
        Kind::ContentLost => (
            "请用原件把同一文件再上传一次，各处即可恢复。并请把下面的编号告诉管理员，由其运行 sikuai check 查明还有哪些文件受损。",
            "Bring the same file again from the original: that mends it wherever it is. Tell your administrator the number \
             below; sikuai check names what else is damaged.",
        ),
        Kind::NoRoom | Kind::NotReady => {
            ("所填内容没有登记，请稍后再试。", "Nothing was recorded; try again later.")
        }
        Kind::InvalidRequest
        | Kind::Unauthenticated
        | Kind::MethodNotAllowed
        | Kind::Conflict
        | Kind::Unlawful
        | Kind::AcknowledgementRequired
        | Kind::Stale
        | Kind::TooLarge
        | Kind::UnsupportedMediaType
        | Kind::UnsupportedFile
        | Kind::InvalidValue
        | Kind::PreconditionRequired => {
            ("请返回上一页，改正后再试。", "Go back, put it right, and try again.")
        }
    }
}
