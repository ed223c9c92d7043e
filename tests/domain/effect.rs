//! Since when each document of an award has effect (LAW 47, 50, R33 50), who may go to court over it, and the time to ask for
//! enforcement that begins there (P06, LAW 51). By hand, on the calendars of 2021 (Tomb Sweeping 3-5 April, Labour Day 1-5
//! May, 25 April and 8 May worked) and of 2023 (Labour Day 29 April-3 May, 23 April and 6 May worked).

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Challenge, ChallengeKind, Effectiveness};
use sikuai::domain::act::decision::{Award, AwardItem, Finality, Scope};
use sikuai::domain::act::proceeding::{
    CourtRuling, CourtRulingKind, EnforcementRequest, PerformanceTerm, ProceedingAct,
};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::Document;

use crate::story::{EMPLOYER, Story, WORKER, a_case, a_claim, a_worker, an_employer, day, granted};

use Finality::{Final, NonFinal};

const THIRD: PartyNo = PartyNo(3);
const THIRD_WORKER: PartyNo = PartyNo(4);
const BOTH: &[PartyNo] = &[WORKER, EMPLOYER];

/// Wages of 20,000 yuan and severance of 300, heard on 22 March 2021; an employer and a worker are third parties.
fn discussed() -> Story {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, 20_000), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)];
    a_case()
        .with(|receipt| {
            receipt.claims = claims;
            receipt.parties.push(an_employer(THIRD.0, Side::ThirdParty));
            receipt.parties.push(a_worker(THIRD_WORKER.0, Side::ThirdParty));
        })
        .set_for_hearing()
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
}

/// The award of 26 March, which is a Friday: the severance as said, the wages not final.
fn awarded(severance: Finality, binds: &[PartyNo]) -> Story {
    let items: Vec<AwardItem> =
        vec![granted(ClaimNo(1), 20_000, NonFinal), granted(ClaimNo(2), 300, severance)];
    let award = Award { scope: Scope::Whole, items, binds: binds.to_vec() };
    let story = if severance == NonFinal { discussed().acknowledging("final_by_law") } else { discussed() };
    story.then("2021-03-26", Act::Award(award))
}

/// One that is not final, served on both on Monday 29 March: P01 to Tuesday 13 April.
fn non_final() -> Story {
    awarded(NonFinal, &[]).served("2021-03-29", Document::AwardNonFinal, BOTH)
}

/// A mixed one, both of its documents served on that day.
fn mixed() -> Story {
    let story = awarded(Final, &[]).served("2021-03-29", Document::AwardFinal, BOTH);
    story.served("2021-03-29", Document::AwardNonFinal, BOTH)
}

fn sues(kind: ChallengeKind, party: PartyNo, over: Finality) -> Act {
    Act::Challenge(Challenge {
        kind,
        party,
        over: Some(over),
        award: None,
        against: Vec::new(),
        court: "徐闻县人民法院".into(),
    })
}

fn suit(party: PartyNo) -> Act {
    sues(ChallengeKind::Suit, party, NonFinal)
}

fn ruling(kind: CourtRulingKind, parties: &[PartyNo], over: Option<Finality>) -> Act {
    let (parties, court) = (parties.to_vec(), "徐闻县人民法院".into());
    let suits = Vec::new();
    let ruling = CourtRuling { kind, parties, award: None, over, suits, court, court_number: None };
    Act::Proceeding(ProceedingAct::CourtRuling(ruling))
}

fn ended(parties: &[PartyNo]) -> Act {
    ruling(CourtRulingKind::SuitEnded, parties, None)
}

fn ruling_over(suits: &[EntryNo], parties: &[PartyNo]) -> Act {
    let (kind, over, suits, parties) =
        (CourtRulingKind::SuitEnded, Some(NonFinal), suits.to_vec(), parties.to_vec());
    let ruling =
        CourtRuling { kind, parties, award: None, over, suits, court: "法院".into(), court_number: None };
    Act::Proceeding(ProceedingAct::CourtRuling(ruling))
}

fn to_perform_by(due_on: &str, over: Option<Finality>) -> Act {
    let term = PerformanceTerm { due_on: day(due_on), of: None, over };
    Act::Proceeding(ProceedingAct::PerformanceTerm(term))
}

fn effective() -> Act {
    Act::Effectiveness(Effectiveness {})
}

fn all(story: &Story, rule: RuleId) -> Vec<Deadline> {
    story.deadlines().into_iter().filter(|due| due.rule.id == rule).collect()
}

/// From when each document can be enforced, and to when.
fn enforced(story: &Story) -> Vec<(String, String)> {
    let text = |due: &Deadline| (due.trigger.on.to_string(), due.due_on().unwrap().to_string());
    all(story, RuleId::P06).iter().map(text).collect()
}

fn days(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

fn whose(story: &Story, rule: RuleId) -> Vec<PartyNo> {
    all(story, rule).iter().filter_map(|due| due.party).collect()
}

#[track_caller]
fn refused_with(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

/// The final document from 26 March 2021 (LAW 47), two years to Sunday 26 March 2023, so to Monday the 27th; the other from
/// 14 April, the day after both terms to sue, to Friday 14 April 2023. Money is for the final one first, the older of effect.
#[test]
fn a_mixed_award_is_two_documents_each_with_its_own_effect() {
    let made = awarded(Final, &[]);
    assert_eq!(enforced(&made), [days("2021-03-26", "2023-03-27")], "nobody has the other yet");
    let story = mixed();
    let two = [days("2021-03-26", "2023-03-27"), days("2021-04-14", "2023-04-14")];
    assert_eq!(enforced(&story), two);
    let keys: Vec<_> = all(&story, RuleId::P06).iter().map(|due| due.anchor).collect();
    assert_ne!(keys[0], keys[1], "each has an entry of its own");
    let states = |story: &Story| all(story, RuleId::P06).iter().map(|due| due.state).collect::<Vec<_>>();
    let paid = story.clone().recovered("2021-04-06", 299);
    assert_eq!(states(&paid), [State::Open, State::Open]);
    let paid = paid.recovered("2021-04-07", 1);
    assert_eq!(states(&paid), [State::Met, State::Open]);
    assert_eq!(states(&paid.recovered("2021-04-20", 20_000)), [State::Met, State::Met]);
    // Before a court is the one that is not final; the other is enforced.
    let sued = story.clone().then("2021-04-13", suit(EMPLOYER));
    assert_eq!(enforced(&sued), two[..1]);
    // And the final one falls away alone.
    let applied = story.then("2021-04-20", sues(ChallengeKind::SettingAside, EMPLOYER, Final));
    let aside = applied.then("2021-06-01", ruling(CourtRulingKind::SetAside, BOTH, None));
    assert_eq!(enforced(&aside), two[1..]);
    assert_eq!(aside.replayed(Reading::Decide).as_ref(), Ok(aside.case()));
}

/// To be performed by Monday 26 April: two years to Wednesday 26 April 2023.
#[test]
fn of_a_mixed_award_it_is_said_which_document_is_performed_and_enforced() {
    let story = mixed();
    assert_eq!(refused_with(&story, "2021-04-01", to_perform_by("2021-04-26", None)), ["document_not_named"]);
    let stated = story.clone().then("2021-04-01", to_perform_by("2021-04-26", Some(NonFinal)));
    assert_eq!(enforced(&stated), [days("2021-03-26", "2023-03-27"), days("2021-04-26", "2023-04-26")]);
    let stated = stated.then("2021-04-01", to_perform_by("2021-04-26", Some(Final)));
    assert_eq!(enforced(&stated), vec![days("2021-04-26", "2023-04-26"); 2]);
    let asks = |over| {
        let request = EnforcementRequest { parties: vec![WORKER], of: None, over, court: None };
        Act::Proceeding(ProceedingAct::EnforcementRequest(request))
    };
    // Each says which document it is of, and by which entry it begins when it does.
    let says = |due: &Deadline| (due.cause.code, due.trigger.by, due.explain(&stated.book).trigger.entry);
    let (last, ends) = (stated.last(), all(&stated, RuleId::P06));
    assert_eq!(says(&ends[0]), ("final_award_due", last, Some(last)));
    assert_eq!(says(&ends[1]).0, "non_final_award_due");
    let ends = all(&story, RuleId::P06);
    assert_eq!(says(&ends[0]).0, "final_award_made");
    assert_eq!(says(&ends[0]).1, story.case().awards[0].made.by);
    assert_eq!(says(&ends[1]).0, "non_final_award_in_effect");
    let keys = |story: &Story| all(story, RuleId::P06).iter().map(|due| due.anchor).collect::<Vec<_>>();
    assert_eq!(keys(&stated), keys(&story), "a day to perform moves it, and makes no other of it");
    assert_eq!(refused_with(&story, "2021-05-10", asks(None)), ["document_not_named"]);
    let asked = story.clone().then("2021-05-10", asks(Some(NonFinal)));
    let met: Vec<_> = all(&asked, RuleId::P06).iter().map(|due| due.state).collect();
    assert_eq!(met, [State::Open, State::Met]);
    // An old docket that did not tell them apart is read as of both.
    let said = |act| story.clone().acknowledging("").recorded_on("2021-05-10").entry(day("2021-05-10"), act);
    let mut old = story.clone();
    old.entries.push(said(asks(None)));
    let case = old.replayed(Reading::Replay).unwrap();
    let request = &case.enforcement_requests[0];
    assert_eq!((request.of, request.over), (Some(case.awards[0].made.by), None));
}

/// The award says that it is to be performed by Saturday 10 April: it has no effect before the 14th.
#[test]
fn a_day_to_perform_starts_nothing_before_the_effect() {
    let unserved = awarded(NonFinal, &[]).then("2021-03-26", to_perform_by("2021-04-10", None));
    assert_eq!(enforced(&unserved), []);
    let served = unserved.served("2021-03-29", Document::AwardNonFinal, BOTH);
    assert_eq!(enforced(&served), [days("2021-04-14", "2023-04-14")]);
    let sued = served.clone().then("2021-04-12", suit(WORKER));
    assert_eq!(enforced(&sued), [], "before a court it has no effect");
    assert_eq!(refused_with(&sued, "2021-05-10", effective()), ["challenged"]);
    // Who knows that it has effect, and not by which ruling, says so: from that day.
    let known = sued.acknowledging("challenged").then("2021-05-10", effective());
    assert_eq!(known.case().effective_on, Some(day("2021-05-10")));
    assert_eq!(enforced(&known), [days("2021-05-10", "2023-05-10")]);
    // A suit that is told after the effect undoes it.
    let late = served.effective("2021-04-14").recorded_on("2021-04-20").then("2021-04-13", suit(WORKER));
    assert_eq!((late.case().effective_on, enforced(&late)), (None, Vec::new()));
}

/// The employer sued on Monday 12 April and withdrew: it has the ruling on Monday 10 May, the worker on Wednesday the 12th.
/// Nobody else sued by the 13th of April. From 12 May on it has effect, two years to Friday 12 May 2023.
#[test]
fn an_award_whose_suit_was_withdrawn_has_effect_with_the_ruling() {
    let sued = non_final().then("2021-04-12", suit(EMPLOYER));
    assert_eq!(enforced(&sued), []);
    assert_eq!(refused_with(&sued, "2021-04-10", ended(&[EMPLOYER])), ["no_such_challenge"]);
    let told = sued.then("2021-05-10", ended(&[EMPLOYER]));
    assert_eq!(told.case().rulings[0].over, NonFinal);
    assert_eq!(enforced(&told), [days("2021-05-10", "2023-05-10")]);
    let told = told.then("2021-05-12", ended(&[WORKER]));
    assert_eq!(enforced(&told), [days("2021-05-12", "2023-05-12")]);
    assert_eq!((all(&told, RuleId::P04), all(&told, RuleId::P05)), (Vec::new(), Vec::new()));
    assert_eq!(refused_with(&told, "2021-05-11", effective()), ["term_to_sue_runs"]);
    let recorded = told.effective("2021-05-12");
    assert_eq!(recorded.case().effective_on, Some(day("2021-05-12")));
    assert_eq!(recorded.replayed(Reading::Decide).as_ref(), Ok(recorded.case()));
}

/// The employer withdrew at once, its ruling reached both on Tuesday 6 April: the worker may still sue until the 13th. Both
/// sued: it waits for the worker's suit too. Sued on Tuesday 20 April, after the term, and dismissed: as if nobody had sued.
#[test]
fn every_party_s_way_to_a_court_must_be_closed() {
    let early = non_final().then("2021-04-01", suit(EMPLOYER)).then("2021-04-06", ended(BOTH));
    assert_eq!(enforced(&early), [days("2021-04-14", "2023-04-14")]);
    let both = non_final().then("2021-04-12", suit(EMPLOYER)).then("2021-04-13", suit(WORKER));
    let suits: Vec<_> = both.case().challenges.iter().map(|suit| suit.at.by).collect();
    let over = |nth: usize, party| ruling_over(&suits[nth..=nth], &[party]);
    assert_eq!(refused_with(&both, "2021-05-10", ended(&[EMPLOYER])), ["suit_not_named"]);
    let one = both.then("2021-05-10", over(0, EMPLOYER));
    assert_eq!(enforced(&one), []);
    assert_eq!(enforced(&one.then("2021-05-17", over(1, WORKER))), [days("2021-05-17", "2023-05-17")]);
    let late = non_final().acknowledging("term_has_run_out").then("2021-04-20", suit(EMPLOYER));
    assert_eq!(enforced(&late), []);
    assert_eq!(enforced(&late.then("2021-05-10", ended(BOTH))), [days("2021-04-14", "2023-04-14")]);
}

/// The worker sued over both documents: the ruling says over which suit it is. Over the final one the employer, who has it on
/// Monday 10 May, may apply for thirty days, to Wednesday 9 June (SPC1 21).
#[test]
fn a_ruling_says_over_which_document_the_suit_was() {
    let sued =
        mixed().then("2021-04-12", sues(ChallengeKind::Suit, WORKER, Final)).then("2021-04-12", suit(WORKER));
    assert_eq!(refused_with(&sued, "2021-05-10", ended(&[EMPLOYER])), ["award_not_named"]);
    let over = |finality| ruling(CourtRulingKind::SuitEnded, BOTH, Some(finality));
    let of_final = sued.clone().then("2021-05-10", over(Final));
    assert_eq!(all(&of_final, RuleId::P05)[0].due_on(), Some(day("2021-06-09")));
    assert_eq!(enforced(&of_final), [days("2021-03-26", "2023-03-27")]);
    let of_both = of_final.then("2021-05-11", over(NonFinal));
    assert_eq!(enforced(&of_both)[1], days("2021-05-11", "2023-05-11"));
    assert_eq!(all(&of_both, RuleId::P05).len(), 1);
    let other = sued.then("2021-05-11", over(NonFinal));
    assert_eq!(all(&other, RuleId::P05), []);
}

/// Served on all four on Monday 29 March. Third parties to whom it gives and on whom it lays nothing have no term, and the
/// effect does not wait for them. Bound, the employer has the award on Thursday 1 April: fifteen days to Friday the 16th, so
/// that it has effect on the 17th, and two years to Monday 17 April 2023.
#[test]
fn a_third_party_whom_the_award_binds_may_sue_over_it_and_no_other() {
    let free = non_final().served("2021-03-29", Document::AwardNonFinal, &[THIRD, THIRD_WORKER]);
    assert_eq!(whose(&free, RuleId::P01), BOTH);
    assert_eq!(enforced(&free), [days("2021-04-14", "2023-04-14")]);
    let bound = awarded(NonFinal, &[THIRD]).served("2021-03-29", Document::AwardNonFinal, BOTH);
    assert_eq!(enforced(&bound), [], "the third party has no award yet");
    let bound = bound.served("2021-04-01", Document::AwardNonFinal, &[THIRD, THIRD_WORKER]);
    assert_eq!(whose(&bound, RuleId::P01), [WORKER, EMPLOYER, THIRD]);
    assert_eq!(enforced(&bound), [days("2021-04-17", "2023-04-17")]);
    let binds_a_side =
        Award { scope: Scope::Whole, items: vec![granted(ClaimNo(2), 300, Final)], binds: vec![EMPLOYER] };
    assert!(
        refused_with(&discussed(), "2021-03-26", Act::Award(binds_a_side)).contains(&"not_a_third_party")
    );
}

/// Of a final award a worker has P02 and an employer P03, and after it is set aside both P04: third parties as the two sides,
/// where they are bound by it.
#[test]
fn third_parties_have_the_terms_over_a_final_award_that_binds_them() {
    let everyone = &[WORKER, EMPLOYER, THIRD, THIRD_WORKER];
    let told = |binds: &[PartyNo]| {
        let story = awarded(Final, binds).served("2021-03-29", Document::AwardFinal, everyone);
        let story = story.then("2021-04-20", sues(ChallengeKind::SettingAside, EMPLOYER, Final));
        story.then("2021-06-01", ruling(CourtRulingKind::SetAside, everyone, None))
    };
    let free = told(&[]);
    let terms = |story: &Story| [RuleId::P02, RuleId::P03, RuleId::P04].map(|rule| whose(story, rule));
    assert_eq!(terms(&free), [vec![WORKER], vec![EMPLOYER], BOTH.to_vec()]);
    let bound = told(&[THIRD, THIRD_WORKER]);
    assert_eq!(terms(&bound), [vec![WORKER, THIRD_WORKER], vec![EMPLOYER, THIRD], everyone.to_vec()]);
    let ended = |binds: &[PartyNo]| {
        let story = awarded(Final, binds).served("2021-03-29", Document::AwardFinal, everyone);
        let story = story.then("2021-04-12", sues(ChallengeKind::Suit, WORKER, Final));
        whose(&story.then("2021-05-10", ruling(CourtRulingKind::SuitEnded, everyone, None)), RuleId::P05)
    };
    assert_eq!((ended(&[]), ended(&[THIRD, THIRD_WORKER])), (vec![EMPLOYER], vec![EMPLOYER, THIRD]));
}
