//! Where the representatives of the parties are already (代理人的其他庭审): whoever acts for a party in another case, too,
//! cannot be at two hearings at once. They are found by the digests of the vault, so that nobody else's record is
//! opened. Not here: rooms and arbitrators, whom a key of the database books (`scheduling`).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::app::error::Error;
use crate::app::joint_trials;
use crate::app::register::Register;
use crate::app::rows;
use crate::domain::case::Case;
use crate::domain::id::{CaseId, PartyNo, VaultId};
use crate::domain::schedule::{Time, schedule};
use crate::storage::hearings::{self, HeardPerson};
use crate::storage::vault::Sought;
use crate::storage::{Connection, Visibility, cases};

/// A hearing of another case at which a representative of a party is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elsewhere {
    /// Whom they represent here.
    pub party: PartyNo,
    /// When they are there.
    pub time: Time,
    /// The other case.
    pub case: CaseId,
}

/// The hearings of other cases, on the days from one through another, at which the representatives of a case's parties
/// are, in order. Cases that are tried together with this one are no others.
///
/// # Errors
/// That the database does not answer, or a record of this case does not open.
pub fn elsewhere(
    register: &Register,
    c: &mut Connection,
    case: &Case,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Elsewhere>, Error> {
    let own: Vec<(PartyNo, VaultId)> = representatives(case).collect();
    let ids: Vec<String> = own.iter().map(|(_, vault)| vault.to_string()).collect();
    let opened = register.open(c, &ids)?;
    let mut represented: HashMap<String, PartyNo> = HashMap::new();
    let mut sought = Sought::default();
    for ((party, _), id) in own.iter().zip(&ids) {
        let person = register.vault.sought(opened.get(id));
        for digest in person.id_indexes.iter().chain(&person.contact_indexes) {
            represented.entry(digest.clone()).or_insert(*party);
        }
        sought.id_indexes.extend(person.id_indexes);
        sought.contact_indexes.extend(person.contact_indexes);
    }
    let found = hearings::of_people(c, &sought, &case.id.to_string(), days)?;
    let mut ids: Vec<String> = found.iter().map(|person| person.case_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut all = Vec::new();
    let together = joint_trials::ids_together(c, case)?;
    ids.retain(|id| !together.contains(id));
    for row in cases::load_many(c, &ids, &Visibility::Office)? {
        let other = rows::read(&row)?;
        let here = found.iter().filter(|person| person.case_id == row.id);
        for party in shared(&other, here, &represented) {
            let times =
                schedule(&other).times.into_iter().filter(|time| (days.0..=days.1).contains(&time.on));
            all.extend(times.map(|time| Elsewhere { party, time, case: other.id }));
        }
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The parties whose representatives act for somebody in another case, too.
fn shared<'a>(
    other: &Case,
    found: impl Iterator<Item = &'a HeardPerson>,
    represented: &HashMap<String, PartyNo>,
) -> HashSet<PartyNo> {
    let theirs: HashSet<String> = representatives(other).map(|(_, vault)| vault.to_string()).collect();
    found
        .filter(|person| theirs.contains(&person.vault_id))
        .flat_map(|person| [&person.id_index, &person.contact_index])
        .filter_map(|digest| represented.get(digest.as_ref()?).copied())
        .collect()
}

fn representatives(case: &Case) -> impl Iterator<Item = (PartyNo, VaultId)> {
    case.parties.iter().flat_map(|party| {
        party.representatives.iter().map(|representative| (party.no, representative.person.vault))
    })
}
