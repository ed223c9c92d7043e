//! What a petition case holds beside what every case has (信访案件).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;

/// A petition case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PetitionCase {
    /// What is asked for.
    pub request: String,
    /// When it was accepted.
    pub accepted: Option<Dated>,
}
