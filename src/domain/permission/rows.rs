//! The rows of the permission table that several operations share (权限表各行). Not here: which operation has which
//! row (`permission`), and the acts (`acts`).

use super::{Operation, Permit};
use crate::domain::case_kind::CaseKind;
use crate::domain::code::{Label, label};
use crate::domain::role::Role;

/// What supervisors alone do.
pub(super) fn permit_supervision(role: Role) -> Permit {
    match role {
        Role::Supervisor => Permit::Office,
        Role::Clerk | Role::Arbitrator | Role::Mediator | Role::Report | Role::Inspector | Role::Admin => {
            Permit::No
        }
    }
}

/// Who and which rooms there are is for whoever seats a tribunal or sets a hearing, and who keeps the accounts.
pub(super) fn permit_staff(role: Role) -> Permit {
    match role {
        Role::Clerk | Role::Arbitrator | Role::Mediator | Role::Supervisor | Role::Admin => Permit::Office,
        Role::Report | Role::Inspector => Permit::No,
    }
}

/// The feed tells of every case of the office that something was done in it: for the machine that keeps figures up to date,
/// and for who supervises it.
pub(super) fn permit_changes(role: Role) -> Permit {
    match role {
        Role::Supervisor | Role::Report => Permit::Office,
        Role::Clerk | Role::Arbitrator | Role::Mediator | Role::Inspector | Role::Admin => Permit::No,
    }
}

/// Figures are for whoever reads every case, and the machine that pulls them; of the inspectors those in which their own
/// work is, and nothing else. The fewer ratings a period has, the nearer its figures come to one rater, so the rated get
/// none (ADR 25).
pub(super) fn permit_figures(role: Role, operation: Operation) -> Permit {
    match role {
        Role::Clerk | Role::Arbitrator | Role::Mediator if operation == Operation::ReadRatingFigures => {
            Permit::No
        }
        Role::Clerk | Role::Arbitrator | Role::Mediator | Role::Supervisor | Role::Report => Permit::Office,
        Role::Inspector if operation == Operation::ReadArrearsFigures => Permit::Desk,
        Role::Inspector | Role::Admin => Permit::No,
    }
}

/// Personal data, files and papers are seen by who serves, and by who works on the case. Files are brought by whoever records
/// acts in it, and approvals are acts too; the same people hand out codes and links to parties.
pub(super) fn permit_personal(role: Role, operation: Operation) -> Permit {
    match role {
        Role::Clerk => Permit::Office,
        Role::Supervisor if matches!(operation, Operation::AddFile | Operation::ServeParties) => {
            Permit::Office
        }
        Role::Arbitrator | Role::Mediator | Role::Supervisor => Permit::Assigned,
        // The papers are of arbitration and mediation.
        Role::Inspector if operation == Operation::MakePaper => Permit::No,
        Role::Inspector => Permit::Desk,
        Role::Report | Role::Admin => Permit::No,
    }
}

/// What the tribunal and those who approve say among themselves is for them and the clerks, not for who mediates. Parties
/// come to the clerks for copies.
pub(super) fn permit_volume(role: Role, operation: Operation) -> Permit {
    match role {
        Role::Clerk => Permit::Office,
        Role::Arbitrator | Role::Supervisor if operation == Operation::ReadSecondaryVolume => {
            Permit::Assigned
        }
        Role::Inspector if operation == Operation::ReadSecondaryVolume => Permit::Desk,
        Role::Arbitrator
        | Role::Supervisor
        | Role::Inspector
        | Role::Mediator
        | Role::Report
        | Role::Admin => Permit::No,
    }
}

/// Own feeds are for whoever has hearings (inspectors' cases have none); those of rooms and of others for who sets them.
pub(super) fn permit_feed(role: Role, operation: Operation) -> Permit {
    match role {
        Role::Clerk | Role::Supervisor => Permit::Office,
        Role::Arbitrator | Role::Mediator if operation == Operation::MakeOwnFeed => Permit::Office,
        Role::Arbitrator | Role::Mediator | Role::Report | Role::Inspector | Role::Admin => Permit::No,
    }
}

/// Who answers for a channel: those who open its cases. The inspectorate answers for itself, not the counter; an
/// inspector finds the cases that are referred to the desk, and no others.
pub(super) fn permit_answer(role: Role, channel: CaseKind) -> Permit {
    use Permit::{No, Office};
    let [clerk, mediator, inspector] = match channel {
        CaseKind::Arbitration | CaseKind::Petition => [Office, No, No],
        CaseKind::Mediation => [Office, Office, No],
        CaseKind::Inspection => [No, No, Office],
    };
    match role {
        Role::Clerk => clerk,
        Role::Mediator => mediator,
        Role::Inspector => inspector,
        Role::Arbitrator | Role::Supervisor | Role::Report | Role::Admin => No,
    }
}

/// What answering a referral for a channel is called.
pub(super) fn answer_label(channel: CaseKind) -> Label {
    match channel {
        CaseKind::Arbitration => {
            label("answer_referral_arbitration", "答复移交（仲裁）", "Answer a referral to arbitration")
        }
        CaseKind::Mediation => {
            label("answer_referral_mediation", "答复移交（调解）", "Answer a referral to mediation")
        }
        CaseKind::Inspection => {
            label("answer_referral_inspection", "答复移交（监察）", "Answer a referral to the inspectorate")
        }
        CaseKind::Petition => {
            label("answer_referral_petition", "答复移交（信访）", "Answer a referral to the petition desk")
        }
    }
}
