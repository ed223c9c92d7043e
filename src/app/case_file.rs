//! The file of a case (案卷全貌): everything that its page shows, read at one moment, so that no part of it tells of another
//! version than the rest. Not here: lists that go on for longer than a page; each is read page by page where it is listed.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::clock::office_date;
use crate::app::deciding::load;
use crate::app::docket_rows;
use crate::app::error::Error;
use crate::app::files::FileView;
use crate::app::papers::{PaperView, view};
use crate::app::permits::{Caller, ensure};
use crate::app::permitted_acts::{PermittedAct, permitted_acts};
use crate::app::reading::{CaseDeadlines, CaseWithPeople};
use crate::app::register::Register;
use crate::domain::case::Case;
use crate::domain::docket::Entry;
use crate::domain::id::{CaseId, UserId};
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::service_of_process::pending::{PendingService, pending};
use crate::storage::{Connection, StorageError, cases, docket, files, papers, users};

/// How much of what belongs to a case is read.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// So many of the last entries.
    pub entries: u32,
    /// So many of the first papers, and of the first files.
    pub materials: u32,
}

/// A list of which a page shows the beginning.
#[derive(Debug, Clone)]
pub struct Beginning<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub has_more: bool,
}

impl<T> Beginning<T> {
    /// Of rows of which one more was read than is shown.
    fn of(mut rows: Vec<T>, shown: u32) -> Beginning<T> {
        let shown = usize::try_from(shown).unwrap_or(usize::MAX);
        let has_more = rows.len() > shown;
        rows.truncate(shown);
        Beginning { rows, has_more }
    }
}

/// A case, and what belongs to it.
// Not printed: the names of files may name people.
pub struct CaseFile {
    /// The case, its people masked.
    pub case: CaseWithPeople,
    /// Its deadlines.
    pub deadlines: CaseDeadlines,
    /// What the caller may do with it.
    pub permitted: Vec<PermittedAct>,
    /// The last entries of its docket, with their hashes.
    pub entries: Vec<(Entry, String)>,
    /// Its first papers.
    pub papers: Beginning<PaperView>,
    /// Its first files, named to who may read them.
    pub files: Beginning<FileView>,
    /// What is not served yet.
    pub pending: Vec<PendingService>,
    /// How many proceedings its matter has, itself among them, whether or not the caller may see them.
    pub proceedings: i64,
    /// The names of the people of the office that the case and these entries name, for who may know them; whoever has left
    /// is among them.
    pub names: BTreeMap<UserId, String>,
}

impl Register {
    /// A case and what belongs to it, at one moment.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none, or the caller may not know of it.
    pub async fn case_file(&self, caller: &Caller, id: CaseId, extent: Extent) -> Result<CaseFile, Error> {
        let (register, caller) = (self.clone(), *caller);
        let today = office_date(self.clock.now());
        let work = move |c: &mut Connection| {
            let case = load(c, &caller, id)?.case;
            ensure(&caller, Operation::ReadCase, Some(&case))?;
            let book = register.books.in_force(c)?;
            let entries = entries_before(c, &case, (case.version.saturating_add(1), extent.entries))?;
            let (key, limit) = (id.to_string(), i64::from(extent.materials.saturating_add(1)));
            let papers = papers::list(c, &key, "", limit)?.iter().map(view).collect::<Result<Vec<_>, _>>()?;
            let wholes = files::list(c, &key, "", limit)?;
            let files = register.file_views(c, &caller, (&case, &wholes))?;
            Ok::<_, Error>(CaseFile {
                deadlines: CaseDeadlines::of(&case, &book),
                permitted: permitted_acts(&case, &caller, &book, today),
                papers: Beginning::of(papers, extent.materials),
                files: Beginning::of(files, extent.materials),
                pending: pending(&case, &book),
                proceedings: cases::count_of_matter(c, &case.matter().to_string())?,
                names: names(c, &caller, (&case, &entries))?,
                case: register.with_people(c, case)?,
                entries,
            })
        };
        self.store.snapshot(work).await
    }
}

/// The last entries of a case before a number, with their hashes.
pub(crate) fn entries_before(
    c: &mut Connection,
    case: &Case,
    (before, rows_max): (u32, u32),
) -> Result<Vec<(Entry, String)>, Error> {
    let last = before.saturating_sub(1).min(case.version);
    let rows_max = rows_max.min(last);
    let after = i32::try_from(last - rows_max).unwrap_or(i32::MAX);
    let rows = docket::page(c, &case.id.to_string(), after, i64::from(rows_max))?;
    rows.iter().map(|row| Ok((docket_rows::read(row)?, row.hash.clone()))).collect()
}

/// The names of those who work on a case, sat in its tribunal or recorded these entries.
fn names(
    c: &mut Connection,
    caller: &Caller,
    (case, entries): (&Case, &[(Entry, String)]),
) -> Result<BTreeMap<UserId, String>, Error> {
    let actors = entries.iter().map(|(entry, _)| entry.actor);
    names_of(c, caller, &named_in(case).chain(actors).collect())
}

/// The people of the office whom a case names.
pub(crate) fn named_in(case: &Case) -> impl Iterator<Item = UserId> {
    let members = case.tribunal.iter().flat_map(|tribunal| &tribunal.members).map(|member| member.user);
    let assigned = case.people.iter().map(|person| person.user);
    let recused = case.recusals.iter().map(|recusal| recusal.member);
    members.chain(assigned).chain(recused)
}

/// The names of people of the office by their ids, for who may know them; what is nobody's id is passed over.
pub(crate) fn names_of(
    c: &mut Connection,
    caller: &Caller,
    ids: &BTreeSet<UserId>,
) -> Result<BTreeMap<UserId, String>, Error> {
    if permit(caller.role, Operation::ReadStaff) == Permit::No {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let wrong = |key: &str| StorageError::Inconsistent {
        table: "users",
        key: key.to_owned(),
        what: "its id is no UUID".to_owned(),
    };
    let named = |row: users::UserRow| match row.id.parse() {
        Ok(id) => Ok((UserId(id), row.name)),
        Err(_) => Err(wrong(&row.id).into()),
    };
    users::load_many(c, &ids)?.into_iter().map(named).collect()
}
