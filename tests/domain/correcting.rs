//! Corrections (更正) where another docket rests on the entry: what was opened is not changed from here, and a correction that
//! fails for a later entry names it. Recusals that come late, and the archive.

use sikuai::domain::act::Act;
use sikuai::domain::act::after::{Archiving, Challenge, ChallengeKind, Effectiveness};
use sikuai::domain::act::collective::CaseSplit;
use sikuai::domain::act::decision::Finality;
use sikuai::domain::act::filing::Procedure;
use sikuai::domain::act::service::ServiceOfProcess;
use sikuai::domain::act::tribunal::{RecusalDecision, RecusalGround, RecusalOutcome, RecusalRequest};
use sikuai::domain::case::Case;
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::docket::{Content, Correction, Entry, Place, Replacement, correct};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{CaseId, EntryNo, PartyNo, UserId};
use sikuai::domain::party::Side;
use sikuai::domain::refusal::{Refusal, Severity};
use sikuai::domain::service_of_process::{Document, ServiceManner};
use sikuai::domain::stage::Stage;
use uuid::Uuid;

use crate::story::{
    EMPLOYER, REGION, Story, WAGES, WORKER, a_case, a_claim, a_receipt, a_service, a_worker, an_acceptance,
    an_employer, case_id, day, decided, granted, in_deliberation, noon, scheduled, user,
};

/// What a supervisor would correct on 30 June 2021.
fn corrected(story: &Story, entry: u32, replacement: (&str, Act), known: &[&str]) -> Result<Case, Refusal> {
    taken(story, &correction(story, ("2021-06-30", entry), replacement, known))
}

/// What a correction makes of a story.
fn taken(story: &Story, correction: &Entry) -> Result<Case, Refusal> {
    let place = Place { id: case_id(), region: REGION };
    correct(&story.entries, correction, place, &story.book)
}

/// What a supervisor would write down on a day in the place of an entry.
fn correction(story: &Story, (on, entry): (&str, u32), replacement: (&str, Act), known: &[&str]) -> Entry {
    let on = day(on);
    Entry {
        no: EntryNo(story.last().0 + 1),
        on,
        recorded_at: noon(on),
        actor: user(2),
        reason: Some("登记错误".into()),
        acknowledged: known.iter().map(|code| (*code).to_owned()).collect(),
        content: Content::Correction(Correction {
            entry: EntryNo(entry),
            replacement: Some(Replacement { on: day(replacement.0), act: replacement.1 }),
        }),
    }
}

fn codes<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Vec<&'static str> {
    result.unwrap_err().findings.iter().map(|finding| finding.code).collect()
}

/// Three workers, of whom the third left by a split on 10 March, entry 4.
fn split_story() -> Story {
    a_case()
        .with(|receipt| {
            receipt.parties = (1..=3).map(|no| a_worker(no, Side::Applicant)).collect();
            receipt.parties.push(an_employer(4, Side::Respondent));
            receipt.claims = (1..=3).map(|no| a_claim(no, PartyNo(no), ClaimItem::Wages, 8_000)).collect();
        })
        .received("2021-03-01")
        .accepted("2021-03-03")
        .tribunal("2021-03-05")
        .then("2021-03-10", split(&[3]))
}

fn split(parties: &[u32]) -> Act {
    let opened = Some(CaseId(Uuid::from_u128(77)));
    Act::CaseSplit(CaseSplit { parties: parties.iter().map(|no| PartyNo(*no)).collect(), opened })
}

/// With the second in its place the third would be in both cases, and the second in none.
#[test]
fn a_split_is_not_corrected_into_another_one() {
    let story = split_story();
    assert_eq!(codes(corrected(&story, 4, ("2021-03-10", split(&[2])), &[])), ["opened_case_differs"]);
    // Its day alone changes nothing of what it opened.
    let later = corrected(&story, 4, ("2021-03-11", split(&[3])), &[]).unwrap();
    assert_eq!(later.split_off[0].at.on, day("2021-03-11"));
}

#[test]
fn what_lies_beneath_a_split_is_not_corrected_into_another_substance() {
    let story = split_story();
    let mut receipt = story.receipt.clone();
    receipt.claims[2].amount = Some(sikuai::domain::money::Fen::from_yuan(9_000));
    let more = Act::Receipt(receipt);
    assert_eq!(codes(corrected(&story, 1, ("2021-03-01", more), &[])), ["opened_case_differs"]);
    // What concerns those who stayed alone is free.
    let mut receipt = story.receipt.clone();
    receipt.claims[0].amount = Some(sikuai::domain::money::Fen::from_yuan(9_000));
    assert!(corrected(&story, 1, ("2021-03-01", Act::Receipt(receipt)), &[]).is_ok());
    // The day of the acceptance stands in both dockets, and is corrected in both.
    let acceptance = || ("2021-03-02", an_acceptance(Procedure::Ordinary));
    assert_eq!(codes(corrected(&story, 2, acceptance(), &[])), ["opened_case_stays"]);
    assert!(corrected(&story, 2, acceptance(), &["opened_case_stays"]).is_ok());
}

#[test]
fn a_correction_that_fails_for_a_later_entry_names_it() {
    let story = a_case().received("2021-03-01").accepted("2021-03-03").tribunal("2021-03-04");
    let on = day("2021-06-30");
    let content = Content::Correction(Correction { entry: EntryNo(2), replacement: None });
    let entry = Entry {
        no: EntryNo(99),
        on,
        recorded_at: noon(on),
        actor: user(2),
        reason: Some("误录".into()),
        acknowledged: Vec::new(),
        content,
    };
    let place = Place { id: case_id(), region: REGION };
    let refusal = correct(&story.entries, &entry, place, &story.book).unwrap_err();
    let said: Vec<&str> = refusal.findings.iter().map(|finding| finding.words.zh.as_str()).collect();
    let wanted =
        "第3项登记“组庭”：案件处于“收件”阶段，不能办理“组庭”；可在下列阶段办理：已受理。请先更正该项登记";
    assert!(said.contains(&wanted), "{said:?}");
}

/// The copy came on 10 March: ten working days end on Wednesday the 24th. The hearing of the 22nd was put off to the 29th on
/// the 9th, and nobody is summoned to it any more; had it come on the 17th, the period would end on the 31st.
#[test]
fn a_hearing_that_is_not_held_says_nothing_of_a_true_day() {
    use sikuai::domain::act::hearing::{Ground, HearingPostponement};
    let story = scheduled();
    let postponed = HearingPostponement {
        hearing: story.hearing(),
        ground: Ground::Tribunal,
        requested_on: None,
        held_on: Some(day("2021-03-29")),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let story = story.recorded_on("2021-03-11").then("2021-03-11", Act::HearingPostponement(postponed));
    let copy = || Act::Service(a_service(Document::ApplicationCopy, &[EMPLOYER]));
    let on = |on: &str| taken(&story, &correction(&story, ("2021-03-17", 3), (on, copy()), &[]));
    let case = on("2021-03-10").unwrap();
    assert_eq!(case.services[0].served_on, day("2021-03-10"));
    assert_eq!(codes(on("2021-03-17")), ["defence_period_runs"], "for the hearing that stands");
    // One that was held is on record as it was: irregular, and no longer to be mended.
    let held = in_deliberation();
    assert_eq!(codes(corrected(&held, 3, ("2021-03-10", copy()), &[])), ["defence_period_runs"; 2]);
    let case = corrected(&held, 3, ("2021-03-10", copy()), &["defence_period_runs"]).unwrap();
    assert_eq!(case.services[0].served_on, day("2021-03-10"));
}

/// Heard on Tuesday 23 March and not on the 22nd: the notice is entry 5, the opening 7, the closing 8.
#[test]
fn the_day_of_a_hearing_is_corrected_in_its_notice_and_its_opening() {
    use sikuai::domain::act::hearing::{HearingClosing, HearingOpening, MediationAttempt};
    let mut story = in_deliberation();
    let hearing = story.hearing();
    let opening = || Act::HearingOpening(HearingOpening { hearing, absent: Vec::new() });
    let closing = || Act::HearingClosing(HearingClosing { hearing, mediation: MediationAttempt::Failed });
    let notice = || crate::story::a_hearing("2021-03-23");
    let odds = "not_the_day_of_the_hearing";
    // Whichever of the two comes first, it is said that the other must follow.
    for (entry, replacement) in [(5, ("2021-03-08", notice())), (7, ("2021-03-22", opening()))] {
        let same = replacement.0 == "2021-03-22";
        let found = corrected(&story, entry, replacement, &[]);
        assert_eq!(found.map_err(|refusal| refusal.findings[0].code).err(), (!same).then_some(odds));
    }
    let steps = [
        (8, ("2021-03-23", closing()), None),
        (7, ("2021-03-23", opening()), Some(odds)),
        (5, ("2021-03-08", notice()), None),
    ];
    for (entry, (on, act), said) in steps {
        let asked = taken(&story, &correction(&story, ("2021-06-30", entry), (on, act.clone()), &[]));
        let found = asked.map_err(|refusal| refusal.findings).err().unwrap_or_default();
        assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), Vec::from_iter(said));
        assert!(found.iter().all(|finding| finding.severity == Severity::Warning), "{found:?}");
        let known: Vec<&str> = said.into_iter().collect();
        let entry = correction(&story, ("2021-06-30", entry), (on, act), &known);
        taken(&story, &entry).unwrap();
        story.entries.push(entry);
    }
    let case = story.replayed(Reading::Replay).unwrap();
    let opened = case.hearings[0].state.opened().unwrap().on;
    assert_eq!((case.hearings[0].held_on, opened), (day("2021-03-23"), day("2021-03-23")));
    // A later correction of something else is not asked about it again.
    let discussion = Act::Service(a_service(Document::ApplicationCopy, &[EMPLOYER]));
    assert!(corrected(&story, 3, ("2021-03-05", discussion), &[]).is_ok());
}

fn request(party: PartyNo, member: UserId) -> Act {
    Act::RecusalRequest(RecusalRequest { member, party, ground: RecusalGround::Interest })
}

/// Heard and closed on 22 March: a request of the 23rd stops nobody (R33 11).
#[test]
fn a_recusal_that_is_asked_for_after_the_argument_stops_nobody() {
    let story = in_deliberation();
    let found = story.refused("2021-03-23", request(EMPLOYER, user(12)));
    assert_eq!(found, [("recusal_too_late", "R33 11".to_owned())]);
    let story = story.acknowledging("recusal_too_late").then("2021-03-23", request(EMPLOYER, user(12)));
    let asked = story.last();
    assert_eq!(story.case().recusals[0].late_since, Some(day("2021-03-22")));
    let items = || vec![granted(WAGES, 10_000, Finality::Final)];
    let decided = story.clone().by(user(12)).discussed("2021-03-23").awarded("2021-03-26", items());
    assert_eq!(decided.stage(), Stage::Closed);
    // The same on the same ground once more is asked about; of another member, or before the hearing, nothing is late.
    assert_eq!(
        story.attempt(day("2021-03-24"), request(EMPLOYER, user(12))).unwrap_err().findings[0].code,
        "recusal_repeated"
    );
    assert!(story.attempt(day("2021-03-24"), request(WORKER, user(12))).is_ok());
    let before = scheduled().then("2021-03-10", request(EMPLOYER, user(12)));
    assert_eq!(before.case().recusals[0].late_since, None);
    assert_eq!(
        before
            .clone()
            .by(user(12))
            .attempt(day("2021-03-22"), request(WORKER, user(13)))
            .unwrap_err()
            .findings[0]
            .code,
        "recusal_pending"
    );
    // One that was made before the argument ended and written down after it is not late.
    let told = in_deliberation().recorded_on("2021-03-24").then("2021-03-19", request(EMPLOYER, user(12)));
    assert_eq!(told.case().recusals[0].late_since, None);
    // Upheld all the same, it keeps the member out.
    let upheld = RecusalDecision { request: asked, outcome: RecusalOutcome::Upheld };
    let story = story.then("2021-03-24", Act::RecusalDecision(upheld)).by(user(12));
    assert_eq!(
        story.attempt(day("2021-03-24"), request(WORKER, user(13))).unwrap_err().findings[0].code,
        "recusal_pending"
    );
}

/// Served on 1 December: the worker may sue until the 16th, the employer apply until the 31st (LAW 48, 49).
#[test]
fn the_archive_says_how_long_parties_may_still_go_to_court_and_gives_the_file_back() {
    let story = decided()
        .recorded_on("2021-12-10")
        .served("2021-12-01", Document::AwardFinal, &[WORKER, EMPLOYER])
        .effective("2021-12-02");
    let archive = || Act::Archiving(Archiving { file_number: "1".into(), ..Archiving::default() });
    let refusal = story.attempt(day("2021-12-10"), archive()).unwrap_err();
    assert_eq!(refusal.findings[0].code, "terms_to_court_run");
    assert!(refusal.findings[0].words.zh.contains("2021-12-31"), "{refusal:?}");
    let story = story.acknowledging("terms_to_court_run").then("2021-12-10", archive());
    let suit = Challenge {
        kind: ChallengeKind::Suit,
        party: WORKER,
        over: None,
        award: None,
        against: Vec::new(),
        court: "县法院".into(),
    };
    let story = story.then("2021-12-10", Act::Challenge(suit));
    assert_eq!((story.stage(), story.case().archived), (Stage::Challenged, None));
    assert_eq!(story.then("2021-12-10", archive()).stage(), Stage::Archived);
    // Once the terms are over nothing is said.
    let later =
        decided().served("2021-12-01", Document::AwardFinal, &[WORKER, EMPLOYER]).effective("2021-12-02");
    assert!(later.attempt(day("2022-01-04"), archive()).is_ok());
}

/// Announced on 10 March: it counts sixty days later, on 9 May (R33 20).
#[test]
fn a_decision_that_is_served_by_announcement_has_effect_once_it_counts_as_served() {
    use sikuai::domain::act::closing::{Withdrawal, WithdrawalGround};
    let withdrawal = Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() };
    let notice = ServiceOfProcess {
        manner: ServiceManner::Announcement,
        cause: Some("下落不明".into()),
        ..a_service(Document::ClosingDecision, &[EMPLOYER])
    };
    let story = a_case()
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-09", Act::Withdrawal(withdrawal))
        .served("2021-03-09", Document::ClosingDecision, &[WORKER])
        .then("2021-03-10", Act::Service(notice));
    let effect = || Act::Effectiveness(Effectiveness {});
    assert_eq!(story.refused("2021-05-07", effect()), [("not_deemed_served_yet", "R33 20".to_owned())]);
    assert_eq!(story.then("2021-05-10", effect()).case().effective_on, Some(day("2021-05-09")));
}

#[test]
fn a_receipt_without_anything_opened_is_corrected_freely() {
    let story = in_deliberation();
    assert!(corrected(&story, 1, ("2021-03-01", Act::Receipt(a_receipt())), &[]).is_ok());
}
