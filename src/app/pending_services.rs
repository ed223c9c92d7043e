//! What is not yet served (待送达), over the whole office. Not here: what that is (`domain::service_of_process`).

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::office::LawBook;
use crate::domain::permission::Operation;
use crate::domain::service_of_process::pending::{PendingService, pending};
use crate::storage::{Connection, pending_services};

pub use crate::storage::pending_services::{PendingCase, PendingCursor, PendingPage, PendingServiceRow};

/// The index of what a case lacks, in the order of its keys.
///
/// # Errors
/// A number that does not fit its column.
pub fn index(case: &Case, book: &LawBook) -> Result<Vec<PendingServiceRow>, Error> {
    let mut rows = pending(case, book).iter().map(|it| row(case, it)).collect::<Result<Vec<_>, Error>>()?;
    let key = |row: &PendingServiceRow| (row.lacks.clone(), row.document.clone(), row.of_entry, row.party);
    rows.sort_by_key(key);
    rows.dedup_by_key(|row| key(row));
    Ok(rows)
}

fn row(case: &Case, it: &PendingService) -> Result<PendingServiceRow, Error> {
    let number = |value: u32| {
        i32::try_from(value).map_err(|_| Error::Broken("a number does not fit its column".to_owned()))
    };
    Ok(PendingServiceRow {
        case_id: case.id.to_string(),
        lacks: it.lacks.code().to_owned(),
        document: it.document.code().to_owned(),
        of_entry: number(it.of.map_or(0, |of| of.0))?,
        party: number(it.party.0)?,
        since_on: it.since,
        due_on: it.due_on,
    })
}

impl Register {
    /// One page of what is lacking, the longest first.
    ///
    /// # Errors
    /// That the caller's role sees no cases.
    pub async fn pending_services(
        &self,
        caller: &Caller,
        page: PendingPage,
    ) -> Result<Vec<(PendingServiceRow, PendingCase)>, Error> {
        ensure(caller, Operation::ReadCase, None)?;
        let visibility = caller.visibility();
        let work = move |c: &mut Connection| Ok::<_, Error>(pending_services::list(c, &page, &visibility)?);
        self.store.read(work).await
    }
}
