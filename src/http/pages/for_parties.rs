//! What a party is handed at the desk (给当事人): the code to ask how its case stands, and the link to rate it, as slips to print.
//! Neither is kept anywhere, so a slip is shown once, and a form that is sent again makes no other;
//! whoever needs another gets another, and the earlier is good no more.
//! Not here: the rules (`app::enquiries`, `app::ratings`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::permits::ensure;
use crate::app::ratings::HandedOut;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::permission::Operation;
use crate::domain::rating::can_be_rated;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::case_page::{PARTIES_MAX, title};
use crate::http::pages::case_rows::{self, PartyRow};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::once;
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::public;
use crate::http::pages::qr::{Square, square};
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// The parties of a case, and what each can be handed.
#[derive(Template)]
#[template(path = "for_parties.html")]
struct ForPartiesPage {
    f: Frame,
    case: CaseId,
    title: String,
    notes: Vec<Note>,
    is_on: bool,
    can_be_rated: bool,
    parties: Vec<PartyRow>,
    more_parties: usize,
    key: String,
}

/// What is printed for a party.
#[derive(Template)]
#[template(path = "slip.html")]
struct SlipPage {
    f: Frame,
    case: CaseId,
    office: &'static str,
    party: String,
    number: Option<String>,
    /// Whether it is a code; otherwise it is a link to rate.
    is_code: bool,
    /// The code, or the address with the token; none where it was shown before.
    secret: Option<String>,
    /// Where a code is asked with.
    address: String,
    /// The address of the slip, to be read by a telephone; none where parties reach no address, or it was shown before.
    square: Option<Square>,
    expires_on: NaiveDate,
    replaces_earlier: bool,
}

/// What is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Handed {
    Code,
    Link,
}

/// Whom something can be handed.
///
/// # Errors
/// Not signed in; no such case; not for this person to hand out.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    list(&app, &request, (&visitor, StatusCode::OK, Vec::new())).await
}

async fn list(
    app: &App,
    request: &HttpRequest,
    (visitor, status, notes): (&Visitor, StatusCode, Vec<Note>),
) -> Answer {
    let case = CaseId(params::path_uuid(request, "id")?);
    let caller = visitor.actor.caller();
    let found = app.register.case(&caller, case, None).await?;
    ensure(&caller, Operation::ServeParties, Some(&found.case))?;
    let f = visitor.frame(request);
    let shown = ForPartiesPage {
        case,
        title: title(&f, &found.case),
        notes,
        is_on: app.settings.public_page,
        can_be_rated: can_be_rated(found.case.closing.as_ref().map(|closing| closing.at.on)),
        more_parties: found.case.parties.len().saturating_sub(PARTIES_MAX),
        parties: case_rows::parties(&f, &found.parties).into_iter().take(PARTIES_MAX).collect(),
        key: once::new_key(),
        f,
    };
    page(status, shown.f.language, &shown)
}

/// A slip with a code to ask how the case stands.
///
/// # Errors
/// A form of another session. What stands against it is said on the page.
pub async fn enquiry_code(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let (case, party) = (CaseId(params::path_uuid(&request, "id")?), party_of(&sent.form));
    let key = once::key(&sent.form, request.path());
    match app.register.make_enquiry_code(&sent.visitor.actor.caller(), (case, party), key).await {
        Ok((made, code)) => {
            let code = (!made.repeated).then_some(code);
            slip(&app, &request, (&sent.visitor, party), (Handed::Code, code, made.given)).await
        }
        Err(error) => refused(&app, &request, (&sent.visitor, error.into())).await,
    }
}

/// A slip with a link to rate the case.
///
/// # Errors
/// As [`enquiry_code`].
pub async fn rating_link(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    public::is_on(&app)?;
    let (case, party) = (CaseId(params::path_uuid(&request, "id")?), party_of(&sent.form));
    let key = once::key(&sent.form, request.path());
    match app.register.make_rating_link(&sent.visitor.actor.caller(), (case, party), key).await {
        Ok((made, token)) => {
            let path = (!made.repeated).then(|| public::rating_path(&token));
            let link = path.map(|path| address(&app, &path));
            slip(&app, &request, (&sent.visitor, party), (Handed::Link, link, made.given)).await
        }
        Err(error) => refused(&app, &request, (&sent.visitor, error.into())).await,
    }
}

/// Where something is as parties reach it, whatever address the clerk's browser used.
fn address(app: &App, path: &str) -> String {
    format!("{}{path}", app.settings.public_address.as_deref().unwrap_or_default())
}

/// Of a form that names none, a party that no case has.
fn party_of(form: &Posted) -> PartyNo {
    PartyNo(form.one("party").parse().unwrap_or_default())
}

async fn refused(app: &App, request: &HttpRequest, (visitor, fault): (&Visitor, Fault)) -> Answer {
    let found = notes(&fault, visitor.frame(request).language);
    if found.is_empty() {
        return Err(fault);
    }
    list(app, request, (visitor, fault.status_code(), found)).await
}

async fn slip(
    app: &App,
    request: &HttpRequest,
    (visitor, no): (&Visitor, PartyNo),
    (what, secret, HandedOut { expires_on, replaces_earlier }): (Handed, Option<String>, HandedOut),
) -> Answer {
    let case = CaseId(params::path_uuid(request, "id")?);
    let found = app.register.case(&visitor.actor.caller(), case, None).await?;
    let f = visitor.frame(request);
    // One of thousands, perhaps: the others make no rows.
    let own: Vec<_> = found.parties.into_iter().filter(|party| party.no == no).collect();
    let party = case_rows::parties(&f, &own).into_iter().map(|row| row.name).collect();
    let region = app.register.books.region();
    let (is_code, address) = (what == Handed::Code, address(app, public::PATH));
    let reached = secret.as_ref().map(|secret| if is_code { &address } else { secret });
    let shown = SlipPage {
        case,
        office: region.commission_zh.unwrap_or(region.bureau_zh),
        party,
        number: found.case.number().map(str::to_owned),
        square: reached.filter(|_| app.settings.public_address.is_some()).and_then(|to| square(to)),
        is_code,
        secret,
        address,
        expires_on,
        replaces_earlier,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}
