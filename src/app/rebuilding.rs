//! Computing everything that is derived anew (重算), when the calendar or the settings are others than those that it
//! was computed with: page by page, each page in a transaction of its own and in a few statements, and only what
//! differs is written. Not here: one case (`rows`), and importing a year (`calendar`).

use std::sync::Arc;

use crate::app::books::{self, Rebuilding};
use crate::app::cores::on_all_cores;
use crate::app::error::Error;
use crate::app::register::Register;
use crate::app::rows::{self, Derived};
use crate::domain::office::LawBook;
use crate::storage::Tx;
use crate::storage::cases::{self, CaseBody};

/// How many cases are visited at a time.
const PAGE_CASES: i64 = 500;

impl Register {
    /// Computes the derived rows anew when the shipped calendar, the region or the way of counting notice has
    /// changed since they were written. Says how many cases there were. Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer, or a case cannot be read.
    pub fn rebuild_if_changed(&self) -> Result<u64, Error> {
        let (book, is_current) = self.store.snapshot_blocking(|c| {
            let book = self.books.of_rows(c)?;
            let is_current = books::are_in_force(c, &book)?;
            Ok::<_, Error>((Arc::new(book), is_current))
        })?;
        if is_current {
            return Ok(0);
        }
        let begun = Arc::clone(&book);
        self.store.write_blocking(move |tx| books::begin_rebuilding(tx, &begun))?;
        let mut rebuilt = 0;
        let mut after: Option<String> = None;
        loop {
            let (book, from) = (Arc::clone(&book), after.take());
            let page = self.store.write_blocking(move |tx| rebuild_page(tx, from.as_deref(), &book))?;
            rebuilt += u64::try_from(page.len()).unwrap_or(u64::MAX);
            after = page.last().map(|case| case.id.clone());
            if after.is_none() {
                break;
            }
        }
        self.store.write_blocking(move |tx| books::finish_rebuilding(tx, &book))?;
        Ok(rebuilt)
    }
}

/// The next cases, whose derived rows are as these books have them then; none when there are no more, or when another
/// program has done the rest.
fn rebuild_page(tx: &mut Tx, after: Option<&str>, book: &LawBook) -> Result<Vec<CaseBody>, Error> {
    if books::rebuilding(tx, book)? == Rebuilding::Finished {
        return Ok(Vec::new());
    }
    let page = cases::bodies_after(tx, after, PAGE_CASES)?;
    let derived = on_all_cores(&page, |CaseBody { id, version, body }| {
        Derived::of(&rows::read_body((id, *version), body)?, book)
    });
    rows::write_derived(tx, derived.into_iter().collect::<Result<_, _>>()?)?;
    Ok(page)
}
