//! The indicator register (指标台账): what an office counts elsewhere and reports all the same, each value with its unit, its
//! period, its source and who entered it. Not here: what is counted from the cases (`figures`).

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};
use crate::domain::figures::Period;
use crate::domain::finding::Findings;
use crate::domain::refusal::{Refusal, words};

/// The digits behind the point that a value has at most.
const DECIMALS: usize = 4;
/// One, in ten-thousandths.
const ONE: i64 = 10_000;
/// The digits before the point that a value has at most.
const WHOLE_DIGITS_MAX: usize = 12;

/// The value of an indicator (数值): a decimal number, exact, in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(pub i64);

impl Quantity {
    /// A number as people write it; none if it is written otherwise, or with more digits than are kept.
    ///
    /// ```
    /// use sikuai::domain::indicator::Quantity;
    /// assert_eq!(Quantity::parse("8.3"), Some(Quantity(83_000)));
    /// assert_eq!(Quantity::parse("191"), Some(Quantity(1_910_000)));
    /// assert_eq!((Quantity::parse("08"), Quantity::parse("1e3"), Quantity::parse("0.00001")), (None, None, None));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Quantity> {
        let (sign, number) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let is_number = |part: &str, digits_max: usize| {
            (1..=digits_max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
        if !is_number(whole, WHOLE_DIGITS_MAX) || !is_number(fraction, DECIMALS) || has_leading_zero {
            return None;
        }
        let fraction: i64 = format!("{fraction:0<DECIMALS$}").parse().ok()?;
        Some(Quantity(sign * (whole.parse::<i64>().ok()? * ONE + fraction)))
    }
}

impl fmt::Display for Quantity {
    /// Without zeros at its end: `8.3`, `191`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) =
            (self.0.unsigned_abs() / ONE.unsigned_abs(), self.0.unsigned_abs() % ONE.unsigned_abs());
        let fraction = format!("{fraction:0DECIMALS$}");
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

/// An indicator that the annual report has a place for (年度报告所用指标). Its name is the matter under which it stands in
/// the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportIndicator {
    /// 政务服务事项.
    ServiceItems,
    /// 政务服务事项实施率.
    ServiceItemsInUse,
    /// 告知承诺制证明事项.
    CertificatesByPledge,
    /// 跨域通办业务: across provinces and within the province.
    CrossProvinceItems,
    /// 跨域通办人社业务.
    CrossProvincePersonnelItems,
    /// 跨域通办社保业务.
    CrossProvinceInsuranceItems,
    /// 好差评工单.
    RatingOrders,
    /// 差评整改率.
    BadRatingsRectified,
    /// 好差评综合得分.
    RatingScore,
    /// 评价覆盖度.
    RatingCoverage,
    /// 大厅推广度.
    RatingPromotion,
    /// 政务服务质量得分.
    ServiceQuality,
    /// 清理规范性文件.
    DocumentsRepealed,
    /// 现行有效规范性文件.
    DocumentsInForce,
    /// 双随机抽查用人单位.
    EmployersDrawn,
    /// 法制审核人员.
    LegalReviewers,
    /// 出庭应诉行政诉讼案件.
    CourtAppearances,
    /// 政务公开信息.
    Disclosures,
}

impl Coded for ReportIndicator {
    const LIST: &'static str = "report_indicator";
    const ROWS: &'static [(Self, Label)] = &[
        (ReportIndicator::ServiceItems, label("service_items", "政务服务事项", "Service items")),
        (
            ReportIndicator::ServiceItemsInUse,
            label("service_items_in_use", "政务服务事项实施率", "Share of service items in use"),
        ),
        (
            ReportIndicator::CertificatesByPledge,
            label("certificates_by_pledge", "告知承诺制证明事项", "Certificates replaced by a pledge"),
        ),
        (
            ReportIndicator::CrossProvinceItems,
            label("cross_province_items", "跨域通办业务", "Items served across provinces or counties"),
        ),
        (
            ReportIndicator::CrossProvincePersonnelItems,
            label("cross_province_personnel_items", "跨域通办人社业务", "Of these, personnel items"),
        ),
        (
            ReportIndicator::CrossProvinceInsuranceItems,
            label("cross_province_insurance_items", "跨域通办社保业务", "Of these, social-insurance items"),
        ),
        (ReportIndicator::RatingOrders, label("rating_orders", "好差评工单", "Rating orders passed on")),
        (
            ReportIndicator::BadRatingsRectified,
            label("bad_ratings_rectified", "差评整改率", "Share of bad ratings rectified"),
        ),
        (ReportIndicator::RatingScore, label("rating_score", "好差评综合得分", "Overall rating score")),
        (ReportIndicator::RatingCoverage, label("rating_coverage", "评价覆盖度", "Rating coverage")),
        (ReportIndicator::RatingPromotion, label("rating_promotion", "大厅推广度", "Promotion in the hall")),
        (
            ReportIndicator::ServiceQuality,
            label("service_quality", "政务服务质量得分", "Score of service quality"),
        ),
        (
            ReportIndicator::DocumentsRepealed,
            label("documents_repealed", "清理规范性文件", "Normative documents repealed"),
        ),
        (
            ReportIndicator::DocumentsInForce,
            label("documents_in_force", "现行有效规范性文件", "Normative documents in force"),
        ),
        (
            ReportIndicator::EmployersDrawn,
            label("employers_drawn", "双随机抽查用人单位", "Employers drawn at random for inspection"),
        ),
        (ReportIndicator::LegalReviewers, label("legal_reviewers", "法制审核人员", "Legal reviewers")),
        (
            ReportIndicator::CourtAppearances,
            label("court_appearances", "出庭应诉行政诉讼案件", "Administrative suits attended"),
        ),
        (
            ReportIndicator::Disclosures,
            label("disclosures", "政务公开信息", "Pieces of information disclosed"),
        ),
    ];
}

impl ReportIndicator {
    /// In what the report gives it.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            ReportIndicator::ServiceItems | ReportIndicator::RatingOrders | ReportIndicator::Disclosures => {
                "条"
            }
            ReportIndicator::CertificatesByPledge => "个",
            ReportIndicator::CrossProvinceItems
            | ReportIndicator::CrossProvincePersonnelItems
            | ReportIndicator::CrossProvinceInsuranceItems => "项",
            ReportIndicator::ServiceItemsInUse
            | ReportIndicator::BadRatingsRectified
            | ReportIndicator::RatingCoverage
            | ReportIndicator::RatingPromotion => "%",
            ReportIndicator::RatingScore | ReportIndicator::ServiceQuality => "分",
            ReportIndicator::DocumentsRepealed | ReportIndicator::DocumentsInForce => "份",
            ReportIndicator::EmployersDrawn => "家",
            ReportIndicator::LegalReviewers => "名",
            ReportIndicator::CourtAppearances => "件",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn of_item(item: &str) -> Option<ReportIndicator> {
        Self::ROWS.iter().find(|(_, label)| label.zh == item).map(|(indicator, _)| *indicator)
    }
}

/// One line of the register, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// 事项: what it counts.
    pub item: String,
    /// 数值.
    pub value: Quantity,
    /// 单位.
    pub unit: String,
    /// 期间.
    pub period: Period,
    /// 来源: where it was counted.
    pub source: String,
    /// 填报人: the name of who entered the value that stands.
    pub filled_by: String,
    /// 填报日期.
    pub filled_on: NaiveDate,
}

impl Indicator {
    /// The value with its unit.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}{}", self.value, self.unit)
    }
}

/// Whether an indicator can be entered for a period on a day.
///
/// # Errors
/// Everything that stands against it: a period in the wrong order or not over yet, another unit than the report's.
pub fn may_be_entered((item, unit): (&str, &str), period: Period, today: NaiveDate) -> Result<(), Refusal> {
    let mut findings = Findings::default();
    if period.from > period.to {
        let said = words("止日早于起日", "the last day lies before the first");
        findings.invalid("order", "/to", said);
    }
    if period.to > today {
        let said = words(
            format!("期间的止日不能晚于今天（{today}）"),
            format!("the last day of the period cannot lie after today, {today}"),
        );
        findings.invalid("in_the_future", "/to", said);
    }
    unit_fits(item, unit, &mut findings);
    refused_if_any(findings)
}

/// Whether the value of an indicator can be corrected to one in this unit.
///
/// # Errors
/// Another unit than the report's.
pub fn may_be_corrected(item: &str, unit: &str) -> Result<(), Refusal> {
    let mut findings = Findings::default();
    unit_fits(item, unit, &mut findings);
    refused_if_any(findings)
}

/// The annual report says the unit of what it has a place for.
fn unit_fits(item: &str, unit: &str, findings: &mut Findings) {
    let wanted = ReportIndicator::of_item(item).map(ReportIndicator::unit);
    if let Some(wanted) = wanted.filter(|wanted| *wanted != unit) {
        let said = words(
            format!("“{item}”在年度报告中的单位是“{wanted}”"),
            format!("the annual report gives this indicator in “{wanted}”"),
        );
        findings.invalid("unit_differs", "/unit", said);
    }
}

fn refused_if_any(findings: Findings) -> Result<(), Refusal> {
    let mut findings = findings.into_findings();
    findings.sort_by(|a, b| (a.code, &a.field).cmp(&(b.code, &b.field)));
    if findings.is_empty() { Ok(()) } else { Err(Refusal { findings }) }
}

/// The indicator of a matter that a report of a period tells: counted from its first day on, and of several the one that
/// reaches furthest, as long as it ends within the period. So a month never passes for the year (our choice).
#[must_use]
pub fn told<'a>(register: &'a [Indicator], item: &str, period: Period) -> Option<&'a Indicator> {
    let fits = |line: &&Indicator| {
        line.item == item && line.period.from == period.from && line.period.to <= period.to
    };
    register.iter().filter(fits).max_by_key(|line| line.period.to)
}
