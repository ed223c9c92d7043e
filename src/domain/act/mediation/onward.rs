//! From mediation to arbitration (转申请仲裁): which mediations lead there, with what, and what they interrupted. LAW 5,
//! 14-15, D17 31. That both cases are written in one transaction is `app::onward`'s.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MediationRefusalGround, own};
use crate::domain::act::ActRule;
use crate::domain::act::filing::{Channel, Receipt};
use crate::domain::case::{Case, Dated, MediationCase, OnwardTo};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::CaseId;
use crate::domain::law::law;
use crate::domain::party::Party;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

/// 转申请仲裁: the dispute goes on to arbitration, with its parties and claims, and with the days on which the
/// mediation interrupted the limitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnwardArbitration {
    /// How the application came in.
    pub channel: Channel,
    /// The claims, where they are others than in the mediation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Option<Vec<Claim>>,
    /// Why a dispute goes on whose mediation was withdrawn or settled, without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 2_000)]
    pub ground: Option<String>,
    /// 知道或应当知道权利被侵害之日, for the limitation period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infringed_on: Option<NaiveDate>,
    /// 劳动关系终止之日, for the limitation of unpaid wages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_ended_on: Option<NaiveDate>,
    /// The case that it opened; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub opened: Option<CaseId>,
}

impl OnwardArbitration {
    /// The application that the arbitration case begins with.
    #[must_use]
    pub fn receipt<P>(&self, case: &Case, parties: Vec<Party<P>>) -> Receipt<P> {
        Receipt {
            channel: self.channel,
            cause: case.cause,
            other_causes: case.other_causes.clone(),
            parties,
            claims: self.claims.clone().unwrap_or_else(|| case.claims.clone()),
            infringed_on: self.infringed_on,
            employment_ended_on: self.employment_ended_on,
            interrupted_on: case.interruptions(),
            obstacles: Vec::new(),
            prior: None,
            origin: None,
        }
    }
}

impl ActRule for OnwardArbitration {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_leads_on(case, findings);
        if let Some(last) = case.interruptions().into_iter().max().filter(|last| at.on < *last) {
            let text = words(
                format!("办理日期早于所依据的前一行为({last})"),
                format!("the act is dated before what it depends on ({last})"),
            );
            findings.impossible("before_what_it_depends_on", Some(law("5")), text);
        }
        let manner = case.closing.map(|closing| closing.manner);
        let given_up = matches!(manner, Some(Manner::MediationSettled | Manner::MediationWithdrawn));
        if given_up && self.ground.is_none() {
            let text = words(
                "已和解或者已撤回的纠纷转申请仲裁,应当写明理由",
                "a dispute that was settled or withdrawn goes on only for a reason that is said",
            );
            findings.over_limit("ground_missing", "/ground", law("5"), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let onward = self.opened.map(|opened| OnwardTo { case: opened, at: at.dated() });
        own(case, |mediation| mediation.onward = onward);
    }
}

/// A mediation leads to arbitration once, and not after an agreement that holds (LAW 5, 15). One that the
/// commission looked at and would not confirm does not hold (our choice).
pub(in crate::domain::act) fn check_leads_on(case: &Case, findings: &mut Findings) {
    let Some(mediation) = &case.mediation else { return };
    if mediation.onward.is_some() || case.was_taken_by(CaseKind::Arbitration) {
        let text = words("本纠纷已转申请仲裁", "the dispute went on to arbitration already");
        findings.unlawful("gone_on_already", law("5"), text);
    }
    if mediation.agreement.is_none() {
        return;
    }
    if mediation.performed.is_some() {
        let text =
            words("调解协议已履行,不再转申请仲裁", "the agreement was performed: there is no dispute left");
        findings.unlawful("agreement_performed", law("15"), text);
    } else if mediation.defaulted.is_none() && !mediation.is_denied() {
        let text = words(
            "调解协议已生效,未登记不履行的,不能转申请仲裁",
            "the agreement is in effect, and no default is on record",
        );
        findings.unlawful("agreement_not_defaulted", law("15"), text);
    }
}

impl Case {
    /// The days on which a mediation interrupted the limitation of what it is about (LAW 27, D17 31): the request, a
    /// refusal to mediate or to go on, the end without an agreement, the consent in an agreement or a settlement, its
    /// default, and the application for an order to pay.
    #[must_use]
    pub fn interruptions(&self) -> Vec<NaiveDate> {
        let Some(mediation) = &self.mediation else { return Vec::new() };
        let on = |dated: Option<Dated>| dated.map(|dated| dated.on);
        let ended = self.ended_interrupting(mediation);
        let days = [Some(self.received.on), ended, on(mediation.defaulted), on(mediation.payment_order)];
        let mut days: Vec<NaiveDate> = days.into_iter().flatten().collect();
        days.dedup();
        days
    }

    /// The day on which its end interrupted: a period that ran out did so on its last day, however late that is put
    /// on record. A mediation that was withdrawn, or is outside the scope, interrupted only when it was asked for
    /// (our choice).
    fn ended_interrupting(&self, mediation: &MediationCase) -> Option<NaiveDate> {
        let closing = self.closing?;
        let nobody_said_no = closing.manner == Manner::MediationWithdrawn
            || mediation.refused == Some(MediationRefusalGround::OutOfScope);
        mediation.lapsed_on.or(Some(closing.at.on)).filter(|_| !nobody_said_no)
    }
}
