//! When the trial period of a case ends (审理期限), counted day by day: what begins it anew, leaves days out or extends it
//! (law notes §2.6-2.8).

use chrono::{Days as Span, NaiveDate};

use crate::days::Days;
use crate::trial::{Out, Outcome, walk};

/// An announcement counted sixty days until the end of 2021, and thirty since (law notes §11).
const DAY_OF_THIRTY: NaiveDate = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap();

/// A day and the number of the entry that says it.
pub(crate) type At = (NaiveDate, u32);

/// What moves the trial period of a case.
#[derive(Default)]
pub(crate) struct Clock {
    /// What began it, and began it anew.
    pub(crate) starts: Vec<At>,
    /// When it was extended, by how many days.
    pub(crate) extensions: Vec<(At, u16)>,
    /// Suspensions: by which entry, from when, until when.
    pub(crate) pauses: Vec<(u32, NaiveDate, Option<NaiveDate>)>,
    /// The days of publication of announcements.
    pub(crate) announced: Vec<NaiveDate>,
}

impl Clock {
    /// When the period ends that runs, or ran when the case was closed; none while it stands still, or where none began.
    pub(crate) fn due(&self, closed: Option<NaiveDate>, days: &Days) -> Option<NaiveDate> {
        let mut starts = self.starts.clone();
        starts.sort_unstable();
        self.end_of(*starts.last()?, None, closed, days)
    }

    /// Whether a period ran out before another took its place.
    pub(crate) fn ran_out_before(&self, days: &Days) -> bool {
        let mut starts = self.starts.clone();
        starts.sort_unstable();
        starts.windows(2).any(|two| {
            let end = self.end_of(two[0], Some(two[1]), Some(two[1].0), days);
            end.is_some_and(|end| end < two[1].0)
        })
    }

    fn end_of(
        &self,
        start: At,
        next: Option<At>,
        ended: Option<NaiveDate>,
        days: &Days,
    ) -> Option<NaiveDate> {
        let before_end = |from: NaiveDate| ended.is_none_or(|ended| from < ended);
        let paused = self.pauses.iter().filter(|(_, from, _)| before_end(*from));
        let mut outs: Vec<Out> =
            paused.map(|(_, from, until)| Out { from: *from, until: until.or(ended) }).collect();
        for from in self.announced.iter().filter(|from| before_end(**from)) {
            let length = if *from < DAY_OF_THIRTY { 60 } else { 30 };
            outs.push(Out { from: *from, until: Some(*from + Span::new(length)) });
        }
        let own = |at: At| start <= at && next.is_none_or(|next| at < next);
        let first = self.extensions.iter().filter(|(at, _)| own(*at)).min();
        match walk(start.0, &outs, first.map(|((on, _), more)| (*on, *more)), days).outcome {
            Outcome::Ends(end) => Some(end.due),
            Outcome::Stands(_) => None,
        }
    }
}
