//! Who speaks for the workers of a collective dispute (R33 63), read from the docket: what was served on all who did counts for
//! those for whom they did (ADR 0009). Not here: when what was served counts.

use sikuai::domain::act::Act;
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::Document;

use crate::facts::{Copy, Fact, Facts, Member};
use crate::line::At;

/// Some workers who speak for the others for a time.
pub(crate) struct Speakers {
    from: At,
    until: Option<At>,
    people: Vec<u32>,
}

impl Speakers {
    fn is_over(&self, at: At) -> bool {
        self.until.is_some_and(|until| until <= at)
    }

    /// Whether one of them speaks for a worker who is none of them, on a day.
    fn speaks(&self, person: u32, worker: u32, at: At) -> bool {
        let runs = self.from.on <= at.on && !self.is_over(at);
        runs && self.people.contains(&person) && !self.people.contains(&worker)
    }
}

/// Everyone who spoke for the others, one after the other: chosen anew, fewer because one left, or nobody any more with fewer
/// than ten workers.
pub(crate) fn speakers(acts: &[Fact<'_>], members: &[Member]) -> Vec<Speakers> {
    let mut all: Vec<Speakers> = Vec::new();
    for fact in acts {
        let now = all.last_mut().filter(|last| last.until.is_none());
        let next: Vec<u32> = if let Act::Representation(chosen) = fact.act {
            chosen.parties.iter().map(|no| no.0).collect()
        } else if let Some(now) = &now {
            let left = |no: u32| {
                members.iter().any(|it| it.no == no && it.left.is_some_and(|at| at.by <= fact.at.by))
            };
            let stay: Vec<u32> = now.people.iter().copied().filter(|no| !left(*no)).collect();
            let here = |it: &&Member| {
                let joined = it.joined.is_none_or(|joined| joined.by <= fact.at.by);
                it.worker && it.side == Side::Applicant && joined && !left(it.no)
            };
            if members.iter().filter(here).count() < 10 { Vec::new() } else { stay }
        } else {
            continue;
        };
        let chosen = matches!(fact.act, Act::Representation(_));
        if let Some(now) = now {
            if !chosen && now.people == next {
                continue;
            }
            now.until = Some(fact.at);
        }
        if !next.is_empty() {
            all.push(Speakers { from: fact.at, until: None, people: next });
        }
    }
    all
}

impl Facts<'_> {
    /// When a worker has a document because those who spoke for the workers at a time all have it: `worth` says which copies are
    /// of it and when each counts.
    pub(crate) fn through(
        &self,
        member: &Member,
        document: Document,
        worth: impl Fn(&Copy<'_>) -> Option<At>,
    ) -> Option<At> {
        if !member.worker || member.side != Side::Applicant {
            return None;
        }
        let since = |made: At| member.joined.is_none_or(|joined| joined.on <= made.on);
        let mut first: Option<At> = None;
        for term in self.speakers.iter().filter(|term| !term.people.contains(&member.no)) {
            let mut days = Vec::new();
            for person in &term.people {
                let for_it = |at: At| self.speakers.iter().any(|other| other.speaks(*person, member.no, at));
                let copies = self.copies_to(*person, document);
                let own =
                    copies.filter(|copy| !term.is_over(copy.made) && since(copy.made) && for_it(copy.made));
                days.extend(own.filter_map(&worth).min());
            }
            if days.len() == term.people.len() {
                first = first.into_iter().chain(days.into_iter().max()).min();
            }
        }
        first
    }

    /// Whether a worker has something through others alone.
    pub(crate) fn has_served_through_others(&self) -> bool {
        let papers = [Document::HearingNotice, Document::TribunalNotice, Document::DefenceCopy];
        let mut each = papers.iter().flat_map(|paper| self.members.iter().map(move |it| (it, *paper)));
        each.any(|(member, paper)| {
            let own = self.copies_to(member.no, paper).next();
            own.is_none() && self.through(member, paper, |copy| Some(copy.received())).is_some()
        })
    }
}
