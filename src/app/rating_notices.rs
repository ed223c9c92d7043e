//! Telling supervisors of bad ratings (差评提醒): when one came in, in its own transaction, and when it was not rectified in
//! time. They hear of the case and never of a party. Not here: the turns of the watch (`watching`).

use chrono::NaiveDate;

use crate::app::error::Error;
use crate::app::register::Register;
use crate::domain::code::Coded as _;
use crate::domain::watch::{HEARS_OF_EVERY_CASE, NoticeKind};
use crate::storage::notices::{self, NoticeRow};
use crate::storage::ratings::{self, RatingRow};
use crate::storage::{Tx, users};

/// Tells these people of a rating, if it is a bad one.
pub(crate) fn opened(
    register: &Register,
    tx: &mut Tx,
    (rating, people): (&RatingRow, &[String]),
) -> Result<(), Error> {
    let rows = of(register, NoticeKind::BadRating, (rating, people));
    notices::insert_new(tx, &rows)?;
    Ok(())
}

/// Tells every supervisor of one page of the ratings that were not rectified in time; how many ratings were looked at,
/// and how many notices raised.
pub(crate) fn missed(
    register: &Register,
    tx: &mut Tx,
    today: NaiveDate,
    page_rows: u16,
) -> Result<(usize, usize), Error> {
    let late = ratings::missed(tx, today, i64::from(page_rows))?;
    if late.is_empty() {
        return Ok((0, 0));
    }
    let people = users::active_with_role(tx, HEARS_OF_EVERY_CASE.code())?;
    let rows: Vec<NoticeRow> = late
        .iter()
        .flat_map(|rating| of(register, NoticeKind::RectificationMissed, (rating, &people)))
        .collect();
    let raised = notices::insert_new(tx, &rows)?;
    let ids: Vec<&str> = late.iter().map(|rating| rating.id.as_str()).collect();
    ratings::unwatch(tx, &ids)?;
    Ok((late.len(), raised))
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
