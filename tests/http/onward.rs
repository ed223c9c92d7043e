//! One dispute through several proceedings, over HTTP: it gets one title and not two; the next proceeding is told of those
//! before it; an agreement made before filing is reviewed, and leads back to arbitration; nobody is turned away between
//! the channels. Not here: the referrals themselves (`linkage`), and every single rule (`tests/domain/onward.rs`).

use std::cell::Cell;

use crate::support::people::{Caller, File, People, application, column, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

struct Office<'a> {
    server: &'a TestServer,
    people: &'a People<'a>,
}

impl Office<'_> {
    /// On a day, which is also its legal date, somebody does something.
    #[expect(clippy::too_many_arguments, reason = "one line of the story each: when, who, which case, what")]
    fn on(&self, day: &str, who: &Caller<'_>, file: &File, path: &str, body: Value) -> Value {
        on_day(self.server, day);
        file.version.set(version(self.people, file));
        who.does_on(day, file, (path, body))
    }

    /// The same, refused: the status and what was found.
    #[expect(clippy::too_many_arguments, reason = "one line of the story each: when, who, which case, what")]
    fn refused(&self, day: &str, who: &Caller<'_>, file: &File, path: &str, body: Value) -> (u16, String) {
        on_day(self.server, day);
        file.version.set(version(self.people, file));
        let reply = who.act_on(day, file, (path, body));
        (reply.status, reply.violations().join("; "))
    }

    /// Somebody brings something to the office.
    fn opens(&self, day: &str, kind: &str, mut body: Value) -> File {
        on_day(self.server, day);
        body["on"] = json!(day);
        self.people.clerk.opens(&format!("/api/v1/{kind}"), &body)
    }

    fn petition(&self, day: &str) -> File {
        let body = json!({ "channel": "counter", "cause": "remuneration", "request": "请求督促支付工资",
            "parties": application(day)["parties"] });
        self.opens(day, "petition-cases", body)
    }

    fn mediation(&self, day: &str) -> File {
        let mut body = application(day);
        body["body"] = "commission".into();
        body["cause"] = "remuneration".into();
        body["claims"].as_array_mut().unwrap().truncate(1);
        self.opens(day, "mediation-cases", body)
    }

    /// Offered to a channel; the number of the offer.
    fn offered(&self, day: &str, who: &Caller<'_>, file: &File, (to, known): (&str, &[&str])) -> String {
        let body = json!({ "to": to, "ground": "属该渠道职责", "acknowledge_warnings": known });
        self.on(day, who, file, "referrals", body)["entry"]["no"].to_string()
    }

    /// Offered to arbitration and taken there, with a claim for wages.
    fn to_arbitration(&self, day: &str, file: &File, known: &[&str]) -> File {
        let no = self.offered(day, &self.people.clerk, file, ("arbitration", known));
        let claims = json!([{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 }]);
        let body = json!({ "intake": { "arbitration": { "claims": claims } } });
        opened(&self.on(day, &self.people.clerk, file, &format!("referrals/{no}/acceptance"), body))
    }

    fn is_sound(&self) {
        let checked = self.server.app.register.check().unwrap();
        assert!(checked.inconsistencies.is_empty(), "{:?}", checked.inconsistencies);
    }
}

fn version(people: &People<'_>, file: &File) -> u32 {
    u32::try_from(people.supervisor.read(&file.path(""))["version"].as_u64().unwrap()).unwrap()
}

fn opened(done: &Value) -> File {
    File { id: done["opened"].as_str().unwrap().to_owned(), version: Cell::new(1) }
}

fn found(code: &str) -> (u16, String) {
    (409, format!("act  {code}"))
}

fn receipt(people: &People<'_>, file: &File) -> Value {
    people.clerk.read(&file.path("docket"))["items"][0]["content"]["act"]["data"].clone()
}

#[test]
fn a_mediation_that_runs_makes_no_second_title_by_a_referral() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let clerk = &people.clerk;
    let file = office.mediation("2021-11-01");
    office.on("2021-11-01", clerk, &file, "mediation-start", json!({}));
    let no = office.offered("2021-11-02", clerk, &file, ("arbitration", &[]));
    let path = format!("referrals/{no}/acceptance");
    let take = || json!({ "intake": { "arbitration": {} } });
    assert_eq!(office.refused("2021-11-02", clerk, &file, &path, take()), found("mediation_not_over"));
    assert_eq!(clerk.read("/api/v1/cases?kind=arbitration")["items"], json!([]), "none was opened");
    office.on("2021-11-08", clerk, &file, "mediation-ending", json!({ "cause": "failed" }));
    let next = opened(&office.on("2021-11-09", clerk, &file, &path, take()));
    let case = clerk.read(&next.path(""));
    assert_eq!((&case["channel"], &case["matter"]), (&json!("other_proceeding"), &json!(file.id)));
    assert_eq!(receipt(&people, &next)["interrupted_on"], json!(["2021-11-01", "2021-11-08"]));
    office.is_sound();
}

#[test]
fn the_wages_of_an_inspection_go_to_arbitration_by_one_door() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, inspector, .. } = &people;
    let petition = office.petition("2021-11-01");
    let no = office.offered("2021-11-01", clerk, &petition, ("inspection", &[]));
    let body = json!({ "intake": { "inspection": {} } });
    let file =
        opened(&office.on("2021-11-02", inspector, &petition, &format!("referrals/{no}/acceptance"), body));
    office.on("2021-11-03", inspector, &file, "inspection-opening", json!({}));
    let line = json!({ "worker": 1, "job": "木工", "from": "2021-08-01", "to": "2021-10-31", "days_tenths": 725,
        "rate": 30_000, "due": 1_100_000, "paid": 500_000, "owed": 600_000 });
    office.on("2021-11-04", inspector, &file, "wage-lists", json!({ "lines": [line] }));
    let no = office.offered("2021-11-05", inspector, &file, ("arbitration", &[]));
    let transfer = json!({ "to": "arbitration", "channel": "transferred_in" });
    let refused = office.refused("2021-11-08", inspector, &file, "inspection-handover", transfer);
    assert_eq!(refused, (422, "body /channel not_a_transfer".to_owned()));
    let done =
        office.on("2021-11-08", inspector, &file, "inspection-handover", json!({ "to": "arbitration" }));
    // The petition and the complaint of the same matter, by this door too.
    assert_eq!(receipt(&people, &opened(&done))["interrupted_on"], json!(["2021-11-01", "2021-11-02"]));
    let claims = json!([{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 }]);
    let take = json!({ "intake": { "arbitration": { "claims": claims } } });
    let refused = office.refused("2021-11-09", clerk, &file, &format!("referrals/{no}/acceptance"), take);
    assert_eq!(refused, found("gone_on_already"));
    assert_eq!(column(&clerk.read("/api/v1/cases?kind=arbitration"), "kind").len(), 1);
    office.is_sound();
}

/// The application of 1 November is accepted, heard of on the 15th, and deemed withdrawn: the next one of the same matter
/// is barred, whoever brings it; so it is while one is open, until somebody has looked.
#[test]
fn the_next_application_of_a_matter_is_held_against_the_one_before() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, arbitrator, supervisor, .. } = &people;
    let petition = office.petition("2021-11-01");
    let first = office.to_arbitration("2021-11-01", &petition, &[]);
    let simplified = || json!({ "procedure": "simplified", "simplified_ground": "clear_facts" });
    office.on("2021-11-02", clerk, &first, "acceptance", simplified());
    let second = office.to_arbitration("2021-11-03", &petition, &["taken_before"]);
    assert_eq!(receipt(&people, &second)["prior"], json!({ "case": first.id }));
    assert_eq!(
        office.refused("2021-11-03", clerk, &second, "acceptance", simplified()),
        found("duplicate_of_prior")
    );
    // It stays held against it when the receipt is corrected without naming it.
    let mut again = application("2021-11-03");
    again["channel"] = "other_proceeding".into();
    let correction = json!({ "reason": "请求金额误录", "replacement": again });
    office.on("2021-11-03", supervisor, &second, "docket/1/correction", correction);
    assert_eq!(
        office.refused("2021-11-03", clerk, &second, "acceptance", simplified()),
        found("duplicate_of_prior")
    );

    let sole = json!({ "members": [{ "user": arbitrator.id, "seat": "sole" }] });
    office.on("2021-11-03", supervisor, &first, "tribunal", sole);
    let copy = json!({ "document": "application_copy", "parties": [2], "manner": "direct" });
    office.on("2021-11-03", clerk, &first, "services", copy);
    // Ten working days for the defence run to Wednesday the 17th.
    let done = office.on(
        "2021-11-18",
        clerk,
        &first,
        "hearings",
        json!({ "held_on": "2021-11-29", "time": "09:00" }),
    );
    let no = done["entry"]["no"].as_u64().unwrap();
    let notice = json!({ "document": "hearing_notice", "of": no, "parties": [1, 2], "manner": "direct",
        "proof": { "kind": "signed_return", "reference": "回证1号" } });
    office.on("2021-11-18", clerk, &first, "services", notice);
    let absent = json!({ "conduct": "absent" });
    office.on("2021-11-29", arbitrator, &first, &format!("hearings/{no}/deemed-withdrawal"), absent);
    let third = office.to_arbitration("2021-11-30", &petition, &["taken_before"]);
    assert_eq!(receipt(&people, &third)["prior"], json!({ "case": first.id, "manner": "deemed_withdrawn" }));
    assert_eq!(
        office.refused("2021-11-30", clerk, &third, "acceptance", simplified()),
        found("deemed_withdrawn_before")
    );
    office.is_sound();
}

/// GDLS 39(4), from what the register knows.
#[test]
fn an_inspection_is_not_opened_of_what_the_commission_has_accepted() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, inspector, .. } = &people;
    let petition = office.petition("2021-11-01");
    let no = office.offered("2021-11-01", clerk, &petition, ("inspection", &[]));
    let arbitration = office.to_arbitration("2021-11-01", &petition, &[]);
    office.on("2021-11-02", clerk, &arbitration, "acceptance", json!({ "procedure": "ordinary" }));
    let body = json!({ "intake": { "inspection": {} } });
    let file =
        opened(&office.on("2021-11-03", inspector, &petition, &format!("referrals/{no}/acceptance"), body));
    assert_eq!(inspector.read(&file.path(""))["inspection"]["also_before"], "arbitration");
    let refused = office.refused("2021-11-03", inspector, &file, "inspection-opening", json!({}));
    assert_eq!(refused, found("before_another_forum"));
    office.is_sound();
}

#[test]
fn what_was_withdrawn_after_it_was_offered_is_taken_only_by_somebody_who_looked() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, inspector, .. } = &people;
    let petition = office.petition("2021-11-01");
    let no = office.offered("2021-11-01", clerk, &petition, ("inspection", &[]));
    office.on("2021-11-02", clerk, &petition, "petition-withdrawal", json!({}));
    let path = format!("referrals/{no}/acceptance");
    let mut body = json!({ "intake": { "inspection": {} } });
    let refused = office.refused("2021-11-03", inspector, &petition, &path, body.clone());
    assert_eq!(refused, found("ended_meanwhile"));
    body["acknowledge_warnings"] = json!(["ended_meanwhile"]);
    office.on("2021-11-03", inspector, &petition, &path, body);
    office.is_sound();
}

/// A worker who does not know who the employer is petitions. The channel that takes it on has found out.
#[test]
fn a_petition_without_an_employer_is_taken_on_by_every_channel() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let People { clerk, inspector, supervisor, .. } = &people;
    let both = application("2021-11-01")["parties"].clone();
    let claims = json!([{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 }]);
    let intakes = [
        (inspector, "inspection", "employer_missing", json!({ "inspection": {} })),
        (clerk, "mediation", "party_missing", json!({ "mediation": { "body": "bureau", "claims": claims } })),
        (clerk, "arbitration", "party_missing", json!({ "arbitration": { "claims": claims } })),
    ];
    for (who, to, missing, intake) in intakes {
        let body = json!({ "channel": "counter", "cause": "remuneration", "request": "请求督促支付工资",
            "parties": [both[0]] });
        let petition = office.opens("2021-11-01", "petition-cases", body);
        let no = office.offered("2021-11-01", clerk, &petition, (to, &[]));
        let path = format!("referrals/{no}/acceptance");
        let mut body = json!({ "intake": intake });
        let refused = office.refused("2021-11-02", who, &petition, &path, body.clone());
        assert_eq!(refused, (422, format!("body /parties {missing}")));
        body["parties"] = both.clone();
        // Whoever does not answer for the channel does not by bringing parties.
        let (status, _) = office.refused("2021-11-02", supervisor, &petition, &path, body.clone());
        assert_eq!(status, 403, "{to}");
        let next = opened(&office.on("2021-11-02", who, &petition, &path, body.clone()));
        assert_eq!(who.read(&next.path(""))["parties"].as_array().unwrap().len(), 2, "{to}");
        // They are people of the new case, and not in the docket of the petition; a correction brings none.
        let docket = clerk.read(&petition.path("docket"));
        let taken = docket["items"].as_array().unwrap().last().unwrap();
        assert_eq!(taken["content"]["act"]["data"]["parties"], Value::Null, "{docket}");
        body["on"] = json!("2021-11-02");
        let correction = json!({ "reason": "误录", "replacement": body });
        let entry = taken["no"].to_string();
        let refused = office.refused(
            "2021-11-02",
            supervisor,
            &petition,
            &format!("docket/{entry}/correction"),
            correction,
        );
        assert_eq!(refused, (422, "body /replacement/parties of_the_opened_case".to_owned()));
    }
    office.is_sound();
}

/// Deferred on 2 November and agreed before the township's mediators on the 8th: fifteen days to the 23rd.
#[test]
fn an_agreement_before_filing_is_reviewed_and_leads_back_to_arbitration() {
    let server = TestServer::start();
    let people = People::of(&server);
    let office = Office { server: &server, people: &people };
    let clerk = &people.clerk;
    let mut body = application("2021-11-01");
    body["cause"] = "remuneration".into();
    body["claims"].as_array_mut().unwrap().truncate(1);
    let file = office.opens("2021-11-01", "cases", body);
    office.on("2021-11-02", clerk, &file, "mediations", json!({ "body": "徐城街道调解委员会" }));
    let agreed = |sealed: &str| {
        json!({ "amount": 500_000, "paid": 200_000, "agreed": { "body": "township", "terms": "月底前支付工资",
            "perform_by": "2021-11-30", "signed_by": [1, 2], "mediator_signed_on": "2021-11-08",
            "sealed_on": sealed } })
    };
    let refused = office.refused("2021-11-08", clerk, &file, "pre-filing-settlement", agreed("2021-11-09"));
    assert_eq!(refused, (422, "body /agreed/sealed_on not_in_effect_yet".to_owned()));
    let done = office.on("2021-11-08", clerk, &file, "pre-filing-settlement", agreed("2021-11-08"));
    assert_eq!(done["stage"], "closed");
    let mediation = opened(&done);
    let case = clerk.read(&mediation.path(""));
    assert_eq!((&case["stage"], &case["awarded"]), (&json!("mediation_agreed"), &json!(300_000)));
    assert_eq!(
        (&case["matter"], &case["mediation"]["body_name"]),
        (&json!(file.id), &json!("徐城街道调解委员会"))
    );
    let deadlines = clerk.read(&mediation.path("deadlines"));
    let items = deadlines["items"].as_array().unwrap();
    let m04 = items.iter().find(|item| item["rule"] == "M04").unwrap();
    assert_eq!((&m04["due_on"], &m04["status"]), (&json!("2021-11-23"), &json!("open")));
    office.on("2021-11-09", clerk, &mediation, "reviews", json!({ "applicants": [1, 2] }));
    office.on("2021-11-10", clerk, &mediation, "review-withdrawal", json!({}));
    office.on("2021-12-01", clerk, &mediation, "agreement-default", json!({ "party": 2 }));
    let done = office.on("2021-12-02", clerk, &mediation, "onward-arbitration", json!({}));
    let again = opened(&done);
    assert_eq!(
        receipt(&people, &again)["interrupted_on"],
        json!(["2021-11-01", "2021-11-08", "2021-12-01"]),
        "the application, the agreement, its default"
    );
    office.on("2021-12-03", clerk, &again, "acceptance", json!({ "procedure": "ordinary" }));
    let matter = clerk.read(&format!("/api/v1/matters/{}", file.id));
    let kinds: Vec<_> =
        matter["proceedings"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect();
    assert_eq!(kinds, ["arbitration", "mediation", "arbitration"]);
    // A correction changes what was said, and opens no case.
    let mut other = agreed("2021-11-08");
    other["on"] = json!("2021-11-08");
    other["paid"] = json!(100_000);
    let mut correction = json!({ "reason": "当场支付金额误录", "replacement": other });
    let path = "docket/3/correction";
    let refused = office.refused("2021-12-03", &people.supervisor, &file, path, correction.clone());
    assert_eq!(refused.0, 409, "the mediation case is put right there: {refused:?}");
    correction["acknowledge_warnings"] = json!(["opened_case_stays"]);
    office.on("2021-12-03", &people.supervisor, &file, path, correction);
    assert_eq!(column(&clerk.read("/api/v1/cases"), "kind").len(), 3);
    office.is_sound();
}
