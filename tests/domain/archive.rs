//! The archive: what must be in the file of a case, worked out by hand from R33 22 and the acts of each story; what of it is
//! missing; where each thing lies; and how long it is kept.

use crate::ledger::told;
use crate::mediations::in_agreement;
use crate::story::{
    EMPLOYER, Story, WAGES, WORKER, a_case, a_claim, a_formation, a_representative, day, decided, granted,
    in_deliberation, scheduled, with_tribunal,
};
use serde_json::json;
use sikuai::domain::act::Act;
use sikuai::domain::act::after::Archiving;
use sikuai::domain::act::closing::{Transfer, Withdrawal, WithdrawalGround};
use sikuai::domain::act::decision::{Award, Finality, InterimPayment, Scope};
use sikuai::domain::act::filing::{Rejection, RejectionGround};
use sikuai::domain::act::hearing::HearingAdjournment;
use sikuai::domain::act::service::{Defence, DefenceKind};
use sikuai::domain::act::tribunal::{Member, Seat};
use sikuai::domain::archive::asked::{Asked, asked};
use sikuai::domain::archive::material::Material;
use sikuai::domain::archive::retention;
use sikuai::domain::archive::volumes::{Kept, Volumes};
use sikuai::domain::claim::ClaimItem;
use sikuai::domain::code::Coded as _;
use sikuai::domain::finding::Findings;
use sikuai::domain::id::{ClaimNo, EntryNo, FileId, PaperId, PartyNo};
use sikuai::domain::law::Article;
use sikuai::domain::money::Fen;
use sikuai::domain::paper::kind::{CasePaper, Volume};
use sikuai::domain::service_of_process::Document;
use sikuai::domain::stage::Manner;
use uuid::Uuid;

/// One line for each thing: its code, the entry, and the party where each has its own.
fn lines(asked: &[Asked]) -> Vec<String> {
    let line = |one: &Asked| {
        let of = one.of.map_or_else(|| "-".to_owned(), |of| of.by.to_string());
        let party = one.party.map(|party| format!(" for {party}")).unwrap_or_default();
        format!("{} of {of}{party}", one.material.code())
    };
    asked.iter().map(line).collect()
}

fn of(story: &Story) -> Vec<String> {
    lines(&asked(story.case()))
}

/// What a story asks for besides another.
fn besides(story: &Story, other: &Story) -> Vec<String> {
    let known = of(other);
    of(story).into_iter().filter(|line| !known.contains(line)).collect()
}

fn withdrawal() -> Act {
    Act::Withdrawal(Withdrawal { ground: WithdrawalGround::OwnMotion, parties: Vec::new() })
}

/// 1 receipt, 2 acceptance, 3 the copy on the employer, 4 tribunal of three, 5 notice of the hearing, 6 served on both,
/// 7 and 8 the hearing, 9 discussion, 10 award.
#[test]
fn a_case_decided_by_a_panel_has_all_of_this_in_its_file() {
    let expected = [
        "application of 1",
        "acceptance_notice of 2",
        "identity_proof of -",
        "hearing_notice of 5",
        "hearing_record of 7",
        "award_final of 10",
        "service_return of 3 for 2",
        "service_return of 6 for 1",
        "service_return of 6 for 2",
        "acceptance_approval of 2",
        "meeting_record of 9",
        "deliberation_record of 10",
        "closing_approval of 10",
    ];
    let story = decided();
    assert_eq!(of(&story), expected);
    let articles: Vec<_> = asked(story.case()).iter().map(|one| one.article.map(Article::en)).collect();
    let r33_22 = "Case Handling Rules for Labour and Personnel Dispute Arbitration, art. 22".to_owned();
    assert!(articles.iter().all(|article| article.as_ref() == Some(&r33_22)), "{articles:?}");
}

/// One who sits alone deliberates with nobody (LAW 45); in the simplified procedure parties are told of the hearing by simple
/// means (R33 59, 60), and no written notice is asked for.
#[test]
fn a_sole_arbitrator_leaves_no_record_of_a_deliberation() {
    let alone = vec![Member { user: crate::story::user(11), seat: Seat::Sole }];
    let story = a_case()
        .received("2021-03-01")
        .accepted_simplified("2021-03-03")
        .served("2021-03-04", Document::ApplicationCopy, &[EMPLOYER])
        .then("2021-03-05", a_formation(alone, None))
        .hearing_set("2021-03-08", "2021-03-22")
        .notice_served("2021-03-09")
        .opened("2021-03-22")
        .hearing_closed("2021-03-22")
        .discussed("2021-03-23")
        .awarded("2021-03-26", vec![granted(WAGES, 10_000, Finality::Final)]);
    let less = ["hearing_notice of 5", "deliberation_record of 10"];
    let without = of(&decided()).into_iter().filter(|line| !less.contains(&line.as_str()));
    assert_eq!(of(&story), without.collect::<Vec<_>>());
}

#[test]
fn an_award_in_two_parts_is_two_documents() {
    let story = in_deliberation()
        .acknowledging("final_by_law")
        .discussed("2021-03-23")
        .awarded("2021-03-26", vec![granted(WAGES, 10_000, Finality::NonFinal)]);
    assert_eq!(besides(&story, &decided()), ["award_non_final of 10"]);
}

/// The file of a case that was not accepted is small: what was asked, and the notice.
#[test]
fn a_case_that_was_not_accepted_has_its_application_and_the_notice() {
    let rejection = Act::Rejection(Rejection { ground: RejectionGround::OutOfScope });
    let story = a_case().received("2021-03-01").acknowledging("not_referred").then("2021-03-02", rejection);
    assert_eq!(of(&story), ["application of 1", "acceptance_notice of 2"]);
}

#[test]
fn each_way_out_leaves_its_own_paper() {
    let before = with_tribunal();
    let withdrawn = with_tribunal().then("2021-03-12", withdrawal());
    let expected = ["withdrawal_application of 5", "decision of 5", "closing_approval of 5"];
    assert_eq!(besides(&withdrawn, &before), expected);

    let to = "海口市劳动人事争议仲裁委员会".into();
    let transferred = with_tribunal().then("2021-03-12", Act::Transfer(Transfer { to }));
    assert_eq!(besides(&transferred, &before), ["transfer_letter of 5", "closing_approval of 5"]);

    // Entry 9 is the document, 10 the signature of the last party, which closes the case and is its service (LAW 42).
    let before = in_deliberation();
    let settled =
        in_deliberation().mediation_document("2021-03-24").signed("2021-03-25", &[WORKER, EMPLOYER]);
    assert_eq!(besides(&settled, &before), ["mediation_document of 9", "closing_approval of 10"]);
}

#[test]
fn extensions_suspensions_and_defences_leave_theirs() {
    let extended = scheduled().extended("2021-04-12", 15);
    assert_eq!(besides(&extended, &scheduled()), ["extension_notice of 7", "extension_approval of 7"]);
    let suspended = scheduled().suspended("2021-03-10");
    assert_eq!(besides(&suspended, &scheduled()), ["decision of 7", "suspension_approval of 7"]);
    let defence = |kind| Act::Defence(Defence { party: EMPLOYER, kind });
    let filed = with_tribunal().then("2021-03-08", defence(DefenceKind::Filed));
    assert_eq!(besides(&filed, &with_tribunal()), ["defence of 5"]);
    let waived = with_tribunal().then("2021-03-08", defence(DefenceKind::Waived));
    assert_eq!(besides(&waived, &with_tribunal()), Vec::<String>::new());
}

#[test]
fn where_somebody_acts_for_a_party_there_is_a_power_of_attorney() {
    let represented = a_case().with(|receipt| {
        receipt.parties[1].representatives = vec![a_representative(3)];
    });
    let story = represented.received("2021-03-01");
    assert_eq!(of(&story), ["application of 1", "power_of_attorney of -"]);
}

/// R33 is of arbitration: of a mediation no article of it is cited.
#[test]
fn a_mediation_has_its_request_and_its_agreement() {
    let story = in_agreement();
    let agreement = story.last();
    assert_eq!(of(&story), ["application of 1".to_owned(), format!("mediation_agreement of {agreement}")]);
    assert!(asked(story.case()).iter().all(|one| one.article.is_none()));
}

/// A ledger tells in one entry that the case was accepted and how it was closed; nothing is asked of what it does not tell.
#[test]
fn of_a_case_of_a_ledger_what_the_ledger_tells_is_asked_for() {
    let story = told(Some(("2021-04-19", Manner::AwardMixed, 1_200_000)));
    let expected = [
        "application of 1",
        "acceptance_notice of 1",
        "identity_proof of -",
        "award_final of 1",
        "award_non_final of 1",
        "acceptance_approval of 1",
        "closing_approval of 1",
    ];
    assert_eq!(of(&story), expected);
    let mediated = told(Some(("2021-04-19", Manner::Mediated, 1_200_000)));
    assert!(of(&mediated).contains(&"mediation_document of 1".to_owned()), "{:?}", of(&mediated));
}

// --- What is there ---

fn file(n: u128, material: Option<Material>, entries: &[u32]) -> Kept {
    Kept {
        file: FileId(Uuid::from_u128(n)),
        paper: None,
        material,
        covers: entries.iter().map(|entry| (EntryNo(*entry), None)).collect(),
        name: Some(format!("{n}.pdf")),
        on: day("2021-05-01"),
        added_after_archiving: None,
    }
}

fn paper(n: u128, kind: CasePaper, of: u32, party: Option<u32>) -> Kept {
    Kept {
        paper: Some((PaperId(Uuid::from_u128(n)), kind)),
        covers: vec![(EntryNo(of), party.map(PartyNo))],
        name: None,
        ..file(n, kind.material(), &[])
    }
}

fn missing(story: &Story, kept: Vec<Kept>) -> Vec<String> {
    lines(&Volumes::of(story.case(), kept).missing)
}

#[test]
fn a_return_stands_for_the_services_and_parties_that_it_names() {
    let returns = |kept: Vec<Kept>| -> Vec<String> {
        missing(&decided(), kept).into_iter().filter(|line| line.starts_with("service_return")).collect()
    };
    let all = ["service_return of 3 for 2", "service_return of 6 for 1", "service_return of 6 for 2"];
    let served = Some(Material::ServiceReturn);
    assert_eq!(returns(Vec::new()), all);
    assert_eq!(returns(vec![paper(1, CasePaper::ServiceReturn, 6, Some(1))]), [all[0], all[2]]);
    assert_eq!(returns(vec![file(1, served, &[6])]), [all[0]], "a scan of both");
    assert_eq!(returns(vec![file(1, served, &[3, 6])]), Vec::<String>::new());
    // One that names none stands for one, and no more.
    assert_eq!(returns(vec![file(1, served, &[])]), all[1..]);
    assert_eq!(returns(vec![file(1, served, &[]), file(2, served, &[3])]), [all[2]]);
    assert_eq!(returns(vec![file(1, served, &[9])]), all, "of an entry that is no service");
    assert_eq!(returns(vec![file(1, Some(Material::Evidence), &[3, 6])]), all);
}

/// A record is of the opening, entry 7; one that was kept of the notice, entry 5, is that hearing's too.
#[test]
fn a_record_of_a_hearing_is_of_its_opening() {
    let story = decided();
    let made = CasePaper::HearingRecord.made(story.case());
    assert_eq!(made.iter().map(|made| (made.by.0, made.on)).collect::<Vec<_>>(), [(7, day("2021-03-22"))]);
    let is_missing =
        |kept: Kept| missing(&story, vec![kept]).iter().any(|line| line.starts_with("hearing_record"));
    let scan = |of: u32| file(1, Some(Material::HearingRecord), &[of]);
    let record = |of: u32| paper(1, CasePaper::HearingRecord, of, None);
    assert_eq!([7, 5, 6, 8].map(|of| is_missing(scan(of))), [false, false, true, true]);
    assert_eq!([7, 5, 6, 8].map(|of| is_missing(record(of))), [false, false, true, true]);
    let volumes = Volumes::of(story.case(), vec![record(5)]);
    assert_eq!(volumes.main[0].covers, [(EntryNo(7), None)]);
    let asking = Material::HearingRecord.entries_asking(story.case());
    assert_eq!(asking.into_iter().collect::<Vec<_>>(), [EntryNo(7)]);
}

/// 7 opens the first sitting, 8 adjourns it and is the notice of the next one, 9 opens that: a record of each.
#[test]
fn two_sittings_have_two_records() {
    let story = scheduled().opened("2021-03-22");
    let adjourned = HearingAdjournment {
        hearing: story.hearing(),
        next_on: day("2021-04-12"),
        time: Some("09:00".into()),
        minutes: None,
        room: None,
    };
    let story = story.then("2021-03-22", Act::HearingAdjournment(adjourned)).opened("2021-04-12");
    let records = |kept: Vec<Kept>| -> Vec<String> {
        missing(&story, kept).into_iter().filter(|line| line.starts_with("hearing_record")).collect()
    };
    let both = ["hearing_record of 7", "hearing_record of 9"];
    assert_eq!(records(Vec::new()), both);
    let kept_of = |of: u32| vec![paper(1, CasePaper::HearingRecord, of, None)];
    assert_eq!([5, 7].map(|of| records(kept_of(of))), [[both[1]], [both[1]]]);
    assert_eq!([8, 9].map(|of| records(kept_of(of))), [[both[0]], [both[0]]]);
}

#[test]
fn a_notice_to_one_applicant_is_the_notice_and_what_is_unsorted_is_nothing() {
    let notice = |kept: Vec<Kept>| missing(&decided(), kept).contains(&"acceptance_notice of 2".to_owned());
    assert!(notice(Vec::new()));
    assert!(!notice(vec![paper(1, CasePaper::AcceptanceNotice, 2, Some(1))]));
    assert!(!notice(vec![file(1, Some(Material::AcceptanceNotice), &[])]));
    assert!(notice(vec![file(1, None, &[2])]));
    let identity = |count: u128| {
        let kept = (1..=count).map(|n| file(n, Some(Material::IdentityProof), &[])).collect();
        missing(&decided(), kept).contains(&"identity_proof of -".to_owned())
    };
    assert_eq!((identity(0), identity(1), identity(3)), (true, false, false));
}

#[test]
fn each_volume_is_in_the_order_of_the_text_and_nothing_unsorted_lies_in_either() {
    let kept = vec![
        file(9, None, &[]),
        paper(1, CasePaper::DiscussionRecord, 9, None),
        file(2, Some(Material::AcceptanceApproval), &[2]),
        file(3, Some(Material::ServiceReturn), &[3]),
        paper(4, CasePaper::AwardFinal, 10, None),
        file(5, Some(Material::Application), &[1]),
        Kept { on: day("2021-04-01"), ..file(6, Some(Material::ServiceReturn), &[6]) },
    ];
    let volumes = Volumes::of(decided().case(), kept);
    let numbers = |kept: &[Kept]| kept.iter().map(|kept| kept.file.0.as_u128()).collect::<Vec<_>>();
    assert_eq!(numbers(&volumes.main), [5, 4, 6, 3]);
    assert_eq!(numbers(&volumes.secondary), [2, 1]);
    assert_eq!(numbers(&volumes.unsorted), [9]);
}

/// What came after the file was put away follows what was in it, as it came, whatever it is.
#[test]
fn what_is_added_after_archiving_shifts_no_number() {
    let later = |n: u128, material, on: &str| Kept {
        added_after_archiving: Some(day(on)),
        ..file(n, Some(material), &[])
    };
    let kept = vec![
        later(4, Material::Application, "2021-06-02"),
        file(1, Some(Material::Evidence), &[]),
        later(3, Material::ServiceReturn, "2021-06-01"),
        file(2, Some(Material::ServiceReturn), &[]),
        later(5, Material::ReadingNotes, "2021-06-01"),
        file(6, Some(Material::ClosingApproval), &[]),
    ];
    let volumes = Volumes::of(decided().case(), kept);
    let numbers = |kept: &[Kept]| kept.iter().map(|kept| kept.file.0.as_u128()).collect::<Vec<_>>();
    assert_eq!((numbers(&volumes.main), numbers(&volumes.secondary)), (vec![1, 2, 3, 4], vec![6, 5]));
}

/// Everything that the story asks for, as files that name their entries.
fn whole(story: &Story) -> Vec<Kept> {
    let numbered = (100..).zip(asked(story.case()));
    let one = |(n, asked): (u128, Asked)| {
        let entries: Vec<u32> = asked.of.map(|of| of.by.0).into_iter().collect();
        file(n, Some(asked.material), &entries)
    };
    numbered.map(one).collect()
}

#[test]
fn a_file_is_complete_when_nothing_is_missing_and_nothing_unsorted() {
    let story = decided();
    let found = |kept: Vec<Kept>| {
        let mut findings = Findings::default();
        let volumes = Volumes::of(story.case(), kept);
        volumes.check(&mut findings);
        let found = findings.into_findings();
        assert_eq!(volumes.is_complete(), found.is_empty());
        found.into_iter().map(|finding| (finding.code, finding.words.zh)).collect::<Vec<_>>()
    };
    assert_eq!(found(whole(&story)), []);
    let mut unsorted = whole(&story);
    unsorted.push(file(1, None, &[]));
    let said = "有1个材料文件尚未归类，不在正卷，也不在副卷";
    assert_eq!(found(unsorted), [("files_unsorted", said.to_owned())]);
    let kept = whole(&story)
        .into_iter()
        .filter(|kept| !matches!(kept.material, Some(Material::ServiceReturn | Material::AwardFinal)));
    let said = "卷内缺少下列材料，请补齐或者确认：裁决书（终局）、送达回证（3份）";
    assert_eq!(found(kept.collect()), [("file_incomplete", said.to_owned())]);
}

#[test]
fn every_paper_but_the_discussion_lies_in_the_main_volume() {
    for (kind, _) in CasePaper::ROWS {
        let expected = match kind {
            CasePaper::DiscussionRecord => Some(Volume::Secondary),
            CasePaper::ArchiveCover | CasePaper::ArchiveList => None,
            _ => Some(Volume::Main),
        };
        assert_eq!(kind.volume(), expected, "{kind:?}");
    }
    // As the text names them (R33 22), the main volume first.
    let secondary: Vec<&str> = Material::ROWS
        .iter()
        .filter(|(material, _)| material.volume() == Volume::Secondary)
        .map(|(_, label)| label.zh)
        .collect();
    let expected = [
        "立案审批表",
        "延期审理审批表",
        "中止审理审批表",
        "调查提纲",
        "阅卷笔录",
        "会议笔录",
        "评议记录",
        "结案审批表",
        "其他副卷材料",
    ];
    assert_eq!(secondary, expected);
    assert!(
        Material::ROWS.is_sorted_by_key(|(material, _)| *material),
        "a code list in the order of the file"
    );
}

// --- How long ---

fn put_away(story: Story, on: &str) -> Story {
    let act = Archiving { file_number: "1".into(), ..Archiving::default() };
    let codes = ["not_served_on_all", "terms_to_court_run"];
    codes.iter().fold(story, |story, code| story.acknowledging(code)).then(on, Act::Archiving(act))
}

/// Ten years with an award, five without (R33 24), from the first of January after the file was put away.
#[test]
fn a_file_is_kept_to_the_end_of_its_tenth_or_fifth_year() {
    let until = |story: &Story| story.case().kept_until();
    assert_eq!(until(&decided()), None, "not put away yet");
    assert_eq!(
        until(&put_away(
            decided().served("2021-03-29", Document::AwardFinal, &[WORKER, EMPLOYER]).effective("2021-03-29"),
            "2021-05-10"
        )),
        Some(day("2031-12-31"))
    );
    let withdrawn = || with_tribunal().then("2021-03-12", withdrawal());
    assert_eq!(until(&put_away(withdrawn(), "2021-12-31")), Some(day("2026-12-31")));
    assert_eq!(until(&put_away(withdrawn(), "2022-01-01")), Some(day("2027-12-31")));
    assert_eq!(retention::last_day(day("2024-02-29"), 10), day("2034-12-31"));
}

/// An award of a part, or an order to pay at once, in a case that was settled: the file is kept as one with an award.
#[test]
fn a_file_with_any_award_in_it_is_kept_ten_years() {
    assert_eq!(retention::years(with_tribunal().case()), 5);
    let of_two = || {
        let claims = vec![
            a_claim(1, WORKER, ClaimItem::Wages, 10_000),
            a_claim(2, WORKER, ClaimItem::SeverancePay, 5_000),
        ];
        a_case()
            .with(|receipt| receipt.claims = claims)
            .set_for_hearing()
            .notice_served("2021-03-09")
            .opened("2021-03-22")
            .hearing_closed("2021-03-22")
            .discussed("2021-03-23")
    };
    assert_eq!(retention::years(of_two().case()), 5);
    let items = vec![granted(WAGES, 10_000, Finality::Final)];
    let part =
        of_two().then("2021-03-26", Act::Award(Award { scope: Scope::Part, items, binds: Vec::new() }));
    assert_eq!(retention::years(part.case()), 10);
    let order = InterimPayment { claim: ClaimNo(1), amount: Fen::from_yuan(1_000) };
    let ordered = of_two().then("2021-03-24", Act::InterimPayment(order));
    assert_eq!(retention::years(ordered.case()), 10);
    assert_eq!(retention::years(told(Some(("2021-04-19", Manner::AwardFinal, 1))).case()), 10);
    assert_eq!(retention::years(told(Some(("2021-04-19", Manner::Mediated, 1))).case()), 5);
}

/// What dockets carried before pages could be said reads and writes as it was.
#[test]
fn an_archiving_of_before_is_read_as_it_was() {
    let before = json!({ "act": "archiving", "data": { "file_number": "徐劳人仲档〔2021〕001号" } });
    let act: Act = serde_json::from_value(before.clone()).unwrap();
    assert_eq!(serde_json::to_value(&act).unwrap(), before);
    let unknown = json!({ "act": "archiving", "data": { "file_number": "1", "pages": 3 } });
    assert!(serde_json::from_value::<Act>(unknown).is_err());
}
