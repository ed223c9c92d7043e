//! Who was slower sees both versions side by side: what they were about to record, and what was recorded meanwhile; and the
//! drawing of the deadlines, whose bars lead to why each falls on its day.

use serde_json::json;

use crate::support::browser::{Browser, between, hidden};
use crate::support::people::{File, People, application};
use crate::support::server::{Reply, TestServer};

const PHONE: &str = "13700990022";

fn accepted(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    file
}

/// An agent of the employer is appointed, as entry 3.
fn appointed(people: &People<'_>, file: &File) {
    let agent = json!({ "person": { "name": "某律师", "phone": PHONE }, "authority": "general" });
    let body =
        json!({ "on": "2021-12-08", "party": 2, "representatives": [agent], "reason": "单位当面提交委托书" });
    people.clerk.does(file, "agents", &body);
}

/// What was about to be recorded, and what was recorded meanwhile.
fn both(page: &Reply) -> [String; 2] {
    assert_eq!(page.status, 412, "{page:?}");
    let whole = between(&page.text, "id=\"changed\"", "</section>").unwrap();
    let yours = between(&whole, "id=\"yours\"", "id=\"theirs\"").unwrap();
    let (_, theirs) = whole.split_once("id=\"theirs\"").unwrap();
    [yours, theirs.to_owned()]
}

#[test]
fn what_was_typed_stands_beside_what_was_recorded_meanwhile() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let (browser, path) = (Browser::signed_in(&server, "clerk"), format!("/cases/{}/acts/recovery", file.id));
    let page = browser.get(&path);
    appointed(&people, &file);
    let typed = [
        ("/on", "2021-12-09"),
        ("/amount", "1,234.5"),
        ("/party", "1"),
        ("/reason", "单位当庭支付"),
        ("do", "commit"),
    ];
    let stale = browser.send(&path, &page, &typed);
    let [yours, theirs] = both(&stale);
    for said in [
        "尚未登记",
        "<caption>追回款项</caption>",
        "<td>2021-12-09</td>",
        "<td>1,234.50 元</td>",
        "<td>1 符永祥（申请人）</td>",
        "<td>单位当庭支付</td>",
    ] {
        assert!(yours.contains(said), "{said}: {yours}");
    }
    let name = people.clerk.read("/api/v1/me")["name"].as_str().unwrap().to_owned();
    for said in [
        format!("<a href=\"/cases/{}/docket/3\">#3 委托代理", file.id),
        "</a> 2021-12-08 ".to_owned(),
        format!("登记 2021-12-10 09:00 {name}</span>"),
        "<td>某律师</td>".to_owned(),
        "<td>137****0022</td>".to_owned(),
        "<td>单位当面提交委托书</td>".to_owned(),
    ] {
        assert!(theirs.contains(&said), "{said}: {theirs}");
    }
    // What the reader saw already is not told again, and nobody's number stands there in the clear.
    assert!(!theirs.contains("/docket/2\"") && !stale.text.contains(PHONE), "{theirs}");
    // The form kept what was typed, and goes on from the new version.
    assert!(stale.text.contains("value=\"1234.50\"") && stale.text.contains(">单位当庭支付</textarea>"));
    let version = hidden(&stale).into_iter().find(|(name, _)| name == "version");
    assert_eq!(version, Some(("version".to_owned(), "3".to_owned())));
    assert_eq!(browser.send(&path, &stale, &typed).status, 303);
    assert_eq!(people.clerk.read(&file.path("docket"))["items"].as_array().unwrap().len(), 4);
}

#[test]
fn a_correction_of_a_case_that_changed_meanwhile_is_told_so_too() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let browser = Browser::signed_in(&server, "clerk");
    let correction = format!("/cases/{}/docket/2/correction", file.id);
    let striking_out = format!("/cases/{}/docket/2/striking-out", file.id);
    let forms = [&correction, &striking_out].map(|path| browser.get(path));
    appointed(&people, &file);
    let fields = [
        ("/on", "2021-12-06"),
        ("/procedure", "ordinary"),
        ("/correction/on", "2021-12-10"),
        ("/reason", "误录"),
        ("do", "try"),
    ];
    let [yours, theirs] = both(&browser.send(&correction, &forms[0], &fields));
    for said in ["<td>2021-12-06</td>", "<td>一般程序</td>", "<td>2021-12-10</td>", "<td>误录</td>"] {
        assert!(yours.contains(said), "{said}: {yours}");
    }
    assert!(theirs.contains("#3 委托代理"), "{theirs}");
    let [yours, theirs] = both(&browser.send(&striking_out, &forms[1], &fields[2..]));
    assert!(yours.contains("<td>误录</td>") && !yours.contains("一般程序"), "{yours}");
    assert!(theirs.contains("#3 委托代理"), "{theirs}");
}

#[test]
fn every_bar_of_the_drawing_leads_to_why_it_ends_where_it_does() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let browser = Browser::signed_in(&server, "clerk");
    let case = browser.get(&format!("/cases/{}", file.id)).text;
    let drawn = between(&case, "<svg class=\"timeline\"", "</svg>").unwrap();
    let bars: Vec<&str> = drawn.split("<a href=\"").skip(1).collect();
    let deadlines = people.clerk.read(&file.path("deadlines"))["items"].as_array().unwrap().len();
    assert!(bars.len() == deadlines && deadlines > 1, "{} bars of {deadlines}: {drawn}", bars.len());
    for bar in bars {
        let to = bar.split('"').next().unwrap().replace("&#38;", "&");
        let name = between(bar, "class=\"name\">", "</text>").unwrap();
        let page = browser.get(&to);
        assert!(page.status == 200 && page.text.contains("<p class=\"lead\">"), "{to}: {page:?}");
        let heading = between(&page.text, "<h1>", "</h1>").unwrap();
        assert!(name.starts_with(&heading) && bar.contains("<rect"), "{name} leads to {heading}");
    }
    // What it is beside its colour: a pattern of its own, in the legend as in the drawing.
    for pattern in ["<pattern id=\"hatch\"", "<pattern id=\"dots\""] {
        assert!(drawn.contains(pattern), "{pattern}: {drawn}");
    }
}
