//! Papers over HTTP: made from one version of a case, from the template in force, kept with their files, and what is missing
//! or wrong said by name. What each says is in `tests/domain`; who may is in `permissions` and `masking`.

use crate::support::database::postgres;
use crate::support::people::{Caller, File, People, WORKER_NAME, application};
use crate::support::server::{Reply, TestServer, access_token};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sikuai::app::ids::hex;
use sikuai::documents::papers::shipped;
use sikuai::documents::{docx, markup};
use sikuai::domain::paper::kind::CasePaper;
use sikuai::http::api::paper_templates::DOCX;
use sikuai::storage::papers::{self, PaperRow, TemplateRow};
use sikuai::storage::{Connection, StorageError, Tx, cases, vault};

const TEMPLATE: &str = "/api/v1/paper-templates/acceptance_notice";

/// An accepted case with a tribunal, of 10 December.
fn accepted(people: &People<'_>) -> File {
    let file = people.clerk.receive(&application("2021-12-01"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
    file
}

fn makes(caller: &Caller<'_>, file: &File, body: &Value) -> Reply {
    caller.call("POST", &file.path("papers")).header("if-match", &file.tag()).json(body)
}

fn bytes(caller: &Caller<'_>, file: &File, paper: &Value, form: &str) -> (String, Vec<u8>) {
    let path = file.path(&format!("files/{}", paper[form]["file"].as_str().unwrap()));
    let (status, headers, bytes) = caller.call("GET", &path).bytes().unwrap();
    assert_eq!(status, 200);
    assert_eq!(hex(&Sha256::digest(&bytes)), paper[form]["sha256"].as_str().unwrap());
    (headers["content-disposition"].to_str().unwrap().to_owned(), bytes)
}

/// The text of a DOCX, run after run.
pub(crate) fn text_of(docx: &[u8]) -> String {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    xml.split("<w:t")
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split_once("</w:t>"))
        .map(|it| it.0)
        .collect()
}

/// A template as an office would write it.
fn template(text: &str) -> Vec<u8> {
    docx::write(&markup::read(text).unwrap()).unwrap()
}

/// Puts a template, whatever it leaves out.
fn puts(caller: &Caller<'_>, seen: (&str, &str), bytes: Vec<u8>) -> Reply {
    let path = format!("{TEMPLATE}?acknowledge_warnings=fields_left_out");
    caller.call("PUT", &path).header(seen.0, seen.1).header("content-type", DOCX).raw(bytes)
}

#[test]
fn a_paper_is_made_from_the_case_and_kept_with_its_files() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let before = people.clerk.read(&file.path("docket"));
    let reply = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" }));
    assert_eq!(reply.status, 201, "{reply:?}");
    let paper = reply.json();
    let told =
        ["kind", "of", "party", "no", "on", "template_version", "case_version"].map(|field| &paper[field]);
    let expected =
        [json!("acceptance_notice"), json!(2), json!(1), json!(1), json!("2021-12-03"), json!(0), json!(3)];
    assert_eq!(told.map(Clone::clone), expected);
    let place = file.path(&format!("papers/{}", paper["id"].as_str().unwrap()));
    assert_eq!(reply.header("location"), place);

    let (name, word) = bytes(&people.clerk, &file, &paper, "docx");
    // 受理通知书-徐劳人仲案字〔2021〕1号-当事人1.docx
    let encoded: String = "受理通知书-徐劳人仲案字〔2021〕1号-当事人1.docx"
        .bytes()
        .map(|byte| match byte {
            b'-' | b'.' | b'0'..=b'9' | b'a'..=b'z' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    assert_eq!(name, format!("attachment; filename*=UTF-8''{encoded}"));
    let text = text_of(&word);
    assert!(text.contains("徐劳人仲案字〔2021〕1号") && text.contains("二〇二一年十二月三日"), "{text}");
    assert!(text.contains(WORKER_NAME) && text.contains("徐闻县红壤农机服务部"), "{text}");
    let (_, pdf) = bytes(&people.clerk, &file, &paper, "pdf");
    assert!(pdf.starts_with(b"%PDF-"));

    // It changes nothing of the case, and is put down as a showing of personal data.
    assert_eq!(people.clerk.read(&file.path("docket")), before);
    assert_eq!(people.clerk.get(&file.path("")).header("etag"), file.tag());
    let shown = people.supervisor.read(&file.path("unmaskings"));
    assert_eq!(shown["items"][0]["paper"], paper["id"]);
    assert_eq!(people.clerk.read(&file.path("papers"))["items"], json!([paper]));
    assert_eq!(people.clerk.read(&place)["texts"], json!({}));
    // Made again, the same bytes, and the next number.
    let again = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" })).json();
    assert_eq!((&again["no"], &again["docx"]["sha256"]), (&json!(2), &paper["docx"]["sha256"]));
    assert_eq!(again["pdf"]["sha256"], paper["pdf"]["sha256"]);
    let checked = server.app.register.check().unwrap();
    assert_eq!((checked.papers, checked.files, checked.inconsistencies), (2, 4, Vec::new()));
}

/// A worker who left since is named in what was done while they were there, and so is the tribunal of then.
#[test]
fn a_paper_that_is_made_late_says_what_it_would_have_said_then() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = application("2021-12-01");
    let other = json!({ "no": 3, "side": "applicant", "who": { "worker": { "name": "黎晓彬" } } });
    body["parties"].as_array_mut().unwrap().push(other);
    let claim = json!({ "no": 3, "claimant": 3, "item": "wages", "amount": 50_000 });
    body["claims"].as_array_mut().unwrap().push(claim);
    let file = people.clerk.receive(&body);
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    people.supervisor.does(&file, "tribunal", &people.panel("2021-12-06"));
    let response = json!({ "kind": "response_notice", "party": 2 });
    let text = |file: &File| {
        let reply = makes(&people.clerk, file, &response);
        assert_eq!(reply.status, 201, "{reply:?}");
        text_of(&bytes(&people.clerk, file, &reply.json(), "docx").1)
    };
    let before = text(&file);
    assert!(before.contains(&format!("{WORKER_NAME}、黎晓彬与你")), "{before}");
    let leaves = json!({ "on": "2021-12-08", "ground": "own_motion", "parties": [3] });
    people.clerk.does(&file, "withdrawal", &leaves);
    assert_eq!(text(&file), before);
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// What an act does while a paper is being kept is seen by the paper. SQLite has one writer, so there it cannot come between.
#[test]
fn a_paper_whose_case_changes_while_it_is_kept_is_not_kept() {
    use diesel::RunQueryDsl as _;
    if postgres().is_none() {
        return;
    }
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let (store, id) = (&server.app.store, file.id.clone());
    let (path, tag, token) = (file.path("papers"), file.tag(), access_token(&server.log_in("clerk")));
    let (began, holds) = std::sync::mpsc::channel();
    let (let_go, is_let_go) = std::sync::mpsc::channel();
    let act = move |tx: &mut Tx| {
        cases::hold(tx, &id)?;
        began.send(()).unwrap();
        is_let_go.recv().unwrap();
        // The version alone, as an act leaves it.
        let text = "UPDATE cases SET version = 4, body = replace(body, '\"version\":3', '\"version\":4')";
        assert_eq!(diesel::sql_query(text).execute(&mut **tx)?, 1);
        Ok::<_, StorageError>(())
    };
    let reply = std::thread::scope(|scope| {
        // Dropped when this breaks off, so that nobody waits for it.
        let let_go = let_go;
        let acting = scope.spawn(|| store.write_blocking(act).unwrap());
        holds.recv().unwrap();
        let making = scope.spawn(|| {
            let call = server.post(&path).bearer(&token).header("if-match", &tag);
            call.json(&json!({ "kind": "acceptance_notice" }))
        });
        while lock_waiters(&server) == 0 {
            assert!(!making.is_finished(), "it waits for whoever acts in the case");
            std::thread::yield_now();
        }
        let_go.send(()).unwrap();
        acting.join().unwrap();
        making.join().unwrap()
    });
    assert_eq!(reply.status, 412, "{reply:?}");
    let kept = store.read_blocking(|c| papers::kinds_of_cases(c, std::slice::from_ref(&file.id))).unwrap();
    assert_eq!(kept, []);
}

/// How many wait for a lock in the database of the test.
fn lock_waiters(server: &TestServer) -> i64 {
    use diesel::RunQueryDsl as _;
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        waiting: i64,
    }
    let text = "SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND \
                wait_event_type = 'Lock'";
    let count =
        |c: &mut Connection| diesel::sql_query(text).get_result::<Count>(c).map_err(StorageError::from);
    server.app.store.read_blocking(count).unwrap().waiting
}

#[test]
fn what_is_missing_is_named_and_a_dry_run_makes_nothing() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let hearing = json!({ "on": "2021-12-10", "held_on": "2021-12-30", "time": "09:00" });
    people.clerk.does(
        &file,
        "services",
        &json!({ "on": "2021-12-10", "document": "application_copy", "parties": [2], "manner": "direct" }),
    );
    people.clerk.does(&file, "defences", &json!({ "on": "2021-12-10", "party": 2, "kind": "waived" }));
    people.clerk.does(&file, "hearings", &hearing);
    let body = json!({ "kind": "hearing_notice", "party": 2 });
    let reply = makes(&people.clerk, &file, &body);
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /kind field_missing".to_owned()]));
    let said = &reply.json()["violations"][0]["detail"];
    assert_eq!(said, "缺少“开庭地点”，请在开庭通知登记中填写", "{reply:?}");
    let dry =
        people.clerk.call("POST", &(file.path("papers") + "?dry_run=true")).header("if-match", &file.tag());
    let dry = dry.json(&body);
    assert_eq!(dry.status, 200, "{dry:?}");
    let dry = dry.json();
    assert_eq!(dry["missing"][0]["field"], "hearing_room");
    let filled = |code: &str| {
        let fields = dry["fields"].as_array().unwrap();
        fields.iter().find(|field| field["code"] == code).unwrap()["is_filled"].clone()
    };
    assert_eq!((filled("hearing_on"), filled("hearing_room")), (json!(true), json!(false)));
    assert!(!dry.to_string().contains(WORKER_NAME), "what it would say stands in the paper alone");
    assert_eq!(people.clerk.read(&file.path("papers"))["items"], json!([]));
    assert_eq!(people.supervisor.read(&file.path("unmaskings"))["items"], json!([]));

    // What is written by hand, and for which paper.
    let texts = json!({ "kind": "acceptance_notice", "texts": { "facts": "事实", "a/b": "?" } });
    let reply = makes(&people.clerk, &file, &texts);
    let unknown = ["body /texts/a~1b text_unknown", "body /texts/facts text_unknown"];
    assert_eq!((reply.status, reply.violations()), (422, unknown.map(str::to_owned).to_vec()));
    let reply = makes(
        &people.clerk,
        &file,
        &json!({ "kind": "certificate", "texts": { "facts": 1 }, "colour": "red" }),
    );
    let shape = ["body /colour unknown_field", "body /kind enum", "body /texts/facts type"];
    assert_eq!((reply.status, reply.violations()), (400, shape.map(str::to_owned).to_vec()));
}

#[test]
fn a_paper_of_nothing_a_stale_version_and_a_missing_one_are_refused() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let reply = makes(&people.clerk, &file, &json!({ "kind": "award_final" }));
    assert_eq!(
        (reply.status, reply.violations()),
        (409, vec!["act  paper_of_nothing".to_owned()]),
        "{reply:?}"
    );
    assert_eq!(reply.json()["article"], "《劳动争议调解仲裁法》第47条");
    let body = json!({ "kind": "acceptance_notice" });
    assert_eq!(people.clerk.post(&file.path("papers"), &body).status, 428);
    let stale =
        people.clerk.call("POST", &file.path("papers")).header("if-match", &format!("\"{}-1\"", file.id));
    assert_eq!(stale.json(&body).status, 412);
    let ahead = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice", "on": "2021-12-11" }));
    assert_eq!((ahead.status, ahead.violations()), (422, vec!["body /on in_the_future".to_owned()]));
    let twice = || {
        let call = people.clerk.call("POST", &file.path("papers")).header("if-match", &file.tag());
        call.header("idempotency-key", "k").json(&body)
    };
    let (first, second) = (twice(), twice());
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.json(), second.json());
    assert_eq!(second.header("idempotency-replayed"), "true");
    // Also when the case has gone on since.
    people.clerk.does(
        &file,
        "services",
        &json!({ "on": "2021-12-10", "document": "acceptance_notice", "parties": [1], "manner": "direct" }),
    );
    let call = people.clerk.call("POST", &file.path("papers"));
    let old = format!("\"{}-{}\"", file.id, file.version.get() - 1);
    let third = call.header("if-match", &old).header("idempotency-key", "k").json(&body);
    assert_eq!((third.status, third.json()), (201, first.json()));
    assert_eq!(people.clerk.read(&file.path("papers"))["items"].as_array().unwrap().len(), 1);
}

#[test]
fn an_office_puts_its_own_template_and_every_version_stays() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let shipped = people.clerk.get(TEMPLATE);
    assert_eq!(shipped.status, 200);
    let tag = shipped.header("etag").to_owned();
    let unchanged = people.clerk.call("GET", TEMPLATE).header("if-none-match", &tag).send();
    assert_eq!(unchanged.status, 304);
    let own = || {
        template(
            "# 受理通知书（本委）\n~ {{收件人}}：\n案号{{case_number}}。\n{{?仲裁委电话}}电话{{仲裁委电话}}\n>> {{落款日期}}",
        )
    };
    assert_eq!(people.supervisor.call("PUT", TEMPLATE).header("content-type", DOCX).raw(own()).status, 428);
    assert_eq!(puts(&people.clerk, ("if-match", &tag), own()).status, 403);
    let other = people.clerk.get("/api/v1/paper-templates/summons").header("etag").to_owned();
    assert_eq!(puts(&people.admin, ("if-match", &other), own()).status, 412, "the tag of another kind");
    let reply = puts(&people.admin, ("if-match", &tag), own());
    assert_eq!((reply.status, reply.json()["version"].clone()), (201, json!(1)), "{reply:?}");
    assert_eq!(puts(&people.admin, ("if-match", &tag), own()).status, 412);
    assert_eq!(puts(&people.admin, ("if-none-match", "*"), own()).status, 412);
    let (_, _, in_force) = people.clerk.call("GET", TEMPLATE).bytes().unwrap();
    assert_eq!(in_force, own());
    let (_, headers, _) = people.clerk.call("GET", &format!("{TEMPLATE}?shipped=true")).bytes().unwrap();
    assert_eq!(headers["etag"].to_str().unwrap(), tag);
    let kinds = people.report.read("/api/v1/paper-kinds");
    let kind =
        kinds["items"].as_array().unwrap().iter().find(|kind| kind["code"] == "acceptance_notice").unwrap();
    assert_eq!(
        (&kind["template"]["version"], &kind["template"]["put_by"]),
        (&json!(1), &json!(people.admin.id))
    );

    let paper = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" })).json();
    assert_eq!(paper["template_version"], 1);
    let (_, word) = bytes(&people.clerk, &file, &paper, "docx");
    assert_eq!(
        text_of(&word),
        format!("受理通知书（本委）{WORKER_NAME}：案号徐劳人仲案字〔2021〕1号。二〇二一年十二月三日")
    );

    // A field that the template asks for and that has no value.
    let tag = people.clerk.get(TEMPLATE).header("etag").to_owned();
    assert_eq!(puts(&people.admin, ("if-match", &tag), template("{{收件人}} {{仲裁委电话}}")).status, 201);
    let reply = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" }));
    assert_eq!((reply.status, reply.violations()), (422, vec!["body /kind field_missing".to_owned()]));
    assert_eq!(
        reply.json()["violations"][0]["detail"],
        "缺少“仲裁委电话”，请在本单位地区数据文件（region_file）中填写"
    );
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

/// A template that lost fields is taken when somebody says that they are not needed; the one that is shipped, edited, at once.
#[test]
fn a_template_that_lost_fields_asks_first_and_names_them() {
    let server = TestServer::start();
    let people = People::of(&server);
    let path = "/api/v1/paper-templates/award_final";
    let puts = |query: &str, bytes: Vec<u8>| {
        let call = people.admin.call("PUT", &format!("{path}{query}")).header("if-none-match", "*");
        call.header("content-type", DOCX).raw(bytes)
    };
    let text = shipped(CasePaper::AwardFinal);
    let kept: Vec<&str> = text.lines().filter(|line| !line.contains("{{裁决事项.")).collect();
    let without_items = kept.join("\n") + "\n";
    for query in ["", "?dry_run=true", "?acknowledge_warnings=something_else"] {
        let reply = puts(query, template(&without_items));
        assert_eq!(
            (reply.status, reply.violations()),
            (409, vec!["act  fields_left_out".to_owned()]),
            "{reply:?}"
        );
        let said = reply.json()["violations"][0]["detail"].as_str().unwrap().to_owned();
        assert!(said.contains("缺少下列字段：裁决事项.序号、裁决事项.内容；"), "{said}");
    }
    assert_eq!(puts("?dry_run=true", template(text)).status, 200);
    let taken = puts("?acknowledge_warnings=fields_left_out", template(&without_items));
    assert_eq!((taken.status, &taken.json()["version"]), (201, &json!(1)), "{taken:?}");
}

#[test]
fn a_bad_template_is_refused_with_every_place() {
    let server = TestServer::start();
    let people = People::of(&server);
    let bad = template("{{案号}}和{{鞋码}}\n没有结尾{{案号\n第三段}}");
    let reply = puts(&people.supervisor, ("if-none-match", "*"), bad);
    assert_eq!((reply.status, reply.violations().len()), (422, 3), "{reply:?}");
    let said: Vec<String> = reply.json()["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|violation| violation["detail"].as_str().unwrap().to_owned())
        .collect();
    assert!(said.iter().any(|said| said.starts_with("第1段") && said.contains("鞋码")), "{said:?}");
    assert!(said.iter().any(|said| said.starts_with("第2段")), "{said:?}");
    assert!(said.iter().any(|said| said.starts_with("第3段")), "{said:?}");
    for bytes in [b"PK\x03\x04 no zip".to_vec(), b"%PDF-1.4".to_vec(), Vec::new()] {
        let reply = puts(&people.supervisor, ("if-none-match", "*"), bytes);
        assert_eq!((reply.status, reply.violations().len()), (422, 1), "{reply:?}");
    }
    let call = people.supervisor.call("PUT", TEMPLATE).header("if-none-match", "*");
    assert_eq!(call.header("content-type", "application/pdf").raw("x").status, 415);
    let long = puts(&people.supervisor, ("if-none-match", "*"), vec![0; docx::FILE_BYTES_MAX + 1]);
    assert_eq!(long.status, 413);
    assert_eq!(puts(&people.supervisor, ("if-none-match", "*"), template("{{案号}}")).json()["version"], 1);
    let unknown = people.clerk.get("/api/v1/paper-templates/certificate");
    assert_eq!(unknown.status, 404);
}

/// What was written by hand is sealed, follows a change of the keys, and is given back.
#[test]
fn what_was_written_by_hand_is_sealed_and_follows_the_keys() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    people.clerk.does(
        &file,
        "services",
        &json!({ "on": "2021-12-10", "document": "application_copy", "parties": [2], "manner": "direct" }),
    );
    let place = format!("{WORKER_NAME}的工棚");
    let body = json!({ "kind": "service_return", "texts": { "service_place": place } });
    let paper = makes(&people.clerk, &file, &body);
    assert_eq!(paper.status, 201, "{paper:?}");
    let paper = paper.json();
    let read = || people.clerk.read(&file.path(&format!("papers/{}", paper["id"].as_str().unwrap())));
    assert_eq!(read()["texts"], json!({ "service_place": place }));
    let shown = people.supervisor.read(&file.path("unmaskings"));
    assert_eq!(shown["items"].as_array().unwrap().iter().filter(|it| it["paper"] == paper["id"]).count(), 2);
    let id = paper["id"].as_str().unwrap().to_owned();
    let row = |server: &TestServer| {
        let ids = [id.clone()];
        server.app.store.read_blocking(|c| vault::load_many(c, &ids)).unwrap().remove(0)
    };
    let before = row(&server);
    assert!(!before.sealed.windows(9).any(|window| window == WORKER_NAME.as_bytes()));
    server.app.register.rotate_master(|_| {}).unwrap();
    assert_ne!(row(&server).key_id, before.key_id);
    assert_eq!(read()["texts"], json!({ "service_place": place }));
    server.app.register.rotate_index().unwrap();
    assert_eq!(server.app.register.check().unwrap().inconsistencies, Vec::<String>::new());
}

#[test]
fn the_check_names_a_paper_that_is_not_what_was_made() {
    let server = TestServer::start();
    let people = People::of(&server);
    let file = accepted(&people);
    let paper = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" })).json();
    let id = paper["id"].as_str().unwrap().to_owned();
    let case = file.id.clone();
    let (row, sealed) = server.app.store.read_blocking(|c| papers::find(c, &case, &id)).unwrap().unwrap();
    let forged = PaperRow {
        id: "01990000-0000-7000-8000-00000000000f".into(),
        no: 2,
        template_version: 7,
        pdf_sha256: "0".repeat(64),
        ..row
    };
    let other = vault::VaultRow { id: forged.id.clone(), ..sealed };
    let template = TemplateRow {
        kind: "acceptance_notice".into(),
        version: 1,
        sha256: "0".repeat(64),
        bytes: b"other bytes".to_vec(),
        put_by: people.admin.id.clone(),
        put_at: 0,
        is_of_office: true,
    };
    server
        .app
        .store
        .write_blocking(move |tx| {
            vault::insert_many(tx, &[other])?;
            papers::append_template(tx, &template)?;
            papers::insert(tx, &forged)
        })
        .unwrap();
    let said = server.app.register.check().unwrap().inconsistencies;
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(said[0], "template acceptance_notice version 1 is not as it was put");
    assert!(said[1].contains("its PDF has another content"), "{said:?}");
    assert!(said[2].contains("version 7 of its template is not there"), "{said:?}");
    assert!(said[3].contains("vault"), "what was moved to another row does not open: {said:?}");
}

#[test]
fn fonts_that_are_not_there_are_said() {
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_path_buf();
    let server = TestServer::start_with(|config| config.fonts = Some(folder.clone()));
    let people = People::of(&server);
    let file = accepted(&people);
    let reply = makes(&people.clerk, &file, &json!({ "kind": "acceptance_notice" }));
    assert_eq!(reply.status, 503, "{reply:?}");
    assert!(reply.json()["detail"].as_str().unwrap().contains(folder.to_str().unwrap()), "{reply:?}");
    assert_eq!(people.clerk.read(&file.path("papers"))["items"], json!([]));
}
