//! Papers (文书): the templates of the office, every version of each, and the papers that were made, none of which is ever
//! changed. What was written by hand for a paper is sealed, in the vault row of its id. Not here: the files (`files`).

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::{Connection, Tx};
use super::error::StorageError;
use super::schema::vault;
use super::schema_papers::{paper_templates, papers};
use super::vault::VaultRow;

/// One version of a template.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = paper_templates, treat_none_as_default_value = false)]
pub struct TemplateRow {
    /// Of which kind of paper.
    pub kind: String,
    /// From 1, in order.
    pub version: i32,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The file, as it was put.
    pub bytes: Vec<u8>,
    /// Who put it.
    pub put_by: String,
    /// Epoch microseconds.
    pub put_at: i64,
    /// Whether it is the office's own; otherwise the office has gone back to the one that is shipped.
    pub is_of_office: bool,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = papers, treat_none_as_default_value = false)]
pub struct PaperRow {
    /// A UUIDv7; the vault row with what was written by hand has the same.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// Of which kind.
    pub kind: String,
    /// The entry that it is about.
    pub of_entry: i32,
    /// The party that it is for; 0: for the whole case.
    pub party: i32,
    /// Which it is of those of its kind, entry and party, from 1.
    pub no: i32,
    /// Its date.
    pub on_date: NaiveDate,
    /// The version of the template; 0: the one that is shipped.
    pub template_version: i32,
    /// The SHA-256 of the template.
    pub template_sha256: String,
    /// The version of the case that it tells of.
    pub case_version: i32,
    /// The file of the case that is its DOCX.
    pub docx_file: String,
    /// The SHA-256 of that.
    pub docx_sha256: String,
    /// The file of the case that is its PDF.
    pub pdf_file: String,
    /// The SHA-256 of that.
    pub pdf_sha256: String,
    /// Who made it.
    pub made_by: String,
    /// Epoch microseconds.
    pub made_at: i64,
}

/// A template without its bytes: kind, version, SHA-256, who put it, when, whether it is the office's own.
pub type TemplateHead = (String, i32, String, String, i64, bool);

/// Appends a version of a template.
///
/// # Errors
/// [`StorageError::Unique`] if somebody else put that version.
pub fn append_template(tx: &mut Tx, row: &TemplateRow) -> Result<(), StorageError> {
    diesel::insert_into(paper_templates::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The last version of the template of a kind, if the office put one.
///
/// # Errors
/// That the database does not answer.
pub fn last_template(c: &mut Connection, kind: &str) -> Result<Option<TemplateRow>, StorageError> {
    let of_kind = paper_templates::table.filter(paper_templates::kind.eq(kind));
    let last = of_kind.order(paper_templates::version.desc()).select(TemplateRow::as_select());
    Ok(last.first(c).optional()?)
}

/// Every version of every template without its bytes, by kind and version.
///
/// # Errors
/// That the database does not answer.
pub fn template_heads(c: &mut Connection) -> Result<Vec<TemplateHead>, StorageError> {
    use paper_templates::{is_of_office, kind, put_at, put_by, sha256, version};
    let all = paper_templates::table.order((kind.asc(), version.asc()));
    Ok(all.select((kind, version, sha256, put_by, put_at, is_of_office)).load(c)?)
}

/// One version of a template.
///
/// # Errors
/// That the database does not answer.
pub fn template(c: &mut Connection, kind: &str, version: i32) -> Result<Option<TemplateRow>, StorageError> {
    let found = paper_templates::table.find((kind, version)).select(TemplateRow::as_select());
    Ok(found.first(c).optional()?)
}

/// Adds a paper; its case, its files and its vault row must be there already.
///
/// # Errors
/// [`StorageError::Refused`] without them.
pub fn insert(tx: &mut Tx, row: &PaperRow) -> Result<(), StorageError> {
    diesel::insert_into(papers::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The number of the next paper of a kind, entry and party of a case.
///
/// # Errors
/// That the database does not answer.
pub fn next_no(
    tx: &mut Tx,
    case_id: &str,
    kind: &str,
    (of_entry, party): (i32, i32),
) -> Result<i32, StorageError> {
    let own = papers::table.filter(papers::case_id.eq(case_id)).filter(papers::kind.eq(kind));
    let own = own.filter(papers::of_entry.eq(of_entry)).filter(papers::party.eq(party));
    let last: Option<i32> = own.select(diesel::dsl::max(papers::no)).first(&mut **tx)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The papers of a case after an id, the first first.
///
/// # Errors
/// That the database does not answer.
pub fn list(
    c: &mut Connection,
    case_id: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<PaperRow>, StorageError> {
    let of_case = papers::table.filter(papers::case_id.eq(case_id)).filter(papers::id.gt(after));
    Ok(of_case.order(papers::id.asc()).limit(limit).select(PaperRow::as_select()).load(c)?)
}

/// The papers whose DOCX or PDF one of these files is; few enough for one statement.
///
/// # Errors
/// That the database does not answer.
pub fn of_files(c: &mut Connection, ids: &[String]) -> Result<Vec<PaperRow>, StorageError> {
    let found = papers::table.filter(papers::docx_file.eq_any(ids).or(papers::pdf_file.eq_any(ids)));
    Ok(found.select(PaperRow::as_select()).load(c)?)
}

/// One paper of a case, and what was written by hand for it, sealed.
///
/// # Errors
/// That the database does not answer.
pub fn find(
    c: &mut Connection,
    case_id: &str,
    id: &str,
) -> Result<Option<(PaperRow, VaultRow)>, StorageError> {
    let found = papers::table.inner_join(vault::table).filter(papers::id.eq(id));
    let found = found.filter(papers::case_id.eq(case_id));
    Ok(found.select((PaperRow::as_select(), VaultRow::as_select())).first(c).optional()?)
}

/// Every paper after an id, and what was written by hand for it, in the order of their ids.
///
/// # Errors
/// That the database does not answer.
pub fn page(c: &mut Connection, after: &str, limit: i64) -> Result<Vec<(PaperRow, VaultRow)>, StorageError> {
    let rest = papers::table.inner_join(vault::table).filter(papers::id.gt(after));
    let rest = rest.order(papers::id.asc()).limit(limit);
    Ok(rest.select((PaperRow::as_select(), VaultRow::as_select())).load(c)?)
}

/// What was written by hand for the papers of these kinds in some cases, sealed, with the case and the kind; few enough
/// cases for one statement.
///
/// # Errors
/// That the database does not answer.
pub fn written_in_cases(
    c: &mut Connection,
    case_ids: &[String],
    kinds: &[&str],
) -> Result<Vec<(String, String, VaultRow)>, StorageError> {
    let of_cases = papers::table.inner_join(vault::table).filter(papers::case_id.eq_any(case_ids));
    let of_kinds =
        of_cases.filter(papers::kind.eq_any(kinds)).order((papers::case_id.asc(), papers::id.asc()));
    Ok(of_kinds.select((papers::case_id, papers::kind, VaultRow::as_select())).load(c)?)
}

/// The kinds of papers that some cases have, each once, with the case; few enough for one statement.
///
/// # Errors
/// That the database does not answer.
pub fn kinds_of_cases(
    c: &mut Connection,
    case_ids: &[String],
) -> Result<Vec<(String, String)>, StorageError> {
    let of_cases = papers::table.filter(papers::case_id.eq_any(case_ids));
    let kinds = of_cases.select((papers::case_id, papers::kind)).distinct();
    Ok(kinds.order((papers::case_id.asc(), papers::kind.asc())).load(c)?)
}
