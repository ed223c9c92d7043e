//! Figures asked any way (统计查询): what the figures come to over a period and by group, and exactly the
//! cases behind each number. The definitions are `domain::figures`; the answer's form is `figure_views`, the catalogue `figure_catalogue`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use utoipa::OpenApi;

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::app::reading::CaseFilter;
use crate::app::statistics::{CasesBehind, GROUPS_MAX, Question};
use crate::domain::code::Coded as _;
use crate::domain::figures::{Asked, Dimension, Figure, Group, Identity, Measure, Period, UNKNOWN};
use crate::domain::refusal::{Words, words};
use crate::http::api::counted_cases::CountedCasesView;
use crate::http::api::figure_groups::Names;
use crate::http::api::figure_views::{FiguresView, Told};
use crate::http::api::statistics::period;
use crate::http::api::{case_lists, figure_csv};
use crate::http::csv;
use crate::http::fault::Answer;
use crate::http::params::{Params, code_words, parse_date};

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(figures, figure_cases), components(schemas(Measure, Identity, Dimension)))]
pub struct Operations;

/// By so many dimensions at most a figure is broken down.
const DIMENSIONS_MAX: usize = 2;
/// The longest list of figures that is looked at.
const LIST_CHARS_MAX: usize = 4_000;
/// The longest value of a group.
const GROUP_CHARS_MAX: usize = 40;

/// 统计查询 What some figures come to, over a period, of all cases or of some groups, and broken down by up to two dimensions.
///
/// # Errors
/// Every wrong parameter at once; more groups than are answered; a role that sees no figures, or none of ratings.
#[utoipa::path(get, path = "/api/v1/statistics/figures", tag = "statistics", operation_id = "figures",
    params(("measures" = String, Query, max_length = 4000, pattern = "^[a-z_]+(,[a-z_]+)*$", example = "closure_rate", description = "Ids of the catalogue, separated by commas"),
        ("from" = String, Query, format = Date, example = "2021-01-01", description = "The first day"),
        ("to" = String, Query, format = Date, example = "2021-12-10", description = "The last day; today, where it is yet to come"),
        ("as_of" = Option<String>, Query, format = Date, description = "By the end of which day it is asked what is open; the last day if not said, and today at the latest"),
        ("as_known_on" = Option<String>, Query, format = Date, description = "As the office knew it at the end of this day; as it knows it now if not said"),
        ("by" = Option<String>, Query, max_length = 40, pattern = "^[a-z_]+(,[a-z_]+)?$", description = "Up to two dimensions, separated by a comma"),
        ("compare" = Option<String>, Query, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2},[0-9]{4}-[0-9]{2}-[0-9]{2}$", description = "Another period: its first and its last day"),
        ("cause" = Option<String>, Query, max_length = 40, description = "Of this cause only, or `unknown`"),
        ("procedure" = Option<String>, Query, max_length = 40, description = "In this procedure only"),
        ("channel" = Option<String>, Query, max_length = 40, description = "Of this channel only"),
        ("manner" = Option<String>, Query, max_length = 40, description = "Closed in this manner only"),
        ("result" = Option<String>, Query, max_length = 40, description = "With this result only"),
        ("employer_kind" = Option<String>, Query, max_length = 40, description = "Of this kind of employer only"),
        ("industry" = Option<String>, Query, max_length = 40, description = "Of this industry only"),
        ("region" = Option<String>, Query, max_length = 40, description = "Of this region only: one that the program knows, or a case has"),
        ("arbitrator" = Option<String>, Query, max_length = 40, description = "Of this arbitrator only, by id, who may have left, or `unknown`"),
        ("mediator" = Option<String>, Query, max_length = 40, description = "Of this mediator only, by id, who may have left, or `unknown`"),
        ("month" = Option<String>, Query, max_length = 40, description = "Of this month only, `2021-03`"),
        ("collective" = Option<String>, Query, max_length = 40, description = "`true`: collective disputes only; `false`: the others")),
    responses((status = 200, description = "The figures; the same as a table (`Accept: text/csv`): a row for each figure and group, whose `links` are the lists of \
            its cases, parted by semicolons; then one for each control total, `control_totals.waterfall`, whose `amount` is by how much it does not \
            hold, and `control_totals_unchecked.…` for those that cannot be checked of this time",
        content((FiguresView = "application/json", example = json!({
        "period": { "from": "2021-01-01", "to": "2021-12-10" }, "as_of": "2021-12-10", "as_known_on": null, "compared_with": null, "only": [],
        "items": [{
            "name": { "code": "closure_rate", "zh": "结案率", "en": "Closure rate" }, "kind": "rate", "unit": "rate",
            "formula": { "zh": "结案 ÷ 受理", "en": "closed / accepted" }, "basis": "published", "is_additive": false,
            "measures": ["closed", "accepted"],
            "total": {
                "numerator": 66, "denominator": 71, "percent": "92.95", "rounding": "truncate", "excluded": [],
                "links": [
                    { "measure": "closed", "cases": "/api/v1/statistics/figures/cases?measure=closed&from=2021-01-01&to=2021-12-10" },
                    { "measure": "accepted", "cases": "/api/v1/statistics/figures/cases?measure=accepted&from=2021-01-01&to=2021-12-10" }] },
            "groups": [], "groups_difference": null }],
        "control_totals": [], "control_totals_unchecked": [] })), (String = "text/csv")))))]
pub async fn figures(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let figures = listed(&mut params, "measures", LIST_CHARS_MAX, Figure::from_id, figure_words());
    let (asked, compared) = (asked(&mut params, app.clock.today()), compared(&mut params));
    let (by, known_on) = (dimensions(&mut params), params.past_date("as_known_on", app.clock.today()));
    let question = Question { asked, groups: groups(&app, &mut params).await?, by, known_on };
    params.finish()?;
    let other = compared.map(|period| Question { asked: Asked::of(period), ..question.clone() });
    let questions = std::iter::once(&question).chain(&other).cloned().collect();
    let found = app.register.figures(&actor.caller(), figures.clone(), questions).await?;
    let found = found.ok_or_else(too_many)?;
    let people =
        app.register.people_of_groups(&actor.caller(), Told::groups(&question, found.iter())).await?;
    let names = Names { people, own: app.register.books.region() };
    let mut found = found.into_iter();
    let told =
        Told { found: found.next().unwrap_or_default(), other: other.zip(found.next()), question, names };
    let view = FiguresView::of(&figures, &told, app.settings.rate_rounding);
    if csv::is_wanted(&request) {
        figure_csv::table(HttpResponse::Ok(), &view)
    } else {
        Ok(HttpResponse::Ok().json(view))
    }
}

/// 统计所列案件 Exactly the cases behind a number, or those because of which an identity does not hold, without personal
/// data.
///
/// # Errors
/// Every wrong parameter at once; a role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/figures/cases", tag = "statistics", operation_id = "figure_cases",
    params(("measure" = Option<Measure>, Query, description = "Which measure; this or the identity"),
        ("identity" = Option<Identity>, Query, description = "Which identity"),
        ("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The last day; today, where it is yet to come"),
        ("as_of" = Option<String>, Query, format = Date, description = "By the end of which day it is asked what is open; the last day if not said, and today at the latest"),
        ("as_known_on" = Option<String>, Query, format = Date, description = "As the office knew it at the end of this day; as it knows it now if not said"),
        ("cause" = Option<String>, Query, max_length = 40, description = "Of this cause only, or `unknown`"),
        ("procedure" = Option<String>, Query, max_length = 40, description = "In this procedure only"),
        ("channel" = Option<String>, Query, max_length = 40, description = "Of this channel only"),
        ("manner" = Option<String>, Query, max_length = 40, description = "Closed in this manner only"),
        ("result" = Option<String>, Query, max_length = 40, description = "With this result only"),
        ("employer_kind" = Option<String>, Query, max_length = 40, description = "Of this kind of employer only"),
        ("industry" = Option<String>, Query, max_length = 40, description = "Of this industry only"),
        ("region" = Option<String>, Query, max_length = 40, description = "Of this region only: one that the program knows, or a case has"),
        ("arbitrator" = Option<String>, Query, max_length = 40, description = "Of this arbitrator only, by id, who may have left, or `unknown`"),
        ("mediator" = Option<String>, Query, max_length = 40, description = "Of this mediator only, by id, who may have left, or `unknown`"),
        ("month" = Option<String>, Query, max_length = 40, description = "Of this month only, `2021-03`"),
        ("collective" = Option<String>, Query, max_length = 40, description = "`true`: collective disputes only; `false`: the others"),
        ("sort" = Option<String>, Query, pattern = "^-?(received_on|accepted_on|closed_on|updated_at)$",
            description = "The order; `-` for the latest first; `-received_on` if not said"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows a page, 50 if not said"),
        ("cursor" = Option<String>, Query, max_length = 512, description = "The `next` of the page before")),
    responses((status = 200, description = "A page of cases", body = CountedCasesView)))]
pub async fn figure_cases(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    let mut params = Params::of(&request);
    let (measure, identity) = (params.coded::<Measure>("measure"), params.coded::<Identity>("identity"));
    if measure.is_some() == identity.is_some() && params.is_clean() {
        let said = words("measure 与 identity 须给出其一", "Give either a measure or an identity.");
        params.violate("measure", "required", said);
    }
    let asked = asked(&mut params, app.clock.today());
    let groups = groups(&app, &mut params).await?;
    let known_on = params.past_date("as_known_on", app.clock.today());
    let question = Question { groups, known_on, ..Question::of(asked) };
    let counted = match (measure, identity) {
        (_, Some(identity)) => Some(CasesBehind::Untied(identity, question)),
        (Some(measure), None) => {
            Some(CasesBehind::Counted(measure.definition(asked).within(&question.groups), known_on))
        }
        (None, None) => None,
    };
    case_lists::counted(&app, &actor, params, CaseFilter { counted, ..CaseFilter::default() }).await
}

fn asked(params: &mut Params, today: NaiveDate) -> Asked {
    let period = period(params, today);
    let as_of = params.past_date("as_of", today).unwrap_or(period.to);
    Asked { period, as_of }
}

/// Another period, as its two days.
fn compared(params: &mut Params) -> Option<Period> {
    let text = params.text("compare", 21)?;
    let days = text.split_once(',').and_then(|(from, to)| Some((parse_date(from)?, parse_date(to)?)));
    let ordered = |(from, to): &(NaiveDate, NaiveDate)| from <= to;
    let Some((from, to)) = days.filter(ordered) else {
        let said = words(
            "应为起日和止日，以半角逗号隔开，起日不晚于止日，如 2021-01-01,2021-06-30",
            "Must be the first and the last day with a comma between them, not the other way round, such as 2021-01-01,2021-06-30.",
        );
        params.violate("compare", "format", said);
        return None;
    };
    Some(Period { from, to })
}

fn dimensions(params: &mut Params) -> Vec<Dimension> {
    let by = params.coded_list::<Dimension>("by").unwrap_or_default();
    if by.len() > DIMENSIONS_MAX || has_twice(&by) {
        let said = words("最多两个不同的维度", "At most two dimensions, and not one twice.");
        params.violate("by", "max_items", said);
    }
    by
}

/// The groups that are asked for alone, one at most of each dimension. What can be none is malformed; somebody who never worked
/// here, and a region that nobody knows, mean nothing.
pub(crate) async fn groups(app: &App, params: &mut Params) -> Result<Vec<Group>, Error> {
    let mut groups = Vec::new();
    for (dimension, label) in Dimension::ROWS {
        let Some(text) = params.text(label.code, GROUP_CHARS_MAX) else { continue };
        match Group::parse(*dimension, &text) {
            Some(group) => groups.push(group),
            None => params.violate(label.code, "enum", no_group(*dimension)),
        }
    }
    for dimension in app.register.groups_of_nothing(&groups).await? {
        let (code, said) = if dimension == Dimension::Region {
            ("unknown_region", words("不是本系统所知的地区", "No region that the office knows."))
        } else {
            ("no_such_person", words("没有这个编号的人员", "Nobody here has or had this id."))
        };
        params.doubt(dimension.code(), code, said);
    }
    Ok(groups)
}

/// Why a text is no value of a dimension.
fn no_group(dimension: Dimension) -> Words {
    if matches!(dimension, Dimension::Arbitrator | Dimension::Mediator) {
        return words(format!("应为 UUID，或 {UNKNOWN}"), format!("Must be a UUID, or {UNKNOWN}."));
    }
    words(
        format!("不是该维度的取值，也不是 {UNKNOWN}"),
        format!("Is no value of this dimension, nor {UNKNOWN}."),
    )
}

fn listed<T: PartialEq>(
    params: &mut Params,
    name: &str,
    chars_max: usize,
    parse: impl Fn(&str) -> Option<T>,
    said: Words,
) -> Vec<T> {
    let Some(text) = params.required_text(name, chars_max) else { return Vec::new() };
    let found: Option<Vec<T>> = text.split(',').map(parse).collect();
    let Some(found) = found else {
        params.violate(name, "enum", said);
        return Vec::new();
    };
    if has_twice(&found) {
        params.violate(name, "max_items", words("同一项不得重复", "Not one of them twice."));
    }
    found
}

fn has_twice<T: PartialEq>(items: &[T]) -> bool {
    let mut rest = items.iter();
    std::iter::from_fn(|| Some((rest.next()?, rest.as_slice()))).any(|(item, rest)| rest.contains(item))
}

fn figure_words() -> Words {
    let Words { zh, en } = code_words::<Measure>();
    let more: Vec<&str> = Figure::all()
        .filter(|figure| !matches!(figure, Figure::Measure(_)))
        .map(|figure| figure.label().code)
        .collect();
    let more = more.join(", ");
    words(format!("{zh}, {more}"), format!("{} {more}.", en.trim_end_matches('.').to_owned() + ","))
}

/// Nothing is cut: whoever asks for too many groups is told so.
pub(crate) fn too_many() -> crate::http::fault::Fault {
    let mut params = Params::parse("");
    params.doubt(
        "by",
        "too_many_groups",
        words(
            format!("分组超过{GROUPS_MAX}个，请缩小范围或减少维度"),
            format!("There are more than {GROUPS_MAX} groups: ask of less, or by fewer dimensions."),
        ),
    );
    params.finish().err().unwrap_or(crate::http::fault::Fault::Senseless(Vec::new()))
}
