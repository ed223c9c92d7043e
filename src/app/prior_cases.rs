//! The earlier case of the same dispute (前案), as it stands when another is received: how it was closed, and whether an
//! applicant of the new one was deemed to have withdrawn in it. What follows from that, the domain says.

use crate::app::error::Error;
use crate::app::reading::opened;
use crate::app::register::Register;
use crate::app::rows;
use crate::domain::act::filing::Prior;
use crate::domain::case::{Case, GivingUp};
use crate::domain::id::PartyNo;
use crate::domain::party::{Party, Person, PersonRef, Side, Who};
use crate::domain::same_person::KnownBy;
use crate::storage::{Connection, Visibility, cases};

/// The earlier case as it stands now; none if there is none.
///
/// # Errors
/// That the database does not answer, or a sealed person cannot be opened.
pub(crate) fn look_up(
    register: &Register,
    c: &mut Connection,
    prior: Prior,
    parties: &[Party<Person>],
) -> Result<Option<Prior>, Error> {
    let Some(row) = cases::load(c, &prior.case.to_string(), &Visibility::Office)? else { return Ok(None) };
    let case = rows::read(&row)?;
    let barred = barred(register, c, &case, parties)?;
    Ok(Some(Prior { case: prior.case, manner: case.closing.map(|closing| closing.manner), barred }))
}

/// The first of these applicants who was deemed to have withdrawn in a case that went on with others (R33 39).
fn barred(
    register: &Register,
    c: &mut Connection,
    case: &Case,
    parties: &[Party<Person>],
) -> Result<Option<PartyNo>, Error> {
    let deemed = case.gave_up.iter().filter(|left| left.how == GivingUp::DeemedWithdrawn);
    let gone: Vec<PartyNo> = deemed.flat_map(|left| left.parties.iter().copied()).collect();
    let gone: Vec<Party<PersonRef>> =
        case.parties.iter().filter(|party| gone.contains(&party.no)).cloned().collect();
    let people = register.people(c, &gone)?;
    let gone: Result<Vec<Party<Person>>, Error> = gone
        .iter()
        .map(|party| party.clone().try_map(&mut |person| opened(&person, &people).cloned()))
        .collect();
    let gone = gone?;
    let applies = |party: &&Party<Person>| party.side == Side::Applicant;
    let again = |party: &&Party<Person>| gone.iter().any(|other| is_same(&party.who, &other.who));
    Ok(parties.iter().filter(applies).find(again).map(|party| party.no))
}

/// Whether two who apply in the same dispute are the same one: by the number of the ID card where both give it, else by
/// the name (our choice, since the caller says that it is the same dispute).
fn is_same(one: &Who<Person>, other: &Who<Person>) -> bool {
    match (one, other) {
        (Who::Worker(one), Who::Worker(other)) => {
            let number = |person: &Person| KnownBy::of(person).id_number;
            match (number(one), number(other)) {
                (Some(one), Some(other)) => one == other,
                (None, _) | (_, None) => one.name.trim() == other.name.trim(),
            }
        }
        (Who::Employer(one), Who::Employer(other)) => one.name.trim() == other.name.trim(),
        (Who::Worker(_), Who::Employer(_)) | (Who::Employer(_), Who::Worker(_)) => false,
    }
}
