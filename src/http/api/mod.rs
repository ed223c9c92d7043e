//! The handlers of the REST API, a file per noun: parse, call the app, answer. Fifteen lines at
//! most each. Not here: the routes (`routes`), and rules of any kind.

pub mod acts;
pub mod archive;
pub mod calendar;
pub mod calendar_feeds;
pub mod case_lists;
pub mod case_views;
pub mod cases;
pub mod code_lists;
pub mod deadline_rules;
pub mod deadlines;
pub mod diary;
pub mod elements;
pub mod files;
pub mod hearing_rooms;
pub mod hearings;
pub mod ledger_imports;
pub mod ledgers;
pub mod notices;
pub mod openings;
pub mod paper_templates;
pub mod papers;
pub mod pending_services;
pub mod personal_data;
pub mod quick_steps;
pub mod rating_figures;
pub mod rating_links;
pub mod ratings;
pub mod referrals;
pub mod saved_views;
pub mod search;
pub mod sessions;
pub mod statistics;
pub mod users;
pub mod wage_arrears;
pub mod wage_files;
