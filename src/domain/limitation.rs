//! The limitation of arbitration (仲裁时效). It is no condition of acceptance (R33 30), so it
//! only ever warns. Interruption and suspension are argued by the parties, not computed here.

use chrono::NaiveDate;

use crate::domain::act::filing::Receipt;
use crate::domain::claim::ClaimItem;
use crate::domain::finding::{Findings, Moment};
use crate::domain::law::law;
use crate::domain::office::months_after;
use crate::domain::refusal::words;

/// One year, in months (LAW 27).
pub const LIMITATION_MONTHS: u32 = 12;

/// The last day of the limitation period that begins on a day (L01, L04): the same day a year later.
///
/// ```
/// use chrono::NaiveDate;
/// use sikuai::domain::limitation::last_day;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(last_day(day(2020, 3, 1)), day(2021, 3, 1));
/// ```
#[must_use]
pub fn last_day(begins: NaiveDate) -> NaiveDate {
    months_after(begins, LIMITATION_MONTHS)
}

/// Warns when the period seems to have run out before the application came in. For unpaid wages it
/// runs from the end of the employment (LAW 27, fourth paragraph), for the rest from the day the
/// infringement was or should have been known.
pub fn check<P>(receipt: &Receipt<P>, at: &Moment<'_>, findings: &mut Findings) {
    let only_wages = receipt.claims.iter().all(|claim| claim.item == ClaimItem::Wages);
    let begins = if only_wages { receipt.employment_ended_on } else { receipt.infringed_on };
    for (field, day) in
        [("/infringed_on", receipt.infringed_on), ("/employment_ended_on", receipt.employment_ended_on)]
    {
        if day.is_some_and(|day| day > at.on) {
            findings.invalid(
                "after_receipt",
                field,
                words("该日期晚于收件之日", "this day lies after the receipt of the application"),
            );
        }
    }
    let Some(last) = begins.map(last_day) else { return };
    if last < at.on {
        findings.warn(
            "limitation_seems_expired",
            Some(law("27")),
            words(
                format!("仲裁时效似已于{last}届满;时效不是受理条件,由被申请人抗辩"),
                format!("the limitation period seems to have ended on {last}; it is for the respondent to plead, and no ground to refuse acceptance"),
            ),
        );
    }
}
