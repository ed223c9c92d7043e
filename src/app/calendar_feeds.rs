//! Calendar feeds (日历订阅): a person's or a room's hearings for a calendar program, which cannot log in. A feed has a
//! secret token of its own, of which only a hash is kept; it shows case numbers, stages and rooms and nothing of a
//! person, and it can do no more than who made it: when they may not make it any more, it is shut.
//! Not here: the form that calendar programs read (`documents::hearing_calendar`).

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::app::audit::{self, AuditEntry, AuditEvent};
use crate::app::error::Error;
use crate::app::hearings::{AskedHearings, ListedHearing};
use crate::app::idempotency::{Answer, Asked, IdempotencyKey};
use crate::app::identity::{role_of, user_id};
use crate::app::ids::{digest_of_secret, hex, random};
use crate::app::permits::{Caller, ensure};
use crate::app::register::Register;
use crate::domain::id::{FeedId, RoomId, UserId};
use crate::domain::permission::Operation;
use crate::domain::schedule::HearingStatus;
use crate::storage::calendar_feeds::{self, FeedRow};
use crate::storage::hearings::{self, HearingPage};
use crate::storage::{Connection, StorageError, Tx, hearing_rooms, users};

/// The HTTP statuses with which answers are kept.
const CREATED: i32 = 201;
const OK: i32 = 200;

/// A feed shows so many days that are past,
const DAYS_BACK: u64 = 31;
/// and so many ahead,
const DAYS_AHEAD: u64 = 184;
/// and at most so many hearings; a room has a tenth of that in these days.
const FEED_HEARINGS_MAX: i64 = 10_000;

/// What a feed shows as events; a postponed hearing is the event of the one that took its place.
const SHOWN: [HearingStatus; 5] = [
    HearingStatus::Scheduled,
    HearingStatus::Open,
    HearingStatus::Adjourned,
    HearingStatus::Closed,
    HearingStatus::Cancelled,
];

/// Whose hearings a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedOf {
    /// Those of the cases on which a person works.
    Person(UserId),
    /// Those in a room.
    Room(RoomId),
}

/// A feed, without its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarFeed {
    /// Its id.
    pub id: FeedId,
    /// Whose hearings it shows, if a person's.
    pub person: Option<UserId>,
    /// Whose hearings it shows, if a room's.
    pub room: Option<RoomId>,
    /// Who made it.
    pub made_by: UserId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What a feed says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedContent {
    /// What the room is called, if it is a room's; a person's calendar names nobody.
    pub room: Option<String>,
    /// The hearings, the earliest first.
    pub hearings: Vec<ListedHearing>,
}

impl FeedOf {
    fn operation(self, by: UserId) -> Operation {
        if self == FeedOf::Person(by) { Operation::MakeOwnFeed } else { Operation::MakeFeed }
    }
}

impl CalendarFeed {
    fn of(row: &FeedRow) -> Result<CalendarFeed, Error> {
        let wrong = |what: &str| StorageError::Inconsistent {
            table: "calendar_feeds",
            key: row.id.clone(),
            what: format!("{what} cannot be"),
        };
        let instant = |at: i64| DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("an instant"));
        let room = |id: &String| id.parse().map(RoomId).map_err(|_| wrong("the room"));
        Ok(CalendarFeed {
            id: FeedId(row.id.parse().map_err(|_| wrong("its id"))?),
            person: row.person_id.as_deref().map(user_id).transpose()?,
            room: row.room_id.as_ref().map(room).transpose()?,
            made_by: user_id(&row.made_by)?,
            made_at: instant(row.made_at)?,
            revoked_at: row.revoked_at.map(instant).transpose()?,
        })
    }

    fn shows(&self) -> Option<FeedOf> {
        self.person.map(FeedOf::Person).or(self.room.map(FeedOf::Room))
    }
}

impl Register {
    /// Makes a feed; its token is told once, and not kept. Asked again under the same key of a request no other is made: the
    /// token beside a repeated answer is good for nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the person or the room; that the caller may not make it.
    pub async fn make_feed(
        &self,
        caller: &Caller,
        of: FeedOf,
        key: Option<IdempotencyKey>,
    ) -> Result<(Answer<CalendarFeed>, String), Error> {
        ensure(caller, of.operation(caller.user), None)?;
        let asked = key.map(|key| Asked { by: caller.user, key, status: CREATED });
        let token = hex(&random::<32>());
        let (person_id, room_id) = match of {
            FeedOf::Person(user) => (Some(user.to_string()), None),
            FeedOf::Room(room) => (None, Some(room.to_string())),
        };
        let now = self.clock.now();
        let row = FeedRow {
            id: self.ids.uuid().to_string(),
            person_id,
            room_id,
            token_hash: digest_of_secret(&token),
            made_by: caller.user.to_string(),
            made_at: now.timestamp_micros(),
            revoked_at: None,
        };
        let entry = feed_entry(AuditEvent::FeedMade, caller, &row, now);
        let work = move |tx: &mut Tx| {
            room_of(tx, of)?;
            calendar_feeds::insert(tx, &row)?;
            audit::record(tx, &entry)?;
            CalendarFeed::of(&row)
        };
        Ok((self.answers.once(asked, work).await?, token))
    }

    /// Revokes a feed, for whose hearings it shows, who made it, or who may make it. Twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a feed that is none of the caller's business.
    pub async fn revoke_feed(
        &self,
        caller: &Caller,
        id: FeedId,
        key: Option<IdempotencyKey>,
    ) -> Result<Answer<CalendarFeed>, Error> {
        ensure(caller, Operation::MakeOwnFeed, None)?;
        let (caller, now) = (*caller, self.clock.now());
        let asked = key.map(|key| Asked { by: caller.user, key, status: OK });
        let work = move |tx: &mut Tx| {
            let (row, feed) = revocable(tx, &caller, id)?;
            let id = id.to_string();
            if feed.revoked_at.is_none() {
                calendar_feeds::revoke(tx, &id, now.timestamp_micros())?;
                audit::record(tx, &feed_entry(AuditEvent::FeedRevoked, &caller, &row, now))?;
            }
            CalendarFeed::of(&calendar_feeds::by_id(tx, &id)?.ok_or(Error::NotFound)?)
        };
        self.answers.once(asked, work).await
    }

    /// One feed, for who may revoke it.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a feed that is none of the caller's business.
    pub async fn feed(&self, caller: &Caller, id: FeedId) -> Result<CalendarFeed, Error> {
        ensure(caller, Operation::MakeOwnFeed, None)?;
        let caller = *caller;
        self.store.read(move |c: &mut Connection| Ok::<_, Error>(revocable(c, &caller, id)?.1)).await
    }

    /// One page of the feeds, the oldest first: the caller's own, or everybody's for who may make them.
    ///
    /// # Errors
    /// A role that has none.
    pub async fn feeds(
        &self,
        caller: &Caller,
        after: Option<FeedId>,
        limit: u32,
    ) -> Result<Vec<CalendarFeed>, Error> {
        ensure(caller, Operation::MakeOwnFeed, None)?;
        let all = ensure(caller, Operation::MakeFeed, None).is_ok();
        let of = (!all).then(|| caller.user.to_string());
        let after = after.map(|id| id.to_string());
        let work = move |c: &mut Connection| {
            let rows = calendar_feeds::list(c, of.as_deref(), after.as_deref(), i64::from(limit))?;
            rows.iter().map(CalendarFeed::of).collect()
        };
        self.store.read(work).await
    }

    /// What a feed says, for whoever has its token.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a token that is not this feed's, or not good any more.
    pub async fn read_feed(&self, of: FeedOf, token: String) -> Result<FeedContent, Error> {
        let today = self.clock.today();
        let work = move |c: &mut Connection| {
            let row = calendar_feeds::by_token(c, &digest_of_secret(&token))?.ok_or(Error::NotFound)?;
            let feed = CalendarFeed::of(&row)?;
            if feed.shows() != Some(of) {
                return Err(Error::NotFound);
            }
            let maker = active(c, &row.made_by)?;
            ensure(&maker, of.operation(maker.user), None).map_err(|_| Error::NotFound)?;
            let room = room_of(c, of)?;
            // A person's feed shows what that person may see, a room's what its maker may.
            let reader = match of {
                FeedOf::Person(user) if user != maker.user => active(c, &user.to_string())?,
                FeedOf::Person(_) | FeedOf::Room(_) => maker,
            };
            let hearings = shown(c, &reader, of, today)?;
            Ok(FeedContent { room, hearings })
        };
        self.store.snapshot(work).await
    }
}

fn shown(
    c: &mut Connection,
    reader: &Caller,
    of: FeedOf,
    today: NaiveDate,
) -> Result<Vec<ListedHearing>, Error> {
    let (person, room) = match of {
        FeedOf::Person(user) => (Some(user), None),
        FeedOf::Room(room) => (None, Some(room)),
    };
    let (from, to) = (today - Days::new(DAYS_BACK), today + Days::new(DAYS_AHEAD));
    let asked =
        AskedHearings { from: Some(from), to: Some(to), room, person, statuses: Some(SHOWN.to_vec()) };
    let page = HearingPage { after: None, limit: FEED_HEARINGS_MAX };
    let rows = hearings::list(c, &asked.filter(), &page, &reader.visibility())?;
    if i64::try_from(rows.len()).is_ok_and(|count| count == FEED_HEARINGS_MAX) {
        // A calendar from which hearings are missing would be worse than none.
        return Err(Error::Broken("a calendar feed has more hearings than it can show".to_owned()));
    }
    rows.into_iter().map(ListedHearing::of).collect()
}

/// A person who still works here.
fn active(c: &mut Connection, id: &str) -> Result<Caller, Error> {
    let row = users::by_id(c, id)?.filter(|row| row.active).ok_or(Error::NotFound)?;
    Ok(Caller { user: user_id(&row.id)?, role: role_of(&row)? })
}

/// What the room of a feed is called; that its person works here, or its room exists, is asked too.
fn room_of(c: &mut Connection, of: FeedOf) -> Result<Option<String>, Error> {
    match of {
        FeedOf::Person(user) => active(c, &user.to_string()).map(|_| None),
        FeedOf::Room(room) => {
            hearing_rooms::by_id(c, &room.to_string())?.map(|row| Some(row.name)).ok_or(Error::NotFound)
        }
    }
}

/// A feed that somebody may revoke: for whose hearings it shows, who made it, or who may make it.
fn revocable(c: &mut Connection, caller: &Caller, id: FeedId) -> Result<(FeedRow, CalendarFeed), Error> {
    let row = calendar_feeds::by_id(c, &id.to_string())?.ok_or(Error::NotFound)?;
    let feed = CalendarFeed::of(&row)?;
    let is_own = feed.person == Some(caller.user) || feed.made_by == caller.user;
    if is_own || ensure(caller, Operation::MakeFeed, None).is_ok() {
        Ok((row, feed))
    } else {
        Err(Error::NotFound)
    }
}

fn feed_entry(event: AuditEvent, caller: &Caller, row: &FeedRow, at: DateTime<Utc>) -> AuditEntry {
    let body = json!({ "feed": row.id, "person": row.person_id, "room": row.room_id });
    AuditEntry { event, at, actor: Some(caller.user), case: None, body }
}
