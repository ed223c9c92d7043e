//! The service over HTTP: extractors, routes, answers. It parses and calls the app; it owns no
//! rule, and never names storage.
//!
//! - [`routes`]: every route, on one screen.
//! - [`server`]: listening, stopping (with [`draining`]), and what is around every answer.
//! - [`auth`], [`params`], [`body`] (over [`json`], [`schema`] and [`forms`]): requests become values.
//! - [`fault`] and [`problem`], in the caller's [`language`]: errors become answers.
//! - [`download`]: a file on its way to a caller. [`streaming`]: an answer that is made while it is sent.
//!   [`csv`]: an answer as a table; [`list_tables`]: every list as one.
//! - [`openapi`]: what is published, and its page. [`health`], [`limits`] (by [`caller_address`]), [`logs`].
//! - [`api`]: the handlers, a file per noun. [`pages`]: the workbench, for people with a browser.

pub mod api;
pub mod auth;
pub mod body;
pub mod caller_address;
pub mod conditions;
pub mod csv;
pub mod download;
pub mod draining;
pub mod fault;
pub mod forms;
pub mod health;
pub mod json;
pub mod language;
pub mod limits;
pub mod list_tables;
pub mod logs;
pub mod openapi;
pub mod pages;
pub mod panics;
pub mod params;
pub mod problem;
pub mod routes;
pub mod schema;
pub mod server;
pub mod streaming;
