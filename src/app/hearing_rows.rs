//! The rows that follow from the hearings of a case: the list of all hearings, and what each books (庭审、预订). Not here:
//! the other rows of a case (`rows`), and what a hearing books (`domain::schedule`).

use crate::app::error::Error;
use crate::app::rows::count;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::hearing_room::Room;
use crate::domain::schedule::{Booked, Booking, Sitting, schedule, sittings};
use crate::storage::bookings::BookingRow;
use crate::storage::hearings::{HearingRow, UNSAID};

/// The codes of what is booked.
pub const ROOM: &str = "room";
/// A member of a tribunal.
pub const ARBITRATOR: &str = "arbitrator";

/// The hearings of a case, for the list of all.
///
/// # Errors
/// A number that does not fit its column.
pub fn hearing_index(case: &Case) -> Result<Vec<HearingRow>, Error> {
    sittings(case).iter().map(|sitting| hearing_row(case, sitting)).collect()
}

fn hearing_row(case: &Case, sitting: &Sitting) -> Result<HearingRow, Error> {
    let (room_id, room_text) = match &sitting.room {
        Some(Room::Listed(id)) => (Some(id.to_string()), None),
        Some(Room::Named(text)) => (None, Some(text.clone())),
        None => (None, None),
    };
    Ok(HearingRow {
        case_id: case.id.to_string(),
        hearing: count(sitting.hearing.0)?,
        first: count(sitting.first.0)?,
        on_date: sitting.held_on,
        starts: sitting.starts.map_or(UNSAID, i32::from),
        minutes: sitting.minutes.map(i32::from),
        room_id,
        room_text,
        status: sitting.status.code().to_owned(),
    })
}

/// What the hearings of a case book, in the order of the key.
#[must_use]
pub fn booking_index(case: &Case) -> Vec<BookingRow> {
    let booked = schedule(case).bookings;
    let mut rows: Vec<BookingRow> = booked.iter().map(|booking| booking_row(case, booking)).collect();
    rows.sort_unstable();
    rows
}

fn booking_row(case: &Case, booking: &Booking) -> BookingRow {
    let (kind, booked) = thing(booking.booked);
    BookingRow {
        kind: kind.to_owned(),
        booked,
        on_date: booking.on,
        slot: i32::from(booking.slot),
        case_id: case.id.to_string(),
    }
}

/// What is booked, as its row has it.
#[must_use]
pub fn thing(booked: Booked) -> (&'static str, String) {
    match booked {
        Booked::Room(id) => (ROOM, id.to_string()),
        Booked::Arbitrator(user) => (ARBITRATOR, user.to_string()),
    }
}
