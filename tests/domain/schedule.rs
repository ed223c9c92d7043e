//! The schedule of hearings: which event each hearing is, how it stands, and what it books.

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::collective::JointTrial;
use sikuai::domain::act::hearing::{
    Ground, HearingAdjournment, HearingNotice, HearingPostponement, setting_on,
};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::tribunal::{Member, Seat, TribunalChange};
use sikuai::domain::free_slot::{Span, free_starts};
use sikuai::domain::hearing_room::Room;
use sikuai::domain::id::{CaseId, EntryNo, RoomId};
use sikuai::domain::schedule::{Booked, HearingStatus, schedule, sittings};
use uuid::Uuid;

use crate::story::{Story, a_panel, day, user, with_tribunal};

fn a_room() -> RoomId {
    RoomId(Uuid::from_u128(7))
}

fn set(held_on: &str, time: &str, minutes: u16) -> Act {
    let (time, minutes) = (Some(time.to_owned()), Some(minutes));
    Act::HearingNotice(HearingNotice {
        held_on: day(held_on),
        time,
        minutes,
        room: Some(Room::Listed(a_room())),
    })
}

/// Whose quarters of an hour of which day are booked: from the first to the last, for each thing.
fn booked(story: &Story) -> Vec<(Booked, NaiveDate, u16, u16)> {
    let mut found: Vec<(Booked, NaiveDate, u16, u16)> = Vec::new();
    for booking in schedule(story.case()).bookings {
        match found.last_mut() {
            Some((what, on, _, last))
                if (*what, *on) == (booking.booked, booking.on) && *last + 1 == booking.slot =>
            {
                *last = booking.slot;
            }
            _ => found.push((booking.booked, booking.on, booking.slot, booking.slot)),
        }
    }
    found
}

fn statuses(story: &Story) -> Vec<(EntryNo, EntryNo, HearingStatus)> {
    sittings(story.case())
        .into_iter()
        .map(|sitting| (sitting.hearing, sitting.first, sitting.status))
        .collect()
}

/// From 9:10 to 10:40 are seven quarters of an hour, from nine to a quarter to eleven: 36 to 42.
#[test]
fn a_standing_hearing_books_its_room_and_its_members() {
    let story = with_tribunal().then("2021-03-08", set("2021-03-22", "09:10", 90));
    let things = [
        Booked::Room(a_room()),
        Booked::Arbitrator(user(11)),
        Booked::Arbitrator(user(12)),
        Booked::Arbitrator(user(13)),
    ];
    assert_eq!(booked(&story), things.map(|thing| (thing, day("2021-03-22"), 36, 42)));

    let members = vec![Member { user: user(14), seat: Seat::Presiding }, a_panel()[1], a_panel()[2]];
    let changed =
        story.clone().then("2021-03-09", Act::TribunalChange(TribunalChange { members, notified_on: None }));
    assert_eq!(booked(&changed)[3], (Booked::Arbitrator(user(14)), day("2021-03-22"), 36, 42));

    let withdrawal = Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() });
    let closed = story.clone().then("2021-03-10", withdrawal);
    assert_eq!((booked(&closed), statuses(&closed)[0].2), (vec![], HearingStatus::Cancelled));
    let held = story.notice_served("2021-03-09").opened("2021-03-22");
    assert_eq!((booked(&held).len(), statuses(&held)[0].2), (4, HearingStatus::Open));
    let over = held.hearing_closed("2021-03-22");
    assert_eq!((booked(&over), statuses(&over)[0].2), (vec![], HearingStatus::Closed));
}

#[test]
fn what_was_not_planned_or_has_no_time_books_nothing() {
    let told_later =
        with_tribunal().recorded_on("2021-03-23").then("2021-03-08", set("2021-03-22", "09:00", 90));
    assert_eq!(booked(&told_later), []);
    let on_its_day =
        with_tribunal().recorded_on("2021-03-22").then("2021-03-08", set("2021-03-22", "09:00", 90));
    assert_eq!(booked(&on_its_day).len(), 4);
    let without_time = with_tribunal().hearing_set("2021-03-08", "2021-03-22");
    assert_eq!(booked(&without_time), []);
    // A room in words, of a docket from before the list, books the members only.
    let (time, minutes) = (Some("09:00".to_owned()), Some(15));
    let room = Some(Room::Named("第二仲裁庭".to_owned()));
    let named = HearingNotice { held_on: day("2021-03-22"), time, minutes, room };
    let named = with_tribunal().then("2021-03-08", Act::HearingNotice(named));
    assert_eq!(booked(&named).len(), 3);
}

#[test]
fn a_postponed_hearing_stays_the_same_event_and_a_further_sitting_is_another() {
    let postponed = |story: &Story, held_on: &str| {
        Act::HearingPostponement(HearingPostponement {
            hearing: story.hearing(),
            ground: Ground::Party,
            requested_on: None,
            held_on: Some(day(held_on)),
            time: Some("10:00".into()),
            minutes: None,
            room: None,
        })
    };
    let story = with_tribunal().then("2021-03-08", set("2021-03-22", "09:00", 60));
    let first = story.hearing();
    let once = postponed(&story, "2021-03-24");
    let story = story.then("2021-03-09", once);
    let twice = postponed(&story, "2021-03-29");
    let story = story.then("2021-03-10", twice).notice_served("2021-03-11").opened("2021-03-29");
    let third = story.hearing();
    assert_eq!(setting_on(story.case(), day("2021-04-12"), None).kind(), ActKind::HearingAdjournment);
    let next = HearingAdjournment {
        hearing: third,
        next_on: day("2021-04-12"),
        time: Some("10:00".into()),
        minutes: None,
        room: None,
    };
    let story = story.then("2021-03-29", Act::HearingAdjournment(next));
    let second = EntryNo(first.0 + 1);
    assert_eq!(
        statuses(&story),
        [
            (first, first, HearingStatus::Postponed),
            (second, first, HearingStatus::Postponed),
            (third, first, HearingStatus::Adjourned),
            (story.hearing(), story.hearing(), HearingStatus::Scheduled),
        ]
    );
    assert_eq!(setting_on(story.case(), day("2021-04-13"), None).kind(), ActKind::HearingPostponement);
}

/// Which of them has it booked is seen when it is written down (`app::joint_trials`): each says what it takes.
#[test]
fn each_of_the_cases_tried_together_says_what_it_takes() {
    for with in [0, 2] {
        let with = CaseId(Uuid::from_u128(with));
        let joint = Act::JointTrial(JointTrial { with });
        let story =
            with_tribunal().then("2021-03-08", set("2021-03-22", "09:00", 60)).then("2021-03-09", joint);
        assert_eq!((booked(&story).len(), schedule(story.case()).together_with), (4, vec![with]));
    }
}

#[test]
fn a_docket_of_before_is_read_as_it_was_written() {
    let text = r#"{"held_on":"2021-03-22","time":"09:00","room":"第二仲裁庭"}"#;
    let notice: HearingNotice = serde_json::from_str(text).unwrap();
    assert_eq!((notice.minutes, notice.room.clone()), (None, Some(Room::Named("第二仲裁庭".to_owned()))));
    assert_eq!(serde_json::to_string(&notice).unwrap(), text);
    let story = with_tribunal().then("2021-03-08", Act::HearingNotice(notice));
    assert_eq!(booked(&story), []);
}

#[test]
fn hearings_begin_on_the_half_hour_and_do_not_overlap() {
    let span = |text: &str| Span::try_from(text.to_owned()).unwrap();
    let hours = [span("09:00-12:00"), span("14:30-17:30")];
    assert_eq!(free_starts(&hours, 180, 0, |_| true), [540, 870]);
    assert_eq!(free_starts(&hours, 181, 0, |_| true), [0_u16; 0]);
    // Fifty minutes take an hour of the grid.
    assert_eq!(free_starts(&hours[..1], 50, 0, |_| true), [540, 600, 660]);
    // It is a quarter past nine.
    assert_eq!(free_starts(&hours[..1], 120, 555, |_| true), [570]);
    for wrong in ["", "09:00", "9-10", "10:00-10:00", "24:00-24:00", "09:00-24:01"] {
        assert!(Span::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}
