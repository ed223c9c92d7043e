//! What published numbers come to today (重述), measure by measure and case by case: the lists that were kept, beside the same
//! questions asked now. Not here: the publications themselves (`publications`).

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::connection::Connection;
use super::error::StorageError;
use super::figure_sql::Fragment;
use super::publications::now;
use super::visibility::Visibility;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Definition, Measure};

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
    /// Of these, those in which nothing was recorded since.
    pub without_act: i64,
}

impl Restated {
    /// Of a measure that no case brings anything to, then or now.
    #[must_use]
    pub fn nothing(measure: Measure) -> Restated {
        Restated { measure: measure.code().to_owned(), published: 0, now: 0, cases: 0, without_act: 0 }
    }
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

/// What each measure came to when it was published and comes to now, in one statement. An act is of after the publication
/// by its number in the feed of changes.
///
/// # Errors
/// That the database does not answer.
pub fn restated(
    c: &mut Connection,
    (publication, last_change): (&str, i64),
    measures: &[(Measure, Definition)],
    visibility: &Visibility,
) -> Result<Vec<Restated>, StorageError> {
    let mut out = Fragment::default();
    out.sql(
        "SELECT k.measure, CAST(SUM(k.was) AS BIGINT), CAST(SUM(k.is_now) AS BIGINT), \
         CAST(SUM(CASE WHEN k.was <> k.is_now THEN 1 ELSE 0 END) AS BIGINT), \
         CAST(SUM(CASE WHEN k.was <> k.is_now AND NOT EXISTS (SELECT 1 FROM changes AS f \
         WHERE f.case_id = k.case_id AND (f.no IS NULL OR f.no > ",
    );
    out.sql(format!("{last_change})) THEN 1 ELSE 0 END) AS BIGINT) FROM ("));
    both(&mut out, (publication, None), measures, visibility);
    out.sql(") AS k GROUP BY k.measure ORDER BY k.measure");
    let lines: Vec<(String, i64, i64, i64, i64)> =
        sql::<(Text, BigInt, BigInt, BigInt, BigInt)>("").bind::<Bool, _>(out).load(c)?;
    let restated = |(measure, published, now, cases, without_act)| Restated {
        measure,
        published,
        now,
        cases,
        without_act,
    };
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
        now(out, definition, (visibility, ""));
        out.sql(") AS n");
    }
    out.sql(") AS b GROUP BY b.measure, b.case_id");
}
