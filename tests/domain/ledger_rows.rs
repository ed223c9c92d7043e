//! Rows of ledgers with all columns in the order in which they go out, by hand: numbers of people where they do not belong,
//! and what is said of cells that cannot be read. Not here: the case that a row becomes (`ledger`).

use std::collections::BTreeMap;

use sikuai::domain::act::Act;
use sikuai::domain::act::ledger::LedgerEntry;
use sikuai::domain::code::Coded as _;
use sikuai::domain::ledger::{
    Cell, Cells, Column, Epoch, LedgerFinding, LedgerRow, Mapping, Reading, Unit, Written, read, written,
};
use sikuai::domain::money::Fen;
use sikuai::domain::stage::Manner;

use crate::ledger::entry;
use crate::story::{a_case, day};

/// Texts at some columns: they stand in their order from A on.
type Texts<'t> = &'t [(Column, &'t str)];

/// An open case, received and accepted on 5 March 2021.
const OPEN: Texts<'static> = &[
    (Column::Number, "徐劳人仲案字〔2021〕9号"),
    (Column::AcceptedOn, "2021-03-05"),
    (Column::Applicant, "符永祥"),
    (Column::Respondent, "徐闻县红壤农机服务部"),
    (Column::Cause, "劳动报酬"),
    (Column::Procedure, "简易"),
];

fn mapping() -> Mapping {
    let places = Column::ROWS.iter().zip(0..).map(|((column, _), at)| (*column, (at, Unit::Yuan)));
    Mapping { places: places.collect(), ..Mapping::default() }
}

fn read_as(cells: &Cells, mapping: &Mapping) -> Result<LedgerRow, Vec<LedgerFinding>> {
    let reading = Reading { mapping, epoch: Epoch::Y1900, unsaid: None, today: day("2021-12-10") };
    read(4, cells, &reading)
}

/// The cells of the open case with other texts at some columns.
fn cells(changes: Texts<'_>) -> Cells {
    let all: BTreeMap<Column, &str> = OPEN.iter().chain(changes).copied().collect();
    let places = mapping().places;
    all.into_iter().map(|(column, text)| (places[&column].0, Cell::Text(text.to_owned()))).collect()
}

fn with(changes: Texts<'_>) -> Result<LedgerRow, Vec<LedgerFinding>> {
    read_as(&cells(changes), &mapping())
}

/// What is wrong with a row, by column and code.
fn wrong(read: Result<LedgerRow, Vec<LedgerFinding>>) -> Vec<String> {
    let told = |it: LedgerFinding| format!("{} {}", it.column.unwrap_or_default(), it.code);
    read.err().unwrap_or_default().into_iter().map(told).collect()
}

#[test]
fn a_number_of_a_person_in_a_name_refuses_the_row_and_is_not_said() {
    for (column, name, code, belongs) in [
        (Column::Applicant, "王平440825199001011238", "E id_number_in_name", "“申请人身份证号码”栏"),
        (Column::Applicant, "张三(男) 13800138000", "E phone_in_name", "“申请人联系电话”栏"),
        (Column::Applicant, "李四、张三13800138000等12人", "E phone_in_name", "“申请人联系电话”栏"),
        (Column::Respondent, "王平 440825199001011238", "H id_number_in_name", "“被申请人身份证号码”栏"),
        (Column::Respondent, "某公司0759-4851234", "H phone_in_name", "“被申请人联系电话”栏"),
    ] {
        let findings = with(&[(column, name)]).unwrap_err();
        let [finding] = findings.as_slice() else { panic!("{name}: {findings:?}") };
        assert_eq!(wrong(Err(findings.clone())), [code], "{name}");
        assert!(finding.row == Some(4) && finding.zh.contains(belongs), "{finding:?}");
        let said = format!("{}{}", finding.zh, finding.en);
        for digits in ["1990", "1238", "0138", "8000", "4851", "1234"] {
            assert!(!said.contains(digits), "{said}");
        }
    }
    for name in ["甲1厂", "第3分公司", "某公司91350100M000100Y43"] {
        assert_eq!(wrong(with(&[(Column::Respondent, name)])), [""; 0], "{name}");
    }
    // As a number in a sheet.
    let mut bare = cells(&[]);
    bare.insert(4, Cell::Number(13_800_138_000.0));
    assert_eq!(wrong(read_as(&bare, &mapping())), ["E phone_in_name"]);
}

#[test]
fn a_phone_is_one_or_the_row_is_refused() {
    for (column, text, expected) in [
        (Column::ApplicantPhone, "1.38E+10", "G phone"),
        (Column::ApplicantPhone, "abc", "G phone"),
        (Column::ApplicantPhone, "485123", "G phone"),
        (Column::ApplicantPhone, "13800138000、abc", "G phone"),
        (Column::RespondentPhone, "1234567890123456", "J phone"),
    ] {
        assert_eq!(wrong(with(&[(column, text)])), [expected], "{text}");
    }
    for text in ["13800138000 13900139000", "+86 138-0013-8000", "0759-4851234转801", "138****8000", "无"] {
        assert_eq!(wrong(with(&[(Column::ApplicantPhone, text)])), [""; 0], "{text}");
    }
    // As numbers of a sheet: eleven digits are a phone, and of sixteen the last is lost.
    for (number, expected) in
        [(1.38e10, vec![]), (138.0, vec!["G phone"]), (1.2e15, vec!["G number_as_number"])]
    {
        let mut sheet = cells(&[]);
        sheet.insert(6, Cell::Number(number));
        assert_eq!(wrong(read_as(&sheet, &mapping())), expected, "{number}");
    }
}

/// What was written and cannot be read is not absent, and hides nothing of what stands beside it.
#[test]
fn what_cannot_be_read_is_said_and_nothing_false_of_what_hangs_on_it() {
    let closed = (Column::ClosedOn, "2021-04-10");
    let received = (Column::ReceivedOn, "2021-03-02");
    let no_procedure = (Column::Procedure, "");
    let rows: &[(Texts<'_>, &[&str])] = &[
        (
            &[(Column::ClosedOn, "2021-03-04"), (Column::Manner, "裁决"), no_procedure],
            &["Q out_of_order", "S finality_not_said"],
        ),
        (
            &[(Column::ClosedOn, "2021-12-11"), (Column::Manner, "不了了之"), no_procedure],
            &["Q in_the_future", "R unknown_value"],
        ),
        (&[closed, (Column::Manner, "裁决"), (Column::Finality, "也许")], &["S unknown_value"]),
        (&[closed, no_procedure], &["R required"]),
        (&[(Column::Manner, "调解"), no_procedure], &["Q required"]),
        (&[(Column::Manner, "不了了之"), (Column::Amount, "100"), no_procedure], &["R unknown_value"]),
        // It may have been refused, and then it was never accepted.
        (&[received, (Column::AcceptedOn, ""), closed, (Column::Manner, "不受里")], &["R unknown_value"]),
        (&[received, (Column::AcceptedOn, "3月5日")], &["C date"]),
        (&[(Column::Procedure, "不详")], &["O unknown_value"]),
        // Of an open case nothing else is written.
        (&[no_procedure], &["O required"]),
        (&[no_procedure, (Column::Manner, "未结")], &["O required"]),
        (&[(Column::Amount, "100")], &["U amount_without_award"]),
    ];
    for (changes, expected) in rows {
        assert_eq!(wrong(with(changes)), *expected, "{changes:?}");
    }
}

#[test]
fn two_numbers_of_workers_that_differ_are_warned_of() {
    for (names, workers, taken, warned) in [
        ("张三等12人", "15", 15, &["L counts_differ"][..]),
        ("张三等12人", "12", 12, &[]),
        ("张三等12人", "", 12, &[]),
        ("张三", "15", 15, &[]),
    ] {
        let row = with(&[(Column::Applicant, names), (Column::Workers, workers)]).unwrap();
        assert_eq!(row.entry.workers, Some(taken), "{names}, {workers}");
        assert_eq!(wrong(Err(row.warnings)), warned, "{names}, {workers}");
    }
}

/// 裁决金额 is U, and 调解金额 stands behind all others, in ten thousand yuan.
#[test]
fn of_two_columns_of_amounts_the_filled_one_is_taken() {
    let two = Mapping { other_amount: Some((23, Unit::TenThousandYuan)), ..mapping() };
    let of = |award: &str, agreed: &str, manner: &str| {
        let mut cells =
            cells(&[(Column::ClosedOn, "2021-04-10"), (Column::Manner, manner), (Column::Amount, award)]);
        cells.insert(23, Cell::Text(agreed.to_owned()));
        read_as(&cells, &two)
    };
    for (award, agreed, manner, fen) in [
        ("12000", "", "终局裁决", Some(1_200_000)),
        ("", "1.5", "调解", Some(1_500_000)),
        ("0", "1.5", "调解", Some(1_500_000)),
        ("12000", "0", "终局裁决", Some(1_200_000)),
        ("0", "0", "调解", Some(0)),
        ("", "", "调解", None),
    ] {
        let amount = of(award, agreed, manner).unwrap().entry.closed.unwrap().amount;
        assert_eq!(amount.map(|it| it.0), fen, "{award}, {agreed}");
    }
    assert_eq!(wrong(of("12000", "1.5", "调解")), ["X two_amounts"]);
    assert_eq!(wrong(of("12000", "若干", "调解")), ["X amount"]);
    // What is wrong with an amount is said where it stands.
    assert_eq!(wrong(of("", "1.5", "撤诉")), ["X amount_without_award"]);
    assert_eq!(wrong(of("12000", "", "撤诉")), ["U amount_without_award"]);
    let mut formula = cells(&[]);
    formula.insert(23, Cell::Formula(Box::new(Cell::Other)));
    assert_eq!(wrong(read_as(&formula, &two)), ["X formula"]);
}

/// 1 March 2016 is 42,430 days after 30 December 1899; three quarters more are six in the evening.
#[test]
fn a_time_of_day_makes_no_other_day() {
    let mut sheet = cells(&[]);
    sheet.insert(2, Cell::Number(42_430.75));
    let evening = Some(day("2016-03-01"));
    assert_eq!(read_as(&sheet, &mapping()).unwrap().entry.accepted_on, evening);
    for text in [
        "42430.75",
        "４２４３０．７５",
        "42430",
        "2016-3-1 18:00",
        "2016/3/1 18:00:00",
        "2016-03-01T18:00:00",
    ] {
        assert_eq!(with(&[(Column::AcceptedOn, text)]).unwrap().entry.accepted_on, evening, "{text}");
    }
    for text in ["42430.", "42430.7a", ".75", "18:00", "2016-3-1 下午", "2016.3", "4243.75"] {
        assert_eq!(wrong(with(&[(Column::AcceptedOn, text)]))[0], "C date", "{text}");
    }
}

/// What a ledger said to be zero goes out as zero, and what nobody said as nothing.
#[test]
fn zero_goes_out_as_zero() {
    let amounts = |claimed: Option<i64>, closed: Option<(&str, Manner, i64)>| {
        let entry = LedgerEntry { claimed: claimed.map(Fen), ..entry(closed) };
        let story = a_case().recorded_on("2021-12-10").then("2021-03-02", Act::LedgerEntry(entry));
        let row = written(story.case(), &[], None);
        let cells = Column::ROWS.iter().map(|(column, _)| *column).zip(row);
        let is_amount = |column: &Column| column.is_amount();
        cells.filter(|(column, _)| is_amount(column)).map(|(_, cell)| cell).collect::<Vec<_>>()
    };
    let zero = || Written::Amount(Fen(0));
    let lost = Some(("2021-04-19", Manner::AwardFinal, 0));
    // Claimed, awarded, recovered: of the last the ledger said nothing.
    assert_eq!(amounts(Some(0), lost), [zero(), zero(), Written::Nothing]);
    assert_eq!(amounts(None, None), [Written::Nothing, Written::Nothing, Written::Nothing]);
    assert_eq!(amounts(Some(100), None), [Written::Amount(Fen(100)), Written::Nothing, Written::Nothing]);
}
