//! Published periods (公布期间) and the cases behind each of their numbers: appended, never changed. Which cases a measure
//! counts is the domain's, written as SQL where figures are summed (`figure_sql`). Not here: the content of a publication,
//! its hash and its signature, and how it compares with today (`restated`).

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::figure_sql::Fragment;
use super::schema::cases;
use super::schema_publications::{publication_cases, publications};
use super::visibility::Visibility;
use crate::domain::figures::Definition;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 1_000;

/// One publication.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = publications, treat_none_as_default_value = false)]
pub struct PublicationRow {
    /// A UUIDv7.
    pub id: String,
    /// From 1, without gaps.
    pub no: i64,
    /// What it is called.
    pub title: String,
    /// The region whose cases are counted.
    pub region: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
    /// Which edition of the same period, from 1.
    pub edition: i32,
    /// The edition before.
    pub replaces: Option<String>,
    /// Epoch microseconds.
    pub published_at: i64,
    /// Who published it.
    pub published_by: String,
    /// The last number in the feed of changes by then.
    pub last_change: i64,
    /// The fingerprint of the books in force.
    pub books: String,
    /// The version of the calendar.
    pub calendar_version: String,
    /// What is published, as canonical JSON.
    pub body: String,
    /// The SHA-256 of the body.
    pub sha256: String,
    /// The key that signed.
    pub key_id: String,
    /// The signature, in hexadecimal.
    pub signature: String,
}

/// A publication as lists show it: without its body.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = publications)]
#[expect(missing_docs, reason = "as in the whole row")]
pub struct PublicationHead {
    pub id: String,
    pub no: i64,
    pub title: String,
    pub region: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub edition: i32,
    pub replaces: Option<String>,
    pub published_at: i64,
    pub published_by: String,
    pub last_change: i64,
    pub sha256: String,
}

impl PublicationRow {
    /// The row without its body.
    #[must_use]
    pub fn head(&self) -> PublicationHead {
        PublicationHead {
            id: self.id.clone(),
            no: self.no,
            title: self.title.clone(),
            region: self.region.clone(),
            from_on: self.from_on,
            to_on: self.to_on,
            edition: self.edition,
            replaces: self.replaces.clone(),
            published_at: self.published_at,
            published_by: self.published_by.clone(),
            last_change: self.last_change,
            sha256: self.sha256.clone(),
        }
    }
}

/// A case behind a published number, to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Insertable)]
#[diesel(table_name = publication_cases, treat_none_as_default_value = false)]
pub struct PublicationCase<'a> {
    /// The publication.
    pub publication_id: &'a str,
    /// The code of the measure.
    pub measure: &'a str,
    /// The case.
    pub case_id: &'a str,
    /// What it brings.
    pub amount: i64,
}

/// A case behind a published number, as it was counted, and the case as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PublishedCaseRow {
    /// The case.
    pub case_id: String,
    /// What it brought to the number.
    pub amount: i64,
    /// The code of its kind.
    pub kind: String,
    /// Its number.
    pub number: Option<String>,
    /// The code of its stage.
    pub stage: String,
}

/// Adds a publication.
///
/// # Errors
/// That the database refused.
pub fn insert(tx: &mut Tx, row: &PublicationRow) -> Result<(), StorageError> {
    diesel::insert_into(publications::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The last publication of all, and the last of a period.
///
/// # Errors
/// That the database does not answer.
pub fn latest(
    c: &mut Connection,
    region: &str,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(i64, Option<PublicationHead>), StorageError> {
    let last = publications::table.select(diesel::dsl::max(publications::no)).first::<Option<i64>>(c)?;
    let of_period = publications::table
        .filter(publications::region.eq(region))
        .filter(publications::from_on.eq(from))
        .filter(publications::to_on.eq(to))
        .order(publications::edition.desc());
    let before = of_period.select(PublicationHead::as_select()).first(c).optional()?;
    Ok((last.unwrap_or(0), before))
}

/// The publication with this id.
///
/// # Errors
/// That the database does not answer.
pub fn by_id(c: &mut Connection, id: &str) -> Result<Option<PublicationRow>, StorageError> {
    Ok(publications::table.find(id).select(PublicationRow::as_select()).first(c).optional()?)
}

/// Publications before a number, the newest first; of a period, where one is asked.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    period: (Option<NaiveDate>, Option<NaiveDate>),
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<PublicationHead>, StorageError> {
    let before = before.unwrap_or(i64::MAX);
    let mut rest = publications::table.filter(publications::no.lt(before)).into_boxed();
    if let Some(from) = period.0 {
        rest = rest.filter(publications::from_on.eq(from));
    }
    if let Some(to) = period.1 {
        rest = rest.filter(publications::to_on.eq(to));
    }
    Ok(rest.order(publications::no.desc()).limit(limit).select(PublicationHead::as_select()).load(c)?)
}

/// Of some publications, those that were replaced, each with the one that did.
///
/// # Errors
/// That the database does not answer.
pub fn replaced(c: &mut Connection, ids: &[String]) -> Result<Vec<(Option<String>, String)>, StorageError> {
    let next = publications::table.filter(publications::replaces.eq_any(ids));
    Ok(next.select((publications::replaces, publications::id)).load(c)?)
}

/// Publications after a number, whole and in order: for the check.
///
/// # Errors
/// That the database does not answer.
pub fn after(c: &mut Connection, no: i64, limit: i64) -> Result<Vec<PublicationRow>, StorageError> {
    let rest = publications::table.filter(publications::no.gt(no)).order(publications::no.asc());
    Ok(rest.limit(limit).select(PublicationRow::as_select()).load(c)?)
}

/// The cases that a measure counts now after a case, in the order of their ids, each with what it brings.
///
/// # Errors
/// That the database does not answer.
pub fn counted_cases(
    c: &mut Connection,
    definition: &Definition,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, i64)>, StorageError> {
    let mut out = Fragment::default();
    out.sql("SELECT n.case_id, n.amount FROM (SELECT ");
    now(&mut out, definition, (&Visibility::Office, after));
    out.sql(format!(") AS n ORDER BY n.case_id LIMIT {limit}"));
    Ok(sql::<(Text, BigInt)>("").bind::<Bool, _>(out).load(c)?)
}

/// Keeps cases behind published numbers.
///
/// # Errors
/// That the database refused.
pub fn insert_cases(tx: &mut Tx, cases: &[PublicationCase<'_>]) -> Result<(), StorageError> {
    for chunk in cases.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(publication_cases::table).values(chunk);
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// The cases behind a published number after a case, in the order of their ids, without anything of the case.
///
/// # Errors
/// That the database does not answer.
pub fn kept_cases(
    c: &mut Connection,
    (publication, measure): (&str, &str),
    after: &str,
    limit: i64,
) -> Result<Vec<(String, i64)>, StorageError> {
    let kept = publication_cases::table
        .filter(publication_cases::publication_id.eq(publication))
        .filter(publication_cases::measure.eq(measure))
        .filter(publication_cases::case_id.gt(after));
    let ordered = kept.order(publication_cases::case_id.asc()).limit(limit);
    Ok(ordered.select((publication_cases::case_id, publication_cases::amount)).load(c)?)
}

/// The same of the cases that may be seen, each as it is now.
///
/// # Errors
/// That the database does not answer.
pub fn cases_behind(
    c: &mut Connection,
    (publication, measure): (&str, &str),
    (after, limit): (&str, i64),
    visibility: &Visibility,
) -> Result<Vec<PublishedCaseRow>, StorageError> {
    let mut kept = publication_cases::table
        .inner_join(cases::table)
        .filter(publication_cases::publication_id.eq(publication))
        .filter(publication_cases::measure.eq(measure))
        .filter(publication_cases::case_id.gt(after))
        .into_boxed();
    if let Some(ids) = visibility.limited_to() {
        kept = kept.filter(publication_cases::case_id.eq_any(ids));
    }
    let columns =
        (publication_cases::case_id, publication_cases::amount, cases::kind, cases::number, cases::stage);
    Ok(kept.order(publication_cases::case_id.asc()).limit(limit).select(columns).load(c)?)
}

/// What each case brings to a measure now, of those after a case.
pub(super) fn now(out: &mut Fragment, definition: &Definition, (visibility, after): (&Visibility, &str)) {
    out.sql("r.case_id AS case_id, CAST(SUM(").amount(definition.amount).sql(") AS BIGINT) AS amount FROM ");
    out.out_of(definition).sql(" AND ").seen_by(visibility).sql(" AND ").counted(definition);
    if !after.is_empty() {
        out.sql(" AND r.case_id > ").text(after);
    }
    out.sql(" GROUP BY r.case_id");
}
