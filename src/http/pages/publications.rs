//! Published periods (公布的期间): the list, and publishing one: first what would be frozen is shown, then it is. Not here: one
//! publication and what has become of it (`publication`), and what is counted.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use serde_json::Value;

use crate::app::App;
use crate::app::error::{Error, Violation};
use crate::app::permits::ensure;
use crate::app::publications::{PublicationItem, PublicationPage};
use crate::app::published_figures::{published, question};
use crate::app::publishing::NewPublication;
use crate::domain::figures::{Figure, Period};
use crate::domain::id::UserId;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::publication;
use crate::domain::refusal::Refusal;
use crate::http::api::figure_groups::Names;
use crate::http::api::figure_views::{FigureView, FiguresView, Told};
use crate::http::api::figures::too_many;
use crate::http::api::publications::before;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::Field;
use crate::http::pages::figure_rows::shown;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::once::{key, new_key};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::params::{Params, parse_date};
use crate::http::schema;

/// Where periods are published.
const PUBLICATIONS: &str = "/publications";
/// The schema of what is published.
const BODY: &str = "PublicationBody";
/// The longest value of a field that is looked at.
const FIELD_CHARS_MAX: usize = 400;

/// A publication of the list.
struct Listed {
    id: String,
    no: i64,
    title: String,
    period: String,
    edition: i32,
    stands: bool,
    at: String,
    by: String,
}

#[derive(Template)]
#[template(path = "publications.html")]
struct PublicationsPage {
    f: Frame,
    items: Vec<Listed>,
    next: Option<String>,
    may_publish: bool,
}

/// What was published, the newest first.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that sees no figures.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let (limit, before) = (params.limit(), before(&mut params));
    params.finish()?;
    let page_of = PublicationPage { from: None, to: None, before, limit };
    let items = app.register.publications(&visitor.actor.caller(), page_of).await?;
    let by: Vec<UserId> = items.iter().map(|item| item.published_by).collect();
    let names = names_of(&app, &visitor.actor, &by).await?;
    let f = visitor.frame(&request);
    let is_full = u32::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| is_full);
    let shown = PublicationsPage {
        next: next.map(|last| format!("{PUBLICATIONS}?limit={limit}&cursor={}", last.no)),
        items: items.iter().map(|item| listed(&f, item, &names)).collect(),
        may_publish: permit(visitor.actor.role, Operation::PublishPeriod) != Permit::No,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn listed(f: &Frame, item: &PublicationItem, names: &BTreeMap<UserId, String>) -> Listed {
    Listed {
        id: item.id.to_string(),
        no: item.no,
        title: item.title.clone(),
        period: format!("{} — {}", item.from, item.to),
        edition: item.edition,
        stands: item.replaced_by.is_none(),
        at: f.instant(item.published_at),
        by: names.get(&item.published_by).cloned().unwrap_or_default(),
    }
}

/// A figure that would be frozen.
struct Frozen {
    name: &'static str,
    value: String,
}

/// What would be frozen.
struct Preview {
    figures: Vec<Frozen>,
    dimensions: usize,
    lists: usize,
    region: String,
    /// The edition that stands of the same period.
    before: Option<(String, i32)>,
}

#[derive(Template)]
#[template(path = "publication_new.html")]
struct NewPage {
    f: Frame,
    fields: Vec<(Field, &'static str)>,
    elsewhere: Vec<Note>,
    key: String,
    preview: Option<Preview>,
}

/// The form to publish a period; once it says which, with what would be frozen.
///
/// # Errors
/// Not signed in; a role that publishes nothing; unknown parameters.
pub async fn new(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    ensure(&visitor.actor.caller(), Operation::PublishPeriod, None)?;
    let mut params = Params::of(&request);
    let fields = ["title", "from", "to"];
    let given = fields.map(|name| (name.to_owned(), params.text(name, FIELD_CHARS_MAX).unwrap_or_default()));
    params.finish()?;
    let form = Posted::from_fields(given.into());
    let checked = if request.query_string().is_empty() { None } else { Some(check(&app, &form)) };
    let fault = checked.and_then(Result::err);
    show(&app, &request, &visitor, (&form, fault)).await
}

/// Publishes a period, once.
///
/// # Errors
/// Not signed in; a form of another session; a role that publishes nothing. What is wrong with the period is said on the page.
pub async fn publish(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let caller = visitor.actor.caller();
    ensure(&caller, Operation::PublishPeriod, None)?;
    let published = match read(&form) {
        Ok(new) => app.register.publish(&caller, new, key(&form, PUBLICATIONS)).await.map_err(Fault::App),
        Err(error) => Err(Fault::App(error)),
    };
    match published {
        Ok(answer) => Ok(see_other(&format!("{PUBLICATIONS}/{}?done=true", answer.given.id))),
        Err(fault) if is_said_on_page(&fault) => show(&app, &request, &visitor, (&form, Some(fault))).await,
        Err(fault) => Err(fault),
    }
}

fn is_said_on_page(fault: &Fault) -> bool {
    matches!(Kind::of(fault), Kind::InvalidRequest | Kind::InvalidValue | Kind::Unlawful | Kind::Conflict)
}

/// The period that a form names, checked against the published schema.
fn read(form: &Posted) -> Result<NewPublication, Error> {
    let body = form.body(&["title", "from", "to"]);
    let violations: Vec<Violation> = schema::validate(BODY, &Value::Object(body))?;
    let day = |name: &str| parse_date(form.one(name).trim());
    match (violations.is_empty(), day("from"), day("to")) {
        (true, Some(from), Some(to)) => {
            let title = form.one("title").trim().to_owned();
            Ok(NewPublication { title, period: Period { from, to }, region: None })
        }
        _ => Err(Error::Invalid(violations)),
    }
}

/// Whether what a form names could be published today.
fn check(app: &App, form: &Posted) -> Result<NewPublication, Fault> {
    let new = read(form)?;
    let findings = publication::findings(new.period, app.clock.today());
    if findings.is_empty() { Ok(new) } else { Err(Error::Refused(Refusal { findings }).into()) }
}

async fn show(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    (form, fault): (&Posted, Option<Fault>),
) -> Answer {
    let f = visitor.frame(request);
    let preview = match (&fault, check(app, form)) {
        (None, Ok(new)) => Some(preview(app, visitor, &f, new.period).await?),
        _ => None,
    };
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status_code);
    let notes = fault.map(|fault| notes(&fault, f.language)).unwrap_or_default();
    let field = |name: &str, label: &str| Field::plain(name, (label, form.one(name)), &notes);
    let fields = vec![
        (field("title", f.say("名称", "Title")), "text"),
        (field("from", f.say("自", "From")), "date"),
        (field("to", f.say("至", "to")), "date"),
    ];
    let drawn: Vec<&Field> = fields.iter().map(|(field, _)| field).collect();
    let shown = NewPage { elsewhere: beside_none(&notes, &drawn), fields, key: new_key(), preview, f };
    page(status, shown.f.language, &shown)
}

/// What every figure that is published comes to now, asked as publishing asks it.
async fn preview(app: &App, visitor: &Visitor, f: &Frame, period: Period) -> Result<Preview, Fault> {
    let caller = visitor.actor.caller();
    let region = app.register.books.region();
    let figures: Vec<Figure> = published().collect();
    let question = question(period, region.id);
    let found = app.register.figures(&caller, figures.clone(), vec![question.clone()]).await?;
    let found = found.ok_or_else(too_many)?.into_iter().next().unwrap_or_default();
    let told = Told { question, found, other: None, names: Names::of_office(region) };
    let view = FiguresView::of(&figures, &told, app.settings.rate_rounding);
    let same = PublicationPage { from: Some(period.from), to: Some(period.to), before: None, limit: 50 };
    let earlier = app.register.publications(&caller, same).await?;
    let before = earlier.iter().find(|item| item.region == region.id && item.replaced_by.is_none());
    let frozen = |item: &FigureView| Frozen {
        name: f.label(&item.figure.name),
        value: shown(f, item.figure.unit, &item.total.value),
    };
    let is_list = |figure: &&Figure| matches!(figure, Figure::Measure(_));
    Ok(Preview {
        figures: view.items.iter().map(frozen).collect(),
        dimensions: publication::PUBLISHED_BY.len(),
        lists: figures.iter().filter(is_list).count(),
        region: f.region(region, region.id),
        before: before.map(|item| (item.id.to_string(), item.edition)),
    })
}
