//! What the page of a case lists (案件页的行): its parties, claims, stages, acts, deadlines, hearings and docket, in words.
//! Not here: reading them (`case_page`).

use std::collections::BTreeMap;

use crate::app::permitted_acts::PermittedAct;
use crate::app::reading::MaskedPerson;
use crate::domain::act::kind::ActKind;
use crate::domain::act::table;
use crate::domain::case::{Case, HearingState};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::docket::{Content, Entry};
use crate::domain::hearing_room::Room;
use crate::domain::id::{RoomId, UserId};
use crate::domain::party::{Party, Who};
use crate::domain::schedule::sittings;
use crate::domain::stage::Stage;
use crate::http::pages::by_whom::by_whom;
use crate::http::pages::frame::Frame;
use crate::http::pages::irregular;

/// A stage of the drawing.
pub struct Step {
    /// What it is called.
    pub name: &'static str,
    /// Whether it is behind, here, or ahead.
    pub class: &'static str,
    /// Whether the case stands here.
    pub is_here: bool,
}

/// A party.
pub struct PartyRow {
    /// Its number.
    pub no: u32,
    /// Its side.
    pub side: &'static str,
    /// Its name.
    pub name: String,
    /// What else is known, masked.
    pub about: String,
    /// Those who act for it.
    pub representatives: String,
}

/// A claim.
pub struct ClaimRow {
    /// Its number.
    pub no: u32,
    /// What is asked for.
    pub item: &'static str,
    /// How much, in yuan.
    pub amount: String,
    /// In words.
    pub statement: String,
}

/// An act that may be done.
pub struct ActRow {
    /// Its code.
    pub code: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Why it may not, or what is to be acknowledged.
    pub reasons: Vec<String>,
    /// The articles.
    pub articles: String,
}

/// A hearing.
pub struct SittingRow {
    /// The day and the time.
    pub when: String,
    /// The room.
    pub room: String,
    /// How it stands.
    pub status: &'static str,
    /// Who stayed away.
    pub absent: String,
}

/// An entry of the docket.
#[derive(Debug, Clone)]
pub struct EntryRow {
    /// Its number.
    pub no: u32,
    /// The legal date.
    pub on: String,
    /// What was done.
    pub what: String,
    /// By whom.
    pub by: String,
    /// When it was written down.
    pub recorded: String,
    /// Why, where a reason was given.
    pub reason: String,
    /// What was acknowledged.
    pub acknowledged: String,
    /// The beginning of its hash.
    pub hash: String,
}

/// The main course of each kind of case.
const fn course(kind: CaseKind) -> &'static [Stage] {
    use Stage as S;
    match kind {
        CaseKind::Arbitration => &[
            S::Received,
            S::Accepted,
            S::Tribunal,
            S::Scheduled,
            S::Hearing,
            S::Deliberation,
            S::Closed,
            S::Served,
            S::Effective,
            S::Archived,
        ],
        CaseKind::Mediation => &[
            S::MediationRequested,
            S::Mediating,
            S::MediationAgreed,
            S::ReviewRequested,
            S::InReview,
            S::AgreementConfirmed,
            S::Closed,
            S::Archived,
        ],
        CaseKind::Inspection => {
            &[S::InspectionReceived, S::Investigating, S::PaymentOrdered, S::Closed, S::Archived]
        }
        CaseKind::Petition => &[S::PetitionReceived, S::PetitionHandling, S::Closed, S::Archived],
    }
}

/// Where a stage that is beside the main course stands on it.
fn on_course(case: &Case) -> Stage {
    match case.stage {
        Stage::Correction | Stage::MediateFirst => Stage::Received,
        Stage::Suspended => case.suspensions.last().map_or(Stage::Accepted, |last| last.stage),
        Stage::Entrusted => Stage::Accepted,
        Stage::Challenged => Stage::Served,
        Stage::InspectionSuspended => Stage::Investigating,
        stage => stage,
    }
}

/// The stages of a case as they are drawn. A stage beside the main course takes the place from which it was entered.
#[must_use]
pub fn steps(f: &Frame, case: &Case) -> Vec<Step> {
    let (course, at) = (course(case.kind), on_course(case));
    let here = course.iter().position(|stage| *stage == at).unwrap_or_default();
    let step = |(index, stage): (usize, &Stage)| {
        let is_here = index == here;
        let shown = if is_here { case.stage } else { *stage };
        let class = if index < here { "behind" } else { "ahead" };
        Step { name: f.label(shown.label()), class: if is_here { "here" } else { class }, is_here }
    };
    course.iter().enumerate().map(step).collect()
}

/// The parties.
#[must_use]
pub fn parties(f: &Frame, parties: &[Party<MaskedPerson>]) -> Vec<PartyRow> {
    let row = |party: &Party<MaskedPerson>| {
        let (name, about) = match &party.who {
            Who::Worker(person) => (person.name.clone(), about_person(f, person)),
            Who::Employer(employer) => {
                (employer.name.clone(), employer.credit_code.clone().unwrap_or_default())
            }
        };
        let named: Vec<String> = party
            .representatives
            .iter()
            .map(|one| f.bracketed(&one.person.name, f.label(one.authority.label())))
            .collect();
        PartyRow {
            no: party.no.0,
            side: f.label(party.side.label()),
            name,
            about,
            representatives: named.join(f.say("、", ", ")),
        }
    };
    parties.iter().map(row).collect()
}

/// What is known of somebody beside the name, masked.
#[must_use]
pub fn about_person(f: &Frame, person: &MaskedPerson) -> String {
    let mut about: Vec<String> = Vec::new();
    about.extend(person.id_number.as_ref().map(|number| format!("{} {number}", f.say("身份证", "ID"))));
    about.extend(person.phone.as_ref().map(|phone| format!("{} {phone}", f.say("电话", "phone"))));
    about.join(" · ")
}

/// The claims.
#[must_use]
pub fn claims(f: &Frame, case: &Case) -> Vec<ClaimRow> {
    let row = |claim: &crate::domain::claim::Claim| ClaimRow {
        no: claim.no.0,
        item: f.label(claim.item.label()),
        amount: claim.amount.map_or_else(|| "—".to_owned(), |amount| f.yuan(amount)),
        statement: claim.statement.clone().unwrap_or_default(),
    };
    case.claims.iter().map(row).collect()
}

/// Whom a case is about, in one line.
#[must_use]
pub fn caption(f: &Frame, parties: &[PartyRow], case: &Case) -> String {
    let of = |wanted: crate::domain::party::Side| {
        let side = f.label(wanted.label());
        let mut names = parties.iter().filter(|party| party.side == side).map(|party| party.name.as_str());
        let first = names.next().unwrap_or("—").to_owned();
        match names.count() {
            0 => first,
            more => format!("{first}{}", f.say(&format!("等{}人", more + 1), &format!(" and {more} more"))),
        }
    };
    let sides = (of(crate::domain::party::Side::Applicant), of(crate::domain::party::Side::Respondent));
    let colon = f.say("：", ": ");
    // Only who applies for arbitration is against somebody.
    let against = if case.kind == CaseKind::Arbitration { f.say("诉", "v.") } else { "—" };
    format!("{} {against} {}{colon}{}", sides.0, sides.1, f.label(case.cause.label()))
}

/// The acts that may be done in a case of a kind, those that may only be recorded as they happened, and those that may not be
/// done now: where the role is the reason, it is said whose they are.
#[must_use]
pub fn acts(f: &Frame, kind: CaseKind, permitted: &[PermittedAct]) -> [Vec<ActRow>; 3] {
    let mut rows = [Vec::new(), Vec::new(), Vec::new()];
    for act in permitted {
        let reasons = act.reasons.iter().map(|why| f.words(why).to_owned());
        let row = ActRow {
            code: act.act.code(),
            name: f.label(act.act.label()),
            reasons: reasons.chain(by_whom(f, act.act, kind)).collect(),
            articles: f.articles(table::find(act.act).articles),
        };
        let [may, record, may_not] = &mut rows;
        if act.reasons.is_empty() {
            may.push(row);
        } else if act.recordable {
            record.push(row);
        } else {
            may_not.push(row);
        }
    }
    rows
}

/// The hearings; `rooms` are the names of the rooms of the office.
#[must_use]
pub fn hearings(f: &Frame, case: &Case, rooms: &BTreeMap<RoomId, String>) -> Vec<SittingRow> {
    let row = |(sitting, hearing): (crate::domain::schedule::Sitting, &crate::domain::case::Hearing)| {
        let time = hearing.time.as_deref().unwrap_or_default();
        let absent: Vec<String> = absent(&hearing.state);
        let room = |room: &Room| match room {
            Room::Listed(id) => rooms.get(id).cloned().unwrap_or_default(),
            Room::Named(name) => name.clone(),
        };
        SittingRow {
            when: format!("{} {time}", hearing.held_on),
            room: hearing.room.as_ref().map(room).unwrap_or_default(),
            status: f.label(sitting.status.label()),
            absent: absent.join(f.say("、", ", ")),
        }
    };
    sittings(case).into_iter().zip(&case.hearings).map(row).collect()
}

fn absent(state: &HearingState) -> Vec<String> {
    state.absent().iter().map(|party| format!("#{}", party.0)).collect()
}

/// The docket; `names` are those of the staff, as far as the reader may know them.
#[must_use]
pub fn docket(f: &Frame, entries: &[(Entry, String)], names: &BTreeMap<UserId, String>) -> Vec<EntryRow> {
    let row = |(entry, hash): &(Entry, String)| EntryRow {
        no: entry.no.0,
        on: entry.on.to_string(),
        what: what(f, entry),
        by: names.get(&entry.actor).cloned().unwrap_or_default(),
        recorded: f.instant(entry.recorded_at),
        reason: entry.reason.clone().unwrap_or_default(),
        acknowledged: acknowledged(f, entry),
        hash: hash.chars().take(8).collect(),
    };
    entries.iter().map(row).collect()
}

/// What was acknowledged with an entry.
#[must_use]
pub fn acknowledged(f: &Frame, entry: &Entry) -> String {
    let named: Vec<String> = entry.acknowledged.iter().map(|code| irregular::name(f, code)).collect();
    named.join(f.say("、", ", "))
}

/// What an entry put down.
#[must_use]
pub fn what(f: &Frame, entry: &Entry) -> String {
    match &entry.content {
        Content::Act(act) => f.label(act.kind().label()).to_owned(),
        Content::Correction(correction) => {
            format!("{} #{}", f.say("更正登记", "Correction of entry"), correction.entry.0)
        }
        Content::CalendarChange(_) => f.say("放假安排变更", "Change of the calendar").to_owned(),
    }
}

/// What an act is called.
#[must_use]
pub fn act_name(f: &Frame, act: ActKind) -> &'static str {
    f.label(act.label())
}
