//! What may be done with a case, as answers show it (可办事项): the shapes only. Asking it is `app::permitted_acts`' work.

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::permitted_acts::PermittedAct;
use crate::domain::act::kind::ActKind;
use crate::domain::code::{Coded as _, Label};
use crate::domain::id::CaseId;
use crate::domain::refusal::Words;
use crate::http::api::acts;

/// One act, and whether it may be done now.
#[derive(Serialize, ToSchema)]
pub struct ActView {
    /// Which act.
    pub act: ActKind,
    /// What it is called.
    pub label: Label,
    /// Where to post it; `{entry}` stands for the entry that made the thing it is about.
    pub path: String,
    /// Whether the stage, the guards that need nothing but the case, and the caller's role and assignment allow it
    /// today. What depends on the body is asked by a dry run.
    pub permitted: bool,
    /// Why not.
    pub reasons: Vec<Words>,
    /// Whether, not permitted, it may at least be written down where it happened before today: as irregular, once
    /// `acknowledge` is.
    pub recordable: bool,
    /// The codes to acknowledge then (`acknowledge_warnings`).
    pub acknowledge: Vec<String>,
}

impl ActView {
    /// The view of an act on a case.
    #[must_use]
    pub fn of(permitted: PermittedAct, id: CaseId) -> ActView {
        let below = acts::route_of(permitted.act).map_or("", |route| route.path);
        ActView {
            act: permitted.act,
            label: *permitted.act.label(),
            path: format!("/api/v1/cases/{id}/{below}"),
            permitted: permitted.reasons.is_empty(),
            reasons: permitted.reasons,
            recordable: permitted.recordable,
            acknowledge: permitted.acknowledge,
        }
    }
}

/// Every act on a case.
#[derive(Serialize, ToSchema)]
pub struct ActsView {
    /// The acts, in the order of the procedure.
    pub items: Vec<ActView>,
}
