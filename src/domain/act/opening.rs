//! What opens a case (立案材料): one act for each kind of case, with the people as entered or as recorded.
//! Not here: what each asks of its material, which stands with the acts of its kind.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::Act;
use crate::domain::act::filing::{Channel, Prior, Receipt};
use crate::domain::act::inspection::{InspectionAct, InspectionReceipt};
use crate::domain::act::kind::ActKind;
use crate::domain::act::ledger::LedgerEntry;
use crate::domain::act::mediation::{MediationAct, MediationRequest};
use crate::domain::act::petition::{PetitionAct, PetitionReceipt};
use crate::domain::act::referral::ReferralAct;
use crate::domain::case::{Case, ReceiptClock};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, Claim};
use crate::domain::deadline::rule::{LIMITATION_FROM, RULES_FROM};
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::party::{Party, PersonRef};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::Stage;

/// Another proceeding of the same matter, from which a case came: the register writes it down, not the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// That proceeding.
    pub case: CaseId,
    /// The first proceeding of the matter, by which the matter is called.
    pub matter: CaseId,
    /// The entry there that opened this case.
    pub entry: EntryNo,
}

/// What opens a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening<P> {
    /// 仲裁.
    Arbitration(Receipt<P>),
    /// 调解.
    Mediation(MediationRequest<P>),
    /// 劳动保障监察.
    Inspection(InspectionReceipt<P>),
    /// 信访.
    Petition(PetitionReceipt<P>),
    /// 台账补录: an arbitration case as a ledger tells it.
    Ledger(LedgerEntry<P>),
}

impl<P> Opening<P> {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            Opening::Arbitration(_) => ActKind::Receipt,
            Opening::Mediation(_) => ActKind::MediationRequest,
            Opening::Inspection(_) => ActKind::InspectionReceipt,
            Opening::Petition(_) => ActKind::PetitionReceipt,
            Opening::Ledger(_) => ActKind::LedgerEntry,
        }
    }

    /// The parties that it names.
    #[must_use]
    pub fn parties(&self) -> &[Party<P>] {
        match self {
            Opening::Arbitration(receipt) => &receipt.parties,
            Opening::Mediation(request) => &request.parties,
            Opening::Inspection(receipt) => &receipt.parties,
            Opening::Petition(receipt) => &receipt.parties,
            Opening::Ledger(entry) => &entry.parties,
        }
    }

    /// The earlier case that it names; none where its kind names none.
    #[must_use]
    pub fn prior(&self) -> Option<Prior> {
        match self {
            Opening::Arbitration(receipt) => receipt.prior,
            Opening::Mediation(_) | Opening::Inspection(_) | Opening::Petition(_) | Opening::Ledger(_) => {
                None
            }
        }
    }

    /// The same, held against an earlier case unless it names one itself; where its kind names none, as it is.
    #[must_use]
    pub fn held_against(self, earlier: Prior) -> Opening<P> {
        match self {
            Opening::Arbitration(receipt) => {
                let prior = receipt.prior.or(Some(earlier));
                Opening::Arbitration(Receipt { prior, ..receipt })
            }
            Opening::Mediation(_) | Opening::Inspection(_) | Opening::Petition(_) | Opening::Ledger(_) => {
                self
            }
        }
    }

    /// The proceeding that it came from.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Opening::Arbitration(receipt) => receipt.origin,
            Opening::Mediation(request) => request.origin,
            Opening::Inspection(receipt) => receipt.origin,
            Opening::Petition(receipt) => receipt.origin,
            Opening::Ledger(_) => None,
        }
    }

    /// The same with other parties, an earlier case as it was found, and the proceeding that it came from.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>, prior: Option<Prior>, origin: Option<Origin>) -> Opening<Q> {
        match self {
            Opening::Arbitration(receipt) => Opening::Arbitration(receipt.with(parties, prior, origin)),
            Opening::Mediation(request) => Opening::Mediation(request.with(parties, origin)),
            Opening::Inspection(receipt) => Opening::Inspection(receipt.with(parties, origin)),
            Opening::Petition(receipt) => Opening::Petition(receipt.with(parties, origin)),
            Opening::Ledger(entry) => Opening::Ledger(entry.with(parties)),
        }
    }
}

impl Act {
    /// The case of the same matter that this act opened, if it opened one.
    #[must_use]
    pub fn opened(&self) -> Option<CaseId> {
        if let Act::CaseSplit(split) = self {
            return split.opened;
        }
        if let Act::PreFilingSettlement(settlement) = self {
            return settlement.opened;
        }
        if let Act::Mediation(MediationAct::OnwardArbitration(onward)) = self {
            return onward.opened;
        }
        if let Act::Inspection(InspectionAct::InspectionHandover(handover)) = self {
            return handover.opened;
        }
        let Act::Referral(ReferralAct::ReferralAcceptance(acceptance)) = self else { return None };
        acceptance.opened
    }

    /// Writes down which case of the same matter this act opens; other acts open none.
    pub fn set_opened(&mut self, case: Option<CaseId>) {
        if let Act::CaseSplit(split) = self {
            split.opened = case;
        } else if let Act::PreFilingSettlement(settlement) = self {
            settlement.opened = case;
        } else if let Act::Mediation(MediationAct::OnwardArbitration(onward)) = self {
            onward.opened = case;
        }
        if let Act::Inspection(InspectionAct::InspectionHandover(handover)) = self {
            handover.opened = case;
        }
        if let Act::Referral(ReferralAct::ReferralAcceptance(acceptance)) = self {
            acceptance.opened = case;
        }
    }
}

impl Opening<PersonRef> {
    /// The act that opens a case, if this is one.
    #[must_use]
    pub fn of(act: &Act) -> Option<Opening<PersonRef>> {
        if let Act::Receipt(receipt) = act {
            return Some(Opening::Arbitration(receipt.clone()));
        }
        if let Act::Mediation(MediationAct::MediationRequest(request)) = act {
            return Some(Opening::Mediation(request.clone()));
        }
        if let Act::Inspection(InspectionAct::InspectionReceipt(receipt)) = act {
            return Some(Opening::Inspection(receipt.clone()));
        }
        if let Act::Petition(PetitionAct::PetitionReceipt(receipt)) = act {
            return Some(Opening::Petition(receipt.clone()));
        }
        if let Act::LedgerEntry(entry) = act {
            return Some(Opening::Ledger(entry.clone()));
        }
        None
    }

    /// As the docket holds it.
    #[must_use]
    pub fn into_act(self) -> Act {
        match self {
            Opening::Arbitration(receipt) => Act::Receipt(receipt),
            Opening::Mediation(request) => Act::Mediation(MediationAct::MediationRequest(request)),
            Opening::Inspection(receipt) => Act::Inspection(InspectionAct::InspectionReceipt(receipt)),
            Opening::Petition(receipt) => Act::Petition(PetitionAct::PetitionReceipt(receipt)),
            Opening::Ledger(entry) => Act::LedgerEntry(entry),
        }
    }

    /// Opens the case.
    ///
    /// # Errors
    /// Everything that is wrong with the material, or a warning that is not yet acknowledged.
    pub fn open(self, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        match self {
            Opening::Arbitration(receipt) => Case::receive(place.id, place.region, receipt, at),
            Opening::Mediation(request) => request.open(place, at),
            Opening::Inspection(receipt) => receipt.open(place, at),
            Opening::Petition(receipt) => receipt.open(place, at),
            Opening::Ledger(entry) => entry.open(place, at),
        }
    }
}

/// What every case begins with, whatever its kind.
pub(crate) struct Beginning {
    pub(crate) kind: CaseKind,
    pub(crate) stage: Stage,
    pub(crate) channel: Channel,
    pub(crate) cause: Cause,
    pub(crate) other_causes: Vec<Cause>,
    pub(crate) parties: Vec<Party<PersonRef>>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) prior: Option<Prior>,
    pub(crate) origin: Option<Origin>,
}

/// Nothing is received tomorrow, or before there was a law to receive it by; and of what came in before the rules that
/// are known here, nobody should think that its deadlines are watched.
pub(crate) fn check_received_on(at: &Moment<'_>, findings: &mut Findings) {
    if at.on < LIMITATION_FROM {
        let text = words(
            format!("收件日期早于《劳动争议调解仲裁法》施行之日（{LIMITATION_FROM}），请核对年份"),
            format!(
                "received before the Mediation and Arbitration Law was in force ({LIMITATION_FROM}); look at the year"
            ),
        );
        findings.invalid("before_the_law", "/on", text);
    } else if at.on < RULES_FROM {
        let text = words(
            format!("收件早于{RULES_FROM}，系统不计算当时的期限"),
            format!("received before {RULES_FROM}: the deadlines of that time are not computed"),
        );
        findings.warn("deadlines_not_computed", None, text);
    }
    findings.ahead(at);
}

/// From another proceeding comes what one opened, and nothing that is brought from outside.
pub(crate) fn check_channel(channel: Channel, origin: Option<Origin>, findings: &mut Findings) {
    if channel == Channel::OtherProceeding && origin.is_none() {
        let text = words(
            "本案不是由本单位其他程序转入，应填实际的收件渠道",
            "the case does not come from another proceeding of the office; say how it came in",
        );
        findings.invalid("no_other_proceeding", "/channel", text);
    }
}

impl Case {
    /// A case at its beginning: nothing has happened but that its material came in.
    #[expect(clippy::too_many_lines, reason = "one line for each field, and no rule in it")]
    pub(crate) fn begin(place: Place<'_>, beginning: Beginning, at: &Moment<'_>) -> Case {
        Case {
            id: place.id,
            kind: beginning.kind,
            origin: beginning.origin,
            version: at.entry.0,
            region: place.region.to_owned(),
            channel: beginning.channel,
            stage: beginning.stage,
            stage_since: at.on,
            received: at.dated(),
            receipt_clock: ReceiptClock { since: at.dated(), stopped: None },
            former_receipt_clocks: Vec::new(),
            cause: beginning.cause,
            other_causes: beginning.other_causes,
            parties: beginning.parties,
            joined: Vec::new(),
            claims: beginning.claims,
            limitation: None,
            prior: beginning.prior,
            people: Vec::new(),
            correction: None,
            former_corrections: Vec::new(),
            deferrals: Vec::new(),
            acceptance: None,
            procedure: None,
            converted: None,
            trial: None,
            former_trials: Vec::new(),
            idle_extensions: Vec::new(),
            tribunal: None,
            recusals: Vec::new(),
            hearings: Vec::new(),
            services: Vec::new(),
            proofs: Vec::new(),
            defences: Vec::new(),
            claims_before: Vec::new(),
            counterclaims: Vec::new(),
            suspensions: Vec::new(),
            entrustments: Vec::new(),
            discussions: Vec::new(),
            mediation_papers: Vec::new(),
            awards: Vec::new(),
            interim_payments: Vec::new(),
            representation: None,
            former_representations: Vec::new(),
            joint_trials: Vec::new(),
            split_off: Vec::new(),
            gave_up: Vec::new(),
            objections: Vec::new(),
            evidence_terms: Vec::new(),
            counterclaims_received: Vec::new(),
            counterclaims_refused: Vec::new(),
            rulings: Vec::new(),
            suits_ended: Vec::new(),
            court_numbers: Vec::new(),
            performance: None,
            partial_performances: Vec::new(),
            element_statements: Vec::new(),
            elements_confirmed: Vec::new(),
            enforcement_requests: Vec::new(),
            mediation: None,
            inspection: None,
            petition: None,
            ledger: None,
            referrals: Vec::new(),
            closing: None,
            effective_on: None,
            challenges: Vec::new(),
            recoveries: Vec::new(),
            archived: None,
            file_number: None,
        }
    }
}
