//! The receipt (收件回执) that an applicant takes home: what came in, when and from whom, and what the office does next and by when. It
//! is printed on one sheet. Identifying data is masked on it, as everywhere. Not here: the papers of the procedure
//! (`api::papers`); a receipt is none of them and decides nothing.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::case_file::{CaseFile, Extent};
use crate::domain::code::Coded as _;
use crate::domain::deadline::{Deadline, Status};
use crate::domain::docket::Entry;
use crate::domain::id::{CaseId, EntryNo};
use crate::http::fault::Answer;
use crate::http::pages::case_page::{PARTIES_MAX, ROWS_MAX, title};
use crate::http::pages::case_rows::{self, ClaimRow, PartyRow};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// What falls due next.
struct NextRow {
    name: &'static str,
    due: String,
    articles: String,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    f: Frame,
    id: CaseId,
    is_new: bool,
    commission: &'static str,
    title: String,
    kind: &'static str,
    cause: &'static str,
    channel: &'static str,
    received_on: NaiveDate,
    recorded: String,
    by: String,
    hash: String,
    parties: Vec<PartyRow>,
    more_parties: usize,
    claims: Vec<ClaimRow>,
    more_claims: usize,
    claimed: String,
    next: Vec<NextRow>,
}

/// The receipt of a case.
///
/// # Errors
/// Not signed in; no such case, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let is_new = params.flag("received");
    params.finish()?;
    let caller = visitor.actor.caller();
    let file = app.register.case_file(&caller, id, Extent { entries: ROWS_MAX, materials: 0 }).await?;
    // Of a long docket the first entry is not among the last; it never changes.
    let first = match file.entries.first() {
        Some((entry, _)) if entry.no == EntryNo(1) => file.entries.clone(),
        _ => app.register.docket(&caller, id, (0, 1)).await?,
    };
    let shown = ReceiptPage::of(visitor.frame(&request), &file, (&first, app.clock.today()));
    page(StatusCode::OK, shown.f.language, &ReceiptPage { is_new, ..shown })
}

impl ReceiptPage {
    fn of(f: Frame, file: &CaseFile, (entries, today): (&[(Entry, String)], NaiveDate)) -> ReceiptPage {
        let case = &file.case.case;
        let region = &file.deadlines.book.region;
        let entry =
            case_rows::docket(&f, entries.get(..1).unwrap_or_default(), &file.names).into_iter().next();
        let of_entry =
            |part: fn(&case_rows::EntryRow) -> &String| entry.as_ref().map(part).cloned().unwrap_or_default();
        let runs = |deadline: &&Deadline| {
            deadline.due_on().is_some() && matches!(deadline.status(today), Status::Open | Status::Overdue)
        };
        let next = |deadline: &Deadline| NextRow {
            name: f.label(deadline.rule.id.label()),
            due: f.day(deadline.due_on()),
            articles: f.articles(deadline.rule.articles),
        };
        ReceiptPage {
            id: case.id,
            is_new: false,
            commission: region.commission_zh.unwrap_or(region.bureau_zh),
            title: title(&f, case),
            kind: f.label(case.kind.label()),
            cause: f.label(case.cause.label()),
            channel: f.label(case.channel.label()),
            received_on: case.received.on,
            recorded: of_entry(|row| &row.recorded),
            by: of_entry(|row| &row.by),
            hash: of_entry(|row| &row.hash),
            more_parties: case.parties.len().saturating_sub(PARTIES_MAX),
            parties: case_rows::parties(&f, &file.case.parties).into_iter().take(PARTIES_MAX).collect(),
            more_claims: case.claims.len().saturating_sub(PARTIES_MAX),
            claims: case_rows::claims(&f, case).into_iter().take(PARTIES_MAX).collect(),
            claimed: f.yuan(case.claimed()),
            next: file.deadlines.deadlines.iter().filter(runs).map(next).collect(),
            f,
        }
    }
}
