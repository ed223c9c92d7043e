//! Opening cases over HTTP (立案): one row for each kind of case in [`OPENINGS`], one handler for all. Their
//! operations and schemas are made like those of the other acts. Not here: what opening asks (`domain::act`).

use actix_web::HttpRequest;
use actix_web::web::Data;
use serde_json::Value;
use utoipa::openapi::{OpenApi, RefOr, Schema};

use crate::app::App;
use crate::app::draft::Draft;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::register::Request;
use crate::domain::act::filing::Receipt;
use crate::domain::act::inspection::InspectionReceipt;
use crate::domain::act::kind::ActKind;
use crate::domain::act::ledger::LedgerEntry;
use crate::domain::act::mediation::MediationRequest;
use crate::domain::act::opening::Opening;
use crate::domain::act::petition::PetitionReceipt;
use crate::domain::party::Person;
use crate::http::api::acts::{self, Route, route};
use crate::http::body::Body;
use crate::http::conditions;
use crate::http::fault::Answer;

/// What opens a case, by its kind; the path stands below `/api/v1`.
pub const OPENINGS: &[Route] = &[
    route::<Receipt<Person>>(ActKind::Receipt, "cases"),
    route::<MediationRequest<Person>>(ActKind::MediationRequest, "mediation-cases"),
    route::<InspectionReceipt<Person>>(ActKind::InspectionReceipt, "inspection-cases"),
    route::<PetitionReceipt<Person>>(ActKind::PetitionReceipt, "petition-cases"),
    route::<LedgerEntry<Person>>(ActKind::LedgerEntry, "ledger-entries"),
];

/// Opens a case: reads its material, and hands it to the register.
///
/// # Errors
/// Every violation at once, or the register's refusal.
pub async fn open(act: ActKind, app: Data<App>, actor: Actor, request: HttpRequest, body: Body) -> Answer {
    let conditions = conditions::of(&request, &body)?;
    let route = acts::route_of(act).ok_or(Error::NotFound)?;
    let asked = request_of(act, body.checked_as(&route.body_schema())?)?;
    let answer = app.register.receive(&actor.caller(), asked, conditions).await?;
    Ok(conditions::answer(&answer))
}

/// A checked body as what opens a case.
///
/// # Errors
/// What serde finds that the schema did not.
pub fn request_of(act: ActKind, value: Value) -> Result<Request<Opening<Person>>, Error> {
    let Request { on, reason, acknowledged, what } = acts::request_of(act, value)?;
    let Draft::Opening(opening) = what else {
        return Err(Error::Broken("this act opens no case".to_owned()));
    };
    Ok(Request { on, reason, acknowledged, what: *opening })
}

/// Adds the operations and the schemas of every opening to the document.
pub fn publish(document: &mut OpenApi, schemas: &mut Vec<(String, RefOr<Schema>)>) {
    for route in OPENINGS {
        let parameters = conditions::published_parameters();
        acts::publish_route(document, (route, format!("/api/v1/{}", route.path)), &parameters, schemas);
    }
}
