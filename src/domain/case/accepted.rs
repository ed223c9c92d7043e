//! The acceptance of a case (受理), and what a case that was split off another was accepted with there. Not here: the act that
//! makes it (`act::filing`), and what is told of the first case (`act::collective`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;

/// The acceptance (受理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Accepted {
    /// The day and the entry.
    pub at: Dated,
    /// 案号; none only in a dry run.
    pub number: Option<String>,
    /// How many workers were accepted with these in a case from which this one was split, and stayed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<usize>,
    /// When the parties were first told of a hearing there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing_told: Option<Dated>,
    /// Days that the trial period left out there for announcements of which no act of this case tells: the first, and the one
    /// after the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<(NaiveDate, NaiveDate)>,
}
