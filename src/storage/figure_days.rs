//! Sums of figures by the day (分日累计): kept as they were known at the end of one day, their base; what was told since is counted
//! beside them, of the few cases of which something was. So a sum over any days costs some hundred rows, and no act pays for
//! it. Not here: which measures are such sums (`figures::by_day`), and when they are made (`app::figure_days`).

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::figure_sql::{Dialect, Fragment, Joint, Reading, Value};
use super::figures::{
    Asked, Definition, Dimension, Group, MEASURES_MAX, Measure, Period, Question, Rows, Summed, Sums,
    summed_at_once, summed_together,
};
use super::schema_known::figure_day_bases as bases;
use super::visibility::Visibility;
use crate::domain::code::Coded as _;
use crate::domain::figures::{FlowPart, KEPT_BY, UNKNOWN};

/// What the sums over all cases together stand under.
const ALL: &str = "all";
const DAY: &str = "day";
const MONTH: &str = "month";
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

/// Sums that are kept, and answer a question.
pub(super) struct Kept<'q> {
    dimension: String,
    value: Option<&'q Group>,
    known_on: NaiveDate,
}

impl<'q> Kept<'q> {
    /// Those that answer a question, if they are made: of what is known now, of the whole office, and by no more than one
    /// of the standard dimensions.
    pub(super) fn for_question(
        c: &mut Connection,
        question: &'q Question,
        visibility: &Visibility,
    ) -> Result<Option<Kept<'q>>, StorageError> {
        if question.known_on.is_some() || visibility.viewer().is_some() {
            return Ok(None);
        }
        let by = question.by.iter().copied().filter(|by| *by != Dimension::Month);
        let mut dimensions: Vec<Dimension> =
            by.chain(question.groups.iter().map(|group| group.dimension)).collect();
        dimensions.dedup();
        let code = match dimensions.as_slice() {
            [] => ALL,
            [one] if KEPT_BY.contains(one) && question.by.len() < 2 && question.groups.len() < 2 => {
                one.code()
            }
            [..] => return Ok(None),
        };
        let base =
            bases::table.find(code).select(bases::known_on).first::<Option<NaiveDate>>(c).optional()?;
        let kept = |known_on| Kept { dimension: code.to_owned(), value: question.groups.first(), known_on };
        Ok(base.flatten().map(kept))
    }

    /// Whether a measure can be made of them. The month of what is open is that of the acceptance, which they do not say.
    pub(super) fn have(measure: Measure, question: &Question) -> bool {
        let is_monthly = question.by.contains(&Dimension::Month);
        measure.flows(question.asked).is_some_and(|parts| !is_monthly || parts.len() == 1)
    }

    /// Adds what some measures come to, of all of which they can be made.
    pub(super) fn add(
        &self,
        c: &mut Connection,
        measures: &[Measure],
        question: &Question,
        sums: &mut Sums,
    ) -> Result<(), StorageError> {
        let parts = |measure: &Measure| {
            let parts = measure.flows(question.asked).unwrap_or_default();
            parts.into_iter().map(|part| (*measure, part)).collect::<Vec<_>>()
        };
        let mut parts: Vec<(Measure, FlowPart)> = measures.iter().flat_map(parts).collect();
        while let Some((_, FlowPart { days, .. })) = parts.first().copied() {
            let (same, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, part)| part.days == days);
            self.add_days(c, (&same, days), question, sums)?;
            parts = others;
        }
        if is_told_since(c, self.known_on)? {
            self.add_told_since(c, measures, question, sums)?;
        }
        Ok(())
    }

    /// Adds what was known at the end of the base, over some days.
    fn add_days(
        &self,
        c: &mut Connection,
        (parts, days): (&[(Measure, FlowPart)], Period),
        question: &Question,
        sums: &mut Sums,
    ) -> Result<(), StorageError> {
        let mut codes: Vec<&str> = parts.iter().map(|(_, part)| part.flow.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        let dialect = Dialect::of(c);
        let mut out = Fragment::default();
        out.sql("SELECT k.measure, ");
        let group = match (question.by.first(), dialect) {
            (None, _) => "CAST(NULL AS TEXT)",
            (Some(Dimension::Month), Dialect::Sqlite) => "substr(k.on_date, 1, 7)",
            (Some(Dimension::Month), Dialect::Postgres) => "to_char(k.on_date, 'YYYY-MM')",
            (Some(_), _) => "k.value",
        };
        out.sql(group).sql(", CAST(SUM(k.amount) AS BIGINT) FROM (");
        for (index, (span, days)) in spans(days).into_iter().enumerate() {
            out.sql(if index > 0 { " UNION ALL " } else { "" });
            out.sql("SELECT measure, value, on_date, amount FROM figure_days WHERE dimension = ");
            out.text(&self.dimension).sql(" AND measure IN ").list(&codes).sql(" AND span = ").text(span);
            out.sql(" AND on_date BETWEEN ").day(days.from).sql(" AND ").day(days.to);
            if let Some(group) = self.value {
                out.sql(" AND value = ").text(group.code());
            }
        }
        out.sql(") AS k GROUP BY 1, 2");
        let lines: Vec<(String, Option<String>, i64)> =
            sql::<(Text, Nullable<Text>, BigInt)>("").bind::<Bool, _>(out).load(c)?;
        for (code, value, amount) in lines {
            let group = question.by.iter().map(|by| Group {
                dimension: *by,
                value: value.clone().filter(|value| *by == Dimension::Month || value != UNKNOWN),
            });
            let group: Vec<Group> = group.collect();
            for (measure, part) in parts.iter().filter(|(_, part)| part.flow.code() == code) {
                *sums.entry((*measure, group.clone())).or_default() += part.sign * amount;
            }
        }
        Ok(())
    }

    /// Adds what the cases of which something was told since bring now, and takes off what they brought at the end of the
    /// base.
    fn add_told_since(
        &self,
        c: &mut Connection,
        measures: &[Measure],
        question: &Question,
        sums: &mut Sums,
    ) -> Result<(), StorageError> {
        let together = summed_together(measures, question);
        let mut signs = Vec::new();
        let mut summed = Vec::new();
        for (source, measures) in &together {
            let before = Reading::all(*source, Some(self.known_on)).into_iter().map(|reading| (-1, reading));
            for (sign, reading) in std::iter::once((1, None)).chain(before) {
                signs.push(sign);
                summed.push(Summed { measures, reading, rows: Rows::ToldSince });
            }
        }
        for (place, key, amount) in summed_at_once(c, &summed, question, Some(self.known_on))? {
            *sums.entry(key).or_default() += signs.get(place).copied().unwrap_or(0) * amount;
        }
        Ok(())
    }
}

/// Whole months, and the days before and after them.
fn spans(days: Period) -> Vec<(&'static str, Period)> {
    let Period { from, to } = days;
    let month = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let next = |day: NaiveDate| month(day).checked_add_months(Months::new(1)).unwrap_or(day);
    let first = if from.day() == 1 { from } else { next(from) };
    let after = to.checked_add_days(Days::new(1)).map_or(to, month);
    let Some(last) = after.pred_opt().filter(|last| first < *last) else { return vec![(DAY, days)] };
    let mut spans = vec![(MONTH, Period { from: first, to: last })];
    if from < first {
        spans.push((DAY, Period { from, to: first.pred_opt().unwrap_or(first) }));
    }
    if last < to {
        spans.push((DAY, Period { from: after, to }));
    }
    spans
}

/// Whether anything was told after the end of a day.
fn is_told_since(c: &mut Connection, known_on: NaiveDate) -> Result<bool, StorageError> {
    let mut out = Fragment::default();
    out.sql("SELECT EXISTS (").told_since(known_on).sql(")");
    Ok(sql::<Bool>("").bind::<Bool, _>(out).get_result(c)?)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_whole_months_and_the_days_beside_them() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let told = |from: &str, to: &str| {
            let spans = spans(Period { from: day(from), to: day(to) });
            spans
                .into_iter()
                .map(|(span, days)| format!("{span} {} {}", days.from, days.to))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told("2021-01-15", "2021-04-10"),
            ["month 2021-02-01 2021-03-31", "day 2021-01-15 2021-01-31", "day 2021-04-01 2021-04-10"]
        );
        assert_eq!(told("2021-01-01", "2021-12-31"), ["month 2021-01-01 2021-12-31"]);
        assert_eq!(told("2021-02-01", "2021-02-28"), ["month 2021-02-01 2021-02-28"]);
        assert_eq!(told("2021-02-02", "2021-03-30"), ["day 2021-02-02 2021-03-30"]);
        assert_eq!(told("2021-02-01", "2021-02-27"), ["day 2021-02-01 2021-02-27"]);
        assert_eq!(told("2021-03-05", "2021-03-05"), ["day 2021-03-05 2021-03-05"]);
        // Nothing lies between them, and nothing is asked.
        assert_eq!(told("2021-03-05", "2021-03-04"), ["day 2021-03-05 2021-03-04"]);
    }
}
