//! What belongs to a case: its files in and out, its papers, its services, and one moment for all of it.

use serde_json::{Value, json};
use ureq::http::HeaderMap;

use crate::support::browser::{Browser, between, end_of_form, field_part, form_with, hidden, token};
use crate::support::hearings::before_one;
use crate::support::people::{File, People, application};
use crate::support::server::TestServer;

const TEXT: &str = "证人证言：本人于2021年在该服务部工作。\n";

fn files(people: &People<'_>, file: &File) -> Vec<Value> {
    people.clerk.read(&file.path("files"))["items"].as_array().unwrap().clone()
}

#[test]
fn a_file_is_brought_once_and_read_again_as_it_was() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/files", file.id));
    let page = browser.get(&path);
    let own = hidden(&page);
    let mut fields: Vec<(&str, &str)> =
        own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("material", "evidence"));
    // Browsers know few media types: what it is, its name says, and its bytes.
    let body = form_with(&fields, ("证人证言.txt", "application/octet-stream", TEXT.as_bytes()));
    for _ in 0..2 {
        let reply = browser.upload(&path, body.clone());
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, format!("{path}?added=true").as_str()),
            "{reply:?}"
        );
    }
    let kept = files(&people, &file);
    assert_eq!(kept.len(), 1, "pressed twice, it is kept once");
    assert_eq!((&kept[0]["name"], &kept[0]["material"]), (&json!("证人证言.txt"), &json!("evidence")));
    let shown = browser.get(&format!("{path}?added=true")).text;
    assert!(shown.contains("文件已收存") && shown.contains(">证人证言.txt</a>"), "{shown}");
    let read = browser.get(&format!("{path}/{}", kept[0]["id"].as_str().unwrap()));
    assert_eq!((read.status, read.text.as_str()), (200, TEXT));
    assert!(read.header("content-disposition").starts_with("attachment;"), "{read:?}");
    assert!(browser.get(&format!("/cases/{}", file.id)).text.contains(">证人证言.txt</a>"));
    // Who may not read it sees that it is there, and neither its name nor its content.
    let other = Browser::signed_in(&server, "outsider");
    let page = other.get(&path).text;
    assert!(
        page.contains("（您无权查看）")
            && !page.contains("证人证言")
            && !page.contains("<form method=\"post\" action=\"/cases/"),
        "{page}"
    );
    assert_eq!(other.get(&format!("{path}/{}", kept[0]["id"].as_str().unwrap())).status, 403);
    // Whoever asks for a content that is lost hears how it comes back.
    std::fs::remove_file(server.blob(kept[0]["sha256"].as_str().unwrap()).unwrap()).unwrap();
    let lost = browser.get(&format!("{path}/{}", kept[0]["id"].as_str().unwrap()));
    assert!(lost.status == 500 && lost.text.contains("请用原件把同一文件再上传一次"), "{lost:?}");
}

#[test]
fn a_file_that_is_not_taken_is_told_at_its_field_and_none_comes_with_a_foreign_form() {
    let server = TestServer::start_with(|config| config.file_mebibytes_max = 1);
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/files", file.id));
    let token = token(&browser.get(&path));
    let own = [("form_token", token.as_str()), ("material", "")];
    let long = vec![b'a'; (1 << 20) + 1];
    for (name, bytes, status, said) in [
        ("x.exe", &b"MZ"[..], 415, "后缀是“.exe”，不收这一类文件"),
        ("x.pdf", TEXT.as_bytes(), 415, "后缀是“.pdf”，内容却是.txt文件"),
        ("x.txt", &b"\xb7\xfb\xd3\xc0"[..], 415, "不是UTF-8文本"),
        ("x.png", &b"GIF89a\x01\0\x01\0\xff"[..], 415, "内容却不是这一类文件"),
        ("x.png", &b"PK\x03\x04"[..], 415, "文件已损坏或不完整"),
        ("", &b""[..], 400, "请选择一个文件"),
        ("x.txt", &long[..], 413, "超过1 MiB"),
    ] {
        let reply = browser.upload(&path, form_with(&own, (name, "text/plain", bytes)));
        assert_eq!(reply.status, status, "{name}: {reply:?}");
        let beside =
            between(&reply.text, "id=\"file-wrong\"", "</ul>").unwrap_or_else(|| panic!("{name}: {reply:?}"));
        assert!(beside.contains(said), "{name}: {beside}");
        // Who chose a file chose no media type.
        for word in ["Content-Type", "text/plain", "application/"] {
            assert!(!beside.contains(word), "{name}: {beside}");
        }
    }
    let other = crate::support::browser::token(&Browser::signed_in(&server, "clerk").get("/my-day"));
    for foreign in ["", "00", other.as_str()] {
        let text = ("x.txt", "text/plain", TEXT.as_bytes());
        let reply = browser.upload(&path, form_with(&[("form_token", foreign)], text));
        assert_eq!(reply.status, 403, "{foreign}: {reply:?}");
        assert!(reply.text.contains("不是本次登录的页面发出的"), "{reply:?}");
    }
    // The token stands before the file, or there is none; and a form without a file is none of ours.
    let mut late = form_with(&[], ("x.txt", "text/plain", TEXT.as_bytes()));
    late.truncate(late.len() - end_of_form().len());
    late.extend(format!("{}{}", field_part("form_token", &token), end_of_form()).bytes());
    assert_eq!(browser.upload(&path, late).status, 403);
    assert_eq!(browser.post(&path, &[("form_token", &token)]).status, 415);
    let stranger = Browser::new(&server);
    let own = form_with(&own, ("x.txt", "text/plain", TEXT.as_bytes()));
    assert_eq!(stranger.upload(&path, own).status, 303);
    assert_eq!(files(&people, &file), Vec::<Value>::new());
}

#[test]
fn an_empty_file_is_said_to_be_empty_and_not_kept() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/files", file.id));
    let token = token(&browser.get(&path));
    let own = [("form_token", token.as_str()), ("material", "evidence")];
    for (language, said) in [("zh", "文件是空的"), ("en", "The file is empty")] {
        browser.get(&format!("/language/{language}?back=/"));
        for name in ["空.txt", "空.pdf"] {
            let reply = browser.upload(&path, form_with(&own, (name, "text/plain", b"")));
            let beside = between(&reply.text, "id=\"file-wrong\"", "</ul>");
            assert!(reply.status == 415 && beside.is_some_and(|it| it.contains(said)), "{name}: {reply:?}");
        }
    }
    assert_eq!(files(&people, &file), Vec::<Value>::new());
}

#[test]
fn a_file_that_was_to_be_sorted_later_is_sorted_where_it_stands() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/files", file.id));
    let text = ("证言.txt", "text/plain", TEXT.as_bytes());
    let brought = browser.bring(&path, (&browser.get(&path), &[("material", "")]), text);
    assert_eq!(brought.status, 303, "{brought:?}");
    let id = files(&people, &file)[0]["id"].as_str().unwrap().to_owned();
    let sorts = format!("{path}/{id}/material");
    let page = browser.get(&path);
    assert!(page.text.contains(&format!("action=\"{sorts}\"")) && page.text.contains("未归类"), "{page:?}");
    for (typed, said) in [("", "请选择是什么材料"), ("nothing", "没有这种材料")] {
        let reply = browser.press(&sorts, &page, &[("material", typed)]);
        let beside = between(&reply.text, &format!("id=\"material-{id}-wrong\""), "</ul>");
        assert!(reply.status == 400 && beside.is_some_and(|it| it.contains(said)), "{typed}: {reply:?}");
    }
    assert_eq!(files(&people, &file)[0]["material"], Value::Null);
    // Who works on the case in no other way reads neither its files nor the form.
    let outsider = Browser::signed_in(&server, "outsider");
    let others = outsider.get(&path);
    assert!(!others.text.contains("/material\""), "{others:?}");
    let forged = outsider.post(&sorts, &[("form_token", &token(&others)), ("material", "evidence")]);
    assert_eq!(forged.status, 403, "{forged:?}");
    for _ in 0..2 {
        let done = browser.press(&sorts, &page, &[("material", "evidence")]);
        assert_eq!((done.status, done.header("location")), (303, format!("{path}?sorted=true").as_str()));
    }
    assert_eq!(files(&people, &file)[0]["material"], json!("evidence"));
    let shown = browser.get(&format!("{path}?sorted=true")).text;
    assert!(shown.contains("已归类。") && !shown.contains(&sorts) && !shown.contains("未归类"), "{shown}");
}

#[test]
fn a_paper_is_offered_filled_in_made_once_and_downloaded() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = people.clerk.receive(&application("2021-12-06"));
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/papers", file.id));
    assert!(browser.get(&path).text.contains("本案尚无可以制作文书的登记"));
    let notice = json!({ "on": "2021-12-07", "items": ["身份证明"], "due_on": "2021-12-14" });
    people.clerk.does(&file, "correction-notices", &notice);
    let page = browser.get(&path).text;
    let offer = between(&page, "<a href=\"/cases/", "\">补正通知书").unwrap_or_else(|| panic!("{page}"));
    let offer = format!("/cases/{}", offer.rsplit("<a href=\"/cases/").next().unwrap()).replace("&#38;", "&");
    assert_eq!(offer.split('&').next().unwrap(), format!("{path}/new?kind=correction_notice"));
    let form = browser.get(&offer);
    assert_eq!(form.status, 200, "{form:?}");
    let made = format!("{path}/new");
    let tried = browser.send(&made, &form, &[("do", "try")]);
    assert!(tried.status == 200 && tried.text.contains("内容齐全"), "{tried:?}");
    assert!(browser.get(&path).text.contains("尚未制作文书"));
    for _ in 0..2 {
        let done = browser.send(&made, &tried, &[("do", "commit")]);
        assert_eq!(
            (done.status, done.header("location")),
            (303, format!("{path}?made=true").as_str()),
            "{done:?}"
        );
    }
    let papers = people.clerk.read(&file.path("papers"))["items"].as_array().unwrap().clone();
    assert_eq!(papers.len(), 1, "pressed twice, it is made once");
    for (kind, begins) in [("pdf", "%PDF"), ("docx", "PK")] {
        let id = papers[0][kind]["file"].as_str().unwrap();
        assert!(browser.get(&path).text.contains(&format!("href=\"/cases/{}/files/{id}\"", file.id)));
        let (status, headers, bytes): (u16, HeaderMap, Vec<u8>) =
            browser.get_bytes(&format!("/cases/{}/files/{id}", file.id));
        assert_eq!(status, 200);
        assert!(bytes.starts_with(begins.as_bytes()), "{kind}");
        assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    }
    // Others changed the case meanwhile: nothing is made, and it goes on from there.
    let agents = json!({ "on": "2021-12-08", "party": 2, "representatives": [{ "person": { "name": "某律师" }, "authority": "general" }] });
    let stale = browser.get(&offer);
    people.clerk.does(&file, "agents", &agents);
    let reply = browser.send(&made, &stale, &[("/on", "2021-12-08"), ("do", "commit")]);
    assert!(
        reply.status == 412
            && reply.text.contains("案件已被他人更新")
            && reply.text.contains("value=\"2021-12-08\""),
        "{reply:?}"
    );
    assert_eq!(browser.send(&made, &reply, &[("/on", "2021-12-08"), ("do", "commit")]).status, 303);
    let wrong = browser.send(&made, &browser.get(&offer), &[("/on", "2021-02-30"), ("do", "try")]);
    assert!(wrong.status == 400 && wrong.text.contains("id=\"f-on-wrong\""), "{wrong:?}");
    assert_eq!(browser.get(&format!("{made}?kind=nothing")).status, 400);
}

#[test]
fn what_is_missing_in_a_paper_stands_at_its_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let settled = json!({ "on": "2021-03-09", "scope": "whole", "claims": [1, 2], "amount": 500_000 });
    people.arbitrator.does(&file, "settlements", &settled);
    let browser = Browser::signed_in(&server, "clerk");
    let form = browser.get(&format!("/cases/{}/papers/new?kind=mediation_document", file.id));
    assert_eq!(form.status, 200, "{form:?}");
    let reply = browser.send(&format!("/cases/{}/papers/new", file.id), &form, &[("do", "commit")]);
    assert_eq!(reply.status, 422, "{reply:?}");
    assert!(
        reply.text.contains("id=\"f-texts-") && reply.text.contains("aria-invalid=\"true\""),
        "{reply:?}"
    );
    assert_eq!(people.clerk.read(&file.path("papers"))["items"], json!([]));
}

#[test]
fn the_page_of_a_case_shows_its_rooms() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let service =
        json!({ "on": "2021-03-09", "document": "acceptance_notice", "parties": [1], "manner": "direct" });
    people.clerk.does(&file, "services", &service);
    people.clerk.does(&file, "recoveries", &json!({ "on": "2021-03-10", "amount": 123_456 }));
    let page = Browser::signed_in(&server, "clerk").get(&format!("/cases/{}", file.id)).text;
    let part = |id: &str| {
        between(&page, &format!("id=\"{id}\""), "</section>").unwrap_or_else(|| panic!("{id}: {page}"))
    };
    assert!(
        part("services").contains("受理通知书") && part("services").contains("缺送达证明"),
        "{}",
        part("services")
    );
    assert!(part("services").contains("未送达"), "{}", part("services"));
    assert!(part("money").contains("1,234.56 元"), "{}", part("money"));
    assert!(part("people").contains("仲裁员"), "{}", part("people"));
    assert!(page.contains(&format!("href=\"/cases/{}/elements\"", file.id)));
    let elements = Browser::signed_in(&server, "clerk").get(&format!("/cases/{}/elements", file.id)).text;
    assert!(elements.contains("均未填写"), "{elements}");
    // Whoever has left keeps their name beside what they did, and is offered to nobody.
    people.admin.post(&format!("/api/v1/users/{}/deactivation", people.outsider.id), &json!({}));
    let form =
        Browser::signed_in(&server, "supervisor").get(&format!("/cases/{}/acts/assignment", file.id)).text;
    assert!(form.contains(&people.second.id) && !form.contains(&people.outsider.id), "{form}");
}

#[test]
fn what_was_acknowledged_stands_in_words() {
    let server = TestServer::start();
    let people = People::of(&server);
    people.clerk.receive(&application("2021-12-06"));
    let file = people.clerk.receive_another(&application("2021-12-07"));
    let page = Browser::signed_in(&server, "clerk").get(&format!("/cases/{}", file.id)).text;
    let docket = between(&page, "id=\"docket\"", "</section>").unwrap();
    assert!(docket.contains("可能已申请过") && !docket.contains("perhaps_filed_already"), "{docket}");
}

#[test]
fn that_nobody_ticked_means_everybody_is_said_at_the_field() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = before_one(&server, &people, &people.arbitrator);
    let page = Browser::signed_in(&server, "clerk").get(&format!("/cases/{}/acts/withdrawal", file.id)).text;
    let field = between(&page, "id=\"f-parties\"", "</fieldset>").unwrap();
    assert!(field.contains("不勾选即全体申请人撤回"), "{field}");
}

/// A collective dispute: the page says how many it does not list, and stays what an old computer can show.
#[test]
fn the_page_of_a_collective_case_stays_small() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = application("2021-12-06");
    let worker = |no: u32| json!({ "no": no, "side": "applicant", "who": { "worker": { "name": format!("劳动者{no}"), "phone": format!("138{no:08}") } } });
    let claim = |no: u32| json!({ "no": no, "claimant": no, "item": "wages", "amount": 100 });
    let employer =
        json!({ "no": 301, "side": "respondent", "who": { "employer": { "name": "徐闻县红壤农机服务部" } } });
    body["parties"] = (1..=300).map(worker).chain([employer]).collect();
    body["claims"] = (1..=300).map(claim).collect();
    let file = people.clerk.receive(&body);
    let browser = Browser::signed_in(&server, "clerk");
    for below in ["", "/receipt", "/elements", "/papers", "/files"] {
        let page = browser.get(&format!("/cases/{}{below}", file.id));
        assert!(page.status == 200 && page.text.len() < 100_000, "{below}: {} bytes", page.text.len());
        if below.is_empty() || below == "/receipt" {
            assert!(page.text.contains("未列出的：201") && page.text.contains("未列出的：200"), "{below}");
            assert!(page.text.contains("300.00"), "{below}");
        }
    }
}
