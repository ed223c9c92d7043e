//! The four quick steps (四快, law notes §6) of the region's data, worked out by hand on the calendar of 2021.

use sikuai::domain::act::Act;
use sikuai::domain::act::filing::{
    CorrectionCompletion, CorrectionNotice, FailureCause, MediationDeferral, MediationFailure,
    PreFilingSettlement,
};
use sikuai::domain::money::Fen;
use sikuai::domain::quick_step::{CaseTarget, QuickStep, TargetStatus, attained, targets};

use crate::story::{EMPLOYER, Story, WORKER, a_case, day, decided, with_tribunal};

fn received() -> Story {
    a_case().received("2021-03-01")
}

fn target(story: &Story, step: QuickStep) -> Option<CaseTarget> {
    targets(story.case(), &story.book).into_iter().find(|target| target.step == step)
}

#[track_caller]
fn stands(story: &Story, step: QuickStep, due_on: &str, as_of: &str, status: TargetStatus) {
    let target = target(story, step).unwrap();
    assert_eq!((target.due_on, target.status(day(as_of))), (day(due_on), status));
}

/// One working day from Monday 1 March; from Friday 12 March, when the application was complete, Monday the 15th.
#[test]
fn filing_within_a_working_day_of_the_complete_application() {
    stands(&received(), QuickStep::Filing, "2021-03-02", "2021-03-02", TargetStatus::Open);
    stands(&received(), QuickStep::Filing, "2021-03-02", "2021-03-03", TargetStatus::Passed);
    let accepted = |on| received().accepted(on);
    stands(&accepted("2021-03-02"), QuickStep::Filing, "2021-03-02", "2021-12-31", TargetStatus::Attained);
    stands(&accepted("2021-03-03"), QuickStep::Filing, "2021-03-02", "2021-12-31", TargetStatus::Missed);
    let notice = CorrectionNotice { items: vec!["副本".into()], due_on: day("2021-03-12") };
    let completed = received()
        .then("2021-03-02", Act::CorrectionNotice(notice))
        .then("2021-03-12", Act::CorrectionCompletion(CorrectionCompletion {}))
        .accepted("2021-03-15");
    assert_eq!(attained(QuickStep::Filing, completed.case(), &completed.book), Some(true));
}

/// Fifteen days from 2 March.
#[test]
fn mediation_before_acceptance_counts_when_it_settles() {
    let deferred =
        received().then("2021-03-02", Act::MediationDeferral(MediationDeferral { body: "镇调委会".into() }));
    stands(&deferred, QuickStep::MediationBefore, "2021-03-17", "2021-03-18", TargetStatus::Passed);
    let settle = || {
        Act::PreFilingSettlement(PreFilingSettlement {
            amount: Fen(100),
            paid: Fen(0),
            agreed: None,
            opened: None,
        })
    };
    let settled = |on| deferred.clone().then(on, settle());
    let outcome = |story: &Story| attained(QuickStep::MediationBefore, story.case(), &story.book);
    assert_eq!(outcome(&settled("2021-03-17")), Some(true));
    assert_eq!(outcome(&settled("2021-03-18")), Some(false));
    let failed =
        deferred.then("2021-03-10", Act::MediationFailure(MediationFailure { cause: FailureCause::Failed }));
    stands(&failed, QuickStep::MediationBefore, "2021-03-17", "2021-03-11", TargetStatus::Dropped);
    assert_eq!(outcome(&failed), None);
}

/// Ten working days from 3 March: 4, 5, 8 to 12, 15, 16 and 17 March.
#[test]
fn mediation_counts_in_cases_that_end_so() {
    let signed = |on| with_tribunal().mediation_document("2021-03-10").signed(on, &[WORKER, EMPLOYER]);
    stands(&signed("2021-03-17"), QuickStep::Mediation, "2021-03-17", "2021-12-31", TargetStatus::Attained);
    stands(&signed("2021-03-18"), QuickStep::Mediation, "2021-03-17", "2021-12-31", TargetStatus::Missed);
    stands(&decided(), QuickStep::Mediation, "2021-03-17", "2021-12-31", TargetStatus::Dropped);
}

/// Fifteen days from 3 March in the simplified procedure, none in the ordinary; thirty days there, to 2 April, and
/// 45 in the ordinary one, to Monday 19 April.
#[test]
fn hearing_and_closing_go_by_the_procedure() {
    let simplified = received().accepted_simplified("2021-03-03");
    stands(&simplified, QuickStep::Hearing, "2021-03-18", "2021-03-18", TargetStatus::Open);
    stands(&simplified, QuickStep::Closing, "2021-04-02", "2021-04-03", TargetStatus::Passed);
    assert_eq!(target(&with_tribunal(), QuickStep::Hearing), None);
    stands(&decided(), QuickStep::Closing, "2021-04-19", "2021-12-31", TargetStatus::Attained);
}

/// No target is a deadline: a case that passed every target has no overdue deadline for it.
#[test]
fn targets_are_no_deadlines() {
    let story = received().accepted_simplified("2021-03-08");
    assert_eq!(attained(QuickStep::Filing, story.case(), &story.book), Some(false));
    let overdue = story
        .deadlines()
        .into_iter()
        .any(|deadline| deadline.status(day("2021-03-09")) == sikuai::domain::deadline::Status::Overdue);
    assert!(!overdue);
}
