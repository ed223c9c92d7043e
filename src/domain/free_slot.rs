//! Free slots for a hearing (可排时段): within the office's hours of a day, where nothing needed is booked.
//! Not here: which days the law allows (`act::hearing`), and what is booked (`schedule`).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::schedule::{DAY_MINUTES, clock_time, minute_of};

/// Hearings begin on the half hour, counted from the beginning of the office's hours.
const STEP_MINUTES: u16 = 30;

/// A part of the day in which hearings are held, written `09:00-12:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    /// Its first minute after midnight.
    from: u16,
    /// The minute at which it ends.
    to: u16,
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Span, String> {
        let end = |time: &str| if time == "24:00" { Some(DAY_MINUTES) } else { minute_of(time) };
        let span = text.split_once('-').and_then(|(from, to)| Some((minute_of(from)?, end(to)?)));
        match span {
            Some((from, to)) if from < to => Ok(Span { from, to }),
            Some(_) | None => Err(format!("{text:?}: 应为 09:00-12:00 的形式 must be like 09:00-12:00")),
        }
    }
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        span.to_string()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", clock_time(self.from), clock_time(self.to))
    }
}

/// Whether spans are in order and apart from each other.
#[must_use]
pub fn are_apart(spans: &[Span]) -> bool {
    spans.windows(2).all(|pair| matches!(pair, [a, b] if a.to <= b.from))
}

/// The longest hearing that fits into one of these spans, in minutes.
#[must_use]
pub fn longest(spans: &[Span]) -> u16 {
    spans.iter().map(|span| span.to - span.from).max().unwrap_or(0)
}

/// Whether a hearing begins within one of these spans: how long it takes is not known before. Where there are none, every
/// time is.
#[must_use]
pub fn begins_within(spans: &[Span], starts: u16) -> bool {
    spans.is_empty() || spans.iter().any(|span| (span.from..span.to).contains(&starts))
}

/// When hearings of so many minutes could begin, after a minute of the day, without overlapping each other: each
/// wholly inside one span, from a minute at which everything needed is free for so long.
///
/// ```
/// use sikuai::domain::free_slot::{Span, free_starts};
/// let hours = [Span::try_from("09:00-12:00".to_owned()).unwrap()];
/// // Taken until a quarter past nine: from half past nine there is time for two hours once.
/// assert_eq!(free_starts(&hours, 120, 0, |start| start >= 9 * 60 + 15), [9 * 60 + 30]);
/// assert_eq!(free_starts(&hours, 60, 0, |_| true), [540, 600, 660]);
/// ```
#[must_use]
pub fn free_starts(spans: &[Span], minutes: u16, after: u16, is_free: impl Fn(u16) -> bool) -> Vec<u16> {
    let mut found = Vec::new();
    for span in spans {
        let mut start = span.from;
        while start.saturating_add(minutes) <= span.to {
            if start >= after && is_free(start) {
                found.push(start);
                start += minutes.next_multiple_of(STEP_MINUTES);
            } else {
                start += STEP_MINUTES;
            }
        }
    }
    found
}
