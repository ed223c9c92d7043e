//! The files of a case (材料文件) as a page: what there is, adding one with a form, saying what one is, and reading one. A file streams through, as at the
//! API. Not here: the form as it comes (`form_file`); which files are taken and how they are kept (`app::file_upload`).

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::error::{Error, at};
use crate::app::file_materials::StatedMaterial;
use crate::app::file_upload::{Announced, Received, Upload};
use crate::app::permits::ensure;
use crate::domain::archive::material::Material;
use crate::domain::code::Coded as _;
use crate::domain::file_kind::FileName;
use crate::domain::id::{CaseId, FileId};
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::http::api::files::{PART_BYTES, download};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::{Choice, chosen};
use crate::http::pages::case_page::{ROWS_MAX, title};
use crate::http::pages::case_rooms::{self, FileRow};
use crate::http::pages::form_file::{FILE_FIELD, FormFile};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::once;
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The field that says what it is in the archive.
const MATERIAL_FIELD: &str = "material";

#[derive(Template)]
#[template(path = "files.html")]
struct FilesPage {
    f: Frame,
    case: CaseId,
    title: String,
    files: Vec<FileRow>,
    next: Option<String>,
    may_add: bool,
    /// What was done, in words.
    done: Option<&'static str>,
    /// It was put away: what is added follows what was in it.
    is_archived: bool,
    materials: Vec<Choice>,
    /// The place in the list, for the forms beside the files to lead back to.
    cursor: String,
    /// The file of which it was not taken what it is, and why.
    unsorted: (String, Vec<Note>),
    key: String,
    notes: Vec<Note>,
    mebibytes_max: u32,
}

/// The files, the first first.
///
/// # Errors
/// Not signed in; no such case, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let (was_added, was_sorted) = (params.flag("added"), params.flag("sorted"));
    let after = params.uuid("cursor").map(FileId);
    params.finish()?;
    let shown = FilesPage::of(&app, (&request, &visitor), (id, after)).await?;
    let done = match (was_added, was_sorted) {
        (true, _) => Some(shown.f.language.say("文件已收存。", "The file is kept.")),
        (false, true) => Some(shown.f.language.say("已归类。", "It is sorted.")),
        (false, false) => None,
    };
    page(StatusCode::OK, shown.f.language, &FilesPage { done, ..shown })
}

/// A file, to be kept by whoever reads it. That it was read is put down, as at the API.
///
/// # Errors
/// Not signed in; no such file in this case; the reader's role, assignment or recusal does not allow it.
pub async fn read(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    download(&app, &visitor.actor.caller(), &request, None).await
}

/// Adds a file.
///
/// # Errors
/// Not signed in; a form of another session; no such case, or one in which nobody like them records anything. What is wrong
/// with the file is said on the page itself.
pub async fn add(app: Data<App>, request: HttpRequest, visitor: Visitor, payload: Payload) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    match take(&app, (&request, &visitor), id, payload).await {
        Ok(()) => Ok(see_other(&format!("/cases/{id}/files?added=true"))),
        Err(fault) => match Kind::of(&fault) {
            Kind::InvalidRequest
            | Kind::UnsupportedFile
            | Kind::TooLarge
            | Kind::Conflict
            | Kind::Unlawful => {
                let shown = FilesPage::of(&app, (&request, &visitor), (id, None)).await?;
                let mut notes = notes(&fault, shown.f.language);
                if notes.is_empty() {
                    notes = vec![too_large(&shown.f, shown.mebibytes_max)];
                }
                page(fault.status_code(), shown.f.language, &FilesPage { notes, ..shown })
            }
            Kind::InvalidValue
            | Kind::AcknowledgementRequired
            | Kind::Stale
            | Kind::PreconditionRequired
            | Kind::Unauthenticated
            | Kind::Forbidden
            | Kind::NotFound
            | Kind::MethodNotAllowed
            | Kind::UnsupportedMediaType
            | Kind::TooManyRequests
            | Kind::Internal
            | Kind::ContentLost
            | Kind::NoRoom
            | Kind::NotReady => Err(fault),
        },
    }
}

/// Says what a file is that nobody has sorted yet.
///
/// # Errors
/// Not signed in; a form of another session; no such file in this case, or one in which nobody like them records anything.
/// What is wrong with what it is said to be stands beside the file.
pub async fn sort(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let file = FileId(params::path_uuid(&request, "file")?);
    let after = form.one("cursor").parse().ok().map(FileId);
    match state(&app, &visitor, (id, file), &form).await {
        Ok(()) => {
            let place = after.map(|after| format!("&cursor={after}")).unwrap_or_default();
            Ok(see_other(&format!("/cases/{id}/files?sorted=true{place}")))
        }
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let shown = FilesPage::of(&app, (&request, &visitor), (id, after)).await?;
            let unsorted = (file.to_string(), notes(&fault, shown.f.language));
            page(fault.status_code(), shown.f.language, &FilesPage { unsorted, ..shown })
        }
        Err(fault) => Err(fault),
    }
}

async fn state(
    app: &App,
    visitor: &Visitor,
    (id, file): (CaseId, FileId),
    form: &Posted,
) -> Result<(), Fault> {
    let missing = || words("请选择是什么材料", "Choose what it is.");
    let missing = || Error::Invalid(vec![at(format!("/{MATERIAL_FIELD}"), "required", missing())]);
    let material = material(form)?.ok_or_else(missing)?;
    let stated = StatedMaterial { material, of: Vec::new() };
    app.register.state_material(&visitor.actor.caller(), id, (file, stated)).await?;
    Ok(())
}

/// What a form says that a file is in the archive; none where it says nothing.
fn material(form: &Posted) -> Result<Option<Material>, Error> {
    let code = form.one(MATERIAL_FIELD);
    let said = || words("没有这种材料", "There is no such material.");
    let wrong = || Error::Invalid(vec![at(format!("/{MATERIAL_FIELD}"), "enum", said())]);
    if code.is_empty() { Ok(None) } else { Material::from_code(code).map(Some).ok_or_else(wrong) }
}

fn too_large(f: &Frame, mebibytes_max: u32) -> Note {
    let said = f.say("文件超过{} MiB", "The file is longer than {} MiB");
    let text = said.replace("{}", &mebibytes_max.to_string());
    Note { pointer: String::new(), text, article: None, acknowledge: None }
}

impl FilesPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        (id, after): (CaseId, Option<FileId>),
    ) -> Result<FilesPage, Fault> {
        let caller = visitor.actor.caller();
        let found = app.register.case(&caller, id, None).await?;
        let files = app.register.files(&caller, id, (after, ROWS_MAX)).await?;
        let is_full = u32::try_from(files.len()).is_ok_and(|count| count == ROWS_MAX);
        let f = visitor.frame(request);
        let materials: Vec<(String, String)> = Material::ROWS
            .iter()
            .map(|(_, label)| (label.code.to_owned(), f.label(label).to_owned()))
            .collect();
        Ok(FilesPage {
            case: id,
            title: title(&f, &found.case),
            next: files.last().filter(|_| is_full).map(|last| last.id.to_string()),
            files: case_rooms::files(&f, &files),
            may_add: ensure(&caller, Operation::AddFile, Some(&found.case)).is_ok(),
            done: None,
            is_archived: found.case.archived.is_some(),
            cursor: after.map(|after| after.to_string()).unwrap_or_default(),
            unsorted: <(String, Vec<Note>)>::default(),
            materials: chosen(&materials, &[]),
            key: once::new_key(),
            notes: Vec::new(),
            mebibytes_max: app.settings.file_mebibytes_max,
            f,
        })
    }
}

/// Takes the form in, and keeps its file.
async fn take(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    id: CaseId,
    payload: Payload,
) -> Result<(), Fault> {
    let mut brought = FormFile::of(request, visitor, payload).await?;
    let (caller, form) = (visitor.actor.caller(), brought.form());
    let upload = app.register.begin_upload(&caller, id, announced(&form, &brought)?).await?;
    let received = receive(&mut brought, upload).await?;
    let key = once::key(&brought.form(), &format!("files of {id}"));
    app.register.add_file(&caller, id, (received, key)).await?;
    Ok(())
}

/// What the form says of its file. What kind it is, its name says: browsers know few media types; and its bytes must be of it.
fn announced(form: &Posted, brought: &FormFile) -> Result<Announced, Error> {
    let wrong = |code, said| Error::Invalid(vec![at(format!("/{FILE_FIELD}"), code, said)]);
    let name = FileName::parse(brought.chosen_name()?).map_err(|said| wrong("format", said))?;
    let sent = || brought.media_type.clone();
    let media_type = name.kind().map_or_else(sent, |kind| kind.media_type().to_owned());
    Ok(Announced { name, media_type, bytes: None, material: material(form)? })
}

/// Takes the file in, a part at a time.
async fn receive(brought: &mut FormFile, mut upload: Upload) -> Result<Received, Fault> {
    let mut gathered = Vec::with_capacity(PART_BYTES);
    while let Some(bytes) = brought.next().await? {
        gathered.extend_from_slice(&bytes);
        upload.ensure_room(gathered.len())?;
        if gathered.len() >= PART_BYTES {
            let whole = std::mem::replace(&mut gathered, Vec::with_capacity(PART_BYTES));
            upload = upload.take(whole).await?;
        }
    }
    Ok(upload.take(gathered).await?.finish().await?)
}
