//! Documents (文书与报表): values in, text or bytes out. Not here: any rule, any row, any clock.

pub mod docx;
pub mod figure_tables;
pub mod fill;
pub mod hearing_calendar;
pub mod layout;
pub mod ledger;
pub mod markup;
pub mod packing;
pub mod papers;
pub mod pdf;
mod shared_strings;
pub mod tables;
pub mod template_problem;
mod unpacking;
pub mod wage_list;
