//! Limitation (仲裁时效, law notes §1.2), worked out by hand on the calendars of 2020 to 2022.

use sikuai::domain::act::Act;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::limitation::{Obstacle, Run, explain, last_day};

use crate::story::{WORKER, a_book, a_case, a_claim, day};

fn obstacle(from: &str, until: &str) -> Obstacle {
    Obstacle { from: day(from), until: Some(day(until)) }
}

#[track_caller]
fn ends(begins: &str, interrupted_on: &[&str], obstacles: &[Obstacle], expected: &str) {
    let interrupted_on: Vec<_> = interrupted_on.iter().map(|on| day(on)).collect();
    let run = Run { rule: RuleId::L01, begins: day(begins), interrupted_on: &interrupted_on, obstacles };
    assert_eq!(last_day(&run, &a_book()), Some(day(expected)));
    // What explains the day counts it again, from what it says started it.
    let why = explain(&run, &a_book()).unwrap();
    assert_eq!((why.rule, why.due_on), (RuleId::L01, Some(day(expected))), "{}", why.sentence.en);
    let is_interrupted = why.trigger.on != day(begins);
    assert_eq!(why.trigger.cause.code == "limitation_interrupted", is_interrupted, "{}", why.sentence.en);
    // Every day that bears on it is named, in both languages.
    for on in interrupted_on.iter().map(ToString::to_string).chain([begins.to_owned()]) {
        assert!(why.sentence.zh.contains(&on) && why.sentence.en.contains(&on), "{on}: {}", why.sentence.en);
    }
}

/// 1 September 2021 is a Wednesday; a second claim the day before begins another year.
#[test]
fn an_interruption_begins_a_whole_year_anew() {
    ends("2020-03-02", &["2020-09-01"], &[], "2021-09-01");
    ends("2020-03-02", &["2021-08-31", "2020-09-01"], &[], "2022-08-31");
}

/// 1 March 2020 is a Sunday, so the year from 1 March 2019 ends on Monday the 2nd.
#[test]
fn what_has_run_out_is_not_interrupted() {
    ends("2019-03-01", &["2020-03-03"], &[], "2020-03-02");
    ends("2019-03-01", &["2020-03-02"], &[], "2021-03-02");
    ends("2020-03-02", &["2020-03-02", "2020-02-01"], &[], "2021-03-02");
}

/// 29 days of February 2020 after 10 January 2021: 8 February, a Monday.
#[test]
fn an_obstacle_leaves_what_was_left() {
    ends("2020-01-10", &[], &[obstacle("2020-02-01", "2020-03-01")], "2021-02-08");
}

/// 1 February to 10 March: 39 days together, to 18 February 2021, the first day after the festival.
#[test]
fn obstacles_that_overlap_count_once() {
    let both = [obstacle("2020-02-15", "2020-03-11"), obstacle("2020-02-01", "2020-03-01")];
    ends("2020-01-10", &[], &both, "2021-02-18");
}

/// The year from 14 March 2020 ends on Sunday 14 March 2021, so on the 15th. On that day an obstacle begins, when all was counted:
/// what is left ends with it, and the sentence says so.
#[test]
fn an_obstacle_while_the_year_rolls_over_ends_it_with_the_resumption() {
    let obstacles = [obstacle("2021-03-15", "2021-03-18")];
    ends("2020-03-14", &[], &obstacles, "2021-03-18");
    let run =
        Run { rule: RuleId::L01, begins: day("2020-03-14"), interrupted_on: &[], obstacles: &obstacles };
    let said = explain(&run, &a_book()).unwrap().sentence;
    assert!(
        said.zh.contains("恢复计算之日2021-03-18") && said.en.contains("resumption on 2021-03-18"),
        "{said:?}"
    );
    let before = [obstacle("2020-02-01", "2020-03-01")];
    let run = Run { rule: RuleId::L01, begins: day("2020-01-10"), interrupted_on: &[], obstacles: &before };
    assert!(!explain(&run, &a_book()).unwrap().sentence.zh.contains("恢复计算之日"));
}

#[test]
fn an_obstacle_after_the_end_or_before_the_beginning_adds_nothing() {
    ends("2020-03-02", &[], &[obstacle("2021-03-03", "2021-04-01")], "2021-03-02");
    ends("2020-03-02", &[], &[obstacle("2020-01-01", "2020-03-03")], "2021-03-02");
}

/// 2 March 2021, a Tuesday, is the last day; three days of an obstacle that begins on it make Friday the 5th.
#[test]
fn an_obstacle_on_the_last_day_still_suspends() {
    ends("2020-03-02", &[], &[obstacle("2021-03-02", "2021-03-05")], "2021-03-05");
}

/// All days are counted by Sunday 1 March 2020, and the obstacle begins on Monday the 2nd, the last day: 1 March and
/// nine days are the 10th, while it stood still. It ends on the day it runs again, a Wednesday.
#[test]
fn what_stands_still_does_not_run_out_before_it_runs_again() {
    ends("2019-03-01", &[], &[obstacle("2020-03-02", "2020-03-11")], "2020-03-11");
}

/// Interrupted on 15 February: 14 more days of the obstacle, from 15 February 2021 to 1 March, a Monday.
#[test]
fn an_interruption_within_an_obstacle_waits_for_its_end() {
    ends("2020-01-10", &["2020-02-15"], &[obstacle("2020-02-01", "2020-03-01")], "2021-03-01");
}

#[test]
fn while_an_obstacle_lasts_nothing_runs_out() {
    let lasting = [Obstacle { from: day("2020-05-01"), until: None }];
    let run = Run { rule: RuleId::L01, begins: day("2020-03-02"), interrupted_on: &[], obstacles: &lasting };
    assert_eq!(last_day(&run, &a_book()), None);
}

/// The same application warns without the interruption and passes with it; nothing is ever refused for limitation.
#[test]
fn an_application_is_warned_of_by_what_it_says_of_interruptions() {
    let story = a_case().with(|receipt| {
        receipt.claims[0].item = ClaimItem::Damages;
        receipt.infringed_on = Some(day("2020-02-28"));
    });
    let receipt = |story: &crate::story::Story| Act::Receipt(story.receipt.clone());
    assert_eq!(story.refused("2021-03-05", receipt(&story))[0].0, "limitation_seems_expired");
    let interrupted = story.clone().with(|receipt| receipt.interrupted_on = vec![day("2020-12-01")]);
    interrupted.received("2021-03-05");
    let wrong = story.with(|receipt| {
        receipt.interrupted_on = vec![day("2021-03-06")];
        receipt.obstacles = vec![obstacle("2020-05-02", "2020-05-01")];
    });
    let found: Vec<_> =
        wrong.refused("2021-03-05", receipt(&wrong)).into_iter().map(|(code, _)| code).collect();
    assert_eq!(found, ["after_receipt", "ends_before_it_begins", "limitation_seems_expired"]);
}

/// 28 February 2021 is a Sunday: Monday 1 March is the last day, to its end.
#[test]
fn the_last_day_is_in_time_and_the_day_after_it_is_not() {
    let story = a_case().with(|receipt| {
        receipt.claims[0].item = ClaimItem::Damages;
        receipt.infringed_on = Some(day("2020-02-28"));
    });
    let act = Act::Receipt(story.receipt.clone());
    assert_eq!(story.refused("2021-03-02", act)[0].0, "limitation_seems_expired");
    story.received("2021-03-01");
}

/// Wages run from the end of the employment (LAW 27, fourth paragraph), and that only where nothing else is claimed.
#[test]
fn wages_alone_run_from_the_end_of_the_employment() {
    let story = a_case().with(|receipt| {
        receipt.infringed_on = Some(day("2019-06-03"));
        receipt.employment_ended_on = Some(day("2020-12-31"));
    });
    story.clone().received("2021-03-01");
    let more = story.with(|receipt| receipt.claims.push(a_claim(2, WORKER, ClaimItem::Damages, 1_000)));
    let act = Act::Receipt(more.receipt.clone());
    assert_eq!(more.refused("2021-03-01", act)[0].0, "limitation_seems_expired");
}

/// The day of the receipt is no day after it: neither for what happened nor for the end of an obstacle.
#[test]
fn what_happened_on_the_day_of_the_receipt_may_be_said() {
    let story = a_case().with(|receipt| {
        receipt.infringed_on = Some(day("2021-03-05"));
        receipt.employment_ended_on = Some(day("2021-03-05"));
        receipt.interrupted_on = vec![day("2021-03-05")];
        receipt.obstacles = vec![obstacle("2021-03-04", "2021-03-05")];
    });
    let act = |story: &crate::story::Story| Act::Receipt(story.receipt.clone());
    assert!(story.attempt(day("2021-03-05"), act(&story)).is_ok());
    // Two days earlier each of them lies ahead; the obstacle begins and ends ahead.
    let refused = story.attempt(day("2021-03-03"), act(&story)).unwrap_err();
    let fields: Vec<_> =
        refused.findings.iter().map(|found| found.field.clone().unwrap_or_default()).collect();
    let expected = [
        "/employment_ended_on",
        "/infringed_on",
        "/interrupted_on/0",
        "/obstacles/0/from",
        "/obstacles/0/until",
    ];
    assert_eq!(fields, expected);
}

/// What began before the law of 2008 ran out long ago, and is said to have.
#[test]
fn claims_older_than_the_law_are_warned_of_too() {
    ends("2007-01-15", &[], &[], "2008-01-15");
    ends("2008-04-30", &[], &[], "2009-04-30");
}

/// From 2 March 2020; a claim on 1 September begins it anew, to 1 September 2021, and one on the 2nd comes too late for it.
#[test]
fn an_explanation_says_what_became_of_each_interruption() {
    let interrupted_on = ["2021-09-02", "2020-09-01", "2020-02-01"].map(day);
    let begins = day("2020-03-02");
    let run = Run { rule: RuleId::L01, begins, interrupted_on: &interrupted_on, obstacles: &[] };
    let said = explain(&run, &a_book()).unwrap().sentence;
    let zh = "时效最初自2020-03-02（知道或者应当知道权利被侵害之日）起算。2020-02-01的中断不晚于起算日，不计。\
              2020-09-01中断，重新计算。2021-09-02的中断发生在2021-09-01届满之后，不计。";
    assert!(said.zh.ends_with(zh), "{}", said.zh);
    assert!(said.en.contains(" Interrupted on 2020-09-01, it began anew."), "{}", said.en);
    assert!(said.en.contains("of 2021-09-02 came after it had run out on 2021-09-01"), "{}", said.en);
}

/// What began in 2007 is held to the year of the law of 1 May 2008, and the explanation says so.
#[test]
fn an_explanation_says_that_the_year_of_2008_is_held_to_what_began_before() {
    let run = Run { rule: RuleId::L01, begins: day("2007-09-03"), interrupted_on: &[], obstacles: &[] };
    let said = explain(&run, &a_book()).unwrap().sentence;
    assert!(said.zh.contains("早于《劳动争议调解仲裁法》施行之日2008-05-01"), "{}", said.zh);
    assert!(said.en.contains("before the law of 2008-05-01 was in force"), "{}", said.en);
    // It was in force on its own first day.
    let later = Run { begins: day("2008-05-01"), ..run };
    assert!(!explain(&later, &a_book()).unwrap().sentence.zh.contains("施行之日"));
}
