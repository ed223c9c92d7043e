//! The check (核对): every docket is replayed, and the case row, the deadlines, the figures and the sealed
//! people must be what it says; every entry must stand in the chain as it was written, and every imported year
//! as it was kept. Files are checked in `file_check`. Not here: computing it anew (`rebuilding`).

use std::collections::HashMap;

use crate::app::docket_rows::{self, Joined};
use crate::app::error::Error;
use crate::app::figure_rows;
use crate::app::file_check::Contents;
use crate::app::hearing_rows;
use crate::app::joint_trials;
use crate::app::register::Register;
use crate::app::{audit, calendar_rows, pending_services as app_pending, rows, search_rows};
use crate::domain::case::Case;
use crate::domain::docket::{Entry, Place, replay};
use crate::domain::finding::Reading;
use crate::domain::id::CaseId;
use crate::domain::office::LawBook;
use crate::domain::party::{Party, Person};
use crate::storage::cases::CaseRow;
use crate::storage::docket::DocketRow;
use crate::storage::vault::VaultRow;
use crate::storage::{
    Connection, Visibility, archived_cases, calendar_imports, cases, changes, deadlines, docket, hearings,
    known_figures, pending_services, people, referrals, reporting, vault, viewers_of,
};

/// How many cases are visited at a time.
const PAGE_CASES: i64 = 200;

/// What the check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many cases were replayed.
    pub cases: u64,
    /// How many entries they have.
    pub entries: u64,
    /// How many files of cases were looked at.
    pub files: u64,
    /// How many papers of cases were looked at.
    pub papers: u64,
    /// How many ratings were opened.
    pub ratings: u64,
    /// How many published periods were verified.
    pub publications: u64,
    /// Everything that is not as it should be, each with its case.
    pub inconsistencies: Vec<String>,
    /// Contents in the directory of the files that no file has. They harm nothing.
    pub unnamed: Vec<String>,
}

impl Register {
    /// Checks everything, but for the bytes of files. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer; what it holds is never an error, but a finding.
    pub fn check(&self) -> Result<Checked, Error> {
        self.check_with(Contents::Present)
    }

    /// Checks everything, and files as closely as is asked. Blocks: not for async code.
    ///
    /// # Errors
    /// As [`Register::check`].
    pub fn check_with(&self, contents: Contents) -> Result<Checked, Error> {
        let mut checked = Checked::default();
        let mut after: Option<String> = None;
        loop {
            let from = after.take();
            let page = self
                .store
                .read_blocking(|c| Ok::<_, Error>(cases::ids_after(c, from.as_deref(), PAGE_CASES)?))?;
            for id in &page {
                self.store.snapshot_blocking(|c| self.check_case(c, id, &mut checked))?;
            }
            after = page.last().cloned();
            if after.is_none() {
                break;
            }
        }
        let imports = self.store.read_blocking(|c| Ok::<_, Error>(calendar_imports::all(c)?))?;
        let altered = imports.iter().filter_map(|row| calendar_rows::read(row).err());
        checked.inconsistencies.extend(altered.map(|error| error.to_string()));
        self.check_files(contents, &mut checked)?;
        self.check_papers(&mut checked)?;
        self.check_ratings(&mut checked)?;
        self.check_publications(&mut checked)?;
        self.check_figure_days(&mut checked)?;
        checked.inconsistencies.extend(audit::verify(&self.store)?.map(|what| format!("audit log: {what}")));
        Ok(checked)
    }

    fn check_case(&self, c: &mut Connection, id: &str, checked: &mut Checked) -> Result<(), Error> {
        let Some(row) = cases::load(c, id, &Visibility::Office)? else { return Ok(()) };
        let book = self.books.in_force(c)?;
        let entries = docket::entries(c, id)?;
        checked.cases += 1;
        checked.entries += u64::try_from(entries.len()).unwrap_or(u64::MAX);
        let name = row.number.clone().map_or_else(|| id.to_owned(), |number| format!("{id} {number}"));
        let mut report = |what: String| checked.inconsistencies.push(format!("case {name}: {what}"));
        for broken in docket_rows::broken_links(&entries) {
            report(broken);
        }
        let replayed = Docket::read(&entries).and_then(|docket| Ok((docket.replayed(&row, &book)?, docket)));
        match replayed {
            Err(what) => report(what),
            Ok((case, docket)) => {
                for what in self.differences(c, (&row, &docket), &case, &book)? {
                    report(what);
                }
            }
        }
        Ok(())
    }

    /// What in the rows differs from what the docket says.
    fn differences(
        &self,
        c: &mut Connection,
        (row, docket): (&CaseRow, &Docket),
        case: &Case,
        book: &LawBook,
    ) -> Result<Vec<String>, Error> {
        let mut different = Vec::new();
        let mut compare = |same: bool, what: &str| {
            if !same {
                different.push(format!("{what} differ from the docket"));
            }
        };
        compare(
            rows::case_row(case, &docket.last, row.created_at)? == *row,
            "the columns or the body of the case row",
        );
        let mut index = rows::deadline_index(case, book)?;
        index.sort_by(|a, b| (&a.rule, a.anchor, a.party).cmp(&(&b.rule, b.anchor, b.party)));
        compare(deadlines::of_case(c, &row.id)? == index, "the deadlines");
        let lacking = app_pending::index(case, book)?;
        compare(pending_services::of_case(c, &row.id)? == lacking, "what is not yet served");
        let known_from = rows::known_from(&docket.last)?;
        let (figures, facts) = figure_rows::reporting_rows(case, book, known_from)?;
        let kept = reporting::of_case(c, &row.id)?;
        let is_row_right = kept.is_some_and(|kept| kept.says_what(&figures));
        compare(is_row_right, "the figures");
        let mut dated = reporting::facts_of_case(c, &row.id)?;
        for fact in &mut dated {
            fact.known_from = known_from;
        }
        compare(dated == facts, "the dated facts of the figures");
        if is_row_right && dated == facts {
            compare(is_past_right(c, (case, docket), book)?, "the figures as they were known");
        }
        let mut assigned = rows::people_rows(case);
        assigned.sort_by(|a, b| (&a.duty, &a.user_id).cmp(&(&b.duty, &b.user_id)));
        compare(people::of_case(c, &row.id)? == assigned, "the people");
        let feed = changes::of_case(c, &row.id)?;
        let numbers = docket.entries.iter().map(|entry| rows::count(entry.no.0));
        let numbers = numbers.collect::<Result<Vec<i32>, Error>>()?;
        compare(numbers.iter().all(|no| feed.binary_search(no).is_ok()), "the feed of changes");
        compare(viewers_of(c, &row.id)? == rows::viewer_rows(case), "who may see the case");
        compare(hearings::of_case(c, &row.id)? == hearing_rows::hearing_index(case)?, "the hearings");
        compare(joint_trials::is_booked(c, case)?, "the bookings");
        compare(referrals::of_case(c, &row.id)? == rows::referral_rows(case, book)?, "the referrals");
        compare(archived_cases::of_case(c, &row.id)? == rows::archived_row(case)?, "what the archive has");
        let (whole, found) = self.people_are_whole(c, case)?;
        compare(whole, "the sealed people");
        compare(found, "the digests by which people are found");
        compare(search_rows::is_right(c, &self.vault, case)?, "the words by which the case is found");
        Ok(different)
    }

    /// Whether every sealed person opens, and is the one that the docket names; and whether each that opens is found
    /// by what is written there.
    fn people_are_whole(&self, c: &mut Connection, case: &Case) -> Result<(bool, bool), Error> {
        let named: Vec<_> = case.parties.iter().flat_map(Party::people).collect();
        let ids: Vec<String> = named.iter().map(|person| person.vault.to_string()).collect();
        let sealed: HashMap<String, VaultRow> =
            vault::load_many(c, &ids)?.into_iter().map(|row| (row.id.clone(), row)).collect();
        let (mut whole, mut found) = (true, true);
        for person in named {
            let row = sealed.get(&person.vault.to_string());
            let opened = row.and_then(|row| {
                self.vault.open(person.vault, &row.key_id, &row.sealed).ok().map(|o| (row, o))
            });
            whole &= opened.as_ref().is_some_and(|(_, opened)| opened.digest == person.digest);
            found &= opened.is_none_or(|(row, opened)| {
                let person: Option<Person> = serde_json::from_slice(&opened.plaintext).ok();
                person.is_some_and(|person| self.vault.is_indexed(&person, &row.index))
            });
        }
        Ok((whole, found))
    }
}

/// A docket as it was read: its entries, and what the last of them leaves in the row of its case.
struct Docket {
    entries: Vec<Entry>,
    last: Joined,
}

impl Docket {
    /// The docket with these rows, in order; else why it cannot be read.
    fn read(rows: &[DocketRow]) -> Result<Docket, String> {
        let entries: Result<Vec<_>, Error> = rows.iter().map(docket_rows::read).collect();
        let entries = entries.map_err(|error| format!("an entry cannot be read: {error}"))?;
        let last = rows.last();
        let last = Joined {
            body: String::new(),
            previous: String::new(),
            hash: last.map(|entry| entry.hash.clone()).unwrap_or_default(),
            recorded_at: last.map_or(0, |entry| entry.recorded_at),
        };
        Ok(Docket { entries, last })
    }

    fn replayed(&self, row: &CaseRow, book: &LawBook) -> Result<Case, String> {
        let id = row.id.parse().map(CaseId).map_err(|_| "its id is no UUID".to_owned())?;
        let place = Place { id, region: &row.region };
        replay(&self.entries, place, book, Reading::Replay)
            .map_err(|refusal| format!("the docket makes no possible history: {refusal:?}"))
    }
}

/// The dockets of some cases by their ids, in one statement; one that cannot be read is not there.
fn dockets(c: &mut Connection, ids: &[String]) -> Result<HashMap<String, Docket>, Error> {
    let mut dockets: HashMap<String, Vec<DocketRow>> = HashMap::new();
    for entry in docket::entries_of(c, ids)? {
        dockets.entry(entry.case_id.clone()).or_default().push(entry);
    }
    Ok(dockets.into_iter().filter_map(|(id, rows)| Some((id, Docket::read(&rows).ok()?))).collect())
}

/// A case with the entries that make it.
pub(crate) type Replayed = (Case, Vec<Entry>);

/// Some cases as their dockets make them, and the rows of those that were kept otherwise. One whose docket makes none is left
/// as it was kept and without entries, for the check to name.
///
/// # Errors
/// That the database does not answer, or a case cannot be read.
pub(crate) fn replayed_page(
    c: &mut Connection,
    ids: &[String],
    book: &LawBook,
) -> Result<(Vec<Replayed>, Vec<CaseRow>), Error> {
    let mut dockets = dockets(c, ids)?;
    let (mut all, mut changed) = (Vec::with_capacity(ids.len()), Vec::new());
    for row in cases::load_many(c, ids, &Visibility::Office)? {
        let docket = dockets.remove(&row.id);
        let made = docket.and_then(|docket| Some((docket.replayed(&row, book).ok()?, docket)));
        let Some((case, docket)) = made else {
            all.push((rows::read(&row)?, Vec::new()));
            continue;
        };
        let made = rows::case_row(&case, &docket.last, row.created_at)?;
        if made != row {
            changed.push(made);
        }
        all.push((case, docket.entries));
    }
    Ok((all, changed))
}

/// Whether what was known at the end of each day is what the docket said then.
fn is_past_right(
    c: &mut Connection,
    (case, docket): (&Case, &Docket),
    book: &LawBook,
) -> Result<bool, Error> {
    let place = Place { id: case.id, region: &case.region };
    let history = figure_rows::history(&docket.entries, place, book)?;
    let id = case.id.to_string();
    Ok(known_figures::of_cases(c, &[&id])?.remove(&id) == Some(history))
}
