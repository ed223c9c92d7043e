//! What sums by the day answer (由分日累计作答): they themselves over the days that are asked, and what was told since their base.
//! Not here: how they are kept (`figure_days`).

use chrono::{Datelike as _, Days, Months, NaiveDate};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::connection::Connection;
use super::error::StorageError;
use super::figure_days::{ALL, DAY, MONTH};
use super::figure_reading::Reading;
use super::figure_sql::{Dialect, Fragment};
use super::figures::{
    Dimension, Group, Measure, Period, Question, Rows, Summed, Sums, summed_at_once, summed_together,
};
use super::schema_known::figure_day_bases as bases;
use super::visibility::Visibility;
use crate::domain::code::Coded as _;
use crate::domain::figures::{FlowPart, KEPT_BY, Source, UNKNOWN};

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

    /// Adds what was told since, and takes off what it replaced.
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
            for (sign, reading, rows) in self.readings_since(*source) {
                signs.push(sign);
                summed.push(Summed { measures, reading, rows });
            }
        }
        for (place, key, amount) in summed_at_once(c, &summed, question)? {
            *sums.entry(key).or_default() += signs.get(place).copied().unwrap_or(0) * amount;
        }
        Ok(())
    }

    /// What is read to be added, and to be taken off. Of cases it is just what was told, by its day. A fact counts with its case,
    /// of which either may have been told otherwise: whatever such a case brings now is added, and what it brought is taken off.
    fn readings_since(&self, source: Source) -> Vec<(i64, Option<Reading>, Rows<'static>)> {
        if source == Source::Cases {
            let told = Reading::of_cases_since(self.known_on);
            return told.map(|(sign, reading)| (sign, Some(reading), Rows::Read)).to_vec();
        }
        let before = Reading::all(source, Some(self.known_on)).into_iter().map(|reading| (-1, reading));
        let all = std::iter::once((1, None)).chain(before);
        all.map(|(sign, reading)| (sign, reading, Rows::ToldSince(self.known_on))).collect()
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
