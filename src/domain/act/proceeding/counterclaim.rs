//! A counterclaim that comes in (收到反申请), and one that is not taken up (反申请不予受理、另行申请): either way it is decided on
//! within five working days (A12, R33 36). Not here: one that is taken up, which starts the trial period anew
//! (`act::restart`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::case::{Case, CounterclaimReceived, CounterclaimRefused};
use crate::domain::code::{Coded, Label, label};
use crate::domain::deadline;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::r33;
use crate::domain::party::Side;
use crate::domain::refusal::words;

/// Why a counterclaim is not taken up (R33 36).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CounterclaimRefusalGround {
    /// 答辩期满后提出,另行申请.
    Late,
    /// 应当另行申请仲裁.
    Separate,
    /// 不属于受理范围.
    OutOfScope,
}

impl Coded for CounterclaimRefusalGround {
    const LIST: &'static str = "counterclaim_refusal_ground";
    const ROWS: &'static [(Self, Label)] = &[
        (
            CounterclaimRefusalGround::Late,
            label("late", "答辩期满后提出，另行申请", "After the period for the defence"),
        ),
        (
            CounterclaimRefusalGround::Separate,
            label("separate", "应当另行申请仲裁", "An application of its own"),
        ),
        (CounterclaimRefusalGround::OutOfScope, label("out_of_scope", "不属于受理范围", "Out of scope")),
    ];
}

/// 收到反申请: from this day the commission has five working days to decide on it (A12, R33 36).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterclaimReceipt {
    /// The respondent who filed it.
    pub party: PartyNo,
}

impl ActRule for CounterclaimReceipt {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_respondent(case, self.party, findings);
        let same = |it: &CounterclaimReceived| it.party == self.party && it.received.on == at.on;
        if case.counterclaims_received.iter().any(same) {
            let text =
                words("该日收到的反申请已有记录", "the counterclaim that came in on this day is on record");
            findings.invalid("counterclaim_received_already", "/party", text);
        }
        let due = deadline::defence_due(case, self.party, at.on, at.book);
        if due.is_some_and(|due| at.on > due) {
            let text = words(
                "答辩期已届满，应当告知另行申请",
                "the period for the defence has ended: it is to be an application of its own",
            );
            findings.warn("counterclaim_too_late", Some(r33("36")), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        case.counterclaims_received.push(CounterclaimReceived { party: self.party, received: at.dated() });
    }
}

fn check_respondent(case: &Case, party: PartyNo, findings: &mut Findings) {
    if case.party(party).is_none_or(|party| party.side != Side::Respondent) {
        let text = words("反申请由被申请人提出", "a counterclaim is the respondent's");
        findings.invalid("not_a_respondent", "/party", text);
    }
}

/// It comes while the case is pending, and before it is decided on.
pub(in crate::domain::act) fn check_filed_on(
    case: &Case,
    filed_on: NaiveDate,
    at: &Moment<'_>,
    findings: &mut Findings,
) {
    let accepted_on = case.acceptance.as_ref().map(|acceptance| acceptance.at.on);
    if filed_on > at.on || accepted_on.is_some_and(|accepted| filed_on < accepted) {
        let text = words(
            "反申请日期应当在受理之日至决定之日之间",
            "a counterclaim is filed between the acceptance of the case and the decision on it",
        );
        findings.invalid("filed_out_of_order", "/filed_on", text);
    }
}

/// Of whom counterclaims wait, one of them is decided on, under the day on which it came in: else A12 would never be met.
pub(in crate::domain::act) fn check_filed_as_received(
    case: &Case,
    parties: &[PartyNo],
    filed_on: NaiveDate,
    findings: &mut Findings,
) {
    let waiting = |party: &PartyNo| {
        let days = || case.pending_counterclaims().filter(|it| it.party == *party).map(|it| it.received.on);
        days().next().filter(|_| days().all(|day| day != filed_on))
    };
    if let Some(received_on) = parties.iter().find_map(waiting) {
        let text = words(
            format!("登记的反申请收到日期为{received_on}，请核对"),
            format!("the counterclaim is on record as received on {received_on}; please check"),
        );
        findings.invalid("not_the_day_of_receipt", "/filed_on", text);
    }
}

/// Whoever decides the case while a counterclaim waits is told.
pub(in crate::domain::act) fn warn_of_pending(case: &Case, findings: &mut Findings) {
    if case.pending_counterclaims().next().is_some() {
        let text = words(
            "收到的反申请尚未决定是否受理，请核对",
            "a counterclaim came in and is not decided on; please check",
        );
        findings.warn("counterclaim_undecided", Some(r33("36")), text);
    }
}

/// 反申请不予受理、告知另行申请.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterclaimRefusal {
    /// The respondent who filed it.
    pub party: PartyNo,
    /// When it was filed.
    pub filed_on: NaiveDate,
    /// Why.
    pub ground: CounterclaimRefusalGround,
}

impl ActRule for CounterclaimRefusal {
    fn check(&self, case: &Case, at: &Moment<'_>, findings: &mut Findings) {
        check_respondent(case, self.party, findings);
        check_filed_as_received(case, &[self.party], self.filed_on, findings);
        check_filed_on(case, self.filed_on, at, findings);
        let due = deadline::defence_due(case, self.party, self.filed_on, at.book);
        let in_time = due.is_none_or(|due| self.filed_on <= due);
        if self.ground == CounterclaimRefusalGround::Late && in_time {
            let text = words(
                "答辩期尚未届满，不属逾期提出",
                "the period for the defence had not ended: it was not late",
            );
            findings.over_limit("counterclaim_in_time", "/ground", r33("36"), text);
        }
    }

    fn apply(self, case: &mut Case, at: &Moment<'_>) {
        let (party, filed_on, refused) = (self.party, self.filed_on, at.dated());
        case.counterclaims_refused.push(CounterclaimRefused { party, filed_on, refused });
    }
}
