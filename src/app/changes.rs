//! The feed of changes (变更流): which cases changed since a number, for programs that keep figures up to date. Each entry of
//! each docket comes at least once and in order; who reads on from the last number that they have misses none. It has no
//! personal data. Not here: how the numbers are given (`storage::changes`).

use chrono::{DateTime, Utc};

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::permission::Operation;
use crate::storage::changes;
use crate::storage::{Connection, StorageError, Tx, Visibility};

pub use crate::storage::changes::ChangeRow;

/// One change of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number in the feed.
    pub no: i64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What changed.
    pub row: ChangeRow,
}

/// A page of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The changes, in order.
    pub items: Vec<Change>,
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
            let items = page(c, (after, limit), &seen)?;
            let is_full = i64::try_from(items.len()).is_ok_and(|items| items == limit);
            Ok::<_, Error>((items, !is_full && changes::is_waiting(c)?))
        };
        let (mut items, is_waiting) = self.store.snapshot(found).await?;
        if is_waiting {
            // More get their numbers at once than a page has.
            self.store.write(move |tx: &mut Tx| Ok::<_, Error>(changes::number(tx)?)).await?;
            items = self.store.read(move |c: &mut Connection| page(c, (after, limit), &visibility)).await?;
        }
        let next = items.last().map_or(after, |last| last.no);
        if items.is_empty() && after > self.store.read(|c: &mut Connection| last(c)).await? {
            return Ok(None);
        }
        Ok(Some(Changes { items, next }))
    }
}

fn page(
    c: &mut Connection,
    (after, limit): (i64, i64),
    visibility: &Visibility,
) -> Result<Vec<Change>, Error> {
    changes::after(c, after, limit, visibility)?.into_iter().map(told).collect()
}

fn told(row: ChangeRow) -> Result<Change, Error> {
    let wrong = |what: &str| StorageError::Inconsistent {
        table: "changes",
        key: format!("{} {}", row.case_id, row.entry_no),
        what: what.to_owned(),
    };
    let no = row.no.ok_or_else(|| wrong("it has no number"))?;
    let recorded_at =
        DateTime::from_timestamp_micros(row.recorded_at).ok_or_else(|| wrong("its instant is none"))?;
    Ok(Change { no, recorded_at, row })
}

fn last(c: &mut Connection) -> Result<i64, Error> {
    Ok(changes::last(c)?)
}
