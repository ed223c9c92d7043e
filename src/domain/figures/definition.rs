//! What a measure asks of a case (统计定义): on which day, under which conditions, and how much. Evaluated here over rows,
//! which is the meaning, and written as SQL in `storage`. Not here: which measure asks what (`made`).

use chrono::NaiveDate;

use super::condition::{Condition, Day, Source};
use super::dimension::{Dimension, Group, month_of};
use super::unit::FigureUnit;
use super::{Fact, FactRow, Period, RatingRow, ReportingRow};

/// Of which time figures are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The period; both ends are in it.
    pub period: Period,
    /// The day by whose end it is asked what is open.
    pub as_of: NaiveDate,
}

impl Asked {
    /// Some time, for what is the same of every one.
    pub(super) const SOME: Asked =
        Asked { period: Period { from: NaiveDate::MIN, to: NaiveDate::MIN }, as_of: NaiveDate::MIN };

    /// Of a period, and of its last day.
    #[must_use]
    pub fn of(period: Period) -> Asked {
        Asked { period, as_of: period.to }
    }
}

/// How much a case, or one of its facts or ratings, brings to a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// One case.
    Case,
    /// Its workers.
    Workers,
    /// What is claimed.
    Claimed,
    /// What was awarded or agreed.
    Awarded,
    /// What the fact brought, in its unit.
    Fact(FigureUnit),
    /// One rating.
    Rating,
    /// The points of the rating.
    Points,
}

impl Amount {
    pub(super) fn unit(self) -> FigureUnit {
        match self {
            Amount::Case => FigureUnit::Cases,
            Amount::Workers => FigureUnit::Persons,
            Amount::Claimed | Amount::Awarded => FigureUnit::Fen,
            Amount::Fact(unit) => unit,
            Amount::Rating => FigureUnit::Items,
            Amount::Points => FigureUnit::Points,
        }
    }

    fn of(self, row: &ReportingRow, counted: Counted<'_>) -> i64 {
        let many = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        match self {
            Amount::Case | Amount::Rating => 1,
            Amount::Workers => i64::try_from(row.workers).unwrap_or(i64::MAX),
            Amount::Claimed => row.claimed.0,
            Amount::Awarded => row.awarded.0,
            Amount::Fact(_) => counted.fact().map_or(0, |fact| fact.amount),
            Amount::Points => counted.rating().map_or(0, |rating| many(rating.score.points())),
        }
    }
}

/// What of a case is counted: itself, or one of those of which it can have several.
#[derive(Debug, Clone, Copy)]
pub(super) enum Counted<'a> {
    Case,
    Fact(&'a FactRow),
    Rating(&'a RatingRow),
}

impl<'a> Counted<'a> {
    pub(super) fn fact(self) -> Option<&'a FactRow> {
        match self {
            Counted::Fact(fact) => Some(fact),
            Counted::Case | Counted::Rating(_) => None,
        }
    }

    pub(super) fn rating(self) -> Option<&'a RatingRow> {
        match self {
            Counted::Rating(rating) => Some(rating),
            Counted::Case | Counted::Fact(_) => None,
        }
    }
}

/// What a measure counts when it is asked of a time: the cases, or their facts or ratings, of which every condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The day by which it counts; of what is open, the acceptance.
    pub on: Day,
    /// What must hold.
    pub when: Vec<Condition>,
    /// How much each brings.
    pub amount: Amount,
}

impl Definition {
    /// The same of some groups only.
    #[must_use]
    pub fn within(mut self, groups: &[Group]) -> Definition {
        for group in groups {
            let condition = match (group.dimension, group.month()) {
                (Dimension::Month, Some(month)) => Condition::In(self.on, month),
                (Dimension::Month, None) => Condition::Lacks(self.on),
                (_, _) => Condition::Group(group.clone()),
            };
            self.when.push(condition);
        }
        self
    }

    /// What it counts.
    #[must_use]
    pub fn source(&self) -> Source {
        self.on.source()
    }

    /// Whether it says how cases were rated, which is not for everybody who sees figures.
    #[must_use]
    pub fn is_of_ratings(&self) -> bool {
        self.source() == Source::Ratings || self.when.contains(&Condition::Rated)
    }

    /// Whether it counts what inspections of wage arrears brought.
    #[must_use]
    pub fn is_of_arrears(&self) -> bool {
        self.source() == Source::Facts && self.of_facts().all(Fact::is_of_arrears)
    }

    /// The facts that it counts.
    pub fn of_facts(&self) -> impl Iterator<Item = Fact> {
        let facts = self.when.iter().filter_map(|condition| {
            let Condition::Fact(facts) = condition else { return None };
            Some(facts)
        });
        facts.flatten().copied()
    }

    /// What a row brings.
    #[must_use]
    pub fn of(&self, row: &ReportingRow) -> i64 {
        self.counted(row).map(|counted| self.amount.of(row, counted)).sum()
    }

    /// Whether a row is among the cases behind the figure.
    #[must_use]
    pub fn counts(&self, row: &ReportingRow) -> bool {
        self.counted(row).next().is_some()
    }

    /// The groups into which what a row brings falls, with how much, one for each that is counted.
    #[must_use]
    pub fn grouped(&self, row: &ReportingRow, by: &[Dimension]) -> Vec<(Vec<Group>, i64)> {
        let group = |dimension: Dimension, counted: Counted<'_>| {
            let value = match dimension {
                Dimension::Month => row.day(self.on, counted).map(month_of),
                _ => row.value(dimension),
            };
            Group { dimension, value }
        };
        let one = |counted: Counted<'_>| {
            let groups = by.iter().map(|dimension| group(*dimension, counted)).collect();
            (groups, self.amount.of(row, counted))
        };
        self.counted(row).map(one).collect()
    }

    fn counted<'a>(&self, row: &'a ReportingRow) -> impl Iterator<Item = Counted<'a>> {
        let all: Vec<Counted<'a>> = match self.source() {
            Source::Cases => vec![Counted::Case],
            Source::Facts => row.facts.iter().map(Counted::Fact).collect(),
            Source::Ratings => row.ratings.iter().map(Counted::Rating).collect(),
        };
        all.into_iter().filter(move |counted| self.when.iter().all(|asked| asked.holds(row, *counted)))
    }
}
