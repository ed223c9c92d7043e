//! What each party says of each element (要素对照), side by side, as a page: worker by worker. Not here: when they agree; the domain
//! says that.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::app::elements::ElementsPage as Asked;
use crate::domain::code::Coded as _;
use crate::domain::elements::confirmed::{ComparedElement, WorkerElements};
use crate::domain::id::{CaseId, PartyNo};
use crate::http::fault::Answer;
use crate::http::pages::case_page::title;
use crate::http::pages::case_rows;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// The most workers of one page.
const WORKERS_MAX: u32 = 10;

/// An element.
struct ElementRow {
    name: &'static str,
    status: &'static str,
    is_disputed: bool,
    said: Vec<(u32, String)>,
    confirmed: String,
}

/// A worker.
struct WorkerRow {
    no: u32,
    name: String,
    elements: Vec<ElementRow>,
}

#[derive(Template)]
#[template(path = "elements.html")]
struct ElementsPage {
    f: Frame,
    case: CaseId,
    title: String,
    workers: Vec<WorkerRow>,
    next: Option<u32>,
}

/// The elements of a case.
///
/// # Errors
/// Not signed in; no such case, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let after = params.number("after", 0..=i64::from(i32::MAX)).and_then(|after| u32::try_from(after).ok());
    params.finish()?;
    let caller = visitor.actor.caller();
    let found = app.register.case(&caller, id, None).await?;
    let asked = Asked { after: after.map(PartyNo), limit: WORKERS_MAX };
    let elements = app.register.elements(&caller, id, (None, asked)).await?;
    let is_full = u32::try_from(elements.len()).is_ok_and(|count| count == WORKERS_MAX);
    let f = visitor.frame(&request);
    let parties = case_rows::parties(&f, &found.parties);
    let worker = |of: &WorkerElements| WorkerRow {
        no: of.worker.0,
        name: parties
            .iter()
            .find(|party| party.no == of.worker.0)
            .map(|party| party.name.clone())
            .unwrap_or_default(),
        elements: of.elements.iter().map(|element| element_row(&f, element)).collect(),
    };
    let shown = ElementsPage {
        case: id,
        title: title(&f, &found.case),
        workers: elements.iter().map(worker).collect(),
        next: elements.last().filter(|_| is_full).map(|last| last.worker.0),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn element_row(f: &Frame, element: &ComparedElement) -> ElementRow {
    let said = element.answers.iter().map(|(party, answer)| (party.0, f.words(&answer.written()).to_owned()));
    let confirmed = element
        .confirmed
        .as_ref()
        .map(|fact| format!("{} {}", f.words(&fact.answer.written()), fact.confirmed.on));
    ElementRow {
        name: f.label(element.element.label()),
        status: f.label(element.status.label()),
        is_disputed: element.is_disputed(),
        said: said.collect(),
        confirmed: confirmed.unwrap_or_default(),
    }
}
