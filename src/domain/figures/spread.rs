//! The spreads (天数分布): of the days between two days of a case, the median, the mean and the ninetieth percentile. They
//! are reckoned from how many cases took how many days, so that no list of cases is held. Not here: counting (`storage`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::condition::{Condition, Day};
use super::definition::{Asked, Counted, Definition};
use super::unit::FigureBasis;
use super::{Measure, ReportingRow};
use crate::domain::code::{Coded, Label, label};

/// What the days of are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// 收件至受理.
    DaysToAcceptance,
    /// 受理至首次开庭.
    DaysToHearing,
    /// 受理至结案.
    DaysToClosing,
    /// 未结案件已办天数.
    AgeOfOpen,
    /// 受理至调解结案.
    DaysToMediation,
    /// 收件至案前调解成功.
    DaysToSettlement,
    /// 调解申请至调解结案.
    DaysOfMediation,
    /// 收件至结案.
    DaysInAll,
}

impl Coded for Spread {
    const LIST: &'static str = "figure_spread";
    const ROWS: &'static [(Self, Label)] = &[
        (
            Spread::DaysToAcceptance,
            label("days_to_acceptance", "收件至受理天数", "Days from receipt to acceptance"),
        ),
        (
            Spread::DaysToHearing,
            label("days_to_hearing", "受理至首次开庭天数", "Days from acceptance to the first hearing"),
        ),
        (
            Spread::DaysToClosing,
            label("days_to_closing", "受理至结案天数", "Days from acceptance to closing"),
        ),
        (
            Spread::AgeOfOpen,
            label("age_of_open", "未结案件已办天数", "Days since acceptance of what is open"),
        ),
        (
            Spread::DaysToMediation,
            label(
                "days_to_mediation",
                "受理至调解结案天数",
                "Days from acceptance to mediation in arbitration",
            ),
        ),
        (
            Spread::DaysToSettlement,
            label(
                "days_to_settlement",
                "收件至案前调解成功天数",
                "Days from receipt to settlement before acceptance",
            ),
        ),
        (
            Spread::DaysOfMediation,
            label(
                "days_of_mediation",
                "调解申请至调解结案天数",
                "Days from the request to the end of mediation",
            ),
        ),
        (Spread::DaysInAll, label("days_in_all", "收件至结案天数", "Days from receipt to closing")),
    ];
}

/// Where the days of a case end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// On a day of the case.
    Day(Day),
    /// On the day of which it is asked.
    AsOf,
}

impl Spread {
    /// Between which days, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        let (zh, en) = match self {
            Spread::DaysToAcceptance => (
                "本期受理的案件自收件之日至受理之日的日历天数，台账没有记载收件日期的除外",
                "calendar days from the receipt to the acceptance of the cases accepted in the period, but for those of which a ledger does not tell the receipt",
            ),
            Spread::DaysToHearing => (
                "本期首次开庭的已受理案件自受理之日至开庭之日的日历天数",
                "calendar days from the acceptance to the first hearing of the accepted cases first heard in the period",
            ),
            Spread::DaysToClosing => (
                "本期结案的案件自受理之日至结案之日的日历天数",
                "calendar days from the acceptance to the closing of the cases closed in the period",
            ),
            Spread::AgeOfOpen => (
                "期末未结案件自受理之日至期末的日历天数",
                "calendar days from the acceptance to the last day of the cases carried out",
            ),
            Spread::DaysToMediation => (
                "本期以仲裁调解书结案的案件自受理之日至结案之日的日历天数",
                "calendar days from the acceptance to the closing of the cases closed by mediation in arbitration in the period",
            ),
            Spread::DaysToSettlement => (
                "本期案前调解成功的仲裁申请自收件之日至调解成功之日的日历天数",
                "calendar days from the receipt to the settlement of the applications settled before acceptance in the period",
            ),
            Spread::DaysOfMediation => (
                "本期结束的调解案件自申请之日至结束之日的日历天数",
                "calendar days from the request to the end of the mediation cases that ended in the period",
            ),
            Spread::DaysInAll => (
                "本期结案的案件自收件之日至结案之日的日历天数，台账没有记载收件日期的除外",
                "calendar days from the receipt to the closing of the cases closed in the period, but for those of which a ledger does not tell the receipt",
            ),
        };
        label(self.code(), zh, en)
    }

    /// On what its definition rests: no source says how days are counted.
    #[must_use]
    pub fn basis(self) -> FigureBasis {
        FigureBasis::OurChoice
    }

    /// The measure whose cases it is about; but for those of [`Spread::excluded`].
    #[must_use]
    pub fn of_cases(self) -> Measure {
        match self {
            Spread::DaysToAcceptance => Measure::Accepted,
            Spread::DaysToHearing => Measure::FirstHeard,
            Spread::DaysToClosing => Measure::Closed,
            Spread::AgeOfOpen => Measure::CarriedOut,
            Spread::DaysToMediation => Measure::ClosedByMediation,
            Spread::DaysToSettlement => Measure::SettledBeforeAcceptance,
            Spread::DaysOfMediation => Measure::MediationClosed,
            Spread::DaysInAll => Measure::Closed,
        }
    }

    /// The measure of the cases that it leaves out, because the day from which it counts was not told of them; none where it
    /// leaves out none.
    #[must_use]
    pub fn excluded(self) -> Option<Measure> {
        match self {
            Spread::DaysToAcceptance => Some(Measure::AcceptedReceiptUntold),
            Spread::DaysInAll => Some(Measure::ClosedReceiptUntold),
            // Before an acceptance no ledger has another day, and no mediation case comes from one.
            Spread::DaysToSettlement
            | Spread::DaysOfMediation
            | Spread::DaysToHearing
            | Spread::DaysToClosing
            | Spread::AgeOfOpen
            | Spread::DaysToMediation => None,
        }
    }

    /// The cases whose days it counts.
    #[must_use]
    pub fn definition(self, asked: Asked) -> Definition {
        let mut definition = self.of_cases().definition(asked);
        definition.when.extend(self.excluded().map(|_| Condition::ReceiptTold(true)));
        definition
    }

    /// From which day to which.
    #[must_use]
    pub fn between(self) -> (Day, Until) {
        match self {
            Spread::DaysToAcceptance => (Day::Received, Until::Day(Day::Accepted)),
            Spread::DaysToHearing => (Day::Accepted, Until::Day(Day::FirstHearing)),
            Spread::DaysToClosing | Spread::DaysToMediation => (Day::Accepted, Until::Day(Day::Closed)),
            Spread::DaysToSettlement | Spread::DaysOfMediation | Spread::DaysInAll => {
                (Day::Received, Until::Day(Day::Closed))
            }
            Spread::AgeOfOpen => (Day::Accepted, Until::AsOf),
        }
    }

    /// The days of one case.
    #[must_use]
    pub fn days(self, row: &ReportingRow, asked: Asked) -> Option<i64> {
        let (from, until) = self.between();
        let until = match until {
            Until::Day(day) => row.day(day, Counted::Case),
            Until::AsOf => Some(asked.as_of),
        };
        let between = |from: NaiveDate, until: NaiveDate| (until - from).num_days();
        Some(between(row.day(from, Counted::Case)?, until?))
    }
}

/// How many cases took how many days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days(pub BTreeMap<i64, u64>);

impl Days {
    /// Adds cases of so many days.
    pub fn add(&mut self, days: i64, cases: u64) {
        *self.0.entry(days).or_default() += cases;
    }

    /// How many cases there are.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.0.values().sum()
    }

    /// The days of all together.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.iter().map(|(days, cases)| days * i64::try_from(*cases).unwrap_or(i64::MAX)).sum()
    }

    /// The least days that so many of a hundred cases did not pass (nearest rank); none without cases.
    ///
    /// ```
    /// use sikuai::domain::figures::Days;
    /// let mut days = Days::default();
    /// for (n, cases) in [(3, 1), (5, 1), (9, 2)] {
    ///     days.add(n, cases);
    /// }
    /// assert_eq!((days.percentile(50), days.percentile(90)), (Some(5), Some(9)));
    /// ```
    #[must_use]
    pub fn percentile(&self, percent: u64) -> Option<i64> {
        let rank = (u128::from(self.cases()) * u128::from(percent)).div_ceil(100).max(1);
        let mut passed = 0;
        self.0.iter().find_map(|(days, cases)| {
            passed += u128::from(*cases);
            (passed >= rank).then_some(*days)
        })
    }

    /// The median: of an even number of cases the mean of the two in the middle, in halves of a day; none without cases.
    #[must_use]
    pub fn median_halves(&self) -> Option<i64> {
        let cases = self.cases();
        let at = |rank: u64| {
            let mut passed = 0;
            self.0.iter().find_map(|(days, cases)| {
                passed += *cases;
                (passed >= rank).then_some(*days)
            })
        };
        Some(at(cases.div_ceil(2).max(1))? + at(cases / 2 + 1)?)
    }
}
