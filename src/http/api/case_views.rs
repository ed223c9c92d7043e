//! What cases look like in answers (案件视图): the shapes only. Reading them is `app::reading`'s work.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::reading::{CaseWithPeople, ListedCase, MaskedPerson};
use crate::domain::act::filing::{Channel, Prior, Procedure};
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::Origin;
use crate::domain::act::tribunal::Assignee;
use crate::domain::case::{
    Accepted, Awarded, Challenged, Closing, Correction, Counterclaim, CounterclaimReceived,
    CounterclaimRefused, CourtRuled, Dated, Defended, Deferral, EnforcementAsked, Entrusted, EvidenceTermSet,
    FormerTrial, GaveUp, Hearing, InspectionCase, Joint, MediationCase, MediationPaper, Objected,
    PerformanceDue, PetitionCase, Recovered, Recusal, Referred, Represented, SplitOff, SuitEnded, Suspended,
    ToldByLedger, Trial, Tribunal, WageTotals,
};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, Claim};
use crate::domain::deadline::explanation::Explanation;
use crate::domain::docket::Entry;
use crate::domain::id::{CaseId, EntryNo, UserId};
use crate::domain::limitation::{LimitationFacts, Obstacle};
use crate::domain::money::Fen;
use crate::domain::party::Party;
use crate::domain::service_of_process::{ServedProof, Service};
use crate::domain::stage::Stage;

/// A case. Every part is the consequence of the docket entry that it names.
#[derive(Serialize, ToSchema)]
#[expect(missing_docs, reason = "each field is documented at the type that it shows")]
pub struct CaseView {
    /// The day at whose end the case was known as it is shown; left out when it is shown as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_known_on: Option<NaiveDate>,
    pub id: CaseId,
    pub kind: CaseKind,
    /// The matter (纠纷) to which the case belongs, by the id of its first proceeding.
    pub matter: CaseId,
    pub origin: Option<Origin>,
    pub version: u32,
    pub number: Option<String>,
    pub region: String,
    pub channel: Channel,
    pub stage: Stage,
    pub stage_since: NaiveDate,
    pub cause: Cause,
    pub other_causes: Vec<Cause>,
    /// Whether ten or more workers apply together now; the figures count by who did when it was accepted.
    pub is_collective: bool,
    pub workers: usize,
    pub received: Dated,
    pub parties: Vec<Party<MaskedPerson>>,
    pub claims: Vec<Claim>,
    pub claimed: Fen,
    pub awarded: Fen,
    /// What the application says of limitation (仲裁时效), and when it ends; a warning at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limitation: Option<LimitationView>,
    pub prior: Option<Prior>,
    pub people: Vec<Assignee>,
    pub correction: Option<Correction>,
    pub former_corrections: Vec<Correction>,
    pub deferrals: Vec<Deferral>,
    pub acceptance: Option<Accepted>,
    pub procedure: Option<Procedure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub converted: Option<Dated>,
    pub trial: Option<Trial>,
    pub former_trials: Vec<FormerTrial>,
    pub tribunal: Option<Tribunal>,
    pub recusals: Vec<Recusal>,
    pub hearings: Vec<Hearing>,
    pub services: Vec<Service>,
    pub proofs: Vec<ServedProof>,
    pub defences: Vec<Defended>,
    pub counterclaims: Vec<Counterclaim>,
    pub suspensions: Vec<Suspended>,
    pub entrustments: Vec<Entrusted>,
    pub discussions: Vec<Dated>,
    pub mediation_papers: Vec<MediationPaper>,
    pub awards: Vec<Awarded>,
    pub interim_payments: Vec<Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representation: Option<Represented>,
    /// Who represented the workers before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former_representations: Vec<Represented>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub joint_trials: Vec<Joint>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub split_off: Vec<SplitOff>,
    /// Applicants who left while the case goes on.
    pub gave_up: Vec<GaveUp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objected>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence_terms: Vec<EvidenceTermSet>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counterclaims_received: Vec<CounterclaimReceived>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counterclaims_refused: Vec<CounterclaimRefused>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<CourtRuled>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suits_ended: Vec<SuitEnded>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub court_numbers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performance: Option<PerformanceDue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partial_performances: Vec<PerformanceDue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enforcement_requests: Vec<EnforcementAsked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediation: Option<MediationCase>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspection: Option<InspectionCase>,
    /// The wages of an inspection in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_totals: Option<WageTotals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub petition: Option<PetitionCase>,
    /// What it has from a ledger (台账).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<ToldByLedger>,
    pub referrals: Vec<Referred>,
    pub closing: Option<Closing>,
    pub effective_on: Option<NaiveDate>,
    pub challenges: Vec<Challenged>,
    pub recoveries: Vec<Recovered>,
    pub archived: Option<Dated>,
}

impl CaseView {
    /// The view of a case, as it is or as it was known at the end of a day.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one line for each field, none with a rule in it")]
    pub fn of(found: CaseWithPeople, as_known_on: Option<NaiveDate>) -> CaseView {
        let CaseWithPeople { case, parties, limitation } = found;
        CaseView {
            as_known_on,
            is_collective: case.is_collective(),
            workers: case.workers(),
            wage_totals: case.wage_totals(),
            claimed: case.claimed(),
            awarded: case.awarded(),
            matter: case.matter(),
            id: case.id,
            kind: case.kind,
            origin: case.origin,
            version: case.version,
            number: case.number().map(str::to_owned),
            region: case.region,
            channel: case.channel,
            stage: case.stage,
            stage_since: case.stage_since,
            cause: case.cause,
            other_causes: case.other_causes,
            received: case.received,
            parties,
            claims: case.claims,
            limitation: case.limitation.map(|facts| LimitationView::of(facts, limitation)),
            prior: case.prior,
            people: case.people,
            correction: case.correction,
            former_corrections: case.former_corrections,
            deferrals: case.deferrals,
            acceptance: case.acceptance,
            procedure: case.procedure,
            converted: case.converted,
            trial: case.trial,
            former_trials: case.former_trials,
            tribunal: case.tribunal,
            recusals: case.recusals,
            hearings: case.hearings,
            services: case.services,
            proofs: case.proofs,
            defences: case.defences,
            counterclaims: case.counterclaims,
            suspensions: case.suspensions,
            entrustments: case.entrustments,
            discussions: case.discussions,
            mediation_papers: case.mediation_papers,
            awards: case.awards,
            interim_payments: case.interim_payments,
            representation: case.representation,
            former_representations: case.former_representations,
            objections: case.objections,
            evidence_terms: case.evidence_terms,
            counterclaims_received: case.counterclaims_received,
            counterclaims_refused: case.counterclaims_refused,
            rulings: case.rulings,
            suits_ended: case.suits_ended,
            court_numbers: case.court_numbers,
            performance: case.performance,
            partial_performances: case.partial_performances,
            enforcement_requests: case.enforcement_requests,
            joint_trials: case.joint_trials,
            split_off: case.split_off,
            gave_up: case.gave_up,
            mediation: case.mediation,
            inspection: case.inspection,
            petition: case.petition,
            ledger: case.ledger,
            referrals: case.referrals,
            closing: case.closing,
            effective_on: case.effective_on,
            challenges: case.challenges,
            recoveries: case.recoveries,
            archived: case.archived,
        }
    }
}

/// Limitation in a case. It is no condition of acceptance; whether it is pleaded is for the respondent.
#[derive(Serialize, ToSchema)]
pub struct LimitationView {
    /// 知道或应当知道权利被侵害之日, as entered.
    pub infringed_on: Option<NaiveDate>,
    /// 劳动关系终止之日, as entered.
    pub employment_ended_on: Option<NaiveDate>,
    /// 时效中断: days on which the period began anew.
    pub interrupted_on: Vec<NaiveDate>,
    /// 时效中止: times in which the applicant could not apply.
    pub obstacles: Vec<Obstacle>,
    /// The last day, and why it is that one; none where the day that starts it was not entered. For claims of unpaid
    /// wages alone that is the end of the employment, else the day on which the infringement was or should have been known.
    pub explanation: Option<Explanation>,
}

impl LimitationView {
    fn of(facts: LimitationFacts, explanation: Option<Explanation>) -> LimitationView {
        let LimitationFacts { infringed_on, employment_ended_on, interrupted_on, obstacles } = facts;
        LimitationView { infringed_on, employment_ended_on, interrupted_on, obstacles, explanation }
    }
}

/// One entry of a docket.
#[derive(Serialize, ToSchema)]
pub struct EntryView {
    /// Its number.
    pub no: EntryNo,
    /// The act; nothing for a correction and for a change of the calendar.
    pub act: Option<ActKind>,
    /// The legal date.
    pub on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom; the nil UUID for the operator at the command line.
    pub actor: UserId,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// What was acknowledged.
    pub acknowledged: Vec<String>,
    /// What it says; personal data only by the ids of vault rows.
    #[schema(value_type = Object)]
    pub content: Value,
    /// Its hash in the chain.
    pub hash: String,
}

impl EntryView {
    /// The view of an entry.
    #[must_use]
    pub fn of(entry: Entry, hash: String) -> EntryView {
        EntryView {
            no: entry.no,
            act: entry.kind(),
            on: entry.on,
            recorded_at: entry.recorded_at,
            actor: entry.actor,
            reason: entry.reason,
            acknowledged: entry.acknowledged,
            content: serde_json::to_value(entry.content).unwrap_or_default(),
            hash,
        }
    }
}

/// A page of a docket.
#[derive(Serialize, ToSchema)]
pub struct DocketPage {
    /// The entries.
    pub items: Vec<EntryView>,
    /// The `after` of the next page, if this one is full.
    pub next: Option<u32>,
}

/// A case in a list.
#[derive(Serialize, ToSchema)]
pub struct CaseItem {
    /// Its id.
    #[schema(format = Uuid)]
    pub id: String,
    /// What kind of case it is.
    pub kind: String,
    /// The matter to which it belongs, by the id of its first proceeding.
    #[schema(format = Uuid)]
    pub matter: String,
    /// Its version.
    pub version: i32,
    /// Its number.
    pub number: Option<String>,
    /// Its stage.
    pub stage: String,
    /// Its main cause.
    pub cause: String,
    /// Its procedure.
    pub procedure: Option<String>,
    /// How it came in.
    pub channel: String,
    /// How many workers are parties.
    pub workers: i32,
    /// The first worker, where the list shows names.
    pub worker: Option<String>,
    /// The first employer.
    pub employer: Option<String>,
    /// When it was received.
    pub received_on: NaiveDate,
    /// When it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// How it was closed.
    pub manner: Option<String>,
}

impl CaseItem {
    /// The view of a listed case.
    #[must_use]
    pub fn of(listed: ListedCase) -> CaseItem {
        let ListedCase { row, lead_worker } = listed;
        CaseItem {
            id: row.id,
            kind: row.kind,
            matter: row.matter_id,
            version: row.version,
            number: row.number,
            stage: row.stage,
            cause: row.cause,
            procedure: row.procedure,
            channel: row.channel,
            workers: row.workers,
            worker: lead_worker,
            employer: row.lead_employer,
            received_on: row.received_on,
            accepted_on: row.accepted_on,
            closed_on: row.closed_on,
            manner: row.manner,
        }
    }
}

/// A page of a list of cases.
#[derive(Serialize, ToSchema)]
pub struct CasePageView {
    /// The cases.
    pub items: Vec<CaseItem>,
    /// The cursor of the next page, if this one is full.
    pub next: Option<String>,
    /// How many cases pass the filter in all, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}
