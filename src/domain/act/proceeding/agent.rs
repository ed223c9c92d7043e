//! Who acts for a party (委托代理, LAW 24), appointed or dismissed after the filing. Not here: the workers who represent
//! the others of a collective case (`collective`), and where a representative has to be elsewhere (`app`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check_party;
use crate::domain::act::ActRule;
use crate::domain::case::Case;
use crate::domain::finding::{Findings, Moment};
use crate::domain::id::PartyNo;
use crate::domain::law::law;
use crate::domain::party::{PersonRef, REPRESENTATIVES_MAX, Representative};
use crate::domain::refusal::words;

/// 委托代理: a party appoints someone to act for it. It is recorded whatever else they do that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "P: Deserialize<'de>"))]
pub struct AgentAppointment<P> {
    /// For whom they act.
    pub party: PartyNo,
    /// Who acts from now on, beside those who do already.
    #[schema(min_items = 1, max_items = 2)]
    pub representatives: Vec<Representative<P>>,
}

impl ActRule for AgentAppointment<PersonRef> {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_party(case, self.party, "/party", findings);
        let known = case.party(self.party).map_or(0, |party| party.representatives.len());
        if known + self.representatives.len() > REPRESENTATIVES_MAX {
            let text = words(
                format!("一方当事人的委托代理人不得超过{REPRESENTATIVES_MAX}人，请先解除原委托"),
                format!(
                    "a party has {REPRESENTATIVES_MAX} representatives at most; end an appointment first"
                ),
            );
            findings.over_limit("too_many_representatives", "/representatives", law("24"), text);
        }
    }

    fn apply(self, case: &mut Case, _at: &Moment<'_>) {
        if let Some(party) = case.parties.iter_mut().find(|party| party.no == self.party) {
            party.representatives.extend(self.representatives);
        }
    }
}

/// 解除委托代理: a representative no longer acts for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentEnd {
    /// For whom they acted.
    pub party: PartyNo,
    /// Which of the party's representatives, as the case shows them: the first is 1.
    #[schema(minimum = 1, maximum = 2)]
    pub representative: u32,
}

impl AgentEnd {
    fn index(&self) -> Option<usize> {
        usize::try_from(self.representative).ok()?.checked_sub(1)
    }
}

impl ActRule for AgentEnd {
    fn check(&self, case: &Case, _at: &Moment<'_>, findings: &mut Findings) {
        check_party(case, self.party, "/party", findings);
        let known = case.party(self.party).map_or(0, |party| party.representatives.len());
        if self.index().is_none_or(|index| index >= known) {
            let text = words("该当事人没有这一委托代理人", "the party has no such representative");
            findings.invalid("no_such_representative", "/representative", text);
        }
    }

    fn apply(self, case: &mut Case, _at: &Moment<'_>) {
        let index = self.index();
        let party = case.parties.iter_mut().find(|party| party.no == self.party);
        if let Some((party, index)) = party.zip(index)
            && index < party.representatives.len()
        {
            party.representatives.remove(index);
        }
    }
}
