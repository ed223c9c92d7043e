//! An entry of a docket (登记) as a page: what was put down, by whom and when, what it says field by field, and what corrected it.
//! People are masked, as everywhere. Not here: correcting it (`act_form::correction`).

use std::collections::BTreeSet;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;
use serde_json::Value;

use crate::app::App;
use crate::app::docket_entry::{EntryInFull, LISTED_MAX, ListPart, correction_in, longest_list};
use crate::app::error::Error;
use crate::app::reading::CaseWithPeople;
use crate::domain::act::Act;
use crate::domain::act::table;
use crate::domain::code::Coded as _;
use crate::domain::deadline::change::{CalendarChange, DeadlineChange};
use crate::domain::docket::{Content, Correction, Entry, office_day};
use crate::domain::id::{CaseId, EntryNo, PartyNo};
use crate::http::api::acts::route_of;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::choices::of_case;
use crate::http::pages::act_form::filled::{can_be_asked, data_of, named};
use crate::http::pages::act_form::rows::Things;
use crate::http::pages::act_form::shape::{self, Member, Shape, Thing};
use crate::http::pages::act_form::told::{Telling, ToldRow, put_people};
use crate::http::pages::case_page::title;
use crate::http::pages::case_rows;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::hearings::names_of_rooms;
use crate::http::pages::visitor::Visitor;
use crate::http::params::{self, Params};

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

/// Which part of the lists of an entry is shown: from which element to which, of how many, and where the others are.
struct Part {
    first: usize,
    last: usize,
    count: usize,
    before: Option<String>,
    after: Option<String>,
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
    /// Which part of its lists the rows tell of, where one is longer than a page.
    part: Option<Part>,
    /// The case that it opened.
    opened: Option<CaseId>,
    offer: Option<Offer>,
}

/// An entry; of a long list in it the page that the address says: `?after=50`.
///
/// # Errors
/// Not signed in; a wrong parameter; no such case, entry or page of it, or not for this reader to know.
pub async fn show(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    let mut params = Params::of(&request);
    let after = params.number("after", 0..=i64::from(i32::MAX)).and_then(|after| usize::try_from(after).ok());
    params.finish()?;
    let id = CaseId(params::path_uuid(&request, "id")?);
    let no = EntryNo(params::path_part(&request, "entry", conditions::entry_words())?);
    let f = visitor.frame(&request);
    let told = Told::read(&app, (&visitor, &f), id, (no, ListPart { after: after.unwrap_or(0) })).await?;
    if after.is_some_and(|after| after >= told.longest.max(1)) {
        return Err(Error::NotFound.into());
    }
    let Told { found, rows, .. } = &told;
    let shown = EntryPage {
        id,
        no,
        title: title(&f, &found.case),
        what: case_rows::what(&f, &found.entry),
        facts: facts(&f, found),
        links: links(&f, found),
        heading: heading(&f, &found.entry),
        rows: rows.clone(),
        part: told.part(id, no),
        opened: found.entry.opened(),
        offer: offer(found),
        f,
    };
    page(StatusCode::OK, shown.f.language, &shown)
}

/// An entry, and what a part of it says in words.
pub(crate) struct Told {
    /// The entry.
    pub(crate) found: EntryInFull,
    /// What it says.
    pub(crate) rows: Vec<ToldRow>,
    /// Which part of its lists.
    listed: ListPart,
    /// How long the longest of them is.
    pub(crate) longest: usize,
}

impl Told {
    /// Reads an entry, for whoever may know of the case: the people in it masked, and nobody unsealed who is not shown.
    ///
    /// # Errors
    /// No such case or entry, or not for this reader to know.
    pub(crate) async fn read(
        app: &App,
        (visitor, f): (&Visitor, &Frame),
        id: CaseId,
        (no, listed): (EntryNo, ListPart),
    ) -> Result<Told, Fault> {
        let caller = visitor.actor.caller();
        let found = app.register.docket_entry(&caller, id, (no, listed)).await?;
        let (rows, longest) = match content(&found) {
            Said::Act(act) => {
                let (members, mut data) = (members(act), data_of(act));
                let longest = longest_list(&data);
                listed.cut(&mut data);
                let things = things(app, (visitor, f), &found, (&members, &data)).await?;
                put_people(&mut data, &found.people);
                (Telling { f, things: &things, case: id, after: listed.after }.rows(&members, &data), longest)
            }
            Said::Calendar(change) => (of_calendar(f, change, listed), change.moved.len()),
            Said::Nothing => (Vec::new(), 0),
        };
        let on = replaced_on(&found.entry).map(|on| row(f.say("行为日期", "Legal date"), on.to_string()));
        Ok(Told { rows: on.into_iter().chain(rows).collect(), listed, longest, found })
    }

    /// Which part of its lists it tells of; nothing where that is all.
    fn part(&self, id: CaseId, no: EntryNo) -> Option<Part> {
        let (after, count) = (self.listed.after, self.longest);
        let to = |after: usize| match after {
            0 => format!("/cases/{id}/docket/{no}"),
            after => format!("/cases/{id}/docket/{no}?after={after}"),
        };
        let last = after.saturating_add(LISTED_MAX).min(count);
        (after > 0 || count > LISTED_MAX).then(|| Part {
            first: after.saturating_add(1),
            last,
            count,
            before: (after > 0).then(|| to(after.saturating_sub(LISTED_MAX))),
            after: (last < count).then(|| to(last)),
        })
    }
}

/// What an entry says: an act, be it in the place of another, or deadlines that moved.
enum Said<'a> {
    Act(&'a Act),
    Calendar(&'a CalendarChange),
    Nothing,
}

fn content(found: &EntryInFull) -> Said<'_> {
    match &found.entry.content {
        Content::Act(act) => Said::Act(act),
        Content::Correction(Correction { replacement: Some(replacement), .. }) => Said::Act(&replacement.act),
        Content::Correction(Correction { replacement: None, .. }) => Said::Nothing,
        Content::CalendarChange(change) => Said::Calendar(change),
    }
}

/// On which day it should have been written, where the entry takes the place of another.
fn replaced_on(entry: &Entry) -> Option<NaiveDate> {
    correction_in(entry)?.replacement.as_ref().map(|replacement| replacement.on)
}

/// How what is told of the entry is called; of the parties, those alone that are named there.
async fn things(
    app: &App,
    (visitor, f): (&Visitor, &Frame),
    found: &EntryInFull,
    (members, data): (&[Member], &Value),
) -> Result<Things, Fault> {
    let numbers = named(members, data).into_iter().filter(|(thing, _)| *thing == Thing::Party);
    let wanted: BTreeSet<PartyNo> = numbers.filter_map(|(_, no)| no.parse().ok().map(PartyNo)).collect();
    let parties = if wanted.is_empty() {
        Vec::new()
    } else {
        app.register.parties_of(&visitor.actor.caller(), found.case.id, wanted).await?
    };
    let rooms = names_of_rooms(app, &visitor.actor).await?;
    let case = CaseWithPeople { case: found.case.clone(), parties, limitation: None };
    Ok(Things {
        people: found.names.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        rooms: rooms.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        ..of_case(f, &case)
    })
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

fn of_calendar(f: &Frame, change: &CalendarChange, listed: ListPart) -> Vec<ToldRow> {
    let moved = |moved: &DeadlineChange| {
        let party = moved.party.map_or_else(String::new, |party| format!(" #{}", party.0));
        let name = format!("{}{party}", f.label(moved.rule.label()));
        row(&name, format!("{} → {}", f.day(moved.from), f.day(moved.to)))
    };
    let version = row(f.say("日历版本", "Version of the calendar"), change.calendar_version.clone());
    let listed = change.moved.iter().skip(listed.after).take(LISTED_MAX).map(moved);
    [version].into_iter().chain(listed).collect()
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
