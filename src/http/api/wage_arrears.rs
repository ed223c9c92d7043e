//! The wage-arrears figures of a period (根治欠薪统计): each with its formula, its basis and a link to exactly the cases
//! behind it. The definitions are `domain::figures`.

use actix_web::HttpRequest;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::app::reading::CaseFilter;
use crate::app::statistics::CasesBehind;
use crate::domain::code::Coded as _;
use crate::domain::figures::{ArrearsCounts, ArrearsMeasure, Asked, Period};
use crate::domain::refusal::words;
use crate::http::api::counted_cases::CountedCasesView;
use crate::http::api::statistics::{CountFigure, MoneyFigure, period};
use crate::http::api::{case_lists, report_csv};
use crate::http::fault::Answer;
use crate::http::params::Params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(wage_arrears, wage_arrears_cases), components(schemas(ArrearsMeasure)))]
pub struct Operations;

/// On what the definitions rest.
const BASIS: &str = "docs/figures.md";

/// The wage-arrears figures of a period.
#[derive(Serialize, ToSchema)]
pub struct ArrearsReport {
    /// The period; both ends are in it.
    pub period: Period,
    /// 排查项目.
    pub projects_inspected: CountFigure,
    /// 发现隐患.
    pub hazards_found: CountFigure,
    /// 化解隐患.
    pub hazards_resolved: CountFigure,
    /// 协调处理劳资纠纷.
    pub disputes_coordinated: CountFigure,
    /// 领到工资的劳动者.
    pub workers: CountFigure,
    /// 追发工资.
    pub wages_recovered: MoneyFigure,
}

impl ArrearsReport {
    /// The figures from the counts.
    #[must_use]
    pub fn of(counts: &ArrearsCounts, period: Period) -> ArrearsReport {
        let link = |measure: ArrearsMeasure| {
            let Period { from, to } = period;
            let figure = measure.code();
            format!("/api/v1/statistics/wage-arrears/cases?figure={figure}&from={from}&to={to}")
        };
        let said = |measure: ArrearsMeasure| words(measure.formula().zh, measure.formula().en);
        let count = |measure: ArrearsMeasure, value: u64| CountFigure {
            value,
            formula: said(measure),
            basis: BASIS,
            cases: link(measure),
        };
        ArrearsReport {
            period,
            projects_inspected: count(ArrearsMeasure::ProjectsInspected, counts.projects_inspected),
            hazards_found: count(ArrearsMeasure::HazardsFound, counts.hazards_found),
            hazards_resolved: count(ArrearsMeasure::HazardsResolved, counts.hazards_resolved),
            disputes_coordinated: count(ArrearsMeasure::DisputesCoordinated, counts.disputes_coordinated),
            workers: count(ArrearsMeasure::Workers, counts.workers),
            wages_recovered: MoneyFigure {
                fen: counts.wages_recovered,
                formula: said(ArrearsMeasure::WagesRecovered),
                basis: BASIS,
                cases: link(ArrearsMeasure::WagesRecovered),
            },
        }
    }
}

/// 根治欠薪统计 The wage-arrears figures of a period.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/wage-arrears", tag = "statistics", operation_id = "wage_arrears",
    params(("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come")),
    responses((status = 200, description = "The figures; the same as a table (`Accept: text/csv`)",
        content((ArrearsReport = "application/json"), (String = "text/csv")))))]
pub async fn wage_arrears(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let period = period(&mut params, app.clock.today());
    params.finish()?;
    let counts = app.register.wage_arrears(&actor.caller(), period).await?;
    report_csv::answer(&request, period, &ArrearsReport::of(&counts, period))
}

/// 根治欠薪统计所列案件 Exactly the cases behind a wage-arrears figure, without personal data.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/wage-arrears/cases", tag = "statistics",
    operation_id = "wage_arrears_cases",
    params(("figure" = ArrearsMeasure, Query, description = "Which figure"),
        ("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come"),
        ("sort" = Option<String>, Query, pattern = "^-?(received_on|accepted_on|closed_on|updated_at)$",
            description = "The order; `-` for the latest first; `-received_on` if not said"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = CountedCasesView)))]
pub async fn wage_arrears_cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (measure, period) =
        (params.required_coded::<ArrearsMeasure>("figure"), period(&mut params, app.clock.today()));
    let behind = |asked: ArrearsMeasure| CasesBehind::counted(asked.measure().definition(Asked::of(period)));
    let filter = CaseFilter { counted: measure.map(behind), ..CaseFilter::default() };
    case_lists::counted(&app, &actor, params, filter).await
}
