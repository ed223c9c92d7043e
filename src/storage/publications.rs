//! Published periods (公布期间) and the cases behind each of their numbers: appended, never changed. Which cases a measure
//! counts is the domain's, written as SQL where figures are summed (`figure_sql`). Not here: the content of a publication,
//! its hash and its signature.

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
use crate::domain::code::Coded as _;
use crate::domain::figures::{Definition, Measure};

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
            sha256: self.sha256.clone(),
        }
    }
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

/// What a measure came to when it was published, and what it comes to now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// The code of the measure.
    pub measure: String,
    /// Then.
    pub published: i64,
    /// Now.
    pub now: i64,
    /// How many cases bring another amount.
    pub cases: i64,
}

/// A case that brings another amount to a measure than when it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestatedCase {
    /// The case.
    pub case_id: String,
    /// Then.
    pub published: i64,
    /// Now.
    pub now: i64,
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

/// Keeps the cases that a measure counts now, each with what it brings.
///
/// # Errors
/// That the database refused.
pub fn keep_cases(
    tx: &mut Tx,
    (publication, measure): (&str, Measure),
    definition: &Definition,
) -> Result<(), StorageError> {
    let mut counted = Fragment::default();
    now(&mut counted, definition, &Visibility::Office);
    let insert =
        sql::<Bool>("INSERT INTO publication_cases (publication_id, measure, case_id, amount) SELECT ")
            .bind::<Text, _>(publication)
            .sql(", ")
            .bind::<Text, _>(measure.code())
            .sql(", ")
            .bind::<Bool, _>(counted);
    insert.execute(&mut **tx)?;
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

/// What each measure came to when it was published and comes to now, in one statement.
///
/// # Errors
/// That the database does not answer.
pub fn restated(
    c: &mut Connection,
    publication: &str,
    measures: &[(Measure, Definition)],
    visibility: &Visibility,
) -> Result<Vec<Restated>, StorageError> {
    let mut out = Fragment::default();
    out.sql(
        "SELECT k.measure, CAST(SUM(k.was) AS BIGINT), CAST(SUM(k.is_now) AS BIGINT), \
         CAST(SUM(CASE WHEN k.was <> k.is_now THEN 1 ELSE 0 END) AS BIGINT) FROM (",
    );
    both(&mut out, (publication, None), measures, visibility);
    out.sql(") AS k GROUP BY k.measure ORDER BY k.measure");
    let lines: Vec<(String, i64, i64, i64)> =
        sql::<(Text, BigInt, BigInt, BigInt)>("").bind::<Bool, _>(out).load(c)?;
    let restated = |(measure, published, now, cases)| Restated { measure, published, now, cases };
    Ok(lines.into_iter().map(restated).collect())
}

/// The cases that bring another amount to a measure now than when it was published, after a case, in the order of their
/// ids.
///
/// # Errors
/// That the database does not answer.
pub fn restated_cases(
    c: &mut Connection,
    publication: &str,
    (measure, definition): (Measure, Definition),
    (after, limit): (&str, i64),
    visibility: &Visibility,
) -> Result<Vec<RestatedCase>, StorageError> {
    let mut out = Fragment::default();
    out.sql("SELECT k.case_id, k.was, k.is_now FROM (");
    both(&mut out, (publication, Some(measure)), &[(measure, definition)], visibility);
    out.sql(") AS k WHERE k.was <> k.is_now AND k.case_id > ").text(after);
    out.sql(format!(" ORDER BY k.case_id LIMIT {limit}"));
    let lines: Vec<(String, i64, i64)> = sql::<(Text, BigInt, BigInt)>("").bind::<Bool, _>(out).load(c)?;
    let restated = |(case_id, published, now)| RestatedCase { case_id, published, now };
    Ok(lines.into_iter().map(restated).collect())
}

/// Of each measure and case what it brought when it was published, and what it brings now.
fn both(
    out: &mut Fragment,
    (publication, measure): (&str, Option<Measure>),
    measures: &[(Measure, Definition)],
    visibility: &Visibility,
) {
    out.sql(
        "SELECT b.measure, b.case_id, CAST(SUM(b.was) AS BIGINT) AS was, \
         CAST(SUM(b.is_now) AS BIGINT) AS is_now FROM (\
         SELECT r.measure AS measure, r.case_id AS case_id, r.amount AS was, CAST(0 AS BIGINT) AS is_now \
         FROM publication_cases AS r WHERE ",
    );
    out.seen_by(visibility).sql(" AND r.publication_id = ").text(publication);
    if let Some(measure) = measure {
        out.sql(" AND r.measure = ").text(measure.code());
    }
    for (measure, definition) in measures {
        out.sql(format!(
            " UNION ALL SELECT '{}', n.case_id, CAST(0 AS BIGINT), n.amount FROM (SELECT ",
            measure.code()
        ));
        now(out, definition, visibility);
        out.sql(") AS n");
    }
    out.sql(") AS b GROUP BY b.measure, b.case_id");
}

/// What each case brings to a measure now.
fn now(out: &mut Fragment, definition: &Definition, visibility: &Visibility) {
    out.sql("r.case_id AS case_id, CAST(SUM(").amount(definition.amount).sql(") AS BIGINT) AS amount FROM ");
    out.out_of(definition).sql(" AND ").seen_by(visibility).sql(" AND ").counted(definition);
    out.sql(" GROUP BY r.case_id");
}
