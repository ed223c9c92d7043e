//! A matter (纠纷) as a page: its proceedings in their order, how one led to the next, and what became of the referrals between
//! them. Proceedings that the reader may not see are counted. Not here: which these are (`app::linkage`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::linkage::{Matter, ProceedingView, ReferralOfMatter};
use crate::domain::act::opening::Origin;
use crate::domain::case::ReferralState;
use crate::domain::code::Coded as _;
use crate::domain::id::CaseId;
use crate::http::fault::Answer;
use crate::http::pages::case_page::called;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// Where something stands that another proceeding of the page tells of.
struct There {
    /// Its place on the page, from 1.
    place: usize,
    /// What it is called.
    name: String,
}

/// A proceeding.
struct ProceedingRow {
    place: usize,
    id: CaseId,
    title: String,
    kind: &'static str,
    stage: &'static str,
    received: NaiveDate,
    closed: String,
    manner: &'static str,
    came: Option<CameRow>,
    referrals: Vec<ReferralRow>,
}

/// From where a proceeding came, and the entry there that opened it.
struct CameRow {
    /// Which proceeding of the page; none of one that is not shown.
    from: Option<There>,
    case: CaseId,
    entry: u32,
}

/// A referral to another channel.
struct ReferralRow {
    entry: u32,
    to: &'static str,
    ground: String,
    state: &'static str,
    is_overdue: bool,
    offered: NaiveDate,
    due: NaiveDate,
    answered: String,
    declined_because: String,
    /// Which proceeding of the page it opened.
    opened: Option<There>,
}

#[derive(Template)]
#[template(path = "matter.html")]
struct MatterPage {
    f: Frame,
    proceedings: Vec<ProceedingRow>,
    not_shown: i64,
}

/// A matter.
///
/// # Errors
/// Not signed in; no such matter, or none of it for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let matter = app.register.matter(&visitor.actor.caller(), id).await?;
    let f = visitor.frame(&request);
    let shown =
        MatterPage { proceedings: rows(&f, &matter, app.clock.today()), not_shown: matter.not_shown, f };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn rows(f: &Frame, matter: &Matter, today: NaiveDate) -> Vec<ProceedingRow> {
    let row = |(proceeding, place): (&ProceedingView, usize)| ProceedingRow {
        place,
        id: proceeding.case,
        title: title(f, proceeding),
        kind: f.label(proceeding.kind.label()),
        stage: f.label(proceeding.stage.label()),
        received: proceeding.received_on,
        closed: f.day(proceeding.closed_on),
        manner: proceeding.manner.map_or("", |manner| f.label(manner.label())),
        came: proceeding.origin.map(|origin| came(f, matter, origin)),
        referrals: proceeding.referrals.iter().map(|it| referral(f, matter, it, today)).collect(),
    };
    matter.proceedings.iter().zip(1..).map(row).collect()
}

fn title(f: &Frame, proceeding: &ProceedingView) -> String {
    called(f, proceeding.kind, proceeding.number.as_deref(), proceeding.received_on)
}

/// Where on the page a proceeding stands; nowhere, if the reader may not see it.
fn there(f: &Frame, matter: &Matter, case: CaseId) -> Option<There> {
    let (place, found) = (1..).zip(&matter.proceedings).find(|(_, proceeding)| proceeding.case == case)?;
    Some(There { place, name: title(f, found) })
}

fn came(f: &Frame, matter: &Matter, origin: Origin) -> CameRow {
    CameRow { from: there(f, matter, origin.case), case: origin.case, entry: origin.entry.0 }
}

fn referral(f: &Frame, matter: &Matter, referral: &ReferralOfMatter, today: NaiveDate) -> ReferralRow {
    ReferralRow {
        entry: referral.entry.0,
        to: f.label(referral.to.label()),
        ground: referral.ground.clone(),
        state: f.label(referral.state.label()),
        is_overdue: referral.state == ReferralState::Open && referral.due_on < today,
        offered: referral.offered_on,
        due: referral.due_on,
        answered: f.day(referral.answered_on),
        declined_because: referral.declined_because.clone().unwrap_or_default(),
        opened: referral.opened.and_then(|case| there(f, matter, case)),
    }
}
