//! What cases are found by (检索索引), written with the entry that changes them: the terms of their public texts, and of
//! each person, hidden by the index key. A person's row never changes, so nobody is opened whose terms are there already.
//! Not here: what terms are (`domain::search`), what is attached to a case (`search_attached`), and asking (`searching`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::app::error::Error;
use crate::app::keys::{IndexKey, KeyError};
use crate::app::register::Register;
use crate::app::rows;
use crate::app::search_attached::{Attached, attached_to};
use crate::app::vault::Vault;
use crate::domain::case::Case;
use crate::domain::id::{CaseId, VaultId};
use crate::domain::party::{Party, Person};
use crate::domain::search::{public_term, public_texts, terms, terms_of_person, units};
use crate::storage::search::{self, Place, Posting, SearchCaseRow};
use crate::storage::{Connection, StorageError, Tx, Visibility, calendar_imports, cases, file_keys, vault};

/// How many cases are indexed anew at a time.
const PAGE_CASES: i64 = 200;
/// So many terms of names of files a case is found by at most, some two thousand names: they are read with every act.
const FILE_TERMS_MAX: usize = 20_000;

/// The terms of some people.
type PeopleTerms = HashMap<VaultId, BTreeSet<i64>>;

/// What a case is found by.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    /// In the texts that whoever reads the case may see.
    public: BTreeSet<i64>,
    /// In the personal data of each of its people, under the index key of the row.
    people: BTreeMap<VaultId, BTreeSet<i64>>,
    /// In the kinds of its papers, and that one of them is written by hand.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    papers: BTreeSet<i64>,
    /// In the name of each of its files, under the index key of the row.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    files: BTreeMap<VaultId, BTreeSet<i64>>,
}

/// Whether a case has more names of files than it is found by.
pub(crate) fn are_too_many(files: &BTreeMap<VaultId, BTreeSet<i64>>) -> bool {
    files.values().map(BTreeSet::len).sum::<usize>() > FILE_TERMS_MAX
}

/// Where what is attached to cases comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// From what they were found by before, under the same key.
    Kept,
    /// From what is there.
    Rows,
}

impl Terms {
    fn of(case: &Case, people: &PeopleTerms, attached: Attached) -> Terms {
        let texts: BTreeSet<String> =
            public_texts(case).iter().flat_map(|text| terms(&units(text.text))).collect();
        let of_person = |id: VaultId| people.get(&id).map(|terms| (id, terms.clone()));
        let mut all = Terms {
            public: texts.iter().map(|term| public_term(term)).collect(),
            people: people_of(case).filter_map(of_person).collect(),
            ..Terms::default()
        };
        all.attach(attached);
        all
    }

    /// Adds what has come to the case. Names of files for which there is no room are not found.
    pub(crate) fn attach(&mut self, attached: Attached) {
        self.papers.extend(attached.papers);
        let mut count = self.files.values().map(BTreeSet::len).sum::<usize>();
        for (id, terms) in attached.files {
            count += terms.len();
            if count > FILE_TERMS_MAX {
                break;
            }
            self.files.insert(id, terms);
        }
    }

    /// The terms of a row.
    ///
    /// # Errors
    /// A row that has none.
    pub(crate) fn read(row: &SearchCaseRow) -> Result<Terms, Error> {
        let wrong = |error: serde_json::Error| StorageError::Inconsistent {
            table: "search_cases",
            key: row.case_id.clone(),
            what: error.to_string(),
        };
        Ok(serde_json::from_str(&row.terms).map_err(wrong)?)
    }

    /// Whether the public texts have all of these.
    pub(crate) fn are_public(&self, wanted: &[i64]) -> bool {
        wanted.iter().all(|term| self.public.contains(term) || self.papers.contains(term))
    }

    /// The people each of whom has all of these.
    pub(crate) fn people_with<'a>(&'a self, wanted: &'a [i64]) -> impl Iterator<Item = VaultId> + 'a {
        having(&self.people, wanted)
    }

    /// The files each of whose names has all of these.
    pub(crate) fn files_with<'a>(&'a self, wanted: &'a [i64]) -> impl Iterator<Item = VaultId> + 'a {
        having(&self.files, wanted)
    }

    /// Every term.
    pub(crate) fn all(&self) -> BTreeSet<i64> {
        let sealed = self.people.values().chain(self.files.values()).flatten();
        self.public.iter().chain(&self.papers).chain(sealed).copied().collect()
    }
}

fn having<'a>(
    of: &'a BTreeMap<VaultId, BTreeSet<i64>>,
    wanted: &'a [i64],
) -> impl Iterator<Item = VaultId> + 'a {
    let has = |terms: &BTreeSet<i64>| wanted.iter().all(|term| terms.contains(term));
    of.iter().filter(move |(_, terms)| has(terms)).map(|(id, _)| *id)
}

/// Says what some cases are found by now; nothing when it is the same. Their people must be sealed already.
///
/// # Errors
/// That the database refused; a key that may not be used any more.
pub(crate) fn write(tx: &mut Tx, vault: &Vault, cases: &[&Case]) -> Result<(), Error> {
    index(tx, vault, (cases, Source::Kept))
}

/// As [`write`], and what is attached to the cases is read anew.
///
/// # Errors
/// As [`write`].
pub(crate) fn write_anew(tx: &mut Tx, vault: &Vault, cases: &[&Case]) -> Result<(), Error> {
    index(tx, vault, (cases, Source::Rows))
}

fn index(tx: &mut Tx, vault: &Vault, (cases, source): (&[&Case], Source)) -> Result<(), Error> {
    let key = newest_key(vault)?;
    let ids: Vec<String> = cases.iter().map(|case| case.id.to_string()).collect();
    let kept: HashMap<String, SearchCaseRow> =
        search::of_cases(tx, &ids)?.into_iter().map(|row| (row.case_id.clone(), row)).collect();
    let (mut people, mut attached) = (PeopleTerms::new(), HashMap::new());
    for row in kept.values().filter(|row| row.index_key == key.id()) {
        let terms = Terms::read(row)?;
        people.extend(terms.people);
        let Terms { papers, files, .. } = terms;
        attached.insert(row.case_id.clone(), Attached { papers, files, ..Attached::default() });
    }
    // A case that is new has nothing yet.
    let is_unread = |(id, case): &(&String, &&Case)| match source {
        Source::Kept => case.version > 1 && !attached.contains_key(*id),
        Source::Rows => true,
    };
    let unread: Vec<String> = ids.iter().zip(cases).filter(is_unread).map(|(id, _)| id.clone()).collect();
    let mut read = attached_to(tx, vault, (&key, &unread))?;
    attached.extend(unread.into_iter().map(|id| (id.clone(), read.remove(&id).unwrap_or_default())));
    let unknown: Vec<String> = cases
        .iter()
        .flat_map(|case| people_of(case))
        .filter(|id| !people.contains_key(id))
        .map(|id| id.to_string())
        .collect();
    people.extend(opened(tx, vault, (&key, &unknown))?);
    let (mut changed, mut added) = (Vec::new(), Vec::new());
    for case in cases {
        let terms = Terms::of(case, &people, attached.remove(&case.id.to_string()).unwrap_or_default());
        let row = row((case.id, case.received.on), &key, &terms)?;
        let before = kept.get(&row.case_id);
        if before != Some(&row) {
            added.extend(moved(tx, (case, &terms), before)?);
            changed.push(row);
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    file_keys::hold(tx, &[key.id()])?;
    search::replace(tx, &changed)?;
    added.sort();
    Ok(search::add(tx, &added)?)
}

/// Takes away what a case is not found by any more, and gives what must be added.
fn moved(
    tx: &mut Tx,
    (case, terms): (&Case, &Terms),
    before: Option<&SearchCaseRow>,
) -> Result<Vec<Posting>, Error> {
    let (place, mut wanted) = (Place::of(case.received.on, case.id.0), terms.all());
    if let Some(before) = before {
        let (old_place, mut gone) = (Place::of(before.received_on, case.id.0), Terms::read(before)?.all());
        if old_place == place {
            let stay: BTreeSet<i64> = gone.intersection(&wanted).copied().collect();
            gone.retain(|term| !stay.contains(term));
            wanted.retain(|term| !stay.contains(term));
        }
        search::remove(tx, &old_place, &gone.into_iter().collect::<Vec<_>>())?;
    }
    Ok(wanted.into_iter().map(|term| (term, place.clone())).collect())
}

/// Whether a case is found by what it says, and by nothing else. Of whoever does not open, which the check says apart,
/// it cannot be told.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn is_right(c: &mut Connection, vault: &Vault, case: &Case) -> Result<bool, Error> {
    let Some(kept) = search::of_cases(c, &[case.id.to_string()])?.pop() else { return Ok(false) };
    let key = vault.keyring().index_keys().into_iter().find(|key| key.id() == kept.index_key);
    let Some(key) = key else { return Ok(false) };
    let ids: Vec<String> = people_of(case).map(|id| id.to_string()).collect();
    let Ok(said) = Terms::read(&kept) else { return Ok(false) };
    let mut people: PeopleTerms = said.people.into_iter().collect();
    people.extend(opened(c, vault, (&key, &ids))?);
    let mut attached = attached_to(c, vault, (&key, std::slice::from_ref(&kept.case_id)))?;
    let mut attached = attached.remove(&kept.case_id).unwrap_or_default();
    attached.compare_with(said.files);
    let terms = Terms::of(case, &people, attached);
    if row((case.id, case.received.on), &key, &terms)? != kept {
        return Ok(false);
    }
    let (place, all) = (Place::of(case.received.on, case.id.0), terms.all());
    let there = search::count_at(c, &place, &all.iter().copied().collect::<Vec<_>>())?;
    Ok(usize::try_from(there).is_ok_and(|there| there == all.len()))
}

impl Register {
    /// Indexes every case by the newest index key that is not indexed by this one. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer, or a key is missing.
    pub(crate) fn index_cases(&self, index_key: &str) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let from = after.clone();
            let page = self.store.read_blocking(|c| {
                Ok::<_, Error>(search::not_indexed_by(c, index_key, &from, PAGE_CASES)?)
            })?;
            let Some(last) = page.last() else { return Ok(()) };
            after.clone_from(last);
            let register = self.clone();
            self.store.write_blocking(move |tx: &mut Tx| {
                // Nobody changes a case between its being read and its terms being written.
                calendar_imports::keep_writers_out(tx)?;
                let rows = cases::load_many(tx, &page, &Visibility::Office)?;
                let cases = rows.iter().map(rows::read).collect::<Result<Vec<_>, Error>>()?;
                write_anew(tx, &register.vault, &cases.iter().collect::<Vec<_>>())
            })?;
        }
    }
}

/// The row of what a case that was received on a day is found by.
///
/// # Errors
/// Terms that cannot be written down.
pub(crate) fn row(
    (case, received_on): (CaseId, NaiveDate),
    key: &IndexKey,
    terms: &Terms,
) -> Result<SearchCaseRow, Error> {
    Ok(SearchCaseRow {
        case_id: case.to_string(),
        index_key: key.id().to_owned(),
        received_on,
        terms: serde_json::to_string(terms).map_err(|error| Error::Broken(error.to_string()))?,
    })
}

fn people_of(case: &Case) -> impl Iterator<Item = VaultId> + '_ {
    case.parties.iter().flat_map(Party::people).map(|person| person.vault)
}

/// The terms of people, hidden by a key. Whoever does not open has none, and does not keep an office from working: the
/// check names the row.
fn opened(
    c: &mut Connection,
    vault: &Vault,
    (key, ids): (&IndexKey, &[String]),
) -> Result<PeopleTerms, Error> {
    let mut people = PeopleTerms::new();
    if ids.is_empty() {
        return Ok(people);
    }
    for row in vault::load_many(c, ids)? {
        let id = VaultId(row.id.parse().map_err(|_| no_uuid(&row.id))?);
        match vault.open(id, &row.key_id, &row.sealed) {
            Ok(opened) => {
                let person: Option<Person> = serde_json::from_slice(&opened.plaintext).ok();
                let terms = person.iter().flat_map(terms_of_person).map(|term| key.term(&term));
                people.insert(id, terms.collect());
            }
            Err(error) if matches!(error.source, KeyError::Altered) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(people)
}

/// The index key under which cases are indexed.
///
/// # Errors
/// A key file without one.
pub(crate) fn newest_key(vault: &Vault) -> Result<IndexKey, Error> {
    let no_key = || Error::Broken("the key file has no index key".to_owned());
    vault.keyring().index_keys().into_iter().next().ok_or_else(no_key)
}

/// A vault row whose id cannot be.
pub(crate) fn no_uuid(id: &str) -> StorageError {
    StorageError::Inconsistent { table: "vault", key: id.to_owned(), what: "its id is no UUID".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(no: u128) -> VaultId {
        VaultId(uuid::Uuid::from_u128(no))
    }

    /// A file whose name has so many terms, none of them another's.
    fn named(no: u128, count: i64) -> (VaultId, BTreeSet<i64>) {
        let first = i64::try_from(no).unwrap() * 100_000;
        (id(no), (first..first + count).collect())
    }

    fn files(all: &[(VaultId, BTreeSet<i64>)]) -> Attached {
        Attached { files: all.iter().cloned().collect(), ..Attached::default() }
    }

    #[test]
    fn names_of_files_are_found_as_long_as_there_is_room_for_their_terms() {
        let mut terms = Terms::default();
        terms.attach(files(&[named(1, 15_000), named(2, 5_000)]));
        assert_eq!(terms.files.keys().copied().collect::<Vec<_>>(), [id(1), id(2)], "20,000 terms");
        terms.attach(files(&[named(3, 1)]));
        assert_eq!(terms.files.len(), 2);
        // What is there already takes its own room.
        let mut terms = Terms::default();
        terms.attach(files(&[named(1, 19_999)]));
        terms.attach(files(&[named(2, 2)]));
        terms.attach(files(&[named(3, 1)]));
        assert_eq!(terms.files.keys().copied().collect::<Vec<_>>(), [id(1), id(3)]);
    }

    #[test]
    fn what_a_row_says_of_files_is_held_against_the_files_that_there_are() {
        let there = || files(&[named(1, 10), named(2, 10)]);
        let compared = |mut attached: Attached, said: &[(VaultId, BTreeSet<i64>)]| {
            attached.compare_with(said.iter().cloned().collect());
            attached.files.into_keys().collect::<Vec<_>>()
        };
        // One that is missing, and one of another case.
        assert_eq!(compared(there(), &[named(1, 10)]), [id(1), id(2)]);
        assert_eq!(compared(there(), &[named(1, 10), named(2, 10), named(3, 10)]), [id(1), id(2)]);
        // Of a name that does not open it is believed.
        let unopened = Attached { unopened: BTreeSet::from([id(3)]), ..there() };
        assert_eq!(compared(unopened, &[named(1, 10), named(2, 10), named(3, 10)]), [id(1), id(2), id(3)]);
        // Which of too many are there is its own affair.
        let many = || files(&[named(1, 15_000), named(2, 15_000)]);
        assert_eq!(compared(many(), &[named(2, 15_000)]), [id(2)]);
    }
}
