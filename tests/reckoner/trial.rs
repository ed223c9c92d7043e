//! The trial period, walked day by day: each day is counted, left out or waited over in its turn, and what happens
//! on a day is taken in on that day if the period is not over yet (law notes §2.6-2.8).

use chrono::NaiveDate;

use crate::days::{Days, End, next};

/// The calendar days of the trial period (LAW 43).
const TRIAL_DAYS: usize = 45;

/// Days that are left out: from the first, until the last has passed, or still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Out {
    pub(crate) from: NaiveDate,
    pub(crate) until: Option<NaiveDate>,
}

impl Out {
    fn has(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The period ended.
    Ends(End),
    /// It stands still since a day.
    Stands(NaiveDate),
}

/// What a walk found.
pub(crate) struct Walk {
    pub(crate) outcome: Outcome,
    /// Whether the extension came before the period was over.
    pub(crate) extended: bool,
    /// Whether days left out by one cause were left out by another, too, while the period ran.
    pub(crate) overlapped: bool,
}

/// Walks the trial period that began on a day.
pub(crate) fn walk(start: NaiveDate, outs: &[Out], extension: Option<(NaiveDate, u16)>, days: &Days) -> Walk {
    let (mut allowed, mut extended, mut overlapped, mut provisional) = (TRIAL_DAYS, false, false, false);
    let mut counted: Vec<NaiveDate> = Vec::new();
    let mut stretch: Option<NaiveDate> = None;
    let mut resumed = start;
    let mut day = start;
    loop {
        day = next(day);
        // The period is not over: what was decided until today moves it.
        if let Some((_, more)) = extension.filter(|(approved, _)| !extended && *approved <= day) {
            allowed += usize::from(more);
            extended = true;
        }
        let left_out: Vec<&Out> = outs.iter().filter(|out| out.has(day)).collect();
        overlapped |= left_out.len() > 1;
        if !left_out.is_empty() {
            let since = *stretch.get_or_insert(day);
            if left_out.iter().any(|out| out.until.is_none()) {
                // Not over, whenever an extension may come.
                return Walk { outcome: Outcome::Stands(since), extended: extension.is_some(), overlapped };
            }
            continue;
        }
        if stretch.take().is_some() {
            resumed = day;
        }
        counted.push(day);
        if counted.len() >= allowed {
            provisional |= !days.covers(day);
            if days.works(day) {
                let natural = counted[allowed - 1].max(resumed);
                let end = End { natural, due: day, provisional };
                return Walk { outcome: Outcome::Ends(end), extended, overlapped };
            }
        }
    }
}

#[test]
fn a_pause_of_ten_days_and_an_extension_move_the_end_of_a_period() {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let days = Days::read();
    let ends = |outs: &[Out], extension| match walk(day("2021-03-01"), outs, extension, &days).outcome {
        Outcome::Ends(end) => (end.natural, end.due),
        Outcome::Stands(since) => panic!("stands since {since}"),
    };
    assert_eq!(ends(&[], None), (day("2021-04-15"), day("2021-04-15")));
    let pause = Out { from: day("2021-03-10"), until: Some(day("2021-03-20")) };
    assert_eq!(ends(&[pause], None).0, day("2021-04-25"));
    assert_eq!(ends(&[pause, pause], Some((day("2021-04-01"), 15))).0, day("2021-05-10"));
    let late = Out { from: day("2021-04-16"), until: Some(day("2021-05-20")) };
    assert_eq!(ends(&[late], Some((day("2021-04-16"), 15))).0, day("2021-04-15"), "over, and stays over");
}
