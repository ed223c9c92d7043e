//! One ledger that was brought (台账核对与入库): how its columns were understood, what it would add, everything that is wrong with it by
//! row and column; making cases of it, and what came of that. Not here: bringing one (`ledgers`), and the rules (`app::ledger_commit`).

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, REFRESH};
use actix_web::rt::{spawn, time::timeout};
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::error::Error;
use crate::app::ledger_commit::{BEING_COMMITTED, Rejects};
use crate::app::ledger_import::{LedgerImport, LedgerState};
use crate::app::ledger_waiting::Droppable;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::ledger::{LedgerFile, LedgerFinding, ReadColumn, YearTotals};
use crate::http::api::ledger_imports;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::ledgers::LEDGERS;
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::once;
use crate::http::pages::posted::Sent;
use crate::http::pages::staff::names_of;
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

/// What the form says that drops the rows that were rejected.
const REJECTED: &str = "rejected";
/// So many findings stand on a page.
const PAGE_FINDINGS: usize = 50;
/// The highest page of findings that may be asked for.
const PAGES_MAX: i64 = 1_000;
/// How long whoever has cases made waits for it, before the page tells how far it is.
const COMMIT_WAIT: Duration = Duration::from_secs(2);
/// After how long the page of a ledger that is being committed is loaded again, in seconds.
const REFRESH_SECONDS: &str = "3";

/// A column of the file.
struct ColumnRow {
    letters: String,
    heading: String,
    taken_for: Option<&'static str>,
}

/// A finding.
struct FindingRow {
    row: String,
    column: String,
    heading: String,
    text: String,
}

/// A page of findings.
struct Findings {
    rows: Vec<FindingRow>,
    count: u64,
    /// So many are told one by one.
    told: usize,
    page: usize,
    earlier: Option<String>,
    later: Option<String>,
}

/// What there is to be seen of a year after its rows are cases.
struct YearRow {
    totals: YearTotals,
    cases: String,
}

/// What a page says beside the ledger.
#[derive(Default)]
struct Said {
    begun: bool,
    done: bool,
    findings: usize,
    warnings: usize,
    notes: Vec<Note>,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    f: Frame,
    id: String,
    state: LedgerState,
    state_words: String,
    at: String,
    by: String,
    committed: Option<(String, String)>,
    kept_until: String,
    rows_kept: bool,
    good: i32,
    rejected: i32,
    done_rows: u64,
    file: LedgerFile,
    columns: Vec<ColumnRow>,
    left_out: Vec<String>,
    skipped: String,
    years: Vec<YearRow>,
    all_cases: String,
    findings: Findings,
    warnings: Findings,
    said: Said,
    key: String,
}

/// The ledger as it stands.
///
/// # Errors
/// Not signed in; no such ledger; every wrong parameter at once; a role that brings none.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = params::path_uuid(&request, "id")?.to_string();
    let mut params = Params::of(&request);
    let (begun, done) = (params.flag("begun"), params.flag("done"));
    let mut number = |name: &str| params.number(name, 1..=PAGES_MAX).and_then(|no| usize::try_from(no).ok());
    let (findings, warnings) = (number("findings").unwrap_or(1), number("warnings").unwrap_or(1));
    params.finish()?;
    let said = Said { begun, done, findings, warnings, notes: Vec::new() };
    shown(&app, (&request, &visitor), id, (StatusCode::OK, said)).await
}

/// Makes cases of the good rows. Whoever waits longer than a moment is sent to the page that tells how far it is.
///
/// # Errors
/// Not signed in; a form of another session; no such ledger; a role that brings none. What stands against it is said on the page.
pub async fn commit(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let id = params::path_uuid(&request, "id")?.to_string();
    let Sent { visitor, form } = sent;
    let rejects = if form.one("do") == "good" { Rejects::LeaveOut } else { Rejects::Refuse };
    let key = once::key(&form, &format!("commit of ledger {id}"));
    let (register, caller, of) = (app.register.clone(), visitor.actor.caller(), id.clone());
    let work = spawn(async move {
        let done = register.commit_ledger(&caller, (of, rejects), key).await;
        if let Err(Error::Broken(cause)) = &done {
            tracing::error!(cause, "a ledger was not committed");
        }
        done.map(drop)
    });
    let is_under_way = || Ok(see_other(&format!("{LEDGERS}/{id}?begun=true")));
    let Ok(done) = timeout(COMMIT_WAIT, work).await else { return is_under_way() };
    let done = done.map_err(|error| Error::Broken(error.to_string()))?.map_err(Fault::App);
    match done {
        Ok(()) => Ok(see_other(&format!("{LEDGERS}/{id}?done=true"))),
        Err(Fault::App(Error::Conflict { code: BEING_COMMITTED, .. })) => is_under_way(),
        Err(fault) if Kind::of(&fault).is_of_the_form() => {
            let notes = notes(&fault, visitor.frame(&request).language);
            let said = Said { findings: 1, warnings: 1, notes, ..Said::default() };
            shown(&app, (&request, &visitor), id, (fault.status_code(), said)).await
        }
        Err(fault) => Err(fault),
    }
}

/// Drops what the form said that there is to be dropped of a ledger. Whoever presses twice is told the same.
///
/// # Errors
/// Not signed in; a form of another session; a role that brings none. That it was committed meanwhile is said on its page.
pub async fn discard(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let id = params::path_uuid(&request, "id")?.to_string();
    let Sent { visitor, form } = sent;
    let what = if form.one("what") == REJECTED { Droppable::Rejected } else { Droppable::Ledger };
    match app.register.discard_ledger(&visitor.actor.caller(), id.clone(), Some(what)).await {
        Ok(()) | Err(Error::NotFound) => Ok(see_other(&format!("{LEDGERS}?dropped=true"))),
        Err(error) => {
            let fault = Fault::App(error);
            if !Kind::of(&fault).is_of_the_form() {
                return Err(fault);
            }
            let notes = notes(&fault, visitor.frame(&request).language);
            let said = Said { findings: 1, warnings: 1, notes, ..Said::default() };
            shown(&app, (&request, &visitor), id, (fault.status_code(), said)).await
        }
    }
}

/// The rows that were rejected, as a file; that they were shown is put down, as at the API.
///
/// # Errors
/// Not signed in; no such ledger; its rows are kept no longer; a role that brings none.
pub async fn rejected(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    ledger_imports::rejected(app, visitor.actor, request).await
}

/// What a state is called.
#[must_use]
pub(super) fn state_words(f: &Frame, ledger: &LedgerImport) -> String {
    let said = match ledger.state {
        LedgerState::Checked => f.say("已核对，待入库", "checked, not committed"),
        LedgerState::Committed => f.say("已入库", "committed"),
        LedgerState::Expired => f.say("已到期，未入库", "expired, not committed"),
        LedgerState::Committing => {
            let done = ledger.done_rows.unwrap_or_default();
            return f
                .bracketed(f.say("正在入库", "being committed"), &format!("{done} / {}", ledger.good_rows));
        }
    };
    said.to_owned()
}

async fn shown(
    app: &App,
    (request, visitor): (&HttpRequest, &Visitor),
    id: String,
    (status, said): (StatusCode, Said),
) -> Answer {
    let ledger = app.register.ledger(&visitor.actor.caller(), id).await?;
    let people: Vec<UserId> = ledger.committed_by.into_iter().chain([ledger.made_by]).collect();
    let names = names_of(app, &visitor.actor, &people).await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let f = visitor.frame(request);
    let committed = ledger.committed_at.zip(ledger.committed_by);
    let columns = columns(&f, &ledger.file);
    let address = |what: &str, no: usize| format!("{LEDGERS}/{}?{what}={no}#{what}", ledger.id);
    let shown = LedgerPage {
        state_words: state_words(&f, &ledger),
        at: f.instant(ledger.made_at),
        by: name(ledger.made_by),
        committed: committed.map(|(at, by)| (f.instant(at), name(by))),
        kept_until: ledger.kept_until.to_string(),
        rows_kept: app.clock.today() <= ledger.kept_until,
        done_rows: ledger.done_rows.unwrap_or_default(),
        left_out: left_out(&f, &columns),
        skipped: ledger
            .file
            .skipped_rows
            .iter()
            .map(u32::to_string)
            .collect::<Vec<_>>()
            .join(f.say("、", ", ")),
        years: ledger.years.iter().map(|totals| year(&ledger.id, totals)).collect(),
        all_cases: format!("{}&count=true", cases_of(&ledger.id)),
        findings: Findings::of(&f, (&ledger.findings, ledger.findings_count), (&ledger.file, said.findings))
            .linked(|no| address("findings", no)),
        warnings: Findings::of(&f, (&ledger.warnings, ledger.warnings_count), (&ledger.file, said.warnings))
            .linked(|no| address("warnings", no)),
        key: once::new_key(),
        state: ledger.state,
        good: ledger.good_rows,
        rejected: ledger.rejected_rows,
        id: ledger.id,
        file: ledger.file,
        columns,
        said,
        f,
    };
    let mut answer = page(status, shown.f.language, &shown)?;
    if shown.is_under_way() {
        answer.headers_mut().insert(REFRESH, HeaderValue::from_static(REFRESH_SECONDS));
    }
    Ok(answer)
}

impl LedgerPage {
    /// Whether its cases are being made, or somebody has just asked for it.
    fn is_under_way(&self) -> bool {
        match self.state {
            LedgerState::Committing => true,
            LedgerState::Checked => self.said.begun,
            LedgerState::Committed | LedgerState::Expired => false,
        }
    }
}

fn columns(f: &Frame, file: &LedgerFile) -> Vec<ColumnRow> {
    let row = |column: &ReadColumn| ColumnRow {
        letters: column.letters.clone(),
        heading: column.heading.clone(),
        taken_for: column.column.map(|column| f.label(column.label())),
    };
    file.columns.iter().map(row).collect()
}

/// The columns that are not taken over, by what they are called in the file.
fn left_out(f: &Frame, columns: &[ColumnRow]) -> Vec<String> {
    let named = |column: &ColumnRow| f.bracketed(&column.letters, &column.heading);
    columns.iter().filter(|column| column.taken_for.is_none()).map(named).collect()
}

/// A year, and where its cases of this ledger are. Those that are not accepted count in the year of their receipt.
fn year(id: &str, totals: &YearTotals) -> YearRow {
    let year = totals.year;
    let days = format!("accepted_on__gte={year}-01-01&accepted_on__lte={year}-12-31");
    YearRow { totals: *totals, cases: format!("{}&{days}&sort=-accepted_on&count=true", cases_of(id)) }
}

/// The cases of a ledger.
fn cases_of(id: &str) -> String {
    format!("/cases?ledger={id}")
}

impl Findings {
    fn of(f: &Frame, (all, count): (&[LedgerFinding], u64), (file, page): (&LedgerFile, usize)) -> Findings {
        let heading = |letters: &str| {
            let found = file.columns.iter().find(|column| column.letters == letters);
            found.map(|column| column.heading.clone()).unwrap_or_default()
        };
        let row = |finding: &LedgerFinding| FindingRow {
            row: finding.row.map_or_else(|| "—".to_owned(), |row| row.to_string()),
            column: finding.column.clone().unwrap_or_else(|| "—".to_owned()),
            heading: finding.column.as_deref().map(heading).unwrap_or_default(),
            text: f.say(&finding.zh, &finding.en).to_owned(),
        };
        let before = page.saturating_sub(1).saturating_mul(PAGE_FINDINGS);
        let rows = all.iter().skip(before).take(PAGE_FINDINGS).map(row).collect();
        Findings { rows, count, told: all.len(), page, earlier: None, later: None }
    }

    /// With the addresses of the pages beside it.
    fn linked(self, address: impl Fn(usize) -> String) -> Findings {
        let has_later = self.page.saturating_mul(PAGE_FINDINGS) < self.told;
        let earlier = (self.page > 1).then(|| address(self.page - 1));
        Findings { earlier, later: has_later.then(|| address(self.page + 1)), ..self }
    }

    /// Whether there are more than are told one by one.
    fn has_more(&self) -> bool {
        u64::try_from(self.told).is_ok_and(|told| told < self.count)
    }
}
