//! The conditions and groups of figures as SQL: a walk over what the domain says (`figures::Condition`), each kind of
//! condition written once. Values travel as parameters. Not here: what is asked with it (`figures`).

use std::borrow::Cow;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::expression::{AppearsOnTable, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text};

use super::connection::{Backend, Connection, Tx};
use super::error::StorageError;
use super::figure_columns::{column, dimension_column, quoted, step_column};
use super::figure_reading::{Place, Reading};
use super::visibility::Visibility;
use crate::domain::code::Coded as _;
use crate::domain::docket::office_midnight;
use crate::domain::figures::{
    Amount, Attained, Condition, Day, Definition, Dimension, Fact, Group, RatingIs, Source,
};
use crate::domain::rating::Score;

/// Text of SQL with its parameters, in their order.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    parts: Vec<Part>,
    /// From where rows come; what is known now if none.
    reading: Option<Reading>,
}

#[derive(Debug)]
enum Part {
    Sql(Cow<'static, str>),
    Value(Value),
}

/// A parameter.
#[derive(Debug)]
pub(super) enum Value {
    Text(Option<String>),
    Day(Option<NaiveDate>),
    Flag(Option<bool>),
    Int(i32),
    Big(i64),
}

/// The columns of `reporting`, in the order of [`super::reporting::ReportingRow`].
pub(super) const ROW_COLUMNS: &str = "case_id, kind, region, cause, procedure, channel, collective, workers, received_on, accepted_on, first_hearing_on, closed_on, archived_on, manner, result, in_time, due_on, quick_filing, quick_mediation_before, quick_mediation, quick_hearing, quick_closing, claimed_fen, awarded_fen, receipt_told, arbitrator_id, mediator_id, employer_kind, industry, known_from";
/// The columns of `reporting_facts`, in the order of [`super::reporting::FactRow`].
pub(super) const FACT_COLUMNS: &str = "case_id, fact, entry_no, on_date, amount, known_from";
/// The code of what ends a rectification.
const RECTIFICATION: &str = "rectification";

/// What the databases write differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub(super) fn of(c: &Connection) -> Dialect {
        match c {
            Connection::Sqlite(_) => Dialect::Sqlite,
            Connection::Postgres(_) => Dialect::Postgres,
        }
    }
}

/// What stands between conditions.
#[derive(Debug, Clone, Copy)]
pub(super) enum Joint {
    And,
    Or,
}

impl Fragment {
    /// One that reads from some place.
    pub(super) fn reading(reading: Option<Reading>) -> Fragment {
        Fragment { parts: Vec::new(), reading }
    }

    /// Goes on with another place.
    pub(super) fn read_from(&mut self, reading: Option<Reading>) -> &mut Fragment {
        self.reading = reading;
        self
    }

    pub(super) fn sql(&mut self, sql: impl Into<Cow<'static, str>>) -> &mut Fragment {
        self.parts.push(Part::Sql(sql.into()));
        self
    }

    pub(super) fn day(&mut self, day: NaiveDate) -> &mut Fragment {
        self.value(Value::Day(Some(day)))
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Fragment {
        self.value(Value::Text(Some(text.to_owned())))
    }

    /// Runs it, for what it changes. Says in how many rows.
    pub(super) fn execute(self, tx: &mut Tx) -> Result<usize, StorageError> {
        Ok(sql::<Bool>("").bind::<Bool, _>(self).execute(&mut **tx)?)
    }

    fn value(&mut self, value: Value) -> &mut Fragment {
        self.parts.push(Part::Value(value));
        self
    }

    /// A list of texts in brackets.
    pub(super) fn list(&mut self, texts: &[&str]) -> &mut Fragment {
        self.values(texts.iter().map(|text| Value::Text(Some((*text).to_owned()))).collect())
    }

    /// A list of values in brackets.
    pub(super) fn values(&mut self, values: Vec<Value>) -> &mut Fragment {
        self.sql("(");
        for (index, value) in values.into_iter().enumerate() {
            self.sql(if index > 0 { ", " } else { "" }).value(value);
        }
        self.sql(")")
    }

    /// What a measure counts, as `v` where it is not the cases themselves, and the rows of the cases as `r`, with what
    /// must be true of the place; conditions may follow.
    pub(super) fn out_of(&mut self, definition: &Definition) -> &mut Fragment {
        let reading = self.reading;
        let (rows, facts) = reading.map_or((Place::Still, Place::Still), Reading::places);
        let table = match rows {
            Place::Still => "reporting AS r",
            Place::Past => "reporting_past AS r",
        };
        let joined = match (definition.source(), facts) {
            (Source::Cases, _) => None,
            (Source::Facts, Place::Still) => Some("reporting_facts"),
            (Source::Facts, Place::Past) => Some("reporting_facts_past"),
            (Source::Ratings, _) => Some("ratings"),
        };
        match joined {
            None => self.sql(table),
            Some(counted) => self.sql(format!("{counted} AS v JOIN {table} ON r.case_id = v.case_id")),
        };
        self.sql(" WHERE ");
        let known_on = match reading {
            None => return self.sql("TRUE"),
            Some(Reading::Since(day)) => return self.sql("r.known_from > ").day(day),
            Some(Reading::Then { known_on, .. }) => known_on,
        };
        self.known("r", rows, known_on);
        match definition.source() {
            Source::Cases => self,
            Source::Facts => self.sql(" AND ").known("v", facts, known_on),
            // A rating is given and written down on one day.
            Source::Ratings => self.sql(" AND v.rated_on <= ").day(known_on),
        }
    }

    fn known(&mut self, table: &'static str, place: Place, on: NaiveDate) -> &mut Fragment {
        self.sql(format!("{table}.known_from <= ")).day(on);
        match place {
            Place::Still => self,
            Place::Past => self.sql(format!(" AND {table}.known_until > ")).day(on),
        }
    }

    /// Whatever is in the list, with `AND` or `OR` between; of nothing, true or false.
    pub(super) fn joined<T>(
        &mut self,
        joint: Joint,
        list: &[T],
        mut one: impl FnMut(&mut Fragment, &T),
    ) -> &mut Fragment {
        let (empty, between) = match joint {
            Joint::And => ("TRUE", " AND "),
            Joint::Or => ("FALSE", " OR "),
        };
        if list.is_empty() {
            return self.sql(empty);
        }
        self.sql("(");
        for (index, item) in list.iter().enumerate() {
            if index > 0 {
                self.sql(between);
            }
            one(self, item);
        }
        self.sql(")")
    }

    /// Every condition of a measure.
    pub(super) fn counted(&mut self, definition: &Definition) -> &mut Fragment {
        self.joined(Joint::And, &definition.when, |out, condition| {
            out.condition(condition);
        })
    }

    /// One condition.
    pub(super) fn condition(&mut self, condition: &Condition) -> &mut Fragment {
        match condition {
            Condition::Kind(kind) => self.is("r.kind", kind.code()),
            Condition::In(day, period) => {
                self.sql(column(*day)).sql(" BETWEEN ").day(period.from).sql(" AND ").day(period.to)
            }
            Condition::By(day, last) => self.sql(column(*day)).sql(" <= ").day(*last),
            Condition::NotBy(day, last) => {
                let column = column(*day);
                self.sql(format!("({column} IS NULL OR {column} > ")).day(*last).sql(")")
            }
            Condition::Has(day) => self.sql(column(*day)).sql(" IS NOT NULL"),
            Condition::Lacks(day) => self.sql(column(*day)).sql(" IS NULL"),
            Condition::Manner(manners) => {
                let codes: Vec<String> = manners.iter().map(|manner| quoted(manner.code())).collect();
                self.sql(format!("r.manner IN ({})", codes.join(", ")))
            }
            Condition::Outcome(Some(outcome)) => self.is("r.result", outcome.code()),
            Condition::Outcome(None) => self.sql("r.result IS NULL"),
            Condition::InTime(Some(true)) => self.sql("r.in_time = TRUE"),
            Condition::InTime(Some(false)) => self.sql("r.in_time = FALSE"),
            Condition::InTime(None) => self.sql("r.in_time IS NULL"),
            Condition::Step(step, Attained::Either) => self.sql(step_column(*step)).sql(" IS NOT NULL"),
            Condition::Step(step, Attained::Within) => self.sql(step_column(*step)).sql(" = TRUE"),
            Condition::Step(step, Attained::Beyond) => self.sql(step_column(*step)).sql(" = FALSE"),
            Condition::Collective => self.sql("r.collective = TRUE"),
            Condition::ReceiptTold(true) => self.sql("r.receipt_told = TRUE"),
            Condition::ReceiptTold(false) => self.sql("r.receipt_told = FALSE"),
            Condition::Fact(facts) => {
                let codes: Vec<String> = facts.iter().map(|fact: &Fact| quoted(fact.code())).collect();
                self.sql(format!("v.fact IN ({})", codes.join(", ")))
            }
            Condition::Rating(RatingIs::Satisfied) => self.sql("v.due_on IS NULL"),
            Condition::Rating(RatingIs::Bad) => self.sql("v.due_on IS NOT NULL"),
            Condition::Rating(RatingIs::RectifiedInTime) => self.rectified_in_time(),
            Condition::Rated => self.rated(),
            Condition::Group(group) => self.group(group),
        }
    }

    /// An answer has its own day, and may be written down later.
    fn rectified_in_time(&mut self) -> &mut Fragment {
        self.sql("EXISTS (SELECT 1 FROM rating_answers AS a WHERE a.rating_id = v.id AND a.kind = ");
        self.sql(quoted(RECTIFICATION)).sql(" AND a.on_date <= v.due_on");
        if let Some(next) = self.reading.and_then(Reading::known_on).and_then(|day| day.succ_opt()) {
            self.sql(" AND a.recorded_at < ").value(Value::Big(office_midnight(next).timestamp_micros()));
        }
        self.sql(")")
    }

    fn rated(&mut self) -> &mut Fragment {
        self.sql("EXISTS (SELECT 1 FROM ratings AS x WHERE x.case_id = r.case_id");
        if let Some(known_on) = self.reading.and_then(Reading::known_on) {
            self.sql(" AND x.rated_on <= ").day(known_on);
        }
        self.sql(")")
    }

    fn is(&mut self, column: &'static str, code: &str) -> &mut Fragment {
        self.sql(format!("{column} = {}", quoted(code)))
    }

    fn group(&mut self, group: &Group) -> &mut Fragment {
        let column = dimension_column(group.dimension);
        match &group.value {
            Some(value) => self.sql(column).sql(" = ").text(value),
            None => self.sql(column).sql(" IS NULL"),
        }
    }

    /// The value by which what a measure counts is grouped.
    pub(super) fn group_value(&mut self, dimension: Dimension, on: Day, dialect: Dialect) -> &mut Fragment {
        match (dimension, dialect) {
            (Dimension::Month, Dialect::Sqlite) => self.sql(format!("substr({}, 1, 7)", column(on))),
            (Dimension::Month, Dialect::Postgres) => self.sql(format!("to_char({}, 'YYYY-MM')", column(on))),
            (_, Dialect::Sqlite | Dialect::Postgres) => self.sql(dimension_column(dimension)),
        }
    }

    /// The day by which a measure counts.
    pub(super) fn day_of(&mut self, on: Day) -> &mut Fragment {
        self.sql(column(on))
    }

    /// How much each brings.
    pub(super) fn amount(&mut self, amount: Amount) -> &mut Fragment {
        match amount {
            Amount::Case | Amount::Rating => self.sql("1"),
            Amount::Workers => self.sql("r.workers"),
            Amount::Claimed => self.sql("r.claimed_fen"),
            Amount::Awarded => self.sql("r.awarded_fen"),
            Amount::Fact(_) => self.sql("v.amount"),
            Amount::Points => {
                let points = |score: Score| format!("WHEN {} THEN {} ", quoted(score.code()), score.points());
                let each: String = Score::ROWS.iter().map(|(score, _)| points(*score)).collect();
                self.sql(format!("CASE v.score {each}ELSE 0 END"))
            }
        }
    }

    /// What all that a measure counts brings; of no measure, nothing.
    pub(super) fn sum_of(&mut self, definition: Option<&Definition>) -> &mut Fragment {
        let Some(definition) = definition else { return self.sql("CAST(0 AS BIGINT)") };
        self.sql("CAST(COALESCE(SUM(CASE WHEN ").counted(definition).sql(" THEN ");
        self.amount(definition.amount).sql(" ELSE 0 END), 0) AS BIGINT)")
    }

    /// The ids of the cases of which something was told after the end of a day.
    pub(super) fn told_since(&mut self, known_on: NaiveDate) -> &mut Fragment {
        self.sql("SELECT case_id FROM reporting WHERE known_from > ").day(known_on);
        self.sql(" UNION ALL SELECT case_id FROM reporting_facts WHERE known_from > ").day(known_on);
        self.sql(" UNION ALL SELECT case_id FROM reporting_facts_past WHERE known_until > ").day(known_on)
    }

    /// Only those cases.
    pub(super) fn of_those_told_since(&mut self, known_on: NaiveDate) -> &mut Fragment {
        self.sql("r.case_id IN (").told_since(known_on).sql(")")
    }

    /// Only what may be seen.
    pub(super) fn seen_by(&mut self, visibility: &Visibility) -> &mut Fragment {
        match visibility.viewer() {
            None => self.sql("TRUE"),
            Some(viewer) => self
                .sql("r.case_id IN (SELECT case_id FROM case_viewers WHERE viewer = ")
                .text(viewer)
                .sql(")"),
        }
    }
}

impl QueryFragment<Backend> for Fragment {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        self.parts.iter().try_for_each(|part| match part {
            Part::Sql(sql) => {
                out.push_sql(sql);
                Ok(())
            }
            Part::Value(Value::Text(text)) => out.push_bind_param::<Nullable<Text>, Option<String>>(text),
            Part::Value(Value::Day(day)) => out.push_bind_param::<Nullable<Date>, Option<NaiveDate>>(day),
            Part::Value(Value::Flag(flag)) => out.push_bind_param::<Nullable<Bool>, Option<bool>>(flag),
            Part::Value(Value::Int(number)) => out.push_bind_param::<Integer, i32>(number),
            Part::Value(Value::Big(number)) => out.push_bind_param::<BigInt, i64>(number),
        })
    }
}

impl QueryId for Fragment {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

// Which tables it names, only whoever writes it knows; as diesel's own literals it may stand anywhere.
impl Expression for Fragment {
    type SqlType = Bool;
}

impl<Table> AppearsOnTable<Table> for Fragment {}

impl<Table> SelectableExpression<Table> for Fragment {}

impl<GroupBy> ValidGrouping<GroupBy> for Fragment {
    type IsAggregate = is_aggregate::Never;
}
