//! Service through representatives (向代表人送达): in a collective dispute what is served on all who represent the workers
//! counts for those whom they represent (R33 63; our choice). Not here: who represents whom, and who came to a sitting
//! (`case`); which documents count so is for who asks.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::Service;
use crate::domain::case::{Case, Dated, Represented};
use crate::domain::id::PartyNo;
use crate::domain::party::Side;

/// Who speaks, or spoke, for whom, and what was served on them. Put together once for a case, of which every worker is asked.
pub(crate) struct SpokenFor<'a> {
    terms: Vec<&'a Represented>,
    /// The workers who apply, and since when, if they joined later.
    workers: HashMap<PartyNo, Option<NaiveDate>>,
    /// What was served on each who ever was a representative.
    served: HashMap<PartyNo, Vec<&'a Service>>,
}

impl<'a> SpokenFor<'a> {
    /// Of a case.
    pub(crate) fn of(case: &'a Case) -> SpokenFor<'a> {
        let terms: Vec<&Represented> = case.representations().collect();
        let (mut workers, mut served) = (HashMap::new(), HashMap::<PartyNo, Vec<&Service>>::new());
        if terms.is_empty() {
            return SpokenFor { terms, workers, served };
        }
        let joined: HashMap<PartyNo, NaiveDate> = case.joined.iter().map(|it| (it.party, it.at.on)).collect();
        let apply = case.parties.iter().filter(|party| party.side == Side::Applicant && party.is_worker());
        workers.extend(apply.map(|party| (party.no, joined.get(&party.no).copied())));
        let speakers: HashSet<PartyNo> = terms.iter().flat_map(|term| term.parties.iter().copied()).collect();
        for service in case.services.iter().filter(|service| speakers.contains(&service.party)) {
            served.entry(service.party).or_default().push(service);
        }
        SpokenFor { terms, workers, served }
    }

    /// When a worker has something because all who spoke for the workers at a time have it: `counts` says which services
    /// are of it, and what each is worth; of one representative the least is taken, of all of them the greatest. A service
    /// counts for those whom that person represented on its day, also when another took that person's place since.
    pub(crate) fn reached<T: Ord>(
        &self,
        worker: PartyNo,
        counts: impl Fn(&Service) -> Option<T>,
    ) -> Option<T> {
        let joined = *self.workers.get(&worker)?;
        let was_there = |service: &Service| joined.is_none_or(|joined| joined <= service.made.on);
        let others = self.terms.iter().filter(|term| !term.parties.contains(&worker));
        let by_all = others.filter_map(|term| {
            let first = |speaker: &PartyNo| {
                let own = self.served.get(speaker)?.iter();
                // What is served after a term completes nothing of it.
                let own = own.filter(|it| !term.was_over(it.made) && was_there(it));
                let for_worker = own.filter(|it| self.spoke(*speaker, worker, it.made));
                for_worker.filter_map(|service| counts(service)).min()
            };
            let all: Option<Vec<T>> = term.parties.iter().map(first).collect();
            all?.into_iter().max()
        });
        by_all.min()
    }

    /// Whether one of the workers spoke for another on a day.
    fn spoke(&self, speaker: PartyNo, worker: PartyNo, at: Dated) -> bool {
        let mut then = self.terms.iter().filter(|term| term.stood_at(at));
        then.any(|term| term.parties.contains(&speaker) && !term.parties.contains(&worker))
    }
}
