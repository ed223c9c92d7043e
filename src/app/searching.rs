//! Searching (检索): the cases that have every word of a question, the newest first, and where they have it. Public texts
//! and the kinds of papers are searched in every case that the caller may see; people, and the names of files, only where
//! the caller may read them, and nowhere else does a word about them match. Not here: the index (`search_rows`), and what
//! a case has of them (`search_hits`, and of papers that are read `search_writing`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{ListedCase, Names, named};
use crate::app::register::Register;
use crate::app::search_hits::{Hit, Of, Sight, Way, candidates};
use crate::domain::id::{PartyNo, VaultId};
use crate::domain::permission::Operation;
use crate::domain::search::{Phrase, SearchField, public_term, term_of_writing};
use crate::storage::Connection;
use crate::storage::case_list::CaseFilter;
use crate::storage::cases;
use crate::storage::search::{self, Stretch};
use crate::storage::vault::{self, VaultRow};

pub use crate::storage::search::Place;

/// So many places are looked at for one page; where they do not fill it, the rest is asked for with the cursor.
const SCANNED_PLACES_MAX: usize = 4_000;
/// So many where papers are read as well: each case has a few, of some thousand characters each.
const READ_PLACES_MAX: usize = 1_000;
/// Each time so many more places are looked at than before.
const SCAN_GROWTH: usize = 8;
/// Of two terms that have so many places each, the rarer one is that whose newest go further back.
const PROBED_PLACES: i64 = 200;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Question {
    /// Every one of these must be found.
    pub phrases: Vec<Phrase>,
    /// The whole question in the form in which case numbers are compared: if a case has it, its number is looked for as it is
    /// written there.
    pub number: String,
    /// In which cases.
    pub filter: CaseFilter,
    /// Where words are looked for.
    pub within: Within,
    /// Where the page before ended.
    pub before: Option<Place>,
    /// How many cases at most.
    pub limit: usize,
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// In the index.
    Index,
    /// And in what was written by hand for papers, which is in no index: it is read.
    Writing,
}

/// Where a word was found.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// In which text.
    pub field: SearchField,
    /// Whose.
    pub party: Option<PartyNo>,
    /// A part of the text; of a person or a file the name.
    pub text: String,
}

/// One page.
pub struct FoundPage {
    /// The cases, the newest first, each with where every word was found.
    pub items: Vec<(ListedCase, Vec<Found>)>,
    /// The cursor with which it goes on, if it may ([`Register::search_place`]).
    pub next: Option<String>,
}

impl Register {
    /// One page of the cases that have every word, the newest first.
    ///
    /// # Errors
    /// That the caller's role reads no cases.
    pub async fn search(&self, caller: &Caller, question: Question) -> Result<FoundPage, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let personal = caller.visibility_for(Operation::ReadPersonalData);
        let sight = Sight { caller: *caller, cases: caller.visibility(), personal };
        let register = self.clone();
        self.store
            .snapshot(move |c: &mut Connection| {
                let question = as_written(c, question)?;
                register.answer(c, &question, &sight)
            })
            .await
    }

    fn answer(&self, c: &mut Connection, question: &Question, sight: &Sight) -> Result<FoundPage, Error> {
        let ways = |phrase| self.ways(phrase, question.within);
        let phrases: Vec<Vec<Way>> = question.phrases.iter().map(ways).collect();
        let mut stretch = stretch(question);
        let leading = leading(c, &phrases, &stretch)?;
        let (mut hits, mut next) = (Vec::new(), None);
        let scanned_max = match question.within {
            Within::Index => SCANNED_PLACES_MAX,
            Within::Writing => READ_PLACES_MAX,
        };
        let (mut left, mut size) = (scanned_max, question.limit);
        while hits.len() < question.limit && left > 0 {
            let (places, end) = scan(c, &leading, &stretch, size.min(left))?;
            left = left.saturating_sub(places.len().max(1));
            size = size.saturating_mul(SCAN_GROWTH);
            let candidates = candidates(c, places, &phrases)?;
            let rest = question.limit - hits.len();
            hits.extend(self.hits_among(c, (candidates, rest), question, sight)?);
            next = end;
            match &next {
                Some(place) => stretch.before = place.clone(),
                None => break,
            }
        }
        if hits.len() == question.limit {
            next = hits.last().map(|hit| hit.place.clone());
        }
        let next = next.as_ref().map(|place| self.search_cursor(&sight.caller, place)).transpose()?.flatten();
        Ok(FoundPage { items: self.shown(c, hits)?, next })
    }

    /// Every way in which a phrase may be meant: in public, or of a person under each index key, since cases may still
    /// be under an older one; and in papers, where they are read as well.
    fn ways(&self, phrase: &Phrase, within: Within) -> Vec<Way> {
        let public = phrase.terms().iter().map(|term| public_term(term)).collect();
        let mut ways = vec![Way { terms: public, of: Of::Public }];
        for key in self.vault.keyring().index_keys() {
            for terms in phrase.terms_of_person() {
                let terms = terms.iter().map(|term| key.term(term)).collect();
                ways.push(Way { terms, of: Of::Sealed(key.id().to_owned()) });
            }
        }
        if within == Within::Writing {
            ways.push(Way { terms: vec![term_of_writing()], of: Of::Writing });
        }
        ways
    }

    /// The page as it is shown, with the names of those who were found and of the first workers.
    fn shown(&self, c: &mut Connection, hits: Vec<Hit>) -> Result<Vec<(ListedCase, Vec<Found>)>, Error> {
        let ids: BTreeSet<String> =
            hits.iter().flat_map(|hit| &hit.people).map(|(id, _)| id.to_string()).collect();
        let names = self.open(c, &ids.into_iter().collect::<Vec<_>>())?;
        let files = self.file_names(c, hits.iter().flat_map(|hit| &hit.files))?;
        let (mut rows, mut found) = (Vec::with_capacity(hits.len()), Vec::with_capacity(hits.len()));
        for Hit { row, mut public, people, files: of_case, .. } in hits {
            let person = |(id, party): (VaultId, Option<PartyNo>)| {
                let person = names.get(&id.to_string())?;
                Some(Found { field: SearchField::Person, party, text: person.name.clone() })
            };
            public.extend(people.into_iter().filter_map(person));
            let file =
                |id| Some(Found { field: SearchField::File, party: None, text: files.get(&id)?.clone() });
            public.extend(of_case.into_iter().filter_map(file));
            rows.push(row);
            found.push(public);
        }
        Ok(named(self, c, rows, Names::Shown)?.into_iter().zip(found).collect())
    }

    /// The names of files, but for those that do not open, which the check names.
    fn file_names<'a>(
        &self,
        c: &mut Connection,
        ids: impl Iterator<Item = &'a VaultId>,
    ) -> Result<HashMap<VaultId, String>, Error> {
        let ids: BTreeMap<String, VaultId> = ids.map(|id| (id.to_string(), *id)).collect();
        let rows = vault::load_many(c, &ids.keys().cloned().collect::<Vec<_>>())?;
        let name = |row: &VaultRow| Some((*ids.get(&row.id)?, self.kept(row).ok()?.name));
        Ok(rows.iter().filter_map(name).collect())
    }
}

/// A question that is the number of a case, in whatever spelling, as that case has it written.
fn as_written(c: &mut Connection, question: Question) -> Result<Question, Error> {
    let written = cases::numbers_written(c, &[&question.number])?.remove(&question.number);
    let phrases = written.and_then(|written| Phrase::all_of(&written).ok());
    Ok(Question { phrases: phrases.unwrap_or(question.phrases), ..question })
}

/// The part of the index in which the answer lies.
fn stretch(question: &Question) -> Stretch {
    let received = question.filter.received;
    let after = received.to.and_then(|day| day.succ_opt()).map_or_else(Place::end, Place::beginning);
    let before = question.before.clone().map_or_else(|| after.clone(), |place| place.min(after.clone()));
    Stretch { from: received.from.map_or_else(Place::first, Place::beginning), before }
}

/// The terms whose places are walked through: of each way the rarest, of that phrase of which they are rarest.
fn leading(c: &mut Connection, phrases: &[Vec<Way>], stretch: &Stretch) -> Result<Vec<i64>, Error> {
    let is_only = phrases.len() == 1;
    let mut best: Option<(Option<Place>, Vec<i64>)> = None;
    for ways in phrases {
        let (mut commonest, mut terms) = (None, BTreeSet::new());
        for way in ways {
            let Some((reach, term)) = rarest(c, &way.terms, (stretch, is_only))? else { continue };
            commonest = commonest.max(reach);
            terms.insert(term);
        }
        if best.as_ref().is_none_or(|(reach, _)| commonest < *reach) {
            best = Some((commonest, terms.into_iter().collect()));
        }
    }
    Ok(best.map(|(_, terms)| terms).unwrap_or_default())
}

/// The rarest of some terms, and how far back its newest places go: none for one that has few, which sorts first.
fn rarest(
    c: &mut Connection,
    terms: &[i64],
    (stretch, is_only): (&Stretch, bool),
) -> Result<Option<(Option<Place>, i64)>, Error> {
    if let ([term], true) = (terms, is_only) {
        return Ok(Some((None, *term)));
    }
    let mut rarest: Option<(Option<Place>, i64)> = None;
    for term in terms {
        let reach = search::place_after(c, *term, stretch, PROBED_PLACES)?;
        if rarest.as_ref().is_none_or(|(rarest, _)| reach < *rarest) {
            let has_few = reach.is_none();
            rarest = Some((reach, *term));
            if has_few {
                break;
            }
        }
    }
    Ok(rarest)
}

/// The next places of any of the terms, the newest first, and where it goes on, if it does.
fn scan(
    c: &mut Connection,
    terms: &[i64],
    stretch: &Stretch,
    size: usize,
) -> Result<(Vec<Place>, Option<Place>), Error> {
    // However many terms lead, as while the index key changes, no more places are read at once than two may give.
    let size = size.min(2 * SCANNED_PLACES_MAX / terms.len().max(1));
    let limit = i64::try_from(size).unwrap_or(i64::MAX);
    let (mut all, mut end) = (BTreeSet::new(), None);
    for term in terms {
        let places = search::places(c, *term, stretch, limit)?;
        if places.len() == size {
            // What is older than the last of these was not read of this term, so it is not complete.
            end = end.max(places.last().cloned());
        }
        all.extend(places);
    }
    let known = all.into_iter().rev().filter(|place| end.as_ref().is_none_or(|end| place >= end));
    Ok((known.collect(), end))
}
