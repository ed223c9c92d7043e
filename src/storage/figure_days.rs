//! Sums of figures by the day (分日累计): kept as they were known at the end of one day, their base; what was told since is counted
//! beside them. So a sum over any days costs some hundred rows, and no act pays for it. Not here: which measures are such sums
//! (`figures::by_day`), when they are made (`app::figure_days`), and what they answer (`kept_sums`).

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::figure_reading::Reading;
use super::figure_sql::{Dialect, Fragment, Joint, Value};
use super::figures::{
    Asked, Definition, Dimension, MEASURES_MAX, Measure, Period, Question, summed_together,
};
use super::schema_known::figure_day_bases as bases;
use crate::domain::code::Coded as _;
use crate::domain::figures::UNKNOWN;

/// What the sums over all cases together stand under.
pub(super) const ALL: &str = "all";
pub(super) const DAY: &str = "day";
pub(super) const MONTH: &str = "month";
/// So many rows travel in one statement.
const CHUNK_ROWS: usize = 1_000;

/// How far the sums of a dimension are made.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Base {
    /// The code of the dimension, or `all`.
    pub dimension: String,
    /// At the end of which day they were known so; none where there are none.
    pub known_on: Option<NaiveDate>,
    /// Raised when it changes, and when what was known before is written anew.
    pub epoch: i64,
}

impl Base {
    fn of(&self) -> Option<Dimension> {
        Dimension::from_code(&self.dimension)
    }
}

/// One sum: of which measure, over a day or a month that begins on it, and of which value of the dimension.
pub type Line = (Measure, &'static str, NaiveDate, String);

/// How far the sums of each dimension are made, in the order of their codes.
///
/// # Errors
/// That the database does not answer.
pub fn all_bases(c: &mut Connection) -> Result<Vec<Base>, StorageError> {
    let mut all: Vec<Base> =
        bases::table.select((bases::dimension, bases::known_on, bases::epoch)).load(c)?;
    all.sort_by(|a, b| a.dimension.cmp(&b.dimension));
    Ok(all)
}

/// By how much the sums of a dimension differ at the end of a day from its base; the sums themselves, where it has none.
/// Reads in several statements, which must see one moment.
///
/// # Errors
/// That the database does not answer.
pub fn made(
    c: &mut Connection,
    base: &Base,
    known_on: NaiveDate,
) -> Result<BTreeMap<Line, i64>, StorageError> {
    let mut lines: BTreeMap<Line, i64> = BTreeMap::new();
    let always = Question::of(Asked::of(Period::ALWAYS));
    let by_day = Question { by: vec![Dimension::Month], ..always };
    let measures: Vec<Measure> = Measure::kept_by_day().collect();
    for (source, together) in summed_together(&measures, &by_day) {
        for (sign, day) in [(1, Some(known_on)), (-1, base.known_on)] {
            let Some(day) = day else { continue };
            for reading in Reading::all(source, Some(day)) {
                for (measure, on, value, amount) in days_of(c, &together, (base, reading))? {
                    let month = on.with_day(1).unwrap_or(on);
                    *lines.entry((measure, DAY, on, value.clone())).or_default() += sign * amount;
                    *lines.entry((measure, MONTH, month, value)).or_default() += sign * amount;
                }
            }
        }
    }
    lines.retain(|_, amount| *amount != 0);
    Ok(lines)
}

type DaysSql = (Nullable<Text>, Date, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt);
type DaysLine = (Option<String>, NaiveDate, i64, i64, i64, i64, i64, i64, i64, i64);

/// What some measures of one day of the case come to, by that day and by the dimension.
fn days_of(
    c: &mut Connection,
    measures: &[Measure],
    (base, reading): (&Base, Option<Reading>),
) -> Result<Vec<(Measure, NaiveDate, String, i64)>, StorageError> {
    let always = Asked::of(Period::ALWAYS);
    let definitions: Vec<Definition> = measures.iter().map(|measure| measure.definition(always)).collect();
    let Some(first) = definitions.first() else { return Ok(Vec::new()) };
    let dialect = Dialect::of(c);
    let mut out = Fragment::reading(reading);
    out.sql("SELECT ");
    match base.of() {
        None => out.sql("CAST(NULL AS TEXT)"),
        Some(dimension) => out.group_value(dimension, first.on, dialect),
    };
    out.sql(", ").day_of(first.on);
    for index in 0..MEASURES_MAX {
        out.sql(", ").sum_of(definitions.get(index));
    }
    out.sql(" FROM ").out_of(first).sql(" AND ");
    if let Some(known_on) = base.known_on {
        out.of_those_told_since(known_on).sql(" AND ");
    }
    out.joined(Joint::Or, &definitions, |out, definition| {
        out.counted(definition);
    });
    out.sql(" GROUP BY 1, 2");
    let lines: Vec<DaysLine> = sql::<DaysSql>("").bind::<Bool, _>(out).load(c)?;
    let mut all = Vec::with_capacity(lines.len());
    for (value, on, a, b, d, e, f, g, h, i) in lines {
        let value = value.unwrap_or_else(|| base.of().map_or("", |_| UNKNOWN).to_owned());
        let amounts = measures.iter().zip([a, b, d, e, f, g, h, i]).filter(|(_, amount)| *amount != 0);
        all.extend(amounts.map(|(measure, amount)| (*measure, on, value.clone(), amount)));
    }
    Ok(all)
}

/// Adds to the sums of a dimension what [`made`] found, and so takes its base to a day. False where others wrote meanwhile
/// what was known before, or these sums: then nothing is done.
///
/// # Errors
/// That the database refused.
pub fn put(
    tx: &mut Tx,
    base: &Base,
    known_on: NaiveDate,
    lines: &BTreeMap<Line, i64>,
) -> Result<bool, StorageError> {
    let same = bases::table.find(&base.dimension).filter(bases::epoch.eq(base.epoch));
    let next = (bases::known_on.eq(known_on), bases::epoch.eq(bases::epoch + 1));
    if diesel::update(same).set(next).execute(&mut **tx)? == 0 {
        return Ok(false);
    }
    if base.known_on.is_none() {
        let mut out = Fragment::default();
        out.sql("DELETE FROM figure_days WHERE dimension = ").text(&base.dimension);
        out.execute(tx)?;
    }
    let mut lines = lines.iter().peekable();
    while lines.peek().is_some() {
        let mut out = Fragment::default();
        out.sql("INSERT INTO figure_days (dimension, measure, span, on_date, value, amount) VALUES ");
        for (index, ((measure, span, on, value), amount)) in lines.by_ref().take(CHUNK_ROWS).enumerate() {
            let text = |text: &str| Value::Text(Some(text.to_owned()));
            out.sql(if index > 0 { ", " } else { "" }).values(vec![
                text(&base.dimension),
                text(measure.code()),
                text(span),
                Value::Day(Some(*on)),
                text(value),
                Value::Big(*amount),
            ]);
        }
        out.sql(" ON CONFLICT (dimension, measure, span, on_date, value) DO UPDATE SET amount = ");
        out.sql("figure_days.amount + excluded.amount");
        out.execute(tx)?;
    }
    Ok(true)
}

/// The sums that are kept of a dimension, but for zeros.
///
/// # Errors
/// A measure that this program does not know; that the database does not answer.
pub fn of_dimension(c: &mut Connection, dimension: &str) -> Result<BTreeMap<Line, i64>, StorageError> {
    let mut out = Fragment::default();
    out.sql(
        "SELECT measure, span, on_date, value, amount FROM figure_days WHERE amount <> 0 AND dimension = ",
    );
    out.text(dimension);
    let lines: Vec<(String, String, NaiveDate, String, i64)> =
        sql::<(Text, Text, Date, Text, BigInt)>("").bind::<Bool, _>(out).load(c)?;
    let line = |(code, span, on, value, amount): (String, String, NaiveDate, String, i64)| {
        let measure = Measure::from_code(&code).ok_or_else(|| StorageError::Inconsistent {
            table: "figure_days",
            key: code.clone(),
            what: "no such measure".to_owned(),
        })?;
        Ok(((measure, if span == MONTH { MONTH } else { DAY }, on, value), amount))
    };
    lines.into_iter().map(line).collect()
}

/// What was known before is written anew, or may be: the sums are none until they are made again.
///
/// # Errors
/// That the database does not answer.
pub fn forget(tx: &mut Tx) -> Result<(), StorageError> {
    let none = bases::known_on.eq(None::<NaiveDate>);
    diesel::update(bases::table).set((none, bases::epoch.eq(bases::epoch + 1))).execute(&mut **tx)?;
    Ok(())
}
