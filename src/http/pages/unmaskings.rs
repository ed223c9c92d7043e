//! To whom personal data was shown (个人信息查看记录), of a case, and of the rejected rows of ledgers, which are of no case; for whoever
//! reads that record. Not here: showing it (`personal_page`), and the whole log (`administration::audit`).

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::app::audit::AuditEvent;
use crate::app::unmasking::Unmasking;
use crate::domain::code::Coded as _;
use crate::domain::id::CaseId;
use crate::domain::permission::{Operation, Permit, permit};
use crate::http::fault::{Answer, Fault};
use crate::http::pages::case_page::title;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// A showing.
struct Row {
    no: i64,
    at: String,
    who: String,
    /// Where everything that was shown to them is listed.
    of_theirs: Option<String>,
    what: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "unmaskings.html")]
struct UnmaskingsPage {
    f: Frame,
    /// The case and what it is called; none of what is of no case.
    case: Option<(CaseId, String)>,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Those of a case, the first first.
///
/// # Errors
/// Not signed in; every wrong parameter at once; no such case; a role that does not read this record.
pub async fn of_case(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let (id, asked) = (CaseId(params::path_uuid(&request, "id")?), asked(&request)?);
    let caller = visitor.actor.caller();
    let found = app.register.unmaskings(&caller, id, asked).await?;
    // For what the case is called no entry is read, and nobody unsealed.
    let case = app.register.docket_before(&caller, id, (1, 0)).await?.case;
    let f = visitor.frame(&request);
    let named = Some((id, title(&f, &case)));
    show(f, (&visitor, named), (&found, asked))
}

/// Those of rejected rows of ledgers, the first first.
///
/// # Errors
/// Not signed in; every wrong parameter at once; a role that does not read this record.
pub async fn of_ledgers(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let asked = asked(&request)?;
    let found = app.register.ledger_unmaskings(&visitor.actor.caller(), asked).await?;
    show(visitor.frame(&request), (&visitor, None), (&found, asked))
}

/// After which number, and how many.
fn asked(request: &HttpRequest) -> Result<(i64, u32), Fault> {
    let mut params = Params::of(request);
    let asked = (params.number("after", 0..=i64::MAX).unwrap_or(0), params.limit());
    params.finish()?;
    Ok(asked)
}

fn show(
    f: Frame,
    (visitor, case): (&Visitor, Option<(CaseId, String)>),
    (found, (_, limit)): (&[Unmasking], (i64, u32)),
) -> Answer {
    let reads_log = permit(visitor.actor.role, Operation::ReadAudit) != Permit::No;
    let event = AuditEvent::PersonalDataShown.code();
    let log = |user| reads_log.then(|| format!("/administration/audit?actor={user}&event={event}"));
    let is_full = u32::try_from(found.len()).is_ok_and(|count| count == limit);
    let last = found.last().filter(|_| is_full);
    let path = f.here.split('?').next().unwrap_or_default();
    let shown = UnmaskingsPage {
        next: last.map(|last| format!("{path}?after={}&limit={limit}", last.no)),
        rows: found.iter().map(|shown| row(&f, shown, log(shown.user))).collect(),
        case,
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

fn row(f: &Frame, shown: &Unmasking, of_theirs: Option<String>) -> Row {
    Row {
        no: shown.no,
        at: f.instant(shown.at),
        who: shown.user_name.clone(),
        of_theirs,
        what: what(f, shown),
        reason: shown.reason.clone().unwrap_or_default(),
    }
}

/// What was shown: whose data, or in what they stood.
fn what(f: &Frame, shown: &Unmasking) -> String {
    let whose = shown.party.map(|party| format!("{} {}", f.say("当事人", "party"), party.0));
    let within = if let Some(volume) = shown.volume {
        Some(format!("{} {}", f.say("复制案卷", "copy of the"), f.label(volume.label())))
    } else if shown.paper.is_some() {
        Some(f.say("文书", "a paper").to_owned())
    } else if shown.file.is_some() {
        Some(f.say("材料文件", "a file").to_owned())
    } else {
        shown.ledger.map(|ledger| format!("{} {ledger}", f.say("台账退回行", "rejected rows of ledger")))
    };
    within.into_iter().chain(whose).collect::<Vec<_>>().join(f.say("，", ", "))
}
