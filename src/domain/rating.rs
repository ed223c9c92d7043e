//! Ratings (好差评) of closed cases by the people served: the five grades, how long a link is good, who may rate, and the
//! rectification (整改) of a bad rating with its term. No law of procedure stands behind them, and nothing in a case
//! depends on them. Not here: figures (`figures::ratings`), and who sees what (`permission`, ADR 25).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::Findings;
use crate::domain::id::PartyNo;
use crate::domain::period::{self, Length};
use crate::domain::refusal::{Refusal, words};

/// A link is good for so many days after the one on which it was made (our choice).
pub const LINK_DAYS: u64 = 30;
/// How long what a rater writes may be.
pub const TEXT_CHARS_MAX: u32 = 1_000;
/// The term of a rectification where the region's file says none (our choice).
pub const RECTIFICATION_TERM: Length = Length::working_days(15);

/// The five grades (评价等级) of the national rating of services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// 非常满意.
    VerySatisfied,
    /// 满意.
    Satisfied,
    /// 基本满意.
    BasicallySatisfied,
    /// 不满意.
    Dissatisfied,
    /// 非常不满意.
    VeryDissatisfied,
}

impl Coded for Score {
    const LIST: &'static str = "rating_score";
    const ROWS: &'static [(Self, Label)] = &[
        (Score::VerySatisfied, label("very_satisfied", "非常满意", "Very satisfied")),
        (Score::Satisfied, label("satisfied", "满意", "Satisfied")),
        (Score::BasicallySatisfied, label("basically_satisfied", "基本满意", "Basically satisfied")),
        (Score::Dissatisfied, label("dissatisfied", "不满意", "Dissatisfied")),
        (Score::VeryDissatisfied, label("very_dissatisfied", "非常不满意", "Very dissatisfied")),
    ];
}

impl Score {
    /// From 5, the best, to 1.
    #[must_use]
    pub fn points(self) -> u64 {
        match self {
            Score::VerySatisfied => 5,
            Score::Satisfied => 4,
            Score::BasicallySatisfied => 3,
            Score::Dissatisfied => 2,
            Score::VeryDissatisfied => 1,
        }
    }

    /// 差评: it must be answered.
    #[must_use]
    pub fn is_bad(self) -> bool {
        match self {
            Score::Dissatisfied | Score::VeryDissatisfied => true,
            Score::VerySatisfied | Score::Satisfied | Score::BasicallySatisfied => false,
        }
    }
}

/// How a bad rating is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatingAnswer {
    /// 核实: what was found.
    Verification,
    /// 整改: what was done.
    Rectification,
}

impl Coded for RatingAnswer {
    const LIST: &'static str = "rating_answer";
    const ROWS: &'static [(Self, Label)] = &[
        (RatingAnswer::Verification, label("verification", "核实", "Verification")),
        (RatingAnswer::Rectification, label("rectification", "整改", "Rectification")),
    ];
}

/// What the verification of a bad rating found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatingFinding {
    /// 属实.
    Founded,
    /// 不属实: the rectification then is that it was explained.
    Unfounded,
}

impl Coded for RatingFinding {
    const LIST: &'static str = "rating_finding";
    const ROWS: &'static [(Self, Label)] = &[
        (RatingFinding::Founded, label("founded", "属实", "Founded")),
        (RatingFinding::Unfounded, label("unfounded", "不属实", "Unfounded")),
    ];
}

/// How the rectification of a bad rating stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RectificationState {
    /// 整改中.
    Open,
    /// 逾期未整改.
    Overdue,
    /// 按期整改.
    InTime,
    /// 逾期整改.
    Late,
}

impl Coded for RectificationState {
    const LIST: &'static str = "rectification_state";
    const ROWS: &'static [(Self, Label)] = &[
        (RectificationState::Open, label("open", "整改中", "Open")),
        (RectificationState::Overdue, label("overdue", "逾期未整改", "Open, past its last day")),
        (RectificationState::InTime, label("in_time", "按期整改", "Rectified in time")),
        (RectificationState::Late, label("late", "逾期整改", "Rectified late")),
    ];
}

/// A bad rating and what was answered to it so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rectification {
    /// When it was rated.
    pub rated_on: NaiveDate,
    /// The last day.
    pub due_on: NaiveDate,
    /// When it was verified.
    pub verified_on: Option<NaiveDate>,
    /// When it was rectified.
    pub rectified_on: Option<NaiveDate>,
    /// On which day that was recorded.
    pub recorded_on: Option<NaiveDate>,
}

impl Rectification {
    /// How it stands on a day.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> RectificationState {
        match self.rectified_on {
            Some(on) if on <= self.due_on => RectificationState::InTime,
            Some(_) => RectificationState::Late,
            None if today <= self.due_on => RectificationState::Open,
            None => RectificationState::Overdue,
        }
    }

    /// Whether it happened in time and was written down only after the last day: it counts as in time, as an act does (ADR
    /// 6), and that it was told late stays visible.
    #[must_use]
    pub fn is_recorded_late(&self) -> bool {
        self.rectified_on.is_some_and(|on| on <= self.due_on)
            && self.recorded_on.is_some_and(|recorded_on| recorded_on > self.due_on)
    }

    /// Whether an answer may be recorded that was given on a day: each once, the verification first.
    ///
    /// # Errors
    /// Everything that stands against it.
    pub fn may_be_answered(
        &self,
        answer: RatingAnswer,
        (on, today): (NaiveDate, NaiveDate),
    ) -> Result<(), Refusal> {
        let mut findings = Findings::default();
        let (given, not_before) = match answer {
            RatingAnswer::Verification => (self.verified_on, Some(self.rated_on)),
            RatingAnswer::Rectification => (self.rectified_on, self.verified_on),
        };
        if given.is_some() {
            let said = words("该差评的这一事项已登记", "this has been recorded for the rating already");
            findings.impossible("already_answered", None, said);
        }
        if answer == RatingAnswer::Rectification && self.verified_on.is_none() {
            let said = words("请先登记核实情况", "the verification comes first");
            findings.impossible("not_verified", None, said);
        }
        if on > today {
            let said = words(format!("日期不能晚于今天（{today}）"), format!("not after today, {today}"));
            findings.invalid("in_the_future", "/on", said);
        }
        if let Some(before) = not_before.filter(|before| on < *before) {
            let said = words(format!("日期不能早于{before}"), format!("not before {before}"));
            findings.invalid("too_early", "/on", said);
        }
        refused_if_any(findings)
    }
}

/// The last day on which a link made on a day is good.
#[must_use]
pub fn link_ends(made_on: NaiveDate) -> NaiveDate {
    made_on.checked_add_days(Days::new(LINK_DAYS)).unwrap_or(made_on)
}

/// The last day of the rectification that a rating opens; none unless it is a bad one. The day of the rating does not
/// count.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::calendar::Calendar;
/// use sikuai::domain::period::Length;
/// use sikuai::domain::rating::{Score, rectification_due};
/// let day = |d| NaiveDate::from_ymd_opt(2021, 3, d).unwrap();
/// let due = |score| rectification_due(score, day(5), (Length::working_days(1), Calendar::shipped()));
/// assert_eq!((due(Score::Dissatisfied), due(Score::Satisfied)), (Some(day(8)), None)); // a Friday, the Monday after it
/// ```
#[must_use]
pub fn rectification_due(
    score: Score,
    rated_on: NaiveDate,
    (term, calendar): (Length, &Calendar),
) -> Option<NaiveDate> {
    score.is_bad().then(|| period::due(rated_on, term, calendar).due_on)
}

/// Whether a case can be rated, by the day on which it was closed: it was.
#[must_use]
pub fn can_be_rated(closed_on: Option<NaiveDate>) -> bool {
    closed_on.is_some()
}

/// Whether a party may be given a link: the case is closed, and the party is one of it.
///
/// # Errors
/// Everything that stands against it.
pub fn may_be_rated(case: &Case, party: PartyNo) -> Result<(), Refusal> {
    let mut findings = Findings::default();
    if !can_be_rated(case.closing.as_ref().map(|closing| closing.at.on)) {
        let said = words("案件尚未办结，不能评价", "the case is not closed yet, so that it cannot be rated");
        findings.impossible("not_closed", None, said);
    }
    if case.party(party).is_none() {
        findings.invalid("no_such_party", "/party", words("没有该当事人", "there is no such party"));
    }
    refused_if_any(findings)
}

/// Who is to see to a bad rating, of people and how many such each has in hand: the one with the fewest.
#[must_use]
pub fn least_burdened<'a>(people: &'a [String], in_hand: &[(String, i64)]) -> Option<&'a String> {
    let burden = |person: &str| in_hand.iter().find(|(of, _)| of == person).map_or(0, |(_, count)| *count);
    people.iter().min_by_key(|person| (burden(person), person.as_str()))
}

fn refused_if_any(findings: Findings) -> Result<(), Refusal> {
    let mut findings = findings.into_findings();
    findings.sort_by(|a, b| (a.severity, a.code, &a.field).cmp(&(b.severity, b.code, &b.field)));
    if findings.is_empty() { Ok(()) } else { Err(Refusal { findings }) }
}
