//! Quick filing (快立): receipt, correction, deferral for mediation, acceptance and its refusals.
//! What an
//! application holds is in `receipt`, the decision on it in `acceptance`.

mod acceptance;
mod receipt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::mediation::{MediationAgreement, MediationBody, MediationRequest};
use crate::domain::act::opening::Opening;
use crate::domain::case::{Case, Correction, Dated, Deferral, ReceiptClock, Recovered};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::rule::RuleId;
use crate::domain::deadline::{self, correction_due};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, PartyNo};
use crate::domain::law::{law, r33};
use crate::domain::money::Fen;
use crate::domain::party::Party;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

pub(super) use acceptance::check_acceptable;
pub use acceptance::{
    Acceptance, JurisdictionNotice, Procedure, Rejection, RejectionGround, SimplifiedGround,
};
pub(super) use receipt::check_no_transfer;
pub use receipt::{Channel, Prior, Receipt};
pub(crate) use receipt::{
    check_claims, check_of_applicants, check_opposed, check_parties, check_party_numbers,
};

/// 一次性告知补正: what is missing, said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionNotice {
    /// Everything that is to be corrected or added.
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<String>,
    /// The designated day until which to correct; the law sets no length.
    pub due_on: NaiveDate,
}

impl ActRule for CorrectionNotice {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_not_corrected(case, at, findings);
        if self.due_on < at.on {
            findings.invalid(
                "due_before_notice",
                "/due_on",
                words("补正期限早于告知之日", "the designated day lies before the notice"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let notice = Correction { notice: at.dated(), due_on: self.due_on, completed: None };
        // The law knows one notice: a second, which is irregular, stops nothing and leaves the term of the first as it
        // was.
        match case.correction.replace(notice) {
            Some(former) => case.former_corrections.push(former),
            None => case.receipt_clock.stopped = Some(at.dated()),
        }
    }
}

/// Corrections are asked for once (R33 29).
pub(super) fn check_not_corrected(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.correction.is_some() {
        let text = words(
            "补正材料应当一次性告知，本案已告知过",
            "corrections are asked for once, and were asked for already",
        );
        findings.breach(at, at.on, "corrected_once", (r33("29"), text));
    }
}

impl Case {
    /// Begins the five working days of A03 anew, if they were stopped; the clock before stays on record.
    fn restart_receipt_clock(&mut self, since: Dated) {
        if self.receipt_clock.stopped.is_none() {
            return;
        }
        let next = ReceiptClock { since, stopped: None };
        let former = std::mem::replace(&mut self.receipt_clock, next);
        self.former_receipt_clocks.push(former);
    }
}

/// 补正完成: the materials are complete; the five working days begin anew (R33 46(2)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionCompletion {}

impl ActRule for CorrectionCompletion {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(correction) = &mut case.correction {
            correction.completed.get_or_insert(at.dated());
        }
        case.restart_receipt_clock(at.dated());
    }
}

/// 逾期不补正: the designated term ran out; not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionLapse {}

impl ActRule for CorrectionLapse {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_lapsed(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::NotCorrected, None, at);
    }
}

/// An application lapses when the designated term has run out.
pub(super) fn check_lapsed(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let due = case.correction.as_ref().map(|correction| correction_due(correction, at.book).due_on);
    if let Some(due) = due.filter(|due| at.on <= *due) {
        let text =
            words(format!("补正期限至{due}才届满"), format!("the term for correction runs until {due}"));
        findings.breach(at, at.on, "correction_term_runs", (r33("29"), text));
    }
}

/// 暂缓受理: the applicant agrees to mediation first (R33 69).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationDeferral {
    /// Who mediates.
    #[schema(min_length = 1, max_length = 200)]
    pub body: String,
}

impl ActRule for MediationDeferral {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_not_deferred(case, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        // A second deferral, which is irregular, stops nothing.
        if case.deferrals.is_empty() {
            case.receipt_clock.stopped = Some(at.dated());
        }
        case.deferrals.push(Deferral { consent: at.dated(), body: self.body, ended: None });
    }
}

/// After mediation failed, acceptance is decided (R33 69).
pub(super) fn check_not_deferred(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if !case.deferrals.is_empty() {
        let text = words(
            "先行调解未成后应当决定是否受理，不得再次暂缓",
            "after mediation failed, acceptance is decided; it is not deferred again",
        );
        findings.breach(at, at.on, "deferred_once", (r33("69"), text));
    }
}

/// Why mediation before acceptance ended without agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureCause {
    /// 调解不成.
    Failed,
    /// 拒绝调解.
    Refused,
    /// 期限届满 (LAW 14).
    Lapsed,
}

impl Coded for FailureCause {
    const LIST: &'static str = "mediation_failure_cause";
    const ROWS: &'static [(Self, Label)] = &[
        (FailureCause::Failed, label("failed", "调解不成", "No agreement")),
        (FailureCause::Refused, label("refused", "拒绝调解", "A side refused")),
        (FailureCause::Lapsed, label("lapsed", "期限届满", "The period ran out")),
    ];
}

/// 先行调解未成: the commission must now decide on acceptance, in five new working days (our choice).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationFailure {
    /// Why it ended.
    pub cause: FailureCause,
}

impl ActRule for MediationFailure {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(deferral) = case.deferrals.last() else { return };
        let due = deadline::due_of(RuleId::M03, deferral.consent.on, at.book);
        if self.cause == FailureCause::Lapsed && at.on <= due {
            findings.unlawful(
                "mediation_period_runs",
                law("14"),
                words(format!("调解期限至{due}才届满"), format!("the mediation period runs until {due}")),
            );
        }
    }

    /// Once the period has run out the mediation has failed by law, on its last day (LAW 14): whoever writes it down does not
    /// choose when the five working days begin. What ran out ended by itself, and was not mediated longer.
    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let mut since = at.dated();
        if let Some(deferral) = case.deferrals.last_mut() {
            let lapse = deadline::deferral_lapse(deferral, at.book);
            let on = at.on.min(lapse.on);
            deferral.ended =
                Some(if self.cause == FailureCause::Lapsed { Dated { on, ..since } } else { since });
            if at.on > lapse.on {
                since = lapse;
            }
        }
        case.restart_receipt_clock(since);
    }
}

/// 案前调解成功: settled before acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreFilingSettlement {
    /// What was agreed to be paid, in fen.
    pub amount: Fen,
    /// What was paid on the spot, in fen; a recovery before acceptance.
    #[serde(default)]
    pub paid: Fen,
    /// The agreement, where one was made before a mediation body that both sides may ask the commission to review: it goes on
    /// as a mediation case of the same matter, with what is still to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<AgreedBeforeFiling>,
    /// The case that it opened; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub opened: Option<CaseId>,
}

/// 案前调解协议: a mediation agreement of this day, in effect by the signatures and the seal (R33 74).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreedBeforeFiling {
    /// Who mediated; one outside is called by the name in the deferral.
    pub body: MediationBody,
    /// What was agreed, without personal data.
    #[schema(min_length = 1, max_length = 4_000)]
    pub terms: String,
    /// The last day to perform it, where one was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perform_by: Option<NaiveDate>,
    /// Who signed: every applicant and respondent.
    #[schema(min_items = 2, max_items = 5_000)]
    pub signed_by: Vec<PartyNo>,
    /// When the mediator signed.
    pub mediator_signed_on: NaiveDate,
    /// When the body put its seal on it.
    pub sealed_on: NaiveDate,
}

impl PreFilingSettlement {
    /// The mediation case that an agreement goes on as, in effect already; none where nothing was signed, or the amounts
    /// cannot be.
    #[must_use]
    pub fn opening<P>(&self, case: &Case, parties: Vec<Party<P>>) -> Option<Opening<P>> {
        let AgreedBeforeFiling { body, terms, perform_by, signed_by, mediator_signed_on, sealed_on } =
            self.agreed.clone()?;
        let still_to_pay = self.amount.0.checked_sub(self.paid.0).filter(|fen| *fen >= 0)?;
        let agreed = MediationAgreement {
            amount: Fen(still_to_pay),
            terms,
            perform_by,
            paid: Fen::ZERO,
            signed_by,
            mediator_signed_on,
            sealed_on,
        };
        let mediated_by = case.deferrals.last().map(|deferral| deferral.body.clone());
        Some(Opening::Mediation(MediationRequest {
            channel: Channel::OtherProceeding,
            body,
            body_name: mediated_by.filter(|_| body.is_outside()),
            cause: case.cause,
            other_causes: case.other_causes.clone(),
            parties,
            claims: case.claims.clone(),
            agreed: Some(agreed),
            origin: None,
        }))
    }
}

impl ActRule for PreFilingSettlement {
    fn check(&self, _case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        if self.paid > self.amount {
            findings.invalid(
                "paid_more_than_agreed",
                "/paid",
                words("当场支付金额大于协议金额", "more was paid on the spot than was agreed"),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(deferral) = case.deferrals.last_mut() {
            deferral.ended = Some(at.dated());
        }
        if self.paid > Fen::ZERO {
            case.recoveries.push(Recovered { at: at.dated(), amount: self.paid });
        }
        case.close(Manner::SettledBeforeAcceptance, None, at);
    }
}
