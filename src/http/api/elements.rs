//! `/cases/{id}/elements` (要素对照): what each party says of each element, side by side. The acts that state and confirm
//! them are in `acts`; when the parties agree is the domain's.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::elements::ElementsPage;
use crate::app::identity::Actor;
use crate::domain::case::Dated;
use crate::domain::code::{Coded as _, Label};
use crate::domain::elements::answers::ElementAnswer;
use crate::domain::elements::confirmed::{ComparedElement, ConfirmedFact, WorkerElements};
use crate::domain::elements::element::ElementKind;
use crate::domain::elements::standing::ElementStatus;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::refusal::Words;
use crate::http::fault::Answer;
use crate::http::params::{self, Params};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(of_case))]
pub struct Operations;

/// What a party answers.
#[derive(Serialize, ToSchema)]
pub struct PartyAnswer {
    /// Who.
    pub party: PartyNo,
    /// The answer.
    pub answer: ElementAnswer,
    /// The answer as people read it.
    pub written: Words,
}

/// What was confirmed of an element.
#[derive(Serialize, ToSchema)]
pub struct ConfirmedView {
    /// When, and by which entry.
    pub at: Dated,
    /// What is undisputed.
    pub answer: ElementAnswer,
    /// The same as people read it.
    pub written: Words,
    /// Who admitted what the others say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admitted_by: Option<PartyNo>,
}

/// An element of one worker.
#[derive(Serialize, ToSchema)]
pub struct ComparedView {
    /// Which.
    pub element: Label,
    /// What kind of answer it takes.
    pub kind: ElementKind,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Label>,
    /// How the answers stand to one another.
    pub status: ElementStatus,
    /// Who says what: the worker first.
    pub answers: Vec<PartyAnswer>,
    /// Who is asked and has not answered.
    pub unanswered_by: Vec<PartyNo>,
    /// What was confirmed of it, which stays whatever is said later.
    pub confirmed: Option<ConfirmedView>,
}

/// The elements of one worker.
#[derive(Serialize, ToSchema)]
pub struct WorkerElementsView {
    /// The worker.
    pub worker: PartyNo,
    /// Every element that is asked in the case, or was answered, in the order of the form.
    pub elements: Vec<ComparedView>,
    /// Those that were confirmed, or can be: all say the same.
    pub undisputed: Vec<Label>,
    /// Those on which the parties differ (争议焦点).
    pub disputed: Vec<Label>,
}

/// The elements of a case.
#[derive(Serialize, ToSchema)]
pub struct ElementsView {
    /// The day at whose end the case was known as it is shown; left out when it is shown as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_known_on: Option<NaiveDate>,
    /// The workers whose employment the case is about, by their numbers.
    pub items: Vec<WorkerElementsView>,
    /// The `after` of the next page, if this one is full.
    pub next: Option<PartyNo>,
}

/// 要素对照 What each party says of each element, side by side: agreed, in dispute, answered by some or by nobody, confirmed.
///
/// # Errors
/// No such case; nothing was known of it on that day.
#[utoipa::path(get, path = "/api/v1/cases/{id}/elements", tag = "cases", operation_id = "case_elements",
    params(("id" = Uuid, Path, description = "The case"),
        ("after" = Option<u32>, Query, maximum = 2_147_483_647, description = "Only workers after this number"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Workers a page, 50 if not said"),
        ("as_known_on" = Option<String>, Query, format = Date,
            description = "The elements as they were known at the end of this day, in Asia/Shanghai: what was recorded later does not count; not in the future")),
    responses((status = 200, description = "A page of workers", body = ElementsView),
        (status = 404, description = "未找到，或当时尚未登记 No such case, or nothing was known of it on that day")))]
pub async fn of_case(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let after = params.number("after", 0..=i64::from(i32::MAX)).and_then(|after| u32::try_from(after).ok());
    let limit = params.limit();
    let as_known_on = params.past_date("as_known_on", app.clock.today());
    params.finish()?;
    let page = ElementsPage { after: after.map(PartyNo), limit };
    let found = app.register.elements(&actor.caller(), id, (as_known_on, page)).await?;
    let is_full = u32::try_from(found.len()).is_ok_and(|count| count == limit);
    let next = found.last().filter(|_| is_full).map(|last| last.worker);
    let items = found.into_iter().map(of_worker).collect();
    Ok(HttpResponse::Ok().json(ElementsView { as_known_on, items, next }))
}

fn of_worker(found: WorkerElements) -> WorkerElementsView {
    let WorkerElements { worker, elements } = found;
    let labels = |wanted: fn(&ComparedElement) -> bool| {
        elements.iter().filter(|it| wanted(it)).map(|it| *it.element.label()).collect::<Vec<_>>()
    };
    let (undisputed, disputed) =
        (labels(ComparedElement::is_undisputed), labels(ComparedElement::is_disputed));
    WorkerElementsView {
        worker,
        undisputed,
        disputed,
        elements: elements.into_iter().map(compared).collect(),
    }
}

fn compared(found: ComparedElement) -> ComparedView {
    let ComparedElement { element, answers, unanswered_by, status, confirmed } = found;
    let said =
        |(party, answer): (PartyNo, ElementAnswer)| PartyAnswer { party, written: answer.written(), answer };
    ComparedView {
        element: *element.label(),
        kind: element.kind(),
        choices: element.choices(),
        status,
        answers: answers.into_iter().map(said).collect(),
        unanswered_by,
        confirmed: confirmed.map(confirmed_view),
    }
}

fn confirmed_view(fact: ConfirmedFact) -> ConfirmedView {
    let ConfirmedFact { answer, confirmed: at, admitted_by, .. } = fact;
    ConfirmedView { at, written: answer.written(), answer, admitted_by }
}
