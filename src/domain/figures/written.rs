//! A definition written down (定义的书面形式): one line for each thing that it asks, in codes that are published, so that two
//! programs that count alike write it alike, however their types look. It is what publications hash (ADR 28). Not here: which
//! measure asks what (`made`).

use std::fmt;

use chrono::NaiveDate;

use super::condition::{Attained, Condition, Day, RatingIs};
use super::definition::{Amount, Definition};
use super::rate::Parts;
use super::spread::Until;
use super::{Measure, Period};
use crate::domain::code::Coded;

/// The code of a list has no value for what is not on record.
const NONE: &str = "none";

impl fmt::Display for Definition {
    /// `on` the day by which it counts, `sum` what each brings, then each condition, in the order in which they are asked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "on {}\nsum {}", self.on.code(), self.amount.written())?;
        self.when.iter().try_for_each(|condition| write!(f, "\n{condition}"))
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::Kind(kind) => write!(f, "kind {}", kind.code()),
            Condition::In(day, Period { from, to }) => write!(f, "{} in {from} {to}", day.code()),
            Condition::By(day, last) => write!(f, "{} by {last}", day.code()),
            Condition::NotBy(day, last) => write!(f, "{} not by {last}", day.code()),
            Condition::Has(day) => write!(f, "{} known", day.code()),
            Condition::Lacks(day) => write!(f, "{} not known", day.code()),
            Condition::Manner(manners) => write!(f, "manner {}", codes(manners)),
            Condition::Outcome(outcome) => write!(f, "result {}", outcome.map_or(NONE, Coded::code)),
            Condition::InTime(in_time) => {
                write!(f, "in time {}", in_time.map_or(NONE, |is| if is { "yes" } else { "no" }))
            }
            Condition::Step(step, attained) => write!(f, "step {} {}", step.code(), attained.written()),
            Condition::Collective => f.write_str("collective"),
            Condition::ReceiptTold(told) => write!(f, "receipt told {}", if *told { "yes" } else { "no" }),
            Condition::Fact(facts) => write!(f, "fact {}", codes(facts)),
            Condition::Rating(asked) => write!(f, "rating {}", asked.written()),
            Condition::Rated => f.write_str("rated"),
            Condition::Group(group) => write!(f, "group {} {}", group.dimension.code(), group.code()),
        }
    }
}

impl Parts {
    /// `above` and `below` the line, and what is `left out`.
    pub(super) fn written(self) -> String {
        let line = |name: &str, measures: &[Measure]| format!("{name} {}", codes(measures));
        [line("above", self.above), line("below", self.below), line("left out", self.excluded)].join("\n")
    }
}

/// Between which days the days of a spread are counted.
pub(super) fn between((from, until): (Day, Until)) -> String {
    let until = match until {
        Until::Day(day) => day.code(),
        Until::AsOf => "as_of",
    };
    format!("days from {} until {until}", from.code())
}

impl Day {
    fn code(self) -> &'static str {
        match self {
            Day::Received => "received",
            Day::Accepted => "accepted",
            Day::FirstHearing => "first_hearing",
            Day::Closed => "closed",
            Day::Due => "due",
            Day::Fact => "fact",
            Day::Rated => "rated",
        }
    }
}

impl Amount {
    fn written(self) -> String {
        match self {
            Amount::Case => "case".to_owned(),
            Amount::Workers => "workers".to_owned(),
            Amount::Claimed => "claimed".to_owned(),
            Amount::Awarded => "awarded".to_owned(),
            Amount::Fact(unit) => format!("fact {}", unit.code()),
            Amount::Rating => "rating".to_owned(),
            Amount::Points => "points".to_owned(),
        }
    }
}

impl Attained {
    fn written(self) -> &'static str {
        match self {
            Attained::Either => "done",
            Attained::Within => "within",
            Attained::Beyond => "beyond",
        }
    }
}

impl RatingIs {
    fn written(self) -> &'static str {
        match self {
            RatingIs::Satisfied => "satisfied",
            RatingIs::Bad => "bad",
            RatingIs::RectifiedInTime => "rectified_in_time",
        }
    }
}

/// In the order of their codes: in which order one of several is asked for is no part of a definition.
fn codes<T: Coded>(all: &[T]) -> String {
    let mut codes: Vec<&str> = all.iter().map(|one| one.code()).collect();
    codes.sort_unstable();
    codes.join(" ")
}

/// The days of a sample, of which no two are the same, so that none stands for another.
pub(super) const fn of_2021(month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(2021, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Asked, Figure, Rate, Spread};
    use super::*;

    fn written(measure: Measure) -> String {
        let asked =
            Asked { period: Period { from: of_2021(3, 1), to: of_2021(11, 30) }, as_of: of_2021(12, 10) };
        measure.definition(asked).to_string()
    }

    #[test]
    fn a_definition_is_written_in_published_codes() {
        assert_eq!(
            written(Measure::ClosedByFinalAward),
            "on closed\nsum case\nclosed in 2021-03-01 2021-11-30\naccepted known\nmanner award_final award_mixed"
        );
        assert_eq!(
            written(Measure::OpenInTime),
            "on accepted\nsum case\naccepted by 2021-12-10\nclosed not by 2021-12-10\ndue known\ndue not by 2021-12-09"
        );
        assert_eq!(
            written(Measure::Recovered),
            "on fact\nsum fact fen\nfact in 2021-03-01 2021-11-30\nfact recovered\nkind arbitration"
        );
        assert_eq!(
            Rate::InTime.parts().written(),
            "above closed_in_time\nbelow closed_in_time closed_late\nleft out closed_timeliness_unknown"
        );
        assert_eq!(between(Spread::AgeOfOpen.between()), "days from accepted until as_of");
    }

    /// Worked out with `printf … | sha256sum`: it stays what it is, whatever becomes of the types.
    #[test]
    fn the_digest_is_that_of_the_text() {
        let digest = |figure: Figure| figure.definition_digest();
        // printf 'on accepted\nsum case\naccepted in 2021-03-01 2021-11-30' | sha256sum
        assert_eq!(digest(Figure::Measure(Measure::Accepted)), "95da11a380421f7c");
        // printf 'above closed\nbelow accepted\nleft out \non closed\nsum case\nclosed in 2021-03-01 2021-11-30\naccepted known\non accepted\nsum case\naccepted in 2021-03-01 2021-11-30' | sha256sum
        assert_eq!(digest(Figure::Rate(Rate::Closure)), "bfa8ab5d642ae371");
    }
}
