//! Wage lists as XLSX files over HTTP: files made by another program, all of their rows or none, and everything that is
//! wrong by row and column. Not here: what the act itself asks (`domain`).

use crate::support::people::{Caller, File, People, application, on_day};
use crate::support::server::{Reply, TestServer};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use serde_json::{Value, json};

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const HEADING: [&str; 11] = [
    "序号",
    "姓名",
    "身份证号码",
    "联系电话",
    "工种",
    "起始日期",
    "截止日期",
    "出勤天数",
    "应发工资(元)",
    "已发工资",
    "欠发工资",
];

/// The n-th invented ID-card number: sequence 000, which nobody is given, and the right check digit (GB 11643).
pub(crate) fn id_number(n: u32) -> String {
    let born = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(u64::from(n));
    let digits = format!("440825{}000", born.format("%Y%m%d"));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][usize::try_from(sum % 11).unwrap()];
    format!("{digits}{check}")
}

/// A sheet with the heading in the second row, below a title.
pub(crate) fn sheet(book: &mut Workbook) -> &mut Worksheet {
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "海港大道改造项目工资表").unwrap();
    for (column, name) in (0..).zip(HEADING) {
        sheet.write(1, column, name).unwrap();
    }
    sheet
}

/// A good row: August to October 2021, CNY 9,000.50 owed of 12,000.50.
pub(crate) fn good(sheet: &mut Worksheet, row: u32, n: u32) {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(row, 0, n).unwrap();
    sheet.write(row, 1, format!("工人{n}")).unwrap();
    sheet.write(row, 2, id_number(n)).unwrap();
    sheet.write(row, 3, 13_800_000_000_u64 + u64::from(n)).unwrap();
    sheet.write(row, 4, "木工").unwrap();
    sheet.write_with_format(row, 5, ExcelDateTime::from_ymd(2021, 8, 1).unwrap(), &day).unwrap();
    sheet.write(row, 6, "2021年10月31日").unwrap();
    sheet.write(row, 7, 72.5).unwrap();
    sheet.write(row, 8, 12_000.5).unwrap();
    sheet.write(row, 9, "3,000.00").unwrap();
    sheet.write(row, 10, 9_000.5).unwrap();
}

pub(crate) fn opened(people: &People<'_>) -> File {
    let body = json!({ "on": "2021-12-01", "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": application("2021-12-01")["parties"] });
    people.inspector.opens("/api/v1/inspection-cases", &body)
}

fn brings(caller: &Caller<'_>, file: &File, query: &str, bytes: Vec<u8>) -> Reply {
    let address = file.path(&format!("wage-lines?on=2021-12-01{query}"));
    caller.call("POST", &address).header("if-match", &file.tag()).header("content-type", XLSX).raw(bytes)
}

pub(crate) fn office() -> TestServer {
    let server = TestServer::start();
    on_day(&server, "2021-12-01");
    server
}

#[test]
fn a_thousand_workers_come_in_one_file_one_act_and_one_entry() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for n in 0..1_000 {
        good(sheet, n + 2, n);
    }
    // A total below is none of the rows; here it is a formula, as it usually is.
    sheet.write(1_002, 1, "合计").unwrap();
    sheet.write_formula(1_002, 8, Formula::new("SUM(I3:I1002)")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let trial = brings(&people.inspector, &file, "&dry_run=true", bytes.clone());
    assert_eq!(trial.status, 200, "{trial:?}");
    let done = brings(&people.inspector, &file, "", bytes.clone());
    assert_eq!(done.status, 201, "{done:?}");
    assert_eq!(done.json()["version"], 2, "one entry");
    let case = people.inspector.read(&file.path(""));
    assert_eq!(case["parties"].as_array().unwrap().len(), 1_002);
    let lines = case["inspection"]["wages"].as_array().unwrap();
    assert_eq!(lines.len(), 1_000);
    let expected = json!({ "worker": 3, "job": "木工", "from": "2021-08-01", "to": "2021-10-31", "days_tenths": 725,
        "due": 1_200_050, "paid": 300_000, "owed": 900_050 });
    assert_eq!(lines[0], expected);
    let shown = &case["parties"][2]["who"]["worker"];
    assert_eq!((&shown["name"], &shown["phone"]), (&json!("工人0"), &json!("138****0000")));
    let stale = brings(&people.inspector, &file, "", bytes.clone());
    assert_eq!(stale.status, 412, "{stale:?}");
    // The legal date stands in the query, and there it is wrong; and every line is there already, which is said too.
    file.version.set(2);
    let call = people.inspector.call("POST", &file.path("wage-lines?on=2099-01-01"));
    let ahead = call.header("content-type", XLSX).header("if-match", &file.tag()).raw(bytes);
    let (on, rows): (Vec<String>, Vec<String>) =
        ahead.violations().into_iter().partition(|said| said == "query on in_the_future");
    assert_eq!((ahead.status, on.len(), rows.len()), (409, 1, 1_000));
    assert!(rows.iter().all(|said| said.ends_with(" duplicate_line")), "{rows:?}");
    assert!(server.app.register.check().unwrap().inconsistencies.is_empty());
}

#[test]
fn who_is_a_party_already_keeps_the_number() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    good(sheet, 2, 1);
    // The complainant of the usual application, by the ID-card number.
    good(sheet, 3, 2);
    sheet.write(3, 1, crate::support::people::WORKER_NAME).unwrap();
    sheet.write(3, 2, crate::support::people::WORKER_ID_NUMBER).unwrap();
    let done = brings(&people.inspector, &file, "", book.save_to_buffer().unwrap());
    assert_eq!(done.status, 201, "{done:?}");
    let case = people.inspector.read(&file.path(""));
    assert_eq!(case["parties"].as_array().unwrap().len(), 3);
    let workers: Vec<u64> = case["inspection"]["wages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["worker"].as_u64().unwrap())
        .collect();
    assert_eq!(workers, [3, 1]);
}

/// August to October, and September to November, of one worker.
pub(crate) fn overlapping() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    good(sheet, 2, 1);
    good(sheet, 3, 1);
    sheet.write(3, 5, "2021年9月1日").unwrap();
    sheet.write(3, 6, "2021年11月30日").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn times_that_overlap_are_asked_about() {
    let server = office();
    let people = People::of(&server);
    let (file, bytes) = (opened(&people), overlapping());
    let asked = brings(&people.inspector, &file, "", bytes.clone());
    let violation = asked.json()["violations"][0].clone();
    assert_eq!((asked.status, &violation["code"]), (409, &json!("overlapping_periods")), "{asked:?}");
    // By the name and the row of the sheet, as everything else of a file.
    let said = "欠薪期间重叠，可能重复计算：工人1（第3号劳动者）：第3行（2021-08-01至2021-10-31）与第4行（2021-09-01至2021-11-30）";
    assert_eq!(violation["detail"], said);
    let done = brings(&people.inspector, &file, "&acknowledge_warnings=overlapping_periods", bytes);
    assert_eq!(done.status, 201, "{done:?}");
    let docket = people.inspector.read(&file.path("docket"));
    assert_eq!(docket["items"][1]["acknowledged"], json!(["overlapping_periods"]));
}

/// The same day under both ways of counting: 1 August 2021 is 44,409 from 1900 and 42,947 from 1904.
#[test]
fn days_count_from_1900_or_from_1904() {
    let server = office();
    let people = People::of(&server);
    for (serial, from_1904) in [(44_409_i32, false), (42_947_i32, true)] {
        let file = opened(&people);
        let mut book = Workbook::new();
        let sheet = sheet(&mut book);
        good(sheet, 2, 1);
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_with_format(2, 5, serial, &day).unwrap();
        let mut bytes = book.save_to_buffer().unwrap();
        if from_1904 {
            bytes = counting_from_1904(&bytes);
        }
        let done = brings(&people.inspector, &file, "", bytes);
        assert_eq!(done.status, 201, "{done:?}");
        let case = people.inspector.read(&file.path(""));
        assert_eq!(case["inspection"]["wages"][0]["from"], "2021-08-01", "from 1904: {from_1904}");
    }
}

/// The same workbook, saying that its days count from 1904, as those of old Macintoshes do.
fn counting_from_1904(bytes: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "xl/workbook.xml" {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("<workbookPr "), "{text}");
            content = text.replacen("<workbookPr ", "<workbookPr date1904=\"1\" ", 1).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn everything_wrong_is_said_by_row_and_column_and_nothing_is_recorded() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for row in 2..10 {
        good(sheet, row, row);
    }
    sheet.write_formula(2, 8, Formula::new("10000+2000.5")).unwrap();
    sheet.write(3, 2, "440825197001010001").unwrap();
    sheet.write(4, 2, 440_825_197_001_010_000_u64).unwrap();
    // The number of row 3 with another name, then the same worker and time once more.
    sheet.write(5, 2, id_number(7)).unwrap();
    sheet.write(6, 5, "八月一日").unwrap();
    sheet.write(6, 8, 12_000.505).unwrap();
    sheet.write(8, 1, " ").unwrap();
    sheet.write(8, 10, 1).unwrap();
    sheet.write(9, 1, "工人7").unwrap();
    sheet.write(9, 2, id_number(7)).unwrap();
    let reply = brings(&people.inspector, &file, "", book.save_to_buffer().unwrap());
    assert_eq!(reply.status, 400, "{reply:?}");
    let mut found = reply.violations();
    found.sort();
    let expected = [
        "body /rows/10/C duplicate_line",
        "body /rows/10/C id_number_of_another",
        "body /rows/3/I formula",
        "body /rows/4/C id_number_check_digit",
        "body /rows/5/C id_number_as_number",
        "body /rows/7/F format",
        "body /rows/7/I amount",
        "body /rows/8/C duplicate_line",
        "body /rows/8/C id_number_of_another",
        "body /rows/9/B required",
        "body /rows/9/K owed_does_not_tie",
    ];
    assert_eq!(found, expected);
    let case = people.inspector.read(&file.path(""));
    assert_eq!(case["parties"].as_array().unwrap().len(), 2, "nothing was recorded");
}

/// Made by openpyxl (`tests/oracles/make_wage_list.py`), which no one here wrote.
#[test]
fn a_file_of_another_program_is_read_too() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let done = brings(&people.inspector, &file, "", include_bytes!("../oracles/wage-list.xlsx").to_vec());
    assert_eq!(done.status, 201, "{done:?}");
    let case = people.inspector.read(&file.path(""));
    let lines = case["inspection"]["wages"].as_array().unwrap();
    let expected = json!([
        { "worker": 3, "job": "钢筋工", "from": "2021-08-01", "to": "2021-10-31", "days_tenths": 725,
            "rate": 30_000, "due": 2_175_000, "paid": 1_000_000, "owed": 1_175_000 },
        { "worker": 4, "job": "泥水工", "from": "2021-09-01", "to": "2021-10-31", "days_tenths": 500,
            "rate": 28_050, "due": 1_402_500, "paid": 0, "owed": 1_402_500 },
        { "worker": 3, "job": "钢筋工", "from": "2021-07-01", "to": "2021-07-31", "due": 600_000, "paid": 500_010,
            "owed": 99_990 },
    ]);
    assert_eq!(json!(lines), expected);
    assert_eq!(case["parties"].as_array().unwrap().len(), 4, "two workers came with it");
}

#[test]
fn columns_that_are_unknown_missing_or_there_twice_are_named() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["姓名", "身份证号", "起始日期", "应发", "应付工资", "血型"])
    {
        sheet.write(0, column, name).unwrap();
    }
    let reply = brings(&people.inspector, &file, "", book.save_to_buffer().unwrap());
    assert_eq!(reply.status, 400, "{reply:?}");
    let expected =
        ["body /rows/1 missing_column", "body /rows/1/E duplicate_column", "body /rows/1/F unknown_column"];
    assert_eq!(reply.violations(), expected);
}

#[test]
fn what_is_no_workbook_or_unpacks_to_too_much_is_refused() {
    use std::io::{Cursor, Write as _};
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let reply = brings(&people.inspector, &file, "", b"no workbook".to_vec());
    assert_eq!((reply.status, reply.violations()), (400, vec!["body  unreadable".to_owned()]));
    // 100 MiB of nothing in some hundred kilobytes.
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let nothing = vec![0; 1 << 20];
    for _ in 0..100 {
        bomb.write_all(&nothing).unwrap();
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let reply = brings(&people.inspector, &file, "", bytes);
    assert_eq!((reply.status, reply.violations()), (400, vec!["body  unpacks_too_large".to_owned()]));
    let long = brings(&people.inspector, &file, "", vec![0; (4 << 20) + 1]);
    assert_eq!(long.status, 413, "{long:?}");
    let address = file.path("wage-lines?on=2021-12-01");
    let json = people.inspector.call("POST", &address).header("if-match", &file.tag()).json(&json!({}));
    assert_eq!(json.status, 415, "{json:?}");
}

/// A workbook whose first sheet is this XML, as a program that makes no mistakes of ours would write it.
fn workbook_of(cells: &str) -> Vec<u8> {
    use std::io::{Cursor, Write as _};
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>"#),
        ),
    ];
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        file.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(content.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn a_cell_beyond_every_sheet_is_a_file_that_cannot_be_read() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    for (row, cell) in [
        ("1", "A4294967296"),
        ("1", "ZZZZZZZZZZ1"),
        ("4294967296", "A1"),
        ("1", "XFE1"),
        ("1048577", "A1048577"),
    ] {
        let bytes = workbook_of(&format!(r#"<row r="{row}"><c r="{cell}"><v>1</v></c></row>"#));
        let reply = brings(&people.inspector, &file, "", bytes);
        assert_eq!((reply.status, reply.violations()), (400, vec!["body  unreadable".to_owned()]), "{cell}");
    }
}

#[test]
fn of_very_many_problems_the_first_are_told_and_how_many_more() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for row in 0..1_000 {
        good(sheet, row + 2, row);
        sheet.write(row + 2, 8, "多").unwrap();
    }
    let reply = brings(&people.inspector, &file, "", book.save_to_buffer().unwrap());
    let told = reply.json()["violations"].as_array().unwrap().clone();
    assert_eq!((reply.status, told.len()), (400, 501));
    let more = told.iter().find(|one| one["code"] == "more_problems").unwrap();
    assert_eq!(more["detail"], "另有500处问题未列出");
    let mut long = Workbook::new();
    let sheet = self::sheet(&mut long);
    for row in 0..20_001 {
        sheet.write(row + 2, 1, "甲").unwrap();
    }
    let reply = brings(&people.inspector, &file, "", long.save_to_buffer().unwrap());
    assert_eq!((reply.status, reply.violations()), (400, vec!["body  too_many_rows".to_owned()]));
}

/// Ten thousand yuan read as one would be lost without a word.
#[test]
fn amounts_are_in_yuan_or_not_taken() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    for (cell, unit) in
        [((1, 8), "应发工资(万元)"), ((1, 8), "应发工资（ 千元 ）"), ((0, 0), "农民工工资表 单位：万元")]
    {
        let mut book = Workbook::new();
        let sheet = sheet(&mut book);
        good(sheet, 2, 1);
        sheet.write(cell.0, cell.1, unit).unwrap();
        let reply = brings(&people.inspector, &file, "", book.save_to_buffer().unwrap());
        assert_eq!(reply.status, 400, "{unit}: {reply:?}");
        assert!(reply.violations().iter().all(|said| said.ends_with("unit_not_yuan")), "{unit}: {reply:?}");
    }
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    good(sheet, 2, 1);
    sheet.write(1, 8, "应发工资(元)").unwrap();
    sheet.write(0, 0, "农民工工资表(单位:元)").unwrap();
    let done = brings(&people.inspector, &file, "", book.save_to_buffer().unwrap());
    assert_eq!(done.status, 201, "{done:?}");
}

/// What the law finds in a line is said of its row, too: here rows 3 and 4, told a second time.
#[test]
fn what_is_found_in_a_line_is_said_of_its_row() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let list = || {
        let mut book = Workbook::new();
        let sheet = sheet(&mut book);
        good(sheet, 2, 1);
        good(sheet, 3, 2);
        book.save_to_buffer().unwrap()
    };
    let done = brings(&people.inspector, &file, "", list());
    assert_eq!(done.status, 201, "{done:?}");
    file.version.set(2);
    let reply = brings(&people.inspector, &file, "", list());
    let expected = vec!["body /rows/3 duplicate_line".to_owned(), "body /rows/4 duplicate_line".to_owned()];
    assert_eq!((reply.status, reply.violations()), (422, expected));
}

/// One row, of a worker with the n-th number who is called so.
pub(crate) fn of_one(n: u32, name: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    good(sheet, 2, n);
    sheet.write(2, 1, name).unwrap();
    book.save_to_buffer().unwrap()
}

/// A second workbook with another name under a number would have been booked to the first worker.
#[test]
fn a_number_of_another_worker_of_the_case_is_refused_by_its_row() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    assert_eq!(brings(&people.inspector, &file, "", of_one(1, "工人1")).status, 201);
    file.version.set(2);
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    good(sheet, 2, 5);
    good(sheet, 3, 1);
    sheet.write(3, 1, "李四").unwrap();
    sheet.write(3, 5, "2021年5月1日").unwrap();
    sheet.write(3, 6, "2021年5月31日").unwrap();
    let reply = brings(&people.inspector, &file, "", book.save_to_buffer().unwrap());
    assert_eq!(
        (reply.status, reply.violations()),
        (422, vec!["body /rows/4 id_number_of_another".to_owned()])
    );
    let said = reply.json()["violations"][0]["detail"].to_string();
    assert!(said.contains("李四") && said.contains("工人1") && said.contains("第3号"), "{said}");
    assert!(!said.contains(&id_number(1)), "{said}");
    let case = people.inspector.read(&file.path(""));
    assert_eq!((&case["version"], case["parties"].as_array().unwrap().len()), (&json!(2), 3));
    // Written in another way it is the same name.
    let again = of_one(5, "工人 5");
    assert_eq!(brings(&people.inspector, &file, "", again).status, 201);
}

/// A complaint of the usual worker, whose ID-card number nobody wrote down; with this phone, if any.
pub(crate) fn without_number(people: &People<'_>, name: &str, phone: Option<&str>) -> File {
    let mut parties = application("2021-12-01")["parties"].clone();
    parties[0]["who"]["worker"] = json!({ "name": name });
    if let Some(phone) = phone {
        parties[0]["who"]["worker"]["phone"] = phone.into();
    }
    let body = json!({ "on": "2021-12-01", "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": parties });
    people.inspector.opens("/api/v1/inspection-cases", &body)
}

pub(crate) fn workers_of(people: &People<'_>, file: &File) -> (Value, Vec<Value>) {
    let case = people.inspector.read(&file.path(""));
    let lines = case["inspection"]["wages"].as_array().unwrap();
    (case["wage_totals"]["workers"].clone(), lines.iter().map(|line| line["worker"].clone()).collect())
}

#[test]
fn who_may_be_a_party_without_a_number_is_asked_about_and_counted_once() {
    let server = office();
    let people = People::of(&server);
    let file = without_number(&people, "工人1", None);
    let asked = brings(&people.inspector, &file, "", of_one(1, "工人1"));
    let expected = vec!["body /rows/3 perhaps_the_same_worker".to_owned()];
    assert_eq!((asked.status, asked.violations()), (409, expected), "{asked:?}");
    let said = asked.json()["violations"][0]["detail"].to_string();
    assert!(said.contains("工人1") && said.contains("same_workers=3:1"), "{said}");
    let done = brings(&people.inspector, &file, "&same_workers=3:1", of_one(1, "工人1"));
    assert_eq!(done.status, 201, "{done:?}");
    assert_eq!(workers_of(&people, &file), (json!(1), vec![json!(1)]));

    let other = without_number(&people, "工人1", None);
    let known = "&acknowledge_warnings=perhaps_the_same_worker";
    assert_eq!(brings(&people.inspector, &other, known, of_one(1, "工人1")).status, 201);
    assert_eq!(workers_of(&people, &other), (json!(1), vec![json!(3)]), "another worker of the same name");

    // `all` takes whoever can be one party alone; of two who are called so, both are asked about.
    let all = without_number(&people, "工人1", Some("138 0000 0001"));
    assert_eq!(brings(&people.inspector, &all, "&same_workers=all", of_one(1, "工人1")).status, 201);
    assert_eq!(workers_of(&people, &all), (json!(1), vec![json!(1)]));
    let two = without_number(&people, "王伟", None);
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for row in [2, 3] {
        good(sheet, row, row);
        sheet.write(row, 1, "王伟").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let asked = brings(&people.inspector, &two, "&same_workers=all", bytes.clone());
    let both = ["body /rows/3 perhaps_the_same_worker", "body /rows/4 perhaps_the_same_worker"];
    assert_eq!((asked.status, asked.violations()), (409, both.map(str::to_owned).to_vec()));
    let refused = brings(&people.inspector, &two, "&same_workers=3:1,4:1", bytes);
    assert_eq!(refused.violations(), ["body /rows/4 duplicate_line", "query same_workers two_are_the_same"]);
}

#[test]
fn who_is_said_to_be_the_same_must_be_able_to_be() {
    let server = office();
    let people = People::of(&server);
    // With another phone nobody is asked about.
    let file = without_number(&people, "工人1", Some("13900000000"));
    let same = |query: &str| brings(&people.inspector, &file, query, of_one(1, "工人1"));
    for wrong in ["&same_workers=3:1", "&same_workers=3:2", "&same_workers=3:9"] {
        let reply = same(wrong);
        let expected = vec!["query same_workers not_the_same_worker".to_owned()];
        assert_eq!((reply.status, reply.violations()), (422, expected), "{wrong}");
    }
    assert_eq!(same("&same_workers=7:1").violations(), ["query same_workers no_such_row"]);
    let malformed = same("&same_workers=seven");
    assert_eq!(
        (malformed.status, malformed.violations()),
        (400, vec!["query same_workers format".to_owned()])
    );
    assert_eq!(same("").status, 201);
    assert_eq!(workers_of(&people, &file), (json!(1), vec![json!(3)]));
}
