//! The figures of a period (统计页): the closure report and the four quick steps, each figure with its formula and a
//! link to exactly the cases behind it. The period stands in the address. Not here: what is counted (`domain::figures`), and the
//! lists of cases (`figure_cases`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::{Datelike as _, NaiveDate};

use crate::app::App;
use crate::app::statistics::StepCounts;
use crate::domain::code::Coded as _;
use crate::domain::figures::{ClosureCounts, ClosureRate, Measure, Period, Rounding, percent};
use crate::domain::quick_step::QuickStep;
use crate::domain::refusal::words;
use crate::http::api::statistics::until_today;
use crate::http::fault::Answer;
use crate::http::language::Language;
use crate::http::pages::chart::{Chart, Row, chart};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::period_form::PeriodForm;
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// A figure.
struct Figure {
    name: &'static str,
    value: String,
    formula: String,
    cases: String,
}

/// A step and how often it was done in time.
struct StepRow {
    name: &'static str,
    attained: u64,
    done: u64,
    percent: String,
    cases: String,
    late_cases: String,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    f: Frame,
    from: NaiveDate,
    to: NaiveDate,
    rates: Vec<Figure>,
    flow: Vec<Figure>,
    difference: i64,
    steps: Vec<StepRow>,
    chart: Chart,
    form: PeriodForm,
}

/// The figures of a period: this year until today, if no other is asked for.
///
/// # Errors
/// Not signed in; a role that sees no figures. What is wrong with the period is said beside its field.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let period = period(&mut params, app.clock.today());
    let wrong = params.finish().err();
    let (caller, f) = (visitor.actor.caller(), visitor.frame(&request));
    app.register.may_read_figures(&caller)?;
    let form = PeriodForm::of(&f, ("/figures", Vec::new()), period);
    if let Some(fault) = wrong {
        let title = f.language.say("统计", "Figures");
        return form.refused(f, (title, &fault), &request);
    }
    let counts = app.register.closure(&caller, period).await?.counts;
    let steps = app.register.quick_steps(&caller, period).await?;
    let rounding = app.settings.rate_rounding;
    let steps: Vec<StepRow> =
        steps.into_iter().map(|(step, counts)| step_row(&f, (step, counts), period, rounding)).collect();
    let drawn: Vec<Row> = steps.iter().map(|row| Row::of_all(row.name, (row.attained, row.done))).collect();
    let shown = FiguresPage {
        from: period.from,
        to: period.to,
        rates: rates(&f, &counts, period, rounding),
        flow: flow(&f, &counts, period),
        difference: counts.waterfall_difference(),
        steps,
        chart: chart(&drawn),
        form,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// The period that is asked for: in order, until today at the latest, and by default this year.
pub(super) fn period(params: &mut Params, today: NaiveDate) -> Period {
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let (from, to) = (params.date("from").unwrap_or(first), params.date("to").unwrap_or(today));
    if from > to && params.is_clean() {
        params.doubt("to", "order", words("止日早于起日", "The last day lies before the first."));
    }
    until_today(params, Period { from, to }, today)
}

fn cases_of(measure: Measure, period: Period) -> String {
    format!("/figures/cases?figure={}&from={}&to={}", measure.code(), period.from, period.to)
}

fn rates(f: &Frame, counts: &ClosureCounts, period: Period, rounding: Rounding) -> Vec<Figure> {
    let rate = |(rate, above, zh, en): (ClosureRate, Measure, &'static str, &'static str)| {
        let (numerator, denominator) = counts.rate(rate);
        let nothing = || f.say("无可计算", "nothing to divide by").to_owned();
        let percent =
            percent(numerator, denominator, rounding).map_or_else(nothing, |said| format!("{said}%"));
        Figure {
            name: f.say(zh, en),
            value: match f.language {
                Language::Zh => format!("{percent}（{numerator} ÷ {denominator}）"),
                Language::En => format!("{percent} ({numerator} ÷ {denominator})"),
            },
            formula: f.label(&rate.rate().formula()).to_owned(),
            cases: cases_of(above, period),
        }
    };
    [
        (ClosureRate::Closure, Measure::Closed, "结案率", "Closure rate"),
        (
            ClosureRate::CohortClosure,
            Measure::CohortClosed,
            "当期受理案件结案率",
            "Closure rate of the cases accepted",
        ),
        (
            ClosureRate::CaseloadClosure,
            Measure::Closed,
            "全部案件结案率",
            "Closure rate of the whole caseload",
        ),
    ]
    .map(rate)
    .into()
}

fn flow(f: &Frame, counts: &ClosureCounts, period: Period) -> Vec<Figure> {
    let figure = |(measure, value): (Measure, String)| Figure {
        name: f.label(measure.label()),
        value,
        formula: f.label(&measure.formula()).to_owned(),
        cases: cases_of(measure, period),
    };
    let wan = |fen: crate::domain::money::Fen| format!("{} {}", fen.in_wan(), f.say("万元", "× CNY 10,000"));
    [
        (Measure::CarriedIn, counts.carried_in.to_string()),
        (Measure::Accepted, counts.accepted.to_string()),
        (Measure::Closed, counts.closed.to_string()),
        (Measure::CarriedOut, counts.carried_out.to_string()),
        (Measure::Recovered, wan(counts.recovered)),
        (Measure::RecoveredBeforeAcceptance, wan(counts.recovered_before_acceptance)),
    ]
    .map(figure)
    .into()
}

fn step_row(
    f: &Frame,
    (step, counts): (QuickStep, StepCounts),
    period: Period,
    rounding: Rounding,
) -> StepRow {
    let (attained, done) = (counts.attained, counts.done);
    let link = |attained: bool| {
        let Period { from, to } = period;
        format!("/figures/cases?step={}&attained={attained}&from={from}&to={to}", step.code())
    };
    StepRow {
        name: f.label(step.label()),
        attained,
        done,
        percent: percent(attained, done, rounding).map_or_else(|| "—".to_owned(), |said| format!("{said}%")),
        cases: link(true),
        late_cases: link(false),
    }
}
