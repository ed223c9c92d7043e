//! Case numbers (案号): one that another case has is refused, and one that was given stays with its
//! acceptance through every correction. Not here: giving the next one (`register`).

use std::collections::BTreeMap;

use crate::app::error::Error;
use crate::domain::act::Act;
use crate::domain::case_number::comparable;
use crate::domain::docket::{Content, Correction, Entry, Replacement};
use crate::domain::finding::Findings;
use crate::domain::id::{CaseId, EntryNo};
use crate::domain::refusal::{Finding, Refusal, words};
use crate::storage::{Connection, StorageError, Tx, cases, numbers};

/// Finds out whether an act brings a number that another case has.
///
/// # Errors
/// That the database does not answer.
pub fn check(c: &mut Connection, act: &Act, case: CaseId) -> Result<Vec<Finding>, Error> {
    let Some(number) = brought(act) else { return Ok(Vec::new()) };
    let other = cases::other_of_number(c, (&comparable(number), &case.to_string()))?;
    Ok(if other.is_some() { taken() } else { Vec::new() })
}

/// The number that an act brings with it.
fn brought(act: &Act) -> Option<&str> {
    if let Act::LedgerEntry(entry) = act {
        return Some(&entry.number);
    }
    let Act::Acceptance(acceptance) = act else { return None };
    acceptance.number.as_deref()
}

/// Numbers that came with a ledger: those of the office's own kind are not given again, also where some between them
/// are free.
#[derive(Debug, Default)]
pub(crate) struct Imported {
    last: BTreeMap<i32, i32>,
}

impl Imported {
    /// Notes a number.
    pub(crate) fn note(&mut self, template: &str, number: &str) {
        if let Some((year, number)) = read_number(template, number) {
            let last = self.last.entry(year).or_default();
            *last = number.max(*last);
        }
    }

    /// The office goes on after the highest of each year.
    pub(crate) fn go_on(&self, tx: &mut Tx, region: &str) -> Result<(), Error> {
        for (year, last) in &self.last {
            numbers::go_on_after(tx, region, *year, *last)?;
        }
        Ok(())
    }
}

/// The year and the running number of a case number that is written as a template says, in whichever spelling.
///
/// ```
/// use sikuai::app::case_numbers::read_number;
/// assert_eq!(read_number("劳人仲案字〔{year}〕{number:03}号", "劳人仲案字〔2021〕007号"), Some((2021, 7)));
/// assert_eq!(read_number("劳人仲案字〔{year}〕{number:03}号", "劳人仲案字（2021）第7号"), Some((2021, 7)));
/// assert_eq!(read_number("劳人仲案字〔{year}〕{number:03}号", "劳仲案字〔2021〕7号"), None);
/// ```
#[must_use]
pub fn read_number(template: &str, number: &str) -> Option<(i32, i32)> {
    let (template, number) = (comparable(template), comparable(number));
    let (mut template, mut rest) = (template.as_str(), number.as_str());
    let (mut year, mut found) = (None, None);
    while let Some((literal, after)) = template.split_once('{') {
        rest = rest.strip_prefix(literal)?;
        let (field, after) = after.split_once('}')?;
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let digits = if field == "year" { digits.min(4) } else { digits };
        let (value, behind) = rest.split_at_checked(digits)?;
        match field {
            "year" => year = value.parse().ok(),
            _ => found = value.parse().ok(),
        }
        (template, rest) = (after, behind);
    }
    (rest == template).then_some((year?, found?))
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
        Error::Storage(StorageError::Unique(key)) if cases::NUMBER_TAKEN.contains(&key.as_str()) => {
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
