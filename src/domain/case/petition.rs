//! What a petition case holds beside what every case has (信访案件).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;
use crate::domain::act::petition::{PetitionOutcome, RedirectionKind};

/// A petition case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionCase {
    /// What is asked for.
    pub request: String,
    /// When it was accepted.
    pub accepted: Option<Dated>,
    /// The extension of its handling that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<PetitionExtended>,
    /// Where it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected: Option<PetitionRedirected>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<PetitionAnswered>,
}

/// The extension of the handling of a petition (延期办理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PetitionExtended {
    /// The approval.
    pub approved: Dated,
    /// By how many calendar days.
    pub days: u16,
    /// What the petitioner is told of why.
    pub ground: String,
}

/// Where a petition was sent (转送、告知).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PetitionRedirected {
    /// When.
    pub at: Dated,
    /// Passed on, or the petitioner told where to go.
    pub kind: RedirectionKind,
    /// To which body.
    pub to: String,
}

/// The answer to a petition (信访答复).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PetitionAnswered {
    /// When.
    pub at: Dated,
    /// Whether what was asked for is supported.
    pub outcome: PetitionOutcome,
    /// What was answered.
    pub text: String,
}
