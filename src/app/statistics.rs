//! Statistics (统计): counted from the reporting rows, in two statements at one moment.

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::{ArrearsCounts, ClosureCounts, Period};
use crate::domain::money::Fen;
use crate::domain::permission::Operation;
use crate::domain::quick_step::QuickStep;
use crate::storage::figures::{self, FigureFilter};
use crate::storage::quick_steps::step_counts;
pub use crate::storage::quick_steps::{StepCases, StepCounts};
use crate::storage::{Connection, StorageError, Visibility, arrears, bridge};

impl Register {
    /// The counts of the closure report, for a caller who may see figures.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub async fn closure(&self, caller: &Caller, period: Period) -> Result<ClosureCounts, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        let visibility = caller.figure_visibility();
        self.store.snapshot(move |c: &mut Connection| counts(c, period, &visibility)).await
    }

    /// Of each quick step, how many cases did it in a period, and how many within the office's target.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub async fn quick_steps(
        &self,
        caller: &Caller,
        period: Period,
    ) -> Result<Vec<(QuickStep, StepCounts)>, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        let visibility = caller.figure_visibility();
        let work = move |c: &mut Connection| {
            let steps = QuickStep::ROWS.iter().map(|(step, _)| *step);
            let counted = steps.map(|step| Ok((step, step_counts(c, (step, period), &visibility)?)));
            counted.collect::<Result<_, Error>>()
        };
        self.store.snapshot(work).await
    }

    /// The wage-arrears counts of a period, in two statements at one moment.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub async fn wage_arrears(&self, caller: &Caller, period: Period) -> Result<ArrearsCounts, Error> {
        ensure(caller, Operation::ReadArrearsFigures, None)?;
        let visibility = caller.visibility_for(Operation::ReadArrearsFigures);
        self.store.snapshot(move |c: &mut Connection| arrears_counts(c, period, &visibility)).await
    }

    /// The wage-arrears counts of a period, for whoever has the database itself: the command line.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn wage_arrears_of_office(&self, period: Period) -> Result<ArrearsCounts, Error> {
        self.store.snapshot_blocking(|c| arrears_counts(c, period, &Visibility::Office))
    }

    /// The counts and the causes of a period, for whoever has the database itself: the command line.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn closure_of_office(&self, period: Period) -> Result<(ClosureCounts, Vec<(Cause, u64)>), Error> {
        self.store.snapshot_blocking(|c| {
            let counts = counts(c, period, &Visibility::Office)?;
            let causes = figures::accepted_by_cause(c, period)?;
            let causes = causes.into_iter().map(|(code, cases)| {
                let place = bridge::Place { table: "reporting", key: &code, column: "cause" };
                Ok((bridge::parse(&code, place)?, unsigned(cases)?))
            });
            Ok((counts, causes.collect::<Result<_, Error>>()?))
        })
    }
}

fn counts(c: &mut Connection, period: Period, visibility: &Visibility) -> Result<ClosureCounts, Error> {
    let filter = FigureFilter::default();
    let cases = figures::closure_counts(c, period, &filter, visibility)?;
    let money = figures::sum_recovered(c, period, &filter, visibility)?;
    Ok(ClosureCounts {
        accepted: unsigned(cases.accepted)?,
        closed: unsigned(cases.closed)?,
        carried_in: unsigned(cases.carried_in)?,
        carried_out: unsigned(cases.carried_out)?,
        cohort_closed: unsigned(cases.cohort_closed)?,
        recovered: Fen(money.after_acceptance_fen),
        recovered_before_acceptance: Fen(money.before_acceptance_fen),
    })
}

fn arrears_counts(
    c: &mut Connection,
    period: Period,
    visibility: &Visibility,
) -> Result<ArrearsCounts, Error> {
    let inspected = arrears::inspected_counts(c, period, visibility)?;
    let coordinated = arrears::coordinated_counts(c, period, visibility)?;
    Ok(ArrearsCounts {
        projects_inspected: unsigned(inspected.projects_inspected)?,
        hazards_found: unsigned(inspected.hazards_found)?,
        hazards_resolved: unsigned(inspected.hazards_resolved)?,
        disputes_coordinated: unsigned(coordinated.disputes_coordinated)?,
        workers: unsigned(coordinated.workers)?,
        wages_recovered: Fen(coordinated.wages_recovered_fen),
    })
}

fn unsigned(count: i64) -> Result<u64, Error> {
    let wrong = |_| StorageError::Inconsistent {
        table: "reporting",
        key: "count".to_owned(),
        what: count.to_string(),
    };
    u64::try_from(count).map_err(|error| wrong(error).into())
}
