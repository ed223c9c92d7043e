//! Rows of ledgers with all columns in the order in which they go out, by hand: numbers of people where they do not belong,
//! names and causes that stand together in a cell, and what is said of cells that cannot be read. Not here: the case that a row becomes (`ledger`).

use std::collections::BTreeMap;

use sikuai::domain::act::Act;
use sikuai::domain::act::ledger::LedgerEntry;
use sikuai::domain::claim::Cause;
use sikuai::domain::code::Coded as _;
use sikuai::domain::id::PartyNo;
use sikuai::domain::ledger::{
    Cell, Cells, Column, Epoch, LedgerFinding, LedgerRow, Mapping, Reading, Unit, Written, read, written,
};
use sikuai::domain::money::Fen;
use sikuai::domain::party::{Party, Person, Side, Who};
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

/// The names of both sides, with a line between two, and what is warned of.
fn named(changes: Texts<'_>) -> ([String; 2], Vec<String>) {
    let LedgerRow { entry, warnings, .. } = with(changes).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let of = |side: Side| {
        let parties = entry.parties.iter().filter(|party| party.side == side);
        let names = parties.map(|party| match &party.who {
            Who::Worker(person) => person.name.as_str(),
            Who::Employer(employer) => employer.name.as_str(),
        });
        names.collect::<Vec<_>>().join("|")
    };
    ([of(Side::Applicant), of(Side::Respondent)], wrong(Err(warnings)))
}

/// E is the applicant, H the respondent.
#[test]
fn what_stands_in_brackets_is_parted_from_no_name() {
    let workers = |said: &str| {
        let ([workers, _], warned) = named(&[(Column::Applicant, said)]);
        (workers, warned.join(" "))
    };
    let warned = "E brackets_not_parted";
    for (said, names, warned) in [
        ("张三（已死亡，由继承人李四、王五承继）", "张三（已死亡，由继承人李四、王五承继）", warned),
        ("张三(已死亡;由李四承继)、王五", "张三(已死亡;由李四承继)|王五", warned),
        (
            "张三（曾用名：张山［张珊、张杉］，男）、李四",
            "张三（曾用名：张山［张珊、张杉］，男）|李四",
            warned,
        ),
        ("张三（男）、李四【女】", "张三（男）|李四【女】", ""),
        ("张三（男）/李四（女）", "张三（男）|李四（女）", ""),
        // One that nothing closes may hold the rest.
        ("张三（男、李四", "张三（男、李四", warned),
        ("张三）、李四", "张三）|李四", ""),
        ("张三（已死亡，由李四、王五等3人承继）", "张三（已死亡，由李四、王五等3人承继）", warned),
        ("张三（已死亡，由李四、王五等3人）", "张三（已死亡，由李四、王五等3人）", warned),
    ] {
        assert_eq!(workers(said), (names.to_owned(), warned.to_owned()), "{said}");
    }
    let counted = with(&[(Column::Applicant, "张三（已死亡，由李四、王五等3人）")]).unwrap();
    assert_eq!(counted.entry.workers, None, "three inherit; how many apply is not told");
    let branches = "徐闻县甲公司（分支机构：城北店、城南店）";
    let ([_, employers], warned) = named(&[(Column::Respondent, branches)]);
    assert_eq!((employers.as_str(), warned), (branches, vec!["H brackets_not_parted".to_owned()]));
}

#[test]
fn a_slash_parts_people_and_what_has_a_number_each() {
    let employers = |said: &str, codes: &str| {
        let ([_, employers], warned) = named(&[(Column::Respondent, said), (Column::RespondentId, codes)]);
        (employers, warned.join(" "))
    };
    let warned = "H slash_not_parted";
    let two = "徐闻县甲公司/徐闻县乙公司";
    for (said, codes, names, warned) in [
        ("徐闻县甲/乙贸易公司", "", "徐闻县甲/乙贸易公司", warned),
        ("徐闻县甲/乙贸易公司", "91350100M000100Y43", "徐闻县甲/乙贸易公司", warned),
        (two, "", two, warned),
        (two, "91350100M000100Y43、91350100M000100Y43", "徐闻县甲公司|徐闻县乙公司", ""),
        ("徐闻县甲公司、乙店／丙店", "", "徐闻县甲公司|乙店／丙店", warned),
    ] {
        assert_eq!(employers(said, codes), (names.to_owned(), warned.to_owned()), "{said} {codes}");
    }
    for (said, names, warned) in [
        ("张三/李四／王小五", "张三|李四|王小五", ""),
        ("张 三/李四", "张三|李四", ""),
        ("阿卜杜·拉/买买提", "阿卜杜·拉/买买提", "E slash_not_parted"),
    ] {
        let ([workers, _], told) = named(&[(Column::Applicant, said)]);
        assert_eq!((workers.as_str(), told.join(" ").as_str()), (names, warned), "{said}");
    }
    // One number is of one, and people are two: nobody is put together in silence.
    let one = with(&[(Column::Applicant, "张三/李四"), (Column::ApplicantId, "440825199608270003")]);
    assert_eq!(wrong(one), ["F numbers_do_not_match"]);
}

#[test]
fn a_name_that_is_too_long_is_said_by_its_column() {
    let (long, fits) = ("甲".repeat(201), "甲".repeat(200));
    assert_eq!(wrong(with(&[(Column::Applicant, &long)])), ["E length"]);
    assert_eq!(wrong(with(&[(Column::Respondent, &long)])), ["H length"]);
    assert_eq!(wrong(with(&[(Column::Respondent, &fits)])), [""; 0]);
    assert_eq!(wrong(with(&[(Column::Applicant, "、")])), ["E length"]);
    // Each phone is one; together they are longer than forty characters.
    let phones = "13800138000 13900139000 13700137000 13600136000";
    assert_eq!(wrong(with(&[(Column::ApplicantPhone, phones)])), ["G length"]);
}

#[test]
fn every_cause_is_taken_over_and_goes_out_again() {
    use Cause::{Compensation, Remuneration, SocialInsurance, WorkInjury};
    for (said, main, others, out) in [
        ("工资、加班工资、社保", Remuneration, &[SocialInsurance][..], "劳动报酬、社会保险"),
        (
            "工伤待遇争议；经济补偿、赔偿金，工资",
            WorkInjury,
            &[Compensation, Remuneration],
            "工伤保险待遇、经济补偿/赔偿金、劳动报酬",
        ),
        ("经济补偿、赔偿金", Compensation, &[], "经济补偿/赔偿金"),
        (
            "经济补偿/赔偿金、工资/社保",
            Compensation,
            &[Remuneration, SocialInsurance],
            "经济补偿/赔偿金、劳动报酬、社会保险",
        ),
        ("追索劳动报酬纠纷", Remuneration, &[], "劳动报酬"),
    ] {
        let read = |said: &str| {
            let entry =
                with(&[(Column::Cause, said)]).unwrap_or_else(|wrong| panic!("{said}: {wrong:?}")).entry;
            (entry.cause, entry.other_causes)
        };
        let causes = (main, others.to_vec());
        assert_eq!(read(said), causes, "{said}");
        let told = LedgerEntry { cause: main, other_causes: others.to_vec(), ..entry(None) };
        let story = a_case().recorded_on("2021-12-10").then("2021-03-02", Act::LedgerEntry(told));
        let row = written(story.case(), &[], None);
        let at = Column::ROWS.iter().position(|(column, _)| *column == Column::Cause).unwrap();
        assert_eq!(row[at], Written::Text(out.to_owned()), "{said}");
        assert_eq!(read(out), causes, "{out}");
    }
    let unknown = with(&[(Column::Cause, "工资、口角")]).unwrap_err();
    assert_eq!(wrong(Err(unknown.clone())), ["K unknown_value"]);
    assert!(unknown[0].zh.contains("“口角”不是案由"), "{unknown:?}");
}

/// Of three workers the second has no number, and the first no phone: nobody gets those of another.
#[test]
fn who_has_no_number_keeps_their_place_on_the_way_out_and_in() {
    let worker = |no: u32, name: &str, number: Option<&str>, phone: Option<&str>| Party {
        no: PartyNo(no),
        side: Side::Applicant,
        who: Who::Worker(Person {
            name: name.into(),
            id_number: number.map(str::to_owned),
            phone: phone.map(str::to_owned),
            address: None,
            bank_account: None,
        }),
        representatives: Vec::new(),
    };
    let told = [
        ("张三", Some("440825199608270003"), None),
        ("李四", None, Some("13800138000")),
        ("王五", Some("440825198701020004"), Some("13900139000")),
    ];
    let parties: Vec<_> =
        (1..).zip(told).map(|(no, (name, id, phone))| worker(no, name, id, phone)).collect();
    let story = a_case().recorded_on("2021-12-10").then("2021-03-02", Act::LedgerEntry(entry(None)));
    let row = written(story.case(), &parties, None);
    let text = |column: Column| {
        let at = Column::ROWS.iter().position(|(it, _)| *it == column).unwrap();
        match &row[at] {
            Written::Text(text) => text.clone(),
            Written::Nothing => String::new(),
            other => panic!("{other:?}"),
        }
    };
    let [ids, phones] = [Column::ApplicantId, Column::ApplicantPhone].map(text);
    assert_eq!(ids, "440825199608270003、无、440825198701020004");
    assert_eq!(phones, "无、13800138000、13900139000");
    assert_eq!(text(Column::RespondentId), "");
    let again = with(&[
        (Column::Applicant, "张三、李四、王五"),
        (Column::ApplicantId, &ids),
        (Column::ApplicantPhone, &phones),
    ]);
    let parties = again.unwrap_or_else(|wrong| panic!("{wrong:?}")).entry.parties;
    let worker = |party: &'_ Party<Person>| match &party.who {
        Who::Worker(person) => Some((person.name.clone(), person.id_number.clone(), person.phone.clone())),
        Who::Employer(_) => None,
    };
    let workers: Vec<_> = parties.iter().filter_map(worker).collect();
    let owned = |(name, id, phone): (&str, Option<&str>, Option<&str>)| {
        (name.to_owned(), id.map(str::to_owned), phone.map(str::to_owned))
    };
    assert_eq!(workers, told.map(owned));
}
