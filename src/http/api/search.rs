//! `/search` (检索): cases by words that stand in them. The rules are in `app::searching`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::permits::Caller;
use crate::app::register::Register;
use crate::app::searching::{Found, FoundPage, Place, Question, Within};
use crate::domain::act::filing::Procedure;
use crate::domain::case_kind::CaseKind;
use crate::domain::case_number::comparable;
use crate::domain::claim::Cause;
use crate::domain::id::PartyNo;
use crate::domain::refusal::{Words, words};
use crate::domain::search::{Phrase, QUERY_CHARS_MAX, QUERY_WORDS_MAX, SearchField, Unaskable};
use crate::domain::stage::{Manner, Stage};
use crate::http::api::case_lists;
use crate::http::api::case_views::CaseItem;
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(search))]
pub struct Operations;

/// Where a word of the question stands.
#[derive(Serialize, ToSchema)]
pub struct FoundView {
    /// In which text of the case.
    pub field: SearchField,
    /// Whose text it is, if a party's; of a claim, who makes it.
    pub party: Option<PartyNo>,
    /// The part of the text around it; of a person or a file the name, by whatever it was found; of what was written for a
    /// paper, the kind of the paper.
    pub text: String,
}

/// A case that has every word of the question.
#[derive(Serialize, ToSchema)]
pub struct FoundCaseView {
    /// The case, as lists show it.
    pub case: CaseItem,
    /// Where it has them.
    pub found: Vec<FoundView>,
}

/// A page of what was found.
#[derive(Serialize, ToSchema)]
pub struct SearchPageView {
    /// The cases, the newest first. There may be fewer than were asked for, or none, and still be more.
    pub items: Vec<FoundCaseView>,
    /// The cursor with which the search goes on; none when everything was looked at.
    pub next: Option<String>,
}

/// 检索 Cases in which every word stands, the newest first: in the number, the causes, the employers, the claims, the
/// project, the petition or the kinds of its papers; and, where the caller may read personal data of the case, in the
/// names of people and files, or as their whole ID number or phone number; with `in_papers`, also in what was written by
/// hand for papers that the caller may read. A word is two Han characters or more, or a whole word of other letters and digits.
///
/// # Errors
/// Every wrong parameter at once; a question that is none; a role that sees no cases.
#[utoipa::path(get, path = "/api/v1/search", tag = "cases", operation_id = "search",
    params(("q" = String, Query, min_length = 1, max_length = 60, description = "The words, separated by spaces; 8 at most"),
        ("in_papers" = Option<bool>, Query, description = "Also in what was written by hand for papers: facts, reasons, terms, records. They are read one by one, so a page may end sooner and go on with `next`"),
        ("kind" = Option<CaseKind>, Query, description = "Of this kind"),
        ("matter" = Option<Uuid>, Query, description = "Every proceeding of this matter, by the id of its first case"),
        ("stage" = Option<Stage>, Query, description = "At this stage"),
        ("person" = Option<Uuid>, Query, description = "On which this person works"),
        ("ledger" = Option<Uuid>, Query, description = "That came of this ledger, by the id of its import"),
        ("cause" = Option<Cause>, Query, description = "Of this main cause"),
        ("procedure" = Option<Procedure>, Query, description = "In this procedure"),
        ("manner" = Option<Manner>, Query, description = "Closed in this manner"),
        ("number" = Option<String>, Query, max_length = 100, description = "With this case number, in whatever spelling: brackets, widths, 第 and zeros before the number make no difference"),
        ("employer" = Option<String>, Query, max_length = 200, description = "Whose first employer's name begins so"),
        ("received_on__gte" = Option<String>, Query, format = Date, description = "Received on or after"),
        ("received_on__lte" = Option<String>, Query, format = Date, description = "Received on or before"),
        ("accepted_on__gte" = Option<String>, Query, format = Date, description = "Accepted on or after"),
        ("accepted_on__lte" = Option<String>, Query, format = Date, description = "Accepted on or before"),
        ("closed_on__gte" = Option<String>, Query, format = Date, description = "Closed on or after"),
        ("closed_on__lte" = Option<String>, Query, format = Date, description = "Closed on or before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = SearchPageView)))]
pub async fn search(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let (mut params, caller) = (Params::of(&request), actor.caller());
    let number = comparable(params.given("q"));
    let question = Question {
        phrases: phrases(&mut params),
        number,
        filter: case_lists::filter(&mut params),
        within: within(&mut params),
        before: cursor(&mut params, (&app.register, &caller)),
        limit: usize::try_from(params.limit()).unwrap_or(usize::MAX),
    };
    params.finish()?;
    let page = app.register.search(&caller, question).await?;
    Ok(HttpResponse::Ok().json(SearchPageView::of(page)))
}

impl SearchPageView {
    fn of(page: FoundPage) -> SearchPageView {
        let found = |Found { field, party, text }| FoundView { field, party, text };
        let items = page.items.into_iter().map(|(listed, all)| FoundCaseView {
            case: CaseItem::of(listed),
            found: all.into_iter().map(found).collect(),
        });
        SearchPageView { items: items.collect(), next: page.next }
    }
}

/// The words that are searched for.
pub(crate) fn phrases(params: &mut Params) -> Vec<Phrase> {
    let question = params.required_text("q", QUERY_CHARS_MAX);
    match question.map(|question| Phrase::all_of(&question)) {
        None => Vec::new(),
        Some(Ok(phrases)) => phrases,
        Some(Err(why)) => {
            let (code, said) = unaskable(why);
            params.doubt("q", code, said);
            Vec::new()
        }
    }
}

/// Where they are searched for.
pub(crate) fn within(params: &mut Params) -> Within {
    if params.flag("in_papers") { Within::Writing } else { Within::Index }
}

fn unaskable(why: Unaskable) -> (&'static str, Words) {
    match why {
        Unaskable::Empty => {
            ("nothing_to_search", words("没有可检索的文字", "There is no letter and no digit to search for."))
        }
        Unaskable::OneCharacter => (
            "one_character",
            words(
                "每个词至少两个汉字",
                "A word has two Han characters at least: one alone is in too many cases.",
            ),
        ),
        Unaskable::TooManyWords => (
            "too_many_words",
            words(format!("最多{QUERY_WORDS_MAX}个词"), format!("At most {QUERY_WORDS_MAX} words.")),
        ),
    }
}

/// Where the page before ended.
pub(crate) fn cursor(params: &mut Params, (register, caller): (&Register, &Caller)) -> Option<Place> {
    let text = params.cursor()?;
    let place = register.search_place(caller, &text);
    if place.is_none() {
        params.doubt_cursor();
    }
    place
}
