//! An entry of a docket (登记) as a page: what was put down, by whom and when, what it says field by field, and what corrected it.
//! People are masked, as everywhere. Not here: correcting it (`act_form::correction`).

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::app::docket_entry::{EntryInFull, correction_in};
use crate::domain::act::Act;
use crate::domain::act::table;
use crate::domain::code::Coded as _;
use crate::domain::deadline::change::{CalendarChange, DeadlineChange};
use crate::domain::docket::{Content, Correction, Entry, office_day};
use crate::domain::id::{CaseId, EntryNo, RoomId};
use crate::http::api::acts::route_of;
use crate::http::conditions;
use crate::http::fault::Answer;
use crate::http::pages::act_form::choices::of_case;
use crate::http::pages::act_form::filled::{can_be_asked, data_of};
use crate::http::pages::act_form::rows::Things;
use crate::http::pages::act_form::shape::{self, Member, Shape, Thing};
use crate::http::pages::act_form::told::{Telling, ToldRow, put_people};
use crate::http::pages::case_page::title;
use crate::http::pages::case_rows;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::hearings::names_of_rooms;
use crate::http::pages::visitor::Visitor;
use crate::http::params;

/// The most rows of what an entry says; a list of wages has thousands.
const ROWS_MAX: usize = 400;

/// What is known of an entry beside what it says.
struct Fact {
    name: &'static str,
    value: String,
}

/// A correction of the entry, or what the entry corrects.
struct Link {
    no: EntryNo,
    text: String,
}

/// What the reader may do about the entry.
struct Offer {
    /// Whether there is a form for another text.
    corrects: bool,
    /// Whether it can be struck out.
    strikes_out: bool,
}

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    f: Frame,
    id: CaseId,
    no: EntryNo,
    title: String,
    what: String,
    facts: Vec<Fact>,
    links: Vec<Link>,
    /// What the rows are: of the entry itself, or of what takes the place of another.
    heading: String,
    rows: Vec<ToldRow>,
    more_rows: usize,
    /// The case that it opened.
    opened: Option<CaseId>,
    offer: Option<Offer>,
}

/// An entry.
///
/// # Errors
/// Not signed in; no such case or entry, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    params::none(&request)?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let no = EntryNo(params::path_part(&request, "entry", conditions::entry_words())?);
    let found = app.register.docket_entry(&visitor.actor.caller(), id, no).await?;
    let rooms = names_of_rooms(&app, &visitor.actor).await?;
    let f = visitor.frame(&request);
    let things = things(&f, &found, rooms);
    let mut rows = told(&Telling { f: &f, things: &things, case: id }, &found);
    let more_rows = rows.len().saturating_sub(ROWS_MAX);
    rows.truncate(ROWS_MAX);
    let shown = EntryPage {
        id,
        no,
        title: title(&f, &found.case.case),
        what: case_rows::what(&f, &found.entry),
        facts: facts(&f, &found),
        links: links(&f, &found),
        heading: heading(&f, &found.entry),
        rows,
        more_rows,
        opened: found.entry.opened(),
        offer: offer(&found),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// How what the entry names is called.
fn things(f: &Frame, found: &EntryInFull, rooms: BTreeMap<RoomId, String>) -> Things {
    Things {
        people: found.names.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        rooms: rooms.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        ..of_case(f, &found.case)
    }
}

fn facts(f: &Frame, found: &EntryInFull) -> Vec<Fact> {
    let entry = &found.entry;
    let fact = |zh, en, value: String| Fact { name: f.say(zh, en), value };
    let mut facts = vec![
        fact("行为日期", "Legal date", entry.on.to_string()),
        fact("登记时间", "Recorded", f.instant(entry.recorded_at)),
    ];
    let late = (office_day(entry.recorded_at) - entry.on).num_days();
    if late > 0 {
        let said = f.say(&format!("行为之后{late}天登记"), &format!("{late} days after the act")).to_owned();
        facts.push(fact("补记", "Recorded late", said));
    }
    facts.extend(found.names.get(&entry.actor).map(|name| fact("登记人", "By", name.clone())));
    facts.extend(entry.reason.clone().map(|reason| fact("理由", "Reason", reason)));
    let acknowledged = case_rows::acknowledged(f, entry);
    if !acknowledged.is_empty() {
        facts.push(fact("已知悉", "Acknowledged", acknowledged));
    }
    facts.push(fact("校验值", "Hash", found.hash.clone()));
    facts
}

/// What corrects the entry, and what it corrects.
fn links(f: &Frame, found: &EntryInFull) -> Vec<Link> {
    let corrects = correction_in(&found.entry).map(|correction| {
        let (zh, en) = match correction.replacement {
            Some(_) => ("更正的登记：", "Corrects entry "),
            None => ("撤销的登记：", "Strikes out entry "),
        };
        Link { no: correction.entry, text: f.say(zh, en).to_owned() }
    });
    let by = |entry: &Entry| {
        let (zh, en) = match correction_in(entry).map(|correction| &correction.replacement) {
            Some(None) => ("已被撤销，见登记：", "Struck out by entry "),
            Some(Some(_)) | None => ("已被更正，见登记：", "Corrected by entry "),
        };
        Link { no: entry.no, text: f.say(zh, en).to_owned() }
    };
    corrects.into_iter().chain(found.corrections.iter().map(by)).collect()
}

fn heading(f: &Frame, entry: &Entry) -> String {
    match &entry.content {
        Content::Correction(Correction { replacement: Some(replacement), .. }) => {
            let act = f.label(replacement.act.kind().label());
            f.say(&format!("更正为：{act}"), &format!("What should have been written: {act}")).to_owned()
        }
        Content::CalendarChange(_) => f.say("期限变动", "Deadlines that moved").to_owned(),
        Content::Act(_) | Content::Correction(_) => f.say("登记内容", "What it says").to_owned(),
    }
}

/// What the entry says.
fn told(telling: &Telling<'_>, found: &EntryInFull) -> Vec<ToldRow> {
    match &found.entry.content {
        Content::Act(act) => of_act(telling, found, act),
        Content::Correction(Correction { replacement: Some(replacement), .. }) => {
            let on = row(telling.f.say("行为日期", "Legal date"), replacement.on.to_string());
            [on].into_iter().chain(of_act(telling, found, &replacement.act)).collect()
        }
        Content::Correction(Correction { replacement: None, .. }) => Vec::new(),
        Content::CalendarChange(change) => of_calendar(telling.f, change),
    }
}

fn of_act(telling: &Telling<'_>, found: &EntryInFull, act: &Act) -> Vec<ToldRow> {
    let mut data = data_of(act);
    put_people(&mut data, &found.people);
    telling.rows(&members(act), &data)
}

/// The fields of an act: what its form asks, and before them the entry that it is about.
fn members(act: &Act) -> Vec<Member> {
    let Some(route) = route_of(act.kind()) else { return Vec::new() };
    let schema = route.body_schema();
    let entry = route.entry_field.map(|field| Member {
        name: field.to_owned(),
        owner: schema.clone(),
        shape: Shape::Of(Thing::Entry),
        required: true,
    });
    entry.into_iter().chain(shape::body(&schema)).collect()
}

fn of_calendar(f: &Frame, change: &CalendarChange) -> Vec<ToldRow> {
    let moved = |moved: &DeadlineChange| {
        let party = moved.party.map_or_else(String::new, |party| format!(" #{}", party.0));
        let name = format!("{}{party}", f.label(moved.rule.label()));
        row(&name, format!("{} → {}", f.day(moved.from), f.day(moved.to)))
    };
    let version = row(f.say("日历版本", "Version of the calendar"), change.calendar_version.clone());
    [version].into_iter().chain(change.moved.iter().map(moved)).collect()
}

fn row(label: &str, value: String) -> ToldRow {
    ToldRow { depth: 0, label: label.to_owned(), value, is_group: false, to: None }
}

/// What the reader may do about it; nothing where it is no act, or who asks may not correct it.
fn offer(found: &EntryInFull) -> Option<Offer> {
    let standing = found.standing().filter(|_| found.permitted.is_ok())?;
    let kind = standing.act.kind();
    let asked = route_of(kind).map(|route| shape::body(&route.body_schema()));
    let corrects = asked.is_some_and(|members| can_be_asked(&members, &data_of(standing.act)));
    Some(Offer { corrects, strikes_out: !table::opens(kind) && !standing.is_struck_out })
}
