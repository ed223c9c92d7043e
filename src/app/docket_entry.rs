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
use crate::app::reading::MaskedPerson;
use crate::app::register::Register;
use crate::domain::act::Act;
use crate::domain::case::Case;
use crate::domain::docket::{Content, Correction, Entry};
use crate::domain::id::{CaseId, EntryNo, PartyNo, UserId};
use crate::domain::party::Party;
use crate::domain::permission::Operation;
use crate::storage::{Connection, docket};

/// So many elements of each list are told of an entry at a time: the receipt of a collective case lists thousands of workers,
/// and who is not shown is not unsealed.
pub const LISTED_MAX: usize = 50;

/// Which part of the lists of an entry is told (名单分页); of a list inside a list, always its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListPart {
    /// How many elements stand before it.
    pub after: usize,
}

impl ListPart {
    /// Leaves of the lists in a value the elements of this part.
    pub fn cut(self, value: &mut Value) {
        match value {
            Value::Object(object) => object.values_mut().for_each(|inner| self.cut(inner)),
            Value::Array(list) => {
                *list = std::mem::take(list).into_iter().skip(self.after).take(LISTED_MAX).collect();
                for inner in list {
                    ListPart::default().cut(inner);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// How long the longest list of a value is, lists inside lists apart.
#[must_use]
pub fn longest_list(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.values().map(longest_list).max().unwrap_or(0),
        Value::Array(list) => list.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// An entry, and what belongs to it.
// Not printed: it has people in it.
pub struct EntryInFull {
    /// The case.
    pub case: Case,
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: String,
    /// The entries that correct it, in their order; the last one counts.
    pub corrections: Vec<Entry>,
    /// The people in the part of its lists that is told, masked, by the rows of the vault.
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

    /// One entry of a case; of its lists, and so of the people in it, one part.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such case or entry, or the caller may not know of it.
    pub async fn docket_entry(
        &self,
        caller: &Caller,
        id: CaseId,
        (no, part): (EntryNo, ListPart),
    ) -> Result<EntryInFull, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, id)?.case;
            ensure(&caller, Operation::ReadCase, Some(&case))?;
            let mut found = entries_before(c, &case, (no.0.saturating_add(1), 1))?;
            let (entry, hash) = found.pop().filter(|(entry, _)| entry.no == no).ok_or(Error::NotFound)?;
            let corrections = corrections_of(c, id, no)?;
            let mut named = Named::default();
            // Of corrections only the names of the office are shown, so nobody in them is unsealed.
            for entry in &corrections {
                named.look(&content(entry));
            }
            named.sealed.clear();
            let mut told = content(&entry);
            part.cut(&mut told);
            named.look(&told);
            named.ids.extend(named_in(&case));
            named.ids.extend(corrections.iter().chain([&entry]).map(|entry| entry.actor));
            let opened = register.open(c, &named.sealed)?;
            let masked = |(id, person)| (id, MaskedPerson::of(&person));
            Ok::<_, Error>(EntryInFull {
                permitted: may_correct(&caller, &case, Some(&entry)),
                people: opened.into_iter().map(masked).collect(),
                names: names_of(c, &caller, &named.ids)?,
                case,
                entry,
                hash,
                corrections,
            })
        };
        self.store.snapshot(work).await
    }

    /// Some parties of a case, masked; of the others nobody is unsealed.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such case, or the caller may not know of it.
    pub async fn parties_of(
        &self,
        caller: &Caller,
        id: CaseId,
        wanted: BTreeSet<PartyNo>,
    ) -> Result<Vec<Party<MaskedPerson>>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let mut case = load(c, &caller, id)?.case;
            ensure(&caller, Operation::ReadCase, Some(&case))?;
            case.parties.retain(|party| wanted.contains(&party.no));
            Ok::<_, Error>(register.with_people(c, case)?.parties)
        };
        self.store.snapshot(work).await
    }
}

fn content(entry: &Entry) -> Value {
    serde_json::to_value(&entry.content).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Of 120 there are fifty, fifty and twenty; what stands in each is told from its beginning.
    #[test]
    fn a_long_list_is_told_part_by_part() {
        let whole = json!({ "on": "2021-12-01", "parties":
            (1..=120).map(|no| json!({ "no": no, "agents": (1..=60).collect::<Vec<u32>>() })).collect::<Vec<_>>() });
        assert_eq!(longest_list(&whole), 120);
        for (after, first, last, count) in [(0, 1, 50, 50), (50, 51, 100, 50), (100, 101, 120, 20)] {
            let mut told = whole.clone();
            ListPart { after }.cut(&mut told);
            let listed = told["parties"].as_array().unwrap();
            assert_eq!(
                (listed.len(), &listed[0]["no"], &listed[count - 1]["no"]),
                (count, &json!(first), &json!(last))
            );
            assert_eq!(listed[0]["agents"], json!((1..=50).collect::<Vec<u32>>()));
            assert_eq!(told["on"], json!("2021-12-01"));
        }
        let mut beyond = json!({ "parties": [1, 2] });
        ListPart { after: 50 }.cut(&mut beyond);
        assert_eq!(beyond, json!({ "parties": [] }));
    }
}
