//! Ledgers (台账导入) as a page: those that were brought, and bringing one. Its file is read and checked; no case is made of it here.
//! Not here: one ledger and what becomes of it (`ledger_page`), and how its file is to be read (`ledger_form`).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::ledger_import::LedgerImport;
use crate::app::permits::ensure;
use crate::documents::ledger::LEDGER_BYTES_MAX;
use crate::domain::id::UserId;
use crate::domain::permission::Operation;
use crate::http::api::ledger_imports::brought;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::figure_cases::next;
use crate::http::pages::form_file::{FormFile, mebibytes};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::ledger_form::{LedgerForm, options, placed};
use crate::http::pages::ledger_page::state_words;
use crate::http::pages::notes::{Note, beside_none, notes, whole};
use crate::http::pages::once;
use crate::http::pages::posted::Posted;
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// Where ledgers are brought.
pub const LEDGERS: &str = "/ledgers";

/// A ledger of the list.
struct Listed {
    id: String,
    at: String,
    by: String,
    good: i32,
    rejected: i32,
    state: String,
    kept_until: String,
}

#[derive(Template)]
#[template(path = "ledgers.html")]
struct LedgersPage {
    f: Frame,
    items: Vec<Listed>,
    next: Option<String>,
    form: LedgerForm,
    elsewhere: Vec<Note>,
    key: String,
    mebibytes_max: usize,
    was_dropped: bool,
}

/// Which page of the list, and what is to be said over it.
#[derive(Default)]
struct Asked {
    before: Option<String>,
    limit: u32,
    was_dropped: bool,
}

/// The ledgers that were brought, the newest first, and the form to bring one.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that brings none.
pub async fn list(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let (limit, was_dropped) = (params.limit(), params.flag("dropped"));
    let before = params.uuid("cursor").map(|id| id.to_string());
    params.finish()?;
    let asked = Asked { before, limit, was_dropped };
    show(&app, (&request, &visitor), asked, (&Posted::default(), None)).await
}

/// Takes a ledger in, once, and shows what was found in it.
///
/// # Errors
/// Not signed in; a form of another session; a role that brings none. What is wrong with the file is said on the page.
pub async fn bring(app: Data<App>, request: HttpRequest, visitor: Visitor, payload: Payload) -> Answer {
    ensure(&visitor.actor.caller(), Operation::ImportLedger, None)?;
    let mut file = FormFile::of(&request, &visitor, payload).await?;
    match take(&app, &visitor, &mut file).await {
        Ok(id) => Ok(see_other(&format!("{LEDGERS}/{id}"))),
        Err(fault) if Kind::of(&fault).is_of_the_form() || matches!(fault, Fault::TooLarge) => {
            let asked = Asked { limit: Params::parse("").limit(), ..Asked::default() };
            show(&app, (&request, &visitor), asked, (&file.form(), Some(fault))).await
        }
        Err(fault) => Err(fault),
    }
}

/// Reads the file of a form; the id of the ledger that it is.
async fn take(app: &App, visitor: &Visitor, file: &mut FormFile) -> Result<String, Fault> {
    file.chosen_name()?;
    let options = options(&file.form(), app.clock.today())?;
    let bytes = file.whole(LEDGER_BYTES_MAX).await?;
    let key = once::key(&file.form(), LEDGERS);
    let answer = brought(&app.register, &visitor.actor.caller(), (bytes, options), key).await?;
    Ok(answer.given)
}

async fn show(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    asked: Asked,
    (form, fault): (&Posted, Option<Fault>),
) -> Answer {
    let found = app.register.ledgers(&visitor.actor.caller(), (asked.before, asked.limit)).await?;
    let people: Vec<UserId> = found.iter().map(|ledger| ledger.made_by).collect();
    let names = names_of(app, &visitor.actor, &people).await?;
    let f = visitor.frame(request);
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status_code);
    let notes = fault.map(|fault| said(&f, &fault)).unwrap_or_default();
    let is_full = u32::try_from(found.len()).is_ok_and(|count| count == asked.limit);
    let last = found.last().filter(|_| is_full).map(|last| last.id.clone());
    let drawn = LedgerForm::of(&f, form, &notes);
    let shown = LedgersPage {
        items: found.iter().map(|ledger| listed(&f, ledger, &names)).collect(),
        next: next(&f.here, last),
        elsewhere: beside_none(&notes, &[&drawn.file, &drawn.sheet, &drawn.columns]),
        form: drawn,
        key: once::new_key(),
        mebibytes_max: mebibytes(LEDGER_BYTES_MAX),
        was_dropped: asked.was_dropped,
        f,
    };
    page(status, shown.f.language, &shown)
}

/// What is wrong, each at its field.
fn said(f: &Frame, fault: &Fault) -> Vec<Note> {
    if matches!(fault, Fault::TooLarge) {
        let said = f.say("文件超过{} MiB", "The file is longer than {} MiB");
        return placed(f, vec![whole(&said.replace("{}", &mebibytes(LEDGER_BYTES_MAX).to_string()))]);
    }
    placed(f, notes(fault, f.language))
}

fn listed(f: &Frame, ledger: &LedgerImport, names: &BTreeMap<UserId, String>) -> Listed {
    Listed {
        id: ledger.id.clone(),
        at: f.instant(ledger.made_at),
        by: names.get(&ledger.made_by).cloned().unwrap_or_default(),
        good: ledger.good_rows,
        rejected: ledger.rejected_rows,
        state: state_words(f, ledger),
        kept_until: ledger.kept_until.to_string(),
    }
}
