//! Hearing rooms (仲裁庭、庭室) as acts name them: by the id of the office's own list. Dockets from before that list
//! name them in words, and are read as they are. Not here: the list itself, which is data of the office.

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::id::RoomId;

/// The longest name of a room.
pub const ROOM_NAME_CHARS_MAX: usize = 100;

/// A hearing room, as an act names it.
///
/// ```
/// use sikuai::domain::hearing_room::Room;
/// assert_eq!(Room::from("第一仲裁庭".to_owned()), Room::Named("第一仲裁庭".to_owned()));
/// assert!(Room::from("01990000-0000-7000-8000-000000000001".to_owned()).id().is_some());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Room {
    /// One of the office's list.
    Listed(RoomId),
    /// In words, in a docket from before the list.
    Named(String),
}

impl Room {
    /// Its id, if it is one of the list.
    #[must_use]
    pub fn id(&self) -> Option<RoomId> {
        match self {
            Room::Listed(id) => Some(*id),
            Room::Named(_) => None,
        }
    }
}

impl From<String> for Room {
    fn from(text: String) -> Room {
        text.parse().map_or_else(|_| Room::Named(text.clone()), |id| Room::Listed(RoomId(id)))
    }
}

impl From<Room> for String {
    fn from(room: Room) -> String {
        match room {
            Room::Listed(id) => id.to_string(),
            Room::Named(text) => text,
        }
    }
}

/// What is asked for now is an id; words are only read.
impl PartialSchema for Room {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
            .description(Some("仲裁庭 A hearing room, by its id; in old dockets by its name"))
            .build()
            .into()
    }
}

impl ToSchema for Room {}
