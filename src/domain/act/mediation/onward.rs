//! From mediation to arbitration (转申请仲裁): which mediations lead there, with what, and what they interrupted. LAW 5,
//! 14-15, D17 31. That both cases are written in one transaction is `app::onward`'s.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MediationRefusalGround, own};
use crate::domain::act::filing::{Channel, Receipt, check_no_transfer};
use crate::domain::act::kind::ActKind;
use crate::domain::act::{ActRule, table};
use crate::domain::case::{Case, Dated, MediationCase, OnwardTo};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::code::Coded as _;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::CaseId;
use crate::domain::law::{Article, law};
use crate::domain::limitation::Obstacle;
use crate::domain::party::Party;
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

/// 转申请仲裁: the dispute goes on to arbitration, with its parties and claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnwardArbitration {
    /// How the application came in, if not from here.
    #[serde(default = "Channel::other_proceeding")]
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
    /// 时效中断: days on which a claim was made, relief was sought or the other side consented, beside what earlier proceedings
    /// say (LAW 27).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub interrupted_on: Vec<NaiveDate>,
    /// 时效中止: times in which the applicant could not apply, beside what earlier proceedings say (LAW 27).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub obstacles: Vec<Obstacle>,
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
            interrupted_on: self.interrupted_on.clone(),
            obstacles: self.obstacles.clone(),
            prior: None,
            origin: None,
        }
    }
}

impl ActRule for OnwardArbitration {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_leads_on(case, findings);
        check_no_transfer(self.channel, findings);
        if let Some(last) = case.interruptions().into_iter().max().filter(|last| at.on < *last) {
            let text = words(
                format!("办理日期早于所依据的前一行为（{last}）"),
                format!("the act is dated before what it depends on ({last})"),
            );
            findings.impossible("before_what_it_depends_on", Some(law("5")), text);
        }
        if is_given_up(case) && self.ground.is_none() {
            reason_missing("/ground", findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let kind = CaseKind::Arbitration;
        let onward = self.opened.map(|opened| OnwardTo { kind, case: opened, at: at.dated() });
        own(case, |mediation| mediation.onward = onward);
    }
}

/// Whether a mediation ended in a settlement or a withdrawal: such a dispute goes on only for a reason that is said.
pub(in crate::domain::act) fn is_given_up(case: &Case) -> bool {
    let manner = case.closing.map(|closing| closing.manner);
    matches!(manner, Some(Manner::MediationSettled | Manner::MediationWithdrawn))
}

/// That reason is not said.
pub(in crate::domain::act) fn reason_missing(field: &str, findings: &mut Findings) {
    let text = words(
        "已和解或者已撤回的纠纷转申请仲裁，应当写明理由",
        "a dispute that was settled or withdrawn goes on only for a reason that is said",
    );
    findings.over_limit("ground_missing", field, law("5"), text);
}

/// A mediation that is taken to arbitration by a referral stands where its own act would take it there too, and is not
/// taken before it came to that: not while the mediation or a review runs, and not once a review confirmed it.
pub(in crate::domain::act) fn check_stands_to_go_on(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    if case.mediation.is_none() {
        return;
    }
    if !table::allows(case.stage, ActKind::OnwardArbitration) {
        let stage = case.stage.label();
        let text = words(
            format!("调解案件处于“{}”阶段，不能转申请仲裁", stage.zh),
            format!("a mediation at the stage \u{201c}{}\u{201d} does not go on to arbitration", stage.en),
        );
        findings.unlawful("mediation_not_over", law("5"), text);
    }
    let since = case.interruptions().into_iter().chain([case.stage_since]).max();
    if let Some(since) = since.filter(|since| at.on < *since) {
        let text = words(
            format!("办理日期早于所依据的前一行为（{since}）"),
            format!("the act is dated before what it depends on ({since})"),
        );
        findings.invalid("before_what_it_depends_on", "/on", text);
    }
}

/// A mediation leads to arbitration once, and not after an agreement that holds (LAW 5, 15). One that the
/// commission looked at and would not confirm does not hold (our choice).
pub(in crate::domain::act) fn check_leads_on(case: &Case, findings: &mut Findings) {
    let Some(mediation) = &case.mediation else { return };
    check_not_gone_on(case, law("5"), findings);
    if mediation.agreement.is_none() {
        return;
    }
    if mediation.performed.is_some() {
        let text =
            words("调解协议已履行，不再转申请仲裁", "the agreement was performed: there is no dispute left");
        findings.unlawful("agreement_performed", law("15"), text);
    } else if mediation.defaulted.is_none() && !mediation.is_denied() {
        let text = words(
            "调解协议已生效，未登记不履行的，不能转申请仲裁",
            "the agreement is in effect, and no default is on record",
        );
        findings.unlawful("agreement_not_defaulted", law("15"), text);
    }
}

/// What is before an arbitration tribunal is settled there (our choice): no second title is made of it here.
pub(in crate::domain::act) fn check_not_gone_on(case: &Case, article: Article, findings: &mut Findings) {
    if case.gone_to_arbitration().is_some() {
        let text = words("本纠纷已转申请仲裁", "the dispute went on to arbitration already");
        findings.unlawful("gone_on_already", article, text);
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
