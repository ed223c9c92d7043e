//! How long the file of a case is kept (保管期限). Nothing is removed when that is over: what happens then the rules of the
//! state's archives say.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::case::Case;

/// The file of a case with an award is kept at least so many years (R33 24).
const WITH_AWARD_YEARS: u16 = 10;
/// Every other file is kept at least so many years (R33 24).
const WITHOUT_AWARD_YEARS: u16 = 5;

/// How long the file of a case is kept at least, in years. One with any award in it, of a part of the case or an order to
/// pay at once too, is kept as one (our choice).
#[must_use]
pub fn years(case: &Case) -> u16 {
    let closed_by_award = case.closing.is_some_and(|closing| closing.manner.is_award());
    let has_award = !case.awards.is_empty() || !case.interim_payments.is_empty() || closed_by_award;
    if has_award { WITH_AWARD_YEARS } else { WITHOUT_AWARD_YEARS }
}

/// The last day on which a file that was put away on a day must still be there. The years begin with the first of January
/// after it (our choice: the text says not when).
///
/// ```
/// use chrono::NaiveDate;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// let until = sikuai::domain::archive::retention::last_day(day(2021, 5, 10), 10);
/// assert_eq!(until, day(2031, 12, 31)); // ten years from 1 January 2022
/// ```
#[must_use]
pub fn last_day(archived_on: NaiveDate, years: u16) -> NaiveDate {
    let year = archived_on.year().saturating_add(i32::from(years));
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
}

impl Case {
    /// The last day on which its file must still be there, once it is in the archive.
    #[must_use]
    pub fn kept_until(&self) -> Option<NaiveDate> {
        self.archived.map(|archived| last_day(archived.on, years(self)))
    }
}
