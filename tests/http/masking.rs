//! Who sees what of whom: every reading path by every caller, in one table. It says of each answer exactly which names
//! stand in it, and whether anything that identifies a person does; so a path that shows more, or less, fails.
//! Not here: who may ask at all (`permissions`).

use crate::support::people::{Caller, File, People};
use crate::support::server::TestServer;
use serde_json::{Value, json};
use sikuai::http::openapi;
use sikuai::storage::audit;

/// Three people of a case: the worker, who acts for the worker, whom the employer names. Every text is its person's
/// alone.
struct Someone {
    letter: char,
    name: &'static str,
    id_number: &'static str,
    phone: &'static str,
    address: &'static str,
    bank_account: &'static str,
}

const PEOPLE: [Someone; 3] = [
    Someone {
        letter: 'w',
        name: "符永祥",
        id_number: "440825199608270003",
        phone: "13800990011",
        address: "角尾乡灯塔路7号",
        bank_account: "6217009900112233445",
    },
    Someone {
        letter: 'r',
        name: "林佩文",
        id_number: "11010519491231002X",
        phone: "13700990022",
        address: "徐城镇东方一路8号",
        bank_account: "6217009900112233446",
    },
    Someone {
        letter: 'c',
        name: "陈德福",
        id_number: "440825198001010008",
        phone: "13600990033",
        address: "曲界镇愚公楼9号",
        bank_account: "6217009900112233447",
    },
];

impl Someone {
    fn json(&self) -> Value {
        json!({ "name": self.name, "id_number": self.id_number, "phone": self.phone, "address": self.address,
            "bank_account": self.bank_account })
    }

    /// The letter for the name; the capital when anything else stands there in the clear too.
    fn in_text(&self, text: &str) -> Option<char> {
        let identifying = [self.id_number, self.phone, self.address, self.bank_account];
        if identifying.iter().any(|field| text.contains(field)) {
            return Some(self.letter.to_ascii_uppercase());
        }
        text.contains(self.name).then_some(self.letter)
    }
}

fn seen(text: &str) -> String {
    PEOPLE.iter().filter_map(|person| person.in_text(text)).collect()
}

/// Clerk; arbitrator on the case, arbitrator not on it; mediator on the case, mediator not on it; supervisor; report
/// client; inspector; administrator; stranger. A small letter is a name, a capital everything in the clear.
type Row = (&'static str, [&'static str; 10]);

const NOBODY: [&str; 10] = [""; 10];
/// Who reads the office's cases sees the names of its people, and the rest masked.
const NAMES: [&str; 10] = ["wrc", "wrc", "wrc", "wrc", "wrc", "wrc", "", "", "", ""];
/// A list names the first worker.
const LEAD: [&str; 10] = ["w", "w", "w", "w", "w", "w", "", "", "", ""];

/// Every published GET; `@` stands for the case, and what follows a space in a path of the table is its query.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("/health/live", NOBODY),
    ("/health/ready", NOBODY),
    ("/api/v1/openapi.json", NOBODY),
    ("/api/v1/me", NOBODY),
    ("/api/v1/users", NOBODY),
    ("/api/v1/audit", NOBODY),
    ("/api/v1/staff", NOBODY),
    ("/api/v1/cases", LEAD),
    ("/api/v1/cases/{id}", NAMES),
    ("/api/v1/cases/{id}?as_known_on=2021-12-10", NAMES),
    ("/api/v1/cases/{id}/acts", NOBODY),
    ("/api/v1/cases/{id}/docket", NOBODY),
    ("/api/v1/cases/{id}/docket?as_known_on=2021-12-10", NOBODY),
    ("/api/v1/cases/{id}/elements", NOBODY),
    ("/api/v1/cases/{id}/deadlines", NOBODY),
    ("/api/v1/cases/{id}/parties/1/other-cases", NOBODY),
    ("/api/v1/cases/{id}/unmaskings", NOBODY),
    ("/api/v1/cases/{id}/hearing-slots", NOBODY),
    ("/api/v1/cases/{id}/wage-lines", NOBODY),
    ("/api/v1/matters/{id}", NOBODY),
    ("/api/v1/referrals", NOBODY),
    ("/api/v1/saved-views", NOBODY),
    // By the employer, found by all who read the case; by the worker's name, which stands in the name of a file too, and
    // by the number of the one who acts for the worker, by who may see them in the clear.
    ("/api/v1/search?q=%E7%BA%A2%E5%A3%A4", LEAD),
    ("/api/v1/search?q=%E7%AC%A6%E6%B0%B8%E7%A5%A5", ["W", "W", "", "W", "", "", "", "", "", ""]),
    ("/api/v1/search?q=13700990022", ["wr", "wr", "", "wr", "", "", "", "", "", ""]),
    ("/api/v1/hearings", NOBODY),
    ("/api/v1/hearing-rooms", NOBODY),
    ("/api/v1/calendar-feeds", NOBODY),
    // Whoever has the address of a calendar reads it, without a login.
    ("/api/v1/people/{id}/hearings.ics", NOBODY),
    ("/api/v1/hearing-rooms/{id}/hearings.ics", NOBODY),
    // What one wrote oneself, and nobody else.
    ("/api/v1/cases/{id}/diary", ["W", "", "", "", "", "", "", "", "", ""]),
    // The name of a file, for who may read the file; here the file's own bytes say the same.
    ("/api/v1/cases/{id}/files", ["W", "W", "", "W", "", "", "", "", "", ""]),
    ("/api/v1/cases/{id}/files/{file}", ["W", "W", "", "W", "", "", "", "", "", ""]),
    // So in the archive; a copy of the main volume, in which the file lies, only the clerks hand out.
    ("/api/v1/cases/{id}/archive", ["W", "W", "", "W", "", "", "", "", "", ""]),
    ("/api/v1/cases/{id}/archive/main-volume?party=1", ["W", "", "", "", "", "", "", "", "", ""]),
    ("/api/v1/archive", NOBODY),
    // What papers there are names nobody; what was written by hand for one may.
    ("/api/v1/cases/{id}/papers", NOBODY),
    ("/api/v1/cases/{id}/papers/{paper}", ["W", "W", "", "W", "", "", "", "", "", ""]),
    ("/api/v1/paper-kinds", NOBODY),
    ("/api/v1/paper-templates/{kind}", NOBODY),
    // A ledger names who applies; their numbers, and the phone of the employer, to whoever may see them, asked for in the clear.
    ("/api/v1/ledger?format=csv", LEAD),
    ("/api/v1/ledger?format=csv&personal_data=true&reason=%E6%A0%B8%E5%AF%B9", ["WC", "WC", "w", "WC", "w", "w", "", "", "", ""]),
    // Of a ledger that was brought its rows are shown only to the clerks, who brought them, to be mended.
    ("/api/v1/ledger-imports", NOBODY),
    ("/api/v1/ledger-imports/{id}", NOBODY),
    ("/api/v1/ledger-imports/{id}/rejected", ["W", "", "", "", "", "", "", "", "", ""]),
    ("/api/v1/ledger-unmaskings", NOBODY),
    ("/api/v1/diary", ["W", "", "", "", "", "", "", "", "", ""]),
    ("/api/v1/notices", NOBODY),
    ("/api/v1/watch", NOBODY),
    ("/api/v1/deadlines", NOBODY),
    ("/api/v1/pending-services", NOBODY),
    ("/api/v1/deadline-rules", NOBODY),
    ("/api/v1/deadline-rules/{rule}/due?trigger=2021-03-01", NOBODY),
    ("/api/v1/calendar/{year}", NOBODY),
    ("/api/v1/code-lists", NOBODY),
    // What a rating says is held to in `ratings`; whoever has a link sees nobody's name there either.
    ("/api/v1/ratings", NOBODY),
    ("/api/v1/ratings/{token}", NOBODY),
    ("/api/v1/statistics/ratings?from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/ratings/cases?figure=bad&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/users/{id}/api-keys", NOBODY),
    ("/api/v1/changes", NOBODY),
    ("/api/v1/publications", NOBODY),
    ("/api/v1/publications/key", NOBODY),
    ("/api/v1/publications/{id}", NOBODY),
    ("/api/v1/publications/{id}/cases?measure=accepted", NOBODY),
    ("/api/v1/publications/{id}/restatement", NOBODY),
    ("/api/v1/publications/{id}/restatement/cases?measure=accepted", NOBODY),
    ("/api/v1/statistics/forecast?target=95&by=2021-12-31", NOBODY),
    ("/api/v1/statistics/catalogue", NOBODY),
    ("/api/v1/statistics/figures?measures=accepted,days_to_acceptance&by=arbitrator,mediator&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/figures/cases?measure=accepted&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/closure?from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/closure/cases?figure=accepted&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/quick-steps?from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/quick-steps/cases?step=filing&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/wage-arrears?from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/wage-arrears/cases?figure=projects_inspected&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/statistics/yearbook", NOBODY),
    ("/api/v1/indicators", NOBODY),
    ("/api/v1/indicators/{id}", NOBODY),
    ("/api/v1/reports/annual?format=md&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/reports/annual?format=html&from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/reports/annual/charts/{chart}?from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/reports/workbook?from=2021-01-01&to=2021-12-31", NOBODY),
    ("/api/v1/report-templates/annual", NOBODY),
    ("/api/v1/report-templates/annual/fields", NOBODY),
    // In the clear: clerks, and who is assigned to the case; of the party asked for and its own people.
    ("/api/v1/cases/{id}/parties/1/personal-data", ["WR", "WR", "", "WR", "", "", "", "", "", ""]),
    ("/api/v1/cases/{id}/parties/2/personal-data?reason=%E9%80%81%E8%BE%BE", ["C", "C", "", "C", "", "", "", "", "", ""]),
];

struct Office<'s> {
    people: People<'s>,
    other_mediator: Caller<'s>,
    file: File,
    /// The calendars of the arbitrator and of the room.
    calendars: [String; 2],
    /// A file whose name and content name the worker.
    file_id: String,
    /// A paper for which the worker was named by hand.
    paper: String,
    /// A ledger with a row of the worker that cannot be taken.
    ledger: String,
    /// A published period in which the case was accepted.
    publication: String,
}

/// Brings a ledger of which the one row, of this worker, cannot be taken; its id.
fn rejected_ledger(clerk: &Caller<'_>, worker: &Someone) -> String {
    let rows = format!(
        "案号,受理日期,申请人,证件号码,被申请人,案由,处理程序\n1号,2021-13-01,{},{},某公司,劳动报酬,一般\n",
        worker.name, worker.id_number
    );
    let brought = clerk.call("POST", "/api/v1/ledger-imports").header("content-type", "text/csv").raw(rows);
    let told = brought.json();
    assert_eq!(
        (brought.status, seen(&brought.text), &told["rejected_rows"]),
        (201, String::new(), &json!(1)),
        "{told}"
    );
    told["id"].as_str().unwrap().to_owned()
}

/// A period that a supervisor published; its id.
fn published_period(supervisor: &Caller<'_>) -> String {
    let period = json!({ "title": "12月", "from": "2021-12-01", "to": "2021-12-09" });
    let published = supervisor.post("/api/v1/publications", &period).json();
    published["id"].as_str().unwrap().to_owned()
}

impl<'s> Office<'s> {
    fn of(server: &'s TestServer) -> Self {
        let people = People::of(server);
        let other_mediator = Caller::new(server, "other-mediator", sikuai::domain::role::Role::Mediator);
        let [worker, representative, contact] = &PEOPLE;
        let body = json!({
            "on": "2021-12-01", "channel": "counter", "cause": "relationship",
            "parties": [
                { "no": 1, "side": "applicant", "who": { "worker": worker.json() },
                    "representatives": [{ "person": representative.json(), "authority": "general" }] },
                { "no": 2, "side": "respondent", "who": { "employer": {
                    "name": "徐闻县红壤农机服务部", "contact": contact.json() } } },
            ],
            "claims": [{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000, "statement": "请求支付工资" }],
        });
        let received = people.clerk.call("POST", "/api/v1/cases").header("idempotency-key", "k").json(&body);
        assert_eq!((received.status, seen(&received.text)), (201, String::new()), "{received:?}");
        // The kept answer holds as little.
        let again = people.clerk.call("POST", "/api/v1/cases").header("idempotency-key", "k").json(&body);
        assert_eq!((again.status, &again.text), (201, &received.text));
        let id = received.json()["case_id"].as_str().unwrap().to_owned();
        let file = File { id, version: std::cell::Cell::new(1) };
        people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
        let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
        people.supervisor.does(&file, "assignment", &json!({ "on": "2021-12-06", "people": mediator }));
        people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
        let note = json!({ "on": "2021-12-10", "note": format!("致电{} {}", worker.name, worker.phone) });
        assert_eq!(people.clerk.post(&file.path("diary"), &note).status, 201);
        server.app.watch.run("here").unwrap();
        let name = format!(
            "{}?material=evidence&name=%E7%AC%A6%E6%B0%B8%E7%A5%A5{}.txt",
            file.path("files"),
            worker.phone
        );
        let text = format!("{} {}", worker.name, worker.id_number);
        let brought = people.clerk.call("POST", &name).header("content-type", "text/plain").raw(text.clone());
        assert_eq!(brought.status, 201, "{brought:?}");
        let file_id = brought.json()["id"].as_str().unwrap().to_owned();
        let copy =
            json!({ "on": "2021-12-10", "document": "application_copy", "parties": [2], "manner": "direct" });
        people.clerk.does(&file, "services", &copy);
        let by_hand = json!({ "kind": "service_return", "texts": { "service_place": text } });
        let make = people.clerk.call("POST", &file.path("papers")).header("if-match", &file.tag());
        let made = make.header("idempotency-key", "p").json(&by_hand);
        assert_eq!((made.status, seen(&made.text)), (201, String::new()), "{made:?}");
        let paper = made.json()["id"].as_str().unwrap().to_owned();
        let waived = json!({ "on": "2021-12-10", "party": 2, "kind": "waived" });
        people.clerk.does(&file, "defences", &waived);
        let room = people.admin.post("/api/v1/hearing-rooms", &json!({ "name": "第一仲裁庭" })).json();
        let hearing =
            json!({ "on": "2021-12-10", "held_on": "2021-12-30", "time": "09:00", "room": room["id"] });
        people.arbitrator.does(&file, "hearings", &hearing);
        let feed = |caller: &Caller<'_>, of: Value| {
            caller.post("/api/v1/calendar-feeds", &of).json()["path"].as_str().unwrap().to_owned()
        };
        let calendars = [
            feed(&people.arbitrator, json!({ "person": people.arbitrator.id })),
            feed(&people.supervisor, json!({ "room": room["id"] })),
        ];
        assert!(people.stranger.get(&calendars[0]).text.contains("BEGIN:VEVENT"));
        let ledger = rejected_ledger(&people.clerk, worker);
        let publication = published_period(&people.supervisor);
        Self { people, other_mediator, file, calendars, file_id, paper, ledger, publication }
    }

    fn callers(&self) -> [(&'static str, &Caller<'s>); 10] {
        let people = &self.people;
        [
            ("clerk", &people.clerk),
            ("arbitrator", &people.arbitrator),
            ("outsider", &people.outsider),
            ("mediator", &people.mediator),
            ("other mediator", &self.other_mediator),
            ("supervisor", &people.supervisor),
            ("report", &people.report),
            ("inspector", &people.inspector),
            ("admin", &people.admin),
            ("stranger", &people.stranger),
        ]
    }

    fn address(&self, path: &str) -> String {
        if path.ends_with("/hearings.ics") {
            return self.calendars[usize::from(path.contains("rooms"))].clone();
        }
        let path = path.replace("{file}", &self.file_id).replace("{paper}", &self.paper);
        let path = path
            .replace("publications/{id}", &format!("publications/{}", self.publication))
            .replace("{kind}", "acceptance_notice")
            .replace("{chart}", "accepted_by_cause")
            .replace("ledger-imports/{id}", &format!("ledger-imports/{}", self.ledger));
        path.replace("{id}", &self.file.id).replace("{rule}", "A25").replace("{year}", "2021")
    }
}

#[test]
fn every_published_reading_stands_in_the_table() {
    let paths = openapi::published()["paths"].as_object().unwrap();
    let gets = paths.iter().filter(|(_, item)| item.get("get").is_some()).map(|(path, _)| path.as_str());
    let listed = |path: &str| {
        let path = path.replace("{party}", "1");
        TABLE.iter().any(|(row, _)| row.split('?').next().unwrap() == path)
    };
    let missing: Vec<&str> = gets.filter(|path| !listed(path)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_caller_sees_of_every_person_what_the_table_says() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let mut wrong = Vec::new();
    for (path, expected) in TABLE {
        for ((who, caller), expected) in office.callers().into_iter().zip(expected) {
            let reply = caller.get(&office.address(path));
            if seen(&reply.text) != *expected || reply.status == 400 || reply.status >= 500 {
                wrong.push(format!(
                    "{path} by {who}: {:?} instead of {expected:?}: {}",
                    seen(&reply.text),
                    reply.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What was shown is put down without what was shown.
    let rows = server.app.store.read_blocking(|c| audit::page(c, 0, 1_000)).unwrap();
    let log = format!("{rows:?}");
    assert!(log.contains("personal_data_shown") && log.contains("送达"));
    assert_eq!(seen(&log), "");
}

/// In a case of the inspectorate its own inspectors are the desk; arbitrators and mediators read it, and no more.
#[test]
fn inspectors_see_the_people_of_their_own_cases() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let [worker, representative, contact] = &PEOPLE;
    let body = json!({ "on": "2021-12-10", "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": [
            { "no": 1, "side": "applicant", "who": { "worker": worker.json() },
                "representatives": [{ "person": representative.json(), "authority": "general" }] },
            { "no": 2, "side": "respondent", "who": { "employer": { "name": "徐闻县红壤农机服务部",
                "contact": contact.json() } } },
        ] });
    let file = office.people.clerk.opens("/api/v1/inspection-cases", &body);
    let names = ["wrc", "wrc", "wrc", "wrc", "wrc", "wrc", "", "wrc", "", ""];
    let clear = ["WR", "", "", "", "", "", "", "WR", "", ""];
    for (path, expected) in [
        ("", names),
        ("docket", NOBODY),
        ("deadlines", NOBODY),
        ("unmaskings", NOBODY),
        ("parties/1/personal-data", clear),
    ] {
        for ((who, caller), expected) in office.callers().into_iter().zip(expected) {
            let reply = caller.get(&file.path(path));
            assert_eq!(seen(&reply.text), expected, "{path} by {who}: {}", reply.status);
        }
    }
    // An inspector's list is of the own desk: this case, and not the arbitration.
    let list = office.people.inspector.read("/api/v1/cases");
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!((list["items"][0]["id"].as_str(), seen(&list.to_string())), (Some(&*file.id), "w".to_owned()));
}

#[test]
fn what_is_masked_keeps_its_ends_for_whoever_reads_the_case() {
    let server = TestServer::start();
    let office = Office::of(&server);
    for (_, caller) in &office.callers()[..6] {
        let case = caller.read(&office.file.path(""));
        let masked = |name: &str, id_number: &str, phone: &str| {
            json!({ "name": name, "id_number": id_number, "phone": phone, "has_address": true,
                "has_bank_account": true })
        };
        let worker = masked("符永祥", "440825********0003", "138****0011");
        assert_eq!(case["parties"][0]["who"]["worker"], worker);
        let representative = masked("林佩文", "110105********002X", "137****0022");
        assert_eq!(case["parties"][0]["representatives"][0]["person"], representative);
        let contact = masked("陈德福", "440825********0008", "136****0033");
        assert_eq!(case["parties"][1]["who"]["employer"]["contact"], contact);
    }
}

#[test]
fn supervisors_see_to_whom_what_was_shown_when_and_why() {
    let server = TestServer::start();
    let office = Office::of(&server);
    let people = &office.people;
    let path = |party: u32, query: &str| office.file.path(&format!("parties/{party}/personal-data{query}"));
    let other = people.clerk.receive_another(&crate::support::people::application("2021-12-01"));
    people.clerk.read(&other.path("parties/1/personal-data"));
    people.clerk.read(&path(1, ""));
    server.clock.advance(chrono::TimeDelta::minutes(1));
    people.arbitrator.read(&path(2, "?reason=%E6%A0%B8%E5%AF%B9%E8%BA%AB%E4%BB%BD"));
    // Who was refused saw nothing.
    assert_eq!(people.outsider.get(&path(1, "?reason=x")).status, 403);
    let long = "?reason=".to_owned() + &"x".repeat(201);
    assert_eq!(people.clerk.get(&path(1, &long)).violations(), ["query reason max_length"]);

    let page = people.supervisor.read(&office.file.path("unmaskings"));
    let shown: Vec<Value> = page["items"].as_array().unwrap().iter().map(without_number).collect();
    let expected = [
        // Making a paper shows its people too.
        json!({ "at": "2021-12-10T01:00:00Z", "user": people.clerk.id, "user_name": "测试", "party": null,
            "file": null, "paper": office.paper, "volume": null, "reason": null }),
        json!({ "at": "2021-12-10T01:00:00Z", "user": people.clerk.id, "user_name": "测试", "party": 1,
            "file": null, "paper": null, "volume": null, "reason": null }),
        json!({ "at": "2021-12-10T01:01:00Z", "user": people.arbitrator.id, "user_name": "测试", "party": 2,
            "file": null, "paper": null, "volume": null, "reason": "核对身份" }),
    ];
    assert_eq!(shown, expected);
    assert_eq!(page["next"], Value::Null);
    // Page by page.
    let first = people.supervisor.read(&office.file.path("unmaskings?limit=1"));
    let next = first["next"].as_i64().unwrap();
    assert_eq!(without_number(&first["items"][0]), expected[0]);
    let second = people.supervisor.read(&office.file.path(&format!("unmaskings?limit=1&after={next}")));
    assert_eq!(without_number(&second["items"][0]), expected[1]);
    let statuses = |callers: &[&Caller<'_>]| -> Vec<u16> {
        callers.iter().map(|caller| caller.get(&office.file.path("unmaskings")).status).collect()
    };
    assert_eq!(statuses(&[&people.clerk, &people.arbitrator, &people.mediator]), [403; 3]);
    assert_eq!(statuses(&[&people.report, &people.inspector, &people.admin]), [404; 3]);
}

fn without_number(item: &Value) -> Value {
    let mut item = item.clone();
    assert!(item.as_object_mut().unwrap().remove("no").is_some_and(|no| no.as_i64() > Some(0)));
    item
}
