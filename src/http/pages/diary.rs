//! One's own diary of a case (本案待办) as a page: what one wrote down, by its day, writing one more, and the mark that it is done.
//! Nobody else sees it. Not here: what comes up today over all cases (`my_day`); the rules (`app::diary`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::app::App;
use crate::app::diary::{AskedDiary, DiaryEntry, NewDiaryEntry, Undone};
use crate::app::error::Error;
use crate::domain::id::{CaseId, DiaryId};
use crate::http::api::diary::{DiaryBody, DiaryPageView, cursor, page_view};
use crate::http::body::Checked;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::case_page::{ROWS_MAX, title};
use crate::http::pages::frame::{Frame, own_path, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// What a form says of an entry.
const FIELDS: [&str; 2] = ["on", "note"];

/// An entry of the list.
struct Listed {
    id: DiaryId,
    on: NaiveDate,
    note: String,
    /// When it was done, by the office's clock.
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "diary.html")]
struct DiaryPage {
    f: Frame,
    case: CaseId,
    title: String,
    entries: Vec<Listed>,
    next: Option<String>,
    was_added: bool,
    today: NaiveDate,
    on: Field,
    note: Field,
    elsewhere: Vec<Note>,
    key: String,
}

/// Which part of the diary, and the form with what is wrong with it.
#[derive(Default)]
struct Asked<'a> {
    after: Option<(NaiveDate, DiaryId)>,
    form: Option<&'a Posted>,
    fault: Option<Fault>,
}

/// One's own entries of a case, the earliest day first, done ones too.
///
/// # Errors
/// Not signed in; every wrong parameter at once; no such case, or not for this reader to know; a role that keeps no diary.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let (after, was_added) = (cursor(&mut params), params.flag("added"));
    params.finish()?;
    let asked = Asked { after, ..Asked::default() };
    let shown = DiaryPage::of(&app, (&request, &visitor), id, asked).await?;
    page(StatusCode::OK, shown.f.language, &DiaryPage { was_added, ..shown })
}

/// Writes an entry, once.
///
/// # Errors
/// Not signed in; a form of another session; no such case; a role that keeps no diary. What is wrong with the entry is said
/// beside its field.
pub async fn add(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let added = match entry(&form) {
        Ok(DiaryBody { on, note }) => {
            let new = NewDiaryEntry { on, note };
            let once = key(&form, request.path());
            app.register.add_to_diary(&visitor.actor.caller(), id, (new, once)).await
        }
        Err(error) => Err(error),
    };
    match added.map_err(Fault::App) {
        Ok(_) => Ok(see_other(&format!("/cases/{id}/diary?added=true"))),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let status = fault.status_code();
            let asked = Asked { after: None, form: Some(&form), fault: Some(fault) };
            let shown = DiaryPage::of(&app, (&request, &visitor), id, asked).await?;
            page(status, shown.f.language, &shown)
        }
        Err(fault) => Err(fault),
    }
}

/// What a form says, checked as the API checks it; browsers end lines with two signs.
fn entry(form: &Posted) -> Result<DiaryBody, Error> {
    let one_sign = |(name, typed): (String, Value)| {
        (name, Value::from(typed.as_str().unwrap_or_default().replace("\r\n", "\n")))
    };
    let body: Map<String, Value> = form.body(&FIELDS).into_iter().map(one_sign).collect();
    Checked::<DiaryBody>::parse(Value::Object(body).to_string().as_bytes())
}

/// Marks an entry as done, and goes back to the page on which the button was.
///
/// # Errors
/// No such entry, or somebody else's; a form of another session.
pub async fn mark_done(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let id = DiaryId(params::path_uuid(&request, "id")?);
    app.register.mark_diary_done(&sent.visitor.actor.caller(), id).await?;
    let back = sent.form.one("back");
    Ok(see_other(if back.is_empty() { "/my-day#diary" } else { own_path(back) }))
}

impl DiaryPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        id: CaseId,
        Asked { after, form, fault }: Asked<'_>,
    ) -> Result<DiaryPage, Fault> {
        let caller = visitor.actor.caller();
        let found = app.register.case(&caller, id, None).await?;
        let asked = AskedDiary { from: None, to: None, undone: Undone::AndDone, after, limit: ROWS_MAX };
        let entries = app.register.diary(&caller, Some(id), asked).await?;
        let DiaryPageView { items, next } = page_view(entries, ROWS_MAX);
        let f = visitor.frame(request);
        let notes = fault.map(|fault| notes(&fault, f.language)).unwrap_or_default();
        let today = app.clock.today();
        let (day, text) = match form {
            Some(form) => (form.one("on").to_owned(), form.one("note")),
            None => (today.to_string(), ""),
        };
        let on = Field::plain("on", (f.say("日期", "Day"), &day), &notes);
        let note = Field::plain("note", (f.say("要办的事", "What is to be done"), text), &notes);
        Ok(DiaryPage {
            case: id,
            title: title(&f, &found.case),
            entries: items.into_iter().map(|entry| listed(&f, entry)).collect(),
            next: next.map(|cursor| format!("/cases/{id}/diary?cursor={cursor}")),
            was_added: false,
            today,
            elsewhere: beside_none(&notes, &[&on, &note]),
            on,
            note,
            key: new_key(),
            f,
        })
    }
}

fn listed(f: &Frame, entry: DiaryEntry) -> Listed {
    let DiaryEntry { id, on, note, done_at, .. } = entry;
    Listed { id, on, note, done: done_at.map(|at| f.instant(at)) }
}
