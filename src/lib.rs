//! Sikuai (四快): case management for labour-dispute arbitration.
//!
//! The rooms, in reading order:
//! - [`domain`]: the case and the law. Pure.
//! - [`storage`]: rows, on SQLite or PostgreSQL.
//! - [`app`]: the acts as people do them.
//! - [`http`]: the REST API over them.
//! - [`jobs`]: what the program does by itself.
//! - [`documents`]: tables and papers, from values to text.
//! - [`config`]: what an office sets. [`cli`]: the program's commands.

pub mod app;
pub mod cli;
pub mod config;
pub mod documents;
pub mod domain;
pub mod http;
pub mod jobs;
pub mod storage;
