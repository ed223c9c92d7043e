//! A counterclaim that is not taken up (反申请不予受理、另行申请), within five working days like one that is (A12, R33 36).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::act::ActRule;
use crate::domain::case::{Case, CounterclaimRefused};
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
        if case.party(self.party).is_none_or(|party| party.side != Side::Respondent) {
            let text = words("反申请由被申请人提出", "a counterclaim is the respondent's");
            findings.invalid("not_a_respondent", "/party", text);
        }
        let accepted_on = case.acceptance.as_ref().map(|acceptance| acceptance.at.on);
        if self.filed_on > at.on || accepted_on.is_some_and(|accepted| self.filed_on < accepted) {
            let text = words(
                "反申请日期应当在受理之日至决定之日之间",
                "a counterclaim is filed between the acceptance of the case and the decision on it",
            );
            findings.invalid("filed_out_of_order", "/filed_on", text);
        }
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
