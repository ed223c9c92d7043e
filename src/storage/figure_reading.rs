//! From where what is counted is read (统计取数处): what was known at the end of a day, or what was told since. Not here: the SQL of
//! it (`figure_sql`).

use chrono::NaiveDate;

use super::figures::Source;

/// Rows that are read, where it is not all that is known now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Known at the end of a day. What is known still, and what was replaced since, are in tables of their own, each with its
    /// indexes: a question is asked of both, and the answers are added up.
    Then { known_on: NaiveDate, rows: Place, facts: Place },
    /// Of the cases, known now, and not at the end of a day.
    Since(NaiveDate),
}

/// In which of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Still,
    Past,
}

impl Reading {
    /// Every place that has something of what is counted.
    pub(super) fn all(source: Source, known_on: Option<NaiveDate>) -> Vec<Option<Reading>> {
        let Some(known_on) = known_on else { return vec![None] };
        let facts: &[Place] = match source {
            Source::Facts => &[Place::Still, Place::Past],
            Source::Cases | Source::Ratings => &[Place::Still],
        };
        let of = |facts: Place| {
            [Place::Still, Place::Past].map(|rows| Some(Reading::Then { known_on, rows, facts }))
        };
        facts.iter().copied().flat_map(of).collect()
    }

    /// What to add to the cases as they were known at the end of a day, and what to take off, to come to what is known now. A
    /// row that stands as it stood then is in neither.
    pub(super) fn of_cases_since(known_on: NaiveDate) -> [(i64, Reading); 2] {
        let replaced = Reading::Then { known_on, rows: Place::Past, facts: Place::Still };
        [(1, Reading::Since(known_on)), (-1, replaced)]
    }

    /// At the end of which day it was known so; none for what is known now.
    pub(super) fn known_on(self) -> Option<NaiveDate> {
        match self {
            Reading::Then { known_on, .. } => Some(known_on),
            Reading::Since(_) => None,
        }
    }

    /// Where the rows of the cases are, and where the facts.
    pub(super) fn places(self) -> (Place, Place) {
        match self {
            Reading::Then { rows, facts, .. } => (rows, facts),
            Reading::Since(_) => (Place::Still, Place::Still),
        }
    }
}
