//! From the hearing to the award (开庭到裁决): law notes §1.4.

use super::{Obliged, Rule, RuleId, TO_SUE, Term, days, rule, working_days};
use crate::domain::code::Label;
use crate::domain::code::label;
use crate::domain::law::{law, r33};
use crate::domain::period::ExclusionCause;

const HEARING_DAY: Label = label("hearing_day", "开庭日", "the day of the hearing");

/// What the trial period leaves out (R33 46(6), 47). An appraisal alone is not among it.
const TRIAL_EXCLUSIONS: &[ExclusionCause] = &[ExclusionCause::Suspension, ExclusionCause::Announcement];

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    rule(RuleId::A20, HEARING_DAY, working_days(5), &[law("35"), r33("38")])
        .backward()
        .by(Obliged::Tribunal)
        .missed(label("no_default", "通知有瑕疵，不得按撤回处理或缺席裁决", "defective notice bars a default"))
        .partly_ours(),
    rule(RuleId::A21, HEARING_DAY, working_days(3), &[law("35"), r33("38")])
        .backward()
        .by(Obliged::Party)
        .missed(label("commission_decides", "是否延期由仲裁委员会决定", "the commission decides"))
        .partly_ours(),
    rule(RuleId::A22, label("ground_known", "开庭审理前；此后知道事由的，庭审辩论终结前", "before the hearing; learnt later, before it ends"), Term::Unset, &[r33("11")])
        .by(Obliged::Party)
        .missed(label("goes_on", "不影响仲裁程序进行", "the procedure goes on")),
    rule(RuleId::A23, label("recusal_requested", "提出回避申请", "the request to recuse"), working_days(3), &[r33("11"), r33("12")]),
    rule(RuleId::A24, label("both_consent", "双方同意", "both parties consent"), working_days(10), &[r33("70")])
        .by(Obliged::MediationBody)
        .missed(label("hearing_held", "应当开庭审理", "the hearing is held")),
    rule(RuleId::A25, label("accepted", "受理（或重新起算之日）", "acceptance, or the day of a restart"), days(45), &[law("43"), r33("45"), r33("46")])
        .leaving_out(TRIAL_EXCLUSIONS)
        .by(Obliged::Tribunal)
        .missed(TO_SUE)
        .partly_ours(),
    rule(RuleId::A26, label("extension_approved", "批准延期（自审理期限届满起算）", "the approved extension, from the end of the trial period"), days(15), &[law("43"), r33("45")])
        .leaving_out(TRIAL_EXCLUSIONS)
        .by(Obliged::Tribunal)
        .missed(TO_SUE)
        .partly_ours(),
    rule(RuleId::A27, label("applicant_absent", "申请人经书面通知无正当理由不到庭或中途退庭", "the applicant, notified in writing, stays away or leaves"), Term::Unset, &[law("36"), r33("39")])
        .by(Obliged::Party)
        .missed(label("may_be_deemed_withdrawn", "可以按撤回处理，再次申请不予受理", "may be deemed withdrawn; not accepted again")),
    rule(RuleId::A28, label("respondent_absent", "被申请人经书面通知无正当理由不到庭或中途退庭", "the respondent, notified in writing, stays away or leaves"), Term::Unset, &[law("36"), r33("39")])
        .by(Obliged::Party)
        .missed(label("default_award", "可以缺席裁决", "an award by default")),
    rule(RuleId::A29, label("cause_of_suspension_gone", "中止事由消除", "the cause of the suspension is gone"), Term::Unset, &[r33("47")])
        .by(Obliged::Tribunal),
    rule(RuleId::A30, label("error_found", "发现裁决书笔误", "a slip is found in the award"), Term::Unset, &[r33("54")])
        .by(Obliged::Tribunal),
    rule(RuleId::A31, label("award_made", "作出裁决", "the award is made"), Term::Unset, &[])
        // No text sets a term: the seven days of earlier rules are gone.
        .by(Obliged::Tribunal),
];
