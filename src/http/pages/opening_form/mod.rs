//! The counter (窗口收件): the form with which a case of any kind is opened. The people and the claims are asked as a clerk types
//! them (`fields`); whatever else is asked comes from the published schema. The first button shows what would follow and in
//! which earlier cases the same people were. Not here: what opening asks of its material; that is the domain's.

mod drawn;
pub mod fields;
pub mod filled;
mod shown;

use actix_web::HttpRequest;
use actix_web::web::Data;
use serde_json::Value;

use crate::app::App;
use crate::app::earlier_cases::EarlierCases;
use crate::app::error::{Error, Violation};
use crate::app::outcome::Performed;
use crate::app::permits::{Caller, ensure};
use crate::app::register::{Conditions, Mode, Request};
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::Opening;
use crate::domain::code::Coded as _;
use crate::domain::finding::Findings;
use crate::domain::party::{Party, Person, check_entered};
use crate::domain::permission::Operation;
use crate::domain::refusal::Finding;
use crate::domain::role::Role;
use crate::http::api::acts::Route;
use crate::http::api::openings::{OPENINGS, request_of};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::amounts;
use crate::http::pages::act_form::shape::{self, Member, Shape, Thing};
use crate::http::pages::frame::{may_at_all, see_other};
use crate::http::pages::once;
use crate::http::pages::opening_form::filled::{Filled, is_amount, unread};
use crate::http::pages::opening_form::shown::{Asking, Stand};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::{params, schema};

/// Where applications for arbitration are received; the forms of the other kinds of cases stand below.
pub(super) const COUNTER: &str = "/cases/new";
/// What the counter asks by fields of its own.
const OWN: [&str; 2] = ["parties", "claims"];

/// What is to be opened.
#[derive(Debug, Clone, Copy)]
struct Target {
    route: &'static Route,
}

impl Target {
    /// An application for arbitration, unless the path names another act.
    fn of(request: &HttpRequest) -> Result<Target, Fault> {
        let named = request.match_info().get("act");
        let act = named.map_or(Some(ActKind::Receipt), ActKind::from_code).ok_or(Error::NotFound)?;
        let route = OPENINGS.iter().find(|route| route.act == act).ok_or(Error::NotFound)?;
        Ok(Target { route })
    }

    /// What the schema asks beside the people and the claims. Which of the parties are meant is typed as a number: none is on
    /// record yet that could be chosen. Where any number of them may be ticked nothing can be, and it is left out.
    fn members(self) -> Vec<Member> {
        let mut members = shape::body(&self.route.body_schema());
        members.retain(|member| !OWN.contains(&member.name.as_str()));
        unbound(members)
    }

    fn has_claims(self) -> bool {
        shape::body(&self.route.body_schema()).iter().any(|member| member.name == "claims")
    }

    fn address(self) -> String {
        address_of(self.route.act)
    }
}

/// Where a case is opened by an act.
pub(super) fn address_of(act: ActKind) -> String {
    if act == ActKind::Receipt { COUNTER.to_owned() } else { format!("{COUNTER}/{}", act.code()) }
}

/// What somebody may open.
pub(super) fn openings_of(role: Role) -> impl Iterator<Item = ActKind> {
    let all = OPENINGS.iter().map(|route| route.act);
    all.filter(move |act| may_at_all(role, Operation::Perform(*act)))
}

/// The same fields, of a case of which nothing is on record.
fn unbound(members: Vec<Member>) -> Vec<Member> {
    let of_case = |shape: &Shape| matches!(shape, Shape::Of(Thing::Party | Thing::Claim | Thing::Entry));
    let turn = |member: Member| {
        let shape = match member.shape {
            Shape::Ticks(one) if of_case(&one) => return None,
            shape if of_case(&shape) => Shape::Number,
            Shape::Group(inner) => Shape::Group(unbound(inner)),
            Shape::Groups(inner) => Shape::Groups(unbound(inner)),
            Shape::OneOf(inner) => Shape::OneOf(unbound(inner)),
            shape => shape,
        };
        Some(Member { shape, ..member })
    };
    members.into_iter().filter_map(turn).collect()
}

/// The form, empty.
///
/// # Errors
/// Not signed in; no such act; a role that opens no such case.
pub async fn form(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let target = Target::of(&request)?;
    ensure(&visitor.actor.caller(), Operation::Perform(target.route.act), None)?;
    Asking::of(&app, &request, &visitor, target).show(&Posted::default(), &Stand::Empty)
}

/// What the form sent: one more group to fill in, what would happen, or opening the case.
///
/// # Errors
/// Not signed in; a form of another session; a role that opens no such case. What is wrong with the material is said on the
/// page itself.
pub async fn post(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let target = Target::of(&request)?;
    let Sent { visitor, form } = sent;
    let caller = visitor.actor.caller();
    ensure(&caller, Operation::Perform(target.route.act), None)?;
    let asking = Asking::of(&app, &request, &visitor, target);
    if !form.one("more").is_empty() {
        return asking.show(&form, &Stand::Empty);
    }
    let mode = if form.one("do") == "commit" { Mode::Commit } else { Mode::DryRun };
    match receive(&app, &caller, target, (&form, mode)).await {
        Ok(Done { performed, earlier }) => match performed.entry {
            Some(_) => Ok(see_other(&format!("/cases/{}/receipt?received=true", performed.case_id))),
            None => asking.show(&form, &Stand::WouldBe(Box::new(performed), earlier)),
        },
        Err(fault) if Kind::of(&fault.fault).is_of_the_form() => asking.show(&form, &Stand::Refused(fault)),
        Err(fault) => Err(fault.fault),
    }
}

/// What was done, or would be.
struct Done {
    performed: Performed,
    earlier: EarlierCases,
}

/// Why nothing was done, what else is wrong with the people, and in which cases they were before.
struct NotDone {
    fault: Fault,
    also: Vec<Finding>,
    earlier: EarlierCases,
}

impl From<Fault> for NotDone {
    fn from(fault: Fault) -> NotDone {
        NotDone { fault, also: Vec::new(), earlier: EarlierCases::default() }
    }
}

impl From<Error> for NotDone {
    fn from(error: Error) -> NotDone {
        NotDone::from(Fault::from(error))
    }
}

/// Asks the register, as the API does: the body is checked against the same schema.
async fn receive(
    app: &App,
    caller: &Caller,
    target: Target,
    (form, mode): (&Posted, Mode),
) -> Result<Done, NotDone> {
    let (members, has_claims) = (target.members(), target.has_claims());
    let filled = Filled::of(&members, form, has_claims);
    let found = schema::validate(&target.route.body_schema(), &filled.body)?;
    let found = amounts::said_in_yuan(found, |pointer| is_amount(&members, pointer));
    let mut violations: Vec<Violation> = filled.naming_the_missing(found);
    violations.extend(unread(&members, form, has_claims));
    if !violations.is_empty() {
        let also = wrong_digits(&filled.body);
        return Err(NotDone { also, ..NotDone::from(Error::Invalid(violations)) });
    }
    let asked = request_of(target.route.act, filled.body)?;
    let earlier = app.register.earlier_cases(caller, &asked.what).await?;
    match open(app, caller, asked, (target, form, mode)).await {
        Ok(performed) => Ok(Done { performed, earlier }),
        Err(error) => Err(NotDone { earlier, ..NotDone::from(error) }),
    }
}

async fn open(
    app: &App,
    caller: &Caller,
    asked: Request<Opening<Person>>,
    (target, form, mode): (Target, &Posted, Mode),
) -> Result<Performed, Error> {
    let idempotency = once::key(form, &target.address()).filter(|_| mode == Mode::Commit);
    let conditions = Conditions { seen: None, idempotency, mode };
    Ok(app.register.receive(caller, asked, conditions).await?.given)
}

/// The check digits, where something else is wrong already: a clerk hears of both at once. Whoever is not whole yet is said to
/// be so, and not looked at.
fn wrong_digits(body: &Value) -> Vec<Finding> {
    let parties = body.get("parties").and_then(Value::as_array).into_iter().flatten().enumerate();
    let of_party = |(index, party): (usize, &Value)| {
        let party: Party<Person> = serde_json::from_value(party.clone()).ok()?;
        let mut findings = Findings::default();
        check_entered(&[party], "", &mut findings);
        let placed = move |finding: Finding| {
            let field = finding.field.map(|field| field.replacen("/0", &format!("/parties/{index}"), 1));
            Finding { field, ..finding }
        };
        Some(findings.into_findings().into_iter().map(placed))
    };
    parties.filter_map(of_party).flatten().collect()
}
