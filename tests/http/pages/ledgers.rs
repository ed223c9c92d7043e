//! Ledgers by their pages: one is brought with faults, seen by row and column, mended, and committed once; what waits is told,
//! shown to clerks alone, and dropped. The rows are worked out by hand.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use sikuai::app::error::Error;
use sikuai::storage::{Tx, ledgers};

use crate::support::browser::{Browser, between, form_with, token};
use crate::support::people::{People, application, column, on_day};
use crate::support::server::{Reply, TestServer};

const HEADING: &str = "案号,受理日期,申请人,被申请人,案由,结案日期,结案方式,备注";
/// One good row, one closed before it was accepted, one without an employer.
const LEDGER: &str = "\
案号,受理日期,申请人,被申请人,案由,结案日期,结案方式,备注
徐劳人仲案字〔2020〕7号,2020-03-05,符永祥,徐闻县红壤农机服务部,追索劳动报酬,2020-04-10,调解,已结
徐劳人仲案字〔2020〕8号,2020-03-06,李四,湛江某某有限公司,追索劳动报酬,2020-02-01,调解,
徐劳人仲案字〔2020〕9号,2020-03-07,王五,,追索劳动报酬,2020-04-20,调解,
";

fn brings(browser: &Browser<'_>, fields: &[(&str, &str)], text: &str) -> Reply {
    let page = browser.get("/ledgers");
    browser.bring("/ledgers", (&page, fields), ("台账.csv", "text/csv", text.as_bytes()))
}

/// The page of a ledger that was taken in.
#[track_caller]
fn brought(browser: &Browser<'_>, fields: &[(&str, &str)], text: &str) -> (String, Reply) {
    let reply = brings(browser, fields, text);
    assert_eq!(reply.status, 303, "{reply:?}");
    let path = reply.header("location").to_owned();
    let page = browser.get(&path);
    assert_eq!(page.status, 200, "{page:?}");
    (path, page)
}

fn imports(people: &People<'_>) -> Vec<Value> {
    people.clerk.read("/api/v1/ledger-imports")["items"].as_array().unwrap().clone()
}

fn numbers(people: &People<'_>) -> Vec<String> {
    column(&people.clerk.read("/api/v1/cases?sort=received_on"), "number")
}

/// A section of a page, by the id of its heading.
#[track_caller]
fn section(page: &Reply, id: &str) -> String {
    between(&page.text, &format!("aria-labelledby=\"{id}\"><h2"), "</section>")
        .unwrap_or_else(|| panic!("{id}: {page:?}"))
}

#[test]
fn a_ledger_is_checked_mended_and_committed_by_its_pages() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let (path, page) = brought(&browser, &[], LEDGER);
    let findings = section(&page, "findings");
    for row in [
        "<tr><td class=\"number\">3</td><td>F</td><td>结案日期</td>",
        "<tr><td class=\"number\">4</td><td>D</td><td>被申请人</td>",
    ] {
        assert!(findings.contains(row), "{row}: {findings}");
    }
    assert!(section(&page, "columns").contains("H（备注）"), "{page:?}");
    let year = "<th scope=\"row\">2020</th><td class=\"number\">1</td>";
    assert!(section(&page, "years").contains(year), "{page:?}");
    // What is wrong keeps all of it from being committed, and the page offers no such button.
    let offered = section(&page, "commit");
    assert!(!offered.contains("value=\"all\"") && offered.contains("value=\"good\""), "{offered}");
    let refused = browser.press(&format!("{path}/commit"), &page, &[("do", "all")]);
    assert_eq!(refused.status, 409, "{refused:?}");
    assert!(refused.text.contains("有2行不能入库") && numbers(&people).is_empty(), "{refused:?}");
    // They are fetched in the clear, with what is wrong behind them, mended, and brought again as they are.
    assert!(page.text.contains("不遮掩") && page.text.contains("记入审计日志"), "{page:?}");
    let fetched = browser.get(&format!("{path}/rejected?reason=%E6%9B%B4%E6%AD%A3"));
    assert_eq!((fetched.status, fetched.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(fetched.text.contains("第3行：F列") && fetched.text.contains("第4行：D列"), "{fetched:?}");
    let shown = people.supervisor.read("/api/v1/ledger-unmaskings");
    assert_eq!(shown["items"].as_array().unwrap().len(), 1, "{shown}");
    let mended = fetched.text.replace("2020-02-01", "2020-05-01").replace("王五,,", "王五,某某制衣厂,");
    let (path, page) = brought(&browser, &[], &mended);
    assert!(!page.text.contains("id=\"findings\""), "{page:?}");
    let committed = browser.press(&format!("{path}/commit"), &page, &[("do", "all")]);
    assert_eq!(
        (committed.status, committed.header("location")),
        (303, format!("{path}?done=true").as_str()),
        "{committed:?}"
    );
    // Pressed twice, it is told the same.
    let again = browser.press(&format!("{path}/commit"), &page, &[("do", "all")]);
    assert_eq!((again.status, again.header("location")), (303, committed.header("location")));
    assert_eq!(numbers(&people), ["徐劳人仲案字〔2020〕8号", "徐劳人仲案字〔2020〕9号"]);
    let done = browser.get(committed.header("location"));
    assert!(done.text.contains("已入库。") && done.text.contains("<b>2</b> 行各成为一个案件"), "{done:?}");
    let cases = between(&section(&done, "years"), "<th scope=\"row\"><a href=\"", "\"").unwrap();
    let listed = browser.get(&cases.replace("&#38;", "&").replace("&amp;", "&"));
    assert!(listed.text.contains("〔2020〕8号</a>") && listed.text.contains("〔2020〕9号</a>"), "{listed:?}");
    // Of this ledger alone, and of another year none.
    people.clerk.receive_another(&application("2021-12-06"));
    let id = path.rsplit('/').next().unwrap();
    let of_ledger =
        |query: &str| column(&people.clerk.read(&format!("/api/v1/cases?ledger={id}{query}")), "number");
    assert_eq!(of_ledger("").len(), 2);
    assert_eq!(of_ledger("&accepted_on__gte=2021-01-01"), Vec::<String>::new());
    let all = between(&done.text, "<a href=\"/cases?ledger=", "\"").unwrap().replace("&#38;", "&");
    let all = browser.get(&format!("/cases?ledger={all}")).text;
    assert!(all.contains("只列由这份台账入库的案件") && all.matches("号</a>").count() == 2, "{all}");
    let list = section(&browser.get("/ledgers"), "brought");
    assert!(list.contains("<td>已入库</td>") && list.contains("<td>已核对，待入库</td>"), "{list}");
}

#[test]
fn good_rows_alone_are_committed_and_the_others_dropped_when_nobody_needs_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let (path, page) = brought(&browser, &[], LEDGER);
    let done = browser.press(&format!("{path}/commit"), &page, &[("do", "good")]);
    assert_eq!(done.status, 303, "{done:?}");
    assert_eq!(numbers(&people), ["徐劳人仲案字〔2020〕7号"]);
    let page = browser.get(&path);
    assert!(
        page.text.contains("，略去 <b>2</b> 行") && page.text.contains(&format!("{path}/rejected")),
        "{page:?}"
    );
    for _ in 0..2 {
        let dropped = browser.press(&format!("{path}/removal"), &page, &[]);
        assert_eq!(
            (dropped.status, dropped.header("location")),
            (303, "/ledgers?dropped=true"),
            "{dropped:?}"
        );
    }
    assert!(browser.get("/ledgers?dropped=true").text.contains("暂存的行已清除"));
    assert_eq!(browser.get(&format!("{path}/rejected")).status, 409);
    assert_eq!(numbers(&people).len(), 1, "the cases stay");
    let log = people.admin.read("/api/v1/audit?event=ledger_dropped");
    assert_eq!(log["items"].as_array().unwrap().len(), 1, "what was not there was not dropped: {log}");
    // Who did what to how much is told in words.
    let page = Browser::signed_in(&server, "admin").get("/administration/audit?event=ledger_dropped").text;
    for said in ["不能导入行数", "清除原因", "有人清除", "已入库"] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

/// Whoever looked at a ledger that waited drops nothing of one that was committed since.
#[test]
fn a_ledger_that_was_committed_meanwhile_keeps_its_rejected_rows() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let (path, page) = brought(&browser, &[], LEDGER);
    assert_eq!(browser.press(&format!("{path}/commit"), &page, &[("do", "good")]).status, 303);
    let refused = browser.press(&format!("{path}/removal"), &page, &[]);
    assert!(refused.status == 409 && refused.text.contains("该台账已经入库，没有清除"), "{refused:?}");
    assert_eq!(browser.get(&format!("{path}/rejected")).status, 200);
    let log = people.admin.read("/api/v1/audit?event=ledger_dropped");
    assert_eq!(log["items"], json!([]));
}

#[test]
fn a_ledger_that_waits_is_dropped_or_is_over() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let (path, page) = brought(&browser, &[], LEDGER);
    for _ in 0..2 {
        let dropped = browser.press(&format!("{path}/removal"), &page, &[]);
        assert_eq!(
            (dropped.status, dropped.header("location")),
            (303, "/ledgers?dropped=true"),
            "{dropped:?}"
        );
    }
    assert_eq!((browser.get(&path).status, imports(&people)), (404, vec![]));
    // Brought on the tenth of December it waits until the ninth of January.
    let (path, page) = brought(&browser, &[], LEDGER);
    assert!(page.text.contains("<dd class=\"number\">2022-01-09</dd>"), "{page:?}");
    on_day(&server, "2022-01-10");
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get(&path);
    assert!(
        page.text.contains("暂存已到期")
            && !page.text.contains("/commit")
            && !page.text.contains("/rejected")
    );
    assert!(section(&browser.get("/ledgers"), "brought").contains("<td>已到期，未入库</td>"));
    let token = token(&browser.get("/ledgers"));
    let late = browser.post(&format!("{path}/commit"), &[("form_token", &token), ("do", "good")]);
    assert!(late.status == 409 && late.text.contains("暂存已于2022-01-09到期"), "{late:?}");
}

#[test]
fn a_ledger_is_brought_once_however_often_the_button_is_pressed() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let page = browser.get("/ledgers");
    let file = ("台账.csv", "text/csv", LEDGER.as_bytes());
    let first = browser.bring("/ledgers", (&page, &[]), file);
    let second = browser.bring("/ledgers", (&page, &[]), file);
    assert_eq!((first.status, first.header("location")), (303, second.header("location")), "{first:?}");
    assert_eq!(imports(&people).len(), 1);
    // Another file under the key of the same form is another request, and so is the same file to be read otherwise.
    let mended = [("columns", "C 被申请人\nD 申请人")];
    for (fields, text) in [(&[][..], HEADING), (&mended[..], LEDGER)] {
        let other = browser.bring("/ledgers", (&page, fields), ("台账.csv", "text/csv", text.as_bytes()));
        assert!(other.status == 409 && other.text.contains("这份表单先前已经提交过"), "{other:?}");
        assert!(!other.text.contains("Idempotency-Key"), "{other:?}");
    }
    assert_eq!(imports(&people).len(), 1);
    // Page by page: both stand on one, each on one of its own.
    let (other, _) = brought(&browser, &[], LEDGER);
    let list = browser.get("/ledgers?limit=1");
    let rest = between(&list.text, "<p><a href=\"", "\" rel=\"next\"").unwrap().replace("&#38;", "&");
    let rest = browser.get(&rest);
    for path in [first.header("location"), other.as_str()] {
        let link = format!("<a href=\"{path}\">");
        assert_eq!(list.text.matches(&link).count() + rest.text.matches(&link).count(), 1, "{path}");
    }
}

#[test]
fn what_keeps_a_file_from_being_read_stands_at_its_field_and_nothing_is_kept() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let wrong = |page: &Reply, field: &str| {
        between(&page.text, &format!("id=\"{field}-wrong\">"), "</ul>")
            .unwrap_or_else(|| panic!("{field}: {page:?}"))
    };
    let twice = brings(&browser, &[], &LEDGER.replace("备注", "立案日期"));
    assert_eq!(twice.status, 400, "{twice:?}");
    assert!(wrong(&twice, "file").contains("第1行H列："), "{twice:?}");
    let renamed = LEDGER.replace("被申请人", "对方");
    let refused = brings(&browser, &[("skip_totals", "yes")], &renamed);
    assert!(refused.status == 400 && wrong(&refused, "file").contains("第1行："), "{refused:?}");
    assert!(refused.text.contains("value=\"yes\" checked"), "what was chosen stays: {refused:?}");
    let columns = [("columns", "D 对方\nH 不导入")];
    let unread = brings(&browser, &columns, &renamed);
    assert!(unread.status == 400 && wrong(&unread, "columns").contains("第1行：应为"), "{unread:?}");
    assert!(
        unread.text.contains(">D 对方\nH 不导入</textarea>") && unread.text.contains("<details open>"),
        "{unread:?}"
    );
    let page = browser.get("/ledgers");
    let none = browser.bring("/ledgers", (&page, &[]), ("", "application/octet-stream", b""));
    assert!(none.status == 400 && wrong(&none, "file").contains("请选择一个文件"), "{none:?}");
    let no_sheet = brings(&browser, &[("unsaid_awards", "perhaps")], LEDGER);
    assert!(no_sheet.status == 400 && no_sheet.text.contains("没有这个选项"), "{no_sheet:?}");
    assert_eq!(imports(&people), Vec::<Value>::new());
    // Said rightly, the column is taken.
    let (_, page) = brought(&browser, &[("columns", "D 被申请人\nH 不导入")], &renamed);
    assert!(section(&page, "columns").contains("<td>对方</td><td>被申请人</td>"), "{page:?}");
}

#[test]
fn awards_of_which_nothing_is_said_and_totals_are_taken_as_the_form_says() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let text = LEDGER.replace("2020-04-10,调解", "2020-04-10,裁决") + "合计,,,,,,,\n";
    let (_, page) = brought(&browser, &[], &text);
    let findings = section(&page, "findings");
    assert!(
        findings.contains("<td class=\"number\">2</td><td>G</td>")
            && findings.contains("<td class=\"number\">5</td>")
    );
    let chosen = [("unsaid_awards", "final"), ("skip_totals", "yes")];
    let (_, page) = brought(&browser, &chosen, &text);
    let findings = section(&page, "findings");
    assert!(
        !findings.contains("<td class=\"number\">2</td>")
            && !findings.contains("<td class=\"number\">5</td>")
    );
    assert!(section(&page, "columns").contains("略去的合计行，行号：5"), "{page:?}");
}

#[test]
fn many_findings_come_page_by_page() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let rows: Vec<String> =
        (1..=120).map(|no| format!("{no}号,2020-03-05,符永祥,,追索劳动报酬,,,")).collect();
    let (path, page) = brought(&browser, &[], &format!("{HEADING}\n{}\n", rows.join("\n")));
    let count = |page: &Reply| section(page, "findings").matches("<tr><td class=\"number\">").count();
    assert_eq!(count(&page), 50);
    assert!(section(&page, "findings").contains("<span class=\"count\">120</span>"), "{page:?}");
    assert!(section(&page, "commit").contains("没有可以入库的行"), "{page:?}");
    let last = browser.get(&format!("{path}?findings=3"));
    assert_eq!(count(&last), 20);
    let pages = section(&last, "findings");
    assert!(
        pages.contains("?findings=2#findings\" rel=\"prev\"") && !pages.contains("rel=\"next\""),
        "{pages}"
    );
    assert_eq!(browser.get(&format!("{path}?findings=0")).status, 400);
}

#[test]
fn a_ledger_whose_turn_has_not_come_is_waited_for_on_a_page_that_loads_itself() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let (path, page) = brought(&browser, &[], LEDGER);
    let id = path.rsplit('/').next().unwrap().to_owned();
    assert!(numbers(&people).is_empty());
    // Somebody holds the ledger meanwhile.
    let (holds, held) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let store = server.app.store.clone();
    let holder = thread::spawn(move || {
        store.write_blocking(move |tx: &mut Tx| {
            ledgers::hold(tx, &id)?;
            holds.send(()).unwrap();
            released.recv().unwrap();
            Ok::<_, Error>(())
        })
    });
    held.recv().unwrap();
    let waits = browser.press(&format!("{path}/commit"), &page, &[("do", "good")]);
    assert_eq!((waits.status, waits.header("location")), (303, format!("{path}?begun=true").as_str()));
    let waiting = browser.get(waits.header("location"));
    assert_eq!((waiting.status, waiting.header("refresh")), (200, "3"), "{waiting:?}");
    assert!(
        waiting.text.contains("正在入库") && !waiting.text.contains(&format!("{path}/commit")),
        "{waiting:?}"
    );
    assert!(numbers(&people).is_empty());
    // Pressed again, it is waited for as well.
    let again = browser.press(&format!("{path}/commit"), &page, &[("do", "good")]);
    assert_eq!((again.status, again.header("location")), (303, waits.header("location")));
    release.send(()).unwrap();
    holder.join().unwrap().unwrap();
    let is_done = || browser.get(waits.header("location")).header("refresh").is_empty();
    let waited = (0..500).find(|_| {
        thread::sleep(Duration::from_millis(20));
        is_done()
    });
    assert!(waited.is_some(), "it is not done after ten seconds");
    // Pressed once it is done, it is told what came of the first.
    let done = browser.press(&format!("{path}/commit"), &page, &[("do", "good")]);
    assert_eq!(
        (done.status, done.header("location")),
        (303, format!("{path}?done=true").as_str()),
        "{done:?}"
    );
    let page = browser.get(waits.header("location"));
    assert!(page.header("refresh").is_empty() && page.text.contains("行各成为一个案件"), "{page:?}");
    assert_eq!(numbers(&people).len(), 1);
}

#[test]
fn only_clerks_bring_ledgers_and_only_with_a_form_of_theirs() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let (path, _) = brought(&browser, &[], LEDGER);
    for login in ["supervisor", "arbitrator", "mediator", "report", "inspector", "admin"] {
        let other = Browser::signed_in(&server, login);
        let page = other.get("/password");
        assert!(!page.text.contains("href=\"/ledgers\""), "{login}");
        let token = token(&page);
        for refused in [
            other.get("/ledgers"),
            other.get(&path),
            other.get(&format!("{path}/rejected")),
            other.post(&format!("{path}/commit"), &[("form_token", &token), ("do", "good")]),
            other.post(&format!("{path}/removal"), &[("form_token", &token)]),
            other.upload(
                "/ledgers",
                form_with(&[("form_token", &token)], ("x.csv", "text/csv", LEDGER.as_bytes())),
            ),
        ] {
            assert_eq!(refused.status, 403, "{login}: {refused:?}");
        }
    }
    assert!(browser.get("/my-day").text.contains("<a href=\"/ledgers\">台账</a>"));
    let foreign = [("form_token", "00"), ("do", "good")];
    assert_eq!(browser.post(&format!("{path}/commit"), &foreign).status, 403);
    assert_eq!(browser.post(&format!("{path}/removal"), &foreign[..1]).status, 403);
    let file = ("x.csv", "text/csv", LEDGER.as_bytes());
    assert_eq!(browser.upload("/ledgers", form_with(&foreign[..1], file)).status, 403);
    assert_eq!((imports(&people).len(), numbers(&people).len()), (1, 0));
    assert_eq!(people.clerk.read("/api/v1/ledger-imports")["items"][0]["state"], json!("checked"));
}

#[test]
fn the_pages_of_ledgers_speak_english_too() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "clerk");
    let (path, _) = brought(&browser, &[], LEDGER);
    browser.get("/language/en?back=/my-day");
    let page = browser.get("/ledgers");
    for said in ["Bring a ledger", "Rows of totals", "checked, not committed", "accepted_on"] {
        assert!(page.text.contains(said), "{said}: {page:?}");
    }
    let page = browser.get(&path);
    for said in [
        "What is wrong with rows",
        "Columns that are not taken over:",
        "put down in the audit log",
        "Commit the good rows alone: 1",
    ] {
        assert!(page.text.contains(said), "{said}: {page:?}");
    }
    let wrong = brings(&browser, &[("columns", "D")], LEDGER);
    assert!(wrong.text.contains("Line 1: must be the letters of a column"), "{wrong:?}");
}
