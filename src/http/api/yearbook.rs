//! `/statistics/yearbook` (全国年鉴): the national figures of labour disputes as published, and whether they add up. Not here:
//! the table (`domain::yearbook`).

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::app::error::Error;
use crate::app::identity::Actor;
use crate::domain::code::Coded as _;
use crate::domain::figures::Identity;
use crate::domain::refusal::{Words, words};
use crate::domain::yearbook::NationalYear;
use crate::http::fault::Answer;
use crate::http::params;

/// What this file publishes.
#[derive(Debug, OpenApi)]
#[openapi(paths(national))]
pub struct Operations;

/// What must add up in a year.
#[derive(Serialize, ToSchema)]
pub struct TieView {
    /// Which identity.
    pub identity: Identity,
    /// In words.
    pub words: Words,
    /// By how much the left side is more than the right; zero where it adds up.
    pub difference: i64,
}

/// A year of the yearbook.
#[derive(Serialize, ToSchema)]
pub struct NationalYearView {
    /// Which.
    pub year: i32,
    /// Where it was published.
    pub source: String,
    /// What was published, by the ids of the measures.
    pub numbers: BTreeMap<String, i64>,
    /// What must add up, where all of it was published.
    pub identities: Vec<TieView>,
}

/// The years that are there.
#[derive(Serialize, ToSchema)]
pub struct YearbookView {
    /// The years, the earliest first.
    pub items: Vec<NationalYearView>,
}

/// 全国年鉴 The national figures of labour disputes as the yearbook published them, and by how much they do not add up.
///
/// # Errors
/// A role that sees no figures.
#[utoipa::path(get, path = "/api/v1/statistics/yearbook", tag = "statistics", operation_id = "yearbook",
    responses((status = 200, description = "The years", body = YearbookView)))]
pub async fn national(app: Data<App>, actor: Actor, request: HttpRequest) -> Answer {
    params::none(&request)?;
    app.register.may_read_figures(&actor.caller())?;
    let years = NationalYear::all().map_err(|error| Error::Broken(error.to_string()))?;
    Ok(HttpResponse::Ok().json(YearbookView { items: years.iter().map(view).collect() }))
}

fn view(year: &NationalYear) -> NationalYearView {
    let tie = |(identity, difference): (Identity, i64)| {
        let label = identity.label();
        TieView { identity, words: words(label.zh, label.en), difference }
    };
    NationalYearView {
        year: year.year,
        source: year.source.clone(),
        numbers: year.numbers.iter().map(|(measure, number)| (measure.code().to_owned(), *number)).collect(),
        identities: year.identities().into_iter().map(tie).collect(),
    }
}
