//! The list of cases (案件列表): by filters, page by page, with the views that people keep of them. Not here: searching by words
//! (`search_page`); what is filtered, and who sees what, is the app's.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::app::saved_views::{Audience, SavedView};
use crate::domain::id::ViewId;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::role::Role;
use crate::http::api::case_lists;
use crate::http::api::saved_views::ViewBody;
use crate::http::body::{from_checked, parse_value_as};
use crate::http::fault::Answer;
use crate::http::pages::case_filters::{CaseRow, FILTERS, Filters, case_row, query_of};
use crate::http::pages::figure_cases::next;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::once;
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::which_person;
use crate::http::params::{self, Params};

/// A saved view, as a link to its cases.
pub(crate) struct ViewRow {
    id: ViewId,
    name: String,
    to: String,
    is_own: bool,
    is_shared: bool,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage {
    f: Frame,
    filters: Filters,
    sort: String,
    rows: Vec<CaseRow>,
    next: Option<String>,
    count: Option<i64>,
    count_at: String,
    views: Vec<ViewRow>,
    kept: Vec<(&'static str, String)>,
    may_keep: bool,
    may_share: bool,
    /// The query under which these cases are a ledger, if they can be one.
    ledger: Option<String>,
    /// Whether the reader may see personal data of a case in the clear.
    unmasks: bool,
    key: String,
}

/// The list.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that sees no cases.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    if let Some(answer) = which_person::asked(&app, (&request, &visitor), "person").await? {
        return Ok(answer);
    }
    let mut params = Params::of_form(&request);
    let filters = Filters::of(&params);
    let sort = params.given("sort").to_owned();
    let filter = case_lists::filter(&mut params);
    let counted = params.flag("count");
    let (asked, turn) = case_lists::page(&mut params);
    params.finish()?;
    let caller = visitor.actor.caller();
    let count = if counted { Some(app.register.count_cases(&caller, filter.clone()).await?) } else { None };
    let found = app.register.cases(&caller, filter, asked).await?;
    let may_keep = permit(caller.role, Operation::KeepViews) != Permit::No;
    let views = if may_keep { app.register.saved_views(&caller).await? } else { Vec::new() };
    let f = visitor.frame(&request);
    let filters = filters.with_choices(&f, &app, &visitor.actor).await?;
    let rows = found.iter().map(|listed| case_row(&f, listed)).collect();
    let shown = CasesPage {
        kept: filters.kept(),
        next: next(&f.here, case_lists::page_view(found, &turn, None).next),
        count,
        count_at: with(&f.here, "count=true"),
        views: views.iter().map(view_row).collect(),
        may_keep,
        may_share: may_share(caller.role),
        ledger: filters.of_ledger(),
        unmasks: permit(caller.role, Operation::ReadPersonalData) != Permit::No,
        key: once::new_key(),
        filters,
        sort,
        rows,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn may_share(role: Role) -> bool {
    permit(role, Operation::ShareView) != Permit::No
}

/// This address, asking for something more, from the first page.
fn with(here: &str, more: &str) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let is_filter = |part: &&str| !part.is_empty() && !part.starts_with("cursor=") && *part != more;
    let kept = query.split('&').filter(is_filter).chain([more]);
    format!("{path}?{}", kept.collect::<Vec<_>>().join("&"))
}

fn view_row(view: &SavedView) -> ViewRow {
    let filters = serde_json::to_value(&view.filters).unwrap_or_default();
    let pairs = filters.as_object().into_iter().flatten();
    let pairs = pairs.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    ViewRow {
        id: view.id,
        name: view.name.clone(),
        to: format!("/cases?{}", query_of(pairs)),
        is_own: view.is_own,
        is_shared: view.audience == Audience::Office,
    }
}

/// Saves the filters that are set, under a name.
///
/// # Errors
/// A form of another session; every violation at once; that there are enough; a role that keeps none, or shares none.
pub async fn keep_view(app: Data<App>, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let body = parse_value_as("ViewBody", view_of(&form), "")?;
    let view: ViewBody = from_checked(body)?;
    let key = once::key(&form, "/saved-views");
    let kept = app.register.add_view(&visitor.actor.caller(), view.text(), key).await?;
    Ok(see_other(&view_row(&kept.given).to))
}

fn view_of(form: &Posted) -> Value {
    let set = FILTERS.iter().filter(|name| !form.one(name).is_empty());
    let filters: Map<String, Value> = set.map(|name| ((*name).to_owned(), form.one(name).into())).collect();
    let audience = if form.one("shared").is_empty() { Audience::Own } else { Audience::Office };
    json!({ "name": form.one("name").trim(), "audience": audience, "filters": filters })
}

/// Removes a view of one's own.
///
/// # Errors
/// A form of another session; no such view, or somebody else's.
pub async fn remove_view(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let id = ViewId(params::path_uuid(&request, "id")?);
    app.register.remove_view(&sent.visitor.actor.caller(), id).await?;
    Ok(see_other("/cases"))
}
