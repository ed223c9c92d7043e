//! The kinds of cases (案件种类): one dispute may pass through several of them (四位一体). Every kind has its docket,
//! its stages and its acts; what differs stands in their tables, not here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::code::{Coded, Label, label};

/// What kind of case it is, and so whose desk it is on.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 仲裁.
    #[default]
    Arbitration,
    /// 调解: by the commission before filing, by the bureau, or by a body outside.
    Mediation,
    /// 劳动保障监察.
    Inspection,
    /// 信访.
    Petition,
}

impl CaseKind {
    /// Whether it is the kind that every case was before there were others.
    #[must_use]
    pub fn is_arbitration(&self) -> bool {
        *self == CaseKind::Arbitration
    }
}

impl Coded for CaseKind {
    const LIST: &'static str = "case_kind";
    const ROWS: &'static [(Self, Label)] = &[
        (CaseKind::Arbitration, label("arbitration", "仲裁", "Arbitration")),
        (CaseKind::Mediation, label("mediation", "调解", "Mediation")),
        (CaseKind::Inspection, label("inspection", "劳动保障监察", "Labour inspection")),
        (CaseKind::Petition, label("petition", "信访", "Petition")),
    ];
}
