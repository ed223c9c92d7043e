//! Computing everything that is derived anew (重算), when the calendar or the settings are others than those that it
//! was computed with, or a program that derives otherwise is started for the first time: page by page, each page in a
//! transaction of its own and in a few statements, and only what differs is written. Not here: one case (`rows`), and importing a year (`calendar`).

use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::app::books::{self, Rebuilding, Written};
use crate::app::check::{self, Replayed};
use crate::app::error::Error;
use crate::app::register::Register;
use crate::app::rows::{self, Derived};
use crate::app::search_rows;
use crate::domain::office::LawBook;
use crate::storage::Connection;
use crate::storage::cases::{self, CaseBody, CaseRow};

/// How many cases are visited at a time.
const PAGE_CASES: i64 = 500;
/// More threads than this would only wait for the database.
const THREADS_MAX: usize = 4;

/// Where the next page begins.
enum Next {
    /// After this case; at the beginning, after none.
    After(Option<String>),
    /// There is none, or it must not be read any more.
    Nothing,
}

/// From what the rows are computed.
#[derive(Clone, Copy)]
enum ReadFrom {
    /// From the cases as they were kept: another calendar changes nothing in them.
    Bodies,
    /// From the dockets: a program that derives otherwise may make something else of an old one.
    Dockets,
}

/// By which books, and from what.
type By<'a> = (&'a Arc<LawBook>, ReadFrom);

impl Register {
    /// Computes the derived rows anew when the shipped calendar, the region or the way of counting notice has
    /// changed since they were written; and the cases themselves from their dockets, when a program that derives
    /// otherwise wrote them. Says how many cases there were. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer, or a case cannot be read.
    pub fn rebuild_if_changed(&self) -> Result<u64, Error> {
        let (book, written) = self.store.snapshot_blocking(|c| {
            let book = self.books.of_rows(c)?;
            let written = books::how_written(c, &book)?;
            Ok::<_, Error>((Arc::new(book), written))
        })?;
        let from = match written {
            Written::WithThese => return Ok(0),
            Written::WithOthers => ReadFrom::Bodies,
            Written::Otherwise => ReadFrom::Dockets,
        };
        let begun = Arc::clone(&book);
        self.store.write_blocking(move |tx| books::begin_rebuilding(tx, &begun))?;
        let rebuilt = self.rebuild_on_all_cores((&book, from))?;
        self.store.write_blocking(move |tx| books::finish_rebuilding(tx, &book))?;
        Ok(rebuilt)
    }

    /// Each thread takes the next page when it is done with one, so that one computes while another's is written.
    fn rebuild_on_all_cores(&self, by: By<'_>) -> Result<u64, Error> {
        let next = Mutex::new(Next::After(None));
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
        thread::scope(|scope| {
            let work = || self.rebuild_pages(by, &next);
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let counts = threads.into_iter().map(|thread| {
                // A panic of the work is the caller's, as it would be without threads.
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            counts.sum()
        })
    }

    /// Pages until there are no more; after an error there are none for anybody.
    fn rebuild_pages(&self, by: By<'_>, next: &Mutex<Next>) -> Result<u64, Error> {
        let mut rebuilt = 0;
        loop {
            let outcome = self.next_page(next).and_then(|page| self.rebuild_page(&page, by));
            match outcome {
                Ok(0) => return Ok(rebuilt),
                Ok(count) => rebuilt += count,
                Err(error) => {
                    *next.lock().unwrap_or_else(PoisonError::into_inner) = Next::Nothing;
                    return Err(error);
                }
            }
        }
    }

    /// The next cases; none when there are no more. They are read outside the transaction that writes what follows
    /// from them, for no case is written until all is computed anew, and that transaction asks whether it is.
    fn next_page(&self, next: &Mutex<Next>) -> Result<Vec<CaseBody>, Error> {
        let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
        let Next::After(after) = &*next else { return Ok(Vec::new()) };
        let read = |c: &mut Connection| Ok::<_, Error>(cases::bodies_after(c, after.as_deref(), PAGE_CASES)?);
        let page = self.store.read_blocking(read)?;
        *next = page.last().map_or(Next::Nothing, |last| Next::After(Some(last.id.clone())));
        Ok(page)
    }

    /// Some cases with the entries that make them, and the rows of those that were kept otherwise. They are read outside
    /// the transaction too.
    fn cases_of(
        &self,
        page: &[CaseBody],
        (book, from): By<'_>,
    ) -> Result<(Vec<Replayed>, Vec<CaseRow>), Error> {
        let ids: Vec<String> = page.iter().map(|body| body.id.clone()).collect();
        match from {
            ReadFrom::Dockets => self.store.read_blocking(|c| check::replayed_page(c, &ids, book)),
            ReadFrom::Bodies => {
                let mut dockets = self.store.read_blocking(|c| check::dockets(c, &ids))?;
                let mut read = |CaseBody { id, version, body }: &CaseBody| {
                    let entries = dockets.remove(id).map(|docket| docket.entries).unwrap_or_default();
                    Ok((rows::read_body((id, *version), body)?, entries))
                };
                Ok((page.iter().map(&mut read).collect::<Result<_, Error>>()?, Vec::new()))
            }
        }
    }

    /// Writes what follows from some cases under these books. Says how many there were: none as well when another
    /// program, which started at the same time, has done all.
    fn rebuild_page(&self, page: &[CaseBody], (book, from): By<'_>) -> Result<u64, Error> {
        if page.is_empty() {
            return Ok(0);
        }
        let (cases, changed) = self.cases_of(page, (book, from))?;
        let derived = cases.iter().map(|(case, entries)| Derived::with_history(case, book, entries));
        let derived = derived.collect::<Result<Vec<_>, Error>>()?;
        let (book, vault) = (Arc::clone(book), self.vault.clone());
        self.store.write_blocking(move |tx| {
            if books::rebuilding(tx, &book)? == Rebuilding::Finished {
                return Ok(0);
            }
            let count = u64::try_from(derived.len()).unwrap_or(u64::MAX);
            for row in &changed {
                cases::update_if_version(tx, row, row.version)?;
            }
            rows::write_derived(tx, derived)?;
            search_rows::write_anew(tx, &vault, &cases.iter().map(|(case, _)| case).collect::<Vec<_>>())?;
            Ok::<_, Error>(count)
        })
    }
}
