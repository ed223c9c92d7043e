//! The deadlines of a case as a drawing (期限图): a bar from the day that starts each to its last day, what was left out and
//! what an extension added, and today. Numbers only: words stand in the table beneath it.

use chrono::NaiveDate;

use crate::domain::deadline::Deadline;
use crate::domain::deadline::explanation::Explanation;

/// The width of the drawing, of the names before the bars, and the height of a row, in its own units.
pub const WIDTH: i64 = 900;
const NAMES: i64 = 290;
const RIGHT: i64 = 20;
const ROW: i64 = 26;
/// The room above the rows: a line for the days at both ends, and one for today.
const TOP: i64 = 38;
const BAR: i64 = 12;

/// A stretch of a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins.
    pub x: i64,
    /// How wide it is; never nothing.
    pub width: i64,
}

/// One deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is called.
    pub name: String,
    /// Where its explanation is.
    pub explanation: String,
    /// The class of its state.
    pub class: &'static str,
    /// The top of the bar, and the line of its name.
    pub y: i64,
    /// The line on which the name stands.
    pub line: i64,
    /// From the trigger to the last day.
    pub whole: Stretch,
    /// What was left out.
    pub left_out: Vec<Stretch>,
    /// What the extension added.
    pub extension: Option<Stretch>,
    /// The last day; none while the clock stands still.
    pub due: Option<NaiveDate>,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Its height.
    pub height: i64,
    /// The bars.
    pub bars: Vec<Bar>,
    /// Where today is, if it is within.
    pub today: Option<i64>,
    /// The first day, and the last.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// Where the bars begin, and where they end.
    pub left: i64,
    /// Where the bars end.
    pub right: i64,
    /// How high a bar is.
    pub bar: i64,
}

/// A deadline to be drawn.
#[derive(Debug)]
pub struct Drawn<'a> {
    /// The deadline.
    pub deadline: &'a Deadline,
    /// Why it falls on its day.
    pub explained: &'a Explanation,
    /// What it is called.
    pub name: String,
    /// Where its explanation is.
    pub explanation: String,
    /// The class of its state.
    pub class: &'static str,
}

/// From days to places in the drawing.
struct Scale {
    first: NaiveDate,
    days: i64,
}

impl Scale {
    fn x(&self, day: NaiveDate) -> i64 {
        let passed = (day - self.first).num_days().clamp(0, self.days);
        NAMES + passed * (WIDTH - NAMES - RIGHT) / self.days
    }

    fn stretch(&self, from: NaiveDate, to: NaiveDate) -> Stretch {
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let x = self.x(from);
        Stretch { x, width: (self.x(to) - x).max(2) }
    }
}

/// The drawing of some deadlines on a day; none where there is none.
#[must_use]
pub fn timeline(drawn: &[Drawn<'_>], today: NaiveDate) -> Option<Timeline> {
    let days = drawn.iter().flat_map(|one| {
        let deadline = one.deadline;
        [Some(deadline.trigger.on), deadline.due_on(), deadline.met.map(|met| met.on)].into_iter().flatten()
    });
    let (first, last) = (days.clone().min()?, days.max()?);
    let stands_still = drawn.iter().any(|one| one.deadline.due_on().is_none());
    let last = if stands_still { last.max(today) } else { last };
    let scale = Scale { first, days: (last - first).num_days().max(1) };
    let bars = (0..).zip(drawn).map(|(row, one)| bar(row, one, &scale, last)).collect();
    let height = i64::try_from(drawn.len()).unwrap_or_default() * ROW + TOP + 6;
    let is_within = (first..=last).contains(&today);
    let today = is_within.then(|| scale.x(today));
    Some(Timeline { height, bars, today, first, last, left: NAMES, right: WIDTH - RIGHT, bar: BAR })
}

fn bar(row: i64, drawn: &Drawn<'_>, scale: &Scale, last: NaiveDate) -> Bar {
    let (deadline, counting) = (drawn.deadline, drawn.explained.counting.as_ref());
    let y = TOP + row * ROW + (ROW - BAR) / 2;
    let excluded = counting.map(|counting| counting.exclusions.as_slice()).unwrap_or_default();
    let left_out = excluded.iter().map(|part| scale.stretch(part.from, part.until.unwrap_or(last))).collect();
    let unextended = counting.and_then(|counting| counting.unextended).and_then(|limit| limit.due_on);
    let added = counting.filter(|counting| counting.extension.is_some_and(|added| added.ignored.is_none()));
    let extension = added.and_then(|counting| Some(scale.stretch(unextended?, counting.due_on?)));
    Bar {
        name: drawn.name.clone(),
        explanation: drawn.explanation.clone(),
        class: drawn.class,
        y,
        line: y + BAR - 2,
        whole: scale.stretch(deadline.trigger.on, deadline.due_on().unwrap_or(last)),
        left_out,
        extension,
        due: deadline.due_on(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_in_their_order_and_within_the_drawing() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let scale = Scale { first: day("2021-03-01"), days: 59 };
        assert_eq!(scale.x(day("2021-03-01")), 290);
        assert_eq!(scale.x(day("2021-04-29")), 880);
        // Ten units a day.
        assert_eq!(scale.x(day("2021-03-04")), 320);
        assert_eq!(scale.x(day("2020-01-01")), 290);
        let backwards = scale.stretch(day("2021-03-08"), day("2021-03-03"));
        assert_eq!(backwards, Stretch { x: 310, width: 50 });
        assert_eq!(scale.stretch(day("2021-03-01"), day("2021-03-01")).width, 2);
    }
}
