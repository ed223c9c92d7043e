//! Documents of a part of a case (先行裁决、部分调解书): each has its own service, remedies and performance, counted from its own
//! days, whatever becomes of the rest (LAW 47-51, R33 49, 73); and what the commission made of a mediation agreement is
//! enforced like one (R33 77). By hand, on the calendar of 2021.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Challenge, ChallengeKind, Effectiveness};
use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::{Award, Finality, MediationDocument, Scope};
use sikuai::domain::act::filing::Receipt;
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::proceeding::{CourtRuling, CourtRulingKind, PerformanceTerm, ProceedingAct};
use sikuai::domain::act::restart::PartyJoinder;
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::case::Effect;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{ClaimNo, EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::{PersonRef, Side};
use sikuai::domain::service_of_process::Document;
use sikuai::domain::service_of_process::pending::{Lacks, pending};
use sikuai::domain::stage::{Manner, Stage};

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_service, a_worker, an_employer, day, granted,
};

/// Wages of so many yuan and severance of 300, accepted on 3 March, heard on the 22nd and discussed on the 23rd: the trial
/// period runs to Saturday 17 April, so to Monday the 19th.
fn discussed(wages: i64) -> Story {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, wages), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)];
    discussed_with(|receipt| receipt.claims = claims)
}

/// The same, heard and discussed on a day of March.
fn discussed_on(wages: i64, heard_on: &str) -> Story {
    let claims =
        vec![a_claim(1, WORKER, ClaimItem::Wages, wages), a_claim(2, WORKER, ClaimItem::SeverancePay, 300)];
    before_the_hearing(|receipt| receipt.claims = claims, heard_on)
        .opened(heard_on)
        .hearing_closed(heard_on)
        .discussed(heard_on)
}

fn discussed_with(change: impl FnOnce(&mut Receipt<PersonRef>)) -> Story {
    let heard = before_the_hearing(change, "2021-03-22").opened("2021-03-22").hearing_closed("2021-03-22");
    heard.discussed("2021-03-23")
}

fn before_the_hearing(change: impl FnOnce(&mut Receipt<PersonRef>), held_on: &str) -> Story {
    a_case()
        .with(change)
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .tribunal("2021-03-05")
        .hearing_set("2021-03-08", held_on)
}

fn award(scope: Scope, claim: u32, yuan: i64, finality: Finality) -> Act {
    Act::Award(Award { scope, items: vec![granted(ClaimNo(claim), yuan, finality)], binds: Vec::new() })
}

/// Wages of 10,000 are awarded by a final award of a part, on 24 March; everything else is still open.
fn final_part() -> (Story, EntryNo) {
    let story = discussed(10_000).then("2021-03-24", award(Scope::Part, 1, 10_000, Finality::Final));
    let no = story.last();
    (story, no)
}

fn served(story: Story, on: &str, document: Document, (of, parties): (EntryNo, &[PartyNo])) -> Story {
    story.then(on, Act::Service(ServiceOfProcess { of: Some(of), ..a_service(document, parties) }))
}

fn challenge(kind: ChallengeKind, party: PartyNo, award: Option<EntryNo>) -> Act {
    Act::Challenge(Challenge {
        kind,
        party,
        over: None,
        award,
        against: Vec::new(),
        court: "湛江中院".into(),
    })
}

fn withdrawn() -> Act {
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() })
}

fn to_perform_by(due_on: &str, of: Option<EntryNo>) -> Act {
    Act::Proceeding(ProceedingAct::PerformanceTerm(PerformanceTerm { due_on: day(due_on), of, over: None }))
}

fn all(story: &Story, rule: RuleId) -> Vec<Deadline> {
    story.deadlines().into_iter().filter(|due| due.rule.id == rule).collect()
}

#[track_caller]
fn is(found: &Deadline, due: &str, state: State) {
    assert_eq!((found.due_on(), found.state), (Some(day(due)), state));
}

fn awaits(story: &Story) -> Vec<(Document, Option<EntryNo>, PartyNo)> {
    let all = pending(story.case(), &story.book).into_iter().filter(|it| it.lacks == Lacks::Service);
    let awards = all.filter(|it| it.document.finality().is_some());
    awards.map(|it| (it.document, it.of, it.party)).collect()
}

#[test]
fn an_award_of_a_part_is_not_served_until_everyone_has_it() {
    let (story, no) = final_part();
    let both = [(Document::AwardFinal, Some(no), WORKER), (Document::AwardFinal, Some(no), EMPLOYER)];
    assert_eq!(awaits(&story), both);
    let closed = story.clone().acknowledging("takes_last_claim").then("2021-03-25", withdrawn());
    assert_eq!(awaits(&closed), both, "the closing does not serve it");
    let one = served(story, "2021-03-26", Document::AwardFinal, (no, &[WORKER]));
    assert_eq!(awaits(&one), both[1..]);
    // A service that names no award is of the last of its kind that was there.
    assert_eq!(awaits(&one.served("2021-03-29", Document::AwardFinal, &[EMPLOYER])), []);
}

/// Served on both on Friday 26 March. P02: fifteen days to Saturday 10 April, so to Monday the 12th. P03: thirty days to
/// Sunday 25 April, which is worked for the days off in May. P06: two years from the 24th, when it was made (LAW 47), to
/// Friday 24 March 2023.
#[test]
fn a_final_award_of_a_part_has_its_terms_while_the_case_is_open_and_after_it() {
    let (story, no) = final_part();
    let story = served(story, "2021-03-26", Document::AwardFinal, (no, &[WORKER, EMPLOYER]));
    let withdrawn = story.clone().acknowledging("takes_last_claim").then("2021-03-30", withdrawn());
    assert_eq!(withdrawn.case().closing.unwrap().manner, Manner::AwardFinal);
    for story in [&story, &withdrawn] {
        is(&story.deadline(RuleId::P02), "2021-04-12", State::Open);
        is(&story.deadline(RuleId::P03), "2021-04-25", State::Open);
        is(&story.deadline(RuleId::P06), "2023-03-24", State::Open);
        assert_eq!(story.deadline(RuleId::P03).party, Some(EMPLOYER));
        assert_eq!(all(story, RuleId::P01), []);
    }
    // The employer goes to the intermediate court on the last day: the case goes on where it is.
    let to_court = || challenge(ChallengeKind::SettingAside, EMPLOYER, None);
    let sued = story.clone().recorded_on("2021-05-08").then("2021-04-25", to_court());
    assert_eq!((sued.stage(), sued.case().challenges[0].award), (Stage::Deliberation, Some(no)));
    is(&sued.deadline(RuleId::P03), "2021-04-25", State::Met);
    is(&sued.deadline(RuleId::P02), "2021-04-12", State::Open);
    assert_eq!(sued.replayed(Reading::Decide).as_ref(), Ok(sued.case()));
    // A day later it is late, and not before the award was made.
    let codes =
        |on: &str| story.refused(on, to_court()).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes("2021-04-26"), ["term_has_run_out"]);
    assert_eq!(codes("2021-03-23"), ["before_the_award"]);
    let closed = withdrawn.recorded_on("2021-05-08").then("2021-04-25", to_court());
    assert_eq!(closed.stage(), Stage::Challenged);
    is(&closed.deadline(RuleId::P03), "2021-04-25", State::Met);
}

/// Set aside by a ruling that the worker received on Thursday 20 May: P04 fifteen days, to Friday 4 June; nothing is left
/// to enforce.
#[test]
fn a_part_that_is_set_aside_is_sued_over_and_not_enforced() {
    let (story, no) = final_part();
    let story = served(story, "2021-03-26", Document::AwardFinal, (no, &[WORKER, EMPLOYER]));
    let ruling = || {
        Act::Proceeding(ProceedingAct::CourtRuling(CourtRuling {
            kind: CourtRulingKind::SetAside,
            parties: vec![WORKER],
            award: None,
            over: None,
            court: "湛江中院".into(),
            suits: Vec::new(),
            court_number: None,
        }))
    };
    assert_eq!(story.refused("2021-04-09", ruling()), [("no_such_challenge", "LAW 49".to_owned())]);
    let story = story.then("2021-04-08", challenge(ChallengeKind::SettingAside, EMPLOYER, None));
    let story = story.then("2021-05-20", ruling());
    is(&story.deadline(RuleId::P04), "2021-06-04", State::Open);
    assert_eq!((all(&story, RuleId::P06), story.stage()), (Vec::new(), Stage::Deliberation));
}

/// Wages of 20,000, which cannot be final. Served on the worker on Friday 26 March, P01 to Saturday 10 April, so Monday
/// the 12th; on the employer on Monday the 29th, to Tuesday 13 April. In effect on the 14th: P06 to Friday 14 April 2023.
#[test]
fn a_part_that_is_not_final_has_effect_once_nobody_can_sue() {
    let story = discussed(20_000).then("2021-03-24", award(Scope::Part, 1, 20_000, Finality::NonFinal));
    let no = story.last();
    let one = served(story, "2021-03-26", Document::AwardNonFinal, (no, &[WORKER]));
    is(&one.deadline(RuleId::P01), "2021-04-12", State::Open);
    assert_eq!(all(&one, RuleId::P06), [], "not yet served on everyone");
    let story = served(one, "2021-03-29", Document::AwardNonFinal, (no, &[EMPLOYER]));
    let p01 = all(&story, RuleId::P01);
    is(&p01[1], "2021-04-13", State::Open);
    let p06 = story.deadline(RuleId::P06);
    is(&p06, "2023-04-14", State::Open);
    assert_eq!(p06.trigger.on, day("2021-04-14"));
    let sued = story.clone().then("2021-04-13", challenge(ChallengeKind::Suit, EMPLOYER, None));
    is(&all(&sued, RuleId::P01)[1], "2021-04-13", State::Met);
    assert_eq!(all(&sued, RuleId::P06), [], "before a court it has no effect");
    // The award says by when it is to be performed: two years from there, to Monday 24 April 2023.
    let stated = story.clone().then("2021-04-14", to_perform_by("2021-04-24", Some(no)));
    is(&stated.deadline(RuleId::P06), "2023-04-24", State::Open);
    assert_eq!(stated.case().performance, None, "nothing closed the case");
    let early = story.refused("2021-04-14", to_perform_by("2021-03-23", Some(no)));
    assert_eq!(early[0].0, "due_before_closing");
    let of_the_closing = story.refused("2021-04-14", to_perform_by("2021-04-24", None));
    assert_eq!(of_the_closing, [("document_not_named", String::new())], "a part orders a payment");
    let of_no_document = story.refused("2021-04-14", to_perform_by("2021-04-24", Some(EntryNo(1))));
    assert_eq!(of_no_document, [("document_not_named", String::new())]);
}

/// The wages by a final award of a part on 24 March, the severance by one that closes the case on the 30th: two documents,
/// each with its own terms. Served on 26 March and on Wednesday 31 March: P03 to 25 April (worked) and to Friday 30 April.
#[test]
fn two_awards_have_two_terms_and_a_challenge_says_over_which_it_is() {
    let (story, part) = final_part();
    let story = served(story, "2021-03-26", Document::AwardFinal, (part, &[WORKER, EMPLOYER]));
    let story = story.then("2021-03-30", award(Scope::Whole, 2, 300, Finality::Final));
    let whole = story.last();
    assert_eq!(awaits(&story).len(), 2, "the award that closed the case alone");
    let story = served(story, "2021-03-31", Document::AwardFinal, (whole, &[WORKER, EMPLOYER]));
    assert_eq!(story.stage(), Stage::Served);
    let p03 = all(&story, RuleId::P03);
    is(&p03[0], "2021-04-25", State::Open);
    is(&p03[1], "2021-04-30", State::Open);
    let unnamed = challenge(ChallengeKind::SettingAside, EMPLOYER, None);
    assert_eq!(story.refused("2021-04-08", unnamed), [("award_not_named", String::new())]);
    let wrong = challenge(ChallengeKind::SettingAside, EMPLOYER, Some(EntryNo(1)));
    assert!(story.refused("2021-04-08", wrong).contains(&("names_no_award", String::new())));
    let over_part =
        story.clone().then("2021-04-08", challenge(ChallengeKind::SettingAside, EMPLOYER, Some(part)));
    let p03 = all(&over_part, RuleId::P03);
    is(&p03[0], "2021-04-25", State::Met);
    is(&p03[1], "2021-04-30", State::Open);
    // What closed the case is in effect from its day, and not before a court.
    assert_eq!(over_part.case().effective_on, Some(day("2021-03-30")));
    // Money is for the older document first: 10,000 cover the part, 300 more the rest.
    let paid = story.recovered("2021-04-06", 10_000);
    let p06 = all(&paid, RuleId::P06);
    is(&p06[0], "2023-03-24", State::Met);
    is(&p06[1], "2023-03-30", State::Open);
    let p06 = all(&paid.recovered("2021-04-07", 300), RuleId::P06);
    assert_eq!((p06[1].state, p06[1].met.unwrap().on), (State::Met, day("2021-04-07")));
}

/// A part that is final, and a rest that is not: the case is closed with both kinds, but only the second document is of the
/// closing. Served on Wednesday 31 March, P01 runs to Thursday 15 April: in effect on the 16th.
#[test]
fn what_closes_the_case_is_served_without_the_part_before() {
    let story = discussed(20_000).then("2021-03-24", award(Scope::Part, 2, 300, Finality::Final));
    let story = story.then("2021-03-30", award(Scope::Whole, 1, 20_000, Finality::NonFinal));
    assert_eq!(story.case().closing.unwrap().manner, Manner::AwardMixed);
    assert_eq!(story.case().closing_documents(), [Document::AwardNonFinal]);
    let story = story.served("2021-03-31", Document::AwardNonFinal, &[WORKER, EMPLOYER]);
    assert_eq!(story.stage(), Stage::Served);
    assert_eq!(story.case().takes_effect_on(&story.book), Some(day("2021-04-16")));
    assert_eq!(awaits(&story).len(), 2, "the part is still to be served");
}

/// Settled in part on 25 March, signed by both on that day: enforceable for two years, to Saturday 25 March 2023, so to
/// Monday the 27th, whatever becomes of the rest.
#[test]
fn a_part_that_is_settled_is_enforced() {
    let paper = Act::MediationDocument(MediationDocument {
        scope: Scope::Part,
        claims: vec![WAGES],
        amount: Fen::from_yuan(8_000),
    });
    let story = discussed(10_000).then("2021-03-24", paper);
    assert_eq!(all(&story, RuleId::P06), []);
    assert_eq!(story.obstacles("2021-03-24", ActKind::PerformanceTerm), ["nothing_to_perform"]);
    let signed = story.signed("2021-03-25", &[WORKER, EMPLOYER]);
    is(&signed.deadline(RuleId::P06), "2023-03-27", State::Open);
    let closed = signed.acknowledging("takes_last_claim").then("2021-03-30", withdrawn());
    is(&closed.deadline(RuleId::P06), "2023-03-27", State::Open);
    assert_eq!(closed.refused("2021-04-01", to_perform_by("2021-04-30", None))[0].0, "document_not_named");
    is(&closed.recovered("2021-04-01", 8_000).deadline(RuleId::P06), "2023-03-27", State::Met);
}

/// Wages of 20,000 by an award of a part of Thursday 25 March, served on both on Monday the 29th. A second employer joined on
/// 10 March, which is told on the 28th: it was there, and has the award on Monday 12 April, with fifteen days to Tuesday the
/// 27th. In effect on the 28th, two years to Friday 28 April 2023. One who joins on the 26th, after the award, is not bound.
#[test]
fn who_joined_before_an_award_is_bound_by_it_however_late_it_is_told() {
    let second = PartyNo(3);
    let joins = || Act::PartyJoinder(PartyJoinder { parties: vec![an_employer(second.0, Side::Respondent)] });
    let made = discussed(20_000).then("2021-03-25", award(Scope::Part, 1, 20_000, Finality::NonFinal));
    let no = made.last();
    let joined = made.clone().recorded_on("2021-03-28").then("2021-03-10", joins());
    let story = served(
        joined.recorded_on("2021-04-12"),
        "2021-03-29",
        Document::AwardNonFinal,
        (no, &[WORKER, EMPLOYER]),
    );
    assert_eq!(all(&story, RuleId::P06), [], "the second employer has not got it");
    assert_eq!(awaits(&story), [(Document::AwardNonFinal, Some(no), second)]);
    let story = served(story, "2021-04-12", Document::AwardNonFinal, (no, &[second]));
    is(&all(&story, RuleId::P01)[2], "2021-04-27", State::Open);
    let p06 = story.deadline(RuleId::P06);
    assert_eq!((p06.trigger.on, p06.due_on()), (day("2021-04-28"), Some(day("2023-04-28"))));
    let later = made.then("2021-03-26", joins());
    let later = served(later, "2021-03-29", Document::AwardNonFinal, (no, &[WORKER, EMPLOYER]));
    is(&later.deadline(RuleId::P06), "2023-04-14", State::Open);
}

/// A second worker withdrew on 23 March, which is told on the 29th, after the award of a part of the 25th: nobody waits for its
/// copy. Served on the others on the 29th, P01 to Tuesday 13 April; in effect on the 14th. Who withdraws after the
/// award is to have it all the same.
#[test]
fn who_left_before_an_award_is_not_bound_by_it_however_late_it_is_told() {
    let (second, leaves) = (PartyNo(3), |parties: &[PartyNo]| {
        Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: parties.to_vec() })
    });
    let claims = vec![
        a_claim(1, WORKER, ClaimItem::Wages, 20_000),
        a_claim(2, WORKER, ClaimItem::SeverancePay, 300),
        a_claim(3, second, ClaimItem::Wages, 20_000),
    ];
    let made = discussed_with(|receipt| {
        receipt.claims.clone_from(&claims);
        receipt.parties.push(a_worker(second.0, Side::Applicant));
    });
    let made = made.then("2021-03-25", award(Scope::Part, 1, 20_000, Finality::NonFinal));
    let no = made.last();
    let told = |on: &str| {
        let left = made.clone().recorded_on("2021-03-29").then(on, leaves(&[second]));
        served(left, "2021-03-29", Document::AwardNonFinal, (no, &[WORKER, EMPLOYER]))
    };
    let (before, after) = (told("2021-03-23"), told("2021-03-26"));
    assert_eq!((awaits(&before).len(), awaits(&after).len()), (0, 1));
    let whole = |story: &Story| story.case().award_effect(&story.case().awards[0], &story.book);
    assert!(matches!(whole(&before), Effect::Since(since) if since.on == day("2021-04-14")));
    assert_eq!(whole(&after), Effect::Unserved);
    is(&before.deadline(RuleId::P06), "2023-04-14", State::Open);
}

/// Closed by parts: an award of a part of Saturday 20 March that is not final, served on both on the 29th, and the rest
/// withdrawn on the 26th. The worker sues on 1 April; the employer may sue until Tuesday 13 April, and before the 14th nobody
/// puts an effect on record, as of an award of the whole case.
#[test]
fn a_suit_over_a_part_does_not_end_the_term_of_the_others() {
    let story = discussed_on(20_000, "2021-03-19");
    let story = story.then("2021-03-20", award(Scope::Part, 1, 20_000, Finality::NonFinal));
    let no = story.last();
    let story = story.acknowledging("takes_last_claim").then("2021-03-26", withdrawn());
    let story = served(story, "2021-03-29", Document::AwardNonFinal, (no, &[WORKER, EMPLOYER]));
    let sued = story.then("2021-04-01", challenge(ChallengeKind::Suit, WORKER, None));
    assert_eq!(sued.case().takes_effect_on(&sued.book), Some(day("2021-04-14")));
    let codes = |on: &str| -> Vec<&str> {
        let effective = Act::Effectiveness(Effectiveness {});
        sued.refused(on, effective).into_iter().map(|(code, _)| code).collect()
    };
    assert_eq!(codes("2021-04-05"), ["term_to_sue_runs", "challenged"]);
    assert_eq!(codes("2021-04-14"), ["challenged"]);
}

#[test]
fn nobody_goes_to_court_over_a_case_without_an_award() {
    let story = discussed(10_000);
    for act in [ActKind::Challenge, ActKind::CourtRuling] {
        assert_eq!(story.obstacles("2021-03-24", act), ["no_award_to_challenge"]);
    }
    let suit = challenge(ChallengeKind::Suit, WORKER, None);
    assert_eq!(story.refused("2021-03-24", suit)[0].0, "no_award_to_challenge");
}
