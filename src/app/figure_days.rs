//! When sums of figures by the day are made (分日累计): up to the last day on which nobody writes any more, by the watch; and whether
//! they are what the rows say. Not here: the sums (`storage::figure_days`).

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::app::check::Checked;
use crate::app::clock::office_date;
use crate::app::error::Error;
use crate::app::register::Register;
use crate::storage::figure_days::{self, Base};
use crate::storage::{Connection, Tx, calendar_imports};

/// An act is on disk so long after the instant that it says, at most; and so far the clocks of instances differ.
const LATE_MINUTES_MAX: i64 = 60;

impl Register {
    /// Brings the sums of every dimension up to the last day that is over for whoever writes. Says of how many it did.
    /// Blocks: not for async code.
    ///
    /// # Errors
    /// That the database does not answer.
    pub fn keep_figure_days(&self) -> Result<u64, Error> {
        let known_on = last_day_over(self.clock.now());
        let mut kept = 0;
        for base in self.store.read_blocking(|c| Ok::<_, Error>(figure_days::all_bases(c)?))? {
            // A clock that went ahead of the time made sums of days in which people still wrote: they are made again.
            let base = Base { known_on: base.known_on.filter(|day| *day <= known_on), ..base };
            if base.known_on != Some(known_on) {
                kept += u64::from(self.keep_days_of(base, known_on)?);
            }
        }
        Ok(kept)
    }

    /// Read at one moment, and written by itself: what the rows say of a day that is over changes only with the epoch.
    fn keep_days_of(&self, base: Base, known_on: NaiveDate) -> Result<bool, Error> {
        let lines =
            self.store.snapshot_blocking(|c| Ok::<_, Error>(figure_days::made(c, &base, known_on)?))?;
        self.store.write_blocking(move |tx: &mut Tx| {
            // Not while a year is imported, which may make them none.
            calendar_imports::keep_importers_out(tx)?;
            Ok(figure_days::put(tx, &base, known_on, &lines)?)
        })
    }

    /// Holds the sums by the day against the rows. Blocks: not for async code.
    pub(crate) fn check_figure_days(&self, checked: &mut Checked) -> Result<(), Error> {
        for base in self.store.read_blocking(|c| Ok::<_, Error>(figure_days::all_bases(c)?))? {
            let wrong = self.store.snapshot_blocking(|c| is_wrong(c, &base.dimension))?;
            if wrong {
                checked.inconsistencies.push(format!(
                    "figures: the sums by the day of {} differ from the reporting rows",
                    base.dimension
                ));
            }
        }
        Ok(())
    }
}

/// Whether the sums of a dimension are others than the rows say of the day of their base.
fn is_wrong(c: &mut Connection, dimension: &str) -> Result<bool, Error> {
    let base = figure_days::all_bases(c)?.into_iter().find(|base| base.dimension == dimension);
    let Some((base, known_on)) = base.and_then(|base| base.known_on.map(|on| (base, on))) else {
        return Ok(false);
    };
    let anew = figure_days::made(c, &Base { known_on: None, ..base }, known_on)?;
    Ok(figure_days::of_dimension(c, dimension)? != anew)
}

fn last_day_over(now: DateTime<Utc>) -> NaiveDate {
    let today = office_date(now - TimeDelta::minutes(LATE_MINUTES_MAX));
    today.checked_sub_days(Days::new(1)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_an_hour_after_its_end() {
        let over = |now: &str| last_day_over(now.parse().unwrap()).to_string();
        assert_eq!(
            over("2021-03-02T16:59:59Z"),
            "2021-03-01",
            "half past midnight and later in the office, 3 March"
        );
        assert_eq!(over("2021-03-02T17:00:00Z"), "2021-03-02");
    }
}
