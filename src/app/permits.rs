//! Asking the permission table for a caller. The table is `domain::permission`; here the assignment
//! to the case is put beneath it, and the one filter of what a caller may see is chosen.

use crate::app::error::Error;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::refusal::{Words, words};
use crate::domain::role::Role;
use crate::storage::Visibility;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub user: UserId,
    /// Their role.
    pub role: Role,
}

impl Caller {
    /// Which cases the caller may see: the one filter on every path that reads cases.
    #[must_use]
    pub fn visibility(&self) -> Visibility {
        self.visibility_for(Operation::ReadCase)
    }

    /// Which cases may be behind the caller's figures.
    #[must_use]
    pub fn figure_visibility(&self) -> Visibility {
        self.visibility_for(Operation::ReadFigureCases)
    }

    /// Which cases an operation reaches that needs none in particular.
    #[must_use]
    pub fn visibility_for(&self, operation: Operation) -> Visibility {
        match permit(self.role, operation) {
            Permit::Office => Visibility::Office,
            Permit::Assigned => Visibility::Assigned(self.user.to_string()),
            Permit::Desk => self.role.desk().map_or(Visibility::Nothing, Visibility::Desk),
            Permit::No => Visibility::Nothing,
        }
    }
}

/// Refuses a caller whose role, lack of assignment or recusal does not allow an operation: on a case, or, without one,
/// at all. What a desk does without a case it does to its own cases only, by its visibility.
///
/// # Errors
/// [`Error::Forbidden`], with the words why; [`Error::Refused`] where a recusal keeps them out of the case (R33 11).
pub fn ensure(caller: &Caller, operation: Operation, case: Option<&Case>) -> Result<(), Error> {
    ensure_by_role(caller, operation, case)?;
    match case.filter(|_| operation.is_barred_by_recusal()) {
        Some(case) => case.ensure_not_recused(caller.user).map_err(Error::Refused),
        None => Ok(()),
    }
}

fn ensure_by_role(caller: &Caller, operation: Operation, case: Option<&Case>) -> Result<(), Error> {
    let people = case.map(|case| case.people.as_slice()).unwrap_or_default();
    let assigned = || people.iter().any(|person| person.user == caller.user);
    // A desk reads also what was referred to it, and does nothing there but answer.
    let before = |case: &Case, desk| operation == Operation::ReadCase && case.is_before(desk);
    let own = |case: &Case| caller.role.desk().is_some_and(|desk| desk == case.kind || before(case, desk));
    let own_desk = || case.is_none_or(own);
    match permit(caller.role, operation) {
        Permit::Office => Ok(()),
        Permit::Assigned if assigned() => Ok(()),
        Permit::Assigned => Err(Error::Forbidden(not_assigned(operation, case))),
        Permit::Desk if own_desk() => Ok(()),
        Permit::Desk => Err(Error::Forbidden(words(
            format!("“{}”只能在本股室案件中办理", operation.label().zh),
            format!("only in the cases of one's own desk: {}", operation.label().en),
        ))),
        Permit::No => Err(Error::Forbidden(words(
            format!("{}无权办理“{}”", caller.role.label().zh, operation.label().zh),
            format!("the role {} may not do this: {}", caller.role.label().en, operation.label().en),
        ))),
    }
}

/// Only the people of the case; and where it has none yet, what comes first.
fn not_assigned(operation: Operation, case: Option<&Case>) -> Words {
    let label = operation.label();
    let is_nobodys = case.is_some_and(|case| case.people.is_empty());
    let (zh, en) = if is_nobodys {
        ("；本案尚无办案人员，请先由监督人员指派", "; nobody is assigned yet: a supervisor assigns first")
    } else {
        ("", "")
    };
    words(
        format!("“{}”只能由本案办案人员办理{zh}", label.zh),
        format!("only people assigned to the case may do this: {}{en}", label.en),
    )
}
