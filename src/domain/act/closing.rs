//! Other closings (快结): withdrawal, deemed withdrawal, transfer, revocation, termination.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::collective::warn_of_consent;
use crate::domain::act::hearing::{NOTICE_NOT_PROVED, NoticeServed};
use crate::domain::act::{ActRule, leaving};
use crate::domain::case::{Case, Closing, GivingUp, HearingState, Outcome};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::law::r33;
use crate::domain::party::Side;
use crate::domain::refusal::words;
use crate::domain::stage::{Manner, Stage};

impl Case {
    /// Closes the case.
    pub(crate) fn close(&mut self, manner: Manner, outcome: Option<Outcome>, at: &Moment<'_>) {
        self.closing = Some(Closing { at: at.dated(), manner, outcome });
        self.move_to(Stage::Closed, at.on);
    }
}

/// Why an application was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalGround {
    /// 申请人自愿撤回.
    OwnMotion,
    /// 和解后撤回 (LAW 41).
    Settled,
}

impl Coded for WithdrawalGround {
    const LIST: &'static str = "withdrawal_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (WithdrawalGround::OwnMotion, label("own_motion", "申请人自愿撤回", "Of the applicant's own motion")),
        (WithdrawalGround::Settled, label("settled", "和解后撤回", "After a settlement")),
    ];
}

/// 撤回: before the award; the dispute may be filed again (R33 35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    pub ground: WithdrawalGround,
    /// Which of several applicants withdraw, while the case goes on with the others; left out, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_100)]
    pub parties: Vec<PartyNo>,
}

impl ActRule for Withdrawal {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.parties.is_empty() {
            warn_of_consent(case, findings);
        }
        leaving::check(case, &self.parties, findings);
        leaving::warn_of_counterclaims(case, &self.parties, findings);
        leaving::check_last_claim(case, &self.parties, at, findings);
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if leaving::leave_the_rest(case, &self.parties, GivingUp::Withdrawn, at) {
            return;
        }
        let manner = match case.acceptance {
            Some(_) => Manner::Withdrawn,
            None => Manner::WithdrawnBeforeAcceptance,
        };
        case.close(manner, None, at);
    }
}

/// What the applicant did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Desertion {
    /// 无正当理由拒不到庭.
    Absent,
    /// 未经许可中途退庭.
    Left,
}

impl Coded for Desertion {
    const LIST: &'static str = "desertion";
    const ROWS: &'static [(Self, Label)] = &[
        (Desertion::Absent, label("absent", "无正当理由拒不到庭", "Stayed away without good reason")),
        (Desertion::Left, label("left", "未经许可中途退庭", "Left the hearing without leave")),
    ];
}

/// 按撤回处理: the applicant had written notice and stayed away; the dispute may not be filed again (R33 39).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeemedWithdrawal {
    /// The hearing, by the number of its entry.
    pub hearing: EntryNo,
    /// Stayed away, or left.
    pub conduct: Desertion,
    /// Which of several applicants did, while the case goes on with the others; left out, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5_100)]
    pub parties: Vec<PartyNo>,
}

impl ActRule for DeemedWithdrawal {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        let Some(hearing) = case.hearing(self.hearing) else {
            findings.invalid(
                "no_such_hearing",
                "/hearing",
                words("没有这一庭审", "there is no such hearing"),
            );
            return;
        };
        leaving::check(case, &self.parties, findings);
        leaving::warn_of_counterclaims(case, &self.parties, findings);
        leaving::check_last_claim(case, &self.parties, at, findings);
        if !self.is_deserted(case, &hearing.state) {
            findings.unlawful(
                "not_deserted",
                r33("39"),
                words(
                    "该次庭审已延期、休庭或闭庭，或申请人已到庭，不得按撤回处理",
                    "this hearing was postponed, adjourned or closed, or the applicant was there",
                ),
            );
        }
        if at.on < hearing.held_on {
            findings.impossible(
                "before_the_hearing",
                Some(r33("39")),
                words("按撤回处理早于开庭之日", "the case is deemed withdrawn before the day of the hearing"),
            );
        }
        if self.conduct == Desertion::Left && hearing.state.opened().is_none() {
            findings.impossible(
                "left_before_it_opened",
                Some(r33("39")),
                words("尚未开庭，不存在中途退庭", "nobody leaves a hearing that was not opened"),
            );
        }
        let notice = NoticeServed::of(case, hearing, at.book);
        let mut lacking = self.deserters(case).filter_map(|party| Some((party, notice.lack(party)?)));
        if let Some((first, lack)) = lacking.next() {
            let so = words("不得按撤回处理", "the case cannot be deemed withdrawn");
            findings.breach(at, at.on, NOTICE_NOT_PROVED, lack.why(first, r33("39"), &so));
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        if leaving::leave_the_rest(case, &self.parties, GivingUp::DeemedWithdrawn, at) {
            return;
        }
        case.close(Manner::DeemedWithdrawn, None, at);
    }
}

impl DeemedWithdrawal {
    /// The applicants whom it is about.
    fn deserters<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = PartyNo> + 'a {
        let named: HashSet<PartyNo> = self.parties.iter().copied().collect();
        let is_meant = move |no: &PartyNo| named.is_empty() || named.contains(no);
        case.side(Side::Applicant).map(|party| party.no).filter(is_meant)
    }

    /// Whether the hearing stands as the conduct says: none of these applicants came, or they were there and left an open
    /// one, and nobody stayed who acts for them. A hearing that others came to is opened before some of them are said to be
    /// absent.
    fn is_deserted(&self, case: &Case, state: &HearingState) -> bool {
        match (self.conduct, state) {
            (Desertion::Absent, HearingState::Scheduled) => leaving::is_everybody(case, &self.parties),
            (Desertion::Absent, HearingState::Open { opened, absent }) => {
                let away = case.stayed_away(absent, *opened);
                self.deserters(case).all(|party| away.contains(&party))
            }
            (Desertion::Left, HearingState::Open { opened, absent }) => {
                let away = case.stayed_away(absent, *opened);
                let not_there: Vec<PartyNo> = absent.iter().copied().chain(self.deserters(case)).collect();
                let gone = case.stayed_away(&not_there, *opened);
                let left = |party: PartyNo| gone.contains(&party) && !away.contains(&party);
                self.parties.is_empty() || self.deserters(case).all(left)
            }
            (Desertion::Left, HearingState::Scheduled)
            | (
                _,
                HearingState::Postponed { .. } | HearingState::Adjourned { .. } | HearingState::Closed { .. },
            ) => false,
        }
    }
}

/// 移送: to the commission that has jurisdiction (R33 9-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The receiving commission.
    #[schema(min_length = 1, max_length = 200)]
    pub to: String,
}

impl ActRule for Transfer {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::Transferred, None, at);
    }
}

/// 撤销案件: the case should not have been accepted (R33 32).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Why it should not have been accepted, without personal data.
    #[schema(min_length = 1, max_length = 500)]
    pub cause: String,
}

impl ActRule for Revocation {
    fn check(&self, _case: &Case, _at: &Moment<'_>, _findings: &mut Findings) {}

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.close(Manner::Revoked, None, at);
    }
}

/// 终止审理: a court docketed a party's suit over the overdue case (R33 48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Termination {
    /// When the court docketed the suit.
    pub court_docketed_on: NaiveDate,
    /// The number of the court's case.
    #[schema(min_length = 1, max_length = 100)]
    pub court_number: String,
}

impl ActRule for Termination {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        if self.court_docketed_on > at.on {
            findings.invalid(
                "docketed_after_termination",
                "/court_docketed_on",
                words("法院立案日期晚于终止之日", "the court docketed the suit after the termination"),
            );
        }
        let overdue = deadline::trial_due_on(case, self.court_docketed_on, at.book)
            .is_some_and(|due| self.court_docketed_on > due);
        if !overdue {
            let text = words(
                "审理期限未逾期，不因起诉而终止审理",
                "the trial period was not overdue when the court took the suit",
            );
            findings.breach(at, at.on, "not_overdue", (r33("48"), text));
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.note_court_numbers([self.court_number]);
        case.close(Manner::Terminated, None, at);
    }
}
