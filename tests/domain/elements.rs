//! The element form (要素式, law notes §4 and §6): who says what, side by side; what is confirmed, and what stays in dispute.
//! By hand, of the usual case: a hearing on Monday 22 March 2021.

use sikuai::domain::act::Act;
use sikuai::domain::act::collective::{CaseSplit, continued};
use sikuai::domain::act::hearing::{HearingAdjournment, HearingOpening, HearingReopening};
use sikuai::domain::act::kind::ActKind;
use sikuai::domain::act::proceeding::{ElementConfirmation, ElementStatement, ProceedingAct};
use sikuai::domain::act::restart::PartyJoinder;
use sikuai::domain::case::Case;
use sikuai::domain::claim::{Cause, ClaimItem};
use sikuai::domain::code::Coded as _;
use sikuai::domain::docket::{Content, Correction, Entry, Place, correct, counted};
use sikuai::domain::elements::answers::{ElementAnswer, ElementAnswers};
use sikuai::domain::elements::choice::ContractTerm;
use sikuai::domain::elements::confirmed::{
    ComparedElement, ConfirmedFact, side_by_side, sitting_then, undisputed,
};
use sikuai::domain::elements::element::{Element, asked};
use sikuai::domain::elements::standing::{ElementStatus, workers};
use sikuai::domain::finding::Reading;
use sikuai::domain::id::{CaseId, EntryNo, PartyNo};
use sikuai::domain::money::Fen;
use sikuai::domain::party::Side;
use sikuai::domain::refusal::Severity;
use sikuai::domain::service_of_process::Document;
use uuid::Uuid;

use crate::story::{
    EMPLOYER, REGION, Story, WORKER, a_case, a_claim, a_worker, an_employer, case_id, day, in_deliberation,
    noon, scheduled, with_tribunal,
};

fn says(party: PartyNo, answers: ElementAnswers) -> Act {
    says_of(party, None, answers)
}

fn says_of(party: PartyNo, worker: Option<PartyNo>, answers: ElementAnswers) -> Act {
    Act::Proceeding(ProceedingAct::ElementStatement(ElementStatement { party, worker, answers }))
}

fn confirms(elements: &[Element]) -> Act {
    confirms_of(elements, &[], None)
}

fn confirms_of(elements: &[Element], workers: &[PartyNo], admitted_by: Option<PartyNo>) -> Act {
    let (elements, workers) = (elements.to_vec(), workers.to_vec());
    Act::Proceeding(ProceedingAct::ElementConfirmation(ElementConfirmation {
        elements,
        workers,
        admitted_by,
    }))
}

fn hired(on: &str) -> ElementAnswers {
    ElementAnswers { hired_on: Some(day(on)), ..ElementAnswers::default() }
}

fn wage(yuan: i64) -> ElementAnswers {
    ElementAnswers { wage: Some(Fen::from_yuan(yuan)), ..ElementAnswers::default() }
}

/// What the worker says in the usual case: hired on 2 March 2020, 4,500 a month, paid until the end of 2020.
fn of_the_worker() -> ElementAnswers {
    ElementAnswers {
        position: Some("厨师".into()),
        insured: Some(false),
        contract: Some(ContractTerm::Unsigned),
        paid_until: Some(day("2020-12-31")),
        wage: Some(Fen::from_yuan(4_500)),
        ..hired("2020-03-02")
    }
}

/// What the employer says: the same but for the wage, and nothing of the insurance.
fn of_the_employer() -> ElementAnswers {
    ElementAnswers {
        position: Some("厨 师 ".into()),
        contract: Some(ContractTerm::Unsigned),
        wage: Some(Fen::from_yuan(4_000)),
        ..hired("2020-03-02")
    }
}

/// Both have filled in the form, and the hearing is open.
fn stated() -> Story {
    scheduled()
        .then("2021-03-10", says(WORKER, of_the_worker()))
        .then("2021-03-16", says(EMPLOYER, of_the_employer()))
        .opened("2021-03-22")
}

fn of(case: &Case, worker: PartyNo, element: Element) -> ComparedElement {
    let found = side_by_side(case, &[worker]).remove(0);
    assert_eq!(found.worker, worker);
    found.elements.into_iter().find(|it| it.element == element).unwrap()
}

fn status(story: &Story, element: Element) -> ElementStatus {
    of(story.case(), WORKER, element).status
}

fn codes(story: &Story, on: &str, act: Act) -> Vec<&'static str> {
    story.refused(on, act).into_iter().map(|(code, _)| code).collect()
}

fn confirmed(story: &Story) -> Vec<(PartyNo, Element, ElementAnswer)> {
    undisputed(story.case()).into_iter().map(|fact| (fact.worker, fact.element, fact.answer)).collect()
}

/// The common core of law.md §4 is asked of everyone, the rest where a claim or a cause calls for it.
#[test]
fn the_form_asks_the_core_and_what_the_claims_are_about() {
    let core = [
        "hired_on",
        "position",
        "insured",
        "contract",
        "contract_from",
        "contract_until",
        "wage",
        "wage_structure",
        "pay_manner",
        "pay_cycle",
        "paid_until",
        "worked_until",
        "ended",
        "ended_on",
        "ended_by",
        "ended_reason",
    ];
    let beside = |items: &[ClaimItem], cause: Cause| {
        let story = a_case().with(|receipt| {
            receipt.cause = cause;
            receipt.claims = (1..).zip(items).map(|(no, item)| a_claim(no, WORKER, *item, 1_000)).collect();
        });
        let story = story.received("2021-03-01");
        let asked: Vec<&str> = asked(story.case()).into_iter().map(Element::code).collect();
        assert_eq!(asked[..core.len()], core);
        asked[core.len()..].to_vec()
    };
    assert_eq!(beside(&[ClaimItem::Relationship], Cause::Relationship), Vec::<&str>::new());
    assert_eq!(
        beside(&[ClaimItem::Wages], Cause::Other),
        ["unpaid_from", "unpaid_until", "unpaid_amount"],
        "by the claim"
    );
    assert_eq!(beside(&[ClaimItem::Other], Cause::Remuneration).len(), 3, "by the cause");
    assert_eq!(beside(&[ClaimItem::Damages], Cause::Other), ["service_months", "average_wage"]);
    assert_eq!(
        beside(&[ClaimItem::Certificates], Cause::ContractDissolution),
        ["service_months", "average_wage"]
    );
    assert_eq!(beside(&[ClaimItem::InjuryBenefits], Cause::WorkInjury), ["injured_on", "injury_recognised"]);
    let both = beside(&[ClaimItem::SocialInsuranceStandard, ClaimItem::WorkingTimeStandard], Cause::Other);
    assert_eq!(both, ["insured_from", "leave_granted"]);
}

#[test]
fn the_statements_stand_side_by_side() {
    let story = stated();
    let compared = of(story.case(), WORKER, Element::Wage);
    let money = |yuan| ElementAnswer::Money(Fen::from_yuan(yuan));
    assert_eq!(compared.answers, [(WORKER, money(4_500)), (EMPLOYER, money(4_000))]);
    assert_eq!((compared.status, compared.unanswered_by.len()), (ElementStatus::Differs, 0));
    assert!(compared.is_disputed() && !compared.is_undisputed());
    // The same day, the same choice; words but for the spaces in them.
    for element in [Element::HiredOn, Element::Contract, Element::Position] {
        assert_eq!(status(&story, element), ElementStatus::Agreed, "{element:?}");
        assert!(of(story.case(), WORKER, element).is_undisputed(), "{element:?}");
    }
    let insured = of(story.case(), WORKER, Element::Insured);
    assert_eq!(
        (insured.status, insured.unanswered_by.clone()),
        (ElementStatus::PartlyAnswered, vec![EMPLOYER])
    );
    assert!(!insured.is_disputed() && !insured.is_undisputed());
    assert_eq!(status(&story, Element::PayCycle), ElementStatus::Unanswered);
    assert_eq!(of(story.case(), WORKER, Element::PayCycle).unanswered_by, [WORKER, EMPLOYER]);
    // What the form does not ask stands there once somebody answers it.
    let elements = |story: &Story| side_by_side(story.case(), &[WORKER]).remove(0).elements.len();
    assert_eq!(elements(&story), 19, "the core, and unpaid wages");
    let beside = ElementAnswers { service_months: Some(12), ..ElementAnswers::default() };
    assert_eq!(elements(&story.then("2021-03-22", says(WORKER, beside))), 20);
}

#[test]
fn a_later_statement_amends_answer_by_answer() {
    let amended = stated().then("2021-03-22", says(EMPLOYER, wage(4_500)));
    assert_eq!(status(&amended, Element::Wage), ElementStatus::Agreed);
    assert_eq!(status(&amended, Element::HiredOn), ElementStatus::Agreed, "what it does not say stays");
    assert_eq!(amended.case().element_statements.len(), 3, "nothing is erased");
    // What hangs on an answer that is now no falls away.
    let ended =
        ElementAnswers { ended: Some(true), ended_on: Some(day("2021-01-31")), ..ElementAnswers::default() };
    let not_ended = ElementAnswers { ended: Some(false), ..ElementAnswers::default() };
    let story = stated().then("2021-03-22", says(WORKER, ended.clone()));
    assert_eq!(of(story.case(), WORKER, Element::EndedOn).answers.len(), 1);
    let story = story.then("2021-03-22", says(WORKER, not_ended));
    assert_eq!(of(story.case(), WORKER, Element::EndedOn).answers.len(), 0);
    // And is not told again while the answer stays no; with yes it is.
    let day_alone = ElementAnswers { ended: None, ..ended.clone() };
    assert_eq!(codes(&story, "2021-03-22", says(WORKER, day_alone)), ["answers_contradict"]);
    let story = story.then("2021-03-22", says(WORKER, ended));
    assert_eq!(of(story.case(), WORKER, Element::EndedOn).answers.len(), 1);
}

#[test]
fn a_statement_that_cannot_be_is_refused_all_at_once() {
    let story = with_tribunal();
    let wrong = ElementAnswers {
        hired_on: Some(day("2021-03-09")),
        contract: Some(ContractTerm::Unsigned),
        contract_from: Some(day("2020-03-02")),
        insured: Some(false),
        insured_from: Some(day("2020-04-01")),
        unpaid_from: Some(day("2021-01-31")),
        unpaid_until: Some(day("2021-01-01")),
        ..ElementAnswers::default()
    };
    let refusal = story.attempt(day("2021-03-08"), says(WORKER, wrong)).unwrap_err();
    let found: Vec<_> = refusal.findings.iter().map(|it| (it.code, it.field.as_deref().unwrap())).collect();
    assert_eq!(
        found,
        [
            ("answer_in_the_future", "/answers/hired_on"),
            ("answers_contradict", "/answers/contract_from"),
            ("answers_contradict", "/answers/insured_from"),
            ("ends_before_it_begins", "/answers/unpaid_until"),
        ]
    );
    let empty = says(WORKER, ElementAnswers::default());
    assert_eq!(codes(&story, "2021-03-08", empty), ["nothing_answered"]);
    // Hired on the very day is no future.
    assert!(story.attempt(day("2021-03-08"), says(WORKER, hired("2021-03-08"))).is_ok());
}

/// A worker speaks of the own employment, an employer of all or of one; whoever else takes part is not asked.
#[test]
fn who_speaks_and_of_whom() {
    let story = a_case().with(|receipt| {
        receipt.parties.push(a_worker(3, Side::ThirdParty));
        receipt.parties.push(an_employer(4, Side::ThirdParty));
    });
    let story = story.received("2021-03-01").accepted("2021-03-03");
    let codes = |act| codes(&story, "2021-03-04", act);
    assert_eq!(codes(says(PartyNo(9), hired("2020-03-02"))), ["party_not_asked"]);
    assert_eq!(codes(says(PartyNo(3), hired("2020-03-02"))), ["party_not_asked"]);
    assert_eq!(codes(says_of(WORKER, Some(PartyNo(3)), hired("2020-03-02"))), ["speaks_for_itself"]);
    assert_eq!(codes(says_of(EMPLOYER, Some(PartyNo(3)), hired("2020-03-02"))), ["worker_unknown"]);
    assert_eq!(codes(says_of(EMPLOYER, Some(EMPLOYER), hired("2020-03-02"))), ["worker_unknown"]);
    // Naming oneself is the same as naming nobody.
    let story = story.clone().then("2021-03-04", says_of(WORKER, Some(WORKER), hired("2020-03-02")));
    assert_eq!(story.case().element_statements[0].worker, None);
    // A third party that employs is heard, and not waited for.
    let story = story.then("2021-03-04", says_of(EMPLOYER, Some(WORKER), hired("2020-03-02")));
    assert_eq!(status(&story, Element::HiredOn), ElementStatus::Agreed);
    let story = story.then("2021-03-04", says(PartyNo(4), hired("2020-03-03")));
    assert_eq!(status(&story, Element::HiredOn), ElementStatus::Differs);
}

/// From the acceptance until the last hearing is closed; written down later, of a day before that.
#[test]
fn the_form_is_filled_in_until_the_hearing_closes() {
    let act = || says(WORKER, hired("2020-03-02"));
    let received = a_case().received("2021-03-01");
    assert_eq!(codes(&received, "2021-03-02", act()), ["stage_does_not_allow"]);
    let closed = in_deliberation();
    assert_eq!(codes(&closed, "2021-03-23", act()), ["hearing_over"]);
    assert_eq!(closed.obstacles("2021-03-23", ActKind::ElementStatement), ["hearing_over"]);
    let late = closed.clone().recorded_on("2021-03-24");
    assert!(late.attempt(day("2021-03-22"), act()).is_ok());
    // Back in the hearing, it is asked again.
    let reopened = closed.then("2021-03-25", Act::HearingReopening(HearingReopening {}));
    assert!(reopened.attempt(day("2021-03-25"), act()).is_ok());
}

#[test]
fn what_all_say_is_confirmed_and_nothing_else() {
    let before = scheduled().then("2021-03-10", says(WORKER, of_the_worker()));
    let too_early = codes(&before, "2021-03-17", confirms(&[Element::HiredOn]));
    assert_eq!(too_early, ["not_heard_yet", "no_sitting_then", "still_disputed"]);
    assert_eq!(before.obstacles("2021-03-17", ActKind::ElementConfirmation), ["not_heard_yet"]);
    let story = stated();
    let all = [Element::HiredOn, Element::Wage, Element::Insured, Element::PayCycle, Element::HiredOn];
    let refusal = story.attempt(day("2021-03-22"), confirms(&all)).unwrap_err();
    let found: Vec<_> = refusal.findings.iter().map(|it| (it.code, it.field.as_deref().unwrap())).collect();
    assert_eq!(
        found,
        [
            ("named_twice", "/elements/4"),
            ("still_disputed", "/elements/1"),
            ("still_disputed", "/elements/2"),
            ("still_disputed", "/elements/3"),
        ]
    );
    assert_eq!(refusal.severity(), Severity::Invalid);
    assert_eq!(
        codes(&story, "2021-03-22", confirms_of(&[Element::HiredOn], &[EMPLOYER], None)),
        ["worker_unknown"]
    );
    let story = story.then("2021-03-22", confirms(&[Element::HiredOn, Element::Position]));
    let date = ElementAnswer::Date(day("2020-03-02"));
    let words = ElementAnswer::Text("厨师".into());
    assert_eq!(confirmed(&story), [(WORKER, Element::HiredOn, date), (WORKER, Element::Position, words)]);
    assert_eq!(codes(&story, "2021-03-22", confirms(&[Element::HiredOn])), ["confirmed_already"]);
    // The docket makes the same case, and a case without the form is written as before.
    assert_eq!(story.replayed(Reading::Decide).unwrap(), *story.case());
    let text = serde_json::to_string(scheduled().case()).unwrap();
    assert!(!text.contains("element"), "{text}");
}

/// The employer admits before the tribunal what the worker says of the wage; who stayed away admits nothing.
#[test]
fn what_a_party_admits_is_confirmed_as_the_others_say_it() {
    let admits = |by| confirms_of(&[Element::Wage], &[], Some(by));
    let story = stated();
    assert_eq!(codes(&story, "2021-03-22", admits(PartyNo(9))), ["party_not_asked", "still_disputed"]);
    let by_employer = story.clone().then("2021-03-22", admits(EMPLOYER));
    let money = |yuan| ElementAnswer::Money(Fen::from_yuan(yuan));
    assert_eq!(confirmed(&by_employer), [(WORKER, Element::Wage, money(4_500))]);
    assert_eq!(undisputed(by_employer.case())[0].admitted_by, Some(EMPLOYER));
    let compared = of(by_employer.case(), WORKER, Element::Wage);
    assert_eq!(compared.status, ElementStatus::Differs);
    assert!(compared.is_undisputed() && !compared.is_disputed());
    let by_worker = story.clone().then("2021-03-22", admits(WORKER));
    assert_eq!(confirmed(&by_worker), [(WORKER, Element::Wage, money(4_000))]);
    // What nobody else says there is nothing to admit of.
    let alone = confirms_of(&[Element::PaidUntil], &[], Some(WORKER));
    assert_eq!(codes(&story, "2021-03-22", alone), ["still_disputed"]);
    let silent = confirms_of(&[Element::PaidUntil], &[], Some(EMPLOYER));
    assert!(story.attempt(day("2021-03-22"), silent).is_ok(), "it says nothing, and admits");

    let absent = scheduled()
        .then("2021-03-10", says(WORKER, of_the_worker()))
        .then("2021-03-16", says(EMPLOYER, of_the_employer()));
    let opening = HearingOpening { hearing: absent.hearing(), absent: vec![EMPLOYER] };
    let absent = absent.then("2021-03-22", Act::HearingOpening(opening));
    assert_eq!(codes(&absent, "2021-03-22", admits(EMPLOYER)), ["absent_admits_nothing"]);
    // What both wrote before is agreed all the same.
    assert!(absent.attempt(day("2021-03-22"), confirms(&[Element::HiredOn])).is_ok());
}

/// Two sittings, on 22 March and 12 April: what is confirmed is confirmed at one of them, and written down later too.
#[test]
fn it_is_confirmed_while_a_sitting_goes_on() {
    let story = stated();
    let adjourned = HearingAdjournment {
        hearing: story.hearing(),
        next_on: day("2021-04-12"),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let story = story.then("2021-03-22", Act::HearingAdjournment(adjourned)).recorded_on("2021-03-26");
    let act = || confirms(&[Element::HiredOn]);
    assert!(story.attempt(day("2021-03-22"), act()).is_ok());
    assert_eq!(codes(&story, "2021-03-21", act()), ["no_sitting_then"]);
    assert_eq!(codes(&story, "2021-03-26", act()), ["no_sitting_then"]);
    let story = story.recorded_on("2021-04-20").opened("2021-04-12").hearing_closed("2021-04-12");
    assert!(story.attempt(day("2021-04-12"), act()).is_ok());
    assert_eq!(codes(&story, "2021-04-13", act()), ["no_sitting_then"]);
}

/// The wage was disputed at the sitting of 22 March. On the 25th, before the next, the employer says what the worker had said;
/// a confirmation of the 22nd that is written down after that rests on what was said by the 22nd.
#[test]
fn a_confirmation_rests_on_what_was_said_by_its_day() {
    let adjourned = |story: &Story| HearingAdjournment {
        hearing: story.hearing(),
        next_on: day("2021-04-12"),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let story = stated();
    let act = Act::HearingAdjournment(adjourned(&story));
    let story = story.then("2021-03-22", act).then("2021-03-25", says(EMPLOYER, wage(4_500)));
    let story = story.recorded_on("2021-03-26");
    let of_the_wage = || confirms(&[Element::Wage]);
    assert_eq!(codes(&story, "2021-03-22", of_the_wage()), ["still_disputed"]);
    // What was agreed already is confirmed as it was said then, and nobody admitted it.
    let act = confirms_of(&[Element::HiredOn, Element::Wage], &[], Some(EMPLOYER));
    let story = story.then("2021-03-22", act);
    let facts: Vec<_> = undisputed(story.case()).into_iter().map(|it| (it.element, it.admitted_by)).collect();
    assert_eq!(facts, [(Element::HiredOn, None), (Element::Wage, Some(EMPLOYER))]);
    let story = stated();
    let act = Act::HearingAdjournment(adjourned(&story));
    let story = story.then("2021-03-22", act).then("2021-03-25", says(EMPLOYER, wage(4_500)));
    let story = story.opened("2021-04-12");
    assert!(story.attempt(day("2021-04-12"), of_the_wage()).is_ok(), "at the next sitting all say so");
}

/// The two sides of a span may be said in two statements, and may not contradict.
#[test]
fn what_begins_does_not_end_before_over_two_statements() {
    let story = with_tribunal().then("2021-03-08", says(WORKER, hired("2020-03-02")));
    let ended = ElementAnswers { ended_on: Some(day("2020-03-01")), ..ElementAnswers::default() };
    let refusal = story.attempt(day("2021-03-08"), says(WORKER, ended)).unwrap_err();
    let found: Vec<_> = refusal.findings.iter().map(|it| (it.code, it.field.as_deref().unwrap())).collect();
    assert_eq!(found, [("ends_before_it_begins", "/answers/ended_on")]);
    let same_day = ElementAnswers { ended_on: Some(day("2020-03-02")), ..ElementAnswers::default() };
    let story = story.then("2021-03-08", says(WORKER, same_day));
    let later = says(WORKER, hired("2020-03-03"));
    assert_eq!(codes(&story, "2021-03-08", later), ["ends_before_it_begins"]);
    // What the party does not touch now is not asked of it again.
    assert!(story.attempt(day("2021-03-08"), says(WORKER, wage(4_000))).is_ok());
}

/// Two sittings on 22 March: the employer comes to the second alone, and what is confirmed is of the one that goes on.
#[test]
fn of_two_sittings_of_a_day_it_is_the_one_that_goes_on() {
    let story = scheduled()
        .then("2021-03-10", says(WORKER, of_the_worker()))
        .then("2021-03-16", says(EMPLOYER, of_the_employer()));
    let opening = HearingOpening { hearing: story.hearing(), absent: vec![EMPLOYER] };
    let story = story.then("2021-03-22", Act::HearingOpening(opening));
    let admits = || confirms_of(&[Element::Wage], &[], Some(EMPLOYER));
    assert_eq!(codes(&story, "2021-03-22", admits()), ["absent_admits_nothing"]);
    let story = story.then("2021-03-22", confirms(&[Element::HiredOn]));
    let (morning, adjourned) = (
        story.hearing(),
        HearingAdjournment {
            hearing: story.hearing(),
            next_on: day("2021-03-22"),
            time: Some("14:30".into()),
            minutes: None,
            room: None,
        },
    );
    let story = story.then("2021-03-22", Act::HearingAdjournment(adjourned)).opened("2021-03-22");
    let story = story.then("2021-03-22", admits());
    let of = |fact: &ConfirmedFact| sitting_then(story.case(), fact.confirmed).unwrap().notice.by;
    let sittings: Vec<_> = undisputed(story.case()).iter().map(|fact| (fact.element, of(fact))).collect();
    assert_eq!(sittings, [(Element::HiredOn, morning), (Element::Wage, story.hearing())]);
    assert_ne!(morning, story.hearing());
}

#[test]
fn what_was_confirmed_stays_whatever_is_said_later() {
    let story = stated().then("2021-03-22", confirms(&[Element::HiredOn]));
    let later = says(EMPLOYER, hired("2020-05-01"));
    let refusal = story.attempt(day("2021-03-22"), later.clone()).unwrap_err();
    assert_eq!((refusal.findings[0].code, refusal.severity()), ("contradicts_confirmed", Severity::Warning));
    assert!(refusal.findings[0].words.zh.contains("入职时间"), "{refusal:?}");
    assert!(story.attempt(day("2021-03-22"), says(EMPLOYER, hired("2020-03-02"))).is_ok());
    let story = story.acknowledging("contradicts_confirmed").then("2021-03-22", later);
    assert_eq!(confirmed(&story)[0].2, ElementAnswer::Date(day("2020-03-02")));
    let compared = of(story.case(), WORKER, Element::HiredOn);
    assert_eq!((compared.status, compared.is_undisputed()), (ElementStatus::Differs, true));
}

/// A statement on which a confirmation rests is not struck out before the confirmation is.
#[test]
fn a_correction_may_not_leave_a_confirmation_in_the_air() {
    let story = stated().then("2021-03-22", confirms(&[Element::HiredOn]));
    let strike = |no: EntryNo| {
        let content = Content::Correction(Correction { entry: no, replacement: None });
        let on = day("2021-03-26");
        let (entry, reason) = (story.entry(on, confirms(&[])), Some("登记错误".to_owned()));
        let entry = Entry { recorded_at: noon(on), reason, content, ..entry };
        correct(&story.entries, &entry, Place { id: case_id(), region: REGION }, &story.book)
    };
    let by_employer = story.case().element_statements[1].stated.by;
    let refusal = strike(by_employer).unwrap_err();
    assert_eq!(refusal.findings[0].code, "still_disputed", "{refusal:?}");
    let without = strike(story.last()).unwrap();
    assert_eq!((without.elements_confirmed.len(), undisputed(&without).len()), (0, 0));
}

/// Twelve workers; the employer says of all that they were hired on 2 March 2020, and of the third on 1 April.
fn collective() -> Story {
    let story = a_case().with(|receipt| {
        receipt.parties = (1..=12).map(|no| a_worker(no, Side::Applicant)).collect();
        receipt.parties.push(an_employer(13, Side::Respondent));
        receipt.claims = (1..=12).map(|no| a_claim(no, PartyNo(no), ClaimItem::Wages, 8_000)).collect();
    });
    let story = story
        .received("2021-03-01")
        .accepted("2021-03-03")
        .served("2021-03-03", Document::ApplicationCopy, &[PartyNo(13)])
        .tribunal("2021-03-05");
    let employer = PartyNo(13);
    let mut story = story
        .then("2021-03-08", says_of(employer, Some(PartyNo(3)), hired("2020-04-01")))
        .then("2021-03-09", says(employer, ElementAnswers { insured: Some(true), ..hired("2020-03-02") }));
    for no in 1..=12 {
        story = story.then("2021-03-10", says(PartyNo(no), hired("2020-03-02")));
    }
    story
}

#[test]
fn an_employer_speaks_of_all_workers_and_of_one_before_that() {
    let story = collective().hearing_set("2021-03-11", "2021-03-22").opened("2021-03-22");
    let third = of(story.case(), PartyNo(3), Element::HiredOn);
    assert_eq!(third.answers[1], (PartyNo(13), ElementAnswer::Date(day("2020-04-01"))), "said of this one");
    assert_eq!(third.status, ElementStatus::Differs);
    assert_eq!(of(story.case(), PartyNo(3), Element::Insured).answers.len(), 1, "said of all");
    // Of all but the third it can be confirmed; who is in the way is named.
    let refusal = story.attempt(day("2021-03-22"), confirms(&[Element::HiredOn])).unwrap_err();
    assert_eq!((refusal.findings.len(), refusal.findings[0].code), (1, "still_disputed"));
    assert!(refusal.findings[0].words.zh.contains("（当事人3）"), "{refusal:?}");
    let others: Vec<PartyNo> = (1..=12).filter(|no| *no != 3).map(PartyNo).collect();
    let story = story.then("2021-03-22", confirms_of(&[Element::HiredOn], &others, None));
    assert_eq!(undisputed(story.case()).iter().map(|fact| fact.worker).collect::<Vec<_>>(), others);
    let story = story.then("2021-03-22", confirms_of(&[Element::HiredOn], &[PartyNo(3)], Some(PartyNo(13))));
    assert_eq!(confirmed(&story)[2].2, ElementAnswer::Date(day("2020-03-02")), "as the worker says");
}

/// Nothing is agreed with an employer that says nothing: neither with the second of two, nor with one that joins.
#[test]
fn every_employer_must_say_the_same() {
    let two = a_case()
        .with(|receipt| receipt.parties.push(an_employer(3, Side::Respondent)))
        .received("2021-03-01")
        .accepted("2021-03-03")
        .then("2021-03-04", says(WORKER, hired("2020-03-02")))
        .then("2021-03-04", says(EMPLOYER, hired("2020-03-02")));
    assert_eq!(status(&two, Element::HiredOn), ElementStatus::PartlyAnswered);
    assert_eq!(of(two.case(), WORKER, Element::HiredOn).unanswered_by, [PartyNo(3)]);
    let two = two.then("2021-03-05", says(PartyNo(3), hired("2020-03-02")));
    assert_eq!(status(&two, Element::HiredOn), ElementStatus::Agreed);

    let story = stated().then("2021-03-22", confirms(&[Element::HiredOn]));
    let parties = vec![an_employer(5, Side::Respondent)];
    let story = story.then("2021-03-22", Act::PartyJoinder(PartyJoinder { parties }));
    // What was confirmed before it came stays, among those who were there; the rest waits for it.
    assert_eq!(confirmed(&story).len(), 1);
    assert_eq!(status(&story, Element::Contract), ElementStatus::PartlyAnswered);
    assert_eq!(codes(&story, "2021-03-22", confirms(&[Element::Contract])), ["still_disputed"]);
}

/// What was stated goes along with those who leave by a split; what was confirmed was confirmed at a hearing of the first.
#[test]
fn statements_go_along_with_a_split() {
    let story = collective();
    let split =
        CaseSplit { parties: (3..=12).map(PartyNo).collect(), opened: Some(CaseId(Uuid::from_u128(77))) };
    let told = continued(&split, story.case(), &counted(&story.entries)).acts;
    let statements: Vec<(PartyNo, Option<PartyNo>)> = told
        .iter()
        .filter_map(|(_, act)| match act {
            Act::Proceeding(ProceedingAct::ElementStatement(it)) => Some((it.party, it.worker)),
            _ => None,
        })
        .collect();
    let own = (3..=12).map(|no| (PartyNo(no), None));
    let expected: Vec<_> =
        [(PartyNo(13), Some(PartyNo(3))), (PartyNo(13), None)].into_iter().chain(own).collect();
    assert_eq!(statements, expected);
    assert_eq!(workers(story.case()).count(), 12);
}
