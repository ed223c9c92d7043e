//! The service as its callers meet it: over HTTP on loopback, with a database of its own for each test. One program, so that
//! it links once.
#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod absence;
mod agents;
mod api_keys;
mod archive;
mod audit;
mod calendar_feeds;
mod calendar_import;
mod changes;
mod collective;
mod corrections;
mod diary;
mod elements;
mod enquiries;
mod figures;
mod filed_already;
mod files;
mod flat_memory;
mod forecast;
mod hearings;
mod idempotency;
mod indicators;
mod inspection;
mod joint_trials;
mod key_rotation;
mod kinds;
mod known;
mod ledger;
mod ledger_command;
mod ledger_kept;
mod linkage;
mod list_tables;
mod lists;
mod masking;
mod mediation;
mod object_store;
mod onward;
mod openapi;
mod pages;
mod papers;
mod parting;
mod permissions;
mod privacy;
mod probes;
mod publications;
mod ratings;
mod regions;
mod reports;
mod requests;
mod same_person;
mod saved_views;
mod saying;
mod search;
mod services;
mod sessions;
mod start;
mod story;
mod tamper;
mod users;
mod wage_files;
mod watch;
mod what_if;
