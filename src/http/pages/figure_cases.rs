//! Exactly the cases behind a number (统计所列案件), without personal data: of a figure, of a quick step, of the open cases of an
//! age, or those because of which something does not add up. Not here: what is counted (`domain::figures`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::error::Error;
use crate::app::reading::{CaseFilter, ListedCase};
use crate::app::statistics::{CasesBehind, Question};
use crate::domain::claim::Cause;
use crate::domain::code::Coded as _;
use crate::domain::figures::{
    AgeBand, Asked, Attained, Definition, Dimension, FigureUnit, Group, Identity, Measure,
};
use crate::domain::quick_step::QuickStep;
use crate::domain::refusal::words;
use crate::domain::stage::{Manner, Stage};
use crate::http::api::figure_views::ValueView;
use crate::http::api::{case_lists, figures, quick_steps};
use crate::http::fault::Answer;
use crate::http::pages::figures::period;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::restated_rows::exactly;
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// A case behind a figure.
struct CaseRow {
    id: String,
    title: String,
    cause: String,
    stage: String,
    received: NaiveDate,
    accepted: String,
    closed: String,
    manner: String,
    /// What it brings to the figure; nothing where each case counts once.
    brings: String,
}

/// What the cases bring together, where the figure is a sum.
struct Total {
    of_page: String,
    of_all: String,
}

#[derive(Template)]
#[template(path = "figure_cases.html")]
struct FigureCasesPage {
    f: Frame,
    name: String,
    /// Of which groups alone.
    only: String,
    from: NaiveDate,
    to: NaiveDate,
    /// As known at the end of which day; now, if none is said.
    known_on: Option<NaiveDate>,
    rows: Vec<CaseRow>,
    total: Option<Total>,
    next: Option<String>,
    opens: bool,
}

/// Behind what.
#[derive(Debug, Clone, Copy)]
enum Behind {
    Measure(Measure),
    Identity(Identity),
    Step(QuickStep, Attained),
    Age(AgeBand),
}

/// Exactly the cases behind a number.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that sees no figures.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let behind = behind(&mut params);
    let today = app.clock.today();
    let period = period(&mut params, today);
    let as_of = params.past_date("as_of", today).unwrap_or(period.to);
    let known_on = params.past_date("as_known_on", today);
    let groups = figures::groups(&app, &mut params).await?;
    let (asked, turn) = case_lists::page(&mut params);
    params.finish()?;
    let question = Question { groups, known_on, ..Question::of(Asked { period, as_of }) };
    let counted = behind.map(|behind| behind.cases(&question));
    let filter = CaseFilter { counted, ..CaseFilter::default() };
    let found = app.register.counted_cases(&visitor.actor.caller(), filter, asked).await?;
    let f = visitor.frame(&request);
    let unit = behind.map_or(FigureUnit::Cases, Behind::unit);
    let said = |amount: i64| exactly(&f, unit, &ValueView::Sum { amount });
    let brings = |listed: &ListedCase| found.amount(&listed.row.id).map_or_else(String::new, said);
    let shown = FigureCasesPage {
        name: behind.map(|behind| behind.name(&f)).unwrap_or_default(),
        only: only(&app, &visitor, (&f, &question.groups)).await?,
        from: period.from,
        to: period.to,
        known_on,
        rows: found.rows.iter().map(|listed| case_row(&f, listed, brings(listed))).collect(),
        total: found.brought.as_ref().map(|brought| Total {
            of_page: said(brought.by_case.values().sum()),
            of_all: said(brought.total),
        }),
        next: next(&f.here, case_lists::next(&found.rows, &turn)),
        opens: f.links().iter().any(|link| link.to == "/my-day"),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Exactly one of the four must be named.
fn behind(params: &mut Params) -> Option<Behind> {
    let attained = quick_steps::attained(params);
    let named = [
        params.coded("figure").map(Behind::Measure),
        params.coded("identity").map(Behind::Identity),
        params.coded("step").map(|step| Behind::Step(step, attained)),
        params.coded("age").map(Behind::Age),
    ];
    let mut named = named.into_iter().flatten();
    let (first, second) = (named.next(), named.next());
    if (first.is_none() || second.is_some()) && params.is_clean() {
        params.doubt("figure", "required", words("应指明一项统计指标", "Name one figure."));
    }
    first
}

impl Behind {
    fn cases(self, question: &Question) -> CasesBehind {
        let asked = question.asked;
        let counted = match self {
            Behind::Measure(measure) => measure.definition(asked),
            Behind::Step(step, attained) => Definition::of_step(step, attained, asked.period),
            Behind::Age(band) => band.open_cases(asked),
            Behind::Identity(identity) => return CasesBehind::Untied(identity, question.clone()),
        };
        CasesBehind::Counted(counted.within(&question.groups), question.known_on)
    }

    /// In what each case brings something.
    fn unit(self) -> FigureUnit {
        match self {
            Behind::Measure(measure) => measure.unit(),
            Behind::Identity(_) | Behind::Step(..) | Behind::Age(_) => FigureUnit::Cases,
        }
    }

    fn name(self, f: &Frame) -> String {
        let label = match self {
            Behind::Measure(measure) => measure.label(),
            Behind::Identity(identity) => identity.label(),
            Behind::Step(step, _) => step.label(),
            Behind::Age(_) => Measure::CarriedOut.label(),
        };
        let beside = match self {
            Behind::Step(_, Attained::Within) => f.say("达标", "within the target"),
            Behind::Step(_, Attained::Beyond) => f.say("未达标", "beyond the target"),
            Behind::Age(band) => f.label(band.label()),
            Behind::Identity(_) => f.say("不平衡的案件", "cases because of which it does not hold"),
            Behind::Measure(_) | Behind::Step(_, Attained::Either) => "",
        };
        format!("{} {beside}", f.label(label)).trim_end().to_owned()
    }
}

/// The groups that are asked for alone, in words: people by their names, for who may know them.
async fn only(app: &App, visitor: &Visitor, (f, groups): (&Frame, &[Group])) -> Result<String, Error> {
    if groups.is_empty() {
        return Ok(String::new());
    }
    let names = app.register.people_of_groups(&visitor.actor.caller(), groups.iter()).await?;
    let own = app.register.books.region();
    let value = |group: &Group| match (group.label(), names.get(group.code())) {
        (Some(label), _) => f.label(&label).to_owned(),
        (None, Some(name)) => name.clone(),
        (None, None) if group.dimension == Dimension::Region => f.region(own, group.code()),
        (None, None) => group.code().to_owned(),
    };
    let colon = f.say("：", ": ");
    let said = |group: &Group| {
        let dimension: Dimension = group.dimension;
        format!("{}{colon}{}", f.label(dimension.label()), value(group))
    };
    Ok(groups.iter().map(said).collect::<Vec<_>>().join(f.say("；", "; ")))
}

/// The address of the next page: this one, with another cursor.
pub(super) fn next(here: &str, cursor: Option<String>) -> Option<String> {
    let cursor = cursor?;
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let mut kept: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("cursor=")).collect();
    let cursor = format!("cursor={cursor}");
    kept.push(&cursor);
    Some(format!("{path}?{}", kept.join("&")))
}

fn case_row(f: &Frame, listed: &ListedCase, brings: String) -> CaseRow {
    let row = &listed.row;
    CaseRow {
        id: row.id.clone(),
        title: row.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        cause: f.code::<Cause>(&row.cause),
        stage: f.code::<Stage>(&row.stage),
        received: row.received_on,
        accepted: f.day(row.accepted_on),
        closed: f.day(row.closed_on),
        manner: row.manner.as_deref().map_or_else(String::new, |manner| f.code::<Manner>(manner)),
        brings,
    }
}
