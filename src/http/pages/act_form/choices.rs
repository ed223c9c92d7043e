//! What can be chosen in the form of an act (可选项): the parties, claims and entries of its case, the people and rooms of the
//! office. Not here: what is a lawful choice; the act says that.

use actix_web::HttpRequest;

use crate::app::App;
use crate::app::error::{Error, Violation, at};
use crate::app::hearing_rooms::HearingRoom;
use crate::app::reading::CaseWithPeople;
use crate::domain::act::kind::ActKind;
use crate::domain::act::tribunal::Duty;
use crate::domain::code::Coded as _;
use crate::domain::docket::Entry;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::refusal::words;
use crate::domain::role::Role;
use crate::http::pages::act_form::rows::Things;
use crate::http::pages::case_rows;
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::which_person::{PEOPLE_MAX, named};

/// The most rooms that can be chosen from.
const ROOMS_MAX: u32 = 200;

/// What can be chosen in a case.
#[must_use]
pub(super) fn things(
    f: &Frame,
    found: &CaseWithPeople,
    entries: &[(Entry, String)],
    (staff, rooms): (&Staff, &[HearingRoom]),
) -> Things {
    let parties = case_rows::parties(f, &found.parties);
    let party = |party: &case_rows::PartyRow| {
        let named = format!("{} {}", party.no, party.name);
        (party.no.to_string(), f.bracketed(&named, party.side))
    };
    let claim = |claim: &case_rows::ClaimRow| {
        (claim.no.to_string(), format!("{} {} {}", claim.no, claim.item, claim.amount))
    };
    let entry = |(entry, _): &(Entry, String)| {
        (entry.no.0.to_string(), format!("{} · {} {}", entry.no.0, entry.on, case_rows::what(f, entry)))
    };
    let in_use = rooms.iter().filter(|room| room.retired_at.is_none());
    Things {
        parties: parties.iter().map(party).collect(),
        claims: case_rows::claims(f, &found.case).iter().map(claim).collect(),
        // The latest entries are what acts are about.
        entries: entries.iter().rev().map(entry).collect(),
        people: staff.people.clone(),
        has_more_people: staff.has_more,
        rooms: in_use.map(|room| (room.id.to_string(), room.name.clone())).collect(),
    }
}

/// Who works in the office now, to choose from.
#[derive(Debug, Clone, Default)]
pub(super) struct Staff {
    /// Their ids, and how they are called.
    people: Vec<(String, String)>,
    /// Whether there are more than can be chosen from, so that a name or a login is typed.
    has_more: bool,
}

/// As what whoever an act names must work in the office; of an act that gives nobody a duty, as anything.
#[must_use]
pub(super) fn roles(act: ActKind) -> Vec<Role> {
    if matches!(act, ActKind::TribunalFormation | ActKind::TribunalChange) {
        vec![Duty::Arbitrator.role()]
    } else if act == ActKind::Assignment {
        Duty::ROWS.iter().map(|(duty, _)| duty.role()).collect()
    } else {
        Role::ROWS.iter().map(|(role, _)| *role).collect()
    }
}

/// Who can be chosen for an act, for whoever may know it; nobody who has left, or could not have the duty that it gives.
///
/// # Errors
/// That the database does not answer.
pub(super) async fn staff(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    act: ActKind,
) -> Result<Staff, Error> {
    if permit(visitor.actor.role, Operation::ReadStaff) == Permit::No {
        return Ok(Staff::default());
    }
    let found = app.identity.active_of(&visitor.actor, roles(act), PEOPLE_MAX + 1).await?;
    let shown = usize::try_from(PEOPLE_MAX).unwrap_or(usize::MAX);
    let has_more = found.len() > shown;
    let f = visitor.frame(request);
    let people = found.iter().take(shown).map(|user| (user.id.to_string(), named(&f, user)));
    Ok(Staff { people: people.collect(), has_more })
}

/// The hearing rooms, for whoever may know them.
///
/// # Errors
/// That the database does not answer.
pub(super) async fn rooms(app: &App, visitor: &Visitor) -> Result<Vec<HearingRoom>, Error> {
    let caller = visitor.actor.caller();
    if permit(caller.role, Operation::ReadRooms) == Permit::No {
        return Ok(Vec::new());
    }
    app.register.rooms(&caller, None, ROOMS_MAX).await
}

/// The acts whose entries make the thing that a field names; of none, any entry can be meant.
fn makers(field: &str) -> &'static [ActKind] {
    use ActKind as A;
    match field {
        "hearing" => &[A::HearingNotice, A::HearingPostponement, A::HearingAdjournment],
        "service" => &[A::Service],
        "suspension" => &[A::Suspension, A::InspectionSuspension],
        "document" => &[A::MediationDocument],
        "request" => &[A::RecusalRequest],
        "objection" => &[A::JurisdictionObjection],
        "term" => &[A::EvidenceTerm],
        "referral" => &[A::Referral],
        "commission" => &[A::InspectionCommission],
        "paper" => &[A::InspectionDocument, A::PaymentOrder],
        _ => &[],
    }
}

/// The entry that the form of an act is about until somebody chooses another: the last one that made such a thing.
#[must_use]
pub(super) fn last_entry(field: &str, entries: &[(Entry, String)]) -> Option<u32> {
    let makers = makers(field);
    let makes = |entry: &Entry| entry.kind().is_some_and(|kind| makers.contains(&kind));
    entries.iter().rev().map(|(entry, _)| entry).find(|entry| makes(entry)).map(|entry| entry.no.0)
}

/// That no entry was chosen.
#[must_use]
pub(super) fn no_entry(field: &str) -> Violation {
    at(format!("/{field}"), "required", words("缺少必填项", "This field is required."))
}

/// What an act is called.
#[must_use]
pub(super) fn act_name(f: &Frame, act: ActKind) -> &'static str {
    f.label(act.label())
}
