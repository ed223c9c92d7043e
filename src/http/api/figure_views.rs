//! How figures are answered (统计结果): each with its formula, its basis, its total and its groups, and to each number the
//! link to exactly the cases behind it. Not here: counting, and the parameters (`figures`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::statistics::{Question, Tally, unasked};
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::{
    Asked, Days, Figure, Group, Identity, Measure, Period, Rounding, Spread, growth, percent, tenths,
};
use crate::domain::refusal::{Words, words};
use crate::http::api::figure_catalogue::{CatalogueItem, once};
use crate::http::api::figure_groups::{GroupView, Names};

/// Where the cases behind numbers are listed.
const CASES: &str = "/api/v1/statistics/figures/cases";

/// What was counted.
pub(crate) struct Told {
    /// What was asked.
    pub(crate) question: Question,
    /// What was found.
    pub(crate) found: Tally,
    /// The same of another period.
    pub(crate) other: Option<(Question, Tally)>,
    /// What the values of groups are called.
    pub(crate) names: Names,
}

impl Told {
    /// Every group of it, asked for alone or found.
    pub(crate) fn groups<'a>(
        question: &'a Question,
        found: impl Iterator<Item = &'a Tally>,
    ) -> impl Iterator<Item = &'a Group> {
        question.groups.iter().chain(found.flat_map(|tally| tally.groups.keys().flatten()))
    }
}

/// A number, or the two of a rate, or what is said of days.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum ValueView {
    /// Cases, persons or fen.
    Sum {
        /// How many.
        amount: i64,
    },
    /// A rate.
    Rate {
        /// Above the line.
        numerator: i64,
        /// Below the line.
        denominator: i64,
        /// In percent with two decimals; null where there is nothing to divide by. It can pass 100.
        percent: Option<String>,
        /// How the percentage was cut.
        rounding: Rounding,
    },
    /// Days.
    Spread {
        /// Of how many cases.
        cases: u64,
        /// With one decimal, rounded half up; null without cases.
        mean: Option<String>,
        /// With one decimal; null without cases.
        median: Option<String>,
        /// The days that nine cases of ten did not pass; null without cases.
        p90: Option<i64>,
    },
}

/// A link to cases.
#[derive(Serialize, ToSchema)]
pub struct CasesLink {
    /// The measure that counts them.
    pub measure: Measure,
    /// The list of exactly these cases.
    pub cases: String,
}

/// A figure of a group, or of all.
#[derive(Serialize, ToSchema)]
pub struct AmountView {
    /// What it comes to.
    #[serde(flatten)]
    pub value: ValueView,
    /// The cases behind it, measure by measure; what is above the line of a rate comes first.
    pub links: Vec<CasesLink>,
    /// Cases that are in neither part of a rate, or whose days a spread does not count, though one might look for them there.
    pub excluded: Vec<ExcludedView>,
    /// The same of the other period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<ComparedFigure>,
}

/// Cases that a figure leaves out.
#[derive(Serialize, ToSchema)]
pub struct ExcludedView {
    /// The measure that counts them.
    pub measure: Measure,
    /// Why they are left out.
    pub reason: Words,
    /// How many.
    pub amount: i64,
    /// The list of exactly these cases.
    pub cases: String,
}

/// A figure of the other period.
#[derive(Serialize, ToSchema)]
pub struct ComparedFigure {
    /// What it comes to there.
    #[serde(flatten)]
    pub value: ValueView,
    /// By how much of it this one is more, in percent with two decimals, cut; null where there is nothing to compare, and
    /// for rates and days.
    pub growth_percent: Option<String>,
    /// The cases behind it.
    pub links: Vec<CasesLink>,
}

/// A figure of one group.
#[derive(Serialize, ToSchema)]
pub struct GroupAmountView {
    /// The value of each dimension, in the order in which they were asked.
    pub group: Vec<GroupView>,
    /// What it comes to.
    #[serde(flatten)]
    pub amount: AmountView,
}

/// One figure.
#[derive(Serialize, ToSchema)]
pub struct FigureView {
    /// What it is.
    #[serde(flatten)]
    pub figure: CatalogueItem,
    /// All cases together.
    pub total: AmountView,
    /// By group; every case of the total is in one of them.
    pub groups: Vec<GroupAmountView>,
    /// By how much the groups do not add up to the total; null for what does not add up.
    pub groups_difference: Option<i64>,
}

/// A control total.
#[derive(Serialize, ToSchema)]
pub struct IdentityView {
    /// What adds up to what.
    pub name: Label,
    /// By how much the left side is more than the right; zero unless something is wrong.
    pub difference: i64,
    /// The list of the cases because of which it does not hold.
    pub cases: String,
}

/// A control total that was not checked.
#[derive(Serialize, ToSchema)]
pub struct UncheckedView {
    /// What adds up to what.
    pub name: Label,
    /// Why it cannot be checked here.
    pub reason: Words,
}

/// What was asked, and what it comes to.
#[derive(Serialize, ToSchema)]
pub struct FiguresView {
    /// The period; both ends are in it.
    pub period: Period,
    /// By the end of which day it was asked what is open.
    pub as_of: NaiveDate,
    /// At the end of which day it was known so; null for what is known now.
    pub as_known_on: Option<NaiveDate>,
    /// The other period.
    pub compared_with: Option<Period>,
    /// Only these groups.
    pub only: Vec<GroupView>,
    /// The figures, in the order in which they were asked.
    pub items: Vec<FigureView>,
    /// The identities of which every measure was asked.
    pub control_totals: Vec<IdentityView>,
    /// Those of which every measure was asked and that cannot be checked of this time, each with why.
    pub control_totals_unchecked: Vec<UncheckedView>,
}

impl IdentityView {
    /// Of all cases, as they are known now.
    pub(crate) fn of(identity: Identity, difference: i64, asked: Asked) -> IdentityView {
        let cases = link_to(&format!("identity={}", identity.code()), asked);
        IdentityView { name: *identity.label(), difference, cases }
    }
}

fn link_to(what: &str, asked: Asked) -> String {
    let Asked { period: Period { from, to }, as_of } = asked;
    let open = if as_of == to { String::new() } else { format!("&as_of={as_of}") };
    format!("{CASES}?{what}&from={from}&to={to}{open}")
}

/// What was counted of all, or of one group.
#[derive(Clone, Copy)]
struct Counted<'a> {
    question: &'a Question,
    tally: &'a Tally,
    /// Empty for all together.
    group: &'a [Group],
}

impl Counted<'_> {
    fn measure(self, measure: Measure) -> i64 {
        match self.group {
            [] => self.tally.total(measure),
            group => self.tally.groups.get(group).and_then(|sums| sums.get(&measure)).copied().unwrap_or(0),
        }
    }

    fn days(self, spread: Spread) -> Days {
        let days = match self.group {
            [] => self.tally.days.get(&spread),
            group => self.tally.grouped_days.get(group).and_then(|days| days.get(&spread)),
        };
        days.cloned().unwrap_or_default()
    }

    fn value(self, figure: Figure, rounding: Rounding) -> ValueView {
        let sum = |measures: &[Measure]| measures.iter().map(|measure| self.measure(*measure)).sum::<i64>();
        match figure {
            Figure::Measure(measure) => ValueView::Sum { amount: self.measure(measure) },
            Figure::Rate(rate) => {
                let (numerator, denominator) = (sum(rate.parts().above), sum(rate.parts().below));
                let (above, below) = (numerator.unsigned_abs(), denominator.unsigned_abs());
                ValueView::Rate { numerator, denominator, percent: percent(above, below, rounding), rounding }
            }
            Figure::Spread(spread) => of_days(&self.days(spread)),
        }
    }

    fn link(self, what: &str) -> String {
        let mut link = link_to(what, self.question.asked);
        if let Some(day) = self.question.known_on {
            // Writing to a string cannot fail.
            let _ = write!(link, "&as_known_on={day}");
        }
        // A group is one of those asked for alone where both are of one dimension.
        let is_narrowed = |group: &&Group| self.group.iter().all(|own| own.dimension != group.dimension);
        for group in self.question.groups.iter().filter(is_narrowed).chain(self.group) {
            let _ = write!(link, "&{}={}", group.dimension.code(), group.code());
        }
        link
    }

    fn to_cases(self, measure: Measure) -> CasesLink {
        CasesLink { measure, cases: self.link(&format!("measure={}", measure.code())) }
    }

    fn links(self, figure: Figure) -> Vec<CasesLink> {
        let measures = match figure {
            Figure::Measure(_) => figure.measures(),
            Figure::Spread(spread) => vec![spread.of_cases()],
            Figure::Rate(rate) => rate.parts().above.iter().chain(rate.parts().below).copied().collect(),
        };
        once(measures).into_iter().map(|measure| self.to_cases(measure)).collect()
    }

    fn excluded(self, figure: Figure) -> Vec<ExcludedView> {
        let left_out = |measure: &Measure| {
            let said = measure.formula();
            let (amount, cases) = (self.measure(*measure), self.to_cases(*measure).cases);
            ExcludedView { measure: *measure, reason: words(said.zh, said.en), amount, cases }
        };
        match figure {
            Figure::Measure(_) => Vec::new(),
            Figure::Rate(rate) => rate.parts().excluded.iter().map(left_out).collect(),
            Figure::Spread(spread) => spread.excluded().iter().map(left_out).collect(),
        }
    }

    fn amount(self, figure: Figure, (other, rounding): (Option<Counted<'_>>, Rounding)) -> AmountView {
        let value = self.value(figure, rounding);
        let compared = other.map(|other| {
            let then = other.value(figure, rounding);
            ComparedFigure { growth_percent: grown(&value, &then), value: then, links: other.links(figure) }
        });
        AmountView { links: self.links(figure), excluded: self.excluded(figure), compared, value }
    }
}

impl FiguresView {
    /// The answer to a question.
    pub(crate) fn of(figures: &[Figure], told: &Told, rounding: Rounding) -> FiguresView {
        let Told { question, found, other, names } = told;
        let all: &[Group] = &[];
        let whole = Counted { question, tally: found, group: all };
        let measures: Vec<Measure> = figures.iter().flat_map(|figure| figure.measures()).collect();
        let control = |(identity, difference): (Identity, i64)| IdentityView {
            name: *identity.label(),
            difference,
            cases: whole.link(&format!("identity={}", identity.code())),
        };
        FiguresView {
            period: question.asked.period,
            as_of: question.asked.as_of,
            as_known_on: question.known_on,
            compared_with: other.as_ref().map(|(other, _)| other.asked.period),
            only: question.groups.iter().map(|group| GroupView::of(group, names)).collect(),
            items: figures.iter().map(|figure| FigureView::of(*figure, told, rounding)).collect(),
            control_totals: found.identities(question.asked, &measures).into_iter().map(control).collect(),
            control_totals_unchecked: unasked(question.asked, &measures)
                .into_iter()
                .map(|(identity, reason)| UncheckedView { name: *identity.label(), reason })
                .collect(),
        }
    }
}

impl FigureView {
    fn of(figure: Figure, told: &Told, rounding: Rounding) -> FigureView {
        let Told { question, found, other, names } = told;
        let amount = |group: &[Group]| {
            let counted = Counted { question, tally: found, group };
            let other = other.as_ref().map(|(question, tally)| Counted { question, tally, group });
            counted.amount(figure, (other, rounding))
        };
        let measures = figure.measures();
        let has = |group: &&Vec<Group>, tally: &Tally| {
            let sums = tally.groups.get(*group);
            sums.is_some_and(|sums| measures.iter().any(|measure| sums.contains_key(measure)))
        };
        let of = |tally: &'_ Tally| {
            tally.groups.keys().filter(|group| has(group, tally)).cloned().collect::<BTreeSet<_>>()
        };
        let mut groups = of(found);
        groups.extend(other.iter().flat_map(|(_, tally)| of(tally)));
        let sum = |measure: Measure| {
            let in_group = |sums: &BTreeMap<Measure, i64>| sums.get(&measure).copied();
            found.total(measure) - found.groups.values().filter_map(in_group).sum::<i64>()
        };
        let groups_difference = match figure {
            Figure::Measure(measure) if !question.by.is_empty() => Some(sum(measure)),
            Figure::Measure(_) | Figure::Rate(_) | Figure::Spread(_) => None,
        };
        let view = |group: Vec<Group>| GroupAmountView {
            amount: amount(&group),
            group: group.iter().map(|group| GroupView::of(group, names)).collect(),
        };
        FigureView {
            figure: CatalogueItem::of(figure),
            total: amount(&[]),
            groups: groups.into_iter().map(view).collect(),
            groups_difference,
        }
    }
}

fn of_days(days: &Days) -> ValueView {
    let cases = days.cases();
    let median = days.median_halves().and_then(|halves| tenths(halves, 2));
    ValueView::Spread { cases, mean: tenths(days.total(), cases), median, p90: days.percentile(90) }
}

/// Only of sums.
fn grown(now: &ValueView, then: &ValueView) -> Option<String> {
    let (ValueView::Sum { amount: now }, ValueView::Sum { amount: then }) = (now, then) else { return None };
    growth(*now, *then)
}
