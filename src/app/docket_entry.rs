//! One entry of a docket (登记), and the docket page by page: what an entry says, who is named in it, what corrected it, and
//! whether the reader may correct it. Not here: correcting (`deciding`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use crate::app::case_file::{entries_before, named_in, names_of};
use crate::app::deciding::{load, may_correct};
use crate::app::docket_rows;
use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::reading::{CaseWithPeople, MaskedPerson};
use crate::app::register::Register;
use crate::domain::act::Act;
use crate::domain::case::Case;
use crate::domain::docket::{Content, Correction, Entry};
use crate::domain::id::{CaseId, EntryNo, UserId};
use crate::domain::permission::Operation;
use crate::storage::{Connection, docket};

/// An entry, and what belongs to it.
// Not printed: it has people in it.
pub struct EntryInFull {
    /// The case, its people masked.
    pub case: CaseWithPeople,
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: String,
    /// The entries that correct it, in their order; the last one counts.
    pub corrections: Vec<Entry>,
    /// The people whom it names, masked, by the rows of the vault.
    pub people: HashMap<String, MaskedPerson>,
    /// The names of the people of the office whom it or its corrections name, for who may know them.
    pub names: BTreeMap<UserId, String>,
    /// Whether the reader may correct it, or why not.
    pub permitted: Result<(), Error>,
}

/// What an entry says now.
pub struct Standing<'a> {
    /// The legal date.
    pub on: NaiveDate,
    /// The act; of what was struck out, as it was last written.
    pub act: &'a Act,
    /// Whether it was struck out.
    pub is_struck_out: bool,
}

impl EntryInFull {
    /// What the entry says now; nothing, where it is no act.
    #[must_use]
    pub fn standing(&self) -> Option<Standing<'_>> {
        let Content::Act(act) = &self.entry.content else { return None };
        let mut standing = Standing { on: self.entry.on, act, is_struck_out: false };
        for correction in self.corrections.iter().filter_map(correction_in) {
            standing.is_struck_out = correction.replacement.is_none();
            if let Some(replacement) = &correction.replacement {
                (standing.on, standing.act) = (replacement.on, &replacement.act);
            }
        }
        Some(standing)
    }
}

/// What an entry corrects, if it corrects one.
#[must_use]
pub fn correction_in(entry: &Entry) -> Option<&Correction> {
    match &entry.content {
        Content::Correction(correction) => Some(correction),
        Content::Act(_) | Content::CalendarChange(_) => None,
    }
}

/// Some entries of a case.
#[derive(Debug, Clone)]
pub struct DocketPart {
    /// The case.
    pub case: Case,
    /// The entries, with their hashes.
    pub entries: Vec<(Entry, String)>,
    /// The names of those who recorded them, for who may know them.
    pub names: BTreeMap<UserId, String>,
}

impl Register {
    /// The last entries of a case before a number.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such case, or the caller may not know of it.
    pub async fn docket_before(
        &self,
        caller: &Caller,
        id: CaseId,
        (before, limit): (u32, u32),
    ) -> Result<DocketPart, Error> {
        let caller = *caller;
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, id)?.case;
            ensure(&caller, Operation::ReadCase, Some(&case))?;
            let entries = entries_before(c, &case, (before, limit))?;
            let actors = entries.iter().map(|(entry, _)| entry.actor).collect();
            Ok::<_, Error>(DocketPart { names: names_of(c, &caller, &actors)?, entries, case })
        };
        self.store.snapshot(work).await
    }

    /// One entry of a case.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such case or entry, or the caller may not know of it.
    pub async fn docket_entry(&self, caller: &Caller, id: CaseId, no: EntryNo) -> Result<EntryInFull, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, id)?.case;
            ensure(&caller, Operation::ReadCase, Some(&case))?;
            let mut found = entries_before(c, &case, (no.0.saturating_add(1), 1))?;
            let (entry, hash) = found.pop().filter(|(entry, _)| entry.no == no).ok_or(Error::NotFound)?;
            let corrections = corrections_of(c, id, no)?;
            let mut named = Named::default();
            for entry in corrections.iter().chain([&entry]) {
                named.look(&serde_json::to_value(&entry.content).unwrap_or_default());
            }
            named.ids.extend(named_in(&case));
            named.ids.extend(corrections.iter().chain([&entry]).map(|entry| entry.actor));
            let opened = register.open(c, &named.sealed)?;
            let masked = |(id, person)| (id, MaskedPerson::of(&person));
            Ok::<_, Error>(EntryInFull {
                permitted: may_correct(&caller, &case, Some(&entry)),
                people: opened.into_iter().map(masked).collect(),
                names: names_of(c, &caller, &named.ids)?,
                case: register.with_people(c, case)?,
                entry,
                hash,
                corrections,
            })
        };
        self.store.snapshot(work).await
    }
}

/// The entries that correct one, in their order.
fn corrections_of(c: &mut Connection, id: CaseId, no: EntryNo) -> Result<Vec<Entry>, Error> {
    let rows = docket::entries_of_acts(c, &[id.to_string()], &[docket_rows::CORRECTION])?;
    let all = rows.iter().map(docket_rows::read).collect::<Result<Vec<Entry>, Error>>()?;
    let corrects = |entry: &Entry| correction_in(entry).is_some_and(|correction| correction.entry == no);
    Ok(all.into_iter().filter(corrects).collect())
}

/// Whom an entry names.
#[derive(Default)]
struct Named {
    /// The rows of the vault.
    sealed: Vec<String>,
    /// Every other id: those of people of the office are among them.
    ids: BTreeSet<UserId>,
}

impl Named {
    fn look(&mut self, value: &Value) {
        match value {
            Value::Object(object) => match sealed_id(value) {
                Some(id) => self.sealed.push(id.to_owned()),
                None => object.values().for_each(|inner| self.look(inner)),
            },
            Value::Array(list) => list.iter().for_each(|inner| self.look(inner)),
            Value::String(text) => self.ids.extend(Uuid::try_parse(text).map(UserId)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The row of the vault that stands in an entry in the place of a person.
#[must_use]
pub fn sealed_id(value: &Value) -> Option<&str> {
    value.get("digest")?;
    value.get("vault")?.as_str()
}
