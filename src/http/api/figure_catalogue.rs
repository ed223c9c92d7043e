//! The catalogue of figures (指标目录) over HTTP: which there are, by what they are broken down, and what adds up. Not here:
//! what they come to (`figures`).

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::identity::Actor;
use crate::domain::code::{Coded as _, Label};
use crate::domain::figures::{Dimension, Figure, FigureBasis, FigureKind, FigureUnit, Identity, Measure};
use crate::domain::refusal::{Words, words};
use crate::http::fault::Answer;
use crate::http::params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(catalogue))]
pub struct Operations;

/// One figure of the catalogue.
#[derive(Serialize, ToSchema)]
pub struct CatalogueItem {
    /// Its id and its names.
    pub name: Label,
    /// How it stands in time.
    pub kind: FigureKind,
    /// In what it is given.
    pub unit: FigureUnit,
    /// What it counts.
    pub formula: Words,
    /// On what its definition rests.
    pub basis: FigureBasis,
    /// Whether its groups add up to its total.
    pub is_additive: bool,
    /// The measures that it is made of, or whose cases it is about.
    pub measures: Vec<Measure>,
}

/// The catalogue.
#[derive(Serialize, ToSchema)]
pub struct CatalogueView {
    /// Every figure, in its order.
    pub items: Vec<CatalogueItem>,
    /// By what they can be broken down.
    pub dimensions: Vec<Label>,
    /// What adds up to what.
    pub identities: Vec<Label>,
}

/// 指标目录 Every figure that can be asked, with its formula and on what it rests.
///
/// # Errors
/// A role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/catalogue", tag = "statistics", operation_id = "figure_catalogue",
    responses((status = 200, description = "The catalogue", body = CatalogueView)))]
pub async fn catalogue(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    app.register.may_read_figures(&actor.caller())?;
    Ok(HttpResponse::Ok().json(CatalogueView::whole()))
}

impl CatalogueItem {
    pub(crate) fn of(figure: Figure) -> CatalogueItem {
        let said = figure.formula();
        CatalogueItem {
            name: *figure.label(),
            kind: figure.kind(),
            unit: figure.unit(),
            formula: words(said.zh, said.en),
            basis: figure.basis(),
            is_additive: figure.is_additive(),
            measures: once(figure.measures()),
        }
    }
}

impl CatalogueView {
    /// All of it.
    #[must_use]
    pub fn whole() -> CatalogueView {
        CatalogueView {
            items: Figure::all().map(CatalogueItem::of).collect(),
            dimensions: Dimension::ROWS.iter().map(|(_, label)| *label).collect(),
            identities: Identity::ROWS.iter().map(|(_, label)| *label).collect(),
        }
    }
}

/// Each once, in the order of the first.
pub(crate) fn once(measures: Vec<Measure>) -> Vec<Measure> {
    let mut seen = BTreeSet::new();
    measures.into_iter().filter(|measure| seen.insert(*measure)).collect()
}
