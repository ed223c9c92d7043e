//! Which suits a ruling ended, apart from who received it, and what follows for the effect of an award, for each worker by
//! itself, and for the terms that a ruling begins (LAW 49, 50; SPC1 17, 21; 法释〔2000〕18号). By hand, on the calendar of 2021 (Tomb Sweeping 3-5 April, Labour Day
//! 1-5 May, Dragon Boat 12-14 June).

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Challenge, ChallengeKind, Effectiveness};
use sikuai::domain::act::decision::{Award, Finality, Scope};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::proceeding::{CourtRuling, CourtRulingKind, EnforcementRequest, ProceedingAct};
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::case::Effect;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::State;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::docket::{Content, Entry};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::{Document, ServiceManner};

use crate::story::{
    EMPLOYER, Story, WORKER, a_case, a_claim, a_service, a_worker, an_employer, day, granted,
};

use Finality::{Final, NonFinal};

/// The other worker.
const OTHER: PartyNo = PartyNo(3);
const BOTH: &[PartyNo] = &[WORKER, EMPLOYER];

/// The award, served on everyone on Monday 29 March: P01 to Tuesday 13 April.
fn awarded(yuan: i64, finality: Finality) -> Story {
    let document = if finality == Final { Document::AwardFinal } else { Document::AwardNonFinal };
    made(yuan, finality).served("2021-03-29", document, &[WORKER, EMPLOYER, OTHER])
}

/// The award of Friday 26 March.
fn made(yuan: i64, finality: Finality) -> Story {
    let items = vec![granted(ClaimNo(1), yuan, finality), granted(ClaimNo(2), yuan, finality)];
    discussed(yuan).then("2021-03-26", Act::Award(Award { scope: Scope::Whole, items, binds: Vec::new() }))
}

/// Wages of so many yuan for each of two workers, heard on 22 March and discussed on the 23rd.
fn discussed(yuan: i64) -> Story {
    let claims = [(1, WORKER), (2, OTHER)].map(|(no, whose)| a_claim(no, whose, ClaimItem::Wages, yuan));
    a_case()
        .with(|receipt| {
            receipt.parties = vec![
                a_worker(1, Side::Applicant),
                an_employer(2, Side::Respondent),
                a_worker(3, Side::Applicant),
            ];
            receipt.claims = claims.to_vec();
        })
        .set_for_hearing()
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
}

fn sues(party: PartyNo, over: Finality) -> Act {
    let (kind, court) = (ChallengeKind::Suit, "徐闻县人民法院".into());
    Act::Challenge(Challenge { kind, party, over: Some(over), award: None, against: Vec::new(), court })
}

/// The ruling that ended these suits, as these parties received it.
fn ended(suits: &[EntryNo], parties: &[PartyNo]) -> Act {
    let (suits, parties, court) = (suits.to_vec(), parties.to_vec(), "徐闻县人民法院".into());
    let kind = CourtRulingKind::SuitEnded;
    Act::Proceeding(ProceedingAct::CourtRuling(CourtRuling {
        kind,
        parties,
        award: None,
        over: None,
        suits,
        court,
        court_number: None,
    }))
}

/// From when a worker can enforce the award, and to when.
fn enforced_by(story: &Story, worker: PartyNo) -> Vec<(String, String)> {
    let own =
        story.deadlines().into_iter().filter(|due| due.rule.id == RuleId::P06 && due.party == Some(worker));
    own.map(|due| (due.trigger.on.to_string(), due.due_on().unwrap().to_string())).collect()
}

fn enforced(story: &Story) -> Vec<(String, String)> {
    enforced_by(story, WORKER)
}

fn days(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

#[track_caller]
fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

/// The story with an entry in it as an earlier version of the program recorded it.
fn as_recorded_before(story: &Story, on: &str, act: Act) -> Story {
    let mut old = story.clone();
    let entry: Entry = old.entry(day(on), act);
    assert!(matches!(entry.content, Content::Act(_)));
    old.entries.push(entry);
    old.read_again()
}

/// LAW 50: the employer sues on Monday 12 April, the worker on Tuesday the 13th, its last day. The employer's suit is withdrawn,
/// and both have that ruling on Monday 10 May: the worker's suit goes on, and there is no effect. Its own ruling reaches both on
/// Monday 5 July: in effect from then on, two years to Wednesday 5 July 2023.
#[test]
fn a_ruling_ends_the_suit_that_it_names_whoever_receives_it() {
    let sued = awarded(20_000, NonFinal).then("2021-04-12", sues(EMPLOYER, NonFinal));
    let employers = sued.last();
    let sued = sued.then("2021-04-13", sues(WORKER, NonFinal));
    let workers = sued.last();
    assert_eq!(codes(&sued, "2021-05-10", ended(&[], BOTH)), ["suit_not_named"]);
    assert_eq!(codes(&sued, "2021-05-10", ended(&[EntryNo(1)], BOTH)), ["names_no_suit"]);
    let one = sued.clone().then("2021-05-10", ended(&[employers], BOTH));
    assert_eq!(enforced(&one), [], "the worker's suit is before the court");
    assert_eq!(codes(&one, "2021-05-11", ended(&[employers], BOTH)), ["party_twice", "party_twice"]);
    let both = one.then("2021-07-05", ended(&[workers], BOTH));
    assert_eq!(enforced(&both), [days("2021-07-05", "2023-07-05")]);
    assert_eq!(both.replayed(Reading::Decide).as_ref(), Ok(both.case()));
    // Recorded before rulings named suits, it ended those of who received it: from 10 May, to Wednesday 10 May 2023. The
    // worker's own ruling can still be recorded.
    let old = as_recorded_before(&sued, "2021-05-10", ended(&[], BOTH));
    assert_eq!(enforced(&old), [days("2021-05-10", "2023-05-10")]);
    let mended = old.then("2021-07-05", ended(&[workers], BOTH));
    assert_eq!(enforced(&mended), [days("2021-07-05", "2023-07-05")]);
}

/// The worker sues on Thursday 1 April; that is dismissed, and both have the ruling on Tuesday the 6th. It sues again on Monday
/// 12 April, in its term, and withdraws: both have the second ruling on Monday 10 May. The employer has its own copy only on
/// the 12th in the second reading: the last of those on record counts.
#[test]
fn a_suit_that_was_brought_again_is_ended_by_another_ruling() {
    let first = awarded(20_000, NonFinal).then("2021-04-01", sues(WORKER, NonFinal));
    let first = first.then("2021-04-06", ended(&[], BOTH));
    assert_eq!(enforced(&first), [days("2021-04-14", "2023-04-14")], "the others' terms run to the 13th");
    assert_eq!(codes(&first, "2021-04-07", ended(&[], &[WORKER])), ["party_twice"]);
    let again = first.then("2021-04-12", sues(WORKER, NonFinal));
    assert_eq!(enforced(&again), []);
    let suit = again.last();
    let told = again.clone().then("2021-05-10", ended(&[], BOTH));
    assert_eq!(enforced(&told), [days("2021-05-10", "2023-05-10")]);
    let apart = again.then("2021-05-10", ended(&[suit], &[WORKER]));
    let apart = apart.then("2021-05-12", ended(&[suit], &[EMPLOYER]));
    assert_eq!(enforced(&apart), [days("2021-05-12", "2023-05-12")]);
}

/// SPC1 21: both workers sue over the final award. The ruling on the first one's suit reaches the employer on Monday 10 May: it
/// may apply for thirty days, to Wednesday 9 June. That on the other's reaches it on Monday 5 July: to Wednesday 4 August.
#[test]
fn each_workers_suit_that_ended_gives_the_employer_a_term_of_its_own() {
    let one = awarded(5_000, Final).then("2021-04-12", sues(WORKER, Final));
    let first = one.last();
    let two = one.then("2021-04-13", sues(OTHER, Final));
    let second = two.last();
    assert_eq!(codes(&two, "2021-05-10", ended(&[], &[EMPLOYER])), ["suit_not_named"]);
    let told = two.then("2021-05-10", ended(&[first], &[EMPLOYER]));
    let told = told.then("2021-07-05", ended(&[second], &[EMPLOYER]));
    let apply = |story: &Story, on: &str| {
        let (kind, court) = (ChallengeKind::SettingAside, "湛江市中级人民法院".into());
        let applies =
            Challenge { kind, party: EMPLOYER, over: Some(Final), award: None, against: Vec::new(), court };
        story.clone().recorded_on("2021-08-10").then(on, Act::Challenge(applies))
    };
    let states = |story: &Story| -> Vec<(String, State)> {
        let own = story.deadlines().into_iter().filter(|due| due.rule.id == RuleId::P05);
        own.map(|due| (due.due_on().unwrap().to_string(), due.state)).collect()
    };
    let is = |first, second| vec![("2021-06-09".to_owned(), first), ("2021-08-04".to_owned(), second)];
    assert_eq!(states(&told), is(State::Open, State::Open));
    assert_eq!(states(&apply(&told, "2021-06-01")), is(State::Met, State::Open));
    // On the day of the second ruling it uses the term that this one gave.
    assert_eq!(states(&apply(&told, "2021-07-05")), is(State::Open, State::Met));
    // On 20 July the first has run out; the second has not, and nothing is late.
    assert_eq!(states(&apply(&told, "2021-07-20")), is(State::Open, State::Met));
}

/// SPC1 17: the first worker sues on Monday 12 April, the other and the employer do not. For the other the award has effect from
/// the day after the terms to sue, which run to Tuesday 13 April: two years to Friday 14 April 2023. Its application to enforce
/// is recorded, and is not the first worker's, whose own suit ends on Monday 10 May.
#[test]
fn an_award_of_several_workers_has_effect_for_each_by_itself() {
    let sued = awarded(20_000, NonFinal).then("2021-04-12", sues(WORKER, NonFinal));
    assert_eq!(
        (enforced(&sued), enforced_by(&sued, OTHER)),
        (vec![], vec![days("2021-04-14", "2023-04-14")])
    );
    let asks = |parties: &[PartyNo]| {
        let (parties, of, over, court) = (parties.to_vec(), None, None, None);
        Act::Proceeding(ProceedingAct::EnforcementRequest(EnforcementRequest { parties, of, over, court }))
    };
    let asked = sued.clone().then("2021-04-20", asks(&[OTHER]));
    assert_eq!(asked.deadline(RuleId::P06).state, State::Met);
    assert_eq!(sued.then("2021-04-20", asks(&[])).case().enforcement_requests[0].parties, [OTHER]);
    let ended = asked.then("2021-05-10", ended(&[], &[WORKER, EMPLOYER]));
    assert_eq!(enforced(&ended), [days("2021-05-10", "2023-05-10")]);
    assert_eq!(enforced_by(&ended, OTHER), [days("2021-04-14", "2023-04-14")]);
    // All of it has effect once it has for each.
    assert_eq!(ended.case().takes_effect_on(&ended.book), Some(day("2021-05-10")));
    assert_eq!(ended.replayed(Reading::Decide).as_ref(), Ok(ended.case()));
}

/// The employer sues against the first worker alone: for the other it is as if it had not sued. Against nobody in particular it
/// sues against both. It sues against the other too on the 13th; that suit is withdrawn, and reaches both on 10 May.
#[test]
fn an_employer_sues_against_some_of_the_workers() {
    let against = |workers: &[PartyNo]| match sues(EMPLOYER, NonFinal) {
        Act::Challenge(suit) => Act::Challenge(Challenge { against: workers.to_vec(), ..suit }),
        other => other,
    };
    let story = awarded(20_000, NonFinal);
    let all = story.clone().then("2021-04-12", against(&[]));
    assert_eq!((enforced(&all), enforced_by(&all, OTHER)), (vec![], vec![]));
    let one = story.clone().then("2021-04-12", against(&[WORKER]));
    assert_eq!((enforced(&one), enforced_by(&one, OTHER)), (vec![], vec![days("2021-04-14", "2023-04-14")]));
    let two = one.then("2021-04-13", against(&[OTHER]));
    let second = two.last();
    assert_eq!((enforced(&two), enforced_by(&two, OTHER)), (vec![], vec![]));
    let told = two.then("2021-05-10", ended(&[second], &[OTHER, EMPLOYER]));
    assert_eq!(
        (enforced(&told), enforced_by(&told, OTHER)),
        (vec![], vec![days("2021-05-10", "2023-05-10")])
    );
    assert_eq!(codes(&story, "2021-04-12", against(&[EMPLOYER])), ["not_a_worker"]);
    assert_eq!(codes(&story, "2021-04-12", against(&[OTHER, OTHER])), ["party_twice"]);
    let workers = match sues(WORKER, NonFinal) {
        Act::Challenge(suit) => Act::Challenge(Challenge { against: vec![OTHER], ..suit }),
        other => other,
    };
    assert_eq!(codes(&story, "2021-04-12", workers), ["against_not_asked"]);
}

/// On Thursday 1 April both workers sue, and the employer sues against the first alone; one ruling of Tuesday the 6th ends the
/// three suits. Over the first worker every way is closed then: to Thursday 6 April 2023. No service on the employer is on
/// record, so over the other nobody can say that its way is closed, and so not over the whole either. It had the award on
/// Tuesday 30 March: fifteen days to Wednesday 14 April, so that it all has effect from the 15th, to Saturday 15 April 2023
/// and so to Monday the 17th.
#[test]
fn a_suit_against_one_worker_closes_no_way_against_the_other() {
    let against_the_first = match sues(EMPLOYER, NonFinal) {
        Act::Challenge(suit) => Act::Challenge(Challenge { against: vec![WORKER], ..suit }),
        other => other,
    };
    let mut story = made(20_000, NonFinal);
    let mut suits = Vec::new();
    for suit in [sues(WORKER, NonFinal), sues(OTHER, NonFinal), against_the_first] {
        story = story.then("2021-04-01", suit);
        suits.push(story.last());
    }
    let over = story.then("2021-04-06", ended(&suits, &[WORKER, EMPLOYER, OTHER]));
    let award = over.case().closing_award().unwrap();
    assert_eq!(over.case().award_effect(award, &over.book), Effect::Unserved);
    assert_eq!(
        (enforced(&over), enforced_by(&over, OTHER)),
        (vec![days("2021-04-06", "2023-04-06")], vec![])
    );
    assert_eq!(codes(&over, "2021-04-16", Act::Effectiveness(Effectiveness {})), ["not_served_on_all"]);
    let late = over.recorded_on("2021-04-16").served("2021-03-30", Document::AwardNonFinal, &[EMPLOYER]);
    let award = late.case().closing_award().unwrap();
    let Effect::Since(since) = late.case().award_effect(award, &late.book) else { panic!("{award:?}") };
    assert_eq!(since.on, day("2021-04-15"));
    assert_eq!(enforced(&late), [days("2021-04-06", "2023-04-06")]);
    assert_eq!(enforced_by(&late, OTHER), [days("2021-04-15", "2023-04-17")]);
}

/// The award reached all on Monday 29 March: the terms to sue end on 13 April. The employer sues against the first worker on
/// the 12th, and against the other on the 20th, which is too late; the rulings reach both on 10 and on 17 May. The late suit
/// is as none, so that all of it has effect from 10 May. While the late one alone is before the court, it has none; without it
/// it would have had since 14 April, or since the 28th where the employer had the award on the 12th.
#[test]
fn a_late_suit_moves_nothing_beside_one_in_time() {
    let against = |worker: PartyNo| match sues(EMPLOYER, NonFinal) {
        Act::Challenge(suit) => Act::Challenge(Challenge { against: vec![worker], ..suit }),
        other => other,
    };
    let effect =
        |story: &Story| story.case().award_effect(story.case().closing_award().unwrap(), &story.book);
    let since = |story: &Story| match effect(story) {
        Effect::Since(since) => since.on,
        other => panic!("{other:?}"),
    };
    let timely = awarded(20_000, NonFinal).then("2021-04-12", against(WORKER));
    let first = timely.last();
    let both = timely.acknowledging("term_has_run_out").then("2021-04-20", against(OTHER));
    let second = both.last();
    let over = both.then("2021-05-10", ended(&[first], &[WORKER, EMPLOYER]));
    assert_eq!(effect(&over), Effect::BeforeCourt(day("2021-05-10")));
    let over = over.then("2021-05-17", ended(&[second], &[OTHER, EMPLOYER]));
    assert_eq!(since(&over), day("2021-05-10"));
    assert_eq!(enforced(&over), [days("2021-05-10", "2023-05-10")]);
    assert_eq!(enforced_by(&over, OTHER), [days("2021-04-14", "2023-04-14")]);
    let late = awarded(20_000, NonFinal).acknowledging("term_has_run_out").then("2021-04-20", against(OTHER));
    assert_eq!(effect(&late), Effect::BeforeCourt(day("2021-04-14")));
    // The employer had it on Monday 12 April: to Tuesday the 27th, and sues on Thursday 6 May.
    let workers = made(20_000, NonFinal).served("2021-03-29", Document::AwardNonFinal, &[WORKER, OTHER]);
    let served = workers.served("2021-04-12", Document::AwardNonFinal, &[EMPLOYER]);
    let late = served.acknowledging("term_has_run_out").then("2021-05-06", against(OTHER));
    assert_eq!(effect(&late), Effect::BeforeCourt(day("2021-04-28")));
}

/// The other worker has the award by an announcement of Monday 29 March, which counts after sixty days, on Friday 28 May: its
/// term runs to Saturday 12 June, in Dragon Boat, so to Tuesday the 15th, and it has effect for it from the 16th. For the first
/// worker it has effect from 14 April.
#[test]
fn who_is_served_late_keeps_no_other_worker_waiting() {
    let announced = ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(Document::AwardNonFinal, &[OTHER])
    };
    let story = made(20_000, NonFinal).served("2021-03-29", Document::AwardNonFinal, BOTH);
    assert_eq!(
        (enforced(&story), enforced_by(&story, OTHER)),
        (vec![days("2021-04-14", "2023-04-14")], vec![])
    );
    let served = story.then("2021-03-29", Act::Service(announced));
    assert_eq!(enforced(&served), [days("2021-04-14", "2023-04-14")]);
    assert_eq!(enforced_by(&served, OTHER), [days("2021-06-16", "2023-06-16")]);
}

/// LAW 51: nobody has the award yet, and the first worker applies to enforce it all the same: what has happened is recorded with
/// a warning, and whether it is admitted is for the court. With the award in effect the application has used its time.
#[test]
fn an_application_to_enforce_before_the_effect_is_recorded_with_a_warning() {
    let asks = |parties: &[PartyNo]| {
        let (parties, of, over, court) = (parties.to_vec(), None, None, None);
        Act::Proceeding(ProceedingAct::EnforcementRequest(EnforcementRequest { parties, of, over, court }))
    };
    let story = made(20_000, NonFinal);
    assert_eq!(codes(&story, "2021-03-29", asks(&[WORKER])), ["not_in_effect"]);
    let asked = story.clone().acknowledging("not_in_effect").then("2021-03-29", asks(&[WORKER]));
    assert_eq!(asked.case().enforcement_requests[0].parties, [WORKER]);
    assert_eq!(enforced(&asked), []);
    let everyone = story.acknowledging("not_in_effect").then("2021-03-29", asks(&[]));
    assert_eq!(everyone.case().enforcement_requests[0].parties, [WORKER, OTHER]);
    let served = asked.served("2021-03-29", Document::AwardNonFinal, &[WORKER, EMPLOYER, OTHER]);
    let states: Vec<_> = served.deadlines().into_iter().filter(|due| due.rule.id == RuleId::P06).collect();
    assert_eq!([states[0].state, states[1].state], [State::Met, State::Open]);
    // The other worker's suit is before a court: for it there is no effect, for the first there is.
    let sued = awarded(20_000, NonFinal).then("2021-04-12", sues(OTHER, NonFinal));
    assert_eq!(codes(&sued, "2021-04-20", asks(&[OTHER])), ["not_in_effect"]);
    assert_eq!(codes(&sued, "2021-04-20", asks(&[WORKER, OTHER])), ["not_in_effect"]);
    assert_eq!(codes(&sued, "2021-04-13", asks(&[WORKER])), ["not_yet_to_enforce"]);
    // An award that orders nothing to be paid is not enforced for money.
    assert_eq!(
        discussed(20_000).obstacles("2021-03-24", ActKind::EnforcementRequest),
        ["nothing_to_enforce"]
    );
}
