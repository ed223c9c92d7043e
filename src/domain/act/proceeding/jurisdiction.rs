//! Objection to the jurisdiction (管辖异议) and the decision on it (R33 10). Not here: a transfer of the commission's own
//! motion (`closing`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::act::table::Since;
use crate::domain::case::{Case, Objected};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::deadline::rule::RuleId;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::r33;
use crate::domain::refusal::words;
use crate::domain::service_of_process::Document;
use crate::domain::stage::Manner;

/// 管辖异议: in writing, before the period for the defence ends (A10); one that comes later does not affect the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JurisdictionObjection {
    /// Which party objects.
    pub party: PartyNo,
    /// The commission that it holds to be competent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub competent: Option<String>,
}

impl ActRule for JurisdictionObjection {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_party(case, self.party, "/party", findings);
        let served = case.service_of(Document::ApplicationCopy, self.party);
        let due = served.map(|service| deadline::due_of(RuleId::A08, service.served_on, at.book));
        if let Some(due) = due.filter(|due| at.on > *due) {
            let text = words(
                format!("管辖异议应当在答辩期满前书面提出，答辩期已于{due}届满，不影响仲裁程序进行"),
                format!(
                    "an objection comes before the period for the defence ends ({due}); the procedure goes on"
                ),
            );
            findings.warn("objection_too_late", Some(r33("10")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let made = at.dated();
        case.objections.push(Objected { made, party: self.party, outcome: None, decided: None });
    }
}

/// What was decided on an objection to the jurisdiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JurisdictionOutcome {
    /// 异议成立,移送.
    Upheld,
    /// 驳回异议.
    Rejected,
}

impl Coded for JurisdictionOutcome {
    const LIST: &'static str = "jurisdiction_outcome";
    const ROWS: &'static [(Self, Label)] = &[
        (JurisdictionOutcome::Upheld, label("upheld", "异议成立，移送", "Upheld, the case is transferred")),
        (JurisdictionOutcome::Rejected, label("rejected", "驳回异议", "Rejected")),
    ];
}

/// 管辖异议决定: one that is upheld transfers the case and closes it here (R33 10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JurisdictionRuling {
    /// The objection, by the number of its entry.
    pub objection: EntryNo,
    /// What was decided.
    pub outcome: JurisdictionOutcome,
    /// The receiving commission, if it is upheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub to: Option<String>,
}

impl ActRule for JurisdictionRuling {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let objection = case.objections.iter().find(|objected| objected.made.by == self.objection);
        if objection.is_none_or(|objected| objected.outcome.is_some() || at.on < objected.made.on) {
            let text = words(
                "没有这一待决定的管辖异议，或决定早于异议",
                "there is no such open objection, or the decision lies before it",
            );
            findings.impossible("no_open_objection", Some(r33("10")), text);
        }
        if self.outcome == JurisdictionOutcome::Upheld {
            case.check_since(Since::Closing, at.on, findings);
        }
        if (self.outcome == JurisdictionOutcome::Upheld) != self.to.is_some() {
            let text = words(
                "异议成立的应当写明受移送的仲裁委员会，驳回的不写",
                "an objection that is upheld names the receiving commission, one that is rejected does not",
            );
            findings.invalid("receiver_of_transfer", "/to", text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let own = case.objections.iter_mut().find(|objected| objected.made.by == self.objection);
        if let Some(objected) = own {
            objected.outcome = Some(self.outcome);
            objected.decided = Some(at.dated());
        }
        if self.outcome == JurisdictionOutcome::Upheld {
            case.close(Manner::Transferred, None, at);
        }
    }
}

/// There is an objection to decide on.
pub(in crate::domain::act) fn check_some_open(case: &Case, findings: &mut Findings) {
    if case.objections.iter().all(|objected| objected.outcome.is_some()) {
        let text = words("没有待决定的管辖异议", "there is no open objection to the jurisdiction");
        findings.impossible("no_open_objection", Some(r33("10")), text);
    }
}

/// Whoever opens a hearing while an objection waits is told.
pub(in crate::domain::act) fn warn_of_undecided(case: &Case, findings: &mut Findings) {
    if case.objections.iter().any(|objected| objected.outcome.is_none()) {
        let text = words(
            "管辖异议尚未决定，请核对",
            "an objection to the jurisdiction is not decided; please check",
        );
        findings.warn("objection_undecided", Some(r33("10")), text);
    }
}
