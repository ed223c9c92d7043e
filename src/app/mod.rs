//! The acts as people do them (办理): load, may they?, ask the domain, save, put it down.
//! Not here: rules of law (`domain`), SQL (`storage`), statuses (`http`).
//!
//! - [`App`]: everything an act needs, made once and shared.
//! - [`error`]: what can go wrong; [`clock`] and [`ids`]: time and ids, for tests to move.
//! - [`keys`], [`key_file`], [`key_use`], [`key_rotation`], [`key_standing`], [`vault`]: what is sealed, and how personal data is; [`same_person`]: how it is found.
//! - [`idempotency`]: what was answered once, and is answered again. [`history`]: what was known before.
//! - [`docket_entry`]: one entry, and the docket page by page.
//! - [`files`], [`file_upload`], [`file_reading`], `file_carrying`, [`file_check`]: the files of cases.
//! - [`ledger_import`], [`ledger_waiting`], [`ledger_commit`], [`ledger_export`]: cases as tables, in and out.
//! - [`papers`], [`paper_making`], [`paper_templates`]: the papers of cases.
//! - [`annual_report`], [`report_templates`], [`report_workbook`], [`indicators`]: the annual report and what it tells.
//! - [`ratings`], [`rating_answers`], [`rating_figures`]: ratings of closed cases.
//! - [`identity`], [`tokens`], [`people`], [`staff`], [`passwords`]: who is calling, and who works here.
//! - [`publishing`], [`publications`], [`restating`], [`publication_keys`]: periods that were published; [`changes`]: the feed of changes;
//!   [`api_keys`]: the keys of programs that read them.
//! - [`audit`], [`audit_details`], [`audit_log`]: what is put down about logins and people.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::app::books::Books;
use crate::app::clock::Clock;
use crate::app::error::Error;
use crate::app::file_upload::Limit;
use crate::app::idempotency::Answers;
use crate::app::identity::{Identity, Lifetimes};
use crate::app::ids::Ids;
use crate::app::key_use::KeyFile;
use crate::app::ledger_commit::Progress;
use crate::app::register::Register;
use crate::app::scheduling::Scheduling;
use crate::app::tokens::TokenKeys;
use crate::app::vault::Vault;
use crate::app::watching::Watch;
use crate::config::Config;
use crate::storage::{StorageError, Store, StoreOptions, meta};

pub mod annual_report;
pub mod api_keys;
pub mod approvals;
pub mod archive;
mod archive_shelf;
pub mod audit;
pub mod audit_details;
pub mod audit_log;
pub mod board;
pub mod books;
pub mod calendar;
pub mod calendar_change;
pub mod calendar_feeds;
pub mod calendar_rows;
pub mod case_file;
pub mod case_numbers;
pub mod changes;
pub mod check;
pub mod clock;
mod cores;
pub mod counted_cases;
pub mod deciding;
pub mod demo;
mod demo_indicators;
mod demo_ratings;
pub mod derived;
mod desk_notices;
pub mod diary;
pub mod docket_entry;
pub mod docket_rows;
pub mod draft;
pub mod earlier_cases;
pub mod elements;
pub mod enquiries;
pub mod error;
mod figure_days;
pub mod figure_groups;
pub mod figure_rows;
mod file_carrying;
pub mod file_check;
pub mod file_materials;
pub mod file_numbers;
mod file_place;
pub mod file_reading;
mod file_sealing;
mod file_sniffing;
pub mod file_upload;
mod file_zip;
mod filed_already;
pub mod files;
pub mod forecast;
mod hashing_memory;
pub mod hearing_rooms;
pub mod hearing_rows;
pub mod hearing_slots;
pub mod hearings;
pub mod history;
pub mod idempotency;
pub mod identity;
pub mod ids;
pub mod indicators;
mod joint_trials;
pub mod kept_workbook;
pub mod key_file;
pub mod key_rotation;
pub mod key_standing;
pub mod key_use;
pub mod keys;
pub mod ledger_commit;
pub mod ledger_export;
pub mod ledger_import;
pub mod ledger_pages;
pub mod ledger_waiting;
pub mod linkage;
pub mod main_volume;
pub mod named_people;
pub mod notices;
pub mod office;
mod onward;
pub mod outcome;
mod paper_check;
pub mod paper_making;
mod paper_telling;
pub mod paper_templates;
pub mod papers;
pub mod passwords;
pub mod pending_services;
pub mod people;
pub mod permits;
pub mod permitted_acts;
mod prior_cases;
mod proof_files;
mod publication_check;
pub mod publication_keys;
mod publication_lists;
pub mod publications;
pub(crate) mod published_figures;
pub mod publishing;
pub mod rating_answers;
pub mod rating_figures;
mod rating_notices;
pub mod ratings;
pub mod reading;
pub mod rebuilding;
mod referral_notices;
pub mod register;
pub mod report_templates;
pub mod report_workbook;
pub mod representatives;
pub mod restating;
pub mod rows;
pub mod same_person;
pub mod saved_views;
pub mod scheduling;
mod search_attached;
mod search_cursor;
mod search_hits;
mod search_rows;
mod search_writing;
pub mod searching;
pub mod staff;
pub mod statistics;
pub mod tokens;
pub mod under_books;
pub mod unmasking;
pub mod vault;
pub mod wage_lines;
pub mod wage_lists;
pub mod watching;

/// A key of `meta` that nobody sets; asking for it proves that the database answers.
const READY: &str = "ready";

/// Everything an act needs. Made once, shared by all workers.
#[derive(Debug)]
pub struct App {
    /// The rows.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// Personal data.
    pub vault: Vault,
    /// Logins, sessions, people.
    pub identity: Identity,
    /// The cases.
    pub register: Register,
    /// The watch over their deadlines.
    pub watch: Watch,
    /// What the office has set.
    pub settings: Config,
    /// Whether the key file was made just now.
    pub key_file: KeyFile,
}

impl App {
    /// Puts the app together over a database that is migrated, and finds or makes its keys.
    /// Blocks: not for async code.
    ///
    /// # Errors
    /// A database that is not there, not migrated or newer than this program; keys that are
    /// missing or wrong.
    pub fn open(settings: Config, clock: Clock) -> Result<App, Error> {
        let store = Store::open(&settings.database, StoreOptions::default())?;
        App::over(store, settings, clock)
    }

    /// As [`App::open`], over a store that is open already.
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn over(store: Store, settings: Config, clock: Clock) -> Result<App, Error> {
        store.ready_to_serve()?;
        let key_path = settings.key_path().ok_or_else(|| Error::Broken("key_file is not set".to_owned()))?;
        let (keyring, key_file) = key_use::unlock(&store, &key_path, clock.now())?;
        let keyring = Arc::new(keyring);
        let tokens = TokenKeys::new(store.clone(), clock.clone(), Arc::clone(&keyring));
        let lifetimes = Lifetimes {
            access: TimeDelta::minutes(i64::from(settings.access_token_minutes)),
            session: TimeDelta::days(i64::from(settings.session_days)),
        };
        let answers = Answers::new(store.clone(), clock.clone(), Arc::clone(&keyring));
        let vault = Vault::new(keyring);
        let ids = Ids::new(clock.clone());
        let register = Register {
            store: store.clone(),
            clock: clock.clone(),
            answers: answers.clone(),
            ids: ids.clone(),
            vault: vault.clone(),
            books: Books::open(&settings)?,
            scheduling: Scheduling::of(&settings).into(),
            number_template: settings.case_number_template.as_str().into(),
            public_page: settings.public_page,
            blobs: file_place::blobs(&settings)?,
            file_limit: Limit::new(settings.file_mebibytes_max),
            ledger_progress: Progress::default(),
        };
        register.rebuild_if_changed()?;
        register.index_people_if_unfinished()?;
        Ok(App {
            watch: Watch::new(register.clone(), &settings),
            register,
            identity: Identity::new(store.clone(), clock.clone(), answers, tokens, lifetimes),
            ids,
            vault,
            store,
            clock,
            settings,
            key_file,
        })
    }

    /// Whether the database answers, and had room for what was written last. No write is tried for it: the watch writes at
    /// every interval, and with the first write that is kept there is room again.
    ///
    /// # Errors
    /// That it does not, or had none.
    pub async fn is_ready(&self) -> Result<(), Error> {
        if self.store.is_full() {
            return Err(StorageError::Full.into());
        }
        self.store.read(|c| meta::get(c, READY)).await.map(drop).map_err(|error: StorageError| error.into())
    }
}
