//! By whom an act is done (由谁办理), in words, for whoever may not do it by their role. Not here: the table that is asked
//! (`domain::permission`, printed to `docs/permissions.md`).

use crate::domain::act::kind::ActKind;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::role::Role;
use crate::http::pages::frame::Frame;

/// By whom an act in a case of a kind is done; nothing for whose role it is, whatever else stands in their way.
#[must_use]
pub fn by_whom(f: &Frame, act: ActKind, kind: CaseKind) -> Option<String> {
    let reader = f.person.as_ref()?.role;
    let may = |role: Role| match permit(role, Operation::Perform(act)) {
        Permit::Office => Some(f.say("", "")),
        Permit::Assigned => Some(f.say("本案", " of the case")),
        Permit::Desk => (role.desk() == Some(kind)).then_some(f.say("", "")),
        Permit::No => None,
    };
    if may(reader).is_some() {
        return None;
    }
    let who: Vec<String> = Role::ROWS
        .iter()
        .filter_map(|(role, _)| {
            let (own, (zh, en)) = (may(*role)?, name(*role));
            Some(f.say(&format!("{own}{zh}"), &format!("{en}{own}")).to_owned())
        })
        .collect();
    let said = || f.say("由{}办理", "done by {}").replace("{}", &who.join(f.say("、", " or ")));
    (!who.is_empty()).then(said)
}

/// Who somebody of a role is to their colleagues, shorter than the role is called among the settings.
fn name(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Clerk => ("书记员", "a clerk"),
        Role::Arbitrator => ("仲裁员", "an arbitrator"),
        Role::Mediator => ("调解员", "a mediator"),
        Role::Supervisor => ("监督人员", "a supervisor"),
        Role::Report => ("报表客户端", "the report client"),
        Role::Inspector => ("劳动监察员", "a labour inspector"),
        Role::Admin => ("系统管理员", "an administrator"),
    }
}
