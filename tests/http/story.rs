//! A case from the counter to the archive (收件至归档), told over HTTP by the people who work on it. The days
//! are counted by hand from the calendar of 2021. Not here: every single rule (`tests/domain`).

use crate::support::people::{File, People, application, moved, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sikuai::app::error::Error;
use sikuai::storage::docket;

#[test]
fn everything_wrong_with_an_application_is_said_at_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = application("2021-12-10");
    body["channel"] = json!("pigeon");
    body["parties"][0]["who"]["worker"]["shoe_size"] = json!(42);
    body["claims"][0]["item"] = json!("friendship");
    body.as_object_mut().unwrap().remove("cause");
    let reply = people.clerk.post("/api/v1/cases", &body);
    let shape = [
        "body /cause required",
        "body /channel enum",
        "body /claims/0/item enum",
        "body /parties/0/who/worker/shoe_size unknown_field",
    ];
    assert_eq!((reply.status, reply.violations()), (400, shape.map(str::to_owned).to_vec()));

    let mut body = application("2021-12-10");
    body["parties"][0]["who"]["worker"]["id_number"] = json!("440825199608270004");
    body["parties"][1]["side"] = json!("third_party");
    body["parties"][1]["who"]["employer"]["credit_code"] = json!("91350100M000100Y44");
    body["claims"][1]["claimant"] = json!(9);
    body["infringed_on"] = json!("2021-12-11");
    let reply = people.clerk.post("/api/v1/cases", &body);
    let sense = [
        "body /claims/1/claimant claimant_unknown",
        "body /infringed_on after_receipt",
        "body /parties party_missing",
        "body /parties/0/who/worker/id_number id_number_check_digit",
        "body /parties/1/who/employer/credit_code credit_code_check_digit",
    ];
    assert_eq!((reply.status, reply.violations()), (422, sense.map(str::to_owned).to_vec()));
    assert_eq!(people.clerk.read("/api/v1/cases?count=true")["count"], 0);
}

/// The employment ended on 10 December 2019, so for wages the year ran out on 10 December 2020. That is no ground to
/// refuse (R33 30): it warns, and is recorded as acknowledged.
#[test]
fn a_warning_is_acknowledged_and_then_passes() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = application("2021-12-10");
    body["claims"].as_array_mut().unwrap().truncate(1);
    body["employment_ended_on"] = json!("2019-12-10");
    let reply = people.clerk.post("/api/v1/cases", &body);
    let problem = reply.json();
    let kind = problem["type"].as_str();
    assert_eq!((reply.status, kind), (409, Some("/problems/acknowledgement-required")));
    assert_eq!(problem["acknowledge"], json!(["limitation_seems_expired"]));
    assert_eq!(problem["article"], "《劳动争议调解仲裁法》第27条");
    assert_eq!(problem["violations"][0]["severity"], "warning");
    // A dry run warns too, and to acknowledge something else is not enough.
    assert_eq!(people.clerk.post("/api/v1/cases?dry_run=true", &body).status, 409);
    body["acknowledge_warnings"] = json!(["more_than_claimed"]);
    assert_eq!(people.clerk.post("/api/v1/cases", &body).status, 409);
    body["acknowledge_warnings"] = json!(["limitation_seems_expired"]);
    let file = people.clerk.receive(&body);
    let docket = people.clerk.read(&file.path("docket"));
    assert_eq!(docket["items"][0]["acknowledged"], json!(["limitation_seems_expired"]));
    // The last day itself is in time; and what cannot be stays refused, whatever is acknowledged.
    body["employment_ended_on"] = json!("2020-12-10");
    body["acknowledge_warnings"] = json!([]);
    people.clerk.receive_another(&body);
    body["on"] = json!("2021-12-11");
    body["acknowledge_warnings"] =
        json!(["in_the_future", "limitation_seems_expired", "perhaps_filed_already"]);
    let reply = people.clerk.post("/api/v1/cases", &body);
    assert_eq!((reply.status, reply.violations()), (409, vec!["body /on in_the_future".to_owned()]));
    assert_eq!(people.clerk.read("/api/v1/cases?count=true")["count"], 2);
}

#[test]
fn a_case_from_the_counter_to_the_archive() {
    let server = TestServer::start();
    let people = People::of(&server);
    let story = Story { server: &server, people: &people };
    let file = story.the_counter();
    story.the_tribunal_and_the_defence(&file);
    story.a_hearing_too_soon_is_refused(&file);
    story.what_may_be_done_and_until_when(&file);
    story.the_hearing_and_the_award(&file);
    story.effect_money_and_archive(&file);
    story.the_docket_is_chained(&file);
    story.the_figures_count_it(&file);
    let checked = server.app.register.check().unwrap();
    assert_eq!((checked.cases, checked.entries, checked.inconsistencies), (1, 22, Vec::new()));
}

struct Story<'a> {
    server: &'a TestServer,
    people: &'a People<'a>,
}

fn stands(done: &Value, stage: &str, deadlines: &[&str]) {
    assert_eq!(
        (done["stage"].as_str().unwrap(), moved(done)),
        (stage, deadlines.iter().map(|d| (*d).to_owned()).collect())
    );
}

impl Story<'_> {
    fn served(&self, day: &str, file: &File, document: &str, parties: &[u32]) -> Value {
        let body = json!({ "document": document, "parties": parties, "manner": "direct" });
        self.people.clerk.does_on(day, file, ("services", body))
    }

    fn the_counter(&self) -> File {
        let clerk = &self.people.clerk;
        on_day(self.server, "2021-03-01");
        let mut body = application("2021-03-01");
        body["infringed_on"] = json!("2019-11-01");
        // A year from 1 November 2019 is over, but that is for the respondent to plead.
        let reply = clerk.post("/api/v1/cases", &body);
        assert_eq!(
            (reply.status, reply.json()["type"].as_str()),
            (409, Some("/problems/acknowledgement-required"))
        );
        assert_eq!(reply.json()["acknowledge"], json!(["limitation_seems_expired"]));
        assert_eq!(reply.json()["article"], "《劳动争议调解仲裁法》第27条");
        body["acknowledge_warnings"] = json!(["limitation_seems_expired"]);
        let file = clerk.receive(&body);

        // Five working days from Monday 1 March: 2, 3, 4, 5, 8 March. Asked to complete, the office waits.
        let notice = json!({ "items": ["劳动关系证明材料"], "due_on": "2021-03-08" });
        let done = clerk.does_on("2021-03-02", &file, ("correction-notices", notice));
        stands(
            &done,
            "correction",
            &["A01 none->2021-03-08 met", "A02 none->2021-03-08 open", "A03 2021-03-08->none paused"],
        );
        // Five working days anew from Thursday 4 March: 5, 8, 9, 10, 11 March.
        let done = clerk.does_on("2021-03-04", &file, ("correction-completion", json!({})));
        stands(&done, "received", &["A02 2021-03-08->2021-03-08 met", "A03 none->2021-03-11 open"]);

        let stale =
            clerk.call("POST", &file.path("acceptance")).header("if-match", &format!("\"{}-1\"", file.id));
        let reply = stale.json(&json!({ "on": "2021-03-04", "procedure": "ordinary" }));
        assert_eq!(reply.status, 412, "{reply:?}");
        // 45 days from 8 March: 23 to the end of March, and 22 of April.
        let done = clerk.does_on("2021-03-08", &file, ("acceptance", json!({ "procedure": "ordinary" })));
        let begun = [
            "A03 2021-03-11->2021-03-11 met",
            "A06 none->2021-03-15 open",
            "A07 none->2021-03-15 open",
            "A25 none->2021-04-22 open",
        ];
        stands(&done, "accepted", &begun);
        assert_eq!(done["number"], "徐劳人仲案字〔2021〕1号");
        let reply = clerk.get(&file.path(""));
        assert_eq!(
            (reply.header("etag"), reply.json()["number"].clone()),
            (&*file.tag(), done["number"].clone())
        );
        file
    }

    fn the_tribunal_and_the_defence(&self, file: &File) {
        let People { clerk, supervisor, .. } = self.people;
        let reply = clerk.act(file, "tribunal", &self.people.panel("2021-03-08"));
        assert_eq!(reply.status, 403, "{reply:?}");
        let done = supervisor.does_on("2021-03-09", file, ("tribunal", self.people.panel("2021-03-09")));
        stands(&done, "tribunal", &["A07 2021-03-15->2021-03-15 met"]);
        stands(&self.served("2021-03-09", file, "acceptance_notice", &[1]), "tribunal", &[]);
        // Ten working days from Wednesday 10 March: 11, 12, 15 to 19, 22, 23, 24 March.
        let done = self.served("2021-03-10", file, "application_copy", &[2]);
        stands(&done, "tribunal", &["A06 2021-03-15->2021-03-15 met", "A08 none->2021-03-24 open"]);
        self.served("2021-03-10", file, "tribunal_notice", &[1, 2]);
        let done = clerk.does_on("2021-03-17", file, ("defences", json!({ "party": 2, "kind": "filed" })));
        // The defence goes to the applicant within five working days: 18, 19, 22, 23, 24 March.
        let begun = ["A08 2021-03-24->2021-03-24 met", "A09 none->2021-03-24 open"];
        stands(&done, "tribunal", &begun);
        let done = self.served("2021-03-18", file, "defence_copy", &[1]);
        stands(&done, "tribunal", &["A09 2021-03-24->2021-03-24 met"]);
    }

    fn a_hearing_too_soon_is_refused(&self, file: &File) {
        let arbitrator = &self.people.arbitrator;
        on_day(self.server, "2021-03-22");
        // Five working days before Thursday 25 March are 24, 23, 22, 19, 18 March.
        let body = json!({ "on": "2021-03-22", "held_on": "2021-03-25", "time": "09:00" });
        let reply = arbitrator.act(file, "hearings", &body);
        let problem = reply.json();
        assert_eq!((reply.status, problem["type"].as_str()), (409, Some("/problems/unlawful")));
        assert_eq!(problem["article"], "《劳动争议调解仲裁法》第35条");
        assert_eq!(problem["detail"], "开庭通知最迟应当在2021-03-18送达双方");
        assert_eq!(reply.violations(), ["act  notice_too_short"]);
        let asked = arbitrator.call("POST", &file.path("hearings")).header("if-match", &file.tag());
        let problem = asked.header("accept-language", "en").json(&body).json();
        assert_eq!(problem["article"], "Labour Dispute Mediation and Arbitration Law, art. 35");
        assert_eq!(problem["detail"], "notice of this hearing had to be given by 2021-03-18");
    }

    fn what_may_be_done_and_until_when(&self, file: &File) {
        let arbitrator = &self.people.arbitrator;
        let page = arbitrator.read(&file.path("deadlines"));
        let items = page["items"].as_array().unwrap();
        let trial = items.iter().find(|item| item["rule"] == "A25").unwrap();
        assert_eq!((trial["status"].as_str(), trial["due_on"].as_str()), (Some("open"), Some("2021-04-22")));
        let sentence = trial["explanation"]["sentence"]["zh"].as_str().unwrap();
        assert!(
            sentence.ends_with("受理为2021-03-08，自2021-03-08的次日起算45日，于2021-04-22届满。"),
            "{sentence}"
        );
        let later = arbitrator.read(&file.path("deadlines?as_of=2021-04-23"));
        let trial =
            later["items"].as_array().unwrap().iter().find(|item| item["rule"] == "A25").cloned().unwrap();
        assert_eq!(trial["status"], "overdue");

        // On 10 March the defence had not come yet.
        let earlier = arbitrator.read(&file.path("deadlines?as_of=2021-03-10"));
        let rules: Vec<String> = crate::support::people::column(&earlier, "rule");
        assert_eq!(rules, ["A01", "A02", "A03", "A06", "A07", "A08", "A25"]);
        assert_eq!(earlier["items"][5]["status"], "open");
        let (kept, counting) = (&earlier["items"][1], &earlier["items"][1]["explanation"]["counting"]);
        assert_eq!(
            (kept["due_on"].as_str(), kept["status"].as_str()),
            (Some("2021-03-08"), Some("met_in_time"))
        );
        assert_eq!(
            (&counting["length"], &counting["due_on"]),
            (&Value::Null, &json!("2021-03-08")),
            "designated"
        );

        let acts = arbitrator.read(&file.path("acts"));
        let act = |name: &str| {
            acts["items"].as_array().unwrap().iter().find(|a| a["act"] == name).cloned().unwrap()
        };
        assert_eq!(act("hearing_notice")["permitted"], true);
        assert_eq!(
            act("award")["reasons"][0]["zh"],
            "案件处于“已组庭”阶段，不能办理“裁决”；可在下列阶段办理：评议"
        );
        assert_eq!(act("extension")["permitted"], false);
        assert_eq!(
            act("extension")["reasons"][0]["en"],
            "the role arbitrator may not do this: Extension of the trial period"
        );
    }

    fn the_hearing_and_the_award(&self, file: &File) {
        let arbitrator = &self.people.arbitrator;
        on_day(self.server, "2021-03-22");
        let room =
            self.people.supervisor.post("/api/v1/hearing-rooms", &json!({ "name": "第二仲裁庭" })).json();
        let notice = json!({ "held_on": "2021-03-30", "time": "09:30", "room": room["id"] });
        let done = arbitrator.does_on("2021-03-22", file, ("hearings", notice));
        let hearing = done["entry"]["no"].as_u64().unwrap();
        assert_eq!((done["stage"].as_str(), hearing), (Some("scheduled"), 11));
        let body =
            json!({ "document": "hearing_notice", "of": hearing, "parties": [1, 2], "manner": "direct" });
        self.people.clerk.does_on("2021-03-22", file, ("services", body));
        arbitrator.does_on("2021-03-30", file, (&format!("hearings/{hearing}/opening"), json!({})));
        let closing = json!({ "mediation": "declined" });
        arbitrator.does_on("2021-03-30", file, (&format!("hearings/{hearing}/closing"), closing));
        arbitrator.does_on(
            "2021-04-01",
            file,
            ("discussions", json!({ "conclusion": "拟支持工资请求并确认劳动关系" })),
        );
        let award = json!({ "scope": "whole", "items": [
            { "claim": 1, "decision": "granted", "amount": 600_000, "finality": "final" },
            { "claim": 2, "decision": "granted", "amount": 0, "finality": "non_final" },
        ] });
        let done = arbitrator.does_on("2021-04-06", file, ("awards", award));
        // What is final has effect from its day (LAW 47): two years to ask for enforcement begin.
        stands(&done, "closed", &["A25 2021-04-22->2021-04-22 met", "P06 none->2023-04-06 open"]);
    }

    fn effect_money_and_archive(&self, file: &File) {
        let clerk = &self.people.clerk;
        // Fifteen days for the worker, to 22 April; thirty for the employer, to 7 May.
        let done = self.served("2021-04-07", file, "award_final", &[1, 2]);
        stands(&done, "closed", &["P02 none->2021-04-22 open", "P03 none->2021-05-07 open"]);
        self.served("2021-04-07", file, "award_non_final", &[1]);
        self.served("2021-04-08", file, "award_non_final", &[2]);
        // The employer may sue for fifteen days from 8 April, until Friday 23 April.
        on_day(self.server, "2021-04-23");
        let reply = clerk.act(file, "effectiveness", &json!({ "on": "2021-04-23" }));
        assert_eq!((reply.status, reply.violations()), (409, vec!["act  term_to_sue_runs".to_owned()]));
        assert_eq!(reply.json()["detail"], "文书最早于2021-04-24生效");
        clerk.does_on("2021-04-25", file, ("effectiveness", json!({})));
        assert_eq!(clerk.read(&file.path(""))["effective_on"], "2021-04-24");
        clerk.does_on("2021-04-27", file, ("recoveries", json!({ "amount": 600_000, "party": 1 })));
        // Its papers lie in a folder, and nothing of them here (R33 22).
        let mut archive = json!({ "file_number": "徐劳人仲档〔2021〕001号" });
        let refused = clerk.act_on("2021-05-10", file, ("archive", archive.clone()));
        assert_eq!((refused.status, refused.violations()), (409, vec!["act  file_incomplete".to_owned()]));
        archive["acknowledge_warnings"] = json!(["file_incomplete"]);
        stands(&clerk.does_on("2021-05-10", file, ("archive", archive)), "archived", &[]);
        let case = clerk.read(&file.path(""));
        assert_eq!(
            (case["version"].as_u64(), case["closing"]["manner"].as_str()),
            (Some(22), Some("award_mixed"))
        );
    }

    /// The hash of an entry is that of the hash before, a line feed, and the text as it is stored.
    fn the_docket_is_chained(&self, file: &File) {
        let id = file.id.clone();
        let rows = self.server.app.store.read_blocking(|c| Ok::<_, Error>(docket::entries(c, &id)?)).unwrap();
        let mut previous = "0".repeat(64);
        let mut shown = Vec::new();
        for row in rows {
            let digest = Sha256::digest(format!("{previous}\n{}", row.body).as_bytes());
            previous = sikuai::app::ids::hex(&digest);
            assert_eq!(row.hash, previous, "entry {}", row.no);
            shown.push(row.hash);
        }
        let first = self.people.clerk.read(&file.path("docket?limit=20"));
        let rest = self.people.clerk.read(&file.path(&format!("docket?limit=20&after={}", first["next"])));
        let hashes: Vec<String> =
            [first, rest].iter().flat_map(|page| crate::support::people::column(page, "hash")).collect();
        assert_eq!((hashes.len(), hashes), (22, shown));
    }

    fn the_figures_count_it(&self, file: &File) {
        let report = &self.people.report;
        let of =
            |from: &str, to: &str| report.read(&format!("/api/v1/statistics/closure?from={from}&to={to}"));
        let numbers = |report: &Value| {
            let values = ["accepted", "closed", "carried_in", "carried_out"]
                .map(|name| report[name]["value"].as_u64().unwrap());
            (values, report["closure_rate"]["percent"].clone(), report["recovered"]["fen"].clone())
        };
        assert_eq!(numbers(&of("2021-01-01", "2021-12-31")), ([1, 1, 0, 0], json!("100.00"), json!(600_000)));
        assert_eq!(numbers(&of("2021-03-01", "2021-03-31")), ([1, 0, 0, 1], json!("0.00"), json!(0)));
        assert_eq!(numbers(&of("2021-04-01", "2021-04-30")), ([0, 1, 1, 0], Value::Null, json!(600_000)));
        let link = of("2021-04-01", "2021-04-30")["closed"]["cases"].as_str().unwrap().to_owned();
        assert_eq!(crate::support::people::column(&report.read(&link), "id"), std::slice::from_ref(&file.id));
    }
}
