//! Computing everything that is derived anew (重算), when the calendar or the settings are others than those that it
//! was computed with, a program that derives otherwise is started for the first time, or the operator asks for it: page by
//! page, each page in a transaction of its own and in a few statements, and only what differs is written. What is broken off
//! is begun again by the next program that starts. Not here: one case (`rows`), and importing a year (`calendar`).

use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::app::books::{self, Rebuilding, Written};
use crate::app::check::{self, Replayed};
use crate::app::derived::{self, OfCase};
use crate::app::docket_rows;
use crate::app::error::Error;
use crate::app::figure_rows::history_of_kept;
use crate::app::register::Register;
use crate::app::rows;
use crate::app::search_rows;
use crate::app::under_books::UnderBooks;
use crate::domain::case::Case;
use crate::domain::office::LawBook;
use crate::storage::Connection;
use crate::storage::cases::{self, CaseBody, CaseRow};
use crate::storage::known_figures;

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
    /// From the cases as they were kept: other books change nothing in them, nor what rests on them alone.
    Bodies,
    /// From the dockets: a program that derives otherwise may make something else of an old one.
    Dockets,
}

/// By which books, and from what.
type By<'a> = (&'a Arc<LawBook>, ReadFrom);

/// What computing everything anew did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many cases there were.
    pub cases: u64,
    /// Of how many the case itself was kept otherwise than its docket makes it.
    pub kept_otherwise: u64,
    /// Of how many the rows of figures were others, as they are known now or were known before.
    pub figures_otherwise: u64,
    /// How many have a docket that makes no possible history: they are left as they were kept, for the check to name.
    pub unreadable: u64,
    /// Of how many dimensions the sums by the day were made again.
    pub dimensions: u64,
}

impl Rebuilt {
    fn and(self, other: Rebuilt) -> Rebuilt {
        Rebuilt {
            cases: self.cases + other.cases,
            kept_otherwise: self.kept_otherwise + other.kept_otherwise,
            figures_otherwise: self.figures_otherwise + other.figures_otherwise,
            unreadable: self.unreadable + other.unreadable,
            dimensions: self.dimensions + other.dimensions,
        }
    }
}

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
        Ok(self.rebuild_all(&book, from)?.cases)
    }

    /// Computes everything that is derived anew from the dockets, whoever wrote it, and makes the sums by the day again.
    /// Nobody else writes until it is done. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer; that another program is of another version, or set otherwise.
    pub fn rebuild(&self) -> Result<Rebuilt, Error> {
        let book = Arc::new(self.store.snapshot_blocking(|c| self.books.of_rows(c))?);
        let rebuilt = self.rebuild_all(&book, ReadFrom::Dockets)?;
        Ok(Rebuilt { dimensions: self.keep_figure_days()?, ..rebuilt })
    }

    fn rebuild_all(&self, book: &Arc<LawBook>, from: ReadFrom) -> Result<Rebuilt, Error> {
        let begun = Arc::clone(book);
        self.store.write_blocking(move |tx| books::begin_rebuilding(tx, &begun))?;
        let rebuilt = self.rebuild_on_all_cores((book, from))?;
        let done = Arc::clone(book);
        self.store.write_blocking(move |tx| books::finish_rebuilding(tx, &done))?;
        Ok(rebuilt)
    }

    /// Each thread takes the next page when it is done with one. One more than there are cores, up to a few: one waits while
    /// its page is written.
    fn rebuild_on_all_cores(&self, by: By<'_>) -> Result<Rebuilt, Error> {
        let next = Mutex::new(Next::After(None));
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads = (cores + 1).min(THREADS_MAX);
        thread::scope(|scope| {
            let work = || self.rebuild_pages(by, &next);
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().try_fold(Rebuilt::default(), |all, thread| {
                // A panic of the work is the caller's, as it would be without threads.
                let rebuilt = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                Ok(all.and(rebuilt?))
            })
        })
    }

    /// Pages until there are no more; after an error there are none for anybody.
    fn rebuild_pages(&self, by: By<'_>, next: &Mutex<Next>) -> Result<Rebuilt, Error> {
        let mut all = Rebuilt::default();
        loop {
            let outcome = self.next_page(next).and_then(|page| self.rebuild_page(&page, by));
            match outcome {
                Ok(rebuilt) if rebuilt.cases == 0 => return Ok(all),
                Ok(rebuilt) => all = all.and(rebuilt),
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
                let mut dockets = self.store.read_blocking(|c| docket_rows::entries_of(c, &ids))?;
                let mut read = |CaseBody { id, version, body }: &CaseBody| {
                    let entries = dockets.remove(id).unwrap_or_default();
                    Ok((rows::read_body((id, *version), body)?, entries))
                };
                Ok((page.iter().map(&mut read).collect::<Result<_, Error>>()?, Vec::new()))
            }
        }
    }

    /// Writes what follows from some cases under these books. Says what it did: nothing as well when another program, which
    /// started at the same time, has done all.
    fn rebuild_page(&self, page: &[CaseBody], (book, from): By<'_>) -> Result<Rebuilt, Error> {
        if page.is_empty() {
            return Ok(Rebuilt::default());
        }
        let (cases, changed) = self.cases_of(page, (book, from))?;
        let of_cases = match from {
            ReadFrom::Bodies => Vec::new(),
            ReadFrom::Dockets => cases.iter().map(|(case, _)| OfCase::of(case)).collect::<Result<_, _>>()?,
        };
        let (mut under_books, mut histories) = (UnderBooks::default(), Vec::new());
        for (case, entries) in &cases {
            under_books.add(UnderBooks::of(case, book)?);
            histories.push(history_of_kept(case, book, entries)?);
        }
        let ids: Vec<&str> = page.iter().map(|body| body.id.as_str()).collect();
        let (differs, known) = self.store.read_blocking(|c| {
            let differs = UnderBooks::kept(c, &ids)?.changes_to(under_books);
            Ok::<_, Error>((differs, known_figures::others(c, histories)?))
        })?;
        let (book, vault) = (Arc::clone(book), self.vault.clone());
        self.store.write_blocking(move |tx| {
            if books::rebuilding(tx, &book)? == Rebuilding::Finished {
                return Ok(Rebuilt::default());
            }
            for row in &changed {
                cases::update_if_version(tx, row, row.version)?;
            }
            if matches!(from, ReadFrom::Dockets) {
                let cases: Vec<&Case> = cases.iter().map(|(case, _)| case).collect();
                search_rows::write_anew(tx, &vault, &cases)?;
            }
            derived::write_of_cases(tx, of_cases)?;
            differs.write(tx)?;
            known_figures::write(tx, &known)?;
            let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
            Ok::<_, Error>(Rebuilt {
                cases: many(cases.len()),
                kept_otherwise: many(changed.len()),
                figures_otherwise: many(known.len()),
                unreadable: many(cases.iter().filter(|(_, entries)| entries.is_empty()).count()),
                dimensions: 0,
            })
        })
    }
}
