//! The archive over HTTP: what a file is and in which volume it lies, what is missing when a case is put away, who reads
//! which volume, the copy of the main one for a party, and the list of what was put away. What must be in a file is worked
//! out in `tests/domain`.

use std::io::{Cursor, Read as _};

use crate::support::people::{Caller, File, People, application, column, on_day};
use crate::support::server::{Reply, TestServer};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sikuai::app::ids::hex;
use sikuai::storage::{audit, file_materials};

/// A name as it stands in a query.
fn in_query(name: &str) -> String {
    name.bytes().flat_map(|byte| ["%".to_owned(), hex(&[byte])]).collect()
}

/// Brings a text; what was said of it is in the query.
fn brings(caller: &Caller<'_>, file: &File, (name, said): (&str, &str), text: &str) -> Reply {
    let path = file.path(&format!("files?name={}{said}", in_query(name)));
    caller.call("POST", &path).header("content-type", "text/plain").raw(text)
}

/// The id of a text that must be taken, with its material if one is given.
fn brought(caller: &Caller<'_>, file: &File, name: &str, material: &str) -> String {
    let said = if material.is_empty() { String::new() } else { format!("&material={material}") };
    let reply = brings(caller, file, (name, &said), &format!("{name}的内容\n"));
    assert_eq!(reply.status, 201, "{name}: {reply:?}");
    reply.json()["id"].as_str().unwrap().to_owned()
}

fn states(caller: &Caller<'_>, file: &File, id: &str, body: &Value) -> Reply {
    caller.call("PUT", &file.path(&format!("files/{id}/material"))).json(body)
}

fn makes(caller: &Caller<'_>, file: &File, body: &Value) -> Value {
    let reply = caller.call("POST", &file.path("papers")).header("if-match", &file.tag()).json(body);
    assert_eq!(reply.status, 201, "{body}: {reply:?}");
    reply.json()
}

fn archive(caller: &Caller<'_>, file: &File) -> Value {
    caller.read(&file.path("archive"))
}

/// What is missing: material, entry, party.
fn missing(archive: &Value) -> Vec<String> {
    let items = archive["missing"].as_array().unwrap().iter();
    items
        .map(|item| format!("{} {} {}", item["material"].as_str().unwrap(), item["of"], item["party"]))
        .collect()
}

/// The volume as its numbers, materials and names.
fn listed(archive: &Value, volume: &str) -> Vec<String> {
    let items = archive[volume].as_array().unwrap().iter();
    items
        .map(|item| {
            let text = |field: &str| item[field].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", item["no"], text("material"), text("name"))
        })
        .collect()
}

const MATERIALS: [&str; 9] = [
    "application 1 null",
    "acceptance_notice 2 null",
    "identity_proof null null",
    "withdrawal_application 3 null",
    "decision 3 null",
    "service_return 4 1",
    "service_return 4 2",
    "acceptance_approval 2 null",
    "closing_approval 3 null",
];

/// Brings everything that such a file needs, as files and as papers.
fn completes(people: &People<'_>, file: &File) {
    for (name, material) in [
        ("申请书.txt", "application"),
        ("身份证.txt", "identity_proof"),
        ("撤回申请.txt", "withdrawal_application"),
        ("立案审批.txt", "acceptance_approval"),
        ("结案审批.txt", "closing_approval"),
    ] {
        brought(&people.clerk, file, name, material);
    }
    makes(&people.clerk, file, &json!({ "kind": "acceptance_notice" }));
    makes(&people.clerk, file, &json!({ "kind": "withdrawal_decision" }));
    let scan = brought(&people.clerk, file, "回证.txt", "");
    let stated = states(&people.clerk, file, &scan, &json!({ "material": "service_return", "of": [4] }));
    assert_eq!(stated.status, 200, "{stated:?}");
}

#[test]
fn what_is_missing_is_named_with_its_article_before_a_case_is_put_away() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    let before = archive(&people.clerk, &file);
    assert_eq!(
        (missing(&before), &before["complete"]),
        (MATERIALS.map(str::to_owned).to_vec(), &json!(false))
    );
    let first = &before["missing"][5];
    assert_eq!(first["words"]["zh"], "缺少“送达回证”（第4项登记，2021-12-07），当事人1");
    assert_eq!((&first["volume"], &first["on"]), (&json!("main"), &json!("2021-12-07")));
    assert_eq!(first["article"]["zh"], "《劳动人事争议仲裁办案规则》第22条");

    // Named with the article, and to be confirmed.
    let act = json!({ "on": "2021-12-10", "file_number": "徐劳人仲档〔2021〕1号" });
    let refused = people.clerk.act(&file, "archive", &act);
    assert_eq!((refused.status, refused.violations()), (409, vec!["act  file_incomplete".to_owned()]));
    let problem = refused.json();
    assert_eq!(problem["acknowledge"], json!(["file_incomplete"]));
    assert_eq!(problem["article"], "《劳动人事争议仲裁办案规则》第22条");
    let said = problem["violations"][0]["detail"].as_str().unwrap();
    assert!(said.ends_with("撤回仲裁申请书、决定书、送达回证（2份）、立案审批表、结案审批表"), "{said}");
    let dry = people.clerk.act(&file, "archive?dry_run=true", &act);
    assert_eq!((dry.status, dry.violations()), (409, vec!["act  file_incomplete".to_owned()]));
    let mut confirmed = act;
    confirmed["acknowledge_warnings"] = json!(["file_incomplete"]);
    people.clerk.does(&file, "archive", &confirmed);
    let docket = people.clerk.read(&file.path("docket"));
    assert_eq!(docket["items"][4]["acknowledged"], json!(["file_incomplete"]));
    assert_eq!(missing(&archive(&people.clerk, &file)).len(), 9, "it is missing still");
}

#[test]
fn a_case_whose_file_is_complete_is_put_away_without_a_question() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    let act = json!({ "on": "2021-12-10", "file_number": "徐劳人仲档〔2021〕1号" });
    completes(&people, &file);
    let stray = brought(&people.clerk, &file, "扫描.txt", "");
    let unsorted = archive(&people.clerk, &file);
    assert_eq!(
        (missing(&unsorted), listed(&unsorted, "unsorted")),
        (vec![], vec!["1 - 扫描.txt".to_owned()])
    );
    assert_eq!(unsorted["complete"], false);
    let refused = people.clerk.act(&file, "archive", &act);
    assert_eq!((refused.status, refused.violations()), (409, vec!["act  files_unsorted".to_owned()]));

    assert_eq!(states(&people.clerk, &file, &stray, &json!({ "material": "evidence" })).status, 200);
    let whole = archive(&people.clerk, &file);
    let main = [
        "1 application 申请书.txt",
        "2 acceptance_notice -",
        "3 identity_proof 身份证.txt",
        "4 evidence 扫描.txt",
        "5 withdrawal_application 撤回申请.txt",
        "6 decision -",
        "7 service_return 回证.txt",
    ];
    assert_eq!(listed(&whole, "main"), main);
    assert_eq!(
        listed(&whole, "secondary"),
        ["1 acceptance_approval 立案审批.txt", "2 closing_approval 结案审批.txt"]
    );
    assert_eq!((&whole["complete"], &whole["unsorted"]), (&json!(true), &json!([])));
    assert_eq!((&whole["retention_years"], &whole["retain_until"]), (&json!(5), &Value::Null));

    let mut act = act;
    act["main_pages"] = json!(36);
    act["secondary_pages"] = json!(4);
    people.clerk.does(&file, "archive", &act);
    let away = archive(&people.clerk, &file);
    let told = ["archived_on", "file_number", "main_pages", "secondary_pages", "retain_until"];
    let expected =
        [json!("2021-12-10"), json!("徐劳人仲档〔2021〕1号"), json!(36), json!(4), json!("2026-12-31")];
    assert_eq!(told.map(|field| away[field].clone()), expected);
    let no_pages = json!({ "on": "2021-12-10", "file_number": "1", "main_pages": 0 });
    assert_eq!(people.clerk.act(&file, "archive", &no_pages).violations(), ["body /main_pages minimum"]);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// What comes into a file that was put away stands behind what was in it, with its day, in the answer, and in the list.
#[test]
fn what_is_added_to_an_archived_case_is_marked_and_shifts_no_number() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    completes(&people, &file);
    people.clerk.does(&file, "archive", &json!({ "on": "2021-12-10", "file_number": "1号" }));
    let before = archive(&people.clerk, &file);
    assert!(
        before["main"].as_array().unwrap().iter().all(|item| item.get("added_after_archiving").is_none())
    );

    on_day(&server, "2021-12-20");
    let reply = brings(&people.clerk, &file, ("补充申请.txt", "&material=application"), "补充\n");
    assert_eq!(
        (reply.status, &reply.json()["added_after_archiving"]),
        (201, &json!("2021-12-20")),
        "{reply:?}"
    );
    server.clock.advance(TimeDelta::seconds(1));
    let notice = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" }));
    let after = archive(&people.clerk, &file);
    let (old, new) = (before["main"].as_array().unwrap(), after["main"].as_array().unwrap());
    assert_eq!(&new[..old.len()], &old[..], "the paper that was in it too");
    let added: Vec<Value> = new[old.len()..]
        .iter()
        .map(|item| json!([item["no"], item["material"], item["added_after_archiving"], item["paper"]]))
        .collect();
    let no = old.len();
    let expected = [
        json!([no + 1, "application", "2021-12-20", null]),
        json!([no + 2, "acceptance_notice", "2021-12-20", notice["id"]]),
    ];
    assert_eq!(added, expected);
    let list = makes(&people.clerk, &file, &json!({ "kind": "archive_list" }));
    let path = file.path(&format!("files/{}", list["docx"]["file"].as_str().unwrap()));
    let (_, _, word) = people.clerk.call("GET", &path).bytes().unwrap();
    let text = super::papers::text_of(&word);
    assert!(text.contains("申请书（补充申请.txt）（归档后补入，2021年12月20日）"), "{text}");
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// A list that was printed stays true: what lies in a volume stays what it is, and what is sorted later follows with its day.
#[test]
fn what_lies_in_an_archived_volume_stays_what_it_is() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    completes(&people, &file);
    let unsorted = brought(&people.clerk, &file, "扫描1.txt", "");
    let lying = archive(&people.clerk, &file)["main"][0].clone();
    assert_eq!(
        (&lying["material"], &lying["on"]),
        (&json!("application"), &json!("2021-12-01")),
        "its entry's day"
    );
    let act = json!({ "on": "2021-12-10", "file_number": "徐劳人仲档〔2021〕9号",
        "acknowledge_warnings": ["files_unsorted"] });
    people.clerk.does(&file, "archive", &act);
    let before = archive(&people.clerk, &file);

    on_day(&server, "2021-12-20");
    let path = lying["file"].as_str().unwrap();
    for material in ["identity_proof", "other_secondary", "application"] {
        let refused = states(&people.clerk, &file, path, &json!({ "material": material, "of": [] }));
        assert_eq!(refused.refused(), (409, vec!["act  in_an_archived_volume".to_owned()]), "{material}");
    }
    assert_eq!(archive(&people.clerk, &file), before);

    let sorted = states(&people.clerk, &file, &unsorted, &json!({ "material": "evidence", "of": [] }));
    assert_eq!((sorted.status, &sorted.json()["added_after_archiving"]), (200, &json!("2021-12-20")));
    let (old, new) = (before["main"].as_array().unwrap(), archive(&people.clerk, &file));
    let new = new["main"].as_array().unwrap();
    assert_eq!((&new[..old.len()], new.len()), (&old[..], old.len() + 1));
    assert_eq!(new[old.len()]["added_after_archiving"], "2021-12-20");
    // It was in no volume then, so what it is can be mended until it is right.
    let again = states(&people.clerk, &file, &unsorted, &json!({ "material": "other_main", "of": [] }));
    assert_eq!(again.status, 200, "{again:?}");

    assert_eq!(file_numbers_found(&people), ["徐劳人仲档〔2021〕9号"]);
}

/// What was wrong when a file was put away is mended once the archiving is struck out, and then it is put away anew.
#[test]
fn what_was_sorted_wrongly_is_mended_once_the_archiving_is_struck_out() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    completes(&people, &file);
    people.clerk.does(&file, "archive", &json!({ "on": "2021-12-10", "file_number": "1号" }));
    let lying = archive(&people.clerk, &file)["main"][0].clone();
    let path = lying["file"].as_str().unwrap();
    on_day(&server, "2021-12-20");
    let struck = json!({ "on": "2021-12-20", "reason": "归类有误", "replacement": null });
    people.supervisor.does(&file, "docket/5/correction", &struck);
    let mended = states(&people.clerk, &file, path, &json!({ "material": "identity_proof", "of": [] }));
    assert_eq!(mended.status, 200, "{mended:?}");
    let warnings = json!(["file_incomplete"]);
    let anew = json!({ "on": "2021-12-20", "file_number": "1号", "acknowledge_warnings": warnings });
    people.clerk.does(&file, "archive", &anew);
    let refused = states(&people.clerk, &file, path, &json!({ "material": "application", "of": [] }));
    assert_eq!(refused.refused(), (409, vec!["act  in_an_archived_volume".to_owned()]));
}

/// The numbers in the archive by which a search for a part of one finds cases.
fn file_numbers_found(people: &People<'_>) -> Vec<String> {
    let found = people.clerk.read(&format!("/api/v1/search?q={}", in_query("仲档〔2021〕9号")));
    let found = found["items"].as_array().unwrap().iter().flat_map(|item| item["found"].as_array().unwrap());
    let numbers = found.filter(|found| found["field"] == "file_number");
    numbers.map(|found| found["text"].as_str().unwrap().to_owned()).collect()
}

/// The printed list and the answer are the same list.
#[test]
fn the_printed_list_says_what_the_archive_says() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    completes(&people, &file);
    brought(&people.clerk, &file, "扫描.txt", "");
    let whole = archive(&people.clerk, &file);
    let titles = |volume: &str| -> Vec<String> {
        let items = whole[volume].as_array().unwrap().iter();
        let label = |code: &str| match code {
            "application" => "申请书",
            "identity_proof" => "身份证明材料",
            "withdrawal_application" => "撤回仲裁申请书",
            "service_return" => "送达回证",
            "acceptance_approval" => "立案审批表",
            "closing_approval" => "结案审批表",
            _ => panic!("{code}"),
        };
        items
            .map(|item| match (item["paper_kind"].as_str(), item["material"].as_str()) {
                (Some("acceptance_notice"), _) => "受理通知书".to_owned(),
                (Some("withdrawal_decision"), _) => "准予撤回仲裁申请决定书".to_owned(),
                (None, Some(code)) => format!("{}（{}）", label(code), item["name"].as_str().unwrap()),
                _ => item["name"].as_str().unwrap().to_owned(),
            })
            .collect()
    };
    let paper = makes(&people.clerk, &file, &json!({ "kind": "archive_list" }));
    let path = file.path(&format!("files/{}", paper["docx"]["file"].as_str().unwrap()));
    let (_, _, word) = people.clerk.call("GET", &path).bytes().unwrap();
    let mut xml = String::new();
    let mut parts = zip::ZipArchive::new(Cursor::new(word)).unwrap();
    parts.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut at = 0;
    for title in titles("main").iter().chain(&titles("secondary")).chain(&titles("unsorted")) {
        let found = xml[at..].find(title.as_str());
        at += found.unwrap_or_else(|| panic!("{title} is not there, or before its place: {}", &xml[at..]));
    }
    let unsorted = xml.find("未归类").unwrap();
    assert!(xml.find("扫描.txt").unwrap() > unsorted && xml.find("结案审批.txt").unwrap() < unsorted);
    // The list itself lies in no volume, and is not unsorted either.
    let after = archive(&people.clerk, &file);
    assert_eq!((&after["main"], &after["unsorted"]), (&whole["main"], &whole["unsorted"]));
}

#[test]
fn what_a_file_is_is_said_with_it_or_later_and_put_down() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    let reply = brings(&people.clerk, &file, ("证.txt", "&material=evidence"), "工资条\n");
    assert_eq!(
        (reply.status, &reply.json()["material"], &reply.json()["of"]),
        (201, &json!("evidence"), &json!([]))
    );
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    let reply = brings(&people.clerk, &file, ("证.txt", "&material=diary"), "工资条\n");
    assert_eq!((reply.status, reply.violations()), (400, vec!["query material enum".to_owned()]));

    let body = json!({ "material": "service_return", "of": [4, 4] });
    let stated = states(&people.clerk, &file, &id, &body).json();
    assert_eq!(
        (&stated["material"], &stated["of"], &stated["name"]),
        (&json!("service_return"), &json!([4]), &json!("证.txt"))
    );
    assert_eq!(people.clerk.read(&file.path("files"))["items"], json!([stated]));
    let wrong = states(&people.clerk, &file, &id, &json!({ "material": "evidence", "of": [1, 5] }));
    let found = ["body /of/0 entry_asks_for_none", "body /of/1 no_such_entry"];
    assert_eq!((wrong.status, wrong.violations()), (422, found.map(str::to_owned).to_vec()));
    // The decision was served by the fourth entry; there is a return of it, and of none before.
    let wrong = states(&people.clerk, &file, &id, &json!({ "material": "service_return", "of": [4, 3] }));
    assert_eq!((wrong.status, wrong.violations()), (422, vec!["body /of/1 entry_asks_for_none".to_owned()]));
    let said = &wrong.json()["violations"][0]["detail"];
    assert_eq!(said, "第3项登记不要求有“送达回证”；要求有的是第4项");
    let wrong = states(&people.clerk, &file, &id, &json!({ "material": "diary", "pages": 1 }));
    let shape = ["body /material enum", "body /pages unknown_field"];
    assert_eq!((wrong.status, wrong.violations()), (400, shape.map(str::to_owned).to_vec()));
    let other = people.clerk.receive_another(&application("2021-12-01"));
    assert_eq!(states(&people.clerk, &other, &id, &body).status, 404, "a file of another case");

    let rows = server.app.store.read_blocking(|c| audit::page(c, 0, 1_000)).unwrap();
    let told: Vec<Value> = rows
        .iter()
        .filter(|row| row.event == "material_stated")
        .map(|row| serde_json::from_str(&row.body).unwrap())
        .collect();
    assert_eq!(told, [json!({ "file": id, "material": "service_return", "of": [4, 4] })]);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
    // The check reads what was stated.
    let mut row = server
        .app
        .store
        .read_blocking(|c| file_materials::of_files(c, std::slice::from_ref(&id)))
        .unwrap()
        .remove(0);
    row.of_entries = "[four]".to_owned();
    server.app.store.write_blocking(move |tx| file_materials::put(tx, &row)).unwrap();
    let found = server.app.register.check().unwrap().inconsistencies;
    assert!(found.len() == 1 && found[0].contains("of_entries"), "{found:?}");
}

/// What proves a service is its return without a word; and is what somebody says once somebody does.
#[test]
fn the_file_of_a_proof_is_the_return_of_its_service() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.withdrawn();
    let scan = brought(&people.clerk, &file, "签收.txt", "");
    let proof = json!({ "on": "2021-12-10", "parties": [2],
        "proof": { "kind": "signed_return", "reference": "2号", "file": scan } });
    people.clerk.does(&file, "services/4/proof", &proof);
    let whole = archive(&people.clerk, &file);
    assert_eq!(
        (listed(&whole, "main"), &whole["main"][0]["of"]),
        (vec!["1 service_return 签收.txt".to_owned()], &json!([4]))
    );
    let returns: Vec<String> =
        missing(&whole).into_iter().filter(|line| line.starts_with("service_return")).collect();
    assert_eq!(returns, ["service_return 4 1"], "it proves the service on party 2 alone");
    // Nor is that forgotten when somebody says that it is a return, and not of what.
    assert_eq!(states(&people.clerk, &file, &scan, &json!({ "material": "service_return" })).status, 200);
    let said = archive(&people.clerk, &file);
    assert_eq!((&said["main"], &said["missing"]), (&whole["main"], &whole["missing"]));
    assert_eq!(states(&people.clerk, &file, &scan, &json!({ "material": "other_secondary" })).status, 200);
    assert_eq!(listed(&archive(&people.clerk, &file), "secondary"), ["1 other_secondary 签收.txt"]);
}

/// A case with a panel, a mediator, and a file in each volume.
struct Volumes<'s> {
    people: People<'s>,
    file: File,
    main: String,
    secondary: String,
}

impl<'s> Volumes<'s> {
    fn of(server: &'s TestServer) -> Self {
        let people = People::of(server);
        let file = people.clerk.receive_another(&application("2021-12-01"));
        people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
        let mediator = json!([{ "user": people.mediator.id, "duty": "mediator" }]);
        people.supervisor.does(&file, "assignment", &json!({ "on": "2021-12-06", "people": mediator }));
        people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
        let main = brought(&people.clerk, &file, "工资条.txt", "evidence");
        let secondary = brought(&people.clerk, &file, "评议.txt", "deliberation_record");
        Self { people, file, main, secondary }
    }
}

#[test]
fn the_secondary_volume_is_read_by_the_tribunal_and_the_clerks() {
    let server = TestServer::start();
    let Volumes { people, file, main, secondary } = Volumes::of(&server);
    let reads = |caller: &Caller<'_>, id: &str| caller.get(&file.path(&format!("files/{id}"))).status;
    let callers = [
        (&people.clerk, [200, 200]),
        (&people.arbitrator, [200, 200]),
        (&people.outsider, [403, 403]),
        (&people.mediator, [200, 403]),
        (&people.supervisor, [403, 403]),
        (&people.inspector, [404, 404]),
        (&people.admin, [404, 404]),
    ];
    for (caller, expected) in callers {
        assert_eq!([&main, &secondary].map(|id| reads(caller, id)), expected, "{}", caller.id);
    }
    // The names go with the bytes, in the list of files and in the archive.
    let names = |caller: &Caller<'_>| {
        let mut files = column(&caller.read(&file.path("files")), "name");
        files.sort();
        let whole = archive(caller, &file);
        let name = |volume: &str| whole[volume][0]["name"].as_str().unwrap_or_default().to_owned();
        (files, name("main"), name("secondary"))
    };
    let texts = |main: &str, secondary: &str| {
        let mut names = vec![main.to_owned(), secondary.to_owned()];
        names.sort();
        (names, main.to_owned(), secondary.to_owned())
    };
    assert_eq!(names(&people.clerk), texts("工资条.txt", "评议.txt"));
    assert_eq!(names(&people.mediator), texts("工资条.txt", ""));
    assert_eq!(names(&people.supervisor), texts("", ""));

    // Nobody takes out what they may not read; a supervisor brings an approval that only others read.
    let out = json!({ "material": "evidence" });
    assert_eq!(states(&people.mediator, &file, &secondary, &out).status, 403);
    assert_eq!(states(&people.supervisor, &file, &secondary, &out).status, 403);
    assert_eq!(states(&people.arbitrator, &file, &secondary, &out).status, 200);
    assert_eq!(reads(&people.mediator, &secondary), 200);
    let approval =
        brings(&people.supervisor, &file, ("延期审批.txt", "&material=extension_approval"), "同意\n");
    assert_eq!((approval.status, &approval.json()["name"]), (201, &Value::Null));
    let approval = approval.json()["id"].as_str().unwrap().to_owned();
    assert_eq!((reads(&people.supervisor, &approval), reads(&people.clerk, &approval)), (403, 200));
    // Who mediates neither makes nor reads what is discussed, and prints no list of it.
    let make = |caller: &Caller<'_>, kind: &str| {
        let call = caller.call("POST", &file.path("papers?dry_run=true")).header("if-match", &file.tag());
        call.json(&json!({ "kind": kind })).status
    };
    assert_eq!(
        ["acceptance_notice", "discussion_record", "archive_list"].map(|kind| make(&people.mediator, kind)),
        [200, 403, 403]
    );
    assert_eq!(
        ["discussion_record", "archive_list"].map(|kind| make(&people.clerk, kind)),
        [409, 409],
        "nothing of it yet"
    );
}

/// What files are in the next case: name, material, entries.
fn sorted_files(caller: &Caller<'_>, file: &File) -> Vec<String> {
    let page = caller.read(&file.path("files?limit=200"));
    let said =
        |item: &Value| format!("{} {} {}", item["name"].as_str().unwrap(), item["material"], item["of"]);
    let mut files: Vec<String> = page["items"].as_array().unwrap().iter().map(said).collect();
    files.sort();
    files
}

/// A mediation that fails goes on to arbitration. What was of its entries is of none there, and what nobody sorted is to be
/// sorted there too.
#[test]
fn files_that_go_on_are_what_they_were_and_the_secondary_volume_stays() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = application("2021-12-10");
    body["body"] = "commission".into();
    let file = people.clerk.opens("/api/v1/mediation-cases", &body);
    people.clerk.does(&file, "mediation-start", &json!({ "on": "2021-12-10" }));
    people.clerk.does(&file, "mediation-ending", &json!({ "on": "2021-12-10", "cause": "failed" }));
    for (name, material) in [
        ("1合同.txt", "evidence"),
        ("2身份证.txt", "identity_proof"),
        ("3申请书.txt", "application"),
        ("4照片.txt", ""),
        ("5会商.txt", "deliberation_record"),
    ] {
        brought(&people.clerk, &file, name, material);
    }
    let asked = brought(&people.clerk, &file, "6调解申请.txt", "");
    let proof = brought(&people.clerk, &file, "7聊天.txt", "");
    for (id, stated) in [
        (&asked, json!({ "material": "application", "of": [1] })),
        (&proof, json!({ "material": "evidence" })),
    ] {
        let stated = states(&people.clerk, &file, id, &stated);
        assert_eq!(stated.status, 200, "{stated:?}");
    }
    let done = people.clerk.does(&file, "onward-arbitration", &json!({ "on": "2021-12-10" }));
    let next = File { id: done["opened"].as_str().unwrap().to_owned(), version: std::cell::Cell::new(1) };
    assert_eq!(
        sorted_files(&people.clerk, &next),
        [
            "1合同.txt \"evidence\" []",
            "2身份证.txt \"identity_proof\" []",
            "3申请书.txt \"application\" []",
            "4照片.txt null []",
            "6调解申请.txt \"other_main\" []",
            "7聊天.txt \"evidence\" []",
        ]
    );
    assert!(listed(&archive(&people.clerk, &next), "secondary").is_empty());
    assert_eq!(sorted_files(&people.clerk, &file).len(), 7, "the first case has all of its own");
    let told = server.app.store.read_blocking(|c| audit::page(c, 0, 200)).unwrap();
    let bodies: Vec<Value> = told
        .iter()
        .filter(|row| row.event == "file_added" && row.case_id.as_deref() == Some(&next.id))
        .map(|row| serde_json::from_str(&row.body).unwrap())
        .collect();
    assert_eq!(bodies.len(), 6);
    assert!(bodies.iter().any(|body| body["material"] == "other_main"), "{bodies:?}");
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// Two workers, up to the discussion: 1 received, 2 accepted, 3 the copy served on the employer and proved by a file, 4 the
/// tribunal, 5 the defence, 6 to 8 the hearing, 9 the discussion.
fn discussed_of_two(server: &TestServer, people: &People<'_>) -> File {
    let mut body = application("2021-12-01");
    body["parties"][0]["who"] = json!({ "worker": { "name": "陈海生" } });
    let second = json!({ "no": 3, "side": "applicant", "who": { "worker": { "name": "李美" } } });
    body["parties"].as_array_mut().unwrap().push(second);
    body["claims"] = json!([{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 },
        { "no": 2, "claimant": 3, "item": "wages", "amount": 400_000 }]);
    let file = people.clerk.receive(&body);
    let does = |caller: &Caller<'_>, path: &str, body: Value| caller.does(&file, path, &body);
    does(&people.clerk, "acceptance", json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let scan = brought(&people.clerk, &file, "1回证.txt", "");
    let proof = json!({ "kind": "signed_return", "reference": "1号", "file": scan });
    let copy = json!({ "on": "2021-12-06", "document": "application_copy", "parties": [2], "manner": "direct",
        "proof": proof });
    does(&people.clerk, "services", copy);
    does(&people.supervisor, "tribunal", people.panel("2021-12-06"));
    does(&people.clerk, "defences", json!({ "on": "2021-12-07", "party": 2, "kind": "filed" }));
    on_day(server, "2021-12-20");
    does(
        &people.arbitrator,
        "hearings",
        json!({ "on": "2021-12-10", "held_on": "2021-12-20", "time": "09:00" }),
    );
    does(&people.arbitrator, "hearings/6/opening", json!({ "on": "2021-12-20" }));
    let closed = json!({ "on": "2021-12-20", "mediation": "declined" });
    does(&people.arbitrator, "hearings/6/closing", closed);
    does(&people.arbitrator, "discussions", json!({ "on": "2021-12-20", "conclusion": "一致" }));
    file
}

/// The second worker goes on alone: the new case tells the first five entries again, and by the same numbers.
#[test]
fn a_case_that_is_split_off_has_no_record_of_the_discussion_and_its_files_are_of_its_own_entries() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = discussed_of_two(&server, &people);
    let texts = json!({ "record": "逐项讨论", "attendance": "仲裁庭成员" });
    let record = makes(&people.arbitrator, &file, &json!({ "kind": "discussion_record", "texts": texts }));
    makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice", "party": 3 }));
    brought(&people.arbitrator, &file, "2评议.txt", "deliberation_record");
    brought(&people.clerk, &file, "3身份证.txt", "identity_proof");
    for (name, material, of) in [
        ("4申请书.txt", "application", 1),
        ("5答辩书.txt", "defence", 5),
        ("6庭审笔录.txt", "hearing_record", 7),
    ] {
        let id = brought(&people.clerk, &file, name, "");
        let stated = states(&people.clerk, &file, &id, &json!({ "material": material, "of": [of] }));
        assert_eq!(stated.status, 200, "{stated:?}");
    }
    let split = json!({ "on": "2021-12-20", "parties": [3] });
    let done = people.arbitrator.does(&file, "splits", &split);
    let next = File { id: done["opened"].as_str().unwrap().to_owned(), version: std::cell::Cell::new(1) };
    let files = sorted_files(&people.clerk, &next);
    let (papers, texts): (Vec<&String>, Vec<&String>) =
        files.iter().partition(|said| said.contains("acceptance_notice"));
    assert_eq!(
        texts,
        [
            "1回证.txt \"service_return\" [3]",
            "3身份证.txt \"identity_proof\" []",
            "4申请书.txt \"application\" [1]",
            "5答辩书.txt \"defence\" [5]",
            "6庭审笔录.txt \"other_main\" []",
        ]
    );
    assert_eq!(papers.len(), 2, "both files of the notice: {papers:?}");
    let there = archive(&people.clerk, &next);
    assert_eq!((listed(&there, "secondary"), listed(&there, "unsorted")), (Vec::new(), Vec::new()));
    assert_eq!(missing(&there), ["acceptance_approval 2 null"]);
    // No content of the record is in the new case under whatever id.
    let secret = [&record["pdf"]["sha256"], &record["docx"]["sha256"]];
    let page = people.clerk.read(&next.path("files?limit=200"));
    assert!(page["items"].as_array().unwrap().iter().all(|item| !secret.contains(&&item["sha256"])));
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// The discussion of a case: neither its texts nor its bytes are for who mediates; and what it is nobody restates.
#[test]
fn the_record_of_a_discussion_is_of_the_secondary_volume() {
    let server = TestServer::start();
    let Volumes { people, file, .. } = Volumes::of(&server);
    let does = |caller: &Caller<'_>, path: &str, body: Value| caller.does(&file, path, &body);
    let copy =
        json!({ "on": "2021-12-06", "document": "application_copy", "parties": [2], "manner": "direct" });
    does(&people.clerk, "services", copy);
    does(&people.clerk, "defences", json!({ "on": "2021-12-06", "party": 2, "kind": "waived" }));
    on_day(&server, "2021-12-20");
    does(
        &people.arbitrator,
        "hearings",
        json!({ "on": "2021-12-10", "held_on": "2021-12-20", "time": "09:00" }),
    );
    let hearing = file.version.get();
    does(&people.arbitrator, &format!("hearings/{hearing}/opening"), json!({ "on": "2021-12-20" }));
    does(
        &people.arbitrator,
        &format!("hearings/{hearing}/closing"),
        json!({ "on": "2021-12-20", "mediation": "declined" }),
    );
    does(&people.arbitrator, "discussions", json!({ "on": "2021-12-20", "conclusion": "一致" }));
    let texts = json!({ "record": "逐项讨论", "attendance": "仲裁庭成员" });
    let paper = makes(&people.arbitrator, &file, &json!({ "kind": "discussion_record", "texts": texts }));
    let at = |caller: &Caller<'_>, path: &str| caller.get(&file.path(path)).status;
    let paths = |paper: &Value| {
        [
            format!("papers/{}", paper["id"].as_str().unwrap()),
            format!("files/{}", paper["docx"]["file"].as_str().unwrap()),
            format!("files/{}", paper["pdf"]["file"].as_str().unwrap()),
        ]
    };
    for path in &paths(&paper) {
        assert_eq!((at(&people.arbitrator, path), at(&people.mediator, path)), (200, 403), "{path}");
    }
    assert_eq!(archive(&people.clerk, &file)["secondary"][0]["material"], "meeting_record");
    let pdf = paper["pdf"]["file"].as_str().unwrap();
    let reply = states(&people.clerk, &file, pdf, &json!({ "material": "evidence" }));
    assert_eq!((reply.status, reply.violations()), (409, vec!["act  file_of_paper".to_owned()]));
    assert_eq!(reply.json()["detail"], "该文件属于已制作的文书，按文书种类归卷，不能另行归类");
    // The list of both volumes names it, and is for the same people; a notice is for who mediates too.
    does(&people.clerk, "withdrawal", json!({ "on": "2021-12-20", "ground": "own_motion" }));
    let list = makes(&people.clerk, &file, &json!({ "kind": "archive_list" }));
    for path in &paths(&list) {
        assert_eq!((at(&people.clerk, path), at(&people.mediator, path)), (200, 403), "{path}");
    }
    let notice = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" }));
    assert_eq!(paths(&notice).map(|path| at(&people.mediator, &path)), [200, 200, 200]);
}

#[test]
fn a_party_gets_a_copy_of_the_main_volume_and_of_nothing_else() {
    let server = TestServer::start();
    let Volumes { people, file, .. } = Volumes::of(&server);
    brought(&people.clerk, &file, "未归类.txt", "");
    // Longer than one part, and of two contents that are alike in their first bytes.
    let long: String = "录音整理\n".repeat(40_000);
    assert_eq!(brings(&people.clerk, &file, ("笔录.txt", "&material=hearing_record"), &long).status, 201);
    makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" }));
    let path = file.path("archive/main-volume?party=1&reason=%E4%BB%A3%E7%90%86%E4%BA%BA%E9%98%85%E5%8D%B7");
    let (status, headers, bytes) = people.clerk.call("GET", &path).bytes().unwrap();
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "application/zip"));
    let escaped = |byte: u8| match byte {
        b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let name: String = "正卷-徐劳人仲案字〔2021〕1号.zip".bytes().map(escaped).collect();
    let disposition = headers["content-disposition"].to_str().unwrap().to_owned();
    assert!(disposition.ends_with(&name), "{disposition} {name}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut packed = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        packed.push((part.name().unwrap().into_owned(), content));
    }
    let names: Vec<&str> = packed.iter().map(|(name, _)| name.as_str()).collect();
    let notice = "0001-受理通知书-徐劳人仲案字〔2021〕1号-当事人1.pdf";
    let (slip, record) = ("0002-当事人提供的证据材料-工资条.txt", "0003-庭审笔录-笔录.txt");
    assert_eq!(names, ["0000-正卷目录.txt", notice, slip, record]);
    let list = String::from_utf8(packed[0].1.clone()).unwrap();
    let line = |name: &str| list.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    // As sha256sum says it of that line.
    let sha256 = "04877057e1cba3a5ff8075bf1f7ab35f0dcf1de943f0099c416d85ea97deab3b";
    assert_eq!(line(slip), format!("{slip}  23  SHA-256 {sha256}"));
    assert!(line(record).contains(&format!("  {}  SHA-256 ", long.len())), "{list}");
    assert_eq!(list.lines().count(), 4);
    assert!(packed[1].1.starts_with(b"%PDF-"));
    assert_eq!(packed[2].1, "工资条.txt的内容\n".as_bytes());
    assert!(packed[3].1 == long.as_bytes());

    // For whom, and why, is put down; a party of another number, or none, gets nothing.
    let shown = people.supervisor.read(&file.path("unmaskings"));
    let last = shown["items"].as_array().unwrap().last().unwrap().clone();
    let told = ["user", "party", "volume", "reason", "file"].map(|field| last[field].clone());
    let expected = [json!(people.clerk.id), json!(1), json!("main"), json!("代理人阅卷"), Value::Null];
    assert_eq!(told, expected);
    let asks = |query: &str| people.clerk.get(&file.path(&format!("archive/main-volume{query}")));
    assert_eq!(asks("?party=9").status, 404);
    assert_eq!((asks("").status, asks("").violations()), (400, vec!["query party required".to_owned()]));
    assert_eq!(asks("?party=x").violations(), ["query party format"]);
    let count = shown["items"].as_array().unwrap().len();
    let after = people.supervisor.read(&file.path("unmaskings"));
    assert_eq!(after["items"].as_array().unwrap().len(), count);
}

#[test]
fn an_empty_volume_and_a_content_that_is_not_what_was_stored_are_said() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-01"));
    brought(&people.clerk, &file, "审批.txt", "acceptance_approval");
    let path = file.path("archive/main-volume?party=2");
    let empty = people.clerk.get(&path);
    assert_eq!((empty.status, &empty.json()["detail"]), (409, &json!("正卷中还没有材料")), "{empty:?}");
    let long: String = "录音整理\n".repeat(400_000);
    let reply = brings(&people.clerk, &file, ("笔录.txt", "&material=hearing_record"), &long);
    let sha256 = reply.json()["sha256"].as_str().unwrap().to_owned();
    let blob = server.blob(&sha256).unwrap();
    let mut sealed = std::fs::read(&blob).unwrap();
    let last = sealed.len() - 1;
    sealed[last] ^= 1;
    std::fs::write(&blob, &sealed).unwrap();
    // Its end is altered: the answer begins, and breaks off before the list that a ZIP ends with.
    assert!(people.clerk.call("GET", &path).bytes().is_err());
    std::fs::write(&blob, &sealed[..last]).unwrap();
    assert_eq!(people.clerk.get(&path).status, 500, "shorter: nothing is sent at all");
}

/// Two cases that were put away on one day of 2021, in the order of their ids, and one that is open; with whatever they lack.
fn two_put_away(people: &People<'_>) -> [File; 3] {
    let mut files = [1, 2, 3].map(|_| people.withdrawn());
    files.sort_by(|one, other| one.id.cmp(&other.id));
    let [first, second, _] = &files;
    people.clerk.does(first, "archive", &as_it_is("1号", "2021-12-08"));
    people.clerk.does(second, "archive", &as_it_is("2号", "2021-12-08"));
    files
}

fn as_it_is(number: &str, on: &str) -> Value {
    json!({ "on": on, "file_number": number, "acknowledge_warnings": ["file_incomplete"] })
}

#[test]
fn the_list_of_what_was_put_away_goes_by_year_and_by_what_is_kept_no_longer() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, _, third] = two_put_away(&people);
    let list = |query: &str| people.clerk.read(&format!("/api/v1/archive{query}"));
    let numbers = |query: &str| column(&list(query), "file_number");
    assert_eq!(numbers(""), ["1号", "2号"]);
    let item = &list("")["items"][0];
    let expected = json!({ "case_id": first.id, "kind": "arbitration", "cause": "relationship",
        "number": people.clerk.read(&first.path(""))["number"], "employer": "徐闻县红壤农机服务部",
        "closed_on": "2021-12-06", "manner": "withdrawn", "file_number": "1号", "main_pages": null,
        "secondary_pages": null, "archived_on": "2021-12-08", "retention_years": 5, "retain_until": "2026-12-31",
        "expired": false });
    assert_eq!(item, &expected);

    on_day(&server, "2022-01-04");
    people.clerk.does(&third, "archive", &as_it_is("3号", "2022-01-04"));
    assert_eq!(
        (numbers("?year=2021"), numbers("?year=2022")),
        (vec!["1号".to_owned(), "2号".to_owned()], vec!["3号".to_owned()])
    );
    assert_eq!(numbers("?year=2020"), Vec::<String>::new());
    assert_eq!(numbers("?kind=petition"), Vec::<String>::new());
    // Page by page.
    let page = list("?limit=2");
    let next = page["next"].as_str().unwrap().to_owned();
    assert_eq!(
        (column(&page, "file_number"), numbers(&format!("?limit=2&cursor={next}"))),
        (vec!["1号".to_owned(), "2号".to_owned()], vec!["3号".to_owned()])
    );
    let one = list("?limit=1")["next"].as_str().unwrap().to_owned();
    assert_eq!(numbers(&format!("?limit=1&cursor={one}")), ["2号"], "two of one day");
    let wrong = people.clerk.get("/api/v1/archive?year=1999&expired=maybe&cursor=x");
    assert_eq!(wrong.violations(), ["query cursor format", "query expired format", "query year range"]);

    // Five years from 1 January 2022 end with 2026, the other with 2027; both are still there.
    on_day(&server, "2026-12-31");
    assert_eq!(numbers("?expired=true"), Vec::<String>::new());
    on_day(&server, "2027-01-01");
    assert_eq!(numbers("?expired=true"), ["1号", "2号"]);
    let one = list("?expired=true&limit=1")["next"].as_str().unwrap().to_owned();
    assert!(one.starts_with("2026-12-31~"), "{one}");
    assert_eq!(numbers(&format!("?expired=true&limit=1&cursor={one}")), ["2号"]);
    assert_eq!(numbers(""), ["1号", "2号", "3号"], "nothing is removed");
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// What was written down wrongly is listed as it was corrected, and not at all once it is struck out.
#[test]
fn a_correction_of_the_archiving_is_seen_in_the_list() {
    let server = TestServer::start();
    let people = People::of(&server);
    let [first, second, _] = two_put_away(&people);
    let numbers = || column(&people.clerk.read("/api/v1/archive"), "file_number");
    let corrected = json!({ "on": "2021-12-09", "file_number": "4号", "main_pages": 20 });
    let body = json!({ "on": "2021-12-10", "reason": "归档号误录", "replacement": corrected });
    people.supervisor.does(&second, "docket/5/correction", &body);
    assert_eq!(numbers(), ["1号", "4号"]);
    let whole = archive(&people.clerk, &second);
    assert_eq!(
        (&whole["file_number"], &whole["main_pages"], &whole["archived_on"]),
        (&json!("4号"), &json!(20), &json!("2021-12-09"))
    );
    people.supervisor.does(&first, "docket/5/correction", &json!({ "on": "2021-12-10", "reason": "未归档" }));
    assert_eq!(numbers(), ["4号"]);
    let back = archive(&people.clerk, &first);
    assert_eq!(
        (&back["archived_on"], &back["file_number"], &back["retain_until"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}
