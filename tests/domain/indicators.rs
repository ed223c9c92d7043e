//! The indicator register: numbers as people write them, what may be entered, and which line a report tells.

use chrono::NaiveDate;
use sikuai::domain::code::Coded as _;
use sikuai::domain::figures::Period;
use sikuai::domain::indicator::{
    Indicator, Quantity, ReportIndicator, may_be_corrected, may_be_entered, told,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period { from: day(from), to: day(to) }
}

fn line(item: &str, (from, to): (&str, &str), value: i64) -> Indicator {
    Indicator {
        item: item.to_owned(),
        value: Quantity(value),
        unit: "条".to_owned(),
        period: period(from, to),
        source: "台账".to_owned(),
        filled_by: "蔡德明".to_owned(),
        filled_on: day("2021-12-10"),
    }
}

#[test]
fn a_number_is_kept_as_it_was_written() {
    for (text, kept) in [
        ("0", 0),
        ("191", 1_910_000),
        ("8.3", 83_000),
        ("0.0001", 1),
        ("-1.5", -15_000),
        ("999999999999.9999", 9_999_999_999_999_999),
    ] {
        assert_eq!(Quantity::parse(text), Some(Quantity(kept)), "{text}");
        assert_eq!(Quantity(kept).to_string(), text);
    }
    assert_eq!(Quantity::parse("8.30").unwrap().to_string(), "8.3");
    for wrong in [
        "",
        "-",
        ".5",
        "5.",
        "1e3",
        "01",
        "1,000",
        "８",
        "1.00001",
        "1000000000000",
        " 1",
        "+1",
        "--1",
        "1.2.3",
    ] {
        assert_eq!(Quantity::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn a_period_that_is_not_over_and_a_unit_that_the_report_does_not_say_are_refused_together() {
    let today = day("2021-12-10");
    let codes = |refused: sikuai::domain::refusal::Refusal| {
        refused.findings.into_iter().map(|finding| (finding.code, finding.field.unwrap())).collect::<Vec<_>>()
    };
    let refused =
        may_be_entered(("好差评综合得分", "%"), period("2021-01-01", "2021-12-11"), today).unwrap_err();
    assert_eq!(codes(refused), [("in_the_future", "/to".to_owned()), ("unit_differs", "/unit".to_owned())]);
    let refused = may_be_entered(("x", "个"), period("2021-12-02", "2021-12-01"), today).unwrap_err();
    assert_eq!(codes(refused), [("order", "/to".to_owned())]);
    assert_eq!(may_be_entered(("好差评综合得分", "分"), period("2021-01-01", "2021-12-10"), today), Ok(()));
    // What the report has no place for is in whatever it is counted.
    assert_eq!(may_be_entered(("仲裁员培训", "人次"), period("2021-01-01", "2021-01-01"), today), Ok(()));
    assert_eq!(
        codes(may_be_corrected("政务公开信息", "件").unwrap_err()),
        [("unit_differs", "/unit".to_owned())]
    );
    assert_eq!(may_be_corrected("政务公开信息", "条"), Ok(()));
}

#[test]
fn a_report_tells_the_line_of_its_own_period_or_of_its_beginning() {
    let year = period("2021-01-01", "2021-12-10");
    let register = [
        line("政务公开信息", ("2021-01-01", "2021-06-30"), 600_000),
        line("政务公开信息", ("2021-01-01", "2021-11-30"), 1_200_000),
        // A month is not the year, another year is not this one, and what is counted beyond the report's last day is more.
        line("政务公开信息", ("2021-12-01", "2021-12-10"), 50_000),
        line("政务公开信息", ("2020-01-01", "2020-12-31"), 990_000),
        line("政务公开信息", ("2021-01-01", "2021-12-31"), 1_300_000),
        line("别的事项", ("2021-01-01", "2021-12-10"), 70_000),
    ];
    assert_eq!(told(&register, "政务公开信息", year).map(|line| line.value), Some(Quantity(1_200_000)));
    let half = period("2021-01-01", "2021-06-30");
    assert_eq!(told(&register, "政务公开信息", half).map(|line| line.value), Some(Quantity(600_000)));
    assert_eq!(told(&register, "政务公开信息", period("2021-02-01", "2021-12-10")), None);
    assert_eq!(told(&register, "政务服务事项", year), None);
}

#[test]
fn each_indicator_of_the_report_is_found_by_its_name_and_has_a_unit() {
    for (indicator, label) in ReportIndicator::ROWS {
        assert_eq!(ReportIndicator::of_item(label.zh), Some(*indicator));
        assert!(!indicator.unit().is_empty());
    }
    assert_eq!(ReportIndicator::of_item("没有这一项"), None);
}
