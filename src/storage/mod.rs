//! Rows: what is kept in SQLite or PostgreSQL, and the one way to read and write it.
//! Not here: rules. Storage takes and gives plain rows, whose enums are codes in text;
//! [`bridge`] is the one place where a code becomes a value again.
//!
//! - [`store`]: [`Store`], which reads and writes; [`connection`] and `writer` are beneath it.
//! - [`schema`] and [`migrate`]: the tables, and how a database gets them.
//! - a file per noun: small functions over `&mut Connection` to read, `&mut Tx` to write.

pub mod api_keys;
pub mod archived_cases;
pub mod audit;
pub mod blob_address;
pub mod blobs;
pub mod bookings;
pub mod bridge;
pub mod bucket;
pub mod calendar_feeds;
pub mod calendar_imports;
pub mod case_list;
pub mod cases;
pub mod changes;
pub mod connection;
pub mod deadline_changes;
pub mod deadlines;
pub mod diary;
pub mod docket;
pub mod enquiries;
pub mod error;
pub mod figure_amounts;
pub mod figure_cases;
mod figure_columns;
pub mod figure_days;
mod figure_reading;
mod figure_sql;
pub mod figures;
pub mod file_keys;
pub mod file_materials;
pub mod files;
pub mod hearing_rooms;
pub mod hearings;
pub mod idempotency;
pub mod indicators;
mod kept_sums;
pub mod known_figures;
pub mod ledgers;
pub mod meta;
pub mod migrate;
pub mod notices;
pub mod numbers;
pub mod open_cases;
pub mod papers;
pub mod pending_services;
pub mod people;
pub mod publications;
pub mod ratings;
pub mod referrals;
pub mod report_templates;
pub mod reporting;
pub mod restated;
mod room;
pub mod saved_views;
pub mod schema;
pub mod schema_archive;
pub mod schema_enquiries;
pub mod schema_files;
mod schema_joins;
pub mod schema_known;
pub mod schema_ledgers;
pub mod schema_papers;
pub mod schema_publications;
pub mod schema_ratings;
pub mod schema_reports;
pub mod schema_search;
pub mod search;
pub mod sessions;
pub mod signing_keys;
pub mod store;
pub mod users;
pub mod vault;
pub mod visibility;
pub mod watch;
mod writer;

use std::collections::HashSet;
use std::hash::Hash;

pub use connection::{Connection, Tx};
pub use error::StorageError;
pub use store::{MissingFile, Store, StoreOptions};
pub use visibility::{CaseViewerRow, Visibility, replace_viewers_of_cases, viewers_of};

/// The cases whose rows are not those that are there.
fn changed_cases<'a, T: Eq + Hash>(kept: &'a [T], rows: &'a [T], case: fn(&T) -> &str) -> HashSet<&'a str> {
    let (there, wanted): (HashSet<&T>, HashSet<&T>) = (kept.iter().collect(), rows.iter().collect());
    there.symmetric_difference(&wanted).map(|row| case(row)).collect()
}

/// The cases of which something else is kept than was computed, and all that was computed of them.
#[derive(Debug)]
pub struct Others<T> {
    case_ids: Vec<String>,
    rows: Vec<T>,
}

// Derived, it would ask for rows that have a default.
impl<T> Default for Others<T> {
    fn default() -> Others<T> {
        Others { case_ids: Vec::new(), rows: Vec::new() }
    }
}

impl<T: Eq + Hash> Others<T> {
    /// Holds the rows of some cases against those that are kept.
    #[must_use]
    pub fn between(kept: &[T], mut rows: Vec<T>, case: fn(&T) -> &str) -> Others<T> {
        let changed = changed_cases(kept, &rows, case);
        let case_ids: Vec<String> = changed.iter().map(|id| (*id).to_owned()).collect();
        let changed: HashSet<&str> = case_ids.iter().map(String::as_str).collect();
        rows.retain(|row| changed.contains(case(row)));
        Others { case_ids, rows }
    }

    /// Adds those of other cases.
    pub fn add(&mut self, more: Others<T>) {
        self.case_ids.extend(more.case_ids);
        self.rows.extend(more.rows);
    }
}
