//! The one filter of who may see which case. Every query over cases, their deadlines or their
//! figures takes a [`Visibility`]; what a role may see is decided in `domain::permission`.

use diesel::prelude::*;

use super::changed_cases;
use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::case_viewers;
use crate::domain::case_kind::CaseKind;
use crate::domain::code::Coded as _;

/// So many rows travel in one statement; SQLite takes 32,766 values at most.
const CHUNK_ROWS: usize = 500;

/// Which cases a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// Every case of the office.
    Office,
    /// The cases on which this user works.
    Assigned(String),
    /// The cases of the desk of a kind, and those referred to it.
    Desk(CaseKind),
    /// No case.
    Nothing,
}

impl Visibility {
    /// The person or the desk to whom the cases must be open; none for the whole office.
    pub(super) fn viewer(&self) -> Option<&str> {
        match self {
            Self::Office => None,
            Self::Assigned(user_id) => Some(user_id),
            Self::Desk(kind) => Some(kind.code()),
            Self::Nothing => Some(NOBODY),
        }
    }

    /// The ids of the cases that may be seen, as a subquery; none for the whole office.
    pub(super) fn limited_to(&self) -> Option<cases_of<'_>> {
        self.viewer().map(cases_of)
    }
}

/// A person (by id) or a desk (by the code of its kind) that may see a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_viewers, treat_none_as_default_value = false)]
pub struct CaseViewerRow {
    /// The case.
    pub case_id: String,
    /// The person or the desk.
    pub viewer: String,
}

/// Who may see a case, in order.
///
/// # Errors
/// That the database does not answer.
pub fn viewers_of(c: &mut Connection, case_id: &str) -> Result<Vec<CaseViewerRow>, StorageError> {
    let viewers = case_viewers::table.filter(case_viewers::case_id.eq(case_id));
    Ok(viewers.order(case_viewers::viewer.asc()).select(CaseViewerRow::as_select()).load(c)?)
}

/// Writes down who may see some cases now, instead of what was there; nothing when it is the same.
///
/// # Errors
/// That the database refused.
pub fn replace_viewers_of_cases(
    tx: &mut Tx,
    case_ids: &[&str],
    viewers: &[CaseViewerRow],
) -> Result<(), StorageError> {
    let old = case_viewers::table.filter(case_viewers::case_id.eq_any(case_ids));
    let kept: Vec<CaseViewerRow> = old.select(CaseViewerRow::as_select()).load(&mut **tx)?;
    let changed = changed_cases(&kept, viewers, |row| &row.case_id);
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = changed.iter().copied().collect();
    diesel::delete(case_viewers::table.filter(case_viewers::case_id.eq_any(ids))).execute(&mut **tx)?;
    let viewers: Vec<&CaseViewerRow> =
        viewers.iter().filter(|row| changed.contains(row.case_id.as_str())).collect();
    for chunk in viewers.chunks(CHUNK_ROWS) {
        let insert = diesel::insert_into(case_viewers::table).values(chunk.to_vec());
        match &mut **tx {
            Connection::Sqlite(c) => insert.execute(c)?,
            Connection::Postgres(c) => insert.execute(c)?,
        };
    }
    Ok(())
}

/// Ids have 36 characters and codes at least one, so this is nobody's.
const NOBODY: &str = "";

#[diesel::dsl::auto_type]
#[expect(clippy::elidable_lifetime_names, reason = "the type made from the function needs the name")]
pub(super) fn cases_of<'a>(viewer: &'a str) -> _ {
    case_viewers::table.filter(case_viewers::viewer.eq(viewer)).select(case_viewers::case_id)
}
