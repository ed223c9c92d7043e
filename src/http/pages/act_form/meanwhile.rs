//! What others did to a case while a form was filled in (其间的变更): beside what the reader was about to record, what was recorded
//! since, both in words. Not here: the form, which keeps what was filled in (`shown`).

use super::rows::Field;
use super::told::ToldRow;
use crate::app::App;
use crate::app::docket_entry::{LISTED_MAX, ListPart};
use crate::domain::docket::Entry;
use crate::domain::id::CaseId;
use crate::http::fault::Fault;
use crate::http::pages::case_rows::EntryRow;
use crate::http::pages::entry_page::Told;
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;

/// So many entries are told field by field; the others are named, and each has its page.
const TOLD_MAX: usize = 10;

/// Both versions.
pub(super) struct Meanwhile {
    /// The stage that the reader saw.
    pub(super) stage_then: String,
    /// The stage now.
    pub(super) stage_now: String,
    /// The version that the reader saw.
    pub(super) version_then: u32,
    /// The version now.
    pub(super) version_now: u32,
    /// What the reader was about to record.
    pub(super) yours: Vec<ToldRow>,
    /// What was recorded since, in its order.
    pub(super) recorded: Vec<Recorded>,
    /// How many entries stand between the version that was seen and those that are listed.
    pub(super) unlisted: u32,
}

/// An entry that was recorded since.
#[derive(Clone)]
pub(super) struct Recorded {
    /// What, on which day, by whom and when.
    pub(super) entry: EntryRow,
    /// What it says; nothing, where it is only named.
    pub(super) rows: Vec<ToldRow>,
    /// Whether its page says more than its rows do here.
    pub(super) has_more: bool,
}

/// What was recorded since, in words; `listed` are the rows of these entries.
///
/// # Errors
/// That the database does not answer, or the reader may not know of the case any more.
pub(super) async fn recorded(
    app: &App,
    (visitor, f): (&Visitor, &Frame),
    id: CaseId,
    (entries, listed): (Vec<&Entry>, Vec<EntryRow>),
) -> Result<Vec<Recorded>, Fault> {
    let mut since = Vec::new();
    for (index, (entry, row)) in entries.into_iter().zip(listed).enumerate() {
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
pub(super) fn yours(
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

fn row(label: String, value: String) -> ToldRow {
    ToldRow { depth: 0, label, value, is_group: false, to: None }
}
