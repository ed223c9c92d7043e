//! With what a channel takes a dispute on (接收材料): what its case begins with, beside the parties, the cause and the
//! claims, which are taken over. What the opening asks of all that stands with the acts of each kind.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ReferralAcceptance;
use crate::domain::act::filing::Receipt;
use crate::domain::act::inspection::receipt::{ClueSource, Forum, InspectionReceipt, Project};
use crate::domain::act::mediation::{MediationBody, MediationRequest};
use crate::domain::act::opening::Opening;
use crate::domain::act::petition::PetitionReceipt;
use crate::domain::case::Case;
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::Claim;
use crate::domain::id::PartyNo;
use crate::domain::limitation::Obstacle;
use crate::domain::party::Party;

/// What the new case begins with, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intake {
    /// 仲裁.
    Arbitration(ArbitrationIntake),
    /// 调解.
    Mediation(MediationIntake),
    /// 劳动保障监察.
    Inspection(InspectionIntake),
    /// 信访.
    Petition(PetitionIntake),
}

/// An application to the commission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArbitrationIntake {
    /// The claims; those of the case that is referred, if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Option<Vec<Claim>>,
    /// Why a dispute is taken on whose mediation was withdrawn or settled after it was offered, without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 2_000)]
    pub ground: Option<String>,
    /// 知道或应当知道权利被侵害之日, for the limitation period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infringed_on: Option<NaiveDate>,
    /// 劳动关系终止之日, for the limitation of unpaid wages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_ended_on: Option<NaiveDate>,
    /// 时效中断: days on which the limitation began anew, beside those that the proceedings of the matter know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub interrupted_on: Vec<NaiveDate>,
    /// 时效中止: times in which the applicant could not apply, beside those that an earlier application told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub obstacles: Vec<Obstacle>,
}

/// A request for mediation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationIntake {
    /// Who mediates.
    pub body: MediationBody,
    /// The name of that body, where it is one outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub body_name: Option<String>,
    /// The claims; those of the case that is referred, if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 20_000)]
    pub claims: Option<Vec<Claim>>,
}

/// A clue for the inspectorate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionIntake {
    /// The project, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<Project>,
    /// Who speaks for ten or more complainants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_100)]
    pub representatives: Vec<PartyNo>,
    /// Whether an arbitration commission or a court has the matter already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also_before: Option<Forum>,
    /// 违法行为发生或者终了之日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_ended_on: Option<NaiveDate>,
}

/// A petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionIntake {
    /// What is asked for, without personal data.
    #[schema(min_length = 1, max_length = 2_000)]
    pub request: String,
}

impl Intake {
    /// Of which channel.
    #[must_use]
    pub fn kind(&self) -> CaseKind {
        match self {
            Intake::Arbitration(_) => CaseKind::Arbitration,
            Intake::Mediation(_) => CaseKind::Mediation,
            Intake::Inspection(_) => CaseKind::Inspection,
            Intake::Petition(_) => CaseKind::Petition,
        }
    }

    /// The claims with which the new case begins: its own, or those of the case that is referred. None for a kind that
    /// has no claims.
    pub(super) fn claims<'a>(&'a self, case: &'a Case) -> Option<&'a [Claim]> {
        let own = match self {
            Intake::Arbitration(intake) => &intake.claims,
            Intake::Mediation(intake) => &intake.claims,
            Intake::Inspection(_) | Intake::Petition(_) => return None,
        };
        Some(own.as_deref().unwrap_or(&case.claims))
    }
}

impl ReferralAcceptance {
    /// The material with which the new case begins.
    #[must_use]
    pub fn opening<P>(&self, case: &Case, parties: Vec<Party<P>>) -> Opening<P> {
        let (channel, cause, other_causes) = (self.channel, case.cause, case.other_causes.clone());
        let claims = |own: &Option<Vec<Claim>>| own.as_ref().unwrap_or(&case.claims).clone();
        let origin = None;
        match &self.intake {
            Intake::Arbitration(intake) => Opening::Arbitration(Receipt {
                channel,
                cause,
                other_causes,
                parties,
                claims: claims(&intake.claims),
                infringed_on: intake.infringed_on,
                employment_ended_on: intake.employment_ended_on,
                interrupted_on: intake.interrupted_on.clone(),
                obstacles: intake.obstacles.clone(),
                prior: None,
                origin,
            }),
            Intake::Mediation(intake) => {
                let (body, body_name) = (intake.body, intake.body_name.clone());
                let request = MediationRequest {
                    channel,
                    body,
                    body_name,
                    cause,
                    other_causes,
                    parties,
                    claims: claims(&intake.claims),
                    agreed: None,
                    origin,
                };
                Opening::Mediation(request)
            }
            Intake::Inspection(intake) => Opening::Inspection(InspectionReceipt {
                channel,
                source: source_of(case.kind),
                cause,
                parties,
                complains: None,
                project: intake.project.clone(),
                representatives: intake.representatives.clone(),
                also_before: intake.also_before,
                violation_ended_on: intake.violation_ended_on,
                origin,
            }),
            Intake::Petition(PetitionIntake { request }) => {
                let request = request.clone();
                Opening::Petition(PetitionReceipt { channel, cause, request, parties, origin })
            }
        }
    }
}

/// Where the inspectorate has a referred dispute from.
fn source_of(kind: CaseKind) -> ClueSource {
    match kind {
        CaseKind::Petition => ClueSource::Petition,
        CaseKind::Arbitration | CaseKind::Mediation | CaseKind::Inspection => ClueSource::Transferred,
    }
}
