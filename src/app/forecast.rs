//! The forecast (结案预测), counted at one moment: how a closure rate stands, what is open, and which deadlines fall before the
//! day that is asked. What they come to is the domain's (`figures::Forecast`).

use chrono::NaiveDate;

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::statistics::{Question, totals, unsigned};
use crate::domain::deadline::rule::RuleId;
use crate::domain::figures::{Asked, Forecast, Measure, OpenCases, Period, Rate, Standing, Target};
use crate::domain::permission::Operation;
pub use crate::storage::open_cases::OpenCase;
use crate::storage::{Connection, Visibility, bridge, deadlines, open_cases};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastAsked {
    /// Which rate.
    pub rate: Rate,
    /// Where it should be.
    pub target: Target,
    /// From the first day that counts through today.
    pub so_far: Period,
    /// By the end of which day.
    pub by: NaiveDate,
    /// So many cases are taken to be accepted until then.
    pub more: u64,
    /// So many cases are named at most.
    pub limit: u32,
}

/// What is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecasted {
    /// How the rate stands, without what may be accepted yet.
    pub standing: Standing,
    /// What the target takes.
    pub forecast: Forecast,
    /// The deadlines that the office owes by the day, by their rules.
    pub deadlines: Vec<(RuleId, u64)>,
    /// The open cases that come first.
    pub first: Vec<OpenCase>,
}

impl Register {
    /// What a target takes, in a few statements.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub async fn forecast(&self, caller: &Caller, asked: ForecastAsked) -> Result<Forecasted, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        let visibility = caller.figure_visibility();
        self.store.snapshot(move |c: &mut Connection| forecast(c, asked, &visibility)).await
    }
}

fn forecast(c: &mut Connection, asked: ForecastAsked, visibility: &Visibility) -> Result<Forecasted, Error> {
    let (time, parts) = (Asked::of(asked.so_far), asked.rate.parts());
    let measures: Vec<Measure> = parts.all().collect();
    let totals = totals(c, &measures, &Question::of(time), visibility)?;
    let sum = |measures: &[Measure]| {
        unsigned(measures.iter().filter_map(|measure| totals.get(measure)).sum::<i64>())
    };
    let standing = Standing { closed: sum(parts.above)?, of: sum(parts.below)? };
    let Some(open) = asked.rate.open_cases(time) else {
        return Err(Error::Broken("a rate that is not forecast was asked".to_owned()));
    };
    let mut cases = OpenCases::default();
    for (day, count) in open_cases::by_last_day(c, &open, visibility)? {
        match day {
            Some(day) => {
                cases.by_last_day.insert(day, unsigned(count)?);
            }
            None => cases.without = unsigned(count)?,
        }
    }
    let rules = deadlines::owed_by_rule(c, (asked.so_far.to, asked.by), visibility)?;
    let rules = rules.into_iter().map(|(code, count)| {
        let place = bridge::Place { table: "deadlines", key: &code, column: "rule" };
        Ok((bridge::parse(&code, place)?, unsigned(count)?))
    });
    let then = Standing { of: standing.of.saturating_add(asked.more), ..standing };
    Ok(Forecasted {
        standing,
        forecast: Forecast::of(asked.target, then, &cases, (asked.so_far.to, asked.by)),
        deadlines: rules.collect::<Result<_, Error>>()?,
        first: open_cases::first_due(c, (&open, asked.limit), visibility)?,
    })
}
