//! The mediation agreement (调解协议): how it comes into effect, and what becomes of it. LAW 14-16, D17 24-27.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::onward::check_not_gone_on;
use super::{conduct, own};
use crate::domain::act::ActRule;
use crate::domain::act::collective::warn_of_consent;
use crate::domain::case::{Agreement, Case, Recovered};
use crate::domain::claim::ClaimItem;
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::{Article, law, r33};
use crate::domain::money::Fen;
use crate::domain::party::{Party, Side};
use crate::domain::refusal::{listed, words};
use crate::domain::stage::Manner;

/// 达成调解协议: in effect once both sides and the mediator have signed and the body has sealed it (LAW 14). Its legal
/// date is the day of the last of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationAgreement {
    /// What is to be paid, in fen.
    pub amount: Fen,
    /// What was agreed, without personal data.
    #[schema(min_length = 1, max_length = 4_000)]
    pub terms: String,
    /// The last day to perform it, where one was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perform_by: Option<NaiveDate>,
    /// What was paid on the spot, in fen.
    #[serde(default)]
    pub paid: Fen,
    /// Who signed: every applicant and respondent.
    #[schema(min_items = 1, max_items = 5_100)]
    pub signed_by: Vec<PartyNo>,
    /// When the mediator signed.
    pub mediator_signed_on: NaiveDate,
    /// When the body put its seal on it.
    pub sealed_on: NaiveDate,
}

impl ActRule for MediationAgreement {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        self.check_as_made(case, "", at, findings);
        check_not_gone_on(case, law("14"), findings);
        let due = conduct::last_day(case, at.book);
        if at.on > due {
            let text = words(
                format!("调解期限已于{due}届满，视为调解不成；双方仍达成协议的，请核对"),
                format!("the mediation period ended on {due} and counts as failed; please check"),
            );
            findings.warn("mediation_period_ran_out", Some(law("14")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let agreement = Agreement { at: at.dated(), amount: self.amount, perform_by: self.perform_by };
        own(case, |mediation| mediation.agreement = Some(agreement));
        recover(case, self.paid, at);
        case.close(Manner::MediationAgreed, None, at);
    }
}

impl MediationAgreement {
    /// What is wrong with an agreement in itself; `within` is the JSON pointer of the object that it stands in.
    pub(super) fn check_as_made(&self, case: &Case, within: &str, at: &Moment<'_>, findings: &mut Findings) {
        let field = |name: &str| format!("{within}/{name}");
        check_signed_by_all(case, &self.signed_by, (&field("signed_by"), law("14")), findings);
        for (name, signed) in [("mediator_signed_on", self.mediator_signed_on), ("sealed_on", self.sealed_on)]
        {
            if signed > at.on {
                let text = words(
                    "协议在调解员签名并加盖印章后才生效",
                    "the agreement takes effect once the mediator has signed and the seal is on it",
                );
                findings.over_limit("not_in_effect_yet", &field(name), law("14"), text);
            }
        }
        if self.perform_by.is_some_and(|last| last < at.on) {
            let text = words("履行期限早于协议生效之日", "the last day to perform lies before the agreement");
            findings.invalid("due_before_agreement", &field("perform_by"), text);
        }
        if self.paid > self.amount {
            let text = words("当场支付金额大于协议金额", "more was paid on the spot than was agreed");
            findings.invalid("paid_more_than_agreed", &field("paid"), text);
        }
    }
}

/// Every applicant and respondent, and nobody else; workers who are represented may leave it to those who represent them,
/// with their consent (LAW 7).
pub(super) fn check_signed_by_all(
    case: &Case,
    signed: &[PartyNo],
    (field, article): (&str, Article),
    findings: &mut Findings,
) {
    let all: BTreeSet<PartyNo> = case.signatories().collect();
    let signed_by: BTreeSet<PartyNo> = signed.iter().copied().collect();
    let (represented, missing): (Vec<PartyNo>, Vec<PartyNo>) =
        all.difference(&signed_by).partition(|party| is_represented(case, **party));
    if !represented.is_empty() {
        warn_of_consent(case, findings);
    }
    if !missing.is_empty() {
        let numbers: Vec<String> = missing.iter().map(PartyNo::to_string).collect();
        let named = listed(&numbers, &numbers);
        let text = words(
            format!("第{}号当事人尚未签名或者盖章；应当由双方全体当事人签名或者盖章", named.zh),
            format!("not signed by party {}; every party of both sides must have signed", named.en),
        );
        findings.over_limit("not_signed_by_all", field, article, text);
    }
    for (index, _) in signed.iter().enumerate().filter(|(_, party)| !all.contains(party)) {
        let text = words("不是应当签名的当事人", "not a party whose signature is needed");
        findings.invalid("not_a_signatory", &format!("{field}/{index}"), text);
    }
}

/// Whether a worker of a collective dispute is spoken for by others.
fn is_represented(case: &Case, no: PartyNo) -> bool {
    let spoken_for = case.representation.as_ref().is_some_and(|chosen| !chosen.parties.contains(&no));
    spoken_for && case.party(no).is_some_and(|party| party.side == Side::Applicant && party.is_worker())
}

/// A file whose agreement may still be reviewed, or is not known to have been performed, is not put away unseen: nothing
/// of that can be recorded afterwards.
pub(in crate::domain::act) fn warn_of_open_agreement(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let Some(mediation) = &case.mediation else { return };
    let over =
        mediation.performed.is_some() || mediation.is_confirmed() || case.gone_to_arbitration().is_some();
    let Some(agreement) = mediation.agreement.filter(|_| !over) else { return };
    let due = deadline::due_of(RuleId::M04, agreement.at.on, at.book);
    if at.on <= due && mediation.reviews.is_empty() {
        let text = words(
            format!("双方可不迟于{due}申请仲裁审查，归档后不能再登记"),
            format!("both sides may ask for a review until {due}; after the archive it cannot be recorded"),
        );
        findings.warn("review_term_runs", Some(r33("74")), text);
    }
    let text = words(
        "协议尚未登记履行，归档后不能再登记履行或者不履行",
        "the agreement is not on record as performed; after the archive neither that nor a default can be recorded",
    );
    findings.warn("agreement_not_performed", Some(law("15")), text);
}

fn recover(case: &mut Case, paid: Fen, at: &Moment<'_>) {
    if paid > Fen::ZERO {
        case.recoveries.push(Recovered { at: at.dated(), amount: paid });
    }
}

/// Nothing becomes of an agreement before it is in effect.
fn check_after_agreement(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let agreement = case.mediation.as_ref().and_then(|mediation| mediation.agreement);
    if agreement.is_some_and(|agreement| at.on < agreement.at.on) {
        let text = words("办理日期早于协议生效之日", "the act is dated before the agreement took effect");
        findings.impossible("before_the_agreement", Some(law("14")), text);
    }
}

/// 履行协议: what was agreed has been done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementPerformance {
    /// What was paid with it, in fen; a recovery of this day.
    #[serde(default)]
    pub paid: Fen,
}

impl ActRule for AgreementPerformance {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_after_agreement(case, at, findings);
        check_unperformed(case, findings);
        let before: Fen = case.recoveries.iter().map(|recovered| recovered.amount).sum();
        if before.0.saturating_add(self.paid.0) != case.awarded().0 {
            let text = words(
                "累计支付金额与协议金额不一致，请核对",
                "what was paid in all is not what was agreed; please check",
            );
            findings.warn("paid_not_as_agreed", Some(law("14")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        own(case, |mediation| mediation.performed = Some(at.dated()));
        recover(case, self.paid, at);
    }
}

/// What is done is not done again, nor refused afterwards.
pub(in crate::domain::act) fn check_unperformed(case: &Case, findings: &mut Findings) {
    if case.mediation.as_ref().is_some_and(|mediation| mediation.performed.is_some()) {
        let text = words("调解协议已履行", "the agreement has been performed");
        findings.unlawful("agreement_performed", law("14"), text);
    }
}

/// 不履行协议: the other side may go to arbitration, or ask a court for an order to pay (LAW 15-16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementDefault {
    /// Who does not do what was agreed.
    pub party: PartyNo,
}

impl ActRule for AgreementDefault {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_after_agreement(case, at, findings);
        check_default(case, at, findings);
        if !case.signatories().any(|party| party == self.party) {
            let text = words("不是协议的当事人", "not a party to the agreement");
            findings.invalid("party_unknown", "/party", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        own(case, |mediation| {
            if mediation.defaulted.is_none() {
                mediation.defaulted = Some(at.dated());
                mediation.defaulted_by = Some(self.party);
            }
        });
    }
}

/// Nobody is in default before the day that was agreed has passed, nor twice, nor after performing.
pub(in crate::domain::act) fn check_default(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    check_unperformed(case, findings);
    let Some(mediation) = &case.mediation else { return };
    if let Some(last) =
        mediation.agreement.and_then(|agreement| agreement.perform_by).filter(|last| at.on <= *last)
    {
        let text = words(
            format!("协议约定的履行期限至{last}才届满"),
            format!("the agreement may be performed until {last}"),
        );
        findings.breach(at, at.on, "not_due_yet", (law("15"), text));
    }
    if mediation.defaulted.is_some() {
        let text = words("已登记不履行协议", "the default is on record already");
        findings.unlawful("defaulted_already", law("15"), text);
    }
}

/// 申请支付令: a worker asks a court for an order to pay what was agreed and is not paid (LAW 16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CourtPaymentOrder {
    /// The court.
    #[schema(min_length = 1, max_length = 200)]
    pub court: String,
}

impl ActRule for CourtPaymentOrder {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_after_agreement(case, at, findings);
        check_payment_order(case, findings);
        let defaulted_by = case.mediation.as_ref().and_then(|mediation| mediation.defaulted_by);
        if defaulted_by.and_then(|no| case.party(no)).is_some_and(Party::is_worker) {
            let text = words(
                "支付令适用于用人单位不履行协议，登记的不履行一方是劳动者，请核对",
                "an order to pay is against an employer; the default on record is a worker's; please check",
            );
            findings.warn("employer_not_in_default", Some(law("16")), text);
        }
        let payable = |item: ClaimItem| match item {
            ClaimItem::Wages
            | ClaimItem::InjuryMedicalCosts
            | ClaimItem::SeverancePay
            | ClaimItem::Damages => true,
            ClaimItem::WorkingTimeStandard
            | ClaimItem::SocialInsuranceStandard
            | ClaimItem::InjuryBenefits
            | ClaimItem::Relationship
            | ClaimItem::Reinstatement
            | ClaimItem::Certificates
            | ClaimItem::Other => false,
        };
        if !case.claims.iter().any(|claim| payable(claim.item)) {
            // What a party asks of a court is the court's to admit: the register only says what is odd about it.
            let text = words(
                "支付令适用于劳动报酬、工伤医疗费、经济补偿或者赔偿金的协议，请核对",
                "an order to pay is given for wages, medical costs, severance pay or damages; please check",
            );
            findings.warn("not_for_payment", Some(law("16")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        own(case, |mediation| {
            mediation.payment_order.get_or_insert(at.dated());
        });
    }
}

/// Only what was not done as agreed leads to a court.
pub(in crate::domain::act) fn check_payment_order(case: &Case, findings: &mut Findings) {
    check_unperformed(case, findings);
    if case.mediation.as_ref().is_none_or(|mediation| mediation.defaulted.is_none()) {
        let text = words("尚未登记不履行协议", "no default of the agreement is on record");
        findings.unlawful("agreement_not_defaulted", law("16"), text);
    }
}
