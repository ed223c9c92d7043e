//! Telling supervisors of bad ratings (差评提醒): that one came in, on the day after its own, so that no notice has the
//! instant of a rating; and that it was not rectified in time. They hear of the case and never of a party. Not here: the
//! turns of the watch (`watching`).

use chrono::NaiveDate;

use crate::app::error::Error;
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::watch::{HEARS_OF_EVERY_CASE, NoticeKind};
use crate::storage::notices::{self, NoticeRow};
use crate::storage::ratings::{self, RatingRow};
use crate::storage::{Tx, users};

/// Tells every supervisor of one page of the ratings of which something is to be told; how many ratings were looked at,
/// and how many notices raised. Of a rating that came in long ago both are told, on two pages.
pub(crate) fn due(
    register: &Register,
    tx: &mut Tx,
    today: NaiveDate,
    page_rows: u16,
) -> Result<(usize, usize), Error> {
    let due = ratings::watched(tx, today, i64::from(page_rows))?;
    if due.is_empty() {
        return Ok((0, 0));
    }
    let people = users::active_with_role(tx, HEARS_OF_EVERY_CASE.code())?;
    let (missed, new): (Vec<_>, Vec<_>) = due.iter().partition(|rating| rating.watch_after == rating.due_on);
    let notices_of = |ratings: &[&RatingRow], kind| -> Vec<NoticeRow> {
        ratings.iter().flat_map(|rating| of(register, kind, (rating, &people))).collect()
    };
    let rows =
        [notices_of(&new, NoticeKind::BadRating), notices_of(&missed, NoticeKind::RectificationMissed)]
            .concat();
    let raised = notices::insert_new(tx, &rows)?;
    ratings::watch_last_day(tx, &ids(&new))?;
    ratings::unwatch(tx, &ids(&missed))?;
    Ok((due.len(), raised))
}

fn ids<'a>(ratings: &[&'a RatingRow]) -> Vec<&'a str> {
    ratings.iter().map(|rating| rating.id.as_str()).collect()
}

fn of(register: &Register, kind: NoticeKind, (rating, people): (&RatingRow, &[String])) -> Vec<NoticeRow> {
    let Some(due_on) = rating.due_on else { return Vec::new() };
    let notice = |user: &String| NoticeRow {
        id: register.ids.uuid().to_string(),
        user_id: user.clone(),
        case_id: rating.case_id.clone(),
        kind: kind.code().to_owned(),
        rule: None,
        anchor: None,
        party: None,
        diary_id: None,
        due_on,
        distance: 0,
        raised_at: register.clock.now().timestamp_micros(),
        read_at: None,
        rating_id: Some(rating.id.clone()),
    };
    people.iter().map(notice).collect()
}
