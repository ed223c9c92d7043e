//! `sikuai migrate`: makes the database, or brings its tables up to this program.

use crate::cli::{Failure, say};
use crate::config::Config;
use crate::storage::{MissingFile, Store, StoreOptions};

/// Migrates, and says which migrations were applied.
///
/// # Errors
/// A database of a newer schema; a migration that failed, of which nothing was kept.
pub fn run(config: &Config) -> Result<(), Failure> {
    let options = StoreOptions { missing_file: MissingFile::Create, ..StoreOptions::default() };
    let applied = Store::open(&config.database, options)?.migrate()?;
    for name in &applied {
        say::line(&format!("已应用 applied {name}"));
    }
    if applied.is_empty() {
        say::line("数据库已是最新 the database is up to date");
    }
    Ok(())
}
