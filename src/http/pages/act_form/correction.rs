//! Correcting an entry (更正登记) with the form of its act: filled with what the entry says now, or with nothing where it is struck
//! out. Not here: what becomes of the case (`domain::docket`); which entries are offered for it (`entry_page`).

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::web::Data;
use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::filled::{fields, named};
use super::{Asking, Target, amounts, answer, choices, conditions_of, people, reading, unread};
use crate::app::App;
use crate::app::deciding::CorrectionRequest;
use crate::app::docket_entry::ListPart;
use crate::app::error::{Error, Place, Violation};
use crate::app::hearing_rooms::HearingRoom;
use crate::app::outcome::Performed;
use crate::app::permits::Caller;
use crate::app::register::{Mode, Request};
use crate::domain::id::{CaseId, EntryNo, UserId};
use crate::http::api::acts::route_of;
use crate::http::api::cases::replacement_of;
use crate::http::body::from_checked;
use crate::http::conditions;
use crate::http::fault::{Answer, Fault};
use crate::http::pages::act_form::filled::{can_be_asked, data_of};
use crate::http::pages::act_form::rows::{Field, Things};
use crate::http::pages::act_form::shape::{Member, Thing};
use crate::http::pages::act_form::shown::beside;
use crate::http::pages::frame::Frame;
use crate::http::pages::notes::Note;
use crate::http::pages::posted::{Posted, Sent};
use crate::http::pages::visitor::Visitor;
use crate::http::params;
use crate::http::schema;

/// The schema of a correction.
const CORRECTION: &str = "CorrectionBody";
/// Where in a correction the body of the act stands.
const REPLACEMENT: &str = "/replacement";
/// The field of the form with the legal date of the correction; that of the act is called as in every form of an act.
const CORRECTED_ON: &str = "/correction/on";

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Another text takes its place.
    Replacing,
    /// It is struck out.
    StrikingOut,
}

/// Which entry is put right, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Which {
    entry: EntryNo,
    pub(super) how: How,
}

impl Which {
    pub(super) fn address(self, case: CaseId) -> String {
        let how = match self.how {
            How::Replacing => "correction",
            How::StrikingOut => "striking-out",
        };
        format!("/cases/{case}/docket/{}/{how}", self.entry)
    }
}

/// What is asked beside the act.
pub(super) struct CorrectionPart {
    /// The legal date of the correction.
    pub(super) on: Field,
    /// Where the entry is shown.
    pub(super) entry: String,
    /// What follows from it, a sentence each.
    pub(super) consequences: Vec<String>,
    /// Whether it can be recorded without having been tried.
    pub(super) may_commit: bool,
    /// What the button says.
    pub(super) button: String,
}

/// The entry that is to be corrected, as it stands.
pub(super) struct Corrected {
    case: CaseId,
    which: Which,
    on: NaiveDate,
    data: Value,
    is_struck_out: bool,
    names: BTreeMap<UserId, String>,
}

/// The form of the act that an entry told of, filled with what the entry says now.
///
/// # Errors
/// Not signed in; no such case or entry, or one that this form cannot hold; whoever may not correct it.
pub async fn form(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    begin(&app, &request, &visitor, How::Replacing).await
}

/// What the form of a correction sent.
///
/// # Errors
/// As [`form`]; a form of another session. What is wrong with the correction is said on the page itself.
pub async fn post(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let target = target(&app, &request, &sent.visitor, How::Replacing).await?;
    answer(&app, &request, target, sent).await
}

/// The page on which an entry is struck out.
///
/// # Errors
/// As [`form`].
pub async fn striking_out(app: Data<App>, request: HttpRequest, visitor: Visitor) -> Answer {
    begin(&app, &request, &visitor, How::StrikingOut).await
}

/// What that page sent.
///
/// # Errors
/// As [`post`].
pub async fn strike_out(app: Data<App>, request: HttpRequest, sent: Sent) -> Answer {
    let target = target(&app, &request, &sent.visitor, How::StrikingOut).await?;
    answer(&app, &request, target, sent).await
}

async fn begin(app: &App, request: &HttpRequest, visitor: &Visitor, how: How) -> Answer {
    params::none(request)?;
    let target = target(app, request, visitor, how).await?;
    Asking::of(app, request, visitor, target).await?.begin_correction()
}

/// The entry of the path; which act it is, the docket says.
async fn target(app: &App, request: &HttpRequest, visitor: &Visitor, how: How) -> Result<Target, Fault> {
    let id = CaseId(params::path_uuid(request, "id")?);
    let entry = EntryNo(params::path_part(request, "entry", conditions::entry_words())?);
    let found = app.register.docket_entry(&visitor.actor.caller(), id, (entry, ListPart::default())).await?;
    let route = found.entry.kind().and_then(route_of).ok_or(Error::NotFound)?;
    let target = Target { id, route, corrects: Some(Which { entry, how }) };
    let is_asked = found.standing().is_some_and(|now| can_be_asked(&target.members(), &data_of(now.act)));
    if how == How::Replacing && !is_asked {
        found.permitted?;
        return Err(Error::NotFound.into());
    }
    Ok(target)
}

/// Asks the register, as the API does: the replacement is checked against the schema of its act.
pub(super) async fn perform(
    app: &App,
    visitor: &Visitor,
    (target, which): (Target, Which),
    (form, mode): (&Posted, Mode),
) -> Result<Performed, Fault> {
    let (members, roles) = (target.members(), choices::roles(target.route.act));
    let (form, unnamed) = people::identified(app, visitor, (&members, form), &roles).await?;
    let form = &form;
    let whole = Value::Object(beside_act(form));
    let mut violations = schema::validate(CORRECTION, &whole)?;
    let replacement = (which.how == How::Replacing).then(|| replacement(&target, form));
    if let Some(replacement) = &replacement {
        let found = schema::validate(&target.route.body_schema(), replacement)?;
        let mut wrong = amounts::said_in_yuan(found, |pointer| amounts::is_asked(&members, pointer));
        // Who was typed and is not known is no field that was left out.
        wrong.retain(|violation| unnamed.iter().all(|unnamed| unnamed.place != violation.place));
        wrong.extend(unnamed);
        wrong.extend(unread(&target, form));
        violations.extend(wrong.into_iter().map(inside_replacement));
    }
    if !violations.is_empty() {
        return Err(Error::Invalid(violations).into());
    }
    let caller = visitor.actor.caller();
    let replacement = match replacement {
        Some(value) => Some(replacement_of(app, &caller, (target.id, which.entry.0), value).await?),
        None => None,
    };
    let what = CorrectionRequest { entry: which.entry, replacement };
    let asked = request_of(whole, what)?;
    let conditions = conditions_of(&target, (form, mode));
    Ok(app.register.correct(&caller, target.id, asked, conditions).await?.given)
}

/// What stands beside the act in a correction.
fn beside_act(form: &Posted) -> Map<String, Value> {
    let typed = [("on", form.one(CORRECTED_ON)), ("reason", form.one("/reason"))];
    let filled =
        typed.into_iter().map(|(name, typed)| (name, typed.trim())).filter(|(_, typed)| !typed.is_empty());
    let mut whole: Map<String, Value> =
        filled.map(|(name, typed)| (name.to_owned(), typed.replace("\r\n", "\n").into())).collect();
    let known: Vec<Value> = form.all("acknowledge").map(Into::into).collect();
    if !known.is_empty() {
        whole.insert("acknowledge_warnings".to_owned(), Value::Array(known));
    }
    whole
}

/// What should have been written: the body of the act, with its legal date.
fn replacement(target: &Target, form: &Posted) -> Value {
    let mut body = reading::body(&target.members(), form);
    let on = form.one("/on").trim();
    if !on.is_empty() {
        body.insert("on".to_owned(), on.into());
    }
    Value::Object(body)
}

fn request_of(mut whole: Value, what: CorrectionRequest) -> Result<Request<CorrectionRequest>, Error> {
    let mut take = |field: &str| whole.as_object_mut().and_then(|object| object.remove(field));
    let on = from_checked(take("on").unwrap_or_default())?;
    let reason = take("reason").map(from_checked).transpose()?;
    let acknowledged = take("acknowledge_warnings").map(from_checked).transpose()?.unwrap_or_default();
    Ok(Request { on, reason, acknowledged, what })
}

fn inside_replacement(violation: Violation) -> Violation {
    match violation.place {
        Place::Body(at) => Violation { place: Place::Body(format!("{REPLACEMENT}{at}")), ..violation },
        Place::Query(_) | Place::Path(_) | Place::Header(_) => violation,
    }
}

/// What was found wrong with a correction, each at the field of the form in which it was typed.
pub(super) fn in_form(notes: Vec<Note>) -> Vec<Note> {
    let placed = |note: Note| {
        let pointer = match note.pointer.strip_prefix(REPLACEMENT) {
            Some(inside) => inside.to_owned(),
            None if note.pointer == "/on" => CORRECTED_ON.to_owned(),
            None => note.pointer.clone(),
        };
        Note { pointer, ..note }
    };
    notes.into_iter().map(placed).collect()
}

impl Corrected {
    /// Reads it, for whoever may correct it.
    pub(super) async fn read(
        app: &App,
        caller: &Caller,
        (case, which): (CaseId, Which),
    ) -> Result<Corrected, Error> {
        let found = app.register.docket_entry(caller, case, (which.entry, ListPart::default())).await?;
        let standing = found.standing().ok_or(Error::NotFound)?;
        let (on, data, is_struck_out) = (standing.on, data_of(standing.act), standing.is_struck_out);
        found.permitted?;
        Ok(Corrected { case, which, on, data, is_struck_out, names: found.names })
    }

    /// The form as the entry fills it.
    pub(super) fn filled_in(&self, members: &[Member]) -> Vec<(String, String)> {
        let mut filled = fields(members, &self.data);
        filled.push(("/on".to_owned(), self.on.to_string()));
        filled
    }

    /// Whoever has left, and what is no longer to choose from, stays chosen where the entry names it: nothing that it says is
    /// lost by looking at it.
    pub(super) fn keep_chosen(
        &self,
        things: &mut Things,
        (members, body): (&[Member], &Value),
        rooms: &[HearingRoom],
    ) {
        for (thing, value) in named(members, body) {
            let label = match thing {
                Thing::Person => value.parse().ok().and_then(|id| self.names.get(&UserId(id)).cloned()),
                Thing::Room => {
                    rooms.iter().find(|room| room.id.to_string() == value).map(|room| room.name.clone())
                }
                Thing::Party | Thing::Claim | Thing::Entry => None,
            };
            things.keep(thing, &value, label);
        }
    }

    /// What is done with the entry.
    pub(super) fn title(&self, f: &Frame, act: &str) -> String {
        let no = self.which.entry;
        match self.which.how {
            How::Replacing => {
                f.say(&format!("更正第{no}项登记：{act}"), &format!("Correct entry {no}: {act}")).to_owned()
            }
            How::StrikingOut => f
                .say(&format!("撤销第{no}项登记：{act}"), &format!("Strike out entry {no}: {act}"))
                .to_owned(),
        }
    }

    /// What is asked beside the act.
    pub(super) fn part(&self, f: &Frame, filled: (String, &[Note])) -> CorrectionPart {
        let on = beside(f, CORRECTED_ON, ("更正日期", "Legal date of the correction"), filled);
        let button = match self.which.how {
            How::Replacing => f.say("登记更正", "Record the correction"),
            How::StrikingOut => f.say("撤销本条登记", "Strike the entry out"),
        };
        CorrectionPart {
            on: Field { required: true, ..on },
            entry: format!("/cases/{}/docket/{}", self.case, self.which.entry),
            consequences: self.consequences().map(|(zh, en)| f.say(zh, en).to_owned()).collect(),
            may_commit: self.which.how == How::Replacing,
            button: button.to_owned(),
        }
    }

    fn consequences(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let restored = (
            "本条已被撤销；登记更正后恢复，以下面的内容为准。",
            "The entry was struck out; with the correction it counts again, as it is written below.",
        );
        let sentences: &[(&str, &str)] = match self.which.how {
            How::Replacing => &REPLACING,
            How::StrikingOut => &STRIKING_OUT,
        };
        let is_restored = self.is_struck_out && self.which.how == How::Replacing;
        sentences.iter().copied().chain(is_restored.then_some(restored))
    }
}

/// What follows from another text.
const REPLACING: [(&str, &str); 1] = [(
    "原登记留在案卷中，更正另立一项；案件、期限和统计都按更正后的内容重新计算。",
    "The entry stays in the docket, and the correction is an entry of its own; the case, its deadlines and the figures are computed anew from it.",
)];

/// What follows from striking out.
const STRIKING_OUT: [(&str, &str); 3] = [
    (
        "本条登记不再算数：阶段、期限、金额和统计都按没有这项登记重新计算。",
        "The entry no longer counts: stage, deadlines, amounts and figures are computed anew as if it had not been made.",
    ),
    (
        "原登记和撤销都留在案卷中，何人何时因何撤销可以查到；以后更正本条可以恢复。",
        "The entry and the striking out stay in the docket, with who did it, when and why; a later correction brings it back.",
    ),
    ("先试算，看过结果才能撤销。", "Try it first: it can be struck out once you have seen what follows."),
];
