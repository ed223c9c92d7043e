//! The four quick steps (四快): the office's own targets for filing, mediation, hearing and closure. They are wishes
//! of an office, kept as data of its region; no law stands behind them, nothing depends on them, and they are never
//! mixed with deadlines (law notes §6). Whether they were attained is a figure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::filing::Procedure;
use crate::domain::case::{Case, Dated};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};
use crate::domain::office::LawBook;
use crate::domain::period::{self, Length};
use crate::domain::stage::{Manner, Stage};

/// One of the steps that have a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuickStep {
    /// 快立: from the complete application to its acceptance.
    Filing,
    /// 快调(案前): from the consent to mediate to the settlement, before acceptance.
    MediationBefore,
    /// 快调: from the acceptance to the signed mediation document, in cases that end so.
    Mediation,
    /// 快审: from the acceptance to the first hearing.
    Hearing,
    /// 快结: from the acceptance to the closing.
    Closing,
}

impl Coded for QuickStep {
    const LIST: &'static str = "quick_step";
    const ROWS: &'static [(Self, Label)] = &[
        (QuickStep::Filing, label("filing", "快立", "Quick filing")),
        (
            QuickStep::MediationBefore,
            label("mediation_before", "快调（案前）", "Quick mediation before acceptance"),
        ),
        (QuickStep::Mediation, label("mediation", "快调", "Quick mediation")),
        (QuickStep::Hearing, label("hearing", "快审", "Quick hearing")),
        (QuickStep::Closing, label("closing", "快结", "Quick closure")),
    ];
}

/// How quickly a step is to be done, in one procedure or in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Which step.
    pub step: QuickStep,
    /// In this procedure only; in every one if none.
    #[serde(default)]
    pub procedure: Option<Procedure>,
    /// How long it may take.
    pub length: Length,
}

/// What has become of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetStatus {
    /// 办理中.
    Open,
    /// 办理中,已超目标.
    Passed,
    /// 达标.
    Attained,
    /// 未达标.
    Missed,
    /// 不适用: the step fell away.
    Dropped,
}

impl Coded for TargetStatus {
    const LIST: &'static str = "target_status";
    const ROWS: &'static [(Self, Label)] = &[
        (TargetStatus::Open, label("open", "办理中", "Open")),
        (TargetStatus::Passed, label("passed", "办理中，已超目标", "Open, past its target")),
        (TargetStatus::Attained, label("attained", "达标", "Attained")),
        (TargetStatus::Missed, label("missed", "未达标", "Missed")),
        (TargetStatus::Dropped, label("dropped", "不适用", "Fell away")),
    ];
}

/// A target in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseTarget {
    /// Which step.
    pub step: QuickStep,
    /// The day it counts from.
    pub since: NaiveDate,
    /// The last day on which it is attained.
    pub due_on: NaiveDate,
    /// When the step was done.
    pub done_on: Option<NaiveDate>,
    /// The step will not come any more.
    pub is_dropped: bool,
}

impl CaseTarget {
    /// How it stands on a day.
    #[must_use]
    pub fn status(&self, as_of: NaiveDate) -> TargetStatus {
        match self.done_on {
            Some(done) if done <= self.due_on => TargetStatus::Attained,
            Some(_) => TargetStatus::Missed,
            None if self.is_dropped => TargetStatus::Dropped,
            None if as_of <= self.due_on => TargetStatus::Open,
            None => TargetStatus::Passed,
        }
    }
}

/// Every target that has begun to count in a case, in the order of the steps.
#[must_use]
pub fn targets(case: &Case, book: &LawBook) -> Vec<CaseTarget> {
    QuickStep::ROWS.iter().filter_map(|(step, _)| target(*step, case, book)).collect()
}

/// Whether a step was done within its target; none while it is not done, or has no target.
#[must_use]
pub fn attained(step: QuickStep, case: &Case, book: &LawBook) -> Option<bool> {
    let target = target(step, case, book)?;
    target.done_on.map(|done| done <= target.due_on)
}

fn target(step: QuickStep, case: &Case, book: &LawBook) -> Option<CaseTarget> {
    if !is_told(step, case) {
        return None;
    }
    let length = book.region.target(step, case.procedure)?;
    let span = span(step, case)?;
    let due_on = period::due(span.since, length, &book.calendar).due_on;
    let is_dropped = span.done.is_none() && (span.is_over || case.closing.is_some());
    Some(CaseTarget { step, since: span.since, due_on, done_on: span.done.map(|done| done.on), is_dropped })
}

/// The step that a case of arbitration has before it at a stage; none once it is closed, and in cases of other kinds, which
/// have no quick steps.
///
/// ```
/// use sikuai::domain::quick_step::{QuickStep, ahead};
/// use sikuai::domain::stage::Stage;
/// assert_eq!(ahead(Stage::Received), Some(QuickStep::Filing));
/// assert_eq!(ahead(Stage::Deliberation), Some(QuickStep::Closing));
/// ```
#[must_use]
pub fn ahead(stage: Stage) -> Option<QuickStep> {
    match stage {
        Stage::Received | Stage::Correction => Some(QuickStep::Filing),
        Stage::MediateFirst => Some(QuickStep::MediationBefore),
        Stage::Entrusted => Some(QuickStep::Mediation),
        Stage::Accepted | Stage::Tribunal | Stage::Scheduled | Stage::Hearing => Some(QuickStep::Hearing),
        Stage::Suspended | Stage::Deliberation => Some(QuickStep::Closing),
        Stage::Closed
        | Stage::Served
        | Stage::Effective
        | Stage::Challenged
        | Stage::Archived
        | Stage::MediationRequested
        | Stage::Mediating
        | Stage::MediationAgreed
        | Stage::ReviewRequested
        | Stage::InReview
        | Stage::AgreementConfirmed
        | Stage::InspectionReceived
        | Stage::Investigating
        | Stage::InspectionSuspended
        | Stage::PaymentOrdered
        | Stage::PetitionReceived
        | Stage::PetitionHandling => None,
    }
}

/// A ledger does not tell how quickly anything was done before it was taken over, only what came of it (our choice).
fn is_told(step: QuickStep, case: &Case) -> bool {
    match step {
        QuickStep::Filing | QuickStep::MediationBefore => case.ledger.is_none(),
        QuickStep::Mediation | QuickStep::Hearing | QuickStep::Closing => !case.was_closed_in_ledger(),
    }
}

/// What a step spans in a case.
struct Span {
    since: NaiveDate,
    done: Option<Dated>,
    /// The step ended without being done.
    is_over: bool,
}

fn span(step: QuickStep, case: &Case) -> Option<Span> {
    let accepted = case.acceptance.as_ref().map(|acceptance| acceptance.at);
    let closed_by =
        |manner: Manner| case.closing.filter(|closing| closing.manner == manner).map(|closing| closing.at);
    match step {
        QuickStep::Filing => {
            // What is filed quickly is an application for arbitration.
            let received = (case.kind == CaseKind::Arbitration).then_some(case.receipt_clock.since.on);
            Some(Span { since: received?, done: accepted, is_over: false })
        }
        QuickStep::MediationBefore => {
            let deferral = case.deferrals.last()?;
            let done = closed_by(Manner::SettledBeforeAcceptance);
            Some(Span { since: deferral.consent.on, done, is_over: deferral.ended.is_some() })
        }
        QuickStep::Mediation => {
            Some(Span { since: accepted?.on, done: closed_by(Manner::Mediated), is_over: false })
        }
        QuickStep::Hearing => {
            let opened = case.hearings.iter().filter_map(|hearing| hearing.state.opened());
            Some(Span { since: accepted?.on, done: opened.min_by_key(|opened| opened.on), is_over: false })
        }
        QuickStep::Closing => {
            let done = case.closing.map(|closing| closing.at);
            Some(Span { since: accepted?.on, done, is_over: false })
        }
    }
}
