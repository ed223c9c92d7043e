//! What papers tell besides the case (文书用到的名称): whom and what it names by ids. Not here: what a paper says
//! (`domain::paper`), and what stands in the list of the file (`archive`).

use std::collections::HashMap;

use crate::app::error::Error;
use crate::app::register::Register;
use crate::domain::case::Case;
use crate::domain::hearing_room::Room;
use crate::domain::id::{RoomId, UserId, VaultId};
use crate::domain::paper::filling::Names;
use crate::storage::{Connection, hearing_rooms, users};

impl Register {
    /// Whom and what the case names by ids: as it is, and as it stood then.
    pub(crate) fn paper_names(
        &self,
        c: &mut Connection,
        [case, then]: [&Case; 2],
        recorded_by: Option<UserId>,
    ) -> Result<Names, Error> {
        let parse = |id: &str| id.parse().map(VaultId).map_err(|_| Error::Broken("a vault id".to_owned()));
        let opened = self.people(c, &then.parties)?;
        let people = opened.into_iter().map(|(id, person)| Ok((parse(&id)?, person)));
        let people = people.collect::<Result<HashMap<_, _>, Error>>()?;
        let members = then.tribunal.iter().flat_map(|tribunal| tribunal.members.iter().map(|one| one.user));
        let on_duty = then.people.iter().map(|person| person.user);
        let challenged = case.recusals.iter().map(|recusal| recusal.member);
        let ids = members.chain(on_duty).chain(challenged).chain(recorded_by);
        let mut ids: Vec<String> = ids.map(|user| user.to_string()).collect();
        ids.sort();
        ids.dedup();
        let mut staff = HashMap::new();
        for user in users::load_many(c, &ids)? {
            let id = user.id.parse().map_err(|_| Error::Broken("the id of a person".to_owned()))?;
            staff.insert(UserId(id), user.name);
        }
        let mut rooms: HashMap<RoomId, String> = HashMap::new();
        for id in case.hearings.iter().filter_map(|hearing| hearing.room.as_ref().and_then(Room::id)) {
            if !rooms.contains_key(&id)
                && let Some(room) = hearing_rooms::by_id(c, &id.0.to_string())?
            {
                rooms.insert(id, room.name);
            }
        }
        Ok(Names { people, staff, rooms, recorded_by })
    }
}
