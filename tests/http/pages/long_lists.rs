//! Entries that list many people: fifty are told at a time, and the rest page by page.

use serde_json::{Value, json};
use sikuai::app::docket_entry::ListPart;
use sikuai::app::permits::Caller;
use sikuai::domain::id::{CaseId, EntryNo, UserId};
use sikuai::domain::role::Role;

use crate::support::browser::{Browser, between};
use crate::support::people::People;
use crate::support::server::{TestServer, wait};

/// How many workers there are; the employer is the party after them.
const WORKERS: u32 = 120;

fn application() -> Value {
    let worker = |no: u32| {
        let person = json!({ "name": format!("工人{no}号"), "phone": format!("1380099{no:04}") });
        json!({ "no": no, "side": "applicant", "who": { "worker": person } })
    };
    let mut parties: Vec<Value> = (1..=WORKERS).map(worker).collect();
    let employer = json!({ "employer": { "name": "徐闻县红土建筑公司" } });
    parties.push(json!({ "no": WORKERS + 1, "side": "respondent", "who": employer }));
    let claim = |no: u32| json!({ "no": no, "claimant": no, "item": "wages", "amount": 800_000 });
    json!({ "on": "2021-12-01", "channel": "counter", "cause": "remuneration", "parties": parties,
        "claims": (1..=WORKERS).map(claim).collect::<Vec<_>>() })
}

/// The numbers of the workers whom a page names.
fn named(page: &str) -> Vec<u32> {
    let content = between(page, "id=\"content\"", "</section>").unwrap();
    (1..=WORKERS).filter(|no| content.contains(&format!("工人{no}号"))).collect()
}

#[test]
fn a_long_list_of_an_entry_comes_fifty_at_a_time() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application());
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let all: Vec<u32> = (1..=WORKERS).collect();
    let notice =
        json!({ "on": "2021-12-03", "document": "acceptance_notice", "parties": all, "manner": "direct" });
    people.clerk.does(&file, "services", &notice);
    let browser = Browser::signed_in(&server, "clerk");
    // The receipt has 121 parties in all, the service 120.
    for (entry, parts) in [
        (1, [(0, 1, 50, "1–50", 121), (50, 51, 100, "51–100", 121), (100, 101, 120, "101–121", 121)]),
        (3, [(0, 1, 50, "1–50", 120), (50, 51, 100, "51–100", 120), (100, 101, 120, "101–120", 120)]),
    ] {
        let path = format!("/cases/{}/docket/{entry}", file.id);
        for (after, first, last, said, count) in parts {
            let page = browser.get(&format!("{path}?after={after}")).text;
            assert_eq!(named(&page), (first..=last).collect::<Vec<u32>>(), "{entry} after {after}");
            assert!(page.contains(&format!("本页为第 {said} 项，最长的名单共 {count}项")), "{page}");
            let next = format!("<a href=\"{path}?after={}\" rel=\"next\">", after + 50);
            assert_eq!(page.contains(&next), after < 100, "{entry} after {after}: {page}");
            let before = if after == 50 { path.clone() } else { format!("{path}?after=50") };
            let before = format!("<a href=\"{before}\" rel=\"prev\">");
            assert_eq!(page.contains(&before), after > 0, "{entry} after {after}: {page}");
        }
        assert_eq!(named(&browser.get(&path).text), (1..=50).collect::<Vec<u32>>());
        assert_eq!(browser.get(&format!("{path}?after=150")).status, 404);
        assert_eq!(browser.get(&format!("{path}?after=x")).status, 400);
    }
    // A number goes on where the page before ended.
    let second = browser.get(&format!("/cases/{}/docket/1?after=50", file.id)).text;
    assert!(second.contains("当事人 51</th>") && !second.contains("当事人 1</th>"), "{second}");
    // What is short is told whole, on its one page.
    let short = browser.get(&format!("/cases/{}/docket/2", file.id)).text;
    assert!(!short.contains("名单较长"), "{short}");
    assert_eq!(browser.get(&format!("/cases/{}/docket/2?after=50", file.id)).status, 404);
}

/// Only those who are shown are unsealed: of an entry that lists many, the app opens the part that is asked for.
#[test]
fn nobody_is_unsealed_who_is_not_shown() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application());
    let caller = Caller { user: UserId(people.clerk.id.parse().unwrap()), role: Role::Clerk };
    let id = CaseId(file.id.parse().unwrap());
    for (after, expected) in [(0, 50), (50, 50), (100, 20), (150, 0)] {
        let asked = server.app.register.docket_entry(&caller, id, (EntryNo(1), ListPart { after }));
        assert_eq!(wait(asked).unwrap().people.len(), expected, "after {after}");
    }
}
