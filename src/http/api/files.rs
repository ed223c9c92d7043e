//! `/cases/{id}/files` (材料文件): files of a case, streamed in and out. Which are taken, who may, and how they are kept is
//! in `app`.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ContentEncoding, ETAG, HeaderName, HeaderValue, LOCATION,
};
use actix_web::rt::time::timeout;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_core::Stream as _;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::app::error::{Error, Place, Violation};
use crate::app::file_upload::{Announced, Received, Upload};
use crate::app::files::FileView;
use crate::app::identity::Actor;
use crate::app::permits::Caller;
use crate::app::unmasking::REASON_CHARS_MAX;
use crate::domain::archive::material::Material;
use crate::domain::file_kind::{FileName, NAME_CHARS_MAX};
use crate::domain::id::{CaseId, FileId};
use crate::domain::refusal::words;
use crate::http::body;
use crate::http::conditions;
use crate::http::download::FileBody;
use crate::http::fault::{Answer, Fault};
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, add, read))]
pub struct Operations;

/// So much of a body is gathered before it is sealed.
pub(crate) const PART_BYTES: usize = 256 << 10;
/// A caller that sends nothing for so long has gone.
pub(crate) const PART_TIMEOUT: Duration = Duration::from_mins(1);

/// A file is opened by no browser as a page of this service, whatever it holds.
const CSP_FILE: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");

/// A page of files.
#[derive(Serialize, ToSchema)]
pub struct FilePage {
    /// The files, the first first.
    pub items: Vec<FileView>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
}

/// The bytes of a file, as they are.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct RawFile(#[expect(dead_code, reason = "it only names the shape of a body")] Vec<u8>);

/// 材料文件清单 The files of a case, the first first. Names are shown to who may read the files.
///
/// # Errors
/// No such case; every wrong parameter at once.
#[utoipa::path(get, path = "/api/v1/cases/{id}/files", tag = "files", operation_id = "case_files",
    params(("id" = Uuid, Path, description = "The case"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<Uuid>, Query, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of files", body = FilePage)))]
pub async fn list(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let (limit, after) = (params.limit(), cursor(&mut params));
    params.finish()?;
    let items = app.register.files(&actor.caller(), case, (after, limit)).await?;
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full).map(|last| last.id.to_string());
    Ok(HttpResponse::Ok().json(FilePage { items, next }))
}

/// 上传材料文件 The raw bytes of one file. Its name's ending, its `Content-Type` and its content must be of one kind: PDF,
/// JPEG, PNG, TIFF, HEIC, WebP, DOCX, XLSX, OFD, plain text in UTF-8, MP4, MP3, M4A or WAV. It is kept sealed; the same
/// content is kept once.
///
/// # Errors
/// A name that is none; another kind; too long; no such case, or one in which the caller records nothing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/files", tag = "files", operation_id = "add_file",
    request_body(content(
        (RawFile = "application/pdf"), (RawFile = "image/jpeg"), (RawFile = "image/png"),
        (RawFile = "image/tiff"), (RawFile = "image/heic"), (RawFile = "image/webp"),
        (RawFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (RawFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (RawFile = "application/ofd"), (RawFile = "text/plain"), (RawFile = "video/mp4"),
        (RawFile = "audio/mpeg"), (RawFile = "audio/mp4"), (RawFile = "audio/wav"))),
    params(("id" = Uuid, Path, description = "The case"),
        ("name" = String, Query, min_length = 1, max_length = 200, description = "What the file is called, with its ending; no path"),
        ("material" = Option<Material>, Query, description = "What it is in the archive; it can be stated later"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated request harmless")),
    responses((status = 201, description = "Kept, durable", body = FileView,
            headers(("Location" = String, description = "Where it is read"))),
        (status = 409, description = "已回避，或幂等键已用于另一请求 Recused, or the key was used for another request"),
        (status = 413, description = "文件过大 Longer than the office takes"),
        (status = 415, description = "不收这种文件 Not a file that is taken, or not what it is said to be"),
        (status = 507, description = "存储空间不足 The disk of the files is full")))]
pub async fn add(app: Data<App>, actor: Actor, request: HttpRequest, payload: Payload) -> Answer {
    let case = CaseId(params::path_uuid(&request, "id")?);
    let announced = announced(&request)?;
    conditions::key(&request, &[])?;
    let upload = app.register.begin_upload(&actor.caller(), case, announced).await?;
    let received = receive(payload, upload).await?;
    let key = conditions::key(&request, received.sha256().as_bytes())?;
    let answer = app.register.add_file(&actor.caller(), case, (received, key)).await?;
    let place = format!("/api/v1/cases/{case}/files/{}", answer.given.id);
    let mut response = conditions::once(StatusCode::CREATED, &answer);
    Ok(response.insert_header((LOCATION, place)).json(answer.given))
}

/// 下载材料文件 The bytes of a file, as they were stored. That it was read is put down, with the reason if one is given.
///
/// # Errors
/// No such file in this case; the caller's role, assignment or recusal does not allow it; a content that is not what was stored.
#[utoipa::path(get, path = "/api/v1/cases/{id}/files/{file}", tag = "files", operation_id = "read_file",
    params(("id" = Uuid, Path, description = "The case"), ("file" = Uuid, Path, description = "The file"),
        ("reason" = Option<String>, Query, max_length = 200, description = "Why it must be seen; without personal data")),
    responses((status = 200, description = "The file", content(
        (RawFile = "application/pdf"), (RawFile = "image/jpeg"), (RawFile = "image/png"),
        (RawFile = "image/tiff"), (RawFile = "image/heic"), (RawFile = "image/webp"),
        (RawFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (RawFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (RawFile = "application/ofd"), (RawFile = "text/plain"), (RawFile = "video/mp4"),
        (RawFile = "audio/mpeg"), (RawFile = "audio/mp4"), (RawFile = "audio/wav")),
            headers(("ETag" = String, description = "The SHA-256 of the content"),
                ("Content-Disposition" = String, description = "An attachment, with its name"))),
        (status = 304, description = "The caller has it"),
        (status = 409, description = "已回避 Recused")))]
pub async fn read(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let reason = params.text("reason", REASON_CHARS_MAX).filter(|reason| !reason.trim().is_empty());
    params.finish()?;
    download(&app, &actor.caller(), &request, reason).await
}

/// The file that the path names, for a caller who may read it; that it was read is put down.
///
/// # Errors
/// As [`read`].
pub(crate) async fn download(
    app: &App,
    caller: &Caller,
    request: &HttpRequest,
    reason: Option<String>,
) -> Answer {
    let case = CaseId(params::path_uuid(request, "id")?);
    let id = FileId(params::path_uuid(request, "file")?);
    let found = app.register.find_file(caller, case, id).await?;
    let tag = format!("\"{}\"", found.view.sha256);
    if conditions::has_tag(request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let download = app.register.open_file(caller, &found, reason).await?;
    let mut response = HttpResponse::Ok();
    for header in attachment(found.view.media_type, found.view.name.as_deref().unwrap_or_default()) {
        response.insert_header(header);
    }
    Ok(response.insert_header((ETAG, tag)).body(FileBody::new(found.view.bytes, download)))
}

/// The headers of a file: what it is, what it is called, and that no browser makes a page of it.
pub(crate) fn attachment(media_type: &'static str, name: &str) -> [(HeaderName, HeaderValue); 4] {
    let attachment = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{}", encoded(name)));
    [
        (CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (CONTENT_DISPOSITION, attachment.unwrap_or(HeaderValue::from_static("attachment"))),
        (CONTENT_SECURITY_POLICY, CSP_FILE),
        // Packed on its way it would lose its length, and with it the proof that it came whole.
        (CONTENT_ENCODING, HeaderValue::from_static(ContentEncoding::Identity.as_str())),
    ]
}

/// A name as RFC 8187 writes it in a header: whatever is not unreserved, byte by byte. (actix leaves `=` as it is.)
pub(crate) fn encoded(name: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let one = |byte: u8| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(one).collect()
}

/// What the head of the request says of a file.
fn announced(request: &HttpRequest) -> Result<Announced, Fault> {
    let mut params = Params::of(request);
    let text = params.text("name", NAME_CHARS_MAX);
    let name = match text.as_deref().map(FileName::parse) {
        Some(Ok(name)) => Some(name),
        Some(Err(said)) => {
            params.violate("name", "format", said);
            None
        }
        None => None,
    };
    if text.is_none() && params.is_clean() {
        params.violate("name", "required", words("缺少文件名", "The name of the file is required."));
    }
    let material = params.coded::<Material>("material");
    params.finish()?;
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if !body::is_unpacked(request) {
        let place = Place::Header(CONTENT_ENCODING.to_string());
        let said = words("文件不得压缩传输", "A file is sent as it is, not packed.");
        return Err(Error::Invalid(vec![Violation { place, code: "not_taken", words: said }]).into());
    }
    let media_type = header(CONTENT_TYPE).unwrap_or_default().to_owned();
    let bytes = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let name = name.ok_or_else(|| Error::Broken("a name that was not parsed".to_owned()))?;
    Ok(Announced { name, media_type, bytes, material })
}

/// Takes the body in, a part at a time.
async fn receive(mut payload: Payload, mut upload: Upload) -> Result<Received, Fault> {
    let mut part = Vec::with_capacity(PART_BYTES);
    loop {
        let next = poll_fn(|context| Pin::new(&mut payload).poll_next(context));
        let Ok(next) = timeout(PART_TIMEOUT, next).await else { return Err(body::incomplete()) };
        let Some(bytes) = next else { break };
        part.extend_from_slice(&bytes.map_err(|_| body::incomplete())?);
        upload.ensure_room(part.len())?;
        if part.len() >= PART_BYTES {
            upload = upload.take(std::mem::replace(&mut part, Vec::with_capacity(PART_BYTES))).await?;
        }
    }
    Ok(upload.take(part).await?.finish().await?)
}

fn cursor(params: &mut Params) -> Option<FileId> {
    let text = params.cursor()?;
    let id = text.parse::<Uuid>().ok().map(FileId);
    if id.is_none() {
        params.violate("cursor", "format", words("游标无效", "This is no cursor of such a list."));
    }
    id
}
