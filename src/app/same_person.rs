//! The same person in other cases (同一人查找): found by digests that only who has the index key can make, so that no
//! row is opened but those of the person who is looked for. Not here: what is the same (`domain::same_person`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::deciding::load;
use crate::app::error::Error;
use crate::app::key_use;
use crate::app::keys::KeyError;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::app::rows;
use crate::domain::case_kind::CaseKind;
use crate::domain::id::{CaseId, PartyNo, VaultId};
use crate::domain::party::{Person, PersonRef};
use crate::domain::permission::Operation;
use crate::domain::stage::Stage;
use crate::storage::vault::{self, PersonIndex, Sought, VaultRow};
use crate::storage::{Connection, StorageError, Tx, Visibility, cases};

/// So many records of somebody are looked at, the newest.
pub(crate) const FOUND_MAX: u32 = 500;
/// How many rows are indexed at a time.
const PAGE_ROWS: i64 = 200;

/// By what a person was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// 公民身份号码: it is the same person.
    IdNumber,
    /// 姓名 and 电话: it most likely is.
    NameAndPhone,
}

/// Another case in which somebody of a party is, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OtherCase {
    /// The case.
    pub case_id: CaseId,
    /// What kind of case it is.
    pub kind: CaseKind,
    /// Its number, once it has one.
    pub number: Option<String>,
    /// Its stage.
    pub stage: Stage,
    /// By what they were found.
    pub by: FoundBy,
}

/// A person of a case who is the one looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamePerson {
    /// The case.
    pub case: CaseId,
    /// Where the person is sealed; the case says as whom.
    pub vault: VaultId,
    /// By what.
    pub by: FoundBy,
}

impl Register {
    /// Where a person appears, in the cases that the caller may see, the newest first.
    ///
    /// # Errors
    /// That the caller's role reads no cases.
    pub async fn same_person(
        &self,
        caller: &Caller,
        person: Person,
        limit: u32,
    ) -> Result<Vec<SamePerson>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let (sought, visibility) = (self.vault.sought([&person]), caller.visibility());
        self.store.read(move |c: &mut Connection| find(c, &sought, &visibility, limit)).await
    }

    /// The other cases in which the people of a party are, that the caller may see, the newest first, each once.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for who reads no cases.
    pub async fn other_cases(
        &self,
        caller: &Caller,
        (id, party): (CaseId, PartyNo),
        limit: u32,
    ) -> Result<Vec<OtherCase>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, id)?.case;
            let people: Vec<PersonRef> =
                case.party(party).ok_or(Error::NotFound)?.people().cloned().collect();
            let visibility = caller.visibility();
            let mut found = register.same_people(c, &people, &visibility, FOUND_MAX)?;
            found.retain(|found| found.case != id);
            let mut seen = HashSet::new();
            found.retain(|found| seen.insert(found.case));
            found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            let ids: Vec<String> = found.iter().map(|found| found.case.to_string()).collect();
            let rows = cases::load_many(c, &ids, &visibility)?;
            let other = |found: SamePerson| {
                let row = rows.iter().find(|row| row.id == found.case.to_string())?;
                Some(rows::read(row).map(|case| OtherCase {
                    case_id: case.id,
                    kind: case.kind,
                    number: row.number.clone(),
                    stage: case.stage,
                    by: found.by,
                }))
            };
            found.into_iter().filter_map(other).collect()
        };
        self.store.snapshot(work).await
    }

    /// Where people who are in a case already appear, themselves included, inside a transaction. Their own rows are
    /// opened; those that are found are not.
    ///
    /// # Errors
    /// That their own rows do not open.
    pub fn same_people(
        &self,
        c: &mut Connection,
        people: &[PersonRef],
        visibility: &Visibility,
        limit: u32,
    ) -> Result<Vec<SamePerson>, Error> {
        let ids: Vec<String> = people.iter().map(|person| person.vault.to_string()).collect();
        let opened = self.open(c, &ids)?;
        find(c, &self.vault.sought(opened.values()), visibility, limit)
    }

    /// Indexes everybody who is not indexed by the key that is to be: after an upgrade, or when indexing was broken
    /// off. Says how many there were. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer, or a key is missing.
    pub fn index_people_if_unfinished(&self) -> Result<u64, Error> {
        if self.store.read_blocking(|c: &mut Connection| key_use::indexed_by(c))?.is_some() {
            return Ok(0);
        }
        let keys = self.vault.keyring().current();
        let Some(index_key) = keys.indexes.first().map(|key| key.id.clone()) else { return Ok(0) };
        let (mut indexed, mut after) = (0, String::new());
        loop {
            let (key, from) = (index_key.clone(), after.clone());
            let rows = self
                .store
                .read_blocking(|c| Ok::<_, Error>(vault::not_indexed_by(c, &key, &from, PAGE_ROWS)?))?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.id);
            let indexes = rows.iter().map(|row| self.index_of(row)).collect::<Result<Vec<_>, Error>>()?;
            let indexes: Vec<(String, PersonIndex)> = indexes.into_iter().flatten().collect();
            indexed += u64::try_from(indexes.len()).unwrap_or(u64::MAX);
            self.store.write_blocking(move |tx: &mut Tx| {
                indexes.iter().try_for_each(|(id, index)| vault::set_index(tx, id, index))
            })?;
        }
        self.index_cases(&index_key)?;
        self.store.write_blocking(move |tx| key_use::finish_index(tx, &index_key))?;
        Ok(indexed)
    }

    /// What a row is found by; none for one that was altered, which must not keep an office from starting: the check
    /// names it.
    fn index_of(&self, row: &VaultRow) -> Result<Option<(String, PersonIndex)>, Error> {
        match self.vault.open(VaultId(uuid(&row.id)?), &row.key_id, &row.sealed) {
            Ok(opened) => {
                let person: Option<Person> = serde_json::from_slice(&opened.plaintext).ok();
                Ok(person.map(|person| (row.id.clone(), self.vault.index(&person))))
            }
            Err(error) if matches!(error.source, KeyError::Altered) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Where somebody of these people is, in the cases that may be seen, the newest first.
pub(crate) fn find(
    c: &mut Connection,
    sought: &Sought,
    visibility: &Visibility,
    limit: u32,
) -> Result<Vec<SamePerson>, Error> {
    let rows = i64::from(limit);
    let (mut by_contact, mut by_id) = (Vec::new(), Vec::new());
    if !sought.contact_indexes.is_empty() {
        by_contact = vault::with_contact_index(c, sought, visibility, rows)?;
    }
    if !sought.id_indexes.is_empty() {
        by_id = vault::with_id_index(c, sought, visibility, rows)?;
    }
    // Whoever is found both ways is found by the number: it says more, and comes later into the map.
    let by_contact = by_contact.into_iter().map(|(id, case)| (Reverse(id), (case, FoundBy::NameAndPhone)));
    let by_id = by_id.into_iter().map(|(id, case)| (Reverse(id), (case, FoundBy::IdNumber)));
    let newest_first: BTreeMap<_, _> = by_contact.chain(by_id).collect();
    let found = newest_first.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX));
    found
        .map(|(Reverse(id), (case, by))| {
            Ok(SamePerson { case: CaseId(uuid(&case)?), vault: VaultId(uuid(&id)?), by })
        })
        .collect()
}

fn uuid(id: &str) -> Result<Uuid, Error> {
    let what = "its id or its case's is no UUID".to_owned();
    id.parse().map_err(|_| StorageError::Inconsistent { table: "vault", key: id.to_owned(), what }.into())
}
