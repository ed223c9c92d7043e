//! The one-time codes (查询码) by which parties ask how their case stands. Not here: what they are told.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::case_list::CaseListRow;
use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::{cases, hearings};
use super::schema_enquiries::enquiry_codes;

/// The code of a hearing that is ahead.
const SCHEDULED: &str = "scheduled";

/// A code of a party.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = enquiry_codes, primary_key(case_id, party))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct EnquiryCodeRow {
    /// The case.
    pub case_id: String,
    /// The party to whom it is handed.
    pub party: i32,
    /// The hash of the code.
    pub code_hash: String,
    /// Who made it.
    pub made_by: String,
    /// Epoch microseconds.
    pub made_at: i64,
    /// The last day on which it is good.
    pub expires_on: NaiveDate,
    /// By which hash the browser is known in which it was used, once it was; when is not kept (ADR 32).
    pub used_in_browser: Option<String>,
}

/// Keeps a code of a party, in place of one that was made before; says whether there was one.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn hand_out(tx: &mut Tx, row: &EnquiryCodeRow) -> Result<bool, StorageError> {
    let insert = diesel::insert_into(enquiry_codes::table).values(row).on_conflict_do_nothing();
    let added = match &mut **tx {
        Connection::Sqlite(c) => insert.execute(c)?,
        Connection::Postgres(c) => insert.execute(c)?,
    };
    if added > 0 {
        return Ok(false);
    }
    let earlier = enquiry_codes::table.find((&row.case_id, row.party));
    Ok(diesel::update(earlier).set(row).execute(&mut **tx)? > 0)
}

/// The code that has this hash, with its case as lists show it.
///
/// # Errors
/// That the database does not answer.
pub fn by_code(
    c: &mut Connection,
    code_hash: &str,
) -> Result<Option<(EnquiryCodeRow, CaseListRow)>, StorageError> {
    let found = enquiry_codes::table.inner_join(cases::table).filter(enquiry_codes::code_hash.eq(code_hash));
    Ok(found.select((EnquiryCodeRow::as_select(), CaseListRow::as_select())).first(c).optional()?)
}

/// Uses a code up in a browser; says whether it was not in another.
///
/// # Errors
/// That the database does not answer.
pub fn use_up(tx: &mut Tx, code_hash: &str, browser: &str) -> Result<bool, StorageError> {
    let unused = enquiry_codes::table
        .filter(enquiry_codes::code_hash.eq(code_hash))
        .filter(enquiry_codes::used_in_browser.is_null().or(enquiry_codes::used_in_browser.eq(browser)));
    Ok(diesel::update(unused).set(enquiry_codes::used_in_browser.eq(browser)).execute(&mut **tx)? > 0)
}

/// Forgets the codes whose last day was the earliest, of those before a day: so many at most, and with the last of them any
/// other of its day; says how many.
///
/// # Errors
/// That the database does not answer.
pub fn forget_before(tx: &mut Tx, day: NaiveDate, most: i64) -> Result<usize, StorageError> {
    let old = enquiry_codes::table.filter(enquiry_codes::expires_on.lt(day));
    let oldest = old.select(enquiry_codes::expires_on).order(enquiry_codes::expires_on).limit(most);
    let Some(last) = oldest.load::<NaiveDate>(&mut **tx)?.pop() else { return Ok(0) };
    let forgotten = enquiry_codes::table.filter(enquiry_codes::expires_on.le(last));
    Ok(diesel::delete(forgotten).execute(&mut **tx)?)
}

/// The next hearing of a case from a day on: the day, and the minutes after midnight or
/// [`UNSAID`](super::hearings::UNSAID).
///
/// # Errors
/// That the database does not answer.
pub fn next_hearing(
    c: &mut Connection,
    case_id: &str,
    from: NaiveDate,
) -> Result<Option<(NaiveDate, i32)>, StorageError> {
    let ahead = hearings::table
        .filter(hearings::case_id.eq(case_id))
        .filter(hearings::status.eq(SCHEDULED))
        .filter(hearings::on_date.ge(from));
    let first = ahead.order((hearings::on_date.asc(), hearings::starts.asc()));
    Ok(first.select((hearings::on_date, hearings::starts)).first(c).optional()?)
}
