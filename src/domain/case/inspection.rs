//! What an inspection case holds beside what every case has (监察案件): the project, the wages, the papers, the hazards
//! and the list of defaulters, as its acts made them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, Dated, OnwardTo};
use crate::domain::act::inspection::clock::{CommissionKind, PauseGround};
use crate::domain::act::inspection::hazards::HazardKind;
use crate::domain::act::inspection::listing::Listing;
use crate::domain::act::inspection::papers::{DeliveryManner, PaperKind};
use crate::domain::act::inspection::receipt::{ClueSource, Forum, Project};
use crate::domain::act::inspection::wages::WageLine;
use crate::domain::id::PartyNo;
use crate::domain::money::Fen;

/// An inspection case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionCase {
    /// Where the inspectorate has it from.
    pub source: ClueSource,
    /// Whether workers complained in the receipt; a docket from before it was asked does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complains: Option<bool>,
    /// The project, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<Project>,
    /// Who speaks for the complainants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub representatives: Vec<PartyNo>,
    /// Whether an arbitration commission or a court has the matter already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also_before: Option<Forum>,
    /// When the violation happened or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_ended_on: Option<NaiveDate>,
    /// 立案: when the investigation was opened.
    pub opened: Option<Dated>,
    /// 延长办案期限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<HandlingExtension>,
    /// 委托审计、鉴定.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commissions: Vec<Commission>,
    /// 中止.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<InspectionPause>,
    /// The papers made, with their delivery.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<InspectionPaper>,
    /// Orders to pay by a day, the last one in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Ordered>,
    /// The wages, worker by worker and period by period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wages: Vec<WageLine>,
    /// What reached the workers since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<WagePaid>,
    /// 群体性事件.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mass_incident: Option<MassIncidentNoted>,
    /// 排查: when the project was inspected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspections: Vec<Dated>,
    /// 隐患 found in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<Hazard>,
    /// 失信联合惩戒名单.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<Listing>,
    /// The proceeding that it was handed over to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<OnwardTo>,
}

/// An extension of the handling period (延长办案期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandlingExtension {
    /// The approval.
    pub approved: Dated,
    /// Working days.
    pub days: u16,
}

/// An audit or an appraisal that others make (委托审计、鉴定); the handling period leaves it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Commission {
    /// The commission; its entry is its number.
    pub from: Dated,
    /// Audit or appraisal.
    pub kind: CommissionKind,
    /// Who makes it.
    pub body: String,
    /// When its result came in.
    pub until: Option<Dated>,
}

/// A suspension of the inspection (监察中止).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InspectionPause {
    /// The approval; its entry is its number.
    pub from: Dated,
    /// Why.
    pub ground: PauseGround,
    /// When those concerned were told.
    pub notified: Option<Dated>,
    /// When it was lifted.
    pub until: Option<Dated>,
}

/// A paper of the inspectorate (监察文书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InspectionPaper {
    /// When it was made; its entry is its number here.
    pub made: Dated,
    /// What it is.
    pub kind: PaperKind,
    /// 文号.
    pub number: Option<String>,
    /// Its deliveries.
    pub deliveries: Vec<Delivered>,
}

/// A delivery of a paper (送达).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delivered {
    /// When it was handed over, sent, or published.
    pub at: Dated,
    /// How.
    pub manner: DeliveryManner,
    /// To which party.
    pub party: PartyNo,
    /// The day on which it counts as served.
    pub served_on: NaiveDate,
}

/// An order to pay by a day (责令限期支付).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ordered {
    /// The order.
    pub at: Dated,
    /// The last day to pay.
    pub pay_by: NaiveDate,
    /// When all that was owed by then had been paid, where wages came to the list after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Dated>,
}

/// Wages that reached a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WagePaid {
    /// When.
    pub at: Dated,
    /// Which worker.
    pub worker: PartyNo,
    /// How much.
    pub amount: Fen,
}

/// A mass incident over the wages (群体性事件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MassIncidentNoted {
    /// When.
    pub at: Dated,
    /// At what time of the day, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// How many people.
    pub people: u32,
}

/// A hazard found in a project (欠薪隐患).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hazard {
    /// Its number in the case, from 1.
    pub no: u32,
    /// When it was found.
    pub found: Dated,
    /// What kind.
    pub kind: HazardKind,
    /// What it is.
    pub description: String,
    /// When it was resolved.
    pub resolved: Option<Dated>,
}

/// What a worker is owed and has got since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WageBalance {
    /// 欠发.
    pub owed: Fen,
    /// 追回.
    pub recovered: Fen,
}

/// The wages of a case in all (工资汇总).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct WageTotals {
    /// 人数: workers on the wage list.
    pub workers: usize,
    /// Whether ten or more complain (集体投诉): five of them at most speak for all (GDLS 38).
    pub collective: bool,
    /// 欠发.
    pub owed: Fen,
    /// 追回.
    pub recovered: Fen,
    /// Still to be paid.
    pub outstanding: Fen,
}

impl WageBalance {
    /// What is still to be paid.
    #[must_use]
    pub fn outstanding(self) -> Fen {
        Fen(self.owed.0.saturating_sub(self.recovered.0).max(0))
    }
}

impl Case {
    /// The wages of an inspection in all; none of a case of another kind.
    #[must_use]
    pub fn wage_totals(&self) -> Option<WageTotals> {
        let own = self.inspection.as_ref()?;
        Some(WageTotals {
            workers: own.balances().len(),
            collective: self.is_collective(),
            owed: own.owed(),
            recovered: own.recovered(),
            outstanding: own.outstanding(),
        })
    }
}

impl InspectionCase {
    /// Whether it is a complaint (投诉): who complains decides, not the way by which it came. An old docket has the source
    /// alone to say it.
    #[must_use]
    pub fn is_complaint(&self) -> bool {
        self.complains.unwrap_or(self.source == ClueSource::Complaint)
    }

    /// Worker by worker, what is owed and what came in.
    #[must_use]
    pub fn balances(&self) -> BTreeMap<PartyNo, WageBalance> {
        self.balances_on(NaiveDate::MAX)
    }

    /// The same of a day: of what was paid on it or before.
    #[must_use]
    pub fn balances_on(&self, on: NaiveDate) -> BTreeMap<PartyNo, WageBalance> {
        let mut balances: BTreeMap<PartyNo, WageBalance> = BTreeMap::new();
        for line in &self.wages {
            let balance = balances.entry(line.worker).or_default();
            balance.owed = [balance.owed, line.owed].into_iter().sum();
        }
        for paid in self.payments.iter().filter(|paid| paid.at.on <= on) {
            let balance = balances.entry(paid.worker).or_default();
            balance.recovered = [balance.recovered, paid.amount].into_iter().sum();
        }
        balances
    }

    /// What is owed in all.
    #[must_use]
    pub fn owed(&self) -> Fen {
        self.wages.iter().map(|line| line.owed).sum()
    }

    /// What reached the workers in all.
    #[must_use]
    pub fn recovered(&self) -> Fen {
        self.payments.iter().map(|paid| paid.amount).sum()
    }

    /// What is still to be paid in all.
    #[must_use]
    pub fn outstanding(&self) -> Fen {
        self.outstanding_on(NaiveDate::MAX)
    }

    /// What was still to be paid at the end of a day.
    #[must_use]
    pub fn outstanding_on(&self, on: NaiveDate) -> Fen {
        self.balances_on(on).values().map(|balance| balance.outstanding()).sum()
    }

    /// The hazards that are not resolved.
    pub fn open_hazards(&self) -> impl Iterator<Item = &Hazard> {
        self.hazards.iter().filter(|hazard| hazard.resolved.is_none())
    }

    /// The order to pay that is in force.
    #[must_use]
    pub fn order(&self) -> Option<&Ordered> {
        self.orders.last()
    }

    /// When the last of what is owed was paid, if all is.
    #[must_use]
    pub fn paid_in_full(&self) -> Option<Dated> {
        let is_whole = !self.wages.is_empty() && self.outstanding() == Fen::ZERO;
        self.payments.iter().map(|paid| paid.at).max_by_key(|at| (at.on, at.by)).filter(|_| is_whole)
    }
}
