//! Searching (检索) as a page: the cases in which every word stands, the newest first, and where each has them. Not here: what is
//! found by whom (`app::searching`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::permits::ensure;
use crate::app::searching::{Found, Question, Within};
use crate::domain::case_number::comparable;
use crate::domain::permission::Operation;
use crate::domain::search::{QUERY_CHARS_MAX, SearchField};
use crate::http::api::{case_lists, search};
use crate::http::fault::{Answer, Fault};
use crate::http::pages::case_filters::{CaseRow, Filters, case_row};
use crate::http::pages::figure_cases::next;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::which_person;
use crate::http::params::Params;

/// A case that was found.
struct FoundRow {
    case: CaseRow,
    /// Where, and what stands there.
    places: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    f: Frame,
    q: String,
    longest: usize,
    notes: Vec<Note>,
    filters: Filters,
    in_papers: bool,
    asked: bool,
    rows: Vec<FoundRow>,
    next: Option<String>,
}

/// The search: its form, and with words in it what was found.
///
/// # Errors
/// Not signed in; a wrong filter; a role that sees no cases. What is wrong with the words is said beside them.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let (mut params, caller) = (Params::of_form(&request), visitor.actor.caller());
    ensure(&caller, Operation::ReadCase, None)?;
    if let Some(answer) = which_person::asked(&app, (&request, &visitor), "person").await? {
        return Ok(answer);
    }
    let q = params.given("q").to_owned();
    let filters = Filters::of(&params);
    let asked = !q.trim().is_empty();
    // Without words there is only the form, and nothing is searched for.
    let phrases = if asked { search::phrases(&mut params) } else { Vec::new() };
    let within = search::within(&mut params);
    let question = Question {
        phrases,
        number: comparable(&q),
        filter: case_lists::filter(&mut params),
        within,
        before: search::cursor(&mut params, (&app.register, &caller)),
        limit: usize::try_from(params.limit()).unwrap_or(usize::MAX),
    };
    let f = visitor.frame(&request);
    let filters = filters.with_choices(&f, &app, &visitor.actor).await?;
    let mut shown = SearchPage {
        q,
        longest: QUERY_CHARS_MAX,
        notes: Vec::new(),
        filters,
        in_papers: within == Within::Writing,
        asked,
        rows: Vec::new(),
        next: None,
        f,
    };
    match params.finish() {
        Ok(()) if asked => {
            let found = app.register.search(&caller, question).await?;
            let f = &shown.f;
            let row = |(listed, places): &(_, Vec<Found>)| FoundRow {
                case: case_row(f, listed),
                places: places.iter().map(|place| (field_name(f, place.field), place.text.clone())).collect(),
            };
            shown.rows = found.items.iter().map(row).collect();
            shown.next = next(&shown.f.here, found.next);
            page(StatusCode::OK, shown.f.language, &shown)
        }
        Ok(()) => page(StatusCode::OK, shown.f.language, &shown),
        Err(fault) => of_words(shown, fault),
    }
}

/// What is wrong with the words is said beside them; anything else is an error of its own.
fn of_words(shown: SearchPage, fault: Fault) -> Answer {
    let found = notes(&fault, shown.f.language);
    if found.is_empty() || found.iter().any(|note| note.pointer != "/q") {
        return Err(fault);
    }
    let status = fault.status_code();
    page(status, shown.f.language, &SearchPage { notes: found, ..shown })
}

fn field_name(f: &Frame, field: SearchField) -> &'static str {
    match field {
        SearchField::Number => f.say("案号", "Number"),
        SearchField::FileNumber => f.say("归档号", "Number of the file"),
        SearchField::CourtNumber => f.say("法院案号", "Number of the court"),
        SearchField::Cause => f.say("案由", "Cause"),
        SearchField::Employer => f.say("用人单位", "Employer"),
        SearchField::Claim => f.say("请求", "Claim"),
        SearchField::Project => f.say("工程项目", "Project"),
        SearchField::Petition => f.say("信访事项", "Petition"),
        SearchField::Person => f.say("人员", "Person"),
        SearchField::File => f.say("材料文件", "File"),
        SearchField::Paper => f.say("文书", "Paper"),
        SearchField::PaperText => f.say("文书正文", "Text of a paper"),
    }
}
