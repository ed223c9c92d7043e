//! The roles in plain words (角色说明): what somebody of each can do, for whoever gives it to them. Not here: the table that is asked
//! (`domain::permission`, printed to `docs/permissions.md`).

use crate::domain::role::Role;

/// What somebody of a role can do, in Chinese and in English.
#[must_use]
pub fn explained(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Clerk => (
            "收件、受理、送达、制作文书；可以查看全部案件，以及当事人的证件号码、电话和住址",
            "Receives, accepts, serves and makes papers; sees every case, and the parties' ID numbers, telephones and addresses.",
        ),
        Role::Arbitrator => (
            "在指派给本人的案件中开庭、裁决；可以查看全部案件，个人信息只在本人的案件中可见",
            "Hears and decides the cases assigned to them; sees every case, and personal data in their own alone.",
        ),
        Role::Mediator => (
            "在指派给本人的案件中调解；可以查看全部案件，个人信息只在本人的案件中可见",
            "Mediates the cases assigned to them; sees every case, and personal data in their own alone.",
        ),
        Role::Supervisor => (
            "指派、审批、更正、公布统计；可以查看全部案件和审计日志，管理日历、仲裁庭和文书模板",
            "Assigns, approves, corrects and publishes; sees every case and the audit log; keeps the calendar, the rooms and the templates.",
        ),
        Role::Report => (
            "供报表程序使用：只能读取统计和案件清单，看不到个人信息；可以发放接口密钥",
            "For a program: it reads figures and lists of cases, without personal data; it can be given keys.",
        ),
        Role::Inspector => (
            "办理劳动保障监察案件；看不到仲裁案件",
            "Works on the cases of the inspectorate; sees no arbitration case.",
        ),
        Role::Admin => (
            "管理人员、仲裁庭、文书模板，查看审计日志；看不到任何案件",
            "Keeps people, rooms and templates, and reads the audit log; sees no case.",
        ),
    }
}
