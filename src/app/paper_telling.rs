//! What papers tell besides the case (文书用到的名称与目录): whom and what it names by ids, and what stands in the list of its
//! file. Not here: what a paper says (`domain::paper`).

use std::collections::{BTreeMap, HashMap};

use crate::app::clock::office_date;
use crate::app::error::Error;
use crate::app::files;
use crate::app::papers::view;
use crate::app::register::Register;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::hearing_room::Room;
use crate::domain::id::{FileId, RoomId, UserId, VaultId};
use crate::domain::paper::filling::{Kept, Names};
use crate::domain::paper::kind::Volume;
use crate::storage::{Connection, files as file_rows, hearing_rooms, papers, users};

/// How many papers or files are read in one statement.
const PAGE_ROWS: i64 = 200;

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

    /// What stands in the list of the file: the last of each paper, and every file that is none's.
    pub(crate) fn shelf(&self, c: &mut Connection, case: &Case) -> Result<Vec<Kept>, Error> {
        let (id, mut after) = (case.id.to_string(), String::new());
        let (mut last, mut of_papers) = (BTreeMap::new(), Vec::new());
        loop {
            let page = papers::list(c, &id, &after, PAGE_ROWS)?;
            let Some(end) = page.last() else { break };
            after.clone_from(&end.id);
            for row in &page {
                let paper = view(row)?;
                of_papers.extend([paper.docx.file, paper.pdf.file]);
                last.insert((paper.of, paper.kind, paper.party), paper.on);
            }
        }
        let mut shelf: Vec<Kept> = Vec::new();
        for ((_, kind, _), on) in last {
            let title = kind.label().zh.to_owned();
            shelf.extend(kind.volume().map(|volume| Kept { title, on, volume }));
        }
        shelf.extend(self.other_files(c, &id, &of_papers)?);
        Ok(shelf)
    }

    fn other_files(&self, c: &mut Connection, case: &str, of_papers: &[FileId]) -> Result<Vec<Kept>, Error> {
        let (mut after, mut kept) = (String::new(), Vec::new());
        loop {
            let page = file_rows::list(c, case, &after, PAGE_ROWS)?;
            let Some((end, ..)) = page.last() else { return Ok(kept) };
            after.clone_from(&end.id);
            for whole in &page {
                let file = files::view(whole)?;
                if of_papers.contains(&file.id) {
                    continue;
                }
                let title = self.kept(&whole.2)?.name;
                // Which volume a file belongs to nobody has said yet: the one that everybody may read is ours to choose.
                let on = office_date(file.created_at);
                kept.push(Kept { title, on, volume: Volume::Main });
            }
        }
    }
}
