//! The people of the office as callers over HTTP, one of each role, and a case file that they act on.
//! Not here: what the tests expect of their answers.

use std::cell::{Cell, RefCell};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use sikuai::app::clock::Clock;
use sikuai::domain::role::Role;

use super::desk::another_dispute;
use super::server::{Call, Reply, TestServer, access_token};

/// How long a token is used before the caller logs in again; shorter than it lives.
const TOKEN_MINUTES: i64 = 5;

/// Sets the clock of the server to nine in the morning, in China, of a day.
pub(crate) fn on_day(server: &TestServer, day: &str) {
    let day: NaiveDate = day.parse().unwrap();
    server.clock.set(day.and_hms_opt(1, 0, 0).unwrap().and_utc());
}

/// Someone who calls the API. They log in again by themselves when the clock has moved.
pub(crate) struct Caller<'s> {
    server: &'s TestServer,
    pub(crate) id: String,
    login: Option<String>,
    token: RefCell<Option<(DateTime<Utc>, String)>>,
}

impl<'s> Caller<'s> {
    /// A new person of the office.
    pub(crate) fn new(server: &'s TestServer, login: &str, role: Role) -> Self {
        let id = server.person(login, role).id.to_string();
        Self { server, id, login: Some(login.to_owned()), token: RefCell::new(None) }
    }

    /// Somebody who has not logged in.
    pub(crate) fn stranger(server: &'s TestServer) -> Self {
        Self { server, id: String::new(), login: None, token: RefCell::new(None) }
    }

    fn token(&self) -> Option<String> {
        let login = self.login.as_ref()?;
        let now = Clock::Manual(self.server.clock.clone()).now();
        let mut token = self.token.borrow_mut();
        let fresh = |at: DateTime<Utc>| at <= now && now - at < TimeDelta::minutes(TOKEN_MINUTES);
        if !token.as_ref().is_some_and(|(at, _)| fresh(*at)) {
            *token = Some((now, access_token(&self.server.log_in(login))));
        }
        token.as_ref().map(|(_, token)| token.clone())
    }

    /// A request of this caller, to be put together further.
    pub(crate) fn call(&self, method: &str, path: &str) -> Call<'s> {
        let call = self.server.call(method, path);
        match self.token() {
            Some(token) => call.bearer(&token),
            None => call,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.call("GET", path).send()
    }

    /// The body of an answer that must be 200.
    pub(crate) fn read(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "GET {path}: {reply:?}");
        reply.json()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        self.call("POST", path).json(body)
    }

    /// Receives an application; the case file when that is done.
    #[track_caller]
    pub(crate) fn receive(&self, body: &Value) -> File {
        self.opens("/api/v1/cases", body)
    }

    /// Receives an application of two sides who may have a case already: it is of another dispute.
    #[track_caller]
    pub(crate) fn receive_another(&self, body: &Value) -> File {
        self.receive(&another_dispute(body.clone()))
    }

    /// Opens a case of the kind of this path.
    #[track_caller]
    pub(crate) fn opens(&self, path: &str, body: &Value) -> File {
        let reply = self.post(path, body);
        assert_eq!(reply.status, 201, "{reply:?}");
        let id = reply.json().get("case_id").and_then(Value::as_str).unwrap().to_owned();
        File { id, version: Cell::new(1) }
    }

    /// Asks for an act on a case in its present version.
    pub(crate) fn act(&self, file: &File, path: &str, body: &Value) -> Reply {
        self.call("POST", &file.path(path)).header("if-match", &file.tag()).json(body)
    }

    /// Asks for an act on a day, which is also its legal date.
    pub(crate) fn act_on(&self, day: &str, file: &File, (path, body): (&str, Value)) -> Reply {
        on_day(self.server, day);
        self.act(file, path, &dated(body, day))
    }

    /// An act that must be done on a day, which is also its legal date; gives its answer.
    pub(crate) fn does_on(&self, day: &str, file: &File, (path, body): (&str, Value)) -> Value {
        on_day(self.server, day);
        self.does(file, path, &dated(body, day))
    }

    /// An act that must be done; gives its answer.
    pub(crate) fn does(&self, file: &File, path: &str, body: &Value) -> Value {
        let reply = self.act(file, path, body);
        assert_eq!(reply.status, 201, "{path} {body}: {reply:?}");
        let done = reply.json();
        file.version.set(u32::try_from(done.get("version").and_then(Value::as_u64).unwrap()).unwrap());
        assert_eq!(reply.header("etag"), file.tag());
        done
    }
}

/// The body of an act with its legal date.
fn dated(mut body: Value, day: &str) -> Value {
    body.as_object_mut().unwrap().insert("on".to_owned(), day.into());
    body
}

/// A case as the callers know it: its id and its version.
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) version: Cell<u32>,
}

impl File {
    /// A path below the case; the case itself for an empty one.
    pub(crate) fn path(&self, below: &str) -> String {
        let slash = if below.is_empty() { "" } else { "/" };
        format!("/api/v1/cases/{}{slash}{below}", self.id)
    }

    pub(crate) fn tag(&self) -> String {
        format!("\"{}-{}\"", self.id, self.version.get())
    }
}

/// One person of each role; four arbitrators, of whom three sit and one does not.
pub(crate) struct People<'s> {
    pub(crate) clerk: Caller<'s>,
    pub(crate) arbitrator: Caller<'s>,
    pub(crate) second: Caller<'s>,
    pub(crate) third: Caller<'s>,
    pub(crate) outsider: Caller<'s>,
    pub(crate) mediator: Caller<'s>,
    pub(crate) supervisor: Caller<'s>,
    pub(crate) report: Caller<'s>,
    pub(crate) inspector: Caller<'s>,
    pub(crate) admin: Caller<'s>,
    pub(crate) stranger: Caller<'s>,
}

impl<'s> People<'s> {
    /// A case that was withdrawn, with the decision served: 1 received, 2 accepted, 3 withdrawn, 4 served on both. Its file
    /// has few materials.
    #[track_caller]
    pub(crate) fn withdrawn(&self) -> File {
        let file = self.clerk.receive_another(&application("2021-12-01"));
        self.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
        self.clerk.does(&file, "withdrawal", &json!({ "on": "2021-12-06", "ground": "own_motion" }));
        let served = json!({ "on": "2021-12-07", "document": "closing_decision", "parties": [1, 2],
            "manner": "direct" });
        self.clerk.does(&file, "services", &served);
        file
    }

    pub(crate) fn of(server: &'s TestServer) -> Self {
        let person = |login, role| Caller::new(server, login, role);
        Self {
            clerk: person("clerk", Role::Clerk),
            arbitrator: person("arbitrator", Role::Arbitrator),
            second: person("second", Role::Arbitrator),
            third: person("third", Role::Arbitrator),
            outsider: person("outsider", Role::Arbitrator),
            mediator: person("mediator", Role::Mediator),
            supervisor: person("supervisor", Role::Supervisor),
            report: person("report", Role::Report),
            inspector: person("inspector", Role::Inspector),
            admin: person("admin", Role::Admin),
            stranger: Caller::stranger(server),
        }
    }

    /// The panel of three, formed on a day.
    pub(crate) fn panel(&self, on: &str) -> Value {
        json!({ "on": on, "notified_on": on, "members": [
            { "user": self.arbitrator.id, "seat": "presiding" },
            { "user": self.second.id, "seat": "member" },
            { "user": self.third.id, "seat": "member" },
        ] })
    }
}

/// The worker of the usual application, with everything that must stay private.
pub(crate) const WORKER_NAME: &str = "符永祥";
pub(crate) const WORKER_ID_NUMBER: &str = "440825199608270003";
pub(crate) const WORKER_PHONE: &str = "13800990011";
pub(crate) const WORKER_ADDRESS: &str = "徐闻县角尾乡灯塔路7号";
pub(crate) const WORKER_ACCOUNT: &str = "6217009900112233445";

/// An application of a worker against an employer: wages of CNY 6,000 and the employment relationship.
pub(crate) fn application(on: &str) -> Value {
    json!({
        "on": on, "channel": "counter", "cause": "relationship",
        "parties": [
            { "no": 1, "side": "applicant", "who": { "worker": {
                "name": WORKER_NAME, "id_number": WORKER_ID_NUMBER, "phone": WORKER_PHONE,
                "address": WORKER_ADDRESS, "bank_account": WORKER_ACCOUNT } } },
            { "no": 2, "side": "respondent", "who": { "employer": {
                "name": "徐闻县红壤农机服务部", "kind": "sole_trader", "industry": "A" } } },
        ],
        "claims": [
            { "no": 1, "claimant": 1, "item": "wages", "amount": 600_000, "statement": "请求支付工资" },
            { "no": 2, "claimant": 1, "item": "relationship", "statement": "请求确认劳动关系" },
        ],
    })
}

/// An application of the same two sides in another dispute, as whoever brings it says.
pub(crate) fn another_application(on: &str) -> Value {
    another_dispute(application(on))
}

/// The codes of rules and their days in the answer to an act: `A25 none->2021-04-22`.
pub(crate) fn moved(done: &Value) -> Vec<String> {
    let day = |moved: &Value, field: &str| moved[field].as_str().unwrap_or("none").to_owned();
    let list = done["deadlines"].as_array().unwrap();
    list.iter()
        .map(|m| format!("{} {}->{} {}", day(m, "rule"), day(m, "from"), day(m, "to"), day(m, "state")))
        .collect()
}

/// The strings of one field of every item of a page.
pub(crate) fn column(page: &Value, field: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
}
