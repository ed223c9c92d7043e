//! Ledgers over HTTP: one as an office keeps it comes in, is mended, committed and goes out again to the same figures;
//! every bad file is answered with its place and leaves nothing. Not here: what a row means (`domain`).

use crate::support::database::postgres;
use crate::support::people::{Caller, File, People, application, column};
use crate::support::server::{Reply, TestServer, wait};
use encoding_rs::{BIG5, GB18030};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::{Value, json};
use sikuai::app::ledger_export::PersonalData;
use sikuai::app::reading::CaseFilter;
use sikuai::domain::id::UserId;
use sikuai::storage::{StorageError, Tx, audit};
use std::cell::Cell;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const IMPORTS: &str = "/api/v1/ledger-imports";

/// As an office keeps it: a title, a heading in two rows with merged cells, a blank line, days written in three ways.
const LEDGER: &str = "\
徐闻县劳动人事争议仲裁案件台账,,,,,,,,,,,,,,,
案号,立案时间,收案日期,申请人,,,被申请人,,案由,处理程序,请求金额（万元）,结案日期,结案方式,裁决/调解金额(元),履行金额,备注
,,,姓名,身份证号码,电话,名称,统一社会信用代码,,,,,,,,
徐劳人仲案字〔2020〕7号,2020.3.5,2020年3月2日,符永祥,440825199608270003,13800990011,徐闻县红壤农机服务部,,追索劳动报酬,简易,1.2,2020-4-10,调解,\"12,000.00\",12000,已结
,,,,,,,,,,,,,,,
徐劳人仲案字〔2020〕9号,20201105,2020/11/2,李四等12人,,,湛江某某有限公司,91350100M000100Y43,工伤待遇争议,一般,30,,,,,
徐劳人仲案字〔2021〕3号,44256,,王五,,,某某制衣厂,,经济补偿,普通程序,5,2021-5-1,裁决,30000,,
";

fn gbk(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn brings(caller: &Caller<'_>, query: &str, (media, bytes): (&str, Vec<u8>)) -> Reply {
    caller.call("POST", &format!("{IMPORTS}{query}")).header("content-type", media).raw(bytes)
}

fn brought(caller: &Caller<'_>, query: &str, text: &str) -> Value {
    let reply = brings(caller, query, ("text/csv", text.as_bytes().to_vec()));
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

fn path_of(ledger: &Value) -> String {
    format!("{IMPORTS}/{}", ledger["id"].as_str().unwrap())
}

fn commits(caller: &Caller<'_>, ledger: &Value, query: &str) -> Reply {
    caller.call("POST", &format!("{}/commit{query}", path_of(ledger))).send()
}

fn closure(caller: &Caller<'_>) -> Vec<Value> {
    ["2019", "2020", "2021"]
        .map(|year| caller.read(&format!("/api/v1/statistics/closure?from={year}-01-01&to={year}-12-31")))
        .to_vec()
}

fn whole(server: &TestServer) {
    let wrong = server.app.register.check().unwrap().inconsistencies;
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_ledger_comes_in_is_mended_and_is_all_of_its_cases_or_none() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let reply = brings(clerk, "", ("text/csv", gbk(LEDGER)));
    assert_eq!(reply.status, 201, "{reply:?}");
    let checked = reply.json();
    assert_eq!((&checked["state"], &checked["file"]["encoding"]), (&json!("checked"), &json!("GB18030")));
    assert_eq!((&checked["good_rows"], &checked["rejected_rows"]), (&json!(2), &json!(1)));
    assert_eq!(checked["file"]["heading_row"], 3);
    let columns = checked["file"]["columns"].as_array().unwrap();
    let of = |letters: &str| &columns.iter().find(|it| it["letters"] == letters).unwrap()["column"];
    assert_eq!(
        (of("D"), of("F"), of("H")),
        (&json!("applicant"), &json!("applicant_phone"), &json!("respondent_id"))
    );
    assert_eq!(of("P"), &Value::Null, "备注 is not taken over");
    let findings = checked["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(
        (&findings[0]["row"], &findings[0]["column"], &findings[0]["code"]),
        (&json!(7), &json!("M"), &json!("finality_not_said"))
    );
    let year = json!({ "year": 2020, "cases": 2, "accepted": 2, "closed": 1, "workers": 13,
        "claimed": 31_200_000, "awarded": 1_200_000, "recovered": 1_200_000 });
    assert_eq!(checked["years"], json!([year]));
    // Nothing is taken over as long as rows are wrong and nobody says that they are left out.
    let refused = commits(clerk, &checked, "");
    assert_eq!(
        (refused.status, refused.violations()),
        (409, vec!["act  rows_were_rejected".to_owned()]),
        "{refused:?}"
    );
    assert_eq!(clerk.read("/api/v1/cases")["items"], json!([]));
    let done = commits(clerk, &checked, "?leave_out_rejected=true");
    assert_eq!((done.status, &done.json()["state"]), (201, &json!("committed")), "{done:?}");
    assert_eq!(
        column(&clerk.read("/api/v1/cases?sort=received_on"), "number"),
        ["徐劳人仲案字〔2020〕7号", "徐劳人仲案字〔2020〕9号"]
    );
    // Again: the same, and nothing more.
    assert_eq!(commits(clerk, &checked, "").json()["committed_at"], done.json()["committed_at"]);
    assert_eq!(clerk.read("/api/v1/cases?count=true")["count"], 2);
    // What was rejected is downloaded, mended and sent again as it is.
    let rejected = clerk.get(&format!("{}/rejected", path_of(&checked)));
    assert!(rejected.text.contains("第7行：M列 裁决没有写明是否终局"), "{}", rejected.text);
    let again = brought(clerk, "", &rejected.text.replace(",裁决,", ",终局裁决,"));
    assert_eq!((&again["good_rows"], &again["rejected_rows"]), (&json!(1), &json!(0)), "{again}");
    assert_eq!(commits(clerk, &again, "").status, 201);
    assert_eq!(clerk.read("/api/v1/cases?manner=award_final&accepted_on__gte=2021-03-01&accepted_on__lte=2021-03-01&count=true")["count"], 1);
    whole(&server);
}

#[test]
fn the_office_goes_on_with_what_it_took_over() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let ledger = brought(clerk, "?unsaid_awards=non_final", LEDGER);
    assert_eq!(commits(clerk, &ledger, "").status, 201);
    let ids = column(&clerk.read("/api/v1/cases?sort=received_on"), "id");
    let file = |at: usize| File { id: ids[at].clone(), version: Cell::new(1) };
    let (settled, open) = (file(0), file(1));
    let of = |file: &File| column(&clerk.read(&file.path("deadlines")), "rule");
    assert_eq!((of(&settled), of(&open)), (vec!["A25".to_owned()], vec!["A25".to_owned()]));
    let case = clerk.read(&open.path(""));
    assert_eq!(
        (&case["stage"], &case["workers"], &case["is_collective"]),
        (&json!("accepted"), &json!(12), &json!(true))
    );
    assert_eq!(clerk.read("/api/v1/pending-services")["items"], json!([]));
    people.supervisor.does(&open, "tribunal", &people.panel("2020-11-10"));
    clerk.does(
        &settled,
        "recoveries",
        &json!({ "on": "2021-01-05", "amount": 100,
        "acknowledge_warnings": ["more_than_claimed"] }),
    );
    // Nothing of its file was brought here.
    let acknowledged = ["not_served_on_all", "file_incomplete"];
    let body = json!({ "on": "2021-06-01", "file_number": "1", "acknowledge_warnings": acknowledged });
    clerk.does(&settled, "archive", &body);
    // What the ledger had wrong is corrected as everything is.
    let docket = clerk.read(&open.path("docket"));
    assert_eq!(docket["items"][0]["act"], "ledger_entry", "{docket}");
    let mut replacement = application("2020-11-02");
    replacement.as_object_mut().unwrap().remove("claims");
    for (field, value) in [
        ("number", json!("徐劳人仲案字〔2020〕9号")),
        ("accepted_on", json!("2020-11-06")),
        ("procedure", json!("ordinary")),
        ("cause", json!("work_injury")),
    ] {
        replacement[field] = value;
    }
    let body = json!({ "on": "2021-12-10", "reason": "受理日期误录", "replacement": replacement });
    let reply = people.supervisor.act(&open, "docket/1/correction", &body);
    assert_eq!(reply.status, 201, "{reply:?}");
    assert_eq!(clerk.read(&open.path(""))["acceptance"]["at"]["on"], "2020-11-06");
    // The office's own numbers go on after the highest of each year.
    let next = clerk.receive(&application("2021-12-10"));
    let accepted = clerk.does(&next, "acceptance", &json!({ "on": "2021-12-10", "procedure": "ordinary" }));
    assert_eq!(accepted["number"], "徐劳人仲案字〔2021〕4号");
    whole(&server);
}

/// Of 7号 and 9号 the receipt is three days before the acceptance; of 3号 the ledger does not tell it, so it took no days.
#[test]
fn days_are_not_counted_from_a_receipt_that_is_not_told() {
    let server = TestServer::start();
    let people = People::of(&server);
    let ledger = brought(&people.clerk, "?unsaid_awards=non_final", LEDGER);
    assert_eq!(commits(&people.clerk, &ledger, "").status, 201);
    let path = "/api/v1/statistics/figures?measures=days_to_acceptance,days_in_all,accepted&from=2020-01-01&to=2021-12-10";
    let found = people.report.read(path);
    let days = |at: usize| {
        let total = &found["items"][at]["total"];
        (total["cases"].as_i64().unwrap(), total["p90"].as_i64(), total["excluded"][0]["amount"].as_i64())
    };
    assert_eq!((days(0), &found["items"][2]["total"]["amount"]), ((2, Some(3), Some(1)), &json!(3)));
    // 7号 was closed on 10 April, 39 days after 2 March; 9号 is open.
    assert_eq!(days(1), (1, Some(39), Some(1)));
    let excluded = &found["items"][0]["total"]["excluded"][0];
    assert_eq!(excluded["measure"], "accepted_receipt_untold");
    assert_eq!(excluded["reason"]["zh"], "受理案件中台账没有记载收件日期的案件数");
    let left_out = people.clerk.read(excluded["cases"].as_str().unwrap());
    assert_eq!(column(&left_out, "number"), ["徐劳人仲案字〔2021〕3号"]);
    let table = people.report.call("GET", path).header("accept", "text/csv").send();
    assert!(table.text.contains(",2,3.0,3.0,3,accepted_receipt_untold=1,"), "{}", table.text);
    // Another day than the acceptance is a receipt that is told.
    let mut told = application("2021-12-01");
    told.as_object_mut().unwrap().remove("claims");
    for (field, value) in [
        ("number", json!("徐劳人仲案字〔2019〕1号")),
        ("accepted_on", json!("2021-12-03")),
        ("procedure", json!("ordinary")),
        ("receipt_told", json!(false)),
    ] {
        told[field] = value;
    }
    let refused = people.clerk.post("/api/v1/ledger-entries", &told);
    assert_eq!(
        (refused.status, refused.violations()),
        (422, vec!["body /receipt_told receipt_day_told".to_owned()])
    );
    whole(&server);
}

#[test]
fn a_number_is_taken_once() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let line = "1号,2021-12-01,符永祥,某公司,劳动报酬,一般\n";
    let text = format!("案号,受理日期,申请人,被申请人,案由,处理程序\n{line}");
    let twice = brought(clerk, "", &(text.clone() + line));
    assert_eq!(twice["findings"][0]["code"], "number_twice", "{twice}");
    let (first, second) = (brought(clerk, "", &text), brought(clerk, "", &text));
    assert_eq!(commits(clerk, &first, "").status, 201);
    // It was free when the second was checked.
    let late = commits(clerk, &second, "");
    assert_eq!(
        (late.status, late.violations()),
        (409, vec!["act  numbers_taken_since".to_owned()]),
        "{late:?}"
    );
    assert_eq!(brought(clerk, "", &text)["findings"][0]["code"], "number_taken");
    // By hand too.
    let mut body = application("2021-12-10");
    body.as_object_mut().unwrap().remove("claims");
    for (field, value) in [("number", "1号"), ("accepted_on", "2021-12-10"), ("procedure", "ordinary")] {
        body[field] = value.into();
    }
    let by_hand = clerk.post("/api/v1/ledger-entries", &body);
    assert_eq!(by_hand.violations(), ["body /number number_taken"], "{by_hand:?}");
    assert_eq!(clerk.call("DELETE", &path_of(&second)).send().status, 204);
    assert_eq!(clerk.get(&path_of(&second)).status, 404);
    assert_eq!(clerk.read("/api/v1/cases?count=true")["count"], 1);
}

/// Whatever took its rows away, a part of a ledger is not taken for the whole.
#[test]
fn a_ledger_that_lost_rows_becomes_no_case() {
    let server = TestServer::start();
    let people = People::of(&server);
    let text = "案号,受理日期,申请人,被申请人,案由,处理程序\n1号,2021-12-01,符永祥,某公司,劳动报酬,一般\n";
    let ledger = brought(&people.clerk, "", text);
    let id = ledger["id"].as_str().unwrap().to_owned();
    let lose =
        move |tx: &mut sikuai::storage::Tx| sikuai::storage::ledgers::delete_all_pages(tx, &id).map(drop);
    server.app.store.write_blocking(lose).unwrap();
    assert_eq!(commits(&people.clerk, &ledger, "").status, 500);
    assert_eq!(people.clerk.read("/api/v1/cases?count=true")["count"], 0);
    assert_eq!(people.clerk.read(&path_of(&ledger))["state"], "checked");
}

#[test]
fn a_repeated_request_brings_nothing_twice() {
    let server = TestServer::start();
    let people = People::of(&server);
    let bring = |text: &str| {
        let call = people.clerk.call("POST", IMPORTS).header("content-type", "text/csv");
        call.header("idempotency-key", "ledger-1").raw(text)
    };
    let first = bring(LEDGER);
    assert_eq!(first.status, 201, "{first:?}");
    let again = bring(LEDGER);
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"), "{again:?}");
    assert_eq!(again.json()["id"], first.json()["id"]);
    assert_eq!(people.clerk.read(IMPORTS)["items"].as_array().unwrap().len(), 1);
    assert_eq!(bring("案号\n").status, 409);
}

#[test]
fn what_goes_out_comes_in_again_to_the_same_figures() {
    let server = TestServer::start();
    let people = People::of(&server);
    let ledger = brought(&people.clerk, "?unsaid_awards=final", LEDGER);
    assert_eq!(commits(&people.clerk, &ledger, "").status, 201);
    let figures = closure(&people.report);
    assert_eq!(figures[1]["accepted"]["value"], 2, "{}", figures[1]);
    for (format, media) in [("csv", "text/csv"), ("xlsx", XLSX)] {
        for personal in ["", "&personal_data=true&reason=%E6%A0%B8%E5%AF%B9"] {
            let path = format!("/api/v1/ledger?format={format}{personal}");
            let (status, _, bytes) = people.clerk.call("GET", &path).bytes().unwrap();
            assert_eq!(status, 200);
            let other = TestServer::start();
            let others = People::of(&other);
            let reply = brings(&others.clerk, "", (media, bytes));
            assert_eq!(reply.status, 201, "{reply:?}");
            assert_eq!(reply.json()["rejected_rows"], 0, "{reply:?}");
            assert_eq!(commits(&others.clerk, &reply.json(), "").status, 201);
            assert_eq!(closure(&others.report), figures, "{path}");
            whole(&other);
        }
    }
}

#[test]
fn an_export_says_what_it_is_and_masks_whom_the_caller_may_not_see() {
    let server = TestServer::start();
    let people = People::of(&server);
    let text = "案号,受理日期,申请人,证件号码,被申请人,案由,处理程序,仲裁员\n\
        '=1+1号,2021-12-01,符永祥,440825199608270003,某公司,劳动报酬,一般,'@某人\n";
    let ledger = brought(&people.clerk, "", text);
    assert_eq!(commits(&people.clerk, &ledger, "").status, 201, "{ledger}");
    let filters = "format=csv&cause=remuneration&accepted_on__gte=2021-01-01";
    let masked = people.clerk.get(&format!("/api/v1/ledger?{filters}")).text;
    assert!(masked.contains("筛选条件：案由=劳动报酬；受理日期不早于2021-01-01"), "{masked}");
    assert!(
        masked.contains("导出人：测试；导出时间：2021-12-10 09:00；案件数：1；个人信息：已遮蔽"),
        "{masked}"
    );
    assert!(masked.contains("440825********0003") && !masked.contains("440825199608270003"), "{masked}");
    assert!(masked.contains("追回日期是最后一次的日期"), "what a row cannot tell is said: {masked}");
    // No cell begins as a formula does.
    assert!(masked.contains("'=1+1号") && masked.contains("'@某人"), "{masked}");
    let case = column(&people.clerk.read("/api/v1/cases"), "id").remove(0);
    let shown =
        |who: &Caller<'_>| who.get(&format!("/api/v1/ledger?{filters}&personal_data=true&reason=x")).text;
    assert!(!shown(&people.supervisor).contains("440825199608270003"), "not assigned");
    assert_eq!(people.supervisor.read(&format!("/api/v1/cases/{case}/unmaskings"))["items"], json!([]));
    assert!(shown(&people.clerk).contains("440825199608270003"));
    let put_down = people.supervisor.read(&format!("/api/v1/cases/{case}/unmaskings"));
    assert_eq!(
        (&put_down["items"][0]["party"], &put_down["items"][0]["reason"]),
        (&json!(1), &json!("x")),
        "{put_down}"
    );
    assert_eq!(people.clerk.get("/api/v1/ledger?format=doc").violations(), ["query format enum"]);
}

/// A workbook with a good row in row 2, and what a change makes of it.
fn workbook(change: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (at, name) in (0..).zip(["案号", "受理日期", "申请人", "被申请人", "案由", "处理程序", "请求金额"])
    {
        sheet.write(0, at, name).unwrap();
    }
    for (at, text) in [(0, "1号"), (2, "符永祥"), (3, "某公司"), (4, "劳动报酬"), (5, "一般")] {
        sheet.write(1, at, text).unwrap();
    }
    sheet.write_with_format(1, 1, ExcelDateTime::from_ymd(2021, 3, 5).unwrap(), &day).unwrap();
    sheet.write(1, 6, 0.1 + 0.2).unwrap();
    change(&mut book);
    book.save_to_buffer().unwrap()
}

fn first(book: &mut Workbook) -> &mut rust_xlsxwriter::Worksheet {
    book.worksheet_from_index(0).unwrap()
}

#[test]
fn a_workbook_is_read_by_its_cells() {
    let server = TestServer::start();
    let people = People::of(&server);
    let reply = brings(
        &people.clerk,
        "",
        (
            XLSX,
            workbook(|book| {
                first(book).write(3, 0, "2号").unwrap();
                first(book).write(3, 1, 44_260).unwrap();
                for (at, text) in [(2, "李四"), (3, "某厂"), (4, "工伤"), (5, "简易")] {
                    first(book).write(3, at, text).unwrap();
                }
                first(book).write_formula(3, 6, Formula::new("=1+1")).unwrap();
                first(book).write(4, 0, "合 计").unwrap();
                book.add_worksheet().set_name("2020年").unwrap();
            }),
        ),
    );
    assert_eq!(reply.status, 201, "{reply:?}");
    let ledger = reply.json();
    let told: Vec<String> = ledger["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {} {}", it["row"], it["column"], it["code"]))
        .collect();
    assert_eq!(told, ["4 \"G\" \"formula\"", "5 null \"total_row\""], "{ledger}");
    assert_eq!((&ledger["good_rows"], &ledger["file"]["other_sheets"]), (&json!(1), &json!(["2020年"])));
    assert_eq!(ledger["years"][0]["claimed"], 30);
    // Totals are left out where that is said, and listed.
    let bytes = workbook(|book| {
        _ = first(book).write(2, 0, "合计").unwrap();
    });
    let skipped = brings(&people.clerk, "?skip_totals=true", (XLSX, bytes)).json();
    assert_eq!((&skipped["rejected_rows"], &skipped["file"]["skipped_rows"]), (&json!(0), &json!([3])));
    // What a column is may be said.
    let renamed = workbook(|book| {
        _ = first(book).write(0, 3, "对方").unwrap();
    });
    let refused = brings(&people.clerk, "", (XLSX, renamed.clone()));
    assert_eq!(refused.violations(), ["body /rows/1 missing_column"], "{refused:?}");
    assert_eq!(brings(&people.clerk, "?columns=D:respondent,G:none", (XLSX, renamed)).json()["good_rows"], 1);
    assert_eq!(
        brings(&people.clerk, "?columns=D:nothing", (XLSX, workbook(|_| ()))).violations(),
        ["query columns format"]
    );
}

/// An archive of one member, which is the same text again and again.
fn an_archive(member: &str, text: &[u8], times: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(member, zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..times {
        std::io::Write::write_all(&mut archive, text).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// What it is, as what it is brought, its bytes, and what is said of it.
type BadFile = (&'static str, &'static str, Vec<u8>, &'static [&'static str]);

fn bad_files() -> Vec<BadFile> {
    let line = "案号,受理日期,申请人,被申请人,案由\n1号,2021-12-01,符永祥,某公司,劳动报酬\n";
    let mut broken = gbk(line);
    broken.extend(b"2\x81\xff\xff,x\n");
    let bomb = an_archive("xl/worksheets/sheet1.xml", &vec![b'0'; 1 << 20], 400);
    let claiming = an_archive("xl/sharedStrings.xml", b"<sst uniqueCount=\"9000000000000000000\"></sst>", 1);
    let none = line.replace("案号,受理日期,申请人,被申请人,案由", "甲,乙,丙,丁,戊");
    vec![
        ("broken encoding", "text/csv", broken, &["body /rows/3 unreadable_encoding"]),
        ("no text", "text/csv", b"\x00\x01\x02,\x00\n".to_vec(), &["body /rows/1 unreadable_encoding"]),
        ("no heading", "text/csv", none.into_bytes(), &["body  no_heading"]),
        (
            "two of one",
            "text/csv",
            line.replace("案由", "案由,立案日期").into_bytes(),
            &["body /rows/1/F duplicate_column"],
        ),
        (
            "other unit",
            "text/csv",
            line.replace("案由", "案由,请求金额(千元)").into_bytes(),
            &["body /rows/1/F unit_not_taken"],
        ),
        (
            "an old workbook",
            XLSX,
            [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 512]].concat(),
            &["body  old_workbook"],
        ),
        ("a page", "text/csv", b"<html><table></table></html>".to_vec(), &["body  not_a_table"]),
        (
            "a letter",
            XLSX,
            include_bytes!("../papers/fixtures/libreoffice.docx").to_vec(),
            &["body  not_a_table"],
        ),
        ("a print", "text/csv", b"%PDF-1.7\n".to_vec(), &["body  not_a_table"]),
        (
            "UTF-32",
            "text/csv",
            b"\xff\xfe\0\0\x48\x68\0\0,\0\0\0".to_vec(),
            &["body /rows/1 unreadable_encoding"],
        ),
        ("heading alone", "text/csv", line.lines().next().unwrap().as_bytes().to_vec(), &["body  no_rows"]),
        ("nothing", "text/csv", Vec::new(), &["body  no_heading"]),
        ("no workbook", XLSX, b"PK\x03\x04 and no more".to_vec(), &["body  unreadable"]),
        ("bomb", XLSX, bomb, &["body  unpacks_too_large"]),
        ("claims more strings than memory holds", XLSX, claiming, &["body  too_many_shared_strings"]),
        ("no such sheet", XLSX, workbook(|_| ()), &[]),
    ]
}

/// Big5 makes characters in GB18030 too. 案 is AE D7 there, which GB18030 keeps for private use: four rows of 94 and 54 behind
/// U+E000, which is U+E1AE. What is in GBK and has no heading is not said to be in another encoding, but shown as it was read.
#[test]
fn a_file_that_was_read_by_a_guess_is_shown_as_it_was_read() {
    let server = TestServer::start();
    let people = People::of(&server);
    let told = |bytes: Vec<u8>| {
        let reply = brings(&people.clerk, "", ("text/csv", bytes));
        assert_eq!(reply.status, 400, "{reply:?}");
        (reply.violations(), reply.json()["violations"][0]["detail"].as_str().unwrap().to_owned())
    };
    let big5 =
        BIG5.encode("案號,受理日期,申請人,被申請人,案由\n1號,2021-12-01,陳某,某公司,劳動\n").0.into_owned();
    let (violations, detail) = told(big5);
    assert_eq!(violations, ["body /rows/1/A unreadable_encoding"], "{detail}");
    for said in ["GB18030", "U+E1AE", "瞶ら戳”", "UTF-8、带字节序标记的UTF-16、GBK和GB18030", "请另存为UTF-8"]
    {
        assert!(detail.contains(said), "{said}: {detail}");
    }
    let (violations, detail) = told(gbk("甲,乙,丙,丁,戊\n一,二,三,四,五\n"));
    assert_eq!(violations, ["body  no_heading"]);
    let said = "文件不是UTF-8，按GB18030（GBK）读取，开头读作“甲”、“乙”、“丙”、“丁”、“戊”：";
    assert!(detail.contains(said), "{detail}");
    // Nothing was guessed.
    assert!(!told("甲,乙,丙,丁,戊\n".as_bytes().to_vec()).1.contains("GB18030"));
    // The second byte of the third row is the first that begins no character.
    let mut broken = gbk("案号,受理日期,申请人,被申请人,案由\n1号,2021-12-01,符永祥,某公司,劳动报酬\n");
    broken.extend(b"2\x81\xff\xff,x\n");
    let (violations, detail) = told(broken);
    assert_eq!(violations, ["body /rows/3 unreadable_encoding"]);
    assert!(detail.contains("该行第2个字节起不是文字"), "{detail}");
}

#[test]
fn every_bad_file_is_answered_with_its_place_and_leaves_nothing() {
    let server = TestServer::start();
    let people = People::of(&server);
    for (what, media, bytes, expected) in bad_files() {
        let query = if expected.is_empty() { "?sheet=x" } else { "" };
        let expected = if expected.is_empty() { &["body  no_such_sheet"] } else { expected };
        let reply = brings(&people.clerk, query, (media, bytes));
        assert_eq!(
            (reply.status, reply.violations().as_slice()),
            (400, expected.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().as_slice()),
            "{what}: {reply:?}"
        );
    }
    assert_eq!(brings(&people.clerk, "", ("application/json", Vec::new())).status, 415);
    assert_eq!(people.clerk.read(IMPORTS)["items"], json!([]));
    // A million rows without a cell are none.
    let many = workbook(|book| {
        let tall = Format::new().set_bold();
        first(book).set_row_format(1_048_575, &tall).unwrap();
    });
    assert_eq!(brings(&people.clerk, "", (XLSX, many)).json()["good_rows"], 1);
}

#[test]
fn only_clerks_import_and_what_waits_is_sealed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let ledger = brought(&people.clerk, "?unsaid_awards=final", LEDGER);
    for other in [&people.supervisor, &people.arbitrator, &people.report, &people.admin, &people.inspector] {
        assert_eq!(brings(other, "", ("text/csv", gbk(LEDGER))).status, 403);
        assert_eq!(commits(other, &ledger, "").status, 403);
        assert_eq!(other.get(&path_of(&ledger)).status, 403);
    }
    let pages: Vec<Vec<u8>> = server
        .app
        .store
        .read_blocking(|c| {
            use diesel::prelude::*;
            use sikuai::storage::schema_ledgers::ledger_pages as p;
            Ok::<_, sikuai::storage::StorageError>(p::table.select(p::sealed).load(c)?)
        })
        .unwrap();
    let name = "符永祥".as_bytes();
    assert_eq!(pages.len(), 1);
    assert!(pages.iter().all(|page| !page.windows(name.len()).any(|part| part == name)));
    // They are under the new key once the keys are changed, and still open.
    let newest = server.app.register.rotate_master(|_| {}).unwrap().key;
    let standings = server.app.register.key_standings().unwrap();
    assert!(standings.iter().all(|key| key.id == newest
        || key.uses == 0
        || key.kind == sikuai::app::key_standing::KeyKind::Index));
    assert_eq!(commits(&people.clerk, &ledger, "").status, 201);
    whole(&server);
}

#[test]
fn a_ledger_that_another_program_wrote_is_read_as_it_was_meant() {
    let server = TestServer::start();
    let people = People::of(&server);
    let bytes = include_bytes!("../oracles/ledger.xlsx").to_vec();
    let reply = brings(&people.clerk, "?skip_totals=true", (XLSX, bytes));
    assert_eq!(reply.status, 201, "{reply:?}");
    let ledger = reply.json();
    assert_eq!((&ledger["good_rows"], &ledger["rejected_rows"]), (&json!(3), &json!(0)), "{ledger}");
    let file = &ledger["file"];
    assert_eq!((&file["sheet"], &file["other_sheets"]), (&json!("2021年"), &json!(["2020年"])));
    assert_eq!((&file["heading_row"], &file["skipped_rows"]), (&json!(4), &json!([9])));
    // 2.175, 1.5 and 0.3, then 2 and 0.28505 ten thousand yuan.
    let year = json!({ "year": 2021, "cases": 3, "accepted": 3, "closed": 2, "workers": 4,
        "claimed": 3_975_000, "awarded": 2_285_050, "recovered": 0 });
    assert_eq!(ledger["years"], json!([year]));
    assert_eq!(commits(&people.clerk, &ledger, "").status, 201);
    let listed = people.clerk.read("/api/v1/cases?sort=accepted_on");
    // Days of a sheet, bare numbers counted from 1904, and text.
    assert_eq!(column(&listed, "accepted_on"), ["2021-03-05", "2021-03-08", "2021-03-09"]);
    assert_eq!(column(&listed, "closed_on"), ["2021-04-01", "", "2021-05-06"]);
    assert_eq!(column(&listed, "manner"), ["mediated", "", "award_final"]);
    assert_eq!(column(&listed, "employer"), ["徐闻县某某农场", "湛江某某建筑公司", "某某幼儿园"]);
    whole(&server);
}

/// A title that says 万元 holds for the rows that are sent again too.
#[test]
fn the_unit_of_a_title_holds_for_the_rejected_rows() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let heading = "案号,受理日期,申请人,被申请人,案由,处理程序,请求金额";
    let row = "1号,2021-03-05,符永祥,某公司,劳动报酬,不详,1.2";
    let titled = |title: &str| format!("{title},,,,,,\n{heading}\n{row}\n");
    let ledger = brought(clerk, "", &titled("填报单位:徐闻县 金额单位:万元"));
    assert_eq!(ledger["rejected_rows"], 1, "{ledger}");
    let rejected = clerk.get(&format!("{}/rejected", path_of(&ledger))).text;
    assert!(rejected.contains("金额单位：万元") && !rejected.contains("填报"), "{rejected}");
    let again = brought(clerk, "", &rejected.replace("不详", "简易"));
    assert_eq!(
        (&again["good_rows"], &again["years"][0]["claimed"]),
        (&json!(1), &json!(1_200_000)),
        "{again}"
    );
    let refused = brings(clerk, "", ("text/csv", titled("单位:千元").into_bytes()));
    assert_eq!(refused.status, 400, "{refused:?}");
    assert!(refused.text.contains("unit_not_taken"), "{refused:?}");
}

/// What the audit log says of an event, in order.
fn audited(server: &TestServer, event: &str) -> Vec<Value> {
    let rows = server.app.store.read_blocking(|c| audit::page(c, 0, 1_000)).unwrap();
    let of = rows.into_iter().filter(|row| row.event == event);
    of.map(|row| {
        let mut body: Value = serde_json::from_str(&row.body).unwrap();
        body["by"] = json!(row.actor_id);
        body
    })
    .collect()
}

const REJECTED_ROW: &str = "案号,受理日期,申请人,证件号码,被申请人,案由,处理程序\n1号,2021-12-01,符永祥,440825199608270003,某公司,劳动报酬,不详\n";

/// Rejected rows hold whatever somebody wrote: who fetches them is put down, as whoever reads a file is.
#[test]
fn who_is_shown_rejected_rows_is_put_down_with_the_reason() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let ledger = brought(clerk, "", REJECTED_ROW);
    let id = &ledger["id"];
    assert_eq!(audited(&server, "personal_data_shown"), Vec::<Value>::new(), "the answer tells no row");
    let shown = clerk.get(&format!("{}/rejected?reason=%E6%9B%B4%E6%AD%A3", path_of(&ledger)));
    assert!(shown.text.contains("440825199608270003"), "{}", shown.text);
    assert_eq!(
        audited(&server, "personal_data_shown"),
        [json!({ "ledger": id, "reason": "更正", "by": people.clerk.id })]
    );
    assert_eq!(clerk.get(&format!("{}/rejected?why=x", path_of(&ledger))).status, 400);
    assert_eq!(people.supervisor.get(&format!("{}/rejected", path_of(&ledger))).status, 403);
    // Who has seen them the supervisors see.
    let showings = people.supervisor.read("/api/v1/ledger-unmaskings");
    let expected = json!([{ "no": showings["items"][0]["no"], "at": "2021-12-10T01:00:00Z", "user": clerk.id,
        "user_name": "测试", "party": null, "file": null, "paper": null, "volume": null, "ledger": ledger["id"],
        "reason": "更正" }]);
    assert_eq!((&showings["items"], &showings["next"]), (&expected, &json!(null)));
    let after = format!("/api/v1/ledger-unmaskings?limit=1&after={}", expected[0]["no"]);
    assert_eq!(people.supervisor.read(&after)["items"], json!([]));
    assert_eq!(clerk.get("/api/v1/ledger-unmaskings").status, 403);
    // Of a ledger without such rows there is nothing to be shown.
    let whole = brought(clerk, "", &REJECTED_ROW.replace("不详", "一般"));
    assert_eq!(clerk.get(&format!("{}/rejected", path_of(&whole))).status, 200);
    assert_eq!(audited(&server, "personal_data_shown").len(), 1);
}

#[test]
fn dropping_a_ledger_is_put_down() {
    let server = TestServer::start();
    let people = People::of(&server);
    let ledger = brought(&people.clerk, "", REJECTED_ROW);
    assert_eq!(people.clerk.call("DELETE", &path_of(&ledger)).send().status, 204);
    let told = json!({ "ledger": ledger["id"], "state": "checked", "good": 0, "rejected": 1, "why": "asked",
        "by": people.clerk.id });
    assert_eq!(audited(&server, "ledger_dropped"), [told]);
    assert_eq!(people.clerk.get(&path_of(&ledger)).status, 404);
    // Of one that was committed the rejected rows go.
    let ledger = brought(&people.clerk, "", REJECTED_ROW);
    assert_eq!(commits(&people.clerk, &ledger, "?leave_out_rejected=true").status, 201);
    assert_eq!(people.clerk.call("DELETE", &path_of(&ledger)).send().status, 204);
    let gone = people.clerk.get(&format!("{}/rejected", path_of(&ledger)));
    assert_eq!((gone.status, gone.violations()), (409, vec!["act  rows_dropped".to_owned()]), "{gone:?}");
    assert_eq!(audited(&server, "ledger_dropped").len(), 2);
}

/// Brought on Friday 10 December 2021, a ledger waits through 9 January 2022, thirty days later. Then its rows go.
#[test]
fn what_nobody_commits_in_time_is_refused_and_dropped() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let text = "案号,受理日期,申请人,被申请人,案由,处理程序\n1号,2021-12-01,符永祥,某公司,劳动报酬,一般\n";
    let (waiting, taken) = (brought(clerk, "", text), brought(clerk, "", &format!("{text}2号,x,,,,\n")));
    assert_eq!(commits(clerk, &taken, "?leave_out_rejected=true").status, 201);
    assert_eq!((&waiting["state"], &waiting["kept_until"]), (&json!("checked"), &json!("2022-01-09")));
    let pages = || {
        let of = [&waiting, &taken].map(|ledger| ledger["id"].as_str().unwrap().to_owned());
        let count = move |c: &mut sikuai::storage::Connection| {
            use sikuai::storage::ledgers::{GOOD, REJECTED, page_after};
            let mut left = Vec::new();
            for (id, kind) in of.iter().zip([GOOD, REJECTED]) {
                left.push(page_after(c, (id, kind), 0)?.is_some());
            }
            Ok::<_, sikuai::storage::StorageError>(left)
        };
        server.app.store.read_blocking(count).unwrap()
    };
    server.clock.set("2022-01-09T15:59:00Z".parse().unwrap());
    server.app.watch.run("here").unwrap();
    assert_eq!(
        (clerk.read(&path_of(&waiting))["state"].clone(), pages()),
        (json!("checked"), vec![true, true])
    );
    // The first minute of the tenth in Shanghai: refused at once, whether anything was dropped yet or not.
    server.clock.set("2022-01-09T16:00:00Z".parse().unwrap());
    assert_eq!(
        (clerk.read(&path_of(&waiting))["state"].clone(), pages()),
        (json!("expired"), vec![true, true])
    );
    for refused in [commits(clerk, &waiting, ""), clerk.get(&format!("{}/rejected", path_of(&taken)))] {
        assert_eq!(
            (refused.status, refused.violations()),
            (409, vec!["act  ledger_expired".to_owned()]),
            "{refused:?}"
        );
    }
    server.app.watch.run("here").unwrap();
    assert_eq!(pages(), [false, false], "nothing of a committed one is kept either");
    let mut dropped = audited(&server, "ledger_dropped");
    dropped.sort_by_key(|told| told["state"].to_string());
    let told = |ledger: &Value, state: &str, rejected: u32| json!({ "ledger": ledger["id"], "state": state, "good": 1, "rejected": rejected, "why": "expired", "by": null });
    assert_eq!(dropped, [told(&waiting, "checked", 0), told(&taken, "committed", 1)]);
    server.app.watch.run("here").unwrap();
    assert_eq!(audited(&server, "ledger_dropped").len(), 2, "once");
    assert_eq!(clerk.read(&path_of(&taken))["state"], "committed");
    whole(&server);
}

/// A program that was killed while a ledger came in leaves pages that nobody knows of: they go after a day.
#[test]
fn what_was_broken_off_goes_after_a_day() {
    let server = TestServer::start();
    let people = People::of(&server);
    let caller = sikuai::app::permits::Caller {
        user: UserId(people.clerk.id.parse().unwrap()),
        role: sikuai::domain::role::Role::Clerk,
    };
    drop(server.app.register.begin_ledger(&caller).unwrap());
    server.clock.advance(chrono::TimeDelta::hours(24) - chrono::TimeDelta::microseconds(1));
    server.app.watch.run("here").unwrap();
    assert_eq!(audited(&server, "ledger_dropped"), Vec::<Value>::new());
    server.clock.advance(chrono::TimeDelta::microseconds(1));
    server.app.watch.run("here").unwrap();
    let dropped = audited(&server, "ledger_dropped");
    assert_eq!(
        (dropped.len(), &dropped[0]["state"], &dropped[0]["why"]),
        (1, &json!("receiving"), &json!("broken_off"))
    );
    server.app.watch.run("here").unwrap();
    assert_eq!(audited(&server, "ledger_dropped").len(), 1);
}

/// A name that may be cut or not is taken whole, and that is said.
#[test]
fn what_may_be_meant_otherwise_is_warned_of() {
    let server = TestServer::start();
    let people = People::of(&server);
    let text = "案号,受理日期,申请人,被申请人,案由,处理程序\n1号,2021-12-01,李等,某公司,劳动报酬,一般\n";
    let ledger = brought(&people.clerk, "", text);
    let warnings = ledger["warnings"].as_array().unwrap();
    assert_eq!(
        (
            &ledger["good_rows"],
            &ledger["warnings_count"],
            &warnings[0]["row"],
            &warnings[0]["column"],
            &warnings[0]["code"]
        ),
        (&json!(1), &json!(1), &json!(2), &json!("C"), &json!("name_ends_open"))
    );
    assert_eq!(commits(&people.clerk, &ledger, "").status, 201);
}

/// Writing a ledger in the clear holds up nobody who writes: it reads beside them. And what it read leaves only when it is on
/// disk that it was shown.
#[test]
fn an_export_in_the_clear_reads_beside_the_writers_and_hands_on_what_is_put_down() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.receive(&application("2021-12-01"));
    let caller = sikuai::app::permits::Caller {
        user: UserId(people.clerk.id.parse().unwrap()),
        role: sikuai::domain::role::Role::Clerk,
    };
    let store = server.app.store.clone();
    let begin =
        server.app.register.begin_ledger_export(&caller, CaseFilter::default(), PersonalData::Clear(None));
    let export = wait(begin).unwrap();
    // The one writer of SQLite is busy until it is let go.
    let (let_go, busy) = std::sync::mpsc::channel::<()>();
    let (began, is_busy) = std::sync::mpsc::channel();
    let writing = store.clone();
    let holding = std::thread::spawn(move || {
        let work = move |_: &mut Tx| {
            began.send(()).unwrap();
            busy.recv().unwrap();
            Ok::<_, StorageError>(())
        };
        writing.write_blocking(work).unwrap();
    });
    is_busy.recv().unwrap();
    let before = store.statements();
    let reading = std::thread::spawn(move || export.rows_after(None).unwrap().0.len());
    // The page, its cases, their people, and who decided them.
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while store.statements() - before < 3 && std::time::Instant::now() < until {
        std::thread::yield_now();
    }
    let read = store.statements() - before;
    let waits = !reading.is_finished();
    let put_down = audited(&server, "personal_data_shown").len();
    let_go.send(()).unwrap();
    holding.join().unwrap();
    assert_eq!(reading.join().unwrap(), 1);
    assert!(read >= 3, "{read} statements beside the writer");
    if postgres().is_none() {
        assert!(waits && put_down == 0, "nothing leaves before it is put down");
    }
    assert_eq!(audited(&server, "personal_data_shown").len(), 1);
}
