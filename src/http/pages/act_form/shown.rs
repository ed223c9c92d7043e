//! The page with the form of an act (表单页): what is read for it, and how it is shown: empty, with what would happen, with what
//! was found wrong, or with what others did to the case meanwhile. What was filled in stays.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::choices::Staff;
use super::{Target, choices, ensure_may, reading};
use crate::app::App;
use crate::app::case_file::Extent;
use crate::app::error::Error;
use crate::app::hearing_rooms::HearingRoom;
use crate::app::outcome::{Moved, Performed};
use crate::app::permitted_acts::PermittedAct;
use crate::app::reading::CaseWithPeople;
use crate::domain::act::hearing::setting_on;
use crate::domain::act::kind::ActKind;
use crate::domain::act::table;
use crate::domain::code::Coded as _;
use crate::domain::docket::Entry;
use crate::domain::id::UserId;
use crate::domain::stage::Stage;
use crate::http::fault::{Answer, Fault, Kind};
use crate::http::pages::act_form::rows::{Choice, Drawing, Field, Row, id_of};
use crate::http::pages::act_form::shape::{Member, Shape, Thing};
use crate::http::pages::case_page::title;
use crate::http::pages::case_rows::{self, EntryRow};
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::irregular;
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::once::new_key;
use crate::http::pages::posted::Posted;
use crate::http::pages::visitor::Visitor;

/// The most entries that a form offers or shows.
const ENTRIES_MAX: u32 = 200;

/// So many groups a form begins with, one for each claim; a collective case has thousands.
const SUGGESTED_MAX: usize = 50;

/// How the form stands.
#[derive(Debug)]
pub(super) enum Stand {
    /// To be filled in.
    Empty,
    /// Tried: this would happen.
    WouldBe(Box<Performed>),
    /// Something is wrong, or is to be acknowledged.
    Refused(Fault),
    /// Others changed the case meanwhile.
    Changed,
}

/// A deadline that would move.
pub(crate) struct MovedRow {
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) state: String,
}

/// What would happen.
pub(crate) struct Outlook {
    pub(crate) stage: String,
    pub(crate) number: String,
    pub(crate) deadlines: Vec<MovedRow>,
    pub(crate) also: Option<String>,
}

/// What others did since the form was opened.
struct Meanwhile {
    stage_then: String,
    stage_now: String,
    version_then: u32,
    version_now: u32,
    entries: Vec<EntryRow>,
}

#[derive(Template)]
#[template(path = "act.html")]
struct ActPage {
    f: Frame,
    address: String,
    case: String,
    title: String,
    caption: String,
    name: &'static str,
    articles: String,
    reasons: Vec<String>,
    /// Where free slots are, for an act that sets a hearing.
    slots: Option<String>,
    version: u32,
    stage: &'static str,
    key: String,
    on: Field,
    reason: Field,
    rows: Vec<Row>,
    elsewhere: Vec<(String, Note)>,
    acknowledge: Vec<Choice>,
    outlook: Option<Outlook>,
    meanwhile: Option<Meanwhile>,
}

/// Everything that is read for the page.
pub(super) struct Asking {
    f: Frame,
    target: Target,
    found: CaseWithPeople,
    entries: Vec<(Entry, String)>,
    names: BTreeMap<UserId, String>,
    staff: Staff,
    rooms: Vec<HearingRoom>,
    permitted: Option<PermittedAct>,
    /// Whether the next hearing of the case can be set now, so that there are free slots for it.
    finds_slots: bool,
    today: NaiveDate,
}

impl Asking {
    /// Reads it.
    pub(super) async fn of(
        app: &App,
        request: &HttpRequest,
        visitor: &Visitor,
        target: Target,
    ) -> Result<Asking, Fault> {
        let caller = visitor.actor.caller();
        let file =
            app.register.case_file(&caller, target.id, Extent { entries: ENTRIES_MAX, materials: 0 }).await?;
        ensure_may(&caller, target, &file.case.case)?;
        let today = app.clock.today();
        let setting = setting_on(&file.case.case, today, None).kind();
        let finds_slots = file.permitted.iter().any(|act| act.act == setting && act.reasons.is_empty());
        let mut acts = file.permitted.into_iter();
        let permitted = acts.find(|act| act.act == target.route.act).ok_or(Error::NotFound)?;
        Ok(Asking {
            f: visitor.frame(request),
            target,
            found: file.case,
            entries: file.entries,
            names: file.names,
            staff: choices::staff(app, (request, visitor), target.route.act).await?,
            rooms: choices::rooms(app, visitor).await?,
            permitted: Some(permitted),
            finds_slots,
            today,
        })
    }

    /// Shows it as it begins: with what is likely meant, and what the address says.
    pub(super) fn begin(self, said: Map<String, Value>) -> Answer {
        let mut body = self.suggested(&self.target.members());
        body.extend(said);
        self.draw(body, &Posted::default(), &Stand::Empty)
    }

    /// Shows it with what was filled in.
    pub(super) fn show(self, form: &Posted, stand: &Stand) -> Answer {
        let body = reading::body(&self.target.members(), form);
        self.draw(body, form, stand)
    }

    fn draw(self, body: Map<String, Value>, form: &Posted, stand: &Stand) -> Answer {
        let (status, noted) = match stand {
            Stand::Empty | Stand::WouldBe(_) => (StatusCode::OK, Vec::new()),
            Stand::Refused(fault) => (fault.status_code(), notes(fault, self.f.language)),
            Stand::Changed => (Kind::Stale.row().status, Vec::new()),
        };
        let members = self.target.members();
        let things = choices::things(&self.f, &self.found, &self.entries, (&self.staff, &self.rooms));
        let more = form.one("more");
        let groups_min = (!more.is_empty())
            .then(|| (more.to_owned(), (reading::groups(more, form) + 1).min(reading::GROUPS_MAX)));
        let drawing = Drawing {
            f: &self.f,
            things: &things,
            notes: &noted,
            groups_min: groups_min.into_iter().collect(),
        };
        let rows = drawing.rows(&members, &Value::Object(body));
        let shown = self.page(form, stand, (rows, noted));
        page(status, shown.f.language, &shown)
    }

    fn page(self, form: &Posted, stand: &Stand, (rows, notes): (Vec<Row>, Vec<Note>)) -> ActPage {
        let f = &self.f;
        let case = &self.found.case;
        let act = self.target.route.act;
        let typed = |name: &str, otherwise: String| {
            let is_there = form.names().any(|given| given == name);
            if is_there { form.one(name).to_owned() } else { otherwise }
        };
        let on = beside(
            f,
            "/on",
            ("行为日期", "Legal date of the act"),
            (typed("/on", self.today.to_string()), &notes),
        );
        let reason = beside(
            f,
            "/reason",
            ("理由（不写个人信息）", "Reason (without personal data)"),
            (typed("/reason", String::new()), &notes),
        );
        let parties = case_rows::parties(f, &self.found.parties);
        let outlook = match stand {
            Stand::WouldBe(performed) => Some(outlook(f, performed)),
            Stand::Empty | Stand::Refused(_) | Stand::Changed => None,
        };
        // While something is wrong the form stays about the version that was seen; what others did is shown once, and then
        // the form goes on from there.
        let meanwhile = matches!(stand, Stand::Changed).then(|| self.meanwhile(form));
        let seen = form.one("version").parse().ok().filter(|_| meanwhile.is_none());
        let reasons = self.permitted.iter().flat_map(|act| &act.reasons).map(|why| f.words(why).to_owned());
        let is_drawn =
            |note: &Note| drawn_at(&rows, note) || note.pointer == on.name || note.pointer == reason.name;
        let elsewhere = notes
            .iter()
            .map(|note| (if is_drawn(note) { id_of(&note.pointer) } else { String::new() }, note.clone()));
        ActPage {
            address: self.target.address(),
            case: case.id.to_string(),
            title: title(f, case),
            caption: case_rows::caption(f, &parties, case),
            name: choices::act_name(f, act),
            articles: f.articles(table::find(act).articles),
            reasons: reasons.collect(),
            slots: (self.finds_slots && sets_hearing(act))
                .then(|| format!("/cases/{}/hearing-slots", case.id)),
            version: seen.unwrap_or(case.version),
            stage: case.stage.code(),
            key: new_key(),
            elsewhere: elsewhere.collect(),
            acknowledge: acknowledge(f, form, &notes),
            outlook,
            meanwhile,
            on,
            reason,
            rows,
            f: self.f,
        }
    }

    /// What an empty form begins with: the entry that is likely meant, and a group for each claim where each is to be told.
    fn suggested(&self, members: &[Member]) -> Map<String, Value> {
        let mut body = Map::new();
        for member in members {
            match &member.shape {
                Shape::Of(Thing::Entry) if self.target.route.entry_field == Some(member.name.as_str()) => {
                    if let Some(entry) = choices::last_entry(&member.name, &self.entries) {
                        body.insert(member.name.clone(), entry.into());
                    }
                }
                Shape::Groups(inner) if inner.iter().any(|one| one.shape == Shape::Of(Thing::Claim)) => {
                    body.insert(member.name.clone(), self.claims());
                }
                _ => {}
            }
        }
        body
    }

    /// Their numbers; what each comes to is for whoever decides to say.
    fn claims(&self) -> Value {
        let claim = |claim: &crate::domain::claim::Claim| json!({ "claim": claim.no });
        self.found.case.claims.iter().take(SUGGESTED_MAX).map(claim).collect()
    }

    fn meanwhile(&self, form: &Posted) -> Meanwhile {
        let case = &self.found.case;
        let seen: u32 = form.one("version").parse().unwrap_or(0);
        let since = |(entry, _): &&(Entry, String)| entry.no.0 > seen;
        let entries: Vec<(Entry, String)> = self.entries.iter().filter(since).cloned().collect();
        Meanwhile {
            stage_then: self.f.code::<Stage>(form.one("stage")),
            stage_now: self.f.label(case.stage.label()).to_owned(),
            version_then: seen,
            version_now: case.version,
            entries: case_rows::docket(&self.f, &entries, &self.names),
        }
    }
}

/// Whether an act sets a hearing.
fn sets_hearing(act: ActKind) -> bool {
    use ActKind::{HearingAdjournment, HearingNotice, HearingPostponement};
    matches!(act, HearingNotice | HearingPostponement | HearingAdjournment)
}

/// Whether a note stands beside a field of the form.
#[must_use]
pub(crate) fn drawn_at(rows: &[Row], note: &Note) -> bool {
    rows.iter().any(|row| match row {
        Row::Open(field)
        | Row::Input(field, _)
        | Row::Area(field)
        | Row::Choose(field, _)
        | Row::Tick(field, _) => field.name == note.pointer,
        Row::Close | Row::More(_) => false,
    })
}

/// A field that stands beside the data of every act.
#[must_use]
pub(crate) fn beside(
    f: &Frame,
    name: &str,
    (zh, en): (&str, &str),
    (value, notes): (String, &[Note]),
) -> Field {
    Field {
        name: name.to_owned(),
        id: id_of(name),
        label: f.say(zh, en).to_owned(),
        hint: String::new(),
        value,
        required: name == "/on",
        notes: notes.iter().filter(|note| note.pointer == name).cloned().collect(),
    }
}

/// What can be acknowledged now, and what has been.
#[must_use]
pub(crate) fn acknowledge(f: &Frame, form: &Posted, notes: &[Note]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let asked = notes.iter().filter_map(|note| Some((note.acknowledge.clone()?, note.text.clone(), false)));
    let known = form.all("acknowledge").map(|code| (code.to_owned(), irregular::name(f, code), true));
    for (value, label, is_chosen) in asked.chain(known) {
        if let Some(there) = choices.iter_mut().find(|choice| choice.value == value) {
            there.is_chosen |= is_chosen;
        } else {
            choices.push(Choice { value, label, is_chosen });
        }
    }
    choices
}

/// What would happen.
#[must_use]
pub(crate) fn outlook(f: &Frame, performed: &Performed) -> Outlook {
    let row = |moved: &Moved| {
        let party = moved.party.map_or_else(String::new, |party| format!(" #{}", party.0));
        let fallen = || f.say("不再适用", "falls away").to_owned();
        MovedRow {
            name: format!("{}{party}", f.label(moved.rule.label())),
            from: f.day(moved.from),
            to: f.day(moved.to),
            state: moved.state.map_or_else(fallen, |state| f.label(state.label()).to_owned()),
        }
    };
    let also = performed.also.as_ref().map(|also| f.label(also.stage.label()).to_owned());
    Outlook {
        stage: f.label(performed.stage.label()).to_owned(),
        number: performed.number.clone().unwrap_or_default(),
        deadlines: performed.deadlines.iter().map(row).collect(),
        also,
    }
}
