//! Probes from outside, over HTTP on a real database: what people who act at once, act twice, act too late
//! or ask for too much get to hear, and what is in the docket afterwards.

use std::collections::BTreeSet;
use std::sync::Barrier;

use crate::support::desk::{
    Office, Seen, acceptance, another_dispute, award, receive_body, service, withdrawal,
};
use crate::support::server::Reply;
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::storage::{StorageError, Tx};

/// Sends many requests at the same moment.
fn at_once<'a>(calls: Vec<Box<dyn FnOnce() -> Reply + Send + 'a>>) -> Vec<Reply> {
    let ready = Barrier::new(calls.len());
    std::thread::scope(|scope| {
        let started: Vec<_> = calls
            .into_iter()
            .map(|call| {
                let ready = &ready;
                scope.spawn(move || {
                    ready.wait();
                    call()
                })
            })
            .collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// An act that will be sent with others.
fn act<'a>(
    office: &'a Office,
    token: &'a str,
    case: &'a Seen,
    (path, body): (&'a str, Value),
) -> Box<dyn FnOnce() -> Reply + Send + 'a> {
    Box::new(move || office.post_act(token, case, path, &body))
}

fn statuses(replies: &[Reply]) -> Vec<u16> {
    let mut all: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    all.sort_unstable();
    all
}

#[test]
fn an_act_needs_the_tag_of_this_case_as_it_is() {
    let office = Office::open();
    let (stale, other) = (office.received(), office.received());
    let fresh = office.done(&office.clerk, &stale, "acceptance", &acceptance());
    let post = |case: &Seen| office.post_act(&office.clerk, case, "services", &service("application_copy"));
    assert_eq!(post(&stale).status, 412);
    // The other case has the version that the first one had: the tag says which case it is, too.
    assert_eq!(post(&Seen { id: fresh.id.clone(), tag: other.tag.clone() }).status, 412);
    assert_eq!(post(&Seen { id: fresh.id.clone(), tag: "W/\"1\"".to_owned() }).status, 412);
    assert_eq!(post(&Seen { id: fresh.id.clone(), tag: "*".to_owned() }).status, 428);
    let untagged = office.server.post(&fresh.path("/services")).bearer(&office.clerk);
    assert_eq!(untagged.json(&service("application_copy")).status, 428);
    assert_eq!(office.docket(&fresh).len(), 2, "a receipt and an acceptance");
    assert_eq!(post(&fresh).status, 201);
}

#[test]
fn of_two_who_act_at_once_one_is_told_to_look_again() {
    let office = Office::open();
    for _ in 0..5 {
        let case = office.accepted();
        let recorded = at_once(vec![
            act(&office, &office.clerk, &case, ("services", service("application_copy"))),
            act(
                &office,
                &office.supervisor,
                &case,
                (
                    "assignment",
                    json!({ "on": "2021-03-03",
                "people": [{ "user": office.panel[0].id, "duty": "arbitrator" }] }),
                ),
            ),
        ]);
        assert_eq!(statuses(&recorded), [201, 412], "{recorded:?}");
        assert_eq!(office.docket(&case).len(), 3);
    }
}

#[test]
fn a_case_is_not_closed_under_a_step_that_is_being_recorded() {
    let office = Office::open();
    for _ in 0..5 {
        let case = office.accepted();
        let replies = at_once(vec![
            act(&office, &office.clerk, &case, ("withdrawal", withdrawal("2021-03-10"))),
            act(&office, &office.clerk, &case, ("services", service("application_copy"))),
        ]);
        assert_eq!(statuses(&replies), [201, 412], "{replies:?}");
        let docket = office.docket(&case);
        let stage = office.read(&case).json()["stage"].clone();
        let expected = if replies[0].status == 201 { "closed" } else { "accepted" };
        assert_eq!((docket.len(), stage), (3, json!(expected)));
    }
}

#[test]
fn a_back_dated_step_does_not_open_a_closed_case_again() {
    let office = Office::open();
    let closed = office.done(&office.clerk, &office.accepted(), "withdrawal", &withdrawal("2021-03-10"));
    let before = office.read(&closed).text;
    let reply = office.post_act(
        &office.clerk,
        &closed,
        "defences",
        &json!({ "on": "2021-03-05", "party": 2, "kind": "filed" }),
    );
    assert_eq!(reply.status, 409, "{reply:?}");
    assert_eq!(office.read(&closed).text, before);
}

#[test]
fn one_case_has_one_result_however_many_are_sent() {
    let office = Office::open();
    let case = office.discussed();
    let entries = office.last_entry(&case);
    let presiding = &office.panel[0].token;
    let replies = at_once(vec![
        act(&office, presiding, &case, ("awards", award())),
        act(&office, &office.clerk, &case, ("withdrawal", withdrawal("2021-03-26"))),
        act(&office, presiding, &case, ("awards", award())),
        act(&office, &office.clerk, &case, ("withdrawal", withdrawal("2021-03-26"))),
    ]);
    assert_eq!(statuses(&replies), [201, 412, 412, 412], "{replies:?}");
    assert_eq!(office.docket(&case).len(), entries + 1);
}

#[test]
fn twenty_acceptances_at_once_take_twenty_numbers_without_a_gap() {
    let office = Office::open();
    let cases: Vec<Seen> = (0..20).map(|_| office.received()).collect();
    let calls = cases.iter().map(|case| act(&office, &office.clerk, case, ("acceptance", acceptance())));
    let replies = at_once(calls.collect());
    assert_eq!(statuses(&replies), [201; 20], "{replies:?}");
    let given: BTreeSet<String> =
        replies.iter().map(|reply| reply.json()["number"].as_str().unwrap().to_owned()).collect();
    let template = &office.server.app.settings.case_number_template;
    let expected = (1..=20).map(|n| sikuai::app::register::render_number(template, 2021, n));
    assert_eq!(given, expected.collect());
}

#[test]
fn what_is_not_known_is_refused() {
    let office = Office::open();
    let mut body = receive_body();
    body["colour"] = json!("red");
    let reply = office.server.post("/api/v1/cases").bearer(&office.clerk).json(&body);
    assert_eq!(reply.status, 400, "{reply:?}");
    assert!(reply.violations().iter().any(|violation| violation.starts_with("body /colour ")), "{reply:?}");
    let reply = office.server.post("/api/v1/cases?dryrun=true").bearer(&office.clerk).json(&receive_body());
    assert_eq!(reply.status, 400, "{reply:?}");
    let case = office.received();
    let mut unknown = acceptance();
    unknown["numbr"] = json!("1");
    assert_eq!(office.post_act(&office.clerk, &case, "acceptance", &unknown).status, 400);
    for path in
        ["/api/v1/cases?stages=closed".to_owned(), case.path("?expand=all"), case.path("/docket?page=2")]
    {
        let reply = office.server.get(&path).bearer(&office.clerk).send();
        assert_eq!(reply.status, 400, "{path}: {reply:?}");
    }
    assert_eq!(office.docket(&case).len(), 1);
}

#[test]
fn a_stranger_is_asked_to_log_in_everywhere() {
    let office = Office::open();
    let case = office.received();
    for path in ["/api/v1/cases".to_owned(), case.path(""), case.path("/docket"), case.path("/deadlines")] {
        let reply = office.server.get(&path).send();
        let heard = (reply.status, reply.header("www-authenticate").starts_with("Bearer"));
        assert_eq!(heard, (401, true), "{path}");
    }
    let reply =
        office.server.post(&case.path("/acceptance")).header("if-match", &case.tag).json(&acceptance());
    assert_eq!((reply.status, reply.header("www-authenticate").starts_with("Bearer")), (401, true));
    assert_eq!(office.docket(&case).len(), 1);
}

#[test]
fn reading_stays_within_three_statements() {
    let office = Office::open();
    let case = office.discussed();
    for _ in 0..49 {
        office.received();
    }
    let count = |path: &str| {
        let before = office.server.app.store.statements();
        let reply = office.server.get(path).bearer(&office.clerk).send();
        assert_eq!(reply.status, 200, "{reply:?}");
        (office.server.app.store.statements() - before, reply)
    };
    let (one, _) = count(&case.path(""));
    assert!((1..=3).contains(&one), "a case takes {one} statements");
    let (list, reply) = count("/api/v1/cases?limit=50");
    assert_eq!(reply.json()["items"].as_array().unwrap().len(), 50);
    assert!((1..=3).contains(&list), "fifty cases take {list} statements");
}

#[test]
fn a_double_click_records_once_and_hears_one_answer() {
    let office = Office::open();
    for round in 0..5 {
        let case = office.received();
        let key = format!("key-{round}");
        let post = |body: Value| {
            let call = office.server.post(&case.path("/acceptance")).bearer(&office.clerk);
            call.header("if-match", &case.tag).header("idempotency-key", &key).json(&body)
        };
        let replies = at_once(vec![
            Box::new(|| post(acceptance())),
            Box::new(|| post(acceptance())),
            Box::new(|| post(acceptance())),
        ]);
        assert_eq!(statuses(&replies), [201; 3], "{replies:?}");
        assert!(replies.iter().all(|reply| reply.text == replies[0].text), "{replies:?}");
        assert!(replies.iter().all(|reply| reply.header("etag") == replies[0].header("etag")));
        let repeated = replies.iter().filter(|reply| reply.header("idempotency-replayed") == "true").count();
        assert_eq!((office.docket(&case).len(), repeated), (2, 2));
        let mut other = acceptance();
        other["on"] = json!("2021-03-02");
        let reply = post(other);
        let heard = (reply.status, reply.violations());
        assert_eq!(heard, (409, vec!["act  key_used_for_another_request".to_owned()]));
    }
}

#[test]
fn a_double_click_on_receipt_opens_one_case() {
    let office = Office::open();
    let post = || {
        let call = office.server.post("/api/v1/cases").bearer(&office.clerk);
        call.header("idempotency-key", "receipt-1").json(&receive_body())
    };
    let replies = at_once(vec![Box::new(post), Box::new(post)]);
    assert_eq!(statuses(&replies), [201, 201], "{replies:?}");
    assert_eq!(replies[0].text, replies[1].text);
    let list = office.server.get("/api/v1/cases").bearer(&office.clerk).send();
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_dry_run_shows_what_the_act_then_does_and_writes_nothing() {
    let office = Office::open();
    let case = office.with_tribunal();
    let before = (office.read(&case).text, office.docket(&case));
    let body = json!({ "on": "2021-03-24", "ground": "force_majeure" });
    let shown = office.post_act(&office.supervisor, &case, "suspensions?dry_run=true", &body);
    assert_eq!((shown.status, shown.json()["entry"].clone()), (200, Value::Null), "{shown:?}");
    assert_eq!((office.read(&case).text, office.docket(&case)), before);
    let real = office.post_act(&office.supervisor, &case, "suspensions", &body);
    assert_eq!(real.status, 201, "{real:?}");
    for field in ["case_id", "version", "stage", "number", "deadlines"] {
        assert_eq!(shown.json()[field], real.json()[field], "{field}");
    }
    let moved = real.json()["deadlines"].as_array().unwrap().clone();
    let trial = moved.iter().find(|deadline| deadline["rule"] == "A25").unwrap();
    assert_eq!((&trial["from"], &trial["state"]), (&json!("2021-04-19"), &json!("paused")));
}

/// 3 March and 45 days: 17 April. Without 24 March to 5 April, thirteen days: 30 April; fifteen more:
/// 15 May, a Saturday; Monday 17 May.
#[test]
fn a_suspension_and_then_an_extension_move_the_trial_period() {
    let office = Office::open();
    let due = |case: &Seen, rule: &str| {
        let reply = office.server.get(&case.path("/deadlines")).bearer(&office.clerk).send();
        let items = reply.json()["items"].as_array().unwrap().clone();
        let found = items.iter().find(|deadline| deadline["rule"] == rule);
        found.map(|deadline| (deadline["due_on"].clone(), deadline["state"].clone()))
    };
    let case = office.with_tribunal();
    assert_eq!(due(&case, "A25"), Some((json!("2021-04-19"), json!("open"))));
    let suspension = json!({ "on": "2021-03-24", "ground": "force_majeure" });
    let case = office.done(&office.supervisor, &case, "suspensions", &suspension);
    assert_eq!(due(&case, "A25"), Some((Value::Null, json!("paused"))));
    let end = format!("suspensions/{}/end", office.last_entry(&case));
    let case = office.done(&office.panel[0].token, &case, &end, &json!({ "on": "2021-04-06" }));
    assert_eq!(due(&case, "A25"), Some((json!("2021-04-30"), json!("open"))));
    assert_eq!(due(&case, "A26"), None);
    let extension = json!({ "on": "2021-04-29", "days": 15 });
    let case = office.done(&office.supervisor, &case, "extensions", &extension);
    assert_eq!(due(&case, "A25"), Some((json!("2021-04-30"), json!("extended"))));
    assert_eq!(due(&case, "A26"), Some((json!("2021-05-17"), json!("open"))));
}

/// A member whose recusal is asked for takes no part in the case (R33 11), not by a correction either.
#[test]
fn a_member_whose_recusal_is_pending_corrects_nothing() {
    let office = Office::open();
    let case = office.discussed();
    let discussion = office.last_entry(&case);
    let asked = json!({ "on": "2021-03-19", "member": office.panel[0].id, "party": 1, "ground": "interest" });
    let case = office.done(&office.clerk, &case, "recusals", &asked);
    let path = format!("docket/{discussion}/correction");
    let body = json!({ "on": "2021-03-24", "reason": "结论误录",
        "replacement": { "on": "2021-03-23", "conclusion": "不一致" } });
    let reply = office.post_act(&office.panel[0].token, &case, &path, &body);
    assert_eq!((reply.status, reply.violations()), (409, vec!["act  recusal_pending".to_owned()]));
    office.done(&office.supervisor, &case, &path, &body);
}

/// Nor does such a member see who the parties are, or what the files hold, until the request is rejected.
#[test]
fn a_member_whose_recusal_is_pending_sees_no_personal_data_and_no_file() {
    let office = Office::open();
    let case = office.discussed();
    let member = &office.panel[0].token;
    let get = |path: &str| office.server.get(&case.path(path)).bearer(member).send();
    let bring = || {
        let call = office.server.post(&case.path("/files?name=a.txt")).bearer(member);
        call.header("content-type", "text/plain").raw("说明".as_bytes())
    };
    let brought = bring();
    assert_eq!(brought.status, 201, "{brought:?}");
    let file = brought.json()["id"].as_str().unwrap().to_owned();
    assert_eq!((get("/parties/1/personal-data").status, get(&format!("/files/{file}")).status), (200, 200));
    let name = get("").json()["parties"][0]["who"]["worker"]["name"].as_str().unwrap().to_owned();
    let search = format!("/api/v1/search?q={}", crate::search::encoded(&name));
    let hand_out = || {
        let call = office.server.post(&case.path("/enquiry-codes")).bearer(member);
        call.json(&json!({ "party": 1 }))
    };
    assert_eq!(hand_out().refused(), (409, vec!["act  no_public_page".to_owned()]), "not for the recusal");
    let found = || office.server.get(&search).bearer(member).send().json()["items"].as_array().unwrap().len();
    assert_eq!(found(), 1, "{name}");
    let asked = json!({ "on": "2021-03-19", "member": office.panel[0].id, "party": 1, "ground": "interest" });
    let case_then = office.done(&office.clerk, &case, "recusals", &asked);
    let request = office.last_entry(&case_then);
    let pending = (409, vec!["act  recusal_pending".to_owned()]);
    for reply in [get("/parties/1/personal-data"), get(&format!("/files/{file}")), bring(), hand_out()] {
        assert_eq!((reply.status, reply.violations()), pending);
    }
    assert_eq!(found(), 0, "nobody is found by name in it either");
    // The case itself is read as by everyone in the office: masked, and the file without its name.
    let listed = get("/files").json();
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["name"]), (&json!(file), &Value::Null));
    office.done(
        &office.supervisor,
        &case_then,
        &format!("recusals/{request}/decision"),
        &json!({ "on": "2021-03-22", "outcome": "rejected" }),
    );
    assert_eq!(get("/parties/1/personal-data").status, 200);
}

/// Two cases are given the same number of the office's own choice at the same moment: the second hears of it.
#[test]
fn one_number_for_two_cases_at_once() {
    let office = Office::open();
    for round in 0..5 {
        let cases = [office.received(), office.received()];
        let mut body = acceptance();
        body["number"] = json!(format!("徐劳人仲特字〔2021〕{round}号"));
        let calls = cases.iter().map(|case| act(&office, &office.clerk, case, ("acceptance", body.clone())));
        let mut replies = at_once(calls.collect());
        replies.sort_by_key(|reply| reply.status);
        assert_eq!(statuses(&replies), [201, 422], "{replies:?}");
        assert_eq!(replies[1].violations(), ["body /number number_taken"]);
    }
}

#[test]
fn a_key_is_good_for_one_request_of_one_person() {
    let office = Office::open();
    let (case, other) = (office.accepted(), office.accepted());
    let pay = |case: &Seen, fen: u32| {
        let call = office.server.post(&case.path("/recoveries")).bearer(&office.clerk);
        let call = call.header("if-match", &case.tag).header("idempotency-key", "k1");
        call.json(&json!({ "on": "2021-03-10", "amount": fen }))
    };
    assert_eq!(pay(&case, 100).status, 201);
    // Another amount, another case.
    let said = vec!["act  key_used_for_another_request".to_owned()];
    for refused in [pay(&case, 200), pay(&other, 100)] {
        assert_eq!((refused.status, refused.violations()), (409, said.clone()));
    }
    assert_eq!((office.last_entry(&case), office.last_entry(&other)), (3, 2));
    // The first answer again, although the tag is stale by now.
    let again = pay(&case, 100);
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"));
    // The same key in another's hand is another key.
    let call = office.server.post(&other.path("/assignment")).bearer(&office.supervisor);
    let call = call.header("if-match", &other.tag).header("idempotency-key", "k1");
    assert_eq!(call.json(&json!({ "on": "2021-03-10", "people": [] })).status, 201);
    // Neither a dry run nor a refusal is kept: the request may be put right under the same key.
    let receive = |path: &str, day: &str| {
        let mut body = another_dispute(receive_body());
        body["on"] = json!(day);
        let call = office.server.post(path).bearer(&office.clerk).header("idempotency-key", "k2");
        call.json(&body).status
    };
    assert_eq!(receive("/api/v1/cases?dry_run=true", "2021-03-01"), 200);
    assert_eq!(receive("/api/v1/cases", "2021-12-11"), 409);
    assert_eq!(receive("/api/v1/cases", "2021-03-01"), 201);
}

#[test]
fn a_case_that_has_not_changed_is_not_sent_again() {
    let office = Office::open();
    let case = office.received();
    let ask = |tag: &str| {
        office.server.get(&case.path("")).bearer(&office.clerk).header("if-none-match", tag).send()
    };
    let reply = ask(&case.tag);
    assert_eq!((reply.status, reply.text.as_str(), reply.header("etag")), (304, "", case.tag.as_str()));
    let fresh = office.done(&office.clerk, &case, "acceptance", &acceptance());
    let reply = ask(&case.tag);
    assert_eq!((reply.status, reply.header("etag")), (200, fresh.tag.as_str()));
}

/// A collective case of a thousand workers is one case, and read like any other.
#[test]
fn a_thousand_workers_are_read_in_three_statements() {
    let office = Office::open();
    let mut body = receive_body();
    let worker = |no: u32| {
        let who = json!({ "worker": { "name": format!("工{no}") } });
        json!({ "no": no, "side": "applicant", "who": who })
    };
    let claim = |no: u32| json!({ "no": no, "claimant": no, "item": "wages", "amount": 100 });
    let employer = body["parties"][1].take();
    let numbers = || (1..=1_001).filter(|no| *no != 2);
    body["parties"] = numbers().map(worker).chain([employer]).collect();
    body["claims"] = numbers().map(claim).collect();
    let reply = office.server.post("/api/v1/cases").bearer(&office.clerk).json(&body);
    assert_eq!(reply.status, 201, "{reply:?}");
    let case = office.done(&office.clerk, &Seen::of(&reply), "acceptance", &acceptance());
    let before = office.server.app.store.statements();
    let view = office.read(&case).json();
    let count = office.server.app.store.statements() - before;
    assert!((1..=3).contains(&count), "{count}");
    let said = (&view["workers"], &view["is_collective"], &view["claimed"]);
    assert_eq!(said, (&json!(1_000), &json!(true), &json!(100_000)));
    assert_eq!(view["parties"][999]["who"]["worker"]["name"], "工1001");
}

/// A year mistyped gives a case that nobody would ever be reminded of.
#[test]
fn a_receipt_before_the_law_is_refused_and_one_before_the_rules_is_asked_about() {
    let office = Office::open();
    let on = |day: &str| {
        let mut body = receive_body();
        body["on"] = json!(day);
        office.server.post("/api/v1/cases").bearer(&office.clerk).json(&body)
    };
    for day in ["0001-01-01", "1021-11-26", "2008-04-30"] {
        let reply = on(day);
        assert_eq!(
            (reply.status, reply.violations()),
            (422, vec!["body /on before_the_law".to_owned()]),
            "{day}"
        );
    }
    for day in ["2008-05-01", "2017-06-30"] {
        let reply = on(day);
        assert_eq!(
            (reply.status, reply.violations()),
            (409, vec!["act  deadlines_not_computed".to_owned()]),
            "{day}"
        );
    }
    assert_eq!(on("2017-07-01").status, 201);
}

#[test]
fn people_are_written_down_once_and_with_a_name() {
    let office = Office::open();
    let of = |name: &str, number: &str| {
        let mut body = receive_body();
        body["parties"][0]["who"]["worker"] = json!({ "name": name, "id_number": number });
        body
    };
    let post = |body: &Value| office.server.post("/api/v1/cases").bearer(&office.clerk).json(body);
    for blank in [" ", "\u{3000}", "符\n永祥", ""] {
        let reply = post(&of(blank, "11010519491231002X"));
        assert_eq!((reply.status, reply.violations().len()), (400, 1), "{blank:?}: {reply:?}");
    }
    // The check letter small, and everything in full width, as an input method leaves it.
    for number in ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"] {
        let reply = post(&another_dispute(of("符永祥", number)));
        assert_eq!(reply.status, 201, "{reply:?}");
        let case = reply.json()["case_id"].as_str().unwrap().to_owned();
        let shown = office.server.get(&format!("/api/v1/cases/{case}/parties/1/personal-data"));
        assert_eq!(
            shown.bearer(&office.clerk).send().json()["who"]["worker"]["id_number"],
            "11010519491231002X"
        );
    }
    let mut twice = of("符永祥", "11010519491231002X");
    let mut second = twice["parties"][0].clone();
    second["no"] = json!(9);
    second["who"]["worker"]["id_number"] = json!("11010519491231002x");
    twice["parties"].as_array_mut().unwrap().push(second);
    let reply = post(&twice);
    let last = twice["parties"].as_array().unwrap().len() - 1;
    let said = format!("body /parties/{last}/who/worker/id_number same_person_twice");
    assert!(reply.status == 422 && reply.violations().contains(&said), "{reply:?}");
}

/// A full disk: on SQLite no page more than there are; on PostgreSQL the error that a server gives when it has no room.
const FULL: [&[&str]; 2] = [
    &["PRAGMA max_page_count = 1"],
    &[
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION \
         'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
        "CREATE TRIGGER no_room BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION no_room()",
    ],
];
const ROOM: [&[&str]; 2] =
    [&["PRAGMA max_page_count = 1073741823"], &["DROP TRIGGER no_room ON cases", "DROP FUNCTION no_room()"]];

#[test]
fn on_a_full_disk_nothing_is_recorded_and_the_caller_hears_so() {
    let office = Office::open();
    let here = usize::from(crate::support::database::postgres().is_some());
    let run = |statements: &'static [&'static str]| {
        let work = move |tx: &mut Tx| {
            statements.iter().try_for_each(|sql| diesel::sql_query(*sql).execute(&mut **tx).map(drop))?;
            Ok::<_, StorageError>(())
        };
        office.server.app.store.write_blocking(work).unwrap();
    };
    let body = another_dispute(receive_body());
    let ready = || office.server.get("/health/ready").send().status;
    run(FULL[here]);
    let mut refused = 0;
    for _ in 0..200 {
        assert_eq!(ready(), 200, "whatever was written was kept");
        let reply = office.server.post("/api/v1/cases").bearer(&office.clerk).json(&body);
        if reply.status != 201 {
            assert_eq!(
                (reply.status, reply.json()["type"].as_str()),
                (507, Some("/problems/no-room")),
                "{reply:?}"
            );
            refused += 1;
        }
        if refused > 0 {
            break;
        }
    }
    assert_eq!(refused, 1, "there was room for two hundred cases");
    // Whoever sends people here hears it too, until something is kept again. It lives, and what is there is read.
    assert_eq!(ready(), 503);
    assert_eq!(office.server.get("/health/live").send().status, 200);
    assert_eq!(office.server.get("/api/v1/cases").bearer(&office.clerk).send().status, 200);
    assert_eq!(ready(), 503, "reading makes no room");
    run(ROOM[here]);
    let reply = office.server.post("/api/v1/cases").bearer(&office.clerk).json(&body);
    assert_eq!(reply.status, 201, "{reply:?}");
    assert_eq!(ready(), 200);
    assert_eq!(office.server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}
