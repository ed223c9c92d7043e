//! A02, the applicant's time to correct (补正期限): the term that a correction notice designates, worked out by hand on
//! the calendar of 2021. 13 and 14 March are a weekend; Spring Festival is 11-17 February.

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::filing::{CorrectionCompletion, CorrectionLapse, CorrectionNotice};
use sikuai::domain::deadline::rule::{Obliged, RuleId};
use sikuai::domain::deadline::{Deadline, State, Status};

use crate::story::{Story, a_case, day};

fn notice(due_on: &str) -> Act {
    Act::CorrectionNotice(CorrectionNotice { items: vec!["副本".into()], due_on: day(due_on) })
}

fn complete() -> Act {
    Act::CorrectionCompletion(CorrectionCompletion {})
}

fn lapse() -> Act {
    Act::CorrectionLapse(CorrectionLapse {})
}

fn withdrawal() -> Act {
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() })
}

/// Received on Monday 1 March, corrections asked for on the 2nd.
fn asked(due_on: &str) -> Story {
    a_case().received("2021-03-01").then("2021-03-02", notice(due_on))
}

fn term(story: &Story) -> Deadline {
    story.deadline(RuleId::A02)
}

/// State, what the last day is, and the legal date of what ended it.
fn told(deadline: &Deadline) -> (State, Option<NaiveDate>, Option<NaiveDate>) {
    (deadline.state, deadline.due_on(), deadline.met.map(|met| met.on))
}

#[test]
fn it_is_due_on_the_designated_day_and_the_applicants() {
    let story = asked("2021-03-12");
    let term = term(&story);
    assert_eq!(told(&term), (State::Open, Some(day("2021-03-12")), None));
    assert_eq!((term.rule.obliged, term.trigger.on), (Obliged::Party, day("2021-03-02")));
    assert_eq!(term.status(day("2021-03-12")), Status::Open, "the last day is usable to its end");
    assert_eq!(term.status(day("2021-03-13")), Status::Lapsed);
    assert!(!term.rule.is_owed_by_office(), "nothing that the office owes");
    assert!(a_case().received("2021-03-01").deadlines().iter().all(|it| it.rule.id != RuleId::A02));
}

#[test]
fn it_is_met_when_the_materials_are_complete() {
    let on_the_last_day = asked("2021-03-12").then("2021-03-12", complete());
    assert_eq!(told(&term(&on_the_last_day)), (State::Met, Some(day("2021-03-12")), Some(day("2021-03-12"))));
    assert_eq!(term(&on_the_last_day).status(day("2021-12-31")), Status::MetInTime);
    let late = asked("2021-03-12").then("2021-03-15", complete());
    assert_eq!(term(&late).status(day("2021-12-31")), Status::MetLate);
    // What follows does not undo that it was kept.
    let accepted = on_the_last_day.accepted("2021-03-15");
    assert_eq!(term(&accepted).state, State::Met);
}

#[test]
fn it_is_missed_when_the_case_is_closed_for_it_and_falls_away_with_a_withdrawal_before() {
    let lapsed = asked("2021-03-12").then("2021-03-15", lapse());
    assert_eq!(told(&term(&lapsed)), (State::Missed, Some(day("2021-03-12")), Some(day("2021-03-15"))));
    assert_eq!(term(&lapsed).status(day("2021-12-31")), Status::Lapsed);
    let withdrawn = asked("2021-03-12").then("2021-03-12", withdrawal());
    assert_eq!(told(&term(&withdrawn)), (State::Ended, Some(day("2021-03-12")), None));
    // A withdrawal after the term had run out does not undo that.
    let too_late = asked("2021-03-12").then("2021-03-15", withdrawal());
    assert_eq!(told(&term(&too_late)), (State::Missed, Some(day("2021-03-12")), Some(day("2021-03-15"))));
}

/// A designated period is counted like any other (R33 19): the day being Saturday 13 March, it ends on Monday the 15th.
#[test]
fn a_designated_rest_day_gives_way_to_the_next_working_day() {
    let story = asked("2021-03-13");
    assert_eq!(term(&story).natural_on(), Some(day("2021-03-13")));
    assert_eq!(term(&story).due_on(), Some(day("2021-03-15")));
    assert_eq!(story.refused("2021-03-15", lapse()), [("correction_term_runs", "R33 29".to_owned())]);
    let refusal = story.attempt(day("2021-03-15"), lapse()).map(|case| case.stage).unwrap_err();
    assert_eq!(refusal.findings[0].words.zh, "补正期限至2021-03-15才届满");
    assert_eq!(term(&story.clone().then("2021-03-16", lapse())).state, State::Missed);
    assert_eq!(term(&story.then("2021-03-15", complete())).status(day("2021-12-31")), Status::MetInTime);
    // 13 February lies in the Spring Festival: Thursday the 18th.
    let festival = a_case().received("2021-02-01").then("2021-02-02", notice("2021-02-13"));
    assert_eq!(term(&festival).due_on(), Some(day("2021-02-18")));
}

/// The second, irregular notice has a term of its own and leaves the first, which was kept, as it was.
#[test]
fn each_notice_designates_its_own_term() {
    let once = asked("2021-03-12").then("2021-03-04", complete());
    let twice = once
        .recorded_on("2021-04-15")
        .acknowledging("corrected_once")
        .then("2021-03-05", notice("2021-03-31"));
    let terms = |story: &Story| -> Vec<_> {
        let own = story.deadlines().into_iter().filter(|it| it.rule.id == RuleId::A02);
        own.map(|it| told(&it)).collect()
    };
    let first = (State::Met, Some(day("2021-03-12")), Some(day("2021-03-04")));
    assert_eq!(terms(&twice), [first, (State::Open, Some(day("2021-03-31")), None)]);
    // The application lapses with the second term, not with the first.
    assert_eq!(twice.refused("2021-03-31", lapse()), [("correction_term_runs", "R33 29".to_owned())]);
    let lapsed = twice.then("2021-04-01", lapse());
    assert_eq!(terms(&lapsed), [first, (State::Missed, Some(day("2021-03-31")), Some(day("2021-04-01")))]);
}

#[test]
fn beyond_the_calendar_it_is_provisional() {
    let story = a_case().received("2026-12-28").then("2026-12-29", notice("2027-01-04"));
    assert!(term(&story).is_provisional());
    assert!(!term(&asked("2021-03-12")).is_provisional());
}

#[test]
fn it_explains_itself() {
    let story = asked("2021-03-13");
    let explanation = term(&story).explain(&story.book);
    assert_eq!(
        explanation.sentence.zh,
        "补正期限（A02，《劳动人事争议仲裁办案规则》第29条、第19条）：\
         一次性告知补正为2021-03-02，自2021-03-02的次日起至指定的2021-03-13止，\
         最后一日2021-03-13为休息日，顺延跳过2021-03-13、2021-03-14，于2021-03-15届满。"
    );
    assert!(
        explanation.sentence.en.ends_with(
            "running from the day after 2021-03-02 to the designated 2021-03-13, the last day 2021-03-13 being a rest \
             day, it rolls over 2021-03-13, 2021-03-14, the period ends on 2021-03-15."
        ),
        "{}",
        explanation.sentence.en
    );
    let counting = explanation.counting.unwrap();
    assert_eq!((counting.length, counting.start), (None, day("2021-03-02")));
    assert_eq!(counting.rest_days.days.len(), 2);
    assert_eq!(explanation.trigger.entry, Some(story.last()));
}
