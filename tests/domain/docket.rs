//! The docket: read again it gives the same case; a correction takes the place of a mistake, or is refused
//! where the history would no longer be lawful; an altered entry breaks the chain.

use chrono::NaiveDate;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::Recovery;
use sikuai::domain::act::filing::Procedure;
use sikuai::domain::case::Case;
use sikuai::domain::docket::{
    Content, Correction, Entry, FIRST_HASH, Place, Replacement, chain, correct, replay,
};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::EntryNo;
use sikuai::domain::money::Fen;
use sikuai::domain::office::DiscussionRule;
use sikuai::domain::refusal::Refusal;
use sikuai::domain::service_of_process::Document;
use sikuai::domain::stage::Stage;

use crate::story::WAGES;
use crate::story::{
    EMPLOYER, REGION, Story, WORKER, a_hearing, a_service, an_acceptance, case_id, day, decided, granted,
    in_deliberation, noon, scheduled, user,
};
use sikuai::domain::act::decision::Finality;

fn place() -> Place<'static> {
    Place { id: case_id(), region: REGION }
}

/// A correction that a supervisor writes down on 30 June 2021.
fn correction(story: &Story, entry: u32, replacement: Option<(&str, Act)>) -> Entry {
    let replacement = replacement.map(|(on, act)| Replacement { on: day(on), act });
    let on = day("2021-06-30");
    Entry {
        no: EntryNo(story.last().0 + 1),
        on,
        recorded_at: noon(on),
        actor: user(2),
        reason: Some("登记错误".into()),
        acknowledged: Vec::new(),
        content: Content::Correction(Correction { entry: EntryNo(entry), replacement }),
    }
}

fn corrected(story: &Story, correction: &Entry) -> Result<Case, Refusal> {
    correct(&story.entries, correction, place(), &story.book)
}

fn codes(result: Result<Case, Refusal>) -> Vec<&'static str> {
    result.unwrap_err().findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn read_again_the_docket_gives_the_same_case() {
    let story = decided()
        .served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER])
        .recovered("2021-04-01", 10_000)
        .effective("2021-04-01");
    assert_eq!(story.replayed(Reading::Replay).as_ref(), Ok(story.case()));
    assert_eq!(story.replayed(Reading::Decide).as_ref(), Ok(story.case()));
    assert_eq!(story.case().version, 13, "one for each entry");
}

#[test]
fn the_case_and_its_entries_survive_being_written_down() {
    let story = decided();
    let text = serde_json::to_string(&story.entries).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Entry>>(&text).unwrap(), story.entries);
    let text = serde_json::to_string(story.case()).unwrap();
    assert_eq!(serde_json::from_str::<Case>(&text).unwrap(), *story.case());
}

/// Accepted on 2 March and not on the 3rd: the trial period ends a day earlier, on Friday 16 April.
#[test]
fn a_correction_takes_the_place_of_the_entry() {
    let story = in_deliberation();
    let entry = correction(&story, 2, Some(("2021-03-02", an_acceptance(Procedure::Ordinary))));
    let case = corrected(&story, &entry).unwrap();
    assert_eq!(case.acceptance.as_ref().unwrap().at.on, day("2021-03-02"));
    assert_eq!((case.stage, case.version), (Stage::Deliberation, story.last().0 + 1));
    let due = sikuai::domain::deadline::trial_due(&case, &story.book).unwrap().due_on;
    assert_eq!(due, Some(day("2021-04-16")));
    // What was known before stays askable: the docket without the correction.
    assert_eq!(story.replayed(Reading::Replay).unwrap().acceptance.unwrap().at.on, day("2021-03-03"));
    // Once written down, the docket with it reads as it was decided.
    let mut entries = story.entries.clone();
    entries.push(entry);
    assert_eq!(replay(&entries, place(), &story.book, Reading::Replay), Ok(case));
}

#[test]
fn an_entry_that_should_not_be_there_is_struck_out() {
    let story = in_deliberation().recovered("2021-04-01", 500);
    let case = corrected(&story, &correction(&story, story.last().0, None)).unwrap();
    assert_eq!(case.recoveries, []);
    assert_eq!(case.stage, Stage::Deliberation);
}

#[test]
fn a_later_correction_of_the_same_entry_counts() {
    let mut story = in_deliberation().recovered("2021-04-01", 500);
    let no = story.last().0;
    let recovery = |yuan| Act::Recovery(Recovery { amount: Fen::from_yuan(yuan), party: None });
    let first = correction(&story, no, Some(("2021-04-01", recovery(600))));
    story.entries.push(first);
    let second = correction(&story, no, Some(("2021-04-02", recovery(700))));
    let case = corrected(&story, &second).unwrap();
    assert_eq!(case.recoveries.len(), 1);
    assert_eq!((case.recoveries[0].at.on, case.recoveries[0].amount), (day("2021-04-02"), Fen(70_000)));
}

#[test]
fn a_correction_that_would_make_the_history_unlawful_is_refused() {
    let story = in_deliberation();
    // Entry 4 is the formation of the tribunal: without it, nothing after it could be.
    assert_eq!(codes(corrected(&story, &correction(&story, 4, None))), ["stage_does_not_allow"]);
    // Entry 3 is the service of the application: without it, the hearing was set before any defence.
    // It is said of the notice, entry 5, and of the opening, entry 7.
    let unserved = correction(&story, 3, None);
    assert_eq!(codes(corrected(&story, &unserved)), ["defence_period_runs", "defence_period_runs"]);
    let refusal = corrected(&story, &unserved).unwrap_err();
    let said: Vec<_> = refusal.findings.iter().map(|finding| finding.words.clone()).collect();
    assert!(said[0].zh.starts_with("第5项登记“开庭通知”："), "{said:?}");
    assert!(said[1].en.starts_with("entry 7, \u{201c}"), "{said:?}");
    assert!(said[1].en.ends_with("; correct that entry first"), "{said:?}");
    // Entry 5 is the notice of the hearing: given on the 17th for the 22nd it was too short.
    let late = correction(&story, 5, Some(("2021-03-17", a_hearing("2021-03-22"))));
    let mut found = codes(corrected(&story, &late));
    found.sort_unstable();
    assert_eq!(found, ["notice_too_short", "served_before_made"]);
    let accepted_late = correction(&story, 2, Some(("2021-03-20", an_acceptance(Procedure::Ordinary))));
    let found = codes(corrected(&story, &accepted_late));
    assert!(found.contains(&"served_before_made"), "{found:?}");
    assert_eq!(codes(corrected(&story, &correction(&story, 1, None))), ["no_receipt"]);
}

#[test]
fn an_irregularity_that_the_correction_brings_to_light_is_acknowledged_with_it() {
    let story = scheduled();
    let late = correction(&story, 5, Some(("2021-03-09", a_hearing("2021-03-15"))));
    let mut found = codes(corrected(&story, &late));
    found.sort_unstable();
    assert_eq!(found, ["defence_period_runs", "notice_too_short"]);
    let known = Entry { acknowledged: found.into_iter().map(str::to_owned).collect(), ..late };
    assert_eq!(corrected(&story, &known).unwrap().hearings[0].held_on, day("2021-03-15"));
}

#[test]
fn a_correction_answers_only_for_what_it_changes() {
    // Decided without a discussion while the office asked for none; it does now.
    let story = in_deliberation()
        .under(|book| book.discussion = DiscussionRule::Free)
        .awarded("2021-03-26", vec![granted(WAGES, 10_000, Finality::Final)])
        .recovered("2021-04-01", 500)
        .under(|book| book.discussion = DiscussionRule::Required);
    assert!(corrected(&story, &correction(&story, story.last().0, None)).is_ok(), "after the award");
    let acceptance = correction(&story, 2, Some(("2021-03-02", an_acceptance(Procedure::Ordinary))));
    assert!(corrected(&story, &acceptance).is_ok(), "before the award");
}

#[test]
fn a_correction_makes_sense_by_itself() {
    let story = in_deliberation();
    assert_eq!(codes(corrected(&story, &correction(&story, 99, None))), ["no_such_entry"]);
    let other = Act::Service(a_service(Document::AcceptanceNotice, &[WORKER]));
    assert_eq!(
        codes(corrected(&story, &correction(&story, 2, Some(("2021-03-03", other))))),
        ["another_act"]
    );
    let silent = Entry { reason: Some("  ".into()), ..correction(&story, 8, None) };
    assert_eq!(codes(corrected(&story, &silent)), ["reason_missing"]);
    let tomorrow = Entry { on: day("2021-07-01"), ..correction(&story, 8, None) };
    assert_eq!(codes(corrected(&story, &tomorrow)), ["in_the_future"]);
}

/// The hash of the last entry, over bodies as they are stored.
fn head(bodies: &[String]) -> Vec<String> {
    bodies
        .iter()
        .scan(FIRST_HASH.to_owned(), |hash, body| {
            *hash = chain(hash, body);
            Some(hash.clone())
        })
        .collect()
}

#[test]
fn one_altered_byte_breaks_the_chain_from_there_on() {
    let bodies: Vec<String> =
        decided().entries.iter().map(|entry| serde_json::to_string(entry).unwrap()).collect();
    let lawful = head(&bodies);
    assert_eq!(lawful, head(&bodies));
    for altered in 0..bodies.len() {
        let mut bodies = bodies.clone();
        let position = bodies[altered].find("2021").unwrap();
        bodies[altered].replace_range(position..position + 4, "2022");
        let found = head(&bodies);
        let first = (0..lawful.len()).find(|n| lawful[*n] != found[*n]);
        assert_eq!(first, Some(altered));
        assert!((altered..lawful.len()).all(|n| lawful[n] != found[n]), "every later hash differs too");
    }
}

/// `sha256sum` of sixty-four zeros, a line feed and the letter a.
#[test]
fn the_chain_is_sha_256_over_the_hash_before_and_the_text() {
    let expected = "2e04306c2c1c72c0567b0630f213452ce913cee8d0772efd39e5699ed22aa637";
    assert_eq!(chain(FIRST_HASH, "a"), expected);
    assert_ne!(chain(FIRST_HASH, "a"), chain(FIRST_HASH, "b"));
}

#[test]
fn the_legal_date_and_the_day_of_recording_are_two() {
    let story = in_deliberation().recorded_on("2021-06-30").discussed("2021-03-23");
    let entry = story.entries.last().unwrap();
    let recorded: NaiveDate = sikuai::domain::docket::office_day(entry.recorded_at);
    assert_eq!((entry.on, recorded), (day("2021-03-23"), day("2021-06-30")));
}
