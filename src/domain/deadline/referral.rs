//! The deadline of an answer to a referral (移交答复期限): law notes §11.1. It stands in the case that was referred, and
//! the receiving desk must keep it; that this case is closed meanwhile does not let it go.

use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::case::{Case, ReferralState, Referred};
use crate::domain::office::LawBook;

pub(super) fn push(case: &Case, book: &LawBook, all: &mut Vec<Deadline>) {
    all.extend(case.referrals.iter().filter_map(|referred| answer(referred, book)));
}

fn answer(referred: &Referred, book: &LawBook) -> Option<Deadline> {
    let begun = begun(RuleId::RF1, referred.offered, book)?;
    let Some(answer) = &referred.answer else { return Some(begun) };
    let had_run_out = begun.due_on().is_some_and(|due| due < answer.at.on);
    let (state, met) = match answer.state {
        ReferralState::Withdrawn if had_run_out => (State::Missed, Some(answer.at)),
        ReferralState::Withdrawn => (State::Ended, None),
        ReferralState::Taken | ReferralState::Declined => (State::Met, Some(answer.at)),
        ReferralState::Open => (State::Open, None),
    };
    Some(Deadline { state, met, ..begun })
}
