//! The dated facts of a case (分日事实) that figures sum beside the days of the case itself: of these a case can have several,
//! or of another day than its own. Every one comes out of the docket. Not here: who counts them (`made`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::unit::FigureUnit;
use crate::domain::case::{Case, Closing, Dated, InspectionCase, ReferralState, Referred};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::due_of;
use crate::domain::deadline::rule::RuleId;
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::office::LawBook;
use crate::domain::stage::Manner;

/// What a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// 追回款项: on an accepted case.
    Recovered,
    /// 受理前追回款项: before the acceptance, or without there ever being one.
    RecoveredBeforeAcceptance,
    /// 排查项目: the first inspection of the project.
    ProjectInspected,
    /// 发现隐患, by the day on which they were found.
    HazardsFound,
    /// 化解隐患, by the day on which they were resolved.
    HazardsResolved,
    /// 协调处理劳资纠纷: closed with the wages paid, all or in part.
    DisputeCoordinated,
    /// 领到工资的劳动者, each by the day of their first payment.
    WorkersPaid,
    /// 追发工资, by the day of the payment.
    WagesRecovered,
    /// 移交.
    Referred,
    /// 移交接收.
    ReferralTaken,
    /// 移交退回.
    ReferralDeclined,
    /// 移交逾期答复: taken or declined after the last day for the answer.
    ReferralAnsweredLate,
}

impl Coded for Fact {
    const LIST: &'static str = "figure_fact";
    const ROWS: &'static [(Self, Label)] = &[
        (Fact::Recovered, label("recovered", "追回款项", "Recovered")),
        (
            Fact::RecoveredBeforeAcceptance,
            label("recovered_before_acceptance", "受理前追回款项", "Recovered before acceptance"),
        ),
        (Fact::ProjectInspected, label("project_inspected", "排查项目", "Project inspected")),
        (Fact::HazardsFound, label("hazards_found", "发现隐患", "Hazards found")),
        (Fact::HazardsResolved, label("hazards_resolved", "化解隐患", "Hazards resolved")),
        (Fact::DisputeCoordinated, label("dispute_coordinated", "协调处理劳资纠纷", "Dispute coordinated")),
        (Fact::WorkersPaid, label("workers_paid", "领到工资的劳动者", "Workers who got their wages")),
        (Fact::WagesRecovered, label("wages_recovered", "追发工资", "Wages recovered")),
        (Fact::Referred, label("referred", "移交", "Referred")),
        (Fact::ReferralTaken, label("referral_taken", "移交接收", "Referral taken")),
        (Fact::ReferralDeclined, label("referral_declined", "移交退回", "Referral declined")),
        (
            Fact::ReferralAnsweredLate,
            label("referral_answered_late", "移交逾期答复", "Referral answered late"),
        ),
    ];
}

impl Fact {
    /// Whether inspections of wage arrears bring it.
    #[must_use]
    pub fn is_of_arrears(self) -> bool {
        match self {
            Fact::ProjectInspected
            | Fact::HazardsFound
            | Fact::HazardsResolved
            | Fact::DisputeCoordinated
            | Fact::WorkersPaid
            | Fact::WagesRecovered => true,
            Fact::Recovered
            | Fact::RecoveredBeforeAcceptance
            | Fact::Referred
            | Fact::ReferralTaken
            | Fact::ReferralDeclined
            | Fact::ReferralAnsweredLate => false,
        }
    }

    /// In what its amount is.
    #[must_use]
    pub fn unit(self) -> FigureUnit {
        match self {
            Fact::Recovered | Fact::RecoveredBeforeAcceptance | Fact::WagesRecovered => FigureUnit::Fen,
            Fact::WorkersPaid => FigureUnit::Persons,
            Fact::ProjectInspected | Fact::DisputeCoordinated => FigureUnit::Cases,
            Fact::HazardsFound
            | Fact::HazardsResolved
            | Fact::Referred
            | Fact::ReferralTaken
            | Fact::ReferralDeclined
            | Fact::ReferralAnsweredLate => FigureUnit::Items,
        }
    }
}

/// One fact of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactRow {
    /// What it is.
    pub fact: Fact,
    /// The entry that it comes from.
    pub entry: EntryNo,
    /// Its day.
    pub on: NaiveDate,
    /// How much: cases, persons, items or fen.
    pub amount: i64,
}

/// Every fact of a case.
pub(super) fn facts_of(case: &Case, book: &LawBook) -> Vec<FactRow> {
    let mut facts = recoveries(case);
    facts.extend(of_inspection(case));
    facts.extend(case.referrals.iter().flat_map(|referred| of_referral(referred, book)));
    facts
}

/// The report counts what arbitration brought; mediation before acceptance is apart.
fn recoveries(case: &Case) -> Vec<FactRow> {
    let accepted_on = case.acceptance.as_ref().map(|acceptance| acceptance.at.on);
    let phase = |on: NaiveDate| match accepted_on {
        Some(accepted) if accepted <= on => Fact::Recovered,
        Some(_) | None => Fact::RecoveredBeforeAcceptance,
    };
    let recovered = case.recoveries.iter();
    recovered.map(|recovered| fact(recovered.at, phase(recovered.at.on), recovered.amount.0)).collect()
}

/// Each on its own day, what one entry brings together; of nothing there is none, so that the cases behind a sum are those
/// that bring something.
fn of_inspection(case: &Case) -> Vec<FactRow> {
    let Some(own) = case.inspection.as_ref() else { return Vec::new() };
    let mut facts = Vec::new();
    let first = own.inspections.iter().min_by_key(|at| (at.on, at.by));
    facts.extend(first.map(|at| fact(*at, Fact::ProjectInspected, 1)));
    let found = own.hazards.iter().map(|hazard| (hazard.found, 1));
    facts.extend(by_entry(Fact::HazardsFound, found));
    let resolved = own.hazards.iter().filter_map(|hazard| Some((hazard.resolved?, 1)));
    facts.extend(by_entry(Fact::HazardsResolved, resolved));
    facts.extend(coordinated(case).map(|closing| fact(closing.at, Fact::DisputeCoordinated, 1)));
    facts.extend(by_entry(Fact::WorkersPaid, first_payments(own).map(|at| (at, 1))));
    let paid = own.payments.iter().map(|paid| (paid.at, paid.amount.0));
    facts.extend(by_entry(Fact::WagesRecovered, paid));
    facts.retain(|fact| fact.amount > 0);
    facts
}

/// When each worker who got wages got some first.
fn first_payments(own: &InspectionCase) -> impl Iterator<Item = Dated> {
    let mut first: BTreeMap<PartyNo, Dated> = BTreeMap::new();
    for paid in &own.payments {
        let at = first.entry(paid.worker).or_insert(paid.at);
        *at = paid.at.min(*at);
    }
    first.into_values()
}

/// The closing of a dispute that ended with the wages paid, all or in part.
fn coordinated(case: &Case) -> Option<Closing> {
    let paid = |manner: Manner| matches!(manner, Manner::InspectionPaid | Manner::InspectionPartlyPaid);
    case.closing.filter(|closing| paid(closing.manner))
}

/// One fact for each entry, with what all of it brings.
fn by_entry(of: Fact, parts: impl Iterator<Item = (Dated, i64)>) -> impl Iterator<Item = FactRow> {
    let mut entries: BTreeMap<EntryNo, FactRow> = BTreeMap::new();
    for (at, amount) in parts {
        let row = entries.entry(at.by).or_insert_with(|| fact(at, of, 0));
        row.amount = row.amount.saturating_add(amount);
    }
    entries.into_values()
}

fn fact(at: Dated, fact: Fact, amount: i64) -> FactRow {
    FactRow { fact, entry: at.by, on: at.on, amount }
}

/// The offer by its day; the answer by its own. What was withdrawn was not answered.
fn of_referral(referred: &Referred, book: &LawBook) -> Vec<FactRow> {
    let entry = referred.offered.by;
    let one = |fact: Fact, on: NaiveDate| FactRow { fact, entry, on, amount: 1 };
    let mut facts = vec![one(Fact::Referred, referred.offered.on)];
    let answer = match (referred.state(), referred.answered_on()) {
        (ReferralState::Taken, Some(on)) => Some(one(Fact::ReferralTaken, on)),
        (ReferralState::Declined, Some(on)) => Some(one(Fact::ReferralDeclined, on)),
        (ReferralState::Open | ReferralState::Withdrawn, _)
        | (ReferralState::Taken | ReferralState::Declined, None) => None,
    };
    if let Some(answer) = answer {
        facts.push(answer);
        if answer.on > due_of(RuleId::RF1, referred.offered.on, book) {
            facts.push(one(Fact::ReferralAnsweredLate, answer.on));
        }
    }
    facts
}
