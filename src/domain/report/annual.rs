//! What the annual report says (年度报告), as named fields: counted from the cases, or told by the indicator register. Not
//! here: its sentences, which are the template's, but for the two paragraphs that other commands print too.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::charts::{AnnualChart, charts};
use super::{ArrearsParagraph, Paragraph};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::{
    ArrearsCounts, Asked, Attained, ClosureCounts, FigureUnit, Identity, Measure, Period, Rate, RatingCounts,
    Rounding, percent,
};
use crate::domain::indicator::{Indicator, ReportIndicator, told};
use crate::domain::money::Fen;
use crate::domain::office::{DiscussionRule, Region};
use crate::domain::paper::filled::Filled;
use crate::domain::paper::writing::{closing_date, date};
use crate::domain::quick_step::QuickStep;
use crate::domain::stage::Manner;

/// Everything that was counted for a report, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The closure report.
    pub closure: ClosureCounts,
    /// Every measure; what is not there is zero.
    pub totals: BTreeMap<Measure, i64>,
    /// Accepted by cause, the most frequent first.
    pub causes: Vec<(Cause, u64)>,
    /// Closed by manner, the most frequent first.
    pub manners: Vec<(Manner, u64)>,
    /// The months of the period: accepted and closed.
    pub months: Vec<(String, [u64; 2])>,
    /// The cases of each kind that came in.
    pub received: Vec<(CaseKind, u64)>,
    /// Wage arrears.
    pub arrears: ArrearsCounts,
    /// Ratings.
    pub ratings: RatingCounts,
    /// The register, as far as a report of the period may tell it.
    pub indicators: Vec<Indicator>,
}

/// A report that is to be written.
#[derive(Debug, Clone)]
pub struct AnnualReport<'a> {
    /// The office.
    pub region: &'a Region,
    /// The period.
    pub period: Period,
    /// The day on which it is written.
    pub on: NaiveDate,
    /// How rates are shown.
    pub rounding: Rounding,
    /// Whether a case is discussed before its award.
    pub discussion: DiscussionRule,
    /// What was counted.
    pub counted: &'a Counted,
}

/// By which ways money reached workers: each recovery is in one of them.
const RECOVERED_BY: [(Measure, &str); 5] = [
    (Measure::Recovered, "仲裁案件受理之后"),
    (Measure::RecoveredBeforeAcceptance, "仲裁申请受理之前"),
    (Measure::RecoveredInMediation, "履行调解协议"),
    (Measure::RecoveredOnPetitions, "信访案件"),
    (Measure::WagesRecovered, "劳动保障监察追发工资"),
];

impl Counted {
    /// A measure.
    #[must_use]
    pub fn total(&self, measure: Measure) -> i64 {
        self.totals.get(&measure).copied().unwrap_or(0)
    }

    fn sum(&self, measures: &[Measure]) -> u64 {
        let sum: i64 = measures.iter().map(|measure| self.total(*measure)).sum();
        u64::try_from(sum).unwrap_or(0)
    }
}

impl AnnualReport<'_> {
    /// Every field of it that has a value.
    #[must_use]
    pub fn filled(&self) -> Filled {
        let mut filled = Filled::default();
        self.office(&mut filled);
        self.paragraphs(&mut filled);
        self.totals(&mut filled);
        self.channels(&mut filled);
        self.recoveries(&mut filled);
        self.ratings(&mut filled);
        self.lists(&mut filled);
        self.indicators(&mut filled);
        self.figures(&mut filled);
        for (chart, drawn) in charts(self.counted) {
            filled.draw(chart.code(), drawn);
        }
        filled
    }

    fn office(&self, filled: &mut Filled) {
        let Period { from, to } = self.period;
        filled.set("bureau", self.region.bureau_zh);
        // A statistical year may begin in December of the year before.
        filled.set("year", &to.year().to_string());
        filled.set("from", &date(from));
        filled.set("to", &date(to));
        filled.set("written_on", &closing_date(self.on));
        if self.discussion == DiscussionRule::Required {
            filled.set("discussion", "先讨论后裁决");
        }
    }

    fn paragraphs(&self, filled: &mut Filled) {
        let (region, period, counted) = (self.region, self.period, self.counted);
        let (counts, causes, rounding) = (counted.closure, counted.causes.as_slice(), self.rounding);
        let cases = Paragraph { region, period, counts, causes, rounding };
        filled.set("cases_paragraph", &cases.text().zh);
        let arrears = ArrearsParagraph { region, period, counts: counted.arrears };
        filled.set("arrears_paragraph", &arrears.text().zh);
    }

    fn totals(&self, filled: &mut Filled) {
        let numbers = [
            ("carried_in", Measure::CarriedIn),
            ("accepted", Measure::Accepted),
            ("closed", Measure::Closed),
            ("carried_out", Measure::CarriedOut),
            ("workers", Measure::WorkersAccepted),
            ("collective", Measure::AcceptedCollective),
            ("by_award", Measure::ClosedByAward),
            ("by_mediation", Measure::ClosedByMediation),
            ("otherwise", Measure::ClosedOtherwise),
            ("mediations_requested", Measure::MediationRequested),
            ("mediations_closed", Measure::MediationClosed),
            ("mediations_succeeded", Measure::MediationSucceeded),
            ("settled_before", Measure::SettledBeforeAcceptance),
            ("referred", Measure::Referred),
            ("referrals_answered", Measure::ReferralsAnswered),
            ("referrals_taken", Measure::ReferralsTaken),
            ("referrals_declined", Measure::ReferralsDeclined),
            ("referrals_answered_late", Measure::ReferralsAnsweredLate),
        ];
        for (field, measure) in numbers {
            filled.set(field, &self.counted.total(measure).to_string());
        }
        let sums =
            [("recovered", Measure::Recovered), ("recovered_before", Measure::RecoveredBeforeAcceptance)];
        for (field, measure) in sums {
            filled.set(field, &Fen(self.counted.total(measure)).in_wan());
        }
        let rates = [
            ("closure_rate", Rate::Closure),
            ("caseload_closure_rate", Rate::CaseloadClosure),
            ("in_time_rate", Rate::InTime),
            ("mediation_share", Rate::MediationShare),
            ("mediation_success_rate", Rate::MediationSuccess),
        ];
        for (field, rate) in rates {
            filled.set(field, &self.rate(rate).unwrap_or_default());
        }
    }

    fn channels(&self, filled: &mut Filled) {
        for (kind, cases) in &self.counted.received {
            filled.set(&format!("{}_received", kind.code()), &cases.to_string());
        }
    }

    /// What reached workers by each way, in yuan so that it adds up to the fen, and what all of it comes to.
    fn recoveries(&self, filled: &mut Filled) {
        filled.no_rows("recoveries");
        for (measure, way) in RECOVERED_BY {
            let amount = Fen(self.counted.total(measure)).to_string();
            filled.push("recoveries", [("way", way.to_owned()), ("amount", amount)]);
        }
        let total = Fen(self.counted.total(Measure::RecoveredInAll));
        let difference = Identity::Recoveries.difference(|measure| self.counted.total(measure));
        filled.set("recovered_in_all", &total.to_string());
        filled.set("recoveries_difference", &Fen(difference).to_string());
    }

    fn ratings(&self, filled: &mut Filled) {
        let ratings = &self.counted.ratings;
        filled.set("rated_cases", &ratings.rated_cases.to_string());
        filled.set("rateable_cases", &ratings.closed_cases.to_string());
        filled.set("ratings", &ratings.ratings.to_string());
        filled.set("bad_ratings", &ratings.bad.to_string());
        filled.set("rectified_in_time", &ratings.rectified_in_time.to_string());
        let satisfied = percent(ratings.satisfied, ratings.ratings, self.rounding);
        filled.set("satisfaction_rate", &satisfied.unwrap_or_default());
        // A mean with two decimals is a hundredth of a rate.
        let mean = percent(ratings.points, ratings.ratings * 100, self.rounding);
        filled.set("mean_score", &mean.unwrap_or_default());
    }

    fn lists(&self, filled: &mut Filled) {
        let counted = self.counted;
        for list in ["months", "manners", "causes", "quick_steps", "identities"] {
            filled.no_rows(list);
        }
        for (month, [accepted, closed]) in &counted.months {
            let row = [
                ("month", month.clone()),
                ("accepted", accepted.to_string()),
                ("closed", closed.to_string()),
            ];
            filled.push("months", row);
        }
        for (manner, cases) in &counted.manners {
            filled.push("manners", self.share("manner", manner.label().zh, (*cases, Measure::Closed)));
        }
        for (cause, cases) in &counted.causes {
            filled.push("causes", self.share("cause", cause.label().zh, (*cases, Measure::Accepted)));
        }
        for (step, label) in QuickStep::ROWS {
            let of =
                |attained| Measure::of_step(*step, attained).map_or(0, |measure| counted.sum(&[measure]));
            let (done, within) = (of(Attained::Either), of(Attained::Within));
            let Some(rate) = percent(within, done, self.rounding) else { continue };
            let row = [
                ("step", label.zh.to_owned()),
                ("done", done.to_string()),
                ("within", within.to_string()),
                ("rate", rate),
            ];
            filled.push("quick_steps", row);
        }
        let asked = Asked::of(self.period);
        for (identity, label) in Identity::ROWS.iter().filter(|(identity, _)| identity.applies(asked)) {
            let difference = identity.difference(|measure| counted.total(measure));
            let row = [("name", label.zh.to_owned()), ("difference", difference.to_string())];
            filled.push("identities", row);
        }
    }

    /// A name, how many cases it has, and how much of a whole they are.
    fn share<'n>(&self, column: &'n str, name: &str, (cases, of): (u64, Measure)) -> [(&'n str, String); 3] {
        let share = percent(cases, self.counted.sum(&[of]), self.rounding).unwrap_or_default();
        [(column, name.to_owned()), ("cases", cases.to_string()), ("share", share)]
    }

    /// What the register has; what the report has a place for and nobody entered is named, and printed nowhere.
    fn indicators(&self, filled: &mut Filled) {
        filled.no_rows("indicators");
        filled.no_rows("missing");
        for (indicator, label) in ReportIndicator::ROWS {
            if let Some(line) = told(&self.counted.indicators, label.zh, self.period) {
                filled.set(label.code, &self.told_with_its_day(line));
            } else {
                let row = [("item", label.zh.to_owned()), ("unit", indicator.unit().to_owned())];
                filled.push("missing", row);
            }
        }
        for line in &self.counted.indicators {
            let row = [
                ("item", line.item.clone()),
                ("value", line.shown()),
                ("period", format!("{}至{}", date(line.period.from), date(line.period.to))),
                ("source", line.source.clone()),
                ("filled_by", line.filled_by.clone()),
                ("filled_on", date(line.filled_on)),
            ];
            filled.push("indicators", row);
        }
    }

    /// A value that was counted before the report's last day says so.
    fn told_with_its_day(&self, line: &Indicator) -> String {
        if line.period.to == self.period.to {
            return line.shown();
        }
        format!("{}（截至{}）", line.shown(), date(line.period.to))
    }

    fn figures(&self, filled: &mut Filled) {
        for (measure, label) in Measure::ROWS {
            let total = self.counted.total(*measure);
            let value = match measure.unit() {
                FigureUnit::Cases => format!("{total}件"),
                FigureUnit::Persons => format!("{total}人"),
                FigureUnit::Fen => format!("{}元", Fen(total)),
                FigureUnit::Items => format!("{total}项"),
                FigureUnit::Points => format!("{total}分"),
                FigureUnit::Days | FigureUnit::Rate => total.to_string(),
            };
            let formula = measure.formula().zh.to_owned();
            filled.push("figures", [("name", label.zh.to_owned()), ("value", value), ("formula", formula)]);
        }
        for (rate, label) in Rate::ROWS {
            let value = self.rate(*rate).map_or_else(|| "无可计算".to_owned(), |rate| format!("{rate}%"));
            let formula = rate.formula().zh.to_owned();
            filled.push("figures", [("name", label.zh.to_owned()), ("value", value), ("formula", formula)]);
        }
    }

    fn rate(&self, rate: Rate) -> Option<String> {
        let parts = rate.parts();
        percent(self.counted.sum(parts.above), self.counted.sum(parts.below), self.rounding)
    }
}

impl AnnualChart {
    /// One chart of a report.
    #[must_use]
    pub fn of(self, counted: &Counted) -> Option<crate::domain::paper::chart::Chart> {
        charts(counted).into_iter().find(|(chart, _)| *chart == self).map(|(_, drawn)| drawn)
    }
}
