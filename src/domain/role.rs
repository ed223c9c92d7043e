//! Roles (角色): what a person is in the office. Not here: what a role may do (`permission`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Coded, Label, label};

/// What a person with a login is in the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives, files and serves (立案/书记员).
    Clerk,
    /// Decides (仲裁员).
    Arbitrator,
    /// Settles (调解员).
    Mediator,
    /// Watches, assigns and approves (监督人员: 院长, 分管领导).
    Supervisor,
    /// The machine that pulls figures (报表客户端).
    Report,
    /// Looks after wage arrears (劳动监察员).
    Inspector,
    /// Keeps people and settings (系统管理员); sees no case.
    Admin,
}

impl Role {
    /// The kind of case to whose desk (股室) the role is confined; none for roles that work on every kind.
    #[must_use]
    pub fn desk(self) -> Option<CaseKind> {
        match self {
            Role::Inspector => Some(CaseKind::Inspection),
            Role::Clerk
            | Role::Arbitrator
            | Role::Mediator
            | Role::Supervisor
            | Role::Report
            | Role::Admin => None,
        }
    }
}

impl Coded for Role {
    const LIST: &'static str = "role";
    const ROWS: &'static [(Self, Label)] = &[
        (Role::Clerk, label("clerk", "立案/书记员", "clerk")),
        (Role::Arbitrator, label("arbitrator", "仲裁员", "arbitrator")),
        (Role::Mediator, label("mediator", "调解员", "mediator")),
        (Role::Supervisor, label("supervisor", "监督人员（院长/分管领导）", "supervisor")),
        (Role::Report, label("report", "报表客户端", "report client")),
        (Role::Inspector, label("inspector", "劳动监察员", "labour inspector")),
        (Role::Admin, label("admin", "系统管理员", "administrator")),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_serdes_names() {
        assert_eq!(Role::ROWS.len(), 7);
        for (role, label) in Role::ROWS {
            assert_eq!(serde_json::to_value(role).unwrap(), label.code);
        }
    }
}
