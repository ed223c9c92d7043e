//! One deadline in the words that both sides can say, so that two lists can be held against each other.

use std::fmt;

use chrono::NaiveDate;
use sikuai::domain::case::Dated;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Counted, Deadline, State};

use crate::days::End;

/// A day and the entry behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) on: NaiveDate,
    pub(crate) by: u32,
}

/// Where a deadline ends, if it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Ends(End),
    Stands(NaiveDate),
}

/// One deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) rule: RuleId,
    pub(crate) trigger: At,
    pub(crate) party: Option<u32>,
    pub(crate) ending: Ending,
    pub(crate) state: State,
    pub(crate) met: Option<At>,
}

impl Line {
    /// As the program has it.
    pub(crate) fn of(deadline: &Deadline) -> Line {
        let at = |dated: Dated| At { on: dated.on, by: dated.by.0 };
        let ending = match (deadline.natural_on(), deadline.due_on(), &deadline.counted) {
            (Some(natural), Some(due), _) => {
                Ending::Ends(End { natural, due, provisional: deadline.is_provisional() })
            }
            (_, _, Counted::Stopped(since)) => Ending::Stands(*since),
            (_, _, Counted::Trial(due)) => Ending::Stands(due.paused.unwrap().since),
            (_, _, Counted::Plain(_)) => {
                panic!("a plain deadline ends: {deadline:?}")
            }
        };
        Line {
            rule: deadline.rule.id,
            trigger: at(deadline.trigger),
            party: deadline.party.map(|party| party.0),
            ending,
            state: deadline.state,
            met: deadline.met.map(at),
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} #{}", self.on, self.by)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.rule.code(), self.trigger)?;
        if let Some(party) = self.party {
            write!(f, " of party {party}")?;
        }
        match self.ending {
            Ending::Ends(end) => {
                let doubt = if end.provisional { " provisional" } else { "" };
                write!(f, ": natural {}, due {}{doubt}", end.natural, end.due)?;
            }
            Ending::Stands(since) => write!(f, ": stands since {since}")?,
        }
        write!(f, ", {}", self.state.code())?;
        self.met.map_or(Ok(()), |met| write!(f, " by {met}"))
    }
}

/// The lines of a list, sorted, so that order is no difference.
pub(crate) fn sorted(lines: &[Line]) -> Vec<String> {
    let mut lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    lines.sort();
    lines
}
