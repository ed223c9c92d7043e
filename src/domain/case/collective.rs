//! What a case holds of its representatives, of cases tried with it, of what was split from it, and of applicants who
//! gave up.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;
use crate::domain::claim::Claim;
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

/// How an applicant left a case that goes on without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GivingUp {
    /// 撤回: it may apply again (R33 35).
    Withdrawn,
    /// 按撤回处理: it may not (R33 39).
    DeemedWithdrawn,
}

/// Applicants who left a case that goes on with the others (部分申请人撤回、按撤回处理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GaveUp {
    /// When.
    pub at: Dated,
    /// How.
    pub how: GivingUp,
    /// Who.
    pub parties: Vec<PartyNo>,
    /// The claims that ended with it.
    pub claims: Vec<Claim>,
}
