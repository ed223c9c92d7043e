//! How long the deadlines of a case take, and reading its docket again: a case of 25 entries, more than most
//! counties' cases have. The goal is under 10 µs for all deadlines. Not a test: nothing here fails when it is slow.
#![expect(clippy::allow_attributes, reason = "what this program leaves unused, the tests need")]
#![expect(clippy::unwrap_used, reason = "the story of a test, told here once more")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sikuai::domain::act::Act;
use sikuai::domain::act::decision::Finality;
use sikuai::domain::act::hearing::HearingAdjournment;
use sikuai::domain::act::service::{Defence, DefenceKind};
use sikuai::domain::act::tribunal::{Assignee, Assignment, Duty};
use sikuai::domain::deadline::deadlines;
use sikuai::domain::docket::{Place, replay};
use sikuai::domain::finding::Reading;
use sikuai::domain::service_of_process::Document;

#[path = "../tests/support/story.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod story;

use story::{EMPLOYER, REGION, Story, WAGES, WORKER, a_case, case_id, day, granted, user};

/// Received to archived money: two sittings, a suspension, an extension, every service.
fn a_case_of_25_entries() -> Story {
    let people = vec![Assignee { user: user(7), duty: Duty::Clerk }];
    let story = a_case()
        .received("2021-03-01")
        .then("2021-03-01", Act::Assignment(Assignment { people }))
        .accepted("2021-03-03")
        .served("2021-03-03", Document::AcceptanceNotice, &[WORKER, EMPLOYER])
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .tribunal("2021-03-05")
        .served("2021-03-05", Document::TribunalNotice, &[WORKER, EMPLOYER])
        .hearing_set("2021-03-08", "2021-03-22")
        .notice_served("2021-03-09")
        .then("2021-03-15", Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed }))
        .served("2021-03-16", Document::DefenceCopy, &[WORKER])
        .opened("2021-03-22");
    let hearing = story.hearing();
    story
        .then(
            "2021-03-22",
            Act::HearingAdjournment(HearingAdjournment {
                hearing,
                next_on: day("2021-04-08"),
                time: Some("09:00".into()),
                minutes: None,
                room: None,
            }),
        )
        .suspended("2021-03-24")
        .served("2021-03-24", Document::DecisionNotice, &[WORKER, EMPLOYER])
        .resumed("2021-04-06")
        .extended("2021-04-07", 15)
        .served("2021-04-07", Document::DecisionNotice, &[WORKER, EMPLOYER])
        .opened("2021-04-08")
        .hearing_closed("2021-04-08")
        .discussed("2021-04-12")
        .awarded("2021-04-14", vec![granted(WAGES, 10_000, Finality::Final)])
        .served("2021-04-16", Document::AwardFinal, &[WORKER, EMPLOYER])
        .effective("2021-04-16")
        .recovered("2021-05-10", 10_000)
}

fn domain(criterion: &mut Criterion) {
    let story = a_case_of_25_entries();
    assert_eq!(story.entries.len(), 25);
    criterion.bench_function("all deadlines of a case of 25 entries", |bencher| {
        bencher.iter(|| deadlines(black_box(story.case()), black_box(&story.book)));
    });
    criterion.bench_function("all explanations of a case of 25 entries", |bencher| {
        let all = deadlines(story.case(), &story.book);
        bencher
            .iter(|| all.iter().map(|deadline| black_box(deadline).explain(&story.book)).collect::<Vec<_>>());
    });
    criterion.bench_function("replay of 25 entries", |bencher| {
        let place = Place { id: case_id(), region: REGION };
        bencher.iter(|| replay(black_box(&story.entries), place, &story.book, Reading::Replay));
    });
}

criterion_group!(benches, domain);
criterion_main!(benches);
