//! The docket of a case (案卷登记), as many entries as a page takes, from the last one back. Not here: what an entry says
//! (`entry_page`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::domain::id::CaseId;
use crate::http::fault::Answer;
use crate::http::pages::case_page::{ROWS_MAX, title};
use crate::http::pages::case_rows::{self, EntryRow};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

#[derive(Template)]
#[template(path = "docket.html")]
struct DocketPage {
    f: Frame,
    id: CaseId,
    title: String,
    /// How many entries the docket has.
    count: u32,
    docket: Vec<EntryRow>,
    /// Before which number the earlier ones stand, and the later ones.
    earlier: Option<u32>,
    later: Option<u32>,
}

/// The last entries of a case, or the last ones before a number.
///
/// # Errors
/// Not signed in; no such case, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let before = params.number("before", 1..=i64::from(i32::MAX)).and_then(|no| u32::try_from(no).ok());
    params.finish()?;
    let extent = (before.unwrap_or(u32::MAX), ROWS_MAX);
    let found = app.register.docket_before(&visitor.actor.caller(), id, extent).await?;
    let f = visitor.frame(&request);
    let first = found.entries.first().map_or(1, |(entry, _)| entry.no.0);
    let last = found.entries.last().map_or(0, |(entry, _)| entry.no.0);
    let count = found.case.version;
    let shown = DocketPage {
        id,
        title: title(&f, &found.case),
        count,
        docket: case_rows::docket(&f, &found.entries, &found.names),
        earlier: (first > 1).then_some(first),
        later: (last < count).then(|| last.saturating_add(ROWS_MAX).min(count).saturating_add(1)),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}
