//! What is not yet served, what proves a service, and what may be left or posted (law notes §1.5), by hand.

use sikuai::domain::act::Act;
use sikuai::domain::act::decision::Finality;
use sikuai::domain::act::service::{Defence, DefenceKind, LeavingGround, ServiceOfProcess};
use sikuai::domain::act::service_proof::ServiceProof;
use sikuai::domain::code::Coded as _;
use sikuai::domain::deadline::rule::RuleId;
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{EntryNo, PartyNo};
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::pending::{Lacks, pending};
use sikuai::domain::service_of_process::{Document, ProofKind, ServiceManner};

use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_proof, a_service, a_worker, an_employer, day, decided, granted,
    in_deliberation, scheduled, with_tribunal,
};

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

fn proved(service: u32, kind: ProofKind) -> Act {
    Act::ServiceProof(ServiceProof { service: EntryNo(service), parties: Vec::new(), proof: a_proof(kind) })
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
            proof: Some(a_proof(kind)),
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

fn of(document: Document, of: Option<u32>, parties: &[PartyNo]) -> Act {
    Act::Service(ServiceOfProcess { of: of.map(EntryNo), ..a_service(document, parties) })
}

fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

/// An award of which every item is final is one document; the other is not there, and starts no term (LAW 48-50).
#[test]
fn an_award_that_was_not_made_is_not_served_and_starts_no_term() {
    let both = [WORKER, EMPLOYER];
    let closed = decided();
    let wrong = || of(Document::AwardNonFinal, None, &both);
    assert_eq!(codes(&closed, "2021-03-29", wrong()), ["no_such_document"]);
    let refusal = closed.attempt(day("2021-03-29"), wrong()).unwrap_err();
    assert_eq!(
        (refusal.findings[0].field.as_deref(), refusal.severity()),
        (Some("/document"), Severity::Invalid)
    );
    let other = || of(Document::AwardFinal, None, &both);
    let mixed = in_deliberation().discussed("2021-03-23");
    let non_final = mixed
        .acknowledging("final_by_law")
        .awarded("2021-03-26", vec![granted(WAGES, 10_000, Finality::NonFinal)]);
    assert_eq!(codes(&non_final, "2021-03-29", other()), ["no_such_document"]);
    // An earlier version took it: it is read as it is, and starts no term.
    let mut old = closed;
    old.entries.push(old.entry(day("2021-03-29"), wrong()));
    let case = old.replayed(Reading::Replay).unwrap();
    assert_eq!(case.services.last().unwrap().document, Document::AwardNonFinal);
    let due = sikuai::domain::deadline::deadlines(&case, &old.book);
    assert!(due.iter().all(|deadline| deadline.rule.id != RuleId::P01));
}

#[test]
fn a_paper_of_another_closing_and_a_defence_that_nobody_filed_are_not_there() {
    let closed = decided();
    for document in [Document::NonAcceptanceNotice, Document::ClosingDecision] {
        assert_eq!(codes(&closed, "2021-03-29", of(document, None, &[WORKER])), ["no_such_document"]);
    }
    let copy = || of(Document::DefenceCopy, None, &[WORKER]);
    assert_eq!(codes(&with_tribunal(), "2021-03-16", copy()), ["no_such_document"]);
    let waived = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Waived });
    let waived = with_tribunal().then("2021-03-15", waived);
    assert_eq!(codes(&waived, "2021-03-16", copy()), ["no_such_document"]);
    let filed = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    let filed = with_tribunal().recorded_on("2021-03-20").then("2021-03-15", filed);
    assert_eq!(codes(&filed, "2021-03-14", copy()), ["served_before_made"]);
    assert!(filed.attempt(day("2021-03-15"), copy()).is_ok());
    // Before the acceptance nothing is there.
    let early = a_case().received("2021-03-01").attempt(day("2021-03-02"), copy()).unwrap_err();
    assert_eq!((early.findings[0].code, early.severity()), ("served_before_made", Severity::Impossible));
}

#[test]
fn what_a_service_is_about_is_an_entry_of_the_case_that_made_the_document() {
    let story = with_tribunal();
    let formed = story.last().0;
    let notice = |no| of(Document::TribunalNotice, Some(no), &[WORKER]);
    assert_eq!(codes(&story, "2021-03-05", notice(999)), ["names_no_document"]);
    assert_eq!(codes(&story, "2021-03-05", notice(0)), ["names_no_document"]);
    assert!(story.attempt(day("2021-03-05"), notice(formed)).is_ok());
    let filed = Act::Defence(Defence { party: EMPLOYER, kind: DefenceKind::Filed });
    let filed = story.then("2021-03-15", filed);
    let defence = filed.last().0;
    let copy = |no| of(Document::DefenceCopy, Some(no), &[WORKER]);
    assert_eq!(codes(&filed, "2021-03-16", copy(formed)), ["names_no_document"]);
    assert!(filed.attempt(day("2021-03-16"), copy(defence)).is_ok());
}

/// A09: each of two respondents' defences goes to the applicant as a copy of its own; the copy of one is not that of the other.
#[test]
fn the_copy_of_another_defence_is_not_the_copy_of_this_one() {
    let second = PartyNo(3);
    let files = |party| Act::Defence(Defence { party, kind: DefenceKind::Filed });
    let story = a_case()
        .with(|receipt| receipt.parties.push(an_employer(3, Side::Respondent)))
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER, second])
        .tribunal("2021-03-05")
        .then("2021-03-08", files(EMPLOYER));
    let one = story.last().0;
    let story = story.then("2021-03-09", files(second));
    let other = story.last().0;
    let copy = |no| of(Document::DefenceCopy, Some(no), &[WORKER]);
    let met = |story: &Story| -> Vec<_> {
        let all = story.deadlines().into_iter().filter(|deadline| deadline.rule.id == RuleId::A09);
        all.map(|deadline| (deadline.trigger.by.0, deadline.met.map(|met| met.on))).collect()
    };
    let served = story.clone().then("2021-03-10", copy(other));
    assert_eq!(met(&served), [(one, None), (other, Some(day("2021-03-10")))]);
    let lacks =
        |story: &Story| unserved(story).into_iter().filter(|line| line.starts_with("defence_copy")).count();
    assert_eq!((lacks(&story), lacks(&served)), (2, 1));
    let both = served.then("2021-03-11", copy(one));
    assert_eq!(met(&both), [(one, Some(day("2021-03-11"))), (other, Some(day("2021-03-10")))]);
    assert_eq!(lacks(&both), 0);
}

/// The clerk's commonest service: there is one hearing ahead, and the notice is of that.
#[test]
fn a_hearing_notice_without_a_name_is_of_the_hearing_ahead() {
    let notice = || of(Document::HearingNotice, None, &[WORKER, EMPLOYER]);
    let story = with_tribunal().hearing_set("2021-03-08", "2021-03-22");
    let hearing = story.hearing();
    let served = story.then("2021-03-09", notice());
    assert!(served.case().services.iter().rev().take(2).all(|service| service.of == Some(hearing)));
    assert!(!unserved(&served).iter().any(|line| line.starts_with("hearing_notice")));
    // Once it was opened no hearing is ahead: the notice that is written down late has to say which.
    let opened = scheduled().opened("2021-03-22");
    let refusal = opened.attempt(day("2021-03-22"), notice()).unwrap_err();
    assert_eq!(
        (refusal.findings[0].code, refusal.findings[0].field.as_deref()),
        ("hearing_not_named", Some("/of"))
    );
    let wrong = of(Document::HearingNotice, Some(1), &[WORKER]);
    assert_eq!(codes(&opened, "2021-03-22", wrong), ["names_no_document"]);
    // Without any hearing there is no notice.
    let none = with_tribunal().attempt(day("2021-03-09"), notice()).unwrap_err();
    assert_eq!(none.severity(), Severity::Impossible);
}
