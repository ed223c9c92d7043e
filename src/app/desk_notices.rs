//! Whom the watch tells of a case on which nobody works (股室提醒): the desk that takes cases of its kind. Whoever opens a
//! case is not assigned to it by that. Not here: when, and that it is once (`watching`).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::app::error::Error;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::watch::hears_of_referrals;
use crate::storage::{Tx, bridge, cases, users};

/// The active people of the desk of each of these cases.
pub(crate) fn left_to_desks(tx: &mut Tx, cases: &[&str]) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut people: BTreeMap<CaseKind, Vec<String>> = BTreeMap::new();
    let mut left = BTreeMap::new();
    if cases.is_empty() {
        return Ok(left);
    }
    for (case_id, kind) in cases::kinds_of(tx, cases)? {
        let kind = bridge::parse(&kind, bridge::Place { table: "cases", key: &case_id, column: "kind" })?;
        let desk = match people.entry(kind) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(desk_of(tx, kind)?),
        };
        left.insert(case_id, desk.clone());
    }
    Ok(left)
}

/// The active people who answer for a channel.
pub(crate) fn desk_of(tx: &mut Tx, kind: CaseKind) -> Result<Vec<String>, Error> {
    let mut desk = Vec::new();
    for role in hears_of_referrals(kind) {
        desk.extend(users::active_with_role(tx, role.code())?);
    }
    Ok(desk)
}
