//! What waits for a supervisor: what only an approval meets, and what can still be extended; not what is over. Days by hand.

use serde_json::json;

use crate::support::browser::{Browser, between};
use crate::support::people::{People, application, on_day};
use crate::support::server::TestServer;

fn section(page: &str, code: &str) -> Option<String> {
    between(page, &format!("<h2 id=\"{code}\">"), "</section>")
}

#[test]
fn what_waits_for_a_supervisor_leads_to_its_form() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let accepted = |received: &str, on: &str| {
        let file = people.clerk.receive_another(&application(received));
        people.clerk.does(&file, "acceptance", &json!({ "on": on, "procedure": "ordinary" }));
        file
    };
    let fresh = accepted("2021-03-08", "2021-03-09");
    let sitting = accepted("2021-03-01", "2021-03-02");
    people.supervisor.does(&sitting, "tribunal", &people.panel("2021-03-03"));
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get("/approvals").text;
    let formation = section(&page, "tribunal_formation").unwrap();
    assert!(formation.contains(&fresh.id) && !formation.contains(&sitting.id), "{formation}");
    assert!(
        formation.contains("2021-03-16") && formation.contains("《劳动争议调解仲裁法》第32条"),
        "{formation}"
    );
    assert!(section(&page, "recusal_decision").is_none() && section(&page, "extension").is_none(), "{page}");
    // A recusal is asked for, and its form is about that request.
    let asked =
        json!({ "on": "2021-03-10", "member": people.arbitrator.id, "party": 1, "ground": "other_relation" });
    let entry = people.clerk.does(&sitting, "recusals", &asked)["entry"]["no"].as_u64().unwrap();
    let page = browser.get("/approvals").text;
    let recusal = section(&page, "recusal_decision").unwrap();
    let form = format!("/cases/{}/acts/recusal_decision?request={entry}", sitting.id);
    assert!(recusal.contains(&form) && recusal.contains("2021-03-15"), "{recusal}");
    let shown = browser.get(&form);
    assert!(shown.text.contains(&format!("<option value=\"{entry}\" selected>")), "{shown:?}");
    people.supervisor.does(
        &sitting,
        &format!("recusals/{entry}/decision"),
        &json!({ "on": "2021-03-10", "outcome": "rejected" }),
    );
    assert!(section(&browser.get("/approvals").text, "recusal_decision").is_none());
}

/// Accepted on Tuesday the 2nd of March: 45 days end on Friday the 16th of April.
#[test]
fn a_trial_period_that_ends_soon_can_be_extended_until_its_last_day() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-03-10");
    let file = people.clerk.receive_another(&application("2021-03-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-03-02", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-03-03"));
    let waits = |day: &str| {
        on_day(&server, day);
        section(&Browser::signed_in(&server, "supervisor").get("/approvals").text, "extension")
    };
    // Five working days before it is the 9th.
    assert!(waits("2021-04-08").is_none());
    assert!(waits("2021-04-09").is_some_and(|section| section.contains("临近")));
    assert!(waits("2021-04-16").is_some_and(|section| section.contains("今天到期")));
    assert!(waits("2021-04-17").is_none());
    on_day(&server, "2021-04-16");
    people.supervisor.does(&file, "extensions", &json!({ "on": "2021-04-16", "days": 10 }));
    assert!(waits("2021-04-16").is_none());
    for (login, status) in [("clerk", 403), ("arbitrator", 403), ("admin", 403)] {
        assert_eq!(Browser::signed_in(&server, login).get("/approvals").status, status, "{login}");
    }
}
