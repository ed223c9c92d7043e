//! Wage lists by their page: a workbook is tried, mended, acknowledged and recorded without script, and what each worker is owed
//! is read page by page. What is wrong with workbooks is worked out in `wage_files`; who may open the page, in `permissions`.

use rust_xlsxwriter::Workbook;
use serde_json::json;

use crate::support::browser::{Browser, between, form_with, hidden_of, token};
use crate::support::people::{File, People, WORKER_PHONE, application};
use crate::support::server::Reply;
use crate::wage_files::{
    XLSX, good, id_number, of_one, office, opened, overlapping, sheet, without_number, workers_of,
};

const TRY: &str = "";
const COMMIT: &str = "?commit=true";
/// The legal date that the tests fill in.
const ON: (&str, &str) = ("on", "2021-12-01");

fn address(file: &File) -> String {
    format!("/cases/{}/wage-lines", file.id)
}

/// So many good rows.
fn list_of(workers: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for n in 0..workers {
        good(sheet, n + 2, n);
    }
    book.save_to_buffer().unwrap()
}

/// Fills in the form of a page and presses one of its buttons; where no file is chosen, what goes along is sent.
fn presses(
    browser: &Browser<'_>,
    (path, button): (&str, &str),
    page: &Reply,
    (fields, bytes): (&[(&str, &str)], Option<&[u8]>),
) -> Reply {
    let hidden = hidden_of(page, path);
    let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let all: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
    let name = if bytes.is_some() { "工资表.xlsx" } else { "" };
    browser.upload(&format!("{path}{button}"), form_with(&all, (name, XLSX, bytes.unwrap_or_default())))
}

/// How many entries the docket of a case has.
fn entries(people: &People<'_>, file: &File) -> usize {
    people.inspector.read(&file.path("docket"))["items"].as_array().unwrap().len()
}

#[test]
fn a_workbook_is_chosen_once_tried_and_recorded_once() {
    let server = office();
    let people = People::of(&server);
    let (file, browser) = (opened(&people), Browser::signed_in(&server, "inspector"));
    let path = address(&file);
    // From the page of the case, and from the form that asks for the list line by line.
    for from in ["", "/acts/wage_list"] {
        let page = browser.get(&format!("/cases/{}{from}", file.id));
        assert!(page.status == 200 && page.text.contains(&format!("href=\"{path}\"")), "{from}: {page:?}");
    }
    let page = browser.get(&path);
    assert!(page.status == 200 && page.text.contains("<details class=\"screen\" open>"), "{page:?}");
    let tried = presses(&browser, (&path, TRY), &page, (&[ON], Some(&list_of(3))));
    assert_eq!(tried.status, 200, "{tried:?}");
    for said in ["目前没有写入任何内容", "<dd class=\"number\">3</dd>", "27,001.50 元", "<b>工资表.xlsx</b>"]
    {
        assert!(tried.text.contains(said), "{said}: {tried:?}");
    }
    assert_eq!(entries(&people, &file), 1, "what if writes nothing");
    // The workbook goes along, and nobody reads it in the page.
    assert!(!tried.text.contains(&id_number(1)) && !tried.text.contains("工人1"), "{tried:?}");
    for _ in 0..2 {
        let done = presses(&browser, (&path, COMMIT), &tried, (&[ON], None));
        assert_eq!(
            (done.status, done.header("location")),
            (303, format!("{path}?done=2").as_str()),
            "{done:?}"
        );
    }
    assert_eq!(entries(&people, &file), 2, "pressed twice, it is recorded once");
    let shown = browser.get(&format!("{path}?done=2"));
    let api = people.inspector.read(&file.path("wage-lines"))["items"][1].clone();
    for said in [
        "已登记，登记序号",
        "<dd class=\"number\">3</dd>",
        "27,001.50 元",
        "4 工人1 <span class=\"hint\">身份证 ",
        api["person"]["id_number"].as_str().unwrap(),
        api["person"]["phone"].as_str().unwrap(),
        "2021-08-01 — 2021-10-31</td><td>木工</td><td class=\"number\">72.5</td><td class=\"number\"></td>",
        "<td class=\"number\">12,000.50</td><td class=\"number\">3,000.00</td><td class=\"number\">9,000.50</td>",
    ] {
        assert!(shown.text.contains(said), "{said}: {shown:?}");
    }
    assert!(!shown.text.contains(&id_number(1)) && !shown.text.contains("13800000001"), "{shown:?}");
    assert!(!shown.text.contains("<details class=\"screen\" open>"), "the list goes first: {shown:?}");
    browser.get("/language/en?back=/");
    let english = browser.get(&path).text;
    assert!(
        english.contains("Still to be paid") && english.contains("Bring a wage list (XLSX)"),
        "{english}"
    );
}

#[test]
fn what_is_wrong_stands_by_row_and_column_in_their_order() {
    let server = office();
    let people = People::of(&server);
    let (file, browser) = (opened(&people), Browser::signed_in(&server, "inspector"));
    let path = address(&file);
    let page = browser.get(&path);
    let mut book = Workbook::new();
    let sheet = sheet(&mut book);
    for row in 2..12 {
        good(sheet, row, row);
    }
    sheet.write(10, 1, " ").unwrap();
    sheet.write(3, 2, "440825197001010001").unwrap();
    sheet.write(3, 8, 12_000.505).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let wrong = presses(&browser, (&path, COMMIT), &page, (&[("on", "2021-02-30")], Some(&bytes)));
    assert_eq!(wrong.status, 400, "{wrong:?}");
    let told = between(&wrong.text, "id=\"wrong\"", "</section>").unwrap();
    let rows: Vec<&str> = told.split("<tr><td class=\"number\">").skip(1).collect();
    for (row, begins) in rows.iter().zip(["4</td><td>C</td>", "4</td><td>I</td>", "11</td><td>B</td>"]) {
        assert!(row.starts_with(begins), "{begins}: {told}");
    }
    assert_eq!(rows.len(), 3, "{told}");
    // The day is wrong too, and is told at once, at its field.
    assert!(told.contains("<a href=\"#on\">") && wrong.text.contains("id=\"on-wrong\""), "{wrong:?}");
    assert!(!wrong.text.contains("name=\"kept\""), "what cannot be read is chosen anew: {wrong:?}");
    browser.get("/language/en?back=/");
    let english = presses(&browser, (&path, TRY), &browser.get(&path), (&[ON], Some(&bytes))).text;
    assert!(english.contains("This field is required.") && english.contains(">Column</th>"), "{english}");
    assert_eq!(entries(&people, &file), 1);
}

#[test]
fn a_file_that_is_no_workbook_is_told_at_its_field() {
    let server = office();
    let people = People::of(&server);
    let (file, browser) = (opened(&people), Browser::signed_in(&server, "inspector"));
    let path = address(&file);
    let page = browser.get(&path);
    let long = vec![b'a'; (4 << 20) + 1];
    for (bytes, status, said) in [
        (None, 400, "请选择一个文件"),
        (Some(&b"no workbook"[..]), 400, "不是可以读取的XLSX文件"),
        (Some(&long[..]), 413, "文件超过4 MiB"),
    ] {
        let reply = presses(&browser, (&path, TRY), &page, (&[ON], bytes));
        assert_eq!(reply.status, status, "{said}: {reply:?}");
        let beside = between(&reply.text, "id=\"file-wrong\"", "</ul>").unwrap_or_default();
        assert!(beside.contains(said), "{said}: {reply:?}");
    }
    // What goes along is of this form alone: nothing else is taken for a workbook.
    for kept in ["x", "k.00", "k.zz"] {
        let reply = presses(&browser, (&path, TRY), &page, (&[ON, ("kept", kept)], None));
        assert_eq!(reply.status, 400, "{reply:?}");
        assert!(reply.text.contains("先前选择的文件无法取回，请重新选择"), "{reply:?}");
    }
    let tried = presses(&browser, (&path, TRY), &page, (&[ON], Some(&list_of(1))));
    let other = opened(&people);
    let kept = hidden_of(&tried, &path).into_iter().find(|(name, _)| name == "kept").unwrap().1;
    let elsewhere = browser.get(&address(&other));
    let reply =
        presses(&browser, (&address(&other), TRY), &elsewhere, (&[ON, ("kept", kept.as_str())], None));
    assert!(reply.status == 400 && reply.text.contains("先前选择的文件无法取回"), "{reply:?}");
}

#[test]
fn who_may_be_a_party_already_is_chosen_or_acknowledged() {
    let server = office();
    let people = People::of(&server);
    let browser = Browser::signed_in(&server, "inspector");
    let asked = |file: &File| {
        let (path, bytes) = (address(file), of_one(1, "工人1"));
        let asked = presses(&browser, (&path, COMMIT), &browser.get(&path), (&[ON], Some(&bytes)));
        assert_eq!(asked.status, 409, "{asked:?}");
        assert_eq!(entries(&people, file), 1);
        asked
    };
    let file = without_number(&people, "工人1", Some("138 0000 0001"));
    let page = asked(&file);
    let field = between(&page.text, "id=\"same-workers\"", "</fieldset>").unwrap();
    for said in ["<label for=\"same-3\">第3行 工人1</label>", "<option value=\"3:1\">当事人 1 工人1 电话 138"]
    {
        assert!(field.contains(said), "{said}: {field}");
    }
    // In words for people, not for programs.
    assert!(page.text.contains("可能已是本案当事人，请逐人选择"), "{page:?}");
    assert!(!page.text.contains("same_workers=") && !page.text.contains("13800000001"), "{page:?}");
    let path = address(&file);
    let chosen = [ON, ("same", "3:1")];
    let tried = presses(&browser, (&path, TRY), &page, (&chosen, None));
    assert_eq!(tried.status, 200, "{tried:?}");
    assert!(tried.text.contains("<option value=\"3:1\" selected>"), "it stays chosen: {tried:?}");
    assert_eq!(presses(&browser, (&path, COMMIT), &tried, (&chosen, None)).status, 303);
    assert_eq!(workers_of(&people, &file), (json!(1), vec![json!(1)]));

    let all = without_number(&people, "工人1", None);
    let page = asked(&all);
    let done = presses(&browser, (&address(&all), COMMIT), &page, (&[ON, ("same_all", "yes")], None));
    assert_eq!(done.status, 303, "{done:?}");
    assert_eq!(workers_of(&people, &all), (json!(1), vec![json!(1)]));

    let other = without_number(&people, "工人1", None);
    let page = asked(&other);
    assert!(page.text.contains("name=\"acknowledge\" value=\"perhaps_the_same_worker\""), "{page:?}");
    let known = [ON, ("same", ""), ("acknowledge", "perhaps_the_same_worker")];
    assert_eq!(presses(&browser, (&address(&other), COMMIT), &page, (&known, None)).status, 303);
    assert_eq!(workers_of(&people, &other), (json!(1), vec![json!(3)]), "another worker of the same name");
    // Who cannot be the party is refused, as at the API.
    let wrong = without_number(&people, "工人1", None);
    let page = asked(&wrong);
    let refused = presses(&browser, (&address(&wrong), COMMIT), &page, (&[ON, ("same", "3:2")], None));
    assert!(refused.status == 422 && refused.text.contains("不能是第3行的劳动者"), "{refused:?}");
    // Beside something worse it is asked in the same words.
    let ahead = presses(&browser, (&address(&wrong), COMMIT), &page, (&[("on", "2099-01-01")], None));
    assert!(ahead.status == 409 && ahead.text.contains("id=\"on-wrong\""), "{ahead:?}");
    assert!(ahead.text.contains("请逐人选择") && !ahead.text.contains("same_workers="), "{ahead:?}");
    let refused = presses(&browser, (&address(&wrong), COMMIT), &page, (&[ON, ("same", "seven")], None));
    assert!(refused.status == 400 && refused.text.contains("没有这个选项"), "{refused:?}");
}

#[test]
fn times_that_overlap_are_acknowledged_in_the_form() {
    let server = office();
    let people = People::of(&server);
    let (file, browser) = (opened(&people), Browser::signed_in(&server, "inspector"));
    let path = address(&file);
    let asked = presses(&browser, (&path, TRY), &browser.get(&path), (&[ON], Some(&overlapping())));
    assert_eq!(asked.status, 409, "{asked:?}");
    let told = between(&asked.text, "id=\"wrong\"", "</section>").unwrap();
    assert!(told.contains("第3行（2021-08-01至2021-10-31）与第4行"), "{told}");
    assert!(asked.text.contains("name=\"acknowledge\" value=\"overlapping_periods\""), "{asked:?}");
    let known = [ON, ("acknowledge", "overlapping_periods")];
    let tried = presses(&browser, (&path, TRY), &asked, (&known, None));
    assert!(tried.status == 200 && tried.text.contains("value=\"overlapping_periods\" checked"), "{tried:?}");
    assert_eq!(presses(&browser, (&path, COMMIT), &tried, (&known, None)).status, 303);
    let docket = people.inspector.read(&file.path("docket"));
    assert_eq!(docket["items"][1]["acknowledged"], json!(["overlapping_periods"]));
}

#[test]
fn a_case_that_others_changed_meanwhile_is_shown_in_both_versions() {
    let server = office();
    let people = People::of(&server);
    let (file, browser) = (opened(&people), Browser::signed_in(&server, "inspector"));
    let path = address(&file);
    let page = browser.get(&path);
    people.inspector.does(&file, "inspection-opening", &json!({ "on": "2021-12-01", "reason": "涉嫌欠薪" }));
    let stale = presses(&browser, (&path, COMMIT), &page, (&[ON], Some(&list_of(1))));
    assert_eq!(stale.status, 412, "{stale:?}");
    let changed = between(&stale.text, "id=\"changed\"", "</section>").unwrap();
    let (yours, theirs) = changed.split_once("id=\"theirs\"").unwrap();
    assert!(yours.contains("<td>2021-12-01</td>") && yours.contains("<td>工资表.xlsx</td>"), "{yours}");
    assert!(theirs.contains(&format!("/cases/{}/docket/2\">#2 ", file.id)) && theirs.contains("涉嫌欠薪"));
    assert_eq!(entries(&people, &file), 2, "nothing was recorded");
    // What was chosen goes along, and it goes on from the new version.
    assert_eq!(presses(&browser, (&path, COMMIT), &stale, (&[ON], None)).status, 303);
    assert_eq!(entries(&people, &file), 3);
}

#[test]
fn who_may_not_enter_a_wage_list_reads_it_and_brings_none() {
    let server = office();
    let people = People::of(&server);
    let file = opened(&people);
    let path = address(&file);
    let own = Browser::signed_in(&server, "inspector");
    let page = own.get(&path);
    let done = presses(&own, (&path, COMMIT), &page, (&[ON], Some(&list_of(1))));
    assert_eq!(done.status, 303, "{done:?}");
    for login in ["clerk", "arbitrator", "mediator", "supervisor"] {
        let browser = Browser::signed_in(&server, login);
        let shown = browser.get(&path);
        assert!(shown.status == 200 && shown.text.contains("工人0"), "{login}: {shown:?}");
        assert!(!shown.text.contains("multipart/form-data"), "{login}: {shown:?}");
        let fields = [("form_token", token(&shown)), ("version", "2".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = browser.upload(&path, form_with(&fields, ("a.xlsx", XLSX, &list_of(1))));
        assert_eq!(sent.status, 403, "{login}: {sent:?}");
    }
    for login in ["report", "admin"] {
        assert_eq!(Browser::signed_in(&server, login).get(&path).status, 404, "{login}");
    }
    // A form of another session, and one that brings no file.
    let foreign = token(&Browser::signed_in(&server, "inspector").get("/my-day"));
    for fields in [&[("form_token", foreign.as_str())][..], &[("kept", "x"), ("form_token", "x")][..]] {
        let reply = own.upload(&path, form_with(fields, ("a.xlsx", XLSX, &list_of(1))));
        assert!(reply.status == 403 && reply.text.contains("不是本次登录的页面发出的"), "{reply:?}");
    }
    assert_eq!(own.post(&path, &[("form_token", &token(&own.get(&path)))]).status, 415);
    assert_eq!(Browser::new(&server).get(&path).status, 303);
    // A case of another kind has no wage list.
    let arbitration = people.clerk.receive_another(&application("2021-12-01"));
    let page = Browser::signed_in(&server, "clerk").get(&address(&arbitration));
    assert!(page.status == 200 && page.text.contains("只有劳动保障监察案件有工资表"), "{page:?}");
    assert_eq!(own.get(&address(&arbitration)).status, 404);
}

#[test]
fn a_long_list_is_read_page_by_page_and_those_who_are_still_owed_alone() {
    let server = office();
    let people = People::of(&server);
    let (file, browser) = (opened(&people), Browser::signed_in(&server, "inspector"));
    let path = address(&file);
    let page = browser.get(&path);
    let done = presses(&browser, (&path, COMMIT), &page, (&[ON], Some(&list_of(120))));
    assert_eq!(done.status, 303, "{done:?}");
    // They are parties 3 to 122; the first has all that was owed.
    file.version.set(2);
    let paid = json!({ "on": "2021-12-01", "payments": [{ "worker": 3, "amount": 900_050 }] });
    people.inspector.does(&file, "wage-payments", &paid);
    let walked = |first: &str| {
        let (mut next, mut pages) = (Some(format!("{path}{first}")), Vec::new());
        while let Some(at) = next {
            let page = browser.get(&at);
            assert!(page.status == 200 && page.text.len() < 100_000, "{at}: {} bytes", page.text.len());
            let workers = page.text.split("<tr id=\"worker-").skip(1);
            let workers = workers.map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap());
            pages.push(workers.collect::<Vec<u32>>());
            next =
                between(&page.text, "<p><a href=\"", "\" rel=\"next\">").map(|at| at.replace("&#38;", "&"));
        }
        (pages.iter().map(Vec::len).collect::<Vec<usize>>(), pages.concat())
    };
    assert_eq!(walked(""), (vec![50, 50, 20], (3..=122).collect()));
    assert_eq!(walked("?open=true"), (vec![50, 50, 19], (4..=122).collect()));
    let first = browser.get(&path).text;
    for said in ["追回 9,000.50 · 尚欠</span> <b class=\"number\">0.00</b>", "1,071,059.50 元", "9,000.50 元"]
    {
        assert!(first.contains(said), "{said}: {first}");
    }
    for wrong in ["?cursor=x", "?open=maybe", "?colour=red", "?done=0"] {
        assert_eq!(browser.get(&format!("{path}{wrong}")).status, 400, "{wrong}");
    }
    // What nobody may see in the clear stands nowhere.
    assert!(!first.contains(WORKER_PHONE) && !first.contains(&id_number(7)), "{first}");
}
