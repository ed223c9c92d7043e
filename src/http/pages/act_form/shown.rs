//! The page with the form of an act (表单页): what is read for it, and how it is shown: empty, with what would happen, with what
//! was found wrong, or with what others did to the case meanwhile. What was filled in stays.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::choices::Staff;
use super::correction::{Corrected, CorrectionPart};
use super::meanwhile::{Before, Meanwhile, Recorded, recorded, yours};
use super::outlook::{Outlook, outlook};
use super::{Target, choices, correction, ensure_may, reading};
use crate::app::App;
use crate::app::case_file::Extent;
use crate::app::error::Error;
use crate::app::hearing_rooms::HearingRoom;
use crate::app::outcome::Performed;
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
use crate::http::pages::act_form::placed::{place_of, placed};
use crate::http::pages::act_form::rows::{Choice, Drawing, Field, Row, id_of};
use crate::http::pages::act_form::shape::{Member, Shape, Thing};
use crate::http::pages::act_form::told::{Telling, ToldRow};
use crate::http::pages::case_page::title;
use crate::http::pages::case_rows;
use crate::http::pages::frame::{Frame, page};
use crate::http::pages::irregular;
use crate::http::pages::notes::{Note, notes};
use crate::http::pages::once::new_key;
use crate::http::pages::posted::Posted;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::wage_list_tried::address;

/// The most entries that a form offers or shows.
const ENTRIES_MAX: u32 = 200;

/// The fields that can stand beside the data of an act.
const BESIDE: [&str; 3] = ["/on", "/correction/on", "/reason"];

/// So many groups a form begins with, one for each claim; a collective case has thousands.
const SUGGESTED_MAX: usize = 50;

/// How the form stands.
pub(super) enum Stand {
    /// To be filled in.
    Empty,
    /// Tried: this would happen.
    WouldBe(Box<Performed>),
    /// Something is wrong, or is to be acknowledged.
    Refused(Fault),
    /// Others changed the case meanwhile, and recorded this.
    Changed(Vec<Recorded>),
}

/// What the form says, as rows to fill in and as words, and what was found wrong with it.
struct Filled {
    rows: Vec<Row>,
    said: Vec<ToldRow>,
    notes: Vec<Note>,
}

#[derive(Template)]
#[template(path = "act.html")]
struct ActPage {
    f: Frame,
    address: String,
    case: String,
    title: String,
    caption: String,
    name: String,
    articles: String,
    reasons: Vec<String>,
    /// Where free slots are, for an act that sets a hearing.
    slots: Option<String>,
    /// Where what the act asks is brought as a workbook.
    workbook: Option<String>,
    version: u32,
    stage: &'static str,
    key: String,
    /// The legal date; none where an entry is struck out.
    on: Option<Field>,
    reason: Field,
    /// What is asked beside the act where an entry is corrected.
    correction: Option<CorrectionPart>,
    rows: Vec<Row>,
    elsewhere: Vec<(String, Note)>,
    acknowledge: Vec<Choice>,
    outlook: Option<Outlook>,
    meanwhile: Option<Meanwhile>,
}

/// The fields that stand beside the data of an act.
struct Beside {
    on: Option<Field>,
    reason: Field,
    correction: Option<CorrectionPart>,
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
    /// The entry that is to be corrected.
    corrected: Option<Corrected>,
    /// Whether the next hearing of the case can be set now, so that there are free slots for it; a correction sets none.
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
        let corrected = match target.corrects {
            Some(which) => Some(Corrected::read(app, &caller, (target.id, which)).await?),
            None => ensure_may(&caller, target, &file.case.case).map(|()| None)?,
        };
        let today = app.clock.today();
        let setting = setting_on(&file.case.case, today, None).kind();
        let sets = |act: &PermittedAct| act.act == setting && act.reasons.is_empty();
        let finds_slots = corrected.is_none() && file.permitted.iter().any(sets);
        let mut acts = file.permitted.into_iter();
        let permitted = acts.find(|act| act.act == target.route.act && corrected.is_none());
        if permitted.is_none() && corrected.is_none() {
            return Err(Error::NotFound.into());
        }
        Ok(Asking {
            f: visitor.frame(request),
            target,
            found: file.case,
            entries: file.entries,
            names: file.names,
            staff: choices::staff(app, (request, visitor), target.route.act).await?,
            rooms: choices::rooms(app, visitor).await?,
            permitted,
            corrected,
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

    /// Shows it as the entry that is to be corrected stands.
    pub(super) fn begin_correction(self) -> Answer {
        let fields = self.corrected.as_ref().map(|corrected| corrected.filled_in(&self.target.members()));
        self.show(&Posted::from_fields(fields.unwrap_or_default()), &Stand::Empty)
    }

    /// Shows it with what was filled in.
    pub(super) fn show(self, form: &Posted, stand: &Stand) -> Answer {
        let body = reading::body(&self.target.members(), form);
        self.draw(body, form, stand)
    }

    /// Shows it with what was filled in, beside what others recorded since the version that it is about.
    pub(super) async fn show_changed(self, app: &App, visitor: &Visitor, form: &Posted) -> Answer {
        let (id, frame) = (self.target.id, (visitor, &self.f));
        let since = recorded(app, frame, (id, seen(form)), (&self.entries, &self.names)).await?;
        self.show(form, &Stand::Changed(since))
    }

    fn draw(self, body: Map<String, Value>, form: &Posted, stand: &Stand) -> Answer {
        let (status, noted) = match stand {
            Stand::Empty | Stand::WouldBe(_) => (StatusCode::OK, Vec::new()),
            Stand::Refused(fault) => (fault.status_code(), notes(fault, self.f.language)),
            Stand::Changed(_) => (Kind::Stale.row().status, Vec::new()),
        };
        let noted = if self.corrected.is_some() { correction::in_form(noted) } else { noted };
        let (members, body) = (self.target.members(), Value::Object(body));
        let mut things = choices::things(&self.f, &self.found, &self.entries, (&self.staff, &self.rooms));
        if let Some(corrected) = &self.corrected {
            corrected.keep_chosen(&mut things, (&members, &body), &self.rooms);
        }
        let more = form.one("more");
        let groups_min = (!more.is_empty())
            .then(|| (more.to_owned(), (reading::groups(more, form) + 1).min(reading::GROUPS_MAX)));
        let groups_min = groups_min.into_iter().collect();
        let blank = Drawing { f: &self.f, things: &things, notes: &[], groups_min };
        let noted = placed(blank.rows(&members, &body).iter(), &BESIDE, noted);
        let rows = Drawing { notes: &noted, ..blank }.rows(&members, &body);
        let telling = Telling { f: &self.f, things: &things, case: self.target.id, after: 0 };
        let said = telling.rows(&members, &body);
        let shown = self.page(form, stand, Filled { rows, said, notes: noted });
        page(status, shown.f.language, &shown)
    }

    fn page(self, form: &Posted, stand: &Stand, filled: Filled) -> ActPage {
        let Filled { rows, said, notes } = filled;
        let f = &self.f;
        let case = &self.found.case;
        let act = self.target.route.act;
        let Beside { on, reason, correction } = self.beside_rows(form, &notes);
        let parties = case_rows::parties(f, &self.found.parties);
        let outlook = match stand {
            Stand::WouldBe(performed) => Some(outlook(f, performed)),
            Stand::Empty | Stand::Refused(_) | Stand::Changed(_) => None,
        };
        // While something is wrong the form stays about the version that was seen; what others did is shown once, and then
        // the form goes on from there.
        let meanwhile = match stand {
            Stand::Changed(since) => {
                let before: Vec<&Field> = on.iter().collect();
                let after = correction.iter().map(|part| &part.on).chain([&reason]).collect();
                let known = form.all("acknowledge").map(|code| irregular::name(f, code));
                Some(self.meanwhile(form, (yours(f, (before, said, after), known), since)))
            }
            Stand::Empty | Stand::WouldBe(_) | Stand::Refused(_) => None,
        };
        let seen = form.one("version").parse().ok().filter(|_| meanwhile.is_none());
        let reasons = self.permitted.iter().flat_map(|act| &act.reasons).map(|why| f.words(why).to_owned());
        let fields: Vec<&Field> =
            on.iter().chain([&reason]).chain(correction.iter().map(|part| &part.on)).collect();
        let stands = |note: &Note| {
            let is_it = |field: &&&Field| field.name == note.pointer;
            let own = || fields.iter().find(is_it).map(|field| field.id.clone());
            place_of(rows.iter(), note).or_else(own)
        };
        let elsewhere = notes.iter().map(|note| (stands(note).unwrap_or_default(), note.clone())).collect();
        ActPage {
            address: self.target.address(),
            case: case.id.to_string(),
            title: title(f, case),
            caption: case_rows::caption(f, &parties, case),
            name: self.name(),
            articles: f.articles(table::find(act).articles),
            reasons: reasons.collect(),
            slots: (self.finds_slots && sets_hearing(act))
                .then(|| format!("/cases/{}/hearing-slots", case.id)),
            workbook: (act == ActKind::WageList && correction.is_none()).then(|| address(case.id)),
            version: seen.unwrap_or(case.version),
            stage: case.stage.code(),
            key: new_key(),
            elsewhere,
            acknowledge: acknowledge(f, form, &notes),
            outlook,
            meanwhile,
            on,
            reason,
            correction,
            rows,
            f: self.f,
        }
    }

    /// The fields that stand beside the data of the act.
    fn beside_rows(&self, form: &Posted, notes: &[Note]) -> Beside {
        let f = &self.f;
        let typed = |name: &str, otherwise: String| {
            let is_there = form.names().any(|given| given == name);
            if is_there { form.one(name).to_owned() } else { otherwise }
        };
        let part = |corrected: &Corrected| {
            corrected.part(f, (typed("/correction/on", self.today.to_string()), notes))
        };
        let correction = self.corrected.as_ref().map(part);
        let on = beside(
            f,
            "/on",
            ("行为日期", "Legal date of the act"),
            (typed("/on", self.today.to_string()), notes),
        );
        let reason = beside(
            f,
            "/reason",
            ("理由（不写个人信息）", "Reason (without personal data)"),
            (typed("/reason", String::new()), notes),
        );
        let reason = Field { required: correction.is_some(), ..reason };
        let on = Some(on).filter(|_| !self.target.strikes_out());
        Beside { on, reason, correction }
    }

    /// What is done: the act, or what becomes of the entry that told of it.
    fn name(&self) -> String {
        let act = choices::act_name(&self.f, self.target.route.act);
        self.corrected.as_ref().map_or_else(|| act.to_owned(), |corrected| corrected.title(&self.f, act))
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

    fn meanwhile(&self, form: &Posted, (yours, since): (Vec<ToldRow>, &[Recorded])) -> Meanwhile {
        let stage = self.f.code::<Stage>(form.one("stage"));
        let before = Before { version: seen(form), stage, yours };
        Meanwhile::of(&self.f, &self.found.case, before, since.to_vec())
    }
}

/// The version that the form is about; what is no version is older than every one.
fn seen(form: &Posted) -> u32 {
    form.one("version").parse().unwrap_or(0)
}

/// Whether an act sets a hearing.
fn sets_hearing(act: ActKind) -> bool {
    use ActKind::{HearingAdjournment, HearingNotice, HearingPostponement};
    matches!(act, HearingNotice | HearingPostponement | HearingAdjournment)
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
