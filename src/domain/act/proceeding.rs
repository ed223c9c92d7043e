//! Acts beside the main course of an arbitration (审理中的其他事项): objections to jurisdiction, terms for evidence, the
//! receipt and refusal of a counterclaim, who acts for a party, the element form, and what the courts say afterwards.

mod agent;
mod counterclaim;
mod court;
mod elements;
mod enforcement;
mod evidence;
mod jurisdiction;
mod performance;

use serde::{Deserialize, Serialize};

use crate::domain::act::ActRule;
use crate::domain::act::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::party::PersonRef;
use crate::domain::refusal::words;

pub use agent::{AgentAppointment, AgentEnd};
pub use counterclaim::{CounterclaimReceipt, CounterclaimRefusal, CounterclaimRefusalGround};
pub(super) use counterclaim::{check_filed_as_received, check_filed_on, warn_of_pending};
pub(in crate::domain) use court::reopening;
pub use court::{CourtRuling, CourtRulingKind};
pub use elements::{ElementConfirmation, ElementStatement};
pub(super) use elements::{check_heard, check_not_over};
pub use enforcement::EnforcementRequest;
pub(super) use enforcement::check_something_to_enforce;
pub(super) use evidence::check_amendable;
pub use evidence::{EvidenceTerm, EvidenceTermExtension};
pub use jurisdiction::{JurisdictionObjection, JurisdictionOutcome, JurisdictionRuling};
pub(super) use jurisdiction::{check_some_open, warn_of_undecided};
pub use performance::PerformanceTerm;
pub(super) use performance::check_something_to_perform;

/// These acts, as the docket holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum ProceedingAct {
    JurisdictionObjection(JurisdictionObjection),
    JurisdictionRuling(JurisdictionRuling),
    EvidenceTerm(EvidenceTerm),
    EvidenceTermExtension(EvidenceTermExtension),
    CounterclaimReceipt(CounterclaimReceipt),
    CounterclaimRefusal(CounterclaimRefusal),
    AgentAppointment(AgentAppointment<PersonRef>),
    AgentEnd(AgentEnd),
    CourtRuling(CourtRuling),
    PerformanceTerm(PerformanceTerm),
    ElementStatement(ElementStatement),
    ElementConfirmation(ElementConfirmation),
    EnforcementRequest(EnforcementRequest),
}

impl ProceedingAct {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            ProceedingAct::JurisdictionObjection(_) => ActKind::JurisdictionObjection,
            ProceedingAct::JurisdictionRuling(_) => ActKind::JurisdictionRuling,
            ProceedingAct::EvidenceTerm(_) => ActKind::EvidenceTerm,
            ProceedingAct::EvidenceTermExtension(_) => ActKind::EvidenceTermExtension,
            ProceedingAct::CounterclaimReceipt(_) => ActKind::CounterclaimReceipt,
            ProceedingAct::CounterclaimRefusal(_) => ActKind::CounterclaimRefusal,
            ProceedingAct::AgentAppointment(_) => ActKind::AgentAppointment,
            ProceedingAct::AgentEnd(_) => ActKind::AgentEnd,
            ProceedingAct::CourtRuling(_) => ActKind::CourtRuling,
            ProceedingAct::PerformanceTerm(_) => ActKind::PerformanceTerm,
            ProceedingAct::ElementStatement(_) => ActKind::ElementStatement,
            ProceedingAct::ElementConfirmation(_) => ActKind::ElementConfirmation,
            ProceedingAct::EnforcementRequest(_) => ActKind::EnforcementRequest,
        }
    }
}

impl ActRule for ProceedingAct {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            ProceedingAct::JurisdictionObjection(act) => act.check(case, at, findings),
            ProceedingAct::JurisdictionRuling(act) => act.check(case, at, findings),
            ProceedingAct::EvidenceTerm(act) => act.check(case, at, findings),
            ProceedingAct::EvidenceTermExtension(act) => act.check(case, at, findings),
            ProceedingAct::CounterclaimReceipt(act) => act.check(case, at, findings),
            ProceedingAct::CounterclaimRefusal(act) => act.check(case, at, findings),
            ProceedingAct::AgentAppointment(act) => act.check(case, at, findings),
            ProceedingAct::AgentEnd(act) => act.check(case, at, findings),
            ProceedingAct::CourtRuling(act) => act.check(case, at, findings),
            ProceedingAct::PerformanceTerm(act) => act.check(case, at, findings),
            ProceedingAct::ElementStatement(act) => act.check(case, at, findings),
            ProceedingAct::ElementConfirmation(act) => act.check(case, at, findings),
            ProceedingAct::EnforcementRequest(act) => act.check(case, at, findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            ProceedingAct::JurisdictionObjection(act) => act.apply(case, at),
            ProceedingAct::JurisdictionRuling(act) => act.apply(case, at),
            ProceedingAct::EvidenceTerm(act) => act.apply(case, at),
            ProceedingAct::EvidenceTermExtension(act) => act.apply(case, at),
            ProceedingAct::CounterclaimReceipt(act) => act.apply(case, at),
            ProceedingAct::CounterclaimRefusal(act) => act.apply(case, at),
            ProceedingAct::AgentAppointment(act) => act.apply(case, at),
            ProceedingAct::AgentEnd(act) => act.apply(case, at),
            ProceedingAct::CourtRuling(act) => act.apply(case, at),
            ProceedingAct::PerformanceTerm(act) => act.apply(case, at),
            ProceedingAct::ElementStatement(act) => act.apply(case, at),
            ProceedingAct::ElementConfirmation(act) => act.apply(case, at),
            ProceedingAct::EnforcementRequest(act) => act.apply(case, at),
        }
    }
}

/// Someone who is named is a party to the case.
fn check_party(case: &Case, party: PartyNo, field: &str, findings: &mut Findings) {
    if case.party(party).is_none() {
        findings.invalid("party_unknown", field, words("不是本案当事人", "not a party to the case"));
    }
}
