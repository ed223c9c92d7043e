//! What published figures come to (公布指标): which there are, and what each comes to over all cases and by group. It is asked
//! when a period is published, and again when it is restated. Not here: publishing (`publishing`), and comparing (`restating`).

use std::collections::BTreeMap;

use crate::app::error::Error;
use crate::app::statistics::{Question, Tally, groups, tally};
use crate::domain::figures::{Asked, Days, Definition, Dimension, Figure, Group, Measure, Period, Spread};
use crate::domain::publication::{
    ListDigest, PublishedFigure, PublishedGroup, PublishedGrouping, PublishedValue,
};
use crate::domain::refusal::words;
use crate::storage::publications;
use crate::storage::{Connection, Visibility};

/// So many cases of a list are read at a time.
const PAGE_CASES: i64 = 5_000;

/// What every figure comes to.
pub(crate) struct Tallied {
    /// The sums, as they were counted.
    pub(crate) whole: Tally,
    /// Over all cases.
    pub(crate) figures: Vec<PublishedFigure>,
    /// By the groups that were asked.
    pub(crate) groupings: Vec<PublishedGrouping>,
}

/// Every figure but those of ratings, which are not for everybody who reads publications (ADR 25).
pub(crate) fn published() -> impl Iterator<Item = Figure> {
    Figure::all().filter(|figure| !figure.measures().into_iter().any(Measure::is_of_ratings))
}

/// What is asked of a published period: its region, and what is open at its end.
pub(crate) fn question(period: Period, region: &str) -> Question {
    let region = Group { dimension: Dimension::Region, value: Some(region.to_owned()) };
    Question { groups: vec![region], ..Question::of(Asked::of(period)) }
}

/// What a measure counts when it is asked so.
pub(crate) fn definition(measure: Measure, question: &Question) -> Definition {
    measure.definition(question.asked).within(&question.groups)
}

/// What every published figure comes to over all cases, and by these dimensions, for whoever sees these cases. Reads in many
/// statements, which must see one moment.
///
/// # Errors
/// More groups than are answered; that the database does not answer.
pub(crate) fn tallied(
    c: &mut Connection,
    (question, dimensions): (&Question, &[Dimension]),
    visibility: &Visibility,
) -> Result<Tallied, Error> {
    let all: Vec<Figure> = published().collect();
    let whole = bounded(tally(c, &all, question, visibility)?)?;
    let by = |dimension: &Dimension| {
        let grouped = Question { by: vec![*dimension], ..question.clone() };
        Ok(grouping(*dimension, &bounded(groups(c, &all, &grouped, visibility)?)?, &all))
    };
    let groupings = dimensions.iter().map(by).collect::<Result<_, Error>>()?;
    let figures = all.iter().map(|figure| told(*figure, &whole.totals, &whole.days)).collect();
    Ok(Tallied { whole, figures, groupings })
}

/// The digest of a list as it is kept; by the code of its measure, for a program may know others by now.
pub(crate) fn digest(c: &mut Connection, publication: &str, measure: &str) -> Result<ListDigest, Error> {
    let (mut digest, mut after) = (ListDigest::default(), String::new());
    loop {
        let page = publications::kept_cases(c, (publication, measure), &after, PAGE_CASES)?;
        let Some((last, _)) = page.last() else { return Ok(digest) };
        after.clone_from(last);
        for (case_id, amount) in &page {
            digest.add(case_id, *amount);
        }
    }
}

fn bounded(tally: Option<Tally>) -> Result<Tally, Error> {
    let too_many = || Error::Conflict {
        code: "too_many_groups",
        words: words("分组过多，不能公布", "there are too many groups to be published"),
    };
    tally.ok_or_else(too_many)
}

fn grouping(by: Dimension, tally: &Tally, all: &[Figure]) -> PublishedGrouping {
    let nothing = BTreeMap::new();
    let mut groups: BTreeMap<&[Group], Vec<PublishedFigure>> = BTreeMap::new();
    for group in tally.groups.keys().chain(tally.grouped_days.keys()) {
        let sums = tally.groups.get(group).unwrap_or(&nothing);
        let none = BTreeMap::new();
        let days = tally.grouped_days.get(group).unwrap_or(&none);
        let figures = all.iter().map(|figure| told(*figure, sums, days));
        groups.insert(group, figures.filter(|figure| !figure.value.is_nothing()).collect());
    }
    let group = |(group, figures): (&[Group], Vec<PublishedFigure>)| PublishedGroup {
        value: group.iter().map(Group::code).collect(),
        figures,
    };
    PublishedGrouping { by, groups: groups.into_iter().map(group).collect() }
}

fn told(figure: Figure, sums: &BTreeMap<Measure, i64>, days: &BTreeMap<Spread, Days>) -> PublishedFigure {
    let of = |measure: &Measure| sums.get(measure).copied().unwrap_or(0);
    let value = match figure {
        Figure::Measure(measure) => PublishedValue::Sum { amount: of(&measure) },
        Figure::Rate(rate) => PublishedValue::Rate {
            numerator: rate.parts().above.iter().map(of).sum(),
            denominator: rate.parts().below.iter().map(of).sum(),
        },
        Figure::Spread(spread) => {
            let days = days.get(&spread).cloned().unwrap_or_default();
            PublishedValue::Spread {
                cases: days.cases(),
                days: days.total(),
                median_halves: days.median_halves(),
                p90: days.percentile(90),
            }
        }
    };
    PublishedFigure { id: figure.label().code, value }
}
