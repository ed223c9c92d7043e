//! The sheets of the workbook that the demo year has little for: mediation as form MA1 counts it, with every way in which a
//! mediation ends, and the list of its cases. Not here: the demo year (`reports`).

use crate::reports::{Cells, bytes, number, row_of, same, sheet};
use crate::support::desk::another_dispute;
use crate::support::people::{File, People, application, on_day};
use crate::support::server::TestServer;
use calamine::Data;
use serde_json::{Value, json};

const MEDIATION: &str = "调解情况（MA1）";
const MEDIATED: &str = "调解结案案件";

/// A request to the commission to mediate unpaid wages, of sides of their own.
fn asked(people: &People<'_>) -> File {
    let mut body = another_dispute(application("2021-11-01"));
    body["body"] = "commission".into();
    body["cause"] = "remuneration".into();
    body["claims"].as_array_mut().unwrap().truncate(1);
    people.clerk.opens("/api/v1/mediation-cases", &body)
}

fn agreement(amount: i64, on: &str) -> Value {
    json!({ "amount": amount, "terms": "支付工资", "signed_by": [1, 2], "mediator_signed_on": on, "sealed_on": on })
}

/// Nine that are asked for on 1 November: two agree (5,000.00 and 1,234.56), one settles (800.00), two fail, one is withdrawn;
/// one is not taken up, one is still tried, and one agrees in December.
fn nine_mediations(server: &TestServer, people: &People<'_>) {
    on_day(server, "2021-11-01");
    let clerk = &people.clerk;
    let files: Vec<File> = (0..9).map(|_| asked(people)).collect();
    let [one, two, three, four, five, six, refused, _tried, later] = files.as_slice() else {
        panic!("nine mediations")
    };
    clerk.does_on("2021-11-02", refused, ("mediation-refusal", json!({ "ground": "side_refuses" })));
    for file in files.iter().filter(|file| file.id != refused.id) {
        clerk.does_on("2021-11-02", file, ("mediation-start", json!({})));
    }
    clerk.does_on("2021-11-08", one, ("mediation-agreement", agreement(500_000, "2021-11-08")));
    clerk.does_on("2021-11-09", two, ("mediation-agreement", agreement(123_456, "2021-11-09")));
    let settled = json!({ "cause": "settled", "amount": 80_000 });
    clerk.does_on("2021-11-10", three, ("mediation-ending", settled));
    clerk.does_on("2021-11-11", four, ("mediation-ending", json!({ "cause": "failed" })));
    clerk.does_on("2021-11-11", five, ("mediation-ending", json!({ "cause": "refused" })));
    clerk.does_on("2021-11-12", six, ("mediation-ending", json!({ "cause": "withdrawn" })));
    clerk.does_on("2021-11-12", later, ("mediation-prolongations", json!({ "days": 15 })));
    clerk.does_on("2021-12-01", later, ("mediation-agreement", agreement(900_000, "2021-12-01")));
}

/// How often each text stands in a column, without the heading.
fn column(cells: &Cells, of: u32) -> Vec<String> {
    let rows = (1..1_000).take_while(|row| cells.contains_key(&(*row, 0)));
    let mut found: Vec<String> =
        rows.map(|row| cells.get(&(row, of)).map(ToString::to_string).unwrap_or_default()).collect();
    found.sort();
    found
}

#[test]
fn the_mediation_of_form_ma1_stands_on_its_list_of_cases() {
    let server = TestServer::start();
    let people = People::of(&server);
    nine_mediations(&server, &people);
    let file = bytes(&people.report, "/api/v1/reports/workbook?from=2021-11-01&to=2021-11-30");
    let (cells, formulas) = sheet(&file, MEDIATION);
    let figures = |name: &str| [1, 2, 3].map(|at| number(cells.get(&(row_of(&cells, name), at))));
    // The figure, what the list comes to, and the difference.
    same(&figures("达成调解协议"), &[2.0, 2.0, 0.0]);
    same(&figures("调解中和解"), &[1.0, 1.0, 0.0]);
    same(&figures("调解不成"), &[2.0, 2.0, 0.0]);
    same(&figures("撤回调解申请"), &[1.0, 1.0, 0.0]);
    same(&figures("调解结案数"), &[6.0, 6.0, 0.0]);
    same(&figures("结案"), &[0.0, 0.0, 0.0]);
    let value = |name: &str| cells[&(row_of(&cells, name), 1)].to_string();
    // Three of six; and nothing was closed by arbitration.
    assert_eq!((value("调解成功率（%）").as_str(), value("调解结案占比（%）").as_str()), ("50", "无可计算"));
    assert_eq!(formulas[&(row_of(&cells, "达成调解协议"), 2)], "COUNTIF('调解结案案件'!H2:H7,A4)");
    assert_eq!(formulas[&(row_of(&cells, "调解结案数"), 2)], "COUNT('调解结案案件'!A2:A7)");

    let (listed, _) = sheet(&file, MEDIATED);
    let ends = ["达成调解协议", "达成调解协议", "调解不成", "调解不成", "调解中和解", "撤回调解申请"]
        .map(str::to_owned);
    let mut ends = ends.to_vec();
    ends.sort();
    assert_eq!(column(&listed, 7), ends);
    let mut amounts: Vec<f64> = (1..7).map(|row| number(listed.get(&(row, 13)))).collect();
    amounts.sort_by(f64::total_cmp);
    same(&amounts, &[0.0, 0.0, 0.0, 800.0, 1_234.56, 5_000.0]);
    // The yearbook counts accepted cases alone: nothing of its manners and results, nor a day of acceptance, stands here.
    for of in [5, 8, 9] {
        assert!(column(&listed, of).iter().all(String::is_empty), "{listed:?}");
    }
    assert!((1..7).all(|row| matches!(listed.get(&(row, 4)), Some(Data::DateTime(_)))), "{listed:?}");
    // None of them is on a list of accepted cases.
    let (accepted, _) = sheet(&file, "受理案件");
    assert_eq!(column(&accepted, 1), Vec::<String>::new());
}
