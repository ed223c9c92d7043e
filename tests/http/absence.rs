//! Who stays away from a hearing (缺席), over HTTP: an applicant twice, a respondent once. The days are counted by hand
//! from the calendar of 2021.

use crate::support::hearings::{TODAY, a_room, before_three, notice, set};
use crate::support::people::{Caller, File, People, application, on_day};
use crate::support::server::TestServer;
use serde_json::{Value, json};

/// The notice of a hearing on both, in person, and the returns that they signed.
fn served(people: &People<'_>, file: &File, on: &str, hearing: u64) {
    let mut body = handed_over(on, hearing);
    body["proof"] = json!({ "kind": "signed_return", "reference": "回证" });
    people.clerk.does(file, "services", &body);
}

fn handed_over(on: &str, hearing: u64) -> Value {
    json!({ "on": on, "document": "hearing_notice", "of": hearing, "parties": [1, 2], "manner": "direct" })
}

fn number(done: &Value) -> u64 {
    done["entry"]["no"].as_u64().unwrap()
}

fn refused(caller: &Caller<'_>, file: &File, path: &str, body: &Value) -> (u16, String, String) {
    let reply = caller.act(file, path, body);
    let problem = reply.json();
    (reply.status, reply.violations().join("; "), problem["article"].as_str().unwrap_or_default().to_owned())
}

/// The applicant stays away on Friday 19 March. The tribunal may deem the case withdrawn, and does not: it sets another
/// sitting on 30 March. The applicant stays away again, and now has to have been told in writing of that sitting too.
#[test]
fn an_applicant_absent_twice() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let file = before_three(&server, &people);
    let tribunal = &people.arbitrator;
    let first = set(&people, &file, &notice("2021-03-19", "09:00", &room));
    // Before the notice is proved to be served nobody can be absent from the hearing.
    on_day(&server, "2021-03-19");
    let open = json!({ "on": "2021-03-19", "absent": [1] });
    let opening = format!("hearings/{first}/opening");
    let unproved = (409, "act  absence_without_notice".to_owned(), "《劳动争议调解仲裁法》第36条".to_owned());
    assert_eq!(refused(tribunal, &file, &opening, &open), unproved);
    let service = number(&people.clerk.does(&file, "services", &handed_over(TODAY, first)));
    let unproved = (409, "act  notice_not_proved".to_owned(), "《劳动争议调解仲裁法》第36条".to_owned());
    assert_eq!(refused(tribunal, &file, &opening, &open), unproved);
    let signed = json!({ "on": "2021-03-19", "proof": { "kind": "signed_return", "reference": "回证" } });
    people.clerk.does(&file, &format!("services/{service}/proof"), &signed);
    tribunal.does(&file, &opening, &open);
    // It may be deemed withdrawn already: the tribunal may, and need not.
    let deemed = json!({ "on": "2021-03-19", "conduct": "absent" });
    let path = file.path(&format!("hearings/{first}/deemed-withdrawal?dry_run=true"));
    let may = tribunal.call("POST", &path).header("if-match", &file.tag()).json(&deemed);
    assert_eq!((may.status, may.json()["stage"].as_str()), (200, Some("closed")));

    let next = json!({ "on": "2021-03-19", "next_on": "2021-03-30", "time": "14:30" });
    let second = number(&tribunal.does(&file, &format!("hearings/{first}/adjournment"), &next));
    on_day(&server, "2021-03-30");
    let deemed = json!({ "on": "2021-03-30", "conduct": "absent" });
    let path = |hearing: u64| format!("hearings/{hearing}/deemed-withdrawal");
    // The first sitting is over; of the second there is no proof of notice yet.
    assert_eq!(refused(tribunal, &file, &path(first), &deemed).1, "act  not_deserted");
    let unproved =
        (409, "act  notice_not_proved".to_owned(), "《劳动人事争议仲裁办案规则》第39条".to_owned());
    assert_eq!(refused(tribunal, &file, &path(second), &deemed), unproved);
    served(&people, &file, "2021-03-22", second);
    let done = tribunal.does(&file, &path(second), &deemed);
    assert_eq!(done["stage"], "closed");
    let case = people.clerk.read(&file.path(""));
    assert_eq!(case["closing"]["manner"], "deemed_withdrawn");
    let hearings = people.clerk.read(&format!("/api/v1/hearings?room={room}"));
    assert_eq!(crate::support::people::column(&hearings, "status"), ["adjourned", "cancelled"]);

    // The same dispute cannot be accepted again (R33 39).
    let mut again = application("2021-03-30");
    again["prior"] = json!({ "case": file.id });
    let new = people.clerk.receive(&again);
    let acceptance = json!({ "on": "2021-03-30", "procedure": "ordinary", "acknowledge_warnings": ["duplicate_of_prior"] });
    let barred =
        (409, "act  deemed_withdrawn_before".to_owned(), "《劳动人事争议仲裁办案规则》第39条".to_owned());
    assert_eq!(refused(&people.clerk, &new, "acceptance", &acceptance), barred);
    people.clerk.does(&new, "rejection", &json!({ "on": "2021-03-30", "ground": "deemed_withdrawn_before" }));
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// A respondent who had notice and stays away does not stop the case: it goes on to an award by default (缺席裁决).
#[test]
fn a_respondent_who_stays_away_gets_an_award_by_default() {
    let server = TestServer::start();
    let people = People::of(&server);
    let room = a_room(&people, "第一仲裁庭");
    let file = before_three(&server, &people);
    let tribunal = &people.arbitrator;
    let hearing = set(&people, &file, &notice("2021-03-19", "09:00", &room));
    served(&people, &file, TODAY, hearing);
    on_day(&server, "2021-03-19");
    let open = json!({ "on": "2021-03-19", "absent": [2] });
    tribunal.does(&file, &format!("hearings/{hearing}/opening"), &open);
    // An absent respondent is no reason to deem the application withdrawn.
    let deemed = json!({ "on": "2021-03-19", "conduct": "absent" });
    let found = refused(tribunal, &file, &format!("hearings/{hearing}/deemed-withdrawal"), &deemed);
    assert_eq!(found.1, "act  not_deserted");
    let closing = json!({ "on": "2021-03-19", "mediation": "party_absent" });
    tribunal.does(&file, &format!("hearings/{hearing}/closing"), &closing);
    tribunal.does(
        &file,
        "discussions",
        &json!({ "on": "2021-03-19", "conclusion": "缺席裁决,支持工资请求" }),
    );
    let award = json!({ "on": "2021-03-19", "scope": "whole", "items": [
        { "claim": 1, "decision": "granted", "amount": 600_000, "finality": "final" },
        { "claim": 2, "decision": "granted", "amount": 0, "finality": "non_final" },
    ] });
    assert_eq!(tribunal.does(&file, "awards", &award)["stage"], "closed");
    let case = people.clerk.read(&file.path(""));
    assert_eq!(
        (case["hearings"][0]["state"]["absent"].clone(), case["closing"]["manner"].as_str()),
        (json!([2]), Some("award_mixed"))
    );
}
