//! The working-day calendar (工作日历): a year of it, and importing one: first which deadlines would move is shown, then it is done.
//! Not here: what was typed (`calendar_form`), what is wrong with a year, and what it does to the cases (`app::calendar`).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::{DateTime, Datelike as _, NaiveDate};

use crate::app::App;
use crate::app::calendar::{ChangedDeadline, Imported, YearOfCalendar};
use crate::app::error::Error;
use crate::app::people::By;
use crate::app::permits::ensure;
use crate::app::register::Mode;
use crate::domain::calendar::{CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN, Calendar, DayKind, NamedDay};
use crate::domain::code::Coded as _;
use crate::domain::permission::{Operation, Permit, permit};
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::{Choice, Field};
use crate::http::pages::calendar_form::{Filled, LISTED_MAX, acknowledgements, placed, request_of};
use crate::http::pages::frame::{Frame, page, see_other};
use crate::http::pages::hearing_grid::week_days;
use crate::http::pages::notes::{Note, beside_none, notes};
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params::{Params, none};

/// A day of a month; none before the first.
struct DayCell {
    day: u32,
    class: &'static str,
    mark: &'static str,
}

/// A month, by its weeks.
struct Month {
    name: String,
    weeks: Vec<Vec<Option<DayCell>>>,
}

/// A deadline that would move.
struct Moved {
    case: String,
    title: String,
    rule: &'static str,
    from: String,
    to: String,
    said: &'static str,
}

/// What an import would do.
struct Preview {
    version_before: String,
    version: String,
    counts: [(&'static str, u64); 4],
    moved: Vec<Moved>,
    more: bool,
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    f: Frame,
    year: i32,
    earlier: Option<i32>,
    later: Option<i32>,
    is_known: bool,
    imported: bool,
    notice: String,
    source: String,
    origin: String,
    version: String,
    months: Vec<Month>,
    off: Vec<NamedDay>,
    working: Vec<NamedDay>,
    may_import: bool,
    week_days: [&'static str; 7],
    fields: Vec<Field>,
    lists: Vec<Field>,
    document: Field,
    elsewhere: Vec<Note>,
    seen: String,
    acknowledge: Vec<Choice>,
    preview: Option<Preview>,
}

/// How the form stands.
enum Stand {
    Empty,
    Refused(Fault),
    WouldBe(Imported),
}

/// A year: this one, if no other is asked for.
///
/// # Errors
/// Not signed in; a year outside what the product takes.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let years = i64::from(CALENDAR_YEAR_MIN)..=i64::from(CALENDAR_YEAR_MAX);
    let year = params.number("year", years).and_then(|year| i32::try_from(year).ok());
    let imported = params.flag("imported");
    params.finish()?;
    let year = year.unwrap_or_else(|| app.clock.today().year());
    let shown = shown(&app, &request, &visitor, (year, &Posted::default(), Stand::Empty)).await?;
    page(StatusCode::OK, shown.f.language, &CalendarPage { imported, ..shown })
}

/// Shows what importing a year would do, or imports it.
///
/// # Errors
/// Not signed in; a form of another session; a role that imports none. What is wrong with the year is said on the page.
pub async fn import(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    none(&request)?;
    let Sent { visitor, form } = sent;
    ensure(&visitor.actor.caller(), Operation::ImportCalendar, None)?;
    let year: i32 = form.one("year").parse().map_err(|_| Error::NotFound)?;
    let mode = if form.one("do") == "apply" { Mode::Commit } else { Mode::DryRun };
    let done = match request_of(&form, (year, mode)) {
        Ok(asked) => {
            let given = asked.given.clone();
            let done = app.register.import_calendar(By::Person(&visitor.actor, None), asked).await;
            match done {
                // The same was sent before, as by a button pressed twice.
                Err(Error::Stale) if is_in_force(&app, year, &given).await? => return Ok(done_with(year)),
                done => done.map_err(Fault::App),
            }
        }
        Err(error) => Err(Fault::App(error)),
    };
    let stand = match done {
        Ok(imported) if imported.applied => return Ok(done_with(year)),
        Ok(imported) => Stand::WouldBe(imported),
        Err(fault) if Kind::of(&fault).is_of_the_form() => Stand::Refused(fault),
        Err(fault) => return Err(fault),
    };
    let status = match &stand {
        Stand::Refused(fault) => fault.status_code(),
        Stand::Empty | Stand::WouldBe(_) => StatusCode::OK,
    };
    let shown = shown(&app, &request, &visitor, (year, &form, stand)).await?;
    page(status, shown.f.language, &shown)
}

fn done_with(year: i32) -> actix_web::HttpResponse {
    see_other(&format!("/calendar?year={year}&imported=true"))
}

/// Whether the year in force is what was handed in with these words.
async fn is_in_force(app: &App, year: i32, given: &str) -> Result<bool, Error> {
    let found = app.register.calendar_year(year).await?;
    let import = found.known.and_then(|known| known.import);
    Ok(import.is_some_and(|import| import.document == given))
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    (year, form, stand): (i32, &Posted, Stand),
) -> Result<CalendarPage, Fault> {
    let found = app.register.calendar_year(year).await?;
    let f = visitor.frame(request);
    let notes = match &stand {
        Stand::Refused(fault) => said(&f, form, fault),
        Stand::Empty | Stand::WouldBe(_) => Vec::new(),
    };
    let YearOfCalendar { known, book } = found;
    let fingerprint = known.as_ref().map(|known| known.year.fingerprint());
    let is_stale = matches!(&stand, Stand::Refused(fault) if Kind::of(fault) == Kind::Stale);
    // Until it is told that the year is another, the form is about the year that was seen.
    let seen = Some(form.one("seen")).filter(|seen| !seen.is_empty() && !is_stale).map(str::to_owned);
    let within = |year: i32| (CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX).contains(&year).then_some(year);
    let import = known.as_ref().and_then(|known| known.import.as_ref());
    let origin = match (&known, import) {
        (_, Some(row)) => {
            let at = DateTime::from_timestamp_micros(row.imported_at).map(|at| f.instant(at));
            format!("{} {}", f.say("本委导入", "imported by the office"), at.unwrap_or_default())
        }
        (Some(_), None) => f.say("随程序提供", "shipped with the program").to_owned(),
        (None, None) => String::new(),
    };
    let days = known.map(|known| known.year);
    let (fields, lists, document) = fields(&f, form, &notes);
    let drawn: Vec<&Field> = fields.iter().chain(&lists).chain([&document]).collect();
    let elsewhere = beside_none(&notes, &drawn);
    Ok(CalendarPage {
        year,
        earlier: within(year - 1),
        later: within(year + 1),
        is_known: days.is_some(),
        imported: false,
        months: months(&f, year, &book.calendar),
        version: book.calendar.version().to_owned(),
        origin,
        week_days: week_days(&f),
        fields,
        lists,
        document,
        seen: seen.or(fingerprint).unwrap_or_else(|| "none".to_owned()),
        acknowledge: acknowledgements(form, &notes),
        elsewhere,
        preview: match stand {
            Stand::WouldBe(imported) => Some(preview(&f, &imported)),
            Stand::Empty | Stand::Refused(_) => None,
        },
        may_import: permit(visitor.actor.role, Operation::ImportCalendar) != Permit::No,
        notice: days.as_ref().map_or_else(String::new, |days| days.notice.clone()),
        source: days.as_ref().map_or_else(String::new, |days| without_scheme(&days.source)),
        off: days.as_ref().map(|days| days.off.clone()).unwrap_or_default(),
        working: days.map(|days| days.working).unwrap_or_default(),
        f,
    })
}

/// The fields of the form: single lines, the lists of days, and the text of a file.
fn fields(f: &Frame, form: &Posted, notes: &[Note]) -> (Vec<Field>, Vec<Field>, Field) {
    let filled = Filled::of(form);
    let field = |name: &str, label: &str, value: &str| Field::plain(name, (label, value), notes);
    let lines = vec![
        field("notice", f.say("通知文号", "The notice"), &filled.notice),
        field("source", f.say("出处（网址）", "Where it was published"), &filled.source),
    ];
    let off = f.say(
        "放假（每行：日期 名称，或者 起日至止日 名称）",
        "Days off (a line each: day name, or day to day name)",
    );
    let working = f.say("调休上班（每行：日期 名称）", "Make-up working days (a line each: day name)");
    let lists = vec![field("off", off, &filled.off), field("working", working, &filled.working)];
    let text = f.say(
        "文件内容（本系统格式，或者 holiday-cn 格式）",
        "Its text (in the format of this product, or of holiday-cn)",
    );
    (lines, lists, field("document", text, &filled.document))
}

/// What is wrong, each at its field: that others changed the year meanwhile says so too.
fn said(f: &Frame, form: &Posted, fault: &Fault) -> Vec<Note> {
    if Kind::of(fault) == Kind::Stale {
        let text = f.say(
            "该年安排已被他人更新，尚未导入；请核对上面现在的安排，再重新查看变动",
            "Somebody else changed this year meanwhile, and nothing was imported: look at the year as it is now, and preview again.",
        );
        return vec![Note {
            pointer: String::new(),
            text: text.to_owned(),
            article: None,
            acknowledge: None,
        }];
    }
    placed(f, form, notes(fault, f.language))
}

/// Addresses as people read them: nothing on a page leads out of the office.
fn without_scheme(addresses: &str) -> String {
    addresses.replace("https://", "").replace("http://", "")
}

fn preview(f: &Frame, imported: &Imported) -> Preview {
    let row = |item: &ChangedDeadline| Moved {
        case: item.case_id.clone(),
        title: item.number.clone().unwrap_or_else(|| f.say("未编号", "No number yet").to_owned()),
        rule: f.label(item.change.rule.label()),
        from: f.day(item.change.from),
        to: f.day(item.change.to),
        said: if item.change.from == item.change.to {
            f.say("日期不变，由暂定转为确定", "the same day, no longer provisional")
        } else {
            f.say("变动", "moves")
        },
    };
    Preview {
        version_before: imported.version_before.clone(),
        version: imported.version.clone(),
        counts: [
            (f.say("变动的期限", "Deadlines that move"), imported.moved),
            (f.say("由暂定转为确定的期限", "That become firm"), imported.firm),
            (f.say("案卷中将登记的案件", "Cases whose docket says so"), imported.cases_with_entry),
            (f.say("仅重新计算的案件", "Cases that are only computed anew"), imported.cases_recomputed),
        ],
        moved: imported.items.iter().take(LISTED_MAX).map(row).collect(),
        more: imported.more,
    }
}

fn months(f: &Frame, year: i32, calendar: &Calendar) -> Vec<Month> {
    let month = |month: u32| {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let days = first.iter_days().take_while(|day| day.month() == month);
        let lead = usize::try_from(first.weekday().num_days_from_monday()).ok()?;
        let mut cells: Vec<Option<DayCell>> = (0..lead).map(|_| None).collect();
        cells.extend(days.map(|day| Some(cell(f, day, calendar))));
        let mut weeks: Vec<Vec<Option<DayCell>>> = Vec::new();
        for (index, cell) in cells.into_iter().enumerate() {
            if index % 7 == 0 {
                weeks.push(Vec::new());
            }
            if let Some(week) = weeks.last_mut() {
                week.push(cell);
            }
        }
        let name = f.say(&format!("{month}月"), &first.format("%B").to_string()).to_owned();
        Some(Month { name, weeks })
    };
    (1..=12).filter_map(month).collect()
}

fn cell(f: &Frame, day: NaiveDate, calendar: &Calendar) -> DayCell {
    let (class, mark) = match calendar.kind(day) {
        DayKind::WorkingDay => ("", ""),
        DayKind::MakeUpWorkingDay => ("worked", f.say("班", "w")),
        DayKind::Weekend => ("weekend", ""),
        DayKind::Holiday => ("holiday", f.say("休", "off")),
    };
    DayCell { day: day.day(), class, mark }
}
