//! The acts over HTTP (办案行为): one row each in [`ROUTES`], one handler for all. The body of an act is
//! its own data, with the legal date, the reason and the acknowledgements beside it; the OpenAPI
//! operations and the schemas that bodies are checked against are made from the same rows.
//! Not here: what an act asks and does (`domain::act`).

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::web::Data;
use serde_json::{Value, json};
use utoipa::openapi::schema::{AdditionalProperties, Type};
use utoipa::openapi::{OpenApi, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::app::App;
use crate::app::draft::Draft;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::outcome::Performed;
use crate::app::register::Request;
use crate::domain::act::kind::ActKind;
use crate::domain::act::{
    after, closing, collective, decision, filing, hearing, inspection, mediation, pause, petition,
    proceeding, referral, restart, service, service_proof, table, tribunal,
};
use crate::domain::code::Coded as _;
use crate::domain::id::CaseId;
use crate::domain::party::Person;
use crate::http::api::openings::{self, OPENINGS};
use crate::http::body::{Body, from_checked, misfit};
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::params;

/// One act over HTTP.
#[derive(Clone, Copy)]
pub struct Route {
    /// Which act.
    pub act: ActKind,
    /// Its path below the case, or for what opens a case below the root of the API. `{entry}` stands for the entry that made the thing it is about.
    pub path: &'static str,
    /// The field of the act's data that `{entry}` fills.
    pub entry_field: Option<&'static str>,
    schema: fn() -> RefOr<Schema>,
    parts: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Route").field("act", &self.act).field("path", &self.path).finish_non_exhaustive()
    }
}

pub(super) const fn route<T: ToSchema + PartialSchema>(act: ActKind, path: &'static str) -> Route {
    Route { act, path, entry_field: None, schema: T::schema, parts: T::schemas }
}

const fn about<T: ToSchema + PartialSchema>(act: ActKind, path: &'static str, field: &'static str) -> Route {
    Route { act, path, entry_field: Some(field), schema: T::schema, parts: T::schemas }
}

use ActKind as A;

/// Every act on a case. To add one: a row here, one in the stage table, one in the permission table.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    route::<filing::CorrectionNotice>(A::CorrectionNotice, "correction-notices"),
    route::<filing::CorrectionCompletion>(A::CorrectionCompletion, "correction-completion"),
    route::<filing::CorrectionLapse>(A::CorrectionLapse, "correction-lapse"),
    route::<filing::MediationDeferral>(A::MediationDeferral, "mediations"),
    route::<filing::MediationFailure>(A::MediationFailure, "mediation-failure"),
    route::<filing::PreFilingSettlement>(A::PreFilingSettlement, "pre-filing-settlement"),
    route::<filing::Rejection>(A::Rejection, "rejection"),
    route::<filing::JurisdictionNotice>(A::JurisdictionNotice, "jurisdiction-notice"),
    route::<filing::Acceptance>(A::Acceptance, "acceptance"),
    route::<tribunal::Assignment>(A::Assignment, "assignment"),
    route::<tribunal::TribunalFormation>(A::TribunalFormation, "tribunal"),
    route::<tribunal::TribunalChange>(A::TribunalChange, "tribunal-changes"),
    route::<tribunal::RecusalRequest>(A::RecusalRequest, "recusals"),
    about::<tribunal::RecusalDecision>(A::RecusalDecision, "recusals/{entry}/decision", "request"),
    route::<service::ServiceOfProcess>(A::Service, "services"),
    about::<service_proof::ServiceProof>(A::ServiceProof, "services/{entry}/proof", "service"),
    route::<service::Defence>(A::Defence, "defences"),
    route::<pause::EntrustedMediation>(A::EntrustedMediation, "entrusted-mediations"),
    route::<pause::EntrustedMediationEnd>(A::EntrustedMediationEnd, "entrusted-mediation-end"),
    route::<hearing::HearingNotice>(A::HearingNotice, "hearings"),
    about::<hearing::HearingPostponement>(A::HearingPostponement, "hearings/{entry}/postponement", "hearing"),
    about::<hearing::HearingOpening>(A::HearingOpening, "hearings/{entry}/opening", "hearing"),
    about::<hearing::HearingAdjournment>(A::HearingAdjournment, "hearings/{entry}/adjournment", "hearing"),
    about::<hearing::HearingClosing>(A::HearingClosing, "hearings/{entry}/closing", "hearing"),
    route::<hearing::HearingReopening>(A::HearingReopening, "hearing-reopening"),
    route::<pause::Suspension>(A::Suspension, "suspensions"),
    about::<pause::SuspensionEnd>(A::SuspensionEnd, "suspensions/{entry}/end", "suspension"),
    route::<pause::Extension>(A::Extension, "extensions"),
    route::<restart::PartyJoinder<Person>>(A::PartyJoinder, "joinders"),
    route::<restart::ClaimAmendment>(A::ClaimAmendment, "claim-amendments"),
    route::<restart::CounterclaimAcceptance>(A::CounterclaimAcceptance, "counterclaims"),
    route::<collective::CaseSplit>(A::CaseSplit, "splits"),
    route::<collective::JointTrial>(A::JointTrial, "joint-trials"),
    route::<collective::Representation>(A::Representation, "representation"),
    route::<pause::ProcedureConversion>(A::ProcedureConversion, "procedure-conversion"),
    route::<decision::InterimPayment>(A::InterimPayment, "interim-payments"),
    route::<decision::Discussion>(A::Discussion, "discussions"),
    route::<decision::MediationDocument>(A::MediationDocument, "settlements"),
    about::<decision::MediationSignature>(A::MediationSignature, "settlements/{entry}/signatures", "document"),
    about::<decision::MediationRepudiation>(A::MediationRepudiation, "settlements/{entry}/repudiation", "document"),
    route::<decision::Award>(A::Award, "awards"),
    route::<after::AwardCorrection>(A::AwardCorrection, "award-corrections"),
    route::<closing::Withdrawal>(A::Withdrawal, "withdrawal"),
    about::<closing::DeemedWithdrawal>(A::DeemedWithdrawal, "hearings/{entry}/deemed-withdrawal", "hearing"),
    route::<closing::Transfer>(A::Transfer, "transfer"),
    route::<closing::Revocation>(A::Revocation, "revocation"),
    route::<closing::Termination>(A::Termination, "termination"),
    route::<after::Effectiveness>(A::Effectiveness, "effectiveness"),
    route::<after::Challenge>(A::Challenge, "challenges"),
    route::<after::Recovery>(A::Recovery, "recoveries"),
    route::<after::Archiving>(A::Archiving, "archive"),
    route::<proceeding::JurisdictionObjection>(A::JurisdictionObjection, "jurisdiction-objections"),
    about::<proceeding::JurisdictionRuling>(A::JurisdictionRuling, "jurisdiction-objections/{entry}/ruling", "objection"),
    route::<proceeding::EvidenceTerm>(A::EvidenceTerm, "evidence-terms"),
    about::<proceeding::EvidenceTermExtension>(A::EvidenceTermExtension, "evidence-terms/{entry}/extension", "term"),
    route::<proceeding::CounterclaimReceipt>(A::CounterclaimReceipt, "counterclaim-receipts"),
    route::<proceeding::CounterclaimRefusal>(A::CounterclaimRefusal, "counterclaim-refusals"),
    route::<proceeding::AgentAppointment<Person>>(A::AgentAppointment, "agents"),
    route::<proceeding::AgentEnd>(A::AgentEnd, "agent-ends"),
    route::<proceeding::CourtRuling>(A::CourtRuling, "court-rulings"),
    route::<proceeding::PerformanceTerm>(A::PerformanceTerm, "performance-terms"),
    route::<proceeding::ElementStatement>(A::ElementStatement, "element-statements"),
    route::<proceeding::ElementConfirmation>(A::ElementConfirmation, "element-confirmations"),
    route::<proceeding::EnforcementRequest>(A::EnforcementRequest, "enforcement-requests"),
    route::<mediation::MediationRefusal>(A::MediationRefusal, "mediation-refusal"),
    route::<mediation::MediationStart>(A::MediationStart, "mediation-start"),
    route::<mediation::MediationProlongation>(A::MediationProlongation, "mediation-prolongations"),
    route::<mediation::MediationEnding>(A::MediationEnding, "mediation-ending"),
    route::<mediation::MediationAgreement>(A::MediationAgreement, "mediation-agreement"),
    route::<mediation::AgreementPerformance>(A::AgreementPerformance, "agreement-performance"),
    route::<mediation::AgreementDefault>(A::AgreementDefault, "agreement-default"),
    route::<mediation::CourtPaymentOrder>(A::CourtPaymentOrder, "court-payment-order"),
    route::<mediation::ReviewRequest>(A::ReviewRequest, "reviews"),
    route::<mediation::ReviewRejection>(A::ReviewRejection, "review-rejection"),
    route::<mediation::ReviewAcceptance>(A::ReviewAcceptance, "review-acceptance"),
    route::<mediation::ReviewExtension>(A::ReviewExtension, "review-extensions"),
    route::<mediation::ReviewDenial>(A::ReviewDenial, "review-denial"),
    route::<mediation::ReviewWithdrawal>(A::ReviewWithdrawal, "review-withdrawal"),
    route::<mediation::ReviewConfirmation>(A::ReviewConfirmation, "review-confirmation"),
    route::<mediation::OnwardArbitration>(A::OnwardArbitration, "onward-arbitration"),
    route::<inspection::acceptance::InspectionOpening>(A::InspectionOpening, "inspection-opening"),
    route::<inspection::acceptance::InspectionRefusal>(A::InspectionRefusal, "inspection-refusal"),
    route::<inspection::acceptance::InspectionRedirection>(A::InspectionRedirection, "inspection-redirection"),
    route::<inspection::acceptance::ComplaintWithdrawal>(A::ComplaintWithdrawal, "complaint-withdrawal"),
    route::<inspection::clock::InspectionExtension>(A::InspectionExtension, "inspection-extensions"),
    route::<inspection::clock::InspectionCommission>(A::InspectionCommission, "inspection-commissions"),
    about::<inspection::clock::InspectionCommissionResult>(A::InspectionCommissionResult, "inspection-commissions/{entry}/result", "commission"),
    route::<inspection::clock::InspectionSuspension>(A::InspectionSuspension, "inspection-suspensions"),
    about::<inspection::clock::InspectionSuspensionNotice>(A::InspectionSuspensionNotice, "inspection-suspensions/{entry}/notice", "suspension"),
    about::<inspection::clock::InspectionSuspensionEnd>(A::InspectionSuspensionEnd, "inspection-suspensions/{entry}/end", "suspension"),
    route::<inspection::papers::InspectionDocument>(A::InspectionDocument, "inspection-documents"),
    about::<inspection::papers::InspectionDelivery>(A::InspectionDelivery, "inspection-documents/{entry}/deliveries", "paper"),
    route::<inspection::papers::PaymentOrder>(A::PaymentOrder, "payment-orders"),
    route::<inspection::wages::WageList<Person>>(A::WageList, "wage-lists"),
    route::<inspection::wages::WagePayment>(A::WagePayment, "wage-payments"),
    route::<inspection::wages::MassIncident>(A::MassIncident, "mass-incident"),
    route::<inspection::hazards::ProjectInspection>(A::ProjectInspection, "project-inspections"),
    route::<inspection::hazards::HazardResolution>(A::HazardResolution, "hazard-resolutions"),
    route::<inspection::closing::InspectionClosing>(A::InspectionClosing, "inspection-closing"),
    route::<inspection::closing::InspectionHandover>(A::InspectionHandover, "inspection-handover"),
    route::<inspection::police::PoliceTransfer>(A::PoliceTransfer, "police-transfer"),
    route::<inspection::listing::DefaulterNotice>(A::DefaulterNotice, "defaulter-notice"),
    route::<inspection::listing::DefaulterObjection>(A::DefaulterObjection, "defaulter-objection"),
    route::<inspection::listing::DefaulterVerification>(A::DefaulterVerification, "defaulter-verification"),
    route::<inspection::listing_extension::DefaulterExtension>(A::DefaulterExtension, "defaulter-extensions"),
    route::<inspection::listing::DefaulterListing>(A::DefaulterListing, "defaulter-listing"),
    route::<inspection::listing::DefaulterRemovalRequest>(A::DefaulterRemovalRequest, "defaulter-removal-requests"),
    route::<inspection::listing::DefaulterRemovalDecision>(A::DefaulterRemovalDecision, "defaulter-removal-decision"),
    route::<inspection::listing::DefaulterRemoval>(A::DefaulterRemoval, "defaulter-removal"),
    route::<petition::PetitionAcceptance>(A::PetitionAcceptance, "petition-acceptance"),
    route::<petition::PetitionRejection>(A::PetitionRejection, "petition-rejection"),
    route::<petition::PetitionRedirection>(A::PetitionRedirection, "petition-redirection"),
    route::<petition::PetitionExtension>(A::PetitionExtension, "petition-extensions"),
    route::<petition::PetitionAnswer>(A::PetitionAnswer, "petition-answer"),
    route::<petition::PetitionWithdrawal>(A::PetitionWithdrawal, "petition-withdrawal"),
    route::<referral::Referral>(A::Referral, "referrals"),
    about::<referral::ReferralAcceptance<Person>>(A::ReferralAcceptance, "referrals/{entry}/acceptance", "referral"),
    about::<referral::ReferralDecline>(A::ReferralDecline, "referrals/{entry}/decline", "referral"),
    about::<referral::ReferralWithdrawal>(A::ReferralWithdrawal, "referrals/{entry}/withdrawal", "referral"),
];

/// The route of an act: on a case, or opening one.
#[must_use]
pub fn route_of(act: ActKind) -> Option<&'static Route> {
    ROUTES.iter().chain(OPENINGS).find(|route| route.act == act)
}

impl Route {
    /// The name of the schema of its body.
    #[must_use]
    pub fn body_schema(&self) -> String {
        let words = self.act.code().split('_');
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
        };
        format!("{}Body", words.filter_map(capital).collect::<String>())
    }
}

/// Performs the act of a route: reads it, and hands it to the register.
///
/// # Errors
/// Everything that is wrong with the request, or the register's refusal.
pub async fn perform(
    route: &'static Route,
    app: Data<App>,
    actor: Actor,
    request: HttpRequest,
    body: Body,
) -> Answer {
    let conditions = conditions::of(&request, &body)?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let seen = conditions::seen(&request, id);
    let mut value = body.checked_as(&route.body_schema())?;
    if let Some(field) = route.entry_field {
        let entry: u32 = params::path_part(&request, "entry", conditions::entry_words())?;
        fill(&mut value, field, entry);
    }
    let act = request_of(route.act, value)?;
    let conditions = conditions.seen_by(seen);
    let answer = app.register.perform(&actor.caller(), id, act, conditions).await;
    let answer = answer.map_err(|error| about_entry(error, route.entry_field))?;
    Ok(conditions::answer(&answer))
}

/// What is wrong with the field that the path fills is wrong with the path.
fn about_entry(error: Error, entry_field: Option<&'static str>) -> Fault {
    match (error, entry_field) {
        (Error::Refused(refusal), Some(field)) => Fault::AboutEntry { refusal, field },
        (error, _) => Fault::App(error),
    }
}

/// Puts the entry of the path into the data of the act.
pub fn fill(value: &mut Value, field: &str, entry: u32) {
    if let Some(object) = value.as_object_mut() {
        object.insert(field.to_owned(), entry.into());
    }
}

/// A checked body as an act: its data apart from what stands beside them.
///
/// # Errors
/// What serde finds that the schema did not.
pub fn request_of(act: ActKind, mut value: Value) -> Result<Request<Draft>, Error> {
    let mut take = |field: &str| value.as_object_mut().and_then(|object| object.remove(field));
    let on = from_checked(take("on").unwrap_or_default())?;
    let reason = take("reason").map(from_checked).transpose()?.flatten();
    let acknowledged = take("acknowledge_warnings").map(from_checked).transpose()?.unwrap_or_default();
    let what = Draft::read(act, value).map_err(|error| misfit(&error))?;
    Ok(Request { on, reason, acknowledged, what })
}

/// The fields that stand beside the data of every act.
fn beside() -> BTreeMap<String, RefOr<Schema>> {
    let fields = json!({
        "on": { "type": "string", "format": "date", "description": "行为日期 The legal date of the act" },
        "reason": { "type": ["string", "null"], "minLength": 1, "maxLength": 2000,
            "description": "理由 Why; without personal data" },
        "acknowledge_warnings": { "type": "array", "maxItems": 50,
            "items": { "type": "string", "minLength": 1, "maxLength": 100 },
            "description": "已知悉的提示代码 Codes of the warnings and irregularities that are acknowledged" },
    });
    serde_json::from_value(fields).unwrap_or_default()
}

/// The schema of a body: the data of the act in the order of its type, less what the path says, with what stands beside them.
fn body_schema(data: RefOr<Schema>, entry_field: Option<&str>, act: ActKind) -> RefOr<Schema> {
    let RefOr::T(Schema::Object(mut body)) = data else { return data };
    body.schema_type = Type::Object.into();
    body.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    body.title = Some(format!("{} {}", act.label().zh, act.label().en));
    body.properties.extend(beside());
    body.properties.retain(|name, _| entry_field != Some(name.as_str()));
    body.required.retain(|name| entry_field != Some(name.as_str()));
    body.required.insert(0, "on".to_owned());
    RefOr::T(Schema::Object(body))
}

/// Adds the operations and the schemas of every act to the document.
pub fn publish(document: &mut OpenApi) {
    let mut schemas: Vec<(String, RefOr<Schema>)> =
        vec![(Performed::name().into_owned(), Performed::schema())];
    Performed::schemas(&mut schemas);
    for route in ROUTES {
        let path = format!("/api/v1/cases/{{id}}/{}", route.path);
        publish_route(document, (route, path), &path_parameters(route), &mut schemas);
    }
    openings::publish(document, &mut schemas);
    document.components.get_or_insert_default().schemas.extend(schemas);
}

/// Adds the operation of one act and the schemas that it needs.
pub(super) fn publish_route(
    document: &mut OpenApi,
    (route, path): (&Route, String),
    parameters: &[Value],
    schemas: &mut Vec<(String, RefOr<Schema>)>,
) {
    (route.parts)(schemas);
    let name = route.body_schema();
    schemas.push((name.clone(), body_schema((route.schema)(), route.entry_field, route.act)));
    publish_post(document, path, operation(route.act, &name, parameters));
}

/// Adds a POST to a path, beside what the path has already.
fn publish_post(document: &mut OpenApi, path: String, post: Value) {
    let Ok(post) = serde_json::from_value(post) else { return };
    document.paths.paths.entry(path).or_default().post = Some(post);
}

fn path_parameters(route: &Route) -> Vec<Value> {
    let mut parameters = vec![
        json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" },
            "description": "The case" }),
        json!({ "name": "If-Match", "in": "header", "required": true,
            "schema": { "type": "string", "pattern": "^\"[0-9a-f-]{36}-[0-9]{1,9}\"$" },
            "description": "The ETag of the case that the caller saw" }),
    ];
    if route.entry_field.is_some() {
        parameters.push(json!({ "name": "entry", "in": "path", "required": true,
            "schema": { "type": "integer", "format": "int32", "minimum": 1, "maximum": 2_147_483_647 },
            "description": "The entry that made the thing it is about" }));
    }
    parameters.extend(conditions::published_parameters());
    parameters
}

fn operation(act: ActKind, schema: &str, parameters: &[Value]) -> Value {
    let row = table::find(act);
    let label = act.label();
    let stages: Vec<&str> = row.from.iter().map(|stage| stage.code()).collect();
    let articles: Vec<String> = row.articles.iter().map(|article| article.zh()).collect();
    let mut answers = conditions::published_answers("Performed");
    if row.from.is_empty() {
        // A new case has no version to be stale.
        answers.as_object_mut().map(|answers| (answers.remove("412"), answers.remove("428")));
    }
    json!({
        "tags": [if row.from.is_empty() { "cases" } else { "acts" }],
        "operationId": act.code(),
        "summary": format!("{} {}", label.zh, label.en),
        "description": format!("阶段 At the stages: {}. 依据 Rests on: {}", stages.join(", "), articles.join("、")),
        "parameters": parameters,
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{schema}") } } } },
        "responses": answers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One that is no object would be published as it is, without the day of the act.
    #[test]
    fn the_body_of_every_act_is_an_object_that_asks_for_its_day() {
        for route in ROUTES.iter().chain(OPENINGS) {
            let body = body_schema((route.schema)(), route.entry_field, route.act);
            let RefOr::T(Schema::Object(body)) = body else { panic!("{:?}", route.act) };
            assert_eq!(body.required.first().map(String::as_str), Some("on"), "{:?}", route.act);
            let is_path = |name: &String| route.entry_field == Some(name.as_str());
            assert!(
                body.properties.contains_key("on") && !body.properties.keys().any(is_path),
                "{:?}",
                route.act
            );
        }
    }
}
