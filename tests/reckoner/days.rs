//! The days of the office as the State Council's notices have them, read straight from `data/calendars`, and periods
//! counted by walking from one day to the next. Nothing of the program is used here but its data files.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{Datelike as _, NaiveDate, Weekday};
use serde_json::Value;

/// What the notices say.
pub(crate) struct Days {
    years: BTreeSet<i32>,
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

/// Where a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct End {
    /// By the count alone.
    pub(crate) natural: NaiveDate,
    /// The last day on which it is kept.
    pub(crate) due: NaiveDate,
    /// Whether a day was asked about that no notice covers.
    pub(crate) provisional: bool,
}

impl Days {
    /// Reads every notice.
    pub(crate) fn read() -> Days {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/calendars");
        let (mut years, mut off, mut worked) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let notice: Value = serde_json::from_str(&text).unwrap();
            let days = |list: &str| -> Vec<NaiveDate> {
                let day = |entry: &Value| entry["on"].as_str().unwrap().parse().unwrap();
                notice[list].as_array().unwrap().iter().map(day).collect()
            };
            years.insert(i32::try_from(notice["year"].as_i64().unwrap()).unwrap());
            off.extend(days("off"));
            worked.extend(days("working"));
        }
        Days { years, off, worked }
    }

    /// Whether the office works on a day.
    pub(crate) fn works(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.worked.contains(&day) || (!weekend && !self.off.contains(&day))
    }

    /// Whether a notice covers a day.
    pub(crate) fn covers(&self, day: NaiveDate) -> bool {
        self.years.contains(&day.year())
    }

    /// So many working days after a day, which is not counted.
    pub(crate) fn working(&self, start: NaiveDate, length: usize) -> End {
        let (mut day, mut left, mut provisional) = (start, length, false);
        while left > 0 {
            day = next(day);
            provisional |= !self.covers(day);
            left -= usize::from(self.works(day));
        }
        End { natural: day, due: day, provisional }
    }

    /// So many calendar days after a day, which is not counted; a rest day at the end gives way to the next working day.
    pub(crate) fn calendar(&self, start: NaiveDate, length: usize) -> End {
        self.designated((0..length).fold(start, |day, _| next(day)))
    }

    /// So many years after a day: the same day of the month, or the last one it has; a rest day gives way.
    pub(crate) fn years(&self, start: NaiveDate, length: i32) -> End {
        let (year, month, day) = (start.year() + length, start.month(), start.day());
        let same = (1..=day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
        self.designated(same.unwrap())
    }

    /// A last day that was set, or came of a count: a rest day gives way to the next working day.
    pub(crate) fn designated(&self, natural: NaiveDate) -> End {
        let (mut due, mut provisional) = (natural, !self.covers(natural));
        while !self.works(due) {
            due = next(due);
            provisional |= !self.covers(due);
        }
        End { natural, due, provisional }
    }

    /// The n-th working day before a day, which is not counted.
    pub(crate) fn before(&self, held: NaiveDate, length: usize) -> End {
        let (mut day, mut left, mut provisional) = (held, length, false);
        while left > 0 {
            day = day.pred_opt().unwrap();
            provisional |= !self.covers(day);
            left -= usize::from(self.works(day));
        }
        End { natural: day, due: day, provisional }
    }
}

/// The day after.
pub(crate) fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap()
}

#[test]
fn days_are_read_as_the_notices_have_them() {
    let days = Days::read();
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    // The spring festival of 2021: 11 to 17 February off, Sunday 7 and Saturday 20 February worked.
    let off = ["2021-02-11", "2021-02-17", "2021-02-06", "2021-02-21"];
    let worked = ["2021-02-07", "2021-02-20", "2021-02-10", "2021-02-18"];
    assert!(off.iter().all(|on| !days.works(day(on))) && worked.iter().all(|on| days.works(day(on))));
    assert!(days.covers(day("2026-12-31")) && !days.covers(day("2027-01-01")));
    assert_eq!(days.working(day("2021-02-05"), 5).due, day("2021-02-18"), "7, 8, 9, 10 and 18 February");
    assert_eq!(days.calendar(day("2021-01-28"), 15).due, day("2021-02-18"), "from 12 February");
    assert_eq!(days.before(day("2021-02-19"), 5).due, day("2021-02-07"), "18, 10, 9, 8 and 7 February");
}
