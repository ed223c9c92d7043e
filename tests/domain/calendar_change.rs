//! What another calendar does to the deadlines of a case, worked out by hand on the days of 2027 that are invented
//! (`support::calendar`): off from 1 to 3 January and from 5 to 11 February, Saturday 13 February worked. Not here: the
//! import that brings them (`tests/http/calendar_import.rs`).

use sikuai::domain::act::filing::Procedure;
use sikuai::domain::calendar::Calendar;
use sikuai::domain::calendar::import::{Asked, YearDocument, check};
use sikuai::domain::deadline::change::{Changes, DeadlineChange, changes};
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{State, deadlines};
use sikuai::domain::docket::{Content, Correction, Entry, Place, Replacement};
use sikuai::domain::figures::is_known_alike;
use sikuai::domain::id::EntryNo;
use sikuai::domain::office::LawBook;

use crate::invented::invented_2027;
use crate::story::{EMPLOYER, REGION, Story, a_book, a_case, an_acceptance, case_id, day, noon};

/// The law book of the office once 2027 is published.
fn published() -> LawBook {
    let document: YearDocument = serde_json::from_value(invented_2027()).unwrap();
    let year = check(&document, Asked { year: 2027, acknowledged: &[] }, Calendar::shipped()).unwrap();
    LawBook { calendar: Calendar::shipped().with_years(vec![year]).unwrap(), ..a_book() }
}

fn between(story: &Story, before: &LawBook, after: &LawBook) -> Changes {
    changes(&deadlines(story.case(), before), &deadlines(story.case(), after))
}

/// A change of a deadline that the receipt (entry 1) or the acceptance (entry 2) started.
fn change(rule: RuleId, entry: u32, state: State, days: (&str, &str)) -> DeadlineChange {
    DeadlineChange {
        rule,
        anchor: EntryNo(entry),
        party: None,
        state,
        from: Some(day(days.0)),
        to: Some(day(days.1)),
        provisional: false,
    }
}

/// From Monday 28 December: 29, 30 and 31; then, for all that is known, Friday 1 and Monday 4 January; once the Friday
/// is off, Monday and Tuesday the 5th.
#[test]
fn a_day_that_turns_out_to_be_off_moves_what_counted_it() {
    let story = a_case().received("2026-12-28");
    let found = between(&story, &a_book(), &published());
    let expected = change(RuleId::A03, 1, State::Open, ("2027-01-04", "2027-01-05"));
    assert_eq!(found, Changes { moved: vec![expected], firm: vec![] });
}

/// From Monday 4 January: 5, 6, 7, 8 and 11, whoever says it.
#[test]
fn what_keeps_its_day_becomes_firm_while_it_is_open() {
    let story = a_case().received("2027-01-04");
    let found = between(&story, &a_book(), &published());
    let expected = change(RuleId::A03, 1, State::Open, ("2027-01-11", "2027-01-11"));
    assert_eq!(found, Changes { moved: vec![], firm: vec![expected] });
    // And once more it is not news.
    assert_eq!(between(&story, &published(), &published()), Changes::default());
    // Nor is it, once it is no longer known.
    assert_eq!(between(&story, &published(), &a_book()), Changes::default());
}

/// Accepted on Wednesday 6 January: A03 is met, so its day is no news; A06 and A07 end on the 13th; 45 days are
/// Saturday 20 February, so Monday the 22nd.
#[test]
fn what_was_met_does_not_become_firm() {
    let story = a_case().received("2027-01-04").accepted("2027-01-06");
    let found = between(&story, &a_book(), &published());
    let a06 = DeadlineChange {
        party: Some(EMPLOYER),
        ..change(RuleId::A06, 2, State::Open, ("2027-01-13", "2027-01-13"))
    };
    let a07 = change(RuleId::A07, 2, State::Open, ("2027-01-13", "2027-01-13"));
    let a25 = change(RuleId::A25, 2, State::Open, ("2027-02-22", "2027-02-22"));
    assert_eq!(found, Changes { moved: vec![], firm: vec![a06, a07, a25] });
}

#[test]
fn what_lies_in_a_known_year_does_not_change() {
    let story = a_case().received("2026-12-21");
    assert_eq!(between(&story, &a_book(), &published()), Changes::default());
}

/// Accepted on 28 December: 45 days are Thursday 11 February, off, so the 12th, on which an extension is in time: 26
/// February. Were the 11th worked, it would have come a day too late, and A26 is gone.
#[test]
fn an_extension_that_is_late_under_the_other_calendar_takes_its_deadline_with_it() {
    let story = a_case()
        .under(|book| *book = published())
        .received("2026-12-28")
        .accepted("2026-12-28")
        .tribunal("2026-12-29")
        .extended("2027-02-12", 15);
    let unknown = |change: DeadlineChange| DeadlineChange { provisional: true, ..change };
    let a03 = unknown(change(RuleId::A03, 1, State::Met, ("2027-01-05", "2027-01-04")));
    let a06 = unknown(change(RuleId::A06, 2, State::Open, ("2027-01-05", "2027-01-04")));
    let a06 = DeadlineChange { party: Some(EMPLOYER), ..a06 };
    let a07 = unknown(change(RuleId::A07, 2, State::Met, ("2027-01-05", "2027-01-04")));
    let a25 = unknown(change(RuleId::A25, 2, State::Open, ("2027-02-12", "2027-02-11")));
    let a26 =
        DeadlineChange { to: None, ..change(RuleId::A26, 4, State::Ended, ("2027-02-26", "2027-02-26")) };
    let found = between(&story, &published(), &a_book());
    assert_eq!(found, Changes { moved: vec![a03, a06, a07, a25, a26], firm: vec![] });
    // The other way round it comes into being.
    let back = between(&story, &a_book(), &published());
    let a26 =
        DeadlineChange { from: None, ..change(RuleId::A26, 4, State::Open, ("2027-02-26", "2027-02-26")) };
    assert_eq!(back.moved.last(), Some(&a26));
    assert_eq!((back.moved.len(), back.firm), (5, vec![]));
}

/// Received on 10 December. Accepted on Wednesday 16: 45 days are Saturday 30 January, so Monday 1 February, or Sunday 31
/// January, on which the invented year works. Accepted on Friday 11: Monday 25 January, whoever says it.
#[test]
fn figures_are_known_alike_if_they_were_at_the_end_of_every_day() {
    let is_alike = |entries: &[Entry]| {
        let place = Place { id: case_id(), region: REGION };
        is_known_alike(entries, place, (&a_book(), &published()))
    };
    let [friday, wednesday] =
        ["2026-12-11", "2026-12-16"].map(|on| a_case().received("2026-12-10").accepted(on));
    assert!(is_alike(&friday.entries));
    assert!(!is_alike(&wednesday.entries));
    // It was the Friday, as is put right on the next day: what was known at the end of the Wednesday is another.
    let put_right = |on: &str| {
        let what = Correction {
            entry: EntryNo(2),
            replacement: Some(Replacement { on: day("2026-12-11"), act: an_acceptance(Procedure::Ordinary) }),
        };
        let act = wednesday.entries.last().unwrap().clone();
        let (no, on) = (EntryNo(3), day(on));
        let entry = Entry { no, on, recorded_at: noon(on), content: Content::Correction(what), ..act };
        [wednesday.entries.clone(), vec![entry]].concat()
    };
    assert!(!is_alike(&put_right("2026-12-17")));
    assert!(is_alike(&put_right("2026-12-16")), "it was known at the end of no day");
}
