//! What papers tell of hearings, discussions and service (庭审、讨论、送达类文书).

use crate::domain::act::Act;
use crate::domain::case::Hearing;
use crate::domain::code::Coded as _;
use crate::domain::deadline::due_of;
use crate::domain::deadline::rule::RuleId;
use crate::domain::hearing_room::Room;
use crate::domain::id::PartyNo;
use crate::domain::paper::kind::CasePaper;

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
        self.service();
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

    fn service(&mut self) {
        if self.kind != CasePaper::ServiceReturn {
            return;
        }
        let (of, party) = (self.about.of.by, self.about.party);
        let services = self.case().services.iter();
        let Some(service) =
            services.clone().find(|service| service.made.by == of && Some(service.party) == party)
        else {
            return;
        };
        self.set("served_document", Some(service.document.label().zh));
        self.set("service_manner", Some(service.manner.label().zh));
        self.set_day("handed_on", Some(service.made.on));
        self.set_day("served_on", Some(service.served_on));
        if let Some(Act::Service(act)) = self.act() {
            self.set("service_cause", act.cause.as_deref());
        }
        let server = self.told.names.recorded_by.and_then(|user| self.staff(user));
        self.set("server", server);
    }
}
