//! File numbers (档案号) over HTTP: no two cases lie in the archive under one, however it is spelled. Not here: what a file must
//! hold (`archive`), and the key that refuses the second of two (`tests/storage`).

use crate::support::people::{Caller, File, People, application, on_day};
use crate::support::server::{Reply, TestServer, access_token};
use serde_json::{Value, json};

fn archiving(number: &str) -> Value {
    json!({ "on": "2021-12-08", "file_number": number, "acknowledge_warnings": ["file_incomplete"] })
}

fn archives(caller: &Caller<'_>, file: &File, number: &str) -> Reply {
    caller.act(file, "archive", &archiving(number))
}

fn said(reply: &Reply) -> (u16, Vec<String>, String) {
    let detail = reply.json()["violations"][0]["detail"].as_str().unwrap_or_default().to_owned();
    (reply.status, reply.violations(), detail)
}

fn corrected(replacement: Option<&Value>) -> Value {
    json!({ "on": "2021-12-10", "reason": "档案号误录", "replacement": replacement })
}

fn nothing_differs(server: &TestServer) {
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn a_second_case_is_not_put_away_under_a_number_that_the_first_has() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, second] = [1, 2].map(|_| people.withdrawn());
    people.clerk.does(&first, "archive", &archiving("徐劳人仲档〔2021〕7号"));
    let taken = || {
        let detail = "该档案号已被另一案件（徐劳人仲案字〔2021〕1号）使用".to_owned();
        (422, vec!["body /file_number file_number_taken".to_owned()], detail)
    };
    for spelled in ["徐劳人仲档〔2021〕7号", "徐劳人仲档（２０２１） 第007号", "徐劳人仲档[2021]07号"]
    {
        assert_eq!(said(&archives(&people.clerk, &second, spelled)), taken(), "{spelled}");
        let dry = people.clerk.act(&second, "archive?dry_run=true", &archiving(spelled));
        assert_eq!(said(&dry), taken(), "{spelled}");
    }
    people.clerk.does(&second, "archive", &archiving("徐劳人仲档〔2021〕70号"));
    // A correction brings no number of another either; its own it may keep, and write otherwise.
    let refused = people.supervisor.act(
        &second,
        "docket/5/correction",
        &corrected(Some(&json!({ "on": "2021-12-08", "file_number": "徐劳人仲档(2021)7号" }))),
    );
    assert_eq!(
        (refused.status, refused.violations()),
        (422, vec!["body /replacement/file_number file_number_taken".to_owned()])
    );
    let own = json!({ "on": "2021-12-09", "file_number": "徐劳人仲档（2021）70号" });
    people.supervisor.does(&second, "docket/5/correction", &corrected(Some(&own)));
    nothing_differs(&server);
}

/// A number is free again once its case is not in the archive, and is then not given back to that one.
#[test]
fn a_number_whose_archiving_was_struck_out_is_free_for_another() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, second] = [1, 2].map(|_| people.withdrawn());
    people.clerk.does(&first, "archive", &archiving("1号"));
    assert_eq!(archives(&people.clerk, &second, "１号").status, 422);
    people.supervisor.does(&first, "docket/5/correction", &corrected(None));
    people.clerk.does(&second, "archive", &archiving("１号"));
    let again = json!({ "on": "2021-12-08", "file_number": "1号" });
    let refused = people.supervisor.act(&first, "docket/5/correction", &corrected(Some(&again)));
    assert_eq!(refused.violations(), ["body /replacement/file_number file_number_taken"], "{refused:?}");
    nothing_differs(&server);
}

/// A suit takes the file out of the archive. Struck out again, it would lie there once more, under what another case has by now.
#[test]
fn a_correction_that_puts_a_case_back_under_a_taken_number_is_refused() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-10");
    let mut told = application("2021-03-02");
    told.as_object_mut().unwrap().remove("claims");
    for (field, value) in [
        ("number", json!("徐劳人仲案字〔2020〕1号")),
        ("accepted_on", json!("2021-03-05")),
        ("procedure", json!("ordinary")),
        ("closed", json!({ "on": "2021-04-06", "manner": "award_non_final" })),
    ] {
        told[field] = value;
    }
    let awarded = people.clerk.opens("/api/v1/ledger-entries", &told);
    let mut away = archiving("2号");
    away["acknowledge_warnings"] = json!(["file_incomplete", "not_served_on_all", "effect_not_told"]);
    people.clerk.does(&awarded, "archive", &away);
    let suit = json!({ "on": "2021-12-09", "kind": "suit", "party": 1, "court": "徐闻县人民法院" });
    people.clerk.does(&awarded, "challenges", &suit);
    let other = people.withdrawn();
    people.clerk.does(&other, "archive", &archiving("2号"));
    let refused = people.supervisor.act(&awarded, "docket/3/correction", &corrected(None));
    let detail = "更正后本案将恢复归档，档案号“2号”已被另一案件（徐劳人仲案字〔2021〕1号）使用";
    let expected = (409, vec!["act  file_number_taken".to_owned()], detail.to_owned());
    assert_eq!(said(&refused), expected);
    people.supervisor.does(&other, "docket/5/correction", &corrected(None));
    people.supervisor.does(&awarded, "docket/3/correction", &corrected(None));
    assert_eq!(people.clerk.read("/api/v1/archive")["items"][0]["file_number"], "2号");
    nothing_differs(&server);
}

/// Inspectors see no arbitration: that the number is taken they must hear, and by which case they do not.
#[test]
fn who_may_not_see_the_other_case_hears_that_the_number_is_taken() {
    let server = TestServer::start();
    let people = People::of(&server);
    on_day(&server, "2021-12-10");
    people.clerk.does(&people.withdrawn(), "archive", &archiving("1号"));
    let complaint = json!({ "on": "2021-12-09", "channel": "counter", "source": "complaint",
        "cause": "remuneration", "parties": application("2021-12-09")["parties"] });
    let file = people.inspector.opens("/api/v1/inspection-cases", &complaint);
    let refusal =
        json!({ "on": "2021-12-10", "ground": "out_of_scope", "acknowledge_warnings": ["not_referred"] });
    people.inspector.does(&file, "inspection-refusal", &refusal);
    let mut away = archiving("1号");
    away["on"] = json!("2021-12-10");
    let refused = people.inspector.act(&file, "archive", &away);
    let field = vec!["body /file_number file_number_taken".to_owned()];
    assert_eq!(said(&refused), (422, field, "该档案号已被另一案件使用".to_owned()), "{refused:?}");
    assert!(!refused.text.contains("徐劳人仲案字"), "{refused:?}");
    let seen = people.clerk.act(&file, "archive", &away);
    assert!(seen.text.contains("徐劳人仲案字〔2021〕1号"), "{seen:?}");
}

/// Both find the number free, as they may on PostgreSQL, or the second the first's in the same group of writes.
#[test]
fn of_two_put_away_under_one_number_at_once_one_is() {
    let server = TestServer::start();
    let people = People::of(&server);
    for round in 1..=5 {
        let files = [1, 2].map(|_| people.withdrawn());
        let token = access_token(&server.log_in("clerk"));
        let spellings = [format!("〔2021〕{round}号"), format!("（2021）第0{round}号")];
        let mut replies: Vec<Reply> = std::thread::scope(|scope| {
            let asked = files.iter().zip(&spellings).map(|(file, number)| {
                let call = server.post(&file.path("archive")).bearer(&token).header("if-match", &file.tag());
                let body = archiving(number);
                scope.spawn(move || call.json(&body))
            });
            asked.collect::<Vec<_>>().into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        replies.sort_by_key(|reply| reply.status);
        assert_eq!(replies[0].status, 201, "{replies:?}");
        assert_eq!(replies[1].violations(), ["body /file_number file_number_taken"], "{replies:?}");
    }
    assert_eq!(people.clerk.read("/api/v1/archive")["items"].as_array().unwrap().len(), 5);
    nothing_differs(&server);
}
