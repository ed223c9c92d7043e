//! Of what each measure is made (指标构成): how it stands in time, what must hold, and how much each case brings. It is the one
//! definition of each. Not here: what is done with it (`definition`), and the same in words (`formula`).

use chrono::{Datelike as _, NaiveDate};

use super::by_day::FlowPart;
use super::condition::{Attained, Condition, Day, RatingIs};
use super::definition::{Amount, Asked, Definition};
use super::unit::{FigureKind, FigureUnit};
use super::{Fact, Measure, Period, ReportingRow};
use crate::domain::case::Outcome;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::quick_step::QuickStep;
use crate::domain::stage::Manner;

/// How a measure stands in time, with what else must hold, and how much each case brings.
struct Made {
    shape: Shape,
    given: Vec<Condition>,
    amount: Amount,
}

/// How a measure stands in time.
#[derive(Clone, Copy)]
enum Shape {
    /// On a day in the period.
    Flow(Day),
    /// Accepted and not closed at the end of a day.
    Stock(NaiveDate),
    /// Accepted in the period and closed by its end.
    Cohort,
    /// On a day of the year of the last day, through that day.
    Year(Day),
    /// Accepted before that year and not closed before it.
    YearStock,
}

impl Made {
    fn flow(on: Day, given: Vec<Condition>) -> Made {
        Made { shape: Shape::Flow(on), given, amount: Amount::Case }
    }

    fn received(kind: CaseKind) -> Made {
        Made::flow(Day::Received, vec![Condition::Kind(kind)])
    }

    fn accepted() -> Made {
        Made::flow(Day::Accepted, Vec::new())
    }

    fn closed() -> Made {
        Made::flow(Day::Closed, vec![Condition::Has(Day::Accepted)])
    }

    fn ended(manners: &[Manner]) -> Made {
        Made::flow(Day::Closed, vec![Condition::Manner(manners.to_vec())])
    }

    fn open(day: NaiveDate) -> Made {
        Made { shape: Shape::Stock(day), given: Vec::new(), amount: Amount::Case }
    }

    /// The facts of one kind, summed.
    fn facts(fact: Fact) -> Made {
        Made::any_of(&[fact]).summing(Amount::Fact(fact.unit()))
    }

    fn any_of(facts: &[Fact]) -> Made {
        Made::flow(Day::Fact, vec![Condition::Fact(facts.to_vec())]).summing(Amount::Fact(FigureUnit::Items))
    }

    fn recovered(fact: Fact) -> Made {
        Made::facts(fact).and(Condition::Kind(CaseKind::Arbitration))
    }

    /// Every recovery, whenever it came in: only arbitration accepts, and parts what came before from what came after.
    fn recovered_in_all() -> Made {
        Made::any_of(&[Fact::Recovered, Fact::RecoveredBeforeAcceptance])
            .summing(Amount::Fact(FigureUnit::Fen))
    }

    fn rated() -> Made {
        Made::flow(Day::Rated, Vec::new()).summing(Amount::Rating)
    }

    /// Each step counts on the day on which it is done.
    fn step(step: QuickStep, attained: Attained) -> Made {
        let on = match step {
            QuickStep::Filing => Day::Accepted,
            QuickStep::Hearing => Day::FirstHearing,
            QuickStep::MediationBefore | QuickStep::Mediation | QuickStep::Closing => Day::Closed,
        };
        Made::flow(on, vec![Condition::Step(step, attained)])
    }

    fn definition(self, period: Period) -> Definition {
        let (on, mut when) = match self.shape {
            Shape::Flow(on) => (on, vec![Condition::In(on, period)]),
            Shape::Stock(day) => {
                (Day::Accepted, vec![Condition::By(Day::Accepted, day), Condition::NotBy(Day::Closed, day)])
            }
            Shape::Cohort => {
                let accepted = Condition::In(Day::Accepted, period);
                (Day::Accepted, vec![accepted, Condition::By(Day::Closed, period.to)])
            }
            Shape::Year(on) => (on, vec![Condition::In(on, year_to(period.to))]),
            Shape::YearStock => {
                let before = day_before(year_to(period.to).from);
                let accepted = Condition::By(Day::Accepted, before);
                (Day::Accepted, vec![accepted, Condition::NotBy(Day::Closed, before)])
            }
        };
        when.extend(self.given);
        Definition { on, when, amount: self.amount }
    }

    fn and(mut self, condition: Condition) -> Made {
        self.given.push(condition);
        self
    }

    fn by(self, group: Statistical) -> Made {
        let of_group = |manner: &Manner| statistical(*manner) == group;
        let manners = Manner::ROWS.iter().map(|(manner, _)| *manner).filter(of_group).collect();
        self.and(Condition::Manner(manners))
    }

    fn summing(self, amount: Amount) -> Made {
        Made { amount, ..self }
    }
}

impl Definition {
    /// The cases that did a quick step in a period, within its target or beyond it.
    #[must_use]
    pub fn of_step(step: QuickStep, attained: Attained, period: Period) -> Definition {
        Made::step(step, attained).definition(period)
    }
}

impl Measure {
    /// What it counts when it is asked of a time.
    #[must_use]
    pub fn definition(self, asked: Asked) -> Definition {
        self.made(asked).definition(asked.period)
    }

    /// Whether a row is counted.
    #[must_use]
    pub fn counts(self, row: &ReportingRow, period: Period) -> bool {
        self.definition(Asked::of(period)).counts(row)
    }

    /// The measure that counts a quick step; none for those beyond the target, which are the rest.
    #[must_use]
    pub fn of_step(step: QuickStep, attained: Attained) -> Option<Measure> {
        let asked = Condition::Step(step, attained);
        let is_it = |measure: &Measure| measure.made(Asked::SOME).given.contains(&asked);
        Measure::ROWS.iter().map(|(measure, _)| *measure).find(is_it)
    }

    /// How it stands in time.
    #[must_use]
    pub fn kind(self) -> FigureKind {
        match self.made(Asked::SOME).shape {
            Shape::Flow(_) => FigureKind::Flow,
            Shape::Stock(_) | Shape::YearStock => FigureKind::Stock,
            Shape::Cohort => FigureKind::Cohort,
            Shape::Year(_) => FigureKind::YearToDate,
        }
    }

    /// The flows by the day of which it is the sum; none for what is no such sum.
    #[must_use]
    pub fn flows(self, asked: Asked) -> Option<Vec<FlowPart>> {
        let made = self.made(asked);
        let year = year_to(asked.period.to);
        match (made.shape, self) {
            (Shape::Flow(_), _) if !self.is_of_ratings() => Some(FlowPart::over(self, asked.period)),
            (Shape::Year(_), Measure::YearAccepted) => Some(FlowPart::over(Measure::Accepted, year)),
            (Shape::Year(_), Measure::YearClosed) => Some(FlowPart::over(Measure::Closed, year)),
            (Shape::YearStock, _) => Some(FlowPart::open_at(day_before(year.from))),
            (Shape::Stock(day), _) if made.given.is_empty() => Some(FlowPart::open_at(day)),
            (Shape::Flow(_) | Shape::Stock(_) | Shape::Cohort | Shape::Year(_), _) => None,
        }
    }

    /// How much each case brings.
    #[must_use]
    pub fn amount(self) -> Amount {
        self.made(Asked::SOME).amount
    }

    /// Whether it counts accepted cases only, which were not closed before the period: whatever counts so can be looked
    /// for among these.
    #[must_use]
    pub fn is_of_accepted_cases(self) -> bool {
        let made = self.made(Asked::SOME);
        match made.shape {
            Shape::Flow(Day::Accepted | Day::FirstHearing) | Shape::Stock(_) | Shape::Cohort => true,
            Shape::Flow(Day::Closed) => made.given.contains(&Condition::Has(Day::Accepted)),
            // The year begins before the period.
            Shape::Year(_)
            | Shape::YearStock
            | Shape::Flow(Day::Received | Day::Due | Day::Fact | Day::Rated) => false,
        }
    }

    /// Whether it says how cases were rated, which is not for everybody who sees figures.
    #[must_use]
    pub fn is_of_ratings(self) -> bool {
        self.definition(Asked::SOME).is_of_ratings()
    }

    #[expect(clippy::too_many_lines, reason = "one line for each measure")]
    fn made(self, asked: Asked) -> Made {
        let before_last = day_before(asked.as_of);
        match self {
            Measure::Received => Made::received(CaseKind::Arbitration),
            Measure::Accepted => Made::accepted(),
            Measure::FirstHeard => Made::flow(Day::FirstHearing, vec![Condition::Has(Day::Accepted)]),
            Measure::AcceptedCollective => Made::accepted().and(Condition::Collective),
            Measure::AcceptedReceiptUntold => Made::accepted().and(Condition::ReceiptTold(false)),
            Measure::ClosedReceiptUntold => Made::closed().and(Condition::ReceiptTold(false)),
            Measure::WorkersAccepted => Made::accepted().summing(Amount::Workers),
            Measure::ClaimedAccepted => Made::accepted().summing(Amount::Claimed),
            Measure::Closed => Made::closed(),
            Measure::ClosedByAward => Made::closed().by(Statistical::Award),
            Measure::ClosedByMediation => Made::closed().by(Statistical::Mediation),
            Measure::ClosedOtherwise => Made::closed().by(Statistical::Otherwise),
            Measure::ClosedByFinalAward => {
                Made::closed().and(Condition::Manner(vec![Manner::AwardFinal, Manner::AwardMixed]))
            }
            Measure::ClosedByMixedAward => Made::closed().and(Condition::Manner(vec![Manner::AwardMixed])),
            Measure::ClosedForWorker => Made::closed().and(Condition::Outcome(Some(Outcome::Worker))),
            Measure::ClosedForEmployer => Made::closed().and(Condition::Outcome(Some(Outcome::Employer))),
            Measure::ClosedForBoth => Made::closed().and(Condition::Outcome(Some(Outcome::Partly))),
            Measure::ClosedWithoutResult => Made::closed().and(Condition::Outcome(None)),
            Measure::ClosedCollective => Made::closed().and(Condition::Collective),
            Measure::WorkersClosed => Made::closed().summing(Amount::Workers),
            Measure::ClaimedClosed => Made::closed().summing(Amount::Claimed),
            Measure::AwardedClosed => Made::closed().summing(Amount::Awarded),
            Measure::ClosedInTime => Made::closed().and(Condition::InTime(Some(true))),
            Measure::ClosedLate => Made::closed().and(Condition::InTime(Some(false))),
            Measure::ClosedTimelinessUnknown => Made::closed().and(Condition::InTime(None)),
            Measure::CarriedIn => Made::open(day_before(asked.period.from)),
            Measure::CarriedOut => Made::open(asked.as_of),
            // The last day is usable to its end.
            Measure::OpenInTime => Made::open(asked.as_of)
                .and(Condition::Has(Day::Due))
                .and(Condition::NotBy(Day::Due, before_last)),
            Measure::OpenLate => Made::open(asked.as_of).and(Condition::By(Day::Due, before_last)),
            Measure::OpenWithoutDue => Made::open(asked.as_of).and(Condition::Lacks(Day::Due)),
            Measure::CohortClosed => Made { shape: Shape::Cohort, ..Made::accepted() },
            Measure::Recovered => Made::recovered(Fact::Recovered),
            Measure::RecoveredBeforeAcceptance => Made::recovered(Fact::RecoveredBeforeAcceptance),
            Measure::RecoveredInMediation => {
                Made::recovered_in_all().and(Condition::Kind(CaseKind::Mediation))
            }
            Measure::RecoveredOnPetitions => {
                Made::recovered_in_all().and(Condition::Kind(CaseKind::Petition))
            }
            Measure::RecoveredInAll => Made::recovered_in_all(),
            Measure::MediationRequested => Made::received(CaseKind::Mediation),
            Measure::MediationClosed => Made::ended(&MEDIATION_ENDS),
            Measure::MediationSucceeded => Made::ended(&[Manner::MediationAgreed, Manner::MediationSettled]),
            Measure::MediationRefused => Made::ended(&[Manner::MediationRefused]),
            Measure::SettledBeforeAcceptance => Made::ended(&[Manner::SettledBeforeAcceptance]),
            Measure::MediatedOutside => Made::ended(&[
                Manner::MediationAgreed,
                Manner::MediationSettled,
                Manner::SettledBeforeAcceptance,
            ]),
            Measure::QuickFilingDone => Made::step(QuickStep::Filing, Attained::Either),
            Measure::QuickFilingWithin => Made::step(QuickStep::Filing, Attained::Within),
            Measure::QuickMediationBeforeDone => Made::step(QuickStep::MediationBefore, Attained::Either),
            Measure::QuickMediationBeforeWithin => Made::step(QuickStep::MediationBefore, Attained::Within),
            Measure::QuickMediationDone => Made::step(QuickStep::Mediation, Attained::Either),
            Measure::QuickMediationWithin => Made::step(QuickStep::Mediation, Attained::Within),
            Measure::QuickHearingDone => Made::step(QuickStep::Hearing, Attained::Either),
            Measure::QuickHearingWithin => Made::step(QuickStep::Hearing, Attained::Within),
            Measure::QuickClosingDone => Made::step(QuickStep::Closing, Attained::Either),
            Measure::QuickClosingWithin => Made::step(QuickStep::Closing, Attained::Within),
            Measure::YearAccepted => Made { shape: Shape::Year(Day::Accepted), ..Made::accepted() },
            Measure::YearClosed => Made { shape: Shape::Year(Day::Closed), ..Made::closed() },
            Measure::YearCarriedIn => Made { shape: Shape::YearStock, ..Made::accepted() },
            Measure::ProjectsInspected => Made::facts(Fact::ProjectInspected),
            Measure::HazardsFound => Made::facts(Fact::HazardsFound),
            Measure::HazardsResolved => Made::facts(Fact::HazardsResolved),
            Measure::DisputesCoordinated => Made::facts(Fact::DisputeCoordinated),
            Measure::WorkersPaid => Made::facts(Fact::WorkersPaid),
            Measure::WagesRecovered => Made::facts(Fact::WagesRecovered),
            Measure::Referred => Made::facts(Fact::Referred),
            Measure::ReferralsAnswered => Made::any_of(&[Fact::ReferralTaken, Fact::ReferralDeclined]),
            Measure::ReferralsTaken => Made::facts(Fact::ReferralTaken),
            Measure::ReferralsDeclined => Made::facts(Fact::ReferralDeclined),
            Measure::ReferralsAnsweredLate => Made::facts(Fact::ReferralAnsweredLate),
            Measure::ClosedCases => Made::flow(Day::Closed, Vec::new()),
            Measure::RatedCases => Made::flow(Day::Closed, vec![Condition::Rated]),
            Measure::Ratings => Made::rated(),
            Measure::RatingsSatisfied => Made::rated().and(Condition::Rating(RatingIs::Satisfied)),
            Measure::RatingsBad => Made::rated().and(Condition::Rating(RatingIs::Bad)),
            Measure::RatingPoints => Made::rated().summing(Amount::Points),
            Measure::RatingsRectifiedInTime => {
                Made::rated().and(Condition::Rating(RatingIs::RectifiedInTime))
            }
        }
    }
}

/// How mediation cases end that were taken up (调解结案: 达成协议, 和解, 未达成, 申请撤销).
const MEDIATION_ENDS: [Manner; 4] =
    [Manner::MediationAgreed, Manner::MediationSettled, Manner::MediationFailed, Manner::MediationWithdrawn];

/// The manners of closing an accepted case as the national yearbook has them: 仲裁调解, 仲裁裁决, 其他方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Statistical {
    Mediation,
    Award,
    Otherwise,
}

/// What is neither mediated nor awarded is otherwise, so that the three add up to what was closed.
fn statistical(manner: Manner) -> Statistical {
    if manner.is_award() {
        Statistical::Award
    } else if manner == Manner::Mediated {
        Statistical::Mediation
    } else {
        Statistical::Otherwise
    }
}

/// The day before; of the first day there is, itself.
fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

/// From the first of January of a day's year through the day.
fn year_to(last: NaiveDate) -> Period {
    Period { from: NaiveDate::from_ymd_opt(last.year(), 1, 1).unwrap_or(last), to: last }
}
