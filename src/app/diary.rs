//! The diary (待办): a person's own entries on cases, each for a day on which it is brought forward. It is
//! nobody's act: it changes nothing of the case and stands in no docket, and only its writer sees it. What it
//! says may name people, so it is kept as personal data is, in the vault.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::id::{CaseId, DiaryId, VaultId};
use crate::domain::permission::Operation;
use crate::domain::watch::diary_day;
use crate::storage::diary::{self, DiaryPage, DiaryRow, Whole};
use crate::storage::vault::{self, PersonIndex, VaultRow};
use crate::storage::{Connection, StorageError, Tx, cases};

pub use crate::storage::diary::Undone;

/// The HTTP status of a kept answer.
const CREATED: i32 = 201;

/// An entry of one's own. Not printed, so that what it says does not get into logs.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DiaryEntry {
    /// Its id.
    pub id: DiaryId,
    /// The case.
    pub case_id: CaseId,
    /// The number of the case, once it has one.
    pub number: Option<String>,
    /// The day on which it comes up.
    pub on: NaiveDate,
    /// What is to be done.
    pub note: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When its writer was done with it.
    pub done_at: Option<DateTime<Utc>>,
}

/// One page of one's diary.
#[derive(Debug, Clone)]
pub struct AskedDiary {
    /// From this day.
    pub from: Option<NaiveDate>,
    /// Through this day.
    pub to: Option<NaiveDate>,
    /// Which.
    pub undone: Undone,
    /// The day and the entry with which the page before ended.
    pub after: Option<(NaiveDate, DiaryId)>,
    /// How many at most.
    pub limit: u32,
}

/// An entry to be written. Not printed, for the same reason.
#[derive(Clone)]
pub struct NewDiaryEntry {
    /// The day on which it is to come up.
    pub on: NaiveDate,
    /// What is to be done.
    pub note: String,
}

impl Register {
    /// Writes an entry into the caller's diary of a case, once under a key. Of the answer only the id is kept: the
    /// note may hold personal data.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case; a day that is past; a key that was used for another request.
    pub async fn add_to_diary(
        &self,
        caller: &Caller,
        case: CaseId,
        (new, key): (NewDiaryEntry, Option<IdempotencyKey>),
    ) -> Result<Answer<DiaryEntry>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            let visibility = caller.visibility();
            if !cases::is_visible(tx, &case.to_string(), &visibility)? {
                return Err(Error::NotFound);
            }
            ensure(&caller, Operation::KeepDiary, None)?;
            diary_day(new.on, register.clock.today()).map_err(Error::Refused)?;
            let (row, text) = register.sealed_entry(&caller, case, &new)?;
            vault::insert_many(tx, std::slice::from_ref(&text))?;
            diary::insert(tx, &row)?;
            Ok(row.id)
        };
        let Answer { given: id, repeated } = self.answers.once(asked, work).await?;
        let (register, user) = (self.clone(), caller.user.to_string());
        let read = move |c: &mut Connection| {
            let whole = diary::find(c, &id, &user, &caller.visibility())?.ok_or(Error::NotFound)?;
            register.opened_entry(whole)
        };
        Ok(Answer { given: self.store.read(read).await?, repeated })
    }

    /// The caller's diary, over all cases or of one, the earliest day first.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the case; that the caller's role keeps none.
    pub async fn diary(
        &self,
        caller: &Caller,
        case: Option<CaseId>,
        asked: AskedDiary,
    ) -> Result<Vec<DiaryEntry>, Error> {
        let (register, caller) = (self.clone(), *caller);
        let page = DiaryPage {
            user_id: caller.user.to_string(),
            case_id: case.map(|case| case.to_string()),
            from: asked.from,
            to: asked.to,
            undone: asked.undone,
            after: asked.after.map(|(on, id)| (on, id.to_string())),
            limit: i64::from(asked.limit),
        };
        let work = move |c: &mut Connection| {
            let visibility = caller.visibility();
            if let Some(case) = &page.case_id
                && !cases::is_visible(c, case, &visibility)?
            {
                return Err(Error::NotFound);
            }
            ensure(&caller, Operation::KeepDiary, None)?;
            let rows = diary::list(c, &page, &visibility)?;
            rows.into_iter().map(|whole| register.opened_entry(whole)).collect()
        };
        self.store.snapshot(work).await
    }

    /// Marks an entry of the caller's as done. Marking it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for an entry of somebody else's; that the caller's role keeps none.
    pub async fn mark_diary_done(&self, caller: &Caller, id: DiaryId) -> Result<DiaryEntry, Error> {
        ensure(caller, Operation::KeepDiary, None)?;
        let (register, visibility) = (self.clone(), caller.visibility());
        let (id, user) = (id.to_string(), caller.user.to_string());
        let now = self.clock.now().timestamp_micros();
        let work = move |tx: &mut Tx| {
            diary::mark_done(tx, &id, &user, now)?;
            let whole = diary::find(tx, &id, &user, &visibility)?.ok_or(Error::NotFound)?;
            register.opened_entry(whole)
        };
        self.store.write(work).await
    }

    /// The rows of a new entry: its own, and its text sealed under the same id.
    fn sealed_entry(
        &self,
        caller: &Caller,
        case: CaseId,
        new: &NewDiaryEntry,
    ) -> Result<(DiaryRow, VaultRow), Error> {
        let id = self.ids.vault();
        let created_at = self.clock.now().timestamp_micros();
        let sealed = self.vault.seal(id, new.note.as_bytes())?;
        let row = DiaryRow {
            id: id.to_string(),
            case_id: case.to_string(),
            user_id: caller.user.to_string(),
            on_date: new.on,
            created_at,
            done_at: None,
            noticed_at: None,
        };
        let text = VaultRow {
            id: id.to_string(),
            case_id: case.to_string(),
            key_id: sealed.key_id,
            sealed: sealed.bytes,
            created_at,
            index: PersonIndex::default(),
        };
        Ok((row, text))
    }

    fn opened_entry(&self, (row, number, text): Whole) -> Result<DiaryEntry, Error> {
        let wrong = |what: &str| {
            let what = format!("{what} cannot be");
            Error::from(StorageError::Inconsistent { table: "diary", key: row.id.clone(), what })
        };
        let uuid = |id: &str| id.parse::<Uuid>().map_err(|_| wrong("an id"));
        let instant = |at: i64| DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("an instant"));
        let id = uuid(&row.id)?;
        let opened = self.vault.open(VaultId(id), &text.key_id, &text.sealed)?;
        Ok(DiaryEntry {
            id: DiaryId(id),
            case_id: CaseId(uuid(&row.case_id)?),
            number,
            on: row.on_date,
            note: String::from_utf8(opened.plaintext).map_err(|_| wrong("the text"))?,
            created_at: instant(row.created_at)?,
            done_at: row.done_at.map(instant).transpose()?,
        })
    }
}
