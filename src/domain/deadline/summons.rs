//! Notice of a hearing (开庭通知, A20) and of the tribunal (组庭通知, A07): each is kept on the day on which the last of the
//! parties who must be told is told. Not here: whether an absence counts, which is `act::hearing`'s.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::proceedings::{Paper, told_to_all};
use super::rule::RuleId;
use super::{Deadline, State, begun};
use crate::domain::case::{Case, Dated, Hearing, HearingState};
use crate::domain::id::{EntryNo, PartyNo};
use crate::domain::office::LawBook;
use crate::domain::service_of_process::{Document, Service, SpokenFor};

/// When each party first had the notice of each hearing.
type Told = HashMap<(EntryNo, PartyNo), Dated>;

/// A20 of each hearing that needs a notice (LAW 35).
pub(super) fn push(case: &Case, spoken_for: &SpokenFor<'_>, book: &LawBook, all: &mut Vec<Deadline>) {
    let needed = || case.hearings.iter().filter(|hearing| hearing.notice_required);
    // A collective case has thousands of services: they are read once.
    let told = if needed().next().is_some() { told(case) } else { Told::new() };
    for hearing in needed() {
        let held = Dated { on: hearing.held_on, ..hearing.notice };
        let begun = begun(RuleId::A20, held, book);
        let of = hearing.notice.by;
        let has = |party: PartyNo| {
            let through_others = spoken_for.reached(party, |service| received(of, service));
            let received = told.get(&(of, party)).copied().into_iter().chain(through_others).min();
            // What counts after the hearing told nobody of it.
            received.filter(|received| received.on <= hearing.held_on)
        };
        all.extend(begun.map(|begun| noticed(begun, case, hearing, has)));
    }
}

fn told(case: &Case) -> Told {
    let mut told = Told::new();
    let notices = case.services.iter().filter_map(|service| Some((service.of?, service)));
    for (of, service) in notices {
        let Some(received) = received(of, service) else { continue };
        let first = told.entry((of, service.party)).or_insert(received);
        *first = received.min(*first);
    }
    told
}

/// When a service counts, if it is of the notice of a hearing.
fn received(hearing: EntryNo, service: &Service) -> Option<Dated> {
    let is_it = service.document == Document::HearingNotice && service.of == Some(hearing);
    is_it.then_some(Dated { on: service.served_on, ..service.made })
}

/// Who is summoned to a hearing: everyone who joined before its day and had not left by then (our choice).
fn summoned(case: &Case, held_on: NaiveDate) -> impl Iterator<Item = PartyNo> + '_ {
    let gone = case.gave_up.iter().filter(|left| left.at.on < held_on).flat_map(|left| left.parties.iter());
    let later = case.joined.iter().filter(|joined| joined.at.on >= held_on).map(|joined| &joined.party);
    let others: HashSet<PartyNo> = gone.chain(later).copied().collect();
    case.parties.iter().map(|party| party.no).filter(move |no| !others.contains(no))
}

/// What became of a notice: kept on the day on which it counts as served on the last who is summoned, in time or late. Whom
/// nothing was served on, and who came and did not object, gave the notice up; who stayed away without it was not lawfully
/// summoned (our choices). Whom representatives speak for was served through them, and came with them (R33 63).
fn noticed(
    begun: Deadline,
    case: &Case,
    hearing: &Hearing,
    has: impl Fn(PartyNo) -> Option<Dated>,
) -> Deadline {
    let (mut last, mut untold): (Option<Dated>, Vec<PartyNo>) = (None, Vec::new());
    for party in summoned(case, hearing.held_on) {
        match has(party) {
            Some(received) => last = last.max(Some(received)),
            None => untold.push(party),
        }
    }
    let was_late = last.is_some_and(|last| begun.due_on().is_some_and(|due| last.on > due));
    let (state, met) = match &hearing.state {
        HearingState::Postponed { .. } => (State::Ended, None),
        // A hearing that is not held needs no notice any more, whoever had it.
        HearingState::Scheduled if case.closing.is_some() => (State::Ended, None),
        HearingState::Scheduled if untold.is_empty() => (State::Met, last),
        HearingState::Scheduled => (State::Open, None),
        HearingState::Open { opened, absent }
        | HearingState::Adjourned { opened, absent }
        | HearingState::Closed { opened, absent, .. } => {
            let away = case.stayed_away(absent, *opened);
            if untold.iter().any(|party| away.contains(party)) {
                (State::Missed, Some(*opened))
            } else if untold.is_empty() || was_late {
                (State::Met, last)
            } else {
                (State::Waived, Some(*opened))
            }
        }
    };
    Deadline { state, met, ..begun }
}

/// When the parties were told who sits (A07): on the day that the formation, or a change of it, says, or when the office had
/// done its part towards the last of those who were there (R33 37), whichever is earlier: what was kept is not made late by a
/// change.
pub(super) fn tribunal_told(case: &Case, spoken_for: &SpokenFor<'_>) -> Option<Dated> {
    let tribunal = case.tribunal.as_ref()?;
    let said = tribunal.notified_on.map(|on| Dated { on, ..tribunal.formed });
    let notice = Paper { document: Document::TribunalNotice, since: tribunal.formed };
    said.into_iter().chain(told_to_all(case, spoken_for, notice, None)).min()
}
