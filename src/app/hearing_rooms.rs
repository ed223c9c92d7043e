//! The office's hearing rooms (仲裁庭): added, listed, retired; never deleted, for dockets name them.
//! Not here: which hearing is where (`hearings`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::id::RoomId;
use crate::domain::permission::Operation;
use crate::domain::refusal::words;
use crate::storage::hearing_rooms::{self, RoomRow};
use crate::storage::{Connection, StorageError, Tx};

/// The HTTP statuses with which answers are kept.
const CREATED: i32 = 201;
const OK: i32 = 200;

/// A hearing room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HearingRoom {
    /// Its id, by which hearings name it.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// Since when no new hearing is set in it; those that were set before stay.
    pub retired_at: Option<DateTime<Utc>>,
}

impl HearingRoom {
    pub(crate) fn of(row: &RoomRow) -> Result<HearingRoom, Error> {
        let wrong = |what: &str| StorageError::Inconsistent {
            table: "hearing_rooms",
            key: row.id.clone(),
            what: format!("{what} cannot be"),
        };
        let instant = |at: i64| DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("an instant"));
        Ok(HearingRoom {
            id: RoomId(row.id.parse().map_err(|_| wrong("its id"))?),
            name: row.name.clone(),
            created_at: instant(row.created_at)?,
            retired_at: row.retired_at.map(instant).transpose()?,
        })
    }
}

impl Register {
    /// Adds a room, once under a key.
    ///
    /// # Errors
    /// A name that a room in use has; a role that does not manage rooms.
    pub async fn add_room(
        &self,
        caller: &Caller,
        name: String,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<HearingRoom>, Error> {
        ensure(caller, Operation::ManageRooms, None)?;
        let (id, now) = (RoomId(self.ids.uuid()), self.clock.now());
        let row = RoomRow {
            id: id.to_string(),
            name: name.trim().to_owned(),
            created_at: now.timestamp_micros(),
            retired_at: None,
        };
        let entry = self.room_entry(AuditEvent::RoomAdded, caller, id);
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let work = move |tx: &mut Tx| {
            hearing_rooms::insert(tx, &row).map_err(name_taken)?;
            audit::record(tx, &entry)?;
            HearingRoom::of(&row)
        };
        self.answers.once(asked, work).await
    }

    /// Retires a room: no new hearing is set in it. Retiring it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`]; a role that does not manage rooms.
    pub async fn retire_room(
        &self,
        caller: &Caller,
        id: RoomId,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<HearingRoom>, Error> {
        ensure(caller, Operation::ManageRooms, None)?;
        let entry = self.room_entry(AuditEvent::RoomRetired, caller, id);
        let asked = key.map(|key| Asked { by: caller.user, key, status: OK });
        let work = move |tx: &mut Tx| {
            let id = id.to_string();
            let before = hearing_rooms::by_id(tx, &id)?.ok_or(Error::NotFound)?;
            if before.retired_at.is_none() {
                hearing_rooms::retire(tx, &id, entry.at.timestamp_micros())?;
                audit::record(tx, &entry)?;
            }
            HearingRoom::of(&hearing_rooms::by_id(tx, &id)?.ok_or(Error::NotFound)?)
        };
        self.answers.once(asked, work).await
    }

    /// One page of the rooms, the oldest first, retired ones too.
    ///
    /// # Errors
    /// A role that does not see them.
    pub async fn rooms(
        &self,
        caller: &Caller,
        after: Option<RoomId>,
        limit: u32,
    ) -> Result<Vec<HearingRoom>, Error> {
        ensure(caller, Operation::ReadRooms, None)?;
        let after = after.map(|id| id.to_string());
        let work = move |c: &mut Connection| {
            let rows = hearing_rooms::list(c, after.as_deref(), i64::from(limit))?;
            rows.iter().map(HearingRoom::of).collect()
        };
        self.store.read(work).await
    }

    /// A room, in use or retired.
    ///
    /// # Errors
    /// [`Error::NotFound`]; a role that does not see rooms.
    pub async fn room(&self, caller: &Caller, id: RoomId) -> Result<HearingRoom, Error> {
        ensure(caller, Operation::ReadRooms, None)?;
        let found = move |c: &mut Connection| {
            HearingRoom::of(&hearing_rooms::by_id(c, &id.to_string())?.ok_or(Error::NotFound)?)
        };
        self.store.read(found).await
    }

    fn room_entry(&self, event: AuditEvent, caller: &Caller, id: RoomId) -> AuditEntry {
        let body = json!({ "room": id });
        AuditEntry { event, at: self.clock.now(), actor: Some(caller.user), case: None, body }
    }
}

fn name_taken(error: StorageError) -> Error {
    match error {
        StorageError::Unique(key) if key == hearing_rooms::NAME_TAKEN => Error::Conflict {
            code: "room_name_taken",
            words: words("已有同名的在用仲裁庭", "A room in use has this name."),
        },
        other => other.into(),
    }
}
