//! Documents (文书与报表): values in, text or bytes out. Not here: any rule, any row, any clock.

pub mod chart;
pub mod docx;
pub mod figure_tables;
pub mod fill;
mod foreign;
pub mod hearing_calendar;
pub mod html;
pub mod layout;
pub mod ledger;
pub mod markdown;
pub mod markup;
pub mod packing;
pub mod papers;
pub mod pdf;
pub mod report_workbook;
pub mod reports;
mod shared_strings;
pub mod tables;
pub mod template_problem;
mod unpacking;
pub mod wage_list;
