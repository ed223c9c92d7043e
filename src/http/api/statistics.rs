//! Statistics (统计): the closure report of a period, each figure with its formula, its basis and a link to
//! exactly the cases it counts. The definitions are `domain::figures`.

use actix_web::HttpRequest;
use actix_web::web::Data;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::reading::CaseFilter;
use crate::app::statistics::{CasesBehind, Closure};
use crate::domain::code::Coded as _;
use crate::domain::figures::{Asked, ClosureRate, Identity, Measure, Period, Rounding, percent};
use crate::domain::money::Fen;
use crate::domain::refusal::{Words, words};
use crate::http::api::counted_cases::CountedCasesView;
use crate::http::api::figure_views::IdentityView;
use crate::http::api::{case_lists, report_csv};
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(closure, closure_cases), components(schemas(Measure)))]
pub struct Operations;

/// A number of cases.
#[derive(Serialize, ToSchema)]
pub struct CountFigure {
    /// The number.
    pub value: u64,
    /// Which cases it counts.
    pub formula: Words,
    /// On what the definition rests.
    pub basis: &'static str,
    /// The list of exactly these cases.
    pub cases: String,
}

/// A sum of money.
#[derive(Serialize, ToSchema)]
pub struct MoneyFigure {
    /// The sum, in fen.
    pub fen: Fen,
    /// What it sums.
    pub formula: Words,
    /// On what the definition rests.
    pub basis: &'static str,
    /// The list of exactly the cases behind it.
    pub cases: String,
}

/// A rate.
#[derive(Serialize, ToSchema)]
pub struct RateFigure {
    /// Above the line.
    pub numerator: u64,
    /// Below the line.
    pub denominator: u64,
    /// In percent with two decimals; nothing where there is nothing to divide by. It can pass 100.
    pub percent: Option<String>,
    /// How the percentage was cut.
    pub rounding: Rounding,
    /// How it is computed.
    pub formula: Words,
    /// On what the definition rests.
    pub basis: &'static str,
    /// The list of exactly the cases above the line.
    pub cases: String,
}

/// The closure report of a period.
#[derive(Serialize, ToSchema)]
pub struct ClosureReport {
    /// The period; both ends are in it.
    pub period: Period,
    /// 受理.
    pub accepted: CountFigure,
    /// 结案.
    pub closed: CountFigure,
    /// 期初未结.
    pub carried_in: CountFigure,
    /// 期末未结.
    pub carried_out: CountFigure,
    /// 结案率, the report's own.
    pub closure_rate: RateFigure,
    /// 当期受理案件结案率.
    pub cohort_closure_rate: RateFigure,
    /// 全部案件结案率.
    pub caseload_closure_rate: RateFigure,
    /// 追回款项.
    pub recovered: MoneyFigure,
    /// 受理前追回款项.
    pub recovered_before_acceptance: MoneyFigure,
    /// By how much carried in + accepted − closed − carried out is off; zero unless something is wrong.
    pub waterfall_difference: i64,
    /// What adds up to what, by how much it does not, and the cases because of which it does not.
    pub control_totals: Vec<IdentityView>,
}

/// The definitions are those of the 2021 report of the county (docs/figures.md).
const BASIS: &str = "docs/figures.md";

impl ClosureReport {
    /// The report from its counts.
    #[must_use]
    pub fn of(closure: &Closure, period: Period, rounding: Rounding) -> ClosureReport {
        let counts = &closure.counts;
        let control = |(identity, difference): &(Identity, i64)| {
            IdentityView::of(*identity, *difference, Asked::of(period))
        };
        let count = |measure: Measure, value: u64| CountFigure {
            value,
            formula: formula(measure),
            basis: BASIS,
            cases: cases_link(measure, period),
        };
        let money = |measure: Measure, fen: Fen| MoneyFigure {
            fen,
            formula: formula(measure),
            basis: BASIS,
            cases: cases_link(measure, period),
        };
        let rate = |rate: ClosureRate, above: Measure| {
            let (numerator, denominator) = counts.rate(rate);
            let said = rate.rate().formula();
            RateFigure {
                numerator,
                denominator,
                percent: percent(numerator, denominator, rounding),
                rounding,
                formula: words(said.zh, said.en),
                basis: BASIS,
                cases: cases_link(above, period),
            }
        };
        ClosureReport {
            period,
            accepted: count(Measure::Accepted, counts.accepted),
            closed: count(Measure::Closed, counts.closed),
            carried_in: count(Measure::CarriedIn, counts.carried_in),
            carried_out: count(Measure::CarriedOut, counts.carried_out),
            closure_rate: rate(ClosureRate::Closure, Measure::Closed),
            cohort_closure_rate: rate(ClosureRate::CohortClosure, Measure::CohortClosed),
            caseload_closure_rate: rate(ClosureRate::CaseloadClosure, Measure::Closed),
            recovered: money(Measure::Recovered, counts.recovered),
            recovered_before_acceptance: money(
                Measure::RecoveredBeforeAcceptance,
                counts.recovered_before_acceptance,
            ),
            waterfall_difference: counts.waterfall_difference(),
            control_totals: closure.identities.iter().map(control).collect(),
        }
    }
}

fn formula(measure: Measure) -> Words {
    let said = measure.formula();
    words(said.zh, said.en)
}

fn cases_link(measure: Measure, period: Period) -> String {
    let Period { from, to } = period;
    format!("/api/v1/statistics/closure/cases?figure={}&from={from}&to={to}", measure.code())
}

/// 结案统计 The closure report of a period.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/closure", tag = "statistics", operation_id = "closure",
    params(("from" = String, Query, format = Date, example = "2021-01-01", description = "The first day"),
        ("to" = String, Query, format = Date, example = "2021-12-10", description = "The last day; today, where it is yet to come")),
    responses((status = 200, description = "The figures; the same as a table (`Accept: text/csv`)",
        content((ClosureReport = "application/json", example = json!({
        "period": { "from": "2021-01-01", "to": "2021-12-10" },
        "accepted": { "value": 71, "formula": { "zh": "受理日期在本期内的案件数", "en": "cases whose acceptance lies in the period" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=accepted&from=2021-01-01&to=2021-12-10" },
        "closed": { "value": 66, "formula": { "zh": "已受理案件中结案日期在本期内的案件数", "en": "accepted cases whose closing lies in the period" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=closed&from=2021-01-01&to=2021-12-10" },
        "carried_in": { "value": 1, "formula": { "zh": "期初尚未结案的案件数", "en": "cases not closed before the period" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=carried_in&from=2021-01-01&to=2021-12-10" },
        "carried_out": { "value": 6, "formula": { "zh": "期末尚未结案的案件数", "en": "cases not closed by the end of the period" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=carried_out&from=2021-01-01&to=2021-12-10" },
        "closure_rate": { "numerator": 66, "denominator": 71, "percent": "92.95", "rounding": "truncate", "formula": { "zh": "结案 ÷ 受理", "en": "closed / accepted" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=closed&from=2021-01-01&to=2021-12-10" },
        "cohort_closure_rate": { "numerator": 65, "denominator": 71, "percent": "91.54", "rounding": "truncate", "formula": { "zh": "当期受理并结案 ÷ 受理", "en": "accepted in the period and closed by its end / accepted" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=cohort_closed&from=2021-01-01&to=2021-12-10" },
        "caseload_closure_rate": { "numerator": 66, "denominator": 72, "percent": "91.66", "rounding": "truncate", "formula": { "zh": "结案 ÷ （期初未结 + 受理）", "en": "closed / (carried in + accepted)" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=closed&from=2021-01-01&to=2021-12-10" },
        "recovered": { "fen": 76_820_000, "formula": { "zh": "本期内的追回款项之和", "en": "the sum of recoveries dated in the period" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=recovered&from=2021-01-01&to=2021-12-10" },
        "recovered_before_acceptance": { "fen": 0, "formula": { "zh": "受理之前的追回款项之和", "en": "the sum of recoveries before acceptance" }, "basis": "docs/figures.md", "cases": "/api/v1/statistics/closure/cases?figure=recovered_before_acceptance&from=2021-01-01&to=2021-12-10" },
        "waterfall_difference": 0,
        "control_totals": [{
            "name": { "code": "waterfall", "zh": "期初未结 + 受理 − 结案 = 期末未结", "en": "Carried in + accepted - closed = carried out" },
            "difference": 0, "cases": "/api/v1/statistics/figures/cases?identity=waterfall&from=2021-01-01&to=2021-12-10" }] })), (String = "text/csv")))))]
pub async fn closure(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let period = period(&mut params, app.clock.today());
    params.finish()?;
    let closure = app.register.closure(&actor.caller(), period).await?;
    report_csv::answer(&request, period, &ClosureReport::of(&closure, period, app.settings.rate_rounding))
}

/// 统计所列案件 Exactly the cases that a figure counts, without personal data.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/closure/cases", tag = "statistics", operation_id = "closure_cases",
    params(("figure" = Measure, Query, description = "Which figure"),
        ("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come"),
        ("sort" = Option<String>, Query, pattern = "^-?(received_on|accepted_on|closed_on|updated_at)$",
            description = "The order; `-` for the latest first; `-received_on` if not said"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = CountedCasesView)))]
pub async fn closure_cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (measure, period) =
        (params.required_coded::<Measure>("figure"), period(&mut params, app.clock.today()));
    let behind = |measure: Measure| CasesBehind::counted(measure.definition(Asked::of(period)));
    let filter = CaseFilter { counted: measure.map(behind), ..CaseFilter::default() };
    case_lists::counted(&app, &actor, params, filter).await
}

/// A period as far as anything is known of it: to today at the latest. Of days to come nothing has happened, and no case is
/// overdue on them yet; a period that is yet to begin means nothing.
pub(in crate::http) fn until_today(params: &mut Params, period: Period, today: NaiveDate) -> Period {
    if period.from > today && params.is_clean() {
        params.doubt_future("from", today);
    }
    Period { to: period.to.min(today), ..period }
}

/// `from` and `to`, which must be there and in order; until today at the latest.
pub fn period(params: &mut Params, today: NaiveDate) -> Period {
    let asked = days(params);
    until_today(params, asked, today)
}

/// `from` and `to` as they are given, which must be there and in order.
pub(in crate::http) fn days(params: &mut Params) -> Period {
    let (from, to) = (params.required_date("from"), params.required_date("to"));
    if from > to && params.is_clean() {
        params.doubt("to", "order", words("止日早于起日", "The last day lies before the first."));
    }
    Period { from, to }
}
