//! The template of the annual report (年度报告模板) as a page: fetching it, putting another in its place, and what it can name. Not here:
//! what may be wrong with one (`documents::reports`), and which is in force (`app::report_templates`).

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::app::error::Error;
use crate::app::ids::hex;
use crate::app::paper_templates::Seen;
use crate::app::register::Mode;
use crate::app::report_templates::NewReportTemplate;
use crate::documents::docx::FILE_BYTES_MAX;
use crate::documents::reports;
use crate::domain::paper::field::{Field, Shape};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::report::fields::fields;
use crate::http::api::paper_templates::{off_thread, violation};
use crate::http::api::report_templates;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::form_file::{FormFile, mebibytes};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, notes, whole};
use crate::http::pages::once::or_there_already;
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// Where it is put.
const TEMPLATE: &str = "/reports/template";

/// A field that it can name.
struct Named {
    zh: &'static str,
    code: &'static str,
    en: &'static str,
    shape: &'static str,
    columns: String,
}

#[derive(Template)]
#[template(path = "report_template.html")]
struct TemplatePage {
    f: Frame,
    version: Option<u32>,
    seen: String,
    may_put: bool,
    may_report: bool,
    was_put: bool,
    notes: Vec<Note>,
    fields: Vec<Named>,
    mebibytes_max: usize,
}

/// Which template is in force, and what one can name.
///
/// # Errors
/// Not signed in; unknown parameters.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let was_put = params.flag("put");
    params.finish()?;
    shown(&app, (&request, &visitor), was_put, None).await
}

/// The template as a file to be edited.
///
/// # Errors
/// Not signed in; unknown parameters.
pub async fn read(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    report_templates::read(app, visitor.actor, request).await
}

/// Puts another in its place. Whoever presses twice is told the same.
///
/// # Errors
/// Not signed in; a form of another session; a role that puts none. What is wrong with it is said on the page.
pub async fn put(app: Data<App>, request: HttpRequest, visitor: Visitor, payload: Payload) -> Answer {
    app.register.may_put_paper_template(&visitor.actor.caller())?;
    let mut file = FormFile::of(&request, &visitor, payload).await?;
    match take(&app, &visitor, &mut file).await {
        Ok(()) => Ok(see_other(&format!("{TEMPLATE}?put=true"))),
        Err(fault) if Kind::of(&fault).is_of_the_form() || matches!(fault, Fault::TooLarge) => {
            shown(&app, (&request, &visitor), false, Some(fault)).await
        }
        Err(fault) => Err(fault),
    }
}

async fn take(app: &App, visitor: &Visitor, file: &mut FormFile) -> Result<(), Fault> {
    file.chosen_name()?;
    let seen = Seen::Digest(file.form().one("seen").to_owned());
    let bytes = file.whole(FILE_BYTES_MAX).await?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let (problems, bytes) = off_thread(move || (reports::problems(&bytes), bytes)).await?;
    if !problems.is_empty() {
        return Err(Fault::Senseless(problems.into_iter().map(violation).collect()));
    }
    let new =
        NewReportTemplate { bytes, seen, shipped_sha256: reports::shipped_sha256(), mode: Mode::Commit };
    let caller = visitor.actor.caller();
    let done = app.register.put_report_template(&caller, new).await.map(drop).map_err(Fault::App);
    let there = app.register.report_template(&caller).await?;
    or_there_already(done, (there.map(|there| there.sha256), &sha256))
}

async fn shown(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    was_put: bool,
    fault: Option<Fault>,
) -> Answer {
    let there = app.register.report_template(&visitor.actor.caller()).await?;
    let (f, role) = (visitor.frame(request), visitor.actor.role);
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status_code);
    let shown = TemplatePage {
        version: there.as_ref().map(|there| there.version),
        seen: there.map_or_else(reports::shipped_sha256, |there| there.sha256),
        may_put: permit(role, Operation::ManagePaperTemplates) != Permit::No,
        may_report: permit(role, Operation::ReadReport) != Permit::No,
        was_put,
        notes: fault.map(|fault| said(&f, &fault)).unwrap_or_default(),
        fields: named(&f),
        mebibytes_max: mebibytes(FILE_BYTES_MAX),
        f,
    };
    page(status, shown.f.language, &shown)
}

/// What is wrong with a file; that others put another meanwhile says so.
fn said(f: &Frame, fault: &Fault) -> Vec<Note> {
    let text = match fault {
        Fault::App(Error::Stale) => f.say(
            "模板已被他人更换，尚未更换；请下载现在的模板核对后再上传",
            "Somebody else put another template meanwhile, and nothing was changed: fetch the one in force and look at it first.",
        ),
        Fault::TooLarge => f.say("文件过大", "The file is too long."),
        fault => return notes(fault, f.language),
    };
    vec![whole(text)]
}

fn named(f: &Frame) -> Vec<Named> {
    let row = |field: Field| {
        let (shape, columns) = match field.shape {
            Shape::Text => (f.say("文字", "text"), Vec::new()),
            Shape::List(columns) => {
                (f.say("列表", "list"), columns.iter().map(|column| f.say(column.zh, column.code)).collect())
            }
            Shape::Chart => (f.say("图表", "chart"), Vec::new()),
        };
        let columns = columns.join(f.say("、", ", "));
        Named { zh: field.zh, code: field.code, en: f.say("", field.en), shape, columns }
    };
    fields().into_iter().map(row).collect()
}
