//! The demo year (演示数据): the county's 2021, loaded through the acts, each recorded as of its day.
//! Its data is `data/demo-2021.json` and, beside it, those of the inspections, the mediations and the papers; for ratings
//! and indicators see `demo_ratings` and `demo_indicators`. Not here: the figures; they come from its cases, like everyone's.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::app::clock::ManualClock;
use crate::app::deciding::load as load_case;
use crate::app::demo_indicators;
use crate::app::demo_ratings::DemoRatings;
use crate::app::draft::Draft;
use crate::app::error::Error;
use crate::app::paper_making::AskedPaper;
use crate::app::passwords;
use crate::app::people::{By, NewPassword, NewPerson};
use crate::app::permits::Caller;
use crate::app::register::{Conditions, Request};
use crate::domain::act::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, UserId};
use crate::domain::paper::about::About;
use crate::domain::paper::kind::CasePaper;
use crate::domain::role::Role;
use crate::storage::{Connection, Store, Tx, cases, meta};

/// The demo year.
const DATA: &str = include_str!("../../data/demo-2021.json");
/// The inspections of the demo year, as `tests/oracles/make_demo_inspections.py` writes them.
const INSPECTIONS: &str = include_str!("../../data/demo-2021-inspections.json");
/// The mediation cases of the demo year.
const MEDIATIONS: &str = include_str!("../../data/demo-2021-mediations.json");
/// What is written by hand for its papers, by the code of the field.
const TEXTS: &str = include_str!("../../data/demo-2021-papers.json");
/// Who makes them.
const PAPERS_BY: &str = "chen.clerk";
/// How many cases are read at a time.
const PAGE_CASES: i64 = 200;
/// The key under which a database says that the demo made it.
const MARK: &str = "demo";
const LOADING: &str = "loading";
const LOADED: &str = "loaded";
/// Offices open at nine; each act of a day is recorded a second after the one before.
const OPENS_HOUR_UTC: u32 = 1;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    people: Vec<DemoPerson>,
    cases: Vec<DemoCase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    cases: Vec<DemoCase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoPerson {
    login: String,
    name: String,
    role: Role,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoCase {
    #[serde(rename = "note")]
    _note: String,
    acts: Vec<DemoAct>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoAct {
    act: ActKind,
    on: NaiveDate,
    recorded_on: Option<NaiveDate>,
    by: String,
    reason: Option<String>,
    #[serde(default)]
    acknowledge: Vec<String>,
    data: Value,
}

impl DemoAct {
    fn recorded_on(&self) -> NaiveDate {
        self.recorded_on.unwrap_or(self.on)
    }
}

/// A login of the demo, made for one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name to log in with.
    pub login: String,
    /// The name people know.
    pub name: String,
    /// What they are in the office.
    pub role: Role,
    /// Good until the next run of the demo.
    pub password: String,
}

/// Whether a database is the demo's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// By the demo, whole.
    ByDemo,
    /// By the demo, which was broken off.
    Unfinished,
    /// By someone else: the demo does not touch it.
    BySomeoneElse,
}

/// Who made a database that has tables.
///
/// # Errors
/// That the database does not answer.
pub fn made(store: &Store) -> Result<Made, Error> {
    let mark = store.read_blocking(|c: &mut Connection| Ok::<_, Error>(meta::get(c, MARK)?))?;
    Ok(match mark.as_deref() {
        Some(LOADED) => Made::ByDemo,
        Some(_) => Made::Unfinished,
        None => Made::BySomeoneElse,
    })
}

/// Marks a fresh database as the demo's.
///
/// # Errors
/// That the database does not answer.
pub fn mark(store: &Store) -> Result<(), Error> {
    store.write_blocking(|tx: &mut Tx| Ok::<_, Error>(meta::set(tx, MARK, LOADING)?))
}

/// The instant at which the office opens on a day.
#[must_use]
pub fn opening(day: NaiveDate) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(OPENS_HOUR_UTC, 0, 0).unwrap_or_default();
    day.and_time(time).and_utc()
}

/// Loads the demo year into a fresh database, up to a day: what was recorded later is left out.
/// Returns how many cases and acts there are.
///
/// # Errors
/// Data that the acts refuse, which would be a defect of the data.
pub async fn load(app: &App, clock: &ManualClock, today: NaiveDate) -> Result<(usize, usize), Error> {
    let mut year: Year = serde_json::from_str(DATA).map_err(|error| broken("data", &error))?;
    for beside in [INSPECTIONS, MEDIATIONS] {
        let more: Beside = serde_json::from_str(beside).map_err(|error| broken("data", &error))?;
        year.cases.extend(more.cases);
    }
    let begins = year.cases.iter().flat_map(|case| &case.acts).map(DemoAct::recorded_on).min();
    clock.set(opening(begins.unwrap_or(today)));
    let people = add_people(app, &year.people).await?;
    let ids = with_rooms(app, &year, &people).await?;
    let mut acts: Vec<(usize, &DemoAct)> = Vec::new();
    for (index, case) in year.cases.iter().enumerate() {
        acts.extend(case.acts.iter().filter(|act| act.recorded_on() <= today).map(|act| (index, act)));
    }
    // The sort is stable, so the acts of a case stay in their order.
    acts.sort_by_key(|(index, act)| (act.recorded_on(), *index));
    let mut cases: HashMap<usize, (CaseId, u32)> = HashMap::new();
    let mut ratings = DemoRatings::read()?;
    for (index, act) in &acts {
        ratings.go_on((app, clock), &people, &cases, act.recorded_on()).await?;
        clock.set(opening(act.recorded_on()).max(app.clock.now() + TimeDelta::seconds(1)));
        let known = cases.get(index).copied();
        let now = perform(app, (&people, &ids), known, act).await?;
        cases.insert(*index, now);
    }
    ratings.go_on((app, clock), &people, &cases, today + Days::new(1)).await?;
    demo_indicators::enter((app, clock), &people, today).await?;
    app.store.write(|tx: &mut Tx| Ok::<_, Error>(meta::set(tx, MARK, LOADED)?)).await?;
    Ok((cases.len(), acts.len()))
}

async fn perform(
    app: &App,
    (people, ids): (&HashMap<String, Caller>, &HashMap<String, String>),
    known: Option<(CaseId, u32)>,
    act: &DemoAct,
) -> Result<(CaseId, u32), Error> {
    let caller = people.get(&act.by).ok_or_else(|| broken("by", &act.by))?;
    let data = with_ids(&act.data, ids);
    let draft = Draft::read(act.act, data).map_err(|error| broken("act", &error))?;
    let (reason, acknowledged) = (act.reason.clone(), act.acknowledge.clone());
    let answer = match (known, draft) {
        (None, Draft::Opening(opening)) => {
            let request = Request { on: act.on, reason, acknowledged, what: *opening };
            app.register.receive(caller, request, Conditions::default()).await
        }
        (Some((id, version)), draft) => {
            let request = Request { on: act.on, reason, acknowledged, what: draft };
            let conditions = Conditions { seen: Some(version), ..Conditions::default() };
            app.register.perform(caller, id, request, conditions).await
        }
        (None, _) => return Err(broken("case", &"it does not begin with what opens a case")),
    };
    let performed = answer.map_err(|error| broken(&format!("{:?} on {}", act.act, act.on), &error))?.given;
    Ok((performed.case_id, performed.version))
}

/// The data with `@login` and the names of rooms replaced by the ids of that person or room.
fn with_ids(data: &Value, ids: &HashMap<String, String>) -> Value {
    match data {
        Value::String(text) => ids.get(text).map_or_else(|| data.clone(), |id| id.as_str().into()),
        Value::Array(items) => items.iter().map(|item| with_ids(item, ids)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), with_ids(value, ids))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => data.clone(),
    }
}

/// Adds the rooms that the hearings of the year name; how the data calls each room and person, with its id.
async fn with_rooms(
    app: &App,
    year: &Year,
    people: &HashMap<String, Caller>,
) -> Result<HashMap<String, String>, Error> {
    let named = |act: &DemoAct| act.data.get("room").and_then(Value::as_str).map(str::to_owned);
    let names: BTreeSet<String> = year.cases.iter().flat_map(|case| &case.acts).filter_map(named).collect();
    let by = people.values().find(|caller| caller.role == Role::Admin);
    let by = by.ok_or_else(|| broken("people", &"nobody manages rooms"))?;
    let mut ids: HashMap<String, String> =
        people.iter().map(|(login, caller)| (format!("@{login}"), caller.user.to_string())).collect();
    for name in names {
        let room = app.register.add_room(by, name.clone(), None).await?.given;
        ids.insert(name, room.id.to_string());
    }
    Ok(ids)
}

async fn add_people(app: &App, people: &[DemoPerson]) -> Result<HashMap<String, Caller>, Error> {
    let mut callers = HashMap::new();
    for person in people {
        let new = NewPerson {
            login: person.login.clone(),
            name: person.name.clone(),
            role: person.role,
            password: passwords::generate(),
        };
        let user: UserId = app.identity.add_person(By::CommandLine, new).await?.given.id;
        callers.insert(person.login.clone(), Caller { user, role: person.role });
    }
    Ok(callers)
}

/// Gives every person of the demo a new password for this run.
///
/// # Errors
/// A person of the demo is gone.
pub async fn new_logins(app: &App) -> Result<Vec<Login>, Error> {
    let year: Year = serde_json::from_str(DATA).map_err(|error| broken("data", &error))?;
    let mut logins = Vec::with_capacity(year.people.len());
    for person in year.people {
        let password = passwords::generate();
        let user = app.identity.person_by_login(person.login.clone()).await?;
        let new = NewPassword { user: user.id, current: None, password: password.clone() };
        app.identity.set_password(By::CommandLine, new).await?;
        logins.push(Login { login: person.login, name: person.name, role: person.role, password });
    }
    Ok(logins)
}

/// A paper that a case of the demo allows.
pub struct DemoPaper {
    /// The case.
    pub case: CaseId,
    /// Its version.
    pub version: u32,
    /// What is asked for.
    pub asked: AskedPaper,
}

/// Who makes the papers of the demo.
///
/// # Errors
/// A person of the demo is gone.
pub async fn paper_maker(app: &App) -> Result<Caller, Error> {
    let user = app.identity.person_by_login(PAPERS_BY.to_owned()).await?;
    Ok(Caller { user: user.id, role: user.role })
}

/// Every paper that the cases of the demo allow, with what is written by hand for it.
///
/// # Errors
/// That the database does not answer.
pub async fn papers(app: &App, by: &Caller) -> Result<Vec<DemoPaper>, Error> {
    let texts: BTreeMap<String, String> =
        serde_json::from_str(TEXTS).map_err(|error| broken("data", &error))?;
    let (mut found, mut after, by) = (Vec::new(), None, *by);
    loop {
        let from: Option<String> = after.take();
        let page = move |c: &mut Connection| {
            let ids = cases::ids_after(c, from.as_deref(), PAGE_CASES)?;
            let load =
                |id: &String| Ok(load_case(c, &by, CaseId(id.parse().map_err(|e| broken("id", &e))?))?.case);
            ids.iter().map(load).collect::<Result<Vec<Case>, Error>>()
        };
        let page = app.store.read(page).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.id.to_string());
        for case in &page {
            found.extend(CasePaper::ROWS.iter().flat_map(|(kind, _)| papers_of(*kind, case, &texts)));
        }
    }
}

fn papers_of(kind: CasePaper, case: &Case, texts: &BTreeMap<String, String>) -> Vec<DemoPaper> {
    let own = |code: &str| texts.get(code).map(|text| (code.to_owned(), text.clone()));
    let texts: BTreeMap<String, String> =
        kind.written_by_hand().iter().filter_map(|field| own(field.code)).collect();
    let asked = |about: About| AskedPaper {
        kind,
        of: Some(about.of.by),
        party: about.party,
        texts: texts.clone(),
        on: None,
    };
    let paper = |about| DemoPaper { case: case.id, version: case.version, asked: asked(about) };
    About::all(kind, case).into_iter().map(paper).collect()
}

/// The last instant at which something was recorded in the database.
///
/// # Errors
/// That the database does not answer.
pub async fn last_recorded(app: &App) -> Result<Option<DateTime<Utc>>, Error> {
    let last =
        app.store.read(|c: &mut Connection| Ok::<_, Error>(crate::storage::cases::last_update(c)?)).await?;
    Ok(last.and_then(DateTime::from_timestamp_micros))
}

pub(super) fn broken(what: &str, error: &dyn std::fmt::Debug) -> Error {
    Error::Broken(format!("demo data, {what}: {error:?}"))
}
