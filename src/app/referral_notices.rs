//! Whom the watch tells of a referral that waits (移交提醒): the desk that must answer. Not here: when, and that it is once
//! (`watching`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::app::desk_notices::desk_of;
use crate::app::error::Error;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;
use crate::domain::deadline::rule::RuleId;
use crate::domain::watch::Distance;
use crate::storage::deadlines::DeadlineRow;
use crate::storage::referrals::{self, ReferralRow};
use crate::storage::{Tx, bridge};

/// Of the referrals among these deadlines, by case and entry: the active people of the desk that must answer.
pub(crate) fn receiving(
    tx: &mut Tx,
    due: &[(DeadlineRow, NaiveDate, Distance)],
) -> Result<BTreeMap<(String, i32), Vec<String>>, Error> {
    let of_referrals = due.iter().map(|(row, ..)| row).filter(|row| row.rule == RuleId::RF1.code());
    let cases: BTreeSet<&str> = of_referrals.map(|row| row.case_id.as_str()).collect();
    let cases: Vec<&str> = cases.into_iter().collect();
    let mut people: BTreeMap<CaseKind, Vec<String>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    if cases.is_empty() {
        return Ok(found);
    }
    for ReferralRow { case_id, entry_no, to_kind, .. } in referrals::of_cases(tx, &cases)? {
        let place = bridge::Place { table: "referrals", key: &case_id, column: "to_kind" };
        let to = bridge::parse(&to_kind, place)?;
        let desk = match people.entry(to) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(desk_of(tx, to)?),
        };
        found.insert((case_id, entry_no), desk.clone());
    }
    Ok(found)
}
