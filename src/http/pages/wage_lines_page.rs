//! What each worker on the wage list of an inspection is owed (工资明细) as a page, and the form by which a wage list comes as a
//! workbook. People are masked, as everywhere. Not here: the form (`wage_list_form`), and what comes of it (`wage_list_tried`).

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;

use crate::app::App;
use crate::app::case_file::Extent;
use crate::app::register::Mode;
use crate::app::wage_lines::{WhichWorkers, WorkerWages};
use crate::domain::act::inspection::wages::WageLine;
use crate::domain::case::WageTotals;
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::money::Fen;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::case_page::title;
use crate::http::pages::case_rows;
use crate::http::pages::form_file::FormFile;
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::wage_list_form::Bringing;
use crate::http::pages::wage_list_tried::{ROOM, Tried, address};
use crate::http::params::{self, Params};

/// The most workers of one page.
const WORKERS_MAX: u32 = 50;
/// The most lines of one page, but for those of its first worker, who is always shown whole.
const LINES_MAX: usize = 150;
/// The most entries that are told where the case was changed meanwhile.
const ENTRIES_MAX: u32 = 200;

/// A line of the list.
struct LineRow {
    time: String,
    job: String,
    days: String,
    rate: String,
    due: String,
    paid: String,
    owed: String,
}

/// A worker.
struct WorkerRow {
    no: u32,
    name: String,
    about: String,
    lines: Vec<LineRow>,
    owed: String,
    recovered: String,
    outstanding: String,
}

/// All workers of the case.
struct TotalsRow {
    workers: usize,
    owed: String,
    recovered: String,
    outstanding: String,
}

#[derive(Template)]
#[template(path = "wage_lines.html")]
struct WageLinesPage {
    f: Frame,
    case: CaseId,
    title: String,
    caption: String,
    /// The entry that was just made.
    done: Option<u32>,
    /// What all workers come to; nothing in a case of another kind.
    totals: Option<TotalsRow>,
    /// Whether only those are listed who are still owed something.
    is_open: bool,
    workers: Vec<WorkerRow>,
    next: Option<String>,
    /// The form, for whoever may enter a wage list.
    bringing: Option<Bringing>,
}

/// Which part of the list, and what is to be said over it.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    is_open: bool,
    after: Option<PartyNo>,
    done: Option<u32>,
}

/// The workers, by their numbers, and the form.
///
/// # Errors
/// Not signed in; every wrong parameter at once; no such case, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let mut number = |name: &str| {
        params.number(name, 1..=i64::from(i32::MAX)).and_then(|number| u32::try_from(number).ok())
    };
    let (after, done) = (number("cursor").map(PartyNo), number("done"));
    let is_open = params.flag("open");
    params.finish()?;
    let asked = Asked { is_open, after, done };
    let shown = WageLinesPage::of(&app, (&request, &visitor), (id, asked), None).await?;
    page(StatusCode::OK, shown.f.language, &shown)
}

/// Tries a wage list that comes as a workbook, or enters it.
///
/// # Errors
/// Not signed in; a form of another session; no such case; who may not enter one. What is wrong with the workbook, or with
/// the act, is said on the page itself.
pub async fn bring(app: Data<App>, request: HttpRequest, visitor: Visitor, payload: Payload) -> Answer {
    let id = CaseId(params::path_uuid(&request, "id")?);
    let mut params = Params::of(&request);
    let is_commit = params.flag("commit");
    params.finish()?;
    // Whose form it is, then who sends it: the file itself is read after both.
    let mut file = FormFile::with_room(&request, &visitor, payload, ROOM).await?;
    app.register.may_bring_wage_list(&visitor.actor.caller(), id).await?;
    let mode = if is_commit { Mode::Commit } else { Mode::DryRun };
    let tried = Tried::of(&app, &visitor, (id, mode), &mut file).await?;
    let status = match &tried.outcome {
        Ok(performed) => match &performed.entry {
            Some(written) => return Ok(see_other(&format!("{}?done={}", address(id), written.no.0))),
            None => StatusCode::OK,
        },
        Err(fault) => fault.status_code(),
    };
    let shown = WageLinesPage::of(&app, (&request, &visitor), (id, Asked::default()), Some(&tried)).await?;
    page(status, shown.f.language, &shown)
}

impl WageLinesPage {
    async fn of(
        app: &App,
        (request, visitor): (&HttpRequest, &Visitor),
        (id, asked): (CaseId, Asked),
        tried: Option<&Tried>,
    ) -> Result<WageLinesPage, Fault> {
        let caller = visitor.actor.caller();
        let entries = if tried.is_some_and(Tried::is_stale) { ENTRIES_MAX } else { 0 };
        let file = app.register.case_file(&caller, id, Extent { entries, materials: 0 }).await?;
        let which = if asked.is_open { WhichWorkers::Open } else { WhichWorkers::All };
        let found = app.register.wage_lines(&caller, id, which, (asked.after, WORKERS_MAX)).await?;
        let f = visitor.frame(request);
        let bringing = Bringing::of(app, (visitor, &f), &file, tried).await?;
        let (workers, last) = that_fit(found.workers);
        let open = if asked.is_open { "open=true&" } else { "" };
        let case = &file.case.case;
        Ok(WageLinesPage {
            case: id,
            title: title(&f, case),
            caption: case_rows::caption(&f, &case_rows::parties(&f, &file.case.parties), case),
            done: asked.done,
            totals: found.totals.map(|totals| totals_row(&f, totals)),
            is_open: asked.is_open,
            workers: workers.iter().map(|worker| worker_row(&f, worker)).collect(),
            next: last.map(|last| format!("{}?{open}cursor={}", address(id), last.0)),
            bringing,
            f,
        })
    }
}

/// As many workers as there is room for, and the last of them where the list goes on.
fn that_fit(found: Vec<WorkerWages>) -> (Vec<WorkerWages>, Option<PartyNo>) {
    let count = found.len();
    let is_full = u32::try_from(count).is_ok_and(|count| count == WORKERS_MAX);
    let (mut shown, mut lines): (Vec<WorkerWages>, usize) = (Vec::new(), 0);
    for worker in found {
        lines += worker.lines.len();
        if lines > LINES_MAX && !shown.is_empty() {
            break;
        }
        shown.push(worker);
    }
    let goes_on = is_full || shown.len() < count;
    let last = shown.last().filter(|_| goes_on).map(|last| last.worker);
    (shown, last)
}

fn totals_row(f: &Frame, totals: WageTotals) -> TotalsRow {
    TotalsRow {
        workers: totals.workers,
        owed: f.yuan(totals.owed),
        recovered: f.yuan(totals.recovered),
        outstanding: f.yuan(totals.outstanding),
    }
}

fn worker_row(f: &Frame, wages: &WorkerWages) -> WorkerRow {
    let person = wages.person.as_ref();
    WorkerRow {
        no: wages.worker.0,
        name: person.map_or_else(|| "—".to_owned(), |person| person.name.clone()),
        about: person.map(|person| case_rows::about_person(f, person)).unwrap_or_default(),
        lines: wages.lines.iter().map(line_row).collect(),
        owed: wages.owed.grouped(),
        recovered: wages.recovered.grouped(),
        outstanding: wages.outstanding.grouped(),
    }
}

fn line_row(line: &WageLine) -> LineRow {
    LineRow {
        time: format!("{} — {}", line.from, line.to),
        job: line.job.clone().unwrap_or_default(),
        days: line.days_tenths.map(days).unwrap_or_default(),
        rate: line.rate.map(Fen::grouped).unwrap_or_default(),
        due: line.due.grouped(),
        paid: line.paid.grouped(),
        owed: line.owed.grouped(),
    }
}

/// 725 tenths of a day are 72.5 days.
fn days(tenths: u16) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(no: u32, lines: usize) -> WorkerWages {
        let day = chrono::NaiveDate::from_ymd_opt(2021, 12, 1).unwrap();
        let line = WageLine {
            worker: PartyNo(no),
            job: None,
            from: day,
            to: day,
            days_tenths: None,
            rate: None,
            due: Fen(1),
            paid: Fen(0),
            owed: Fen(1),
        };
        let (owed, none) = (Fen(1), Fen(0));
        WorkerWages {
            worker: PartyNo(no),
            person: None,
            lines: vec![line; lines],
            owed,
            recovered: none,
            outstanding: owed,
        }
    }

    #[test]
    fn a_page_ends_where_its_lines_leave_no_room_and_never_before_its_first_worker() {
        let fit = |lines: &[usize]| {
            let found = (1..).zip(lines).map(|(no, lines)| worker(no, *lines)).collect();
            let (shown, last) = that_fit(found);
            (shown.len(), last)
        };
        assert_eq!(fit(&[]), (0, None));
        assert_eq!(fit(&[1, 1]), (2, None));
        assert_eq!(fit(&[100, 50]), (2, None));
        assert_eq!(fit(&[100, 50, 1]), (2, Some(PartyNo(2))));
        assert_eq!(fit(&[151, 1]), (1, Some(PartyNo(1))));
        assert_eq!(fit(&[1; 49]), (49, None));
        assert_eq!(fit(&[1; 50]), (50, Some(PartyNo(50))));
    }

    #[test]
    fn days_are_told_with_their_half() {
        assert_eq!([0, 5, 10, 725].map(days), ["0", "0.5", "1", "72.5"]);
    }
}
