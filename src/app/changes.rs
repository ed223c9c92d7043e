//! The feed of changes (变更流): which cases changed since a place in it, for programs that keep figures up to date. Each entry
//! of each docket comes at least once and in order; who reads on from the last place that they have misses none. It has no
//! personal data. Reading it writes nothing: numbers are given beside (`jobs::numbering`). Not here: how (`storage::changes`).

use std::fmt;

use chrono::{DateTime, Utc};

use crate::app::error::Error;
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::permission::Operation;
use crate::storage::changes;
use crate::storage::{Connection, StorageError, Tx, Visibility};

pub use crate::storage::changes::ChangeRow;

/// What parts the number of a place from its mark.
const APART: char = '-';
/// So much of the hash of an entry marks its place.
const MARK_CHARS: usize = 16;

/// A place in the feed, after a change. It says which entry that change was, by its hash, which is of this history alone:
/// a database that was put back to an earlier state, and went on otherwise, gives the number again to another entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPlace {
    no: i64,
    mark: String,
}

impl FeedPlace {
    /// The place that a text says; none for anything else.
    ///
    /// ```
    /// use sikuai::app::changes::FeedPlace;
    /// let place = FeedPlace::parse("4711-00112233aabbccdd").unwrap();
    /// assert_eq!(place.to_string(), "4711-00112233aabbccdd");
    /// for other in ["", "4711", "4711-", "-1-00112233aabbccdd", "0-00112233aabbccdd", "+7-00112233aabbccdd", "4711-00112233AABBCCDD"] {
    ///     assert_eq!(FeedPlace::parse(other), None, "{other}");
    /// }
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<FeedPlace> {
        let (no, mark) = text.split_once(APART)?;
        let is_mark =
            mark.len() == MARK_CHARS && mark.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let place = FeedPlace { no: no.parse().ok()?, mark: mark.to_owned() };
        // A number has one form only.
        (is_mark && place.no > 0 && place.to_string() == text).then_some(place)
    }

    fn of(row: &ChangeRow) -> Option<FeedPlace> {
        Some(FeedPlace { no: row.no?, mark: mark(&row.hash) })
    }

    /// Whether the feed has this entry at this place.
    fn is_in(&self, c: &mut Connection) -> Result<bool, Error> {
        Ok(changes::hash_at(c, self.no)?.is_some_and(|hash| mark(&hash) == self.mark))
    }
}

impl fmt::Display for FeedPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{APART}{}", self.no, self.mark)
    }
}

fn mark(hash: &str) -> String {
    hash.chars().take(MARK_CHARS).collect()
}

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
    /// Where to read on; none while the feed is empty.
    pub next: Option<FeedPlace>,
}

impl Register {
    /// The changes after a place; none where this history never came to it: the database was put back to an earlier state.
    ///
    /// # Errors
    /// That the caller's role does not read the feed.
    pub async fn changes(
        &self,
        caller: &Caller,
        after: Option<FeedPlace>,
        limit: u32,
    ) -> Result<Option<Changes>, Error> {
        ensure(caller, Operation::ReadChanges, None)?;
        let (visibility, limit) = (caller.visibility_for(Operation::ReadChanges), i64::from(limit));
        let work = move |c: &mut Connection| {
            if let Some(place) = &after
                && !place.is_in(c)?
            {
                return Ok(None);
            }
            let no = after.as_ref().map_or(0, |place| place.no);
            let items = page(c, (no, limit), &visibility)?;
            let next = items.last().and_then(|last| FeedPlace::of(&last.row)).or(after);
            Ok::<_, Error>(Some(Changes { items, next }))
        };
        self.store.snapshot(work).await
    }

    /// Gives numbers to the changes that wait for one, in short writes. Says how many there were.
    ///
    /// # Errors
    /// That the database does not answer.
    pub async fn number_changes(&self) -> Result<usize, Error> {
        let mut all = 0;
        loop {
            let numbered = self.store.write(number).await?;
            all += numbered;
            if numbered < changes::NUMBERED_MAX {
                return Ok(all);
            }
        }
    }

    /// The same, where something waits; nothing is written where nothing does. Blocks: not for async code.
    ///
    /// # Errors
    /// As [`Register::number_changes`].
    pub fn number_changes_blocking(&self) -> Result<usize, Error> {
        let mut all = 0;
        while self.store.read_blocking(|c| Ok::<_, Error>(changes::is_waiting(c)?))? {
            all += self.store.write_blocking(number)?;
        }
        Ok(all)
    }
}

fn number(tx: &mut Tx) -> Result<usize, Error> {
    Ok(changes::number(tx)?)
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
