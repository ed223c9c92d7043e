//! Ledgers as offices really keep them, over HTTP: units in merged heads, one number in several spellings, thousands of workers
//! in a cell; rejected rows come back meaning the same; and two who commit one at the same time. Not here: the way of an
//! ordinary one (`ledger`).

use crate::search::encoded;
use crate::support::database::postgres;
use crate::support::people::{Caller, People, application};
use crate::support::server::{Reply, TestServer, access_token};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use sikuai::domain::role::Role;
use sikuai::storage::{StorageError, Store, StoreOptions, Tx, ledgers};
use std::sync::mpsc;
use std::time::{Duration, Instant};

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub(crate) const IMPORTS: &str = "/api/v1/ledger-imports";
pub(crate) const HEADING: &str = "案号,受理日期,申请人,被申请人,案由,处理程序";

fn brings(caller: &Caller<'_>, (media, bytes): (&str, Vec<u8>)) -> Reply {
    caller.call("POST", IMPORTS).header("content-type", media).raw(bytes)
}

pub(crate) fn brought(caller: &Caller<'_>, file: (&str, Vec<u8>)) -> Value {
    let reply = brings(caller, file);
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

pub(crate) fn text(text: &str) -> (&'static str, Vec<u8>) {
    ("text/csv", text.as_bytes().to_vec())
}

pub(crate) fn path_of(ledger: &Value) -> String {
    format!("{IMPORTS}/{}", ledger["id"].as_str().unwrap())
}

fn commits(caller: &Caller<'_>, ledger: &Value) -> Reply {
    caller.call("POST", &format!("{}/commit", path_of(ledger))).send()
}

pub(crate) fn codes(ledger: &Value) -> Vec<String> {
    let all = ledger["findings"].as_array().unwrap().iter();
    all.map(|it| format!("{} {}", it["row"], it["code"].as_str().unwrap())).collect()
}

/// A title, the unit on the right above merged heads, and amounts under 金额; two rows, of which the second is wrong.
fn with_merged_heads() -> Vec<u8> {
    let mut book = Workbook::new();
    let (sheet, centred) = (book.add_worksheet(), Format::new());
    sheet.merge_range(0, 0, 0, 10, "徐闻县2021年案件台账", &centred).unwrap();
    sheet.write(1, 0, "填表人：陈某").unwrap();
    let heads = ["案号", "立案日期", "申请人", "被申请人", "案由", "程序", "结案日期", "结案方式"];
    for (at, head) in (0..).zip(heads) {
        sheet.merge_range(2, at, 3, at, head, &centred).unwrap();
    }
    sheet.merge_range(2, 8, 2, 10, "金额（万元）", &centred).unwrap();
    for (at, head) in (8..).zip(["申请", "裁决", "追回"]) {
        sheet.write(3, at, head).unwrap();
    }
    for (row, procedure) in [(4, "简易"), (5, "不详")] {
        let texts =
            [&format!("{row}号"), "2021-03-05", "符永祥", "某公司", "工资", procedure, "2021-04-10", "调解"];
        for (at, text) in (0..).zip(texts) {
            sheet.write(row, at, text).unwrap();
        }
        for (at, amount) in (8..).zip([3.0, 2.0, 1.5]) {
            sheet.write(row, at, amount).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A head of up to three rows: what stands in it from where to where, by rows and columns.
fn with_head(cells: &[(u32, u16, u32, u16, &str)], row: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    let (sheet, plain) = (book.add_worksheet(), Format::new());
    for (top, left, bottom, right, text) in cells {
        if (top, left) == (bottom, right) {
            sheet.write(*top, *left, *text).unwrap();
        } else {
            sheet.merge_range(*top, *left, *bottom, *right, text, &plain).unwrap();
        }
    }
    let below = cells.iter().map(|(.., bottom, _, _)| bottom + 1).max().unwrap();
    for (at, text) in (0..).zip(row) {
        sheet.write(below, at, *text).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn columns(ledger: &Value) -> Vec<String> {
    let columns = ledger["file"]["columns"].as_array().unwrap().iter();
    columns
        .map(|it| format!("{} {}", it["letters"].as_str().unwrap(), it["column"].as_str().unwrap_or("-")))
        .collect()
}

/// A column beside a group that is merged over others is not the group's, also when it comes back without merged cells.
#[test]
fn a_merged_cell_stands_over_its_own_columns_alone() {
    let server = TestServer::start();
    let people = People::of(&server);
    let head = [
        (0, 0, 1, 0, "案号"),
        (0, 1, 1, 1, "立案日期"),
        (0, 2, 0, 3, "申请人"),
        (1, 2, 1, 2, "姓名"),
        (1, 3, 1, 3, "身份证号码"),
        (0, 4, 0, 5, "被申请人"),
        (1, 4, 1, 4, "名称"),
        (1, 5, 1, 5, "电话"),
        // Whoever is meant, it is not another name of the respondent.
        (1, 6, 1, 6, "姓名"),
        (0, 7, 1, 7, "案由"),
        (0, 8, 1, 8, "程序"),
    ];
    let row = ["1号", "2021-03-05", "符永祥", "", "某公司", "", "李四", "工资", "不详"];
    let ledger = brought(&people.clerk, (XLSX, with_head(&head, &row)));
    let expected = [
        "A number",
        "B accepted_on",
        "C applicant",
        "D applicant_id",
        "E respondent",
        "F respondent_phone",
        "G -",
        "H cause",
        "I procedure",
    ];
    assert_eq!(columns(&ledger), expected);
    let shown = people.clerk.get(&format!("{}/rejected?format=csv", path_of(&ledger))).text;
    let again = brought(&people.clerk, text(&shown.replace("不详", "简易")));
    assert_eq!(columns(&again)[..9], expected, "{shown}");
    assert_eq!((&again["good_rows"], &again["rejected_rows"]), (&json!(1), &json!(0)), "{again}");
}

#[test]
fn a_heading_of_three_rows_is_read_in_either_form() {
    let server = TestServer::start();
    let people = People::of(&server);
    let head = [
        (0, 0, 0, 2, "案件基本情况"),
        (0, 3, 0, 6, "当事人"),
        (0, 7, 0, 10, "结案情况"),
        (0, 11, 2, 11, "程序"),
        (1, 0, 2, 0, "案号"),
        (1, 1, 2, 1, "立案日期"),
        (1, 2, 2, 2, "案由"),
        (1, 3, 1, 4, "申请人"),
        (1, 5, 1, 6, "被申请人"),
        (1, 7, 2, 7, "结案日期"),
        (1, 8, 2, 8, "结案方式"),
        (1, 9, 1, 10, "金额（万元）"),
        (2, 3, 2, 3, "姓名"),
        (2, 4, 2, 4, "身份证号码"),
        (2, 5, 2, 5, "名称"),
        (2, 6, 2, 6, "电话"),
        (2, 9, 2, 9, "裁决"),
        (2, 10, 2, 10, "追回"),
    ];
    let row =
        ["1号", "2021-03-05", "工资", "符永祥", "", "某公司", "", "2021-04-10", "调解", "2", "1.5", "简易"];
    let as_text = head.iter().fold(vec![vec![""; 12]; 3], |mut rows, (row, at, .., text)| {
        rows[usize::try_from(*row).unwrap()][usize::from(*at)] = text;
        rows
    });
    let lines: Vec<String> = as_text.iter().map(|line| line.join(",")).chain([row.join(",")]).collect();
    for file in [(XLSX, with_head(&head, &row)), text(&lines.join("\n"))] {
        let ledger = brought(&people.clerk, file);
        assert_eq!(
            columns(&ledger).iter().map(|it| it.split(' ').nth(1).unwrap()).collect::<Vec<_>>(),
            [
                "number",
                "accepted_on",
                "cause",
                "applicant",
                "applicant_id",
                "respondent",
                "respondent_phone",
                "closed_on",
                "manner",
                "amount",
                "recovered",
                "procedure"
            ],
            "{ledger}"
        );
        assert_eq!(
            (&ledger["file"]["heading_row"], &ledger["good_rows"]),
            (&json!(3), &json!(1)),
            "{ledger}"
        );
        let year = &ledger["years"][0];
        assert_eq!((&year["awarded"], &year["recovered"]), (&json!(2_000_000), &json!(1_500_000)));
    }
}

/// What is rejected comes back in the form in which it came, with its heads, and means the same once it is mended.
#[test]
fn rejected_rows_come_back_with_their_heads_in_either_form() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let ledger = brought(clerk, (XLSX, with_merged_heads()));
    assert_eq!(
        (&ledger["good_rows"], codes(&ledger)),
        (&json!(1), vec!["6 unknown_value".to_owned()]),
        "{ledger}"
    );
    let figures =
        |ledger: &Value| ["claimed", "awarded", "recovered"].map(|it| ledger["years"][0][it].clone());
    let expected = [json!(3_000_000), json!(2_000_000), json!(1_500_000)];
    assert_eq!(figures(&ledger), expected);
    let rejected = format!("{}/rejected", path_of(&ledger));
    let shown = clerk.get(&format!("{rejected}?format=csv"));
    assert_eq!(shown.header("content-type"), "text/csv; charset=utf-8");
    assert!(shown.text.contains("金额（万元）") && !shown.text.contains("陈某"), "{}", shown.text);
    let mended = brought(clerk, text(&shown.text.replace("不详", "简易")));
    assert_eq!((figures(&mended), &mended["rejected_rows"]), (expected.clone(), &json!(0)), "{mended}");
    // As a workbook, because it came as one: it reads as it was written.
    let (status, headers, bytes) = clerk.call("GET", &rejected).bytes().unwrap();
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, XLSX));
    let again = brought(clerk, (XLSX, bytes));
    assert_eq!(codes(&again), ["3 unknown_value"], "{again}");
    let columns = again["file"]["columns"].as_array().unwrap();
    let of = |letters: &str| &columns.iter().find(|it| it["letters"] == letters).unwrap()["column"];
    assert_eq!(
        (of("I"), of("J"), of("K"), of("L")),
        (&json!("claimed"), &json!("amount"), &json!("recovered"), &Value::Null)
    );
    assert_eq!(clerk.get(&format!("{rejected}?format=doc")).violations(), ["query format enum"]);
}

#[test]
fn a_number_in_another_spelling_is_no_other_number() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let row = |number: &str| format!("{number},2021-03-05,符永祥,某公司,工资,简易\n");
    let file =
        |numbers: &[&str]| format!("{HEADING}\n{}", numbers.iter().map(|it| row(it)).collect::<String>());
    let spellings = ["徐劳人仲案字（2021）7号", "徐劳人仲案字〔2021〕7号", "徐劳人仲案字[２０２１] 第007号"];
    let ledger = brought(clerk, text(&file(&spellings)));
    assert_eq!(codes(&ledger), ["3 number_twice", "4 number_twice"], "{ledger}");
    let first = brought(clerk, text(&file(&spellings[..1])));
    let late = brought(clerk, text(&file(&spellings[1..2])));
    assert_eq!(commits(clerk, &first).status, 201);
    // As it is written, in the list; found to be taken in any spelling.
    assert_eq!(clerk.read("/api/v1/cases")["items"][0]["number"], spellings[0]);
    let refused = commits(clerk, &late);
    assert_eq!(refused.violations(), ["act  numbers_taken_since"], "{refused:?}");
    assert!(refused.text.contains(spellings[1]), "{refused:?}");
    assert_eq!(codes(&brought(clerk, text(&file(&spellings[2..])))), ["2 number_taken"]);
    // By hand, and by the office's own counter, which goes on after it.
    let mut body = application("2021-12-10");
    body.as_object_mut().unwrap().remove("claims");
    for (field, value) in [("number", spellings[1]), ("accepted_on", "2021-12-10"), ("procedure", "ordinary")]
    {
        body[field] = value.into();
    }
    assert_eq!(clerk.post("/api/v1/ledger-entries", &body).violations(), ["body /number number_taken"]);
    let next = clerk.receive(&application("2021-12-10"));
    let accepted = clerk.does(&next, "acceptance", &json!({ "on": "2021-12-10", "procedure": "ordinary" }));
    assert_eq!(accepted["number"], "徐劳人仲案字〔2021〕8号");
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

/// Whoever comes second hears that the number is taken, however close behind; and it is found in any spelling.
#[test]
fn of_two_spellings_entered_at_once_one_becomes_a_case() {
    let server = TestServer::start();
    let people = People::of(&server);
    let token = access_token(&server.log_in("clerk"));
    let entry = |number: &str, worker: String| {
        let mut body = application("2021-12-10");
        body.as_object_mut().unwrap().remove("claims");
        for (field, value) in [("number", number), ("accepted_on", "2021-12-10"), ("procedure", "ordinary")] {
            body[field] = value.into();
        }
        body["parties"][0]["who"]["worker"] = json!({ "name": worker });
        body
    };
    for (round, surname) in ["陈", "林", "黄", "吴", "郑", "蔡"].into_iter().enumerate() {
        let spellings = [
            format!("徐劳人仲案字〔2020〕{}号", round + 1),
            format!("徐劳人仲案字（2020）第0{}号", round + 1),
        ];
        let mut replies: Vec<Reply> = std::thread::scope(|scope| {
            let asked = spellings.iter().zip(["大海", "小娜"]).map(|(number, name)| {
                let (call, body) = (
                    server.post("/api/v1/ledger-entries").bearer(&token),
                    entry(number, format!("{surname}{name}")),
                );
                scope.spawn(move || call.json(&body))
            });
            asked.collect::<Vec<_>>().into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        replies.sort_by_key(|reply| reply.status);
        assert_eq!(replies[0].status, 201, "{replies:?}");
        assert_eq!(replies[1].violations(), ["body /number number_taken"], "{replies:?}");
        for number in &spellings {
            let path = format!("/api/v1/cases?number={}", encoded(number));
            assert_eq!(people.clerk.read(&path)["items"].as_array().unwrap().len(), 1, "{number}");
        }
    }
    assert_eq!(people.clerk.read("/api/v1/cases?count=true")["count"], 6);
}

/// A cell of a workbook holds 32,767 characters: the names of five thousand workers fit.
#[test]
fn five_thousand_workers_in_one_cell_become_one_case() {
    let server = TestServer::start();
    let people = People::of(&server);
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let name = |no: usize| [1_000, 100, 10, 1].map(|tens| digits[no / tens % 10]).concat();
    let names: Vec<String> = (0..5_000).map(|no| format!("王{}", name(no))).collect();
    let book = |names: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, head) in (0..).zip(HEADING.split(',')) {
            sheet.write(0, at, head).unwrap();
        }
        for (at, text) in (0..).zip(["1号", "2021-03-05", names, "某公司", "工资", "一般"]) {
            sheet.write(1, at, text).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let joined = names.join("、");
    assert_eq!(joined.chars().count(), 29_999);
    let ledger = brought(&people.clerk, (XLSX, book(&joined)));
    assert_eq!(
        (&ledger["good_rows"], &ledger["years"][0]["workers"]),
        (&json!(1), &json!(5_000)),
        "{}",
        ledger["findings"]
    );
    let done = commits(&people.clerk, &ledger);
    assert_eq!(done.status, 201, "{done:?}");
    let listed = people.clerk.read("/api/v1/cases");
    assert_eq!(
        (&listed["items"][0]["workers"], listed["items"].as_array().unwrap().len()),
        (&json!(5_000), 1)
    );
    // A cell that is full to the last character may have lost what came behind; its number is that of the case made before.
    let full: String = joined.chars().chain("、王某某".chars().cycle()).take(32_767).collect();
    let refused = brought(&people.clerk, (XLSX, book(&full)));
    assert_eq!(codes(&refused), ["2 cell_is_full", "2 number_taken"]);
}

#[test]
fn a_stray_quote_swallows_no_row() {
    let server = TestServer::start();
    let people = People::of(&server);
    let row = |no: u32, name: &str| format!("{no}号,2021-03-05,{name},某公司,工资,简易\n");
    let rows = [row(1, "符永祥"), row(2, "\"李四"), row(3, "王\"五"), row(4, "赵六")].concat();
    let ledger = brought(&people.clerk, text(&format!("{HEADING}\n{rows}")));
    assert_eq!((&ledger["good_rows"], codes(&ledger)), (&json!(4), vec![]));
    // Its other end happens to close a cell.
    let rows = [row(1, "符永祥"), row(2, "\"李四"), row(3, "王五\""), row(4, "赵六")].concat();
    let refused = brings(&people.clerk, text(&format!("{HEADING}\n{rows}")));
    assert_eq!(
        (refused.status, refused.violations()),
        (400, vec!["body /rows/3/C stray_quote".to_owned()]),
        "{refused:?}"
    );
}

/// While one clerk commits, everybody sees it, and who commits beside is told so; the cases are made once.
#[test]
fn two_who_commit_at_the_same_time_make_each_case_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let second = Caller::new(&server, "second-clerk", Role::Clerk);
    let rows: Vec<String> =
        (1..=300).map(|no| format!("{no}号,2021-03-05,符永祥,某公司,工资,简易")).collect();
    let ledger = brought(&people.clerk, text(&format!("{HEADING}\n{}\n", rows.join("\n"))));
    let (path, id) = (path_of(&ledger), ledger["id"].as_str().unwrap().to_owned());
    assert_eq!(second.read(&path)["state"], "checked");
    // Somebody holds the ledger, so that the one who commits it stands.
    let (let_go, busy) = std::sync::mpsc::channel::<()>();
    let (began, is_held) = std::sync::mpsc::channel();
    let store = server.app.store.clone();
    let holding = std::thread::spawn(move || {
        let hold = move |tx: &mut Tx| {
            ledgers::hold(tx, &id)?;
            began.send(()).unwrap();
            busy.recv().unwrap();
            Ok::<_, sikuai::storage::StorageError>(())
        };
        store.write_blocking(hold).unwrap();
    });
    is_held.recv().unwrap();
    let commit = people.clerk.call("POST", &format!("{path}/commit"));
    let (seen, beside, first) = std::thread::scope(|scope| {
        let committing = scope.spawn(move || commit.send());
        let until = Instant::now() + Duration::from_secs(20);
        let mut seen = second.read(&path);
        while seen["state"] != "committing" && Instant::now() < until {
            std::thread::yield_now();
            seen = second.read(&path);
        }
        let beside = commits(&second, &ledger);
        let_go.send(()).unwrap();
        (seen, beside, committing.join().unwrap())
    });
    holding.join().unwrap();
    assert_eq!(
        (&seen["state"], &seen["done_rows"], &seen["good_rows"]),
        (&json!("committing"), &json!(0), &json!(300))
    );
    assert_eq!(
        (beside.status, beside.violations()),
        (409, vec!["act  being_committed".to_owned()]),
        "{beside:?}"
    );
    assert_eq!((first.status, &first.json()["state"]), (201, &json!("committed")), "{first:?}");
    // Later they are told what came of it.
    let later = commits(&second, &ledger);
    assert_eq!((later.status, &later.json()["committed_by"]), (201, &json!(people.clerk.id)), "{later:?}");
    assert_eq!(second.read("/api/v1/cases?count=true")["count"], 300);
    let after = second.read(&path);
    assert_eq!((&after["state"], &after["done_rows"]), (&json!("committed"), &Value::Null));
}

/// The command line makes cases of a ledger in a process of its own: on SQLite the service beside it reads on, and says of
/// what was to be recorded that it was not, after the ten seconds that it waits.
#[test]
fn a_service_beside_a_long_commit_says_that_it_is_busy() {
    if postgres().is_some() {
        return;
    }
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    let beside = Store::open(&server.app.settings.database, StoreOptions::default()).unwrap();
    let (held, is_held) = mpsc::channel();
    let (done, is_done) = mpsc::channel::<()>();
    let body = json!({ "on": "2021-12-03", "procedure": "ordinary" });
    std::thread::scope(|scope| {
        // Dropped with this, so that the other ends also when something here fails.
        let done = done;
        scope.spawn(move || {
            let commit = move |_: &mut Tx| {
                held.send(()).unwrap();
                let _ended = is_done.recv();
                Ok::<_, StorageError>(())
            };
            beside.write_blocking(commit).unwrap();
        });
        is_held.recv().unwrap();
        let refused = people.clerk.act(&file, "acceptance", &body);
        assert_eq!((refused.status, refused.header("retry-after")), (503, "10"), "{refused:?}");
        assert!(refused.json()["detail"].as_str().unwrap().starts_with("数据库正忙"), "{refused:?}");
        assert_eq!(people.clerk.read(&file.path(""))["stage"], "received");
        done.send(()).unwrap();
    });
    people.clerk.does(&file, "acceptance", &body);
}
