//! Every code list: its codes are what serde writes, every variant has its row, every label says something.

use std::path::Path;

use serde::Serialize;
use sikuai::domain::code::Coded;
use sikuai::domain::code_lists;
use utoipa::PartialSchema;

/// The codes that the published schema of an enum lists: utoipa takes them from the variants themselves.
fn published<T: PartialSchema>() -> Vec<String> {
    let schema = serde_json::to_value(T::schema()).unwrap();
    let values = schema["enum"].as_array().cloned().unwrap_or_default();
    values.into_iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

fn check<T: Coded + Serialize + PartialSchema + std::fmt::Debug>(names: &mut Vec<&'static str>) {
    let list = T::LIST;
    let mut codes: Vec<&str> = Vec::new();
    for (value, label) in T::ROWS {
        assert_eq!(serde_json::to_value(value).unwrap(), label.code, "{list}: {value:?}");
        assert_eq!(T::from_code(label.code), Some(*value), "{list}: {value:?}");
        assert_eq!(value.code(), label.code, "{list}: {value:?} has two rows");
        for text in [label.code, label.zh, label.en] {
            assert!(!text.trim().is_empty() && text.trim() == text, "{list}: {value:?} says {text:?}");
        }
        assert!(label.en.is_ascii() || list == "role", "{list}: {:?} is not English", label.en);
        assert!(!label.zh.is_ascii(), "{list}: {:?} is not Chinese", label.zh);
        codes.push(label.code);
    }
    codes.sort_unstable();
    let mut variants = published::<T>();
    variants.sort_unstable();
    assert_eq!(codes, variants, "{list}: a variant without a row, or a row twice");
    assert_eq!(T::from_code("no such code"), None);
    names.push(list);
}

fn check_first(names: &mut Vec<&'static str>) {
    check::<sikuai::domain::act::after::ChallengeKind>(names);
    check::<sikuai::domain::act::closing::Desertion>(names);
    check::<sikuai::domain::act::closing::WithdrawalGround>(names);
    check::<sikuai::domain::act::decision::Decision>(names);
    check::<sikuai::domain::act::decision::Finality>(names);
    check::<sikuai::domain::act::decision::Scope>(names);
    check::<sikuai::domain::act::filing::Channel>(names);
    check::<sikuai::domain::act::filing::FailureCause>(names);
    check::<sikuai::domain::act::filing::Procedure>(names);
    check::<sikuai::domain::act::filing::RejectionGround>(names);
    check::<sikuai::domain::act::filing::SimplifiedGround>(names);
    check::<sikuai::domain::act::hearing::Ground>(names);
    check::<sikuai::domain::act::hearing::MediationAttempt>(names);
    check::<sikuai::domain::act::inspection::acceptance::InspectionRefusalGround>(names);
    check::<sikuai::domain::act::inspection::clock::CommissionKind>(names);
    check::<sikuai::domain::act::proceeding::CounterclaimRefusalGround>(names);
    check::<sikuai::domain::act::proceeding::CourtRulingKind>(names);
    check::<sikuai::domain::act::proceeding::JurisdictionOutcome>(names);
    check::<sikuai::domain::act::inspection::clock::PauseGround>(names);
    check::<sikuai::domain::act::inspection::closing::HandoverTo>(names);
    check::<sikuai::domain::act::inspection::closing::InspectionOutcome>(names);
    check::<sikuai::domain::act::inspection::hazards::HazardKind>(names);
    check::<sikuai::domain::act::inspection::listing::ListAnswer>(names);
    check::<sikuai::domain::act::inspection::papers::DeliveryManner>(names);
    check::<sikuai::domain::act::inspection::papers::PaperKind>(names);
    check::<sikuai::domain::act::inspection::receipt::ClueSource>(names);
    check::<sikuai::domain::act::inspection::receipt::Forum>(names);
    check::<sikuai::domain::act::inspection::receipt::Funding>(names);
    check::<sikuai::domain::figures::ArrearsMeasure>(names);
    check::<sikuai::domain::act::kind::ActKind>(names);
    check::<sikuai::domain::act::mediation::DenialGround>(names);
    check::<sikuai::domain::act::mediation::EndingCause>(names);
    check::<sikuai::domain::act::mediation::MediationBody>(names);
    check::<sikuai::domain::act::mediation::MediationRefusalGround>(names);
    check::<sikuai::domain::act::mediation::ReviewRejectionGround>(names);
    check::<sikuai::domain::act::mediation::ReviewResult>(names);
    check::<sikuai::domain::act::pause::SuspensionGround>(names);
    check::<sikuai::domain::act::service::DefenceKind>(names);
    check::<sikuai::domain::act::service::LeavingGround>(names);
    check::<sikuai::domain::act::tribunal::Duty>(names);
    check::<sikuai::domain::act::tribunal::RecusalGround>(names);
    check::<sikuai::domain::act::tribunal::RecusalOutcome>(names);
    check::<sikuai::domain::act::tribunal::Seat>(names);
    check::<sikuai::domain::calendar::DayKind>(names);
    check::<sikuai::domain::calendar::YearOrigin>(names);
    check::<sikuai::domain::act::petition::PetitionOutcome>(names);
    check::<sikuai::domain::act::petition::PetitionRejectionGround>(names);
    check::<sikuai::domain::act::petition::RedirectionKind>(names);
    check::<sikuai::domain::case::Outcome>(names);
    check::<sikuai::domain::case::ReferralState>(names);
    check::<sikuai::domain::case::TrialStart>(names);
    check::<sikuai::domain::case_kind::CaseKind>(names);
    check::<sikuai::domain::claim::Cause>(names);
    check::<sikuai::domain::claim::ClaimItem>(names);
}

fn check_rest(names: &mut Vec<&'static str>) {
    check::<sikuai::domain::paper::kind::CasePaper>(names);
    check::<sikuai::domain::paper::kind::Volume>(names);
    check::<sikuai::domain::archive::material::Material>(names);
    check::<sikuai::domain::deadline::State>(names);
    check::<sikuai::domain::deadline::Status>(names);
    check::<sikuai::domain::deadline::rule::Obliged>(names);
    check::<sikuai::domain::deadline::rule::Reach>(names);
    check::<sikuai::domain::deadline::rule::RuleId>(names);
    check::<sikuai::domain::figures::Measure>(names);
    check::<sikuai::domain::figures::Rate>(names);
    check::<sikuai::domain::figures::Spread>(names);
    check::<sikuai::domain::figures::AgeBand>(names);
    check::<sikuai::domain::figures::Dimension>(names);
    check::<sikuai::domain::figures::Identity>(names);
    check::<sikuai::domain::figures::FigureKind>(names);
    check::<sikuai::domain::figures::FigureUnit>(names);
    check::<sikuai::domain::figures::Fact>(names);
    check::<sikuai::domain::figures::FigureBasis>(names);
    check::<sikuai::domain::figures::Rounding>(names);
    check::<sikuai::domain::law::Basis>(names);
    check::<sikuai::domain::ledger::Column>(names);
    check::<sikuai::domain::party::Authority>(names);
    check::<sikuai::domain::party::EmployerKind>(names);
    check::<sikuai::domain::party::Side>(names);
    check::<sikuai::domain::period::Direction>(names);
    check::<sikuai::domain::period::ExclusionCause>(names);
    check::<sikuai::domain::period::IgnoredReason>(names);
    check::<sikuai::domain::period::NoticeCounting>(names);
    check::<sikuai::domain::period::Unit>(names);
    check::<sikuai::domain::quick_step::QuickStep>(names);
    check::<sikuai::domain::quick_step::TargetStatus>(names);
    check::<sikuai::domain::role::Role>(names);
    check::<sikuai::domain::schedule::HearingStatus>(names);
    check::<sikuai::domain::service_of_process::Document>(names);
    check::<sikuai::domain::service_of_process::ProofKind>(names);
    check::<sikuai::domain::service_of_process::ServiceManner>(names);
    check::<sikuai::domain::service_of_process::pending::Lacks>(names);
    check::<sikuai::domain::stage::Manner>(names);
    check::<sikuai::domain::stage::Stage>(names);
    check::<sikuai::domain::watch::NoticeKind>(names);
    check::<sikuai::domain::figures::RatingMeasure>(names);
    check::<sikuai::domain::rating::RatingAnswer>(names);
    check::<sikuai::domain::rating::RatingFinding>(names);
    check::<sikuai::domain::rating::RectificationState>(names);
    check::<sikuai::domain::rating::Score>(names);
    check::<sikuai::domain::elements::choice::ContractTerm>(names);
    check::<sikuai::domain::elements::choice::EndedBy>(names);
    check::<sikuai::domain::elements::choice::PayCycle>(names);
    check::<sikuai::domain::elements::choice::PayManner>(names);
    check::<sikuai::domain::elements::element::Element>(names);
    check::<sikuai::domain::elements::element::ElementKind>(names);
    check::<sikuai::domain::elements::standing::ElementStatus>(names);
    check::<sikuai::domain::indicator::ReportIndicator>(names);
    check::<sikuai::domain::report::AnnualChart>(names);
    check::<sikuai::domain::watch::RunOutcome>(names);
    check::<sikuai::domain::watch::WatchState>(names);
}

#[test]
fn every_code_list_is_whole() {
    let mut names = Vec::new();
    check_first(&mut names);
    check_rest(&mut names);
    let checked = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), checked, "two lists of one name");
    let mut published: Vec<&str> = code_lists::all().iter().map(|list| list.name).collect();
    published.sort_unstable();
    assert_eq!(published, names, "a code list is not published, or twice");
    let written = count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain"));
    assert_eq!(checked, written, "a list of codes that this test does not know: add its line above");
}

/// How many enums under a folder have a code list.
fn count(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            if path.is_dir() {
                return count(&path);
            }
            let text = std::fs::read_to_string(&path).unwrap();
            text.lines().filter(|line| line.starts_with("impl Coded for ")).count()
        })
        .sum()
}
