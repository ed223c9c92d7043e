//! Statistics (统计): counted from the reporting rows, at one moment. What each figure counts is the domain's (`figures`).

use std::collections::{BTreeMap, BTreeSet};

use crate::app::error::Error;
use crate::app::indicators::Names;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::{
    ArrearsCounts, ArrearsMeasure, Asked, Attained, ClosureCounts, Days, Dimension, Figure, Group, Identity,
    Measure, OF_THE_CLOSURE_REPORT, Period, Spread,
};
use crate::domain::money::Fen;
use crate::domain::permission::Operation;
use crate::domain::quick_step::QuickStep;
use crate::domain::refusal::Words;
pub use crate::storage::figure_cases::CasesBehind;
use crate::storage::figures;
pub use crate::storage::figures::{GROUPS_MAX, Question};
use crate::storage::{Connection, StorageError, Visibility, bridge, users};

/// What the figures come to: all cases together, and by group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The measures of all together; what is not there is zero.
    pub totals: BTreeMap<Measure, i64>,
    /// The measures of each group.
    pub groups: BTreeMap<Vec<Group>, BTreeMap<Measure, i64>>,
    /// The days of all together.
    pub days: BTreeMap<Spread, Days>,
    /// The days of each group.
    pub grouped_days: BTreeMap<Vec<Group>, BTreeMap<Spread, Days>>,
}

impl Tally {
    /// A measure of all together.
    #[must_use]
    pub fn total(&self, measure: Measure) -> i64 {
        self.totals.get(&measure).copied().unwrap_or(0)
    }

    /// The identities that can be asked of what was counted, each with its difference.
    #[must_use]
    pub fn identities(&self, asked: Asked, counted: &[Measure]) -> Vec<(Identity, i64)> {
        let identities = of_these(counted).filter(|identity| identity.applies(asked));
        identities.map(|identity| (identity, identity.difference(|measure| self.total(measure)))).collect()
    }
}

/// The identities of which every measure was counted, and which cannot be asked of this time all the same, each with why.
#[must_use]
pub fn unasked(asked: Asked, counted: &[Measure]) -> Vec<(Identity, Words)> {
    of_these(counted).filter_map(|identity| Some((identity, identity.why_unasked(asked)?))).collect()
}

/// The identities of which every measure was counted.
fn of_these(counted: &[Measure]) -> impl Iterator<Item = Identity> {
    let is_whole = |identity: &Identity| {
        let mut signed = identity.sides().signed();
        signed.all(|(_, measure)| counted.contains(&measure))
    };
    Identity::ROWS.iter().map(|(identity, _)| *identity).filter(is_whole)
}

/// What the closure report says: its counts, and its identities, each with its difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// The counts.
    pub counts: ClosureCounts,
    /// The control totals.
    pub identities: Vec<(Identity, i64)>,
}

/// Of one quick step in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepCounts {
    /// Cases that did it.
    pub done: u64,
    /// Of these, within the target.
    pub attained: u64,
}

impl Register {
    /// What some figures come to, for each question, at one moment; none where there are more groups than [`GROUPS_MAX`].
    ///
    /// # Errors
    /// That the caller's role sees no figures, or none of ratings where one is asked.
    pub async fn figures(
        &self,
        caller: &Caller,
        asked: Vec<Figure>,
        questions: Vec<Question>,
    ) -> Result<Option<Vec<Tally>>, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        if asked.iter().flat_map(|figure| figure.measures()).any(Measure::is_of_ratings) {
            ensure(caller, Operation::ReadRatingFigures, None)?;
        }
        let visibility = caller.figure_visibility();
        let work = move |c: &mut Connection| {
            questions.iter().map(|question| tally(c, &asked, question, &visibility)).collect()
        };
        self.store.snapshot(work).await
    }

    /// The names of the people by whom figures are grouped, by their ids; none for a program, which has no personal data.
    ///
    /// # Errors
    /// That the database does not answer.
    pub async fn people_of_groups<'g>(
        &self,
        caller: &Caller,
        groups: impl Iterator<Item = &'g Group>,
    ) -> Result<BTreeMap<String, String>, Error> {
        let is_person =
            |group: &&Group| matches!(group.dimension, Dimension::Arbitrator | Dimension::Mediator);
        let ids: BTreeSet<String> =
            groups.filter(is_person).filter_map(|group| group.value.clone()).collect();
        if ids.is_empty() || Names::for_caller(caller) == Names::Withheld {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<String> = ids.into_iter().collect();
        let people = self.store.read(move |c: &mut Connection| users::load_many(c, &ids)).await?;
        Ok(people.into_iter().map(|user| (user.id, user.name)).collect())
    }

    /// Whether the caller sees figures, for the catalogue of them.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub fn may_read_figures(&self, caller: &Caller) -> Result<(), Error> {
        ensure(caller, Operation::ReadFigures, None)
    }

    /// The closure report, for a caller who may see figures.
    ///
    /// # Errors
    /// That the caller's role sees no figures.
    pub async fn closure(&self, caller: &Caller, period: Period) -> Result<Closure, Error> {
        ensure(caller, Operation::ReadFigures, None)?;
        let visibility = caller.figure_visibility();
        self.store.snapshot(move |c: &mut Connection| closure(c, period, &visibility)).await
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
            let measures: Vec<Measure> = steps.clone().flat_map(of_step).flatten().collect();
            let totals = totals(c, &measures, &Question::of(Asked::of(period)), &visibility)?;
            let count = |measure: Option<Measure>| {
                unsigned(measure.and_then(|measure| totals.get(&measure)).copied().unwrap_or(0))
            };
            let counts = |step| {
                let [done, attained] = of_step(step);
                Ok((step, StepCounts { done: count(done)?, attained: count(attained)? }))
            };
            steps.map(counts).collect::<Result<_, Error>>()
        };
        self.store.snapshot(work).await
    }

    /// The wage-arrears counts of a period, at one moment.
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

    /// The closure report and the causes of a period, the most frequent first, for whoever has the database itself: the command
    /// line.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn closure_of_office(&self, period: Period) -> Result<(Closure, Vec<(Cause, u64)>), Error> {
        self.store.snapshot_blocking(|c| {
            let closure = closure(c, period, &Visibility::Office)?;
            let by = vec![Dimension::Cause];
            let question = Question { by, ..Question::of(Asked::of(period)) };
            let cells = figures::sums(c, &[Measure::Accepted], &question, &Visibility::Office)?;
            let mut causes: Vec<(i64, String)> = cells
                .unwrap_or_default()
                .into_iter()
                .map(|cell| (-cell.amount, cell.group.iter().map(Group::code).collect()))
                .collect();
            causes.sort();
            let causes = causes.into_iter().map(|(less, code)| {
                let place = bridge::Place { table: "reporting", key: &code, column: "cause" };
                Ok((bridge::parse(&code, place)?, unsigned(-less)?))
            });
            Ok((closure, causes.collect::<Result<_, Error>>()?))
        })
    }
}

/// What some figures come to; none where there are too many groups.
pub(crate) fn tally(
    c: &mut Connection,
    asked: &[Figure],
    question: &Question,
    visibility: &Visibility,
) -> Result<Option<Tally>, Error> {
    let whole = Question { by: Vec::new(), ..question.clone() };
    let Some(mut of_all) = groups(c, asked, &whole, visibility)? else { return Ok(None) };
    let all: &[Group] = &[];
    let totals = of_all.groups.remove(all).unwrap_or_default();
    let days = of_all.grouped_days.remove(all).unwrap_or_default();
    let groups = if question.by.is_empty() { Some(of_all) } else { groups(c, asked, question, visibility)? };
    Ok(groups.map(|found| Tally { totals, days, ..found }))
}

/// What they come to in each group alone; none where there are too many groups. By no dimension, all are one group.
pub(crate) fn groups(
    c: &mut Connection,
    asked: &[Figure],
    question: &Question,
    visibility: &Visibility,
) -> Result<Option<Tally>, Error> {
    let measures: BTreeSet<Measure> = asked.iter().flat_map(|figure| figure.measures()).collect();
    let measures: Vec<Measure> = measures.into_iter().collect();
    let mut tally = Tally::default();
    let Some(cells) = figures::sums(c, &measures, question, visibility)? else { return Ok(None) };
    for cell in cells {
        tally.groups.entry(cell.group).or_default().insert(cell.measure, cell.amount);
    }
    let spreads = asked.iter().filter_map(|figure| match figure {
        Figure::Spread(spread) => Some(*spread),
        Figure::Measure(_) | Figure::Rate(_) => None,
    });
    for spread in spreads {
        let Some(cells) = figures::days(c, spread, question, visibility)? else { return Ok(None) };
        for cell in cells {
            let of_group = tally.grouped_days.entry(cell.group).or_default();
            of_group.entry(spread).or_default().add(cell.days, unsigned(cell.cases)?);
        }
    }
    let is_bounded = tally.groups.len() <= GROUPS_MAX;
    Ok(is_bounded.then_some(tally))
}

/// The measures of a step: done, and done within the target.
fn of_step(step: QuickStep) -> [Option<Measure>; 2] {
    [Attained::Either, Attained::Within].map(|attained| Measure::of_step(step, attained))
}

/// What measures come to over all cases together; what is not there is zero.
pub(crate) fn totals(
    c: &mut Connection,
    measures: &[Measure],
    question: &Question,
    visibility: &Visibility,
) -> Result<BTreeMap<Measure, i64>, Error> {
    let cells = figures::sums(c, measures, question, visibility)?.unwrap_or_default();
    Ok(cells.into_iter().map(|cell| (cell.measure, cell.amount)).collect())
}

/// The closure report of a period.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn closure(c: &mut Connection, period: Period, visibility: &Visibility) -> Result<Closure, Error> {
    let mut measures = BTreeSet::from([
        Measure::Accepted,
        Measure::Closed,
        Measure::CarriedIn,
        Measure::CarriedOut,
        Measure::CohortClosed,
        Measure::Recovered,
        Measure::RecoveredBeforeAcceptance,
    ]);
    let signed = |identity: &Identity| identity.sides().signed();
    measures.extend(OF_THE_CLOSURE_REPORT.iter().flat_map(signed).map(|(_, measure)| measure));
    let measures: Vec<Measure> = measures.into_iter().collect();
    let totals = totals(c, &measures, &Question::of(Asked::of(period)), visibility)?;
    let amount = |measure: Measure| totals.get(&measure).copied().unwrap_or(0);
    let count = |measure: Measure| unsigned(amount(measure));
    let counts = ClosureCounts {
        accepted: count(Measure::Accepted)?,
        closed: count(Measure::Closed)?,
        carried_in: count(Measure::CarriedIn)?,
        carried_out: count(Measure::CarriedOut)?,
        cohort_closed: count(Measure::CohortClosed)?,
        recovered: Fen(amount(Measure::Recovered)),
        recovered_before_acceptance: Fen(amount(Measure::RecoveredBeforeAcceptance)),
    };
    let identities = OF_THE_CLOSURE_REPORT.map(|identity| (identity, identity.difference(amount))).to_vec();
    Ok(Closure { counts, identities })
}

/// The wage-arrears counts of a period.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn arrears_counts(
    c: &mut Connection,
    period: Period,
    visibility: &Visibility,
) -> Result<ArrearsCounts, Error> {
    let measures: Vec<Measure> = ArrearsMeasure::ROWS.iter().map(|(measure, _)| measure.measure()).collect();
    let totals = totals(c, &measures, &Question::of(Asked::of(period)), visibility)?;
    let amount = |measure: ArrearsMeasure| totals.get(&measure.measure()).copied().unwrap_or(0);
    let count = |measure: ArrearsMeasure| unsigned(amount(measure));
    let before = Question::of(Asked::of(ArrearsCounts::since_ever(period)));
    let hazards = self::totals(c, &[Measure::HazardsFound, Measure::HazardsResolved], &before, visibility)?;
    let of_hazards = |measure: Measure| hazards.get(&measure).copied().unwrap_or(0);
    Ok(ArrearsCounts {
        projects_inspected: count(ArrearsMeasure::ProjectsInspected)?,
        hazards_found: count(ArrearsMeasure::HazardsFound)?,
        hazards_resolved: count(ArrearsMeasure::HazardsResolved)?,
        hazards_open: unsigned(of_hazards(Measure::HazardsFound) - of_hazards(Measure::HazardsResolved))?,
        disputes_coordinated: count(ArrearsMeasure::DisputesCoordinated)?,
        workers: count(ArrearsMeasure::Workers)?,
        wages_recovered: Fen(amount(ArrearsMeasure::WagesRecovered)),
    })
}

pub(crate) fn unsigned(count: i64) -> Result<u64, Error> {
    let wrong = |_| StorageError::Inconsistent {
        table: "reporting",
        key: "count".to_owned(),
        what: count.to_string(),
    };
    u64::try_from(count).map_err(|error| wrong(error).into())
}
