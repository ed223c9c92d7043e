//! `/cases/{id}/papers` (文书): the papers of a case, and making one. What a paper says is the domain's, how it is kept the
//! app's, how it is rendered `documents`'.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::paper_making::{AskedPaper, PreparedPaper, RenderedPaper};
use crate::app::papers::{PaperView, PaperWithTexts};
use crate::app::register::{Conditions, Mode};
use crate::documents::papers::{self, RenderError};
use crate::documents::pdf::Fonts;
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, EntryNo, PaperId, PartyNo};
use crate::domain::paper::kind::CasePaper;
use crate::domain::paper::uses::{MissingField, refusal};
use crate::domain::refusal::{Refusal, Words, words};
use crate::http::api::paper_templates::FieldView;
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, read, make))]
pub struct Operations;

/// A paper to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperBody {
    /// Which.
    kind: CasePaper,
    /// The entry that it is about: the award, the hearing, the service. It may be left out where only one can be meant.
    of: Option<EntryNo>,
    /// For which party. It may be left out where only one can be meant, and is for a paper of the whole case.
    party: Option<PartyNo>,
    /// What is written by hand, by the code of its field. It is kept sealed.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, PaperText>)]
    texts: BTreeMap<String, String>,
    /// Its date; the day of the entry if left out.
    on: Option<NaiveDate>,
}

/// A text that is written by hand for a paper; it may have several lines.
#[derive(ToSchema)]
#[schema(value_type = String, min_length = 1, max_length = 100_000)]
pub struct PaperText(#[expect(dead_code, reason = "it only names the shape of a text")] String);

/// A field of a paper that would be made.
#[derive(Serialize, ToSchema)]
pub struct PreviewField {
    /// The field.
    #[serde(flatten)]
    pub field: FieldView,
    /// Whether there is something to tell. What it is stands in the paper.
    pub is_filled: bool,
}

/// A paper that would be made.
#[derive(Serialize, ToSchema)]
pub struct PaperPreview {
    /// Which.
    pub kind: CasePaper,
    /// The entry that it is about.
    pub of: EntryNo,
    /// The party that it is for; none for a paper of the whole case.
    pub party: Option<PartyNo>,
    /// Its date.
    pub on: NaiveDate,
    /// The version of the case that it tells of.
    pub case_version: u32,
    /// The version of the template; 0: the one that is shipped.
    pub template_version: u32,
    /// What it can say.
    pub fields: Vec<PreviewField>,
    /// What is missing; the paper can be made when nothing is.
    pub missing: Vec<MissingField>,
}

/// A page of papers.
#[derive(Serialize, ToSchema)]
pub struct PaperPage {
    /// The papers, the first first.
    pub items: Vec<PaperView>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// The fonts of the papers, found when the first is made; an office that makes none needs none.
#[derive(Debug, Default)]
pub struct PaperFonts(OnceLock<Fonts>);

impl PaperFonts {
    /// The fonts; looked for again as long as they were not found.
    ///
    /// # Errors
    /// That they are not there, with the places where they were looked for.
    pub(super) fn find(&self, app: &App) -> Result<&Fonts, Error> {
        if self.0.get().is_none() {
            let found = Fonts::find(app.settings.fonts.as_deref());
            let _ = self.0.set(found.map_err(|missing| Error::Unset(missing.words()))?);
        }
        self.0.get().ok_or_else(|| Error::Broken("fonts that were found are gone".to_owned()))
    }
}

/// 本案文书 The papers of a case, the first first.
///
/// # Errors
/// No such case; every wrong parameter at once.
#[utoipa::path(get, path = "/api/v1/cases/{id}/papers", tag = "papers", operation_id = "case_papers",
    params(("id" = Uuid, Path, description = "The case"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<Uuid>, Query, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of papers", body = PaperPage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let items = app.register.papers(&actor.caller(), case, (after, limit)).await?;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| last.id.to_string());
    Ok(HttpResponse::Ok().json(PaperPage { items, next }))
}

/// 文书 One paper, with what was written by hand for it; its bytes are at the addresses of its files. That the texts were
/// read is put down.
///
/// # Errors
/// No such paper in this case; the caller's role or assignment does not allow it.
#[utoipa::path(get, path = "/api/v1/cases/{id}/papers/{paper}", tag = "papers", operation_id = "case_paper",
    params(("id" = Uuid, Path, description = "The case"), ("paper" = Uuid, Path, description = "The paper")),
    responses((status = 200, description = "The paper", body = PaperWithTexts)))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    let case = CaseId(params::path_uuid(&request, "id")?);
    let id = PaperId(params::path_uuid(&request, "paper")?);
    Ok(HttpResponse::Ok().json(app.register.paper(&actor.caller(), case, id).await?))
}

/// 制作文书 Make a paper from one version of the case, as DOCX and PDF. It changes nothing of the case; that personal data was
/// shown is put down.
///
/// # Errors
/// Every missing field at once; nothing of which it could be made; a stale version; fonts that are not there.
#[utoipa::path(post, path = "/api/v1/cases/{id}/papers", tag = "papers", operation_id = "make_paper",
    request_body = PaperBody,
    params(("id" = Uuid, Path, description = "The case"),
        ("If-Match" = String, Header, description = "The ETag of the case that the caller saw"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[\\x21-\\x7e]{1,100}$",
            description = "A repeated request with the same key gets the first answer"),
        ("dry_run" = Option<bool>, Query, description = "true: show what it would have and what is missing, make nothing")),
    responses((status = 200, description = "试填结果 What it would have (dry run)", body = PaperPreview),
        (status = 201, description = "已制作 Made, durable", body = PaperView,
            headers(("Location" = String, description = "Where it is read"))),
        (status = 409, description = "本案尚无该文书的依据，或已回避 Nothing of which it could be made, or recused"),
        (status = 412, description = "案件已被他人更新 The case changed since the caller saw it"),
        (status = 422, description = "缺少字段，或所指登记、当事人、日期不合 A field is missing, or an entry, a party or a date is wrong"),
        (status = 428, description = "缺少 If-Match"),
        (status = 507, description = "存储空间不足 The disk of the files is full")))]
pub async fn make(
    (app, fonts): (Data<App>, Data<PaperFonts>),
    actor: Actor,
    request: HttpRequest,
    body: Body,
) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let conditions = conditions::of(&request, &body)?.seen_by(conditions::seen(&request, case));
    let PaperBody { kind, of, party, texts, on } = body.checked()?;
    let asked = AskedPaper { kind, of, party, texts, on };
    let Conditions { seen, idempotency, mode } = conditions;
    if let Some(made) = app.register.paper_made_before(&actor.caller(), case, idempotency.as_ref()).await? {
        return Ok(answer(case, &made));
    }
    let prepared = app.register.prepare_paper(&actor.caller(), case, (asked, seen)).await?;
    if mode == Mode::DryRun {
        return preview(prepared).await;
    }
    let (prepared, rendered) = render((app.clone(), fonts), prepared).await?;
    let kept = app.register.keep_paper(&actor.caller(), case, (prepared, rendered, idempotency)).await?;
    Ok(answer(case, &kept))
}

fn answer(case: CaseId, made: &crate::app::idempotency::Answer<PaperView>) -> HttpResponse {
    let place = format!("/api/v1/cases/{case}/papers/{}", made.given.id);
    conditions::once(StatusCode::CREATED, made).insert_header((LOCATION, place)).json(&made.given)
}

/// A paper that was put together, and everything that is missing: to the paper, and to its template.
pub(crate) async fn missing(prepared: PreparedPaper) -> Result<(PreparedPaper, Vec<MissingField>), Error> {
    let (prepared, by_template) = blocking(move || {
        let template = prepared.template.as_ref().map(|template| template.bytes.as_slice());
        let missing = papers::missing(prepared.kind, template, &prepared.filled);
        (prepared, missing)
    })
    .await?;
    let by_template = by_template.map_err(Error::Broken)?;
    let mut missing = prepared.missing.clone();
    missing.extend(by_template.iter().map(|missing| MissingField::of(&missing.field)));
    missing.sort();
    missing.dedup();
    Ok((prepared, missing))
}

/// What a paper would have, and what is missing.
async fn preview(prepared: PreparedPaper) -> Answer {
    let (prepared, missing) = missing(prepared).await?;
    let filled = &prepared.filled;
    let fields = prepared.kind.fields().into_iter().map(|used| {
        let code = used.entered.field.code;
        let is_filled = filled.text(code).is_some() || filled.list(code).is_some_and(|rows| !rows.is_empty());
        PreviewField { field: FieldView::of(&used), is_filled }
    });
    Ok(HttpResponse::Ok().json(PaperPreview {
        kind: prepared.kind,
        of: prepared.about.of.by,
        party: prepared.about.party,
        on: prepared.on,
        case_version: prepared.case_version,
        template_version: prepared.template.as_ref().map_or(0, |template| template.version),
        fields: fields.collect(),
        missing,
    }))
}

/// Renders a paper off the async threads, or names everything that is missing.
pub(crate) async fn render(
    (app, fonts): (Data<App>, Data<PaperFonts>),
    prepared: PreparedPaper,
) -> Result<(PreparedPaper, RenderedPaper), Fault> {
    let work = move || {
        let template = prepared.template.as_ref().map(|template| template.bytes.as_slice());
        let mut missing = prepared.missing.clone();
        let by_template =
            papers::missing(prepared.kind, template, &prepared.filled).map_err(Error::Broken)?;
        missing.extend(by_template.iter().map(|missing| MissingField::of(&missing.field)));
        if !missing.is_empty() {
            return Err(Error::Refused(refusal(missing)));
        }
        let rendered = papers::render(prepared.kind, template, &prepared.filled, fonts.find(&app)?);
        let rendered = rendered.map_err(|error| match error {
            RenderError::Missing(missing) => {
                Error::Refused(refusal(missing.iter().map(|one| MissingField::of(&one.field)).collect()))
            }
            RenderError::Unprintable(said) => Error::Refused(unprintable(said)),
            RenderError::Broken(what) => Error::Broken(what),
        })?;
        let shipped_sha256 = papers::shipped_sha256(prepared.kind);
        Ok((prepared, RenderedPaper { docx: rendered.docx, pdf: rendered.pdf, shipped_sha256 }))
    };
    Ok(blocking(work).await??)
}

/// That the paper has something in it that no printed page can have.
fn unprintable(said: Words) -> Refusal {
    let mut findings = Findings::default();
    findings.invalid("not_printable", "/kind", said);
    Refusal { findings: findings.into_findings() }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    web::block(work).await.map_err(|error| Error::Broken(error.to_string()))
}

fn cursor(params: &mut Params) -> Option<PaperId> {
    let text = params.cursor()?;
    let id = text.parse::<Uuid>().ok().map(PaperId);
    if id.is_none() {
        params.violate("cursor", "format", words("游标无效", "This is no cursor of such a list."));
    }
    id
}
