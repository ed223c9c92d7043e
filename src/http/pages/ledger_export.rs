//! The cases of a list as a ledger (导出台账), in XLSX or CSV: masked by a link; in the clear by a form, for each showing is put down.
//! Not here: bringing one (`ledgers`), and which personal data somebody may see (`app::ledger_export`).

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::app::App;
use crate::app::ledger_export::PersonalData;
use crate::app::unmasking::REASON_CHARS_MAX;
use crate::http::api::{case_lists, ledgers};
use crate::http::fault::Answer;
use crate::http::pages::case_filters::query_of;
use crate::http::pages::posted::Sent;
use crate::http::pages::visitor::Visitor;
use crate::http::params::Params;

/// The ledger of the filters in the address, personal data masked.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that sees no cases.
pub async fn masked(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of_form(&request);
    let (form, filter) = (ledgers::form(&mut params), case_lists::filter(&mut params));
    params.finish()?;
    ledgers::written(&app, &visitor.actor.caller(), (form, filter, PersonalData::Masked)).await
}

/// The same in the clear, of cases whose personal data the reader may see; each showing is put down, with the reason.
///
/// # Errors
/// As [`masked`]; a form of another session.
pub async fn in_clear(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let Sent { visitor, form } = sent;
    let mut params = Params::of_form(&request);
    let filter = case_lists::filter(&mut params);
    params.finish()?;
    let asked = [("format", form.one("format")), ("reason", form.one("reason").trim())];
    let mut asked = Params::parse(&query_of(asked.into_iter()));
    let format = ledgers::form(&mut asked);
    let reason = asked.text("reason", REASON_CHARS_MAX).filter(|reason| !reason.is_empty());
    asked.finish()?;
    ledgers::written(&app, &visitor.actor.caller(), (format, filter, PersonalData::Clear(reason))).await
}
