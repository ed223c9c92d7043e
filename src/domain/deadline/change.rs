//! What another calendar does to the deadlines of a case (日历变更): which move, from and to, and which only
//! become firm. Not here: the calendar itself, and writing the change down (`app`).

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rule::RuleId;
use super::{Deadline, State};
use crate::domain::id::{EntryNo, PartyNo};

/// A deadline under the calendar before and under the one after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadlineChange {
    /// The rule.
    pub rule: RuleId,
    /// The entry from which it runs.
    pub anchor: EntryNo,
    /// The party it concerns.
    pub party: Option<PartyNo>,
    /// What has become of it.
    pub state: State,
    /// The last day before; none if there was no such deadline, or it stood still.
    pub from: Option<NaiveDate>,
    /// The last day after; none if it fell away, or stands still.
    pub to: Option<NaiveDate>,
    /// Whether the last day still rests on a calendar that is not published.
    pub provisional: bool,
}

/// The change of a calendar as the docket of a case tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarChange {
    /// The year that was imported.
    pub year: i32,
    /// The version of the calendar from then on.
    pub calendar_version: String,
    /// The deadlines of the case that moved.
    pub moved: Vec<DeadlineChange>,
}

/// What another calendar does to the deadlines of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Those whose last day is another.
    pub moved: Vec<DeadlineChange>,
    /// Those that run, keep their last day, and are no longer provisional.
    pub firm: Vec<DeadlineChange>,
}

/// Compares the deadlines of a case under two calendars, in the order of the rules.
#[must_use]
pub fn changes(before: &[Deadline], after: &[Deadline]) -> Changes {
    let key = |deadline: &Deadline| (deadline.rule.id, deadline.anchor, deadline.party);
    let mut rest: HashMap<_, &Deadline> = before.iter().map(|then| (key(then), then)).collect();
    let mut changes = Changes::default();
    for now in after {
        let then = rest.remove(&key(now));
        let change = DeadlineChange {
            rule: now.rule.id,
            anchor: now.anchor,
            party: now.party,
            state: now.state,
            from: then.and_then(Deadline::due_on),
            to: now.due_on(),
            provisional: now.is_provisional(),
        };
        let became_firm =
            now.state == State::Open && !change.provisional && then.is_some_and(Deadline::is_provisional);
        if change.from != change.to {
            changes.moved.push(change);
        } else if became_firm {
            changes.firm.push(change);
        }
    }
    // An extension that was in time under one calendar may be late under the other, and its deadline gone.
    let gone = before.iter().filter(|then| then.due_on().is_some() && rest.contains_key(&key(then)));
    changes.moved.extend(gone.map(|then| DeadlineChange {
        rule: then.rule.id,
        anchor: then.anchor,
        party: then.party,
        state: State::Ended,
        from: then.due_on(),
        to: None,
        provisional: false,
    }));
    changes
}
