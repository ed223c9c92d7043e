//! Ledgers (台账) by hand: what cells mean, what a row becomes and what is wrong with it by column; and the case that a
//! ledger opens: its figures, what its deadlines say and do not say, and how the office goes on with it.

use std::collections::BTreeMap;

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Archiving, Challenge, ChallengeKind, Recovery};
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::{Award, Finality, Scope};
use sikuai::domain::act::filing::{Channel, Procedure};
use sikuai::domain::act::ledger::{LedgerClosing, LedgerEntry, LedgerRecovery};
use sikuai::domain::case::Outcome;
use sikuai::domain::claim::Cause;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::{State, deadlines};
use sikuai::domain::figures::ReportingRow;
use sikuai::domain::id::PartyNo;
use sikuai::domain::ledger::{
    Cell, Cells, Column, Epoch, LedgerRow, Mapping, Reading, Unit, Written, YearTotals, read, written,
};
use sikuai::domain::money::Fen;
use sikuai::domain::party::{Person, PersonRef, Side, Who};
use sikuai::domain::service_of_process::Document;
use sikuai::domain::service_of_process::pending::pending;
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{Story, a_case, a_worker, an_employer, day};

/// Other texts at some columns.
type Changes = &'static [(Column, &'static str)];

const COLUMNS: [Column; 15] = [
    Column::Number,
    Column::ReceivedOn,
    Column::AcceptedOn,
    Column::Applicant,
    Column::ApplicantId,
    Column::Respondent,
    Column::RespondentId,
    Column::Cause,
    Column::Workers,
    Column::Claimed,
    Column::Procedure,
    Column::ClosedOn,
    Column::Manner,
    Column::Amount,
    Column::Recovered,
];

/// A closed case: received 2 March, accepted 5 March, settled 10 April 2021 for CNY 12,000, of which 8,000 were paid.
fn good() -> [&'static str; 15] {
    [
        "徐劳人仲案字〔2021〕9号",
        "2021.3.2",
        "2021年3月5日",
        "符永祥",
        "440825199608270003",
        "徐闻县红壤农机服务部",
        "",
        "追索劳动报酬纠纷",
        "",
        "15,000.50",
        "简易",
        "20210410",
        "调解",
        "1.2万元",
        "8000",
    ]
}

fn mapping() -> Mapping {
    let places = COLUMNS.into_iter().zip(0..).map(|(column, at)| (column, (at, Unit::Yuan)));
    Mapping { places: places.collect(), ..Mapping::default() }
}

fn cells(texts: &[&str]) -> Cells {
    (0..).zip(texts).map(|(at, text)| (at, Cell::Text((*text).to_owned()))).collect()
}

fn reads(cells: &Cells, unsaid: Option<Finality>) -> Result<LedgerRow, Vec<String>> {
    let mapping = mapping();
    let reading = Reading { mapping: &mapping, epoch: Epoch::Y1900, unsaid, today: day("2021-12-10") };
    let told = |finding: sikuai::domain::ledger::LedgerFinding| {
        assert_eq!(finding.row, Some(4), "{finding:?}");
        format!("{} {}", finding.column.unwrap_or_default(), finding.code)
    };
    read(4, cells, &reading).map_err(|findings| findings.into_iter().map(told).collect())
}

/// The good row with other texts at some columns.
fn with(changes: &[(Column, &str)]) -> Result<LedgerRow, Vec<String>> {
    let mut texts = good().map(str::to_owned);
    for (column, text) in changes {
        let at = COLUMNS.iter().position(|it| it == column).unwrap();
        (*text).clone_into(&mut texts[at]);
    }
    reads(&cells(&texts.each_ref().map(String::as_str)), None)
}

/// Where both days are one, the row says whether it tells the receipt; another day is one by itself.
#[test]
fn a_row_says_whether_it_tells_the_day_of_receipt() {
    let told = |received: &str| {
        let row = with(&[(Column::ReceivedOn, received), (Column::AcceptedOn, "2021-03-05")]).unwrap();
        (row.on, row.entry.receipt_told)
    };
    assert_eq!(told("2021-03-02"), (day("2021-03-02"), None));
    assert_eq!(told("2021-03-05"), (day("2021-03-05"), Some(true)));
    assert_eq!(told(""), (day("2021-03-05"), Some(false)));
}

#[test]
fn a_row_is_read_as_people_write_it() {
    let LedgerRow { row, on, entry, .. } = with(&[]).unwrap();
    assert_eq!((row, on), (4, day("2021-03-02")));
    assert_eq!(entry.number, "徐劳人仲案字〔2021〕9号");
    assert_eq!(entry.accepted_on, Some(day("2021-03-05")));
    assert_eq!((entry.cause, entry.procedure), (Cause::Remuneration, Some(Procedure::Simplified)));
    assert_eq!(entry.claimed, Some(Fen(1_500_050)));
    let closed = LedgerClosing {
        on: day("2021-04-10"),
        manner: Manner::Mediated,
        outcome: None,
        amount: Some(Fen(1_200_000)),
    };
    assert_eq!(entry.closed, Some(closed));
    // The ledger does not date what was recovered: it counts from the closing.
    assert_eq!(entry.recovered, Some(LedgerRecovery { on: day("2021-04-10"), amount: Fen(800_000) }));
    let Who::Worker(worker) = &entry.parties[0].who else { panic!("{:?}", entry.parties) };
    assert_eq!((worker.name.as_str(), worker.id_number.as_deref()), ("符永祥", Some("440825199608270003")));
    assert!(
        matches!(&entry.parties[1].who, Who::Employer(employer) if employer.name == "徐闻县红壤农机服务部")
    );
}

#[test]
fn a_day_is_the_same_in_every_way_of_writing_it() {
    for written in [
        "2021-3-5",
        "2021-03-05",
        "2021/3/5",
        "2021.03.05",
        "２０２１年３月５日",
        "20210305",
        "44260",
        "2021 年 3 月 5 日",
    ] {
        let row =
            with(&[(Column::AcceptedOn, written)]).unwrap_or_else(|wrong| panic!("{written}: {wrong:?}"));
        assert_eq!(row.entry.accepted_on, Some(day("2021-03-05")), "{written}");
    }
    for wrong in ["2021-2-30", "3月5日", "21-3-5", "202103", "2021-3", "昨天", "1"] {
        let said = with(&[(Column::AcceptedOn, wrong)]).unwrap_err();
        assert!(said.contains(&"C date".to_owned()), "{wrong}: {said:?}");
    }
}

#[test]
fn days_are_counted_from_1900_or_from_1904() {
    // 5 March 2021 is 44,260 days after 30 December 1899, and 42,798 after 1 January 1904.
    for (epoch, number) in [(Epoch::Y1900, 44_260.0), (Epoch::Y1904, 42_798.0)] {
        let mut cells = cells(&good());
        cells.insert(2, Cell::Number(number));
        let mapping = mapping();
        let reading = Reading { mapping: &mapping, epoch, unsaid: None, today: day("2021-12-10") };
        assert_eq!(read(4, &cells, &reading).unwrap().entry.accepted_on, Some(day("2021-03-05")));
    }
}

#[test]
fn an_amount_is_read_to_the_fen_or_not_at_all() {
    let claimed = |text| with(&[(Column::Claimed, text)]).map(|row| row.entry.claimed.unwrap());
    for (text, fen) in [
        ("15000.5", 1_500_050),
        ("￥15,000.50元", 1_500_050),
        ("１５，０００．５０", 1_500_050),
        ("1.500050万", 1_500_050),
        ("人民币15000.50元整", 1_500_050),
        ("15000.500", 1_500_050),
        ("0", 0),
    ] {
        assert_eq!(claimed(text), Ok(Fen(fen)), "{text}");
    }
    for wrong in ["-5", "15000.505", "1.2345678万", "约五千", "5 000 美元", "1e5", "."] {
        assert_eq!(claimed(wrong), Err(vec!["J amount".to_owned()]), "{wrong}");
    }
    let mut wide = mapping();
    wide.places.insert(Column::Claimed, (9, Unit::TenThousandYuan));
    let reading = Reading { mapping: &wide, epoch: Epoch::Y1900, unsaid: None, today: day("2021-12-10") };
    let in_wan = |cell: Cell| {
        let mut cells = cells(&good());
        cells.insert(9, cell);
        read(4, &cells, &reading).unwrap().entry.claimed
    };
    assert_eq!(in_wan(Cell::Number(1.2)), Some(Fen(1_200_000)));
    assert_eq!(in_wan(Cell::Text("1.2".into())), Some(Fen(1_200_000)));
    assert_eq!(in_wan(Cell::Text("12000元".into())), Some(Fen(1_200_000)));
}

#[test]
fn headings_are_known_by_what_offices_call_them() {
    for (said, column) in [
        ("案 号", Column::Number),
        ("立案/受理日期", Column::AcceptedOn),
        ("立案日期*", Column::AcceptedOn),
        ("收案时间", Column::ReceivedOn),
        ("被申请人（单位）", Column::Respondent),
        ("身份证号码", Column::ApplicantId),
        ("裁决/调解金额（万元）", Column::Amount),
        ("裁决调解金额(元)", Column::Amount),
        ("是否集体", Column::Collective),
        ("履行金额", Column::Recovered),
    ] {
        assert_eq!(Column::of(said), Some(column), "{said}");
    }
    assert_eq!(Column::of("备注"), None);
    assert_eq!(Column::of_two("申请人", "姓名"), Some(Column::Applicant));
    assert_eq!(Column::of_two("申请人", "联系电话"), Some(Column::ApplicantPhone));
    assert_eq!(Column::of_two("被申请人", "名称"), Some(Column::Respondent));
    assert_eq!(Column::of_two("被申请人", "统一社会信用代码"), Some(Column::RespondentId));
    // A group of amounts over what each of them is.
    for (under, column) in [
        ("申请", Column::Claimed),
        ("裁决", Column::Amount),
        ("裁决/调解", Column::Amount),
        ("追回", Column::Recovered),
    ] {
        assert_eq!(Column::of_two("金额（万元）", under), Some(column), "{under}");
    }
    assert_eq!(Column::of_two("日期", "受理"), Some(Column::AcceptedOn));
    // A group that only sets apart what was told when.
    for (over, under, column) in [
        ("结案情况", "结案时间", Column::ClosedOn),
        ("结案情况", "时间", Column::ClosedOn),
        ("结案情况", "处理方式", Column::Manner),
        ("结案情况", "是否一裁终局", Column::Finality),
        ("结案情况", "金额", Column::Amount),
        ("结案情况", "金额（万元）", Column::Amount),
        ("受理情况", "时间", Column::AcceptedOn),
        ("申请人基本情况", "姓名", Column::Applicant),
        ("被申请人信息", "联系电话", Column::RespondentPhone),
        ("基本情况", "案由", Column::Cause),
    ] {
        assert_eq!(Column::of_two(over, under), Some(column), "{over} {under}");
    }
    assert_eq!(Column::of_two("基本情况", "金额"), None);
    // What has a unit is an amount; without one it may be told in words.
    assert_eq!(Column::of("诉求（元）"), Some(Column::Claimed));
    assert_eq!(Column::of("仲裁请求(万元)"), Some(Column::Claimed));
    assert_eq!(Column::of("诉求"), None);
    assert_eq!(Column::of_two("申请人", "备注"), None);
    assert_eq!(Column::of("裁决（调解）金额（万元）"), Some(Column::Amount));
    assert_eq!(Column::of("请求金额/万元"), Some(Column::Claimed));
}

#[test]
fn a_unit_is_known_wherever_a_text_says_it() {
    let (yuan, wan) = (Some(Unit::Yuan), Some(Unit::TenThousandYuan));
    for (text, units) in [
        ("金额(万元)", vec![wan]),
        ("金额（单位：万元，保留两位小数）", vec![wan]),
        ("单位：万元", vec![wan]),
        ("单位：人民币万元", vec![wan]),
        ("金额单位为万元", vec![wan]),
        ("单位：万元制表：张某", vec![wan]),
        ("（以万元计）", vec![wan]),
        ("以万元为单位", vec![wan]),
        ("万元", vec![wan]),
        ("请求金额万元", vec![wan]),
        ("请求金额/元", vec![yuan]),
        ("裁决调解金额（元）", vec![yuan]),
        ("金额（元）单位：万元", vec![yuan, wan]),
        ("金额(千元)", vec![None]),
        ("单位：千元", vec![None]),
        ("请求金额百万元", vec![None]),
        // Names of places and amounts are no units.
        ("填报单位：万宁市劳动人事争议仲裁院", vec![]),
        ("填报单位：元谋县", vec![]),
        ("标的10万元以上案件台账", vec![]),
        ("标的超过10万元", vec![]),
        ("被申请人（单位）", vec![]),
        ("单位名称", vec![]),
        ("仲裁请求金额", vec![]),
    ] {
        assert_eq!(Unit::said_in(text), units, "{text}");
    }
}

#[test]
fn several_parties_stand_in_one_cell_and_are_counted() {
    let row = with(&[(Column::Applicant, "张三、李四等15人"), (Column::ApplicantId, "")]).unwrap();
    let named = row.entry.parties.iter().filter(|party| party.side == Side::Applicant).count();
    assert_eq!((named, row.entry.workers), (2, Some(15)));
    let one_number = with(&[(Column::Applicant, "张三、李四")]).unwrap_err();
    assert_eq!(one_number, ["E numbers_do_not_match"]);
    // An employer applies against a worker: it is told by the names.
    let reversed = with(&[
        (Column::Applicant, "某某有限公司"),
        (Column::ApplicantId, "91350100M000100Y43"),
        (Column::Respondent, "符永祥"),
        (Column::RespondentId, "440825199608270003"),
    ]);
    let parties = reversed.unwrap().entry.parties;
    assert!(matches!(parties[0].who, Who::Employer(_)) && matches!(parties[1].who, Who::Worker(_)));
    // What an export masked is not told.
    let masked = with(&[(Column::ApplicantId, "440825********0003")]).unwrap();
    assert!(matches!(&masked.entry.parties[0].who, Who::Worker(person) if person.id_number.is_none()));
}

/// 等 stands for more people where a number says so; else it may be the end of a name, which is not cut.
#[test]
fn a_name_that_ends_in_deng_is_cut_only_where_more_people_are_told() {
    let row = |said: &str, workers: &str| {
        with(&[(Column::Applicant, said), (Column::ApplicantId, ""), (Column::Workers, workers)]).unwrap()
    };
    let names = |row: &LedgerRow| -> Vec<String> {
        let workers = row.entry.parties.iter().filter(|party| party.side == Side::Applicant);
        let name = |who: &Who<_>| match who {
            Who::Worker(Person { name, .. }) => name.clone(),
            Who::Employer(employer) => employer.name.clone(),
        };
        workers.map(|party| name(&party.who)).collect()
    };
    for (said, workers, expected, count) in [
        ("张三等12人", "", vec!["张三"], Some(12)),
        ("张三等 12 名", "", vec!["张三"], Some(12)),
        ("张三等", "12", vec!["张三"], Some(12)),
        ("张三等人", "", vec!["张三"], None),
        // Nobody says that there are more.
        ("李等", "1", vec!["李等"], Some(1)),
        ("张三、李等", "2", vec!["张三", "李等"], Some(2)),
        ("张三、李等", "3", vec!["张三", "李"], Some(3)),
        ("李等", "", vec!["李等"], None),
    ] {
        let row = row(said, workers);
        assert_eq!(
            (names(&row), row.entry.workers),
            (expected.iter().map(|name| (*name).to_owned()).collect(), count),
            "{said}, {workers}"
        );
        let warned: Vec<_> = row.warnings.iter().map(|it| (it.column.as_deref(), it.code.as_str())).collect();
        let expected =
            if (said, workers) == ("李等", "") { vec![(Some("D"), "name_ends_open")] } else { vec![] };
        assert_eq!(warned, expected, "{said}, {workers}");
    }
    // How many workers there are says nothing of employers.
    let row = with(&[(Column::Respondent, "某公司等"), (Column::RespondentId, ""), (Column::Workers, "12")])
        .unwrap();
    assert_eq!(row.warnings.len(), 1);
    assert!(matches!(&row.entry.parties[1].who, Who::Employer(employer) if employer.name == "某公司等"));
}

#[test]
fn names_are_parted_in_every_way_in_which_people_part_them() {
    let people = |said: &str, ids: &str| {
        let row = with(&[(Column::Applicant, said), (Column::ApplicantId, ids)])?;
        let workers = row.entry.parties.iter().filter(|party| party.side == Side::Applicant);
        let names: Vec<String> = workers
            .map(|party| match &party.who {
                Who::Worker(person) => person.name.clone(),
                Who::Employer(employer) => employer.name.clone(),
            })
            .collect();
        let warned: Vec<String> = row.warnings.iter().map(|it| it.code.clone()).collect();
        Ok::<_, Vec<String>>((names.join("|"), row.entry.workers, warned.join(" ")))
    };
    for (said, names, count, warned) in [
        ("张三、李四", "张三|李四", None, ""),
        ("张三\n李四\n", "张三|李四", None, ""),
        ("张三；李四/王五", "张三|李四|王五", None, ""),
        ("张三 李四", "张三|李四", None, "parted_by_blanks"),
        ("张三　李四　王小五", "张三|李四|王小五", None, "parted_by_blanks"),
        // A blank that only sets a name wide.
        ("张　三", "张三", None, ""),
        ("张 三、李　四", "张三|李四", None, ""),
        ("Li Wei", "Li Wei", None, ""),
        ("张三等１５人", "张三", Some(15), ""),
        ("张三、李四等（共15人）", "张三|李四", Some(15), ""),
        ("张三（等15名员工）", "张三", Some(15), ""),
        ("张三等十五人", "张三", Some(15), ""),
        ("张三等二十位劳动者", "张三", Some(20), ""),
        ("张三等多人", "张三", None, ""),
        ("张三 李四等15人", "张三|李四", Some(15), "parted_by_blanks"),
        ("徐闻 有限公司", "徐闻 有限公司", None, ""),
    ] {
        assert_eq!(people(said, ""), Ok((names.to_owned(), count, warned.to_owned())), "{said}");
    }
    // One number is of one person, however the name is written.
    let one = people("买买提 阿卜", "440825199608270003").unwrap();
    assert_eq!(one, ("买买提 阿卜".to_owned(), None, String::new()));
    let two = people("张三 李四", "440825199608270003 440825198701020004").unwrap();
    assert_eq!(two.0, "张三|李四");
}

#[test]
fn everything_that_is_wrong_with_a_row_is_said_at_once_by_column() {
    let mut bad = cells(&good());
    bad.insert(0, Cell::Text(String::new()));
    bad.insert(4, Cell::Number(4.408_251_996_082_7e17));
    bad.insert(7, Cell::Text("口角".into()));
    bad.insert(9, Cell::Formula(Box::new(Cell::Number(15_000.5))));
    bad.insert(12, Cell::Text("不了了之".into()));
    assert_eq!(
        reads(&bad, None).unwrap_err(),
        ["J formula", "A required", "E number_as_number", "H unknown_value", "M unknown_value"]
    );
}

#[test]
fn what_a_row_says_together_is_held_against_the_calendar_and_the_law() {
    let cases: &[(Changes, &[&str])] = &[
        (&[(Column::AcceptedOn, "2021-03-01")], &["C out_of_order"]),
        (&[(Column::ClosedOn, "2021-03-04")], &["L out_of_order"]),
        (&[(Column::ClosedOn, "2021-12-11")], &["L in_the_future", "O in_the_future"]),
        (&[(Column::ReceivedOn, "2007-03-02")], &["B before_the_law"]),
        (&[(Column::AcceptedOn, "")], &["C required"]),
        (&[(Column::ClosedOn, ""), (Column::Recovered, "")], &["L required"]),
        (&[(Column::Manner, "")], &["M required"]),
        (&[(Column::Manner, "裁决")], &["M finality_not_said"]),
        (&[(Column::Manner, "撤诉")], &["N amount_without_award"]),
        (&[(Column::Manner, "不予受理"), (Column::Amount, "")], &["C accepted_and_not_accepted"]),
        (&[(Column::ApplicantId, "440825199608270004")], &["E id_number_check_digit"]),
        (&[(Column::RespondentId, "91350100M000100Y44")], &["G credit_code_check_digit"]),
        (&[(Column::Workers, "很多")], &["I count"]),
        (
            &[
                (Column::ClosedOn, ""),
                (Column::Manner, ""),
                (Column::Amount, ""),
                (Column::Recovered, ""),
                (Column::Procedure, "/"),
            ],
            &["K required"],
        ),
    ];
    for (changes, expected) in cases {
        assert_eq!(
            with(changes).map(|row| row.entry),
            Err(expected.iter().map(|it| (*it).to_owned()).collect()),
            "{changes:?}"
        );
    }
    let mut award = good();
    award[12] = "裁决";
    let closed = |unsaid| reads(&cells(&award), unsaid).unwrap().entry.closed.unwrap().manner;
    assert_eq!(closed(Some(Finality::Final)), Manner::AwardFinal);
    assert_eq!(closed(Some(Finality::NonFinal)), Manner::AwardNonFinal);
}

#[test]
fn the_years_add_up() {
    let mut years = Vec::new();
    for accepted in ["2020-12-31", "2021-03-05", "2021-01-04"] {
        let received = (Column::ReceivedOn, "2020-12-30");
        YearTotals::add(&mut years, &with(&[received, (Column::AcceptedOn, accepted)]).unwrap());
    }
    let told: Vec<_> =
        years.iter().map(|it| (it.year, it.cases, it.closed, it.claimed.0, it.awarded.0)).collect();
    assert_eq!(told, [(2020, 1, 1, 1_500_050, 1_200_000), (2021, 2, 2, 3_000_100, 2_400_000)]);
}

/// A case of a ledger with an employer and a worker.
pub(crate) fn entry(closed: Option<(&str, Manner, i64)>) -> LedgerEntry<PersonRef> {
    LedgerEntry {
        number: "徐劳人仲案字〔2021〕9号".into(),
        channel: Channel::Counter,
        cause: Cause::Remuneration,
        other_causes: Vec::new(),
        parties: vec![a_worker(1, Side::Applicant), an_employer(2, Side::Respondent)],
        accepted_on: Some(day("2021-03-05")),
        receipt_told: None,
        procedure: Some(Procedure::Ordinary),
        workers: Some(12),
        collective: None,
        claimed: Some(Fen(1_500_050)),
        handled_by: Some("陈仲裁".into()),
        closed: closed.map(|(on, manner, fen)| LedgerClosing {
            on: day(on),
            manner,
            outcome: None,
            amount: Some(Fen(fen)),
        }),
        recovered: None,
    }
}

pub(crate) fn told(closed: Option<(&str, Manner, i64)>) -> Story {
    a_case().recorded_on("2021-12-10").then("2021-03-02", Act::LedgerEntry(entry(closed)))
}

fn states(story: &Story) -> Vec<(String, State)> {
    let all = deadlines(story.case(), &story.book);
    all.iter().map(|it| (format!("{:?}", it.rule.id), it.state)).collect()
}

#[test]
fn a_closed_case_has_its_figures_and_no_deadline_that_the_ledger_does_not_tell() {
    // 45 days from 5 March 2021 end on 19 April, a Monday.
    let story = told(Some(("2021-04-19", Manner::AwardNonFinal, 1_200_000)));
    assert_eq!(story.case().stage, Stage::Closed);
    assert_eq!(states(&story), [("A25".to_owned(), State::Met)]);
    assert!(pending(story.case(), &story.book).is_empty());
    let row = ReportingRow::of(story.case(), &story.book);
    assert_eq!((row.received_on, row.accepted_on), (day("2021-03-02"), Some(day("2021-03-05"))));
    assert_eq!((row.closed_on, row.in_time), (Some(day("2021-04-19")), Some(true)));
    assert_eq!((row.claimed, row.awarded, row.workers), (Fen(1_500_050), Fen(1_200_000), 12));
    assert!(row.is_collective, "twelve workers");
    assert_eq!(row.quick, sikuai::domain::figures::QuickSteps::default());
}

#[test]
fn that_a_closed_case_was_late_is_not_said() {
    let story = told(Some(("2021-04-20", Manner::AwardNonFinal, 1_200_000)));
    assert_eq!(states(&story), []);
    assert_eq!(ReportingRow::of(story.case(), &story.book).in_time, None);
    // A revocation would start a term to tell the parties of it; the ledger does not say that they were not told.
    assert_eq!(states(&told(Some(("2021-04-20", Manner::Revoked, 0)))), []);
}

#[test]
fn an_open_case_shows_its_trial_period_and_goes_on() {
    let story = told(None);
    assert_eq!(story.case().stage, Stage::Accepted);
    assert_eq!(states(&story), [("A25".to_owned(), State::Open)]);
    assert!(pending(story.case(), &story.book).is_empty());
    assert_eq!(story.tribunal("2021-03-10").stage(), Stage::Tribunal);
}

/// What is claimed is known in one sum, so that an award of a part names no claim. It is an award all the same: whoever gives
/// up the rest closes the case with it, for nobody in particular, as no item says for whom.
#[test]
fn an_award_of_a_part_without_claims_closes_an_open_case_when_the_rest_is_given_up() {
    let story = told(None).served("2021-03-05", Document::ApplicationCopy, &[PartyNo(2)]);
    let story = story.tribunal("2021-03-10").hearing_set("2021-03-10", "2021-03-22");
    let story = story.notice_served("2021-03-11").opened("2021-03-22").hearing_closed("2021-03-22");
    let award = Award { scope: Scope::Part, items: Vec::new(), binds: Vec::new() };
    let story = story.discussed("2021-03-23").then("2021-03-24", Act::Award(award));
    let rest = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() };
    let story = story.acknowledging("takes_last_claim").then("2021-03-25", Act::Withdrawal(rest));
    let row = ReportingRow::of(story.case(), &story.book);
    assert_eq!((row.manner, row.outcome), (Some(Manner::AwardNonFinal), Some(Outcome::Partly)));
}

#[test]
fn a_closed_case_takes_recoveries_a_suit_and_the_archive() {
    let story = told(Some(("2021-04-19", Manner::AwardNonFinal, 1_200_000)));
    let paid =
        story.then("2021-05-10", Act::Recovery(Recovery { amount: Fen(500_000), party: Some(PartyNo(1)) }));
    let row = ReportingRow::of(paid.case(), &paid.book);
    assert_eq!(row.facts.iter().map(|it| it.amount).sum::<i64>(), 500_000);
    let suit = Challenge {
        kind: ChallengeKind::Suit,
        party: PartyNo(2),
        award: None,
        over: None,
        against: Vec::new(),
        court: "徐闻县人民法院".into(),
    };
    let sued =
        told(Some(("2021-04-19", Manner::AwardNonFinal, 1_200_000))).then("2021-05-01", Act::Challenge(suit));
    assert_eq!(sued.case().stage, Stage::Challenged);
    let closed = || told(Some(("2021-04-19", Manner::AwardNonFinal, 1_200_000)));
    let archiving = || Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() });
    let codes: Vec<_> =
        closed().refused("2021-06-01", archiving()).into_iter().map(|(code, _)| code).collect();
    // What was served of the award is not told either: one question to the person, not two.
    assert_eq!(codes, ["effect_not_told"]);
    let confirmed = closed().acknowledging("effect_not_told");
    assert_eq!(confirmed.then("2021-06-01", archiving()).stage(), Stage::Archived);
}

#[test]
fn what_is_written_is_read_again() {
    let story = told(Some(("2021-04-19", Manner::AwardMixed, 1_200_000)));
    let parties: Vec<_> = story
        .case()
        .parties
        .iter()
        .cloned()
        .map(|party| {
            let mut named = |_: PersonRef| {
                Ok::<_, ()>(sikuai::domain::party::Person {
                    name: "符永祥".into(),
                    id_number: None,
                    phone: None,
                    address: None,
                    bank_account: None,
                })
            };
            party.try_map(&mut named).unwrap()
        })
        .collect();
    let row = written(story.case(), &parties, None);
    let mut cells = Cells::new();
    let mut places = BTreeMap::new();
    for ((at, (column, _)), cell) in (0..).zip(Column::ROWS).zip(row) {
        places.insert(*column, (at, Unit::Yuan));
        let cell = match cell {
            Written::Nothing => continue,
            Written::Text(text) => Cell::Text(text),
            Written::Day(day) => Cell::Day(day),
            Written::Amount(fen) => Cell::Text(fen.to_string()),
            Written::People(people) => Cell::Text(people.to_string()),
        };
        cells.insert(at, cell);
    }
    let mapping = Mapping { places, ..Mapping::default() };
    let reading = Reading { mapping: &mapping, epoch: Epoch::Y1900, unsaid: None, today: day("2021-12-10") };
    let again = read(4, &cells, &reading).unwrap().entry;
    let before = entry(Some(("2021-04-19", Manner::AwardMixed, 1_200_000)));
    assert_eq!(again.closed, before.closed);
    assert_eq!(
        (again.number, again.accepted_on, again.claimed),
        (before.number, before.accepted_on, before.claimed)
    );
    assert_eq!(
        (again.workers, again.handled_by, again.collective),
        (Some(12), before.handled_by, Some(true))
    );
}
