//! What papers tell of hearings and discussions (庭审、讨论类文书).

use crate::domain::act::Act;
use crate::domain::case::Hearing;
use crate::domain::deadline::due_of;
use crate::domain::deadline::rule::RuleId;
use crate::domain::hearing_room::Room;
use crate::domain::id::PartyNo;

use super::{Filling, writing};

impl Filling<'_> {
    pub(super) fn hearing(&mut self) {
        let days: Vec<String> = self
            .opened()
            .filter_map(|hearing| hearing.state.opened())
            .map(|opened| writing::date(opened.on))
            .collect();
        self.set("hearing_days", Some(days.join("、")));
        let hearing = match self.act() {
            Some(Act::DeemedWithdrawal(deserted)) => self.case().hearing(deserted.hearing),
            Some(Act::HearingOpening(opening)) => self.case().hearing(opening.hearing),
            Some(_) | None => self.case().hearing(self.about.of.by),
        };
        if let Some(hearing) = hearing {
            self.set_day("hearing_on", Some(hearing.held_on));
            self.set("hearing_time", hearing.time.as_deref());
            self.set("hearing_room", self.room(hearing));
            self.set_day("postponement_due_on", Some(due_of(RuleId::A21, hearing.held_on, self.told.book)));
        }
        let absent = match hearing {
            Some(hearing) => hearing.state.absent().to_vec(),
            None => self.ever_absent(),
        };
        self.set("absent", self.names(absent));
        if let Some(Act::Discussion(discussion)) = self.act() {
            self.set("conclusion", Some(&discussion.conclusion));
        }
    }

    fn opened(&self) -> impl Iterator<Item = &Hearing> {
        self.then().hearings.iter().filter(|hearing| hearing.state.opened().is_some())
    }

    fn room(&self, hearing: &Hearing) -> Option<String> {
        match hearing.room.as_ref()? {
            Room::Listed(id) => self.told.names.rooms.get(id).cloned(),
            Room::Named(text) => Some(text.clone()),
        }
    }

    /// Who stayed away from some hearing.
    fn ever_absent(&self) -> Vec<PartyNo> {
        let mut all: Vec<PartyNo> =
            self.opened().flat_map(|hearing| hearing.state.absent().iter().copied()).collect();
        all.sort();
        all.dedup();
        all
    }
}
