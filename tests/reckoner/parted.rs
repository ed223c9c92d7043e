//! A case that is split at any moment of a random history: whatever runs in it runs in the one that is split off, to the
//! same day and for the same reason, and neither has what the other lacks; on the day of the split and on every day before.
//! What stays with the first case is named. Not here: whether the days themselves are right (`reckon`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::test_runner::TestCaseError;
use serde_json::Value;
use sikuai::domain::act::Act;
use sikuai::domain::act::collective::{CaseSplit, continued};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::table;
use sikuai::domain::case::{Case, Recusal};
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::deadline::{Deadline, State, deadlines};
use sikuai::domain::docket::{Entry, Place, counted, replay, stood_on};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{CaseId, EntryNo, PartyNo};
use sikuai::domain::party::Side;
use uuid::Uuid;

use crate::story::{REGION, Story, case_id};

/// The case that is split off.
const SECOND: CaseId = CaseId(Uuid::from_u128(77));

/// What stays with the first case: hearings, recusals, mediation, counterclaims, referrals, and what follows an award or a
/// document about the claims of those who stay.
const OF_THE_FIRST: &[RuleId] = &[
    RuleId::A12,
    RuleId::A20,
    RuleId::A23,
    RuleId::A24,
    RuleId::RF1,
    RuleId::P01,
    RuleId::P02,
    RuleId::P03,
    RuleId::P04,
    RuleId::P05,
    RuleId::P06,
];

/// Splits the last applicant who claims something off, if the story allows it; whether it did.
pub(crate) fn compare(story: &Story) -> Result<bool, TestCaseError> {
    let case = story.case();
    let applicants: Vec<PartyNo> = case.side(Side::Applicant).map(|party| party.no).collect();
    let claims = |no: &&PartyNo| case.claims.iter().any(|claim| claim.claimant == **no);
    let leaver = applicants.iter().rev().find(claims).filter(|_| applicants.len() > 1);
    let Some(leaver) = leaver else { return Ok(false) };
    if !table::allows(case.stage, ActKind::CaseSplit) {
        return Ok(false);
    }
    let split = CaseSplit { parties: vec![*leaver], opened: Some(SECOND) };
    let today = story.entries.last().unwrap().recorded_at.date_naive();
    let Ok(first) = story.attempt(today, Act::CaseSplit(split.clone())) else { return Ok(false) };
    let docket = second_docket(story, &split);
    let place = Place { id: SECOND, region: REGION };
    let fail = |what: String| TestCaseError::fail(format!("{what}\nthe docket:\n{}", crate::docket(story)));
    let second = replay(&docket, place, &story.book, Reading::Replay);
    let second =
        second.map_err(|refusal| fail(format!("the docket makes no case: {refusal:#?}\n{docket:#?}")))?;
    let apart = differences(story, (&first, &second), None);
    if !apart.is_empty() {
        return Err(fail(format!("split on {today}: {apart:#?}\n{docket:#?}")));
    }
    let days: BTreeSet<NaiveDate> = story.entries.iter().map(|entry| entry.on).collect();
    for day in days {
        let own = Place { id: case_id(), region: REGION };
        let then = stood_on(&story.entries, own, &story.book, day);
        let Some(both) = then.zip(stood_on(&docket, place, &story.book, day)) else { continue };
        let apart = differences(story, (&both.0, &both.1), Some(day));
        if !apart.is_empty() {
            return Err(fail(format!("split on {today}, as of {day}: {apart:#?}\n{docket:#?}")));
        }
    }
    Ok(true)
}

fn second_docket(story: &Story, split: &CaseSplit) -> Vec<Entry> {
    let case = story.case();
    let continuation = continued(split, case, &counted(&story.entries));
    let receipt = continuation.began(split.receipt(case, case.parties.clone()));
    let acts = [(case.received.on, Act::Receipt(receipt))].into_iter().chain(continuation.acts);
    let last = story.entries.last().unwrap();
    let entry =
        |(no, (on, act))| Entry { no: EntryNo(no), recorded_at: last.recorded_at, ..story.entry(on, act) };
    (1..).zip(acts).map(entry).collect()
}

/// A deadline that runs, by what it is of; and when and why it ends.
type Running = BTreeMap<(&'static str, Option<PartyNo>, NaiveDate, &'static str), Value>;

fn differences(story: &Story, (first, second): (&Case, &Case), as_of: Option<NaiveDate>) -> Vec<String> {
    let parties: BTreeSet<PartyNo> = second.parties.iter().map(|party| party.no).collect();
    let frozen = story.case().recusals.iter().any(Recusal::stands);
    let left_out = second.acceptance.as_ref().is_some_and(|accepted| !accepted.left_out.is_empty());
    let shared = |deadline: &Deadline| {
        let here = deadline.party.is_none_or(|no| parties.contains(&no));
        // A tribunal with a member who may not sit is not the new case's. That a hearing was told is told with the acceptance.
        let stays = match deadline.rule.id {
            RuleId::A07 => frozen,
            RuleId::G03 => as_of.is_some(),
            // So are announcements of which nothing else tells.
            RuleId::A25 | RuleId::A26 => as_of.is_some() && left_out,
            id => OF_THE_FIRST.contains(&id),
        };
        here && !stays
    };
    let running = |case: &Case| -> Running {
        let all = deadlines(case, &story.book).into_iter().filter(shared);
        let running = all
            .filter(|it| matches!(it.state, State::Open | State::Paused | State::Extended | State::Missed));
        running.map(|it| (key(&it), why(&it, story))).collect()
    };
    let (ours, theirs) = (running(first), running(second));
    let mut apart = Vec::new();
    for key in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
        let (own, other) = (ours.get(key), theirs.get(key));
        // A defence is passed on to each applicant, and each is told of the tribunal: those who leave, or those who stay, may
        // have their copies already.
        let each = [RuleId::A07, RuleId::A09].iter().any(|rule| key.0 == rule.code());
        let passed_on = each && (own.is_none() || other.is_none());
        if own != other && !passed_on {
            apart.push(format!("{key:?}:\n first {own:?}\nsecond {other:?}"));
        }
    }
    apart
}

fn key(deadline: &Deadline) -> (&'static str, Option<PartyNo>, NaiveDate, &'static str) {
    (deadline.rule.id.code(), deadline.party, deadline.trigger.on, deadline.cause.code)
}

/// Its end and its explanation, without the numbers of entries, which each docket has of its own.
fn why(deadline: &Deadline, story: &Story) -> Value {
    let mut explanation = serde_json::to_value(deadline.explain(&story.book)).unwrap();
    without_entries(&mut explanation);
    let ends = (format!("{:?}", deadline.state), deadline.natural_on(), deadline.due_on());
    serde_json::json!([ends, explanation])
}

fn without_entries(value: &mut Value) {
    if let Some(object) = value.as_object_mut() {
        object.remove("entry");
        object.values_mut().for_each(without_entries);
    }
    if let Some(array) = value.as_array_mut() {
        array.iter_mut().for_each(without_entries);
    }
}
