//! The names of who works in the office (人员姓名), for pages that name people by their ids. Not here: whom one may choose
//! (`act_form::choices`).

use std::collections::BTreeMap;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::domain::id::UserId;
use crate::domain::permission::{Operation, Permit, permit};

/// The names of some who work or worked in the office, for whoever may know them; nobody's for others.
///
/// # Errors
/// That the database does not answer.
pub(crate) async fn names_of(
    app: &App,
    actor: &Actor,
    ids: &[UserId],
) -> Result<BTreeMap<UserId, String>, Error> {
    if permit(actor.role, Operation::ReadStaff) == Permit::No {
        return Ok(BTreeMap::new());
    }
    let people = app.identity.staff_of(actor, ids).await?;
    Ok(people.into_iter().map(|user| (user.id, user.name)).collect())
}
