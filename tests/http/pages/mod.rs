//! The workbench as a browser without script meets it. Who sees which page is in `permissions`; a real browser is driven by
//! `tests/browser`.

mod acts;
mod administration;
mod administration_papers;
mod approvals;
mod board;
mod calendar;
mod counter;
mod diary;
mod finding;
mod frame;
mod hearings;
mod indicators;
mod kept;
mod ledgers;
mod material;
mod office;
mod public;
mod published;
mod reports;
mod rooms;
mod signing_in;
mod which_person;
