//! The catalogue of figures as Markdown: `docs/figures.md`. Values in, text out. Not here: what a figure counts, which is
//! the domain's.

use super::tables::{GENERATED, both, code, head, line};
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::{
    ArrearsMeasure, Dimension, Figure, Identity, Measure, Rate, RatingMeasure, Spread,
};

const OPENING: &str = "# Figures （统计指标）\n\n\
Each figure is defined once, in `src/domain/figures/`. `GET /api/v1/statistics/figures` asks them any way, over any \
period (both ends are in it), of some groups or broken down by up to two dimensions, beside another period; each number \
has the link to exactly the cases behind it. `GET /api/v1/statistics/closure` and the other reports are views of the same. \
See [ADR 27](adr/0027-one-catalogue-of-figures.md).\n\n\
With `as_known_on` the same is asked as the office knew it at the end of a day: without what was written down later, and \
with the mistakes that were corrected later. Days are counted with the calendar and the rules of today.\n\n\
`GET /api/v1/statistics/forecast` says what a target of a closure rate takes: how many more must be closed by a day, which \
last days fall before it, and when the target is reached if every case is closed on its last day. It counts what is open \
today and foretells nothing; `more` says how many cases are taken to be accepted until then.\n\n\
Applications that never became accepted cases (not accepted, referred elsewhere, not corrected, withdrawn or settled \
before acceptance) are in none of the counts of accepted, closed and open cases.\n\n\
A rate is kept as its two numbers. Its display has two decimals and is truncated by default, as in the county's report \
for 2021 (66 / 71 = 0.929577…, shown as 92.95 %); `rate_rounding = \"half_up\"` rounds. With nothing to divide by it is \
null; it can pass 100 %, and then says so.\n\n\
For 2021 (2021-01-01 to the report's own date, 2021-12-10) the demo gives 71 accepted, 66 closed, 92.95 %, 76.82 万元，\
one carried in, six carried out, a caseload rate of 91.66 %; 32 projects inspected, 4 hazards, all resolved, 16 disputes, \
367 workers and 972 万元. These come from its cases through the same code; `tests/oracles/count_demo.py` counts them again \
from the data alone.\n\n";

const QUICK_STEPS: &str = "\n## The four quick steps （四快）\n\n\
The targets are the office's own (`targets` in `data/regions`), by step and procedure; no law stands behind them, and they \
are never mixed with deadlines. `GET /api/v1/statistics/quick-steps` gives the attainment of a period, \
`GET /api/v1/cases/{id}/deadlines` shows a case's targets beside its deadlines.\n\n\
| step | from | to | counted in the period of |\n|---|---|---|---|\n\
| 快立 filing | the complete application (receipt, correction, end of mediation) | acceptance | acceptance |\n\
| 快调（案前） mediation before acceptance | consent | settlement | closing |\n\
| 快调 mediation | acceptance | signed mediation document, in cases that end so | closing |\n\
| 快审 hearing | acceptance | first hearing, where the procedure has a target | first hearing |\n\
| 快结 closure | acceptance | closing | closing |\n\n\
A step that fell away, or is not done yet, is in neither number.\n";

const ARREARS: &str = "\n## Wage arrears （根治欠薪）\n\n\
Section 一（六）2 of the report, which does not say how it counts: all are our choice. They are measures of the catalogue \
above; `GET /api/v1/statistics/wage-arrears` gives them by these names, to inspectors for the cases of their desk.\n\n";

const RATINGS: &str = "\n## Ratings （好差评）\n\n\
`GET /api/v1/statistics/ratings` gives each figure with its formula and the link to the cases behind it, to supervisors and \
the report client ([ADR 25](adr/0025-ratings.md)). All are our choice; the points of the county's own platform are another \
thing. Coverage is rated cases over closed cases; the mean score is the points (5 for very satisfied to 1 for very \
dissatisfied) over ratings; satisfaction is satisfied over ratings; rectification is rectified in time over bad ratings, \
also those whose term still runs.\n\n";

const RATINGS_2021: &str = "\nThe ratings of the demo year are invented (`data/demo-2021-ratings.json`), given by links and \
answered through the same operations. For 2021 they are 32 ratings of 29 cases, 133 points, 3 of them bad, of which one was \
rectified in time, one late, and one is open.\n";

/// The whole document.
///
/// ```
/// let text = sikuai::documents::figure_tables::figures();
/// assert!(text.contains("| `accepted` | 受理 Accepted |"));
/// ```
#[must_use]
pub fn figures() -> String {
    let mut text = format!("{GENERATED}{OPENING}## Measures\n\n");
    text += &head(&["id", "figure", "kind", "unit", "口径", "counts or sums", "basis"]);
    for (measure, _) in Measure::ROWS {
        text += &figure_line(Figure::Measure(*measure));
    }
    text += "\n## Rates\n\n";
    text += &head(&["id", "figure", "above the line", "below the line", "left out", "basis"]);
    for (rate, label) in Rate::ROWS {
        let parts = rate.parts();
        let sides = [parts.above, parts.below, parts.excluded].map(summed);
        let [above, below, excluded] = sides;
        text += &line(&[code(label), both(label), above, below, excluded, both(rate.basis().label())]);
    }
    text += "\n## Spreads\n\nMedian, mean and ninetieth percentile (nearest rank). A mean has one decimal, rounded half up.\n\n";
    text += &head(&["id", "figure", "kind", "unit", "口径", "days", "basis"]);
    for (spread, _) in Spread::ROWS {
        text += &figure_line(Figure::Spread(*spread));
    }
    text += "\n## Control totals\n\n";
    text += &head(&["id", "what adds up"]);
    for (_, label) in Identity::ROWS {
        text += &line(&[code(label), both(label)]);
    }
    text += "\n## Dimensions\n\nA case without a value is in the group `unknown`. The employer is the first who applies or is \
             applied against.\n\n";
    text += &head(&["id", "dimension"]);
    for (_, label) in Dimension::ROWS {
        text += &line(&[code(label), both(label)]);
    }
    text + QUICK_STEPS + ARREARS + &arrears() + RATINGS + &ratings() + RATINGS_2021
}

fn figure_line(figure: Figure) -> String {
    let (label, said) = (figure.label(), figure.formula());
    let (kind, unit, basis) = (figure.kind(), figure.unit(), figure.basis());
    line(&[
        code(label),
        both(label),
        both(kind.label()),
        both(unit.label()),
        said.zh.into(),
        said.en.into(),
        both(basis.label()),
    ])
}

fn summed(measures: &[Measure]) -> String {
    measures.iter().map(|measure| code(measure.label())).collect::<Vec<_>>().join(" + ")
}

fn arrears() -> String {
    said(ArrearsMeasure::ROWS.iter().map(|(measure, label)| (label, measure.formula())))
}

fn ratings() -> String {
    said(RatingMeasure::ROWS.iter().map(|(measure, label)| (label, measure.formula())))
}

fn said<'a>(figures: impl Iterator<Item = (&'a Label, Label)>) -> String {
    let lines =
        figures.map(|(label, said)| line(&[code(label), both(label), said.zh.into(), said.en.into()]));
    head(&["id", "figure", "口径", "counts or sums"]) + &lines.collect::<String>()
}
