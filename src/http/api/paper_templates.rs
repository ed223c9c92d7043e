//! `/paper-kinds` and `/paper-templates` (文书种类和模板): which papers there are, what each can say, and the templates that an
//! office edits in a word processor. What a template may hold is asked in `documents`, which is in force in `app`.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderValue, IF_MATCH, IF_NONE_MATCH,
};
use actix_web::web::{self, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::error::{Error, Violation, at};
use crate::app::identity::Actor;
use crate::app::paper_templates::{NewTemplate, OfficeTemplate, Seen, TemplateView, Whose};
use crate::app::permits::Caller;
use crate::app::register::Mode;
use crate::documents::docx::FILE_BYTES_MAX;
use crate::documents::papers;
use crate::documents::template_problem::TemplateProblem;
use crate::domain::code::{Coded as _, Label};
use crate::domain::law::Citation;
use crate::domain::paper::dictionary::FieldOrigin;
use crate::domain::paper::field::Shape;
use crate::domain::paper::kind::{Addressed, CasePaper, Volume};
use crate::domain::paper::uses::{FieldNeed, Used};
use crate::domain::refusal::words;
use crate::http::api::files::RawFile;
use crate::http::body;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(kinds, read, put))]
pub struct Operations;

/// The media type of a template.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The longest list of acknowledged codes.
const ACKNOWLEDGED_CHARS_MAX: usize = 200;

/// A column of a list.
#[derive(Serialize, ToSchema)]
pub struct ColumnView {
    /// Its code, behind that of the list: `claims.amount`.
    pub code: &'static str,
    /// Its Chinese name; a template may use either.
    pub zh: &'static str,
    /// What it means.
    pub en: &'static str,
}

/// A field that a paper can name.
#[derive(Serialize, ToSchema)]
pub struct FieldView {
    /// Its code.
    pub code: &'static str,
    /// Its Chinese name; a template may use either.
    pub zh: &'static str,
    /// What it means.
    pub en: &'static str,
    /// Where its value comes from.
    pub origin: FieldOrigin,
    /// Whether the paper can be without it.
    pub need: FieldNeed,
    /// The columns, of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<ColumnView>>,
}

impl FieldView {
    /// The view of a field.
    #[must_use]
    pub fn of(used: &Used) -> FieldView {
        let field = &used.entered.field;
        let columns = match field.shape {
            Shape::Text | Shape::Chart => None,
            Shape::List(columns) => {
                let view = |column: &crate::domain::paper::field::Column| ColumnView {
                    code: column.code,
                    zh: column.zh,
                    en: column.en,
                };
                Some(columns.iter().map(view).collect())
            }
        };
        let origin = used.entered.origin;
        FieldView { code: field.code, zh: field.zh, en: field.en, origin, need: used.need, columns }
    }
}

/// A kind of paper.
#[derive(Serialize, ToSchema)]
pub struct PaperKindView {
    /// Its code and names.
    #[serde(flatten)]
    pub label: Label,
    /// The articles that it rests on, where our notes of the law name some.
    pub articles: Vec<Citation>,
    /// The volume of the file to which it goes.
    pub volume: Option<Volume>,
    /// For whom it is.
    pub addressed: Addressed,
    /// The template that is in force.
    pub template: TemplateView,
    /// What it can say.
    pub fields: Vec<FieldView>,
}

/// The papers that there are.
#[derive(Serialize, ToSchema)]
pub struct PaperKindsView {
    /// Every kind.
    pub items: Vec<PaperKindView>,
}

/// 文书种类 The papers that there are, what each can say and where that comes from, and the template in force.
///
/// # Errors
/// Unknown query parameters.
#[utoipa::path(get, path = "/api/v1/paper-kinds", tag = "papers", operation_id = "paper_kinds",
    responses((status = 200, description = "Every kind", body = PaperKindsView)))]
pub async fn kinds(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let view = |(kind, template): (CasePaper, TemplateView)| PaperKindView {
        label: *kind.label(),
        articles: kind.articles().into_iter().map(Citation::from).collect(),
        volume: kind.volume(),
        addressed: kind.addressed(),
        template,
        fields: kind.fields().iter().map(FieldView::of).collect(),
    };
    let items = in_force(&app, &actor.caller()).await?.into_iter().map(view).collect();
    Ok(HttpResponse::Ok().json(PaperKindsView { items }))
}

/// 文书模板 The template of a kind that is in force, as a DOCX to be edited; or the one that is shipped.
///
/// # Errors
/// No such kind.
#[utoipa::path(get, path = "/api/v1/paper-templates/{kind}", tag = "papers", operation_id = "paper_template",
    params(("kind" = CasePaper, Path, description = "The kind of paper"),
        ("shipped" = Option<bool>, Query, description = "true: the one that is shipped, whatever the office put")),
    responses((status = 200, description = "The template", content((RawFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
            headers(("ETag" = String, description = "The tag to send as If-Match when the template is replaced"))),
        (status = 304, description = "未变 The caller has this template already (If-None-Match)")))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let wants_shipped = params.flag("shipped");
    params.finish()?;
    let kind = path_kind(&request)?;
    let office = app.register.paper_template(&actor.caller(), kind).await?;
    let office = office.filter(|_| !wants_shipped);
    let tag = tag(kind, &digest_of(kind, office.as_ref()));
    if conditions::has_tag(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let bytes = match office {
        Some(template) => template.bytes,
        None => off_thread(move || papers::shipped_docx(kind)).await?.map_err(Error::Broken)?,
    };
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{}.docx\"", kind.code()));
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, HeaderValue::from_static(DOCX))).insert_header((ETAG, tag));
    response.insert_header((CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))));
    Ok(response.body(bytes))
}

/// 更换文书模板 Put a DOCX in the place of the template in force; every version stays. Everything that cannot be rendered and
/// every name that nobody knows is said at once.
///
/// # Errors
/// What is wrong with the template; fields that it lost and nobody acknowledged; another in force than the caller saw;
/// neither a supervisor nor an administrator.
#[utoipa::path(put, path = "/api/v1/paper-templates/{kind}", tag = "papers", operation_id = "put_paper_template",
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    params(("kind" = CasePaper, Path, description = "The kind of paper"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the template that the caller saw"),
        ("If-None-Match" = Option<String>, Header, pattern = r"^\*$", description = "Where the office has put none yet: *; not beside If-Match"),
        ("acknowledge_warnings" = Option<String>, Query, max_length = 200,
            description = "Codes of warnings that are acknowledged, separated by commas: fields_left_out"),
        ("dry_run" = Option<bool>, Query, description = "true: only say whether it would be taken")),
    responses((status = 200, description = "试用结果 It would be taken (dry run)", body = TemplateView),
        (status = 201, description = "已更换 It is in force", body = TemplateView,
            headers(("ETag" = String, description = "The tag of the template"))),
        (status = 409, description = "需确认 It leaves fields out that the template that is shipped has: to be acknowledged"),
        (status = 412, description = "模板已被他人更换 Another is in force than the caller saw"),
        (status = 422, description = "模板有误 Something is wrong with the template"),
        (status = 428, description = "缺少 If-Match 或 If-None-Match Neither header")))]
pub async fn put(app: Data<App>, actor: Actor, request: HttpRequest, payload: Payload) -> Answer {
    let mut params = Params::of(&request);
    let mode = if params.flag("dry_run") { Mode::DryRun } else { Mode::Commit };
    let acknowledged = acknowledged(&mut params);
    params.finish()?;
    let kind = path_kind(&request)?;
    let seen = seen(&request, kind.code())?;
    app.register.may_put_paper_template(&actor.caller())?;
    let bytes = body::file(&request, payload, (DOCX, FILE_BYTES_MAX)).await?.to_vec();
    let sent = SentTemplate { kind, bytes, seen, acknowledged, mode };
    let view = take(&app, &actor.caller(), sent).await?;
    let status = if mode == Mode::DryRun { StatusCode::OK } else { StatusCode::CREATED };
    Ok(HttpResponse::build(status).insert_header((ETAG, tag(kind, &view.sha256))).json(view))
}

/// A template as somebody sent it.
pub(in crate::http) struct SentTemplate {
    /// Of which kind.
    pub kind: CasePaper,
    /// The file.
    pub bytes: Vec<u8>,
    /// Which one the sender saw.
    pub seen: Seen,
    /// The codes of warnings that are acknowledged.
    pub acknowledged: Vec<String>,
    /// For good, or to see whether it would be taken.
    pub mode: Mode,
}

/// Puts a template, once nothing is wrong with it; what it leaves out is found here.
///
/// # Errors
/// Everything that is wrong with it; what it leaves out and was not acknowledged; another in force than the caller saw; a role
/// that puts none.
pub(in crate::http) async fn take(
    app: &App,
    caller: &Caller,
    sent: SentTemplate,
) -> Result<TemplateView, Fault> {
    let SentTemplate { kind, bytes, seen, acknowledged, mode } = sent;
    let look = move || (papers::problems(kind, &bytes), papers::left_out(kind, &bytes), bytes);
    let (problems, left_out, bytes) = off_thread(look).await?;
    if !problems.is_empty() {
        return Err(Fault::Senseless(problems.into_iter().map(violation).collect()));
    }
    let left_out = left_out.map_err(Error::Broken)?.into_iter().map(|field| field.zh).collect();
    let shipped_sha256 = papers::shipped_sha256(kind);
    let whose = Whose::Office;
    let new = NewTemplate { kind, bytes, whose, seen, shipped_sha256, left_out, acknowledged, mode };
    app.register.put_paper_template(caller, new).await.map_err(|error| match error {
        Error::PreconditionMissing => Fault::TemplateUnseen,
        error => Fault::App(error),
    })
}

/// The template of each kind that is in force: the one that the office put last, or the one that is shipped.
///
/// # Errors
/// That the caller's role does not see them.
pub(in crate::http) async fn in_force(
    app: &App,
    caller: &Caller,
) -> Result<Vec<(CasePaper, TemplateView)>, Error> {
    let put = app.register.paper_templates(caller).await?;
    let of = |kind: CasePaper| {
        // The last of a kind is in force.
        let office =
            put.iter().rev().find(|(own, _)| *own == kind).and_then(|(_, template)| template.clone());
        (kind, office.unwrap_or_else(|| shipped(kind)))
    };
    Ok(CasePaper::ROWS.iter().map(|(kind, _)| of(*kind)).collect())
}

/// The codes of warnings that a parameter acknowledges.
fn acknowledged(params: &mut Params) -> Vec<String> {
    let said = params.text("acknowledge_warnings", ACKNOWLEDGED_CHARS_MAX).unwrap_or_default();
    said.split(',').map(|code| code.trim().to_owned()).collect()
}

/// The template that is shipped, without its bytes.
fn shipped(kind: CasePaper) -> TemplateView {
    TemplateView { version: 0, sha256: papers::shipped_sha256(kind), put_by: None, put_at: None }
}

fn digest_of(kind: CasePaper, office: Option<&OfficeTemplate>) -> String {
    office.map_or_else(|| papers::shipped_sha256(kind), |template| template.sha256.clone())
}

/// The tag of a template names its kind too, so that the tag of one never passes for another.
fn tag(kind: CasePaper, sha256: &str) -> String {
    tag_of(kind.code(), sha256)
}

/// The tag of a template by a code and its digest.
pub(super) fn tag_of(code: &str, sha256: &str) -> String {
    format!("\"{code}-{}\"", sha256.get(..16).unwrap_or(sha256))
}

/// Which template the caller saw, of those whose tags begin with a code.
pub(super) fn seen(request: &HttpRequest, code: &str) -> Result<Seen, Fault> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (matches, none_matches) = (text(IF_MATCH), text(IF_NONE_MATCH));
    if matches.is_some() && none_matches.is_some() {
        return Err(conditions::contradiction());
    }
    Ok(match (matches.filter(|given| *given != "*"), none_matches) {
        (Some(given), _) => {
            let own = given.strip_prefix(&format!("\"{code}-"));
            // What is no tag of these is the tag of none that could be in force.
            Seen::Digest(own.and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned())
        }
        (None, Some("*")) => Seen::NoneOfOffice,
        (None, _) => Seen::Unsaid,
    })
}

/// The kind that a path names.
///
/// # Errors
/// No such kind.
pub(in crate::http) fn path_kind(request: &HttpRequest) -> Result<CasePaper, Error> {
    let said = words("应为文书种类代码", "Must be the code of a kind of paper.");
    let code = params::path_part::<String>(request, "kind", said)?;
    CasePaper::from_code(&code).ok_or(Error::NotFound)
}

/// A problem of a template, with its place in the words: the template is no JSON, into which a pointer could point.
pub(crate) fn violation(problem: TemplateProblem) -> Violation {
    let TemplateProblem { place, code, words: said } = problem;
    at("", code, words(format!("{}：{}", place.zh, said.zh), format!("{}: {}", place.en, said.en)))
}

pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    web::block(work).await.map_err(|error| Error::Broken(error.to_string()))
}
