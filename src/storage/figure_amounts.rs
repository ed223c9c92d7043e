//! What each case of a list brings to the figure behind it (各案计入的数额), and what all of them bring: the sums by which whoever
//! reads the list follows a figure to its parts. Not here: which cases they are (`case_list`), and figures (`figures`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::connection::Connection;
use super::error::StorageError;
use super::figure_cases::CasesBehind;
use super::figure_reading::Reading;
use super::figure_sql::Fragment;
use super::visibility::Visibility;
use crate::domain::figures::{Amount, Definition};

impl CasesBehind {
    /// What is summed, and as it was known on which day, where a case can bring another amount than one.
    #[must_use]
    pub fn summed(&self) -> Option<(&Definition, Option<NaiveDate>)> {
        match self {
            CasesBehind::Counted(definition, known_on) => {
                (definition.amount != Amount::Case).then_some((definition, *known_on))
            }
            CasesBehind::Untied(..) => None,
        }
    }
}

/// What each of some cases brings, in one statement; a case that is not counted is not there.
///
/// # Errors
/// That the database does not answer.
pub fn of_cases(
    c: &mut Connection,
    (definition, known_on): (&Definition, Option<NaiveDate>),
    case_ids: &[&str],
) -> Result<BTreeMap<String, i64>, StorageError> {
    if case_ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut out = Fragment::default();
    out.sql("SELECT k.case_id, CAST(SUM(k.amount) AS BIGINT) FROM (");
    brought(&mut out, (definition, known_on), |out| {
        out.sql("r.case_id IN ").list(case_ids);
    });
    out.sql(") AS k GROUP BY k.case_id");
    let lines: Vec<(String, i64)> = sql::<(Text, BigInt)>("").bind::<Bool, _>(out).load(c)?;
    Ok(lines.into_iter().collect())
}

/// What all cases bring that may be seen: what the figure comes to.
///
/// # Errors
/// That the database does not answer.
pub fn of_all(
    c: &mut Connection,
    (definition, known_on): (&Definition, Option<NaiveDate>),
    visibility: &Visibility,
) -> Result<i64, StorageError> {
    let mut out = Fragment::default();
    out.sql("SELECT CAST(COALESCE(SUM(k.amount), 0) AS BIGINT) FROM (");
    brought(&mut out, (definition, known_on), |out| {
        out.seen_by(visibility);
    });
    out.sql(") AS k");
    Ok(sql::<BigInt>("").bind::<Bool, _>(out).get_result(c)?)
}

/// Each thing that is counted in the cases of which something holds, with what it brings.
fn brought(
    out: &mut Fragment,
    (definition, known_on): (&Definition, Option<NaiveDate>),
    of: impl Fn(&mut Fragment),
) {
    for (index, reading) in Reading::all(definition.source(), known_on).into_iter().enumerate() {
        out.sql(if index > 0 { " UNION ALL " } else { "" }).read_from(reading);
        out.sql("SELECT r.case_id AS case_id, ").amount(definition.amount).sql(" AS amount FROM ");
        out.out_of(definition).sql(" AND ");
        of(out);
        out.sql(" AND ").counted(definition);
    }
}
