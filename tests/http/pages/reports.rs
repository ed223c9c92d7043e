//! The annual report by its pages: what it will say and lacks, its files, and the office's template.

use sikuai::documents::{docx, markup};
use sikuai::http::api::paper_templates::DOCX;

use crate::support::browser::{Browser, between, form_with, token};
use crate::support::people::{People, application};
use crate::support::server::{Reply, TestServer};

const YEAR: &str = "from=2021-01-01&to=2021-12-10";

fn template(text: &str) -> Vec<u8> {
    docx::write(&markup::read(text).unwrap()).unwrap()
}

fn wrong(page: &Reply, field: &str) -> String {
    between(&page.text, &format!("id=\"{field}-wrong\""), "</ul>")
        .unwrap_or_else(|| panic!("{field}: {page:?}"))
}

#[test]
fn a_report_is_seen_before_it_is_fetched_in_every_form() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    people.clerk.does(
        &file,
        "acceptance",
        &serde_json::json!({ "on": "2021-12-07", "procedure": "ordinary" }),
    );
    let browser = Browser::signed_in(&server, "supervisor");
    // Of this year up to today, if no other is asked for.
    let page = browser.get("/reports");
    assert!(
        page.status == 200
            && page.text.contains("value=\"2021-01-01\"")
            && page.text.contains("value=\"2021-12-10\"")
    );
    assert!(
        page.text.contains("新受理1宗")
            && page.text.contains("<li>政务公开信息 <span class=\"hint\">条</span></li>"),
        "{page:?}"
    );
    assert!(
        page.text.contains("用系统自带的模板") && page.text.contains("2004") && page.text.contains("相差 93"),
        "{page:?}"
    );
    for (form, media) in [("html", "text/html"), ("docx", DOCX), ("md", "text/markdown")] {
        let link = format!("/reports/annual?{YEAR}&format={form}");
        let offered = page.text.replace("&#38;", "&").replace("&amp;", "&");
        assert!(offered.contains(&link), "{form}: {page:?}");
        let (status, headers, bytes) = browser.get_bytes(&format!("/reports/annual?{YEAR}&format={form}"));
        assert_eq!(status, 200, "{form}");
        assert!(headers["content-type"].to_str().unwrap().starts_with(media) && bytes.len() > 500, "{form}");
    }
    let (status, headers, bytes) = browser.get_bytes(&format!("/reports/workbook?{YEAR}"));
    assert!(
        status == 200
            && bytes.starts_with(b"PK")
            && headers["content-disposition"].to_str().unwrap().contains(".xlsx")
    );
    // What is wrong with a period stands at its field.
    for (query, field, status) in [
        ("from=2021-02-30&to=2021-12-10", "from", 400),
        ("from=2021-01-01", "to", 400),
        ("from=2021-01-01&to=2022-01-02", "to", 422),
        ("from=2021-02-01&to=2021-01-01", "to", 422),
    ] {
        let page = browser.get(&format!("/reports?{query}"));
        assert_eq!(page.status, status, "{query}: {page:?}");
        assert!(
            wrong(&page, field).contains("<li>") && !page.text.contains("/reports/annual?"),
            "{query}: {page:?}"
        );
    }
    browser.get("/language/en?back=/my-day");
    let page = browser.get("/reports");
    assert!(page.text.contains("What it says") && page.text.contains("is off by 93"), "{page:?}");
}

#[test]
fn the_template_is_fetched_edited_and_put_once_and_its_faults_are_told() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let (path, first) = ("/reports/template", browser.get("/reports/template"));
    assert!(
        first.text.contains("现行：系统自带的模板") && first.text.contains("<code>cases_paragraph</code>"),
        "{first:?}"
    );
    let (status, headers, bytes) = browser.get_bytes("/reports/template/file");
    assert!(status == 200 && bytes.starts_with(b"PK") && headers["content-type"] == DOCX);
    let bad = template("{{nobody_knows_this}}\n");
    let refused = browser.bring(path, (&first, &[]), ("x.docx", DOCX, &bad));
    assert!(refused.status == 422 && wrong(&refused, "file").contains("<li>"), "{refused:?}");
    let none = browser.bring(path, (&first, &[]), ("", "application/octet-stream", b""));
    assert!(none.status == 400 && wrong(&none, "file").contains("请选择一个文件"), "{none:?}");
    // Pressed twice, it is put once.
    let good = template("{{year}}年\n");
    for _ in 0..2 {
        let done = browser.bring(path, (&first, &[]), ("x.docx", DOCX, &good));
        assert_eq!((done.status, done.header("location")), (303, "/reports/template?put=true"), "{done:?}");
    }
    assert!(browser.get("/reports/template?put=true").text.contains("版次 1"));
    // Whoever saw the one before is told so.
    let other = browser.bring(path, (&first, &[]), ("x.docx", DOCX, &template("{{year}}\n")));
    assert!(other.status == 412 && wrong(&other, "file").contains("已被他人更换"), "{other:?}");
    // A field without a value stops the report, and the page says which.
    let page = browser.get(path);
    let asks = template("{{disclosures}}\n");
    assert_eq!(browser.bring(path, (&page, &[]), ("x.docx", DOCX, &asks)).status, 303);
    let report = browser.get("/reports");
    assert!(
        report.text.contains("现在写不出报告") && report.text.contains("<li>政务公开信息</li>"),
        "{report:?}"
    );
    let stopped = browser.get(&format!("/reports/annual?{YEAR}&format=docx"));
    assert!(stopped.status == 422 && stopped.text.contains("政务公开信息"), "{stopped:?}");
}

#[test]
fn supervisors_and_the_report_client_have_reports_and_administrators_the_template() {
    let server = TestServer::start();
    let _people = People::of(&server);
    let file = ("x.docx", DOCX, &b"PK"[..]);
    for (login, reports, puts) in [
        ("supervisor", 200, true),
        ("report", 200, false),
        ("clerk", 403, false),
        ("arbitrator", 403, false),
        ("mediator", 403, false),
        ("inspector", 403, false),
        ("admin", 403, true),
    ] {
        let browser = Browser::signed_in(&server, login);
        assert_eq!(browser.get("/reports").status, reports, "{login}");
        assert_eq!(browser.get(&format!("/reports/annual?{YEAR}&format=md")).status, reports, "{login}");
        let page = browser.get("/reports/template");
        assert_eq!(page.text.contains("<a href=\"/reports\">报告</a>"), reports == 200, "{login}");
        assert_eq!(page.text.contains("action=\"/reports/template\""), puts, "{login}");
        let token = token(&page);
        let sent = browser.upload("/reports/template", form_with(&[("form_token", &token)], file));
        assert_eq!(sent.status == 403, !puts, "{login}: {sent:?}");
        assert_eq!(browser.upload("/reports/template", form_with(&[("form_token", "00")], file)).status, 403);
    }
}

/// Nothing was filled in where one only reads: the page says what is missing, and not that something was lost.
#[test]
fn a_report_that_cannot_be_printed_says_so_and_nothing_of_what_was_filled_in() {
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_path_buf();
    let server = TestServer::start_with(|config| config.fonts = Some(folder.clone()));
    let _people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get(&format!("/reports/annual?{YEAR}&format=pdf"));
    assert_eq!(page.status, 503, "{page:?}");
    assert!(page.text.contains("现在无法显示") && page.text.contains(folder.to_str().unwrap()), "{page:?}");
    assert!(!page.text.contains("所填内容"), "{page:?}");
    browser.get("/language/en?back=/");
    let page = browser.get(&format!("/reports/annual?{YEAR}&format=pdf"));
    assert!(page.text.contains("This cannot be shown now"), "{page:?}");
}
