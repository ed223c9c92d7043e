//! The figures (统计指标): what each counts, by which formula, and on what that rests. A figure is a
//! sum over reporting rows; which rows is said here once, in words and as conditions.
//! `storage` counts the same rows in SQL, and a test holds the two against each other.

mod age;
mod arrears;
mod by_day;
mod condition;
mod definition;
mod dimension;
mod fact;
mod figure;
mod forecast;
mod formula;
mod identity;
mod known;
mod made;
mod measure;
mod rate;
mod ratings;
mod shown;
mod spread;
mod unit;
mod written;

use chrono::{Datelike as _, Months, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::act::filing::{Channel, Procedure};
use crate::domain::act::tribunal::{Duty, Seat};
use crate::domain::case::{Case, HearingState, Outcome};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::deadline;
use crate::domain::id::UserId;
use crate::domain::money::Fen;
use crate::domain::office::LawBook;
use crate::domain::party::{Employer, EmployerKind, PersonRef, Side, Who};
use crate::domain::quick_step::{self, QuickStep};
use crate::domain::stage::Manner;

pub use age::AgeBand;
pub use arrears::{ArrearsCounts, ArrearsMeasure};
pub use by_day::{FlowPart, KEPT_BY};
pub use condition::{Attained, Condition, Day, RatingIs, Source};
pub use definition::{Amount, Asked, Definition};
pub use dimension::{Dimension, Group, UNKNOWN, month_of};
pub use fact::{Fact, FactRow};
pub use figure::Figure;
pub use forecast::{DayOfForecast, FORECAST, Forecast, OpenCases, Standing, Target};
pub use identity::{Identity, OF_THE_CLOSURE_REPORT, Sides};
pub use known::is_known_alike;
pub use measure::Measure;
pub use rate::{Parts, Rate};
pub use ratings::{RatingCounts, RatingMeasure, RatingRow};
pub use shown::{Rounding, growth, percent, tenths};
pub use spread::{Days, Spread, Until};
pub use unit::{FigureBasis, FigureKind, FigureUnit};

/// A period of the report; both ends are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// The same days a year earlier (上年同期). A period that ends with a month ended with the same month: February has its 29th
    /// where it had one. A first day that was none is the 28th.
    ///
    /// ```
    /// use sikuai::domain::figures::Period;
    /// let day = |text: &str| text.parse().unwrap();
    /// let period = |from, to| Period { from: day(from), to: day(to) };
    /// assert_eq!(period("2021-01-01", "2021-10-31").a_year_earlier(), period("2020-01-01", "2020-10-31"));
    /// assert_eq!(period("2024-02-01", "2024-02-29").a_year_earlier(), period("2023-02-01", "2023-02-28"));
    /// assert_eq!(period("2021-02-01", "2021-02-28").a_year_earlier(), period("2020-02-01", "2020-02-29"));
    /// assert_eq!(period("2024-02-01", "2024-02-28").a_year_earlier(), period("2023-02-01", "2023-02-28"));
    /// assert_eq!(period("2024-02-29", "2024-03-30").a_year_earlier(), period("2023-02-28", "2023-03-30"));
    /// ```
    #[must_use]
    pub fn a_year_earlier(self) -> Period {
        let earlier = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(day);
        let after_month = self.to.succ_opt().filter(|next| next.day() == 1);
        let end_of_month = after_month.and_then(|next| earlier(next).pred_opt());
        Period { from: earlier(self.from), to: end_of_month.unwrap_or_else(|| earlier(self.to)) }
    }

    /// As many days before it (之前相同天数): of the 11th to the 20th, the 1st to the 10th.
    ///
    /// ```
    /// use sikuai::domain::figures::Period;
    /// let day = |text: &str| text.parse().unwrap();
    /// let before = Period { from: day("2021-03-11"), to: day("2021-03-20") }.just_before();
    /// assert_eq!((before.from, before.to), (day("2021-03-01"), day("2021-03-10")));
    /// ```
    #[must_use]
    pub fn just_before(self) -> Period {
        let to = self.from.pred_opt().unwrap_or(self.from);
        Period { from: to.checked_sub_signed(self.to - self.from).unwrap_or(to), to }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The narrow row of one case, from which every figure is counted. Its every column is computed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportingRow {
    /// What kind of case it is.
    pub kind: CaseKind,
    /// The region whose rules apply.
    pub region: String,
    /// The main cause.
    pub cause: Cause,
    /// 一般/简易.
    pub procedure: Option<Procedure>,
    /// How it came in.
    pub channel: Channel,
    /// The kind of the first employer who is a party, where it is on record.
    pub employer_kind: Option<EmployerKind>,
    /// The letter of the industry of the same employer.
    pub industry: Option<String>,
    /// When the application came in.
    pub received_on: NaiveDate,
    /// Whether that day was told; a ledger may have the day of acceptance alone.
    pub is_receipt_told: bool,
    /// When the case was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// When it was first heard.
    pub first_hearing_on: Option<NaiveDate>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// When it was archived.
    pub archived_on: Option<NaiveDate>,
    /// How it was closed.
    pub manner: Option<Manner>,
    /// For whom it went.
    pub outcome: Option<Outcome>,
    /// Whether it was closed within its trial period.
    pub in_time: Option<bool>,
    /// When its trial period ends.
    pub due_on: Option<NaiveDate>,
    /// Of each quick step, whether it was done within the office's target; none where it was not done.
    pub quick: QuickSteps,
    /// Whether ten or more workers apply together, or did when it was accepted.
    pub is_collective: bool,
    /// How many workers are parties.
    pub workers: usize,
    /// What was claimed.
    pub claimed: Fen,
    /// What was awarded or agreed.
    pub awarded: Fen,
    /// The presiding or sole arbitrator.
    pub arbitrator: Option<UserId>,
    /// The mediator.
    pub mediator: Option<UserId>,
    /// What of it has a day of its own, in the order of its entries.
    pub facts: Vec<FactRow>,
    /// How it was rated; none where the row was made from the docket, which does not have it.
    pub ratings: Vec<RatingRow>,
}

/// The quick steps (四快) of one case: each done in time, done late, or not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuickSteps {
    /// 快立.
    pub filing: Option<bool>,
    /// 快调(案前).
    pub mediation_before: Option<bool>,
    /// 快调.
    pub mediation: Option<bool>,
    /// 快审.
    pub hearing: Option<bool>,
    /// 快结.
    pub closing: Option<bool>,
}

impl QuickSteps {
    fn of(case: &Case, book: &LawBook) -> QuickSteps {
        let attained = |step| quick_step::attained(step, case, book);
        QuickSteps {
            filing: attained(QuickStep::Filing),
            mediation_before: attained(QuickStep::MediationBefore),
            mediation: attained(QuickStep::Mediation),
            hearing: attained(QuickStep::Hearing),
            closing: attained(QuickStep::Closing),
        }
    }
}

impl ReportingRow {
    /// Whether a step was done in a period, and if so whether within its target: what attainment counts.
    #[must_use]
    pub fn quick_step_in(&self, step: QuickStep, period: Period) -> Option<bool> {
        let (attained, done_on) = match step {
            QuickStep::Filing => (self.quick.filing, self.accepted_on),
            QuickStep::MediationBefore => (self.quick.mediation_before, self.closed_on),
            QuickStep::Mediation => (self.quick.mediation, self.closed_on),
            QuickStep::Hearing => (self.quick.hearing, self.first_hearing_on),
            QuickStep::Closing => (self.quick.closing, self.closed_on),
        };
        attained.filter(|_| done_on.is_some_and(|on| period.contains(on)))
    }
}

impl ReportingRow {
    /// The row of a case.
    #[must_use]
    pub fn of(case: &Case, book: &LawBook) -> ReportingRow {
        let accepted_on = case.acceptance.as_ref().map(|acceptance| acceptance.at.on);
        let opened = |state: &HearingState| state.opened().map(|opened| opened.on);
        let presiding = case.tribunal.as_ref().and_then(|tribunal| {
            tribunal.members.iter().find(|member| member.seat != Seat::Member).map(|member| member.user)
        });
        let with =
            |duty: Duty| case.people.iter().find(|person| person.duty == duty).map(|person| person.user);
        let employer = employer(case);
        ReportingRow {
            kind: case.kind,
            region: case.region.clone(),
            cause: case.cause,
            procedure: case.procedure,
            channel: case.channel,
            employer_kind: employer.and_then(|employer| employer.kind),
            industry: employer.and_then(industry),
            received_on: case.received.on,
            is_receipt_told: case.is_receipt_told(),
            accepted_on,
            first_hearing_on: case.hearings.iter().filter_map(|hearing| opened(&hearing.state)).min(),
            closed_on: case.closing.map(|closing| closing.at.on),
            archived_on: case.archived.map(|archived| archived.on),
            manner: case.closing.map(|closing| closing.manner),
            outcome: case.closing.and_then(|closing| closing.outcome),
            in_time: deadline::closed_in_time(case, book),
            due_on: deadline::trial_due(case, book).and_then(|due| due.due_on),
            quick: QuickSteps::of(case, book),
            is_collective: case.counts_as_collective(),
            workers: case.workers(),
            claimed: case.claimed(),
            awarded: case.awarded(),
            arbitrator: presiding.or_else(|| with(Duty::Arbitrator)),
            mediator: with(Duty::Mediator),
            facts: fact::facts_of(case, book),
            ratings: Vec::new(),
        }
    }
}

/// The employer in dispute: the first who applies or is applied against (our choice where there are several).
fn employer(case: &Case) -> Option<&Employer<PersonRef>> {
    let disputing = case.parties.iter().filter(|party| party.side != Side::ThirdParty);
    disputing.into_iter().find_map(|party| match &party.who {
        Who::Employer(employer) => Some(employer),
        Who::Worker(_) => None,
    })
}

/// A text that is no letter of the list is as good as none.
fn industry(employer: &Employer<PersonRef>) -> Option<String> {
    employer.industry.clone().filter(|letter| Dimension::Industry.takes(letter))
}

/// What was counted for the closure report of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClosureCounts {
    /// [`Measure::Accepted`].
    pub accepted: u64,
    /// [`Measure::Closed`].
    pub closed: u64,
    /// [`Measure::CarriedIn`].
    pub carried_in: u64,
    /// [`Measure::CarriedOut`].
    pub carried_out: u64,
    /// [`Measure::CohortClosed`].
    pub cohort_closed: u64,
    /// Recovered on accepted cases, dated in the period.
    pub recovered: Fen,
    /// Recovered before acceptance, dated in the period.
    pub recovered_before_acceptance: Fen,
}

impl ClosureCounts {
    /// Counts rows one by one: the definition, against which the counting in SQL is held.
    #[must_use]
    pub fn of<'a>(rows: impl Iterator<Item = &'a ReportingRow>, period: Period) -> ClosureCounts {
        let mut counts = ClosureCounts::default();
        let asked = Asked::of(period);
        for row in rows {
            let add = |measure: Measure| u64::from(measure.counts(row, period));
            let sum = |measure: Measure| measure.definition(asked).of(row);
            counts.accepted += add(Measure::Accepted);
            counts.closed += add(Measure::Closed);
            counts.carried_in += add(Measure::CarriedIn);
            counts.carried_out += add(Measure::CarriedOut);
            counts.cohort_closed += add(Measure::CohortClosed);
            counts.recovered.0 += sum(Measure::Recovered);
            counts.recovered_before_acceptance.0 += sum(Measure::RecoveredBeforeAcceptance);
        }
        counts
    }

    /// The rates of the report, each with its two numbers.
    #[must_use]
    pub fn rate(&self, rate: ClosureRate) -> (u64, u64) {
        match rate {
            ClosureRate::Closure => (self.closed, self.accepted),
            ClosureRate::CohortClosure => (self.cohort_closed, self.accepted),
            ClosureRate::CaseloadClosure => (self.closed, self.carried_in + self.accepted),
        }
    }

    /// By how much the waterfall does not tie: carried in + accepted − closed − carried out. Zero unless rows disagree.
    #[must_use]
    pub fn waterfall_difference(&self) -> i64 {
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        signed(self.carried_in) + signed(self.accepted) - signed(self.closed) - signed(self.carried_out)
    }
}

/// A rate of the closure report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClosureRate {
    /// 结案率, the report's: closed / accepted. It can pass 100 %.
    Closure,
    /// 当期受理案件结案率.
    CohortClosure,
    /// 全部案件结案率.
    CaseloadClosure,
}

impl ClosureRate {
    /// The same in the catalogue.
    #[must_use]
    pub fn rate(self) -> Rate {
        match self {
            ClosureRate::Closure => Rate::Closure,
            ClosureRate::CohortClosure => Rate::CohortClosure,
            ClosureRate::CaseloadClosure => Rate::CaseloadClosure,
        }
    }
}
