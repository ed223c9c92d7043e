//! Referrals (移交) of every case, as the domain computed them from the docket: an index for the list of those that
//! wait for an answer, and nothing that anybody sets by hand.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Others;
use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::{cases, referrals};
use super::visibility::Visibility;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One referral.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = referrals, treat_none_as_default_value = false)]
pub struct ReferralRow {
    /// The case that was referred.
    pub case_id: String,
    /// The entry that offered it.
    pub entry_no: i32,
    /// The code of the channel to which it was offered.
    pub to_kind: String,
    /// The code of how it stands.
    pub state: String,
    /// When it was offered.
    pub offered_on: NaiveDate,
    /// Until when it is to be answered.
    pub due_on: NaiveDate,
    /// When it was answered, or taken back.
    pub answered_on: Option<NaiveDate>,
    /// The case that it opened.
    pub opened_id: Option<String>,
}

/// Which referrals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralFilter {
    /// The code of how they stand.
    pub state: String,
    /// Only those that were to be answered before this day.
    pub due_before: Option<NaiveDate>,
    /// The code of the channel.
    pub to_kind: Option<String>,
}

/// Where the page before ended: the whole order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralCursor {
    /// The last day.
    pub due_on: NaiveDate,
    /// The case.
    pub case_id: String,
    /// The entry.
    pub entry_no: i32,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralPage {
    /// Where the page before ended.
    pub after: Option<ReferralCursor>,
    /// How many rows at most.
    pub limit: i64,
}

/// What the list says of the case beside a referral.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct ReferredCase {
    /// The code of its kind.
    pub kind: String,
    /// The case number (案号).
    pub number: Option<String>,
    /// The first case of the same matter.
    pub matter_id: String,
    /// The code of the stage.
    pub stage: String,
    /// The code of the cause.
    pub cause: String,
    /// The first employer.
    pub lead_employer: Option<String>,
    /// The vault row of the first worker.
    pub lead_person: Option<String>,
}

/// Writes down the referrals of those cases of which something else was kept.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn write(tx: &mut Tx, others: &Others<ReferralRow>) -> Result<(), StorageError> {
    if others.case_ids.is_empty() {
        return Ok(());
    }
    diesel::delete(referrals::table.filter(referrals::case_id.eq_any(&others.case_ids)))
        .execute(&mut **tx)?;
    for chunk in others.rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(referrals::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// The referrals of a case, in the order of their entries.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Vec<ReferralRow>, StorageError> {
    let all = referrals::table.filter(referrals::case_id.eq(case_id));
    Ok(all.order(referrals::entry_no.asc()).select(ReferralRow::as_select()).load(c)?)
}

/// The referrals of several cases.
///
/// # Errors
/// That the database does not answer.
pub fn of_cases(c: &mut Connection, case_ids: &[&str]) -> Result<Vec<ReferralRow>, StorageError> {
    let all = referrals::table.filter(referrals::case_id.eq_any(case_ids));
    Ok(all.select(ReferralRow::as_select()).load(c)?)
}

/// One page of referrals, the earliest last day first, each with what one must know of its case.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    filter: &ReferralFilter,
    page: &ReferralPage,
    visibility: &Visibility,
) -> Result<Vec<(ReferralRow, ReferredCase)>, StorageError> {
    use referrals::{case_id, due_on, entry_no};
    let mut query = filtered(filter, visibility);
    if let Some(after) = &page.after {
        let later_entry = case_id.eq(&after.case_id).and(entry_no.gt(after.entry_no));
        let later = due_on.gt(after.due_on).or(case_id.gt(&after.case_id)).or(later_entry);
        // The bound on the day stands by itself, because the index can start there.
        query = query.filter(due_on.ge(after.due_on)).filter(later);
    }
    let ordered = query.order((due_on.asc(), case_id.asc(), entry_no.asc())).limit(page.limit);
    Ok(ordered.select((ReferralRow::as_select(), ReferredCase::as_select())).load(c)?)
}

#[diesel::dsl::auto_type]
fn with_case() -> _ {
    referrals::table.inner_join(cases::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case, Backend>;

fn filtered<'a>(filter: &'a ReferralFilter, visibility: &'a Visibility) -> Query<'a> {
    let mut query = with_case().into_boxed().filter(referrals::state.eq(&filter.state));
    if let Some(day) = filter.due_before {
        query = query.filter(referrals::due_on.lt(day));
    }
    if let Some(kind) = &filter.to_kind {
        query = query.filter(referrals::to_kind.eq(kind));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(referrals::case_id.eq_any(ids));
    }
    query
}
