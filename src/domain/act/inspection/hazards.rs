//! Inspections of projects (排查): what was found, and how each hazard was resolved (隐患化解).
//! Not here: what becomes of wages that are owed already (`wages`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::case::{Case, Hazard};
use crate::domain::code::{Coded, Label, label};
use crate::domain::finding::{Findings, Moment};
use crate::domain::refusal::words;

/// What kind of hazard (隐患种类): the duties of a project (BNM 26-33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HazardKind {
    /// 未设工资专用账户.
    SpecialAccount,
    /// 未存工资保证金.
    Deposit,
    /// 未实行实名制.
    RealNameSystem,
    /// 未按月足额支付.
    LatePay,
    /// 工程款拨付不到位.
    ProjectFunds,
    /// 其他.
    Other,
}

impl Coded for HazardKind {
    const LIST: &'static str = "hazard_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (HazardKind::SpecialAccount, label("special_account", "未设工资专用账户", "No special account")),
        (HazardKind::Deposit, label("deposit", "未存工资保证金", "No wage deposit")),
        (HazardKind::RealNameSystem, label("real_name_system", "未实行实名制", "No real-name system")),
        (HazardKind::LatePay, label("late_pay", "未按月足额支付工资", "Wages not paid monthly in full")),
        (HazardKind::ProjectFunds, label("project_funds", "工程款拨付不到位", "Project funds not paid out")),
        (HazardKind::Other, label("other", "其他", "Other")),
    ];
}

/// One hazard as found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundHazard {
    /// What kind.
    pub kind: HazardKind,
    /// What it is, without personal data.
    #[schema(min_length = 1, max_length = 1_000)]
    pub description: String,
}

/// 项目排查: the inspectors were on the site, and found these hazards, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectInspection {
    /// The hazards.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub hazards: Vec<FoundHazard>,
}

impl ActRule for ProjectInspection {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_project(case, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let Some(inspection) = &mut case.inspection else { return };
        inspection.inspections.push(at.dated());
        let first = u32::try_from(inspection.hazards.len()).unwrap_or(u32::MAX).saturating_add(1);
        let numbered = (first..).zip(self.hazards);
        inspection.hazards.extend(numbered.map(|(no, found)| Hazard {
            no,
            found: at.dated(),
            kind: found.kind,
            description: found.description,
            resolved: None,
        }));
    }
}

/// A project is inspected, so the case must name one.
pub(in crate::domain::act) fn check_project(case: &Case, findings: &mut Findings) {
    if case.inspection.as_ref().is_some_and(|own| own.project.is_none()) {
        let text = words("本案没有登记项目", "the case names no project");
        findings.impossible("no_project", None, text);
    }
}

/// 隐患化解: one hazard is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HazardResolution {
    /// Which one, by its number in the case.
    #[schema(minimum = 1)]
    pub hazard: u32,
    /// What was done, without personal data.
    #[schema(min_length = 1, max_length = 1_000)]
    pub measure: String,
}

impl ActRule for HazardResolution {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let own = case.inspection.as_ref();
        match own.and_then(|own| own.open_hazards().find(|hazard| hazard.no == self.hazard)) {
            None => findings.invalid(
                "no_such_hazard",
                "/hazard",
                words("没有这一未化解的隐患", "there is no such open hazard"),
            ),
            Some(hazard) if at.on < hazard.found.on => findings.impossible(
                "before_it_was_found",
                None,
                words("化解日期早于发现日期", "the hazard is resolved before it was found"),
            ),
            Some(_) => {}
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let own = case.inspection.as_mut();
        let found = own.and_then(|own| own.hazards.iter_mut().find(|hazard| hazard.no == self.hazard));
        if let Some(hazard) = found {
            hazard.resolved = Some(at.dated());
        }
    }
}

/// There is a hazard to resolve.
pub(in crate::domain::act) fn check_hazard_open(case: &Case, findings: &mut Findings) {
    if case.inspection.as_ref().is_some_and(|own| own.open_hazards().next().is_none()) {
        let text = words("没有未化解的隐患", "there is no open hazard");
        findings.impossible("no_open_hazard", None, text);
    }
}
