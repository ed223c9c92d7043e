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

#[test]
fn every_code_list_is_whole() {
    let mut names = Vec::new();
    check::<sikuai::domain::act::after::ChallengeKind>(&mut names);
    check::<sikuai::domain::act::closing::Desertion>(&mut names);
    check::<sikuai::domain::act::closing::WithdrawalGround>(&mut names);
    check::<sikuai::domain::act::decision::Decision>(&mut names);
    check::<sikuai::domain::act::decision::Finality>(&mut names);
    check::<sikuai::domain::act::decision::Scope>(&mut names);
    check::<sikuai::domain::act::filing::Channel>(&mut names);
    check::<sikuai::domain::act::filing::FailureCause>(&mut names);
    check::<sikuai::domain::act::filing::Procedure>(&mut names);
    check::<sikuai::domain::act::filing::RejectionGround>(&mut names);
    check::<sikuai::domain::act::filing::SimplifiedGround>(&mut names);
    check::<sikuai::domain::act::hearing::Ground>(&mut names);
    check::<sikuai::domain::act::hearing::MediationAttempt>(&mut names);
    check::<sikuai::domain::act::kind::ActKind>(&mut names);
    check::<sikuai::domain::act::pause::SuspensionGround>(&mut names);
    check::<sikuai::domain::act::service::DefenceKind>(&mut names);
    check::<sikuai::domain::act::tribunal::Duty>(&mut names);
    check::<sikuai::domain::act::tribunal::RecusalGround>(&mut names);
    check::<sikuai::domain::act::tribunal::RecusalOutcome>(&mut names);
    check::<sikuai::domain::act::tribunal::Seat>(&mut names);
    check::<sikuai::domain::calendar::DayKind>(&mut names);
    check::<sikuai::domain::case::Outcome>(&mut names);
    check::<sikuai::domain::case::TrialStart>(&mut names);
    check::<sikuai::domain::claim::Cause>(&mut names);
    check::<sikuai::domain::claim::ClaimItem>(&mut names);
    check::<sikuai::domain::deadline::State>(&mut names);
    check::<sikuai::domain::deadline::Status>(&mut names);
    check::<sikuai::domain::deadline::rule::Obliged>(&mut names);
    check::<sikuai::domain::deadline::rule::RuleId>(&mut names);
    check::<sikuai::domain::figures::Measure>(&mut names);
    check::<sikuai::domain::figures::Rounding>(&mut names);
    check::<sikuai::domain::law::Basis>(&mut names);
    check::<sikuai::domain::party::Authority>(&mut names);
    check::<sikuai::domain::party::EmployerKind>(&mut names);
    check::<sikuai::domain::party::Side>(&mut names);
    check::<sikuai::domain::period::Direction>(&mut names);
    check::<sikuai::domain::period::ExclusionCause>(&mut names);
    check::<sikuai::domain::period::IgnoredReason>(&mut names);
    check::<sikuai::domain::period::NoticeCounting>(&mut names);
    check::<sikuai::domain::period::Unit>(&mut names);
    check::<sikuai::domain::role::Role>(&mut names);
    check::<sikuai::domain::service_of_process::Document>(&mut names);
    check::<sikuai::domain::service_of_process::ServiceManner>(&mut names);
    check::<sikuai::domain::stage::Manner>(&mut names);
    check::<sikuai::domain::stage::Stage>(&mut names);
    check::<sikuai::domain::watch::NoticeKind>(&mut names);
    check::<sikuai::domain::watch::RunOutcome>(&mut names);
    check::<sikuai::domain::watch::WatchState>(&mut names);
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
