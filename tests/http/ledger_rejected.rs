//! Rows of ledgers that are rejected, over HTTP: everything that is wrong with them is said at once, and they come back with
//! what stood in them. Not here: heads, units and other forms (`ledger_kept`).

use crate::ledger_kept::{HEADING, IMPORTS, XLSX, brought, codes, path_of, text};
use crate::support::people::People;
use crate::support::server::TestServer;
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::json;

#[test]
fn of_a_number_everything_is_said_whatever_else_is_wrong_with_its_row() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let row = |number: &str, cause: &str| format!("{number},2021-03-05,符永祥,某公司,{cause},简易\n");
    let taken = brought(clerk, text(&format!("{HEADING}\n{}", row("徐劳人仲案字（2021）7号", "工资"))));
    assert_eq!(clerk.call("POST", &format!("{}/commit", path_of(&taken))).send().status, 201);
    let rows = [
        row("徐劳人仲案字〔2021〕7号", "口角"),
        row("2号", "口角"),
        row("２号", "工资"),
        row("徐劳人仲案字〔2021〕007号", "工资"),
    ];
    let ledger = brought(clerk, text(&format!("{HEADING}\n{}", rows.concat())));
    let expected = [
        "2 unknown_value",
        "2 number_taken",
        "3 unknown_value",
        "4 number_twice",
        "5 number_taken",
        "5 number_twice",
    ];
    assert_eq!(codes(&ledger), expected, "{ledger}");
    assert_eq!((&ledger["good_rows"], &ledger["rejected_rows"]), (&json!(0), &json!(4)));
    let said = |at: usize| ledger["findings"][at]["zh"].as_str().unwrap();
    // As the case has it written, and the first row with it.
    assert!(said(1).ends_with("徐劳人仲案字（2021）7号"), "{}", said(1));
    assert!(said(3).contains("第3行") && said(5).contains("第2行"), "{ledger}");
    assert!(
        ledger["findings"].as_array().unwrap().iter().all(|it| it["column"] == "A" || it["column"] == "E")
    );
}

/// A formula is no entry in a column that is taken over, and nothing at all in another; what it showed comes back.
#[test]
fn of_a_formula_what_it_showed_comes_back() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0..).zip(HEADING.split(',').chain(["请求金额", "序号"])) {
        sheet.write(0, at, head).unwrap();
    }
    let shows = |text: &str| Formula::new("=1+1").set_result(text);
    for (row, number) in [(1, "1号"), (3, "2号")] {
        for (at, text) in (0..).zip([number, "2021-03-05", "符永祥", "某公司", "工资", "简易"]) {
            sheet.write(row, at, text).unwrap();
        }
    }
    sheet.write_formula(1, 6, shows("3000.5")).unwrap();
    // Numbers that the sheet counts on, also beside a line with nothing else.
    for row in 1..=3 {
        sheet.write_formula(row, 7, shows(&row.to_string())).unwrap();
    }
    let ledger = brought(clerk, (XLSX, book.save_to_buffer().unwrap()));
    assert_eq!(codes(&ledger), ["2 formula"], "{ledger}");
    assert_eq!((&ledger["good_rows"], &ledger["rejected_rows"]), (&json!(1), &json!(1)));
    let shown = clerk.get(&format!("{}/rejected?format=csv", path_of(&ledger))).text;
    assert!(
        shown.contains("1号,2021-03-05,符永祥,某公司,工资,简易,3000.5,1,第2行：G列 不接受公式"),
        "{shown}"
    );
    let again = brought(clerk, text(&shown));
    assert_eq!((&again["good_rows"], &again["years"][0]["claimed"]), (&json!(1), &json!(300_050)), "{again}");
}

#[test]
fn rejected_rows_that_nobody_mended_have_one_column_of_findings() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let bad = "1号,2021-03-05,符永祥,某公司,口角,简易,已结";
    let rejected = |file: &str| {
        let ledger = brought(clerk, text(file));
        assert_eq!(codes(&ledger), ["2 unknown_value"], "{ledger}");
        clerk.get(&format!("{}/rejected", path_of(&ledger))).text
    };
    let first = rejected(&format!("{HEADING},备注\n{bad}\n"));
    assert!(first.starts_with(&format!("\u{feff}{HEADING},备注,导入问题\r\n{bad},第2行：E列 ")), "{first}");
    assert_eq!(rejected(&first), first);
    // Something was written behind it.
    let behind = rejected(&first.replace("导入问题", "导入问题,说明"));
    assert!(
        behind.starts_with(&format!("\u{feff}{HEADING},备注,,说明,导入问题\r\n{bad},,,第2行：E列 ")),
        "{behind}"
    );
}

/// Offices that have one column for awards and one for mediation fill one of them in a row.
#[test]
fn awards_and_mediation_may_have_a_column_each() {
    let server = TestServer::start();
    let people = People::of(&server);
    let row = |number: &str, manner: &str, award: &str, agreed: &str| {
        format!("{number},2021-03-05,符永祥,某公司,工资,简易,2021-04-10,{manner},{award},{agreed}\n")
    };
    for heads in ["裁决金额,调解金额（万元）", "裁决金额(元),调解金额（万元）"] {
        let rows = [
            row("1号", "终局裁决", "12000", ""),
            row("2号", "调解", "", "1.5"),
            row("3号", "调解", "1", "2"),
        ];
        let file = format!("{HEADING},结案日期,结案方式,{heads}\n{}", rows.concat());
        let ledger = brought(&people.clerk, text(&file));
        assert_eq!(codes(&ledger), ["4 two_amounts"], "{ledger}");
        assert_eq!((&ledger["good_rows"], &ledger["years"][0]["awarded"]), (&json!(2), &json!(2_700_000)));
    }
    // Two of the same are still two of one.
    let file = format!("{HEADING},裁决金额,裁决金额\n1号,2021-03-05,符永祥,某公司,工资,简易,,\n");
    let call = people.clerk.call("POST", IMPORTS).header("content-type", "text/csv");
    assert_eq!(call.raw(file.into_bytes()).violations(), ["body /rows/1/H duplicate_column"]);
}

/// What was said of columns by hand is said by the heading that comes back, and what a row had too much comes back with it.
#[test]
fn rejected_rows_keep_what_was_said_of_their_columns_and_every_cell() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let rows = "1号,2021-03-05,符永祥,某公司,口角,简易,3000.5,陈某\n\
        2号,2021-03-05,符永祥,某公司,工资,简易,1,800,陈某\n";
    let file = format!("{HEADING},诉求,说明\n{rows}");
    let call = clerk.call("POST", &format!("{IMPORTS}?columns=G:claimed,H:arbitrator"));
    let ledger = call.header("content-type", "text/csv").raw(file.into_bytes()).json();
    assert_eq!(codes(&ledger), ["2 unknown_value", "3 cells_beyond_heading"], "{ledger}");
    let back = clerk.get(&format!("{}/rejected", path_of(&ledger))).text;
    assert!(back.starts_with(&format!("\u{feff}{HEADING},请求金额,仲裁员,导入问题\r\n")), "{back}");
    assert!(back.contains("简易,1,800,\"第3行：I列 ") && back.trim_end().ends_with(",陈某"), "{back}");
    // Nobody mended the second.
    let again = brought(clerk, text(&back.replace("口角", "工资")));
    assert_eq!(codes(&again), ["3 cells_beyond_heading"], "{again}");
    assert_eq!((&again["good_rows"], &again["years"][0]["claimed"]), (&json!(1), &json!(300_050)), "{again}");
    let once_more = clerk.get(&format!("{}/rejected?format=xlsx", path_of(&again)));
    assert_eq!(once_more.status, 200);
    let mended = back.replace(",口角,", ",工资,").replace("简易,1,800,", "简易,1800,陈某,");
    let mended = mended.trim_end().trim_end_matches(",陈某").to_owned();
    let whole = brought(clerk, text(&mended));
    assert_eq!((codes(&whole), &whole["years"][0]["claimed"]), (Vec::new(), &json!(480_050)), "{whole}");
}

/// Awards of which no column says the amount are taken over, and that is said.
#[test]
fn a_ledger_without_amounts_is_warned_of() {
    let server = TestServer::start();
    let people = People::of(&server);
    let row = |number: &str, manner: &str, amount: &str| {
        format!("{number},2021-03-05,符永祥,某公司,工资,简易,2021-04-10,{manner},{amount}\n")
    };
    let ledger = |heads: &str, manners: [&str; 3]| {
        let rows: Vec<String> = ["1号", "2号", "3号"]
            .into_iter()
            .zip(manners)
            .map(|(number, it)| row(number, it, "100"))
            .collect();
        brought(&people.clerk, text(&format!("{HEADING},{heads}\n{}", rows.concat())))
    };
    let decided = ["终局裁决", "调解", "撤回"];
    let told = ledger("结案日期,结案方式,给付", decided);
    assert_eq!((&told["good_rows"], &told["warnings_count"]), (&json!(3), &json!(1)), "{told}");
    let warning = &told["warnings"][0];
    assert_eq!((&warning["row"], &warning["code"]), (&json!(null), &json!("no_amount_column")));
    assert!(warning["zh"].as_str().unwrap().contains("2件裁决、调解结案的案件"), "{warning}");
    let none = ledger("结案日期,结案方式,给付", ["撤回"; 3]);
    assert_eq!(none["warnings_count"], 0, "{none}");
    // 结案情况 over 金额 is one.
    let file = format!(
        "{HEADING},结案情况,,\n,,,,,,结案时间,处理方式,金额\n{}{}",
        row("1号", "终局裁决", "100"),
        row("2号", "调解", "20.5")
    );
    let grouped = brought(&people.clerk, text(&file));
    assert_eq!(
        (&grouped["warnings_count"], &grouped["years"][0]["awarded"]),
        (&json!(0), &json!(12_050)),
        "{grouped}"
    );
}
