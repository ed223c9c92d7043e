//! One published period (公布的统计): its figures as they were published, what has become of them since (重述), and the cases behind
//! both. Not here: the list, and publishing (`publications`); what has become of its groups (`restated_groups`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;
use serde_json::Value;

use crate::app::App;
use crate::app::error::Error;
use crate::app::publications::{PublicationItem, PublicationPage, PublicationRow};
use crate::domain::act::kind::ActKind;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Figure, FigureUnit, Measure, Rounding};
use crate::domain::id::{EntryNo, PublicationId, UserId};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::stage::Stage;
use crate::http::api::figure_views::ValueView;
use crate::http::api::publication_views::{
    ActSince, PublicationView, PublishedCase, PublishedCases, RestatedCaseView, RestatedCases,
    RestatedMeasure, RestatementView,
};
use crate::http::api::publications::asked;
use crate::http::fault::Answer;
use crate::http::pages::figure_cases::next;
use crate::http::pages::figure_rows::shown;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::restated_rows::{
    By, RestatedRow, exactly, groupings, hints, restated_figure, value_of,
};
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// A figure as it was published.
struct Published {
    name: &'static str,
    value: String,
    cases: Option<String>,
}

/// A measure that comes to something else by now, or of other cases.
struct Restated {
    name: &'static str,
    published: String,
    now: String,
    difference: String,
    redefined: bool,
    changed: i64,
    to: String,
}

#[derive(Template)]
#[template(path = "publication.html")]
struct PublicationPageShown {
    f: Frame,
    done: bool,
    no: i64,
    title: String,
    from: NaiveDate,
    to: NaiveDate,
    region: String,
    edition: i32,
    replaces: Option<String>,
    replaced_by: Option<String>,
    at: String,
    by: String,
    sha256: String,
    key_id: String,
    figures: Vec<Published>,
    restated: Vec<Restated>,
    others: Vec<RestatedRow>,
    groups: Vec<By>,
    hints: Vec<String>,
    may_publish: bool,
}

/// One publication.
///
/// # Errors
/// Not signed in; no such publication; a role that sees no figures.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = PublicationId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let done = params.flag("done");
    params.finish()?;
    let caller = visitor.actor.caller();
    let row = app.register.publication(&caller, id).await?;
    let restatement = app.register.restatement(&caller, id, Vec::new()).await?;
    let item = item_of(&app, &visitor, &row).await?;
    let by: Vec<UserId> = item.iter().map(|item| item.published_by).collect();
    let names = names_of(&app, &visitor.actor, &by).await?;
    let f = visitor.frame(&request);
    let groups = groupings(&f, (id, &restatement.dimensions), None);
    let region = f.region(app.register.books.region(), &row.region);
    let restatement = RestatementView::of(id, restatement);
    let view = PublicationView::of(&row)?;
    let figures = view.publication.get("figures").and_then(Value::as_array).cloned().unwrap_or_default();
    let rounding = app.settings.rate_rounding;
    let measures = restatement.items.iter().filter(|item| item.changed_cases > 0);
    let restated = measures.map(|item| restated_measure(&f, id, item));
    let others = restatement.figures.iter().filter_map(|figure| restated_figure(&f, figure, rounding));
    // The form publishes the office's own region.
    let may_publish = permit(visitor.actor.role, Operation::PublishPeriod) != Permit::No
        && row.region == app.register.books.region().id;
    let shown = PublicationPageShown {
        done,
        no: row.no,
        restated: restated.collect(),
        others: others.collect(),
        groups,
        hints: hints(&f, &restatement),
        figures: figures.iter().filter_map(|figure| published(&f, id, (figure, rounding))).collect(),
        from: row.from_on,
        to: row.to_on,
        edition: row.edition,
        replaced_by: item.as_ref().and_then(|item| item.replaced_by).map(|id| id.to_string()),
        at: item.as_ref().map_or_else(String::new, |item| f.instant(item.published_at)),
        by: item.and_then(|item| names.get(&item.published_by).cloned()).unwrap_or_default(),
        replaces: row.replaces,
        title: row.title,
        region,
        sha256: row.sha256,
        key_id: row.key_id,
        may_publish,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn restated_measure(f: &Frame, id: PublicationId, item: &RestatedMeasure) -> Restated {
    let said = |amount: i64| exactly(f, item.unit, &ValueView::Sum { amount });
    let sign = if item.difference > 0 { "+" } else { "" };
    Restated {
        name: f.label(&item.name),
        published: said(item.published),
        now: said(item.now),
        difference: format!("{sign}{}", said(item.difference)),
        redefined: item.definition_changed == Some(true),
        changed: item.changed_cases,
        to: format!("/publications/{id}/changes?measure={}", item.name.code),
    }
}

/// The publication as lists have it: of the same period the one with its number.
async fn item_of(
    app: &App,
    visitor: &Visitor,
    row: &PublicationRow,
) -> Result<Option<PublicationItem>, Error> {
    let same = PublicationPage {
        from: Some(row.from_on),
        to: Some(row.to_on),
        before: Some(row.no.saturating_add(1)),
        limit: 1,
    };
    let found = app.register.publications(&visitor.actor.caller(), same).await?;
    Ok(found.into_iter().find(|item| item.no == row.no))
}

/// A figure of the published text; none that this program does not know any more.
fn published(f: &Frame, id: PublicationId, (figure, rounding): (&Value, Rounding)) -> Option<Published> {
    let known = Figure::from_id(figure.get("id")?.as_str()?)?;
    let value = value_of(known, figure, rounding)?;
    let cases = match known {
        Figure::Measure(measure) => Some(format!("/publications/{id}/cases?measure={}", measure.code())),
        Figure::Rate(_) | Figure::Spread(_) => None,
    };
    Some(Published { name: f.label(known.label()), value: shown(f, known.unit(), &value), cases })
}

/// A case behind a published number.
struct CaseRow {
    id: String,
    title: String,
    kind: String,
    stage: String,
    amount: String,
}

#[derive(Template)]
#[template(path = "published_cases.html")]
struct PublishedCasesPage {
    f: Frame,
    id: PublicationId,
    name: &'static str,
    rows: Vec<CaseRow>,
    next: Option<String>,
    opens: bool,
}

/// Exactly the cases behind a published number, as they were counted.
///
/// # Errors
/// Not signed in; every wrong parameter at once; no such publication; a role that sees no cases behind figures.
pub async fn cases(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let ((id, measure), of) = asked(&request)?;
    let limit = of.limit;
    let rows = app.register.published_cases(&visitor.actor.caller(), (id, measure), of).await?;
    let view = PublishedCases::of(rows, limit);
    let f = visitor.frame(&request);
    let row = |case: PublishedCase| CaseRow {
        title: case.number.unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        kind: f.code::<CaseKind>(&case.kind),
        stage: f.code::<Stage>(&case.stage),
        amount: said(&f, measure, case.amount),
        id: case.case_id,
    };
    let shown = PublishedCasesPage {
        id,
        name: f.label(measure.label()),
        rows: view.items.into_iter().map(row).collect(),
        next: next(&f.here, view.next),
        opens: f.links().iter().any(|link| link.to == "/my-day"),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// A case that brings another amount.
struct ChangedRow {
    id: String,
    title: String,
    published: String,
    now: String,
    acts: Vec<ActRow>,
}

/// An entry that was recorded since, and its page; for whoever reads no cases its words alone.
struct ActRow {
    said: String,
    to: String,
}

#[derive(Template)]
#[template(path = "restated_cases.html")]
struct RestatedCasesPage {
    f: Frame,
    id: PublicationId,
    name: &'static str,
    rows: Vec<ChangedRow>,
    next: Option<String>,
    opens: bool,
}

/// The cases that bring another amount than when it was published, and the acts that were recorded in them since.
///
/// # Errors
/// Not signed in; every wrong parameter at once; no such publication; a role that sees no cases behind figures.
pub async fn changes(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let ((id, measure), of) = asked(&request)?;
    let limit = of.limit;
    let rows = app.register.restated_cases(&visitor.actor.caller(), (id, measure), of).await?;
    let ids = rows.iter().map(|changed| changed.case.case_id.clone()).collect();
    let numbers = app.register.numbers_of(&visitor.actor.caller(), ids).await?;
    let view = RestatedCases::of(rows, limit);
    let f = visitor.frame(&request);
    let unnumbered = || f.say("未编号", "No number yet").to_owned();
    let row = |case: RestatedCaseView| ChangedRow {
        title: numbers.get(&case.case_id).cloned().unwrap_or_else(unnumbered),
        published: said(&f, measure, case.published),
        now: said(&f, measure, case.now),
        acts: case.acts.iter().map(|act| act_since(&f, &case.case_id, act)).collect(),
        id: case.case_id,
    };
    let shown = RestatedCasesPage {
        id,
        name: f.label(measure.label()),
        rows: view.items.into_iter().map(row).collect(),
        next: next(&f.here, view.next),
        opens: f.links().iter().any(|link| link.to == "/my-day"),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn said(f: &Frame, measure: Measure, amount: i64) -> String {
    let unit: FigureUnit = measure.unit();
    shown(f, unit, &ValueView::Sum { amount })
}

/// An entry that was recorded since: its number, what it put down, on which day and when; of a correction, which entry was wrong.
fn act_since(f: &Frame, case_id: &str, act: &ActSince) -> ActRow {
    let what = match (act.act.as_str(), act.corrects) {
        ("correction", Some(EntryNo(no))) => {
            f.say(&format!("更正第{no}项登记"), &format!("Correction of entry {no}")).to_owned()
        }
        ("calendar_change", _) => f.say("放假安排变更", "Change of the calendar").to_owned(),
        (code, _) => f.code::<ActKind>(code),
    };
    let recorded = f.bracketed(&what, &f.instant(act.recorded_at));
    ActRow {
        said: format!("{} · {} {recorded}", act.entry, act.on),
        to: format!("/cases/{case_id}/docket/{}", act.entry),
    }
}
