//! The office at a glance (工作概览), for who supervises it: closure rates and the waterfall, the four quick steps, mediation, money,
//! how old the open cases are, and who has late ones; over a period, beside another one. Period and comparison stand in the
//! address; every number is the one that the API answers, and leads to its cases. Not here: what is counted.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::permits::Caller;
use crate::app::statistics::{Question, Tally};
use crate::domain::code::{Coded, Label, label};
use crate::domain::figures::{
    AgeBand, Asked, Dimension, Figure, Identity, Measure, Period, Rate, Rounding, Spread, UNKNOWN,
};
use crate::domain::money::Fen;
use crate::http::api::figure_groups::Names;
use crate::http::api::figure_views::{FigureView, FiguresView, GroupAmountView, Told, ValueView};
use crate::http::api::figures::too_many;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::rows::Choice;
use crate::http::pages::chart::{Chart, Row, Tint, chart, waterfall};
use crate::http::pages::figure_rows::{FigureRow, amount, cases_of};
use crate::http::pages::figures::period;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::period_form::{PeriodForm, known_on};
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// The most people that are listed: those with the most late cases.
const PEOPLE_MAX: usize = 50;

const RATES: &[Figure] = &[
    Figure::Rate(Rate::Closure),
    Figure::Rate(Rate::CohortClosure),
    Figure::Rate(Rate::CaseloadClosure),
    Figure::Rate(Rate::CountyClosure),
    Figure::Rate(Rate::CumulativeClosure),
    Figure::Rate(Rate::InTime),
];
const FLOW: &[Figure] = &[
    Figure::Measure(Measure::CarriedIn),
    Figure::Measure(Measure::Accepted),
    Figure::Measure(Measure::Closed),
    Figure::Measure(Measure::CarriedOut),
];
const STEPS: &[Figure] = &[
    Figure::Rate(Rate::QuickFiling),
    Figure::Rate(Rate::QuickMediationBefore),
    Figure::Rate(Rate::QuickMediation),
    Figure::Rate(Rate::QuickHearing),
    Figure::Rate(Rate::QuickClosing),
];
const MEDIATION: &[Figure] = &[
    Figure::Rate(Rate::MediationSuccess),
    Figure::Rate(Rate::MediationShare),
    Figure::Rate(Rate::CountyMediation),
];
const MONEY: &[Figure] = &[
    Figure::Measure(Measure::ClaimedClosed),
    Figure::Measure(Measure::AwardedClosed),
    Figure::Measure(Measure::Recovered),
    Figure::Measure(Measure::RecoveredBeforeAcceptance),
];
const AGE: &[Figure] = &[Figure::Spread(Spread::AgeOfOpen)];
/// What is open of each person.
const OPEN: [Measure; 3] = [Measure::OpenLate, Measure::OpenInTime, Measure::OpenWithoutDue];

/// With which other period one compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    None,
    YearBefore,
    JustBefore,
}

impl Coded for Comparison {
    const LIST: &'static str = "comparison";
    const ROWS: &'static [(Self, Label)] = &[
        (Comparison::None, label("none", "不对比", "Nothing")),
        (Comparison::YearBefore, label("year_before", "上年同期", "The same days a year earlier")),
        (Comparison::JustBefore, label("just_before", "之前相同天数", "As many days before it")),
    ];
}

impl Comparison {
    fn with(self, period: Period) -> Option<Period> {
        match self {
            Comparison::None => None,
            Comparison::YearBefore => Some(period.a_year_earlier()),
            Comparison::JustBefore => Some(period.just_before()),
        }
    }
}

/// How the bar of a rate is made of its two numbers.
type Bar = fn(String, (u64, u64)) -> Row;

/// The open cases of an age.
struct AgeRow {
    name: &'static str,
    cases: u64,
    to: String,
}

/// What is open of a person: how many, and where they are listed.
struct PersonRow {
    name: String,
    open: [(i64, String); 3],
}

/// A control total that is said under its chart.
struct Tie {
    said: &'static str,
    difference: i64,
    to: String,
}

#[derive(Template)]
#[template(path = "office.html")]
struct OfficePage {
    f: Frame,
    period: Period,
    compared: Option<Period>,
    known_on: Option<NaiveDate>,
    form: PeriodForm,
    compares: bool,
    rates: Vec<FigureRow>,
    flow: Vec<FigureRow>,
    flow_chart: Chart,
    tie: Option<Tie>,
    steps: Vec<FigureRow>,
    steps_chart: Chart,
    mediation: Vec<FigureRow>,
    mediation_chart: Chart,
    money: Vec<FigureRow>,
    money_chart: Option<Chart>,
    age: Vec<FigureRow>,
    ages: Vec<AgeRow>,
    ages_chart: Chart,
    open_names: [&'static str; 3],
    people: Vec<PersonRow>,
    people_chart: Chart,
    more_people: usize,
}

/// The office over a period: this year until today, if no other is asked for.
///
/// # Errors
/// Not signed in; a role that sees no figures. What is wrong with the period is said beside its field.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let today = app.clock.today();
    let period = period(&mut params, today);
    let known_on = known_on(&mut params, today);
    let comparison = params.coded("compare").unwrap_or(Comparison::None);
    let wrong = params.finish().err();
    let (caller, f) = (visitor.actor.caller(), visitor.frame(&request));
    app.register.may_read_figures(&caller)?;
    let form = PeriodForm::of(&f, ("/office", choices(&f, comparison)), period).known_on(&f, known_on);
    if let Some(fault) = wrong {
        let title = f.language.say("工作概览", "The office");
        return form.refused(f, (title, &fault), &request);
    }
    let (compared, rounding) = (comparison.with(period), app.settings.rate_rounding);
    let whole = Question { known_on, ..Question::of(Asked::of(period)) };
    let overview = [RATES, FLOW, STEPS, MEDIATION, MONEY, AGE].concat();
    let told = asked(&app, &caller, (&overview, whole.clone(), compared)).await?;
    let by = |dimension| Question { by: vec![dimension], ..whole.clone() };
    let open = OPEN.map(Figure::Measure);
    let people = asked(&app, &caller, (&open, by(Dimension::Arbitrator), None)).await?;
    let recovered = [Figure::Measure(Measure::Recovered)];
    let months = asked(&app, &caller, (&recovered, by(Dimension::Month), None)).await?;
    let groups = Told::groups(&people.question, std::iter::once(&people.found));
    let names = app.register.people_of_groups(&caller, groups).await?;
    let views = view(&overview, &told, rounding);
    let (rows, more_people) = people_rows(&f, &view(&open, &people, rounding), &names);
    let ages: Vec<AgeRow> = ages(&f, &told.found, &whole);
    let shown = OfficePage {
        period,
        compared,
        known_on,
        form,
        compares: compared.is_some(),
        rates: some(&f, &views, RATES),
        flow: some(&f, &views, FLOW),
        flow_chart: flow_chart(&f, &told.found),
        tie: tie(&f, &views),
        steps: some(&f, &views, STEPS),
        steps_chart: rate_chart(&f, &views, (STEPS, Row::of_all::<String>)),
        mediation: some(&f, &views, MEDIATION),
        mediation_chart: rate_chart(&f, &views, (MEDIATION, Row::share::<String>)),
        money: some(&f, &views, MONEY),
        money_chart: money_chart(&f, &view(&recovered, &months, rounding)),
        age: some(&f, &views, AGE),
        ages_chart: chart(&ages.iter().map(|row| Row::plain(row.name, row.cases)).collect::<Vec<_>>()),
        ages,
        open_names: OPEN.map(|measure| f.label(measure.label())),
        people_chart: people_chart(&rows),
        people: rows,
        more_people,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// What some figures come to, and in another period, at one moment.
async fn asked(
    app: &App,
    caller: &Caller,
    (figures, question, compared): (&[Figure], Question, Option<Period>),
) -> Result<Told, Fault> {
    let other = compared.map(|period| Question { asked: Asked::of(period), ..question.clone() });
    let questions = std::iter::once(&question).chain(&other).cloned().collect();
    let found = app.register.figures(caller, figures.to_vec(), questions).await?;
    let mut found = found.ok_or_else(too_many)?.into_iter();
    let (found, other) = (found.next().unwrap_or_default(), other.zip(found.next()));
    // The page has the names of all its people.
    let names = Names::of_office(app.register.books.region());
    Ok(Told { question, found, other, names })
}

fn view(figures: &[Figure], told: &Told, rounding: Rounding) -> FiguresView {
    FiguresView::of(figures, told, rounding)
}

fn choices(f: &Frame, chosen: Comparison) -> Vec<Choice> {
    let choice = |(value, label): &(Comparison, Label)| Choice {
        value: label.code.to_owned(),
        label: f.label(label).to_owned(),
        is_chosen: *value == chosen,
    };
    Comparison::ROWS.iter().map(choice).collect()
}

/// Those of the figures that belong to a table.
fn of<'a>(views: &'a FiguresView, figures: &'a [Figure]) -> impl Iterator<Item = &'a FigureView> {
    let is_in =
        |view: &&FigureView| figures.iter().any(|figure| figure.label().code == view.figure.name.code);
    views.items.iter().filter(is_in)
}

fn some(f: &Frame, views: &FiguresView, figures: &[Figure]) -> Vec<FigureRow> {
    of(views, figures).map(|view| FigureRow::of(f, view)).collect()
}

/// What is above the line of each rate, of what is below it.
fn rate_chart(f: &Frame, views: &FiguresView, (figures, bar): (&[Figure], Bar)) -> Chart {
    let row = |view: &FigureView| {
        let ValueView::Rate { numerator, denominator, .. } = view.total.value else { return None };
        let counts = (numerator.unsigned_abs(), denominator.unsigned_abs());
        Some(bar(f.label(&view.figure.name).to_owned(), counts))
    };
    chart(&of(views, figures).filter_map(row).collect::<Vec<_>>())
}

fn flow_chart(f: &Frame, found: &Tally) -> Chart {
    let measures = [Measure::CarriedIn, Measure::Accepted, Measure::Closed, Measure::CarriedOut];
    let names = measures.map(|measure| f.label(measure.label()).to_owned());
    waterfall(names, measures.map(|measure| found.total(measure).unsigned_abs()))
}

/// Whether the waterfall ties.
fn tie(f: &Frame, views: &FiguresView) -> Option<Tie> {
    let of_flow = views.control_totals.iter().find(|total| total.name.code == Identity::Waterfall.code())?;
    Some(Tie {
        said: f.label(&of_flow.name),
        difference: of_flow.difference,
        to: of_flow.cases.replacen("/api/v1/statistics/figures/cases", "/figures/cases", 1),
    })
}

/// What was recovered month by month; a single month needs no drawing.
fn money_chart(f: &Frame, months: &FiguresView) -> Option<Chart> {
    let groups = &months.items.first()?.groups;
    let row = |group: &GroupAmountView| {
        let fen = amount(&group.amount);
        let name = group.group.first().map_or_else(String::new, |month| month.value.clone());
        let wan = f.say("万元", "× CNY 10,000");
        let said = format!("{} {wan}", Fen(fen).in_wan());
        Row { said, ..Row::plain(name, fen.unsigned_abs()) }
    };
    (groups.len() > 1).then(|| chart(&groups.iter().map(row).collect::<Vec<_>>()))
}

fn ages(f: &Frame, found: &Tally, whole: &Question) -> Vec<AgeRow> {
    let Period { from, to } = whole.asked.period;
    let known = whole.known_on.map_or_else(String::new, |day| format!("&as_known_on={day}"));
    let days = found.days.get(&Spread::AgeOfOpen).cloned().unwrap_or_default();
    let row = |(band, cases): (AgeBand, u64)| AgeRow {
        name: f.label(band.label()),
        cases,
        to: format!("/figures/cases?age={}&from={from}&to={to}{known}", band.code()),
    };
    days.by_age().into_iter().map(row).collect()
}

/// Who has open cases, those with the most late ones first; and how many are not listed.
fn people_rows(f: &Frame, views: &FiguresView, names: &BTreeMap<String, String>) -> (Vec<PersonRow>, usize) {
    let mut open: BTreeMap<String, [(i64, String); 3]> = BTreeMap::new();
    for (index, measure) in OPEN.iter().enumerate() {
        let found = views.items.iter().find(|view| view.figure.name.code == measure.code());
        for group in found.into_iter().flat_map(|view| &view.groups) {
            let Some(person) = group.group.first() else { continue };
            let cells = open.entry(person.value.clone()).or_default();
            if let Some(cell) = cells.get_mut(index) {
                *cell = (amount(&group.amount), cases_of(&group.amount));
            }
        }
    }
    let name = |code: &str| {
        let unknown = || f.say("尚未确定仲裁员", "No arbitrator yet").to_owned();
        if code == UNKNOWN { unknown() } else { names.get(code).cloned().unwrap_or_else(|| code.to_owned()) }
    };
    let mut rows: Vec<PersonRow> =
        open.into_iter().map(|(code, open)| PersonRow { name: name(&code), open }).collect();
    let late = |row: &PersonRow| std::cmp::Reverse(row.open.first().map_or(0, |(late, _)| *late));
    rows.sort_by(|one, other| (late(one), &one.name).cmp(&(late(other), &other.name)));
    let more = rows.len().saturating_sub(PEOPLE_MAX);
    rows.truncate(PEOPLE_MAX);
    (rows, more)
}

fn people_chart(rows: &[PersonRow]) -> Chart {
    let row = |row: &PersonRow| {
        let [late, in_time, without] = &row.open;
        let count = |(cases, _): &(i64, String)| cases.unsigned_abs();
        let parts =
            vec![(Tint::Late, count(late)), (Tint::Plain, count(in_time)), (Tint::Quiet, count(without))];
        let all: u64 = parts.iter().map(|(_, cases)| cases).sum();
        Row { name: row.name.clone(), from: 0, parts, said: format!("{} / {all}", count(late)) }
    };
    chart(&rows.iter().map(row).collect::<Vec<_>>())
}
