//! Who is named in a paper (文书中的当事人和办案人员): those who were there when its act was done, not those who are today.

use crate::domain::act::tribunal::{Duty, Seat};
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::paper::kind::CasePaper;
use crate::domain::party::{COLLECTIVE_WORKERS_MIN, Party, Person, PersonRef, Side, Who};

use super::{Filling, Names};

/// What a party is called.
pub(super) fn name(party: &Party<PersonRef>, names: &Names) -> Option<String> {
    match &party.who {
        Who::Worker(person) => Some(names.people.get(&person.vault)?.name.clone()),
        Who::Employer(employer) => Some(employer.name.clone()),
    }
}

impl Filling<'_> {
    pub(super) fn people(&mut self) {
        self.set("applicants", self.called(Side::Applicant));
        self.set("respondents", self.called(Side::Respondent));
        self.set("third_parties", self.called(Side::ThirdParty));
        for party in self.present() {
            self.party(party);
        }
        if let Some(party) = self.about.party.and_then(|no| self.then().party(no)) {
            self.set("recipient", name(party, self.told.names));
            self.set("recipient_side", Some(party.side.label().zh));
        }
        self.tribunal();
        let clerks = self.on_duty(Duty::Clerk);
        self.set("clerk", clerks);
        let mediators = self.on_duty(Duty::Mediator);
        self.set("mediators", mediators);
    }

    /// The names of a side; of many workers the first, and how many they are.
    fn called(&self, side: Side) -> Option<String> {
        let parties: Vec<_> = self.side(side).map(|party| party.no).collect();
        let first = parties.first().filter(|_| parties.len() >= COLLECTIVE_WORKERS_MIN);
        match first {
            Some(first) => Some(format!("{}等{}人", self.name(*first)?, parties.len())),
            None => self.names(parties),
        }
    }

    /// A party, and behind it its contact and those who act for it, each in a row.
    fn party(&mut self, party: &Party<PersonRef>) {
        let people = &self.told.names.people;
        let represents =
            self.then().representation.as_ref().is_some_and(|chosen| chosen.parties.contains(&party.no));
        let side = party.side.label().zh;
        let side = if represents { format!("{side}（代表人）") } else { side.to_owned() };
        let (who, contact) = match &party.who {
            Who::Worker(person) => (people.get(&person.vault).map(described), None),
            Who::Employer(employer) => {
                let code = employer.credit_code.as_ref().map(|code| format!("，统一社会信用代码{code}"));
                let who = format!("{}{}", employer.name, code.unwrap_or_default());
                (Some(who), employer.contact.as_ref())
            }
        };
        self.row(side, who);
        if let Some(contact) = contact.and_then(|contact| people.get(&contact.vault)) {
            self.row("法定代表人（联系人）".to_owned(), Some(described(contact)));
        }
        for agent in &party.representatives {
            let who = people.get(&agent.person.vault).map(|person| &person.name);
            let who = who.map(|name| format!("{name}，{}", agent.authority.label().zh));
            self.row("委托代理人".to_owned(), who);
        }
    }

    fn row(&mut self, side: String, description: Option<String>) {
        let description = description.unwrap_or_default();
        self.filled.push("parties", [("side", side), ("description", description)]);
    }

    fn tribunal(&mut self) {
        let Some(tribunal) = &self.then().tribunal else { return };
        let order = |seat: Seat| match seat {
            Seat::Presiding | Seat::Sole => 0,
            Seat::Member => 1,
        };
        let mut members = tribunal.members.clone();
        members.sort_by_key(|member| order(member.seat));
        let mut names = Vec::new();
        for member in members {
            let (seat, name) = (member.seat.label().zh, self.staff(member.user).unwrap_or_default());
            names.push(format!("{seat}{name}"));
            self.filled.push("members", [("seat", seat.to_owned()), ("name", name.to_owned())]);
        }
        self.set("tribunal_names", Some(names.join("、")));
        // A notice is of the formation, or of a change, and tells who sits since then.
        let formed = if self.kind == CasePaper::TribunalNotice { self.about.of } else { tribunal.formed };
        self.set_day("formed_on", Some(formed.on));
    }

    fn on_duty(&self, duty: Duty) -> Option<String> {
        let on_duty = self.then().people.iter().filter(|person| person.duty == duty);
        self.staff_names(on_duty.map(|person| person.user))
    }

    fn staff_names(&self, users: impl Iterator<Item = UserId>) -> Option<String> {
        let names: Option<Vec<&str>> = users.map(|user| self.staff(user)).collect();
        names.filter(|names| !names.is_empty()).map(|names| names.join("、"))
    }
}

/// A person as a paper of the case tells who it is; telephones and accounts are nobody else's concern.
fn described(person: &Person) -> String {
    let number = person.id_number.as_ref().map(|number| format!("，公民身份号码{number}"));
    let address = person.address.as_ref().map(|address| format!("，住{address}"));
    format!("{}{}{}", person.name, number.unwrap_or_default(), address.unwrap_or_default())
}
