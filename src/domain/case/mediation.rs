//! What a mediation case holds beside what every case has (调解案件).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;
use crate::domain::act::mediation::MediationBody;
use crate::domain::id::CaseId;

/// A mediation case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediationCase {
    /// Who mediates.
    pub body: MediationBody,
    /// The name of a body outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_name: Option<String>,
    /// When both sides had agreed and the mediation began.
    pub started: Option<Dated>,
    /// The arbitration case to which the dispute went on.
    pub onward: Option<OnwardTo>,
}

/// To which case a dispute went on, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OnwardTo {
    /// The next case.
    pub case: CaseId,
    /// The act.
    pub at: Dated,
}
