//! The books in force (现行日历与设置): the settings of the office, and the calendar of the shipped and the
//! imported years. A program holds them in memory, and asks the database in each transaction whether they are
//! still those: there is no other way to them, so nothing can be computed with a calendar that was replaced.
//! Not here: importing a year (`calendar`).

use std::sync::{Arc, PoisonError, RwLock};

use crate::app::calendar_rows;
use crate::app::error::Error;
use crate::app::office;
use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::domain::office::{LawBook, Region};
use crate::domain::refusal::words;
use crate::storage::meta::{self, LAW_BOOK};
use crate::storage::{Connection, Tx, calendar_imports, figure_days};

/// What stands before the fingerprint while the rows are computed anew.
const REBUILDING: &str = "rebuilding ";

/// The books. Cloning gives the same ones.
#[derive(Debug, Clone)]
pub struct Books {
    /// The settings, under the shipped calendar.
    office: Arc<LawBook>,
    /// The books that were in force when they were last asked for.
    held: Arc<RwLock<Held>>,
}

#[derive(Debug)]
struct Held {
    fingerprint: String,
    book: Arc<LawBook>,
}

impl Held {
    fn of(book: Arc<LawBook>) -> Held {
        Held { fingerprint: book.fingerprint(), book }
    }
}

impl Books {
    /// The books of an office with these settings.
    ///
    /// # Errors
    /// A region that is not built in, or whose file is broken.
    pub fn open(settings: &Config) -> Result<Books, Error> {
        let office = Arc::new(office::law_book(settings)?);
        let held = Arc::new(RwLock::new(Held::of(Arc::clone(&office))));
        Ok(Books { office, held })
    }

    /// The region of the office, which no import changes.
    #[must_use]
    pub fn region(&self) -> &'static Region {
        self.office.region
    }

    /// The books in force, inside a transaction that sees one moment: one statement, and the imported years
    /// only when they are others than before.
    ///
    /// # Errors
    /// [`Error::OutOfStep`] when the rows were computed with books that this program cannot make: it has other
    /// settings or is of another version than the program that was started last.
    pub fn in_force(&self, c: &mut Connection) -> Result<Arc<LawBook>, Error> {
        let said = meta::get(c, LAW_BOOK)?.unwrap_or_default();
        self.with_fingerprint(c, &said)
    }

    /// The books in force, of which a statement of the same transaction said the fingerprint.
    ///
    /// # Errors
    /// As [`Books::in_force`].
    pub(crate) fn with_fingerprint(&self, c: &mut Connection, said: &str) -> Result<Arc<LawBook>, Error> {
        {
            let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
            if held.fingerprint == said {
                return Ok(Arc::clone(&held.book));
            }
        }
        let made = Held::of(Arc::new(self.of_rows(c)?));
        if made.fingerprint != said {
            return Err(out_of_step());
        }
        let book = Arc::clone(&made.book);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = made;
        Ok(book)
    }

    /// The books in force, which stay in force until this transaction ends.
    ///
    /// # Errors
    /// As [`Books::in_force`].
    pub fn in_force_for_writing(&self, tx: &mut Tx) -> Result<Arc<LawBook>, Error> {
        calendar_imports::keep_importers_out(tx)?;
        self.in_force(tx)
    }

    /// The books that this program makes of the imported years, whatever the rows were computed with.
    ///
    /// # Errors
    /// An imported year that is none, or does not join the shipped ones.
    pub(crate) fn of_rows(&self, c: &mut Connection) -> Result<LawBook, Error> {
        let calendar = Calendar::shipped().with_years(calendar_rows::in_force(c)?);
        Ok(self.office.with_calendar(calendar.map_err(|error| Error::Broken(error.to_string()))?))
    }
}

/// How the rows were computed that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// With these books.
    WithThese,
    /// With others, by a program that derives the same from dockets.
    WithOthers,
    /// By a program that derives otherwise, or did not finish.
    Otherwise,
}

/// How every row was computed.
pub(crate) fn how_written(c: &mut Connection, book: &LawBook) -> Result<Written, Error> {
    let (said, these) = (meta::get(c, LAW_BOOK)?.unwrap_or_default(), book.fingerprint());
    let derived = |fingerprint: &str| fingerprint.rsplit('/').next().map(str::to_owned);
    Ok(if said == these {
        Written::WithThese
    } else if said.starts_with(REBUILDING) || derived(&said) != derived(&these) {
        Written::Otherwise
    } else {
        Written::WithOthers
    })
}

/// Puts books into force: from this commit on, whoever holds others must ask again.
pub(crate) fn put_in_force(tx: &mut Tx, book: &LawBook) -> Result<(), Error> {
    Ok(meta::set(tx, LAW_BOOK, &book.fingerprint())?)
}

/// Says that the rows are being computed anew with these books, so that nobody writes with others meanwhile.
pub(crate) fn begin_rebuilding(tx: &mut Tx, book: &LawBook) -> Result<(), Error> {
    calendar_imports::keep_writers_out(tx)?;
    Ok(meta::set(tx, LAW_BOOK, &format!("{REBUILDING}{}", book.fingerprint()))?)
}

/// How computing the rows anew stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rebuilding {
    /// Nobody has finished it, and nobody else writes.
    Unfinished,
    /// Another program that started at the same time finished first, and people write again.
    Finished,
}

/// How computing the rows anew with these books stands, until this transaction ends: it cannot be finished before.
/// Refuses to go on when other books came into force meanwhile.
pub(crate) fn rebuilding(tx: &mut Tx, book: &LawBook) -> Result<Rebuilding, Error> {
    calendar_imports::keep_importers_out(tx)?;
    how_it_stands(tx, book)
}

/// Puts the books into force with which the rows were computed anew, once nobody computes a page of them any more: a
/// page that was read before people write again must not be written after. The sums by the day are made none with it: here
/// and not page by page, for pages that are written side by side would wait for each other's; also where no row turned out
/// to be another, for the sums may be what was wrong.
pub(crate) fn finish_rebuilding(tx: &mut Tx, book: &LawBook) -> Result<(), Error> {
    calendar_imports::keep_writers_out(tx)?;
    match how_it_stands(tx, book)? {
        Rebuilding::Unfinished => {
            figure_days::forget(tx)?;
            put_in_force(tx, book)
        }
        Rebuilding::Finished => Ok(()),
    }
}

fn how_it_stands(tx: &mut Tx, book: &LawBook) -> Result<Rebuilding, Error> {
    let said = meta::get(tx, LAW_BOOK)?.unwrap_or_default();
    let fingerprint = book.fingerprint();
    match said.strip_prefix(REBUILDING) {
        Some(said) if said == fingerprint => Ok(Rebuilding::Unfinished),
        None if said == fingerprint => Ok(Rebuilding::Finished),
        Some(_) | None => Err(out_of_step()),
    }
}

fn out_of_step() -> Error {
    Error::OutOfStep(words(
        "数据库中的期限是按另一日历或设置计算的：本程序的版本或设置与最近启动的程序不同，请统一后重新启动",
        "the rows were computed with another calendar or other settings: this program is of another version, or \
         set otherwise, than the one that was started last; make them the same and start it again",
    ))
}
