//! Who acts for a party, appointed after the filing (委托代理), over HTTP: sealed like everyone, found at the next hearing,
//! never refused for where they are elsewhere; and the notice that the counter serves without naming the hearing.

use crate::support::hearings::{TODAY, a_room, before_one, notice, represented, set};
use crate::support::people::{People, application, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// Nobody was given this number, whose sequence is 000.
const ID_NUMBER: &str = "440825199608270003";

fn lawyer() -> Value {
    json!([{ "person": { "name": "黄守正", "id_number": ID_NUMBER, "phone": "13800000021" }, "authority": "special" }])
}

/// A lawyer who has a hearing elsewhere at that very time is appointed all the same (ADR 20); the next time that the
/// hearing is set anew, the office is told.
#[test]
fn a_lawyer_who_appears_after_the_acceptance_is_recorded_and_found() {
    let server = TestServer::start();
    let people = People::of(&server);
    let rooms = [a_room(&people, "第一仲裁庭"), a_room(&people, "第二仲裁庭"), a_room(&people, "第三仲裁庭")];
    let ours = before_one(&server, &people, &people.arbitrator);
    let others = represented(&server, &people, &people.outsider, &lawyer());
    set(&people, &others, &notice("2021-03-24", "09:00", &rooms[1]));
    let hearing = set(&people, &ours, &notice("2021-03-24", "09:00", &rooms[0]));

    let mut wrong = json!({ "on": TODAY, "party": 2, "representatives": lawyer() });
    wrong["representatives"][0]["person"]["id_number"] = json!("440825199608270004");
    let reply = people.clerk.act(&ours, "agents", &wrong);
    let field = "body /representatives/0/person/id_number id_number_check_digit".to_owned();
    assert_eq!((reply.status, reply.violations()), (422, vec![field]));
    let body = json!({ "on": TODAY, "party": 2, "representatives": lawyer() });
    let done = people.clerk.does(&ours, "agents", &body);
    assert_eq!(done["stage"], "scheduled");
    let case = people.clerk.read(&ours.path(""));
    let shown = &case["parties"][1]["representatives"][0];
    assert_eq!(
        (shown["authority"].as_str(), shown["person"]["name"].as_str()),
        (Some("special"), Some("黄守正"))
    );
    assert!(!people.clerk.get(&ours.path("docket")).text.contains("黄守正"), "the docket holds no name");
    assert!(!people.clerk.get(&ours.path("")).text.contains(ID_NUMBER), "nor a number in the clear");

    let again = json!({ "on": TODAY, "ground": "tribunal", "held_on": "2021-03-25", "time": "09:00", "room": rooms[2] });
    let theirs = json!({ "on": TODAY, "ground": "tribunal", "held_on": "2021-03-25", "time": "09:00", "room": rooms[1] });
    let elsewhere = others_hearing(&people, &others);
    people.clerk.does(&others, &format!("hearings/{elsewhere}/postponement"), &theirs);
    let reply = people.clerk.act(&ours, &format!("hearings/{hearing}/postponement"), &again);
    assert_eq!((reply.status, reply.violations()), (409, vec!["act  double_booked".to_owned()]));
    // Who no longer acts for the party is nobody's concern.
    people.clerk.does(&ours, "agent-ends", &json!({ "on": TODAY, "party": 2, "representative": 1 }));
    people.clerk.does(&ours, &format!("hearings/{hearing}/postponement"), &again);
    assert_eq!(people.clerk.read(&ours.path(""))["parties"][1].get("representatives"), None);
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

fn others_hearing(people: &People<'_>, file: &crate::support::people::File) -> u64 {
    let case = people.clerk.read(&file.path(""));
    case["hearings"][0]["notice"]["by"].as_u64().unwrap()
}

/// A mediation case takes them too, and carries them on.
#[test]
fn a_mediation_case_takes_a_representative() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-01");
    let mut request = application("2021-12-01");
    request["body"] = "commission".into();
    let file = people.clerk.opens("/api/v1/mediation-cases", &request);
    let body = json!({ "on": "2021-12-01", "party": 2, "representatives": lawyer() });
    people.clerk.does(&file, "agents", &body);
    let full = people.clerk.act(
        &file,
        "agents",
        &json!({ "on": "2021-12-01", "party": 2,
        "representatives": [lawyer()[0], lawyer()[0]] }),
    );
    let too_many = vec!["body /representatives too_many_representatives".to_owned()];
    assert_eq!((full.status, full.violations()), (422, too_many));
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

/// The commonest service of the counter: there is one hearing ahead, and the notice is of that.
#[test]
fn a_hearing_notice_is_served_without_naming_the_hearing() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let body = json!({ "on": TODAY, "document": "hearing_notice", "parties": [1, 2], "manner": "direct" });
    let none = people.clerk.act(&file, "services", &body);
    assert_eq!((none.status, none.violations()), (409, vec!["act  served_before_made".to_owned()]));
    let hearing = set(&people, &file, &json!({ "on": TODAY, "held_on": "2021-03-24", "time": "09:00" }));
    people.clerk.does(&file, "services", &body);
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["services"].as_array().unwrap().last().unwrap()["of"], hearing);
    let mut wrong = body;
    wrong["of"] = json!(999);
    let reply = people.clerk.act(&file, "services", &wrong);
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /of names_no_document".to_owned()]));
}

/// An objection that is upheld closes the case with a transfer (R33 10); a term for evidence stands in the list of
/// deadlines.
#[test]
fn an_objection_is_upheld_and_the_case_is_transferred() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let done = people.clerk.does(&file, "evidence-terms", &json!({ "on": TODAY, "due_on": "2021-03-20" }));
    let term = done["entry"]["no"].as_u64().unwrap();
    // The twentieth is a Saturday.
    let due = || {
        let page = people.clerk.read(&file.path("deadlines"));
        let own = page["items"].as_array().unwrap().iter().find(|item| item["rule"] == "A13").cloned();
        own.unwrap()["due_on"].as_str().unwrap().to_owned()
    };
    assert_eq!(due(), "2021-03-22");
    let longer = json!({ "on": TODAY, "due_on": "2021-03-26" });
    people.clerk.does(&file, &format!("evidence-terms/{term}/extension"), &longer);
    assert_eq!(due(), "2021-03-26");
    let objection = people.clerk.does(&file, "jurisdiction-objections", &json!({ "on": TODAY, "party": 2 }));
    let path = format!("jurisdiction-objections/{}/ruling", objection["entry"]["no"]);
    let ruling = json!({ "on": TODAY, "outcome": "upheld", "to": "雷州市劳动人事争议仲裁委员会" });
    let done = people.arbitrator.does(&file, &path, &ruling);
    assert_eq!(done["stage"], "closed");
    let case = people.clerk.read(&file.path(""));
    assert_eq!(
        (case["closing"]["manner"].as_str(), case["objections"][0]["outcome"].as_str()),
        (Some("transferred"), Some("upheld"))
    );
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}
