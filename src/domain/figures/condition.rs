//! What is asked of a case before a measure counts it, as data: evaluated here over a row, which is the meaning, and
//! written as SQL in `storage`, which is the counting. Not here: which measure asks what (`definition`).

use chrono::NaiveDate;

use super::definition::Counted;
use super::dimension::Group;
use super::{Fact, Period, RatingRow, ReportingRow};
use crate::domain::case::Outcome;
use crate::domain::case_kind::CaseKind;
use crate::domain::quick_step::QuickStep;
use crate::domain::stage::Manner;

/// A day of a case by which figures count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Day {
    /// 收件.
    Received,
    /// 受理.
    Accepted,
    /// 首次开庭.
    FirstHearing,
    /// 结案.
    Closed,
    /// The end of the trial period (审限).
    Due,
    /// That of one dated fact (分日事实).
    Fact,
    /// That of one rating (评价).
    Rated,
}

/// What is counted by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Cases, each once.
    Cases,
    /// Their facts.
    Facts,
    /// Their ratings.
    Ratings,
}

impl Day {
    /// What has such a day.
    #[must_use]
    pub fn source(self) -> Source {
        match self {
            Day::Received | Day::Accepted | Day::FirstHearing | Day::Closed | Day::Due => Source::Cases,
            Day::Fact => Source::Facts,
            Day::Rated => Source::Ratings,
        }
    }
}

/// One condition. A day or a value that a case does not have fulfils none but those that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The case is of this kind.
    Kind(CaseKind),
    /// The day lies in the period.
    In(Day, Period),
    /// The day has come by the end of that one.
    By(Day, NaiveDate),
    /// The day has not come by the end of that one, or will not come.
    NotBy(Day, NaiveDate),
    /// The case has such a day.
    Has(Day),
    /// The case has no such day.
    Lacks(Day),
    /// Closed in one of these manners.
    Manner(Vec<Manner>),
    /// It went for this side; none: nobody says for whom.
    Outcome(Option<Outcome>),
    /// Closed within its trial period, or after it; none: it is not known.
    InTime(Option<bool>),
    /// A quick step was done, and within its target where that is asked.
    Step(QuickStep, Attained),
    /// Ten or more workers apply together.
    Collective,
    /// The day of receipt was told, or was not.
    ReceiptTold(bool),
    /// The fact is one of these.
    Fact(Vec<Fact>),
    /// The rating is so.
    Rating(RatingIs),
    /// The case was rated.
    Rated,
    /// The case is of this group.
    Group(Group),
}

/// How a quick step that was done stands to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attained {
    /// Within it or beyond it.
    Either,
    /// Within it.
    Within,
    /// Beyond it.
    Beyond,
}

/// What is asked of a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingIs {
    /// Basically satisfied or better.
    Satisfied,
    /// 差评.
    Bad,
    /// 按期整改: a bad one that was rectified by its last day.
    RectifiedInTime,
}

impl RatingIs {
    fn holds(self, rating: &RatingRow) -> bool {
        match self {
            RatingIs::Satisfied => !rating.score.is_bad(),
            RatingIs::Bad => rating.score.is_bad(),
            RatingIs::RectifiedInTime => {
                rating.due_on.is_some_and(|due| rating.rectified_on.is_some_and(|on| on <= due))
            }
        }
    }
}

impl Condition {
    /// Whether it holds of a case, and of one of its facts or ratings where the measure counts these.
    pub(super) fn holds(&self, row: &ReportingRow, counted: Counted<'_>) -> bool {
        let day = |day: Day| row.day(day, counted);
        match self {
            Condition::Kind(kind) => row.kind == *kind,
            Condition::In(of, period) => day(*of).is_some_and(|on| period.contains(on)),
            Condition::By(of, last) => day(*of).is_some_and(|on| on <= *last),
            Condition::NotBy(of, last) => day(*of).is_none_or(|on| on > *last),
            Condition::Has(of) => day(*of).is_some(),
            Condition::Lacks(of) => day(*of).is_none(),
            Condition::Manner(manners) => row.manner.is_some_and(|manner| manners.contains(&manner)),
            Condition::Outcome(outcome) => row.outcome == *outcome,
            Condition::InTime(in_time) => row.in_time == *in_time,
            Condition::Step(step, asked) => row.step(*step).is_some_and(|within| match asked {
                Attained::Either => true,
                Attained::Within => within,
                Attained::Beyond => !within,
            }),
            Condition::Collective => row.is_collective,
            Condition::ReceiptTold(told) => row.is_receipt_told == *told,
            Condition::Fact(facts) => counted.fact().is_some_and(|fact| facts.contains(&fact.fact)),
            Condition::Rating(asked) => counted.rating().is_some_and(|rating| asked.holds(rating)),
            Condition::Rated => !row.ratings.is_empty(),
            Condition::Group(group) => row.value(group.dimension) == group.value,
        }
    }
}

impl ReportingRow {
    /// A day of the case, or of what is counted in it.
    pub(super) fn day(&self, day: Day, counted: Counted<'_>) -> Option<NaiveDate> {
        match day {
            Day::Received => Some(self.received_on),
            Day::Accepted => self.accepted_on,
            Day::FirstHearing => self.first_hearing_on,
            Day::Closed => self.closed_on,
            Day::Due => self.due_on,
            Day::Fact => counted.fact().map(|fact| fact.on),
            Day::Rated => counted.rating().map(|rating| rating.on),
        }
    }

    fn step(&self, step: QuickStep) -> Option<bool> {
        match step {
            QuickStep::Filing => self.quick.filing,
            QuickStep::MediationBefore => self.quick.mediation_before,
            QuickStep::Mediation => self.quick.mediation,
            QuickStep::Hearing => self.quick.hearing,
            QuickStep::Closing => self.quick.closing,
        }
    }
}
