//! What has become of the groups of a published period (分组重述), one dimension after another: what a corrected cause or
//! channel moves from group to group without changing any total. Not here: the totals (`publication`), and counting.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::app::error::Error;
use crate::domain::code::Coded as _;
use crate::domain::figures::Dimension;
use crate::domain::id::PublicationId;
use crate::http::api::publication_views::RestatementView;
use crate::http::fault::Answer;
use crate::http::pages::figure_cases::next;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::restated_rows::{By, RestatedRow, groupings, hints, restated_figure};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

#[derive(Template)]
#[template(path = "restated_groups.html")]
struct RestatedGroupsPage {
    f: Frame,
    id: PublicationId,
    title: String,
    period: String,
    name: &'static str,
    groups: Vec<By>,
    is_unchanged: bool,
    rows: Vec<RestatedRow>,
    next: Option<String>,
    hints: Vec<String>,
}

/// The figures of the groups of one dimension that come to something else.
///
/// # Errors
/// Not signed in; every wrong parameter at once; no such publication, or none by this dimension; a role that sees no figures.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = PublicationId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let by = params.required_coded::<Dimension>("by").unwrap_or(Dimension::Cause);
    let (limit, after) = (usize::try_from(params.limit()).unwrap_or_default(), rows_before(&mut params));
    params.finish()?;
    let restatement = app.register.restatement(&visitor.actor.caller(), id, vec![by]).await?;
    if !restatement.dimensions.contains(&by) {
        return Err(Error::NotFound.into());
    }
    let f = visitor.frame(&request);
    let groups = groupings(&f, (id, &restatement.dimensions), Some(by));
    let title = restatement.row.title.clone();
    let view = RestatementView::of(id, restatement);
    let of_groups = view.figures.iter().filter(|figure| figure.group.is_some());
    let is_unchanged = of_groups.clone().next().is_none();
    let mut of_groups = of_groups.skip(after);
    let rows = of_groups.by_ref().take(limit);
    let rows = rows.filter_map(|figure| restated_figure(&f, figure, app.settings.rate_rounding)).collect();
    let rest = of_groups.next().map(|_| (after + limit).to_string());
    let shown = RestatedGroupsPage {
        id,
        title,
        period: format!("{} — {}", view.from, view.to),
        name: f.label(by.label()),
        groups,
        is_unchanged,
        rows,
        next: next(&f.here, rest),
        hints: hints(&f, &view),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// How many rows are on the pages before.
fn rows_before(params: &mut Params) -> usize {
    let Some(text) = params.cursor() else { return 0 };
    text.parse().unwrap_or_else(|_| {
        params.doubt_cursor();
        0
    })
}
