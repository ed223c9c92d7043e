//! How an inspection ends (监察结案): paid, decided, enforced, nothing found, hazards resolved; or handed over to
//! mediation or arbitration. Not here: the police (`police`), refusal and withdrawal (`receipt`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::act::filing::{Channel, Receipt, check_no_transfer};
use crate::domain::act::inspection::acceptance::check_not_accepted_by_lapse;
use crate::domain::act::inspection::papers::PaperKind;
use crate::domain::act::mediation::{MediationBody, MediationRequest};
use crate::domain::act::opening::Opening;
use crate::domain::case::{Case, InspectionCase, OnwardTo};
use crate::domain::case_kind::CaseKind;
use crate::domain::claim::{Claim, ClaimItem};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline::{State, deadlines};
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{CaseId, ClaimNo};
use crate::domain::law::gdls;
use crate::domain::limitation::Obstacle;
use crate::domain::money::Fen;
use crate::domain::party::{Party, Side};
use crate::domain::refusal::words;
use crate::domain::stage::Manner;

/// What came of the inspection (处理结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InspectionOutcome {
    /// 支付完毕.
    Paid,
    /// 部分支付.
    PartlyPaid,
    /// 作出行政处理或处罚决定.
    Decided,
    /// 申请法院强制执行.
    Enforced,
    /// 撤销立案.
    Revoked,
    /// 未发现违法行为.
    Clean,
    /// 隐患全部化解.
    HazardsResolved,
}

impl Coded for InspectionOutcome {
    const LIST: &'static str = "inspection_outcome";
    const ROWS: &'static [(Self, Label)] = &[
        (InspectionOutcome::Paid, label("paid", "支付完毕", "Paid in full")),
        (InspectionOutcome::PartlyPaid, label("partly_paid", "部分支付", "Paid in part")),
        (InspectionOutcome::Decided, label("decided", "作出处理、处罚决定", "Decided")),
        (InspectionOutcome::Enforced, label("enforced", "申请强制执行", "Enforcement applied for")),
        (InspectionOutcome::Revoked, label("revoked", "撤销立案", "Revoked")),
        (InspectionOutcome::Clean, label("clean", "未发现违法行为", "Nothing unlawful found")),
        (
            InspectionOutcome::HazardsResolved,
            label("hazards_resolved", "隐患全部化解", "All hazards resolved"),
        ),
    ];
}

impl InspectionOutcome {
    fn manner(self) -> Manner {
        match self {
            InspectionOutcome::Paid => Manner::InspectionPaid,
            InspectionOutcome::PartlyPaid => Manner::InspectionPartlyPaid,
            InspectionOutcome::Decided => Manner::InspectionDecided,
            InspectionOutcome::Enforced => Manner::InspectionEnforced,
            InspectionOutcome::Revoked => Manner::InspectionRevoked,
            InspectionOutcome::Clean => Manner::InspectionClean,
            InspectionOutcome::HazardsResolved => Manner::HazardsResolved,
        }
    }

    /// Why the case does not stand so; none if it does.
    fn objection(self, own: &InspectionCase) -> Option<(&'static str, &'static str, &'static str)> {
        let decided =
            || own.papers.iter().any(|paper| matches!(paper.kind, PaperKind::Decision | PaperKind::Penalty));
        let (holds, code, zh, en) = match self {
            InspectionOutcome::Paid => (
                own.paid_in_full().is_some(),
                "not_paid_in_full",
                "工资尚未全部支付",
                "the wages are not paid in full",
            ),
            InspectionOutcome::PartlyPaid => (
                own.recovered() > Fen::ZERO && own.outstanding() > Fen::ZERO,
                "not_paid_in_part",
                "工资不是部分支付",
                "the wages are not paid in part",
            ),
            InspectionOutcome::Decided => {
                (decided(), "no_decision", "没有处理、处罚决定书", "there is no decision or penalty")
            }
            InspectionOutcome::Enforced => (
                decided() || own.order().is_some(),
                "nothing_to_enforce",
                "没有可申请执行的文书",
                "there is no paper to be enforced",
            ),
            InspectionOutcome::Revoked => {
                (own.opened.is_some(), "not_opened", "本案尚未立案", "the case was not opened")
            }
            InspectionOutcome::Clean => (
                own.hazards.is_empty() && own.owed() == Fen::ZERO,
                "something_was_found",
                "本案登记有隐患或者欠薪",
                "hazards or unpaid wages are on record",
            ),
            InspectionOutcome::HazardsResolved => (
                !own.hazards.is_empty() && own.open_hazards().next().is_none(),
                "hazards_open",
                "没有隐患，或者隐患未全部化解",
                "there is no hazard, or one is open",
            ),
        };
        (!holds).then_some((code, zh, en))
    }

    /// What was looked into without an opening ends without one: only where nothing is to be ordered, and nobody complained.
    fn needs_opening(self) -> bool {
        match self {
            InspectionOutcome::Clean | InspectionOutcome::HazardsResolved => false,
            InspectionOutcome::Paid
            | InspectionOutcome::PartlyPaid
            | InspectionOutcome::Decided
            | InspectionOutcome::Enforced
            | InspectionOutcome::Revoked => true,
        }
    }
}

/// 监察结案.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionClosing {
    /// What came of it.
    pub outcome: InspectionOutcome,
}

impl ActRule for InspectionClosing {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(own) = &case.inspection else { return };
        if let Some((code, zh, en)) = self.outcome.objection(own) {
            let text = match (self.outcome, own.outstanding()) {
                (InspectionOutcome::Paid, owed) if owed > Fen::ZERO => {
                    words(format!("{zh}，尚欠{owed}元"), format!("{en}: CNY {owed} is still owed"))
                }
                _ => words(zh, en),
            };
            findings.invalid(code, "/outcome", text);
        }
        check_hazards(own, self.outcome, findings);
        if own.opened.is_some() {
            return;
        }
        check_not_accepted_by_lapse(case, at, findings);
        if self.outcome.needs_opening() {
            let text = words("本案尚未立案", "the case was not opened");
            findings.invalid("not_opened", "/outcome", text);
        } else if own.is_complaint() {
            let text = words(
                "投诉应当立案或者书面告知不予受理，不能未立案即结案",
                "a complaint is opened or refused in writing; it is not closed unopened",
            );
            findings.over_limit("not_opened", "/outcome", gdls("39"), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(self.outcome.manner(), None, at);
    }
}

/// A case may end with hazards that are open, which are then resolved after it; whoever closes it should know.
fn check_hazards(own: &InspectionCase, outcome: InspectionOutcome, findings: &mut Findings) {
    let open: Vec<String> = own.open_hazards().map(|hazard| hazard.no.to_string()).collect();
    if open.is_empty() || matches!(outcome, InspectionOutcome::HazardsResolved | InspectionOutcome::Clean) {
        return;
    }
    let text = words(
        format!("隐患{}尚未化解", open.join("、")),
        format!("of the hazards, no. {} is open", open.join(", ")),
    );
    findings.warn("hazards_remain", None, text);
}

/// The office's own deadlines that still run, or ran out, when the file is put away: afterwards no act keeps them.
pub(in crate::domain::act) fn check_deadlines_kept(case: &Case, at: &Moment<'_>, findings: &mut Findings) {
    let open = deadlines(case, at.book).into_iter().filter(|deadline| {
        deadline.rule.is_owed_by_office() && deadline.state == State::Open && deadline.trigger.on <= at.on
    });
    for deadline in open {
        let (Label { code, zh, en }, due) = (deadline.rule.id.label(), deadline.due_on());
        let on = due.map_or_else(String::new, |due| due.to_string());
        let text = words(
            format!("“{zh}”（{code}）尚未办结，期限{on}"),
            format!("{en} ({code}) is still open, due on {on}"),
        );
        findings.warn("deadline_open", deadline.rule.articles.first().copied(), text);
    }
}

/// Where an inspection goes on (移交去向).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandoverTo {
    /// 申请仲裁.
    Arbitration,
    /// 行政调解协议, to be reviewed by the commission (GDLS 42).
    Mediation,
}

impl HandoverTo {
    /// Of which kind the case is that it opens.
    #[must_use]
    pub fn kind(self) -> CaseKind {
        match self {
            HandoverTo::Arbitration => CaseKind::Arbitration,
            HandoverTo::Mediation => CaseKind::Mediation,
        }
    }
}

impl Coded for HandoverTo {
    const LIST: &'static str = "handover_to";
    const ROWS: &'static [(Self, Label)] = &[
        (HandoverTo::Arbitration, label("arbitration", "申请仲裁", "Arbitration")),
        (HandoverTo::Mediation, label("mediation", "行政调解、仲裁审查", "Mediation, for arbitral review")),
    ];
}

/// 转仲裁: the wages that are still owed go on as claims; a settlement that is not paid on the spot goes to be
/// reviewed (GDLS 42). The inspection is closed by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectionHandover {
    /// Where to.
    pub to: HandoverTo,
    /// How the application came in, if not from here.
    #[serde(default = "Channel::other_proceeding")]
    pub channel: Channel,
    /// 知道或应当知道权利被侵害之日, for the limitation period of an arbitration; where neither this nor the end of the
    /// employment is said, here or in an earlier proceeding, the day on which the violation ended, if that is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infringed_on: Option<NaiveDate>,
    /// 劳动关系终止之日, for the limitation of unpaid wages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_ended_on: Option<NaiveDate>,
    /// 时效中断: days on which a claim was made, relief was sought or the other side consented, beside what earlier proceedings
    /// say (LAW 27).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub interrupted_on: Vec<NaiveDate>,
    /// 时效中止: times in which the applicant could not apply, beside what earlier proceedings say (LAW 27).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub obstacles: Vec<Obstacle>,
    /// The case that it opened; written by the register, not by the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    pub opened: Option<CaseId>,
}

impl InspectionHandover {
    /// What the next case begins with: the parties that still have something between them, and a claim for each worker.
    #[must_use]
    pub fn opening<P>(&self, case: &Case, parties: Vec<Party<P>>) -> Option<Opening<P>> {
        let own = case.inspection.as_ref()?;
        let owed: Vec<_> =
            own.balances().into_iter().filter(|(_, balance)| balance.outstanding() > Fen::ZERO).collect();
        let stays = |party: &Party<P>| {
            party.side == Side::Respondent || owed.iter().any(|(worker, _)| *worker == party.no)
        };
        let parties: Vec<Party<P>> = parties.into_iter().filter(stays).collect();
        let claims = (1..).zip(&owed).map(|(no, (worker, balance))| Claim {
            no: ClaimNo(no),
            claimant: *worker,
            item: ClaimItem::Wages,
            amount: Some(balance.outstanding()),
            statement: Some("请求支付拖欠的工资".to_owned()),
        });
        let (channel, cause, other_causes, claims) = (self.channel, case.cause, Vec::new(), claims.collect());
        Some(match self.to {
            HandoverTo::Arbitration => Opening::Arbitration(Receipt {
                channel,
                cause,
                other_causes,
                parties,
                claims,
                infringed_on: self.infringed_on,
                employment_ended_on: self.employment_ended_on,
                interrupted_on: self.interrupted_on.clone(),
                obstacles: self.obstacles.clone(),
                prior: None,
                origin: None,
            }),
            HandoverTo::Mediation => Opening::Mediation(MediationRequest {
                channel,
                body: MediationBody::Bureau,
                body_name: None,
                cause,
                other_causes,
                parties,
                claims,
                agreed: None,
                origin: None,
            }),
        })
    }
}

impl InspectionHandover {
    /// A mediation has no limitation to be told of.
    fn check_limitation(&self, findings: &mut Findings) {
        let said = [
            ("/infringed_on", self.infringed_on.is_some()),
            ("/employment_ended_on", self.employment_ended_on.is_some()),
            ("/interrupted_on", !self.interrupted_on.is_empty()),
            ("/obstacles", !self.obstacles.is_empty()),
        ];
        let to_mediation = self.to == HandoverTo::Mediation;
        for (field, _) in said.into_iter().filter(|(_, is_said)| to_mediation && *is_said) {
            let text = words(
                "移交调解不填时效事项，转申请仲裁时再填",
                "what limitation runs on is said when the dispute goes on to arbitration, not to mediation",
            );
            findings.invalid("not_for_mediation", field, text);
        }
    }
}

impl ActRule for InspectionHandover {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_outstanding(case, findings);
        check_no_transfer(self.channel, findings);
        self.check_limitation(findings);
        if case.gone_on_to(self.to.kind()).is_some() {
            gone_on_already(findings);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let kind = self.to.kind();
        if let Some(inspection) = &mut case.inspection {
            inspection.onward = self.opened.map(|opened| OnwardTo { kind, case: opened, at: at.dated() });
        }
        case.close(Manner::InspectionToArbitration, None, at);
    }
}

/// The same wages go on once: by a referral that was taken, or by the handover.
pub(in crate::domain::act) fn gone_on_already(findings: &mut Findings) {
    let text = words("本案工资已转调解或者仲裁", "the wages went on to mediation or arbitration already");
    findings.unlawful("gone_on_already", gdls("42"), text);
}

/// Only what is still owed goes on to arbitration.
pub(in crate::domain::act) fn check_outstanding(case: &Case, findings: &mut Findings) {
    if case.inspection.as_ref().is_some_and(|own| own.outstanding() == Fen::ZERO) {
        let text = words("没有尚欠的工资可以移交", "no wages are owed that could be handed over");
        findings.unlawful("nothing_outstanding", gdls("42"), text);
    }
}
