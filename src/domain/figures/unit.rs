//! In which unit figures are given, how they stand in time, and on what their definitions rest (单位, 时间口径, 依据). Not here:
//! which figure has which (`formula`, `made`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};

/// In what a figure is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureUnit {
    /// 件.
    Cases,
    /// 人.
    Persons,
    /// 分.
    Fen,
    /// 项: hazards, referrals, ratings.
    Items,
    /// 分值: points of ratings.
    Points,
    /// 日.
    Days,
    /// 比率.
    Rate,
}

impl Coded for FigureUnit {
    const LIST: &'static str = "figure_unit";
    const ROWS: &'static [(Self, Label)] = &[
        (FigureUnit::Cases, label("cases", "件", "Cases")),
        (FigureUnit::Persons, label("persons", "人", "Persons")),
        (FigureUnit::Fen, label("fen", "分（人民币）", "Fen of CNY")),
        (FigureUnit::Items, label("items", "项", "Items")),
        (FigureUnit::Points, label("points", "分值", "Points")),
        (FigureUnit::Days, label("days", "日", "Days")),
        (FigureUnit::Rate, label("rate", "比率", "Rate")),
    ];
}

/// How a figure stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// 流量: counts what is dated in the period.
    Flow,
    /// 存量: counts what is open at the end of a day.
    Stock,
    /// 累计: counts what is dated in the year of the last day, through that day.
    YearToDate,
    /// 同期群: counts what began in the period, by what became of it by its end.
    Cohort,
    /// 比率.
    Rate,
    /// 分布: of the days between two days of a case.
    Spread,
}

impl Coded for FigureKind {
    const LIST: &'static str = "figure_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (FigureKind::Flow, label("flow", "流量", "Flow")),
        (FigureKind::Stock, label("stock", "存量", "Stock")),
        (FigureKind::YearToDate, label("year_to_date", "累计", "Year to date")),
        (FigureKind::Cohort, label("cohort", "同期群", "Cohort")),
        (FigureKind::Rate, label("rate", "比率", "Rate")),
        (FigureKind::Spread, label("spread", "天数分布", "Spread")),
    ];
}

/// On what the definition of a figure rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureBasis {
    /// Published numbers, which it reproduces: the county's report for 2021, the national yearbook, a county's own.
    Published,
    /// A definition that was read in a secondary source only.
    SecondarySource,
    /// Our choice, to be signed off by the office.
    OurChoice,
    /// From memory; to be confirmed by the office.
    Unconfirmed,
}

impl Coded for FigureBasis {
    const LIST: &'static str = "figure_basis";
    const ROWS: &'static [(Self, Label)] = &[
        (FigureBasis::Published, label("published", "由公布的数据验证", "Reproduces published numbers")),
        (
            FigureBasis::SecondarySource,
            label("secondary_source", "间接来源", "Known from a secondary source"),
        ),
        (FigureBasis::OurChoice, label("our_choice", "本系统的选择", "Our choice")),
        (FigureBasis::Unconfirmed, label("unconfirmed", "待本委确认", "To be confirmed by the office")),
    ];
}
