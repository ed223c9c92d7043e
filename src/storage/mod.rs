//! Rows: what is kept in SQLite or PostgreSQL, and the one way to read and write it.
//! Not here: rules. Storage takes and gives plain rows, whose enums are codes in text;
//! [`bridge`] is the one place where a code becomes a value again.
//!
//! - [`store`]: [`Store`], which reads and writes; [`connection`] and `writer` are beneath it.
//! - [`schema`] and [`migrate`]: the tables, and how a database gets them.
//! - a file per noun: small functions over `&mut Connection` to read, `&mut Tx` to write.

pub mod audit;
pub mod bookings;
pub mod bridge;
pub mod calendar_feeds;
pub mod calendar_imports;
pub mod case_list;
pub mod cases;
pub mod connection;
mod counted_cases;
pub mod deadlines;
pub mod diary;
pub mod docket;
pub mod error;
pub mod figures;
pub mod hearing_rooms;
pub mod hearings;
pub mod idempotency;
pub mod meta;
pub mod migrate;
pub mod notices;
pub mod numbers;
pub mod pending_services;
pub mod people;
pub mod quick_steps;
pub mod reporting;
pub mod schema;
pub mod sessions;
pub mod signing_keys;
pub mod store;
pub mod users;
pub mod vault;
pub mod visibility;
pub mod watch;
mod writer;

pub use connection::{Connection, Tx};
pub use error::StorageError;
pub use store::{MissingFile, Store, StoreOptions};
pub use visibility::{CaseViewerRow, Visibility, replace_viewers, viewers_of};
