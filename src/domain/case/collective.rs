//! What a case holds of its representatives, of cases tried with it, and of what was split from it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;
use crate::domain::id::{CaseId, PartyNo};

/// The workers who represent the others (代表人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Represented {
    /// Since when.
    pub since: Dated,
    /// Who.
    pub parties: Vec<PartyNo>,
}

/// Another case that is tried together with this one (合并审理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Joint {
    /// The other case.
    pub case: CaseId,
    /// Since when.
    pub at: Dated,
}

/// Applicants who went on in a case of their own (分案).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SplitOff {
    /// When.
    pub at: Dated,
    /// Who left.
    pub parties: Vec<PartyNo>,
    /// The case in which they go on.
    pub case: Option<CaseId>,
}
