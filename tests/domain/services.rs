//! What is not yet served, what proves a service, and what may be left or posted (law notes §1.5), by hand.

use sikuai::domain::act::Act;
use sikuai::domain::act::service::{Defence, DefenceKind, LeavingGround, ServiceOfProcess};
use sikuai::domain::act::service_proof::ServiceProof;
use sikuai::domain::code::Coded as _;
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::service_of_process::pending::{Lacks, pending};
use sikuai::domain::service_of_process::{Document, Proof, ProofKind, ServiceManner};

use crate::story::{EMPLOYER, Story, WORKER, a_case, a_service, a_worker, day, decided, with_tribunal};

/// What a case lacks: document, party, since, due.
fn unserved(story: &Story) -> Vec<String> {
    lines(story, Lacks::Service)
}

fn lines(story: &Story, lacks: Lacks) -> Vec<String> {
    let all = pending(story.case(), &story.book);
    let own = all.iter().filter(|it| it.lacks == lacks);
    let due = |on: Option<chrono::NaiveDate>| on.map_or_else(|| "-".to_owned(), |on| on.to_string());
    own.map(|it| format!("{} {} {} {}", it.document.code(), it.party, it.since, due(it.due_on))).collect()
}

fn proof(kind: ProofKind) -> Proof {
    Proof { kind, reference: "回证1号".into(), file: None, sha256: None }
}

fn proved(service: u32, kind: ProofKind) -> Act {
    Act::ServiceProof(ServiceProof { service: EntryNo(service), parties: Vec::new(), proof: proof(kind) })
}

/// Accepted on Wednesday 3 March 2021: the respondent's copy is due in five working days, on the 10th.
#[test]
fn an_acceptance_is_told_to_the_applicant_and_the_copy_goes_to_the_respondent() {
    assert!(unserved(&a_case().received("2021-03-01")).is_empty());
    let accepted = a_case().received("2021-03-01").accepted("2021-03-03");
    assert_eq!(
        unserved(&accepted),
        ["acceptance_notice 1 2021-03-03 -", "application_copy 2 2021-03-03 2021-03-10"]
    );
    let copied = accepted.served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER]);
    assert_eq!(unserved(&copied), ["acceptance_notice 1 2021-03-03 -"]);
    let told = copied.served("2021-03-04", Document::AcceptanceNotice, &[WORKER]);
    assert!(unserved(&told).is_empty());
}

/// A defence of Monday 15 March is due at the applicant's on the 22nd; an earlier copy is of an earlier defence.
#[test]
fn each_defence_goes_to_the_applicants() {
    let filed = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    let story = with_tribunal().then("2021-03-15", filed.clone());
    assert!(unserved(&story).contains(&"defence_copy 1 2021-03-15 2021-03-22".to_owned()), "{story:#?}");
    let story = story.served("2021-03-16", Document::DefenceCopy, &[WORKER]).then("2021-03-17", filed);
    assert!(unserved(&story).contains(&"defence_copy 1 2021-03-17 2021-03-24".to_owned()));
}

/// An award of 26 March goes to both; what was to be told before it no longer matters.
#[test]
fn what_closed_the_case_goes_to_everyone() {
    let closed = decided();
    let on = closed.case().closing.unwrap().at.on;
    assert_eq!(unserved(&closed), [format!("award_final 1 {on} -"), format!("award_final 2 {on} -")]);
    let half = closed.served("2021-03-29", Document::AwardFinal, &[WORKER]);
    assert_eq!(unserved(&half), [format!("award_final 2 {on} -")]);
    assert!(unserved(&half.served("2021-03-29", Document::AwardFinal, &[EMPLOYER])).is_empty());
}

#[test]
fn a_service_is_proved_by_what_fits_its_manner_and_by_nothing_else() {
    let story = a_case().received("2021-03-01").accepted("2021-03-03");
    let served = story.served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER]);
    assert_eq!(lines(&served, Lacks::Proof), ["application_copy 2 2021-03-04 -"]);
    let entry = served.case().services[0].made.by.0;
    let refused =
        |act| served.refused("2021-03-04", act).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(refused(proved(entry, ProofKind::PostReceipt)), ["proof_of_another_manner"]);
    assert_eq!(refused(proved(99, ProofKind::SignedReturn)), ["no_such_service"]);
    let early = served.attempt(day("2021-03-03"), proved(entry, ProofKind::SignedReturn)).unwrap_err();
    assert_eq!(early.findings[0].code, "proved_before_served");
    let done = served.then("2021-03-05", proved(entry, ProofKind::SignedReturn));
    assert!(lines(&done, Lacks::Proof).is_empty());
}

#[test]
fn a_proof_may_come_with_the_service() {
    let story = a_case().received("2021-03-01").accepted("2021-03-03");
    let posted = |kind| {
        Act::Service(ServiceOfProcess {
            manner: ServiceManner::Post,
            proof: Some(proof(kind)),
            ..a_service(Document::ApplicationCopy, &[EMPLOYER])
        })
    };
    let wrong = story.refused("2021-03-04", posted(ProofKind::Publication));
    assert_eq!(wrong[0].0, "proof_of_another_manner");
    let done = story.then("2021-03-04", posted(ProofKind::PostReceipt));
    assert!(lines(&done, Lacks::Proof).is_empty());
}

/// R33 20: posting because the employer is gone is for disputes of ten workers or more, and on the employer.
#[test]
fn papers_are_posted_for_an_employer_that_is_gone_only_in_a_large_dispute() {
    let posted = |party: PartyNo| {
        Act::Service(ServiceOfProcess {
            manner: ServiceManner::Leaving,
            leaving_ground: Some(LeavingGround::EmployerGone),
            cause: Some("停业".into()),
            ..a_service(Document::ApplicationCopy, &[party])
        })
    };
    let small = a_case().received("2021-03-01").accepted("2021-03-03");
    assert_eq!(small.refused("2021-03-03", posted(EMPLOYER))[0].0, "posting_barred");
    let mut large = a_case();
    large.receipt.parties.extend((3..12).map(|no| a_worker(no, Side::Applicant)));
    let large = large.received("2021-03-01").accepted("2021-03-03");
    assert_eq!(large.case().workers(), 10);
    assert_eq!(large.refused("2021-03-03", posted(WORKER))[0].0, "posting_barred");
    let done = large.then("2021-03-03", posted(EMPLOYER));
    assert_eq!(done.case().services[0].served_on, day("2021-03-08"));
}
