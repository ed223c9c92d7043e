//! The index of the search: what each case is found by, and where each term stands, in the order in which cases are shown.
//! One set of queries on both databases. Not here: what terms are (`domain::search`), which of them are hidden
//! (`app::vault`), and how words are put together (`app::searching`).

use chrono::{Datelike as _, NaiveDate};
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::{case_viewers, cases};
use super::schema_search::{search_cases, search_terms};
use super::visibility::Visibility;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 5_000;
/// So many bytes of a place are the day; the id of the case follows.
const DAY_BYTES: usize = 4;

/// What a case is found by.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = search_cases, treat_none_as_default_value = false)]
pub struct SearchCaseRow {
    /// The case.
    pub case_id: String,
    /// The index key of its personal terms.
    pub index_key: String,
    /// When it was received.
    pub received_on: NaiveDate,
    /// Its terms, as JSON.
    pub terms: String,
}

/// Where a case stands among all: by the day of its receipt and by its id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(Vec<u8>);

impl Place {
    /// The place of a case.
    #[must_use]
    pub fn of(received_on: NaiveDate, case: Uuid) -> Place {
        // No case was received before our era; if one was, it would come first.
        let day = u32::try_from(received_on.num_days_from_ce()).unwrap_or(0);
        Place([day.to_be_bytes().as_slice(), case.as_bytes()].concat())
    }

    /// Before every case of this day and those after it.
    #[must_use]
    pub fn beginning(day: NaiveDate) -> Place {
        Place::of(day, Uuid::nil())
    }

    /// Before every case.
    #[must_use]
    pub fn first() -> Place {
        Place(Vec::new())
    }

    /// After every case.
    #[must_use]
    pub fn end() -> Place {
        Place(vec![u8::MAX; DAY_BYTES])
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> Option<Uuid> {
        self.0.get(DAY_BYTES..).and_then(|id| Uuid::from_slice(id).ok())
    }

    /// The day and the case.
    #[must_use]
    pub fn apart(&self) -> Option<(NaiveDate, Uuid)> {
        let day = u32::from_be_bytes(*self.0.first_chunk()?);
        Some((NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)?, self.case()?))
    }
}

/// From a place, but before another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The oldest that belongs to it.
    pub from: Place,
    /// The first, from the oldest, that does not.
    pub before: Place,
}

/// A term and where it stands.
pub type Posting = (i64, Place);

/// The places in which a term stands in a stretch, the newest first.
///
/// # Errors
/// That the database does not answer.
pub fn places(
    c: &mut Connection,
    term: i64,
    stretch: &Stretch,
    limit: i64,
) -> Result<Vec<Place>, StorageError> {
    let found = within(term, stretch).order(search_terms::place.desc()).limit(limit);
    let places: Vec<Vec<u8>> = found.select(search_terms::place).load(c)?;
    Ok(places.into_iter().map(Place).collect())
}

/// The place of a term in a stretch that so many newer ones are before; none when there are fewer.
///
/// # Errors
/// That the database does not answer.
pub fn place_after(
    c: &mut Connection,
    term: i64,
    stretch: &Stretch,
    newer: i64,
) -> Result<Option<Place>, StorageError> {
    let found = within(term, stretch).order(search_terms::place.desc()).limit(1).offset(newer);
    Ok(found.select(search_terms::place).first::<Vec<u8>>(c).optional()?.map(Place))
}

#[diesel::dsl::auto_type]
fn within<'a>(term: i64, stretch: &'a Stretch) -> _ {
    let (from, before): (&'a Vec<u8>, &'a Vec<u8>) = (&stretch.from.0, &stretch.before.0);
    search_terms::table
        .filter(search_terms::term.eq(term))
        .filter(search_terms::place.ge(from))
        .filter(search_terms::place.lt(before))
}

/// What some cases are found by, in no order; cases that are not there are left out.
///
/// # Errors
/// That the database does not answer.
pub fn of_cases(c: &mut Connection, case_ids: &[String]) -> Result<Vec<SearchCaseRow>, StorageError> {
    let found = search_cases::table.filter(search_cases::case_id.eq_any(case_ids));
    Ok(found.select(SearchCaseRow::as_select()).load(c)?)
}

/// Those of some cases whose personal data may be read by who may read it in the cases of this visibility; a desk reads
/// it in the cases of its own kind, and not in those that are only referred to it.
///
/// # Errors
/// That the database does not answer.
pub fn with_personal_data(
    c: &mut Connection,
    case_ids: &[String],
    visibility: &Visibility,
) -> Result<Vec<String>, StorageError> {
    Ok(match visibility {
        Visibility::Nothing => Vec::new(),
        Visibility::Office => case_ids.to_vec(),
        Visibility::Desk(kind) => {
            use crate::domain::code::Coded as _;
            let own = cases::table.filter(cases::id.eq_any(case_ids)).filter(cases::kind.eq(kind.code()));
            own.select(cases::id).load(c)?
        }
        Visibility::Assigned(user) => {
            let assigned = case_viewers::table.filter(case_viewers::case_id.eq_any(case_ids));
            assigned.filter(case_viewers::viewer.eq(user)).select(case_viewers::case_id).load(c)?
        }
    })
}

/// In how many of these terms' rows a case stands.
///
/// # Errors
/// That the database does not answer.
pub fn count_at(c: &mut Connection, place: &Place, terms: &[i64]) -> Result<i64, StorageError> {
    let mut count = 0;
    for chunk in terms.chunks(CHUNK_ROWS) {
        let there = search_terms::table.filter(search_terms::term.eq_any(chunk));
        count += there.filter(search_terms::place.eq(&place.0)).count().get_result::<i64>(c)?;
    }
    Ok(count)
}

/// Says what some cases are found by, instead of what was said before; their cases must be there already.
///
/// # Errors
/// [`StorageError::Refused`] without a case.
pub fn replace(tx: &mut Tx, rows: &[SearchCaseRow]) -> Result<(), StorageError> {
    let ids: Vec<&str> = rows.iter().map(|row| row.case_id.as_str()).collect();
    diesel::delete(search_cases::table.filter(search_cases::case_id.eq_any(ids))).execute(&mut **tx)?;
    for chunk in rows.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(search_cases::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Takes terms away from a place.
///
/// # Errors
/// That the database does not answer.
pub fn remove(tx: &mut Tx, place: &Place, terms: &[i64]) -> Result<(), StorageError> {
    for chunk in terms.chunks(CHUNK_ROWS) {
        let gone = search_terms::table.filter(search_terms::term.eq_any(chunk));
        diesel::delete(gone.filter(search_terms::place.eq(&place.0))).execute(&mut **tx)?;
    }
    Ok(())
}

/// Adds terms; one that is there already stays, so that an index that was damaged can be mended.
///
/// # Errors
/// That the database does not answer.
pub fn add(tx: &mut Tx, postings: &[Posting]) -> Result<(), StorageError> {
    for chunk in postings.chunks(CHUNK_ROWS) {
        let row =
            |(term, place): &Posting| (search_terms::term.eq(*term), search_terms::place.eq(place.0.clone()));
        let rows: Vec<_> = chunk.iter().map(row).collect();
        match &mut **tx {
            Connection::Sqlite(c) => {
                diesel::insert_or_ignore_into(search_terms::table).values(rows).execute(c)?
            }
            Connection::Postgres(c) => {
                diesel::insert_into(search_terms::table).values(rows).on_conflict_do_nothing().execute(c)?
            }
        };
    }
    Ok(())
}

/// Cases after an id that are not indexed under this key, in the order of their ids.
///
/// # Errors
/// That the database does not answer.
pub fn not_indexed_by(
    c: &mut Connection,
    index_key: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, StorageError> {
    let rows = search_cases::table.filter(search_cases::case_id.gt(after));
    let others = rows.filter(search_cases::index_key.ne(index_key)).order(search_cases::case_id.asc());
    Ok(others.limit(limit).select(search_cases::case_id).load(c)?)
}

/// How many cases are indexed under each key.
///
/// # Errors
/// That the database does not answer.
pub fn count_by_key(c: &mut Connection) -> Result<Vec<(String, i64)>, StorageError> {
    let counted = search_cases::table.group_by(search_cases::index_key);
    Ok(counted.select((search_cases::index_key, count_star())).load(c)?)
}
