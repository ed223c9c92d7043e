//! The feed of changes (变更流): which cases changed since a number, for programs that keep figures up to date. Each entry of
//! each docket comes at least once and in order; who reads on from the last number that they have misses none. It has no
//! personal data. Not here: how the numbers are given (`storage::changes`).

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::permission::Operation;
use crate::storage::changes;
use crate::storage::{Connection, Tx, Visibility};

pub use crate::storage::changes::ChangeRow;

/// A page of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The changes, in order.
    pub rows: Vec<ChangeRow>,
    /// Where to read on: after this number.
    pub next: i64,
}

impl Register {
    /// The changes after a number; none where the feed never came so far: the database was put back to an earlier state.
    ///
    /// # Errors
    /// That the caller's role does not read the feed.
    pub async fn changes(&self, caller: &Caller, after: i64, limit: u32) -> Result<Option<Changes>, Error> {
        ensure(caller, Operation::ReadChanges, None)?;
        let (visibility, limit) = (caller.visibility_for(Operation::ReadChanges), i64::from(limit));
        let seen = visibility.clone();
        let found = move |c: &mut Connection| {
            let rows = page(c, (after, limit), &seen)?;
            let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows == limit);
            Ok::<_, Error>((rows, !is_full && changes::is_waiting(c)?))
        };
        let (mut rows, is_waiting) = self.store.snapshot(found).await?;
        if is_waiting {
            // More get their numbers at once than a page has.
            self.store.write(move |tx: &mut Tx| Ok::<_, Error>(changes::number(tx)?)).await?;
            rows = self.store.read(move |c: &mut Connection| page(c, (after, limit), &visibility)).await?;
        }
        let next = rows.last().and_then(|last| last.no).unwrap_or(after);
        if rows.is_empty() && after > self.store.read(|c: &mut Connection| last(c)).await? {
            return Ok(None);
        }
        Ok(Some(Changes { rows, next }))
    }
}

fn page(
    c: &mut Connection,
    (after, limit): (i64, i64),
    visibility: &Visibility,
) -> Result<Vec<ChangeRow>, Error> {
    Ok(changes::after(c, after, limit, visibility)?)
}

fn last(c: &mut Connection) -> Result<i64, Error> {
    Ok(changes::last(c)?)
}
