//! The wage-arrears figures (根治欠薪统计, the report's section 一(六)2) as their report names them. Not here: what each counts,
//! which the catalogue says (`made`), and what an inspection gives them (`fact`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asked, Measure, Period, ReportingRow};
use crate::domain::code::{Coded, Label, label};
use crate::domain::money::Fen;

/// A wage-arrears figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArrearsMeasure {
    /// 排查项目.
    ProjectsInspected,
    /// 发现隐患.
    HazardsFound,
    /// 化解隐患.
    HazardsResolved,
    /// 协调处理劳资纠纷.
    DisputesCoordinated,
    /// 涉及劳动者.
    Workers,
    /// 追发工资.
    WagesRecovered,
}

impl Coded for ArrearsMeasure {
    const LIST: &'static str = "arrears_measure";
    const ROWS: &'static [(Self, Label)] = &[
        (ArrearsMeasure::ProjectsInspected, label("projects_inspected", "排查项目", "Projects inspected")),
        (ArrearsMeasure::HazardsFound, label("hazards_found", "发现隐患", "Hazards found")),
        (ArrearsMeasure::HazardsResolved, label("hazards_resolved", "化解隐患", "Hazards resolved")),
        (
            ArrearsMeasure::DisputesCoordinated,
            label("disputes_coordinated", "协调处理劳资纠纷", "Labour-capital disputes coordinated"),
        ),
        (ArrearsMeasure::Workers, label("workers", "领到工资的劳动者", "Workers who got their wages")),
        (ArrearsMeasure::WagesRecovered, label("wages_recovered", "追发工资", "Wages recovered")),
    ];
}

impl ArrearsMeasure {
    /// The same in the catalogue.
    #[must_use]
    pub fn measure(self) -> Measure {
        match self {
            ArrearsMeasure::ProjectsInspected => Measure::ProjectsInspected,
            ArrearsMeasure::HazardsFound => Measure::HazardsFound,
            ArrearsMeasure::HazardsResolved => Measure::HazardsResolved,
            ArrearsMeasure::DisputesCoordinated => Measure::DisputesCoordinated,
            ArrearsMeasure::Workers => Measure::WorkersPaid,
            ArrearsMeasure::WagesRecovered => Measure::WagesRecovered,
        }
    }

    /// What it counts, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        self.measure().formula()
    }
}

/// What was counted for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArrearsCounts {
    /// [`ArrearsMeasure::ProjectsInspected`].
    pub projects_inspected: u64,
    /// [`ArrearsMeasure::HazardsFound`].
    pub hazards_found: u64,
    /// [`ArrearsMeasure::HazardsResolved`].
    pub hazards_resolved: u64,
    /// The hazards that nobody had resolved by the end of the period, whenever they were found: none of those found in it
    /// is open where there is none of these.
    pub hazards_open: u64,
    /// [`ArrearsMeasure::DisputesCoordinated`].
    pub disputes_coordinated: u64,
    /// [`ArrearsMeasure::Workers`].
    pub workers: u64,
    /// [`ArrearsMeasure::WagesRecovered`].
    pub wages_recovered: Fen,
}

impl ArrearsCounts {
    /// Everything through the end of a period: what is open then was found in it and not resolved in it.
    #[must_use]
    pub fn since_ever(period: Period) -> Period {
        Period { to: period.to, ..Period::ALWAYS }
    }

    /// Counts rows one by one: the definition, against which the counting in SQL is held.
    #[must_use]
    pub fn of(rows: &[ReportingRow], period: Period) -> ArrearsCounts {
        let within = |measure: Measure, period: Period| {
            let definition = measure.definition(Asked::of(period));
            rows.iter().map(|row| definition.of(row)).sum::<i64>()
        };
        let sum = |measure: ArrearsMeasure| within(measure.measure(), period);
        let count = |measure: ArrearsMeasure| u64::try_from(sum(measure)).unwrap_or(0);
        let before = ArrearsCounts::since_ever(period);
        let open = within(Measure::HazardsFound, before) - within(Measure::HazardsResolved, before);
        ArrearsCounts {
            projects_inspected: count(ArrearsMeasure::ProjectsInspected),
            hazards_found: count(ArrearsMeasure::HazardsFound),
            hazards_resolved: count(ArrearsMeasure::HazardsResolved),
            hazards_open: u64::try_from(open).unwrap_or(0),
            disputes_coordinated: count(ArrearsMeasure::DisputesCoordinated),
            workers: count(ArrearsMeasure::Workers),
            wages_recovered: Fen(sum(ArrearsMeasure::WagesRecovered)),
        }
    }
}
