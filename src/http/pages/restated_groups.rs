//! What has become of the groups of a published period (分组重述), one dimension after another: what a corrected cause or
//! channel moves from group to group without changing any total. Not here: the totals (`publication`), and what is counted.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde_json::Value;

use crate::app::App;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Dimension, Figure, Group, Rounding, percent, tenths};
use crate::domain::id::PublicationId;
use crate::domain::publication::PUBLISHED_BY;
use crate::domain::refusal::words;
use crate::http::api::figure_views::ValueView;
use crate::http::api::publication_views::{RestatedFigureView, RestatementView};
use crate::http::fault::Answer;
use crate::http::pages::figure_rows::shown;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// So many figures are shown; all of them the API has.
const SHOWN_MAX: usize = 300;

/// A dimension by which a period was published.
pub(super) struct By {
    /// What it is.
    pub(super) name: &'static str,
    /// Where its groups are.
    pub(super) to: String,
}

/// A figure that comes to something else by now.
pub(super) struct RestatedRow {
    /// Its group; empty over all cases.
    group: String,
    /// What it is.
    pub(super) name: &'static str,
    /// As it was published.
    pub(super) published: String,
    /// What it comes to now.
    pub(super) now: String,
}

#[derive(Template)]
#[template(path = "restated_groups.html")]
struct RestatedGroupsPage {
    f: Frame,
    id: PublicationId,
    no: i64,
    name: &'static str,
    here: String,
    groups: Vec<By>,
    rows: Vec<RestatedRow>,
    hidden: usize,
}

/// The figures of the groups of one dimension that come to something else.
///
/// # Errors
/// Not signed in; no dimension, or none by which periods are published; no such publication; a role that sees no figures.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = PublicationId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let by = params.required_coded::<Dimension>("by").unwrap_or(Dimension::Cause);
    if !PUBLISHED_BY.contains(&by) {
        params.violate("by", "enum", words("公布的统计没有这种分组", "No period is published by this."));
    }
    params.finish()?;
    let restatement = app.register.restatement(&visitor.actor.caller(), id, vec![by]).await?;
    let view = RestatementView::of(id, restatement);
    let f = visitor.frame(&request);
    let of_groups = view.figures.iter().filter(|figure| figure.group.is_some());
    let mut rows: Vec<RestatedRow> =
        of_groups.filter_map(|figure| restated_figure(&f, figure, app.settings.rate_rounding)).collect();
    let hidden = rows.len().saturating_sub(SHOWN_MAX);
    rows.truncate(SHOWN_MAX);
    let shown = RestatedGroupsPage {
        id,
        no: view.no,
        name: f.label(by.label()),
        here: address(id, by),
        groups: groupings(&f, id),
        rows,
        hidden,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// The pages of the groups of a publication.
pub(super) fn groupings(f: &Frame, id: PublicationId) -> Vec<By> {
    PUBLISHED_BY.iter().map(|by| By { name: f.label(by.label()), to: address(id, *by) }).collect()
}

fn address(id: PublicationId, by: Dimension) -> String {
    format!("/publications/{id}/groups?by={}", by.code())
}

/// The row of a figure that was restated; none of one that this program does not know.
pub(super) fn restated_figure(
    f: &Frame,
    view: &RestatedFigureView,
    rounding: Rounding,
) -> Option<RestatedRow> {
    let figure = Figure::from_id(view.name.code)?;
    let said = |value: &Option<Value>| {
        let value = value.as_ref().and_then(|value| value_of(figure, value, rounding));
        value.map_or_else(|| "—".to_owned(), |value| shown(f, figure.unit(), &value))
    };
    let group = || {
        let (by, value) = (Dimension::from_code(view.by.as_deref()?)?, view.group.as_deref()?);
        let label = Group::parse(by, value).and_then(|group| group.label());
        Some(label.map_or_else(|| value.to_owned(), |label| f.label(&label).to_owned()))
    };
    let (published, now) = (said(&view.published), said(&view.now));
    Some(RestatedRow { group: group().unwrap_or_default(), name: f.label(&view.name), published, now })
}

/// What a figure comes to by the text of a publication; none where the text has no such number.
pub(super) fn value_of(figure: Figure, text: &Value, rounding: Rounding) -> Option<ValueView> {
    let number = |name: &str| text.get(name).and_then(Value::as_i64);
    Some(match figure {
        Figure::Measure(_) => ValueView::Sum { amount: number("amount")? },
        Figure::Rate(_) => {
            let (numerator, denominator) = (number("numerator")?, number("denominator")?);
            let percent = percent(numerator.unsigned_abs(), denominator.unsigned_abs(), rounding);
            ValueView::Rate { numerator, denominator, percent, rounding }
        }
        Figure::Spread(_) => {
            let cases = text.get("cases").and_then(Value::as_u64)?;
            ValueView::Spread {
                cases,
                mean: tenths(number("days")?, cases),
                median: number("median_halves").and_then(|halves| tenths(halves, 2)),
                p90: number("p90"),
            }
        }
    })
}
