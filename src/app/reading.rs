//! Reading (查询): a case as its people see it, lists, worklists, the docket. Every path goes through the
//! caller's [`Visibility`](crate::storage::Visibility); personal data is masked here, and shown in the
//! clear only by `unmasking`, which puts that down.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::deciding::load;
use crate::app::docket_rows;
use crate::app::error::Error;
pub use crate::app::history::Past;
use crate::app::history::{self, Known};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::case::Case;
use crate::domain::deadline::explanation::Explanation;
use crate::domain::deadline::measure::{CaseMeasure, measures};
use crate::domain::deadline::{Deadline, deadlines};
use crate::domain::docket::Entry;
use crate::domain::id::{CaseId, VaultId};
use crate::domain::limitation;
use crate::domain::office::LawBook;
use crate::domain::party::{Party, Person, PersonRef};
use crate::domain::permission::Operation;
use crate::domain::quick_step::{self, CaseTarget};
use crate::storage::vault::VaultRow;
use crate::storage::{Connection, docket, vault};
use crate::storage::{case_list, deadlines as worklists};

pub use crate::storage::case_list::{
    CaseCursor, CaseFilter, CaseListRow, CasePage, CaseSort, DayRange, Direction,
};
pub use crate::storage::deadlines::{
    DeadlineRow, Due, WorklistCase, WorklistCursor, WorklistFilter, WorklistPage,
};

/// A person as shown: the name, and what identifies them masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MaskedPerson {
    /// 姓名.
    pub name: String,
    /// 公民身份号码, the birth date and order masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// 电话, the middle masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether an address is on file.
    pub has_address: bool,
    /// Whether a bank account is on file.
    pub has_bank_account: bool,
}

impl MaskedPerson {
    pub(crate) fn of(person: &Person) -> MaskedPerson {
        MaskedPerson {
            name: person.name.clone(),
            id_number: person.id_number.as_deref().map(|number| mask(number, 6, 4)),
            phone: person.phone.as_deref().map(|number| mask(number, 3, 4)),
            has_address: person.address.is_some(),
            has_bank_account: person.bank_account.is_some(),
        }
    }
}

/// Masks all but the first and the last characters.
fn mask(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let hidden = |index: usize| count <= first + last || (index >= first && index < count - last);
    text.chars().enumerate().map(|(index, character)| if hidden(index) { '*' } else { character }).collect()
}

/// A case with its people masked.
#[derive(Debug, Clone)]
pub struct CaseWithPeople {
    /// The case.
    pub case: Case,
    /// Its parties.
    pub parties: Vec<Party<MaskedPerson>>,
    /// When limitation ends, and why, where the application says enough of it.
    pub limitation: Option<Explanation>,
}

/// The deadlines of a case, and the books that they were computed with.
#[derive(Debug, Clone)]
pub struct CaseDeadlines {
    /// The deadlines, in the order of the rules.
    pub deadlines: Vec<Deadline>,
    /// The office's own targets.
    pub targets: Vec<CaseTarget>,
    /// What the law brings besides deadlines.
    pub measures: Vec<CaseMeasure>,
    /// The calendar and the settings.
    pub book: Arc<LawBook>,
}

impl CaseDeadlines {
    /// Those of a case as it is.
    #[must_use]
    pub fn of(case: &Case, book: &Arc<LawBook>) -> CaseDeadlines {
        CaseDeadlines {
            deadlines: deadlines(case, book),
            targets: quick_step::targets(case, book),
            measures: measures(case, book),
            book: Arc::clone(book),
        }
    }
}

/// A row of a list, with the name of its first worker where the caller may know it.
#[derive(Debug, Clone)]
pub struct ListedCase {
    /// The row.
    pub row: CaseListRow,
    /// The first worker.
    pub lead_worker: Option<String>,
}

/// Whether names are read with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// With the first worker's name.
    Shown,
    /// Without personal data.
    Withheld,
}

impl Register {
    /// A case, with its people masked; as it is, or as it was known at the end of a day.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none, or the caller may not know of it; [`Error::NotYetKnown`].
    pub async fn case(
        &self,
        caller: &Caller,
        id: CaseId,
        known_on: Option<NaiveDate>,
    ) -> Result<CaseWithPeople, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let case = match known_on {
                None => load(c, &caller, id)?.case,
                Some(day) => register.case_known(c, &caller, id, day)?,
            };
            register.with_people(c, case)
        };
        self.store.snapshot(work).await
    }

    /// A case with its people masked, inside a transaction.
    pub(crate) fn with_people(&self, c: &mut Connection, case: Case) -> Result<CaseWithPeople, Error> {
        let people = self.people(c, &case.parties)?;
        let parties = case.parties.iter().map(|party| masked(party, &people)).collect::<Result<_, _>>()?;
        let run = case.limitation.as_ref().and_then(|facts| facts.run(&case.claims));
        let limitation = match run {
            Some(run) => limitation::explain(&run, &*self.books.in_force(c)?),
            None => None,
        };
        Ok(CaseWithPeople { case, parties, limitation })
    }

    /// The deadlines of a case; as it is, or in a past, where those that had not begun are not among them.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotYetKnown`].
    pub async fn deadlines(&self, caller: &Caller, id: CaseId, past: Past) -> Result<CaseDeadlines, Error> {
        let (register, caller) = (self.clone(), *caller);
        let work = move |c: &mut Connection| {
            let book = register.books.in_force(c)?;
            let case = history::case_in(c, &caller, id, (past, &book))?;
            let nothing = || CaseDeadlines {
                deadlines: Vec::new(),
                targets: Vec::new(),
                measures: Vec::new(),
                book: Arc::clone(&book),
            };
            Ok::<_, Error>(case.map_or_else(nothing, |case| CaseDeadlines::of(&case, &book)))
        };
        self.store.snapshot(work).await
    }

    /// The docket of a case after a number, as it stood at the end of a day, with the hash of each entry.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotYetKnown`].
    pub async fn docket_known(
        &self,
        caller: &Caller,
        id: CaseId,
        (after, limit): (u32, u32),
        day: NaiveDate,
    ) -> Result<Vec<(Entry, String)>, Error> {
        let caller = *caller;
        let known = self.store.read(move |c: &mut Connection| Known::load(c, &caller, id, day)).await?;
        let rest = known.entries.into_iter().zip(known.hashes).filter(|(entry, _)| entry.no.0 > after);
        Ok(rest.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect())
    }

    /// The docket of a case after a number, with the hash of each entry.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn docket(
        &self,
        caller: &Caller,
        id: CaseId,
        (after, limit): (u32, u32),
    ) -> Result<Vec<(Entry, String)>, Error> {
        let caller = *caller;
        let work = move |c: &mut Connection| {
            load(c, &caller, id)?;
            let after = i32::try_from(after).unwrap_or(i32::MAX);
            let rows = docket::page(c, &id.to_string(), after, i64::from(limit))?;
            rows.iter().map(|row| Ok((docket_rows::read(row)?, row.hash.clone()))).collect()
        };
        self.store.snapshot(work).await
    }

    /// One page of a list of cases.
    ///
    /// # Errors
    /// That the caller's role sees no lists of cases.
    pub async fn cases(
        &self,
        caller: &Caller,
        filter: CaseFilter,
        page: CasePage,
    ) -> Result<Vec<ListedCase>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let (register, visibility) = (self.clone(), caller.visibility());
        let work = move |c: &mut Connection| {
            let rows = case_list::list(c, &filter, &page, &visibility)?;
            named(&register, c, rows, Names::Shown)
        };
        self.store.snapshot(work).await
    }

    /// The numbers of some cases behind figures, of those that have one.
    ///
    /// # Errors
    /// That the caller's role sees no cases behind figures.
    pub async fn numbers_of(
        &self,
        caller: &Caller,
        ids: Vec<String>,
    ) -> Result<HashMap<String, String>, Error> {
        ensure(caller, Operation::ReadFigureCases, None)?;
        let visibility = caller.figure_visibility();
        let work = move |c: &mut Connection| {
            let rows = case_list::of_ids(c, &ids, &CaseFilter::default(), &visibility)?;
            Ok::<_, Error>(rows.into_iter().filter_map(|row| Some((row.id, row.number?))).collect())
        };
        self.store.read(work).await
    }

    /// How many cases pass a filter.
    ///
    /// # Errors
    /// That the caller's role sees no lists of cases.
    pub async fn count_cases(&self, caller: &Caller, filter: CaseFilter) -> Result<i64, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let visibility = caller.visibility();
        self.store
            .read(move |c: &mut Connection| Ok::<_, Error>(case_list::count(c, &filter, &visibility)?))
            .await
    }

    /// One page of the deadlines that run, the earliest first.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn worklist(
        &self,
        caller: &Caller,
        filter: WorklistFilter,
        page: WorklistPage,
    ) -> Result<Vec<(DeadlineRow, WorklistCase)>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let visibility = caller.visibility();
        let work =
            move |c: &mut Connection| Ok::<_, Error>(worklists::worklist(c, &filter, &page, &visibility)?);
        self.store.read(work).await
    }

    pub(crate) fn people(
        &self,
        c: &mut Connection,
        parties: &[Party<PersonRef>],
    ) -> Result<HashMap<String, Person>, Error> {
        let ids: Vec<String> =
            parties.iter().flat_map(Party::people).map(|person| person.vault.to_string()).collect();
        self.open(c, &ids)
    }

    pub(crate) fn open(&self, c: &mut Connection, ids: &[String]) -> Result<HashMap<String, Person>, Error> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let open = |row: VaultRow| self.open_row(&row).map(|person| (row.id, person));
        vault::load_many(c, ids)?.into_iter().map(open).collect()
    }

    fn open_row(&self, row: &VaultRow) -> Result<Person, Error> {
        let broken = |what: &str| Error::Broken(format!("vault row {}: {what}", row.id));
        let id = VaultId(row.id.parse().map_err(|_| broken("its id is no UUID"))?);
        let opened = self.vault.open(id, &row.key_id, &row.sealed)?;
        serde_json::from_slice(&opened.plaintext).map_err(|_| broken("it holds no person"))
    }
}

/// Rows of a list with the names of their first workers, or without.
pub(crate) fn named(
    register: &Register,
    c: &mut Connection,
    rows: Vec<CaseListRow>,
    names: Names,
) -> Result<Vec<ListedCase>, Error> {
    let wanted = |row: &CaseListRow| row.lead_person.clone().filter(|_| names == Names::Shown);
    let ids: Vec<String> = rows.iter().filter_map(wanted).collect();
    let people = register.open(c, &ids)?;
    let listed = |row: CaseListRow| {
        let lead = wanted(&row).and_then(|id| people.get(&id)).map(|person| person.name.clone());
        ListedCase { lead_worker: lead, row }
    };
    Ok(rows.into_iter().map(listed).collect())
}

fn masked(party: &Party<PersonRef>, people: &HashMap<String, Person>) -> Result<Party<MaskedPerson>, Error> {
    party.clone().try_map(&mut |person| opened(&person, people).map(MaskedPerson::of))
}

/// A sealed person in the clear, among those that were opened.
pub(crate) fn opened<'a>(
    person: &PersonRef,
    people: &'a HashMap<String, Person>,
) -> Result<&'a Person, Error> {
    people
        .get(&person.vault.to_string())
        .ok_or_else(|| Error::Broken(format!("vault row {} is missing", person.vault)))
}

/// The last working day that still is "soon" on a day.
#[must_use]
pub fn soon_until(book: &LawBook, today: NaiveDate, working_days: u16) -> NaiveDate {
    book.calendar.nth_working_day_after(today, working_days)
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn masks_keep_the_ends_and_never_a_short_text() {
        assert_eq!(mask("44082519900101123X", 6, 4), "440825********123X");
        assert_eq!(mask("13800001234", 3, 4), "138****1234");
        assert_eq!(mask("1234567", 3, 4), "*******");
    }
}
