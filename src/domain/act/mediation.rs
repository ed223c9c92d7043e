//! Mediation as a case of its own (调解): before filing at the commission (案前联调), by the bureau (行政调解), or at a
//! body outside. Not here: mediation within an arbitration case (`filing`, `pause`, `decision`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::{Channel, Receipt, check_claims, check_parties};
use crate::domain::act::kind::ActKind;
use crate::domain::act::opening::{Beginning, Origin, check_not_ahead};
use crate::domain::case::{Case, MediationCase, OnwardTo};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Cause, Claim};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::docket::Place;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::CaseId;
use crate::domain::law::law;
use crate::domain::party::{Party, PersonRef};
use crate::domain::refusal::{Refusal, words};
use crate::domain::stage::{Manner, Stage};

/// The acts of a mediation case, as the docket holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented by its struct and by its row in the code list")]
pub enum MediationAct {
    MediationRequest(MediationRequest<PersonRef>),
    MediationStart(MediationStart),
    MediationEnding(MediationEnding),
    OnwardArbitration(OnwardArbitration),
}

impl MediationAct {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            MediationAct::MediationRequest(_) => ActKind::MediationRequest,
            MediationAct::MediationStart(_) => ActKind::MediationStart,
            MediationAct::MediationEnding(_) => ActKind::MediationEnding,
            MediationAct::OnwardArbitration(_) => ActKind::OnwardArbitration,
        }
    }
}

impl ActRule for MediationAct {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        match self {
            MediationAct::MediationRequest(_) => findings.impossible(
                "received_already",
                None,
                words("本案已收件", "the case was received already"),
            ),
            MediationAct::MediationStart(act) => act.check(case, at, findings),
            MediationAct::MediationEnding(act) => act.check(case, at, findings),
            MediationAct::OnwardArbitration(act) => act.check(case, at, findings),
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        match self {
            MediationAct::MediationRequest(_) => {}
            MediationAct::MediationStart(act) => act.apply(case, at),
            MediationAct::MediationEnding(act) => act.apply(case, at),
            MediationAct::OnwardArbitration(act) => act.apply(case, at),
        }
    }
}

/// Who mediates (调解组织): law notes §4, with the bureau's own administrative mediation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationBody {
    /// 仲裁机构案前调解(案前联调).
    Commission,
    /// 行政调解: the bureau itself.
    Bureau,
    /// 企业调解委员会.
    Enterprise,
    /// 乡镇、街道调解组织.
    Township,
    /// 基层人民调解组织.
    PeoplesMediation,
    /// 其他.
    Other,
}

impl Coded for MediationBody {
    const LIST: &'static str = "mediation_body";
    const ROWS: &'static [(Self, Label)] = &[
        (MediationBody::Commission, label("commission", "仲裁机构案前调解", "The commission, before filing")),
        (MediationBody::Bureau, label("bureau", "行政调解", "The bureau, administrative mediation")),
        (MediationBody::Enterprise, label("enterprise", "企业调解委员会", "Enterprise mediation committee")),
        (MediationBody::Township, label("township", "乡镇街道调解组织", "Township or street body")),
        (
            MediationBody::PeoplesMediation,
            label("peoples_mediation", "基层人民调解组织", "People's mediation committee"),
        ),
        (MediationBody::Other, label("other", "其他调解组织", "Another body")),
    ];
}

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
    #[schema(min_items = 2, max_items = 5_000)]
    pub parties: Vec<Party<P>>,
    /// What is asked for.
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Vec<Claim>,
    /// The proceeding that it came from; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub origin: Option<Origin>,
}

impl<P> MediationRequest<P> {
    /// The same with other parties and another origin.
    #[must_use]
    pub fn with<Q>(self, parties: Vec<Party<Q>>, origin: Option<Origin>) -> MediationRequest<Q> {
        let MediationRequest { channel, body, body_name, cause, other_causes, claims, .. } = self;
        MediationRequest { channel, body, body_name, cause, other_causes, parties, claims, origin }
    }
}

impl MediationRequest<PersonRef> {
    /// Opens the case.
    ///
    /// # Errors
    /// Everything that is wrong with the request.
    pub fn open(self, place: Place<'_>, at: &Moment<'_>) -> Result<Case, Refusal> {
        let mut findings = Findings::default();
        check_not_ahead(at, &mut findings);
        check_parties(&self.parties, &mut findings);
        check_claims(&self.claims, &self.parties, "/claims", &mut findings);
        findings.conclude(at)?;
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
        case.mediation =
            Some(MediationCase { body: self.body, body_name: self.body_name, started: None, onward: None });
        Ok(case)
    }
}

/// 受理调解: both sides agree to mediate (D17 22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationStart {}

impl ActRule for MediationStart {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(mediation) = &mut case.mediation {
            mediation.started = Some(at.dated());
        }
    }
}

/// How a mediation ended without an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndingCause {
    /// 调解不成.
    Failed,
    /// 期限届满 (LAW 14).
    Lapsed,
    /// 撤回调解申请.
    Withdrawn,
    /// 和解.
    Settled,
}

impl Coded for EndingCause {
    const LIST: &'static str = "mediation_ending_cause";
    const ROWS: &'static [(Self, Label)] = &[
        (EndingCause::Failed, label("failed", "调解不成", "No agreement")),
        (EndingCause::Lapsed, label("lapsed", "期限届满", "The period ran out")),
        (EndingCause::Withdrawn, label("withdrawn", "撤回调解申请", "The request was withdrawn")),
        (EndingCause::Settled, label("settled", "和解", "The parties settled by themselves")),
    ];
}

/// 终结调解: without an agreement before the mediators (LAW 14, D17 29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationEnding {
    /// How it ended.
    pub cause: EndingCause,
}

impl ActRule for MediationEnding {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let due = deadline::due_of(RuleId::M03, case.received.on, at.book);
        if self.cause == EndingCause::Lapsed && at.on <= due {
            findings.unlawful(
                "mediation_period_runs",
                law("14"),
                words(format!("调解期限至{due}才届满"), format!("the mediation period runs until {due}")),
            );
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let manner = match self.cause {
            EndingCause::Failed | EndingCause::Lapsed => Manner::MediationFailed,
            EndingCause::Withdrawn => Manner::MediationWithdrawn,
            EndingCause::Settled => Manner::MediationSettled,
        };
        case.close(manner, None, at);
    }
}

/// 转申请仲裁: the dispute goes on to arbitration, with its parties, claims and documents; asking for mediation
/// and its failure interrupted the limitation (D17 31).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnwardArbitration {
    /// How the application came in.
    pub channel: Channel,
    /// The claims, where they are others than in the mediation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Option<Vec<Claim>>,
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
        if case.mediation.as_ref().is_some_and(|mediation| mediation.onward.is_some()) {
            let text = words("本纠纷已转申请仲裁", "the dispute went on to arbitration already");
            findings.breach(at, at.on, "gone_on_already", (law("14"), text));
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if let Some(mediation) = &mut case.mediation {
            mediation.onward = self.opened.map(|opened| OnwardTo { case: opened, at: at.dated() });
        }
    }
}

impl Case {
    /// The days on which a mediation interrupted the limitation of what it is about: when it was asked for, and when
    /// it ended without an agreement (D17 31).
    #[must_use]
    pub fn interruptions(&self) -> Vec<NaiveDate> {
        let ended = self.closing.map(|closing| closing.at.on);
        [Some(self.received.on), ended].into_iter().flatten().collect()
    }
}
