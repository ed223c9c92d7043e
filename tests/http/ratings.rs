//! Ratings of closed cases: by a one-time link, without logging in; nobody who is rated learns who rated or how; a bad one
//! is answered within its term, or is late for all who may see it; and the figures of it all.

use crate::support::people::{Caller, File, People, WORKER_NAME, WORKER_PHONE, application, column, on_day};
use crate::support::server::{Reply, TestServer, wait};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};
use serde_json::{Value, json};
use sikuai::app::demo;
use sikuai::app::error::Error;
use sikuai::domain::role::Role;

const TEXT: &str = "符永祥 13800990011:跑了三趟才办成";

/// A case that was withdrawn on the day it came in.
fn closed(people: &People<'_>, day: &str) -> File {
    let file = people.clerk.receive_another(&application(day));
    people.clerk.does(&file, "withdrawal", &json!({ "on": day, "ground": "own_motion" }));
    file
}

fn link(caller: &Caller<'_>, file: &File, party: u32) -> Reply {
    caller.post(&file.path("rating-links"), &json!({ "party": party }))
}

/// The path of a link that must be made.
fn linked(people: &People<'_>, file: &File, party: u32) -> String {
    let reply = link(&people.clerk, file, party);
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["path"].as_str().unwrap().to_owned()
}

fn rate(people: &People<'_>, path: &str, score: &str) -> Reply {
    people.stranger.post(path, &json!({ "score": score, "text": TEXT }))
}

/// A party rates a case, a second after whatever happened before.
fn rated((server, people): (&TestServer, &People<'_>), file: &File, (party, score): (u32, &str)) {
    server.clock.advance(TimeDelta::seconds(1));
    let reply = rate(people, &linked(people, file, party), score);
    assert_eq!((reply.status, reply.text.as_str()), (204, ""), "{reply:?}");
}

/// A rating of the latest day, as the supervisor reads it.
fn latest(people: &People<'_>) -> Value {
    people.supervisor.read("/api/v1/ratings")["items"][0].clone()
}

fn told(caller: &Caller<'_>, kind: &str) -> Vec<Value> {
    let page = caller.read("/api/v1/notices");
    page["items"].as_array().unwrap().iter().filter(|notice| notice["kind"] == kind).cloned().collect()
}

#[test]
fn a_party_rates_a_closed_case_once_by_its_link() {
    let server = TestServer::start();
    let people = People::of(&server);
    let open = people.clerk.receive_another(&application("2021-12-10"));
    assert_eq!(link(&people.clerk, &open, 1).refused(), (409, vec!["act  not_closed".to_owned()]));
    let file = closed(&people, "2021-12-10");
    let nobody = link(&people.clerk, &file, 9);
    assert_eq!(nobody.refused(), (422, vec!["body /party no_such_party".to_owned()]));

    let made = link(&people.clerk, &file, 1);
    assert_eq!((made.status, &made.json()["expires_on"]), (201, &json!("2022-01-09")));
    let path = made.json()["path"].as_str().unwrap().to_owned();
    let form = people.stranger.get(&path);
    let label = |code: &str, zh: &str, en: &str| json!({ "code": code, "zh": zh, "en": en });
    let expected = json!({
        "office": { "zh": "徐闻县人力资源和社会保障局",
            "en": "the Xuwen County Human Resources and Social Security Bureau" },
        "number": null, "stage": form.json()["stage"],
        "scores": [
            label("very_satisfied", "非常满意", "Very satisfied"), label("satisfied", "满意", "Satisfied"),
            label("basically_satisfied", "基本满意", "Basically satisfied"),
            label("dissatisfied", "不满意", "Dissatisfied"),
            label("very_dissatisfied", "非常不满意", "Very dissatisfied"),
        ],
        "text_chars_max": 1000, "expires_on": "2022-01-09",
    });
    assert_eq!((form.status, form.json()), (200, expected));
    assert_eq!(form.json()["stage"]["code"], "closed");

    let wrong = people.stranger.post(&path, &json!({ "score": "so_so", "party": 1 }));
    assert_eq!(wrong.status, 400, "{wrong:?}");
    let long = people.stranger.post(&path, &json!({ "score": "satisfied", "text": "长".repeat(1001) }));
    assert_eq!(long.violations(), ["body /text max_length"]);
    let keyed = people.stranger.call("POST", &path).header("idempotency-key", "k");
    let keyed = keyed.json(&json!({ "score": "satisfied" }));
    assert_eq!(keyed.violations(), ["header Idempotency-Key not_taken"]);

    assert_eq!(rate(&people, &path, "satisfied").status, 204);
    let again = rate(&people, &path, "satisfied");
    assert_eq!(again.refused(), (409, vec!["act  already_rated".to_owned()]));
    assert_eq!(column(&people.supervisor.read("/api/v1/ratings"), "score"), ["satisfied"]);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
    assert_eq!(server.app.register.check().unwrap().ratings, 1);
}

#[test]
fn a_link_is_good_through_its_last_day_and_until_another_is_made() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    let (first, second, other) =
        (linked(&people, &file, 1), linked(&people, &file, 1), linked(&people, &file, 2));
    assert_eq!(people.stranger.get(&first).status, 404, "another took its place");
    assert_eq!(people.stranger.get("/api/v1/ratings/none").status, 404);
    assert_eq!(rate(&people, &first, "satisfied").status, 404);
    on_day(&server, "2022-01-09");
    assert_eq!(rate(&people, &second, "satisfied").status, 204);
    on_day(&server, "2022-01-10");
    for late in [people.stranger.get(&other), rate(&people, &other, "satisfied")] {
        assert_eq!(late.refused(), (409, vec!["act  link_expired".to_owned()]));
    }
    rated((&server, &people), &file, (2, "satisfied"));
    assert_eq!(column(&people.supervisor.read("/api/v1/ratings"), "rated_on"), ["2022-01-10", "2022-01-09"]);
}

/// Whoever makes links, or looks at one that they made, learns nothing of who rated: all is as before the rating, but that a
/// second rating is refused to whoever sends it. What a new link does to an older one is said.
#[test]
fn who_makes_links_does_not_learn_who_has_rated() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    let made = |party| {
        let reply = link(&people.clerk, &file, party);
        assert_eq!(reply.status, 201, "{reply:?}");
        let told = reply.json();
        let fields: Vec<&String> = told.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["expires_on", "no_page", "page", "path", "replaces_earlier"], "{told}");
        (told["path"].as_str().unwrap().to_owned(), told["replaces_earlier"].as_bool().unwrap())
    };
    let ((rates, first), (silent, other)) = (made(1), made(2));
    assert!(!first && !other);
    assert_eq!(rate(&people, &rates, "satisfied").status, 204);
    // The form of the one who rated and of the one who did not.
    assert_eq!(people.stranger.get(&rates).json(), people.stranger.get(&silent).json());
    let ((again, replaced), (other_again, other_replaced)) = (made(1), made(2));
    assert!(replaced && other_replaced, "either way");
    assert_eq!(people.stranger.get(&again).json(), people.stranger.get(&other_again).json());
    for old in [&rates, &silent] {
        assert_eq!((people.stranger.get(old).status, rate(&people, old, "satisfied").status), (404, 404));
    }
    assert_eq!(rate(&people, &again, "satisfied").refused(), (409, vec!["act  already_rated".to_owned()]));
    assert_eq!(rate(&people, &other_again, "dissatisfied").status, 204);
    assert_eq!(people.supervisor.read("/api/v1/ratings")["items"].as_array().unwrap().len(), 2);
}

/// A link is typed from a slip as well as followed.
#[test]
fn a_link_is_short_and_read_however_it_is_typed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    let path = linked(&people, &file, 1);
    let token = path.rsplit('/').next().unwrap();
    assert_eq!(token.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4], "{token}");
    for typed in [token.to_lowercase(), token.replace('-', ""), token.replace('-', "%20")] {
        assert_eq!(people.stranger.get(&format!("/api/v1/ratings/{typed}")).status, 200, "{typed}");
    }
}

#[derive(QueryableByName)]
struct SealedRow {
    #[diesel(sql_type = Binary)]
    sealed: Vec<u8>,
    #[diesel(sql_type = BigInt)]
    created_at: i64,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Nothing that is shown or kept says which party rated: rows, notices, and the audit log after the link was made.
#[test]
fn raters_are_not_shown_to_the_rated_nor_to_anybody() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    let before = people.clerk.read(&file.path("docket"));
    rated((&server, &people), &file, (2, "dissatisfied"));
    let rating = latest(&people);
    let expected = json!({
        "id": rating["id"], "case_id": file.id, "number": null, "score": "dissatisfied", "rated_on": "2021-12-10",
        "text": TEXT,
        "rectification": { "due_on": "2021-12-31", "assigned_to": people.supervisor.id, "state": "open",
            "recorded_late": false, "verification": null, "rectification": null },
    });
    assert_eq!(rating, expected);
    for rated in [
        &people.clerk,
        &people.arbitrator,
        &people.mediator,
        &people.report,
        &people.inspector,
        &people.admin,
    ] {
        assert_eq!(rated.get("/api/v1/ratings").status, 403);
        assert_eq!(rated.get(&format!("/api/v1/ratings?case={}", file.id)).status, 403);
    }
    for rated in [&people.clerk, &people.arbitrator, &people.mediator] {
        assert_eq!(told(rated, "bad_rating"), Vec::<Value>::new());
        assert_eq!(rated.get("/api/v1/statistics/ratings?from=2021-01-01&to=2021-12-31").status, 403);
    }
    // The supervisors are told on the next day, so that no notice has the instant.
    server.app.watch.run("here").unwrap();
    assert_eq!(told(&people.supervisor, "bad_rating"), Vec::<Value>::new());
    on_day(&server, "2021-12-11");
    server.app.watch.run("here").unwrap();
    server.app.watch.run("here").unwrap();
    let notices = told(&people.supervisor, "bad_rating");
    assert_eq!(
        (notices.len(), &notices[0]["party"], &notices[0]["rating_id"]),
        (1, &Value::Null, &rating["id"])
    );
    assert_eq!(notices[0]["words"]["zh"], "该案收到一件差评，请核实，并于2021-12-31前（含当日）完成整改");
    let text = notices[0].to_string();
    assert!(!text.contains(WORKER_NAME) && !text.contains(WORKER_PHONE), "{text}");
    assert_eq!(people.clerk.read(&file.path("docket")), before, "the case knows nothing of it");

    // Neither does the id have it, nor the row of the text: the tenth begins at 16:00 of the ninth, in UTC.
    let id = rating["id"].as_str().unwrap().to_owned();
    assert_eq!(id.parse::<uuid::Uuid>().unwrap().get_version_num(), 4);
    let sql = format!("SELECT sealed, created_at FROM vault WHERE id = '{id}'");
    let count = format!("SELECT COUNT(*) AS count FROM audit WHERE body LIKE '%{id}%'");
    let read = move |c: &mut sikuai::storage::Connection| {
        let rows = diesel::sql_query(sql).load::<SealedRow>(c).unwrap();
        Ok::<_, Error>((rows, diesel::sql_query(count).get_result::<Counted>(c).unwrap().count))
    };
    let (rows, audited) = server.app.store.read_blocking(read).unwrap();
    assert_eq!((rows.len(), audited), (1, 0));
    let day: chrono::DateTime<chrono::Utc> = "2021-12-09T16:00:00Z".parse().unwrap();
    assert_eq!(rows[0].created_at, day.timestamp_micros());
    let phone = WORKER_PHONE.as_bytes();
    assert!(!rows[0].sealed.windows(phone.len()).any(|part| part == phone));
}

#[test]
fn a_bad_rating_is_verified_and_rectified_within_its_term_or_is_late() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    rated((&server, &people), &file, (1, "satisfied"));
    let bad = || people.supervisor.read("/api/v1/ratings?bad=true")["items"][0].clone();
    let answer = |path: &str, body: Value| {
        let id = bad()["id"].clone();
        people.supervisor.post(&format!("/api/v1/ratings/{}/{path}", id.as_str().unwrap()), &body)
    };
    let good = format!("/api/v1/ratings/{}/verification", latest(&people)["id"].as_str().unwrap());
    let finding = |on: &str| json!({ "on": on, "finding": "founded", "note": TEXT });
    let not_bad = people.supervisor.post(&good, &finding("2021-12-10"));
    assert_eq!(not_bad.refused(), (409, vec!["act  not_bad".to_owned()]));

    rated((&server, &people), &file, (2, "very_dissatisfied"));
    let done = |on: &str| json!({ "on": on, "note": TEXT });
    let early = answer("rectification", done("2021-12-10"));
    assert_eq!(early.refused(), (409, vec!["act  not_verified".to_owned()]));
    let yesterday = answer("verification", finding("2021-12-09"));
    assert_eq!(yesterday.refused(), (422, vec!["body /on too_early".to_owned()]));

    // The last day is a Friday, and open to its end; the watch tells on the next day, once, whoever runs it.
    on_day(&server, "2021-12-31");
    server.app.watch.run("here").unwrap();
    assert_eq!(told(&people.supervisor, "rectification_missed").len(), 0);
    assert_eq!(bad()["rectification"]["state"], "open");
    on_day(&server, "2022-01-01");
    server.app.watch.run("here").unwrap();
    server.app.watch.run("here").unwrap();
    assert_eq!(told(&people.supervisor, "rectification_missed").len(), 1);
    assert_eq!(bad()["rectification"]["state"], "overdue");
    let open = "/api/v1/ratings?unrectified=true";
    assert_eq!(people.supervisor.read(open)["items"].as_array().unwrap().len(), 1);

    let verified = answer("verification", finding("2021-12-20"));
    assert_eq!((verified.status, verified.json()["rectification"]["state"].as_str()), (201, Some("overdue")));
    assert_eq!(verified.json()["rectification"]["verification"]["finding"], "founded");
    let again = answer("verification", finding("2021-12-20"));
    assert_eq!(again.refused(), (409, vec!["act  already_answered".to_owned()]));
    let rectified = answer("rectification", done("2022-01-01"));
    assert_eq!((rectified.status, rectified.json()["rectification"]["state"].as_str()), (201, Some("late")));
    assert_eq!(rectified.json()["rectification"]["rectification"]["note"], TEXT);
    assert_eq!(people.supervisor.read(open)["items"], json!([]));
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// It happened in time and was written down later: in time, and the delay is seen.
#[test]
fn a_rectification_that_is_recorded_late_counts_by_its_day_and_says_so() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    rated((&server, &people), &file, (1, "dissatisfied"));
    let path = format!("/api/v1/ratings/{}", latest(&people)["id"].as_str().unwrap());
    let answer = |what: &str, body: Value| people.supervisor.post(&format!("{path}/{what}"), &body);
    on_day(&server, "2022-01-10");
    let verified = json!({ "on": "2021-12-14", "finding": "founded", "note": "属实" });
    assert_eq!(answer("verification", verified).status, 201);
    // Neither before the verification nor before the rating.
    for early in ["2021-12-13", "2021-12-09"] {
        let refused = answer("rectification", json!({ "on": early, "note": "已整改" }));
        assert_eq!(refused.refused(), (422, vec!["body /on too_early".to_owned()]));
    }
    let done = answer("rectification", json!({ "on": "2021-12-14", "note": "已整改" }));
    let rectification = &done.json()["rectification"];
    assert_eq!(
        (&rectification["state"], &rectification["recorded_late"]),
        (&json!("in_time"), &json!(true)),
        "{done:?}"
    );
    assert_eq!(rectification["rectification"]["recorded_at"], "2022-01-10T01:00:00Z");
}

/// A double click records one answer; a bad rating that was rectified in time is nothing for the watch.
#[test]
fn an_answer_is_recorded_once_under_its_key_and_goes_to_who_has_the_fewest() {
    let server = TestServer::start();
    let people = People::of(&server);
    let other = Caller::new(&server, "second-supervisor", Role::Supervisor);
    let file = closed(&people, "2021-12-10");
    rated((&server, &people), &file, (1, "dissatisfied"));
    let first = latest(&people);
    rated((&server, &people), &file, (2, "dissatisfied"));
    let rated = people.supervisor.read("/api/v1/ratings");
    let assigned = |rating: &Value| rating["rectification"]["assigned_to"].as_str().unwrap().to_owned();
    let mut both: Vec<String> = rated["items"].as_array().unwrap().iter().map(assigned).collect();
    both.sort();
    let mut supervisors = [people.supervisor.id.clone(), other.id.clone()];
    supervisors.sort();
    assert_eq!(both, supervisors);

    let path = format!("/api/v1/ratings/{}", first["id"].as_str().unwrap());
    let verify = || {
        let call = other.call("POST", &format!("{path}/verification")).header("idempotency-key", "once");
        call.json(&json!({ "on": "2021-12-10", "finding": "unfounded", "note": "回访核实" }))
    };
    let (once, twice) = (verify(), verify());
    assert_eq!((once.status, twice.status, twice.header("idempotency-replayed")), (201, 201, "true"));
    assert_eq!(once.json(), twice.json());
    let done =
        other.post(&format!("{path}/rectification"), &json!({ "on": "2021-12-10", "note": "已当面释明" }));
    assert_eq!((done.status, done.json()["rectification"]["state"].as_str()), (201, Some("in_time")));
    on_day(&server, "2022-01-04");
    server.app.watch.run("here").unwrap();
    let missed = told(&other, "rectification_missed");
    assert_eq!(missed.len(), 1);
    assert_ne!(missed[0]["rating_id"], first["id"]);
}

#[test]
fn the_figures_count_by_their_definitions_and_list_their_cases() {
    let server = TestServer::start();
    let people = People::of(&server);
    // Closed on 10, 11, 12 December and on 3 January; rated on the days after, one by both, one by nobody.
    let days = ["2021-12-10", "2021-12-11", "2021-12-12", "2022-01-03"];
    let files = days.map(|day| {
        on_day(&server, day);
        closed(&people, day)
    });
    on_day(&server, "2021-12-30");
    rated((&server, &people), &files[0], (1, "very_satisfied"));
    rated((&server, &people), &files[0], (2, "dissatisfied"));
    let bad =
        people.supervisor.read("/api/v1/ratings?bad=true")["items"][0]["id"].as_str().unwrap().to_owned();
    rated((&server, &people), &files[1], (1, "basically_satisfied"));
    on_day(&server, "2022-01-05");
    rated((&server, &people), &files[3], (1, "very_dissatisfied"));
    let answer = |path: &str, body: Value| {
        assert_eq!(people.supervisor.post(&format!("/api/v1/ratings/{bad}/{path}"), &body).status, 201);
    };
    answer("verification", json!({ "on": "2022-01-04", "finding": "founded", "note": "属实" }));
    answer("rectification", json!({ "on": "2022-01-05", "note": "已整改" }));

    let of =
        |from: &str, to: &str| people.report.read(&format!("/api/v1/statistics/ratings?from={from}&to={to}"));
    let pair =
        |figure: &Value| (figure["numerator"].as_u64().unwrap(), figure["denominator"].as_u64().unwrap());
    let year = of("2021-01-01", "2021-12-31");
    assert_eq!((&year["closed_cases"]["value"], pair(&year["coverage"])), (&json!(3), (2, 3)));
    assert_eq!(year["coverage"]["percent"], "66.66");
    // 5 + 2 + 3 = 10 points in three ratings.
    assert_eq!((&year["ratings"]["value"], pair(&year["mean_score"])), (&json!(3), (10, 3)));
    assert_eq!(year["mean_score"]["mean"], "3.33");
    assert_eq!((pair(&year["satisfaction"]), &year["bad"]["value"]), ((2, 3), &json!(1)));
    assert_eq!(pair(&year["rectification"]), (1, 1));
    let january = of("2022-01-01", "2022-01-31");
    assert_eq!((pair(&january["coverage"]), pair(&january["mean_score"])), ((1, 1), (1, 1)));
    assert_eq!((pair(&january["satisfaction"]), pair(&january["rectification"])), ((0, 1), (0, 1)));
    let before = of("2020-01-01", "2020-12-31");
    assert_eq!((&before["mean_score"]["mean"], &before["coverage"]["percent"]), (&Value::Null, &Value::Null));

    let cases = |figure: &Value| {
        let mut ids = column(&people.report.read(figure["cases"].as_str().unwrap()), "id");
        ids.sort();
        ids
    };
    let ids = |wanted: &[usize]| {
        let mut ids: Vec<String> = wanted.iter().map(|index| files[*index].id.clone()).collect();
        ids.sort();
        ids
    };
    assert_eq!(cases(&year["closed_cases"]), ids(&[0, 1, 2]));
    assert_eq!(cases(&year["coverage"]), ids(&[0, 1]));
    assert_eq!(cases(&year["ratings"]), ids(&[0, 1]));
    assert_eq!(cases(&year["satisfaction"]), ids(&[0, 1]));
    assert_eq!(cases(&year["bad"]), ids(&[0]));
    assert_eq!(cases(&year["rectification"]), ids(&[0]));
    assert_eq!(cases(&january["bad"]), ids(&[3]));
    assert_eq!(cases(&january["rectification"]), Vec::<String>::new());
    let figure = year["bad"]["cases"].as_str().unwrap();
    assert_eq!(people.clerk.get(figure).status, 403);
    assert_eq!(people.supervisor.get(figure).status, 200);
}

/// In which order the ratings of a day came in nobody is told; a page goes on where the one before ended.
#[test]
fn ratings_are_listed_by_their_days() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    let other = closed(&people, "2021-12-10");
    on_day(&server, "2021-12-30");
    rated((&server, &people), &file, (1, "very_satisfied"));
    rated((&server, &people), &file, (2, "dissatisfied"));
    rated((&server, &people), &other, (1, "basically_satisfied"));
    on_day(&server, "2022-01-05");
    rated((&server, &people), &other, (2, "very_dissatisfied"));
    let bad = latest(&people)["id"].as_str().unwrap().to_owned();
    let page = people.supervisor.read("/api/v1/ratings?limit=3&from=2021-12-30&to=2022-01-05");
    let rest = people.supervisor.read(&format!("/api/v1/ratings?cursor={}", page["next"].as_str().unwrap()));
    // The day of one comes first; of the others' day any order is right, and each is told once.
    let mut scores = [column(&page, "score"), column(&rest, "score")].concat();
    assert_eq!((scores[0].as_str(), scores.len()), ("very_dissatisfied", 4));
    scores.sort();
    assert_eq!(scores, ["basically_satisfied", "dissatisfied", "very_dissatisfied", "very_satisfied"]);
    for cursor in ["x", "2021-12-30", "2021-12-30~x", &bad] {
        let refused = people.supervisor.get(&format!("/api/v1/ratings?cursor={cursor}"));
        assert_eq!(refused.refused(), (422, vec!["query cursor format".to_owned()]), "{cursor}");
    }
}

#[test]
fn what_was_written_is_sealed_again_with_a_new_key() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    rated((&server, &people), &file, (1, "dissatisfied"));
    let path = format!("/api/v1/ratings/{}/verification", latest(&people)["id"].as_str().unwrap());
    let verified = json!({ "on": "2021-12-10", "finding": "founded", "note": TEXT });
    assert_eq!(people.supervisor.post(&path, &verified).status, 201);
    let before = latest(&people);
    // The worker, the rating, and what was found.
    let rotated = server.app.register.rotate_master(|_| {}).unwrap();
    assert_eq!((rotated.rows, rotated.altered), (3, Vec::new()));
    // Of these the worker alone is a person, who is found by an index.
    assert_eq!(server.app.register.rotate_index().unwrap().rows, 1);
    server.app.register.retire_keys().unwrap();
    assert_eq!(latest(&people), before);
}

#[test]
fn a_link_is_tried_only_so_often_a_minute() {
    let server = TestServer::start_with(|config| config.public_requests_per_minute = 20);
    let people = People::of(&server);
    let file = closed(&people, "2021-12-10");
    let path = linked(&people, &file, 1);
    for _ in 0..20 {
        assert_eq!(people.stranger.get(&path).status, 200);
    }
    // By the address alone, whatever is tried.
    assert_eq!(people.stranger.get("/api/v1/ratings/none").status, 429);
    let refused = people.stranger.get(&path);
    assert_eq!(refused.status, 429);
    assert!(!refused.header("retry-after").is_empty());
}

/// Counted by hand in `data/demo-2021-ratings.json`: 15 × 5 + 11 × 4 + 3 × 3 + 2 × 2 + 1 points.
#[test]
fn the_demo_year_has_ratings_of_every_kind() {
    let server = TestServer::start();
    wait(demo::load(&server.app, &server.clock, "2021-12-10".parse().unwrap())).unwrap();
    let supervisor = Caller::new(&server, "more", Role::Supervisor);
    let year = supervisor.read("/api/v1/statistics/ratings?from=2021-01-01&to=2021-12-10");
    let numbers =
        |figure: &str| [&year[figure]["numerator"], &year[figure]["denominator"]].map(Value::as_u64);
    assert_eq!(numbers("mean_score"), [Some(133), Some(32)]);
    assert_eq!(year["mean_score"]["mean"], "4.15");
    assert_eq!(numbers("satisfaction"), [Some(29), Some(32)]);
    assert_eq!(numbers("rectification"), [Some(1), Some(3)]);
    assert_eq!(year["coverage"]["numerator"], 29);
    let bad = supervisor.read("/api/v1/ratings?bad=true");
    let states =
        bad["items"].as_array().unwrap().iter().map(|rating| rating["rectification"]["state"].as_str());
    assert_eq!(states.collect::<Vec<_>>(), [Some("open"), Some("late"), Some("in_time")]);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}
