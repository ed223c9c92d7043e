//! File numbers (档案号): one under which another case lies in the archive is refused, in whichever spelling. Not here: case
//! numbers (`case_numbers`), and what lies in a file (`archive_shelf`).

use crate::app::error::Error;
use crate::app::permits::Caller;
use crate::domain::act::Act;
use crate::domain::case::Case;
use crate::domain::case_number::comparable;
use crate::domain::finding::Findings;
use crate::domain::id::CaseId;
use crate::domain::refusal::{Finding, Refusal, Words, words};
use crate::storage::archived_cases::{self, FILE_NUMBER_TAKEN};
use crate::storage::{Connection, StorageError, cases};

/// The code of what is found.
const TAKEN: &str = "file_number_taken";

/// Finds out whether an act puts a case away under a number that another case has. That one is named to who may see it.
///
/// # Errors
/// That the database does not answer.
pub fn check(
    c: &mut Connection,
    caller: &Caller,
    (act, case): (&Act, CaseId),
) -> Result<Vec<Finding>, Error> {
    let Act::Archiving(archiving) = act else { return Ok(Vec::new()) };
    let other = other_of(c, caller, (&archiving.file_number, case))?;
    Ok(other.map_or_else(Vec::new, |other| taken(&other)))
}

/// Finds out whether a case lies in the archive after a correction, as it did not before, under a number that another case
/// got meanwhile, unless that was found already of the number that was asked. Nothing that was asked names it, so the finding is
/// about no field.
///
/// # Errors
/// That the database does not answer.
pub fn check_put_back(
    c: &mut Connection,
    caller: &Caller,
    (before, after): (&Case, Option<&Case>),
    found: &[Finding],
) -> Result<Vec<Finding>, Error> {
    let is_said = found.iter().any(|finding| finding.code == TAKEN);
    let Some(after) = after.filter(|after| before.file_number != after.file_number && !is_said) else {
        return Ok(Vec::new());
    };
    let Some(number) = after.file_number.as_deref() else { return Ok(Vec::new()) };
    let Some(other) = other_of(c, caller, (number, after.id))? else { return Ok(Vec::new()) };
    let text = words(
        format!("更正后本案将恢复归档，档案号“{number}”{}", other.zh),
        format!(
            "the correction puts the case back into the archive under \u{201c}{number}\u{201d}: {}",
            other.en
        ),
    );
    let mut findings = Findings::default();
    findings.impossible(TAKEN, None, text);
    Ok(findings.into_findings())
}

/// The number was free when the act was decided, and another case got it at the same moment.
#[must_use]
pub fn or_taken(error: Error) -> Error {
    match error {
        Error::Storage(StorageError::Unique(key)) if key == FILE_NUMBER_TAKEN => {
            Error::Refused(Refusal { findings: taken(&by_another(None)) })
        }
        other => other,
    }
}

/// That another case has a number, if one has.
fn other_of(
    c: &mut Connection,
    caller: &Caller,
    (number, case): (&str, CaseId),
) -> Result<Option<Words>, Error> {
    let found = archived_cases::other_of_file_number(c, (&comparable(number), &case.to_string()))?;
    let Some((id, number)) = found else { return Ok(None) };
    let is_seen = cases::is_visible(c, &id, &caller.visibility())?;
    // Not every kind of case has a number; its id names it as well.
    Ok(Some(by_another(is_seen.then(|| number.unwrap_or(id)).as_deref())))
}

fn by_another(name: Option<&str>) -> Words {
    match name {
        Some(name) => words(
            format!("已被另一案件（{name}）使用"),
            format!("another case ({name}) lies in the archive under it"),
        ),
        None => words("已被另一案件使用", "another case lies in the archive under it"),
    }
}

fn taken(other: &Words) -> Vec<Finding> {
    let text = words(format!("该档案号{}", other.zh), format!("the file number is taken: {}", other.en));
    let mut findings = Findings::default();
    findings.invalid(TAKEN, "/file_number", text);
    findings.into_findings()
}
