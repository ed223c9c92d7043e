//! What the test programs share. Each of them uses its own part of it.
#![allow(dead_code, reason = "each test program uses its own part")]

pub(crate) mod browser;
pub(crate) mod bucket;
pub(crate) mod calendar;
pub(crate) mod database;
pub(crate) mod desk;
pub(crate) mod hearings;
pub(crate) mod operator;
pub(crate) mod people;
pub(crate) mod rows;
pub(crate) mod server;
