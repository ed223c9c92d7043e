//! What an act did (办理结果): the answer that people get, and what it did to the deadlines.
//! It holds no personal data, so it can be kept and given again.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::case::Case;
use crate::domain::deadline::{self, Deadline};
use crate::domain::id::{CaseId, EntryNo, PartyNo};
use crate::domain::office::LawBook;
use crate::domain::stage::Stage;

/// What an act did, or would do. It holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Performed {
    /// The case.
    pub case_id: CaseId,
    /// Its version after the act; the tag for the next one.
    pub version: u32,
    /// Its stage after the act.
    pub stage: Stage,
    /// Its number (案号), once accepted.
    pub number: Option<String>,
    /// The docket entry that was written; none in a dry run.
    pub entry: Option<Written>,
    /// Deadlines that began, moved or fell away by the act, and those of which it changed the state alone: `effect` tells which.
    pub deadlines: Vec<Moved>,
    /// Another case of the same matter that the act opened; none in a dry run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<CaseId>,
    /// What the act did, or would do, to the other case that it opens or that it is written into too. The id of a case
    /// that a dry run would open means nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    pub also: Option<Box<Performed>>,
}

/// An entry that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Written {
    /// Its number; things that the act made are called by it.
    pub no: EntryNo,
    /// Its hash in the chain.
    pub hash: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What an act did to a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// 起算: there was none before.
    Began,
    /// 变动: its last day is another, or it has one again, or none for now.
    Moved,
    /// 状态变化: its last day is the same, and what has become of it is not: it was met, say.
    StateOnly,
    /// 消灭: it fell away.
    FellAway,
}

/// A deadline as it was and as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Moved {
    /// The rule.
    pub rule: deadline::rule::RuleId,
    /// The party it concerns.
    pub party: Option<PartyNo>,
    /// The last day before the act; none if there was no such deadline or it stood still.
    pub from: Option<NaiveDate>,
    /// The last day after the act; none if it stands still now or fell away.
    pub to: Option<NaiveDate>,
    /// Its state after the act; none if it fell away.
    pub state: Option<deadline::State>,
    /// Whether the new day rests on a calendar that is not published yet.
    pub provisional: bool,
    /// What the act did to it; none in an answer that an earlier version of the program gave and kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
}

impl Performed {
    /// What made the case what it is now; `before` are its deadlines as they were.
    #[must_use]
    pub fn of(case: &Case, entry: Option<Written>, before: &[Deadline], book: &LawBook) -> Performed {
        Performed {
            case_id: case.id,
            version: case.version,
            stage: case.stage,
            number: case.number().map(str::to_owned),
            entry,
            deadlines: moved(before, &deadline::deadlines(case, book)),
            opened: None,
            also: None,
        }
    }
}

/// What an act did to the deadlines, those that stayed as they were left out. One that begins in the place of another of
/// its rule and party (a restart) has moved from there.
fn moved(before: &[Deadline], after: &[Deadline]) -> Vec<Moved> {
    let is_same = |one: &Deadline, other: &Deadline| concerns(one, other) && one.anchor == other.anchor;
    let mut gone: Vec<&Deadline> =
        before.iter().filter(|then| !after.iter().any(|now| is_same(then, now))).collect();
    let mut moved: Vec<Moved> = Vec::new();
    for now in after {
        let then = before.iter().find(|then| is_same(then, now)).or_else(|| {
            let replaced = gone.iter().position(|then| concerns(then, now))?;
            Some(gone.remove(replaced))
        });
        if then.is_some_and(|then| then.due_on() == now.due_on() && then.state == now.state) {
            continue;
        }
        let effect = match then {
            None => Effect::Began,
            Some(then) if then.due_on() == now.due_on() => Effect::StateOnly,
            Some(_) => Effect::Moved,
        };
        moved.push(Moved {
            rule: now.rule.id,
            party: now.party,
            from: then.and_then(Deadline::due_on),
            to: now.due_on(),
            state: Some(now.state),
            provisional: now.is_provisional(),
            effect: Some(effect),
        });
    }
    // One that stood still has no day that could move.
    let running = gone.into_iter().filter(|then| then.due_on().is_some());
    moved.extend(running.map(|then| Moved {
        rule: then.rule.id,
        party: then.party,
        from: then.due_on(),
        to: None,
        state: None,
        provisional: false,
        effect: Some(Effect::FellAway),
    }));
    moved
}

/// Whether two deadlines are of one rule and one party.
fn concerns(one: &Deadline, other: &Deadline) -> bool {
    (one.rule.id, one.party) == (other.rule.id, other.party)
}
