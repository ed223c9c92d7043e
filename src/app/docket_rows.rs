//! Entries and their rows: the text that is hashed, the chain, and reading both back.
//! Not here: what an entry means (`domain::docket`).

use std::collections::HashMap;

use crate::app::error::Error;
use crate::domain::code::Coded as _;
use crate::domain::docket::{Content, Entry, FIRST_HASH, chain};
use crate::domain::id::{CaseId, EntryNo};
use crate::storage::cases::CaseRow;
use crate::storage::docket::{DocketRow, EntryText, RecordedEntry};
use crate::storage::{Connection, StorageError, Tx, docket};

/// The act column of a correction, which is no act of the case.
pub const CORRECTION: &str = "correction";

/// The act column of a change of the calendar.
pub const CALENDAR_CHANGE: &str = "calendar_change";

/// Where an entry joins the chain: after this hash.
#[derive(Debug, Clone)]
pub struct Link(String);

/// An entry as it stands in the chain.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The text that was hashed.
    pub body: String,
    /// The hash before.
    pub previous: String,
    /// The hash.
    pub hash: String,
    /// Epoch microseconds of the recording.
    pub recorded_at: i64,
}

impl Link {
    /// The beginning of a chain.
    #[must_use]
    pub fn first() -> Link {
        Link(FIRST_HASH.to_owned())
    }

    /// After the last entry of a case.
    #[must_use]
    pub fn after(row: &CaseRow) -> Link {
        Link(row.head_hash.clone())
    }

    /// After an entry that has just joined.
    #[must_use]
    pub fn behind(joined: &Joined) -> Link {
        Link(joined.hash.clone())
    }

    /// Joins an entry to the chain.
    ///
    /// # Errors
    /// When the entry cannot be written as JSON, which would be a defect.
    pub fn join(self, entry: &Entry) -> Result<Joined, Error> {
        let body = serde_json::to_string(entry).map_err(|error| Error::Broken(error.to_string()))?;
        let hash = chain(&self.0, &body);
        Ok(Joined { body, previous: self.0, hash, recorded_at: entry.recorded_at.timestamp_micros() })
    }
}

/// Appends an entry to the docket of a case.
///
/// # Errors
/// [`StorageError::Stale`] when somebody else was first.
pub fn append(tx: &mut Tx, case: CaseId, entry: &Entry, joined: &Joined) -> Result<(), Error> {
    Ok(docket::append(tx, &row(case, entry, joined)?)?)
}

/// The row of an entry that has joined the docket of a case.
///
/// # Errors
/// More entries than a docket can have.
pub fn row(case: CaseId, entry: &Entry, joined: &Joined) -> Result<DocketRow, Error> {
    Ok(DocketRow {
        case_id: case.to_string(),
        no: i32::try_from(entry.no.0).map_err(|_| Error::Broken("too many entries".to_owned()))?,
        act: act_column(entry).to_owned(),
        on_date: entry.on,
        recorded_at: joined.recorded_at,
        actor_id: entry.actor.to_string(),
        body: joined.body.clone(),
        prev_hash: joined.previous.clone(),
        hash: joined.hash.clone(),
    })
}

/// The docket of a case, read back.
///
/// # Errors
/// An entry whose text is not an entry.
pub fn load(c: &mut Connection, case: CaseId) -> Result<Vec<Entry>, Error> {
    docket::entries(c, &case.to_string())?.iter().map(read).collect()
}

/// Reads an entry back from its row.
///
/// # Errors
/// When the text is not an entry.
pub fn read(row: &DocketRow) -> Result<Entry, Error> {
    parse((&row.case_id, row.no), &row.body)
}

/// The entries of some cases by their ids, in one statement; a docket of which an entry cannot be read is not there.
///
/// # Errors
/// That the database does not answer.
pub(crate) fn entries_of(c: &mut Connection, ids: &[String]) -> Result<HashMap<String, Vec<Entry>>, Error> {
    let mut dockets: HashMap<String, Option<Vec<Entry>>> = HashMap::new();
    for text in docket::texts_of(c, ids)? {
        let entry = read_text(&text).ok();
        let docket = dockets.entry(text.case_id).or_insert_with(|| Some(Vec::new()));
        *docket = docket.take().zip(entry).map(|(mut docket, entry)| {
            docket.push(entry);
            docket
        });
    }
    Ok(dockets.into_iter().filter_map(|(id, docket)| Some((id, docket?))).collect())
}

/// The same from its text alone.
///
/// # Errors
/// When it is not an entry.
pub(crate) fn read_text(text: &EntryText) -> Result<Entry, Error> {
    parse((&text.case_id, text.no), &text.body)
}

/// Which entry a correction corrects; none of any other entry.
///
/// # Errors
/// When its text is not an entry.
pub(crate) fn corrected(entry: &RecordedEntry) -> Result<Option<EntryNo>, Error> {
    let Some(body) = &entry.correction else { return Ok(None) };
    Ok(match parse((&entry.case_id, entry.no), body)?.content {
        Content::Correction(correction) => Some(correction.entry),
        Content::Act(_) | Content::CalendarChange(_) => None,
    })
}

fn parse(key: (&str, i32), body: &str) -> Result<Entry, Error> {
    serde_json::from_str(body).map_err(|error| inconsistent(key, &error.to_string()))
}

/// What is wrong with the chain and the columns of a docket: each entry that was altered, moved or lost.
#[must_use]
pub fn broken_links(rows: &[DocketRow]) -> Vec<String> {
    let mut previous = FIRST_HASH.to_owned();
    let mut broken = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let expected_no = i32::try_from(index).unwrap_or(i32::MAX).saturating_add(1);
        if row.no != expected_no {
            broken.push(format!("entry {expected_no} is missing: entry {} follows", row.no));
        }
        if row.prev_hash != previous || row.hash != chain(&row.prev_hash, &row.body) {
            broken.push(format!("entry {} was altered: its hash does not fit", row.no));
        } else if !columns_agree(row) {
            broken.push(format!("entry {} was altered: its columns differ from its text", row.no));
        }
        previous.clone_from(&row.hash);
    }
    broken
}

fn act_column(entry: &Entry) -> &'static str {
    match &entry.content {
        Content::Act(act) => act.kind().code(),
        Content::Correction(_) => CORRECTION,
        Content::CalendarChange(_) => CALENDAR_CHANGE,
    }
}

fn columns_agree(row: &DocketRow) -> bool {
    let Ok(entry) = read(row) else { return false };
    i64::from(entry.no.0) == i64::from(row.no)
        && act_column(&entry) == row.act
        && entry.on == row.on_date
        && entry.recorded_at.timestamp_micros() == row.recorded_at
        && entry.actor.to_string() == row.actor_id
}

fn inconsistent((case_id, no): (&str, i32), what: &str) -> Error {
    let key = format!("{case_id}/{no}");
    StorageError::Inconsistent { table: "docket", key, what: what.to_owned() }.into()
}
