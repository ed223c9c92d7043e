//! The rows that follow from a case: its own, its people, its deadlines. All are written with the entry that changed it, and
//! all can be computed again from the docket. Not here: its figures (`figure_rows`), and writing (`derived`).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};

use crate::app::docket_rows::Joined;
use crate::app::error::Error;
use crate::domain::act::tribunal::Assignee;
use crate::domain::archive::retention;
use crate::domain::case::{Case, Referred};
use crate::domain::case_kind::CaseKind;
use crate::domain::case_number::comparable;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::deadline::{self, Deadline, deadlines};
use crate::domain::docket::office_day;
use crate::domain::office::LawBook;
use crate::domain::party::{Side, Who};
use crate::domain::role::Role;
use crate::storage::archived_cases::ArchivedCaseRow;
use crate::storage::cases::CaseRow;
use crate::storage::deadlines::DeadlineRow;
use crate::storage::people::CasePersonRow;
use crate::storage::referrals::ReferralRow;
use crate::storage::{CaseViewerRow, StorageError};

/// Reads the case back from its row.
///
/// # Errors
/// A body that is no case, or another one.
pub fn read(row: &CaseRow) -> Result<Case, Error> {
    read_body((&row.id, row.version), &row.body)
}

/// Reads the case back from the body of its row.
///
/// # Errors
/// As [`read`].
pub fn read_body((id, version): (&str, i32), body: &str) -> Result<Case, Error> {
    let wrong = |what: String| StorageError::Inconsistent { table: "cases", key: id.to_owned(), what };
    let case: Case = serde_json::from_str(body).map_err(|error| wrong(error.to_string()))?;
    if i64::from(case.version) != i64::from(version) || case.id.to_string() != id {
        return Err(wrong("the body is of another version or case".to_owned()).into());
    }
    Ok(case)
}

/// The case's own row.
///
/// # Errors
/// When the case cannot be written as JSON, which would be a defect.
pub fn case_row(case: &Case, joined: &Joined, created_at: i64) -> Result<CaseRow, Error> {
    let body = serde_json::to_string(case).map_err(|error| Error::Broken(error.to_string()))?;
    let first_worker =
        case.side(Side::Applicant).chain(case.side(Side::Respondent)).find_map(|party| match &party.who {
            Who::Worker(person) => Some(person.vault.to_string()),
            Who::Employer(_) => None,
        });
    let first_employer = case.parties.iter().find_map(|party| match &party.who {
        Who::Employer(employer) => Some(employer.name.clone()),
        Who::Worker(_) => None,
    });
    Ok(CaseRow {
        id: case.id.to_string(),
        kind: case.kind.code().to_owned(),
        matter_id: case.matter().to_string(),
        version: count(case.version)?,
        stage: case.stage.code().to_owned(),
        number: case.number().map(str::to_owned),
        region: case.region.clone(),
        channel: case.channel.code().to_owned(),
        procedure: case.procedure.map(|procedure| procedure.code().to_owned()),
        cause: case.cause.code().to_owned(),
        workers: count(case.workers())?,
        lead_person: first_worker,
        lead_employer: first_employer,
        received_on: case.received.on,
        accepted_on: case.acceptance.as_ref().map(|acceptance| acceptance.at.on),
        closed_on: case.closing.map(|closing| closing.at.on),
        manner: case.closing.map(|closing| closing.manner.code().to_owned()),
        head_hash: joined.hash.clone(),
        body,
        created_at,
        updated_at: joined.recorded_at,
        number_key: case.number().map(comparable),
    })
}

/// The people who work on a case.
#[must_use]
pub fn people_rows(case: &Case) -> Vec<CasePersonRow> {
    let row = |person: &Assignee| CasePersonRow {
        case_id: case.id.to_string(),
        user_id: person.user.to_string(),
        duty: person.duty.code().to_owned(),
    };
    case.people.iter().map(row).collect()
}

/// Who may see a case beside those who see every case: the people on it, and a desk that is confined to its kind, or
/// that has it by a referral, not answered or taken; in order.
#[must_use]
pub fn viewer_rows(case: &Case) -> Vec<CaseViewerRow> {
    let sees = |desk: &CaseKind| *desk == case.kind || case.is_before(*desk);
    let desks = Role::ROWS.iter().filter_map(|(role, _)| role.desk()).filter(sees);
    let people = case.people.iter().map(|person| person.user.to_string());
    let viewers: BTreeSet<String> = people.chain(desks.map(|desk| desk.code().to_owned())).collect();
    let row = |viewer| CaseViewerRow { case_id: case.id.to_string(), viewer };
    viewers.into_iter().map(row).collect()
}

/// The index of the deadlines of a case.
///
/// # Errors
/// A number that does not fit its column.
pub fn deadline_index(case: &Case, book: &LawBook) -> Result<Vec<DeadlineRow>, Error> {
    deadline_rows(case, &deadlines(case, book))
}

/// The same, of the deadlines that some books make of it.
///
/// # Errors
/// A number that does not fit its column.
pub(crate) fn deadline_rows(case: &Case, deadlines: &[Deadline]) -> Result<Vec<DeadlineRow>, Error> {
    deadlines.iter().map(|deadline| deadline_row(case, deadline)).collect()
}

fn deadline_row(case: &Case, deadline: &Deadline) -> Result<DeadlineRow, Error> {
    Ok(DeadlineRow {
        case_id: case.id.to_string(),
        rule: deadline.rule.id.code().to_owned(),
        anchor: count(deadline.anchor.0)?,
        party: count(deadline.party.map_or(0, |party| party.0))?,
        region: case.region.clone(),
        trigger_on: deadline.trigger.on,
        natural_on: deadline.natural_on(),
        due_on: deadline.due_on(),
        state: deadline.state.code().to_owned(),
        met_on: deadline.met_by_act().map(|met| met.on),
        provisional: deadline.is_provisional(),
        owed_by_office: deadline.rule.is_owed_by_office(),
    })
}

/// The index of the referrals of a case, in the order of their entries.
///
/// # Errors
/// A number that does not fit its column.
pub fn referral_rows(case: &Case, book: &LawBook) -> Result<Vec<ReferralRow>, Error> {
    let row = |referred: &Referred| {
        Ok(ReferralRow {
            case_id: case.id.to_string(),
            entry_no: count(referred.offered.by.0)?,
            to_kind: referred.to.code().to_owned(),
            state: referred.state().code().to_owned(),
            offered_on: referred.offered.on,
            due_on: deadline::due_of(RuleId::RF1, referred.offered.on, book),
            answered_on: referred.answered_on(),
            opened_id: referred.opened().map(|opened| opened.to_string()),
        })
    };
    let mut rows = case.referrals.iter().map(row).collect::<Result<Vec<_>, Error>>()?;
    rows.sort_by_key(|row| row.entry_no);
    Ok(rows)
}

/// What the archive has of a case, if it is there.
///
/// # Errors
/// A number that does not fit its column.
pub fn archived_row(case: &Case) -> Result<Option<ArchivedCaseRow>, Error> {
    let (Some(archived), Some(retain_until)) = (case.archived, case.kept_until()) else { return Ok(None) };
    Ok(Some(ArchivedCaseRow {
        case_id: case.id.to_string(),
        entry_no: count(archived.by.0)?,
        archived_on: archived.on,
        retention_years: i32::from(retention::years(case)),
        retain_until,
        file_number_key: case.file_number.as_deref().map(comparable),
    }))
}

/// The day at whose end an entry is known.
///
/// # Errors
/// That its instant is none.
pub(crate) fn known_from(joined: &Joined) -> Result<NaiveDate, Error> {
    let recorded_at = DateTime::from_timestamp_micros(joined.recorded_at);
    recorded_at.map(office_day).ok_or_else(|| Error::Broken("an entry has no instant".to_owned()))
}

/// A count as its column takes it.
pub(crate) fn count<T: TryInto<i32>>(value: T) -> Result<i32, Error> {
    value.try_into().map_err(|_| Error::Broken("a count does not fit its column".to_owned()))
}
