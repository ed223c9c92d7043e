//! What others did to a case while a form was filled in (其间的变更): beside what the reader was about to record, what was recorded
//! since, both in words. Not here: the form, which keeps what was filled in (`shown`).

use std::collections::BTreeMap;

use super::rows::Field;
use super::told::ToldRow;
use crate::app::App;
use crate::app::docket_entry::{LISTED_MAX, ListPart};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::docket::Entry;
use crate::domain::id::{CaseId, UserId};
use crate::http::fault::Fault;
use crate::http::pages::case_rows::{self, EntryRow};
use crate::http::pages::entry_page::Told;
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;

/// So many entries are told field by field; the others are named, and each has its page.
const TOLD_MAX: usize = 10;

/// Both versions.
pub(crate) struct Meanwhile {
    /// The stage that the reader saw.
    pub(crate) stage_then: String,
    /// The stage now.
    pub(crate) stage_now: String,
    /// The version that the reader saw.
    pub(crate) version_then: u32,
    /// The version now.
    pub(crate) version_now: u32,
    /// What the reader was about to record.
    pub(crate) yours: Vec<ToldRow>,
    /// What was recorded since, in its order.
    pub(crate) recorded: Vec<Recorded>,
    /// How many entries stand between the version that was seen and those that are listed.
    pub(crate) unlisted: u32,
}

/// An entry that was recorded since.
#[derive(Clone)]
pub(crate) struct Recorded {
    /// What, on which day, by whom and when.
    pub(crate) entry: EntryRow,
    /// What it says; nothing, where it is only named.
    pub(crate) rows: Vec<ToldRow>,
    /// Whether its page says more than its rows do here.
    pub(crate) has_more: bool,
}

/// What the reader saw, and was about to record.
pub(crate) struct Before {
    /// The version that they saw.
    pub(crate) version: u32,
    /// The stage that they saw, in words.
    pub(crate) stage: String,
    /// What they were about to record.
    pub(crate) yours: Vec<ToldRow>,
}

impl Meanwhile {
    /// Of a case as it is now, in which this was recorded since.
    pub(crate) fn of(f: &Frame, case: &Case, before: Before, recorded: Vec<Recorded>) -> Meanwhile {
        let told = u32::try_from(recorded.len()).unwrap_or(u32::MAX);
        Meanwhile {
            stage_then: before.stage,
            stage_now: f.label(case.stage.label()).to_owned(),
            version_then: before.version,
            version_now: case.version,
            yours: before.yours,
            recorded,
            unlisted: case.version.saturating_sub(before.version).saturating_sub(told),
        }
    }
}

/// What was recorded in a case since a version of it, in words, of its last entries.
///
/// # Errors
/// That the database does not answer, or the reader may not know of the case any more.
pub(crate) async fn recorded(
    app: &App,
    (visitor, f): (&Visitor, &Frame),
    (id, seen): (CaseId, u32),
    (entries, names): (&[(Entry, String)], &BTreeMap<UserId, String>),
) -> Result<Vec<Recorded>, Fault> {
    let later = |(entry, _): &&(Entry, String)| entry.no.0 > seen;
    let entries: Vec<(Entry, String)> = entries.iter().filter(later).cloned().collect();
    let listed = case_rows::docket(f, &entries, names);
    let mut since = Vec::new();
    for (index, ((entry, _), row)) in entries.iter().zip(listed).enumerate() {
        let recorded = if index < TOLD_MAX {
            let told = Told::read(app, (visitor, f), id, (entry.no, ListPart::default())).await?;
            Recorded { entry: row, has_more: told.longest > LISTED_MAX, rows: told.rows }
        } else {
            Recorded { entry: row, rows: Vec::new(), has_more: true }
        };
        since.push(recorded);
    }
    Ok(since)
}

/// What the reader was about to record: the fields beside the data around what the data say, and what they acknowledged.
pub(crate) fn yours(
    f: &Frame,
    (before, data, after): (Vec<&Field>, Vec<ToldRow>, Vec<&Field>),
    acknowledged: impl Iterator<Item = String>,
) -> Vec<ToldRow> {
    let of_field = |field: &Field| row(field.label.clone(), field.value.clone());
    let filled = |fields: Vec<&Field>| {
        let filled = fields.into_iter().filter(|field| !field.value.is_empty()).map(of_field);
        filled.collect::<Vec<_>>()
    };
    let known: Vec<String> = acknowledged.collect();
    let known = (!known.is_empty())
        .then(|| row(f.say("已知悉", "Acknowledged").to_owned(), known.join(f.say("、", ", "))));
    filled(before).into_iter().chain(data).chain(filled(after)).chain(known).collect()
}

/// A line of it.
pub(crate) fn row(label: String, value: String) -> ToldRow {
    ToldRow { depth: 0, label, value, is_group: false, to: None }
}
