//! Ledgers at the command line: what the operator is told of a file, that a check and a refused import leave nothing behind, and
//! that the export holds what came in.

use std::fs;
use std::path::PathBuf;

use crate::support::operator::operator;
use crate::support::people::{People, column, on_day};
use crate::support::server::TestServer;

/// Two good rows, and one that was closed before it was accepted.
const LEDGER: &str = "\
案号,受理日期,申请人,被申请人,案由,结案日期,结案方式
1号,2020-03-05,符永祥,徐闻县红壤农机服务部,追索劳动报酬,2020-04-10,调解
2号,2020-03-06,李四,湛江某某有限公司,追索劳动报酬,2020-02-01,调解
3号,2021-03-07,王五,湛江某某有限公司,追索劳动报酬,2021-04-12,调解
";

struct Desk {
    server: TestServer,
    directory: tempfile::TempDir,
}

impl Desk {
    fn open() -> Desk {
        let server = TestServer::start();
        on_day(&server, "2022-01-10");
        Desk { server, directory: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn ledger(&self, arguments: &[&str]) -> (Option<i32>, String) {
        operator(&self.server, &[&["ledger"], arguments].concat())
    }
}

fn numbers(people: &People<'_>) -> Vec<String> {
    column(&people.clerk.read("/api/v1/cases?sort=received_on"), "number")
}

/// How many ledgers wait, or were taken over.
fn imports(people: &People<'_>) -> usize {
    people.clerk.read("/api/v1/ledger-imports")["items"].as_array().unwrap().len()
}

#[test]
fn the_operator_checks_a_ledger_and_then_takes_it_over() {
    let desk = Desk::open();
    let people = People::of(&desk.server);
    let path = desk.file("台账.csv");
    fs::write(&path, LEDGER).unwrap();
    let path = path.to_str().unwrap();
    let found =
        ["3F ", "可入库2行，有问题1行 2 good rows, 1 rejected", "2020: 1件，已结1件", "2021: 1件，已结1件"];
    for arguments in
        [&["import", path, "--dry-run"][..], &["import", path, "--dry-run", "--leave-out-rejected"]]
    {
        let (code, said) = desk.ledger(arguments);
        assert!(code == Some(0) && found.iter().all(|one| said.contains(one)), "{said}");
        assert!(!said.contains("正在入库"), "{said}");
    }
    let (code, said) = desk.ledger(&["import", path]);
    assert!(code == Some(1) && found.iter().all(|one| said.contains(one)), "{said}");
    assert_eq!((numbers(&people), imports(&people)), (vec![], 0));
    let (code, said) = desk.ledger(&["import", path, "--leave-out-rejected"]);
    assert!(code == Some(0) && said.contains("入库2件 2 cases were taken over"), "{said}");
    // A service on the same SQLite file answers meanwhile that it is busy: who starts it is told before.
    assert_eq!(said.contains("正在入库"), desk.server.app.settings.sqlite_file().is_some(), "{said}");
    assert_eq!(numbers(&people), ["1号", "3号"]);
    let (code, said) = desk.ledger(&["import", path, "--leave-out-rejected"]);
    let known = ["2A 案号已被另一案件使用", "4A 案号已被另一案件使用", "入库0件"];
    assert!(code == Some(0) && known.iter().all(|one| said.contains(one)), "the same file once more: {said}");
    assert_eq!(numbers(&people), ["1号", "3号"]);
}

#[test]
fn the_operator_writes_a_ledger_of_the_days_that_are_asked_for() {
    let desk = Desk::open();
    let path = desk.file("台账.csv");
    fs::write(&path, LEDGER).unwrap();
    let (code, said) = desk.ledger(&["import", path.to_str().unwrap(), "--leave-out-rejected"]);
    assert_eq!(code, Some(0), "{said}");
    for name in ["导出.csv", "导出.xlsx"] {
        let out = desk.file(name);
        let out = out.to_str().unwrap();
        let (code, said) = desk.ledger(&["export", out, "--from", "2021-01-01", "--to", "2021-12-31"]);
        assert!(code == Some(0) && said.contains("导出1件"), "{name}: {said}");
        let (code, said) = desk.ledger(&["export", out]);
        assert!(code == Some(1) && said.contains(out), "it is there already: {said}");
    }
    let text = fs::read_to_string(desk.file("导出.csv")).unwrap();
    assert!(text.contains("3号") && !text.contains("1号,"), "{text}");
    let (code, said) = desk.ledger(&["export", desk.file("导出.pdf").to_str().unwrap()]);
    assert!(code == Some(1) && said.contains(".xlsx"), "{said}");
}

#[test]
fn what_cannot_be_read_is_said_with_its_name() {
    let desk = Desk::open();
    let people = People::of(&desk.server);
    let missing = desk.file("没有.csv");
    let (code, said) = desk.ledger(&["import", missing.to_str().unwrap()]);
    assert!(code == Some(1) && said.contains("没有.csv 无法读写"), "{said}");
    let letter = desk.file("来信.xlsx");
    fs::write(&letter, include_bytes!("../papers/fixtures/libreoffice.docx")).unwrap();
    let (code, said) = desk.ledger(&["import", letter.to_str().unwrap()]);
    assert!(code == Some(1) && said.contains("这是Word文件，不是Excel表格"), "{said}");
    let (code, said) = desk.ledger(&["import", letter.to_str().unwrap(), "--columns", "C=respondent"]);
    assert!(code == Some(1) && said.contains("--columns"), "{said}");
    assert_eq!(imports(&people), 0);
}
