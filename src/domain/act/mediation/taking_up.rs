//! Taking up a mediation (调解的申请与受理): the request, its refusal, the start. LAW 10-12, D17 21-22.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MediationAgreement, MediationBody, own};
use crate::domain::act::ActRule;
use crate::domain::act::filing::{Channel, check_claims, check_of_applicants, check_parties};
use crate::domain::act::opening::{Beginning, Origin, check_channel, check_received_on};
use crate::domain::act::referral::check_not_turned_away;
use crate::domain::case::{Case, MediationCase};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, Claim};
use crate::domain::code::{Coded, Label, label};
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::party::{Party, PersonRef};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::{Manner, Stage};

/// 申请调解: a side asks for mediation, or both do (LAW 10-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationRequest<P> {
    /// How it came in.
    pub channel: Channel,
    /// Who is asked to mediate.
    pub body: MediationBody,
    /// The name of that body, where it is one outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub body_name: Option<String>,
    /// The main cause.
    pub cause: Cause,
    /// Causes beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    pub other_causes: Vec<Cause>,
    /// The parties, workers on one side and employers on the other.
    #[schema(min_items = 2, max_items = 5_100)]
    pub parties: Vec<Party<P>>,
    /// What is asked for.
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Vec<Claim>,
    /// 已达成的调解协议: a case that comes in with its agreement, to be reviewed, begins with that; the day of the request is
    /// then the day on which the agreement took effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<MediationAgreement>,
    /// The proceeding that it came from; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub origin: Option<Origin>,
}

impl<P> MediationRequest<P> {
    /// The same with other parties and another origin.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>, origin: Option<Origin>) -> MediationRequest<Q> {
        let MediationRequest { channel, body, body_name, cause, other_causes, claims, agreed, .. } = self;
        MediationRequest { channel, body, body_name, cause, other_causes, parties, claims, agreed, origin }
    }
}

impl MediationRequest<PersonRef> {
    /// Opens the case.
    ///
    /// # Errors
    /// Everything that is wrong with the request.
    pub fn open(self, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        let mut findings = Findings::default();
        check_received_on(at, &mut findings);
        check_channel(self.channel, self.origin, &mut findings);
        check_parties(&self.parties, &mut findings);
        check_claims(&self.claims, &self.parties, "/claims", &mut findings);
        check_of_applicants(&self.claims, &self.parties, &mut findings);
        check_body(self.body, self.body_name.as_deref(), &mut findings);
        let beginning = Beginning {
            kind: CaseKind::Mediation,
            stage: Stage::MediationRequested,
            channel: self.channel,
            cause: self.cause,
            other_causes: self.other_causes,
            parties: self.parties,
            claims: self.claims,
            prior: None,
            origin: self.origin,
        };
        let mut case = Case::begin(place, beginning, at);
        case.mediation = Some(MediationCase::new(self.body, self.body_name));
        if let Some(agreed) = &self.agreed {
            agreed.check_as_made(&case, "/agreed", at, &mut findings);
        }
        findings.conclude(at)?;
        if let Some(agreed) = self.agreed {
            own(&mut case, |mediation| mediation.started = Some(at.dated()));
            agreed.apply(&mut case, at);
            case.move_to(Stage::MediationAgreed, at.on);
        }
        Ok(case)
    }
}

/// A body outside is called by its name.
fn check_body(body: MediationBody, name: Option<&str>, findings: &mut Findings) {
    if body.is_outside() && name.is_none() {
        let text = words("应当写明调解组织的名称", "a body outside is called by its name");
        findings.invalid("body_name_missing", "/body_name", text);
    }
}

/// Why a mediation is not taken up (D17 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationRefusalGround {
    /// 一方当事人不同意调解.
    SideRefuses,
    /// 不属于劳动争议受理范围.
    OutOfScope,
}

impl Coded for MediationRefusalGround {
    const LIST: &'static str = "mediation_refusal_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            MediationRefusalGround::SideRefuses,
            label("side_refuses", "一方当事人不同意调解", "A side does not agree to mediate"),
        ),
        (
            MediationRefusalGround::OutOfScope,
            label("out_of_scope", "不属于劳动争议受理范围", "Outside the scope of labour disputes"),
        ),
    ];
}

/// 不受理调解: put on record, and the side that asked is told in writing (D17 22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationRefusal {
    /// Why.
    pub ground: MediationRefusalGround,
    /// The day of the written notice, where that is another than the day of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
}

impl ActRule for MediationRefusal {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.ground == MediationRefusalGround::OutOfScope {
            check_not_turned_away(case, findings);
        }
        if self.notified_on.is_some_and(|notified| notified < at.on || notified > at.today) {
            findings.invalid(
                "notice_out_of_order",
                "/notified_on",
                words(
                    "书面通知日期不得早于不受理之日，也不得晚于今天",
                    "the notice is not given before the refusal, nor in the future",
                ),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        own(case, |mediation| {
            mediation.refused = Some(self.ground);
            mediation.refusal_notified_on = self.notified_on;
        });
        case.close(Manner::MediationRefused, None, at);
    }
}

/// 受理调解: both sides agree to mediate (D17 22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationStart {}

impl ActRule for MediationStart {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        own(case, |mediation| mediation.started = Some(at.dated()));
    }
}
