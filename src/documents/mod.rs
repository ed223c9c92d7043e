//! Documents (文书与报表): values in, text or bytes out. Not here: any rule, any row, any clock.

pub mod hearing_calendar;
pub mod ledger;
pub mod tables;
mod unpacking;
pub mod wage_list;
