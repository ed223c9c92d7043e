//! What a case is found by besides its docket (检索索引): the names of its files, hidden as people are, and the kinds of its
//! papers. They come without an act, so their terms are added when they come, and no act looks at them again.
//! Not here: the terms of the docket (`search_rows`), and asking (`searching`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::app::error::Error;
use crate::app::files::{kept, stem};
use crate::app::keys::IndexKey;
use crate::app::register::Register;
use crate::app::rows;
use crate::app::search_rows::{self, Terms, are_too_many, newest_key, no_uuid, row};
use crate::app::vault::Vault;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::id::{CaseId, VaultId};
use crate::domain::paper::kind::CasePaper;
use crate::domain::search::{public_term, term_of_writing, terms, units};
use crate::storage::bridge::{self, Place as Column};
use crate::storage::search::{self, Place, Posting};
use crate::storage::{Connection, Tx, Visibility, cases, file_keys, files, papers};

/// What comes to a case.
#[derive(Clone, Copy)]
pub(crate) enum New<'a> {
    /// A file of this id and name.
    File(&'a str, &'a str),
    /// A paper of this kind.
    Paper(CasePaper),
}

/// The terms of what is attached to a case.
#[derive(Debug, Default)]
pub(crate) struct Attached {
    /// Of the kinds of its papers, and that one of them is written by hand.
    pub(crate) papers: BTreeSet<i64>,
    /// Of the name of each of its files, under an index key.
    pub(crate) files: BTreeMap<VaultId, BTreeSet<i64>>,
    /// The files whose names do not open.
    pub(crate) unopened: BTreeSet<VaultId>,
}

impl Attached {
    /// Takes from what a row says of files what cannot be told from the files: the terms of names that do not open, and
    /// which are left out of too many.
    pub(crate) fn compare_with(&mut self, said: BTreeMap<VaultId, BTreeSet<i64>>) {
        if are_too_many(&self.files) {
            self.files.retain(|id, _| said.contains_key(id));
        }
        self.files.extend(said.into_iter().filter(|(id, _)| self.unopened.contains(id)));
    }

    fn add(&mut self, key: &IndexKey, new: New<'_>) -> Result<(), Error> {
        match new {
            New::Paper(kind) => self.papers.extend(paper_terms(kind)),
            New::File(id, name) => {
                let id = VaultId(id.parse().map_err(|_| no_uuid(id))?);
                self.files.insert(id, name_terms(key, name));
            }
        }
        Ok(())
    }
}

impl Register {
    /// Says that a case is found by these too, which have just come to it. Whoever else attaches something to it, or acts
    /// in it, waits.
    pub(crate) fn index_attached(&self, tx: &mut Tx, case: CaseId, new: &[New<'_>]) -> Result<(), Error> {
        self.books.in_force_for_writing(tx)?;
        let id = case.to_string();
        cases::hold(tx, &id)?;
        let key = newest_key(&self.vault)?;
        let Some(before) = search::of_cases(tx, std::slice::from_ref(&id))?.pop() else { return Ok(()) };
        if before.index_key != key.id() {
            // Of an older key nothing can be kept.
            let cases = cases::load_many(tx, &[id], &Visibility::Office)?;
            let cases = cases.iter().map(rows::read).collect::<Result<Vec<Case>, Error>>()?;
            return search_rows::write_anew(tx, &self.vault, &cases.iter().collect::<Vec<_>>());
        }
        let mut terms = Terms::read(&before)?;
        let there = terms.all();
        let mut attached = Attached::default();
        for one in new {
            attached.add(&key, *one)?;
        }
        terms.attach(attached);
        let place = Place::of(before.received_on, case.0);
        let added: Vec<Posting> = terms.all().difference(&there).map(|term| (*term, place.clone())).collect();
        file_keys::hold(tx, &[key.id()])?;
        search::replace(tx, &[row((case, before.received_on), &key, &terms)?])?;
        Ok(search::add(tx, &added)?)
    }
}

/// What is attached to some cases, read from what is there. A name that does not open has no terms: the check names it.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn attached_to(
    c: &mut Connection,
    vault: &Vault,
    (key, ids): (&IndexKey, &[String]),
) -> Result<HashMap<String, Attached>, Error> {
    let mut all: HashMap<String, Attached> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    for (case, kind) in paper_kinds(c, ids)? {
        all.entry(case).or_default().add(key, New::Paper(kind))?;
    }
    for row in files::names_of_cases(c, ids)? {
        let attached = all.entry(row.case_id.clone()).or_default();
        match kept(vault, &row) {
            Ok(file) => attached.add(key, New::File(&row.id, &file.name))?,
            Err(_) => {
                attached.unopened.insert(VaultId(row.id.parse().map_err(|_| no_uuid(&row.id))?));
            }
        }
    }
    Ok(all)
}

/// The kinds of papers that some cases have, each once, by case.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn paper_kinds(c: &mut Connection, ids: &[String]) -> Result<Vec<(String, CasePaper)>, Error> {
    let read = |(case, kind): (String, String)| {
        let place = Column { table: "papers", key: &case, column: "kind" };
        let kind = bridge::parse(&kind, place)?;
        Ok((case, kind))
    };
    papers::kinds_of_cases(c, ids)?.into_iter().map(read).collect()
}

fn paper_terms(kind: CasePaper) -> impl Iterator<Item = i64> {
    let of_kind = terms(&units(kind.label().zh)).into_iter().map(|term| public_term(&term));
    of_kind.chain(kind.is_written().then(term_of_writing))
}

/// What kind of file it is nobody looks for.
fn name_terms(key: &IndexKey, name: &str) -> BTreeSet<i64> {
    terms(&units(stem(name))).iter().map(|term| key.term(term)).collect()
}
