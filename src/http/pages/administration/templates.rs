//! The templates of papers as pages (文书模板): which is in force of each kind, getting it to be edited in a word processor, putting
//! another, and going back to the one that came with the program. What a template may hold is asked in `documents`.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::app::error::Error;
use crate::app::ids::hex;
use crate::app::paper_templates::{NewTemplate, Seen, TemplateView, Whose};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Mode;
use crate::documents::docx::FILE_BYTES_MAX;
use crate::documents::papers;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::paper::field::Shape;
use crate::domain::paper::kind::CasePaper;
use crate::domain::paper::uses::{FieldNeed, Used};
use crate::domain::permission::Operation;
use crate::http::api::paper_templates::{SentTemplate, in_force, off_thread, path_kind, read, take};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::language::Language;
use crate::http::pages::act_form::rows::Choice;
use crate::http::pages::administration::confirm::{Confirmation, Step};
use crate::http::pages::calendar_form::acknowledgements;
use crate::http::pages::form_file::{FormFile, mebibytes};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::once::or_there_already;
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// Where templates are kept.
const TEMPLATES: &str = "/administration/templates";

/// A kind of paper.
struct Listed {
    code: &'static str,
    name: &'static str,
    /// Which template is in force.
    template: String,
    is_of_office: bool,
}

#[derive(Template)]
#[template(path = "paper_templates.html")]
struct TemplatesPage {
    f: Frame,
    kinds: Vec<Listed>,
}

/// Every kind of paper, and which template is in force.
///
/// # Errors
/// Not signed in; neither a supervisor nor an administrator.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let caller = visitor.actor.caller();
    ensure(&caller, Operation::ManagePaperTemplates, None)?;
    let found = in_force(&app, &caller).await?;
    let names = names_of(&app, &visitor.actor, &put_by(found.iter().map(|(_, template)| template))).await?;
    let f = visitor.frame(&request);
    let listed = |(kind, template): (CasePaper, TemplateView)| Listed {
        code: kind.code(),
        name: f.label(kind.label()),
        template: said(&f, &template, &names),
        is_of_office: template.put_by.is_some(),
    };
    let shown = TemplatesPage { kinds: found.into_iter().map(listed).collect(), f };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Who put these templates, of those that are the office's own.
fn put_by<'a>(templates: impl IntoIterator<Item = &'a TemplateView>) -> Vec<UserId> {
    templates.into_iter().filter_map(|template| template.put_by).collect()
}

/// Which template it is, in words.
fn said(f: &Frame, template: &TemplateView, names: &BTreeMap<UserId, String>) -> String {
    let Some(by) = template.put_by else {
        return f.say("随程序提供", "comes with the program").to_owned();
    };
    let version =
        f.say("本单位第{}版", "of the office, version {}").replace("{}", &template.version.to_string());
    let at = template.put_at.map(|at| f.instant(at)).unwrap_or_default();
    format!("{version} · {at} · {}", names.get(&by).cloned().unwrap_or_default())
}

/// A field that a template can name.
struct FieldRow {
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    is_must: bool,
    columns: String,
}

#[derive(Template)]
#[template(path = "paper_template.html")]
struct TemplatePage {
    f: Frame,
    code: &'static str,
    name: &'static str,
    template: String,
    sha256: String,
    is_of_office: bool,
    was_put: bool,
    fields: Vec<FieldRow>,
    /// Chinese names say what they are; their meaning in English is for who does not read them.
    is_english: bool,
    notes: Vec<Note>,
    acknowledge: Vec<Choice>,
    mebibytes_max: usize,
}

/// One kind of paper: its template, and the form to put another.
///
/// # Errors
/// Not signed in; no such kind; neither a supervisor nor an administrator.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let was_put = params.flag("put");
    params.finish()?;
    let form = Posted::default();
    let shown = TemplatePage::of(&app, (&request, &visitor), (&form, None)).await?;
    page(StatusCode::OK, shown.f.language, &TemplatePage { was_put, ..shown })
}

/// The template as a DOCX, to be edited: the one in force, or the one that came with the program.
///
/// # Errors
/// Not signed in; no such kind.
pub async fn file(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    ensure(&visitor.actor.caller(), Operation::ManagePaperTemplates, None)?;
    read(app, visitor.actor, request).await
}

/// Puts a template.
///
/// # Errors
/// Not signed in; a form of another session; no such kind; neither a supervisor nor an administrator. What is wrong with the
/// template is said on the page.
pub async fn put(app: Data<App>, request: HttpRequest, visitor: Visitor, payload: Payload) -> Answer {
    let (kind, caller) = (path_kind(&request)?, visitor.actor.caller());
    app.register.may_put_paper_template(&caller)?;
    let mut brought = FormFile::of(&request, &visitor, payload).await?;
    let form = brought.form();
    let bytes = match brought.chosen_name() {
        Ok(_) => brought.whole(FILE_BYTES_MAX).await,
        Err(error) => Err(error.into()),
    };
    let done = match bytes {
        Ok(bytes) => replace(&app, &caller, (kind, bytes), &form).await,
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) => Ok(see_other(&format!("{TEMPLATES}/{}?put=true", kind.code()))),
        Err(fault) if Kind::of(&fault).is_of_the_form() || Kind::of(&fault) == Kind::TooLarge => {
            let status = fault.status_code();
            let shown = TemplatePage::of(&app, (&request, &visitor), (&form, Some(fault))).await?;
            page(status, shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

/// Puts a template in the place of the one that the form was about. The same file again, as by a button pressed twice, is in
/// force already.
async fn replace(
    app: &App,
    caller: &Caller,
    (kind, bytes): (CasePaper, Vec<u8>),
    form: &Posted,
) -> Result<(), Fault> {
    let sha256 = hex(&Sha256::digest(&bytes));
    let seen = match form.one("seen") {
        "" => Seen::Unsaid,
        digest => Seen::Digest(digest.to_owned()),
    };
    let acknowledged = form.all("acknowledge").map(str::to_owned).collect();
    let sent = SentTemplate { kind, bytes, seen, acknowledged, mode: Mode::Commit };
    let done = take(app, caller, sent).await.map(drop);
    let there = app.register.paper_template(caller, kind).await?;
    or_there_already(done, (there.map(|there| there.sha256), &sha256))
}

/// What follows from going back to the template that came with the program, before it is done.
///
/// # Errors
/// Not signed in; no such kind; neither a supervisor nor an administrator.
pub async fn ask(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    app.register.may_put_paper_template(&visitor.actor.caller())?;
    confirmation(&app, &request, &visitor).await?.asked()
}

/// Goes back to the template that came with the program; pressed twice, no other version is put.
///
/// # Errors
/// Not signed in; a form of another session; no such kind; neither a supervisor nor an administrator.
pub async fn go_back(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let kind = path_kind(&request)?;
    match return_to_shipped(&app, &visitor.actor.caller(), (kind, form.one("seen"))).await {
        Ok(()) => Ok(see_other(&format!("{TEMPLATES}/{}?put=true", kind.code()))),
        Err(error) => confirmation(&app, &request, &visitor).await?.refused(error.into()),
    }
}

async fn return_to_shipped(app: &App, caller: &Caller, (kind, seen): (CasePaper, &str)) -> Result<(), Error> {
    app.register.may_put_paper_template(caller)?;
    if app.register.paper_template(caller, kind).await?.is_none() {
        return Ok(());
    }
    let new = NewTemplate {
        kind,
        bytes: off_thread(move || papers::shipped_docx(kind)).await?.map_err(Error::Broken)?,
        whose: Whose::Shipped,
        seen: Seen::Digest(seen.to_owned()),
        shipped_sha256: papers::shipped_sha256(kind),
        left_out: Vec::new(),
        acknowledged: Vec::new(),
        mode: Mode::Commit,
    };
    app.register.put_paper_template(caller, new).await.map(drop)
}

async fn confirmation(app: &App, request: &HttpRequest, visitor: &Visitor) -> Result<Confirmation, Fault> {
    let (kind, f) = (path_kind(request)?, visitor.frame(request));
    let there = app.register.paper_template(&visitor.actor.caller(), kind).await?;
    let seen = there.map_or_else(|| papers::shipped_sha256(kind), |there| there.sha256);
    let (name, back) = (f.label(kind.label()), format!("{TEMPLATES}/{}", kind.code()));
    let step = Step {
        title: f.bracketed(f.say("恢复随程序提供的模板", "Back to the template of the program"), name),
        consequences: vec![
            (
                "以后制作的该种文书用随程序提供的模板；程序升级后，用新程序带的",
                "Papers of this kind are made with the template of the program from now on; after an upgrade, with the new one.",
            ),
            ("已经制作的文书不变", "Papers that were made stay as they are."),
            (
                "本单位的各版模板都保留，但页面上只能下载现行的；需要的请先下载保存",
                "Every version of the office is kept, but only the one in force can be got here: save it first if it is wanted.",
            ),
        ],
        to: format!("{back}/return"),
        back: (back, name.to_owned()),
        button: f.say("恢复", "Go back to it").to_owned(),
    };
    Ok(Confirmation::of(f, step).having_seen(seen))
}

impl TemplatePage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        (form, fault): (&Posted, Option<Fault>),
    ) -> Result<TemplatePage, Fault> {
        let (kind, caller) = (path_kind(request)?, visitor.actor.caller());
        ensure(&caller, Operation::ManagePaperTemplates, None)?;
        let template = in_force(app, &caller).await?.into_iter().find(|(own, _)| *own == kind);
        let (_, template) = template.ok_or(Error::NotFound)?;
        let names = names_of(app, &visitor.actor, &put_by([&template])).await?;
        let f = visitor.frame(request);
        let notes = fault.map(|fault| wrong(&f, &fault)).unwrap_or_default();
        Ok(TemplatePage {
            code: kind.code(),
            name: f.label(kind.label()),
            template: said(&f, &template, &names),
            is_of_office: template.put_by.is_some(),
            sha256: template.sha256,
            was_put: false,
            fields: kind.fields().iter().map(|used| field_row(&f, used)).collect(),
            is_english: f.language == Language::En,
            acknowledge: acknowledgements(form, &notes),
            notes,
            mebibytes_max: mebibytes(FILE_BYTES_MAX),
            f,
        })
    }
}

/// What is wrong with what was sent.
fn wrong(f: &Frame, fault: &Fault) -> Vec<Note> {
    let said = match Kind::of(fault) {
        Kind::Stale => f.say(
            "该模板已被他人更换，尚未更换；请下载现在的模板核对，再重新上传",
            "Somebody else put another template meanwhile, and yours was not taken: look at the one in force, and send it again.",
        ),
        Kind::TooLarge => f.say("文件太大", "The file is too long"),
        _ => return notes(fault, f.language),
    };
    vec![Note { pointer: String::new(), text: said.to_owned(), article: None, acknowledge: None }]
}

fn field_row(f: &Frame, used: &Used) -> FieldRow {
    let field = used.entered.field;
    let columns: Vec<&str> = match field.shape {
        Shape::Text | Shape::Chart => Vec::new(),
        Shape::List(columns) => columns.iter().map(|column| column.zh).collect(),
    };
    FieldRow {
        code: field.code,
        zh: field.zh,
        en: field.en,
        is_must: used.need == FieldNeed::Must,
        columns: columns.join(f.say("、", ", ")),
    }
}
