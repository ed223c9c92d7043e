//! Documents (文书与报表): values in, text or bytes out. Not here: any rule, any row, any clock.

pub mod hearing_calendar;
pub mod layout;
pub mod pdf;
pub mod tables;
pub mod wage_list;
