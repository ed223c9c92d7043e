//! The wage-arrears figures (根治欠薪统计, the report's section 一(六)2): what each counts, in words and as a predicate over
//! one narrow row for each inspection case. Not here: counting them in SQL (`storage`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Period;
use crate::domain::case::Case;
use crate::domain::code::{Coded, Label, label};
use crate::domain::money::Fen;
use crate::domain::stage::Manner;

/// The narrow row of one inspection case. Its every column is computed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InspectionRow {
    /// When a project was first inspected in it (排查).
    pub inspected_on: Option<NaiveDate>,
    /// Hazards found.
    pub hazards_found: usize,
    /// Of these, resolved.
    pub hazards_resolved: usize,
    /// When the dispute was coordinated: closed with the wages paid, all or in part.
    pub coordinated_on: Option<NaiveDate>,
    /// Workers on the wage list.
    pub workers: usize,
    /// Of these, those who got wages.
    pub workers_paid: usize,
    /// Owed.
    pub owed: Fen,
    /// Recovered.
    pub recovered: Fen,
    /// When the case was closed.
    pub closed_on: Option<NaiveDate>,
}

impl InspectionRow {
    /// The row of a case; none for a case of another kind.
    #[must_use]
    pub fn of(case: &Case) -> Option<InspectionRow> {
        let own = case.inspection.as_ref()?;
        let balances = own.balances();
        let paid = |manner: Manner| matches!(manner, Manner::InspectionPaid | Manner::InspectionPartlyPaid);
        let closed_on = case.closing.map(|closing| closing.at.on);
        Some(InspectionRow {
            inspected_on: own.inspections.iter().map(|inspected| inspected.on).min(),
            hazards_found: own.hazards.len(),
            hazards_resolved: own.hazards.len() - own.open_hazards().count(),
            coordinated_on: closed_on.filter(|_| case.closing.is_some_and(|closing| paid(closing.manner))),
            workers: balances.len(),
            workers_paid: balances.values().filter(|balance| balance.recovered > Fen::ZERO).count(),
            owed: own.owed(),
            recovered: own.recovered(),
            closed_on,
        })
    }
}

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
    /// What it counts, in both languages.
    #[must_use]
    pub fn formula(self) -> Label {
        match self {
            ArrearsMeasure::ProjectsInspected => label(
                "projects_inspected",
                "首次排查日期在本期内的项目排查案件数",
                "inspection cases whose project was first inspected in the period",
            ),
            ArrearsMeasure::HazardsFound => {
                label("hazards_found", "上述排查中发现的隐患数", "the hazards found in these inspections")
            }
            ArrearsMeasure::HazardsResolved => {
                label("hazards_resolved", "上述隐患中至今已化解的", "of these hazards, those resolved by now")
            }
            ArrearsMeasure::DisputesCoordinated => label(
                "disputes_coordinated",
                "本期内以支付完毕或者部分支付结案的监察案件数",
                "inspection cases closed in the period with the wages paid, all or in part",
            ),
            ArrearsMeasure::Workers => label(
                "workers",
                "上述案件中领到工资的劳动者人数，同一案件内不重复",
                "the workers who got wages in these cases, each once a case",
            ),
            ArrearsMeasure::WagesRecovered => label(
                "wages_recovered",
                "上述案件中支付给劳动者的工资之和",
                "the sum of the wages that reached the workers in these cases",
            ),
        }
    }

    /// Whether a row is behind the figure.
    #[must_use]
    pub fn counts(self, row: &InspectionRow, period: Period) -> bool {
        let inspected = row.inspected_on.is_some_and(|on| period.contains(on));
        let coordinated = row.coordinated_on.is_some_and(|on| period.contains(on));
        match self {
            ArrearsMeasure::ProjectsInspected => inspected,
            ArrearsMeasure::HazardsFound => inspected && row.hazards_found > 0,
            ArrearsMeasure::HazardsResolved => inspected && row.hazards_resolved > 0,
            ArrearsMeasure::DisputesCoordinated => coordinated,
            ArrearsMeasure::Workers | ArrearsMeasure::WagesRecovered => coordinated && row.workers_paid > 0,
        }
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
    /// [`ArrearsMeasure::DisputesCoordinated`].
    pub disputes_coordinated: u64,
    /// [`ArrearsMeasure::Workers`].
    pub workers: u64,
    /// [`ArrearsMeasure::WagesRecovered`].
    pub wages_recovered: Fen,
}

impl ArrearsCounts {
    /// Counts rows one by one: the definition, against which the counting in SQL is held.
    #[must_use]
    pub fn of<'a>(rows: impl Iterator<Item = &'a InspectionRow>, period: Period) -> ArrearsCounts {
        let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let mut counts = ArrearsCounts::default();
        for row in rows {
            if ArrearsMeasure::ProjectsInspected.counts(row, period) {
                counts.projects_inspected += 1;
                counts.hazards_found += many(row.hazards_found);
                counts.hazards_resolved += many(row.hazards_resolved);
            }
            if ArrearsMeasure::DisputesCoordinated.counts(row, period) {
                counts.disputes_coordinated += 1;
                counts.workers += many(row.workers_paid);
                counts.wages_recovered = [counts.wages_recovered, row.recovered].into_iter().sum();
            }
        }
        counts
    }
}
