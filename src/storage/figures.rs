//! Figures: sums over the reporting rows, of as many measures as are asked, in as few statements as they allow. What each
//! counts the domain says, and the cases behind it are listed by the same conditions (`case_list`), so the two cannot
//! differ. Not here: rates and formulas, which the domain makes of these numbers; the SQL of conditions (`figure_sql`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::connection::Connection;
use super::error::StorageError;
use super::figure_columns::column;
use super::figure_reading::Reading;
use super::figure_sql::{Dialect, Fragment, Joint};
use super::kept_sums::Kept;
use super::visibility::Visibility;

pub use crate::domain::figures::{
    Asked, Condition, Day, Definition, Dimension, Group, Identity, Measure, Period, Source, Spread, Until,
};

/// So many measures are summed in one statement.
pub(super) const MEASURES_MAX: usize = 8;
/// More groups than this are not answered.
pub const GROUPS_MAX: usize = 2_000;
/// More lines than this, of groups and days together, are not answered.
const DAYS_LINES_MAX: usize = 100_000;

/// Which of several sums it is, the columns by which it is grouped, and what the measures come to.
type SumsSql =
    (BigInt, Nullable<Text>, Nullable<Text>, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt);
type SumsLine = (i64, Option<String>, Option<String>, i64, i64, i64, i64, i64, i64, i64, i64);
type DaysSql = (Nullable<Text>, Nullable<Text>, BigInt, BigInt);

/// What measures come to by group.
pub(super) type Sums = BTreeMap<(Measure, Vec<Group>), i64>;
type PlacedSum = (usize, (Measure, Vec<Group>), i64);

/// Some measures that are summed together, and the rows of which they are.
pub(super) struct Summed<'a> {
    pub(super) measures: &'a [Measure],
    pub(super) reading: Option<Reading>,
    pub(super) rows: Rows<'a>,
}

/// Which rows are summed.
#[derive(Clone, Copy)]
pub(super) enum Rows<'a> {
    /// Of the cases that may be seen.
    Seen(&'a Visibility),
    /// All that the reading has.
    Read,
    /// Of the cases of which something was told after the end of a day, the same for all that is summed at once.
    ToldSince(NaiveDate),
}

impl Rows<'_> {
    fn told_since(&self) -> Option<NaiveDate> {
        match self {
            Rows::ToldSince(known_on) => Some(*known_on),
            Rows::Seen(_) | Rows::Read => None,
        }
    }
}

/// What is asked of the measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Of which time.
    pub asked: Asked,
    /// Only these groups; all if none.
    pub groups: Vec<Group>,
    /// Broken down by these, at most two.
    pub by: Vec<Dimension>,
    /// As it was known at the end of this day; as it is known now if none.
    pub known_on: Option<NaiveDate>,
}

impl Question {
    /// Of a time, all cases together.
    #[must_use]
    pub fn of(asked: Asked) -> Question {
        Question { asked, groups: Vec::new(), by: Vec::new(), known_on: None }
    }

    pub(super) fn definition(&self, measure: Measure) -> Definition {
        measure.definition(self.asked).within(&self.groups)
    }
}

/// What a measure comes to in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which measure.
    pub measure: Measure,
    /// The value of each dimension, in the order in which they were asked.
    pub group: Vec<Group>,
    /// Cases, persons or fen.
    pub amount: i64,
}

/// How many cases of a group took so many days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysCell {
    /// The value of each dimension.
    pub group: Vec<Group>,
    /// The days.
    pub days: i64,
    /// The cases.
    pub cases: i64,
}

/// What the measures come to, but for zeros, each once however often it is named; none where there are more than
/// [`GROUPS_MAX`] groups.
///
/// # Errors
/// That the database does not answer.
pub fn sums(
    c: &mut Connection,
    measures: &[Measure],
    question: &Question,
    visibility: &Visibility,
) -> Result<Option<Vec<Cell>>, StorageError> {
    let kept = Kept::for_question(c, question, visibility)?;
    let measures: BTreeSet<Measure> = measures.iter().copied().collect();
    let (by_day, others): (Vec<Measure>, Vec<Measure>) =
        measures.into_iter().partition(|measure| kept.is_some() && Kept::have(*measure, question));
    let mut sums = Sums::new();
    if let Some(kept) = kept.filter(|_| !by_day.is_empty()) {
        kept.add(c, &by_day, question, &mut sums)?;
    }
    for (source, together) in summed_together(&others, question) {
        let mut groups: BTreeSet<Vec<Group>> = BTreeSet::new();
        for reading in Reading::all(source, question.known_on) {
            let summed = Summed { measures: &together, reading, rows: Rows::Seen(visibility) };
            for (_, (measure, group), amount) in summed_at_once(c, &[summed], question)? {
                *sums.entry((measure, group.clone())).or_default() += amount;
                groups.insert(group);
            }
            if groups.len() > GROUPS_MAX {
                return Ok(None);
            }
        }
    }
    let sums = sums.into_iter().filter(|(_, amount)| *amount != 0);
    Ok(Some(sums.map(|((measure, group), amount)| Cell { measure, group, amount }).collect()))
}

/// What one measure comes to over all cases that it counts.
///
/// # Errors
/// That the database does not answer.
pub fn sum(
    c: &mut Connection,
    measure: Measure,
    asked: Asked,
    visibility: &Visibility,
) -> Result<i64, StorageError> {
    let cells = sums(c, &[measure], &Question::of(asked), visibility)?.unwrap_or_default();
    Ok(cells.first().map_or(0, |cell| cell.amount))
}

/// How many cases took how many days, where some days can come twice; none where there are too many lines.
///
/// # Errors
/// That the database does not answer.
pub fn days(
    c: &mut Connection,
    spread: Spread,
    question: &Question,
    visibility: &Visibility,
) -> Result<Option<Vec<DaysCell>>, StorageError> {
    let definition = spread.definition(question.asked).within(&question.groups);
    let mut cells = Vec::new();
    for reading in Reading::all(definition.source(), question.known_on) {
        let dialect = Dialect::of(c);
        let mut out = Fragment::reading(reading);
        out.sql("SELECT ");
        groups(&mut out, &question.by, (definition.on, dialect));
        between(&mut out, spread, (question.asked, dialect));
        out.sql(", COUNT(*) FROM ").out_of(&definition).sql(" AND ").seen_by(visibility).sql(" AND ");
        out.counted(&definition).sql(format!(" GROUP BY 1, 2, 3 LIMIT {}", DAYS_LINES_MAX + 1));
        let lines: Vec<(Option<String>, Option<String>, i64, i64)> =
            sql::<DaysSql>("").bind::<Bool, _>(out).load(c)?;
        let cell = |(first, second, days, cases)| DaysCell {
            group: named(&question.by, [first, second]),
            days,
            cases,
        };
        cells.extend(lines.into_iter().map(cell));
        if cells.len() > DAYS_LINES_MAX {
            return Ok(None);
        }
    }
    Ok(Some(cells))
}

/// What some sums come to, each by its place among them, in one statement. The cases of which something was told since are
/// looked for once.
pub(super) fn summed_at_once(
    c: &mut Connection,
    all: &[Summed<'_>],
    question: &Question,
) -> Result<Vec<PlacedSum>, StorageError> {
    let dialect = Dialect::of(c);
    let mut out = Fragment::default();
    if let Some(known_on) = all.iter().find_map(|summed| summed.rows.told_since()) {
        out.sql("WITH told AS MATERIALIZED (").told_since(known_on).sql(") ");
    }
    for (place, summed) in all.iter().enumerate() {
        out.sql(if place > 0 { " UNION ALL " } else { "" });
        add_sums(&mut out, (place, summed), (question, dialect));
    }
    out.sql(format!(" LIMIT {}", all.len() * (GROUPS_MAX + 1)));
    let lines: Vec<SumsLine> = sql::<SumsSql>("").bind::<Bool, _>(out).load(c)?;
    let mut sums = Vec::new();
    for (place, first, second, a, b, d, e, f, g, h, i) in lines {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let Some(summed) = all.get(place) else { continue };
        let group = named(&question.by, [first, second]);
        let amounts = summed.measures.iter().zip([a, b, d, e, f, g, h, i]);
        sums.extend(amounts.map(|(measure, amount)| (place, (*measure, group.clone()), amount)));
    }
    Ok(sums)
}

/// The measures that one statement sums: they count out of the same, and where the month is asked by the same day.
pub(super) fn summed_together(measures: &[Measure], question: &Question) -> Vec<(Source, Vec<Measure>)> {
    let is_monthly = question.by.contains(&Dimension::Month);
    let mut together: Vec<(Option<Day>, Source, Vec<Measure>)> = Vec::new();
    for measure in measures {
        let definition = question.definition(*measure);
        let key = (is_monthly.then_some(definition.on), definition.source());
        let found = together.iter_mut().find(|(day, source, list)| {
            (*day, *source) == key && list.len() < MEASURES_MAX && !list.contains(measure)
        });
        match found {
            Some((_, _, list)) => list.push(*measure),
            None => together.push((key.0, key.1, vec![*measure])),
        }
    }
    together.into_iter().map(|(_, source, list)| (source, list)).collect()
}

/// One of the sums of a statement.
fn add_sums(
    out: &mut Fragment,
    (place, summed): (usize, &Summed<'_>),
    (question, dialect): (&Question, Dialect),
) {
    let measures = summed.measures;
    let definitions: Vec<Definition> = measures.iter().map(|measure| question.definition(*measure)).collect();
    let Some(first) = definitions.first() else { return };
    out.read_from(summed.reading).sql(format!("SELECT CAST({place} AS BIGINT), "));
    groups(out, &question.by, (first.on, dialect));
    for index in 0..MEASURES_MAX {
        if index > 0 {
            out.sql(", ");
        }
        out.sum_of(definitions.get(index));
    }
    out.sql(" FROM ").out_of(first).sql(" AND ");
    match summed.rows {
        // They are few: what each measure makes of them is asked of all.
        Rows::Read => {
            out.sql("TRUE");
        }
        // They are few, and found by their ids.
        Rows::ToldSince(_) => {
            out.sql("r.case_id IN (SELECT case_id FROM told) AND ");
            out.joined(Joint::Or, &definitions, |out, definition| {
                out.counted(definition);
            });
        }
        Rows::Seen(visibility) => {
            out.seen_by(visibility).sql(" AND ");
            reached(out, measures, (&definitions, question), dialect);
        }
    }
    if !question.by.is_empty() {
        out.sql(" GROUP BY 2, 3");
    }
}

/// Which rows are read: what any of the measures counts. Accepted cases that were open in the time asked pass two
/// bounds, and facts of the period one, for which there are indexes.
fn reached(
    out: &mut Fragment,
    measures: &[Measure],
    (definitions, question): (&[Definition], &Question),
    dialect: Dialect,
) {
    let Asked { period, as_of } = question.asked;
    let facts = definitions.iter().all(|definition| definition.source() == Source::Facts);
    let mut bounds = if facts {
        let all = definitions.iter().flat_map(Definition::of_facts).collect();
        vec![Condition::Fact(all), Condition::In(Day::Fact, period)]
    } else if measures.len() > 1 && measures.iter().all(|measure| measure.is_of_accepted_cases()) {
        let before = period.from.pred_opt().unwrap_or(period.from).min(as_of);
        vec![Condition::By(Day::Accepted, period.to.max(as_of)), Condition::NotBy(Day::Closed, before)]
    } else {
        out.joined(Joint::Or, definitions, |out, definition| {
            out.counted(definition);
        });
        return;
    };
    let is_lasting = |group: &&Group| group.dimension != Dimension::Month;
    bounds.extend(question.groups.iter().filter(is_lasting).cloned().map(Condition::Group));
    out.joined(Joint::And, &bounds, |out, condition| {
        // SQLite, which keeps no statistics, would look up nearly every case by its acceptance; the closing says which few
        // were open.
        let is_passed_by = matches!(condition, Condition::By(Day::Accepted, _)) && dialect == Dialect::Sqlite;
        out.sql(if is_passed_by { "+" } else { "" }).condition(condition);
    });
}

/// Two columns for the groups, also where fewer are asked.
fn groups(out: &mut Fragment, by: &[Dimension], (on, dialect): (Day, Dialect)) {
    for index in 0..2 {
        match by.get(index) {
            Some(dimension) => out.group_value(*dimension, on, dialect),
            None => out.sql("CAST(NULL AS TEXT)"),
        };
        out.sql(", ");
    }
}

/// The days of a case.
fn between(out: &mut Fragment, spread: Spread, (asked, dialect): (Asked, Dialect)) {
    let (from, until) = spread.between();
    let (open, middle, close) = match dialect {
        Dialect::Sqlite => ("CAST(julianday(", ") - julianday(", ") AS INTEGER)"),
        Dialect::Postgres => ("CAST((", ") - (", ") AS BIGINT)"),
    };
    out.sql(open);
    match until {
        Until::Day(day) => out.sql(column(day)),
        Until::AsOf => out.day(asked.as_of),
    };
    out.sql(middle).sql(column(from)).sql(close);
}

fn named(by: &[Dimension], values: [Option<String>; 2]) -> Vec<Group> {
    by.iter().zip(values).map(|(dimension, value)| Group { dimension: *dimension, value }).collect()
}
