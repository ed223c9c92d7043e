//! Case numbers (案号): one that another case has is refused, and one that was given stays with its
//! acceptance through every correction. Not here: giving the next one (`register`).

use crate::app::error::Error;
use crate::domain::act::Act;
use crate::domain::docket::{Content, Correction, Entry, Replacement};
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::refusal::{Finding, Refusal, words};
use crate::storage::{Connection, StorageError, cases};

/// Finds out whether an act brings a number that another case has.
///
/// # Errors
/// That the database does not answer.
pub fn check(c: &mut Connection, act: &Act, case: CaseId) -> Result<Vec<Finding>, Error> {
    let Act::Acceptance(acceptance) = act else { return Ok(Vec::new()) };
    let Some(number) = &acceptance.number else { return Ok(Vec::new()) };
    let holder = cases::holder_of_number(c, number)?;
    Ok(if holder.is_some_and(|holder| holder != case.to_string()) { taken() } else { Vec::new() })
}

fn taken() -> Vec<Finding> {
    let mut findings = Findings::default();
    findings.invalid(
        "number_taken",
        "/number",
        words("案号已被另一案件使用", "another case has this number"),
    );
    findings.into_findings()
}

/// The number was free when the act was decided, and another case got it at the same moment.
#[must_use]
pub fn or_taken(error: Error) -> Error {
    match error {
        Error::Storage(StorageError::Unique(key)) if key == cases::NUMBER_TAKEN => {
            Error::Refused(Refusal { findings: taken() })
        }
        other => other,
    }
}

/// The number that an acceptance had last, also when it has been struck out since.
#[must_use]
pub fn given(entries: &[Entry], acceptance: EntryNo) -> Option<String> {
    let number = |act: &Act| match act {
        Act::Acceptance(acceptance) => acceptance.number.clone(),
        _ => None,
    };
    entries.iter().rev().find_map(|entry| match &entry.content {
        Content::Act(act) if entry.no == acceptance => number(act),
        Content::Correction(Correction { entry, replacement: Some(Replacement { act, .. }) })
            if *entry == acceptance =>
        {
            number(act)
        }
        Content::Act(_) | Content::Correction(_) | Content::CalendarChange(_) => None,
    })
}
