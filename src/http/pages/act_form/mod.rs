//! The form of every act (办案行为的表单), made from its published schema: what it asks, what would happen, and doing it. It works
//! without script. What an act asks and does is the domain's; here is only how it is asked for.

pub mod amounts;
pub(crate) mod choices;
pub mod correction;
pub mod filled;
pub(crate) mod meanwhile;
pub mod names;
mod numbers;
pub(crate) mod outlook;
mod people;
pub(crate) mod placed;
pub mod reading;
pub mod rows;
pub mod shape;
pub(crate) mod shown;
pub mod told;

use actix_web::HttpRequest;
use actix_web::web::Data;
use serde_json::{Map, Value};

use crate::app::App;
use crate::app::error::{Error, Violation, at};
use crate::app::outcome::Performed;
use crate::app::permits::{Caller, ensure};
use crate::app::register::{Conditions, Mode};
use crate::domain::act::kind::ActKind;
use crate::domain::code::Coded as _;
use crate::domain::id::CaseId;
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::http::api::acts::{self, ROUTES, Route};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::correction::{How, Which};
use crate::http::pages::act_form::shape::{Member, Shape, Thing};
use crate::http::pages::act_form::shown::{Asking, Stand};
use crate::http::pages::frame::see_other;
use crate::http::pages::once;
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};
use crate::http::schema;

/// The longest value that an address says of a field.
const PREFILLED_CHARS_MAX: usize = 200;

/// The act of the path, on the case of the path.
#[derive(Debug, Clone, Copy)]
struct Target {
    id: CaseId,
    route: &'static Route,
    /// The entry that is put right, where the act is on record already.
    corrects: Option<Which>,
}

impl Target {
    fn of(request: &HttpRequest) -> Result<Target, Fault> {
        let id = CaseId(params::path_uuid(request, "id")?);
        let act = request.match_info().get("act").and_then(ActKind::from_code).ok_or(Error::NotFound)?;
        let route = ROUTES.iter().find(|route| route.act == act).ok_or(Error::NotFound)?;
        Ok(Target { id, route, corrects: None })
    }

    /// What the form asks: what the schema does, and which entry the act is about, which a correction keeps.
    fn members(&self) -> Vec<Member> {
        if self.strikes_out() {
            return Vec::new();
        }
        let schema = self.route.body_schema();
        let entry = self.route.entry_field.filter(|_| self.corrects.is_none()).map(|field| Member {
            name: field.to_owned(),
            owner: schema.clone(),
            shape: Shape::Of(Thing::Entry),
            required: true,
        });
        entry.into_iter().chain(shape::body(&schema)).collect()
    }

    fn address(&self) -> String {
        match self.corrects {
            Some(which) => which.address(self.id),
            None => format!("/cases/{}/acts/{}", self.id, self.route.act.code()),
        }
    }

    /// Whether an entry is struck out, so that nothing is asked of the act.
    fn strikes_out(&self) -> bool {
        self.corrects.is_some_and(|which| which.how == How::StrikingOut)
    }
}

/// The form of an act, empty but for what the address says of its fields: `?held_on=2021-03-22`.
///
/// # Errors
/// Not signed in; no such case; no such act; a field that the act does not have; a role or an assignment that does not allow it.
pub async fn form(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let target = Target::of(&request)?;
    let said = prefilled(&target, &request)?;
    let asking = Asking::of(&app, &request, &visitor, target).await?;
    asking.begin(said)
}

/// What the address says of the fields of an act.
fn prefilled(target: &Target, request: &HttpRequest) -> Result<Map<String, Value>, Fault> {
    let mut params = Params::of(request);
    let members = target.members();
    let given = members.iter().filter_map(|member| {
        let said = params.text(&member.name, PREFILLED_CHARS_MAX)?;
        Some((format!("/{}", member.name), said))
    });
    let form = Posted::from_fields(given.collect());
    params.finish()?;
    Ok(reading::body(&members, &form))
}

/// What the form sent: one more group to fill in, what would happen, or doing it.
///
/// # Errors
/// Not signed in; a form of another session; no such case. What is wrong with the act is said on the page itself.
pub async fn post(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let target = Target::of(&request)?;
    answer(&app, &request, target, sent).await
}

/// What becomes of a form that was sent, be it of an act or of its correction.
async fn answer(app: &App, request: &HttpRequest, target: Target, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    if !form.one("more").is_empty() {
        return Asking::of(app, request, &visitor, target).await?.show(&form, &Stand::Empty);
    }
    let mode = if form.one("do") == "commit" { Mode::Commit } else { Mode::DryRun };
    let performed = match target.corrects {
        None => perform(app, &visitor, target, (&form, mode)).await,
        Some(which) => correction::perform(app, &visitor, (target, which), (&form, mode)).await,
    };
    match performed {
        Ok(performed) => match performed.entry.as_ref() {
            Some(written) => Ok(see_other(&format!("/cases/{}?done={}", target.id, written.no.0))),
            None => Asking::of(app, request, &visitor, target)
                .await?
                .show(&form, &Stand::WouldBe(Box::new(performed))),
        },
        Err(fault) => {
            let visitor = &visitor;
            let asking = Asking::of(app, request, visitor, target).await?;
            match Kind::of(&fault) {
                Kind::Stale => asking.show_changed(app, visitor, &form).await,
                kind if kind.is_of_the_form() => asking.show(&form, &Stand::Refused(fault)),
                _ => Err(fault),
            }
        }
    }
}

/// Asks the register, as the API does: the body is checked against the same schema.
async fn perform(
    app: &App,
    visitor: &Visitor,
    target: Target,
    (form, mode): (&Posted, Mode),
) -> Result<Performed, Fault> {
    let (members, roles) = (target.members(), choices::roles(target.route.act));
    let (form, unnamed) = people::identified(app, visitor, (&members, form), &roles).await?;
    let form = &form;
    let mut body = body_of(&target, form);
    let entry = target.route.entry_field.and_then(|field| body.remove(field).map(|entry| (field, entry)));
    let mut value = Value::Object(body);
    let found = schema::validate(&target.route.body_schema(), &value)?;
    let mut violations = amounts::said_in_yuan(found, |pointer| amounts::is_asked(&members, pointer));
    // Who was typed and is not known is no field that was left out.
    violations.retain(|violation| unnamed.iter().all(|unnamed| unnamed.place != violation.place));
    violations.extend(unnamed);
    violations.extend(unread(&target, form));
    match (target.route.entry_field, entry.as_ref().and_then(|(_, entry)| entry.as_u64())) {
        (Some(field), Some(entry)) => acts::fill(&mut value, field, u32::try_from(entry).unwrap_or(u32::MAX)),
        (Some(field), None) => violations.push(choices::no_entry(field)),
        (None, _) => {}
    }
    if !violations.is_empty() {
        return Err(Error::Invalid(violations).into());
    }
    let request = acts::request_of(target.route.act, value)?;
    let conditions = conditions_of(&target, (form, mode));
    Ok(app.register.perform(&visitor.actor.caller(), target.id, request, conditions).await?.given)
}

/// About which version of the case a form is, and that what it asks is done once.
fn conditions_of(target: &Target, (form, mode): (&Posted, Mode)) -> Conditions {
    Conditions {
        // What is no version is the version of no case.
        seen: Some(form.one("version").parse().unwrap_or(0)),
        idempotency: once::key(form, &target.address()).filter(|_| mode == Mode::Commit),
        mode,
    }
}

/// The body that a form says, with what stands beside the data of every act.
fn body_of(target: &Target, form: &Posted) -> Map<String, Value> {
    let mut body = reading::body(&target.members(), form);
    for field in ["on", "reason"] {
        let typed = form.one(&format!("/{field}")).trim();
        if !typed.is_empty() {
            body.insert(field.to_owned(), typed.replace("\r\n", "\n").into());
        }
    }
    let known: Vec<Value> = form.all("acknowledge").map(Into::into).collect();
    if !known.is_empty() {
        body.insert("acknowledge_warnings".to_owned(), Value::Array(known));
    }
    body
}

/// What was typed into fields that this form does not have.
fn unread(target: &Target, form: &Posted) -> Vec<Violation> {
    let members = target.members();
    let beside: &[&str] =
        if target.corrects.is_some() { &["/on", "/reason", "/correction/on"] } else { &["/on", "/reason"] };
    let names = reading::unread(&members, form).filter(|name| !beside.contains(name));
    let said =
        || words("表单没有这一项，请重新打开本页填写", "The form has no such field; open the page again.");
    names.map(|name| at(name, "unknown_field", said())).collect()
}

/// Whether somebody may do such an act in this case at all, by role and assignment.
fn ensure_may(caller: &Caller, target: Target, case: &crate::domain::case::Case) -> Result<(), Error> {
    ensure(caller, Operation::Perform(target.route.act), Some(case))
}
