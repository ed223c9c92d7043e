//! From one proceeding to the next (程序衔接): an act that opens another case of the same matter, in the same
//! transaction. What the next case takes over is put together here; what it asks of it, the domain says.

use crate::app::error::Error;
use crate::app::reading::opened;
use crate::app::register::Register;
use crate::domain::act::Act;
use crate::domain::act::mediation::MediationAct;
use crate::domain::act::opening::Opening;
use crate::domain::case::Case;
use crate::domain::id::CaseId;
use crate::domain::party::{Party, Person};
use crate::storage::Connection;

/// The case that an act opens, and its material with the people in the clear.
pub(crate) struct Onward {
    pub(crate) id: CaseId,
    pub(crate) opening: Opening<Person>,
}

/// What an act on a case opens besides, if it does; its id is written into the act.
///
/// # Errors
/// That the database does not answer, or a sealed person cannot be opened.
pub(crate) fn of(
    register: &Register,
    c: &mut Connection,
    case: &Case,
    act: &mut Act,
) -> Result<Option<Onward>, Error> {
    let Act::Mediation(MediationAct::OnwardArbitration(onward)) = &*act else { return Ok(None) };
    let receipt = onward.receipt(case, parties_of(register, c, case)?);
    let id = register.ids.case();
    act.set_opened(Some(id));
    Ok(Some(Onward { id, opening: Opening::Arbitration(receipt) }))
}

/// The parties of a case with their people in the clear: the next case seals them under its own rows.
fn parties_of(register: &Register, c: &mut Connection, case: &Case) -> Result<Vec<Party<Person>>, Error> {
    let people = register.people(c, &case.parties)?;
    let clear = |party: &Party<_>| party.clone().try_map(&mut |person| opened(&person, &people).cloned());
    case.parties.iter().map(clear).collect()
}
