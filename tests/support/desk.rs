//! The desk from which the probes call: an office on a server of its own, a person of each role with a token, the bodies of the usual acts, and a
//! case that stands where a test needs it. Everything goes over HTTP, as the office's own programs do it.

use serde_json::{Value, json};
use sikuai::domain::role::Role;

use super::server::{Reply, TestServer, access_token};

/// An arbitrator, who is named by id and acts by token.
pub(crate) struct Arbitrator {
    pub(crate) id: String,
    pub(crate) token: String,
}

/// A person of each role, and two arbitrators more for a panel.
pub(crate) struct Office {
    pub(crate) server: TestServer,
    pub(crate) clerk: String,
    pub(crate) supervisor: String,
    pub(crate) mediator: String,
    pub(crate) report: String,
    pub(crate) inspector: String,
    pub(crate) admin: String,
    /// The first presides.
    pub(crate) panel: [Arbitrator; 3],
}

/// A case as somebody saw it: which, and its tag.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) tag: String,
}

impl Seen {
    /// What the answer to an act shows.
    pub(crate) fn of(reply: &Reply) -> Seen {
        let id = reply.json().get("case_id").and_then(Value::as_str).unwrap().to_owned();
        Seen { id, tag: reply.header("etag").to_owned() }
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/v1/cases/{}{rest}", self.id)
    }
}

impl Office {
    pub(crate) fn open() -> Office {
        let server = TestServer::start();
        let arbitrator = |login: &str| Arbitrator {
            id: server.person(login, Role::Arbitrator).id.to_string(),
            token: access_token(&server.log_in(login)),
        };
        Office {
            clerk: server.token("clerk", Role::Clerk),
            supervisor: server.token("supervisor", Role::Supervisor),
            mediator: server.token("mediator", Role::Mediator),
            report: server.token("report", Role::Report),
            inspector: server.token("inspector", Role::Inspector),
            admin: server.token("admin", Role::Admin),
            panel: [arbitrator("lin"), arbitrator("wu"), arbitrator("zheng")],
            server,
        }
    }

    /// One act on a case; the answer, whatever it is.
    pub(crate) fn post_act(&self, token: &str, case: &Seen, path: &str, body: &Value) -> Reply {
        let call = self.server.post(&case.path(&format!("/{path}"))).bearer(token);
        call.header("if-match", &case.tag).json(body)
    }

    /// One act on a case that must be recorded; the case as it is then.
    pub(crate) fn done(&self, token: &str, case: &Seen, path: &str, body: &Value) -> Seen {
        let reply = self.post_act(token, case, path, body);
        assert_eq!(reply.status, 201, "{path}: {reply:?}");
        Seen::of(&reply)
    }

    /// 收件 on 1 March 2021. A test may have several such cases.
    pub(crate) fn received(&self) -> Seen {
        let body = another_dispute(receive_body());
        let reply = self.server.post("/api/v1/cases").bearer(&self.clerk).json(&body);
        assert_eq!(reply.status, 201, "{reply:?}");
        Seen::of(&reply)
    }

    /// 受理 on 3 March.
    pub(crate) fn accepted(&self) -> Seen {
        self.done(&self.clerk, &self.received(), "acceptance", &acceptance())
    }

    /// 组庭 on 5 March, by three; the application was served on the 4th.
    pub(crate) fn with_tribunal(&self) -> Seen {
        let served = self.done(&self.clerk, &self.accepted(), "services", &service("application_copy"));
        let seats = ["presiding", "member", "member"];
        let members: Vec<Value> = self
            .panel
            .iter()
            .zip(seats)
            .map(|(person, seat)| json!({ "user": person.id, "seat": seat }))
            .collect();
        self.done(&self.supervisor, &served, "tribunal", &json!({ "on": "2021-03-05", "members": members }))
    }

    /// 案件讨论 on 23 March, after a hearing on the 22nd: an award may follow.
    pub(crate) fn discussed(&self) -> Seen {
        let presiding = &self.panel[0].token;
        let notice = json!({ "on": "2021-03-08", "held_on": "2021-03-22", "time": "09:00" });
        let case = self.done(presiding, &self.with_tribunal(), "hearings", &notice);
        let hearing = self.last_entry(&case);
        let served = json!({ "on": "2021-03-09", "document": "hearing_notice", "of": hearing,
            "parties": [1, 2], "manner": "direct" });
        let case = self.done(&self.clerk, &case, "services", &served);
        let opened = json!({ "on": "2021-03-22" });
        let case = self.done(presiding, &case, &format!("hearings/{hearing}/opening"), &opened);
        let closed = json!({ "on": "2021-03-22", "mediation": "failed" });
        let case = self.done(presiding, &case, &format!("hearings/{hearing}/closing"), &closed);
        self.done(presiding, &case, "discussions", &json!({ "on": "2021-03-23", "conclusion": "一致" }))
    }

    /// Every entry of a docket.
    pub(crate) fn docket(&self, case: &Seen) -> Vec<Value> {
        let reply = self.server.get(&case.path("/docket?limit=200")).bearer(&self.clerk).send();
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json().get("items").and_then(Value::as_array).unwrap().clone()
    }

    /// The number of the last entry.
    pub(crate) fn last_entry(&self, case: &Seen) -> usize {
        self.docket(case).len()
    }

    /// The case as it is now.
    pub(crate) fn read(&self, case: &Seen) -> Reply {
        self.server.get(&case.path("")).bearer(&self.clerk).send()
    }
}

/// The worker of [`receive_body`]; nobody was given this number, whose sequence is 000.
pub(crate) const WORKER_NAME: &str = "符永祥";
pub(crate) const WORKER_ID_NUMBER: &str = "440825199608270003";
pub(crate) const WORKER_PHONE: &str = "13900000000";
pub(crate) const EMPLOYER_NAME: &str = "徐闻县黑石岭建材有限公司";

/// One worker claims wages of CNY 10,000 from one employer.
pub(crate) fn receive_body() -> Value {
    let worker = json!({ "name": WORKER_NAME, "id_number": WORKER_ID_NUMBER, "phone": WORKER_PHONE });
    json!({
        "on": "2021-03-01",
        "channel": "counter",
        "cause": "remuneration",
        "parties": [
            { "no": 1, "side": "applicant", "who": { "worker": worker } },
            { "no": 2, "side": "respondent", "who": { "employer": { "name": EMPLOYER_NAME } } },
        ],
        "claims": [{ "no": 1, "claimant": 1, "item": "wages", "amount": 1_000_000 }],
    })
}

/// An application whose two sides may have a case already: whoever brings it has looked, and says that it is another
/// dispute. For the tests that need several cases of the same people.
pub(crate) fn another_dispute(mut body: Value) -> Value {
    let known = body.as_object_mut().unwrap().entry("acknowledge_warnings");
    known.or_insert_with(|| json!([])).as_array_mut().unwrap().push("perhaps_filed_already".into());
    body
}

/// 受理 on 3 March 2021, in the ordinary procedure.
pub(crate) fn acceptance() -> Value {
    json!({ "on": "2021-03-03", "procedure": "ordinary" })
}

/// 送达 of a document on the employer, in person, on 4 March.
pub(crate) fn service(document: &str) -> Value {
    json!({ "on": "2021-03-04", "document": document, "parties": [2], "manner": "direct" })
}

/// 撤回 of the applicant's own motion.
pub(crate) fn withdrawal(on: &str) -> Value {
    json!({ "on": on, "ground": "own_motion" })
}

/// 裁决 on 26 March: the wages are granted.
pub(crate) fn award() -> Value {
    let item = json!({ "claim": 1, "decision": "granted", "amount": 1_000_000, "finality": "final" });
    json!({ "on": "2021-03-26", "scope": "whole", "items": [item] })
}
