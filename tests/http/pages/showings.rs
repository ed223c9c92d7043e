//! What leaves a list, and what was put away: cases as a ledger, masked or in the clear; the record of whom personal data was shown
//! to; the archive, and until when its files are kept.

use serde_json::json;

use crate::support::browser::{Browser, between, token};
use crate::support::people::{File, People, WORKER_ID_NUMBER, application, on_day};
use crate::support::server::TestServer;

const MASKED: &str = "440825********0003";

#[test]
fn the_cases_of_a_list_are_taken_away_as_a_ledger() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let browser = Browser::signed_in(&server, "clerk");
    let list = browser.get("/cases?stage=received&employer=%E5%BE%90%E9%97%BB&sort=received_on&count=true");
    let query = "stage=received&employer=%E5%BE%90%E9%97%BB";
    for format in ["xlsx", "csv"] {
        let link = format!("href=\"/cases/ledger?format={format}&amp;{}\"", query.replace('&', "&#38;"));
        assert!(list.text.contains(&link), "{link}: {list:?}");
    }
    let masked = browser.get(&format!("/cases/ledger?format=csv&{query}"));
    assert_eq!(
        (masked.status, masked.header("content-disposition")),
        (200, "attachment; filename=\"ledger-2021-12-10.csv\"")
    );
    assert!(masked.text.contains("筛选条件：阶段=收件；用人单位名称开头=徐闻"), "{masked:?}");
    assert!(masked.text.contains(MASKED) && !masked.text.contains(WORKER_ID_NUMBER), "{masked:?}");
    let (status, headers, bytes) = browser.get_bytes(&format!("/cases/ledger?format=xlsx&{query}"));
    assert!(status == 200 && bytes.starts_with(b"PK"), "{headers:?}");
    // In the clear by the form alone, which says why; and that is put down.
    assert_eq!(people.supervisor.read(&file.path("unmaskings"))["items"], json!([]));
    let fields =
        [("form_token", token(&list)), ("format", "csv".to_owned()), ("reason", "年度核对".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let clear = browser.post(&format!("/cases/ledger?{query}"), &fields);
    assert!(clear.status == 200 && clear.text.contains(WORKER_ID_NUMBER), "{clear:?}");
    assert_eq!(clear.header("cache-control"), "no-store");
    let put_down = people.supervisor.read(&file.path("unmaskings"));
    assert_eq!(put_down["items"][0]["reason"], json!("年度核对"));
    for (path, status) in [
        ("/cases/ledger", 400),
        ("/cases/ledger?format=pdf", 400),
        ("/cases/ledger?format=csv&personal_data=true", 400),
        ("/cases/ledger?format=csv&kind=petition", 400),
    ] {
        assert_eq!(browser.get(path).status, status, "{path}");
    }
    // Of another kind there is none.
    assert!(!browser.get("/cases?kind=petition").text.contains("/cases/ledger"));
}

/// Who works on none of the cases gets them masked all the same, and nothing is put down.
#[test]
fn in_the_clear_is_only_what_the_reader_may_see() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let leader = Browser::signed_in(&server, "supervisor");
    let token = token(&leader.get("/cases"));
    let fields = [("form_token", token.as_str()), ("format", "csv"), ("reason", "年度核对")];
    let taken = leader.post("/cases/ledger", &fields);
    assert!(taken.status == 200 && taken.text.contains(MASKED), "{taken:?}");
    assert!(!taken.text.contains(WORKER_ID_NUMBER), "{taken:?}");
    assert_eq!(people.supervisor.read(&file.path("unmaskings"))["items"], json!([]));
    let wrong = leader.post("/cases/ledger", &[("form_token", &token), ("format", "pdf")]);
    assert_eq!(wrong.status, 400, "{wrong:?}");
}

#[test]
fn supervisors_read_to_whom_personal_data_was_shown_and_why() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    for (party, reason) in [(1, "%E7%94%B5%E8%AF%9D%E9%80%9A%E7%9F%A5"), (2, "")] {
        let query = if reason.is_empty() { String::new() } else { format!("?reason={reason}") };
        people.clerk.read(&file.path(&format!("parties/{party}/personal-data{query}")));
    }
    let browser = Browser::signed_in(&server, "supervisor");
    let path = format!("/cases/{}/unmaskings", file.id);
    let case = browser.get(&format!("/cases/{}", file.id)).text;
    assert!(case.contains(&format!("<a href=\"{path}\">")), "{case}");
    let name = people.clerk.read("/api/v1/me")["name"].as_str().unwrap().to_owned();
    let page = browser.get(&path).text;
    let rows: Vec<&str> = page.split("<tr><td").skip(1).collect();
    assert_eq!(rows.len(), 2, "{page}");
    let of_theirs =
        format!("<a href=\"/administration/audit?actor={}&#38;event=personal_data_shown\"", people.clerk.id);
    for said in ["2021-12-10 09:00", &of_theirs, &name, "<td>当事人 1</td>", "<td>电话通知</td>"] {
        assert!(rows[0].contains(said), "{said}: {}", rows[0]);
    }
    assert!(rows[1].contains("<td>当事人 2</td><td></td>"), "{}", rows[1]);
    // Page by page, from the first on.
    let one = browser.get(&format!("{path}?limit=1")).text;
    let next = between(&one, "<p><a href=\"", "\" rel=\"next\"").unwrap().replace("&#38;", "&");
    let second = browser.get(&next).text;
    assert!(one.contains("当事人 1") && !one.contains("当事人 2"), "{one}");
    assert!(second.contains("当事人 2") && !second.contains("当事人 1"), "{second}");
    assert_eq!(browser.get(&format!("{path}?x=1")).status, 400);
    // Others read it not, and are not led there.
    let clerk = Browser::signed_in(&server, "clerk");
    assert_eq!(clerk.get(&path).status, 403);
    assert!(!clerk.get(&format!("/cases/{}", file.id)).text.contains("/unmaskings"));
    // Of rejected rows of ledgers there is a page of its own, which the log leads to.
    assert!(browser.get("/administration/audit").text.contains("href=\"/ledgers/unmaskings\""));
    let none = browser.get("/ledgers/unmaskings");
    assert!(none.status == 200 && none.text.contains("没有记录"), "{none:?}");
}

fn put_away(people: &People<'_>, number: &str) -> File {
    let file = people.withdrawn();
    let act =
        json!({ "on": "2021-12-08", "file_number": number, "acknowledge_warnings": ["file_incomplete"] });
    people.clerk.does(&file, "archive", &act);
    file
}

#[test]
fn the_archive_tells_whose_time_to_be_kept_is_over() {
    let server = TestServer::start();
    let people = People::of(&server);
    let files = ["甲-1", "甲-2"].map(|number| put_away(&people, number));
    let browser = Browser::signed_in(&server, "clerk");
    assert!(browser.get("/cases").text.contains("href=\"/archive\""));
    let all = browser.get("/archive?year=&kind=").text;
    for (file, number) in files.iter().zip(["甲-1", "甲-2"]) {
        let row = between(&all, &format!("<tr><td><a href=\"/cases/{}\">", file.id), "</tr>").unwrap();
        // Withdrawn, so five years from the first of January.
        for said in [number, "2021-12-06", "2021-12-08", ">5<", "2026-12-31", "保管中"] {
            assert!(row.contains(said), "{said}: {row}");
        }
    }
    assert!(browser.get("/archive?expired=true").text.contains("没有保管期限已满的案件"));
    assert!(browser.get("/archive?year=2020").text.contains("没有符合条件的归档案件"));
    assert!(browser.get("/archive?kind=petition&year=2021").text.contains("没有符合条件的归档案件"));
    let one = browser.get("/archive?limit=1").text;
    let next = between(&one, "<p><a href=\"", "\" rel=\"next\"").unwrap().replace("&#38;", "&");
    assert_eq!(browser.get(&next).text.matches("<tr><td>").count(), 1);
    for (query, status) in [("year=1999", 400), ("kind=x", 400), ("cursor=x", 422), ("x=1", 400)] {
        assert_eq!(browser.get(&format!("/archive?{query}")).status, status, "{query}");
    }
    on_day(&server, "2027-01-01");
    let later = Browser::signed_in(&server, "clerk");
    let over = later.get("/archive?expired=true").text;
    assert_eq!((over.matches("<tr><td>").count(), over.matches(">已满<").count()), (2, 2), "{over}");
}
