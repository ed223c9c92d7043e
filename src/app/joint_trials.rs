//! Cases that are tried together (合并审理): which they are, and that what their hearings take is booked once for all of
//! them. Whichever set its hearing first has it; when it gives it up, another that still sits then takes it over in the
//! same transaction. And that a joint trial is corrected in both dockets. Not here: what a hearing takes (`domain::schedule`).

use std::collections::HashSet;

use crate::app::deciding::{Desk, Loaded, Outcome, about_other_case, load_other, may_correct};
use crate::app::docket_rows;
use crate::app::error::Error;
use crate::app::hearing_rows::booking_index;
use crate::app::permits::Caller;
use crate::app::register::Request;
use crate::app::rows;
use crate::domain::act::Act;
use crate::domain::act::collective::JointTrial;
use crate::domain::case::Case;
use crate::domain::deadline;
use crate::domain::docket::{self, Content, Correction, Entry, Place, Replacement};
use crate::domain::id::CaseId;
use crate::storage::bookings::{self, BookingRow};
use crate::storage::{Connection, Tx, Visibility, cases};

/// So many cases that are tried together are followed.
const TOGETHER_CASES_MAX: usize = 500;

/// The cases with which one is tried.
pub(crate) fn partners(case: &Case) -> Vec<CaseId> {
    case.joint_trials.iter().map(|joint| joint.case).collect()
}

/// The other cases of a trial: those that a case is joined with, and those that these are joined with.
///
/// # Errors
/// That the database does not answer, or a case cannot be read.
pub(crate) fn together(c: &mut Connection, case: CaseId, mut next: Vec<CaseId>) -> Result<Vec<Case>, Error> {
    let mut seen = HashSet::from([case]);
    let mut found = Vec::new();
    next.retain(|id| seen.insert(*id));
    while !next.is_empty() && found.len() < TOGETHER_CASES_MAX {
        let ids: Vec<String> = next.iter().map(ToString::to_string).collect();
        let rows = cases::load_many(c, &ids, &Visibility::Office)?;
        let cases: Vec<Case> = rows.iter().map(rows::read).collect::<Result<_, _>>()?;
        next = cases.iter().flat_map(partners).filter(|id| seen.insert(*id)).collect();
        found.extend(cases);
    }
    Ok(found)
}

/// The ids of the other cases of a trial.
///
/// # Errors
/// As [`together`].
pub(crate) fn ids_together(c: &mut Connection, case: &Case) -> Result<Vec<String>, Error> {
    Ok(together(c, case.id, partners(case))?.iter().map(|other| other.id.to_string()).collect())
}

/// Books for a case that is tried with others what none of them has booked already, and lets these take over what it
/// gives up.
///
/// # Errors
/// As [`bookings::replace_for_case`], and as [`together`].
pub(crate) fn book(
    tx: &mut Tx,
    (case, partners): (CaseId, Vec<CaseId>),
    wanted: &[BookingRow],
) -> Result<(), Error> {
    bookings::take_joint_trials(tx)?;
    let others = together(tx, case, partners)?;
    let own = case.to_string();
    let ids: Vec<String> = others.iter().map(|other| other.id.to_string()).chain([own.clone()]).collect();
    bookings::replace_for_case(tx, &own, (wanted, &ids))?;
    for other in &others {
        bookings::replace_for_case(tx, &other.id.to_string(), (&booking_index(other), &ids))?;
    }
    Ok(())
}

/// Whether what a case takes is booked, by it or by another of the same trial, and it has booked nothing else.
///
/// # Errors
/// That the database does not answer, or a case cannot be read.
pub(crate) fn is_booked(c: &mut Connection, case: &Case) -> Result<bool, Error> {
    let (wanted, kept) = (booking_index(case), bookings::of_case(c, &case.id.to_string())?);
    if case.joint_trials.is_empty() {
        return Ok(kept == wanted);
    }
    let others = ids_together(c, case)?;
    let lacking: Vec<BookingRow> = wanted.iter().filter(|row| !kept.contains(row)).cloned().collect();
    let theirs = bookings::held_by(c, &others, &lacking)?;
    Ok(kept.iter().all(|row| wanted.contains(row)) && theirs.len() == lacking.len())
}

impl Desk<'_> {
    /// The same correction of a joint trial in the docket of the other case: it is there in both, or in neither. None for
    /// another entry.
    pub(crate) fn correct_twin(
        &self,
        c: &mut Connection,
        caller: &Caller,
        (own, entries): (CaseId, &[Entry]),
        (asked, correction): (Request<()>, &Correction),
    ) -> Result<Option<Outcome>, Error> {
        let Some(other) = entries.iter().find(|entry| entry.no == correction.entry).and_then(joins) else {
            return Ok(None);
        };
        // Each was written into both, so they follow each other alike.
        let before =
            entries.iter().filter(|entry| entry.no < correction.entry && joins(entry) == Some(other)).count();
        let docket = docket_rows::load(c, other)?;
        let Some(twin) = docket.iter().filter(|entry| joins(entry) == Some(own)).nth(before) else {
            return Ok(None);
        };
        let may = |case: &Case| may_correct(caller, case, Some(twin));
        let Loaded { row, case } = load_other(c, caller, other, may)?;
        case.ensure_not_recused(caller.user).map_err(about_other_case)?;
        let replacement = correction.replacement.as_ref().map(|replacement| Replacement {
            on: replacement.on,
            act: Act::JointTrial(JointTrial { with: own }),
        });
        let before = deadline::deadlines(&case, &self.book);
        let content = Content::Correction(Correction { entry: twin.no, replacement });
        let entry = self.entry(caller.user, Some((&case, &row)), asked, content);
        let place = Place { id: other, region: &case.region };
        let case = docket::correct(&docket, &entry, place, &self.book).map_err(about_other_case)?;
        let (continued, sealed) = (Vec::new(), Vec::new());
        Ok(Some(Outcome { case, entry, continued, before, sealed, previous: Some(row), also: None }))
    }
}

/// The case with which an entry joins its own.
fn joins(entry: &Entry) -> Option<CaseId> {
    match &entry.content {
        Content::Act(Act::JointTrial(joint)) => Some(joint.with),
        Content::Act(_) | Content::Correction(_) | Content::CalendarChange(_) => None,
    }
}
