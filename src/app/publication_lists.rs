//! The lists of cases on their way into a publication (公布清单): counted at one moment, and written in the transaction that
//! publishes, which is short. Between the two they lie in a file that has no name and is gone with its handle, so that
//! memory is bounded by a page. Not here: what is counted (`published_figures`).

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Seek as _, Write as _};

use crate::app::error::Error;
use crate::domain::code::Coded as _;
use crate::domain::figures::{Definition, Measure};
use crate::domain::publication::{ListDigest, PublishedList};
use crate::storage::publications::{self, PublicationCase};
use crate::storage::{Connection, Tx};

/// So many cases are counted by one statement.
const PAGE_CASES: i64 = 50_000;
/// So many lines are written by one call.
const CHUNK_LINES: usize = 5_000;

/// Lists that are being put down.
pub(crate) struct Lists(BufWriter<File>);

impl Lists {
    /// None yet.
    ///
    /// # Errors
    /// That no file can be made.
    pub(crate) fn new() -> Result<Lists, Error> {
        Ok(Lists(BufWriter::new(tempfile::tempfile().map_err(|error| broken(&error))?)))
    }

    /// Counts the cases of a measure, puts them down, and says what the list comes to.
    ///
    /// # Errors
    /// That the database does not answer, or the disk has no room.
    pub(crate) fn add(
        &mut self,
        c: &mut Connection,
        (measure, definition): (Measure, &Definition),
    ) -> Result<PublishedList, Error> {
        let (mut digest, mut after) = (ListDigest::default(), String::new());
        loop {
            let page = publications::counted_cases(c, definition, &after, PAGE_CASES)?;
            let Some((last, _)) = page.last() else { return Ok(digest.finish(measure)) };
            after.clone_from(last);
            for (case_id, amount) in &page {
                digest.add(case_id, *amount);
                writeln!(self.0, "{} {case_id} {amount}", measure.code()).map_err(|error| broken(&error))?;
            }
        }
    }

    /// Writes all of them as those of a publication.
    ///
    /// # Errors
    /// That the database refused, or the file cannot be read.
    pub(crate) fn write(self, tx: &mut Tx, publication: &str) -> Result<(), Error> {
        let mut file = self.0.into_inner().map_err(|error| broken(error.error()))?;
        file.rewind().map_err(|error| broken(&error))?;
        let mut lines = BufReader::new(file).lines();
        loop {
            let chunk: Vec<String> =
                lines.by_ref().take(CHUNK_LINES).collect::<Result<_, _>>().map_err(|error| broken(&error))?;
            if chunk.is_empty() {
                return Ok(());
            }
            let cases = chunk.iter().map(|text| line(text, publication));
            publications::insert_cases(tx, &cases.collect::<Result<Vec<_>, _>>()?)?;
        }
    }
}

fn line<'l>(text: &'l str, publication_id: &'l str) -> Result<PublicationCase<'l>, Error> {
    let mut parts = text.split(' ');
    let mut next = || parts.next().ok_or_else(|| Error::Broken("a list of cases was cut".to_owned()));
    let (measure, case_id, amount) = (next()?, next()?, next()?);
    let amount = amount.parse().map_err(|_| Error::Broken("a list of cases was altered".to_owned()))?;
    Ok(PublicationCase { publication_id, measure, case_id, amount })
}

fn broken(error: &std::io::Error) -> Error {
    Error::Broken(format!("the lists of a publication: {error}"))
}
