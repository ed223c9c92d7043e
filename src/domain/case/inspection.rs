//! What an inspection case holds beside what every case has (监察案件).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Dated;
use crate::domain::act::inspection::ClueSource;

/// An inspection case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionCase {
    /// Where the inspectorate has it from.
    pub source: ClueSource,
    /// 立案: when the investigation was opened.
    pub opened: Option<Dated>,
}
