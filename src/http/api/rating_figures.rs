//! The figures of ratings for a period (好差评统计): each with its formula, its basis and a link to exactly the cases behind
//! it. The definitions are `domain::figures`.

use actix_web::HttpRequest;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::reading::CaseFilter;
use crate::app::statistics::CasesBehind;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Asked, Period, Rate, RatingCounts, RatingMeasure, Rounding, percent};
use crate::domain::refusal::{Words, words};
use crate::http::api::counted_cases::CountedCasesView;
use crate::http::api::statistics::{CountFigure, RateFigure, period};
use crate::http::api::{case_lists, report_csv};
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(ratings, rating_cases), components(schemas(RatingMeasure)))]
pub struct Operations;

/// On what the definitions rest.
const BASIS: &str = "docs/figures.md";

/// A mean.
#[derive(Serialize, ToSchema)]
pub struct MeanFigure {
    /// Above the line.
    pub numerator: u64,
    /// Below the line.
    pub denominator: u64,
    /// With two decimals; nothing where there is nothing to divide by.
    pub mean: Option<String>,
    /// How it was cut.
    pub rounding: Rounding,
    /// How it is computed.
    pub formula: Words,
    /// On what the definition rests.
    pub basis: &'static str,
    /// The list of exactly the cases behind it.
    pub cases: String,
}

/// The figures of ratings for a period.
#[derive(Serialize, ToSchema)]
pub struct RatingReport {
    /// The period; both ends are in it.
    pub period: Period,
    /// 办结案件.
    pub closed_cases: CountFigure,
    /// 评价覆盖率.
    pub coverage: RateFigure,
    /// 评价.
    pub ratings: CountFigure,
    /// 平均得分, from 1 to 5.
    pub mean_score: MeanFigure,
    /// 满意率.
    pub satisfaction: RateFigure,
    /// 差评.
    pub bad: CountFigure,
    /// 差评按期整改率.
    pub rectification: RateFigure,
}

impl RatingReport {
    /// The figures from the counts.
    #[must_use]
    pub fn of(counts: &RatingCounts, period: Period, rounding: Rounding) -> RatingReport {
        let count = |measure: RatingMeasure, value: u64| CountFigure {
            value,
            formula: words(measure.formula().zh, measure.formula().en),
            basis: BASIS,
            cases: link(measure, period),
        };
        let rate = |above: RatingMeasure, (numerator, denominator): (u64, u64), formula: Words| RateFigure {
            numerator,
            denominator,
            percent: percent(numerator, denominator, rounding),
            rounding,
            formula,
            basis: BASIS,
            cases: link(above, period),
        };
        let RatingCounts { ratings, bad, points, satisfied, .. } = *counts;
        let [coverage, satisfaction, rectification] =
            [Rate::RatingCoverage, Rate::Satisfaction, Rate::Rectification].map(said);
        RatingReport {
            period,
            closed_cases: count(RatingMeasure::ClosedCases, counts.closed_cases),
            coverage: rate(RatingMeasure::RatedCases, (counts.rated_cases, counts.closed_cases), coverage),
            ratings: count(RatingMeasure::Ratings, ratings),
            mean_score: MeanFigure {
                numerator: points,
                denominator: ratings,
                // A percentage of a hundred times as many is the quotient itself, cut in the same way.
                mean: percent(points, ratings * 100, rounding),
                rounding,
                formula: mean(),
                basis: BASIS,
                cases: link(RatingMeasure::Ratings, period),
            },
            satisfaction: rate(RatingMeasure::Satisfied, (satisfied, ratings), satisfaction),
            bad: count(RatingMeasure::Bad, bad),
            rectification: rate(
                RatingMeasure::RectifiedInTime,
                (counts.rectified_in_time, bad),
                rectification,
            ),
        }
    }
}

fn said(rate: Rate) -> Words {
    let said = rate.formula();
    words(said.zh, said.en)
}

fn mean() -> Words {
    words(
        "本期评价得分之和（非常满意5分至非常不满意1分） ÷ 本期评价数",
        "points of the ratings given in the period, from 5 for very satisfied to 1 / ratings",
    )
}

fn link(measure: RatingMeasure, Period { from, to }: Period) -> String {
    format!("/api/v1/statistics/ratings/cases?figure={}&from={from}&to={to}", measure.code())
}

/// 好差评统计 The figures of ratings for a period. The people who are rated see none, as few ratings say who gave them.
///
/// # Errors
/// Every wrong parameter at once; a role that sees none.
#[utoipa::path(get, path = "/api/v1/statistics/ratings", tag = "statistics", operation_id = "rating_figures",
    params(("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come")),
    responses((status = 200, description = "The figures; the same as a table (`Accept: text/csv`)",
        content((RatingReport = "application/json"), (String = "text/csv")))))]
pub async fn ratings(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let period = period(&mut params, app.clock.today());
    params.finish()?;
    let counts = app.register.rating_counts(&actor.caller(), period).await?;
    report_csv::answer(&request, period, &RatingReport::of(&counts, period, app.settings.rate_rounding))
}

/// 好差评统计所列案件 Exactly the cases behind a figure of ratings, without personal data.
///
/// # Errors
/// Every wrong parameter at once; a role that sees none.
#[utoipa::path(get, path = "/api/v1/statistics/ratings/cases", tag = "statistics", operation_id = "rating_cases",
    params(("figure" = RatingMeasure, Query, description = "Which figure"),
        ("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come"),
        ("sort" = Option<String>, Query, pattern = "^-?(received_on|accepted_on|closed_on|updated_at)$",
            description = "The order; `-` for the latest first; `-received_on` if not said"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = CountedCasesView)))]
pub async fn rating_cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (measure, period) =
        (params.required_coded::<RatingMeasure>("figure"), period(&mut params, app.clock.today()));
    let behind = |asked: RatingMeasure| CasesBehind::counted(asked.measure().definition(Asked::of(period)));
    let filter = CaseFilter { counted: measure.map(behind), ..CaseFilter::default() };
    case_lists::counted(&app, &actor, params, filter).await
}
