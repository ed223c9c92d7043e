//! The people whom an act names: they must exist, be active, and have the role of their seat.

use crate::app::error::Error;
use crate::domain::act::Act;
use crate::domain::act::tribunal::{Duty, Member};
use crate::domain::code::Coded as _;
use crate::domain::finding::Findings;
use crate::domain::id::UserId;
use crate::domain::refusal::{Finding, words};
use crate::domain::role::Role;
use crate::storage::{Connection, bridge, users};

/// One person named in an act: where, who, and as what.
struct Named {
    pointer: String,
    user: UserId,
    duty: Duty,
}

/// Finds everyone whom an act names and who is not there, or is not what the act takes them for.
///
/// # Errors
/// That the database does not answer.
pub fn check(c: &mut Connection, act: &Act) -> Result<Vec<Finding>, Error> {
    let named = named(act);
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = named.iter().map(|named| named.user.to_string()).collect();
    let rows = users::load_many(c, &ids)?;
    let mut findings = Findings::default();
    for person in &named {
        let known = rows.iter().find(|row| row.id == person.user.to_string());
        let row = known.filter(|row| row.active);
        let role: Option<Role> = match row {
            Some(row) => {
                let place = bridge::Place { table: "users", key: &row.id, column: "role" };
                Some(bridge::parse(&row.role, place)?)
            }
            None => None,
        };
        if role != Some(person.duty.role()) {
            let wanted = person.duty.role().label();
            let text = match known {
                Some(row) => words(
                    format!("{}不是在岗的{}", row.name, wanted.zh),
                    format!("{} is no active {}", row.name, wanted.en),
                ),
                None => words(
                    format!("没有编号为{}的人员，应当是在岗的{}", person.user, wanted.zh),
                    format!("there is no person {}; an active {} is wanted", person.user, wanted.en),
                ),
            };
            findings.invalid("no_such_person", &person.pointer, text);
        }
    }
    Ok(findings.into_findings())
}

fn named(act: &Act) -> Vec<Named> {
    let members = |members: &[Member]| {
        let named = |(index, member): (usize, &Member)| Named {
            pointer: format!("/members/{index}/user"),
            user: member.user,
            duty: Duty::Arbitrator,
        };
        members.iter().enumerate().map(named).collect()
    };
    if let Act::TribunalFormation(formation) = act {
        return members(&formation.members);
    }
    if let Act::TribunalChange(change) = act {
        return members(&change.members);
    }
    let Act::Assignment(assignment) = act else { return Vec::new() };
    let named = |(index, person): (usize, &crate::domain::act::tribunal::Assignee)| Named {
        pointer: format!("/people/{index}/user"),
        user: person.user,
        duty: person.duty,
    };
    assignment.people.iter().enumerate().map(named).collect()
}
