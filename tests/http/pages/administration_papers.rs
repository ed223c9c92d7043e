//! The templates of papers by their pages: got, put in the place of the one in force, refused with every place, and back to the
//! built-in one. What a template may hold is in `papers`.

use serde_json::{Value, json};
use sikuai::documents::docx;
use sikuai::documents::markup;
use sikuai::documents::papers::shipped_docx;
use sikuai::domain::paper::kind::CasePaper;

use crate::support::browser::{Browser, between, form_with, hidden};
use crate::support::people::People;
use crate::support::server::{Reply, TestServer};

const KIND: &str = "/administration/templates/acceptance_notice";

/// A template as an office would write it.
fn template(text: &str) -> Vec<u8> {
    docx::write(&markup::read(text).unwrap()).unwrap()
}

/// Sends a file with the form of a page.
fn send(browser: &Browser<'_>, page: &Reply, file: (&str, &[u8])) -> Reply {
    let own = hidden(page);
    let fields: Vec<(&str, &str)> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.upload(KIND, form_with(&fields, (file.0, "application/octet-stream", file.1)))
}

/// Sends one that leaves fields out, and says that they are not needed.
fn puts(browser: &Browser<'_>, page: &Reply, file: (&str, &[u8])) -> Reply {
    let own = hidden(page);
    let own = own.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = own.chain([("acknowledge", "fields_left_out")]).collect();
    browser.upload(KIND, form_with(&fields, (file.0, "application/octet-stream", file.1)))
}

/// Which version of the template of an acceptance notice is in force.
fn version(people: &People<'_>) -> Value {
    let kinds = people.clerk.read("/api/v1/paper-kinds");
    let items = kinds["items"].as_array().unwrap();
    items.iter().find(|item| item["code"] == "acceptance_notice").unwrap()["template"]["version"].clone()
}

#[test]
fn a_template_is_got_put_once_and_given_back() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "admin");
    let page = browser.get(KIND);
    assert!(page.text.contains("随程序提供") && !page.text.contains("恢复内置模板"), "{page:?}");
    assert!(page.text.contains("<th scope=\"row\" lang=\"zh-CN\">案号</th>"), "what it can name: {page:?}");
    let (status, headers, shipped) = browser.get_bytes(&format!("{KIND}/file"));
    assert_eq!((status, &shipped), (200, &shipped_docx(CasePaper::AcceptanceNotice).unwrap()));
    assert!(headers["content-disposition"].to_str().unwrap().contains("acceptance_notice.docx"));
    let ours = template("{{案号}}受理通知");
    // It leaves out what such a paper says, which is put only when somebody says that it is not needed.
    let asked = send(&browser, &page, ("受理通知书.docx", &ours));
    assert!(asked.status == 409 && asked.text.contains("缺少下列字段"), "{asked:?}");
    assert!(asked.text.contains("name=\"acknowledge\" value=\"fields_left_out\""), "{asked:?}");
    assert_eq!(version(&people), json!(0));
    for _ in 0..2 {
        let done = puts(&browser, &page, ("受理通知书.docx", &ours));
        assert_eq!(
            (done.status, done.header("location")),
            (303, format!("{KIND}?put=true").as_str()),
            "{done:?}"
        );
    }
    assert_eq!(version(&people), json!(1), "pressed twice, it is put once");
    assert_eq!(browser.get_bytes(&format!("{KIND}/file")).2, ours);
    assert_eq!(browser.get_bytes(&format!("{KIND}/file?shipped=true")).2, shipped);
    let list = browser.get("/administration/templates").text;
    assert!(list.contains("本单位第1版 · 2021-12-10 09:00"), "{list}");
    assert_eq!(list.matches(">本单位<").count(), 1, "{list}");
    // Another was put since that page was shown.
    let stale = puts(&browser, &page, ("b.docx", &template("{{案号}}另一版")));
    assert!(stale.status == 412 && stale.text.contains("该模板已被他人更换"), "{stale:?}");
    let asked = browser.get(&format!("{KIND}/return"));
    assert!(asked.text.contains("已经制作的文书不变") && version(&people) == json!(1), "{asked:?}");
    for _ in 0..2 {
        assert_eq!(browser.send(&format!("{KIND}/return"), &asked, &[]).status, 303);
    }
    // It is the one of the program, also after an upgrade, and no version of the office.
    assert_eq!((version(&people), browser.get_bytes(&format!("{KIND}/file")).2), (json!(0), shipped));
    let page = browser.get(KIND);
    assert!(page.text.contains("随程序提供") && !page.text.contains("恢复内置模板"), "{page:?}");
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
    // Every version is kept, so the next one goes on from there.
    assert_eq!(puts(&browser, &page, ("受理通知书.docx", &ours)).status, 303);
    assert_eq!(version(&people), json!(3));
}

/// Whoever goes back does so from the template that they saw, and takes none away that somebody else put since.
#[test]
fn going_back_takes_nothing_away_that_nobody_saw() {
    let server = TestServer::start();
    let people = People::of(&server);
    let (mine, other) = (Browser::signed_in(&server, "admin"), Browser::signed_in(&server, "supervisor"));
    let (first, second) = (template("{{案号}}一"), template("{{案号}}二"));
    assert_eq!(puts(&mine, &mine.get(KIND), ("a.docx", &first)).status, 303);
    let asked = mine.get(&format!("{KIND}/return"));
    assert_eq!(puts(&other, &other.get(KIND), ("b.docx", &second)).status, 303);
    let stale = mine.send(&format!("{KIND}/return"), &asked, &[]);
    assert!(stale.status == 412 && stale.text.contains("其间已被他人更改"), "{stale:?}");
    assert_eq!((version(&people), mine.get_bytes(&format!("{KIND}/file")).2), (json!(2), second));
}

#[test]
fn a_bad_template_is_refused_with_every_place_and_nothing_is_put() {
    let server = TestServer::start();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "supervisor");
    let page = browser.get(KIND);
    let bad = send(&browser, &page, ("a.docx", &template("{{案号}}和{{鞋码}}\n没有结尾{{案号")));
    assert_eq!(bad.status, 422, "{bad:?}");
    let said = between(&bad.text, "id=\"file-wrong\"", "</ul>").unwrap();
    assert!(said.contains("第1段") && said.contains("鞋码") && said.contains("第2段"), "{said}");
    let none = send(&browser, &page, ("", b""));
    assert!(none.status == 400 && none.text.contains("请选择一个文件"), "{none:?}");
    let other = send(&browser, &page, ("a.docx", b"no document"));
    assert!(other.status == 422 && other.text.contains("id=\"file-wrong\""), "{other:?}");
    let long = send(&browser, &page, ("a.docx", &vec![0; docx::FILE_BYTES_MAX + 1]));
    assert!(long.status == 413 && long.text.contains("文件太大"), "{long:?}");
    // A form of another session, and one of a clerk.
    let clerk = Browser::signed_in(&server, "clerk");
    assert_eq!(send(&clerk, &page, ("a.docx", &template("{{案号}}"))).status, 403);
    assert_eq!(browser.upload(KIND, form_with(&[], ("a.docx", "", &template("{{案号}}")))).status, 403);
    assert_eq!(version(&people), json!(0));
    assert_eq!(browser.get("/administration/templates/certificate").status, 404);
    browser.get("/language/en?back=/");
    let page = browser.get(KIND);
    assert!(page.text.contains("comes with the program"), "{page:?}");
}
