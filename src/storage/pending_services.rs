//! What is not yet served, and what was served without proof (待送达), of every case, as the domain computed it from the
//! docket: an index for the office's list, and nothing that anybody sets by hand.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Others;
use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::schema::{cases, pending_services};
use super::visibility::Visibility;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// One document that one party lacks, or whose proof is missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = pending_services, treat_none_as_default_value = false)]
pub struct PendingServiceRow {
    /// The case.
    pub case_id: String,
    /// The code of what is lacking.
    pub lacks: String,
    /// The code of the document.
    pub document: String,
    /// The entry that it is about; 0 for none.
    pub of_entry: i32,
    /// The party.
    pub party: i32,
    /// Since when.
    pub since_on: NaiveDate,
    /// By when, where a rule says so.
    pub due_on: Option<NaiveDate>,
}

/// What the list says of the case beside it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct PendingCase {
    /// The case number (案号).
    pub number: Option<String>,
    /// The code of the stage.
    pub stage: String,
    /// The first employer.
    pub lead_employer: Option<String>,
}

/// Where the page before ended: the whole order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCursor {
    /// Since when.
    pub since_on: NaiveDate,
    /// The case.
    pub case_id: String,
    /// The code of the document.
    pub document: String,
    /// The entry.
    pub of_entry: i32,
    /// The party.
    pub party: i32,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingPage {
    /// The code of what is lacking.
    pub lacks: String,
    /// The code of the document; every one if not said.
    pub document: Option<String>,
    /// Where the page before ended.
    pub after: Option<PendingCursor>,
    /// How many rows at most.
    pub limit: i64,
}

impl PendingServiceRow {
    /// The cursor that stands for this row on the list.
    #[must_use]
    pub fn cursor(&self) -> PendingCursor {
        PendingCursor {
            since_on: self.since_on,
            case_id: self.case_id.clone(),
            document: self.document.clone(),
            of_entry: self.of_entry,
            party: self.party,
        }
    }
}

/// Writes down what those cases lack of which something else was kept.
///
/// # Errors
/// [`StorageError::Refused`] without the case.
pub fn write(tx: &mut Tx, others: &Others<PendingServiceRow>) -> Result<(), StorageError> {
    if others.case_ids.is_empty() {
        return Ok(());
    }
    diesel::delete(pending_services::table.filter(pending_services::case_id.eq_any(&others.case_ids)))
        .execute(&mut **tx)?;
    for chunk in others.rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(pending_services::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// What a case lacks, in the order of the keys.
///
/// # Errors
/// That the database does not answer.
pub fn of_case(c: &mut Connection, case_id: &str) -> Result<Vec<PendingServiceRow>, StorageError> {
    use pending_services::{document, lacks, of_entry, party};
    let all = pending_services::table.filter(pending_services::case_id.eq(case_id));
    Ok(all.order((lacks, document, of_entry, party)).select(PendingServiceRow::as_select()).load(c)?)
}

/// What some cases lack, in no order.
///
/// # Errors
/// That the database does not answer.
pub fn of_cases(c: &mut Connection, case_ids: &[&str]) -> Result<Vec<PendingServiceRow>, StorageError> {
    let all = pending_services::table.filter(pending_services::case_id.eq_any(case_ids));
    Ok(all.select(PendingServiceRow::as_select()).load(c)?)
}

#[diesel::dsl::auto_type]
fn with_case() -> _ {
    pending_services::table.inner_join(cases::table)
}

type Query<'a> = diesel::dsl::IntoBoxed<'a, with_case, Backend>;

/// One page of what is lacking, the longest first, each with what one must know of its case.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    page: &PendingPage,
    visibility: &Visibility,
) -> Result<Vec<(PendingServiceRow, PendingCase)>, StorageError> {
    Ok(page_query(page, visibility)
        .select((PendingServiceRow::as_select(), PendingCase::as_select()))
        .load(c)?)
}

fn page_query<'a>(page: &'a PendingPage, visibility: &'a Visibility) -> Query<'a> {
    use pending_services::{case_id, document, lacks, of_entry, party, since_on};
    let mut query = with_case().into_boxed().filter(lacks.eq(&page.lacks));
    if let Some(wanted) = &page.document {
        query = query.filter(document.eq(wanted));
    }
    if let Some(ids) = visibility.limited_to() {
        query = query.filter(case_id.eq_any(ids));
    }
    if let Some(after) = &page.after {
        let later_party = of_entry.eq(after.of_entry).and(party.gt(after.party));
        let later_entry = document.eq(&after.document).and(of_entry.gt(after.of_entry).or(later_party));
        let later_document = case_id.eq(&after.case_id).and(document.gt(&after.document).or(later_entry));
        let later = case_id.gt(&after.case_id).or(later_document);
        // The bound on the day stands by itself, because the index can start there.
        query = query.filter(since_on.ge(after.since_on)).filter(since_on.gt(after.since_on).or(later));
    }
    query
        .order((since_on.asc(), case_id.asc(), document.asc(), of_entry.asc(), party.asc()))
        .limit(page.limit)
}
