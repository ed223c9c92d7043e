//! The search: what stands in a case is found by whoever may see it there, by two characters, the newest first; nothing
//! more is, whatever is asked. Not here: how text is cut (`domain::search`), and the plans (`tests/storage/plans.rs`).

use crate::support::people::{Caller, File, People, WORKER_ID_NUMBER, WORKER_NAME, application, on_day};
use crate::support::server::{Reply, TestServer};
use diesel::RunQueryDsl as _;
use serde_json::{Value, json};
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::storage::{StorageError, Tx, cases, meta};
use std::sync::mpsc;
use std::time::Duration;

/// A text as it is written into an address.
pub(crate) fn encoded(text: &str) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap();
    text.bytes().flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)]).collect()
}

fn asks(caller: &Caller<'_>, question: &str, more: &str) -> Reply {
    caller.get(&format!("/api/v1/search?q={}{more}", encoded(question)))
}

fn page(caller: &Caller<'_>, question: &str, more: &str) -> Value {
    let reply = asks(caller, question, more);
    assert_eq!(reply.status, 200, "{question}: {reply:?}");
    reply.json()
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["case"]["id"].as_str().unwrap().to_owned()).collect()
}

fn finds(caller: &Caller<'_>, question: &str) -> Vec<String> {
    ids(&page(caller, question, ""))
}

/// `field party text` of everything that was found in the first case.
fn found(page: &Value) -> Vec<String> {
    let found = page["items"][0]["found"].as_array().unwrap();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    found.iter().map(|f| format!("{} {} {}", text(&f["field"]), f["party"], text(&f["text"]))).collect()
}

fn with(on: &str, worker: &str, employer: &str) -> Value {
    let mut body = application(on);
    body["parties"][0]["who"]["worker"] = json!({ "name": worker });
    body["parties"][1]["who"]["employer"]["name"] = employer.into();
    body
}

fn sql(server: &TestServer, statement: &str) -> usize {
    let statement = statement.to_owned();
    let work = move |tx: &mut Tx| diesel::sql_query(statement).execute(&mut **tx).map_err(StorageError::from);
    server.app.store.write_blocking(work).unwrap()
}

fn differences(app: &App) -> Vec<String> {
    app.register.check().unwrap().inconsistencies
}

#[test]
fn a_case_is_found_by_whatever_stands_in_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let other = people.clerk.receive(&with("2021-12-02", "林小燕", "湛江市霞山区海产行"));
    assert_eq!(finds(&people.clerk, "2021 1号"), Vec::<String>::new(), "it has no number yet");
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    for (question, expected) in [
        ("红壤", "employer 2 徐闻县红壤农机服务部"),
        ("红壤农机", "employer 2 徐闻县红壤农机服务部"),
        ("劳动关系 红壤", "cause null 确认劳动关系"),
        ("2021 1号", "number null 徐劳人仲案字〔2021〕1号"),
        ("〔２０２１〕１号", "number null 徐劳人仲案字〔2021〕1号"),
        ("徐劳人仲案字[2021]第001号", "number null 徐劳人仲案字〔2021〕1号"),
        ("徐劳人仲案字（2021）01号", "number null 徐劳人仲案字〔2021〕1号"),
        ("支付工资 徐闻", "claim 1 请求支付工资"),
        ("符永", "person 1 符永祥"),
        ("永祥", "person 1 符永祥"),
        ("440825199608270003", "person 1 符永祥"),
        ("440825 19960827 0003", "person 1 符永祥"),
        ("138 0099 0011", "person 1 符永祥"),
        ("永祥 红壤", "employer 2 徐闻县红壤农机服务部"),
    ] {
        let page = page(&people.clerk, question, "");
        assert_eq!(ids(&page), std::slice::from_ref(&file.id), "{question}");
        assert!(found(&page).contains(&expected.to_owned()), "{question}: {:?}", found(&page));
        assert_eq!(page["items"][0]["case"]["worker"], WORKER_NAME);
        assert_eq!(page["next"], Value::Null, "{question}");
    }
    assert_eq!(found(&page(&people.clerk, "永祥 红壤", "")).len(), 2, "each word once");
    assert_eq!(finds(&people.clerk, "支付工资"), [other.id.clone(), file.id.clone()]);
    for question in
        ["红土", "壤红", "红壤 海产", "0099", "44082519960827000", "19960827", "角尾", "6217009900112233445"]
    {
        assert_eq!(finds(&people.clerk, question), Vec::<String>::new(), "{question}");
    }
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

#[test]
fn a_word_is_in_one_name_and_not_put_together_from_several() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = with("2021-12-01", "王小刚", "徐闻县农机公司");
    let second = json!({ "no": 3, "side": "applicant", "who": { "worker": { "name": "李小明" } } });
    let employer =
        json!({ "no": 4, "side": "respondent", "who": { "employer": { "name": "闻县有限合伙" } } });
    body["parties"].as_array_mut().unwrap().extend([second, employer]);
    body["claims"][1]["claimant"] = 3.into();
    let file = people.clerk.receive(&body);
    assert_eq!(finds(&people.clerk, "小刚 小明"), std::slice::from_ref(&file.id));
    assert_eq!(finds(&people.clerk, "王小明"), Vec::<String>::new());
    // 徐闻, 闻县 and 县有 each stand somewhere.
    assert_eq!(finds(&people.clerk, "徐闻 县有"), [file.id]);
    assert_eq!(finds(&people.clerk, "徐闻县有"), Vec::<String>::new());
}

/// Who is to find a case by a word of a text that all may read, of what its parties brought, and of what is the tribunal's own.
fn who_should_find() -> [(&'static str, String); 9] {
    let rows = [
        ("clerk", "+++"),
        ("arbitrator", "+++"),
        ("outsider", "+--"),
        ("mediator", "++-"),
        ("supervisor", "+--"),
        ("inspector", "---"),
        ("report", "333"),
        ("admin", "333"),
        ("stranger", "111"),
    ];
    rows.map(|(name, row)| (name, row.to_owned()))
}

/// Who finds a case: by its employer, by its worker's name, by the whole ID number.
fn who_finds(people: &People<'_>, file: &File, questions: [&str; 3]) -> Vec<(&'static str, String)> {
    who_finds_in(people, file, (&questions, ""))
}

/// As `who_finds`, for any questions, with more of their queries.
fn who_finds_in(
    people: &People<'_>,
    file: &File,
    (questions, more): (&[&str], &str),
) -> Vec<(&'static str, String)> {
    let callers = [
        ("clerk", &people.clerk),
        ("arbitrator", &people.arbitrator),
        ("outsider", &people.outsider),
        ("mediator", &people.mediator),
        ("supervisor", &people.supervisor),
        ("inspector", &people.inspector),
        ("report", &people.report),
        ("admin", &people.admin),
        ("stranger", &people.stranger),
    ];
    let sign = |caller: &Caller<'_>, question: &str| {
        let reply = asks(caller, question, more);
        match reply.status {
            200 if ids(&reply.json()).contains(&file.id) => '+',
            200 => '-',
            403 => '3',
            401 => '1',
            _ => panic!("{reply:?}"),
        }
    };
    let row = |caller| questions.iter().map(|question| sign(caller, question)).collect();
    callers.map(|(name, caller)| (name, row(caller))).to_vec()
}

#[test]
fn people_are_found_by_those_alone_who_may_read_their_data() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let questions = ["红壤", "永祥", WORKER_ID_NUMBER];
    let row = |all: &[(&'static str, String)], name: &str| {
        all.iter().find(|(caller, _)| *caller == name).unwrap().1.clone()
    };
    let before = who_finds(&people, &file, questions);
    assert_eq!((row(&before, "clerk"), row(&before, "arbitrator")), ("+++".to_owned(), "+--".to_owned()));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
    people.supervisor.does(&file, "assignment", &json!({ "on": "2021-12-06", "people": mediator }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
    let expected = [
        ("clerk", "+++"),
        ("arbitrator", "+++"),
        ("outsider", "+--"),
        ("mediator", "+++"),
        ("supervisor", "+--"),
        ("inspector", "---"),
        ("report", "333"),
        ("admin", "333"),
        ("stranger", "111"),
    ];
    assert_eq!(who_finds(&people, &file, questions), expected.map(|(name, row)| (name, row.to_owned())));
    // A word about a person and one about the employer: both must be open to the caller.
    assert_eq!(finds(&people.supervisor, "永祥 红壤"), Vec::<String>::new());
    // The list of claims' words says nothing of people, and the case is found with no name in what is shown.
    let shown = asks(&people.supervisor, "红壤", "").text;
    assert_eq!(found(&serde_json::from_str(&shown).unwrap()), ["employer 2 徐闻县红壤农机服务部"]);

    // What is referred to the desk is read there, and its people are not looked up; what the desk took on is its own.
    let offered = json!({ "on": "2021-12-10", "to": "inspection", "ground": "涉嫌欠薪" });
    people.clerk.does(&file, "referrals", &offered);
    let referred = who_finds(&people, &file, questions);
    assert_eq!(row(&referred, "inspector"), "+--");
    let parties = application("2021-12-10")["parties"].clone();
    let body = json!({ "on": "2021-12-10", "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": parties });
    let own = people.clerk.opens("/api/v1/inspection-cases", &body);
    let of_desk = who_finds(&people, &own, questions);
    assert_eq!(
        ["clerk", "inspector", "arbitrator", "supervisor"].map(|name| row(&of_desk, name)),
        ["+++", "+++", "+--", "+--"]
    );
}

#[test]
fn the_newest_come_first_page_by_page_and_filters_hold() {
    let server = TestServer::start();
    let people = People::of(&server);
    let days =
        ["2021-11-03", "2021-12-01", "2021-11-02", "2021-12-01", "2021-11-05", "2021-12-02", "2021-11-01"];
    let mut expected = Vec::new();
    for (number, day) in days.iter().enumerate() {
        let employer = format!("徐闻县第{number}农场");
        let file =
            people.clerk.receive(&with(day, if number % 2 == 0 { "王建国" } else { "李春花" }, &employer));
        expected.push(((*day).to_owned(), file.id));
    }
    expected.sort();
    expected.reverse();
    let expected: Vec<String> = expected.into_iter().map(|(_, id)| id).collect();
    for limit in [1, 2, 3, 7, 50] {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = page(&people.clerk, "徐闻", &format!("&limit={limit}{cursor}"));
            walked.extend(ids(&page));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
            assert!(walked.len() < 20, "the pages do not end");
        }
        assert_eq!(walked, expected, "by {limit}");
    }
    let finds = |question: &str, filter: &str| ids(&page(&people.clerk, question, filter)).len();
    assert_eq!(finds("建国", "") + finds("春花", ""), 7);
    assert_eq!(finds("徐闻", "&received_on__gte=2021-12-01"), 3);
    assert_eq!(finds("徐闻", "&received_on__lte=2021-11-03"), 3);
    assert_eq!(finds("徐闻", "&received_on__gte=2021-11-02&received_on__lte=2021-11-03"), 2);
    assert_eq!(finds("徐闻", "&stage=accepted"), 0);
    assert_eq!(finds("徐闻", "&stage=received&kind=arbitration&cause=relationship"), 7);
    assert_eq!(finds("徐闻 建国 第4农场", ""), 1);
    assert_eq!(finds("徐闻", "&kind=inspection"), 0);
}

#[test]
fn whatever_is_asked_is_answered_or_refused_in_words() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.receive(&application("2021-12-01"));
    let code = |question: &str| {
        let reply = asks(&people.clerk, question, "");
        (reply.status, reply.violations())
    };
    let refused = |status: u16, code: &str| (status, vec![format!("query q {code}")]);
    assert_eq!(code(""), refused(400, "required"));
    assert_eq!(people.clerk.get("/api/v1/search").violations(), ["query q required"]);
    assert_eq!(code("符"), refused(422, "one_character"));
    assert_eq!(code("永祥 徐"), refused(422, "one_character"));
    for empty in [" ", "%", "*", "\"", "'", "🙂", "--", "\u{300c}\u{300d}", "\u{3000}"] {
        assert_eq!(code(empty), refused(422, "nothing_to_search"), "{empty:?}");
    }
    assert_eq!(code("红壤\0"), refused(400, "control_character"));
    assert_eq!(code(&"红壤".repeat(31)), refused(400, "max_length"));
    assert_eq!(code(&"红壤 ".repeat(9)), refused(422, "too_many_words"));
    for nothing in [
        "符%祥",
        "符_祥",
        "永祥* OR 1=1",
        "NEAR(永祥, 徐闻)",
        "\"徐闻\" NOT 红壤",
        "永祥' UNION SELECT 1 --",
        "徐闻^2",
        "\u{20bb7}\u{2a6d6}",
        "\u{10ffff}\u{10fffe}",
        "ﬀﬁ",
        "İstanbul",
        "ß",
        "徐\u{301}闻县\u{200d}城",
        "𝟙𝟚",
    ] {
        assert_eq!(code(nothing).0, 200, "{nothing}");
        assert_eq!(finds(&people.clerk, nothing), Vec::<String>::new(), "{nothing}");
    }
    for same in ["徐.闻", "\"红壤\"", "徐闻%", "徐闻*", "徐\u{200d}闻", "(红壤)农机", "符·永祥"]
    {
        assert_eq!(finds(&people.clerk, same).len(), 1, "{same}");
    }
    for cursor in ["x", "2021-12-01", "2021-12-01~x", "~", "99999-12-01~00000000-0000-7000-8000-000000000000"]
    {
        let reply = asks(&people.clerk, "徐闻", &format!("&cursor={cursor}"));
        assert_eq!(reply.refused(), (422, vec!["query cursor format".to_owned()]), "{cursor}");
    }
    let no_text = people.clerk.get("/api/v1/search?q=%FF%FE");
    assert_eq!(no_text.refused(), refused(422, "nothing_to_search"));
}

/// The place where a page ends may be that of a case in which the caller may not learn that a name matches: nobody reads it,
/// nobody makes one, and nobody goes on from another's.
#[test]
fn where_a_search_goes_on_is_sealed_and_the_callers_own() {
    let server = TestServer::start();
    let people = People::of(&server);
    let cases: Vec<String> = (1..=3)
        .map(|number| {
            people.clerk.receive(&with("2021-12-01", "王建国", &format!("徐闻县第{number}农场"))).id
        })
        .collect();
    let next = page(&people.clerk, "徐闻", "&limit=1")["next"].as_str().unwrap().to_owned();
    assert!(cases.iter().all(|id| !next.contains(id.as_str())) && !next.contains("2021-12-01"), "{next}");
    assert_eq!(ids(&page(&people.clerk, "徐闻", &format!("&cursor={next}"))).len(), 2);
    let plain = format!("2021-12-01~{}", cases[1]);
    let altered = format!("{}{}", &next[..next.len() - 1], if next.ends_with('0') { '1' } else { '0' });
    for (who, cursor) in [(&people.clerk, &plain), (&people.clerk, &altered), (&people.supervisor, &next)] {
        let reply = asks(who, "徐闻", &format!("&cursor={cursor}"));
        assert_eq!(reply.refused(), (422, vec!["query cursor format".to_owned()]), "{cursor}");
    }
}

/// Texts with everything that names have, and what is found of every two characters of them, by looking through all.
#[test]
fn every_two_characters_of_every_text_find_exactly_the_cases_that_have_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let employers = [
        "徐闻县龙塘镇\u{20bb7}野家具厂",
        "\u{e5e5}\u{e5e6}农业合作社",
        "㐂寿司店徐闻分店",
        "東莞鞋業有限公司",
        "湛江有限公司徐闻分公司",
        "徐闻徐闻徐闻商行",
        "龍塘鎮\u{2a6d6}記餐廳",
        "阿里山茶业有限公司",
    ];
    let workers = [
        "欧阳小娜娜",
        "買買提艾山",
        "\u{20bb7}小\u{20bb7}",
        "㐂\u{4dae}",
        "徐闻",
        "林林",
        "李\u{e863}兵",
        "小娜",
    ];
    let mut cases = Vec::new();
    for (employer, worker) in employers.iter().zip(workers) {
        let file = people.clerk.receive(&with("2021-12-01", worker, employer));
        cases.push((file.id, [(*employer).to_owned(), worker.to_owned()]));
    }
    let mut pieces: Vec<String> = Vec::new();
    for text in employers.iter().chain(&workers) {
        let characters: Vec<char> = text.chars().collect();
        pieces.extend(characters.windows(2).map(String::from_iter));
        pieces.extend(characters.windows(3).map(String::from_iter));
        pieces.push((*text).to_owned());
    }
    assert!(pieces.len() > 150, "{}", pieces.len());
    for piece in pieces {
        let has = |(_, texts): &&(String, [String; 2])| texts.iter().any(|text| text.contains(&piece));
        let mut expected: Vec<String> = cases.iter().filter(has).map(|(id, _)| id.clone()).collect();
        expected.sort_by(|a, b| b.cmp(a));
        assert_eq!(finds(&people.clerk, &piece), expected, "{piece}");
    }
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

#[test]
fn a_correction_moves_what_is_found() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let other = people.clerk.receive(&with("2021-11-20", "王大海", "徐闻县曲界菠萝厂"));
    assert_eq!(finds(&people.clerk, "徐闻"), [file.id.clone(), other.id.clone()]);
    let mut right = with("2021-11-01", "符永翔", "徐闻县红土农机服务部");
    right["on"] = "2021-11-01".into();
    let body = json!({ "on": "2021-12-10", "reason": "误录", "replacement": right });
    people.clerk.does(&file, "docket/1/correction", &body);
    for gone in ["红壤", "永祥", WORKER_ID_NUMBER] {
        assert_eq!(finds(&people.clerk, gone), Vec::<String>::new(), "{gone}");
    }
    assert_eq!(finds(&people.clerk, "红土 永翔"), std::slice::from_ref(&file.id));
    assert_eq!(finds(&people.clerk, "徐闻"), [other.id, file.id], "it was received before");
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

/// Accepted on 5 August 2021: the forty-five days ended in September, and a court took the suit in November.
#[test]
fn a_case_is_found_by_the_number_that_a_court_gave_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-08-02"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-08-05", "procedure": "ordinary" }));
    let ended = |number: &str| json!({ "on": "2021-12-01", "court_docketed_on": "2021-11-01", "court_number": number });
    let arbitrator = json!([{ "user": people.arbitrator.id, "duty": "arbitrator" }]);
    people.supervisor.does(&file, "assignment", &json!({ "on": "2021-08-06", "people": arbitrator }));
    people.arbitrator.does(&file, "termination", &ended("（2021）粤0825民初318号"));
    for question in ["（2021）粤0825民初318号", "(2021) 粤0825 民初318号", "民初318号"] {
        let page = page(&people.clerk, question, "");
        assert_eq!(ids(&page), std::slice::from_ref(&file.id), "{question}");
        let is_shown = |text: &String| text.starts_with("court_number null ") && text.ends_with("民初318号");
        assert!(found(&page).iter().any(is_shown), "{question}: {:?}", found(&page));
    }
    assert_eq!(people.clerk.read(&file.path(""))["court_numbers"], json!(["（2021）粤0825民初318号"]));
    let body =
        json!({ "on": "2021-12-10", "reason": "误录", "replacement": ended("（2021）粤0825民初381号") });
    people.supervisor.does(&file, "docket/4/correction", &body);
    assert_eq!(finds(&people.clerk, "民初318号"), Vec::<String>::new());
    assert_eq!(finds(&people.clerk, "民初381号"), [file.id]);
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

#[test]
fn the_index_is_written_with_the_act_and_a_dry_run_writes_none() {
    let server = TestServer::start();
    let people = People::of(&server);
    let dry = people.clerk.post("/api/v1/cases?dry_run=true", &application("2021-12-01"));
    assert_eq!(dry.status, 200, "{dry:?}");
    assert_eq!(sql(&server, "DELETE FROM search_terms"), 0);
    let refused = people.clerk.post("/api/v1/cases", &with("2022-01-01", "林小燕", "海产行"));
    assert_eq!(refused.status, 409, "{refused:?}");
    assert_eq!(sql(&server, "DELETE FROM search_terms"), 0);
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let gone = sql(&server, "DELETE FROM search_cases") + sql(&server, "DELETE FROM search_terms");
    assert!(gone > 20, "{gone}");
    let served =
        json!({ "on": "2021-12-10", "document": "acceptance_notice", "parties": [1], "manner": "direct" });
    people.clerk.does(&file, "services", &served);
    assert_eq!(finds(&people.clerk, "红壤 永祥"), [file.id], "what was lost comes back with the next act");
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

#[test]
fn a_lost_index_is_named_by_the_check_and_made_anew_by_the_next_start() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let named = |wrong: &str| {
        let found = differences(&server.app);
        assert_eq!(found.len(), 1, "{wrong}: {found:?}");
        assert!(
            found[0].ends_with(": the words by which the case is found differ from the docket"),
            "{found:?}"
        );
    };
    assert_eq!(sql(&server, "DELETE FROM search_terms WHERE term = (SELECT MIN(term) FROM search_terms)"), 1);
    named("a term");
    sql(&server, "DELETE FROM search_terms");
    sql(&server, "DELETE FROM search_cases");
    named("all of them");
    let reopen = || {
        let again = |tx: &mut Tx| meta::set(tx, meta::LAW_BOOK, "what another program wrote");
        server.app.store.write_blocking(again).unwrap();
        App::over(server.app.store.clone(), server.app.settings.clone(), Clock::System).unwrap()
    };
    // So a database of before, which has none, gets its index.
    assert_eq!(differences(&reopen()), Vec::<String>::new());
    assert_eq!(finds(&people.clerk, "红壤 永祥"), std::slice::from_ref(&file.id));
    sql(&server, "UPDATE search_cases SET terms = '{}'");
    named("no terms");
    sql(&server, "DELETE FROM search_cases");
    assert_eq!(differences(&reopen()), Vec::<String>::new());
    sql(&server, "UPDATE search_cases SET received_on = '2021-11-01'");
    named("another day");
    assert_eq!(differences(&reopen()), Vec::<String>::new());
    assert_eq!(finds(&people.clerk, "红壤 永祥"), [file.id]);
}

#[test]
fn people_are_found_while_the_index_key_changes_and_after() {
    let server = TestServer::start();
    let people = People::of(&server);
    let first = people.clerk.receive(&application("2021-12-01"));
    let second = people.clerk.receive_another(&application("2021-12-02"));
    let text = std::fs::read_to_string(server.app.settings.key_path().unwrap()).unwrap();
    let keys = text.lines().filter_map(|line| line.strip_prefix("index "));
    let old: Vec<String> = keys.map(|key| key.split(' ').next().unwrap().to_owned()).collect();
    let of_first = format!("case_id = '{}'", first.id);
    sql(&server, &format!("CREATE TABLE kept AS SELECT * FROM search_cases WHERE {of_first}"));
    let places_of_first = "place = (SELECT place FROM search_terms ORDER BY place LIMIT 1)";
    sql(&server, &format!("CREATE TABLE kept_terms AS SELECT * FROM search_terms WHERE {places_of_first}"));
    let rotated = server.app.register.rotate_index().unwrap();
    assert_ne!(old, std::slice::from_ref(&rotated.key));
    assert_eq!(finds(&people.clerk, "永祥"), [second.id.clone(), first.id.clone()]);
    assert_eq!(finds(&people.clerk, WORKER_ID_NUMBER).len(), 2);
    // Half-way: the first is under the old key still.
    sql(&server, &format!("DELETE FROM search_cases WHERE {of_first}"));
    sql(&server, "INSERT INTO search_cases SELECT * FROM kept");
    sql(&server, &format!("DELETE FROM search_terms WHERE {places_of_first}"));
    sql(&server, "INSERT INTO search_terms SELECT * FROM kept_terms");
    sql(&server, "DROP TABLE kept");
    sql(&server, "DROP TABLE kept_terms");
    assert_eq!(finds(&people.clerk, "永祥"), [second.id.clone(), first.id.clone()]);
    let unfinished = format!("UPDATE meta SET value = 'indexing {}' WHERE key = 'index_key'", rotated.key);
    assert_eq!(sql(&server, &unfinished), 1);
    assert_eq!(server.app.register.retire_keys().unwrap(), Vec::<String>::new(), "a case needs the old key");
    assert_eq!(server.app.register.rotate_index().unwrap().key, rotated.key, "it goes on with the same key");
    assert_eq!(server.app.register.retire_keys().unwrap(), old);
    let third = people.clerk.receive_another(&application("2021-12-03"));
    assert_eq!(finds(&people.clerk, "永祥"), [third.id, second.id, first.id]);
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

// --- Files and papers ---

/// Brings a text of this name; more of its query may follow.
fn brings(caller: &Caller<'_>, file: &File, name: &str) -> Reply {
    let path = file.path(&format!("files?name={name}"));
    caller.call("POST", &path).header("content-type", "text/plain").raw(format!("{name}\n"))
}

fn brought(caller: &Caller<'_>, file: &File, name: &str) -> String {
    let reply = brings(caller, file, name);
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_file_is_found_by_its_name_by_those_alone_who_may_read_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let other = people.clerk.receive_another(&application("2021-12-02"));
    brought(&people.clerk, &other, &encoded("考勤.txt"));
    let name = "工资流水·吴大有（二〇二〇年）.txt";
    brought(&people.clerk, &file, &encoded(name));
    // What the tribunal says among itself lies in the secondary volume.
    brought(&people.clerk, &file, &format!("{}&material=meeting_record", encoded("合议意见.txt")));
    for question in ["流水", "工资流水", "大有 流水", "吴大有", "二〇二〇年 永祥", "红壤 流水"]
    {
        let page = page(&people.clerk, question, "");
        assert_eq!(ids(&page), std::slice::from_ref(&file.id), "{question}");
        assert!(found(&page).contains(&format!("file null {name}")), "{question}: {:?}", found(&page));
    }
    assert_eq!(finds(&people.clerk, "考勤 流水"), Vec::<String>::new(), "they are of two cases");
    for nothing in ["txt", "水流", "有大", "工资表"] {
        assert_eq!(finds(&people.clerk, nothing), Vec::<String>::new(), "{nothing}");
    }
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
    people.supervisor.does(&file, "assignment", &json!({ "on": "2021-12-06", "people": mediator }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
    let questions = ["红壤", "工资流水", "合议意见"];
    assert_eq!(who_finds(&people, &file, questions), who_should_find());
    // An act changes nothing of that, and neither does what is stated of the file, until it is asked again.
    assert_eq!(finds(&people.mediator, "工资流水"), std::slice::from_ref(&file.id));
    assert_eq!(differences(&server.app), Vec::<String>::new());
    let texts = server.app.store.read_blocking(|c| {
        let row = sikuai::storage::search::of_cases(c, std::slice::from_ref(&file.id))?.pop().unwrap();
        Ok::<_, StorageError>(row.terms)
    });
    assert!(!texts.unwrap().contains("流"), "names are hidden");
}

#[test]
fn a_paper_is_found_by_its_kind_in_every_case_that_is_seen() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.receive_another(&application("2021-12-02"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    assert_eq!(finds(&people.clerk, "受理通知书"), Vec::<String>::new());
    let make = || {
        let call = people.clerk.call("POST", &file.path("papers")).header("if-match", &file.tag());
        let reply = call.json(&json!({ "kind": "acceptance_notice" }));
        assert_eq!(reply.status, 201, "{reply:?}");
    };
    make();
    make();
    for caller in [&people.clerk, &people.supervisor, &people.outsider] {
        let page = page(caller, "通知书 红壤", "");
        assert_eq!(ids(&page), std::slice::from_ref(&file.id));
        let of_paper: Vec<_> = found(&page).into_iter().filter(|found| found.starts_with("paper")).collect();
        assert_eq!(of_paper, ["paper null 受理通知书"]);
    }
    assert_eq!(finds(&people.clerk, "应诉通知书"), Vec::<String>::new());
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

/// A case with a record of its hearing, and one of what the tribunal said among itself in the secondary volume.
fn recorded(server: &TestServer, people: &People<'_>) -> File {
    on_day(server, "2021-12-01");
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does_on("2021-12-02", &file, ("acceptance", json!({ "procedure": "ordinary" })));
    let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
    people.supervisor.does_on("2021-12-02", &file, ("assignment", json!({ "people": mediator })));
    let serves = |day: &str, served: Value| people.clerk.does_on(day, &file, ("services", served));
    serves("2021-12-02", json!({ "document": "application_copy", "parties": [2], "manner": "direct" }));
    people.supervisor.does_on("2021-12-03", &file, ("tribunal", people.panel("2021-12-03")));
    let notice = json!({ "held_on": "2021-12-20", "time": "09:30" });
    let done = people.arbitrator.does_on("2021-12-06", &file, ("hearings", notice));
    let hearing = done["entry"]["no"].as_u64().unwrap();
    serves(
        "2021-12-06",
        json!({ "document": "hearing_notice", "of": hearing, "parties": [1, 2], "manner": "direct" }),
    );
    let arbitrator = &people.arbitrator;
    arbitrator.does_on("2021-12-20", &file, (&format!("hearings/{hearing}/opening"), json!({})));
    let closing = json!({ "mediation": "failed" });
    arbitrator.does_on("2021-12-20", &file, (&format!("hearings/{hearing}/closing"), closing));
    arbitrator.does_on("2021-12-21", &file, ("discussions", json!({ "conclusion": "一致" })));
    for (kind, record) in [
        ("hearing_record", "申请人：黎大海垫付的医药费有\n收条，编号AB-７７３。"),
        ("discussion_record", "林国梁：加倍工资拟不予支持。"),
    ] {
        let body = json!({ "kind": kind, "texts": { "record": record, "attendance": "全体到庭" } });
        let call = people.clerk.call("POST", &file.path("papers")).header("if-match", &file.tag());
        let reply = call.json(&body);
        assert_eq!(reply.status, 201, "{reply:?}");
    }
    file
}

const IN_PAPERS: &str = "&in_papers=true";

#[test]
fn what_was_written_for_a_paper_is_found_by_those_alone_who_may_read_it() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = recorded(&server, &people);
    people.clerk.receive_another(&application("2021-12-01"));
    for question in ["垫付的医药费", "黎大海", "ab 773", "红壤 收条", "垫付 永祥", "费有收条"]
    {
        let page = page(&people.clerk, question, IN_PAPERS);
        assert_eq!(ids(&page), std::slice::from_ref(&file.id), "{question}");
        assert!(
            found(&page).contains(&"paper_text null 庭审笔录".to_owned()),
            "{question}: {:?}",
            found(&page)
        );
        assert!(!page.to_string().contains("收条"), "nothing of it is shown");
        assert_eq!(
            finds(&people.clerk, question),
            Vec::<String>::new(),
            "{question}, and papers are not read"
        );
    }
    for nothing in ["医药垫付", "垫付 海产行", "药费由", "大海垫付的医疗费", "73"] {
        assert_eq!(ids(&page(&people.clerk, nothing, IN_PAPERS)), Vec::<String>::new(), "{nothing}");
    }
    let asked = (&["红壤", "垫付的医药费", "加倍工资拟不予支持"][..], IN_PAPERS);
    assert_eq!(who_finds_in(&people, &file, asked), who_should_find());
    let wrong = asks(&people.clerk, "红壤", "&in_papers=yes");
    assert_eq!(wrong.status, 400, "{wrong:?}");
}

#[test]
fn writing_stays_found_through_acts_other_keys_and_a_lost_index() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = recorded(&server, &people);
    let is_found = |when: &str| {
        let page = page(&people.clerk, "垫付的医药费", IN_PAPERS);
        assert_eq!(ids(&page), std::slice::from_ref(&file.id), "{when}");
        assert_eq!(differences(&server.app), Vec::<String>::new(), "{when}");
    };
    let served = json!({ "document": "acceptance_notice", "parties": [1], "manner": "direct" });
    people.clerk.does_on("2021-12-22", &file, ("services", served));
    is_found("after an act");
    server.app.register.rotate_master(|_| {}).unwrap();
    server.app.register.rotate_index().unwrap();
    is_found("under other keys");
    // A database of before, whose index does not say which cases have writing.
    sql(&server, "UPDATE search_cases SET terms = '{\"public\":[],\"people\":{}}'");
    let again = |tx: &mut Tx| meta::set(tx, meta::LAW_BOOK, "what another program wrote");
    server.app.store.write_blocking(again).unwrap();
    App::over(server.app.store.clone(), server.app.settings.clone(), Clock::System).unwrap();
    is_found("made anew");
    // Many cases are walked through page by page, each once.
    for _ in 0..4 {
        people.clerk.receive_another(&application("2021-12-22"));
    }
    let first = page(&people.clerk, "徐闻", &format!("{IN_PAPERS}&limit=3"));
    assert_eq!(ids(&first).len(), 3);
    let next = format!("{IN_PAPERS}&limit=3&cursor={}", first["next"].as_str().unwrap());
    let rest = page(&people.clerk, "徐闻", &next);
    assert_eq!((ids(&rest).len(), ids(&rest).last()), (2, Some(&file.id)));
    // Whose writing does not open has none; the check names it, and the search goes on.
    sql(
        &server,
        "UPDATE vault SET sealed = (SELECT sealed FROM vault LIMIT 1) WHERE id IN (SELECT id FROM papers)",
    );
    assert_eq!(ids(&page(&people.clerk, "垫付的医药费", IN_PAPERS)), Vec::<String>::new());
}

#[test]
fn files_and_papers_stay_found_through_acts_other_keys_and_a_lost_index() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    brought(&people.clerk, &file, &encoded("工资流水.txt"));
    let all_found = |when: &str| {
        assert_eq!(finds(&people.clerk, "流水 红壤"), std::slice::from_ref(&file.id), "{when}");
        assert_eq!(differences(&server.app), Vec::<String>::new(), "{when}");
    };
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    all_found("after an act");
    let served =
        json!({ "on": "2021-12-10", "document": "acceptance_notice", "parties": [1], "manner": "direct" });
    sql(&server, "DELETE FROM search_cases");
    sql(&server, "DELETE FROM search_terms");
    people.clerk.does(&file, "services", &served);
    all_found("after an act in a case that was lost");
    server.app.register.rotate_index().unwrap();
    all_found("under another key");
    // A case that is still under the key before: what comes to it brings it under the new one.
    sql(&server, "UPDATE search_cases SET index_key = 'gone'");
    brought(&people.clerk, &file, &encoded("考勤记录.txt"));
    all_found("after a file came");
    assert_eq!(finds(&people.clerk, "考勤记录"), std::slice::from_ref(&file.id));
    // A database of before, whose index has no files.
    sql(&server, "UPDATE search_cases SET terms = '{\"public\":[],\"people\":{}}'");
    let again = |tx: &mut Tx| meta::set(tx, meta::LAW_BOOK, "what another program wrote");
    server.app.store.write_blocking(again).unwrap();
    // Until it is made anew nothing comes that would be missing in it.
    let reply = brings(&people.clerk, &file, &encoded("迟到.txt"));
    assert_eq!(reply.status, 503, "{reply:?}");
    App::over(server.app.store.clone(), server.app.settings.clone(), Clock::System).unwrap();
    all_found("made anew");
}

/// Whoever writes what a case is found by waits for the others: files that come at once, and an act that gives it a number.
#[test]
fn files_that_come_to_a_case_at_once_with_an_act_are_all_found() {
    let server = TestServer::start();
    let people = People::of(&server);
    let token = crate::support::server::access_token(&server.log_in("clerk"));
    for round in 1..=6 {
        let file = people.clerk.receive_another(&application("2021-12-01"));
        let names: Vec<String> = (1..=4).map(|number| format!("第{round}案材料{number}.txt")).collect();
        std::thread::scope(|scope| {
            for name in &names {
                let path = file.path(&format!("files?name={}", encoded(name)));
                let call = server.post(&path).bearer(&token).header("content-type", "text/plain");
                scope.spawn(move || assert_eq!(call.raw(name.clone()).status, 201));
            }
            people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
        });
        for name in &names {
            assert_eq!(finds(&people.clerk, name.trim_end_matches(".txt")), std::slice::from_ref(&file.id));
        }
        assert_eq!(finds(&people.clerk, &format!("2021 {round}号")), [file.id]);
    }
    assert_eq!(differences(&server.app), Vec::<String>::new());
}

/// An act reads what its case is found by and writes it anew: a file that came between the two would be lost.
#[test]
fn a_file_waits_for_whoever_writes_its_case() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let (held, is_held) = mpsc::channel();
    let (came, has_come) = mpsc::channel();
    std::thread::scope(|scope| {
        let (store, id) = (&server.app.store, file.id.clone());
        scope.spawn(move || {
            let work = move |tx: &mut Tx| {
                cases::hold(tx, &id)?;
                held.send(()).unwrap();
                let early = has_come.recv_timeout(Duration::from_millis(400));
                assert!(early.is_err(), "it did not wait");
                Ok::<_, StorageError>(())
            };
            store.write_blocking(work).unwrap();
        });
        is_held.recv().unwrap();
        brought(&people.clerk, &file, &encoded("考勤.txt"));
        // Nobody listens any more, if it waited.
        let _late = came.send(());
    });
    assert_eq!(finds(&people.clerk, "考勤"), [file.id]);
}
